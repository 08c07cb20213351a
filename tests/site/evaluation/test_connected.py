"""What other documents bring to an evaluation: ticks of self-check sheets, answered opinions, questionnaires."""

from datetime import date
from fractions import Fraction
from unittest import mock

import pytest

import frappe

from party_affairs.compliance import evaluation, measures
from party_affairs.compliance.measures import Ask, Measuring
from party_affairs.facts.duties.self_checks import Ticked
from party_affairs.facts.evaluation.questionnaires import Satisfaction
from party_affairs.rules.evaluation.measures import BRANCH, Ref, complete, sentence, share_of
from tests.site import factory

AS_OF = date(2026, 1, 10)
YEAR, FIRST_HALF = (date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 1, 1), date(2025, 6, 30))


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def reading(key, branch):
	ask = Ask(key, complete(key, BRANCH, {}))
	return Measuring(2025, AS_OF).read(BRANCH, {branch.name: branch.name}, {"it": ask})[branch.name]["it"]


def opinion(branch, raised_on, answered_on=None, **values):
	return frappe.get_doc(
		{
			**{"doctype": "Raised Opinion", "branch": branch.name, "opinion": "增设法律书籍"},
			**{"raised_on": raised_on, "occasion": "Raised Directly", "is_unnamed": 1},
			**({"answer": "已采纳", "answered_on": answered_on} if answered_on else {}),
			**values,
		}
	).insert()


def test_opinions_answered_in_time_late_and_not(branch):
	in_time = opinion(branch, "2025-03-01", "2025-03-10")
	late = opinion(branch, "2025-03-01", "2025-06-10")
	open_ = opinion(branch, "2025-04-01")
	opinion(branch, "2026-01-05")
	found = reading("opinions_answered", branch)
	assert (found.count, found.late, found.of) == (1, 1, 3)
	assert {Ref("Raised Opinion", one.name) for one in (in_time, late)} <= set(found.records)
	assert [ref.name for ref in found.missing] == [open_.name]


def test_satisfaction_is_the_mean_of_a_hundred(branch):
	told = [Satisfaction(branch.name, 2025, Fraction(250, 3), 20, ("QN-1",))]
	with mock.patch.object(measures.questionnaires, "satisfaction", return_value=told):
		found = reading("questionnaire_satisfaction", branch)
	assert str(found.count) == "83.33" and found.records == (Ref("Questionnaire", "QN-1"),)
	assert str(share_of("questionnaire_satisfaction", BRANCH, {}, found)) == "0.8333"
	assert "83.33" in sentence("questionnaire_satisfaction", BRANCH, {}, found)
	assert reading("questionnaire_satisfaction", branch).of is None


def tick(branch, key, word, state="ticked", kind="six_haves", clause=None, span=YEAR, sheet="SC-1"):
	return Ticked(branch.name, kind, key, clause, word, state, sheet, *span)


@pytest.mark.parametrize(
	("line", "share"),
	[
		("leadership", 0.5),
		("six_haves:leadership", 0.5),
		("self_check:leadership", None),
		# The line that was returned does not count yet.
		("R19", 1),
		("members", None),
		("results", None),
	],
)
def test_ticks_of_the_sheets_of_the_year(branch, line, share):
	criterion = {
		**{"criterion_key": "team", "title": "领导班子", "max_points": 100, "source": "Self-Checked"},
		"check_line": line,
	}
	form = evaluation.Form(factory.scheme("测试方案", "Party Branch", (criterion,)))
	ticks = [
		tick(branch, "leadership", "yes", span=FIRST_HALF, sheet="SC-0"),
		tick(branch, "leadership", "partly"),
		tick(branch, "members", None, "open"),
		tick(branch, "results", "yes", "returned"),
		tick(branch, "groups", "yes", "confirmed", "self_check", "R19"),
		tick(branch, "deeds", "no", "returned", "self_check", "R19"),
	]
	with mock.patch.object(measures.self_checks, "ticks", return_value=ticks):
		(of_branch,) = form.read(Measuring(2025, AS_OF), {branch.name: branch.name}).values()
	(found,) = form.lines(of_branch)
	assert (found.state, found.share) == (("Awaiting", 0) if share is None else ("Scored", share))
