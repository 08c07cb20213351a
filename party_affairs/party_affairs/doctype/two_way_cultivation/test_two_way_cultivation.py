"""Two Way Cultivation: who is on the list, for which goal, and who is responsible."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def mentor(branch):
	return factory.member(branch, "书记")


def entry(branch, mentor, **values):
	defaults = {"direction": "Partner to Member", "person_name": "王 合伙", "started_on": "2026-01-10"}
	return frappe.get_doc(
		{"doctype": "Two Way Cultivation", "branch": branch.name, "mentor": mentor.name, **defaults, **values}
	).insert()


def test_a_partner_is_entered_by_name(branch, mentor):
	document = entry(branch, mentor, member=mentor.name)
	assert (document.person_name, document.member) == ("王合伙", None)
	with pytest.raises(frappe.ValidationError, match="姓名"):
		entry(branch, mentor, person_name=" ")


def test_a_member_brings_name_firm_and_position_along(branch, mentor):
	firm = factory.firm(branch.parent_party_branch)
	person = factory.member(branch, "李骨干", firm=firm.name, firm_position="资深律师")
	document = entry(branch, mentor, direction="Member to Partner", member=person.name, person_name="别名")
	assert (document.person_name, document.firm, document.position) == ("李骨干", firm.name, "资深律师")
	with pytest.raises(frappe.ValidationError, match="党员"):
		entry(branch, mentor, direction="Member to Partner")


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"started_on": "2099-01-01"}, "列入日期"),
		({"reviewed_on": "2026-01-09"}, "最近更新日期"),
		({"status": "Succeeded"}, "结束日期"),
		({"status": "Stopped", "ended_on": "2026-01-09"}, "结束日期"),
	],
)
def test_dates_are_in_order(branch, mentor, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		entry(branch, mentor, **values)


def test_nobody_is_on_the_list_twice_or_responsible_for_himself(branch, mentor):
	first = entry(branch, mentor)
	with pytest.raises(frappe.DuplicateEntryError, match="王合伙"):
		entry(branch, mentor)
	first.update({"status": "Stopped", "ended_on": "2026-03-01"}).save()
	assert entry(branch, mentor)
	with pytest.raises(frappe.ValidationError, match="培养责任人"):
		entry(branch, mentor, direction="Member to Partner", member=mentor.name)


def test_partners_need_no_cultivation_and_strangers_do_not_belong_on_the_list(branch, mentor):
	partner = factory.member(branch, "赵合伙", is_partner=1)
	with pytest.raises(frappe.ValidationError, match="赵合伙"):
		entry(branch, mentor, direction="Member to Partner", member=partner.name)
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		entry(branch, mentor, direction="Member to Partner", member=stranger.name)
	with pytest.raises(frappe.ValidationError, match="外人"):
		entry(branch, stranger)


def test_an_entry_ends_when_the_member_has_become_a_partner(branch, mentor):
	person = factory.member(branch)
	document = entry(branch, mentor, direction="Member to Partner", member=person.name)
	frappe.get_doc("Party Member", person.name).update({"is_partner": 1}).save()
	document.update({"status": "Succeeded", "ended_on": "2026-05-01"}).save()
	assert document.status == "Succeeded"


def test_the_list_is_the_branchs_own(branch, mentor, set_user):
	document = entry(branch, mentor)
	secretary = factory.holder(branch, "Secretary")
	stranger = factory.holder(factory.branch(parent=branch.parent_party_branch), "Secretary")
	member = factory.holder(branch)
	for user, seen in ((secretary, True), (stranger, False), (member, False)):
		set_user(user)
		assert bool(frappe.has_permission("Two Way Cultivation", "read", doc=document.name)) is seen
	set_user(stranger)
	assert frappe.get_list("Two Way Cultivation", pluck="name") == []
