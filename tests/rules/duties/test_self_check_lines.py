"""The sheets that branches tick: what their definitions may say, how a clause is judged by its lines, and what is doubted."""

import copy
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import data, registry
from party_affairs.guide.data import GuideDataError
from party_affairs.guide.duties import self_checks
from party_affairs.rules.calendar import last_of_workdays
from party_affairs.rules.duties.facts import ApplicationFacts, SelfCheckFacts, Tick
from party_affairs.rules.duties.predicates import PREDICATES
from party_affairs.rules.duties.quality import Proof, remarks
from party_affairs.rules.evaluators import evaluate_state
from party_affairs.rules.findings import subject_of
from party_affairs.rules.linked import links_of
from party_affairs.rules.periods import calendar_year

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DAY = date(2025, 12, 5)


def raw():
	return json.loads((Path(data.__file__).parent / "duties/self_checks.json").read_text(encoding="utf-8"))


# Definitions


def test_each_clause_that_is_ticked_is_asked_on_one_sheet():
	ticked = [clause.id for clause in registry.clauses() if clause.held == "checklist"]
	kinds = {clause: self_checks.kind_of(clause) for clause in ticked}
	assert (kinds.pop("R50"), kinds.pop("R51")) == ("six_haves", "six_goods")
	assert set(kinds.values()) == {"self_check"}
	with pytest.raises(KeyError):
		self_checks.kind_of("R22")


@pytest.mark.parametrize(
	("clause", "lines"), [("R18", 1), ("R19", 4), ("R20", 4), ("R21", 5), ("R53", 3), ("R63", 8), ("R66", 4), ("R50", 6), ("R51", 6)]
)  # fmt: skip
def test_a_clause_that_asks_several_things_has_a_line_for_each(clause, lines):
	sheet = self_checks.scheme(self_checks.kind_of(clause))
	assert len([line for line in sheet.lines if line.clause == clause]) == lines


def test_the_six_have_the_headings_of_the_guides_body():
	haves, goods = (self_checks.scheme(kind) for kind in ("six_haves", "six_goods"))
	text = registry.clause("R50").text
	assert all(f"{number}.{line.heading}" in text for number, line in enumerate(haves.lines, start=1))
	assert [line.heading[-1] for line in goods.lines] == ["好"] * 6
	assert (haves.title, goods.title) == ("党支部建设“六有”标准自查表", "先进党支部“六好”条件申报表")


def test_a_scheme_is_that_of_its_day():
	assert self_checks.scheme("self_check", date(2026, 1, 1)).version == 1
	with pytest.raises(KeyError, match="self_check in force on 2019-01-01"):
		self_checks.scheme("self_check", date(2019, 1, 1))


def change(content, path, value):
	*steps, last = path
	for step in steps:
		content = content[step]
	content[last] = value


@pytest.mark.parametrize(
	("path", "value", "words"),
	[
		(("schemes", 0, "kind"), "seven_haves", "seven_haves 1: kind 'seven_haves' is none of"),
		(("schemes", 0, "version"), 0, "self_check 0: version is no number above 0"),
		(("schemes", 0, "period"), "month", "self_check 1: period 'month' is none of"),
		(("schemes", 0, "colour"), "red", "self_check 1: fields differ from"),
		(("schemes", 0, "lines", 0, "clause"), "R22", "self_check 1, deputy_stands_in: clause 'R22' is none of"),
		(("schemes", 0, "lines", 0, "shown"), ["weather"], "deputy_stands_in: shown 'weather' is none of"),
		(("schemes", 0, "lines", 0, "measured"), ["R18"], "deputy_stands_in: measured 'R18' is none of"),
		(("schemes", 0, "lines", 0, "question"), " ", "deputy_stands_in: question is no text"),
		(("schemes", 0, "lines", 1, "key"), "deputy_stands_in", "deputy_stands_in: the entry is there twice"),
		(("schemes", 1, "lines", 0, "key"), "deputy_stands_in", "deputy_stands_in: the key stands for another line already"),
		(("schemes", 1, "lines", 0, "clause"), "R18", "six_haves: R18 is asked on self_check already"),
		(("schemes", 0, "lines", 0, "clause"), "R19", "R18: no sheet asks about the clause"),
		(("schemes", 0, "lines"), {}, "self_check 1: lines is no list"),
	],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_file_and_place(path, value, words):
	content = copy.deepcopy(raw())
	change(content, path, value)
	with pytest.raises(GuideDataError, match=words):
		self_checks.parse_schemes(content)


def test_versions_of_a_sheet_rise_and_keep_their_keys():
	content = copy.deepcopy(raw())
	content["schemes"].append({**copy.deepcopy(content["schemes"][1]), "version": 1})
	with pytest.raises(GuideDataError, match="versions of a kind must rise"):
		self_checks.parse_schemes(content)
	content["schemes"][-1]["version"] = 2
	assert [sheet.version for sheet in self_checks.parse_schemes(content) if sheet.kind == "six_haves"] == [
		1,
		2,
	]


# Judging


def said(ticks, clause="R53", confirmed=False, kinds=("self_check",), on=DAY):
	lines = tuple(
		Tick(f"line{number}", tick, on if tick else None, bool(tick) and confirmed)
		for number, tick in enumerate(ticks)
	)
	facts = SelfCheckFacts(frozenset(kinds), {clause: lines} if lines else {})
	return PREDICATES["self_checked"].judge(facts, registry.clause(clause).parameters)


@pytest.mark.parametrize(
	("ticks", "ok", "asked", "lacks", "words"),
	[
		(["yes", "yes", "yes"], True, True, set(), "All 3 lines are answered with Yes, by the self-check"),
		(["yes", "does_not_apply", "yes"], True, True, set(), "All 2 lines"),
		(["does_not_apply"] * 3, True, False, set(), "Does not apply, by the self-check"),
		(["yes", "no", "partly"], False, True, {"R53"}, "2 of 3 lines are not answered with Yes"),
		(["yes", None, "no"], False, True, {"self_check"}, "2 of 3 lines of the clause are ticked"),
		([None, None, None], False, True, {"self_check"}, "0 of 3"),
	],
)  # fmt: skip
def test_a_clause_is_judged_by_its_lines(ticks, ok, asked, lacks, words):
	outcome = said(ticks)
	assert (outcome.ok, outcome.is_asked, set(outcome.lacks)) == (ok, asked, lacks)
	assert words in outcome.message


def test_without_a_sheet_it_is_the_sheet_that_lacks():
	outcome = said([], kinds=())
	assert (outcome.ok, outcome.is_asked, outcome.lacks) == (False, True, {"self_check"})
	assert "no self-check sheet" in outcome.message


def test_a_sheet_that_does_not_ask_is_no_gap():
	assert not said([]).is_asked


def test_what_is_confirmed_says_so():
	assert "confirmed by the committee above" in said(["yes"], confirmed=True).message


@given(st.lists(st.sampled_from([None, "yes", "partly", "no", "does_not_apply"]), min_size=1, max_size=8))
def test_more_yes_never_makes_a_gap_of_what_was_none(ticks):
	before = said(ticks)
	for place in range(len(ticks)):
		after = said([*ticks[:place], "yes", *ticks[place + 1 :]])
		if before.ok and before.is_asked:
			assert after.ok
		assert (after.found or 0) >= (before.found or 0) - (ticks[place] == "yes")


@pytest.mark.parametrize(
	("facts", "ok", "asked", "words"),
	[
		({}, True, False, "has not applied"),
		({"handed_up_on": DAY}, False, True, "awaits the decision"),
		({"handed_up_on": DAY, "approved_on": date(2026, 1, 5)}, True, True, "approved on 2026-01-05"),
		({"handed_up_on": DAY, "refused_on": date(2026, 1, 5)}, True, False, "refused"),
		({"handed_up_on": DAY, "withdrawn_on": date(2025, 12, 9)}, True, False, "withdrawn"),
	],
)
def test_an_application_is_judged_by_its_decision(facts, ok, asked, words):
	parameters = registry.clause("R51").parameters
	outcome = PREDICATES["application_decided"].judge(ApplicationFacts(**facts), parameters)
	assert (outcome.ok, outcome.is_asked) == (ok, asked)
	assert words in outcome.message
	if facts and asked:
		assert outcome.due == date(2026, 3, 5)


def test_an_unticked_sheet_is_one_gap_and_a_no_is_its_own():
	facts = SelfCheckFacts(
		frozenset({"self_check"}), {"R18": (Tick("a"),), "R19": (Tick("b"),), "R53": (Tick("c", "no", DAY),)}
	)
	clauses = [replace(registry.clause(number), applies_when=None) for number in ("R18", "R19", "R53")]
	branch = subject_of("甲支部", "Party Branch", "甲支部", "甲支部")
	findings = [
		finding
		for clause in clauses
		for finding in evaluate_state(
			clause, [branch], lambda day: {"甲支部": facts}, date(2026, 1, 5), period=calendar_year(2025)
		)
	]
	assert [finding.status for finding in findings] == ["missed"] * 3
	links = links_of(clauses, findings)
	assert {key[0]: clause.id for key, clause in links.carried_by.items()} == {"R19": "R18"}


# Doubts


@pytest.mark.parametrize(
	("tick", "proofs", "missed", "words"),
	[
		("yes", [], (), ["Yes without evidence"]),
		("yes", [Proof()], (), []),
		("no", [], ("R22",), []),
		(None, [], ("R22",), []),
		("yes", [Proof()], ("R22", "R26"), ["Yes, but the records miss R22, R26"]),
		("yes", [Proof(date(2024, 5, 1), date(2024, 5, 31))], (), ["evidence of another period"]),
		("yes", [Proof(date(2024, 12, 1), date(2025, 1, 31))], (), []),
		("yes", [Proof(about_from=date(2026, 1, 1))], (), ["evidence of another period"]),
		("yes", [Proof(valid_until=date(2025, 6, 30))], (), ["evidence no longer valid"]),
		("yes", [Proof(valid_until=date(2026, 6, 30))], (), []),
		("partly", [Proof(has_changed=True)], (), ["a file is not the one handed in"]),
	],
)  # fmt: skip
def test_what_is_doubted_about_a_line(tick, proofs, missed, words):
	assert remarks(tick, proofs, FIRST, LAST, date(2026, 2, 1), missed) == words


def test_publicity_ends_on_a_working_day():
	def is_workday(day):
		return day.weekday() < 5

	assert last_of_workdays(date(2025, 7, 2), 5, is_workday) == date(2025, 7, 8)
	assert last_of_workdays(date(2025, 7, 5), 1, is_workday) == date(2025, 7, 7)
