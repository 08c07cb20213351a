"""Problems as a reader meets them: the same one once, with all its places."""

import pytest

from party_affairs.importing.problems import CellError, Problem, grouped
from party_affairs.rules.message import Message

UNKNOWN = "{name} is not a member of this branch."


def unknown(name, row, value):
	return Problem("组织生活", row, "参会人员", value, Message(UNKNOWN, name=name))


def test_two_unknown_names_in_thousands_of_meetings_are_two_problems():
	problems = [
		unknown(name, row, f"{name}、第{row}人") for row in range(3, 2993) for name in ("张叁", "李肆")
	]
	first, second = grouped(problems)
	assert (first.reason, second.reason) == tuple(UNKNOWN.format(name=name) for name in ("张叁", "李肆"))
	assert (len(first.rows), first.value, first.places()) == (2990, "", "rows 3–2992")


@pytest.mark.parametrize(
	"rows, places",
	[
		((7,), "rows 7"),
		((3, 4, 5), "rows 3–5"),
		((5, 3, 4, 9), "rows 3–5 and others, 4 places"),
		((3, 9), "rows 3 and others, 2 places"),
		((None,), ""),
	],
)
def test_places_are_said_in_short(rows, places):
	[group] = grouped([unknown("张叁", row, "张叁") for row in rows])
	assert group.places() == places
	assert group.value == "张叁"


def test_cells_that_differ_are_told_apart_where_the_reason_does_not_name_them():
	problems = [
		Problem("党费", row, "1月", value, Message("No sum."))
		for row, value in ((3, "甲"), (4, "乙"), (5, "甲"))
	]
	assert [(group.value, group.rows) for group in grouped(problems)] == [("甲", (3, 5)), ("乙", (4,))]


def test_notes_are_one_group_with_the_first_cells_of_it():
	notes = [Problem("花名册", row, "身份证号", f"0000**{row}", Message("Masked.")) for row in range(4, 28)]
	[group] = grouped(notes, across_values=True)
	assert (group.value, len(group.rows)) == ("0000**4、0000**5、0000**6、…", 24)
	[alone] = grouped(notes[:1], across_values=True)
	assert alone.value == "0000**4"


def test_columns_and_sheets_are_told_apart():
	problems = [Problem(sheet, 3, column, "", "x") for sheet in "甲乙" for column in "丙丁"]
	assert len(grouped(problems)) == 4


def test_line_of_a_group_has_its_places():
	[group] = grouped([unknown("张叁", row, "张叁") for row in (3, 4)])
	assert group.line() == f"「组织生活」 rows 3–4 「参会人员」 “张叁”：{UNKNOWN.format(name='张叁')}"


def test_error_of_a_cell_is_no_group_of_its_own():
	error = CellError(UNKNOWN, name="张叁")
	assert grouped([Problem("组织生活", 3, "主持人", "张叁", error.message)])[0].reason == UNKNOWN.format(
		name="张叁"
	)
