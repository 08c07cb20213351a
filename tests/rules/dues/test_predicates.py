import pytest

from party_affairs.rules.dues.monthly_dues import DuesRecord
from party_affairs.rules.periods import parse
from tests.support.clauses import judge

MONTHS = tuple(parse(f"2025-{month:02d}") for month in (1, 2, 3))


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
	outcome = judge("R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(*keys)})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 3, found)
	assert words in outcome.message


def test_of_many_months_the_first_is_named():
	year = tuple(parse(f"2025-{month:02d}") for month in range(1, 13))
	outcome = judge("R59", {"dues_asked": year, "dues_record": DuesRecord(frozenset({"2025-01"}))})
	assert (outcome.required, outcome.found) == (12, 1)
	assert "for 11 of 12 months, the first 2025-2" in outcome.message


def test_of_whom_no_dues_are_asked_nothing_has_to_be_recorded():
	assert judge("R59", {"dues_asked": (), "dues_record": DuesRecord()}).ok
