"""A member reports online study on his page; those in charge of his branch confirm it, and only then do the hours count (N05)."""

import io
from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import FileStorage

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api import portal
from party_affairs.api.members import online_study as api
from party_affairs.compliance import education as standing
from party_affairs.facts.duties import shown
from party_affairs.facts.members import education
from party_affairs.ledgers.members import education_hours
from tests.site import factory
from tests.site.members.test_corrections import PNG

TODAY = "2026-03-10"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	above = factory.committee("网学测试党委")
	branch, sister = (factory.branch(f"网学{mark}支部", parent=above) for mark in "本邻")
	me, publicity = factory.member(branch, "网学本人"), factory.member(branch, "网学宣传")
	factory.post(publicity, "Publicity Commissioner")
	return frappe._dict(
		branch=branch,
		me=me,
		user=factory.login(me),
		commissioner=publicity,
		publicity=factory.login(publicity),
		secretary=factory.holder(branch, "Secretary"),
		discipline=factory.holder(branch, "Discipline Commissioner"),
		neighbour=factory.holder(sister, "Secretary"),
		officer=factory.holder(sister, "Party Affairs Officer", above),
	)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


@pytest.fixture
def report(house, set_user):
	def make(studied_on="2026-03-01", hours="2", course="党纪学习", **values):
		with set_user(values.pop("user", house.user)):
			return api.report("学习强国", course, studied_on, hours, **values)

	return make


def found_of(house):
	return education.load([house.me.name], date(2026, 1, 1), date(2026, 3, 10)).get(
		house.me.name, education.Hours()
	)


def test_hours_count_once_they_are_confirmed(house, set_user, report):
	name = report(hours="2.5", file_name="截图.png", content=PNG)
	document = frappe.get_doc("Online Study", name)
	assert (document.branch, document.status, document.owner) == (
		house.branch.name,
		"Awaiting Confirmation",
		house.user,
	)
	assert document.proof.startswith("/private/files/") and found_of(house).online == 0
	with set_user(house.publicity):
		api.confirm(name)
	assert found_of(house).online == found_of(house).total == Decimal("2.5")
	assert standing.of_member(house.me.name, house.branch.name, date(2026, 3, 10))["found"] == 2.5
	(row,) = (
		row
		for row in education_hours.build({"branch": house.branch.name}).rows
		if row["name"] == house.me.name
	)
	assert (row["online_hours"], row["hours"]) == (2.5, 2.5)
	said = shown.show(
		[house.branch.name], date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 10), ["online_study"], ()
	)
	(beside,) = said.beside(house.branch.name, ["online_study"], ())
	assert beside.sentence == "1 times online study of 1 members, 2.5 hours confirmed."
	# A mistake is taken back, and what was answered is not rewritten.
	with set_user(house.secretary):
		document.reload()
		document.hours = 5
		with pytest.raises(frappe.ValidationError, match="已经处理"):
			document.save()
		api.take_back(name)
	assert found_of(house).online == 0


def test_what_is_declined_says_why_and_may_be_reported_anew(house, set_user, report):
	name = report()
	with pytest.raises(frappe.DuplicateEntryError):
		report()
	with set_user(house.publicity):
		with pytest.raises(frappe.ValidationError, match="理由"):
			api.decline(name, " ")
		api.decline(name, "截图看不清")
	with set_user(house.user):
		(row,) = portal.my_study()["online"]
		assert (row["status"], row["answer"]) == ("Not Confirmed", "截图看不清")
	again = report()
	with set_user(house.user):
		api.withdraw(again)
		with pytest.raises(frappe.ValidationError):
			api.withdraw(name)
	assert not frappe.db.exists("Online Study", again)


def test_the_caps_of_the_site_hold(house, set_user, report):
	with pytest.raises(frappe.ValidationError, match="8学时"):
		report(hours="8.5")
	names = [report(hours="6", course="上午"), report(hours="6", course="下午"), report("2026-03-02", "3")]
	with set_user(house.publicity):
		assert api.confirm_all(names) == 3
	assert found_of(house).online == 11
	settings = frappe.get_single("Party Affairs Settings")
	settings.online_study_yearly_hours = 9
	settings.save()
	assert found_of(house).online == 9
	# What of a year counts does not depend on the day from which it is asked.
	later = education.online_of([house.me.name], date(2026, 3, 2), date(2026, 3, 10))
	assert [hours for *_who, hours in later] == [1]


def test_nobody_confirms_his_own_hours_or_those_of_another_branch(house, set_user, report):
	own = report(user=house.publicity, course="自学")
	of_member = report()
	with set_user(house.publicity), pytest.raises(frappe.PermissionError, match="本人的学时"):
		api.confirm(own)
	for user in (house.neighbour, house.discipline, house.user):
		with set_user(user):
			for act in (
				lambda: api.confirm(of_member),
				lambda: api.decline(of_member, "不"),
				lambda: api.take_back(of_member),
			):
				with pytest.raises(frappe.PermissionError):
					act()
	with set_user(house.neighbour):
		assert not frappe.get_list("Online Study", filters={"branch": house.branch.name})
		with pytest.raises(frappe.PermissionError):
			api.withdraw(of_member)
	with set_user(house.officer):
		api.confirm(own)
	with set_user(house.secretary):
		api.confirm(of_member)
		# A form cannot confirm.
		entered = frappe.get_doc(
			doctype="Online Study",
			member=house.me.name,
			studied_on=TODAY,
			hours=1,
			platform="党校",
			course="网课",
			status="Confirmed",
		).insert()
		assert entered.status == "Awaiting Confirmation"


@pytest.mark.parametrize(
	"values",
	[
		{"studied_on": "2026-03-11"},
		{"studied_on": "昨天"},
		{"studied_on": "1926-03-01"},
		{"studied_on": "2014-05-31"},
		{"hours": "很多"},
		{"hours": "nan"},
		{"hours": "-2"},
		{"course": "  "},
		{"course": "字" * 141},
		{"file_name": "x.exe", "content": b"MZ"},
		{"file_name": "x.png", "content": b"no picture"},
		{"file_name": "x.png", "content": b""},
		{"file_name": f"{'长' * 200}.png", "content": PNG},
		*({"file_name": name, "content": PNG} for name in ("x<b>.png", "../x.png", "a\\b.png", "a/b.png")),
	],
)
def test_what_cannot_be_is_refused(house, report, values):
	with pytest.raises(frappe.ValidationError):
		report(**values)


@pytest.mark.parametrize(
	("values", "proof", "sentence"),
	[
		({"studied_on": "<b>"}, None, "&lt;b&gt;不是有效日期"),
		({}, (b"", "空.png"), "空.png是空文件"),
		({}, (PNG, f"{'长' * 200}.png"), "不能作文件名"),
	],
)
def test_the_page_says_plainly_why_a_report_is_refused(house, set_user, values, proof, sentence):
	form = {"platform": "党校", "course": "网课", "studied_on": "2026-03-05", "hours": "1", **values}
	if proof:
		form["proof"] = (io.BytesIO(proof[0]), proof[1])
	with set_user(house.user):
		set_request(method="POST", path="/party/study", data=form)
		frappe.local.form_dict = frappe._dict(frappe.request.form)
		html = get_response("/party/study").get_data(as_text=True)
	assert sentence in html and "amp;lt" not in html
	assert not frappe.db.exists("Online Study", {"member": house.me.name, "course": "网课"})


def test_the_page_takes_a_report_and_tells_those_in_charge(house, set_user):
	def page(method="GET", **form):
		set_request(method=method, path="/party/study", data=form if method == "POST" else None)
		frappe.local.form_dict = frappe._dict(form)
		return get_response("/party/study")

	with set_user(house.user):
		html = page().get_data(as_text=True)
		assert "登记线上学习" in html and "每天最多计8学时" in html
		frappe.local.request = None
	with set_user(house.user):
		set_request(
			method="POST",
			path="/party/study",
			data={
				"proof": (io.BytesIO(PNG), "证书.png"),
				"platform": "共产党员网",
				"course": "<b>党史</b>",
				"studied_on": "2026-03-05",
				"hours": "1.5",
			},
		)
		frappe.local.form_dict = frappe._dict(frappe.request.form)
		assert isinstance(frappe.request.files["proof"], FileStorage)
		answer = get_response("/party/study")
		assert answer.status_code in (301, 302) and "reported=sent" in answer.location
	name = frappe.db.get_value("Online Study", {"member": house.me.name, "studied_on": "2026-03-05"})
	assert name and frappe.db.exists("Notification Log", {"for_user": house.publicity, "document_name": name})
	with set_user(house.user):
		assert "<b>党史" not in page().get_data(as_text=True)
