"""A sheet of members from another system is read by its headings, whatever file it comes in."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from party_affairs.importing.member_sheet import read
from party_affairs.importing.problems import WorkbookError
from party_affairs.rules.members.exchange import FIELDS, Code, CodeTable, Column

GENDER = CodeTable("性别代码", (Code(("男",), "1", "男性"), Code(("女",), "2", "女性")))
COLUMNS = (
	Column("姓名", FIELDS["Full Name"]),
	Column("性别", FIELDS["Gender"], GENDER, "Word"),
	Column("公民身份号码", FIELDS["ID Number"]),
	Column("出生日期", FIELDS["Date of Birth"], date_format="YYYYMMDD"),
	Column("民族", FIELDS["Ethnicity"], CodeTable("民族代码", (Code(("汉族",), "01", "汉族"),)), "Code"),
	Column("学历", FIELDS["Education"]),
	Column("人员类别", FIELDS["Stage"]),
	Column("工作岗位", FIELDS["Same for All"], fixed_text="律师"),
)
HEADINGS = ("序号", "姓名", "性别", "公民身份号码", "出生日期", "民族", "学历", "备注")


def workbook(*rows):
	book = Workbook()
	for row in (("党员信息采集表",), HEADINGS, *rows):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def values(row):
	return {label: cell.value for label, cell in row.cells.items() if cell.value is not None}


def test_cells_become_what_the_record_holds():
	content = workbook(
		(1, "张 三", "男性", "000000199003150014", "19900315", 1, "硕士研究生", "x"),
		(2, "李四", "2", None, date(1991, 4, 16), "01", "大学", None),
		(None, "姓名", "性别", "公民身份号码", "出生日期", "民族", "学历", "备注"),
		(None, None, None, None, None, None, None, "合计2人"),
	)
	sheet = read(content, "表.xlsx", COLUMNS)
	first, second = sheet.rows
	assert (first.number, values(first)) == (
		3,
		{
			"Full Name": "张三",
			"Gender": "Male",
			"ID Number": "000000199003150014",
			"Date of Birth": date(1990, 3, 15),
			"Ethnicity": "汉族",
			"Education": "Master",
		},
	)
	assert values(second)["Gender"] == "Female" and second.person.birth_date == date(1991, 4, 16)
	# What the format has and the sheet has not is told, and so is the other way round; what is the same for all is not asked for.
	assert (sheet.lacking, sheet.unknown) == (["人员类别"], ["序号", "备注"])


@pytest.mark.parametrize(
	("heading", "value", "words"),
	[
		("公民身份号码", 330702199003150014, "变成了数字|figure"),
		("公民身份号码", "3307****0014", "hidden in part"),
		("性别", "其他", "Choose from"),
		("民族", "穿青人", "does not have this value"),
		("出生日期", "不详", "date"),
	],
)
def test_what_cannot_be_read_says_why_and_is_no_value(heading, value, words):
	row = [None, "张三", *([None] * 6)]
	row[HEADINGS.index(heading)] = value
	(found,) = read(workbook(row), "表.xlsx", COLUMNS).rows
	label = next(column.field.label for column in COLUMNS if column.heading == heading)
	cell = found.cells[label]
	assert cell.value is None and cell.problem and any(word in cell.problem for word in words.split("|"))


def test_a_merged_cell_gives_nobody_the_name_or_number_of_another():
	rows = ((1, "张三", "男", "000000199003150014"), (2, None, None, "000000199104160027"), (3, None, None))
	book = load_workbook(io.BytesIO(workbook(*rows)))
	for place in ("B3:B5", "C3:C5", "D4:D5"):
		book.active.merge_cells(place)
	stream = io.BytesIO()
	book.save(stream)
	first, second, third = read(stream.getvalue(), "表.xlsx", COLUMNS).rows
	assert (first.person.name, first.cells["Full Name"].problem) == ("张三", None)
	for row, number in ((second, "000000199104160027"), (third, None)):
		name = row.cells["Full Name"]
		assert (name.shown, name.value, row.person.name) == ("张三", None, "") and "merged" in name.problem
		assert (row.person.id_number, row.cells["Gender"].value) == (number, "Male")


def test_a_month_is_no_day_and_a_text_file_is_read_as_well():
	content = "姓名,出生日期\n张三,1990.03\n".encode("gb18030")
	(row,) = read(content, "表.csv", COLUMNS).rows
	cell = row.cells["Date of Birth"]
	assert (cell.value, cell.exact, row.person.birth_date) == (date(1990, 3, 1), False, None)


@pytest.mark.parametrize("content", [b"%PDF-1.4 x", "甲,乙\n1,2\n".encode()])
def test_another_file_is_refused_with_a_sentence(content):
	with pytest.raises(WorkbookError):
		read(content, "表.csv", COLUMNS)
