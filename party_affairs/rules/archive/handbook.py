"""《党组织活动手册》 (guide 一（九）1): its sections in their usual order, and what of a year's record may stand in a book for many hands."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from party_affairs.rules.message import Message
from party_affairs.rules.notice import guard


@dataclass(frozen=True)
class Section:
	"""A section of the book: the key by which the form chooses it, and its title in the contents."""

	key: str
	title: Message


SECTIONS = (
	Section("branch", Message("The Branch")),
	Section("structure", Message("Structure Chart")),
	Section("roster", Message("Party Member Roster")),
	Section("activists", Message("Applicants and Activists")),
	Section("plan", Message("Annual Plan")),
	Section("lectures", Message("Plan of Party Lectures")),
	Section("activities", Message("Records of Activities")),
	Section("attendance", Message("Attendance of the Year")),
	Section("talks", Message("Talks and Thought Reports in Numbers")),
	Section("dues", Message("Dues of the Year")),
	Section("contact", Message("Contact with the Masses in Numbers")),
	Section("welfare", Message("Public Welfare")),
	Section("development", Message("Development of Members")),
	Section("appraisal", Message("Democratic Appraisal")),
	Section("life_review", Message("Life Review")),
	Section("self_check", Message("Self-Check")),
	Section("honours", Message("Honours")),
	Section("inspections", Message("Inspections by the Committee")),
	Section("summary", Message("Summary of the Work")),
	Section("remarks", Message("Remarks")),
)
BY_KEY = {section.key: section for section in SECTIONS}
_LIFE_MEETING = "organisation_life_meeting"
_WITHOUT_SPEECHES = frozenset({_LIFE_MEETING, "committee_meeting", "democratic_talk"})


_OF_PEOPLE = re.compile(
	"批评|互评|自评|评议|检视|自我剖析|剖析材料|党性分析|查摆|检讨|思想汇报|汇报.{0,6}思想|谈心|谈话|处分(?!案例|条例)|处置"
	"|信访|举报|投诉"
)
"""Words of a subject under which single people are spoken of, whatever kind the meeting is."""


def tells_speeches(kinds: Collection[str]) -> bool:
	"""Whether what people said may stand in the book, by the keys of the kinds for which a meeting counts.

	Criticism and self-criticism, and what a committee says of people, stay in the minutes.
	"""
	return not _WITHOUT_SPEECHES & set(kinds)


def speaks_of_people(subject: str) -> bool:
	"""Whether a meeting of whatever kind speaks of single people, by its topic and agenda: in criticism or reports of thoughts."""
	return bool(_OF_PEOPLE.search(subject))


@dataclass(frozen=True)
class Discretion:
	"""What is left out of texts before they stand in a book for many hands: what the guard of publications finds.

	`persons` are whom the records know, `own` are telephone numbers and addresses of the organisation itself.
	"""

	persons: Sequence[guard.Person] = ()
	own: Sequence[str] = ()

	def is_personal(self, text: str) -> bool:
		"""Whether a text tells what concerns one person alone."""
		return bool(guard.leaks(text, self.persons, self.own))

	def public_lines(self, text: str, without_names: bool = False) -> tuple[list[str], bool]:
		"""Return the lines of a text that may stand in the book, and whether any was left out.

		With `without_names` lines that name somebody are left out as well. What only several lines together tell takes them all.
		"""
		lines = [line for line in map(str.strip, text.split("\n")) if line]
		kept = [
			line
			for line in lines
			if not self.is_personal(line) and not (without_names and self._names_somebody(line))
		]
		if len(kept) > 1 and self.is_personal("\n".join(kept)):
			kept = []
		return kept, len(kept) < len(lines)

	def _names_somebody(self, line: str) -> bool:
		closed = "".join(line.split())
		return any(person.name in closed for person in self.persons if person.name)


def tells_results(kinds: Collection[str]) -> bool:
	"""Whether agenda and resolutions may stand in the book: not those of life meetings, which speak of single members."""
	return _LIFE_MEETING not in kinds


def excerpt(text: str, most: int) -> str:
	"""Return a text of at most `most` characters; a longer one is cut at the end of a sentence where there is one."""
	text = text.strip()
	if len(text) <= most:
		return text
	cut = text[: most - 1]
	end = max(cut.rfind(mark) for mark in "。！？；\n")
	return (cut[: end + 1] if 2 * (end + 1) >= most else cut) + "…"
