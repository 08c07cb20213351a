"""Odd calls at every door, as each role: none is answered by an error of the server, none that is refused changes anything.

A seed and the number of a call tell which call it is. The thorough profile sends ten thousand, the ordinary one a sample.
"""

import os
from unittest import mock

import pytest
from hypothesis import settings

from tests.fuzz import house as house_of_fuzz
from tests.fuzz import state
from tests.fuzz.calls import call_of
from tests.site.two_branches import TODAY

pytestmark = pytest.mark.site

SEED = int(os.environ.get("PARTY_AFFAIRS_FUZZ_SEED", "20260310"))
CALLS_A_PART = 500
PARTS = settings().max_examples // 100
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
	failed = []
	for number in range(part * CALLS_A_PART, (part + 1) * CALLS_A_PART):
		call = call_of(SEED, number, house)
		with rolled_back(), mock.patch("party_affairs.printing.pages.to_pdf", return_value=b"%PDF-"):
			written = state.writes()
			status = _status_of(call, house.logins)
			if status >= SERVER_ERROR:
				failed.append(f"{number}: {status} {call}")
			elif status >= REFUSED and state.writes() != written:
				after = state.checksums(tables)
				changed = [table for table in tables if before[table] != after[table]]
				if changed:
					failed.append(f"{number}: {status}, but changed {changed} {call}")
	assert state.files() == files
	assert not failed, f"seed {SEED}:\n" + "\n".join(failed)


def _status_of(call, logins) -> int:
	return call.send(logins).status
