"""From the bytes of a file to cells: each format, what is no table, and sizes."""

import io
import re
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from party_affairs.importing import source
from party_affairs.importing.problems import WorkbookError
from party_affairs.importing.source import Unreadable, open_book
from party_affairs.importing.workbook import read
from tests.importing.books import book, content

FILES = Path(__file__).parent / "files"
ROWS = [["姓名", "党员类别"], ["张三", "正式党员"], ["李四", "预备，党员"]]


def values(grid):
	return [
		[grid.own(row, column) for column in range(1, grid.last_column + 1)]
		for row in range(1, grid.last_row + 1)
	]


def repacked(file, change):
	"""A package with its parts changed by `change(name, text)`."""
	packed = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			new.writestr(name, change(name, old.read(name).decode()))
	return packed.getvalue()


def refused(file, name=""):
	with pytest.raises(WorkbookError) as error:
		open_book(file, name)
	return str(error.value)


# --- .xlsx -----------------------------------------------------------------------------------------------------------


def test_values_are_those_that_another_reader_finds():
	rows = [
		["text", 1, 1.5, True, None, "  spaced  "],
		[datetime(2025, 3, 14), datetime(2025, 3, 14, 9, 30), time(9, 30), timedelta(hours=30), -3, 1e20],
		["a\nb", "1<2&3", "００", 0, "'quoted' twice", "="],
	]
	file = content(book(甲=rows))
	expected = load_workbook(io.BytesIO(file), data_only=True)["甲"]
	found = open_book(file).sheets[0]
	for row in expected.iter_rows():
		for cell in row:
			assert found.own(cell.row, cell.column) == cell.value, cell.coordinate


@pytest.mark.parametrize(
	"old, new",
	[
		(
			"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
			"http://purl.oclc.org/ooxml/spreadsheetml/main",
		),
		(
			"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
			"http://purl.oclc.org/ooxml/officeDocument/relationships",
		),
	],
)
def test_strict_workbooks(old, new):
	file = repacked(content(book(党员花名册=ROWS)), lambda name, text: text.replace(old, new))
	assert values(open_book(file).sheets[0]) == ROWS


def test_days_of_strict_workbooks_are_written_out():
	def change(name, text):
		return re.sub(r'(<c r="A1"[^>]*?) t="\w+"><v>[^<]*', r'\1 t="d"><v>2025-03-14', text)

	file = repacked(content(book(甲=[[1, "x"]])), change)
	assert open_book(file).sheets[0].own(1, 1) == datetime(2025, 3, 14)


def test_prefixed_elements_and_cells_without_places():
	def change(name, text):
		if not name.startswith("xl/worksheets/"):
			return text
		text = re.sub(r' r="[A-Z]*\d+"', "", text)
		text = re.sub(r"<(/?)(\w)", r"<\1x:\2", text)
		return text.replace("xmlns=", "xmlns:x=")

	assert values(open_book(repacked(content(book(甲=ROWS)), change)).sheets[0]) == ROWS


def test_a_formula_without_text_in_its_saved_result_is_empty():
	def change(name, text):
		return text.replace(
			'<c r="A1"><f>1+1</f><v></v></c>', '<c r="A1" t="str"><f>1+1</f><v></v></c>'
		).replace('<c r="A1"><f>1+1</f><v /></c>', '<c r="A1" t="str"><f>1+1</f><v /></c>')

	plain = content(book(甲=[["=1+1", "x"]]))
	assert isinstance(open_book(plain).sheets[0].own(1, 1), Unreadable)
	assert open_book(repacked(plain, change)).sheets[0].own(1, 1) is None


def test_chinese_formats_of_days_without_a_definition():
	def change(name, text):
		return text.replace('numFmtId="14"', 'numFmtId="31"') if name == "xl/styles.xml" else text

	file = book(甲=[[45730]])
	file["甲"]["A1"].number_format = "mm-dd-yy"
	assert open_book(repacked(content(file), change)).sheets[0].own(1, 1) == datetime(2025, 3, 14)


def test_what_is_hidden_and_what_is_merged():
	file = book(甲=[["a", "b", "c"], ["d", "e", "f"], ["g"]])
	sheet = file["甲"]
	sheet.merge_cells("A1:B2")
	sheet.row_dimensions[3].hidden = True
	sheet.column_dimensions["C"].hidden = True
	found = open_book(content(file)).sheets[0]
	assert (found.hidden_rows, found.hidden_columns) == ({3}, {3})
	assert found.spread(2, 2) == "a" and found.own(2, 2) is None and found.data(2, 1) == "a"


def test_guards_against_numbers_are_taken_off():
	found = open_book(content(book(甲=[["'0012", "x'y", "'a'"]]))).sheets[0]
	assert values(found) == [["0012", "x'y", "'a'"]]


def test_pictures_are_not_unpacked():
	packed = io.BytesIO(content(book(党员花名册=ROWS)))
	with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as package:
		package.writestr("xl/media/image1.jpeg", bytes(25 * 1024 * 1024))
	assert values(open_book(packed.getvalue()).sheets[0]) == ROWS


def test_too_many_pictures_are_called_so():
	packed = io.BytesIO(content(book(党员花名册=ROWS)))
	with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as package:
		with package.open("xl/media/image1.bmp", "w", force_zip64=True) as entry:
			for _part in range(source.MAX_UNPACKED_BYTES // 1_000_000 + 1):
				entry.write(bytes(1_000_000))
	reason = refused(packed.getvalue())
	assert "pictures" in reason and "201 MB" in reason and "at most 200 MB" in reason


def test_a_file_that_is_too_heavy_says_how_heavy(monkeypatch):
	monkeypatch.setattr(source, "MAX_FILE_BYTES", 1024 * 1024)
	assert "it has 2 MB, and at most 1 MB" in refused(bytes(1024 * 1024 + 1))


def test_document_types_are_refused():
	def change(name, text):
		return text.replace("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet")

	assert "damaged" in refused(repacked(content(book(甲=ROWS)), change))


# --- .xls ------------------------------------------------------------------------------------------------------------


def test_old_workbooks():
	roster, hidden, dues = open_book((FILES / "plain.xls").read_bytes()).sheets
	assert (roster.name, roster.hidden, hidden.hidden) == ("党员花名册", False, True)
	assert (roster.hidden_rows, roster.hidden_columns) == ({5}, {3})
	assert [roster.own(3, column) for column in range(1, 6)] == [
		1,
		"张三",
		"男",
		"正式党员",
		datetime(2010, 7, 1),
	]
	assert dues.spread(1, 4) == "1月" and dues.own(3, 3) == 30.5


def test_old_workbooks_are_read_like_new_ones():
	found = read(FILES / "plain.xls", hidden_rows="leave_out")
	assert [row.cells["member_name"] for row in found.sheet("roster").rows] == ["张三", "李四"]
	(row,) = found.sheet("dues").rows
	assert row.cells == {"member": "张三", "due": 30, "paid_1": 30.5, "paid_on_1": datetime(2025, 1, 10)}
	assert not found.problems


def test_a_broken_old_workbook():
	whole = (FILES / "plain.xls").read_bytes()
	assert "old .xls" in refused(whole[:2500])


# --- .csv ------------------------------------------------------------------------------------------------------------


def text_of(rows, delimiter):
	return "\r\n".join(
		delimiter.join(cell if delimiter not in cell else f'"{cell}"' for cell in row) for row in rows
	)


@pytest.mark.parametrize(
	"encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_texts_in_any_encoding_and_with_any_delimiter(encoding, delimiter):
	grid = open_book(text_of(ROWS, delimiter).encode(encoding), "党员花名册.csv").sheets[0]
	assert values(grid) == ROWS
	assert grid.name == "党员花名册"


def test_a_text_is_read_like_a_workbook():
	rows = [["姓名", "月应交", "1月", "每月交纳日"], ["张三", "30", "30.00", "15"], ["合计", "", "30"]]
	found = read(text_of(rows, ",").encode("gbk"))
	assert [row.cells for row in found.sheet("dues").rows] == [
		{"member": "张三", "due": "30", "paid_1": "30.00", "pay_day": "15"}
	]
	assert not found.problems


def test_cells_of_texts_over_several_lines_and_guarded():
	grid = open_book('姓名,号码\r\n"张\n三",="0012"\r\n'.encode()).sheets[0]
	assert values(grid) == [["姓名", "号码"], ["张\n三", "0012"]]


# --- anything else ---------------------------------------------------------------------------------------------------


def package(**parts):
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w") as file:
		for name, text in parts.items():
			file.writestr(name.replace("__", "/").replace("_dot_", "."), text)
	return packed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
	"file, words",
	[
		(b"%PDF-1.7 ...", ("a PDF", "Copy the table")),
		(b"\x89PNG\r\n\x1a\n" + bytes(30), ("a picture",)),
		(b"\xff\xd8\xff\xe0" + bytes(30), ("a picture",)),
		(b"RIFF\x00\x00\x00\x00WEBPVP8 ", ("a picture",)),
		(bytes(4) + b"ftypheic" + bytes(30), ("a picture",)),
		(b"{\\rtf1\\ansi}", ("a Word document",)),
		(package(word__document_dot_xml="<x/>"), ("a Word document",)),
		(package(ppt__presentation_dot_xml="<x/>"), ("a presentation",)),
		(package(xl__workbook_dot_bin="x"), ("binary workbook", "save it as .xlsx")),
		(package(OFD_dot_xml="<x/>"), ("an OFD document",)),
		(package(Index__Document_dot_iwa="x"), ("Apple Numbers", "save it as .xlsx")),
		(
			package(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<x/>"),
			("(.ods)", "save it as .xlsx"),
		),
		(
			package(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<x/>"),
			("a document of",),
		),
		(package(甲_dot_xlsx="x", 乙_dot_xlsx="x"), ("archive", "Unpack")),
		(b"Rar!\x1a\x07\x00", ("archive",)),
		(b"7z\xbc\xaf\x27\x1c\x00", ("archive",)),
		(OLE + "WordDocument".encode("utf-16-le"), ("a Word document",)),
		(OLE + "Workbook".encode("utf-16-le"), (".xls or .et", "save it as .xlsx")),
		(OLE + "EncryptedPackage".encode("utf-16-le"), ("password",)),
		(b"<html><body><table><tr><td>1</td></tr></table>", ("a web page", "save it as .xlsx")),
		(b"\xef\xbb\xbf<!DOCTYPE html><html>", ("a web page",)),
		(
			b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
			("an XML table",),
		),
		(b"one line of text", ("damaged",)),
		("一段话。\n没有表格。\n".encode(), ("damaged",)),
		(b"a\x81\xffb,c\n\xff\xff,d\n", ("characters",)),
		(bytes(1000), ("damaged",)),
		(b"", ("damaged",)),
	],
)
def test_what_is_no_table_is_called_by_its_name(file, words):
	reason = refused(file, "花名册.xlsx")
	assert all(word in reason for word in words), reason
