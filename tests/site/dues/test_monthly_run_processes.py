"""The monthly run in processes of their own, on a site of its own: two at once, and one that is killed half-way."""

import pytest

from tests.support.dues_processes import BRANCHES, CHUNK, MEMBERS, STALLS_IN_CHUNK
from tests.support.processes import ProcessSite, outcome

pytestmark = pytest.mark.site
MODULE = "tests.support.dues_processes"


@pytest.fixture
def site():
	"""Filled with made-up members, empty again at the end; the site itself is kept for the next time."""
	site = ProcessSite.made("dues", MODULE)
	site.ask("fill")
	yield site
	site.ask("clear")


def test_two_processes_at_once_make_every_entry_once(site):
	processes = [site.start("run") for _ in range(2)]
	for process in processes:
		assert process.stdout.readline() == "ready\n"
	for process in processes:
		process.stdin.write("go\n")
		process.stdin.flush()
	first, second = map(outcome, processes)
	assert first["made"] + second["made"] == MEMBERS
	assert site.ask("count") == {"rows": MEMBERS, "members": MEMBERS}
	assert site.ask("run") == {"made": 0, "existing": MEMBERS}


def test_a_killed_process_leaves_whole_chunks_and_the_next_run_completes_them(site):
	process = site.start("stall")
	assert process.stdout.readline() == "stalled\n"
	process.kill()
	process.communicate()
	# The committee, which has no members, is in the first chunk.
	finished = ((STALLS_IN_CHUNK - 1) * CHUNK - 1) * MEMBERS // BRANCHES
	assert site.ask("count") == {"rows": finished, "members": finished}
	assert site.ask("run") == {"made": MEMBERS - finished, "existing": finished}
	assert site.ask("count") == {"rows": MEMBERS, "members": MEMBERS}
