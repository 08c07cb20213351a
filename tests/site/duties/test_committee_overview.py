"""The committee's view: figures that are sums of the summary, who may look at what, and a bounded number of queries."""

import re
from collections import Counter

import pytest

import frappe

from party_affairs.api.duties import overview as api
from party_affairs.compliance import summary as summaries
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import summary
from party_affairs.ledgers.duties.committee_overview import Overview
from party_affairs.rules.periods import calendar_year
from tests.site import factory
from tests.support.queries import counted_queries

DAY = "2026-11-20"
YEAR = calendar_year(2026)
SECRETARY = "书记甲一"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""A committee over a general branch with the branches 甲 and 乙, and over the branch 丙; 丁 is under another committee."""
	committee = factory.committee("总览测试党委", short_name="总览党委")
	general = factory.branch("总览测试总支", "General Branch", parent=committee)
	house = frappe._dict(committee=committee, general=general, people={})
	for key, parent in (("甲", general), ("乙", general), ("丙", committee), ("丁", factory.committee())):
		branch = factory.branch(f"总览测试{key}支部", parent=parent, records_from="2026-01-01")
		house[key] = branch
		house.people[key] = [factory.member(branch, f"书记{key}一", mobile="13800000001")]
	for key, months in (("甲", ("09", "10")), ("乙", ("10",)), ("丁", ("10",))):
		for month in months:
			missed(house.people[key][0], house[key], month)
	missed(house.people["丙"][0], house["丙"], "10", "Met")
	for key in "甲乙丙丁":
		factory.post(house.people[key][0], "Secretary")
		summaries.keep([house[key].name], YEAR)
	house.secretary = factory.login(house.people["甲"][0])
	house.officer = factory.holder(house["丙"], "Secretary", committee)
	house.auditor = factory.holder(house["丙"], "Party Work Instructor", committee)
	house.plain = factory.holder(house["甲"])
	return house


def missed(person, branch, month, status="Missed"):
	factory.finding(person, "R49", branch, status, month=f"2026-{month}", due_date=f"2026-{month}-28")


def figures(html):
	"""The numbers of the tiles by label, and of each organisation in the map what it misses."""
	tiles = dict(re.findall(r"<dt>(.*?)</dt><dd>(\d+)", html))
	rows = re.findall(
		r'<tr data-branch="([^"]+)"[^>]*>.*?class="ov-sum">(?:<button[^>]*>)?(\d+)', html, re.DOTALL
	)
	return tiles, [(branch, int(number)) for branch, number in rows]


def test_each_level_is_the_sum_of_all_below_it_and_the_worst_stands_first(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	answer = api.page()
	assert answer["branch"] == house.committee.name
	tiles, rows = figures(answer["html"])
	assert tiles["缺失"] == "3" and tiles["已完成"] == "1"
	assert rows == [(house.committee.name, 0), (house.general.name, 3), (house["丙"].name, 0)]
	below = api.page(house.general.name)
	assert figures(below["html"])[1] == [
		(house.general.name, 0),
		(house["甲"].name, 2),
		(house["乙"].name, 1),
	]
	assert f'data-open="{house.committee.name}"' in below["html"]


def test_every_figure_is_a_sum_of_the_summary(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	view = Overview(house.committee.name, 2026)
	names = [house[key].name for key in "甲乙丙"]
	assert view.numbers == summary.by_status(of_branches(names), YEAR)
	rows = view.map().page.items
	assert sum((row.numbers for row in rows), Counter()) == +view.numbers
	assert view.missed_by_rule == {"R49": 3}
	assert sum(numbers["Missed"] for _month, numbers in view.months) == 3


def test_what_got_worse_is_what_ended_undone_since_the_last_day_of_the_month_before(house, freeze, set_user):
	freeze("2026-10-05")
	set_user(house.officer)
	# The periods that the factory makes end on the 28th.
	assert [(each.number, each.before) for each in Overview(house.committee.name).worse[0]] == []
	freeze("2026-10-30")
	by_rule, by_top = Overview(house.committee.name).worse
	assert [(each.key, each.number, each.before) for each in by_rule] == [("R49", 2, 1)]
	assert [(each.key, each.number) for each in by_top] == [(house.general.name, 2)]


def test_whom_to_call_has_the_secretary_and_his_number(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	html = api.page(house.general.name)["html"]
	assert SECRETARY in html and "tel:13800000001" in html


def test_a_number_that_the_caller_may_not_see_is_left_out(house, freeze, set_user):
	freeze(DAY)
	frappe.make_property_setter(
		{"doctype": "Party Member", "fieldname": "mobile", "property": "permlevel", "value": "1"},
		validate_fields_for_doctype=False,
	)
	frappe.clear_cache(doctype="Party Member")
	set_user(house.auditor)
	html = api.page(house.general.name)["html"]
	assert SECRETARY in html and "13800000001" not in html
	set_user(house.officer)
	assert "13800000001" in api.page(house.general.name)["html"]


def test_a_secretary_sees_his_own_branch_alone_and_is_told_so(house, freeze, set_user):
	freeze(DAY)
	set_user(house.secretary)
	answer = api.page()
	assert answer["branch"] == house["甲"].name
	assert "您只看到本支部" in answer["html"]
	assert figures(answer["html"])[1] == [(house["甲"].name, 2)]
	for other in ("乙", "丙", "丁"):
		for ask in (api.page, api.map_page, api.beside, api.wall, api.silent):
			with pytest.raises(frappe.PermissionError):
				ask(house[other].name)
		with pytest.raises(frappe.PermissionError):
			api.findings(house[other].name, 2026)


def test_nothing_of_another_committee_is_seen(house, freeze, set_user):
	freeze(DAY)
	for user in (house.officer, house.auditor):
		with set_user(user):
			html = api.page()["html"] + api.map_page(search="测试")["html"] + api.wall()["html"]
			assert house["丁"].name not in html and house["甲"].name in html
			with pytest.raises(frappe.PermissionError):
				api.page(house["丁"].name)


@pytest.mark.parametrize("user", ["plain", "Guest"])
def test_members_and_guests_see_nothing(house, freeze, set_user, user):
	freeze(DAY)
	set_user(house.get(user, user))
	for ask in (api.page, api.map_page, api.beside, api.wall, api.silent):
		with pytest.raises(frappe.PermissionError):
			ask()


def test_behind_a_cell_stand_the_findings_of_all_below(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	rows = api.findings(house.general.name, 2026, "R49")
	assert [(row["branch"], row["period_key"]) for row in rows] == [
		(house["甲"].name, "2026-09"),
		*sorted([(house["甲"].name, "2026-10"), (house["乙"].name, "2026-10")]),
	]
	assert api.findings(house.general.name, 2026, "R22") == []
	with pytest.raises(frappe.ValidationError):
		api.findings(house.general.name, 2026, status="Other")


def test_search_finds_below_the_level(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	assert figures(api.map_page(search="乙支")["html"])[1] == [(house["乙"].name, 1)]
	assert "1个组织，平均缺失多的在前" in api.map_page(search="乙支")["html"]
	assert "没有名称含此内容" in api.map_page(search="%")["html"]
	with pytest.raises(frappe.ValidationError):
		api.map_page(number=0)


def test_the_wall_names_no_person(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	html = api.wall()["html"]
	people = frappe.get_all(
		"Party Member", {"branch": ["in", [house[key].name for key in "甲乙丙"]]}, pluck="member_name"
	)
	assert len(people) > 5
	assert [name for name in people if name in html] == []
	assert "1380" not in html and house.general.name in html


def test_a_committee_calls_on_a_secretary_once_a_day(house, freeze, set_user):
	freeze(DAY)
	set_user(house.officer)
	assert api.call_on(house["甲"].name)["told"] == 1
	again = api.call_on(house["甲"].name)
	assert again["told"] == 0 and "今天已提醒" in again["message"]
	notices = frappe.get_all("Notification Log", {"for_user": house.secretary}, ["subject"])
	assert [row.subject for row in notices] == ["总览测试甲支部：2026年度缺失2项"]
	assert api.call_on(house["丙"].name)["told"] == 0
	freeze("2026-11-21")
	assert api.call_on(house["甲"].name)["told"] == 1


@pytest.mark.parametrize("user", ["secretary", "auditor", "plain"])
def test_whoever_leads_nothing_above_calls_on_nobody(house, freeze, set_user, user):
	freeze(DAY)
	set_user(house[user])
	with pytest.raises(frappe.PermissionError):
		api.call_on(house["甲"].name)


def test_silent_is_of_whom_no_record_tells(house, freeze, set_user):
	freeze(DAY)
	factory.meeting(house["甲"], starts_on="2026-11-10 14:00:00", attendees=house.people["甲"])
	set_user(house.officer)
	answer = api.silent()
	assert answer["number"] == 2
	assert house["甲"].name not in answer["html"] and house["乙"].name in answer["html"]


def test_what_the_check_stores_is_what_the_map_shows(house, freeze, set_user):
	freeze(DAY)
	run_compliance(2026, frappe.utils.getdate(DAY), [house["甲"].name])
	set_user(house.officer)
	row = Overview(house["甲"].name, 2026).map().page.items[0]
	stored = summary.by_status(of_branches([house["甲"].name]), YEAR)
	assert row.numbers == stored and stored["Missed"]


def test_queries_do_not_grow_with_the_branches(freeze, set_user, rolled_back):
	freeze(DAY)
	numbers = {}
	for size in (3, 60):
		with rolled_back():
			freeze(DAY)
			committee = factory.committee(f"查询测试党委{size}")
			for index in range(size):
				branch = factory.branch(f"查询测试{size}之{index}", parent=committee)
				missed(branch, branch, "10")
				summaries.keep([branch.name], YEAR)
				# Ten are called at most.
				if index < 12:
					factory.post(factory.member(branch), "Secretary")
			user = factory.holder(branch, "Secretary", committee)
			with set_user(user):
				api.page()
				with counted_queries() as page:
					answer = api.page()
				with counted_queries() as wall:
					api.wall()
				with counted_queries() as beside:
					api.beside()
			assert answer["branch"] == committee.name
			numbers[size] = len(page), len(beside), len(wall)
	assert numbers[3] == numbers[60], numbers


def test_whom_to_call_stands_in_the_order_of_what_is_missed(house, freeze, set_user):
	freeze(DAY)
	for month in ("08", "09"):
		missed(house.people["丙"][0], house["丙"], month)
	summaries.keep([house["丙"].name], YEAR)
	set_user(house.officer)
	calls = Overview(house.committee.name).calls
	assert [(call.branch, call.numbers["Missed"]) for call in calls] == [
		(house.general.name, 3),
		(house["丙"].name, 2),
	]
