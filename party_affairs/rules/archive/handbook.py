"""《党组织活动手册》 (guide 一（九）1): its sections in their usual order, and what of a year's record may stand in a book for many hands."""

from collections.abc import Collection
from dataclasses import dataclass

from party_affairs.rules.message import Message


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


def tells_speeches(kinds: Collection[str]) -> bool:
	"""Whether what people said may stand in the book, by the keys of the kinds for which a meeting counts.

	Criticism and self-criticism, and what a committee says of people, stay in the minutes.
	"""
	return not _WITHOUT_SPEECHES & set(kinds)


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
