"""Checking what may have changed is the same as checking everything: over random histories, and for every table that is read."""

import random
import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import settings

import frappe
from frappe.database.database import savepoint

from party_affairs import hooks, touches
from party_affairs.compliance import store
from party_affairs.compliance.run import Check, Run, run_compliance
from party_affairs.dues import assessing, receipts
from party_affairs.dues.monthly_run import run_month
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.duties import touched
from party_affairs.guide.privacy import retention
from party_affairs.permissions.register import REGISTER
from party_affairs.privacy import retention as privacy
from party_affairs.rules.dues import allocation
from party_affairs.rules.periods import calendar_year
from tests.site import factory
from tests.support.queries import counted_queries

THOROUGH = settings().max_examples > 100
HISTORIES, CHANGES = (60, 30) if THOROUGH else (3, 14)
FINDING = "Compliance Finding"
FIRST_DAY = date(2025, 11, 3)


# --- histories -------------------------------------------------------------------------------------------------------


class History:
	"""Random changes to three branches and their people, each made as a user would make it, while the days go by."""

	def __init__(self, seed: int, freeze):
		self.chance, self.freeze, self.today = random.Random(seed), freeze, FIRST_DAY
		freeze(self.today)
		committee = factory.committee()
		self.firms = [factory.firm(committee), factory.firm(committee)]
		self.branches = [
			factory.branch(parent=committee, firms=[firm]) for firm in (*self.firms, self.firms[0])
		]
		self.people = [
			factory.member(branch, firm=self.firms[0].name) for branch in self.branches for _ in range(3)
		]
		self.meetings, self.pairings, self.posts, self.done = [], [], [], []

	def step(self):
		name = self.chance.choice(
			[
				*("meet", "meet", "cancel_meeting", "pay", "pair", "end_pairing", "move", "move", "happen"),
				*("take_post", "leave_post", "report", "change_report", "new_member", "new_firm", "plan"),
				*("keep_from", "review", "sleep", "sleep_long", "rename", "draft"),
			]
		)
		self.done.append(f"{self.today} {name}")
		# What the records themselves refuse is no change.
		with (
			suppress(frappe.ValidationError, frappe.DoesNotExistError),
			savepoint(catch=frappe.ValidationError),
		):
			getattr(self, name)()
		frappe.clear_messages()

	def person(self):
		return frappe.get_doc("Party Member", self.chance.choice(self.people).name)

	def branch(self):
		return frappe.get_doc("Party Branch", self.chance.choice(self.branches).name)

	def day(self, least=-200, most=0):
		return str(self.today + timedelta(days=self.chance.randint(least, most)))

	def meet(self):
		kind = self.chance.choice(
			["Theme Day", "Member Assembly", "Party Lecture", "Organisation Life Meeting"]
		)
		there = self.chance.sample(self.people, 2)
		branch = frappe.db.get_value("Party Member", there[0].name, "branch")
		there = [row for row in there if frappe.db.get_value("Party Member", row.name, "branch") == branch]
		self.meetings.append(
			factory.meeting(branch, kind, f"{self.day()} 14:00:00", attendees=there, chair=there[0].name)
		)

	def cancel_meeting(self):
		frappe.get_doc("Party Meeting", self.meetings.pop().name).cancel() if self.meetings else None

	def draft(self):
		factory.meeting(self.branch(), "Theme Day", f"{self.day()} 14:00:00", submit=False)

	def pay(self):
		person, month = self.person(), self.chance.randint(1, 12)
		paid = self.chance.choice(["0", "5.00", "15.00"])
		factory.dues_entry(
			person, f"2025-{month:02d}-01", paid=paid, paid_on=None if paid == "0" else self.day()
		)

	def pair(self):
		self.pairings.append(factory.pairing(self.person(), start=self.day(-300, 60)))

	def end_pairing(self):
		if self.pairings:
			document = frappe.get_doc("Contact Pairing", self.pairings.pop().name)
			document.end_date = self.day(-20, 40)
			document.save()

	def move(self):
		factory.moves(self.person(), self.branch(), self.day(-60))

	def happen(self):
		factory.event(self.person(), self.chance.choice(["Award", "Setback in Practice"]), self.day(-60))

	def take_post(self):
		name = self.chance.choice(["Secretary", "Organisation Commissioner", "Discipline Commissioner"])
		end = str(self.today + timedelta(days=self.chance.randint(5, 400)))
		self.posts.append(factory.post(self.person(), name, start=self.day(-300, 20), end=end))

	def leave_post(self):
		if self.posts:
			document = frappe.get_doc("Party Post", self.posts.pop().name)
			document.removed_on = self.day(-10, 10)
			document.save()

	def report(self):
		factory.thought_report(self.person(), self.chance.choice(["2025-H1", "2025-H2"]), self.day(-150))

	def change_report(self):
		for name in frappe.get_all("Thought Report", pluck="name", order_by="name", limit=1):
			document = frappe.get_doc("Thought Report", name)
			document.half_year = self.chance.choice(["2025-H1", "2025-H2"])
			document.save()

	def review(self):
		factory.self_review(self.person(), handed_in_on=self.day(-30))

	def new_member(self):
		self.people.append(factory.member(self.branch(), joined_branch_on=self.day(-200)))

	def new_firm(self):
		person = self.person()
		person.firm = self.chance.choice(self.firms).name
		person.save()

	def plan(self):
		factory.plan(self.branch(), responsible=self.chance.choice(self.people))

	def keep_from(self):
		branch = self.branch()
		branch.records_from = self.chance.choice([None, "2025-03-01", "2025-09-15"])
		branch.save()

	def rename(self):
		branch = self.branch()
		branch.short_name = f"支部{self.chance.randint(1, 99)}"
		branch.save()

	def sleep(self, days=None):
		self.today += timedelta(days=days or self.chance.randint(1, 4))
		self.freeze(self.today)

	def sleep_long(self):
		self.sleep(self.chance.randint(5, 45))


def differences(year, as_of):
	names = frappe.get_all("Party Branch", pluck="name")
	return store.differences(names, calendar_year(year), Check(year).lines(names, as_of))


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_checking_what_may_have_changed_is_checking_everything(seed, freeze):
	history = History(seed, freeze)
	spared = 0
	for _ in range(CHANGES):
		history.step()
		for year in touches.years_kept():
			summary = run_compliance(year, history.today)
			spared += summary.branches - summary.checked
			assert differences(year, history.today) == {}, history.done
	assert spared > CHANGES, "as good as everything was looked at each time"


def test_the_run_after_a_run_looks_at_nothing(freeze):
	freeze("2026-02-10")
	factory.member(factory.branch(parent=factory.committee()))
	first, second = (run_compliance(2026, date(2026, 2, 10)) for _ in range(2))
	assert first.checked == first.branches == second.branches > 0
	assert second.checked == 0


def test_a_named_branch_is_looked_at_whatever_is_noted(freeze):
	freeze("2026-02-10")
	branch = factory.branch(parent=factory.committee())
	for _ in range(2):
		assert run_compliance(2026, date(2026, 2, 10), [branch.name]).checked == 1


def test_years_that_are_not_kept_are_checked_whole(freeze):
	freeze("2026-02-10")
	factory.branch(parent=factory.committee())
	assert touches.years_kept() == (2025, 2026)
	for _ in range(2):
		summary = run_compliance(2024, date(2026, 2, 10))
		assert summary.checked == summary.branches
	freeze("2026-12-31")
	assert touches.years_kept() == (2025, 2026, 2027)


@pytest.mark.parametrize(
	"change",
	[
		lambda: frappe.get_doc("Guide Rule", "R26").update({"local_severity": "Info"}).save(),
		lambda: frappe.get_doc("Party Affairs Settings").update({"theme_day": 12}).save(),
		lambda: (
			frappe.get_doc("Party Affairs Settings")
			.update({"workday_overrides": [{"day": "2026-03-10", "is_workday": 0}]})
			.save()
		),
	],
	ids=["clause", "setting", "workday"],
)
def test_other_rules_make_every_branch_be_looked_at(freeze, change):
	freeze("2026-02-10")
	factory.branch(parent=factory.committee())
	run_compliance(2026, date(2026, 2, 10))
	change()
	summary = run_compliance(2026, date(2026, 2, 10))
	assert summary.checked == summary.branches > 0


def test_the_same_rules_have_the_same_fingerprint_in_every_process():
	"""Sets of texts have another order in each: two readings must not differ by it."""
	marks = {Run(2026, date(2026, 2, 10)).mark for _ in range(2)}
	assert len(marks) == 1 and len(marks.pop()) == 20


# --- touches ---------------------------------------------------------------------------------------------------------


def touched_branches(year=2026):
	touches.write()
	return set(
		frappe.get_all(touched.TOUCH, filters={"year": year, "on_day": ["is", "not set"]}, pluck="branch")
	)


@pytest.fixture
def house(freeze):
	freeze("2026-02-10")
	committee = factory.committee()
	old, new, other = (factory.branch(parent=committee) for _ in range(3))
	person = factory.moves(factory.member(old), new, "2025-10-10")
	touches.write()
	frappe.db.delete(touched.TOUCH)
	return frappe._dict(committee=committee, old=old, new=new, other=other, person=person)


def test_a_record_touches_every_branch_that_answered_for_its_member(house):
	factory.pairing(house.person)
	assert touched_branches() == touched_branches(2025) == {house.old.name, house.new.name}


def test_what_a_record_named_before_is_touched_as_well(house):
	stranger = factory.member(house.other)
	pairing = factory.pairing(stranger)
	touches.write()
	frappe.db.delete(touched.TOUCH)
	pairing.update({"member": house.person.name, "branch": house.new.name})
	pairing.save()
	assert touched_branches() == {house.old.name, house.new.name, house.other.name}


def test_what_is_deleted_or_set_past_its_checks_touches(house):
	pairing = factory.pairing(factory.member(house.other))
	for change in (lambda: pairing.db_set("end_date", "2026-01-31"), pairing.delete):
		touches.write()
		frappe.db.delete(touched.TOUCH)
		change()
		assert touched_branches() == {house.other.name}


def test_nothing_is_asked_of_the_database_before_the_end_and_nothing_noted_of_what_is_undone(house):
	with counted_queries() as queries:
		touches.touch_document(house.person)
		touches.touch("Party Member", branches=[house.other.name])
	assert queries == []
	frappe.db.commit()
	assert touched_branches() == {house.old.name, house.new.name, house.other.name}
	frappe.db.delete(touched.TOUCH)
	frappe.db.commit()
	touches.touch("Party Member", branches=[house.other.name])
	frappe.db.rollback()
	frappe.db.commit()
	assert touched_branches() == set()


def test_a_day_to_come_touches_on_that_day_and_the_one_after(house, freeze):
	person = factory.member(house.other)
	run_compliance(2026, date(2026, 2, 10))
	factory.pairing(person, end_date="2026-02-20")
	run_compliance(2026, date(2026, 2, 10))
	waiting = {
		day: Run(2026, date(2026, 2, day)).waiting([house.other.name]) != [] for day in (10, 19, 20, 21)
	}
	assert waiting == {10: False, 19: False, 20: True, 21: True}


def test_a_run_deletes_what_it_read_and_nothing_that_was_written_meanwhile(house, monkeypatch):
	factory.pairing(house.person)
	found = Check.judged

	def while_it_is_read(self, *args):
		answer = found(self, *args)
		touches.touch("Contact Pairing", branches=[house.old.name])
		touches.write()
		return answer

	monkeypatch.setattr(Check, "judged", while_it_is_read)
	run_compliance(2026, date(2026, 2, 10), [house.old.name, house.new.name])
	assert touched_branches() == {house.old.name}


def test_what_is_past_is_forgotten(house, freeze):
	touches.touch("Party Member", branches=[house.old.name, "没有的党支部"])
	touches.write()
	touches.forget_what_is_past()
	assert touched_branches() == touched_branches(2025) == {house.old.name}
	freeze("2027-01-05")
	touches.forget_what_is_past()
	assert touched_branches(2025) == set() and touched_branches() == {house.old.name}


def test_what_is_written_past_the_documents_touches(house):
	"""Dues run, receipts, assessments and anonymising write in bulk."""
	both, month = {house.old.name, house.new.name}, date(2026, 1, 1)

	def touches_both(work, *arguments):
		touches.write()
		frappe.db.delete(touched.TOUCH)
		result = work(*arguments)
		assert touched_branches() >= both, work
		return result

	factory.assessment(house.person, "2026-01-01")
	touches_both(run_month, month, [house.new.name])
	(entry,) = frappe.get_all("Party Dues Entry", {"member": house.person.name}, ["name", "due_amount"])
	share = receipts.Share(allocation.MONTHLY, yuan(entry.due_amount), entry.name, month, "in_month")
	payment = receipts.Payment(house.new.name, house.person.name, date(2026, 2, 5), "Cash", (share,))
	touches_both(receipts.write, [payment])
	factory.dues_entry(house.person, "2026-03-01", due="1.00")
	touches_both(
		assessing.follow,
		[house.person.name],
		month,
		None,
		(),
		frappe.get_all("Party Dues Entry", pluck="name"),
	)
	group = retention.group("Members Who Left")
	row = frappe._dict(name=house.person.name, branch=house.new.name)
	touches_both(privacy.forget, group, group.documents[0], [row], privacy.ON_SCHEDULE)


RULES = {"Guide Rule", "Party Affairs Settings", "Workday Override", "Personal Data Retention", "Singles"}
"""What these say is in the fingerprint of the rules."""
OWN = {
	"Compliance Finding",
	"Compliance Run",
	"Compliance State",
	"Compliance Touch",
	"Duty Summary",
	"DocType",
}


def test_every_table_that_the_check_reads_touches(house):
	"""A provider of facts that reads another table needs the hook on its document, or nights would miss its changes."""
	factory.development_case(
		factory.member(house.new, stage="Activist", joined_on=None, full_member_on=None),
		{"Application": "2025-03-01"},
	)
	factory.work_report(house.new)
	factory.life_review(house.new)
	with counted_queries() as queries:
		Check(2025).lines([house.old.name, house.new.name, house.committee.name], date(2026, 2, 10))
	tables = {name for query in queries for name in re.findall(r"`tab([A-Z][^`]+)`", query)} - RULES - OWN
	documents = {REGISTER[name].parent or name for name in tables}
	assert len(documents) > 15
	silent = {
		name
		for name in documents
		if hooks._TOUCHES not in hooks.doc_events.get(name, {}).get("on_change", ())
	}
	assert silent == set()


def test_the_table_of_touches_names_no_document_that_nobody_may_guess_at():
	"""A touch says that something was written: of a discipline case not even that."""
	assert "on_change" not in hooks.doc_events["Discipline Case"]


# --- what breaks, and what was written past the touches --------------------------------------------------------------


@pytest.fixture
def logged(monkeypatch):
	"""Title and message of the errors that were logged; their table knows no transactions and would keep them."""
	found = []
	monkeypatch.setattr(
		frappe, "log_error", lambda title=None, message=None, **_more: found.append((title, message))
	)
	return found


@pytest.fixture
def breaking(house, monkeypatch):
	"""The facts of one branch raise."""
	found = Check.judged

	def breaks(self, branches, as_of):
		if house.old.name in branches:
			raise ValueError("a record that nobody can read")
		return found(self, branches, as_of)

	monkeypatch.setattr(Check, "judged", breaks)
	return monkeypatch


@pytest.mark.parametrize("commit", [False, True])
def test_a_branch_that_breaks_stops_no_other(house, breaking, logged, commit):
	names = [house.old.name, house.new.name, house.other.name]
	if commit:
		frappe.db.commit()
	summary = run_compliance(2025, date(2026, 2, 10), names, commit=commit)
	assert summary.broken == {house.old.name: "a record that nobody can read"}
	assert {row.branch for row in frappe.get_all(FINDING, {"branch": ["in", names]}, "branch")} == set(
		names[1:]
	)
	assert touched.broken(2025) == summary.broken
	assert [title for title, _message in logged] == [f"{house.old.name} could not be checked for 2025"]


def test_a_branch_that_broke_keeps_its_findings_and_is_tried_again(house, logged, monkeypatch):
	names = [house.old.name, house.new.name]
	run_compliance(2026, date(2026, 2, 10), names)
	kept = frappe.db.count(FINDING, {"branch": house.old.name})
	found = Check.judged
	monkeypatch.setattr(Check, "judged", lambda *_args: 1 / 0)
	factory.pairing(house.person)
	assert set(run_compliance(2026, date(2026, 2, 10)).broken) >= set(names)
	assert frappe.db.count(FINDING, {"branch": house.old.name}) == kept > 0
	monkeypatch.setattr(Check, "judged", found)
	summary = run_compliance(2026, date(2026, 2, 10))
	assert summary.broken == {} and summary.checked >= 2 and touched.broken(2026) == {}


def test_a_whole_run_logs_where_a_night_was_wrong(house, logged):
	run_compliance(2026, date(2026, 2, 10))
	person = frappe.db.get_value("Party Member", {"branch": house.new.name})
	assert run_compliance(2026, date(2026, 2, 10), whole=True).changes.updated == 0
	assert logged == []
	frappe.db.set_value("Party Member", person, "member_name", "绕过单据的人")
	assert run_compliance(2026, date(2026, 2, 10)).checked == 0
	run_compliance(2026, date(2026, 2, 10), whole=True)
	((title, message),) = logged
	assert title == f"Nothing touched {house.new.name}, but its check of 2026 says otherwise"
	stored, found = (
		next(line for line in message.splitlines() if line.startswith(f"{word}:"))
		for word in ("stored", "found")
	)
	assert "绕过单据的人" in found and "绕过单据的人" not in stored
	assert frappe.db.exists(FINDING, {"branch": house.new.name, "subject_name": "绕过单据的人"})


# --- order and cut ---------------------------------------------------------------------------------------------------


def test_neither_the_cut_into_chunks_nor_the_order_of_branches_matters(freeze):
	history = History(11, freeze)
	for _ in range(40):
		history.step()
	names = [row.name for row in history.branches]
	check = Check(2025)
	together = sorted(check.lines(names, history.today))
	assert len(together) > 50
	assert sorted(check.lines(names[::-1], history.today)) == together
	alone = [line for name in names for line in check.lines([name], history.today)]
	assert sorted(alone) == together
