"""Who was at a meeting, by what its row says: names, 全体党员, absentees with their reasons, guests, and figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe

from party_affairs.guide import cell_words
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.importing.layout import choices
from party_affairs.importing.lookups import Person, Unsettled
from party_affairs.importing.normalise import (
	Everybody,
	Mention,
	is_everybody,
	is_of_somebody_absent,
	is_of_somebody_there,
	parse_choice,
	parse_everybody,
)
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, names_nobody, settle
from party_affairs.rules.meetings import attendance

_COLUMNS = ("absent", "present", "guests")
_BETWEEN_NOTES = re.compile(r"[、，,;；\s]+")


def expected_at(values: Mapping[str, Any], day: date, context: Context) -> dict[str, bool] | None:
	"""Return who is expected by the register on the day, each with whether he votes; None where it says nothing."""
	return context.lookups.expected(frappe.scrub(values["kind"]), values.get("party_group"), day)


@dataclass
class People:
	"""Who is said to have been there, absent (with the reason) or a guest; `named` are those written down by name.

	`values` are those of the meeting, with its kind and group; `read` takes what the three columns of people say.
	"""

	record: Record
	values: Mapping[str, Any]
	day: date
	context: Context
	present: dict[str, Person] = field(default_factory=dict)
	absent: dict[str, tuple[Person, str]] = field(default_factory=dict)
	guests: list[dict[str, Any]] = field(default_factory=list)
	named: set[str] = field(default_factory=set)
	figures: dict[str, int] = field(default_factory=dict)

	def read(self) -> "People":
		"""Take whom the three columns of people name, each of which may speak of the others too."""
		for key in _COLUMNS:
			said = self.record.get(key)
			if said is None:
				continue
			for mention in said.absent:
				self._read_absent(key, mention)
			for mention in said.guests:
				self._read_guest(key, mention)
			for mention in said.present:
				self._read_present(key, mention)
			for column, number in (("expected_count", said.expected), ("present_count", said.there)):
				if number is not None:
					self._read_figure(key, column, number)
		for name in self.named & set(self.absent):
			person, _reason = self.absent[name]
			self.record.refuse(
				"absent", "{name} stands among those present and among the absent.", name=person.member_name
			)
		return self

	def _read_figure(self, key: str, column: str, number: int) -> None:
		known = self.figures.get(column, self.record.get(column))
		if known not in (None, number):
			self.record.refuse(
				key, "Two figures stand in this row: {first} and {second}.", first=known, second=number
			)
		self.figures[column] = number

	def _read_absent(self, key: str, mention: Mention) -> None:
		if names_nobody(mention.name, self.context):
			self._refuse_nobody(key, mention.name)
			return
		found = settle(self.record, key, self.context.lookups.person_and_note, mention.name, mention.note)
		if found:
			self.absent[found[0].name] = found

	def _read_present(self, key: str, mention: Mention) -> None:
		absent = self._absent_of_everybody(mention)
		for person, reason in absent:
			self.absent[person.name] = (person, reason)
		try:
			everybody = parse_everybody(mention.name, "" if absent else mention.note)
		except CellError as error:
			self.record.problems.append(self.record.about(key, error.message))
			return
		if everybody:
			self._read_everybody(key, everybody)
		elif names_nobody(mention.name, self.context):
			self._refuse_nobody(key, mention.name)
		else:
			self._read_person(key, mention)

	def _absent_of_everybody(self, mention: Mention) -> list[tuple[Person, str]]:
		"""Return who was absent by what stands behind 全体党员, as in 全体党员（李四请假）; nobody unless all of it says so."""
		if not mention.note or not is_everybody(mention.name):
			return []
		found = []
		for piece in _BETWEEN_NOTES.split(mention.note):
			try:
				person, reason = self.context.lookups.person_and_note(piece, "")
			except (CellError, Unsettled):
				return []
			if not is_of_somebody_absent(reason):
				return []
			found.append((person, reason))
		return found

	def _read_everybody(self, key: str, everybody: Everybody) -> None:
		lookups = self.context.lookups
		meant = self._everybody(everybody.who)
		self.present.update((person.name, person) for person in meant)
		if everybody.differs(len(meant)) and not lookups.has_unsettled:
			names = lookups.names(person.name for person in meant)
			number = next(number for number in everybody.numbers if number != len(meant))
			self.record.problems.append(
				self.record.about(
					key, attendance.disagreement(self.record.title(key), number, len(meant), names)
				)
			)

	def _everybody(self, words: str) -> list[Person]:
		"""Return whom 全体… means: the committee, the group, or all members on register on the day."""
		lookups = self.context.lookups
		expected = meeting_kinds.meeting_kind(frappe.scrub(self.values["kind"])).attendees
		if "支委" in words or "委员" in words or (not words and expected == "committee"):
			return lookups.committee_on(self.day)
		if expected == "group":
			return lookups.group_on(self.values.get("party_group"), self.day)
		return lookups.everybody(Everybody(words), self.day)

	def _read_person(self, key: str, mention: Mention) -> None:
		"""Take somebody in the list of those present, with what is said of him there."""
		notes = [note for note in _BETWEEN_NOTES.split(mention.note) if note]
		if any(note in cell_words.people("guest") for note in notes):
			self._read_guest(key, mention)
			return
		found = settle(self.record, key, self.context.lookups.person_and_note, mention.name, mention.note)
		if not found:
			return
		person, note = found
		if note and is_of_somebody_absent(note):
			self.record.note(
				key,
				"{name} is written here as absent ({reason}), and was entered so.",
				name=person.member_name,
				reason=note,
			)
			self.absent[person.name] = (person, note)
			return
		unknown = [piece for piece in _BETWEEN_NOTES.split(note) if piece and not is_of_somebody_there(piece)]
		if unknown:
			self.record.refuse(
				key,
				"It is not known here what “{note}” says of {name}. Write here who was there, and who was not into the column for absentees.",
				note=unknown[0],
				name=person.member_name,
			)
			return
		self.present[person.name] = person
		self.named.add(person.name)

	def _read_guest(self, key: str, mention: Mention) -> None:
		lookups = self.context.lookups
		if names_nobody(mention.name, self.context):
			self.record.refuse(
				key,
				"“{text}” names nobody. Guests are entered by name; a number alone belongs into 会议内容.",
				text=mention.name,
			)
			return
		notes = [note for note in re.split(r"[、，,;；]+", mention.note) if note]
		said = "、".join(note for note in notes if note not in cell_words.people("guest"))
		if key == "present" and lookups.knows(lookups.known_as(mention.name)):
			found = settle(self.record, key, lookups.person, mention.name)
			if found and found.name in (expected_at(self.values, self.day, self.context) or {}):
				self.record.refuse(
					key,
					"By the register {name} is expected at this meeting, and no guest.",
					name=found.member_name,
				)
				return
		self.guests.append(_guest(Mention(mention.name, said)))

	def _refuse_nobody(self, key: str, text: str) -> None:
		self.record.refuse(
			key,
			"“{text}” names nobody. Write the names here; a number alone belongs into 应到人数 or 实到人数.",
			text=text,
		)


def _guest(mention: Mention) -> dict[str, Any]:
	try:
		kind = parse_choice(mention.note, choices.GUEST_KINDS)
	except CellError:
		kind = None
	return {
		"guest_name": mention.name,
		"guest_kind": kind or "Other",
		"unit": None if kind else mention.note or None,
	}
