"""Party Branch: its place in the tree, its term, the firms it covers."""

from copy import deepcopy

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(factory.committee)


@pytest.fixture
def committee(built):
	return deepcopy(built)


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


def test_organisations_are_not_merged_by_renaming(committee):
	branch, other = factory.branch(parent=committee), factory.branch(parent=committee)
	person = factory.member(branch)
	with pytest.raises(frappe.ValidationError, match="并入"):
		frappe.rename_doc("Party Branch", branch.name, other.name, merge=True)
	assert frappe.db.get_value("Party Member", person.name, "branch") == branch.name


def test_the_organisation_above_gives_the_name(committee, set_user):
	branch = factory.branch(parent=committee)
	with set_user(factory.holder(branch, "Secretary")), pytest.raises(frappe.PermissionError):
		frappe.rename_doc("Party Branch", branch.name, "自行更名的党支部")
	with pytest.raises(frappe.ValidationError, match="党组织名称"):
		frappe.rename_doc("Party Branch", branch.name, "甲'支部")
	with set_user(factory.holder(branch, "Party Affairs Officer", committee)):
		frappe.rename_doc("Party Branch", branch.name, "依批复更名的党支部")
	assert frappe.db.exists("Party Branch", "依批复更名的党支部")


def test_the_organisation_above_decides_which_firms_are_covered(committee, set_user):
	own, strange = factory.firm(committee), factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[own])
	with set_user(factory.holder(branch, "Secretary")):
		branch = frappe.get_doc("Party Branch", branch.name)
		branch.covered_firms[0].joined_on = "2016-01-01"
		branch.save()
		branch.append("covered_firms", {"firm": strange.name})
		with pytest.raises(frappe.PermissionError, match="律师事务所"):
			branch.save()
		assert not frappe.has_permission("Law Firm", "read", strange.name)


def test_firms_are_merged_by_who_is_in_charge_of_both(committee, set_user):
	first, second = factory.firm(committee), factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[first])
	with set_user(factory.holder(branch, "Secretary")), pytest.raises(frappe.PermissionError):
		frappe.rename_doc("Law Firm", first.name, second.name, merge=True)
	with set_user(factory.holder(branch, "Party Affairs Officer", committee)):
		frappe.rename_doc("Law Firm", first.name, second.name, merge=True)
	assert frappe.get_all("Party Branch Firm", {"parent": branch.name}, pluck="firm") == [second.name]


@pytest.mark.parametrize("years", [-1, 0, 6, 99])
def test_a_term_lasts_from_one_to_five_years(committee, years):
	with pytest.raises(frappe.ValidationError, match="1至5"):
		factory.branch(parent=committee, term_start="2024-03-01", term_years=years)


def test_a_term_that_has_not_begun_lasts_no_longer(committee):
	with pytest.raises(frappe.ValidationError, match="1至5"):
		factory.branch(parent=committee, term_years=30)
