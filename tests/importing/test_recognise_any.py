"""Any known heading in any order and with noise is found; a workbook that was renamed and shuffled reads as before."""

import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from party_affairs.importing import layout
from party_affairs.importing.headings import bare
from party_affairs.importing.wording import guide_words
from party_affairs.importing.workbook import read
from tests.importing.books import book, content

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WORKBOOKS = json.loads((SAMPLES / "organisation.json").read_text(encoding="utf-8"))["workbooks"]
NOISE = st.sampled_from(
	[
		"{}",
		" {}",
		"{}　",
		"*{}",
		"{}：",
		"{}（必填）",
		"★{}",
		"{}*",
		"【{}】"[1:-1],
		"1.{}",
		"{}\n",
		"\u200b{}",
	]
)


def words_of(column):
	return [word for word in (column.title, *column.synonyms) if bare(word)]


def spaced(draw, word):
	"""A word with white space inside, as it is put in to align headings."""
	if len(word) < 2 or not draw(st.booleans()):
		return word
	place = draw(st.integers(1, len(word) - 1))
	return word[:place] + draw(st.sampled_from([" ", "　", "\n"])) + word[place:]


@st.composite
def headed(draw):
	"""A sheet, some of its columns with a word for each, and headings with noise."""
	sheet = draw(st.sampled_from(layout.SHEETS))
	words = guide_words()
	free = [
		column
		for column in sheet.columns
		if column.key not in (*sheet.anchors, *sheet.telling[:1])
		and column.kind != "ignored"
		and not column.group
	]
	chosen = [
		*(sheet.column(key) for key in (*sheet.anchors, *sheet.telling[:1])),
		*draw(st.lists(st.sampled_from(free), unique_by=lambda column: column.key, max_size=8)),
	]
	heads = {}
	for column in chosen:
		# A word that two columns share belongs to the one whose title it is, or to the first.
		known = [word for word in words_of(column) if words.find(sheet, "", word) is column]
		heads[column.key] = draw(NOISE).format(spaced(draw, draw(st.sampled_from(known))))
	if len(heads) == 1:
		heads["serial"] = "序号"
	return sheet, dict(draw(st.permutations(list(heads.items()))))


@given(headed())
def test_known_headings_are_found_in_any_order_and_with_noise(found):
	sheet, heads = found
	cells = [f"{key}的内容" for key in heads]
	result = read(content(book(**{sheet.title: [[f"2025年度{sheet.title}"], list(heads.values()), cells]})))
	assert [data.layout.key for data in result.sheets] == [sheet.key], result.problems
	data = result.sheets[0]
	(row,) = [*data.rows, *data.unfilled]
	for key in heads:
		assert row.cells[key] == f"{key}的内容", (key, heads[key], data.headings)


def renamed_and_shuffled(path, seed):
	"""The content of a workbook whose tabs say nothing, whose columns and sheets are in another order, with rows around the tables."""
	chance = random.Random(seed)
	source = load_workbook(path)
	sheets = [sheet for sheet in source if sheet.title != "填写说明"]
	chance.shuffle(sheets)
	rows_of = {}
	as_it_was = read(path)
	for number, sheet in enumerate(sheets, start=1):
		data = as_it_was.sheet(next(known.key for known in layout.SHEETS if known.title == sheet.title))
		order = list(range(1, sheet.max_column + 1))
		if data.layout.key != "dues":
			chance.shuffle(order)
		above = [[sheet.cell(row, 1).value] for row in range(1, data.header_row) if sheet.cell(row, 1).value]
		first = data.header_row - (data.layout.key == "dues")
		if data.layout.key == "dues":
			above = above[:1]
		body = [
			[sheet.cell(row, column).value for column in order] for row in range(first, sheet.max_row + 1)
		]
		rows_of[f"Sheet{number}"] = [*[[]] * chance.randint(0, 3), *above, [], *body, ["制表人："], ["共9人"]]
	return content(book(**rows_of))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_that_was_renamed_and_shuffled_reads_as_before(name):
	before = read(SAMPLES / name)
	after = read(renamed_and_shuffled(SAMPLES / name, name))
	assert not after.problems, [problem.line() for problem in after.problems]
	assert {sheet.layout.key for sheet in after.sheets} == {sheet.layout.key for sheet in before.sheets}
	assert {year for _sheet, year in after.years} == {2025}
	for sheet in before.sheets:
		other = after.sheet(sheet.layout.key)
		assert [row.cells for row in other.rows] == [row.cells for row in sheet.rows]
		assert other.facts == sheet.facts


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_saved_anew_reads_as_before(name):
	saved = io.BytesIO()
	load_workbook(SAMPLES / name).save(saved)
	before, after = read(SAMPLES / name), read(saved.getvalue())
	assert [[row.cells for row in sheet.rows] for sheet in after.sheets] == [
		[row.cells for row in sheet.rows] for sheet in before.sheets
	]
