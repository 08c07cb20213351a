"""Party Member: one person on register once, in a branch, with dates in order."""

import pytest

import frappe

from party_affairs.exceptions import MembershipError
from tests.site import factory

pytestmark = pytest.mark.site

NUMBER = "000000199003150014"
OTHER_NUMBER = "000000199003150030"


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def test_member_cannot_be_on_register_in_two_branches(branch):
	other = factory.branch(parent=branch.parent_party_branch)
	factory.member(branch, "张三", birth_date="1990-03-15")
	with pytest.raises(MembershipError, match=branch.name):
		factory.member(other, "张三", birth_date="1990-03-15")


def test_member_who_was_transferred_out_may_be_entered_elsewhere(branch):
	other = factory.branch(parent=branch.parent_party_branch)
	former = factory.member(branch, "张三", birth_date="1990-03-15")
	factory.leaves(former, "2025-06-01")
	assert factory.member(other, "张三", birth_date="1990-03-15").branch == other.name


def test_restored_member_must_not_be_on_register_elsewhere_meanwhile(branch):
	other = factory.branch(parent=branch.parent_party_branch)
	former = factory.member(branch, "张三", birth_date="1990-03-15")
	factory.change(former, "Membership Suspended", "2025-06-01")
	factory.member(other, "张三", birth_date="1990-03-15")
	with pytest.raises(MembershipError):
		factory.change(former, "Membership Restored", "2025-07-01")


def test_two_people_may_share_name_and_birthday_if_their_id_numbers_differ(branch):
	factory.member(branch, "张三", birth_date=None, id_number=NUMBER)
	assert factory.member(branch, "张三", birth_date=None, id_number=OTHER_NUMBER)


def test_same_id_number_is_refused_by_the_database_too(branch):
	factory.member(branch, "张三", birth_date=None, id_number=NUMBER)
	other = factory.member(branch, "李四", birth_date=None)
	with pytest.raises(Exception) as caught:
		other.db_set("id_number", NUMBER)
	assert frappe.db.is_unique_key_violation(caught.value)


def test_birth_date_comes_from_the_id_number_and_must_agree(branch):
	assert str(factory.member(branch, birth_date=None, id_number=NUMBER).birth_date) == "1990-03-15"
	with pytest.raises(frappe.ValidationError, match="出生日期"):
		factory.member(branch, birth_date="1991-01-01", id_number=OTHER_NUMBER)


@pytest.mark.parametrize("number", ["123", "000000199003150015", "00000019901315001X", "abcdefghijklmnopqr"])
def test_wrong_id_number_is_explained(branch, number):
	with pytest.raises(frappe.ValidationError, match="身份证号"):
		factory.member(branch, birth_date=None, id_number=number)


@pytest.mark.parametrize(
	"dates",
	[
		{"joined_on": "2010-07-01", "full_member_on": "2009-07-01"},
		{"applied_on": "2012-01-01", "joined_on": "2010-07-01", "full_member_on": "2011-07-01"},
		{"joined_on": "2099-07-01", "full_member_on": None},
		{"birth_date": "2000-01-01", "joined_on": "2010-07-01"},
	],
)
def test_impossible_dates_are_refused(branch, dates):
	with pytest.raises(frappe.ValidationError):
		factory.member(branch, **dates)


def test_committee_has_no_members_of_its_own(branch):
	with pytest.raises(frappe.ValidationError, match="党委"):
		factory.member(branch.parent_party_branch)


def test_group_must_belong_to_the_branch(branch):
	group = factory.group(factory.branch(parent=branch.parent_party_branch))
	with pytest.raises(frappe.ValidationError, match="党小组"):
		factory.member(branch, party_group=group.name)


def test_illness_has_its_days_in_order_and_none_without_the_mark(branch):
	with pytest.raises(frappe.ValidationError, match="年老体弱至"):
		factory.member(branch, is_frail=1, frail_from="2025-06-01", frail_until="2025-05-31")
	person = factory.member(branch, frail_from="2025-06-01", frail_until="2025-06-30")
	assert (person.frail_from, person.frail_until) == (None, None)


def test_the_day_of_a_group_goes_with_the_group(branch, freeze):
	freeze("2026-05-20")
	first, second = factory.group(branch), factory.group(branch, "第二党小组")
	person = factory.member(branch, party_group=first.name, group_from="2024-01-01")
	person.update({"party_group": second.name}).save()
	assert str(person.group_from) == "2026-05-20"
	person.update({"party_group": first.name, "group_from": "2026-05-01"}).save()
	assert str(person.group_from) == "2026-05-01"
	person.update({"party_group": None}).save()
	assert person.group_from is None
	with pytest.raises(frappe.ValidationError, match="编入本组日期"):
		factory.member(branch, party_group=first.name, group_from="2026-05-21")


def test_name_loses_inner_spaces(branch):
	assert factory.member(branch, "张　 三").member_name == "张三"
