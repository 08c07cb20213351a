"""Party Annual Plan: one a branch and year, with real months and people of the branch."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def plan(branch, year=2025, **line):
	line = {"month": 1, "kind": "Theme Day", "topic": "学习", **line}
	return frappe.get_doc(doctype="Party Annual Plan", branch=branch.name, year=year, lines=[line]).insert()


@pytest.mark.parametrize("year", [25, 20255, 0])
def test_year_has_four_digits(branch, year):
	with pytest.raises(frappe.ValidationError, match="年度"):
		plan(branch, year)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_month_is_a_month(branch, month):
	with pytest.raises(frappe.ValidationError, match="月份"):
		plan(branch, month=month)


def test_responsible_member_belongs_to_the_branch(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		plan(branch, responsible=stranger.name)


def test_second_plan_for_the_year_is_refused(branch):
	plan(branch)
	with pytest.raises(frappe.DuplicateEntryError):
		plan(branch)
	assert plan(branch, 2026)


def test_meetings_of_a_plan_are_submitted_ones_of_its_branch(branch):
	own, draft = factory.meeting(branch), factory.meeting(branch, submit=False)
	foreign = factory.meeting(factory.branch(parent=branch.parent_party_branch))
	assert plan(branch, meeting=own.name)
	for other in (draft, foreign):
		with pytest.raises(frappe.ValidationError, match=other.name):
			plan(branch, 2026, meeting=other.name)
	document = frappe.get_doc("Party Annual Plan", f"{branch.name}-2025")
	document.discussed_in = foreign.name
	with pytest.raises(frappe.ValidationError, match="讨论"):
		document.save()
