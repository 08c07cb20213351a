"""What stands above a table: whose it is, of which year, and facts such as 制定日期：…."""

import re
from functools import cache
from typing import Any

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.normalise import is_empty, key_text
from party_affairs.importing.sheet_data import SheetData, YearWorkbook
from party_affairs.importing.source import Grid, Unreadable

_BRANCH_LABELS = frozenset(workbook_words.labels("branch"))
_YEAR_LABELS = frozenset(workbook_words.labels("year"))
_CHINESE_YEAR = re.compile(
	r"[二2][〇零○O0]([〇零○O一二三四五六七八九\d])([〇零○O一二三四五六七八九\d])(?=年)"
)
_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "00001" + "23456789")
_YEARS = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-—–~至到]\s*(?:19|20)\d{2}\s*年?度?")
_DAY = re.compile(
	r"(?:截至|截止|至|打印于|制表于)?[::]?\s*(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?"
	r"|(?:截至|截止)[::]?\s*(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*月?(?:底|末)?"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年度?")
_QUARTER = re.compile(r"第?([一二三四1234])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_LOOKS_LIKE_BRANCH = re.compile(r"支部|总支|党委|委员会|律师事务所|律所|所$")


def read_titles(grid: Grid, rows: range, data: SheetData, book: YearWorkbook) -> None:
	"""Take branch, year, quarter and facts from rows above (or right below) the header."""
	for row in rows:
		for number, value in grid.written(row):
			if not isinstance(value, Unreadable):
				_read_title(str(value), grid.own(row, _next_column(grid, row, number)), data, book)


def _next_column(grid: Grid, row: int, number: int) -> int:
	return grid.merged_range(row, number)[3] + 1


def _read_title(text: str, beside: Any, data: SheetData, book: YearWorkbook) -> None:
	"""Take branch, year and quarter from one cell; a label may have its value in the cell beside it."""
	if _YEAR.search(text) or any(label in text for label in _YEAR_LABELS):
		data.quarters.update(
			_QUARTERS.get(number) or int(number) for number in _QUARTER.findall(key_text(text))
		)
	labels = list(_labelled(data.layout.key).finditer(text))
	if not labels:
		_read_free_title(text, data, book)
		return
	if labels[0].start():
		_read_free_title(text[: labels[0].start()], data, book)
	for label, following in zip(labels, [*labels[1:], None], strict=True):
		value = text[label.end() : following.start() if following else None].strip(" \u3000\n\t；;，,")
		_keep_fact(label["label"], value if value or following else beside, data, book)


@cache
def _labelled(sheet: str) -> re.Pattern:
	fields = next((known.title_fields for known in layout.SHEETS if known.key == sheet), ())
	words = {
		*_BRANCH_LABELS,
		*_YEAR_LABELS,
		*workbook_words.labels("other"),
		*(word for column in fields for word in (column.title, *column.synonyms)),
	}
	longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
	return re.compile(rf"(?P<label>{longest_first})(?:[（(][^（）()]*[)）])?\s*[:：]")


def _read_free_title(text: str, data: SheetData, book: YearWorkbook) -> None:
	text = _CHINESE_YEAR.sub(lambda found: "20" + (found[1] + found[2]).translate(_DIGITS), text)
	# The day of the list, and a span of years, do not say of which year the records are.
	text = _DAY.sub(" ", _YEARS.sub(" ", text))
	if found := _YEAR.search(text):
		book.years.append((data.name, int(found[1])))
	text = re.sub(r"\d{1,2}月份?", " ", _YEAR.sub(" ", text))
	for word in sorted((data.layout.title, *data.layout.synonyms), key=len, reverse=True):
		text = text.replace(word, " ")
	for piece in text.split():
		piece = re.sub(r"^(?:附件|附表|表)\d*[::.、]?", "", piece).strip("()（）《》—-·")
		if len(piece) > 2 and _LOOKS_LIKE_BRANCH.search(piece):
			_keep_branch(piece, data, book)


def _keep_branch(text: str, data: SheetData, book: YearWorkbook) -> None:
	if (data.name, text) not in book.branch_texts:
		book.branch_texts.append((data.name, text))


def _keep_fact(label: str, value: Any, data: SheetData, book: YearWorkbook) -> None:
	if is_empty(value):
		return
	if label in _BRANCH_LABELS:
		_keep_branch(re.sub(r"[（(](?:盖章|公章|章)[)）]", "", str(value)).strip(), data, book)
	elif label in _YEAR_LABELS:
		if found := re.search(r"(?:19|20)\d{2}", key_text(value)):
			book.years.append((data.name, int(found[0])))
	else:
		for column in data.layout.title_fields:
			if label in (column.title, *column.synonyms):
				data.facts[column.key] = value
