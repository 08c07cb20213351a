"""Changes of firm and post in a member's record make their event themselves, once (R42, N03)."""

from copy import deepcopy
from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import Check
from party_affairs.exceptions import StandingError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-05-20"
EVENT = "Party Member Event"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	"""A committee with two branches, each of a firm, and a member of the first."""
	committee = factory.committee()
	firm, new_firm = factory.firm(committee), factory.firm(committee)
	old = factory.branch(parent=committee, firms=[firm], records_from="2026-01-01")
	new = factory.branch(parent=committee, firms=[new_firm], records_from="2026-01-01")
	person = factory.member(old, "张三", firm=firm.name, firm_position="律师")
	return frappe._dict(firm=firm.name, new_firm=new_firm.name, old=old, new=new, person=person)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built):
	return deepcopy(built)


def record(house, **values):
	person = frappe.get_doc("Party Member", house.person.name).update(values)
	person.save()
	return person


def events(house, *fields):
	rows = frappe.get_all(
		EVENT,
		filters={"member": house.person.name},
		fields=["kind", "happened_on", *fields],
		order_by="happened_on, creation",
	)
	return [(row.kind, str(row.happened_on), *(row[field] for field in fields)) for row in rows]


def statuses(rule, branch, day):
	return [line.status for line in Check(day.year).lines([branch.name], day) if line.rule == rule]


def test_a_change_of_firm_in_the_record_asks_for_a_talk_and_for_the_relations(house):
	assert record(house, firm=house.new_firm).firm_from == date(2026, 5, 20)
	assert events(house, "from_firm", "to_firm", "branch") == [
		("Firm Change", TODAY, house.firm, house.new_firm, house.old.name)
	]
	assert statuses("R42", house.old, date(2026, 5, 20)) == ["Due"]
	assert statuses("R42", house.old, date(2026, 6, 20)) == ["Missed"]
	assert statuses("N03", house.old, date(2026, 5, 20)) == ["Due"]


def test_the_day_of_a_change_may_be_given_with_it_and_corrected_later(house):
	record(house, firm=house.new_firm, firm_from="2026-05-04")
	assert events(house) == [("Firm Change", "2026-05-04")]
	record(house, firm_from="2026-05-06")
	assert events(house) == [("Firm Change", "2026-05-06")]
	with pytest.raises(frappe.ValidationError, match="晚于今天"):
		record(house, firm_from="2026-05-21")


@pytest.mark.parametrize(
	("values", "told"),
	[
		({"firm_position": "主任"}, ("律师", "主任")),
		({"is_partner": 1}, ("律师", "律师（合伙人）")),
		({"firm_position": "合伙人", "is_partner": 1}, ("律师", "合伙人")),
		({"firm_position": None}, ("律师", "无职务")),
	],
)
def test_a_change_of_post_makes_one_event_and_leaves_the_record_as_typed(house, values, told):
	person = record(house, **values)
	assert events(house, "from_position", "new_position") == [("Position Change", TODAY, *told)]
	assert {key: person.get(key) for key in values} == values
	assert statuses("R42", house.old, date(2026, 5, 20)) == ["Due"]


def test_what_is_no_change_makes_no_event(house):
	blank = factory.member(house.old, "李四")
	blank.update({"firm": house.firm, "firm_position": "合伙人", "is_partner": 1}).save()
	factory.leaves(former := factory.member(house.old, "王五", firm=house.firm), "2026-05-01")
	former.reload()
	former.update({"firm": house.new_firm}).save()
	applicant = factory.member(
		house.old, stage="Applicant", joined_on=None, full_member_on=None, firm=house.firm
	)
	applicant.update({"firm": house.new_firm}).save()
	record(house, mobile="13800000000")
	assert frappe.db.count(EVENT) == 0


def test_leaving_a_firm_for_no_other_one_calls_for_a_talk_alone(house):
	record(house, firm=None)
	assert events(house, "from_firm", "to_firm") == [("Firm Change", TODAY, house.firm, None)]
	assert statuses("R42", house.old, date(2026, 5, 20)) == ["Due"]
	assert statuses("N03", house.old, date(2026, 5, 20)) == []


# Slips


def test_a_slip_is_corrected_in_the_record_on_the_same_day(house, freeze):
	third = factory.firm(house.old.parent_party_branch).name
	record(house, firm=third)
	record(house, firm=house.new_firm)
	assert events(house, "from_firm", "to_firm") == [("Firm Change", TODAY, house.firm, house.new_firm)]
	assert record(house, firm=house.firm).firm_from is None
	assert events(house) == []
	record(house, firm=house.new_firm, firm_position="主任")
	freeze("2026-06-20")
	record(house, firm=house.firm)
	assert events(house, "to_firm") == [
		("Firm Change", TODAY, house.new_firm),
		("Position Change", TODAY, None),
		("Firm Change", "2026-06-20", house.firm),
	]


def test_an_event_about_which_somebody_talked_stays(house):
	head = factory.member(house.old, "书记")
	factory.post(head, "Secretary")
	record(house, firm=house.new_firm)
	(event,) = frappe.get_all(EVENT, pluck="name")
	factory.heart_talk(head, house.person, TODAY, event=event, occasion="Change of Firm or Position")
	record(house, firm=house.firm)
	assert events(house, "to_firm") == [
		("Firm Change", TODAY, house.new_firm),
		("Firm Change", TODAY, house.firm),
	]


def test_the_secretary_deletes_an_event_that_the_record_made_by_mistake(house, set_user):
	secretary = factory.holder(house.old, "Secretary")
	set_user(secretary)
	record(house, firm=house.new_firm)
	(event,) = frappe.get_all(EVENT, pluck="name")
	frappe.delete_doc(EVENT, event)
	assert frappe.db.get_value("Party Member", house.person.name, "firm") == house.new_firm
	assert statuses("R42", house.old, date(2026, 6, 20)) == []


def test_a_change_does_not_come_before_one_that_is_on_record(house):
	factory.event(house.person, "Firm Change", "2026-05-10", to_firm=house.new_firm)
	with pytest.raises(StandingError, match="到本所日期"):
		record(house, firm=house.firm, firm_from="2026-05-01")


# Events and transfers that change the record


def test_an_event_dates_the_record_and_makes_no_second_one(house):
	factory.event(house.person, "Firm Change", "2026-05-10", to_firm=house.new_firm)
	factory.event(house.person, "Position Change", "2026-05-11", new_position="主任")
	assert events(house, "from_firm", "from_position", "from_record") == [
		("Firm Change", "2026-05-10", house.firm, None, 0),
		("Position Change", "2026-05-11", None, "律师", 0),
	]
	person = frappe.get_doc("Party Member", house.person.name)
	assert (str(person.firm_from), str(person.position_from)) == ("2026-05-10", "2026-05-11")


def test_an_event_entered_late_tells_where_the_member_was_then(house):
	third = factory.firm(house.old.parent_party_branch).name
	factory.event(house.person, "Firm Change", "2026-05-10", to_firm=house.new_firm)
	factory.event(house.person, "Firm Change", "2026-03-10", to_firm=third)
	assert events(house, "from_firm", "to_firm") == [
		("Firm Change", "2026-03-10", house.firm, third),
		("Firm Change", "2026-05-10", house.firm, house.new_firm),
	]


@pytest.mark.parametrize("kind", ["Firm Change", "Position Change"])
def test_what_the_record_has_noted_is_not_entered_again(house, kind):
	values = {"Firm Change": {"firm": house.new_firm}, "Position Change": {"firm_position": "主任"}}[kind]
	record(house, **values)
	to = {"to_firm": house.new_firm} if kind == "Firm Change" else {"new_position": "主任"}
	with pytest.raises(StandingError, match="党员信息"):
		factory.event(house.person, kind, "2026-05-10", **to)


def test_nobody_says_by_hand_that_an_event_came_from_the_record(house):
	event = factory.event(
		house.person,
		"Firm Change",
		"2026-05-10",
		to_firm=house.new_firm,
		from_record=1,
		from_firm=house.new_firm,
	)
	assert (event.from_record, event.from_firm) == (0, house.firm)
	event.update({"from_record": 1}).save()
	assert event.from_record == 0


@pytest.mark.parametrize("first", ["nothing", "record", "event"])
def test_a_transfer_with_another_firm_is_one_change_of_firm(house, first):
	if first == "record":
		record(house, firm=house.new_firm, firm_from="2026-05-02")
	elif first == "event":
		factory.event(house.person, "Firm Change", "2026-05-02", to_firm=house.new_firm)
	letter = factory.transfer(house.person, house.new, to_firm=house.new_firm, letter_date="2026-05-01")
	letter.accept("2026-05-10")
	day = "2026-05-10" if first == "nothing" else "2026-05-02"
	branch = house.new if first == "nothing" else house.old
	assert events(house, "to_firm", "branch") == [("Firm Change", day, house.new_firm, branch.name)]
	person = frappe.get_doc("Party Member", house.person.name)
	assert (person.firm, str(person.firm_from)) == (house.new_firm, day)


def test_a_transfer_does_not_take_back_a_later_change_of_firm(house):
	third = factory.firm(house.old.parent_party_branch).name
	letter = factory.transfer(house.person, house.new, to_firm=house.new_firm, letter_date="2026-05-01")
	record(house, firm=third, firm_from="2026-05-15")
	letter.accept("2026-05-10")
	assert frappe.db.get_value("Party Member", house.person.name, "firm") == third
	assert events(house, "to_firm") == [("Firm Change", "2026-05-15", third)]
