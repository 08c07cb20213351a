"""The empty workbook is one that the import reads."""

import io

from openpyxl import load_workbook

from party_affairs.importing import layout
from party_affairs.importing.template import build_template
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
