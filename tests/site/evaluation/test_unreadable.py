"""What no line of a sheet can hold is refused by name, and nothing of it is saved."""

import pytest

import frappe

from party_affairs.api.evaluation import own, what_if
from party_affairs.api.evaluation import rounds as api
from party_affairs.api.evaluation import sheets as sheets_api
from party_affairs.arguments import parse_yes
from party_affairs.facts.evaluation import rounds
from party_affairs.party_affairs.doctype.evaluation_round import steps
from tests.site import factory
from tests.site.evaluation.test_rounds import CRITERIA

BOTTOMLESS = "[" * 5000 + "]" * 5000


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		branch = factory.branch(parent=factory.committee())
		member = factory.member(branch, member_name="党员丙")
		scheme = factory.scheme(
			"难读方案",
			"Party Member",
			CRITERIA,
			vetoes=[{"veto_key": "bad", "title": "失信", "ground": "Judged"}],
		)
		document = frappe.get_doc(
			doctype=rounds.ROUND, scheme_version=scheme.name, year=2025, branch=branch.name
		).insert()
		steps.Measure(document).take()
		(sheet,) = rounds.sheets_of(document.name)
		yield frappe._dict(
			round=document.name, sheet=sheet.name, user=factory.login(member), version=scheme.name
		)


def judge(house, **values):
	row = {"sheet": house.sheet, "criterion_key": "faith", "basis": "表现好", **values}
	return api.judge(house.round, frappe.as_json([row]))


@pytest.mark.parametrize("points", ["12分", "abc", "", None, "nan", "inf", [1], {"a": 1}, True, "1" * 40])
def test_points_that_cannot_be_read_are_no_judgement(house, points):
	refused = judge(house, points=points)["refused"][house.sheet]
	assert "党员丙" in refused and "2" in refused
	line = next(row for row in frappe.get_doc(rounds.EVALUATION, house.sheet).scores if row.idx == 2)
	assert (line.state, line.judged_by) == ("Awaiting", None)


def test_the_sentence_says_that_it_is_no_number(house):
	assert "不是数字" in judge(house, points="12分")["refused"][house.sheet]


@pytest.mark.parametrize(
	"values",
	[
		{"criterion_key": ["a"]},
		{"criterion_key": {"a": 1}},
		{"points": 5, "basis": {"a": 1}},
		{"points": 5, "basis": ["a"]},
		{"criterion_key": "bad", "holds": "1" * 40},
		{"criterion_key": "bad", "holds": "也许"},
		{"criterion_key": "bad", "holds": [1]},
	],
)
def test_what_is_not_one_value_is_refused(house, values):
	found = judge(house, **values)
	assert found["saved"] == [] and found["refused"][house.sheet]


def test_a_reason_that_is_a_number_is_a_text(house):
	assert judge(house, points=5, basis=5)["saved"] == [house.sheet]
	assert judge(house, points="", basis="")["saved"] == [house.sheet]


@pytest.mark.parametrize("given", [BOTTOMLESS, "{", "7", "false"])
def test_what_is_no_json_of_this_kind_gets_a_sentence(house, given, set_user):
	for call in (
		lambda: api.judge(house.round, given),
		lambda: what_if.try_out(house.version, 2025, given),
		lambda: what_if.try_out(house.version, 2025, {"bands": given}),
		lambda: sheets_api.by_criterion(given),
	):
		with pytest.raises(frappe.ValidationError):
			call()


@pytest.mark.parametrize(
	"line", [{"basis": {"a": 1}}, {"points": "12分"}, {"points": "nan"}, {"points": [1]}]
)
def test_a_view_of_oneself_that_cannot_be_read_is_refused_by_name(house, line, set_user):
	frappe.db.savepoint("view")
	steps.OpenSelfEvaluation(frappe.get_doc(rounds.ROUND, house.round), until="2999-01-01").take()
	with set_user(house.user):
		with pytest.raises(frappe.ValidationError, match="党员丙"):
			own.evaluate_myself(house.sheet, "好", frappe.as_json({"faith": line}))
		own.evaluate_myself(house.sheet, "好", {"faith": {"basis": 5}})
	frappe.db.rollback(save_point="view")


@pytest.mark.parametrize(
	("word", "read"),
	[(1, True), ("true", True), (True, True), ("on", True), (0, False), ("", False), (None, False)],
)
def test_words_for_yes_and_no(word, read):
	assert parse_yes(word, "x") is read


@pytest.mark.parametrize("word", ["ja", "也许", 2, [1], {"a": 1}, "1" * 40])
def test_an_unknown_word_is_neither_yes_nor_no(word):
	with pytest.raises(frappe.ValidationError):
		parse_yes(word, "x")
