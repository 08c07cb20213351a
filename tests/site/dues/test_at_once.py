"""Two people who move the same money at once, in processes with connections of their own.

The second one has read everything before the first one has begun, and waits at the lock: what was read is out of date by
then.
"""

import select

import pytest

from tests.support.processes import ProcessSite, outcome

pytestmark = pytest.mark.site


@pytest.fixture
def site():
	"""A branch with 100 yuan, to which a member owes 20; two of everything wait to be submitted."""
	site = ProcessSite.made("dues", "tests.support.dues_rivals")
	site.ask("fill")
	yield site
	site.ask("clear")


def tell(process, words):
	process.stdin.write(f"{words}\n")
	process.stdin.flush()


def at_once(site, first, second):
	"""Start both (command, what it is told), let the second one run into the first; return what becomes of the second."""
	processes = [site.start(command) for command, _words in (first, second)]
	for process in processes:
		assert process.stdout.readline() == "ready\n"
	tell(processes[0], first[1])
	assert processes[0].stdout.readline() == "done\n"
	tell(processes[1], second[1])
	assert not select.select([processes[1].stdout], [], [], 2)[0], "the second one did not wait"
	assert outcome(processes[0]) == {"outcome": "done"}
	return outcome(processes[1])


def test_of_two_who_spend_the_same_money_one_is_refused(site):
	refused = at_once(site, ("spend", "0"), ("spend", "1"))
	assert refused["outcome"] == "refused" and "60.00" in refused["sentence"]
	assert site.ask("balance") == "20.00"


def test_two_who_collect_number_their_receipts_one_after_the_other(site):
	assert at_once(site, ("collect", "12"), ("collect", "8")) == {"outcome": "done"}
	assert site.ask("receipts") == [["2026-00001", "12.00"], ["2026-00002", "8.00"]]
	assert site.ask("entries") == [["2026-03", "20.00", "Paid"]]


def test_what_one_has_collected_the_other_does_not_collect_again(site):
	refused = at_once(site, ("collect", ""), ("collect", ""))
	assert refused["outcome"] == "refused" and "张三" in refused["sentence"]
	assert site.ask("receipts") == [["2026-00001", "20.00"]]


def test_months_are_remitted_once(site):
	refused = at_once(site, ("remit", "0"), ("remit", "1"))
	assert refused["outcome"] == "refused" and "2026年3月" in refused["sentence"]


def test_a_receipt_of_this_moment_keeps_its_line_of_the_statement(site):
	"""Matching again while another user collects does not take the new receipt for a cancelled one."""
	assert at_once(site, ("settle", ""), ("match", "")) == {"outcome": "done"}
	assert site.ask("lines") == [["张三", "Collected"]]
	assert site.ask("receipts") == [["2026-00001", "20.00"]]
