"""A balanced suggestion of pairings for a branch (三联, guide 一（四）9): everybody's duty first, nobody over a set number.

The posts decide who is paired with whom: the secretary with heads of the firm, committee members with key professionals outside
the Party, members with lawyers outside the Party or masses. Pairings that run are kept. Nothing is random: the same branch gives the
same suggestion.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from party_affairs.rules.contact.pairing import duties, required
from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

NOBODY_YET = "nobody_yet"
"""Why a contact is suggested beyond the duties: nobody keeps contact with him yet."""


@dataclass(frozen=True)
class Paired:
	"""A member with the posts' duties he has (`secretary`, `committee_member`), his firm, and his running pairings as (contact, kind)."""

	name: str
	firm: str | None = None
	posts: tuple[str, ...] = ()
	contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Contact:
	"""Somebody to keep in touch with: of which kind he is, in which firm, and how many members keep contact with him now."""

	name: str
	kind: str
	firm: str | None = None
	members: int = 0


class Line(NamedTuple):
	"""One pairing that is suggested. `duty` is the post that asks for it, or `NOBODY_YET`."""

	member: str
	contact: str
	kind: str
	duty: str
	same_firm: bool


class Short(NamedTuple):
	"""A duty that stays open: how many contacts are lacking, and why."""

	member: str
	duty: str
	lacking: int
	why: Message


@dataclass
class Suggestion:
	"""What is suggested, by member in the order in which they were given, and who stays short."""

	lines: list[Line] = field(default_factory=list)
	short: list[Short] = field(default_factory=list)


class _Slot(NamedTuple):
	member: Paired
	duty: str


def suggest(
	members: Sequence[Paired], contacts: Sequence[Contact], most_contacts: int, most_members: int
) -> Suggestion:
	"""Return the pairings that a branch could add.

	Nobody gets above `most_contacts` pairings in all, no contact above `most_members` members; who is above it already
	gets nothing more. First as many duties as can be are fulfilled, in rounds, so that all have one contact before
	somebody has two; contacts of the member's own firm come first, then those with whom fewest keep contact. Then
	each contact with whom nobody keeps contact goes to the member with the fewest. Raise `RuleError` for a number below 1.
	"""
	if min(most_contacts, most_members) < 1:
		raise RuleError("The most contacts and the most members must be at least 1.")
	plan = _Plan(members, contacts, most_contacts, most_members)
	for slot in _slots(members):
		plan.fill(slot)
	plan.spread()
	return plan.suggestion()


def _slots(members: Sequence[Paired]) -> Iterable[_Slot]:
	"""The duties that are open, the rarest kinds of contact first, in rounds over the members."""
	for duty in ("secretary", "committee_member", "member"):
		lacking = {member.name: _lacking(member, duty) for member in members}
		for turn in range(max(lacking.values(), default=0)):
			# Who has fewest contacts comes first: he lacks most.
			for member in sorted(members, key=lambda one: len(one.contacts)):
				if turn < lacking[member.name]:
					yield _Slot(member, duty)


def _lacking(member: Paired, duty: str) -> int:
	if duty not in duties(member.posts):
		return 0
	wanted = required(duty)
	return max(0, wanted.minimum - sum(kind in wanted.target_kinds for _name, kind in member.contacts))


class _Plan:
	def __init__(
		self, members: Sequence[Paired], contacts: Sequence[Contact], most_contacts: int, most_members: int
	) -> None:
		self.members, self.contacts = members, contacts
		self.most_contacts, self.most_members = most_contacts, most_members
		self.given: dict[str, list[tuple[str, str]]] = defaultdict(list)
		"""By contact the (member, duty) to whom he is suggested."""
		self.slots: dict[tuple[str, str], _Slot] = {}
		self.load = Counter({contact.name: contact.members for contact in contacts})
		self.number = Counter({member.name: len(member.contacts) for member in members})
		self.short: dict[tuple[str, str], int] = Counter()

	def fill(self, slot: _Slot) -> None:
		"""Give a slot a contact, moving others to another contact of theirs where that makes room."""
		key = (slot.member.name, slot.duty)
		self.slots[key] = slot
		if self.number[slot.member.name] < self.most_contacts and self._place(slot, set()):
			self.number[slot.member.name] += 1
		else:
			self.short[key] += 1

	def _place(self, slot: _Slot, tried: set[str]) -> bool:
		wanted = [contact for contact in self._suiting(slot) if contact.name not in tried]
		for contact in wanted:
			if self.load[contact.name] < self.most_members:
				self._give(contact, slot)
				return True
		for contact in wanted:
			tried.add(contact.name)
			for holder in list(self.given[contact.name]):
				if self._place(self.slots[holder], tried):
					self._take(contact.name, holder)
					self._give(contact, slot)
					return True
		return False

	def _suiting(self, slot: _Slot) -> list[Contact]:
		member, kinds = slot.member, required(slot.duty).target_kinds
		has = {name for name, _kind in member.contacts} | self._suggested_to(member.name)
		suiting = [
			one
			for one in self.contacts
			if one.kind in kinds and one.name not in has and one.name != member.name
		]
		return sorted(suiting, key=lambda one: (not _same_firm(member, one), self.load[one.name], one.name))

	def _suggested_to(self, member: str) -> set[str]:
		return {
			contact
			for contact, holders in self.given.items()
			if any(name == member for name, _duty in holders)
		}

	def _give(self, contact: Contact, slot: _Slot) -> None:
		self.given[contact.name].append((slot.member.name, slot.duty))
		self.load[contact.name] += 1

	def _take(self, contact: str, holder: tuple[str, str]) -> None:
		self.given[contact].remove(holder)
		self.load[contact] -= 1

	def spread(self) -> None:
		"""Give each contact with whom nobody keeps contact to the member with the fewest whose posts ask for his kind."""
		for contact in sorted(self.contacts, key=lambda one: one.name):
			if self.load[contact.name]:
				continue
			free = [
				(member, duty)
				for member in self.members
				if self.number[member.name] < self.most_contacts
				for duty in duties(member.posts)
				if contact.kind in required(duty).target_kinds
			]
			if not free:
				continue
			place = {member.name: position for position, member in enumerate(self.members)}
			member, _duty = min(
				free,
				key=lambda one: (
					self.number[one[0].name],
					not _same_firm(one[0], contact),
					place[one[0].name],
				),
			)
			self.given[contact.name].append((member.name, NOBODY_YET))
			self.load[contact.name] += 1
			self.number[member.name] += 1

	def suggestion(self) -> Suggestion:
		by_name: Mapping[str, Contact] = {contact.name: contact for contact in self.contacts}
		of_member: dict[str, list[Line]] = defaultdict(list)
		people = {member.name: member for member in self.members}
		for name, holders in self.given.items():
			contact = by_name[name]
			for member, duty in holders:
				same = _same_firm(people[member], contact)
				of_member[member].append(Line(member, name, contact.kind, duty, same))
		found = Suggestion()
		for member in self.members:
			found.lines.extend(
				sorted(of_member[member.name], key=lambda line: (line.duty == NOBODY_YET, line))
			)
		for (name, duty), lacking in self.short.items():
			found.short.append(Short(name, duty, lacking, self._why(people[name], duty)))
		return found

	def _why(self, member: Paired, duty: str) -> Message:
		if self.number[member.name] >= self.most_contacts:
			return Message("has the most contacts that were allowed, {most}", most=self.most_contacts)
		if not any(one.kind in required(duty).target_kinds for one in self.contacts):
			return Message("no contact of this kind is on record")
		return Message(
			"every contact of this kind is paired with him already or has the most members, {most}",
			most=self.most_members,
		)


def _same_firm(member: Paired, contact: Contact) -> bool:
	return bool(member.firm) and member.firm == contact.firm
