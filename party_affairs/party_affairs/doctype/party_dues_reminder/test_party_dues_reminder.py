"""Party Dues Reminder: what was sent stays, the branch enters its decision, and nothing happens to the member by it."""

import pytest

import frappe

from party_affairs.dues import reminders
from party_affairs.exceptions import DuesError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-07-01"


@pytest.fixture
def house(freeze):
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch, "久欠")
	for month in range(1, 7):
		factory.dues_entry(person, f"2025-{month:02d}-01")
	late = factory.member(branch, "新欠")
	factory.dues_entry(late, "2025-06-01")
	secretary = factory.holder(branch, "Secretary")
	freeze(TODAY)
	factory.outgoing_account()
	reminders.remind([branch.name])
	flag, first = (frappe.get_doc(reminders.REMINDER, {"member": member.name}) for member in (person, late))
	return frappe._dict(branch=branch, person=person, secretary=secretary, flag=flag, first=first)


def decide(document, decision, **values):
	document.reload()
	document.update({"decision": decision, "decided_on": TODAY, **values})
	document.save()
	return document


def test_the_branch_enters_its_decision_and_the_member_stays_what_he_is(house, set_user):
	before = frappe.db.get_value("Party Member", house.person.name, "*", as_dict=True)
	assembly = factory.meeting(
		house.branch, "Member Assembly", "2025-07-01 09:00:00", attendees=[house.person]
	)
	set_user(house.secretary)
	for decision, values in (
		("Good Reason", {"decision_text": "长期患病"}),
		("Time Limit Set", {"time_limit": "2025-08-31"}),
		("Put to the Assembly", {"meeting": assembly.name}),
	):
		assert decide(house.flag, decision, **values).decision == decision
	set_user("Administrator")
	assert frappe.db.get_value("Party Member", house.person.name, "*", as_dict=True) == before


@pytest.mark.parametrize(
	("decision", "values", "field"),
	[
		("Good Reason", {"decided_on": None}, "决定日期"),
		("Good Reason", {"decided_on": "2025-07-02"}, "决定日期"),
		("Good Reason", {"decided_on": "2025-06-30"}, "决定日期"),
		("Good Reason", {}, "原因和处理情况"),
		("Time Limit Set", {}, "限期"),
		("Time Limit Set", {"time_limit": "2025-06-01"}, "限期"),
		("Put to the Assembly", {}, "会议"),
	],
)
def test_what_a_decision_lacks_is_named(house, decision, values, field):
	with pytest.raises(DuesError, match=field):
		decide(house.flag, decision, **values)


def test_the_meeting_is_an_assembly_of_the_branch(house):
	talk = factory.meeting(house.branch, "Theme Day", "2025-07-01 09:00:00", attendees=[house.person])
	with pytest.raises(DuesError, match="党员大会"):
		decide(house.flag, "Put to the Assembly", meeting=talk.name)
	other = factory.branch(parent=house.branch.parent_party_branch)
	elsewhere = factory.meeting(
		other, "Member Assembly", "2025-07-01 09:00:00", attendees=[factory.member(other)]
	)
	with pytest.raises(DuesError, match=house.branch.name):
		decide(house.flag, "Put to the Assembly", meeting=elsewhere.name)


def test_only_the_last_stage_asks_for_a_decision(house):
	with pytest.raises(DuesError, match="最后一个阶段"):
		decide(house.first, "Good Reason", decision_text="出差")


@pytest.mark.parametrize("values", [{"stage": 3}, {"amount": 1}, {"sent_on": "2025-06-01"}, {"is_flag": 0}])
def test_what_was_sent_stays_as_it_was(house, values):
	house.flag.update(values)
	with pytest.raises(frappe.ValidationError):
		house.flag.save()


def test_a_decision_taken_back_leaves_nothing_behind(house):
	decide(house.flag, "Good Reason", decision_text="长期患病")
	document = decide(house.flag, "")
	assert (document.decided_on, document.decision_text, document.meeting) == (None, None, None)


def test_nobody_makes_or_deletes_one_by_hand(house, set_user):
	set_user(house.secretary)
	assert not frappe.has_permission(reminders.REMINDER, "create")
	assert not frappe.has_permission(reminders.REMINDER, "delete", doc=house.flag.name)
