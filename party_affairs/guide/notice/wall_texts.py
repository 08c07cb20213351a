"""The wording that the guide gives for the walls (上墙制度): annex 二 and the chapters it repeats, word for word.

Where something is filled in, or a slip of the print is mended, the entry says what the guide prints and why it reads otherwise here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from party_affairs.guide.data import build, build_one, in_force, one_of, pick, read, require

LAYOUTS = ("list", "cards", "text")
_SOURCE = "notice/wall_texts.json"
_MARK_LENGTH = 8


@dataclass(frozen=True)
class Edition:
	"""An edition of the guide and from when to when its wording is the official one."""

	key: str
	title: str
	effective_from: date
	effective_to: date | None


@dataclass(frozen=True)
class Constitution:
	"""An edition of the Party constitution (党章): the article that has the eight basic tasks of a basic organisation (Q7)."""

	key: str
	title: str
	effective_from: date
	effective_to: date | None
	basic_tasks: int


@dataclass(frozen=True)
class Mend:
	"""What the guide prints, what stands here instead, and why. Names in braces are filled in."""

	printed: str
	text: str
	reason: str


@dataclass(frozen=True)
class Item:
	"""A numbered item: the words that head it, empty where none do, and its text."""

	head: str
	text: str


@dataclass(frozen=True)
class WallText:
	"""A text for a wall as the guide prints it: paragraphs first, then numbered items.

	`layout` says how the items are best shown: as a `list`, as `cards`, or not at all (`text`).
	"""

	key: str
	edition: str
	title: str
	citation: str
	clauses: tuple[str, ...]
	layout: str
	lead: tuple[str, ...]
	items: tuple[Item, ...]
	mends: tuple[Mend, ...]

	def mended(self, **filled: Any) -> "WallText":
		"""Return the text with its mends, names in braces replaced by what is `filled` in. Raise `KeyError` for one that is not."""
		mends = [(mend.printed, mend.text.format(**filled)) for mend in self.mends]

		def put_right(text: str) -> str:
			for printed, written in mends:
				text = text.replace(printed, written)
			return text

		return WallText(
			self.key,
			self.edition,
			put_right(self.title),
			self.citation,
			self.clauses,
			self.layout,
			tuple(map(put_right, self.lead)),
			tuple(Item(put_right(item.head), put_right(item.text)) for item in self.items),
			self.mends,
		)

	@property
	def mark(self) -> str:
		"""The edition and a sum over the words: another one means that the official wording is another."""
		words = "\n".join((self.title, *self.lead, *(item.head + item.text for item in self.items)))
		return f"{self.edition}-{sha256(words.encode()).hexdigest()[:_MARK_LENGTH]}"


def edition(key: str) -> Edition:
	"""Return an edition of the guide. Raise `KeyError` for an unknown one."""
	return {entry.key: entry for entry in _EDITIONS}[key]


def wall_text(key: str, on: date | None = None) -> WallText:
	"""Return the text `key` of the edition in force on a day, by default of the newest. Raise `KeyError` if there is none."""
	editions = [each for each in _EDITIONS if on is None or in_force(each, on)]
	for each in sorted(editions, key=lambda entry: entry.effective_from, reverse=True):
		if found := _TEXTS.get((key, each.key)):
			return found
	raise KeyError(key)


def has_text(key: str) -> bool:
	"""Whether the guide gives any wording under this key."""
	return any(known == key for known, _edition in _TEXTS)


def all_texts() -> tuple[WallText, ...]:
	"""Return all texts of all editions in the order of the file."""
	return tuple(_TEXTS.values())


def constitution(on: date) -> Constitution:
	"""Return the edition of the Party constitution in force on a day. Raise `KeyError` for a day before the first one here."""
	return pick(_CONSTITUTIONS, on, "constitution")


def first_constitution() -> Constitution:
	"""Return the oldest edition of the Party constitution here."""
	return min(_CONSTITUTIONS, key=lambda each: each.effective_from)


def parse_texts(raw: Mapping[str, Any]) -> tuple[WallText, ...]:
	"""Return the texts of a decoded `notice/wall_texts.json`. Raise `GuideDataError` for a contradiction."""
	editions = tuple(row["key"] for row in raw["editions"])
	texts = build(
		WallText,
		raw["texts"],
		_SOURCE,
		unique=False,
		clauses=tuple,
		lead=tuple,
		items=lambda rows: tuple(build_one(Item, row, _SOURCE, row.get("head", "?"), {}) for row in rows),
		mends=lambda rows: tuple(build_one(Mend, row, _SOURCE, row.get("printed", "?"), {}) for row in rows),
	)
	for text in texts:
		one_of(text.edition, editions, _SOURCE, text.key, "edition")
		one_of(text.layout, LAYOUTS, _SOURCE, text.key, "layout")
		printed = "\n".join((text.title, *text.lead, *(item.head + item.text for item in text.items)))
		for mend in text.mends:
			# A title is mended beside the text that it stands over.
			require(
				mend.printed in printed or mend.text in printed,
				_SOURCE,
				text.key,
				f"{mend.printed!r} is not in it",
			)
	require(
		len({(text.key, text.edition) for text in texts}) == len(texts),
		_SOURCE,
		"texts",
		"a text is there twice",
	)
	return texts


_DATA = read(_SOURCE)
_EDITIONS = build(Edition, _DATA["editions"], _SOURCE)
_CONSTITUTIONS = build(Constitution, _DATA["constitutions"], _SOURCE)
_TEXTS = {(text.key, text.edition): text for text in parse_texts(_DATA)}
