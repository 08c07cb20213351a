from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.dues import reminders as dues_reminders
from party_affairs.guide.dues import tiers as guide_tiers
from party_affairs.guide.dues.tiers import Tier
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.dues.monthly_dues import (
	LAPSE_MONTHS,
	MonthAccount,
	arrears,
	arrears_of,
	check_amount,
	check_standard,
	monthly_due,
	rate_for,
	stage_to_tell,
	standard_on,
	standing_of,
	status_of,
)
from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message
from party_affairs.rules.periods import parse

BASES = st.decimals(0, 100_000, places=2)
CATEGORIES = st.sampled_from(["employed", "annual_salary", "irregular_income", "retired"])


@pytest.mark.parametrize(
	("base", "due"),
	[
		("0", "0.00"),
		("3000.00", "15.00"),
		("3000.01", "30.00"),
		("4500", "45.00"),
		("5000", "50.00"),
		("5001", "75.02"),
		("10000", "150.00"),
		("10001", "200.02"),
		("50000", "1000.00"),
		("50000.01", "1000.00"),
		("60000", "1000.00"),
	],
)
@pytest.mark.parametrize("category", ["employed", "annual_salary", "irregular_income"])
def test_dues_of_those_with_an_income(category, base, due):
	assert monthly_due(base, category, on=date(2026, 1, 1)) == Decimal(due)


@pytest.mark.parametrize(
	("base", "due"), [("5000", "25.00"), ("5000.01", "50.00"), ("5001", "50.01"), ("200000", "1000.00")]
)
def test_dues_of_the_retired(base, due):
	assert monthly_due(base, "retired") == Decimal(due)


@pytest.mark.parametrize(
	("category", "due"),
	[
		("fixed_sum", "0.20"),
		("student", "0.20"),
		("unemployed", "0.20"),
		("relief", "0.20"),
		("farmer", "0.20"),
		("exempt", "0.00"),
	],
)
def test_fixed_sums_need_no_base(category, due):
	assert monthly_due(None, category) == Decimal(due)
	assert rate_for("99999", category) is None


@pytest.mark.parametrize(
	("base", "rate"),
	[
		("3000", "0.5"),
		("3000.01", "1"),
		("5000", "1"),
		("5000.01", "1.5"),
		("10000", "1.5"),
		("10000.01", "2"),
	],
)
def test_a_limit_belongs_to_the_lower_tier(base, rate):
	assert rate_for(base) == Decimal(rate)


def test_the_cap_of_1000_yuan_holds_from_2017():
	assert monthly_due(60000, on=date(2016, 12, 31)) == Decimal("1200.00")
	assert monthly_due(60000, on=date(2017, 1, 1)) == Decimal("1000.00")
	assert standard_on().key == standard_on(date(2026, 1, 1)).key == "2017"


def test_before_the_first_standard_nothing_can_be_computed():
	with pytest.raises(RuleError, match="2008-03-31"):
		monthly_due(3000, on=date(2008, 3, 31))


def test_whole_numbers_text_and_decimals_mean_the_same():
	assert monthly_due(4500) == monthly_due("4500") == monthly_due(Decimal("4500.00")) == Decimal("45.00")


@pytest.mark.parametrize(
	("base", "sentence"),
	[
		(3000.0, "exact number"),
		(True, "exact number"),
		("-1", "must not be negative"),
		("three thousand", "must be a number"),
		("NaN", "must be a number"),
		("Infinity", "must be a number"),
		("10000000.01", "implausible"),
		(None, "missing"),
	],
)
def test_a_base_that_cannot_be_is_refused_by_name(base, sentence):
	with pytest.raises(RuleError, match=f"^Monthly Base.*{sentence}"):
		monthly_due(base)


def test_an_unknown_category_is_refused_with_the_known_ones():
	with pytest.raises(RuleError, match=r"pensioner.*annual_salary.*retired"):
		monthly_due(3000, "pensioner")


@given(BASES, BASES, CATEGORIES)
def test_a_higher_base_never_owes_less_and_sums_are_in_cents(one, other, category):
	lower, higher = sorted((one, other))
	assert Decimal(0) <= monthly_due(lower, category) <= monthly_due(higher, category) <= 1000
	assert monthly_due(higher, category).as_tuple().exponent == -2


@given(BASES)
def test_the_rate_applies_to_the_whole_base(base):
	exact = base * rate_for(base) / 100
	assert abs(monthly_due(base, standard=replace(standard_on(), monthly_cap=None)) - exact) <= Decimal(
		"0.005"
	)


def test_a_standard_of_ones_own_replaces_rounding_and_cap():
	own = replace(standard_on(), rounding="round_half_up_to_jiao", monthly_cap=Decimal("500"))
	assert monthly_due(5001, standard=own) == Decimal("75.00")
	assert monthly_due(60000, standard=own) == Decimal("500.00")
	assert monthly_due(5001, standard=replace(own, rounding="round_down_to_cent")) == Decimal("75.01")


def test_the_order_in_which_tiers_are_listed_does_not_matter():
	turned = replace(standard_on(), tiers=tuple(reversed(standard_on().tiers)))
	check_standard(turned)
	assert monthly_due("3000.01", standard=turned) == Decimal("30.00")


@pytest.mark.parametrize(
	"tiers",
	[
		[
			Tier("employed", Decimal(0), Decimal(3000), Decimal("0.5")),
			Tier("employed", Decimal(5000), None, Decimal(1)),
		],
		[Tier("employed", Decimal(0), Decimal(3000), Decimal("0.5"))],
		[Tier("employed", Decimal(100), None, Decimal("0.5"))],
		[Tier("employed", Decimal(0), None, None)],
		[Tier("student", fixed_amount=Decimal("0.2")), Tier("student", fixed_amount=Decimal("0.5"))],
		[Tier("student", Decimal(0), None, Decimal(1), Decimal("0.2"))],
	],
	ids=["gap", "no open end", "does not begin at 0", "no rate", "two fixed sums", "rate and fixed sum"],
)
def test_a_standard_with_a_gap_or_a_contradiction_is_refused(tiers):
	with pytest.raises(RuleError, match=f"^Tiers of {tiers[0].category}"):
		check_standard(replace(standard_on(), tiers=tuple(tiers)))


def test_a_base_above_the_last_tier_of_an_unsound_standard_is_refused():
	short = replace(standard_on(), tiers=(Tier("employed", Decimal(0), Decimal(3000), Decimal("0.5")),))
	assert monthly_due(3000, standard=short) == Decimal("15.00")
	with pytest.raises(RuleError, match="above the last tier"):
		monthly_due("3000.01", standard=short)


def test_the_standards_of_the_guide_are_sound():
	for standard in guide_tiers.dues_standards():
		check_standard(standard)


def test_paying_more_than_due_is_lawful_but_nonsense_is_refused_by_name():
	assert check_amount("2000") == Decimal("2000")
	for bad, sentence in [
		("-1", "negative"),
		("1.005", "more than two decimals"),
		("10000001", "implausible"),
		("1e99", "implausible"),
		(0.1, "exact"),
	]:
		with pytest.raises(RuleError, match=f"^Amount Paid.*{sentence}"):
			check_amount(bad)
	with pytest.raises(RuleError, match=r"^Amount Due must not be negative"):
		check_amount("-1", Message("Amount Due"))


@pytest.mark.parametrize(
	("due", "paid", "status"),
	[
		("30", "0", "unpaid"),
		("30", "29.99", "partly_paid"),
		("30", "30", "paid"),
		("30", "50", "paid"),
		("0", "0", "exempt"),
		("0", "10", "paid"),
	],
)
def test_the_state_of_a_month(due, paid, status):
	assert status_of(Decimal(due), Decimal(paid)) == status


def test_arrears_count_the_months_running():
	paid = {"2025-01", "2025-02", "2025-05"}
	owed = arrears(date(2025, 1, 20), date(2025, 9, 1), paid)
	assert [month.key for month in owed.months] == [
		"2025-03",
		"2025-04",
		"2025-06",
		"2025-07",
		"2025-08",
		"2025-09",
	]
	assert owed.running == 4
	later = arrears(date(2025, 1, 20), date(2025, 9, 1), paid | {"2025-09"})
	assert later.running == 0


def test_six_months_running_call_for_a_decision():
	assert arrears(date(2025, 1, 1), date(2025, 5, 31), set()).running == LAPSE_MONTHS - 1
	assert arrears(date(2025, 1, 1), date(2025, 6, 30), set()).running == LAPSE_MONTHS
	scattered = {f"2025-{month:02d}" for month in (3, 6, 9, 12)}
	assert arrears(date(2025, 1, 1), date(2025, 12, 31), scattered).running < LAPSE_MONTHS


@given(st.sets(st.integers(1, 12)))
def test_every_month_is_either_settled_or_in_arrears(settled):
	owed = arrears(date(2025, 1, 1), date(2025, 12, 31), {f"2025-{month:02d}" for month in settled})
	assert len(owed.months) == 12 - len(settled)
	assert owed.running <= len(owed.months)


# --- arrears by the day by which a month is payable ------------------------------------------------------------------

QUARTERS = {
	f"2025-{month:02d}": date(2025, (month + 2) // 3 * 3, (31, 30, 30, 31)[(month - 1) // 3])
	for month in range(1, 13)
}


def account(month, paid="0", due="15", payable_by=None):
	return MonthAccount(parse(f"2025-{month:02d}"), Decimal(due), Decimal(paid), payable_by)


@pytest.mark.parametrize(
	("on", "months", "quarterly"),
	[
		(date(2025, 1, 31), 0, 0),
		(date(2025, 2, 1), 1, 0),
		(date(2025, 3, 31), 2, 0),
		(date(2025, 4, 1), 3, 3),
		(date(2025, 6, 30), 5, 3),
		(date(2025, 7, 1), 6, 6),
	],
)
def test_a_month_is_in_arrears_once_its_time_is_over(on, months, quarterly):
	year = (date(2025, 1, 1), date(2025, 12, 31))
	by_month, by_quarter = arrears(*year, set(), on=on), arrears(*year, set(), QUARTERS, on)
	assert (len(by_month.months), by_month.running) == (months, months)
	assert (len(by_quarter.months), by_quarter.running) == (quarterly, quarterly)


def test_part_of_a_month_is_not_a_month_paid_and_more_than_is_due_owes_nothing():
	assert account(1, "14.99").open == Decimal("0.01")
	assert account(1, "15").open == account(1, "20").open == Decimal("0.00")
	assert account(1, "14.99").is_in_arrears(date(2025, 2, 1))
	assert not account(1, "14.99").is_in_arrears(date(2025, 1, 31))
	assert not account(1, payable_by=date(2025, 3, 31)).is_in_arrears(date(2025, 3, 31))
	assert account(1, payable_by=date(2025, 3, 31)).is_in_arrears(date(2025, 4, 1))


def test_a_run_is_what_is_unpaid_up_to_the_day():
	owed = arrears_of(
		[account(1), account(2), account(3, "15"), account(4), account(5, "7"), account(6)], date(2025, 6, 20)
	)
	assert [month.key for month in owed.months] == ["2025-01", "2025-02", "2025-04", "2025-05"]
	assert [month.key for month in owed.run] == ["2025-04", "2025-05"]
	assert owed.running == 2


@pytest.mark.parametrize(
	("accounts", "running"),
	[
		([], 0),
		([account(1), account(2), account(3, "15")], 0),
		([account(1), account(2), account(4), account(5)], 2),
		([account(1), account(2, due="0"), account(3)], 1),
		([account(4), account(5), account(12, "15")], 2),
		([account(4), account(5), account(6, "15")], 0),
		([account(1), account(2), account(3)], 3),
	],
	ids=[
		"nothing was asked",
		"paid at the end",
		"a month for which nothing was asked",
		"an exempt month",
		"a month to come, paid in advance",
		"the running month paid",
		"nothing was asked since",
	],
)
def test_what_ends_a_run(accounts, running):
	owed = arrears_of(accounts, date(2025, 6, 20))
	assert owed.running == len(owed.run) == running


def test_a_quarterly_payer_is_three_months_behind_when_the_quarter_is_over():
	unpaid = [account(month, payable_by=QUARTERS[f"2025-{month:02d}"]) for month in range(1, 7)]
	assert [
		arrears_of(unpaid, day).running
		for day in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1))
	] == [0, 3, 3, 6]


@given(
	st.lists(
		st.tuples(st.integers(1, 12), st.sampled_from(["0", "5", "15"]), st.booleans()),
		unique_by=lambda row: row[0],
	),
	st.dates(date(2025, 1, 1), date(2026, 2, 1)),
)
def test_months_in_arrears_are_those_that_say_so_themselves(rows, on):
	accounts = [
		account(month, paid, payable_by=QUARTERS[f"2025-{month:02d}"] if quarterly else None)
		for month, paid, quarterly in rows
	]
	owed = arrears_of(accounts, on)
	assert owed.months == tuple(sorted(row.month for row in accounts if row.is_in_arrears(on)))
	assert owed.running <= len(owed.months)


@pytest.mark.parametrize(
	("running", "told", "stage"),
	[
		(0, (), None),
		(1, (), 1),
		(2, (1,), None),
		(2, (), 1),
		(3, (1,), 3),
		(4, (), 3),
		(5, (1, 3), 5),
		(6, (1, 3, 5), 6),
		(9, (), 6),
		(9, (6,), None),
		(5, (6,), None),
	],
)
def test_only_the_newest_stage_is_told_and_once(running, told, stage):
	found = stage_to_tell(running, told)
	assert (found.months if found else None) == stage


def test_at_the_flag_the_member_is_sent_nothing_and_the_branch_is_told():
	flags = [stage for stage in dues_reminders.stages() if stage.is_flag]
	assert flags == [dues_reminders.flag()]
	assert flags[0].months == LAPSE_MONTHS == 6
	assert (flags[0].tells_member, flags[0].text) == (False, None)
	assert flags[0].tells_posts == ("secretary", "organisation_commissioner")
	for stage in dues_reminders.stages():
		assert stage.tells_member == (stage.text in dues_reminders.TEXTS)
		assert stage.tells_posts and all(party_posts.post(key) for key in stage.tells_posts)
	assert [stage.months for stage in dues_reminders.stages()] == [1, 3, 5, 6]
	assert "第十三条" in dues_reminders.citation() and dues_reminders.gist()


def months_of(*accounts):
	"""Accounts of months of 2026: (month, due, paid)."""
	return [
		MonthAccount(parse(f"2026-{month:02d}"), Decimal(due), Decimal(paid)) for month, due, paid in accounts
	]


@pytest.mark.parametrize(
	("accounts", "owed", "paid_until", "said"),
	[
		([], 0, None, None),
		([(1, 10, 10), (2, 10, 10), (3, 10, 0)], 0, "2026-02", "Dues paid until 2026-2"),
		([(1, 10, 10), (2, 10, 0), (3, 10, 10)], 1, "2026-01", "Dues: 1 months owed"),
		([(3, 10, 10), (1, 10, 10), (2, 0, 0)], 0, "2026-03", "Dues paid until 2026-3"),
		([(1, 10, 1), (2, 10, 0), (3, 10, 0)], 2, None, "Dues: 2 months owed"),
		([(3, 10, 0)], 0, None, None),
	],
)
def test_the_head_says_how_dues_stand(accounts, owed, paid_until, said):
	"""On 10 March: a month whose time is not over is owed by nobody."""
	standing = standing_of(months_of(*accounts), date(2026, 3, 10))
	assert (standing.owed, standing.paid_until and standing.paid_until.key) == (owed, paid_until)
	assert standing.text == said
