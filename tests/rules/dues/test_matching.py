"""Matching of statement lines: certain cases are matched, all others are doubtful with their reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.dues.matching import DueMonth, Line, Payer, match

ORGANISATIONS = ("测试之家",)


def months(first, count, amount="15"):
	start = date.fromisoformat(f"{first}-01")
	return tuple(
		DueMonth(
			date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1), Decimal(amount)
		)
		for n in range(count)
	)


ZHANG = Payer("M1", "张三", months("2026-01", 3), months("2026-04", 20))
LI = Payer("M2", "李四", (), months("2026-04", 20))
WANG = Payer("M3", "王五", months("2026-03", 1), ())
WANG_TOO = Payer("M4", "王五")
ZHANG_FENG = Payer("M5", "张三丰", months("2026-03", 1, "20"))
PEOPLE = (ZHANG, LI, WANG, WANG_TOO, ZHANG_FENG)


def one(amount, payer="张三", note="", day="2026-03-10", **more):
	line = Line("k", date.fromisoformat(day), Decimal(amount), payer, note, **more)
	return match([line], PEOPLE, ORGANISATIONS)["k"]


def keys(found):
	return [month.strftime("%Y-%m") for month in found.months]


@pytest.mark.parametrize(
	"amount, payer, note, covered",
	[
		("15", "张三", "", ["2026-01"]),
		("15.00", "张 三", "党费", ["2026-01"]),
		("45", "张三", "", ["2026-01", "2026-02", "2026-03"]),
		("15", "张小红", "代张三交党费", ["2026-01"]),
		("15", "张三", "张三3月党费", ["2026-01"]),
		("20", "家属", "张三丰党费", ["2026-03"]),
		("90", "张三", "", ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]),
		("45", "李四", "二季度", ["2026-04", "2026-05", "2026-06"]),
		("135", "李四", "全年", [f"2026-{n:02}" for n in range(4, 13)]),
	],
)
def test_certain_payments_are_matched(amount, payer, note, covered):
	found = one(amount, payer, note)
	assert (found.state, found.reason, keys(found)) == ("Matched", None, covered)


@pytest.mark.parametrize(
	"amount, payer, note, member, reason",
	[
		("15", "赵六", "", None, "No member of the branch is called 赵六"),
		("15", None, "", None, "does not say who paid"),
		("15", "王五", "", None, "2 members are called 王五"),
		("15", "家属", "王五党费", None, "2 members are called 王五"),
		("15", "家属", "张三李四党费", None, "The note names 张三, 李四"),
		("15", "张三", "代李四", "M2", "张三 paid, the note names 李四"),
		("14.99", "张三", "", "M1", "45 yuan are open for 3 months, 15 yuan"),
		("60", "张三", "", "M1", "60 yuan were paid"),
		("15", "李四", "", "M2", "paid already"),
		("30", "李四", "", "M2", "paid already"),
		("15", "浙江某某律师事务所", "张三党费", "M1", "article 14"),
		("15", "中共测试支部委员会", "党费", None, "article 14"),
		("15", "测试之家", "党费", None, "article 14"),
		("-15", "张三", "", None, "paid back"),
		("0", "张三", "", None, "paid back"),
	],
)
def test_everything_else_is_doubtful_with_its_reason(amount, payer, note, member, reason):
	found = one(amount, payer, note)
	assert (found.state, found.member) == ("Doubtful", member)
	assert reason in found.reason


def test_money_that_went_back_is_not_collected():
	found = one("15", refund=True)
	assert (found.state, found.member) == ("Doubtful", None)


def test_a_month_whose_entry_is_not_made_yet_is_due_in_that_month():
	assert keys(one("15", "李四", day="2026-04-02")) == ["2026-04"]
	assert one("15", "李四", day="2026-03-31").state == "Doubtful"


def test_a_second_payment_settles_what_the_first_left_open_whatever_their_order_in_the_file():
	lines = [
		Line("later", date(2026, 3, 20), Decimal("30"), "张三"),
		Line("first", date(2026, 3, 1), Decimal("15"), "张三"),
		Line("again", date(2026, 3, 21), Decimal("15"), "张三"),
	]
	found = match(lines, PEOPLE)
	assert keys(found["first"]) == ["2026-01"]
	assert keys(found["later"]) == ["2026-02", "2026-03"]
	assert "paid already" in found["again"].reason


def test_a_gap_makes_no_quarter():
	gap = (*months("2026-01", 1), *months("2026-03", 1))
	person = Payer("M9", "周七", gap, months("2026-06", 1))
	line = Line("k", date(2026, 3, 9), Decimal("45"), "周七")
	assert match([line], [person])["k"].state == "Doubtful"


NAMES = ("张三", "李四", "王五", "张三丰", "赵六")


@given(
	st.lists(
		st.builds(
			Payer,
			member=st.uuids().map(str),
			name=st.sampled_from(NAMES),
			owing=st.integers(0, 5).map(lambda count: months("2026-01", count, "15.50")),
			coming=st.integers(0, 12).map(lambda count: months("2026-06", count, "15.50")),
		),
		max_size=5,
		unique_by=lambda person: person.member,
	),
	st.lists(
		st.tuples(
			st.dates(date(2026, 1, 1), date(2026, 6, 30)),
			st.integers(-2, 40).map(lambda number: number * Decimal("15.50") / 2),
			st.sampled_from((*NAMES, "某某律师事务所", None)),
			st.sampled_from(("", "党费", "代张三交", "李四、王五")),
		),
		max_size=10,
	),
)
def test_what_is_matched_settles_whole_months_of_one_member_once(people, raw):
	lines = [Line(str(number), *values) for number, values in enumerate(raw)]
	found = match(lines, people, ORGANISATIONS)
	assert set(found) == {line.key for line in lines}
	by_member = {person.member: person for person in people}
	paid = []
	for line in lines:
		result = found[line.key]
		if result.state == "Doubtful":
			assert result.reason
			continue
		assert result.reason is None and line.amount > 0
		person = by_member[result.member]
		assert sum(other.name == person.name for other in people) == 1
		due = {item.month: item.amount for item in (*person.owing, *person.coming)}
		assert sum(due[month] for month in result.months) == line.amount
		paid += [(result.member, month) for month in result.months]
	assert len(paid) == len(set(paid))
