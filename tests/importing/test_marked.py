"""The marked copy: each problem at its cell, the rest of the workbook as it was, and no mark that outlives its fault."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from party_affairs.importing.marked import BEGINS, COLOUR, mark
from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.rules.message import Message

SHEET = "公益活动"
TITLES = {SHEET: {1: "序号", 2: "日期", 3: "项目"}}


@pytest.fixture
def book():
	made = Workbook()
	sheet = made.active
	sheet.title = SHEET
	for row in (
		["某支部2025年度公益活动"],
		["序号", "日期", "项目"],
		[1, "某日", "普法"],
		[None, "5月2日", "=1+1"],
	):
		sheet.append(row)
	sheet.merge_cells("A1:C1")
	return made


def content(book):
	written = io.BytesIO()
	book.save(written)
	return written.getvalue()


def opened(marked):
	return load_workbook(io.BytesIO(marked))[SHEET]


def problem(row, column, reason="A day is needed.", sheet=SHEET):
	return Problem(sheet, row, column, "", Message(reason))


def comments(sheet):
	return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def coloured(sheet):
	return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == COLOUR}


def test_each_problem_stands_at_its_cell(book):
	sheet = opened(mark(content(book), [problem(3, "日期"), problem(4, "日期"), problem(2, "项目")], TITLES))
	assert set(comments(sheet)) == coloured(sheet) == {"B3", "B4", "C2"}
	assert comments(sheet)["B3"] == f"{BEGINS}\nA day is needed."
	assert [cell.value for cell in sheet[3]] == [1, "某日", "普法"]


def test_problems_of_one_cell_share_a_comment_and_none_is_said_twice(book):
	problems = [problem(3, "日期", reason) for reason in ("First.", "Second.", "First.")]
	assert comments(opened(mark(content(book), problems, TITLES))) == {"B3": f"{BEGINS}\nFirst.\nSecond."}


def test_problem_of_row_sheet_and_file(book):
	problems = [
		problem(4, ""),
		problem(4, "没有的列", "Missing."),
		problem(None, "", "Wrong sheet."),
		problem(3, "日期", "Elsewhere.", sheet="没有的表"),
		file_problem("Wrong file."),
	]
	found = comments(opened(mark(content(book), problems, TITLES)))
	assert set(found) == {"A1", "B4"}
	assert found["B4"].splitlines()[1:] == ["A day is needed.", "Missing."]
	assert "Wrong sheet." in found["A1"] and "「没有的表」" in found["A1"] and "Wrong file." in found["A1"]


def test_merged_cell_is_marked_at_its_first_one(book):
	book[SHEET].merge_cells("B3:B4")
	assert set(comments(opened(mark(content(book), [problem(4, "日期")], TITLES)))) == {"B3"}


def test_reasons_are_in_the_language_of_the_reader(book):
	marked = mark(content(book), [problem(3, "日期")], TITLES, lambda text: f"译：{text}")
	assert "译：A day is needed." in comments(opened(marked))["B3"]


def test_own_comment_and_colour_come_back_when_the_fault_is_gone(book):
	cell = book[SHEET]["B3"]
	cell.comment, cell.fill = Comment("请核实", "书记"), PatternFill("solid", fgColor="FF00FF00")
	book[SHEET]["B4"].fill = PatternFill("solid", fgColor=COLOUR)
	once = mark(content(book), [problem(3, "日期"), problem(4, "日期")], TITLES)
	assert comments(opened(once))["B3"] == f"请核实\n{BEGINS}\nA day is needed."
	twice = mark(once, [problem(3, "项目")], TITLES)
	sheet = opened(twice)
	assert comments(sheet) == {"B3": "请核实", "C3": f"{BEGINS}\nA day is needed."}
	assert (sheet["B3"].comment.author, sheet["B3"].fill.fgColor.rgb) == ("书记", "FF00FF00")
	assert sheet["B4"].fill.fgColor.rgb == COLOUR


def test_marking_again_does_not_pile_up(book):
	once = mark(content(book), [problem(3, "日期")], TITLES)
	assert comments(opened(mark(once, [problem(3, "日期")], TITLES))) == comments(opened(once))


def test_formula_stays_with_its_result(book):
	"""openpyxl alone would write formulas without results, and the copy could not be imported."""
	file = content(book)
	saved = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(file)) as package, zipfile.ZipFile(saved, "w") as copy:
		for entry in package.infolist():
			data = package.read(entry)
			if entry.filename == "xl/worksheets/sheet1.xml":
				data, count = re.subn(rb"<f>1\+1</f><v ?/>|<f>1\+1</f><v></v>", b"<f>1+1</f><v>2</v>", data)
				assert count == 1
			copy.writestr(entry, data)
	marked = mark(saved.getvalue(), [problem(3, "日期")], TITLES)
	assert opened(marked)["C4"].value == "=1+1"
	assert load_workbook(io.BytesIO(marked), data_only=True)[SHEET]["C4"].value == 2


def test_what_is_no_workbook_cannot_be_marked():
	with pytest.raises(WorkbookError):
		mark(b"no workbook", [])


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_text_file_comes_back_as_workbook(encoding):
	text = "某支部2025年度公益活动,,\n序号,日期,项目\n1,某日,=1+1\n"
	marked = load_workbook(
		io.BytesIO(mark(text.encode(encoding), [Problem("", None, "", "", Message("All."))]))
	)
	sheet = marked.active
	assert [cell.value for cell in sheet[3]][1:] == ["某日", "=1+1"]
	assert sheet["C3"].data_type != "f"
	assert "All." in sheet["A1"].comment.text


def test_strict_workbook_comes_back_with_its_cells(book):
	ordinary = b"http://schemas.openxmlformats.org/"
	strict = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content(book))) as package, zipfile.ZipFile(strict, "w") as copy:
		for entry in package.infolist():
			data = package.read(entry).replace(
				ordinary + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
			)
			data = data.replace(
				ordinary + b"officeDocument/2006/relationships",
				b"http://purl.oclc.org/ooxml/officeDocument/relationships",
			)
			copy.writestr(entry, data)
	sheet = opened(mark(strict.getvalue(), [problem(3, "日期")], TITLES))
	assert set(comments(sheet)) == {"B3"}
	assert [cell.value for cell in sheet[3]] == [1, "某日", "普法"]
	assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
