"""The words by which a branch's workbooks are read: the guide's, and those that the organisations above it and it itself added.

A heading that was mapped by hand is remembered as such a word, for this branch alone.
"""

from typing import Any, Protocol

import frappe

from party_affairs.facts.contact.welfare import form_names
from party_affairs.facts.imports import added_words
from party_affairs.importing import layout
from party_affairs.importing.headings import bare, month_of
from party_affairs.importing.layout.table import Choices, Column, Sheet
from party_affairs.importing.wording import Word, Words, guide_words
from party_affairs.rules.message import Message

DOCTYPE = "Party Workbook Word"
LEFT_OUT = "left_out"
"""What a heading is mapped to whose column is not to be read."""

_SHORTEST_FOOTER = 2


class _Entry(Protocol):
	name: str | None
	branch: str
	kind: str
	sheet: str | None
	workbook_column: str | None
	word: str
	meaning: str | None


def words_for(branch: str | None) -> Words:
	"""Return the words by which a branch's workbooks are read; without a branch those of the guide. Two queries."""
	if not branch:
		return guide_words()
	site = _site_words()
	found = added_words(branch)
	if not found:
		return site
	return Words((*_forms_of_site(site), *(_word(row, site) for row in found if _stands(row, site))))


def _site_words() -> Words:
	"""Return the words of the guide, with the forms of public welfare activities that the site added to them: one query."""
	form = layout.ACTIVITIES.column("form")
	added = [name for name in form_names() if name not in form.choices]
	if not added:
		return guide_words()
	return Words(Word("Choice", name, layout.ACTIVITIES.key, form.key, name) for name in added)


def _forms_of_site(site: Words) -> tuple[Word, ...]:
	return () if site is guide_words() else site.added


def columns(sheet_key: str) -> list[dict[str, str]]:
	"""Return `key` and `title` of the columns that a heading of a sheet may be mapped to."""
	sheet = _sheet(sheet_key)
	return [
		{"key": column.key, "title": title_of(column)} for column in sheet.columns if column.kind != "ignored"
	]


def remember(branch: str, sheet_key: str, heading: str, column_key: str) -> None:
	"""Remember what a heading means in the workbooks of a branch: a column, or LEFT_OUT.

	Raises PermissionError if the caller may not, ValidationError if sheet or column do not exist or the heading means something else.
	"""
	sheet = _sheet(sheet_key)
	column = next((column for column in sheet.columns if column.key == column_key), None)
	if column is None and column_key != LEFT_OUT:
		raise frappe.ValidationError(Message("{sheet} has no such column.", sheet=sheet.title).text(frappe._))
	known = frappe.get_doc(
		{"doctype": DOCTYPE, "branch": branch, "kind": "Heading", "sheet": sheet.title, "word": heading}
	)
	known.workbook_column = title_of(column) if column else None
	known.set_word_key()
	stored = frappe.db.get_value(DOCTYPE, {"word_key": known.word_key}, "name", for_update=True)
	if stored:
		known = frappe.get_doc(DOCTYPE, stored)
		known.workbook_column = title_of(column) if column else None
		known.save()
	else:
		known.insert()


def title_of(column: Column) -> str:
	"""Return what a column is called in the template, its group in front: 3月实交金额."""
	return f"{column.group}{column.title}"


def compared(word: str) -> str:
	"""Return a word as words are compared."""
	return bare(word)


def refusal(entry: _Entry, site: Words | None = None) -> Message | None:
	"""Return why a word cannot be added, None if it can. `site` are the words of the site, read if they are not given."""
	if not bare(entry.word):
		return Message("Write letters or characters: marks alone are no word.")
	if entry.kind == "Footer":
		return _refused_footer(entry)
	sheet = next((sheet for sheet in layout.SHEETS if sheet.title == entry.sheet), None)
	if sheet is None:
		return Message("Choose the sheet in which the word stands.")
	if entry.kind == "Tab":
		called = guide_words().is_called(entry.word)
		if called and called != [sheet.key]:
			return _means_already(entry.word, _sheet(called[0]).title)
		return None
	column = _column(sheet, entry.workbook_column) if entry.workbook_column else None
	if column is None and (entry.workbook_column or entry.kind == "Choice"):
		return Message(
			"{sheet} has no column {column}. Known are: {columns}.",
			sheet=sheet.title,
			column=entry.workbook_column or "",
			columns=tuple(
				title_of(column) for column in sheet.columns if column.kind != "ignored" and not column.group
			),
		)
	return (
		_refused_choice(entry, column, (site or _site_words()).choices(sheet.key, column))
		if entry.kind == "Choice"
		else _refused_heading(entry, sheet, column)
	)


def _refused_footer(entry: _Entry) -> Message | None:
	if len(bare(entry.word)) < _SHORTEST_FOOTER:
		return Message("Write at least two characters: rows that begin so are left out.")
	if guide_words().is_anchor(entry.word):
		return Message("{word} is a heading; rows that begin so are no sums.", word=entry.word)
	return None


def _refused_heading(entry: _Entry, sheet: Sheet, column: Column | None) -> Message | None:
	words = guide_words()
	known = words.find(sheet, "", entry.word)
	if known is None and (month := month_of(entry.word)):
		known = words.find(sheet, f"{month.month}月", month.rest)
	if known is not None and known is not column:
		return _means_already(entry.word, title_of(known))
	return None


def _refused_choice(entry: _Entry, column: Column, choices: Choices) -> Message | None:
	if not choices:
		return Message("In {column} nothing is chosen.", column=title_of(column))
	meaning = _choice(choices, entry.meaning or "")
	if meaning is None:
		usual = tuple(words[0] for words in choices.values())
		return Message("{column} knows these: {words}.", column=title_of(column), words=usual)
	known = _choice(choices, entry.word)
	if known is not None and known != meaning:
		return _means_already(entry.word, choices[known][0])
	return None


def _means_already(word: str, meaning: str) -> Message:
	return Message("{word} means {meaning} already. Choose another word.", word=word, meaning=meaning)


def _choice(choices: Choices, text: str) -> str | None:
	return next(
		(
			key
			for key, words in choices.items()
			if text == key or bare(text) in {bare(word) for word in words}
		),
		None,
	)


def _sheet(key: str) -> Sheet:
	found = next((sheet for sheet in layout.SHEETS if sheet.key == key), None)
	if found is None:
		raise frappe.ValidationError(Message("There is no such sheet.").text(frappe._))
	return found


def _column(sheet: Sheet, title: str) -> Column | None:
	return next(
		(
			column
			for column in sheet.columns
			if column.kind != "ignored" and bare(title_of(column)) == bare(title)
		),
		None,
	)


def _stands(row: Any, site: Words) -> bool:
	"""Whether a stored word still makes sense: sheets and columns may have been renamed since."""
	return row.kind == "Footer" or refusal(row, site) is None


def _word(row: Any, site: Words) -> Word:
	if row.kind == "Footer":
		return Word("Footer", row.word)
	sheet = next(sheet for sheet in layout.SHEETS if sheet.title == row.sheet)
	column = _column(sheet, row.workbook_column) if row.workbook_column else None
	choices = site.choices(sheet.key, column) if row.kind == "Choice" else {}
	meaning = _choice(choices, row.meaning) if choices else None
	return Word(row.kind, row.word, sheet.key, column.key if column else "", meaning or "")
