"""Checked within seconds: what is touched queues one check, which looks at that and at nothing else."""

from contextlib import suppress
from copy import deepcopy
from datetime import date

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

import frappe

from party_affairs import hooks, jobs, touches
from party_affairs.compliance import recheck
from party_affairs.compliance.run import Check, run_compliance
from party_affairs.facts.duties import touched
from party_affairs.facts.organisation.addressees import users_at_work
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

TODAY = date(2026, 2, 10)
FINDING = "Compliance Finding"


def build_house():
	committee = factory.committee(records_from="2025-01-01")
	branch, other = (factory.branch(parent=committee, records_from="2025-01-01") for _ in range(2))
	person = factory.member(branch)
	for year in touches.years_kept():
		run_compliance(year, TODAY, [committee.name, branch.name, other.name])
	frappe.db.commit()
	frappe.db.delete(touched.TOUCH)
	return frappe._dict(committee=committee, branch=branch, other=other, person=person)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze, monkeypatch):
	freeze(TODAY)
	house = deepcopy(built)
	house.queued, house.told = [], []
	publish = frappe.publish_realtime

	def publishes(event=None, message=None, **to):
		if event == recheck.CHECKED:
			house.told.append((message, to["user"]))
		else:
			publish(event, message, **to)

	monkeypatch.setattr(jobs, "put_soon", lambda *given: house.queued.append(given))
	monkeypatch.setattr(frappe, "publish_realtime", publishes)
	return house


def status(rule, subject, period):
	key = {"rule": rule, "subject": subject, "period_key": period}
	return frappe.db.get_value(FINDING, key, "status")


# --- when it is queued -----------------------------------------------------------------------------------------------


def touching_doctypes():
	return sorted(
		name for name, events in hooks.doc_events.items() if hooks._TOUCHES in events.get("on_change", ())
	)


def test_whatever_the_check_reads_queues_it_and_is_looked_at(house):
	"""A document of each kind, as far as it names whom it is about, is changed as Frappe tells of it."""
	firm = factory.firm(house.branch)
	frappe.db.commit()
	kinds = touching_doctypes()
	assert len(kinds) > 25
	for doctype in kinds:
		frappe.db.delete(touched.TOUCH)
		house.queued.clear()
		document = {"Party Branch": house.branch, "Law Firm": firm}.get(doctype) or frappe.new_doc(doctype)
		if document.is_new():
			for field in document.meta.get_link_fields():
				about = {"Party Branch": house.branch, "Party Member": house.person}.get(field.options)
				document.set(field.fieldname, about and about.name)
		document.run_method("on_change")
		assert house.queued == []
		frappe.db.commit()
		assert len(house.queued) == 1, doctype
		for year in touches.years_kept():
			assert house.branch.name in touched.waiting(year, TODAY), doctype
	assert recheck.check_touched()[2026] == [house.branch.name]


def test_many_changes_in_one_transaction_queue_one_check(house):
	for _number in range(3):
		factory.member(house.other)
		factory.member(house.branch)
	assert house.queued == []
	frappe.db.commit()
	assert len(house.queued) == 1
	frappe.db.commit()
	assert len(house.queued) == 1
	assert recheck.check_touched()[2026] == sorted([house.branch.name, house.other.name])


def test_a_member_who_changes_branch_or_firm_has_both_checked(house):
	second = factory.committee()
	firm = factory.firm(second)
	frappe.db.commit()
	recheck.check_touched()
	house.person.reload()
	house.person.update({"branch": house.other.name, "firm": firm.name})
	house.person.flags.changed_by = house.other
	house.person.save()
	frappe.db.commit()
	assert set(recheck.check_touched()[2026]) == {house.branch.name, house.other.name, second.name}


def test_a_post_that_ends_is_checked_again(house):
	post = factory.post(house.person, "Secretary")
	frappe.db.commit()
	recheck.check_touched()
	post.removed_on = TODAY
	post.save()
	frappe.db.commit()
	assert house.branch.name in recheck.check_touched()[2026]


def test_what_is_rolled_back_queues_nothing(house):
	touches.touch("Party Member", branches=[house.branch.name])
	frappe.db.rollback()
	touches.touch("Party Member", branches=[house.branch.name])
	touches.write()
	frappe.db.rollback()
	frappe.db.commit()
	assert house.queued == []


def test_whoever_checks_the_records_himself_can_pause_it(house):
	with touches.paused():
		touches.touch("Party Member", branches=[house.branch.name])
		frappe.db.commit()
	assert house.queued == []
	touches.touch("Party Member", branches=[house.other.name])
	frappe.db.commit()
	assert len(house.queued) == 1
	assert set(recheck.check_touched()[2026]) == {house.branch.name, house.other.name}, "and nothing is lost"


def test_a_save_asks_no_more_of_the_database_before_its_commit(house):
	with counted_queries() as statements:
		touches.touch("Contact Pairing", branches=[house.branch.name])
	assert statements == []
	with counted_queries() as statements:
		frappe.db.commit()
	assert [query for query in statements if "Compliance" in query] == [
		query for query in statements if "Compliance Touch" in query and "INSERT" in query.upper()
	]


# --- the queue -------------------------------------------------------------------------------------------------------


class Queue:
	"""What Frappe hands to the queue, and the ids that wait there."""

	def __init__(self):
		self.waiting, self.users = [], []

	def get_job_ids(self):
		return self.waiting

	def enqueue(self, method, queue, timeout, job_id):
		assert frappe.get_attr(method) is recheck.check_touched and queue == "default"
		self.users.append(frappe.session.user)
		self.waiting.append(jobs.create_job_id(job_id))


@pytest.fixture
def queue(freeze, monkeypatch):
	queue = Queue()
	monkeypatch.setattr(jobs, "get_queue", lambda _name: queue)
	monkeypatch.setattr(frappe, "enqueue", queue.enqueue)
	return queue


PUT_SOON = jobs.put_soon


def ask():
	PUT_SOON(touches._CHECK, touches._CHECK_ID, touches._CHECK_SECONDS)


def test_one_that_waits_takes_the_new_ones_with_it_and_one_that_runs_does_not(queue):
	ask()
	ask()
	assert len(queue.waiting) == 1
	queue.waiting.clear()  # a worker has taken it: it may have looked already
	ask()
	assert len(queue.waiting) == 1


def test_what_waits_for_another_site_is_no_reason(queue):
	queue.waiting.append(jobs.create_job_id(touches._CHECK_ID).replace(frappe.local.site, "another.site"))
	ask()
	assert len(queue.waiting) == 2


def test_nobody_stands_in_the_queue_as_the_one_who_saved(house, set_user, request):
	user = factory.login(house.person)
	queue = request.getfixturevalue("queue")
	set_user(user)
	ask()
	assert queue.users == ["Administrator"] and frappe.session.user == user


def test_a_change_is_saved_although_the_queue_is_down(house, monkeypatch):
	def down(_name):
		raise RedisConnectionError

	monkeypatch.setattr(jobs, "put_soon", PUT_SOON)
	monkeypatch.setattr(jobs, "get_queue", down)
	factory.pairing(house.person)
	frappe.db.commit()
	assert frappe.get_message_log() == []
	assert touched.waiting(2026, TODAY) == [house.branch.name], "the night finds it"


# --- the check -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("rule", "subject", "period", "does"),
	[
		(
			"R32",
			"person",
			"2025-H2",
			lambda house: factory.thought_report(house.person, "2025-H2", "2025-12-20"),
		),
		(
			"R49",
			"person",
			"2026-01",
			lambda house: factory.dues_entry(house.person, "2026-01-01", paid="15.00", paid_on="2026-01-20"),
		),
		(
			"R26",
			"branch",
			"2026-01",
			lambda house: factory.meeting(
				house.branch.name,
				"Theme Day",
				"2026-01-09 14:00:00",
				attendees=[house.person],
				chair=house.person.name,
			),
		),
	],
)
def test_a_line_turns_green_by_itself(house, rule, subject, period, does):
	name = house[subject].name
	assert status(rule, name, period) in ("Missed", "Due", None)
	before = status(rule, name, period)
	does(house)
	frappe.db.commit()
	recheck.check_touched()
	assert status(rule, name, period) in ("Met", "Late") != before


def test_both_years_are_checked_and_no_branch_beside(house):
	touches.touch("Party Member", branches=[house.branch.name])
	frappe.db.commit()
	assert recheck.check_touched() == {2026: [house.branch.name], 2025: [house.branch.name]}
	assert recheck.check_touched() == {2026: [], 2025: []}
	runs = frappe.get_all(
		"Compliance Run", {"kind": "After Changes"}, ["year", "branches_looked_at", "errors"]
	)
	assert sorted(map(tuple, (row.values() for row in runs))) == [(2025, 1, 0), (2026, 1, 0)]


def test_what_is_written_while_it_runs_waits_for_the_next(house, monkeypatch):
	judged = Check.judged

	def meanwhile(self, branches, as_of):
		answer = judged(self, branches, as_of)
		touches.touch("Contact Pairing", branches=[house.branch.name])
		touches.write()
		return answer

	touches.touch("Party Member", branches=[house.branch.name])
	frappe.db.commit()
	house.queued.clear()
	with monkeypatch.context() as during:
		during.setattr(Check, "judged", meanwhile)
		recheck.check_touched()
	assert touched.waiting(2026, TODAY) == [house.branch.name]
	assert house.queued, "and a check for it"


def test_a_day_to_come_waits_for_its_day(house):
	factory.pairing(house.person, end_date="2026-02-20")
	frappe.db.commit()
	recheck.check_touched()
	assert touched.waiting(2026, TODAY) == []
	assert touched.waiting(2026, date(2026, 2, 20)) == [house.branch.name]


def test_what_takes_long_is_left_to_the_long_queue(house, monkeypatch):
	left = []
	monkeypatch.setattr(recheck, "enqueue_check", left.append)
	monkeypatch.setattr(recheck, "_SECONDS", 0)
	touches.touch("Party Member", branches=[house.branch.name])
	frappe.db.commit()
	recheck.check_touched()
	assert left == [2026, 2025]
	assert touched.waiting(2026, TODAY) == [house.branch.name]


def test_a_branch_that_breaks_stops_no_other(house, monkeypatch):
	judged = Check.judged

	def breaks(self, branches, as_of):
		if house.branch.name in branches:
			raise ValueError("a record that nobody can read")
		return judged(self, branches, as_of)

	monkeypatch.setattr(Check, "judged", breaks)
	monkeypatch.setattr(frappe, "log_error", lambda **_said: None)
	touches.touch("Party Member", branches=[house.branch.name, house.other.name])
	frappe.db.commit()
	with suppress(frappe.ValidationError):
		recheck.check_touched()
	assert touched.waiting(2026, TODAY) == [house.branch.name]


# --- who is told -----------------------------------------------------------------------------------------------------


def test_whoever_has_to_do_with_the_branch_is_told_and_nobody_else(house):
	secretary = factory.holder(house.branch, "Secretary")
	officer = factory.holder(house.other, "Party Affairs Officer", house.committee)
	stranger = factory.holder(house.other, "Secretary")
	frappe.db.commit()
	recheck.check_touched()
	house.told.clear()
	touches.touch("Party Member", branches=[house.branch.name])
	frappe.db.commit()
	recheck.check_touched()
	assert {user for _message, user in house.told} == {secretary, officer, "Administrator"}
	assert stranger not in users_at_work([house.branch.name])
	assert {tuple(message["branches"]) for message, _user in house.told} == {(house.branch.name,)}
