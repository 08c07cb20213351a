"""Work that is broken off: killed at random points, without the database, without Redis, with a full disk.

A seed tells the points. The thorough profile breaks off each job fifty times, the ordinary one a few.
"""

import json

import pytest
from hypothesis import settings

from tests.support.processes import ProcessSite

pytestmark = pytest.mark.site

THOROUGH = settings().max_examples > 100
KILLS, CLOCKED = (50, 10) if THOROUGH else (3, 1)
CUTS, CUT_SECONDS = (5, 10) if THOROUGH else (1, 1)
SEED = 11
METHOD = "/api/method/"
OWN = f"{METHOD}party_affairs.api."


class FaultServer:
	"""The program of tests/support/fault_jobs.py; `names` are those of the records that requests are about."""

	def __init__(self, process):
		self._process = process
		self.names = self._answer()

	def ask(self, **command):
		self._process.stdin.write(json.dumps(command) + "\n")
		self._process.stdin.flush()
		return self._answer()

	def _answer(self):
		line = self._process.stdout.readline()
		assert line, self._process.communicate()[1]
		return json.loads(line)


@pytest.fixture(scope="module")
def server():
	process = ProcessSite.made("faults", "tests.support.fault_jobs").start("serve")
	try:
		yield FaultServer(process)
	finally:
		# At the end of its input it brings the site back.
		process.communicate()


JOBS = ["import", "entries", "check", "freeze", "collect", "count"]
"""`month` is the night of the first: checks, reports and mails together."""
if THOROUGH:
	JOBS.append("month")


@pytest.mark.parametrize("job", JOBS)
def test_a_killed_job_loses_and_doubles_nothing_and_the_next_one_completes_it(server, job):
	outcome = server.ask(job=job, number=KILLS, clocked=CLOCKED, seed=SEED, warm=THOROUGH)
	assert outcome["wrong"] == []
	assert outcome["broken"] == KILLS
	assert outcome["tables"] and outcome["points"] > 20


@pytest.mark.parametrize("job", JOBS if THOROUGH else ["count"])
def test_a_job_that_loses_the_database_leaves_nothing_half(server, job):
	outcome = server.ask(job=job, number=CUTS, seed=SEED, cut_seconds=CUT_SECONDS)
	assert outcome["wrong"] == []
	assert outcome["broken"] == CUTS


def test_a_run_in_chunks_waits_for_the_database_and_goes_on(server):
	outcome = server.ask(job="entries", number=CUTS, seed=1, cut_seconds=CUT_SECONDS)
	assert outcome["wrong"] == []
	# All are made, although the database went away between the first one and the last.
	assert outcome["said"] == {"18": CUTS}


# --- requests


def collecting(server):
	return {
		"branch": server.names["branch"],
		"received_on": "2026-03-20",
		"method": "Cash",
		"lines": json.dumps([{"member": server.names["member"], "amount": 60}]),
		"request_id": "once",
	}


@pytest.mark.parametrize("at", [0.3, 0.6, 0.9] if THOROUGH else [0.6])
def test_a_request_that_loses_the_database_saves_nothing(server, at):
	"""Frappe itself gives no answer then: it rolls back at the end of a request, without a database."""
	outcome = server.ask(
		method="POST",
		path=f"{OWN}dues.collection.collect_dues",
		data=collecting(server),
		without="database",
		at=at,
		seconds=CUT_SECONDS,
	)
	assert outcome["status"] is None or outcome["status"] >= 400
	assert outcome["changed"] == []
	assert outcome["again"] == 200


def test_money_is_collected_without_redis(server):
	outcome = server.ask(
		method="POST", path=f"{OWN}dues.collection.collect_dues", data=collecting(server), without="redis"
	)
	assert outcome["status"] == 200
	assert any("tabParty Dues Receipt: has" in line for line in outcome["changed"])


def test_a_save_that_asks_for_a_check_is_kept_without_redis(server):
	outcome = server.ask(
		method="POST",
		path=f"{METHOD}frappe.client.set_value",
		data={"doctype": "Party Member", "name": server.names["member"], "fieldname": "firm", "value": ""},
		without="redis",
	)
	assert outcome["status"] == 200


@pytest.mark.parametrize(
	("path", "data"),
	[
		(f"{OWN}importing.start", {"name": "import"}),
		(f"{OWN}duties.check.run_check", {"year": 2026}),
	],
)
def test_what_needs_the_queue_says_that_it_is_down_and_leaves_nothing(server, path, data):
	data = {key: server.names.get(value, value) for key, value in data.items()}
	outcome = server.ask(method="POST", path=path, data=data, without="redis")
	assert outcome["status"] == 417
	assert "后台任务队列没有响应" in outcome["text"]
	assert outcome["changed"] == []
	assert outcome["again"] == 200


@pytest.mark.parametrize(("user", "path"), [("login", "/party"), ("Guest", "/appraisal")])
def test_pages_open_without_redis(server, user, path):
	outcome = server.ask(user=server.names.get(user, user), method="GET", path=path, data={}, without="redis")
	assert outcome["status"] == 200


@pytest.mark.parametrize("file_format", ["pdf", "xlsx"])
def test_a_ledger_that_finds_the_disk_full_says_so(server, file_format):
	outcome = server.ask(
		method="GET",
		path=f"{OWN}ledgers.download",
		data={"ledger": "member_roster", "file_format": file_format},
		without="disk",
		room=500,
	)
	assert outcome["status"] == 417
	assert "磁盘是否已满" in outcome["text"]
	assert outcome["again"] == 200


@pytest.mark.parametrize("room", [0, 20_000])
def test_an_upload_that_finds_the_disk_full_leaves_neither_record_nor_file(server, room):
	outcome = server.ask(
		method="POST",
		path=f"{METHOD}upload_file",
		data={"is_private": "1", "doctype": "Party Branch", "docname": server.names["branch"]},
		upload="scan.txt",
		without="disk",
		room=room,
	)
	assert outcome["status"] == 417
	assert "磁盘是否已满" in outcome["text"]
	assert outcome["changed"] == []
	assert outcome["again"] == 200
