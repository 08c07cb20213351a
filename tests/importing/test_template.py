"""The empty workbook is one that the import reads."""

import io

from openpyxl import load_workbook

from party_affairs.importing import layout
from party_affairs.importing.template import Filling, build_template
from party_affairs.importing.workbook import read


def test_template_has_every_sheet_and_column_and_no_record():
	book = read(build_template("某市清河律师事务所党支部", 2025))
	assert not book.problems
	assert not book.notes
	assert [sheet.layout for sheet in book.sheets] == list(layout.SHEETS)
	for sheet in book.sheets:
		wanted = {
			column.key
			for column in sheet.layout.columns
			if column.kind != "ignored" and not column.alternative
		}
		assert wanted <= set(sheet.headings)
		assert sheet.rows == []
	assert {text for _sheet, text in book.branch_texts} == {"某市清河律师事务所党支部"}
	assert {year for _sheet, year in book.years} == {2025}


def test_template_without_a_branch_names_none():
	book = read(build_template())
	assert book.branch_texts == []
	assert book.years == []


def test_template_offers_the_words_that_the_import_knows():
	file = load_workbook(io.BytesIO(build_template()))
	for sheet in layout.SHEETS:
		offered = {validation.formula1 for validation in file[sheet.title].data_validations.dataValidation}
		for column in sheet.columns:
			if column.choices and not column.alternative:
				assert '"' + ",".join(words[0] for words in column.choices.values()) + '"' in offered


def test_choice_lists_are_short_enough_for_excel():
	file = load_workbook(io.BytesIO(build_template()))
	for table in file:
		for validation in table.data_validations.dataValidation:
			assert len(validation.formula1) <= 255


def test_no_two_columns_of_a_sheet_share_a_title():
	for sheet in layout.SHEETS:
		titles = [(column.group, column.title) for column in sheet.columns]
		assert len(titles) == len(set(titles))


def loaded(**given):
	return load_workbook(io.BytesIO(build_template(**given)))


def test_each_heading_says_what_may_stand_below_it():
	for sheet in layout.SHEETS:
		table = loaded()[sheet.title]
		notes = {
			cell.value: cell.comment.text
			for row in table.iter_rows(max_row=4)
			for cell in row
			if cell.comment
		}
		for column in sheet.columns:
			if column.choices and not column.alternative:
				assert next(iter(column.choices.values()))[0] in notes[column.title]
			if column.required:
				assert "必填" in notes[column.title]


def test_headings_are_protected_and_cells_are_not():
	for table in loaded(branch="某市清河律师事务所党支部", year=2025):
		if table.title == "填写说明":
			continue
		first, last = (int(row) for row in table.print_title_rows.replace("$", "").split(":"))
		assert table.protection.sheet and not table.protection.password
		assert not (table.protection.insertRows or table.protection.formatColumns)
		assert table.cell(first, 1).protection.locked
		assert not any(cell.protection.locked for row in table.iter_rows(min_row=last + 1) for cell in row)
		assert not table.column_dimensions["B"].protection.locked
		assert (table.page_setup.paperSize, table.page_setup.orientation) == (9, "landscape")
		assert table.freeze_panes.endswith(str(last + 1))


def test_names_of_the_roster_are_offered_where_a_member_is_meant():
	table = loaded()["组织生活"]
	names = [one for one in table.data_validations.dataValidation if "党员花名册" in (one.formula1 or "")]
	assert names and not any(one.showErrorMessage for one in names)
	roster = loaded()["党员花名册"]
	first = int(names[0].formula1.split("$")[2].rstrip(":"))
	assert roster[f"B{first - 1}"].value == "张三"  # the example stands above


def test_days_outside_of_the_year_and_numbers_below_zero_are_refused_but_no_words():
	table = loaded(year=2025, quarter=2)["学时培训"]
	formulas = [one.formula1 for one in table.data_validations.dataValidation if one.type == "custom"]
	assert any("DATE(2025,4,1)" in formula and "DATE(2025,6,30)" in formula for formula in formulas)
	assert all(formula.startswith("OR(ISTEXT(") for formula in formulas)


def test_template_of_a_quarter_reads_as_one():
	book = read(build_template("某市清河律师事务所党支部", 2025, 2))
	assert (book.problems, book.notes) == ([], [])
	assert {sheet.quarter for sheet in book.sheets} == {2}
	assert {year for _sheet, year in book.years} == {2025}
	dues = book.sheet("dues").headings
	assert "paid_4" in dues and "paid_3" not in dues and "paid_7" not in dues


def test_rows_that_wait_are_no_records():
	filling = Filling({"dues": [{"member": "张三"}], "plan": [{"month": "3月", "kind": "主题党日"}]})
	book = read(build_template("某市清河律师事务所党支部", 2025, filling=filling))
	assert [len(book.sheet(key).unfilled) for key in ("dues", "plan")] == [1, 1]
	assert not any(sheet.rows for sheet in book.sheets)
