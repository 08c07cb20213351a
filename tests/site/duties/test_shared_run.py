"""One run shared by several workers: nothing is done twice, nothing is left, and nobody waits for a dead one."""

from datetime import date

import pytest

import frappe

from party_affairs import jobs, touches
from party_affairs.compliance import parts, schedule
from party_affairs.compliance.run import Check, Run, run_compliance
from party_affairs.facts.duties import touched
from tests.site import factory

DAY = date(2026, 2, 10)
FINDING = "Compliance Finding"


@pytest.fixture
def names(freeze, monkeypatch):
	freeze("2026-02-10")
	monkeypatch.setattr(parts, "BRANCHES_A_PART", 2)
	branch = factory.branch(parent=factory.committee())
	factory.member(branch)
	frappe.db.commit()
	return sorted(factory.copies(branch, 5))


@pytest.fixture
def offered(monkeypatch):
	"""The parts that were queued for others."""
	found = []
	monkeypatch.setattr(jobs, "enqueue", lambda method, *identity, **arguments: found.append(arguments))
	return found


@pytest.fixture
def looked_at(monkeypatch):
	"""The branches that were checked, one after the other."""
	found = []
	judged = Check.judged

	def watched(self, branches, as_of):
		found.extend(branches)
		return judged(self, branches, as_of)

	monkeypatch.setattr(Check, "judged", watched)
	return found


def test_a_run_offers_its_parts_and_does_what_nobody_else_does(names, offered, looked_at):
	assert parts.run_shared(2026, DAY, names) == {}
	assert [arguments["part"] for arguments in offered] == [names[2:4], names[4:]]
	assert looked_at == names
	# Whoever comes late finds nothing left to do.
	for arguments in offered:
		parts.help_out(**arguments)
	assert looked_at == names


def test_what_another_has_done_is_not_done_again(names, looked_at, monkeypatch):
	others = []

	def at_once(method, *identity, **arguments):
		before = len(looked_at)
		parts.help_out(**arguments)
		others.extend(looked_at[before:])

	monkeypatch.setattr(jobs, "enqueue", at_once)
	parts.run_shared(2026, DAY, names)
	assert others == names[2:]
	assert sorted(looked_at) == names


def test_a_part_that_somebody_is_at_is_left_to_him_and_waited_for(names, offered, looked_at, monkeypatch):
	claims = []

	class Claim:
		def __init__(self, work, wait_seconds=0):
			claims.append((work, wait_seconds))
			# The second part is another's; he is killed before it is done.
			self.is_ours = names[2] not in work or wait_seconds > 0

		def __enter__(self):
			return self.is_ours

		def __exit__(self, *_error):
			return None

	monkeypatch.setattr(jobs, "claimed", Claim)
	parts.run_shared(2026, DAY, names)
	assert looked_at == [*names[:2], *names[4:], *names[2:4]]
	assert [wait > 0 for _work, wait in claims] == [False, False, False, True]


def test_a_claim_is_one_workers_alone_and_ends(names):
	with jobs.claimed("a test") as first:
		assert first
		assert frappe.db.sql("select is_used_lock(%s) = connection_id()", (lock_of("a test"),))[0][0]
	assert frappe.db.sql("select is_free_lock(%s)", (lock_of("a test"),))[0][0]


def lock_of(work):
	import hashlib

	digest = hashlib.sha256(f"{frappe.local.site} {work}".encode()).hexdigest()[:20]
	return f"party-affairs-{digest}"


def test_the_progress_of_all_is_summed(names, offered, monkeypatch):
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda event, message, **_to: told.append(message))
	monkeypatch.setattr("party_affairs.compliance.run.BRANCHES_A_CHUNK", 1)
	parts.run_shared(2026, DAY, names, told="Administrator")
	assert [message["done"] for message in told] == [1, 2, 3, 4, 5]
	assert {message["total"] for message in told} == {5}


def test_a_run_goes_on_alone_without_a_queue(names, looked_at, monkeypatch):
	def down(*_args, **_options):
		raise jobs.QueueError

	monkeypatch.setattr(jobs, "enqueue", down)
	parts.run_shared(2026, DAY, names)
	assert looked_at == names


def test_shared_or_alone_the_findings_are_the_same(names, offered):
	run_compliance(2026, DAY, names)
	alone = stored(names)
	frappe.db.delete(FINDING)
	frappe.db.delete(touched.STATE)
	parts.run_shared(2026, DAY, names)
	for arguments in offered:
		parts.help_out(**arguments)
	assert stored(names) == alone != []


def stored(names):
	fields = ["branch", "rule", "subject", "period_key", "status", "message", "checksum"]
	return frappe.get_all(
		FINDING, {"branch": ["in", names]}, fields, order_by="branch, rule, subject, period_key", as_list=True
	)


def test_a_night_looks_at_what_was_touched_alone(names, offered, looked_at):
	schedule.check(2026)
	assert set(names) <= set(looked_at)
	looked_at.clear()
	touches.touch("Party Member", branches=[names[0]])
	frappe.db.commit()
	schedule.check(2026)
	assert looked_at == [names[0]]
	assert Run(2026, DAY).waiting(names) == []


def test_once_a_week_everything_is_looked_at(names, offered, looked_at):
	schedule.check(2026)
	looked_at.clear()
	offered.clear()
	schedule.weekly()
	assert [(job["year"], job["whole"]) for job in offered] == [(2025, True), (2026, True)]
	schedule.check(**offered[1])
	assert set(names) <= set(looked_at)


def test_clauses_that_could_not_be_checked_are_told_of_and_forgotten_when_mended(names, offered):
	def problem():
		return frappe.db.get_value("Guide Rule", "R22", "check_problem")

	frappe.db.set_value("Guide Rule", "R22", "local_parameters", '{"tmes": 2}')
	parts.run_shared(2026, DAY)
	assert problem().startswith("本地参数：")
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", None)
	parts.run_shared(2026, DAY, names)
	assert problem(), "a run over some branches does not know of the others"
	parts.run_shared(2026, DAY)
	assert problem() is None
