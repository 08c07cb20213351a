"""The publicity log, its ledger, and the links that are shown to each role."""

import pytest

import frappe

from party_affairs.api import portal
from party_affairs.ledgers.notice import publicity_ledger
from tests.site import factory

TODAY = "2026-03-10"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		above = factory.committee("宣传测试党委")
		branch, sister = (factory.branch(f"宣传{mark}支部", parent=above) for mark in "本邻")
		plain = factory.member(branch, "宣传群众")
		yield frappe._dict(
			above=above,
			branch=branch,
			sister=sister,
			plain=factory.login(plain),
			publicity=factory.holder(branch, "Publicity Commissioner"),
			discipline=factory.holder(branch, "Discipline Commissioner"),
			neighbour=factory.holder(sister, "Publicity Commissioner"),
			officer=factory.holder(sister, "Party Affairs Officer", above),
		)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


def item(house, **values):
	return frappe.get_doc(
		{
			"doctype": "Publicity Item",
			"branch": house.branch.name,
			"title": "律师进村讲民法典",
			"medium": "金华律师网",
			"published_on": "2026-02-03",
			**values,
		}
	)


def test_the_ledger_tells_what_was_published_where(house, set_user):
	with set_user(house.publicity):
		item(house, link="https://example.org/a", readers=120, likes=7, counted_on="2026-02-10").insert()
		item(house, title="主题党日", medium="金华日报", published_on="2026-01-20").insert()
		item(house, title="去年的报道", published_on="2025-12-30").insert()
		ledger = publicity_ledger.build({"branch": house.branch.name, "year": 2026})
		assert [row["title"] for row in ledger.rows] == ["主题党日", "律师进村讲民法典"]
		assert (
			ledger.totals["readers"] == 120
			and {figure.label: figure.value for figure in ledger.figures}["报道篇数"] == 2
		)
		assert ledger.chart.labels[0] == "1月" and ledger.chart.stacked
		by_medium = publicity_ledger.build(
			{"branch": house.branch.name, "from_year": 2025, "year": 2026, "view": "medium"}
		)
		assert dict(zip(by_medium.chart.labels, by_medium.chart.series[0][1], strict=True)) == {
			"金华律师网": 2,
			"金华日报": 1,
		}
		narrowed = publicity_ledger.build(
			{"branch": house.branch.name, "year": 2026, "medium_kind": "Website", "month": 2}
		)
		assert [row["title"] for row in narrowed.rows] == ["律师进村讲民法典"]
		assert not publicity_ledger.build(
			{"branch": house.branch.name, "year": 2026, "month": 1, "medium": "金华律师网"}
		).rows
	with set_user(house.officer):
		assert len(publicity_ledger.build({"branch": house.above.name, "year": 2026}).rows) == 2


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"link": "javascript:alert(1)"}, "网址"),
		({"link": "ftp://example.org/a"}, "网址"),
		({"link": "https://user:word@example.org/"}, "网址"),
		({"link": "https://example.org/a b"}, "网址"),
		({"link": "https://localhost"}, "网址"),
		({"link": "https://example.org:99999/"}, "网址"),
		({"link": "http://[::1"}, "网址"),
		({"readers": 5}, "统计日期"),
		({"readers": 5, "counted_on": "2026-02-01"}, "统计日期"),
		({"published_on": "2026-03-11"}, "刊播日期"),
		({"published_on": "1026-03-01"}, "刊播日期"),
		({"link": f"https://example.org/{'x' * 1000}"}, "1000"),
		({"proof": "/files/open.png"}, "私密文件"),
	],
)
def test_what_cannot_be_is_refused(house, set_user, values, sentence):
	with set_user(house.publicity), pytest.raises(frappe.ValidationError, match=sentence):
		item(house, title="不成", **values).insert()


def test_a_report_is_entered_once_and_a_medium_out_of_use_is_not_chosen(house, set_user):
	with set_user(house.publicity):
		first = item(house, title="一次", link="https://example.org/once").insert()
		for values in (
			{"title": "另题", "link": "https://example.org/once"},
			{"title": "一次", "link": None},
		):
			if values["link"]:
				with pytest.raises(frappe.DuplicateEntryError):
					item(house, **values).insert()
		first.readers, first.counted_on = 9, TODAY
		first.save()
	medium = frappe.get_doc(
		doctype="Publicity Medium", medium_name="旧报", kind="Bulletin", is_active=0
	).insert()
	with set_user(house.publicity), pytest.raises(frappe.ValidationError, match="停用"):
		item(house, title="旧", medium=medium.name).insert()
	with pytest.raises(frappe.ValidationError, match="停用"):
		frappe.delete_doc("Publicity Medium", "金华律师网")


def test_an_article_of_wechat_has_a_long_address(house, set_user):
	address = f"https://mp.weixin.qq.com/s?__biz=MzA&mid=1&sn={'a' * 500}#rd"
	with set_user(house.publicity):
		entered = item(house, title="微信长链接", link=address).insert()
	link = frappe.get_doc(doctype="Party Link", title="长链接", address=address).insert()
	stored = (("Publicity Item", entered.name, "link"), ("Party Link", link.name, "address"))
	assert {frappe.db.get_value(*where) for where in stored} == {address}


def test_only_the_organisation_itself_enters_and_those_above_read(house, set_user):
	with set_user(house.publicity):
		entered = item(house, title="本部").insert()
	with set_user(house.neighbour):
		assert not frappe.has_permission("Publicity Item", "read", entered.name)
		with pytest.raises(frappe.PermissionError):
			item(house, title="他部").insert()
		with pytest.raises(frappe.PermissionError):
			publicity_ledger.build({"branch": house.branch.name})
	with set_user(house.officer):
		assert frappe.has_permission("Publicity Item", "read", entered.name)
		assert not frappe.has_permission("Publicity Item", "write", entered.name)
	with set_user(house.discipline), pytest.raises(frappe.PermissionError):
		item(house, title="纪检").insert()


def test_links_are_shown_to_whom_they_are_for(house, set_user):
	frappe.get_doc(
		doctype="Party Link",
		title="只给书记",
		address="https://secretaries.example.org",
		roles=[{"role": "Party Branch Secretary"}],
	).insert()
	frappe.get_doc(
		doctype="Party Link", title="已停", address="https://old.example.org", is_active=0
	).insert()
	with set_user(house.plain):
		shown = [link["title"] for link in portal.my_links()]
		assert shown[:2] == ["学习强国", "共产党员网"] and not {"只给书记", "已停", "金华律师网"} & set(shown)
	secretary = factory.holder(house.branch, "Secretary")
	with set_user(secretary):
		assert "只给书记" in [link["title"] for link in portal.my_links()]
	with set_user("Guest"):
		assert portal.my_links() == []


@pytest.mark.parametrize("address", ["http://example.org", "javascript:1", "https://a", None])
def test_a_link_is_https_alone(house, address):
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(doctype="Party Link", title=f"坏{address}", address=address, is_active=1).insert()
