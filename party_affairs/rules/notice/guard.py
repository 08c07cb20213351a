"""What must not stand in a publication (党务公开): finds incomes, numbers, addresses, family, health, complaints, sanctions, talks in texts.

Every text that goes up passes here: notices, tables with their heads, captions, names of files, live boards. Pure: what the records
know of people comes in as `Person`. An answer never says which record it comes from: it reads the same as for what is found by its
form alone, so nobody learns from it what he could not read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.rules.message import Message
from party_affairs.rules.notice import numbers, words
from party_affairs.rules.notice.named import marked
from party_affairs.rules.notice.plain_text import Plain, closed_up, in_figures, plain, ways_to_read

_SHORTEST_ADDRESS = 5
_SHOWN = 24
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,15}")
_NO_NAME = re.compile("群众|村民|居民|社区|职工|员工|律师|干部|公司|商户|家属|同志")
"""What people write where a contact has no name in the records."""

WHAT = {
	words.INCOME: Message("somebody's income"),
	numbers.ID_NUMBER: Message("an identity number"),
	words.ADDRESS: Message("a home address"),
	numbers.PHONE: Message("a telephone number"),
	words.E_MAIL: Message("an e-mail address or account of a messenger"),
	words.FAMILY: Message("somebody's family"),
	words.COMPLAINT: Message("a complaint or a clue against somebody"),
	words.REPROACH: Message("a sanction against somebody or criticism of him"),
	words.TALK: Message("what was said in a talk"),
	words.HEALTH: Message("somebody's health"),
	numbers.ACCOUNT: Message("a bank account"),
	words.BIRTH_DATE: Message("a day of birth"),
	words.CONTACT: Message("the name of somebody whom a member keeps in touch with"),
}
"""What each kind of leak is, as the middle of a sentence."""

REMEDY = {
	words.INCOME: Message("Publish dues that were paid, never what somebody earns."),
	words.CONTACT: Message("Say how many there are and of which kind, and leave the names out."),
	words.COMPLAINT: Message("Complaints are for the discipline commissioner alone. Take the passage out."),
	words.TALK: Message("Say how many talks there were, and nothing of what was said."),
	numbers.PHONE: Message("Name the telephone of the organisation instead, as it stands in its record."),
	words.BIRTH_DATE: Message("Write year and month at most."),
}
_REMEDY_OF_ALL = Message("Take it out, or say it without anything that concerns one person.")


@dataclass(frozen=True)
class Person:
	"""What the records know of somebody. `is_contact`: he is no member, and his name is not told either."""

	name: str
	phones: tuple[str, ...] = ()
	addresses: tuple[str, ...] = ()
	id_numbers: tuple[str, ...] = ()
	birth_date: date | None = None
	is_contact: bool = False


@dataclass(frozen=True)
class Leak:
	"""A passage that must not go out: `kind` is a key of `WHAT`, `found` the passage as it was typed, `start` its place."""

	kind: str
	start: int
	found: str

	def sentence(self, place: Message | str) -> Message:
		"""Return the sentence for whoever wrote it: where, what, and what to do. `place` is the name of the field or column."""
		return Message(
			"{place}: “{found}” tells {what}. {remedy}",
			place=place,
			found=self.found if len(self.found) <= _SHOWN else f"{self.found[:_SHOWN]}…",
			what=WHAT[self.kind],
			remedy=REMEDY.get(self.kind, _REMEDY_OF_ALL),
		)


def leaks(text: str, persons: Iterable[Person] = (), own: Sequence[str] = ()) -> list[Leak]:
	"""Return what must not go out of a text, in the order in which it stands there, none twice.

	`persons` are whom the records know; `own` are telephone numbers and addresses of the organisation itself, which may be named.
	"""
	if not text or not text.strip():
		return []
	persons = tuple(persons)
	typed = plain(text)
	closed = closed_up(typed)
	names = tuple(closed_up(plain(person.name)).text for person in persons if not person.is_contact)
	own_numbers = tuple(filter(None, (_digits(one) for one in own)))
	found = []
	for read in _ways_to_read(typed, closed, names):
		found += [
			(number.kind, *read.span(number.start, number.end))
			for number in numbers.numbers(read.text, own_numbers)
		]
	for read in _each_once(closed, in_figures(closed)):
		told = words.passages(marked(read.text, names), own)
		found += [(kind, *read.span(start, end)) for kind, start, end in told]
	found += [(kind, *closed.span(start, end)) for kind, start, end in _known(closed, persons, own)]
	return _without_doubles(text, found)


def _ways_to_read(typed: Plain, closed: Plain, names: Sequence[str]) -> Iterator[Plain]:
	"""The texts in which numbers are looked for; the names of members are marked before numerals inside one become digits."""
	for text in _each_once(typed, closed):
		yield from ways_to_read(Plain(marked(text.text, names), text.places))


def _each_once(one: Plain, other: Plain) -> tuple[Plain, ...]:
	return (one,) if one.text == other.text else (one, other)


def leaks_of_head(label: str) -> list[Leak]:
	"""Return what the head of a column gives away by itself: a list of incomes or telephones is one whatever stands in it."""
	closed = closed_up(plain(label))
	return _without_doubles(
		label, [(kind, *closed.span(start, end)) for kind, start, end in words.heads(closed.text)]
	)


def leaks_of_file_name(name: str, persons: Iterable[Person] = ()) -> list[Leak]:
	"""Return what the name of a file gives away; its ending is no part of it."""
	stem = name.rpartition("/")[2]
	stem = stem.rpartition(".")[0] or stem
	return leaks(stem, persons) or leaks_of_head(stem)


def _known(text: Plain, persons: Sequence[Person], own: Sequence[str]) -> list[tuple[str, int, int]]:
	"""What the records know: addresses, days of birth and names of contacts, word for word. Sums are not compared (`incomes`)."""
	found = []
	for person in persons:
		for address in person.addresses:
			wanted = closed_up(plain(address)).text.strip()
			if len(wanted) >= _SHORTEST_ADDRESS and not any(wanted in one for one in own):
				found += [(words.ADDRESS, *span) for span in _places(text.text, wanted)]
		for number in (*person.id_numbers, *person.phones):
			wanted = number.strip()
			kind = numbers.ID_NUMBER if number in person.id_numbers else numbers.PHONE
			if len(wanted) >= 7 and wanted not in own:
				found += [(kind, *span) for span in _places(text.text, wanted)]
		if person.is_contact and _NAME.fullmatch(person.name) and not _NO_NAME.search(person.name):
			found += [(words.CONTACT, *span) for span in _places(text.text, person.name)]
		if person.birth_date and person.name in text.text:
			for written in _ways_to_write(person.birth_date):
				found += [(words.BIRTH_DATE, *span) for span in _places(text.text, written)]
	return found


def _ways_to_write(day: date) -> tuple[str, ...]:
	return (
		f"{day.year}年{day.month}月{day.day}日",
		f"{day.year}年{day.month:02}月{day.day:02}日",
		day.isoformat(),
		f"{day:%Y.%m.%d}",
		f"{day.year}.{day.month}.{day.day}",
		f"{day:%Y/%m/%d}",
		f"{day:%Y%m%d}",
	)


def _places(text: str, wanted: str) -> Iterable[tuple[int, int]]:
	place = text.find(wanted)
	while place >= 0:
		yield place, place + len(wanted)
		place = text.find(wanted, place + len(wanted))


def _without_doubles(text: str, found: Iterable[tuple[str, int, int]]) -> list[Leak]:
	leaks: list[Leak] = []
	covered: dict[str, int] = {}
	for kind, start, end in sorted(set(found), key=lambda one: (one[1], -one[2])):
		if start >= covered.get(kind, 0):
			leaks.append(Leak(kind, start, text[start:end]))
			covered[kind] = end
	return leaks


def _digits(text: str) -> str:
	return "".join(character for character in text if character.isdigit())
