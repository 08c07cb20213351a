"""Reading statements of accounts: each service's file, what is left out, what is refused, and the keys of lines."""

import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from party_affairs.importing import statement
from party_affairs.importing.problems import WorkbookError
from party_affairs.rules.dues.twins import sound_number
from tests.importing import statements

TODAY = date(2026, 4, 1)
ZHANG = ("2026-03-05", "张三", "15.00", "3月党费", "1000050001202603050001")
LI = ("2026-03-06", "李四", "30.00", "党费", "1000050001202603060002")


def read(content, name="账单.csv"):
	return statement.read(content, name, TODAY)


def facts(line):
	return line.paid_on.isoformat(), line.payer, str(line.amount), line.transaction_no


def test_a_wechat_bill_is_read_below_its_preface_and_what_went_out_is_left_out():
	found = read(statements.wechat(ZHANG, LI, spent=[("2026-03-07", "文具店", "12.00")]))
	assert found.problems == []
	assert [facts(line) for line in found.lines] == [
		("2026-03-05", "张三", "15.00", "1000050001202603050001"),
		("2026-03-06", "李四", "30.00", "1000050001202603060002"),
	]
	assert found.lines[0].note == "3月党费"
	assert found.left_out == 2


def test_an_alipay_bill_is_read_in_its_encoding():
	found = read(statements.alipay(ZHANG))
	assert [facts(line) for line in found.lines] == [("2026-03-05", "张三", "15.00", ZHANG[4])]
	assert found.left_out == 1
	assert not found.lines[0].refund


def test_a_banks_workbook_is_read_with_its_days_and_sums():
	lines = [("2026-03-05", "张 三", "1,015.00", "党费", "A1"), ("2026年3月6日", "李四", 30, "党费", "A2")]
	found = read(statements.bank(*lines, spent=[("2026-03-09", "某书店", 88)]), "明细.xlsx")
	assert found.problems == []
	assert [facts(line) for line in found.lines] == [
		("2026-03-05", "张三", "1015.00", "A1"),
		("2026-03-06", "李四", "30.00", "A2"),
	]
	assert found.lines[0].note == "转账 党费"
	assert found.left_out == 1


@pytest.mark.parametrize(
	"cell, day",
	[
		("20260305101112", date(2026, 3, 5)),
		("20260305 101112", date(2026, 3, 5)),
		("2026/3/5 9:01", date(2026, 3, 5)),
		(46086.42, date(2026, 3, 5)),
		(20260305, date(2026, 3, 5)),
	],
)
def test_days_are_read_as_the_services_write_them(cell, day):
	found = read(workbook(("交易时间", "付款人", "金额"), (cell, "张三", 15)), "账.xlsx")
	assert [line.paid_on for line in found.lines] == [day]


def workbook(*rows):
	book = Workbook()
	for row in rows:
		book.active.append(row)
	content = io.BytesIO()
	book.save(content)
	return content.getvalue()


def text(*rows):
	return "\n".join(",".join(row) for row in rows).encode()


HEAD = ("交易日期", "对方户名", "金额", "借贷标志", "摘要")


@pytest.mark.parametrize(
	"row, column, reason",
	[
		(("3月5日", "张三", "15", "贷", ""), "交易日期", "This is not a date"),
		(("", "张三", "15", "贷", ""), "交易日期", "The day is missing"),
		(("2026-05-05", "张三", "15", "贷", ""), "交易日期", "lies in the future"),
		(("2026-03-05", "张三", "十五", "贷", ""), "金额", "This is not a number"),
		(("2026-03-05", "张三", "", "贷", ""), "金额", "The sum is missing"),
		(("2026-03-05", "张三", "15", "也许", ""), "借贷标志", "Neither income nor expense"),
	],
)
def test_unreadable_rows_are_named_by_row_and_column(row, column, reason):
	found = read(text(HEAD, ("2026-03-04", "李四", "15", "贷", ""), row))
	(problem,) = found.problems
	assert (problem.row, problem.column) == (3, column)
	assert reason in problem.reason


def test_of_what_went_out_nothing_need_be_readable():
	found = read(text(HEAD, ("3月5日", "某书店", "十五", "借", "")))
	assert (found.lines, found.problems, found.left_out) == ([], [], 1)


def test_a_sum_below_zero_is_a_refund_in_a_column_of_income_and_an_expense_elsewhere():
	head = ("交易日期", "对方户名", "收入金额", "支出金额")
	found = read(text(head, ("2026-03-05", "张三", "-15", "")))
	assert [(line.amount, line.refund) for line in found.lines] == [(Decimal("-15.00"), True)]
	found = read(text(("交易日期", "对方户名", "金额"), ("2026-03-05", "张三", "-15")))
	assert (found.lines, found.left_out) == ([], 1)


def test_money_that_went_back_is_marked():
	found = read(statements.wechat(ZHANG).decode("utf-8-sig").replace("已存入零钱", "已全额退款").encode())
	assert [line.refund for line in found.lines] == [True]


@pytest.mark.parametrize(
	"content, name, reason",
	[
		(b"a,b,c\n1,2,3\n", "x.csv", "No header row was found"),
		(b"", "x.csv", "No header row was found"),
		(b"\xff\xfe\xfa", "x.csv", "cannot be read"),
		(b"whatever", "x.pdf", "must be a file of the kind"),
		(b"PK no workbook", "x.xlsx", "damaged"),
		(b"x" * (20 * 1024 * 1024 + 1), "x.csv", "too long"),
		(text(HEAD, *[("2026-03-05", "张三", "15", "贷", "")] * 3001), "x.csv", "too long"),
	],
)
def test_what_is_no_statement_is_refused_with_a_sentence(content, name, reason):
	with pytest.raises(WorkbookError, match=reason):
		statement.read(content, name, TODAY)


@pytest.mark.parametrize("ending", ["csv", "xls"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_is_read_whatever_its_name_and_encoding(ending, encoding):
	rows = "\n".join("\t".join(row) for row in (HEAD, ("2026-03-05", "张三", "15", "贷", "党费")))
	found = read(rows.encode(encoding), f"明细.{ending}")
	assert [facts(line) for line in found.lines] == [("2026-03-05", "张三", "15.00", "")]


@pytest.mark.parametrize("ending", ["xls", "csv"])
def test_a_workbook_is_read_whatever_its_name(ending):
	content = workbook(("交易时间", "付款人", "金额"), ("2026-03-05", "张三", 15))
	assert len(read(content, f"明细.{ending}").lines) == 1


def test_a_web_page_that_calls_itself_a_table_is_said_to_be_one():
	with pytest.raises(WorkbookError, match="web page"):
		read("<html><table><tr><td>交易时间</td></tr></table></html>".encode(), "明细.xls")


def test_what_keeps_excel_from_reading_a_number_is_taken_away():
	head = ("交易日期", "交易时间", "收入金额", "支出金额", "对方户名", "摘要", "流水号")
	row = ('="20260305"', '="10:01:02"', '="30.00"', "", '="张三"', "'党费", "'620012345678901234")
	(line,) = read(text(head, row)).lines
	assert facts(line) == ("2026-03-05", "张三", "30.00", "620012345678901234")
	assert (line.paid_at, line.note) == ("10:01:02", "党费")


@pytest.mark.parametrize(
	"head, cells, at",
	[
		(("交易时间",), ("2026/3/5 9:01",), "09:01"),
		(("交易时间",), ("2026-03-05 09:01:02",), "09:01:02"),
		(("交易时间",), ("20260305 090102",), "09:01:02"),
		(("交易时间",), (46086.42,), "10:04:48"),
		(("交易时间",), (datetime(2026, 3, 5, 9, 1),), "09:01:00"),
		(("交易时间", "交易日期"), ("09:01:02", "2026-03-05"), "09:01:02"),
		(("交易时间", "交易日期"), ("090102", "20260305"), "09:01:02"),
		(("交易日期", "交易时间"), ("2026-03-05", time(9, 1, 2)), "09:01:02"),
		(("交易日期",), ("2026-03-05",), ""),
		(("交易日期",), (20260305,), ""),
	],
)
def test_the_time_of_day_is_read_where_the_file_has_one(head, cells, at):
	(line,) = read(workbook((*head, "付款人", "金额"), (*cells, "张三", 15)), "账.xlsx").lines
	assert (line.paid_on, line.paid_at) == (date(2026, 3, 5), at)


def test_a_number_that_excel_keeps_as_a_number_shows_that_it_is_damaged():
	head = ("交易时间", "付款人", "金额", "流水号")
	rows = [
		("2026-03-05", "张三", 15, number) for number in (1.00005e30, 620012345678901234.0, 12345678, "W1")
	]
	found = read(workbook(head, *rows), "账.xlsx")
	assert [sound_number(line.transaction_no) for line in found.lines] == ["", "", "12345678", "w1"]


def test_a_damaged_number_is_no_part_of_the_key():
	plain = read(statements.resaved(ZHANG, number="")).lines
	damaged = read(statements.resaved(ZHANG)).lines
	other = read(statements.resaved(ZHANG, number="1.00E+27")).lines
	assert plain[0].key == damaged[0].key == other[0].key
	assert damaged[0].transaction_no == "1.00005E+30"


def test_rows_that_a_filter_hides_are_asked_about():
	book = Workbook()
	for row in (("交易时间", "付款人", "金额"), ("2026-03-05", "张三", 15), ("2026-03-06", "李四", 15)):
		book.active.append(row)
	book.active.row_dimensions[3].hidden = True
	content = io.BytesIO()
	book.save(content)
	(problem,) = read(content.getvalue(), "账.xlsx").problems
	assert problem.row == 3 and "hidden" in problem.reason


@pytest.mark.parametrize("title, cell", [("进账金额", "15.00"), ("实收（元）", "15"), ("其他", "15.00")])
def test_a_column_of_money_that_nobody_knows_stops_the_file(title, cell):
	found = read(text((*HEAD, title), ("2026-03-05", "张三", "15", "贷", "", cell)))
	(problem,) = found.problems
	assert (problem.row, problem.column) == (1, title)
	assert "收入金额" in problem.reason


@pytest.mark.parametrize(
	"title, cell",
	[("余额", "15.00"), ("手续费(元)", "0.10"), ("对方账号", "6217001"), ("网点", ""), ("网点", "东街")],
)
def test_columns_beside_the_money_stop_nothing(title, cell):
	assert len(read(text((*HEAD, title), ("2026-03-05", "张三", "15", "贷", "", cell))).lines) == 1


def test_what_was_paid_back_in_part_is_marked():
	head = ("交易时间", "付款人", "金额", "成功退款（元）")
	rows = [("2026-03-05", "张三", "15", "15.00"), ("2026-03-05", "李四", "15", "0.00")]
	assert [line.refund for line in read(text(head, *rows)).lines] == [True, False]


def test_a_workbook_beyond_the_limits_is_refused():
	content = workbook(("交易时间", "付款人", "金额"), *[("2026-03-05", "张三", 15)] * 3001)
	with pytest.raises(WorkbookError, match="too long"):
		statement.read(content, "x.xlsx", TODAY)


def test_a_line_has_the_same_key_in_another_file_and_equal_lines_have_different_ones():
	twice = ("2026-03-05", "张三", "15.00", "党费", "")
	first = read(statements.wechat(twice, twice))
	second = read(statements.wechat(LI, twice, twice, spent=[("2026-03-01", "店", "1")]))
	keys = [line.key for line in first.lines]
	assert len(set(keys)) == 2
	assert [line.key for line in second.lines if line.payer == "张三"] == keys


@given(
	st.lists(
		st.tuples(
			st.dates(date(2026, 1, 1), TODAY).map(str),
			st.sampled_from(["张三", "李四", "王五"]),
			st.decimals("0.01", "99999", places=2).map(str),
			st.just("党费"),
			st.integers(0, 3).map(str),
		),
		max_size=12,
	)
)
def test_every_line_is_read_once_with_a_key_of_its_own(lines):
	found = read(statements.wechat(*lines))
	assert found.problems == []
	assert [facts(line) for line in found.lines] == [
		(day, payer, f"{Decimal(amount):.2f}", number) for day, payer, amount, _note, number in lines
	]
	assert len({line.key for line in found.lines}) == len(lines)
