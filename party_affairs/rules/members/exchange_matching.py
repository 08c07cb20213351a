"""Who the rows of a sheet of another system are: by ID number, else by name and date of birth; where neither is sure, somebody is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from party_affairs.rules.message import Message
from party_affairs.rules.names import is_near, name_key


@dataclass(frozen=True)
class Person:
	"""Who somebody is, as far as a record or a row of a sheet tells: `key` is the record, or the number of the row."""

	key: Any
	name: str
	id_number: str | None = None
	birth_date: date | None = None
	branch: str | None = None


class By(Enum):
	"""By what a row was found to be about a member."""

	ID_NUMBER = Message("by ID number")
	NAME_AND_BIRTH = Message("by name and date of birth")
	SAID = Message("as you said")


@dataclass
class Matched:
	"""Which row is about which member: `pairs` by row, `asked` the rows of which somebody has to say it, with the members it may be.

	`missing` are members of whom there is no row, `unknown` rows without a member.
	"""

	pairs: dict[Any, tuple[str, By]] = field(default_factory=dict)
	asked: dict[Any, tuple[str, ...]] = field(default_factory=dict)
	missing: list[str] = field(default_factory=list)
	unknown: list[Any] = field(default_factory=list)


def match(
	rows: Sequence[Person], members: Sequence[Person], said: Mapping[Any, str] | None = None
) -> Matched:
	"""Return who the rows of a sheet are: by ID number, else by name and date of birth.

	`said` is what the user has answered, by row: a member, or an empty text for nobody of ours. Of a row it is asked who it is
	where two rows would be the same member, where the ID numbers contradict a like name and birth, and where only the name, or nearly
	so, is the same.
	"""
	said, found = said or {}, Matched()
	known = {member.key: member for member in members}
	claims: dict[str, list[tuple[Any, By]]] = {}
	for row in rows:
		answer = said.get(row.key)
		if answer == "":
			found.unknown.append(row.key)
		elif answer in known:
			claims.setdefault(answer, []).append((row.key, By.SAID))
		elif sure := _surely(row, members):
			claims.setdefault(sure[0], []).append((row.key, sure[1]))
		elif candidates := _perhaps(row, members):
			found.asked[row.key] = candidates
		else:
			found.unknown.append(row.key)
	for member, of_member in claims.items():
		if len(of_member) == 1:
			found.pairs[of_member[0][0]] = (member, of_member[0][1])
		else:
			found.asked.update((row, (member,)) for row, _by in of_member)
	maybe = {member for members_asked in found.asked.values() for member in members_asked}
	met = {member for member, _by in found.pairs.values()} | maybe
	found.missing = [member.key for member in members if member.key not in met]
	return found


def _surely(row: Person, members: Sequence[Person]) -> tuple[str, By] | None:
	if row.id_number:
		same = [member.key for member in members if member.id_number == row.id_number]
		if len(same) == 1:
			return same[0], By.ID_NUMBER
	if not row.birth_date:
		return None
	same = [
		member.key
		for member in members
		if name_key(member.name) == name_key(row.name)
		and member.birth_date == row.birth_date
		and not (member.id_number and row.id_number)
	]
	return (same[0], By.NAME_AND_BIRTH) if len(same) == 1 else None


def _perhaps(row: Person, members: Sequence[Person]) -> tuple[str, ...]:
	"""Members who may be meant: the same name first, then one whose name differs in a character and whose birth or number does not contradict."""
	same = [member.key for member in members if name_key(member.name) == name_key(row.name)]
	near = [
		member.key
		for member in members
		if member.key not in same
		and is_near(name_key(member.name), name_key(row.name))
		and (_birth_agrees(row, member) or _number_is_near(row, member))
	]
	mistyped = [
		member.key
		for member in members
		if member.key not in (*same, *near) and _number_is_near(row, member) and _birth_agrees(row, member)
	]
	return (*same, *near, *mistyped)


def _birth_agrees(row: Person, member: Person) -> bool:
	return bool(row.birth_date) and row.birth_date == member.birth_date


def _number_is_near(row: Person, member: Person) -> bool:
	return bool(row.id_number and member.id_number) and is_near(str(row.id_number), str(member.id_number))
