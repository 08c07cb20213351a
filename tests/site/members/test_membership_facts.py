"""What a check says of transfers, changes of firm, departures, study hours and two-way cultivation (N02–N05, R46)."""

from copy import deepcopy
from datetime import date

import pytest

import frappe
from frappe.utils import add_days

from party_affairs.compliance.run import Check
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze("2026-12-31")


def build_house():
	committee = factory.committee()
	firm, new_firm = factory.firm(committee), factory.firm(committee)
	old = factory.branch(parent=committee, firms=[firm])
	new = factory.branch(parent=committee, firms=[new_firm])
	return frappe._dict(
		firm=firm, new_firm=new_firm, old=old, new=new, person=factory.member(old, firm=firm.name)
	)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, "2026-12-31")


@pytest.fixture
def house(built):
	return deepcopy(built)


def statuses(rule, branch, as_of, year=None):
	"""Status by subject of the findings of `rule` for a branch."""
	lines = Check(year or as_of.year).lines([branch.name], as_of)
	return {line.subject: line.status for line in lines if line.rule == rule}


# Letters (N02)


@pytest.mark.parametrize(
	("as_of", "status"),
	[(date(2026, 5, 30), "Due"), (date(2026, 5, 31), "Missed"), (date(2026, 2, 28), None)],
)
def test_a_letter_is_to_be_received_while_it_is_valid(house, as_of, status):
	letter = factory.transfer(house.person, house.new, letter_date="2026-03-01", valid_days=90)
	assert str(letter.valid_until) == "2026-05-30"
	assert statuses("N02", house.old, as_of).get(letter.name) == status
	assert not statuses("N02", house.new, as_of)


@pytest.mark.parametrize(("accepted_on", "status"), [("2026-03-31", "Met"), ("2026-04-01", "Late")])
def test_the_validity_is_that_of_the_letter_not_of_the_clause(house, accepted_on, status):
	letter = factory.transfer(house.person, house.new, letter_date="2026-03-01", valid_days=30)
	letter.accept(accepted_on)
	assert statuses("N02", house.old, date(2026, 6, 1)) == {letter.name: status}


def test_a_letter_that_was_sent_back_or_cancelled_waits_no_longer(house):
	letter = factory.transfer(house.person, house.new, letter_date="2026-03-01", valid_days=305)
	assert statuses("N02", house.old, date(2026, 12, 31)) == {letter.name: "Due"}
	letter.send_back("材料不全")
	other = factory.transfer(factory.member(house.old), house.new, letter_date="2026-03-01")
	other.cancel()
	assert statuses("N02", house.old, date(2026, 12, 31)) == {letter.name: "Met"}


def test_a_letter_before_the_branch_kept_records_is_not_asked_for(house):
	factory.transfer(house.person, house.new, letter_date="2026-03-01")
	house.old.records_from = "2026-03-02"
	house.old.save()
	assert statuses("N02", house.old, date(2026, 7, 1)) == {}


# Changes of firm (N03)


@pytest.mark.parametrize(("as_of", "status"), [(date(2026, 8, 10), "Due"), (date(2026, 8, 11), "Missed")])
def test_after_a_change_of_firm_the_membership_follows_in_six_months(house, as_of, status):
	event = factory.event(house.person, "Firm Change", "2026-02-10", to_firm=house.new_firm.name)
	assert statuses("N03", house.old, as_of) == {event.name: status}
	factory.moves(house.person, house.new, "2026-08-10")
	assert statuses("N03", house.old, as_of) == {event.name: "Met"}
	assert statuses("N03", house.new, as_of) == {}


def test_nothing_follows_if_the_branch_covers_the_new_firm(house):
	house.old.append("covered_firms", {"firm": house.new_firm.name, "joined_on": "2026-03-01"})
	house.old.save()
	factory.event(house.person, "Firm Change", "2026-02-10", to_firm=house.new_firm.name)
	assert statuses("N03", house.old, date(2026, 5, 1)) == {}


# Departures (N04)


@pytest.mark.parametrize(("as_of", "status"), [(date(2026, 7, 15), "Due"), (date(2026, 7, 16), "Missed")])
def test_six_months_away_are_to_be_settled(house, as_of, status):
	away = factory.change(house.person, "Away", "2026-01-15")
	assert statuses("N04", house.old, as_of) == {away.name: status}


@pytest.mark.parametrize("settled", ["back", "moved", "registered", "deceased"])
def test_a_departure_is_settled_by_return_transfer_or_registration(house, settled):
	away = factory.change(house.person, "Away", "2026-01-15")
	if settled == "back":
		factory.change(house.person, "Back from Away", "2026-07-15")
	elif settled == "moved":
		factory.moves(house.person, house.new, "2026-07-15")
	elif settled == "deceased":
		factory.change(house.person, "Deceased", "2026-07-15")
	else:
		away.reload()
		away.registered_on = "2026-07-15"
		away.save()
	assert statuses("N04", house.old, date(2026, 12, 31)) == {away.name: "Met"}


# Study hours (N05)


def training(branch, members, hours, day="2026-03-10", **values):
	rows = [{"member": member.name, **values} for member in members]
	return frappe.get_doc(
		doctype="Party Training",
		branch=branch.name,
		topic="集中轮训",
		starts_on=add_days(day, -6),
		ends_on=day,
		hours=hours,
		participants=rows,
	).insert()


@pytest.mark.parametrize(("hours", "status"), [(31.9, "Due"), (32, "Met"), (40, "Met")])
def test_thirty_two_hours_a_year(house, hours, status):
	training(house.old, [house.person], hours)
	assert statuses("N05", house.old, date(2026, 12, 31)) == {house.person.name: status}


def test_hours_are_missed_when_the_year_is_over(house, freeze):
	training(house.old, [house.person], 31.9)
	freeze("2027-01-01")
	assert statuses("N05", house.old, date(2027, 1, 1), year=2026) == {house.person.name: "Missed"}


@pytest.mark.parametrize(
	("post", "hours", "status"),
	[
		("Secretary", 55.9, "Due"),
		("Secretary", 56, "Met"),
		("Organisation Commissioner", 55.9, "Due"),
		("Group Leader", 32, "Met"),
	],
)
def test_secretary_and_committee_study_more(house, post, hours, status):
	group = {"party_group": factory.group(house.old).name} if post == "Group Leader" else {}
	factory.post(house.person, post, **group)
	training(house.old, [house.person], hours)
	assert statuses("N05", house.old, date(2026, 12, 31)) == {house.person.name: status}


def test_the_site_may_ask_for_other_hours(house):
	rule = frappe.get_doc("Guide Rule", "N05")
	rule.local_parameters = '{"hours": 40}'
	rule.save()
	training(house.old, [house.person], 39)
	assert statuses("N05", house.old, date(2026, 12, 31)) == {house.person.name: "Due"}


def test_meetings_count_for_those_who_attended_or_made_up(house):
	others = [factory.member(house.old) for _number in range(2)]
	factory.meeting(
		house.old,
		"Party Lecture",
		"2026-03-14 08:00:00",
		ends_on="2026-03-14 16:00:00",
		also_theme_day=1,
		also_assembly=1,
		attendees=[house.person],
		submit=False,
	)
	meeting = frappe.get_last_doc("Party Meeting", {"branch": house.old.name})
	meeting.append("attendees", {"member": others[0].name, "attendance": "Made Up"})
	meeting.append("attendees", {"member": others[1].name, "attendance": "Absent"})
	meeting.submit()
	factory.meeting(
		house.old,
		"Partners Conference",
		"2026-04-14 08:00:00",
		ends_on="2026-04-14 16:00:00",
		attendees=[others[1]],
	)
	training(house.old, [house.person, others[0]], 24)
	training(house.old, [others[1]], 24)
	found = statuses("N05", house.old, date(2026, 12, 31))
	assert found == {house.person.name: "Met", others[0].name: "Met", others[1].name: "Due"}


def test_hours_of_a_participant_replace_those_of_the_training_and_other_years_do_not_count(house):
	document = training(house.old, [house.person], 32, day="2025-12-31")
	assert document.participants[0].hours == 32
	part = frappe.get_doc(
		doctype="Party Training",
		branch=house.old.name,
		topic="专题培训",
		starts_on="2026-05-01",
		ends_on="2026-05-02",
		hours=32,
		participants=[{"member": house.person.name, "hours": 8}],
	).insert()
	assert part.participants[0].hours == 8
	assert statuses("N05", house.old, date(2026, 12, 31)) == {house.person.name: "Due"}


def test_of_whom_no_hours_are_asked(house):
	frail = factory.member(house.old, is_frail=1)
	arrived = factory.member(house.old, joined_branch_on="2026-07-03")
	new = factory.member(
		house.old,
		stage="Probationary Member",
		applied_on="2024-01-01",
		joined_on="2026-08-01",
		full_member_on=None,
	)
	activist = factory.member(
		house.old, stage="Activist", applied_on="2024-01-01", joined_on=None, full_member_on=None
	)
	found = statuses("N05", house.old, date(2026, 12, 31))
	assert found == {house.person.name: "Due", frail.name: "Excused"}
	assert not {arrived.name, new.name, activist.name} & set(found)


@pytest.mark.parametrize(
	("dates", "status"),
	[
		({"frail_from": "2026-07-02"}, "Excused"),
		({"frail_from": "2026-07-03"}, "Due"),
		({"frail_until": "2026-07-02"}, "Excused"),
		({"frail_from": "2025-01-01", "frail_until": "2026-07-01"}, "Due"),
		({"frail_from": "2027-01-01"}, "Due"),
	],
)
def test_whoever_was_ill_for_more_than_half_of_the_year_is_excused(house, dates, status):
	person = factory.member(house.old, is_frail=1, **dates)
	assert statuses("N05", house.old, date(2026, 12, 31))[person.name] == status


def months_asked(branch, member):
	lines = Check(2026).lines([branch.name], date(2026, 12, 31))
	return [line.period_key for line in lines if line.rule == "R49" and line.subject == member]


def test_whoever_comes_back_was_asked_by_the_former_branch_until_he_left(house):
	former = factory.member(
		house.old, "王去", birth_date="1985-05-05", status="Transferred Out", left_branch_on="2026-02-28"
	)
	frappe.get_doc(
		{
			"doctype": "Party Membership Transfer",
			"direction": "In",
			"to_branch": house.new.name,
			"other_organisation": "外省某律师事务所党支部",
			"member_name": "王去",
			"birth_date": "1985-05-05",
			"stage": "Full Member",
			"joined_on": "2014-06-01",
			"full_member_on": "2015-06-01",
			"letter_no": "外1号",
			"letter_date": "2026-05-01",
			"received_on": "2026-05-12",
		}
	).insert().submit()
	assert frappe.db.get_value("Party Member", former.name, "branch") == house.new.name
	assert months_asked(house.old, former.name) == ["2026-01", "2026-02"]
	assert months_asked(house.new, former.name)[0] == "2026-05"


# Two-way cultivation (R46)


def cultivation(house, **values):
	defaults = {
		"branch": house.old.name,
		"direction": "Partner to Member",
		"person_name": "王合伙",
		"mentor": house.person.name,
		"started_on": "2025-06-30",
	}
	return frappe.get_doc({"doctype": "Two Way Cultivation", **defaults, **values}).insert()


@pytest.mark.parametrize(
	("values", "status"),
	[
		({}, "Missed"),
		({"reviewed_on": "2025-12-31"}, "Missed"),
		({"reviewed_on": "2026-01-01"}, "Met"),
		({"started_on": "2026-03-01"}, "Met"),
		({"reviewed_on": "2026-06-01", "status": "Stopped", "ended_on": "2026-06-02"}, "Missed"),
	],
)
def test_somebody_on_the_list_was_reviewed_within_a_year(house, values, status):
	cultivation(house, **values)
	assert statuses("R46", house.old, date(2026, 12, 31)) == {house.old.name: status}


def test_without_a_list_there_is_a_finding(house):
	assert statuses("R46", house.old, date(2026, 12, 31)) == {house.old.name: "Missed"}


def test_number_of_queries_does_not_grow_with_the_records(house, monkeypatch):
	def count(branches):
		statements = []
		database = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(
				frappe.local.db,
				"sql",
				lambda query, *args, **kwargs: statements.append(query) or database(query, *args, **kwargs),
			)
			Check(2026).lines(branches, date(2026, 12, 31))
		return len(statements)

	factory.transfer(house.person, house.new, letter_date="2026-03-01")
	count([house.old.name])
	one = count([house.old.name])
	for branch in (house.old, house.new):
		for _number in range(2):
			person = factory.member(branch)
			factory.event(person, "Firm Change", "2026-02-10", to_firm=house.firm.name)
			factory.change(person, "Away", "2026-03-15")
			factory.transfer(person, letter_date="2026-04-01")
			training(branch, [person], 8)
	assert count([house.old.name, house.new.name]) == one
