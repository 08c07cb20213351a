"""From the bytes of a file to sheets, headings and rows, whatever the file looks like."""

import io
import zipfile
from datetime import datetime

import pytest

from party_affairs.importing import source, workbook
from party_affairs.importing.problems import WorkbookError
from party_affairs.importing.workbook import Unreadable, read
from tests.importing.books import book, content

ROSTER_HEAD = ["序号", "姓名", "党员类别"]


def rows_of(data, *keys):
	return [tuple(row.cells.get(key) for key in keys) for row in data.rows]


def test_plain_table():
	read_book = read(
		content(book(党员花名册=[ROSTER_HEAD, [1, "张三", "正式党员"], [2, "李四", "预备党员"]]))
	)
	roster = read_book.sheet("roster")
	assert rows_of(roster, "serial", "member_name", "stage") == [
		(1, "张三", "正式党员"),
		(2, "李四", "预备党员"),
	]
	assert [row.number for row in roster.rows] == [2, 3]
	assert not read_book.problems


@pytest.mark.parametrize(
	"heading", ["姓名", "姓　名", "姓\n名", "党员姓名", "*姓名", "姓名（必填）", "姓名："]
)
def test_heading_however_it_is_written(heading):
	read_book = read(content(book(花名册=[["序号", heading, "类别"], [1, "张三", "正式"]])))
	assert rows_of(read_book.sheet("roster"), "member_name", "stage") == [("张三", "正式")]


@pytest.mark.parametrize(
	"title",
	[
		["中共某市清河律师事务所支部委员会 2025年度 党员花名册"],
		["中共某市清河律师事务所支部委员会2025年度党员花名册"],
		["2025年度中共某市清河律师事务所支部委员会党员花名册"],
		["党组织：中共某市清河律师事务所支部委员会　　年度：2025年"],
		["党组织：", "中共某市清河律师事务所支部委员会", "年度：", 2025],
	],
)
def test_branch_and_year_from_the_title_row(title):
	read_book = read(content(book(党员花名册=[title, ROSTER_HEAD, [1, "张三", "正式"]])))
	assert read_book.years == [("党员花名册", 2025)]
	assert read_book.branch_texts == [("党员花名册", "中共某市清河律师事务所支部委员会")]
	assert rows_of(read_book.sheet("roster"), "member_name") == [("张三",)]


def test_merged_title_and_merged_header_rows():
	file = book(
		组织生活=[
			["××党支部 2025年度 组织生活台账", None, None, None, None, None],
			["序号", "日期", "类型", "参会情况", None, "议题"],
			[None, None, None, "参会人员", "缺席人员及原因", None],
			[1, "3月14日", "主题党日", "张三", "李四（出差）", "学习"],
		]
	)
	table = file["组织生活"]
	table.merge_cells("A1:F1")
	table.merge_cells("D2:E2")
	for column in "ABCF":
		table.merge_cells(f"{column}2:{column}3")
	data = read(content(file)).sheet("meetings")
	assert rows_of(data, "date", "kind", "present", "absent", "topic") == [
		("3月14日", "主题党日", "张三", "李四（出差）", "学习")
	]
	assert data.rows[0].number == 4


@pytest.mark.parametrize(
	"months", [["1月", None, "2月", None], ["一月", None, "02月", None], ["2025年1月", None, "2月份", None]]
)
def test_months_of_the_dues_sheet_in_two_header_rows(months):
	file = book(
		党费=[
			["序号", "姓名", "月应交", *months],
			[None, None, None, "实交", "交纳时间", "实缴金额", "缴纳日期"],
			[1, "张三", 15, 15, "1.10", "√", "10日"],
		]
	)
	file["党费"].merge_cells("D1:E1")
	file["党费"].merge_cells("F1:G1")
	data = read(content(file)).sheet("dues")
	assert rows_of(data, "due", "paid_1", "paid_on_1", "paid_2", "paid_on_2") == [
		(15, 15, "1.10", "√", "10日")
	]


def test_months_of_the_dues_sheet_in_one_header_row():
	data = read(
		content(
			book(党费=[["姓名", "1月", "2月实交", "2月应缴", "2月交纳日期"], ["张三", 15, 30, 30, "10日"]])
		)
	).sheet("dues")
	assert rows_of(data, "paid_1", "paid_2", "due_2", "paid_on_2") == [(15, 30, 30, "10日")]


def test_rows_that_are_no_records():
	file = book(
		党员花名册=[
			ROSTER_HEAD,
			["示例", "张三", "正式党员"],
			[1, "李四", "正式"],
			[],
			[None, "", "　"],
			[2, None, None],
			ROSTER_HEAD,
			[3, "王五", "预备"],
			["合计", None, 2],
			["制表人：", None, "审核人："],
		]
	)
	assert rows_of(read(content(file)).sheet("roster"), "serial", "member_name") == [(1, "李四"), (3, "王五")]


def test_value_merged_down_holds_for_each_row():
	file = book(联系群众=[["序号", "联系人", "联系对象姓名"], [1, "张三", "钱七"], [None, None, "孙八"]])
	file["联系群众"].merge_cells("A2:A3")
	file["联系群众"].merge_cells("B2:B3")
	assert rows_of(read(content(file)).sheet("pairings"), "member", "contact_name") == [
		("张三", "钱七"),
		("张三", "孙八"),
	]


def test_unknown_and_hidden_columns_are_left_out_with_a_note():
	file = book(党员花名册=[[*ROSTER_HEAD, "备用", "联系电话"], [1, "张三", "正式", "x", "13800000000"]])
	file["党员花名册"].column_dimensions["E"].hidden = True
	read_book = read(content(file))
	assert "mobile" not in read_book.sheet("roster").rows[0].cells
	assert {(note.column, str(note.reason)) for note in read_book.notes} == {
		("备用", "This column is not known and was left out."),
		("联系电话", "This column is hidden and was left out."),
	}


def test_hidden_columns_of_one_format_are_all_seen():
	file = book(
		党员花名册=[[*ROSTER_HEAD, "联系电话", "家庭住址"], [1, "张三", "正式", "13800000000", "某街"]]
	)
	dimension = file["党员花名册"].column_dimensions["D"]
	dimension.min, dimension.max, dimension.hidden = 4, 5, True
	assert {note.column for note in read(content(file)).notes} == {"联系电话", "家庭住址"}


def test_missing_and_doubled_columns_are_problems():
	missing = read(content(book(党内职务=[["姓名", "党内职务"], ["张三", "书记"]])))
	assert {(problem.column, str(problem.reason)) for problem in missing.problems} == {
		("任职日期", "This column is missing."),
		("任期届满日期", "This column is missing."),
	}
	doubled = read(content(book(党员花名册=[[*ROSTER_HEAD, "姓 名"], [1, "张三", "正式", "李四"]])))
	assert [str(problem.reason) for problem in doubled.problems] == [
		"This column is there twice. Delete or rename one."
	]


def test_sheets_unknown_hidden_or_doubled():
	file = book(
		党员花名册=[ROSTER_HEAD, [1, "张三", "正式"]],
		杂记=[["a"], ["b"]],
		党费=[["姓名", "1月"], ["张三", 15]],
		花名册=[ROSTER_HEAD, [1, "张三", "预备"]],
		填写说明=[["请填写"], ["……"]],
	)
	file["党费"].sheet_state = "hidden"
	read_book = read(content(file))
	assert [sheet.layout.key for sheet in read_book.sheets] == ["roster"]
	assert {note.sheet for note in read_book.notes} == {"杂记", "党费"}
	assert [problem.sheet for problem in read_book.problems] == ["花名册"]
	assert "张三" in read_book.problems[0].reason and "党员花名册" in read_book.problems[0].reason


def test_table_without_its_header_row_is_a_problem_of_the_sheet():
	problems = read(content(book(党员花名册=[["张三", "正式"], ["李四", "预备"]]))).problems
	assert [(problem.sheet, problem.row) for problem in problems] == [("党员花名册", None)]
	assert "姓名" in problems[0].reason


def test_formulas_count_by_their_saved_result():
	file = book(党员花名册=[ROSTER_HEAD, [1, '="张"&"三"', "正式"]])
	cell = read(content(file)).sheet("roster").rows[0].cells["member_name"]
	assert isinstance(cell, Unreadable)
	assert "no saved result" in cell.reason


def test_error_value_is_not_taken_for_text():
	file = book(党员花名册=[ROSTER_HEAD, [1, "张三", "#REF!"]])
	file["党员花名册"]["C2"].data_type = "e"
	cell = read(content(file)).sheet("roster").rows[0].cells["stage"]
	assert isinstance(cell, Unreadable)


@pytest.mark.parametrize(
	"damaged, reason",
	[
		(b"", "damaged"),
		(b"not a workbook", "damaged"),
		(b"PK\x03\x04 and nothing more", "damaged"),
		(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls or .et format"),
		(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
	],
)
def test_files_that_cannot_be_read(damaged, reason):
	with pytest.raises(WorkbookError, match=reason):
		read(damaged)


def test_truncated_workbook():
	whole = content(book(党员花名册=[ROSTER_HEAD, [1, "张三", "正式"]]))
	with pytest.raises(WorkbookError, match="damaged"):
		read(whole[: len(whole) // 2])


def test_zip_that_is_no_workbook():
	buffer = io.BytesIO()
	with zipfile.ZipFile(buffer, "w") as package:
		package.writestr("readme.txt", "hello")
	with pytest.raises(WorkbookError, match="damaged"):
		read(buffer.getvalue())


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
	buffer = io.BytesIO()
	with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
		with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
			for _part in range(source.MAX_CELLS_BYTES // 1_000_000 + 2):
				entry.write(bytes(1_000_000))
	monkeypatch.setattr(source.ooxml, "read", lambda *_arguments: pytest.fail("was unpacked"))
	with pytest.raises(WorkbookError, match="too large"):
		read(buffer.getvalue())


def test_too_many_rows_or_columns_are_refused():
	many = book(党员花名册=[ROSTER_HEAD])
	many["党员花名册"].cell(workbook.MAX_ROWS + 1, 2, "张三")
	(problem,) = read(content(many)).problems
	assert problem.sheet == "党员花名册"
	assert "too large" in problem.reason and f"row {workbook.MAX_ROWS + 1}, column 2" in problem.reason


def test_formats_beyond_the_table_do_no_harm():
	file = book(党员花名册=[ROSTER_HEAD, [1, "张三", "正式"]])
	file["党员花名册"].cell(1_000_000, 200).number_format = "0.00"
	assert len(read(content(file)).sheet("roster").rows) == 1


def test_workbook_without_any_known_sheet():
	with pytest.raises(WorkbookError, match="党员花名册"):
		read(content(book(Sheet1=[["a", "b"]])))


def test_days_counted_from_1904(tmp_path):
	file = book(组织生活=[["日期", "类型", "议题"], [44634, "主题党日", "学习"]])
	file.epoch = datetime(1904, 1, 1)
	path = tmp_path / "mac.xlsx"
	path.write_bytes(content(file))
	assert read(path).epoch.year == 1904


def test_of_two_headings_for_the_same_the_usual_one_is_read():
	file = book(党员花名册=[[*ROSTER_HEAD, "执业机构", "工作单位"], [1, "张三", "正式", "甲所", "乙所"]])
	read_book = read(content(file))
	assert rows_of(read_book.sheet("roster"), "firm") == [("乙所",)]
	assert [note.column for note in read_book.notes] == ["执业机构"]
	assert not read_book.problems


def test_one_column_for_date_and_time():
	data = read(
		content(book(组织生活=[["时间", "类型", "内容"], ["2025年3月14日14:00-15:40", "主题党日", "学习"]]))
	).sheet("meetings")
	assert rows_of(data, "date", "time", "topic") == [
		("2025年3月14日14:00-15:40", "2025年3月14日14:00-15:40", "学习")
	]


def test_one_column_for_the_term():
	read_book = read(content(book(党内职务=[["姓名", "职务", "任期"], ["张三", "书记", "2024.3-2027.2"]])))
	assert not read_book.problems
	assert rows_of(read_book.sheet("posts"), "start_date", "end_date") == [("2024.3-2027.2", "2024.3-2027.2")]
