"""When two entries are one contact: the same name, and neither phone nor law firm says otherwise.

One person whom several members keep in touch with is one record; two people of one name stay two.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from party_affairs.rules.names import name_key

_DIGITS_OF_A_PHONE = 11
_BETWEEN_PHONES = re.compile(r"[、,，;；/]+")
_PHONE = re.compile(r"\+?[\d\s()（）-]+(?:(?:转|#|ext\.?)\s*\d{1,6})?", re.IGNORECASE)
_LENGTH_OF_A_PHONE = range(7, 21)


class Entry(NamedTuple):
	"""What an entry says of a contact. Firm and phone may be unknown."""

	name: str
	firm: str | None = None
	phone: str | None = None


def digits(phone: str | None) -> str:
	"""Return a phone number without blanks, signs and the code of the country."""
	return re.sub(r"\D", "", phone or "").removeprefix("86")[-_DIGITS_OF_A_PHONE:]


def is_phone(text: str) -> bool:
	"""Whether a text is a telephone number, or several with a mark between: digits with their usual signs, an extension at the end."""
	return all(
		_PHONE.fullmatch(part.strip()) and len(re.sub(r"\D", "", part)) in _LENGTH_OF_A_PHONE
		for part in _BETWEEN_PHONES.split(text.strip())
	)


def are_one(first: Entry, second: Entry) -> bool:
	"""Whether two entries of one branch are the same person: a phone decides before a firm, and what is unknown contradicts nothing."""
	if name_key(first.name) != name_key(second.name):
		return False
	for one, other in ((digits(first.phone), digits(second.phone)), (first.firm, second.firm)):
		if one and other:
			return one == other
	return True


def must_ask(new: Entry, known: Entry) -> bool:
	"""Whether a new record may be somebody who is on record already: of the same name, or of the same phone."""
	return are_one(new, known) or (bool(digits(new.phone)) and digits(new.phone) == digits(known.phone))


def grouped(entries: Sequence[Entry]) -> Iterator[list[int]]:
	"""Yield the positions of the entries that are one person, in the order in which each is first met.

	An entry joins the first group with none of whose entries it disagrees, so that it never ties two people together.
	"""
	groups: list[list[int]] = []
	for position, entry in enumerate(entries):
		for group in groups:
			if all(are_one(entry, entries[other]) for other in group):
				group.append(position)
				break
		else:
			groups.append([position])
	yield from groups


def first_of(values: Iterable[str | None]) -> str | None:
	"""Return the first value that is filled in, None if none is."""
	return next((value for value in values if value), None)
