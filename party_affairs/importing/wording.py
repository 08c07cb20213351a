"""By which words sheets, columns, entries and footers are known: those of the guide, of the site, and of one branch."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.headings import bare, canonical, heading, in_brackets, likenesses, spellings
from party_affairs.importing.layout.table import Choices, Column, Sheet
from party_affairs.importing.normalise import key_text

NOT_KEPT = Column("not_kept", "", "ignored")
"""What a heading stands for of which it is known that its column is not brought in."""
COMPUTED = Column("computed", "", "ignored")
"""What a heading stands for whose column sums up others."""

_SINGLE_KINDS = frozenset({"money", "dues_paid", "dues_paid_on", "date", "month_or_date", "dates"})
_BESIDE_A_CHANGE = "(?:金额|部分|数|额|党费|日期|时间|人|度)?"
_NUMBERING = re.compile(
	r"^(?:附件|附表|附|表)?\(?(?:\d{1,2}(?![\d月年])|[一二三四五六七八九十]{1,2}(?=[)、.:_-]))\)?[、.:_-]*|^(?:附件|附表)[、.:_-]*"
)


_AFTER_A_NAME = re.compile(
	r"(?:表|台账|情况|明细|名册|名单|记录|登记|汇总|统计|一览|公示|花名册|总表|月度|季度|年度|第?[一二三四]季度|[上下]半年|\d+|月份?|[第一二三四五六七八九十]|份|张|页|新|最新|定稿|终稿|修订|副本|更新|版|册|簿|本|of)*"
)
"""What may stand behind the name of a sheet in a tab or title: 党费使用情况 is no 党费."""
_WHOLE_YEAR = re.compile(r"(?:1|一)月?份?[-~至到](?:12|十二)月份?.*")


@dataclass(frozen=True)
class Word:
	"""A word that a site or a branch added: of a `Tab`, `Heading`, `Choice` or `Footer`.

	`meaning` is what a choice stands for; a heading without a column is one that is left out.
	"""

	kind: str
	word: str
	sheet: str = ""
	column: str = ""
	meaning: str = ""


class Words:
	"""The words by which workbooks are read; without added ones those of the guide alone."""

	def __init__(self, added: Iterable[Word] = (), sheets: tuple[Sheet, ...] = layout.SHEETS) -> None:
		self.sheets = sheets
		self.added = tuple(added)
		self._indexes: dict[str, _Index] = {}

	def find(self, sheet: Sheet, group: str, text: object) -> Column | None:
		"""Return the column that a heading below `group` (such as 3月, or nothing) names, None if it names none.

		What stands in brackets is looked at: 金额（应交） is the sum due, and 实交（上年） no sum of this year.
		"""
		return self._index(sheet).find(group, text)

	def mapped(self, sheet: Sheet, title: str) -> Column | None:
		"""Return the column that somebody has set for just this heading."""
		return self._index(sheet).mapped.get(bare(title))

	def knows(self, sheet: Sheet, title: object) -> Column | None:
		"""Return NOT_KEPT or COMPUTED for a heading of which it is known that nothing is brought in from it."""
		return self._index(sheet).left_out(title)

	def sheets_named(self, text: str) -> list[str]:
		"""Return the keys of the sheets that a tab or title names; the word that stands last decides."""
		text = _without_noise(text)
		found = [
			(text.rfind(word) + len(word), len(word), key)
			for word, key in self._tabs.items()
			if word and word in text and _AFTER_A_NAME.fullmatch(text[text.rfind(word) + len(word) :])
		]
		if not found:
			return []
		best = max(place[:2] for place in found)
		return sorted({key for end, length, key in found if (end, length) == best})

	def is_called(self, text: str) -> list[str]:
		"""Return the keys of the sheets that are called just so."""
		return [key for word, key in self._tabs.items() if word == _without_noise(text)]

	def may_be_known_by(self, sheet: Sheet, words: frozenset[str]) -> bool:
		"""Whether texts (see `headings.likenesses`) hold a heading for each column by which a sheet is known."""
		return self._index(sheet).may_be_known_by(words)

	def is_anchor(self, text: object) -> bool:
		"""Whether a cell is the heading of a column by which some sheet is known."""
		return bare(text) in self._anchors or heading(text) in self._anchors

	def is_attendance(self, text: str) -> bool:
		"""Whether a tab or title is that of a list in which people sign."""
		return any(word in heading(text) for word in workbook_words.attendance_tabs())

	def choices(self, sheet: str, column: Column) -> Choices:
		"""Return the words of a column's choices."""
		added = [
			word
			for word in self.added
			if word.kind == "Choice" and word.sheet == sheet and word.column == column.key
		]
		if not added:
			return column.choices
		# A site adds forms of public welfare activities: those are choices of their own.
		own = {word.meaning: () for word in added if word.meaning not in column.choices}
		return {
			key: (*words, *(word.word for word in added if word.meaning == key))
			for key, words in {**column.choices, **own}.items()
		}

	def footers(self, kind: str) -> frozenset[str]:
		"""Return the words of rows that are no records, for comparing."""
		words = set(map(bare, workbook_words.footers(kind)))
		if kind == "sums":
			words.update(bare(word.word) for word in self.added if word.kind == "Footer")
		return frozenset(words)

	@cached_property
	def _anchors(self) -> frozenset[str]:
		return frozenset(
			heading(word)
			for sheet in self.sheets
			for key in (*sheet.anchors, *sheet.stand_ins.values())
			for word in (sheet.column(key).title, *sheet.column(key).synonyms)
		)

	@cached_property
	def _tabs(self) -> Mapping[str, str]:
		tabs = {heading(word): sheet.key for sheet in self.sheets for word in (*sheet.synonyms, sheet.title)}
		for word in self.added:
			if word.kind == "Tab":
				tabs.setdefault(heading(word.word), word.sheet)
		return tabs

	def _index(self, sheet: Sheet) -> "_Index":
		if sheet.key not in self._indexes:
			added = tuple(word for word in self.added if word.kind == "Heading" and word.sheet == sheet.key)
			self._indexes[sheet.key] = _Index(sheet, added)
		return self._indexes[sheet.key]


class _Index:
	"""The headings of a sheet by group and word: as they stand, and in one spelling for what means the same."""

	def __init__(self, sheet: Sheet, added: tuple[Word, ...] = ()) -> None:
		self._exact: dict[tuple[str, str], Column] = {}
		for words in (lambda column: column.synonyms, lambda column: (column.title,)):
			# Where two columns share a word, the one whose title it is, or the first, has it.
			for column in reversed(sheet.columns):
				for word in words(column):
					self._exact[heading(column.group), bare(word)] = column
					self._exact[heading(column.group), heading(word)] = column
		by_key = {column.key: column for column in sheet.columns}
		self.mapped = {bare(word.word): by_key.get(word.column, NOT_KEPT) for word in added}
		self._loose: dict[tuple[str, str], Column | None] = {}
		for (group, word), column in self._exact.items():
			place = (group, canonical(word))
			known = self._loose.setdefault(place, column)
			if known is not column:
				self._loose[place] = None
		set_by_hand = {word.column for word in added}
		self._anchors = [
			frozenset(
				likeness
				for wanted in (key, sheet.stand_ins.get(key))
				if wanted
				for word in (by_key[wanted].title, *by_key[wanted].synonyms)
				for likeness in likenesses(word)
			)
			for key in sheet.anchors
			if key not in set_by_hand and sheet.stand_ins.get(key) not in set_by_hand
		]
		self._found: dict[tuple[str, str], Column | None] = {}
		self._not_kept = {
			spelling
			for word in workbook_words.not_kept(sheet.key)
			for spelling in (bare(word), canonical(bare(word)))
		}

	def may_be_known_by(self, words: frozenset[str]) -> bool:
		return all(not anchor.isdisjoint(words) for anchor in self._anchors)

	def find(self, group: str, text: object) -> Column | None:
		place = (group, str(text))
		if place not in self._found:
			self._found[place] = self._find(group, text)
		return self._found[place]

	def _find(self, group: str, text: object) -> Column | None:
		if whole := self._exact.get((group, bare(text))):
			return whole
		outer = self._plain(group, text)
		for inner in in_brackets(text):
			if any(
				re.fullmatch(re.escape(change) + _BESIDE_A_CHANGE, inner)
				for change in workbook_words.heading_changes()
			):
				return None
			within = self._exact.get((group, inner))
			if within and outer and within is not outer and outer.kind in _SINGLE_KINDS:
				return within if within.kind in _SINGLE_KINDS else outer
		return outer

	def _plain(self, group: str, text: object) -> Column | None:
		if not heading(text):
			return self._exact.get((group, ""))
		words = spellings(text)
		for word in words:
			if found := self._exact.get((group, word)):
				return found
		return next((found for word in words if (found := self._loose.get((group, canonical(word))))), None)

	def left_out(self, title: object) -> Column | None:
		words = spellings(title)
		if _WHOLE_YEAR.fullmatch(key_text(title)):
			return COMPUTED
		if any(word in self._not_kept or canonical(word) in self._not_kept for word in words):
			return NOT_KEPT
		sums = "|".join(workbook_words.sums_of_headings())
		if any(
			re.fullmatch(
				rf"(?:.*季度|[上下]半年|全年|年度|本年|年)?(?:应交|实交|应缴|实缴|缴费|交费)?(?:{sums})", word
			)
			for word in words
		):
			return COMPUTED
		return None


def _without_noise(text: str) -> str:
	"""Return a tab or title without its number, its year and what stands in brackets."""
	text = heading(_NUMBERING.sub("", key_text(text)))
	return re.sub(r"(?:19|20)\d{2}年?度?", "", text)


@cache
def guide_words() -> Words:
	"""Return the words of the guide alone."""
	return Words()
