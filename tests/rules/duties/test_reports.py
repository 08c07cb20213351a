"""Reports of duties: lines of one clause as one, what changed, the matrix's cells, who stands how, who is silent."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.data import GuideDataError
from party_affairs.guide.duties import short_titles
from party_affairs.rules.duties import reports
from party_affairs.rules.duties.reports import Cell, Missing, Trend

DAY = date(2026, 3, 1)
STATUSES = ("Met", "Late", "Missed", "Due", "Planned", "Excused")


def told(status="Missed", rule="R49", period_key="2026-01", subject="PM-1", linked_to=None, **values):
	return SimpleNamespace(
		rule=rule,
		citation="一",
		title="交纳党费",
		period_key=period_key,
		period_start=DAY,
		subject=subject,
		subject_name=values.pop("name", "张三"),
		status=status,
		severity="Warn",
		linked_to=linked_to,
		due_date=values.pop("due_date", None),
		remedy="催交",
	)


def test_the_dues_of_january_are_one_line():
	lines = [told(subject=f"PM-{number}") for number in range(20)] + [told("Late", subject="PM-90")] * 4
	(line,) = reports.clauses(lines, {("R49", "2026-01"): 30})
	assert (line.number, line.of_number, line.missed_count, line.late_count, line.status) == (
		20,
		30,
		20,
		4,
		"Missed",
	)


def test_what_is_counted_with_another_clause_is_cited_there():
	lines = [told("Missed", "R28"), told("Missed", "R30", linked_to="R28")]
	(line,) = reports.clauses(lines, {("R28", "2026-01"): 1})
	assert (line.rule, line.also) == ("R28", "R30 一")


def test_the_nearest_day_of_what_is_told_stands_on_the_line():
	lines = [
		told("Due", due_date=date(2026, 3, 9)),
		told("Missed", due_date=date(2026, 1, 31)),
		told("Missed", due_date=date(2026, 2, 2)),
	]
	(line,) = reports.clauses(lines, {})
	assert (line.status, line.due_date, line.of_number) == ("Missed", date(2026, 1, 31), 3)


@given(
	st.lists(
		st.tuples(
			st.sampled_from(("R22", "R26", "R49")),
			st.sampled_from(("2026-01", "2026-02")),
			st.sampled_from(STATUSES[1:5]),
		)
	)
)
def test_lines_and_their_sums_agree(found):
	lines = [told(status, rule, key, subject=str(place)) for place, (rule, key, status) in enumerate(found)]
	grouped = reports.clauses(lines, {})
	for status, column in (("Missed", "missed_count"), ("Late", "late_count")):
		assert sum(getattr(line, column) for line in grouped) == sum(line.status == status for line in lines)
	assert sum(line.of_number for line in grouped) == len(lines)
	assert all(line.number > 0 for line in grouped)


def test_new_gaps_are_those_that_the_report_before_did_not_have():
	before = [Missing("R49", "2026-01", "PM-1", "张三"), Missing("R26", "2026-01", None, "甲支部")]
	same, other = told(), told(subject="PM-2")
	branch = told(rule="R26", subject="甲党支部", name="甲支部")
	assert reports.new_gaps([same, other, branch, told("Late", subject="PM-3")], before) == [other]


@pytest.mark.parametrize(
	("status", "counts"), [("Met", 1), ("Late", 1), ("Excused", 1), ("Missed", 0), ("Due", 0)]
)
def test_made_good_is_what_was_missed_and_is_not_any_more(status, counts):
	before = [Missing("R49", "2026-01", "PM-1", "张三")]
	assert len(reports.made_good([told(status), told("Met", subject="PM-2")], before)) == counts


def test_persons_of_the_same_name_are_told_apart_where_the_report_kept_them():
	before = [Missing("R49", "2026-01", "PM-1", "张三")]
	assert reports.made_good([told("Met", subject="PM-2")], before) == []


@given(
	st.dictionaries(
		st.sampled_from(("R22", "R26")), st.dictionaries(st.sampled_from(STATUSES), st.integers(0, 9))
	)
)
def test_cells_have_the_numbers_by_status(counts):
	cells = reports.cells(counts)
	for rule, of_clause in counts.items():
		numbers = tuple(of_clause.get(status, 0) for status in ("Met", "Late", "Missed", "Due"))
		assert cells.get(rule, Cell()) == numbers
	assert all(cell.asked for cell in cells.values())


@pytest.mark.parametrize(
	("cell", "done"),
	[(Cell(), False), (Cell(2), True), (Cell(1, 1), True), (Cell(1, 0, 1), False), (Cell(1, due=1), False)],
)
def test_a_cell_is_done_when_nothing_of_it_is_open(cell, done):
	assert cell.done is done


@pytest.mark.parametrize(("before", "now", "arrow", "by"), [(3, 5, "↑", 2), (5, 3, "↓", 2), (4, 4, "→", 0)])
def test_a_trend_has_an_arrow(before, now, arrow, by):
	assert (Trend(before, now).arrow, Trend(before, now).by) == (arrow, by)


def test_the_worst_and_the_best_are_named():
	rows = [
		SimpleNamespace(name=name, met_count=met, late_count=late, missed_count=missed)
		for name, met, late, missed in (
			("甲", 9, 0, 0),
			("乙", 5, 1, 2),
			("丙", 5, 0, 7),
			("丁", 0, 0, 0),
			("戊", 8, 2, 0),
		)
	]
	assert [row.name for row in reports.worst(rows, 2)] == ["丙", "乙"]
	assert [row.name for row in reports.best(rows, 5)] == ["甲", "戊"]


@pytest.mark.parametrize(
	("last", "begun", "silent"),
	[
		(date(2026, 2, 1), None, False),
		(date(2026, 1, 29), None, True),
		(None, None, True),
		(None, date(2026, 2, 20), False),
		(date(2025, 1, 1), date(2026, 2, 20), False),
	],
)
def test_silent_is_who_has_no_record_for_thirty_days(last, begun, silent):
	assert reports.is_silent(last, begun, date(2026, 3, 1), 30) is silent


@pytest.mark.parametrize("changed", [{"text": "六个字的标题"}, {"text": ""}, {"clause": "R99"}])
def test_short_titles_are_five_characters_of_checked_clauses(changed):
	raw = [{"clause": clause, "text": text} for clause, text in short_titles._BY_CLAUSE.items()]
	assert short_titles.parse_short_titles({"short_titles": raw})
	with pytest.raises(GuideDataError):
		short_titles.parse_short_titles({"short_titles": [{**raw[0], **changed}, *raw[1:]]})
	assert short_titles.short_title("X01") == "X01"
