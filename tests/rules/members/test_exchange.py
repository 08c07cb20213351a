"""Member data in the sheets of other systems: how values are written, what differs, and who a row is about."""

import json
from datetime import date

import pytest

from devbench.paths import APP, ROOT
from party_affairs.guide.members import exchange_formats
from party_affairs.rules.members.exchange import (
	FIELDS,
	Code,
	CodeTable,
	Column,
	State,
	Taken,
	Theirs,
	compare,
	words_for,
	words_of,
	write,
)
from party_affairs.rules.members.exchange_matching import By, Person, match

DOCTYPES = ROOT / APP / "party_affairs" / "doctype"
TABLES = {
	table.title: CodeTable(
		table.title,
		tuple(Code(words_of(row.our_words), row.code, row.their_word) for row in table.codes),
	)
	for table in exchange_formats.tables()
}


def options(doctype, fieldname):
	definition = json.loads((DOCTYPES / doctype / f"{doctype}.json").read_text(encoding="utf-8"))
	(field,) = (field for field in definition["fields"] if field["fieldname"] == fieldname)
	return [option for option in field["options"].split("\n") if option]


def column(label, table=None, **values):
	return Column("列", FIELDS[label], TABLES.get(table), **values)


def test_the_fields_offered_are_those_that_are_known():
	assert set(options("exchange_format_column", "source")) == set(FIELDS)
	over = [found.label for found in FIELDS.values() if found.taken is Taken.OVER]
	assert set(options("exchange_change", "label")) == set(over)
	assert set(options("exchange_format_column", "written_as")) == {"Word", "Code", "Code and Word"}


def test_each_choice_of_a_record_has_its_code_in_the_examples():
	columns = [row for form in exchange_formats.formats() for row in form.columns]
	chosen = {row.source: row.code_table for row in columns if FIELDS[row.source].choice}
	assert set(chosen) == {"Gender", "Education", "Stage", "Status", "Practice Type"}
	for source, table in chosen.items():
		found = FIELDS[source]
		for value in options("party_member", found.fieldname):
			assert TABLES[table].code_of(words_for(found, value)), (source, value)


@pytest.mark.parametrize(
	("shape", "value", "text"),
	[
		(column("Gender", "性别代码", written_as="Code"), "Female", "2"),
		(column("Gender", "性别代码", written_as="Code and Word"), "Male", "1 男性"),
		(column("Gender"), "Male", "男"),
		(column("Ethnicity", "民族代码", written_as="Code"), "汉", "01"),
		(column("Ethnicity", "民族代码", written_as="Word"), "畲族", "畲族"),
		(column("Is Partner", "是否", written_as="Word"), 1, "是"),
		(column("Is Partner"), 0, "否"),
		(column("Date of Birth"), date(1990, 3, 5), "1990-03-05"),
		(column("Date of Birth", date_format="YYYYMM"), date(1990, 3, 5), "199003"),
		(column("Date of Birth"), None, ""),
		(column("Same for All", fixed_text="律师"), None, "律师"),
		(column("Left Empty"), None, ""),
		(column("ID Number"), "00000019900305123X", "00000019900305123X"),
	],
)
def test_a_value_is_written_as_the_column_says(shape, value, text):
	written = write(shape, value)
	assert (written.text, written.unmapped) == (text, False)


def test_a_value_without_a_code_stands_there_as_it_is_and_is_told():
	written = write(column("Ethnicity", "民族代码", written_as="Code"), "穿青人")
	assert (written.text, written.unmapped) == ("穿青人", True)
	# A table that is not in force knows nothing.
	empty = Column("列", FIELDS["Gender"], CodeTable("空", ()), "Code")
	assert write(empty, "Male").unmapped


@pytest.mark.parametrize("text", ["01", "1", "汉族", "汉", "01汉族", " 汉 族 "])
def test_a_code_is_read_as_people_and_excel_write_it(text):
	assert TABLES["民族代码"].read(text).code == "01"


@pytest.mark.parametrize(
	("label", "ours", "theirs", "state", "takeable"),
	[
		("Full Name", "张三", Theirs("张三", "张三"), State.SAME, False),
		("Ethnicity", "汉", Theirs("汉族", "汉族"), State.SAME, False),
		("Mobile", "13700000000", Theirs("13711111111", "13711111111"), State.DIFFERENT, True),
		("Mobile", None, Theirs("13711111111", "13711111111"), State.ONLY_THERE, True),
		("Mobile", "13700000000", Theirs(), State.ONLY_HERE, False),
		("Mobile", None, Theirs(), State.SAME, False),
		(
			"Joined the Party On",
			date(2015, 7, 1),
			Theirs("2015.07", date(2015, 7, 1), False),
			State.SAME,
			False,
		),
		("Joined the Party On", None, Theirs("2015.07", date(2015, 7, 1), False), State.ONLY_THERE, False),
		("Stage", "Probationary Member", Theirs("正式党员", "Full Member"), State.DIFFERENT, False),
		("Party Branch", "甲支部", Theirs("乙支部", "乙支部"), State.DIFFERENT, False),
		("Is Partner", 0, Theirs("否", False), State.SAME, False),
		("Is Partner", 0, Theirs("是", True), State.DIFFERENT, False),
	],
)
def test_what_differs_and_what_can_be_taken_over(label, ours, theirs, state, takeable):
	found = compare(column(label), ours, theirs)
	assert (found.state, found.takeable) == (state, takeable)
	is_open = state in (State.DIFFERENT, State.ONLY_THERE)
	assert bool(found.remark) == (is_open and not takeable)


def person(key, name, number=None, born=None):
	return Person(key, name, number, born)


A, B = "000000199003150014", "000000199104160029"
MEMBERS = (
	person("PM-1", "张三", A, date(1990, 3, 15)),
	person("PM-2", "李四", None, date(1991, 4, 16)),
	person("PM-3", "王小二", B, date(1991, 4, 16)),
)


@pytest.mark.parametrize(
	("row", "expected"),
	[
		(person(2, "张三", A), ("PM-1", By.ID_NUMBER)),
		# Who married or corrected the name is found by the number.
		(person(2, "张叁", A), ("PM-1", By.ID_NUMBER)),
		(person(2, "李 四", None, date(1991, 4, 16)), ("PM-2", By.NAME_AND_BIRTH)),
		(person(2, "李四", B[:-1] + "X", date(1991, 4, 16)), ("PM-2", By.NAME_AND_BIRTH)),
	],
)
def test_a_row_is_found_by_number_or_by_name_and_birth(row, expected):
	found = match([row], MEMBERS)
	assert found.pairs == {2: expected} and not found.asked and not found.unknown
	assert found.missing == [member.key for member in MEMBERS if member.key != expected[0]]


@pytest.mark.parametrize(
	("row", "candidates"),
	[
		# The same name alone, another number, a name or a number with a slip.
		(person(2, "李四"), ("PM-2",)),
		(person(2, "张三", B[:-1] + "7", date(1990, 3, 15)), ("PM-1",)),
		(person(2, "王二", None, date(1991, 4, 16)), ("PM-3",)),
		(person(2, "章散", A[:-1] + "5", date(1990, 3, 15)), ("PM-1",)),
	],
)
def test_where_it_is_not_sure_somebody_is_asked(row, candidates):
	found = match([row], MEMBERS)
	assert found.asked == {2: candidates} and not found.pairs
	assert match([row], MEMBERS, {2: candidates[0]}).pairs == {2: (candidates[0], By.SAID)}
	assert match([row], MEMBERS, {2: ""}).unknown == [2]


def test_two_rows_of_one_member_are_both_asked_about():
	found = match([person(2, "张三", A), person(3, "张三", A)], MEMBERS)
	assert found.asked == {2: ("PM-1",), 3: ("PM-1",)} and not found.pairs
	assert match([person(2, "赵六", None, date(1980, 1, 1))], MEMBERS).unknown == [2]
