"""The page of a month: who reads which duties, who may act, and that it asks the database as often for many as for few."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties import this_month as api
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import summary
from party_affairs.language import in_language
from party_affairs.ledgers.duties import this_month
from party_affairs.printing.duties import month_sheet
from party_affairs.printing.html import to_html
from party_affairs.rules.periods import calendar_year
from tests.site import factory
from tests.support.queries import counted_queries

TODAY = "2026-11-10"
PARTS = ("late", "current", "coming", "later", "done")


def build_house():
	committee = factory.committee()
	general = factory.branch(branch_type="General Branch", parent=committee)
	near = factory.branch(parent=general, records_from="2026-01-01", short_name="近支部")
	sister = factory.branch(parent=committee, records_from="2026-01-01")
	foreign = factory.branch(parent=factory.committee(), records_from="2026-01-01")
	for branch in (near, sister, foreign):
		factory.member(branch)
	house = frappe._dict(committee=committee, general=general, near=near, sister=sister, foreign=foreign)
	house.posts = {
		post: factory.holder(near, post)
		for post in (
			*("Secretary", "Organisation Commissioner", "Publicity Commissioner", "Discipline Commissioner"),
			*("Party Work Instructor", None),
		)
	}
	house.officer = factory.holder(sister, "Party Affairs Officer", committee)
	run_compliance(2026, date(2026, 11, 10), [near.name, sister.name, foreign.name])
	return house


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze):
	freeze(TODAY)
	return built


def lines(answer):
	return [line for part in PARTS for line in answer[part]]


@pytest.mark.parametrize(
	"post", ["Secretary", "Organisation Commissioner", "Publicity Commissioner", "Discipline Commissioner"]
)
def test_the_committee_of_a_branch_reads_its_month_and_may_act(house, set_user, post):
	set_user(house.posts[post])
	answer = api.page()
	assert (answer["branch"], answer["branch_name"], answer["several"]) == (house.near.name, "近支部", False)
	assert answer["may_act"] and not answer["may_choose"]
	assert answer["may_check"] == (post == "Secretary")
	assert {line["branch"] for line in lines(answer)} == {house.near.name}
	buttons = {line["rule"]: line["button"] for line in answer["current"]}
	assert bool(buttons["R26"]) == (post != "Discipline Commissioner")
	reminding = post in ("Secretary", "Organisation Commissioner")
	assert bool(buttons["R49"] and buttons["R49"]["remind"]) == reminding
	(reports,) = [line for line in answer["coming"] if line["rule"] == "R32"]
	assert bool(reports["button"]) == reminding


def test_an_instructor_reads_without_buttons(house, set_user):
	set_user(house.posts["Party Work Instructor"])
	answer = api.page()
	assert answer["current"] and not answer["may_act"] and not answer["may_check"]
	assert all(line["button"] is None for line in lines(answer))


def test_a_member_and_a_guest_are_refused(house, set_user):
	for user in (house.posts[None], "Guest"):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.page(house.near.name)
		with pytest.raises(frappe.PermissionError):
			api.behind(house.near.name, "R26", "2026-11")


@pytest.mark.parametrize("place", ["sister", "general", "committee", "foreign"])
def test_a_secretary_sees_no_other_organisation(house, set_user, place):
	set_user(house.posts["Secretary"])
	with pytest.raises(frappe.PermissionError):
		api.page(house[place].name)
	with pytest.raises(frappe.PermissionError):
		api.behind(house[place].name, "R26", "2026-11")


def test_an_officer_sees_one_line_a_clause_and_the_branches_behind_it(house, set_user):
	set_user(house.officer)
	answer = api.page()
	assert (answer["branch"], answer["several"]) == (house.committee.name, True)
	assert all(line["branch"] is None and line["items"] == [] for line in lines(answer))
	keys = [(line["rule"], line["period_key"]) for line in lines(answer)]
	assert len(keys) == len(set(keys))
	(theme_day,) = [line for line in answer["current"] if line["rule"] == "R26"]
	behind = api.behind(house.committee.name, "R26", "2026-11")
	assert {row["branch"] for row in behind} == {house.near.name, house.sister.name}
	assert len(behind) == theme_day["branches"] == 2
	one = api.page(house.near.name)
	assert not one["several"] and one["may_act"]
	with pytest.raises(frappe.PermissionError):
		api.page(house.foreign.name)


def test_the_strip_shows_what_the_summary_counts(house, set_user):
	for user, places in (
		(house.posts["Secretary"], [house.near]),
		(house.officer, [house.near, house.sister, house.general, house.committee]),
	):
		set_user(user)
		year = api.page()["year"]
		numbers = summary.by_status(of_branches(place.name for place in places), calendar_year(2026))
		assert sum(month["due"] for month in year) == numbers["Due"]
		assert sum(month["planned"] for month in year) == numbers["Planned"]
		assert sum(month["missed"] for month in year) == numbers["Missed"]
		assert sum(month["done"] for month in year) == numbers["Met"] + numbers["Late"]


def test_it_says_for_which_day_it_speaks(house, set_user):
	set_user(house.posts["Secretary"])
	answer = api.page()
	assert answer["is_checked"] and "2026年11月10日" in answer["speaks"]
	unchecked = api.page(month="2025-03")
	assert not unchecked["is_checked"] and unchecked["speaks"] == "尚未核查"
	set_user(house.officer)
	assert "尚未核查" in api.page()["speaks"]  # the committees themselves


def test_the_month_is_the_one_asked_for(house, set_user):
	set_user(house.posts["Secretary"])
	answer = api.page(month="2026-12")
	assert answer["month"] == {
		"key": "2026-12",
		"title": "2026年12月",
		"before": "2026-11",
		"after": "2027-01",
	}
	assert any(line["rule"] == "R26" for line in answer["current"])
	for wrong in ("2026-Q1", "2026", "gestern", "1200-01"):
		with pytest.raises(frappe.ValidationError):
			api.page(month=wrong)


def test_queries_are_as_many_for_many_branches_as_for_two(house, set_user):
	set_user(house.officer)
	api.page(house.committee.name)
	with counted_queries() as few:
		api.page(house.committee.name)
	for _number in range(5):
		factory.branch(parent=house.committee)
	api.page(house.committee.name)  # what a request keeps of posts and the tree
	with counted_queries() as many:
		assert api.page(house.committee.name)["number"] == 9
	assert len(many) == len(few) <= 8


def test_the_administrator_begins_with_the_first_organisation(house, set_user):
	set_user("Administrator")
	answer = api.page()
	assert answer["branch"] and answer["may_choose"] and answer["may_check"]


def test_the_sheet_of_the_month_is_sent_to_whoever_may_print_it(house, set_user):
	stranger = factory.holder(house.foreign, "Secretary")
	set_user(house.posts["Secretary"])
	for file_format, kind, begins in (
		("pdf", "pdf", b"%PDF"),
		("docx", "binary", b"PK"),
		("xlsx", "binary", b"PK"),
	):
		api.print_sheet(house.near.name, "2026-11", file_format)
		assert frappe.local.response.type == kind
		assert frappe.local.response.filename.endswith(f"2026-11.{file_format}")
		assert frappe.local.response.filecontent.startswith(begins)
	for user in (house.posts[None], stranger):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.print_sheet(house.near.name, "2026-11")


def test_the_sheet_names_duties_people_and_clauses_in_chinese(house, set_user):
	set_user(house.officer)
	frappe.local.lang = "en"
	with in_language("zh"):
		found = this_month.build([house.near.name], date(2026, 11, 10))
	html = to_html(month_sheet.paper_of(found, house.near.name))
	for part in (
		"本月任务单",
		"（2026年11月）",
		"主题党日：11月16日前（调休）",
		"R26",
		"逾期未办",
		"下月预备",
	):
		assert part in html
	assert "已无法补做" not in html
	name = frappe.db.get_value("Party Member", {"branch": house.near.name}, "member_name")
	assert name in html
