"""What people type into a cell, and what is made of it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from party_affairs.importing import normalise
from party_affairs.importing.normalise import Day, Mention, Payment
from party_affairs.importing.problems import CellError

MARCH_15 = date(2026, 3, 15)


@pytest.mark.parametrize(
	"typed",
	[
		"2026.3.15",
		"2026-03-15",
		"2026/3/15",
		"2026年3月15日",
		" 2026 年 3 月 15 日 ",
		"２０２６．３．１５",
		"2026－03－15",
		"20260315",
		"2026.3.15（周日）",
		"2026-03-15 14:00:00",
		"2026年3月15日14:30",
		"2026-03-15T09:00",
		date(2026, 3, 15),
		datetime(2026, 3, 15, 14, 0),
		46096,
		46096.0,
	],
)
def test_dates_as_people_write_them(typed):
	assert normalise.parse_date(typed) == Day(MARCH_15)


@pytest.mark.parametrize("typed", ["3月15日", "3.15", "3/15", "3-15", "３月１５日", 3.15])
def test_day_of_the_workbook_year(typed):
	assert normalise.parse_date(typed, year=2026) == Day(MARCH_15)


@pytest.mark.parametrize("typed", ["15日", "15号", 15])
def test_day_of_a_known_month(typed):
	assert normalise.parse_date(typed, year=2026, month=3) == Day(MARCH_15)


@pytest.mark.parametrize("typed", ["1998.7", "1998-07", "1998年7月", "1998年7月份", "199807", 199807, 1998.7])
def test_month_is_enough_where_it_may_be(typed):
	assert normalise.parse_date(typed, month_is_enough=True) == Day(date(1998, 7, 1), exact=False)
	with pytest.raises(CellError, match="day of the month"):
		normalise.parse_date(typed)


@pytest.mark.parametrize("typed", [1998.1, 2026.1])
def test_figure_that_may_be_january_or_october_is_refused(typed):
	with pytest.raises(CellError, match="may end in 1 or 10"):
		normalise.parse_date(typed, month_is_enough=True)


@pytest.mark.parametrize("typed", [3.1, 3.2, 3.3])
def test_figure_that_may_be_the_first_or_the_tenth_is_refused(typed):
	with pytest.raises(CellError, match="may end in"):
		normalise.parse_date(typed, year=2026)


@pytest.mark.parametrize(
	"typed, reason",
	[
		("2026-02-30", "calendar has no day"),
		("2026.13.1", "calendar has no day"),
		("26.3.15", "four digits"),
		("1026-03-15", "year 1026"),
		("三月中旬", "not a date"),
		("3月15日", "not a date"),
		("2026", "not a date"),
		(True, "not a date"),
		(time(9, 0), "not a date"),
	],
)
def test_what_is_no_date(typed, reason):
	with pytest.raises(CellError, match=reason):
		normalise.parse_date(typed)


@pytest.mark.parametrize("typed", [None, "", "  ", "　", "—", "-", "/", "无", "暂无"])
def test_cells_that_say_nothing(typed):
	assert normalise.parse_date(typed) is None
	assert normalise.parse_money(typed) is None
	assert normalise.parse_mentions(typed) == []


@pytest.mark.parametrize(
	"typed, start, end",
	[
		("14:00-15:40", time(14), time(15, 40)),
		("14：00—15：40", time(14), time(15, 40)),
		("14.00 - 15.40", time(14), time(15, 40)),
		("下午2点", time(14), None),
		("下午2点-4点", time(14), time(16)),
		("下午2:00至3:40", time(14), time(15, 40)),
		("上午9点到11点半", time(9), time(11, 30)),
		("上午10点-2点", time(10), time(14)),
		("晚上7点半", time(19, 30), None),
		("中午12点半", time(12, 30), None),
		("9时30分-11时", time(9, 30), time(11)),
		("19:30～21:00", time(19, 30), time(21)),
		("3月15日 9:00-11:00", time(9), time(11)),
		("2026-3-5 9:00", time(9), None),
		("2026年3月15日（周日）下午2点", time(14), None),
		(time(14, 30), time(14, 30), None),
		(datetime(2026, 3, 15, 9, 0), time(9), None),
		(datetime(2026, 3, 15), None, None),
		(0.5, time(12), None),
		(timedelta(hours=9, minutes=30), time(9, 30), None),
		(None, None, None),
	],
)
def test_times(typed, start, end):
	assert normalise.parse_times(typed) == (start, end)


@pytest.mark.parametrize("typed", ["全天", "25:00", "9:00-10:00-11:00", "9:75", 30])
def test_what_is_no_time(typed):
	with pytest.raises(CellError, match="not a time"):
		normalise.parse_times(typed)


@pytest.mark.parametrize(
	"typed, amount",
	[
		("150", "150.00"),
		("1,234.50元", "1234.50"),
		("￥150", "150.00"),
		("１５０．５", "150.50"),
		("1.2万", "12000.00"),
		(75.015, "75.02"),
		(0.1 + 0.2, "0.30"),
		(0, "0.00"),
	],
)
def test_money(typed, amount):
	assert normalise.parse_money(typed) == Decimal(amount)


@pytest.mark.parametrize(
	"typed, reason",
	[(-3, "negative"), ("-3元", "negative"), ("若干", "not a number"), (True, "not a number")],
)
def test_what_is_no_money(typed, reason):
	with pytest.raises(CellError, match=reason):
		normalise.parse_money(typed)


@pytest.mark.parametrize("typed, number", [("12人", 12), ("60余人", 60), (12.0, 12), ("3次", 3)])
def test_counts(typed, number):
	assert normalise.parse_count(typed) == number


@pytest.mark.parametrize("typed", [2.5, "-1", "很多"])
def test_what_is_no_count(typed):
	with pytest.raises(CellError):
		normalise.parse_count(typed)


@pytest.mark.parametrize(
	"typed, hours",
	[
		("2小时", "2"),
		("90分钟", "1.5"),
		("1小时30分", "1.5"),
		("一个半小时", "1.5"),
		("半小时", "0.5"),
		(2.5, "2.5"),
		(time(1, 30), "1.5"),
	],
)
def test_hours(typed, hours):
	assert normalise.parse_hours(typed) == Decimal(hours)


@pytest.mark.parametrize("typed", ["是", "√", "✓", "有", "Y", "1", 1, 1.0, True])
def test_ticks(typed):
	assert normalise.parse_check(typed) is True


@pytest.mark.parametrize("typed", ["否", "×", "无", "n", "0", 0, False])
def test_no_ticks(typed):
	assert normalise.parse_check(typed) is False


def test_tick_says_nothing_or_is_understood():
	assert normalise.parse_check("") is None
	with pytest.raises(CellError, match="是 or 否"):
		normalise.parse_check("大概")


CHOICES = {"Full Member": ("正式党员", "正式"), "Masses": ("群众（社区）",)}


@pytest.mark.parametrize(
	"typed", ["正式党员", " 正式 党员 ", "正式", "Full Member", "正式党员（2011年转正）"]
)
def test_choice_by_any_of_its_words(typed):
	assert normalise.parse_choice(typed, CHOICES) == "Full Member"


def test_unknown_choice_names_what_there_is():
	with pytest.raises(CellError, match=r"正式党员.*群众（社区）"):
		normalise.parse_choice("党员？", CHOICES)


@pytest.mark.parametrize(
	"typed, name", [("张 三", "张三"), ("欧阳　明", "欧阳明"), (" 阿依古丽·买买提 ", "阿依古丽·买买提")]
)
def test_names_lose_the_spaces_that_align_them(typed, name):
	assert normalise.parse_name(typed) == name


@pytest.mark.parametrize(
	"typed, mentions",
	[
		("张三、李四，王五；赵六", [("张三", ""), ("李四", ""), ("王五", ""), ("赵六", "")]),
		("张三\n李四", [("张三", ""), ("李四", "")]),
		("张三 李四 王五", [("张三", ""), ("李四", ""), ("王五", "")]),
		("张 三", [("张三", "")]),
		("张 三、李　四", [("张三", ""), ("李四", "")]),
		("李四（出差）、王五（病假）", [("李四", "出差"), ("王五", "病假")]),
		("李四(外地开庭，已请假) 王五", [("李四", "外地开庭，已请假"), ("王五", "")]),
		("李四，王五（均出差）", [("李四", "出差"), ("王五", "出差")]),
		("李四：出差", [("李四", "出差")]),
		("1.张三 2.李四", [("张三", ""), ("李四", "")]),
		("李四（出差", [("李四", "出差")]),
	],
)
def test_lists_of_people(typed, mentions):
	assert normalise.parse_mentions(typed) == [Mention(*mention) for mention in mentions]


@pytest.mark.parametrize("typed", ["张三、李四等", "张三、李四等5人"])
def test_list_that_leaves_people_out_is_refused(typed):
	with pytest.raises(CellError, match="leaves names out"):
		normalise.parse_mentions(typed)


@pytest.mark.parametrize(
	"typed, payment",
	[
		(150, Payment(Decimal("150.00"))),
		("150元（3月20日）", Payment(Decimal("150.00"), paid_on=date(2026, 3, 20))),
		("√", Payment(in_full=True)),
		("√（20日）", Payment(in_full=True, paid_on=date(2026, 3, 20))),
		("未交", Payment(Decimal("0.00"))),
		("0", Payment(Decimal("0.00"))),
		("免交", Payment(exempt=True)),
		(None, None),
	],
)
def test_payment_of_a_month(typed, payment):
	assert normalise.parse_payment(typed, year=2026, month=3) == payment


@pytest.mark.parametrize("typed", ["三月", "3月", "3月份", 3, 3.0, "2026年3月", date(2026, 3, 1)])
def test_month(typed):
	assert normalise.parse_month(typed, year=2026) == 3


@pytest.mark.parametrize("typed", [0, 13, "春季", "2025年3月"])
def test_what_is_no_month(typed):
	with pytest.raises(CellError, match="not a month"):
		normalise.parse_month(typed, year=2026)


def test_id_number_survives_only_as_text():
	assert normalise.parse_id_number(" 00000019850612001x ") == "00000019850612001X"
	assert normalise.parse_id_number("000000********001X") is None
	with pytest.raises(CellError, match="last digits"):
		normalise.parse_id_number(110101199003070000)


def test_telephone_number_that_excel_made_a_figure():
	assert normalise.parse_code(13800000000.0) == "13800000000"
	assert normalise.parse_code("138 0000 0000") == "13800000000"


def test_free_text_keeps_its_punctuation():
	assert (
		normalise.parse_text("  会议认为：要把……落到实处。\r\n（略） ")
		== "会议认为：要把……落到实处。\n（略）"
	)


@pytest.mark.parametrize(
	"typed, first, last",
	[
		("2024.3-2027.2", date(2024, 3, 1), date(2027, 2, 28)),
		("2024年3月至2027年2月", date(2024, 3, 1), date(2027, 2, 28)),
		("2024-03-01至2027-02-28", date(2024, 3, 1), date(2027, 2, 28)),
		("2024-03-01 - 2027-02-28", date(2024, 3, 1), date(2027, 2, 28)),
		("2024.3.1—2027.2.28", date(2024, 3, 1), date(2027, 2, 28)),
		("2024-03-01", date(2024, 3, 1), None),
		(datetime(2024, 3, 1), date(2024, 3, 1), None),
	],
)
def test_terms(typed, first, last):
	start, end = normalise.parse_term(typed)
	assert (start.day, end and end.day) == (first, last)


def test_list_of_days():
	days = [date(2026, 3, 12), date(2026, 6, 20)]
	assert normalise.parse_dates("3月12日、2026.6.20", year=2026) == days
	assert normalise.parse_dates(datetime(2026, 3, 12)) == days[:1]
	assert normalise.parse_dates("无", year=2026) == []


@pytest.mark.parametrize(
	"typed, votes",
	[
		("12/0/1", (12, 0, 1)),
		("赞成12票，反对0票，弃权1票", (12, 0, 1)),
		("12人同意，1人弃权", (12, 0, 1)),
		("同意：12", (12, 0, 0)),
	],
)
def test_votes_in_one_cell(typed, votes):
	assert normalise.parse_votes(typed) == votes


def test_votes_without_a_number():
	with pytest.raises(CellError, match="赞成12"):
		normalise.parse_votes("一致通过")
