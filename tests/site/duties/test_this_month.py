"""This month in words: the lines of stored findings, with titles, deadlines and clauses, in the site's language."""

from collections import Counter
from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import run_compliance
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import summary
from party_affairs.language import in_language
from party_affairs.ledgers.duties import this_month
from party_affairs.rules.periods import calendar_year, parse
from tests.site import factory
from tests.support.queries import counted_queries


@pytest.fixture
def house():
	committee = factory.committee()
	firm = factory.firm(committee)
	near = factory.branch(parent=committee, firms=[firm], short_name="近支部", records_from="2026-01-01")
	other = factory.branch(parent=committee, firms=[firm], records_from="2026-01-01")
	people = [factory.member(near, firm=firm.name) for _number in range(3)]
	factory.member(other, firm=firm.name)
	return frappe._dict(near=near.name, other=other.name, people=people, committee=committee.name)


def checked(house, day, *branches):
	run_compliance(2026, date.fromisoformat(day), list(branches) or [house.near])


def month(house, day, **options):
	with in_language("zh"):
		return this_month.build([house.near], date.fromisoformat(day), **options)


def entry(entries, rule, period=None):
	(found,) = [one for one in entries if one.line.rule == rule and period in (None, one.line.period_key)]
	return found


def test_lines_say_duty_number_deadline_and_clause(house):
	checked(house, "2026-11-10")
	found = month(house, "2026-11-10")
	reports = entry(found.coming, "R32", "2026-H2")
	assert reports.title == "思想汇报：差3人"
	assert reports.clause.startswith("R32 ") and reports.citation and reports.text
	assert (reports.days_left, reports.deadline) == (51, "还有51天")
	assert reports.branch_name == "近支部"
	assert {item.subject for item in reports.items} == {person.name for person in house.people}


def test_a_theme_day_that_the_holidays_move_says_so(house):
	checked(house, "2026-11-10")
	theme_day = entry(month(house, "2026-11-10").current, "R26")
	assert theme_day.title == "主题党日：11月16日前（调休）"
	checked(house, "2026-04-10")
	theme_day = entry(month(house, "2026-04-10").current, "R26")
	assert theme_day.title == "主题党日：4月15日前"


def test_what_is_missed_says_whether_it_can_be_made_good(house):
	checked(house, "2026-11-10")
	found = month(house, "2026-11-10")
	theme_day = entry(found.late, "R26", "2026-04")
	assert theme_day.title == "主题党日：缺2026年4月"
	assert "无法补做" in theme_day.remark
	dues = entry(found.late, "R49", "2026-04")
	assert dues.title == "党费：差3人（2026年4月）" and "补做" in dues.remark


def test_the_strip_adds_up_to_the_summary(house):
	checked(house, "2026-11-10")
	found = month(house, "2026-11-10")
	numbers = summary.by_status(of_branches([house.near]), calendar_year(2026))
	total = sum(found.year, Counter())
	assert (total["due"], total["planned"]) == (numbers["Due"], numbers["Planned"]) > (0, 0)
	assert total["missed"] == numbers["Missed"] > 0
	assert total["done"] == numbers["Met"] + numbers["Late"]
	late = sum(one.line.missed for one in found.open_entries)
	assert late == numbers["Missed"]


def test_several_branches_together_are_one_line_a_clause(house):
	checked(house, "2026-11-10", house.near, house.other)
	with in_language("zh"):
		found = this_month.build([house.near, house.other], date(2026, 11, 10), together=True)
	assert entry(found.coming, "R32", "2026-H2").title == "思想汇报：2个党组织差4人"
	assert entry(found.current, "R26", "2026-11").title == "主题党日：2个党组织未完成"
	numbers = summary.by_status(of_branches([house.near, house.other]), calendar_year(2026))
	assert sum(found.year, Counter())["missed"] == numbers["Missed"]


def test_it_says_for_which_time_it_speaks(house):
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", None)
	before = month(house, "2026-11-10")
	assert (before.as_of, before.checked_on, before.unchecked, before.entries) == (None, None, 1, ())
	checked(house, "2026-11-10")
	assert (month(house, "2026-11-12").as_of, month(house, "2026-11-12").unchecked) == (date(2026, 11, 10), 0)


def test_another_month_can_be_asked_for(house):
	checked(house, "2026-11-10")
	found = month(house, "2026-11-10", month=parse("2026-12"))
	assert entry(found.current, "R32", "2026-H2").days_left == 51
	assert entry(found.current, "R26", "2026-12").title == "主题党日：12月15日前"


def test_queries_do_not_grow_with_the_branches(house):
	checked(house, "2026-11-10", house.near, house.other)
	this_month.build([house.near], date(2026, 11, 10))
	with counted_queries() as one:
		this_month.build([house.near], date(2026, 11, 10))
	with counted_queries() as two:
		this_month.build([house.near, house.other], date(2026, 11, 10))
	assert len(one) == len(two) <= 6
