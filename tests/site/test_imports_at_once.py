"""Imports of several branches, and what others do in forms meanwhile: nobody waits for somebody else's import to be committed."""

import select

import pytest

from tests.support.processes import ProcessSite, outcome

pytestmark = pytest.mark.site

SECONDS = 30
"""Longer than all of it takes on a busy machine, and shorter than anybody waits for a lock."""


@pytest.fixture
def site():
	site = ProcessSite.made("dues", "tests.support.import_rivals")
	site.ask("fill")
	yield site
	site.ask("clear")


def tell(process):
	process.stdin.write("go\n")
	process.stdin.flush()


def is_done(process):
	return bool(select.select([process.stdout], [], [], SECONDS)[0]) and process.stdout.readline() == "done\n"


def test_nobody_waits_for_what_another_branch_has_not_committed(site):
	order = ("first", "second", "desk")
	processes = [site.start(command) for command in order]
	for process in processes:
		assert process.stdout.readline() == "ready\n"
	try:
		for process in processes:
			tell(process)
			assert is_done(process), "waits for one that is not committed"
	except AssertionError:
		for process in processes:
			process.kill()
			process.wait()
		raise
	found = dict(zip(order, [outcome(process) for process in processes], strict=True))
	assert found["first"][1] >= 5 and found["second"][0] > 60
