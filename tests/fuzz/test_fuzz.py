"""Odd calls at every door, as each role: none is answered by an error of the server, none that is refused changes anything.

A seed and the number of a call tell which call it is. The thorough profile sends ten thousand, the ordinary one a sample.
`PARTY_AFFAIRS_FUZZ_SEED` names another seed.
"""

import contextlib
import os
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings

from tests.fuzz import house as house_of_fuzz
from tests.fuzz import state
from tests.fuzz.calls import call_of, is_about_the_platform
from tests.site.two_branches import TODAY

pytestmark = pytest.mark.site

SEED = int(os.environ.get("PARTY_AFFAIRS_FUZZ_SEED", "20260310"))
PARTS = settings().max_examples // 100
"""1 in the ordinary profile, 20 in the thorough one."""
CALLS_A_PART = 300 if PARTS == 1 else 500
REFUSED = 400
SERVER_ERROR = 500


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(house_of_fuzz.build, TODAY)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_call_ends_in_an_error_of_the_server_and_no_refused_one_changes_anything(
	house, part, rolled_back, freeze
):
	freeze(TODAY)
	tables = state.tables()
	before, files = state.checksums(tables), state.files()
	failed, statuses = [], Counter()
	for number in range(part * CALLS_A_PART, (part + 1) * CALLS_A_PART):
		call = call_of(SEED, number, house)
		if is_about_the_platform(call):
			statuses["not sent"] += 1
			continue
		with rolled_back(), _papers_unprinted():
			written = state.writes()
			status = call.send(house.logins).status
			statuses[status] += 1
			changed = []
			if status >= REFUSED:
				if state.writes() != written:
					after = state.checksums(tables)
					changed += [table for table in tables if before[table] != after[table]]
				changed += state.files() - files
			if status >= SERVER_ERROR or changed:
				failed.append(f"{number}: {status}, changed {changed or 'nothing'}: {call}")
		for left in state.files() - files:
			# What an accepted call attached is undone with it, but for the file itself.
			Path(left).unlink()
	print(f"seed {SEED}, part {part}: {dict(statuses)}")
	assert not failed, f"seed {SEED}:\n" + "\n".join(failed)


def _no_pdf(html, options=None, output=None):
	return b"%PDF-" if output is None else output


@contextlib.contextmanager
def _papers_unprinted():
	"""The renderer takes a second a paper; what is asked here is done before it."""
	with (
		mock.patch("party_affairs.printing.pages.to_pdf", return_value=b"%PDF-"),
		mock.patch("party_affairs.printing.pages.papers_to_pdf", return_value=b"%PDF-"),
		mock.patch("party_affairs.printing.engine.to_pdf", _no_pdf),
		mock.patch("frappe.utils.pdf.get_pdf", _no_pdf),
		mock.patch("frappe.utils.print_format.get_pdf", _no_pdf),
	):
		yield


def test_the_comparison_sees_a_change(rolled_back):
	import frappe

	tables = state.tables()
	before = state.checksums(tables)
	with rolled_back():
		written = state.writes()
		frappe.get_doc(doctype="ToDo", description="变化").insert()
		assert state.writes() > written
		after = state.checksums(tables)
		assert "tabToDo" in [table for table in tables if before[table] != after[table]]
	assert state.checksums(tables) == before
