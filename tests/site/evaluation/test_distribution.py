"""The distribution of results: numbers by band for those above, without names and without groups that are too small."""

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.facts.evaluation import rounds
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.party_affairs.doctype.evaluation_round import steps
from party_affairs.printing import ledger_sheets
from tests.site import factory
from tests.site.evaluation.test_rounds import judge_all

SCHEME = "分布方案"
NAME = "evaluation_distribution"
JUDGED = ({"criterion_key": "faith", "title": "信念", "max_points": 100, "source": "Judged"},)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee, other = factory.committee("分布甲党委"), factory.committee("分布乙党委")
	general = factory.branch("分布总支", "General Branch", committee)
	large, small = (
		factory.branch("分布大支部", parent=general),
		factory.branch("分布小支部", parent=committee),
	)
	foreign = factory.branch("分布外支部", parent=other)
	version = factory.scheme(
		SCHEME,
		"Party Member",
		JUDGED,
		bands=[
			{"minimum_points": points, "band": band, "stars": stars}
			for points, band, stars in ((90, "五星", 5), (60, "三星", 3), (0, "一星", 1))
		],
		least_group=5,
	)
	house = frappe._dict(committee=committee, general=general, large=large, small=small, rounds={})
	for branch, number in ((large, 15), (small, 2), (foreign, 5)):
		for place in range(number):
			factory.member(branch, member_name=f"分布党员{place}")
		document = frappe.get_doc(
			doctype=rounds.ROUND, scheme_version=version.name, year=2025, branch=branch.name
		).insert()
		steps.Measure(document).take()
		judge_all(document, 95)
		house.rounds[branch.name] = document.name
	for row in rounds.sheets_of(house.rounds[large.name])[:5]:
		sheet = frappe.get_doc("Evaluation", row.name)
		sheet.scores[0].update({"points": 70, "basis": "有不足"})
		sheet.save()
	house.secretary = factory.holder(small, "Secretary", member_name="分布书记", status="Floating")
	house.officer = factory.holder(large, "Party Affairs Officer", committee, member_name="分布干事")
	return house


def build(user, **filters):
	return ledgers.get(NAME).build({"year": 2025, "scheme": SCHEME, **filters}, user=user)


def bands(ledger):
	labels = {
		column.fieldname: column.label for column in ledger.columns if column.fieldname.startswith("band_")
	}
	return {row["branch"]: {label: row[name] for name, label in labels.items()} for row in ledger.rows}


def test_those_above_see_how_many_and_nobody_s_name(house):
	ledger = build(house.officer)
	assert bands(ledger) == {
		"分布大支部": {"五星": 10, "三星": 5, "一星": 0},
		"分布小支部": {"五星": None, "三星": None, "一星": None},
	}
	assert ledger.chart.series[0][1] == (10, 5, 0)
	assert {row["path"] for row in ledger.rows} == {"分布甲党委 / 分布总支", "分布甲党委"}
	text = repr((ledger.rows, ledger.totals, ledger.notes, ledger.figures))
	assert "分布党员" not in text
	assert ledger.totals["sheets"] == 15 and "2" in ledger.notes[1]


def test_a_small_branch_sees_itself_because_it_knows_its_sheets(house):
	assert bands(build(house.secretary)) == {"分布小支部": {"五星": 2, "三星": 0, "一星": 0}}
	with pytest.raises(frappe.PermissionError):
		build(house.secretary, branch="分布大支部")


def test_the_sheets_behind_a_number_open_only_to_who_may_read_them(house, set_user):
	row = next(row for row in build(house.officer).rows if row["branch"] == "分布大支部")
	assert (row["doctype"], row["name"]) == ("Evaluation Round", house.rounds["分布大支部"])
	set_user(house.officer)
	assert frappe.get_list("Evaluation", {"round": row["name"]}) == []


def test_it_is_printed_and_exported(house):
	ledger = build(house.officer)
	assert len(to_xlsx(ledger)) > 3000
	assert ledger_sheets.to_pdf(ledger).startswith(b"%PDF")


def test_what_a_veto_keeps_out_of_all_bands_has_its_own_column(house):
	names = [row.name for row in rounds.sheets_of(house.rounds["分布大支部"])]
	frappe.db.savepoint("bands")
	frappe.db.set_value("Evaluation", {"name": ["in", names[5:10]]}, "band", None)
	assert bands(build(house.officer))["分布大支部"] == {"五星": 5, "三星": 5, "一星": 0, "不定等次": 5}
	frappe.db.rollback(save_point="bands")


def test_a_band_with_few_people_is_not_told_and_does_not_follow_from_the_rest(house):
	names = [row.name for row in rounds.sheets_of(house.rounds["分布大支部"])]
	frappe.db.savepoint("bands")
	frappe.db.set_value("Evaluation", names[0], "band", "一星")
	ledger = build(house.officer)
	assert bands(ledger)["分布大支部"] == {"五星": 10, "三星": None, "一星": None}
	assert ledger.chart.series[0][1] == (10, 0, 0)
	assert ledger.totals["band_1"] == ledger.totals["band_2"] == 0
	assert any("人数较少" in note or "few people" in note for note in ledger.notes)
	own = factory.holder(frappe.get_doc("Party Branch", "分布大支部"), "Secretary")
	assert bands(build(own))["分布大支部"] == {"五星": 10, "三星": 4, "一星": 1}
	frappe.db.rollback(save_point="bands")


def test_numbers_of_several_schemes_are_not_added_up(house):
	version = factory.scheme("分布另案", "Party Member", JUDGED, least_group=5)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=version.name, year=2025, branch=house.large.name
	).insert()
	steps.Measure(document).take()
	judge_all(document, 95)
	ledger = ledgers.get(NAME).build({"year": 2025}, user=house.officer)
	assert ledger.totals is None
	assert {SCHEME, "分布另案"} <= {label for label, _numbers in ledger.chart.series}
	figures = {figure.label: figure.value for figure in ledger.figures}
	assert figures[SCHEME] == sum(row["sheets"] for row in ledger.rows if row["scheme"] == SCHEME)
	assert figures["分布另案"] < sum(row["sheets"] for row in ledger.rows)
