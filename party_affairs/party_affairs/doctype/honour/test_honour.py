"""Honour: what it needs, that it is locked once it is awarded, and the event that asks for a talk."""

import pytest

import frappe

from party_affairs.api.members import honours as api
from tests.site import factory

pytestmark = pytest.mark.site

EVENT = "Party Member Event"


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def person(branch):
	return factory.member(branch, "荣某")


def events(person):
	fields = ["name", "kind", "happened_on", "decided_by", "honour", "branch"]
	return frappe.get_all(EVENT, filters={"member": person.name}, fields=fields, order_by="creation")


# Its life


def test_it_is_suggested_put_forward_awarded_and_withdrawn(person):
	honour = factory.honour(person, submit=False, awarded_on=None, awarded_by=None)
	assert (honour.status, honour.title) == ("Suggested", "荣某：优秀共产党员")
	assert not events(person), "nothing is awarded yet"
	honour.put_forward_on = "2025-05-20"
	honour.save()
	assert honour.status == "Put Forward"
	with pytest.raises(frappe.MandatoryError, match="授予单位"):
		honour.submit()
	honour.reload()
	honour.update({"awarded_by": "市律师行业党委", "awarded_on": "2025-06-28"})
	honour.submit()
	assert honour.status == "Awarded"
	factory.withdrawn(honour)
	assert frappe.db.get_value("Honour", honour.name, "status") == "Withdrawn"


def test_what_was_awarded_is_locked_and_its_publication_goes_on(person):
	honour = factory.honour(person)
	honour.published_on, honour.published_where = "2025-07-01", "党务公开栏"
	honour.save()
	with pytest.raises(frappe.ValidationError):
		honour.honour_name = "优秀党务工作者"
		honour.save()
	honour.reload()
	honour.published_until = "2025-06-30"
	with pytest.raises(frappe.ValidationError, match="公布截止日期"):
		honour.save()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"awarded_on": "2099-01-01"}, "未来|将来|晚于"),
		({"valid_until": "2025-06-27"}, "有效期至"),
		({"valid_from": "2025-06-01"}, "生效日期"),
		({"put_forward_on": "2025-07-01"}, "授予日期"),
		({"suggested_on": "2025-07-01"}, "授予日期"),
		({"published_on": "2025-06-01"}, "公布日期"),
		({"awarded_on": "1948-01-01"}, "授予日期"),
	],
)
def test_days_that_cannot_be_are_refused(person, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.honour(person, **values)


def test_the_same_honour_is_on_record_once(person, branch):
	factory.honour(person)
	with pytest.raises(frappe.DuplicateEntryError, match="已登记"):
		factory.honour(person)
	factory.honour(factory.member(branch))
	factory.honour(person, awarded_on="2024-06-28")


def test_an_honour_of_a_branch_names_nobody(branch, person):
	honour = factory.honour(branch, honour_name="先进基层党组织", member=person.name)
	assert (honour.member, honour.title) == (None, f"{branch.name}：先进基层党组织")
	assert not events(person)


def test_a_stranger_is_refused(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		factory.honour(stranger, branch=branch.name)


def test_the_good_deed_behind_it_is_his_own(branch, person):
	deed = factory.event(person, "Good Deed", "2025-03-05")
	assert factory.honour(person, good_deed=deed.name).good_deed == deed.name
	with pytest.raises(frappe.ValidationError, match="闪光言行"):
		factory.honour(factory.member(branch), good_deed=deed.name)


def test_it_is_withdrawn_with_reason_and_day(person, branch, set_user):
	honour = factory.honour(person)
	with pytest.raises(frappe.ValidationError, match="原因和日期"):
		frappe.get_doc("Honour", honour.name).cancel()
	for reason, day in ((" ", "2025-07-01"), ("登记有误", "2025-06-01"), ("登记有误", "2099-01-01")):
		with pytest.raises(frappe.ValidationError):
			api.withdraw(honour.name, reason, day)
	set_user(factory.login(person))
	with pytest.raises(frappe.PermissionError):
		api.withdraw(honour.name, "登记有误", "2025-07-01")
	set_user("Administrator")
	assert api.withdraw(honour.name, "登记有误", "2025-07-01") == {"status": "Withdrawn"}
	honour.reload()
	assert (honour.docstatus, str(honour.withdrawn_on), honour.withdrawn_reason) == (
		2,
		"2025-07-01",
		"登记有误",
	)


def test_the_level_is_chosen(person):
	with pytest.raises(frappe.MandatoryError):
		factory.honour(person, level=None)


def test_nobody_is_honoured_before_he_was_born(person):
	person.db_set("birth_date", "1980-05-01")
	with pytest.raises(frappe.ValidationError, match="授予日期"):
		factory.honour(person, awarded_on="1979-01-01")


# The event that asks for the talk


def test_an_award_makes_the_event_once(person):
	honour = factory.honour(person)
	(event,) = events(person)
	assert (event.kind, str(event.happened_on), event.decided_by) == ("Award", "2025-06-28", "市律师行业党委")
	assert (event.honour, event.branch) == (honour.name, person.branch)
	honour.published_on = "2025-07-01"
	honour.save()
	assert len(events(person)) == 1


def test_an_event_that_was_entered_before_is_taken_over_and_not_doubled(person):
	known = factory.event(person, "Award", "2025-06-28", details="优秀共产党员")
	factory.event(person, "Award", "2025-03-08")
	honour = factory.honour(person)
	assert [row.honour for row in events(person)] == [honour.name, None]
	factory.withdrawn(honour)
	assert next((row.name, row.honour) for row in events(person)) == (known.name, None), "it was there before"


def test_a_withdrawn_honour_takes_its_event_back(person):
	honour = factory.honour(person)
	factory.withdrawn(honour)
	assert not events(person)


def test_an_event_that_was_talked_about_stays(branch, person):
	secretary = factory.member(branch)
	factory.post(secretary, "Secretary")
	honour = factory.honour(person)
	(event,) = events(person)
	factory.heart_talk(secretary, person, "2025-07-05", event=event.name)
	factory.withdrawn(honour)
	assert [(row.name, row.honour) for row in events(person)] == [(event.name, None)]
	corrected = frappe.copy_doc(honour)
	corrected.amended_from, corrected.document_no = honour.name, "市律党〔2025〕9号"
	corrected.submit()
	assert [(row.name, row.honour) for row in events(person)] == [(event.name, corrected.name)]


def test_the_event_of_an_honour_is_neither_deleted_nor_moved_to_another_day(person):
	factory.honour(person)
	event = frappe.get_doc(EVENT, events(person)[0].name)
	with pytest.raises(frappe.ValidationError, match="撤销该荣誉"):
		frappe.delete_doc(EVENT, event.name)
	event.happened_on = "2025-06-01"
	with pytest.raises(frappe.ValidationError):
		event.save()


def test_an_event_entered_by_hand_belongs_to_no_honour(person):
	honour = factory.honour(person)
	assert not factory.event(person, "Award", "2025-01-01", honour=honour.name).honour


def test_who_was_transferred_keeps_the_honours_of_his_time(branch, person):
	factory.moves(person, factory.branch(parent=branch.parent_party_branch), "2025-09-01")
	person.reload()
	honour = factory.honour(person, branch=branch.name)
	assert [(row.honour, row.branch) for row in events(person)] == [(honour.name, branch.name)]
