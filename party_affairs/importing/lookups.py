"""Who and what a branch has: members, groups, firms and posts, read with a fixed number of queries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from party_affairs.facts.criteria import of_branches
from party_affairs.facts.meetings.expected import register_of
from party_affairs.facts.members import register as members
from party_affairs.facts.organisation import firms, groups
from party_affairs.guide import cell_words
from party_affairs.importing.normalise import Everybody, key_text
from party_affairs.importing.problems import CellError
from party_affairs.rules.names import name_key

Person = Any
"""A row of Party Member with the fields of `_PERSON`."""

_PERSON = (
	"name",
	"member_name",
	"id_number",
	"stage",
	"status",
	"party_group",
	"joined_branch_on",
	"left_branch_on",
	"joined_on",
	"full_member_on",
)
_MARK = re.compile(r"(.+?)\((\d{3}[\dxX])\)")
_NOTE_BEGINS = re.compile(r"^[\s:：,，]*")
_IS_NOTE = re.compile(
	"(?:"
	+ "|".join(map(re.escape, sorted(cell_words.people("absent"), key=len, reverse=True)))
	+ "|因|已?补|补课|补学)"
)
_TITLES = sorted(cell_words.people("titles"), key=len, reverse=True)


class Unsettled(Exception):
	"""A name whose own row in the roster has a problem: what depends on it cannot be judged yet, and is no fault."""


class Lookups:
	"""Names of a workbook, resolved within one branch. Call `reload_people` after members or posts were brought in."""

	def __init__(self, branch: str, year: int) -> None:
		self.branch, self.year = branch, year
		self._unsettled: set[str] = set()
		self._firms: dict[str, str] = {}
		self._groups = self._load_groups()
		self.reload_people()

	def reload_people(self) -> None:
		"""Read members and posts anew, in a fixed number of queries.

		Who was transferred to another branch was a member of this one until then, and stands in its records of the year.
		"""
		self.moved = members.moved_away_from([self.branch])
		rows = members.in_records_of(self.branch, self.moved, _PERSON)
		self.people = {row.name: row for row in rows}
		self._by_name: dict[str, list[Person]] = defaultdict(list)
		for person in rows:
			self._by_name[name_key(person.member_name)].append(person)
		self.register = register_of([self.branch], date(self.year, 1, 1))

	def _load_groups(self) -> dict[str, str]:
		names = groups.names(of_branches([self.branch]))
		return {key_text(group_name): name for name, group_name in names.items()}

	def load_firms(self, texts: Iterable[str | None]) -> None:
		"""Read the firms that a sheet names: one query, none if it names none."""
		self._firms.update(firms.called(texts))

	def firm(self, text: str) -> str:
		"""Return the Law Firm of that name or short name. Raise CellError if there is none."""
		if text not in self._firms:
			raise CellError("No law firm of this name is entered. Correct the name, or enter the firm first.")
		return self._firms[text]

	def find_firm(self, text: str | None) -> str | None:
		"""Return the Law Firm of that name, or None."""
		return self._firms.get(text)

	def group(self, text: str) -> str:
		"""Return the Party Group of that name. Raise CellError if the branch has none."""
		if key_text(text) not in self._groups:
			raise CellError(
				"{branch} has no group of this name. Correct the name, or enter the group first.",
				branch=self.branch,
			)
		return self._groups[key_text(text)]

	def person(self, name: str) -> Person:
		"""Return the member of that name; `张三(123X)` tells namesakes apart by the end of the ID number.

		A title beside the name, as in 书记张三, is no part of it. Raises CellError if there is no such member or there are
		several, Unsettled if his roster row has a problem.
		"""
		marked = _MARK.fullmatch(name)
		plain = self.known_as(marked[1] if marked else name)
		if name_key(plain) in self._unsettled:
			raise Unsettled
		found = self._by_name.get(name_key(plain), [])
		if marked:
			found = [person for person in found if (person.id_number or "").endswith(marked[2].upper())]
		if not found:
			raise CellError(
				"{name} is not a member of this branch. Correct the name, or add the person to 党员花名册.",
				name=name,
			)
		if len(found) > 1:
			raise CellError(
				"{count} members are called {name}. Add the last four digits of the ID number in brackets, such as {name}（1234）.",
				count=len(found),
				name=name,
			)
		return found[0]

	def unsettle(self, name: str) -> None:
		"""Note that somebody's own row has a problem."""
		self._unsettled.add(name_key(name))

	@property
	def has_unsettled(self) -> bool:
		return bool(self._unsettled)

	def knows(self, name: str) -> bool:
		"""Whether a name is a member's, or stands in a row of the roster that has a problem."""
		return name_key(name) in self._by_name or name_key(name) in self._unsettled

	def known_as(self, name: str) -> str:
		"""Return a name without the title beside it, if what is left is known and the whole is not: 书记张三, 张三同志."""
		if self.knows(name):
			return name
		for title in _TITLES:
			rest = name.removeprefix(title) if name.startswith(title) else name.removesuffix(title)
			rest = re.sub(r"\((.*)\)$", lambda found: "" if found[1] in _TITLES else found[0], rest).strip(
				":："
			)
			if rest != name and self.knows(rest):
				return rest
		return name

	def person_and_note(self, name: str, note: str) -> tuple[Person, str]:
		"""Return a member and the note about him, also where the note follows without brackets, as in 李四请假."""
		if re.fullmatch(r"\d{3}[\dxX]", note):
			return self.person(f"{name}({note})"), ""
		name = self.known_as(name)
		if not note and not self.knows(name):
			for end in range(len(name) - 1, 0, -1):
				rest = _NOTE_BEGINS.sub("", name[end:])
				# 张三丰 is not 张三 with a note.
				if self.knows(name[:end]) and _IS_NOTE.match(rest):
					return self.person(name[:end]), rest
		return self.person(name), note

	def expected(self, kind: str, group: str | None, day: date) -> dict[str, bool] | None:
		"""Return by member expected at a meeting of `kind` (a key) on a day whether he votes, None where nobody is by register."""
		return self.register.expected(self.branch, kind, group, day)

	def may_vote(self, person: Person, day: date) -> bool:
		"""Whether the person had a vote on a day."""
		return self.register.may_vote(person.name, day)

	def is_full(self, person: Person, day: date) -> bool:
		"""Whether the person was a full member on a day."""
		return self.register.stage(person.name, day) == members.FULL_MEMBER

	def is_in_party(self, name: str, day: date) -> bool:
		"""Whether somebody was a full or probationary member on a day."""
		return self.register.is_in_party(name, day)

	def names(self, of: Iterable[str]) -> list[str]:
		"""Return what members are called."""
		return self.register.names(of)

	def convener(self, person: Person, day: date) -> str:
		"""Return as whom a member convened a meeting: by the highest of his posts on the day, `Other` without one."""
		held = self.register.posts_held(self.branch, day).get(person.name, ())
		labels = {
			"secretary": "Secretary",
			"deputy_secretary": "Deputy Secretary",
			"group_leader": "Group Leader",
		}
		return next((label for key, label in labels.items() if key in held), "Other")

	def members_on(self, day: date) -> list[Person]:
		"""Return the full and probationary members on register on a day."""
		return [self.people[name] for name in self.register.everybody(day) if name in self.people]

	def everybody(self, meant: Everybody, day: date) -> list[Person]:
		"""Return whom 全体党员 means on a day; 全体正式党员 and 全体预备党员 are some of them."""
		people = self.members_on(day)
		if not meant.who.startswith(("正式", "预备")):
			return people
		full = meant.who.startswith("正式")
		return [person for person in people if self.is_full(person, day) == full]

	def committee_on(self, day: date) -> list[Person]:
		"""Return the members of the committee on a day; without one those who hold a post with a seat."""
		seated = self.register.committee(self.branch, day) or self.register.seated(self.branch, day)
		return [self.people[name] for name in seated if name in self.people]

	def group_on(self, group: str | None, day: date) -> list[Person]:
		"""Return the members of a group on a day."""
		of_group = self.expected("group_meeting", group, day) or {}
		return [self.people[name] for name in of_group if name in self.people]
