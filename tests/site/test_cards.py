"""Cards and charts of the workspace count what the caller may see, and nothing else."""

import html
import re

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.api.dues import cards as dues
from party_affairs.api.duties import cards as duties
from party_affairs.api.members import cards as members
from party_affairs.api.organisation import cards as organisation
from tests.site import factory
from tests.site.two_branches import TODAY, build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def shown(card, user):
	"""The number a card prints for a user, and the filters of the list behind it."""
	frappe.set_user(user)
	text = card()
	link = re.search(r'href="([^"]*)">([^<]*)</a>', text)
	return link[2], html.unescape(link[1])


@pytest.mark.parametrize(
	("card", "secretary", "other", "officer"),
	[
		(duties.duties_due, "1", "1", "2"),
		(duties.duties_missed, "2", "1", "3"),
		(dues.dues_of_month, "30.30元", "10.10元", "40.40元"),
		(dues.dues_in_arrears, "45.30元", "15.10元", "60.40元"),
		(members.party_members, "5", "2", "7"),
	],
)
def test_cards_count_only_what_the_caller_may_see(house, freeze, card, secretary, other, officer):
	freeze(TODAY)
	figures = [
		shown(card, user)[0].replace(" ", "") for user in (house.secretary, house.other, house.officer)
	]
	assert figures == [secretary, other, officer]


def test_cards_of_terms_letters_and_cases_count_only_what_the_caller_may_see(house, freeze):
	freeze(TODAY)
	for row, term_start in ((house.first, "2023-09-11"), (house.second, "2023-09-12")):
		row.branch.reload()
		row.branch.update({"term_start": term_start, "term_years": 3})
		row.branch.save()
		factory.development_case(
			factory.member(row.branch, stage="Applicant", joined_on=None, full_member_on=None)
		)
	factory.transfer(house.first.people[2], letter_date="2025-12-01", valid_days=60)
	factory.transfer(factory.member(house.second.branch), letter_date="2026-03-01", valid_days=60)
	users = (house.secretary, house.other, house.officer)
	numbers = {
		card.__name__: [shown(card, user)[0] for user in users]
		for card in (
			organisation.terms_ending,
			members.open_development_cases,
			members.letters_not_received,
		)
	}
	assert numbers == {
		"terms_ending": ["1", "0", "1"],
		"open_development_cases": ["1", "1", "2"],
		"letters_not_received": ["1", "0", "1"],
	}


def test_a_card_leads_to_the_list_of_what_it_counts(house, freeze):
	freeze(TODAY)
	_number, address = shown(duties.duties_missed, house.secretary)
	assert "/compliance-finding?" in address
	assert "status=Missed" in address
	assert "2026-01-01" in address


def test_duties_are_those_of_the_year_of_today(house, freeze):
	freeze("2027-01-05")
	frappe.set_user(house.secretary)
	assert shown(duties.duties_missed, house.secretary)[0] == "—"
	assert "2027年尚未核查" in duties.duties_missed(), "last year's figure would say nothing of this one"
	assert duties.duties_by_status() == {}


def test_a_card_says_for_which_time_it_speaks(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	assert "2026年" in duties.duties_missed() and "截至" in duties.duties_missed()


def test_last_check_is_told_and_so_is_that_there_was_none(house, freeze):
	freeze(TODAY)
	assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d|尚未.*", shown(duties.last_check, house.secretary)[0])
	frappe.set_user("Administrator")
	for table in ("Compliance Finding", "Duty Summary", "Compliance State"):
		frappe.db.delete(table)
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", None)
	assert shown(duties.last_check, house.secretary)[0] == frappe._("Not checked yet")
	assert ledgers.get("compliance_findings").build().notes == (
		"2026年的职责尚未核查，列表为空不代表无缺失。",
	)
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", "2026-03-01 02:00:00")
	assert shown(duties.last_check, house.secretary)[0] == "2026-03-01 02:00"
	assert shown(duties.duties_missed, house.secretary)[0] == "—"
	assert duties.duties_by_status() == {}


def test_cards_and_charts_are_refused_to_whoever_may_not_read_the_records(house):
	frappe.set_user(house.plain)
	for method in (duties.duties_due, duties.duties_missed, duties.last_check, duties.duties_by_status):
		with pytest.raises(frappe.PermissionError):
			method()


def test_a_members_own_dues_are_all_he_can_count(house, freeze):
	freeze(TODAY)
	assert shown(dues.dues_in_arrears, house.plain)[0].startswith("0.00")


def test_charts_are_of_the_callers_branches_whoever_looked_before(house, freeze):
	freeze(TODAY)
	factory.finding(house.first.people[2], "R49", house.first.branch, "Late", month="2026-01")
	factory.finding(house.first.people[2], "R49", house.first.branch, "Met", month="2026-02")
	for user, numbers in ((house.officer, [2, 2, 3]), (house.secretary, [2, 1, 2]), (house.other, [0, 1, 1])):
		frappe.set_user(user)
		assert duties.duties_by_status()["datasets"][0]["values"] == numbers
	frappe.set_user(house.secretary)
	assert duties.duties_by_status({"year": 2025})["datasets"][0]["values"] == [0, 0, 1]
	due, paid = (row["values"] for row in dues.dues_by_month('{"year": 2026}')["datasets"])
	assert (due[:3], paid[:3]) == ([90.0, 60.6, 30.3], [90.0, 15.3, 0.0])


@pytest.mark.parametrize(
	"filters", [None, "", "{}", "[]", {"year": "abc"}, {"year": 12345}, '{"year": null}']
)
def test_a_chart_without_a_sensible_year_takes_its_own(house, freeze, filters):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	assert duties.duties_by_status(filters)["datasets"][0]["name"].startswith("2026年")
