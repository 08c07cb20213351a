from datetime import date

import pytest

from party_affairs.rules.dues.assessment import Assessment
from party_affairs.rules.dues.monthly_dues import DuesRecord
from party_affairs.rules.periods import parse
from tests.support.clauses import judge

MONTHS = tuple(parse(f"2025-{month:02d}") for month in (1, 2, 3))
KEYS = frozenset(month.key for month in MONTHS)


def assessed(first, last=None, category="employed"):
	return Assessment(date.fromisoformat(first), date.fromisoformat(last) if last else None, category)


ASSESSED = {"assessments": (assessed("2025-01-01"),)}


@pytest.mark.parametrize(
	("recorded", "undated", "ok", "found", "words"),
	[
		({1, 2, 3}, (), True, 3, "recorded for 3 month(s)"),
		({1, 2, 3, 4}, {4}, True, 3, "recorded for 3 month(s)"),
		({1, 3}, (), False, 2, "recorded for 2025-2"),
		((), (), False, 0, "2025-1, 2025-2, 2025-3"),
		({1, 2, 3}, {3}, False, 2, "day of payment is not recorded for 2025-3"),
		({1, 2}, {2}, False, 2, "No standard and sum of dues recorded for 2025-3"),
	],
)
def test_standard_sum_and_day_of_dues_are_recorded_month_by_month(recorded, undated, ok, found, words):
	keys = [frozenset(f"2025-{month:02d}" for month in months) for months in (recorded, undated)]
	outcome = judge("R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(*keys), **ASSESSED})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 3, found)
	assert words in outcome.message


def test_of_many_months_the_first_is_named():
	year = tuple(parse(f"2025-{month:02d}") for month in range(1, 13))
	outcome = judge(
		"R59", {"dues_asked": year, "dues_record": DuesRecord(frozenset({"2025-01"})), **ASSESSED}
	)
	assert (outcome.required, outcome.found) == (12, 1)
	assert "for 11 of 12 months, the first 2025-2" in outcome.message


def test_of_whom_no_dues_are_asked_nothing_has_to_be_recorded():
	assert judge("R59", {"dues_asked": (), "dues_record": DuesRecord()}).ok


@pytest.mark.parametrize(
	("assessments", "ok", "words"),
	[
		((assessed("2025-01-01"),), True, "3 month(s)"),
		((assessed("2024-01-01"), assessed("2025-03-01")), True, "3 month(s)"),
		((), False, "No assessment of the dues was made for 2025."),
		((assessed("2024-02-01"),), False, "for 2025: that of 2024-02 runs on."),
		((assessed("2023-01-01"), assessed("2024-12-01")), False, "that of 2024-12 runs on."),
		((assessed("2024-01-01", "2025-02-01"),), False, "No assessment of the dues was made for 2025."),
		((assessed("2025-04-01"), assessed("2024-01-01")), False, "that of 2024-01 runs on."),
		((assessed("2020-01-01", category="fixed_sum"),), True, "3 month(s)"),
		((assessed("2020-01-01", category="retired"),), False, "that of 2020-01 runs on."),
		((assessed("2020-01-01", "2025-01-01", "student"), assessed("2019-01-01")), False, "that of 2019-01"),
	],
)
def test_an_assessment_of_an_earlier_year_that_runs_on_is_none_for_the_year(assessments, ok, words):
	outcome = judge(
		"R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(KEYS), "assessments": assessments}
	)
	assert outcome.ok is ok and words in outcome.message


@pytest.mark.parametrize(
	("months", "mode", "parameters", "due"),
	[
		((1, 2), "annual", {}, date(2025, 3, 31)),
		((1,), "annual", {"assessed_by": "02-15"}, date(2025, 2, 28)),
		((3,), "annual", {}, date(2025, 4, 30)),
		((11,), "annual", {}, date(2025, 12, 31)),
		((1, 2), "monthly", {}, date(2025, 12, 31)),
		((1, 2), None, {"dues_mode": "monthly"}, date(2025, 12, 31)),
		((1, 2), "annual", {"dues_mode": "monthly"}, date(2025, 3, 31)),
	],
)
def test_an_assessment_is_due_in_the_first_quarter_and_never_at_once(months, mode, parameters, due):
	months = tuple(parse(f"2025-{month:02d}") for month in months)
	record = DuesRecord(frozenset(month.key for month in months))
	outcome = judge("R59", {"dues_asked": months, "dues_record": record, "mode": mode}, **parameters)
	assert (outcome.ok, outcome.due) == (False, due)


def test_whoever_owes_nothing_is_asked_for_no_assessment():
	assert judge("R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(KEYS, excused=KEYS)}).ok
	some = DuesRecord(KEYS, excused=frozenset({"2025-01", "2025-02"}))
	assert not judge("R59", {"dues_asked": MONTHS, "dues_record": some}).ok


def test_what_is_missing_beside_it_is_said_first():
	outcome = judge("R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(KEYS - {"2025-02"})})
	assert (outcome.ok, outcome.required, outcome.found, outcome.due) == (False, 3, 2, None)
	assert outcome.message == (
		"No standard and sum of dues recorded for 2025-2. No assessment of the dues was made for 2025."
	)
