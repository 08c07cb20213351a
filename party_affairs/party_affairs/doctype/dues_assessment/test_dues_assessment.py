"""Dues Assessment: the monthly sum by the standard in force (clause R49, domain B4)."""

import pytest

import frappe

from party_affairs.exceptions import DuesError
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def person():
	return factory.member(factory.branch(parent=factory.committee()))


def assess(person, base, category="Employed", first_month="2025-01-15"):
	return frappe.get_doc(
		doctype="Dues Assessment",
		member=person.name,
		category=category,
		monthly_base=base,
		effective_from=first_month,
	).insert()


@pytest.mark.parametrize(
	"category, base, due",
	[
		("Employed", "3000", 15.00),
		("Employed", "3000.01", 30.00),
		("Employed", "5001", 75.02),
		("Irregular Income", "10001", 200.02),
		("Annual Salary", "60000", 1000.00),
		("Retired", "5001", 50.01),
		("Fixed Sum", "0", 0.20),
		("Exempt", "8000", 0.00),
	],
)
def test_monthly_due_by_category_and_base(person, category, base, due):
	assessment = assess(person, base, category)
	assert assessment.monthly_due == due
	assert str(assessment.effective_from) == "2025-01-01"


@pytest.mark.parametrize("base", ["-1", "99999999999"])
def test_absurd_base_is_refused(person, base):
	with pytest.raises(DuesError, match="月核定基数"):
		assess(person, base)


def test_second_assessment_from_the_same_month_is_refused(person):
	assess(person, "4500")
	with pytest.raises(DuesError):
		assess(person, "5500", first_month="2025-01-01")
	assert assess(person, "5500", first_month="2025-07-01").monthly_due == 82.5


def test_edited_standard_of_the_site_is_what_counts(person):
	name = frappe.get_all("Dues Standard", filters={"effective_to": ["is", "not set"]}, pluck="name")[0]
	standard = frappe.get_doc("Dues Standard", name)
	standard.monthly_cap = 500
	standard.save()
	assert assess(person, "60000").monthly_due == 500


def test_income_is_not_shown_below_its_level(person, set_user):
	assessment = assess(person, "4500")
	set_user(factory.holder(person.branch, "Party Work Instructor"))
	seen = frappe.get_list(
		"Dues Assessment", fields=["name", "monthly_base"], filters={"name": assessment.name}
	)
	assert not seen or not seen[0].get("monthly_base")
