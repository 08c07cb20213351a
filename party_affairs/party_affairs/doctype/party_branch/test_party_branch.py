"""Party Branch: its place in the tree, its term, the firms it covers."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def committee():
	return factory.committee()


def test_term_ends_the_day_before_its_anniversary(committee):
	branch = factory.branch(parent=committee, term_start="2024-03-01", term_years=3)
	assert str(branch.term_end) == "2027-02-28"


def test_branch_cannot_stand_above_another(committee):
	upper = factory.branch(parent=committee)
	with pytest.raises(frappe.ValidationError, match="上级党组织"):
		factory.branch(parent=upper)


def test_firm_is_covered_once(committee):
	firm = factory.firm(committee)
	with pytest.raises(frappe.ValidationError, match=firm.name):
		factory.branch(parent=committee, firms=[firm, firm])


@pytest.mark.parametrize("name", ["甲'支部", '乙"支部', "丙\\支部", "丁%支部"])
def test_signs_that_have_no_place_in_a_name_are_refused(committee, name):
	with pytest.raises(frappe.ValidationError, match="党组织名称"):
		factory.branch(name, parent=committee)


@pytest.mark.parametrize(
	"dates", [{"founded_on": "2099-01-01"}, {"founded_on": "2020-01-01", "term_start": "2019-01-01"}]
)
def test_impossible_dates_are_refused(committee, dates):
	with pytest.raises(frappe.ValidationError, match=r"日期|开始"):
		factory.branch(parent=committee, **dates)


def test_renamed_branch_keeps_its_records(committee):
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	frappe.rename_doc("Party Branch", branch.name, "更名后的党支部")
	assert frappe.db.get_value("Party Member", person.name, "branch") == "更名后的党支部"
