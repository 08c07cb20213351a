"""Two people who spend the same money at once, in processes with connections of their own."""

import select

import pytest

from tests.support.processes import ProcessSite, outcome

pytestmark = pytest.mark.site


@pytest.fixture
def site():
	"""A branch with 100 yuan and two expenses of 80 that wait to be submitted."""
	site = ProcessSite.made("dues", "tests.support.dues_spenders")
	site.ask("fill")
	yield site
	site.ask("clear")


def tell(process, words):
	process.stdin.write(f"{words}\n")
	process.stdin.flush()


def test_of_two_who_spend_the_same_money_one_is_refused(site):
	"""The second one has read the account before the first one has spent, and waits for him at the lock."""
	first, second = site.start("spend"), site.start("spend")
	for process in (first, second):
		assert process.stdout.readline() == "ready\n"
	tell(first, "0")
	assert first.stdout.readline() == "submitted\n"
	tell(second, "1")
	assert not select.select([second.stdout], [], [], 2)[0], "the second one did not wait"
	assert outcome(first) == {"outcome": "spent"}
	refused = outcome(second)
	assert refused["outcome"] == "refused" and "60.00" in refused["sentence"]
	assert site.ask("balance") == "20.00"
