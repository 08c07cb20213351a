"""One summary: every figure of duties that anybody is shown is the same, for whoever may see it, and says of which time it is."""

import html
import json
import re
from collections import Counter
from copy import deepcopy
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.api.duties import cards
from party_affairs.api.organisation.glance import branch_at_a_glance
from party_affairs.compliance import figures
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.duties.summary import Spoken
from party_affairs.permissions import scope_for
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = date(2026, 4, 20)
FINDING = "Compliance Finding"


def build_house():
	committee = factory.committee(records_from="2025-01-01")
	house = frappe._dict(committee=committee, branches=[committee])
	for _number in range(2):
		branch = factory.branch(parent=committee, records_from="2026-01-01")
		person = factory.member(branch)
		factory.post(person, "Secretary")
		factory.meeting(branch, "Theme Day", "2026-01-15 14:00:00", attendees=[person], chair=person.name)
		factory.dues_entry(person, "2026-02-01", paid="15.00", paid_on="2026-02-10")
		house.branches.append(branch)
		house.setdefault("person", person)
	# The first login with a role for the Desk becomes System Manager of the site.
	factory.holder(house.branches[2], None)
	house.secretary = factory.login(house.person)
	house.officer = factory.holder(house.branches[2], "Party Affairs Officer", committee)
	house.auditor = factory.holder(house.branches[2], "Party Work Instructor", committee)
	names = [branch.name for branch in house.branches]
	for year in (2025, 2026):
		run_compliance(year, TODAY, names)
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", None)
	return house


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze):
	freeze(TODAY)
	return deepcopy(built)


def behind(card):
	"""The number on a card, and how many rows the list has to which it leads."""
	link, number = re.search(r'href="([^"]*)">([^<]*)</a>', card).groups()
	filters = {}
	for name, value in parse_qsl(urlsplit(html.unescape(link)).query):
		filters[name] = json.loads(value) if value.startswith("[") else value
	return int(number), len(frappe.get_list(FINDING, filters=filters, limit_page_length=0))


@pytest.mark.parametrize(("who", "below"), [("secretary", 1), ("officer", 3), ("auditor", 3)])
def test_all_figures_are_the_same(house, set_user, who, below):
	set_user(house[who])
	scope = scope_for(FINDING)
	assert len(scope.branches & {branch.name for branch in house.branches}) == below
	counted = Counter(
		row.status
		for row in frappe.get_list(
			FINDING,
			filters={
				"linked_to": ["is", "not set"],
				"period_start": ["between", ["2026-01-01", "2026-12-31"]],
			},
			fields=["status"],
			limit_page_length=0,
		)
	)
	assert counted["Missed"] and counted["Due"] and counted["Met"]
	found = figures.of_scope(scope)
	assert +found.numbers == counted
	for card, status in ((cards.duties_missed, "Missed"), (cards.duties_due, "Due")):
		number, listed = behind(card())
		assert number == listed == counted[status], status
		assert found.time in card()
	chart = cards.duties_by_status()["datasets"][0]
	assert chart == {
		"name": found.time,
		"values": [counted["Met"] + counted["Late"], counted["Due"], counted["Missed"]],
	}
	top = house.committee if below == 3 else house.branches[1]
	glance = branch_at_a_glance(top.name)["duties"]
	assert (glance["time"], dict(glance["numbers"])) == (
		found.time,
		{status: counted[status] for status in ("Met", "Late", "Due", "Missed", "Planned")},
	)
	overview = ledgers.get("compliance_findings").build({"year": 2026})
	statuses = {frappe._(status): counted[status] for status in ("Missed", "Late", "Due")}
	assert {figure.label: figure.value for figure in overview.figures} == statuses
	assert any(found.time in note for note in overview.notes)
	assert found.time == "2026年1—4月，截至04-20"


def test_a_year_that_was_never_checked_borrows_no_other_ones_figures(house, freeze, set_user):
	freeze("2027-02-01")
	set_user(house.officer)
	assert ">—</a>" in cards.duties_missed() and "2027年尚未核查" in cards.duties_missed()
	assert cards.duties_by_status() == {}
	assert branch_at_a_glance(house.committee.name)["duties"] == {
		"year": 2027,
		"time": "2027年尚未核查",
		"numbers": [],
	}
	assert cards.duties_by_status({"year": 2026})["datasets"][0]["values"][2] > 0


def test_the_chart_names_the_worst_clauses_by_their_titles(house):
	chart = ledgers.get("compliance_findings").build({"year": 2026}).chart
	assert 1 < len(chart.labels) <= 12
	assert not any(re.match(r"[RN]\d\d", label) for label in chart.labels)
	sums = [sum(values) for values in zip(*(values for _name, values in chart.series), strict=True)]
	assert sums == sorted(sums, reverse=True)


def test_a_check_of_all_makes_the_figures_of_untouched_branches_those_of_its_day(house, freeze):
	freeze("2026-05-06")
	assert "截至04-20" in figures.of([house.branches[1].name]).time
	frappe.db.set_single_value("Party Affairs Settings", "last_compliance_run", "2026-05-06 01:00:00")
	assert "截至05-06" in figures.of([house.branches[1].name]).time


@pytest.mark.parametrize(
	("year", "as_of", "unchecked", "said"),
	[
		(2026, None, 3, "2026年尚未核查"),
		(2026, date(2026, 1, 5), 0, "2026年1月，截至01-05"),
		(2026, date(2026, 11, 30), 0, "2026年1—11月，截至11-30"),
		(2026, date(2026, 11, 30), 2, "2026年1—11月，截至11-30；另有2个党组织尚未核查"),
		(2025, date(2026, 11, 30), 0, "2025年全年，截至2026-11-30"),
		(2027, date(2026, 12, 31), 0, "2027年，截至2026-12-31"),
	],
)
def test_the_time_in_words(house, year, as_of, unchecked, said):
	assert figures.time_of(year, Spoken(as_of, None, unchecked)) == said
