"""The activities of a year as the handbook tells of them (guide 一（九）1), who came to them, and what the branch is like."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from frappe import _

from party_affairs.facts.appraisal import appraisals
from party_affairs.facts.archive import year as facts
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.meetings import held, life_reviews
from party_affairs.facts.members.register import names_of
from party_affairs.facts.organisation import posts
from party_affairs.ledgers.archive.discretion import Reader
from party_affairs.ledgers.archive.registers import BookYear, in_order, ranks_of, register
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.meetings.organisation_life import kind_text, resolution_text
from party_affairs.ledgers.text import begin_and_end, full_date, joined, lines, period_text
from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.archive.handbook import excerpt, speaks_of_people, tells_results, tells_speeches
from party_affairs.rules.meetings.attendance import PRESENT
from party_affairs.rules.organisation.group_names import group_key
from party_affairs.rules.periods import period_of

_MADE_UP = "Made Up"
_MARKS = {PRESENT: "√", _MADE_UP: "○"}
_AWAY = "×"
_COLUMNS_A_SHEET = 24
_LONGEST_SPEECH = 160
_LONGEST_TOLD = 600

Facts = tuple[tuple[str, str], ...]
"""Labels with their values."""


@dataclass(frozen=True)
class Activity:
	"""An activity on its sheet: record, number in the year, kind, topic, `facts` of the form, and `texts` under their headings."""

	record: str
	number: int
	kind: str
	day: str
	topic: str
	facts: Facts
	texts: Facts


def activities(book: BookYear, reader: Reader, with_speeches: bool = False) -> list[Activity]:
	"""Return the activities with submitted minutes in the order of their days; drafts and cancelled records are none: five queries.

	What concerns one person alone is left out of their texts, and a note says so.
	"""
	span = book.first, book.day
	which = of_branches([book.branch])
	kinds = labels_of("Party Meeting", "kind")
	on_list, guests = facts.attendees(book.branch, *span), facts.guests(book.branch, *span)
	speeches = facts.speeches(book.branch, *span) if with_speeches else {}
	resolutions = held.resolutions(which, *span)
	return [
		Activity(
			record=row.name,
			number=number,
			kind=kind_text(row, kinds),
			day=full_date(row.meeting_date),
			topic=reader.line(row.topic),
			facts=_facts(row, kinds, on_list.get(row.name, ()), guests.get(row.name, ())),
			texts=_texts(
				row, speeches.get(row.name, ()), resolutions.get(row.name, ()), reader, with_speeches
			),
		)
		for number, row in enumerate(_held(book), start=1)
	]


def _held(book: BookYear) -> list:
	rows = held.meetings(of_branches([book.branch]), book.first, book.day)
	return sorted(rows, key=lambda row: (row.starts_on, row.name))


def labels_of_form() -> tuple[str, ...]:
	"""Return the labels of the form of an activity, in its order (guide 一（九）1)."""
	return (
		*(_("Date and Time"), _("Location"), _("Kind"), _("Method"), _("Due to Attend"), _("Attended")),
		*(_("Chair"), _("Minutes Taken By"), _("Absent"), _("Guests")),
	)


def labels_of_texts() -> tuple[str, ...]:
	"""Return the headings of what is told of an activity."""
	return _("Content (Topic)"), _("Excerpts of Speeches"), _("Decisions Taken")


def _facts(row, kinds, on_list: Sequence, guests: Sequence) -> Facts:
	start, end = begin_and_end(row.starts_on, row.ends_on)
	away = joined(
		_("{name} ({reason})").format(name=each.member_name, reason=_(_MADE_UP))
		if each.attendance == _MADE_UP
		else each.member_name or ""
		for each in on_list
		if each.attendance != PRESENT
	)
	present = row.present_count or row.stated_present or 0
	values = (
		_("{first} to {last}").format(first=start, last=end) if end else start,
		row.location or "",
		kind_text(row, kinds),
		row.method or "",
		_("{0} people").format(row.expected_count) if row.expected_count else "",
		_("{0} people").format(present) if present else "",
		row.chair_name or "",
		row.recorder_name or "",
		away or _("None"),
		joined(each.guest_name for each in guests) or _("None"),
	)
	return tuple(zip(labels_of_form(), values, strict=True))


def _texts(row, said: Sequence, resolutions: Sequence, reader: Reader, with_speeches: bool) -> Facts:
	of_content, of_speeches, of_decisions = labels_of_texts()
	topic = reader.line(row.topic)
	if not tells_results(row.kinds):
		return (of_content, topic), (of_decisions, _("See the minutes, which are kept apart."))
	agenda = (row.agenda or "").strip()
	of_people = speaks_of_people(f"{row.topic}\n{agenda}")
	told = "" if agenda == row.topic.strip() else reader.text(agenda, without_names=of_people)
	texts = [(of_content, lines((topic, excerpt(told, _LONGEST_TOLD))))]
	if with_speeches:
		told = _speeches(row, said, reader, not of_people and tells_speeches(row.kinds))
		texts += [(of_speeches, told)] if told else []
	decided = reader.text(lines((row.outcome or "", *map(resolution_text, resolutions))), of_people)
	return (*texts, (of_decisions, decided or _("None")))


def _speeches(row, said: Sequence, reader: Reader, may_be_told: bool) -> str:
	"""Return what was said, each speech whole or not at all: in place of those that are left out one note stands at the end."""
	speeches = [
		_("{name}: {speech}").format(name=each.speaker or "", speech=each.speech.strip())
		for each in said
		if each.speech and each.speech.strip()
	]
	if not speeches:
		return _whole(row.speeches or "", reader, may_be_told)
	kept = [text for text in speeches if may_be_told and not reader.is_personal(text)]
	note = "" if len(kept) == len(speeches) else reader.note_on_speeches()
	return lines((*(excerpt(text, _LONGEST_SPEECH) for text in kept), note))


def _whole(text: str, reader: Reader, may_be_told: bool) -> str:
	if not text.strip():
		return ""
	is_told = may_be_told and not reader.is_personal(text)
	return excerpt(text, _LONGEST_TOLD) if is_told else reader.note_on_speeches()


# --- attendance ------------------------------------------------------------------------------------------------------


def attendance(book: BookYear) -> list[Ledger]:
	"""Return who came to which activity, so many activities on a sheet; the last one has the sums. Why somebody was away stands nowhere."""
	meetings = _held(book)
	marks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
	for name, rows in facts.attendees(book.branch, book.first, book.day).items():
		for row in rows:
			marks[row.member, row.member_name][name] = _MARKS.get(row.attendance, _AWAY)
	people = in_order(
		book, [_row_of_attendance(*who, of_member) for who, of_member in marks.items()], "member"
	)
	sheets = [
		meetings[start : start + _COLUMNS_A_SHEET] for start in range(0, len(meetings), _COLUMNS_A_SHEET)
	]
	return [
		register(
			book,
			_("Attendance of the Year"),
			_columns_of_attendance(sheet, number * _COLUMNS_A_SHEET, number == len(sheets) - 1),
			people,
			notes=(
				_(
					"√ present, ○ made up, × absent, empty: not expected. The numbers are those of the records of activities."
				),
			),
			orientation="landscape",
		)
		for number, sheet in enumerate(sheets or [[]])
	]


def _columns_of_attendance(meetings: Sequence, before: int, is_last: bool) -> list[Column]:
	activities = [
		_column_of_activity(row.name, number, _day_in_head(row.meeting_date))
		for number, row in enumerate(meetings, start=before + 1)
	]
	return [_column_of_names(), *activities, *(_columns_of_sums() if is_last else ())]


def _day_in_head(day: date) -> str:
	"""Return a day as it stands in the head of a narrow column: the month above the day, neither of them broken."""
	return f"{_('M{0}').format(day.month)}\n{day.day}"


def empty_attendance(book: BookYear, title: str, before: int, activities: int) -> Ledger:
	"""Return the list of attendance of so many `activities` after those `before`, with nobody on it."""
	numbers = range(before + 1, before + activities + 1)
	columns = [
		_column_of_names(),
		*(_column_of_activity(f"activity_{number}", number, "") for number in numbers),
		*_columns_of_sums(),
	]
	return register(book, title, columns, (), orientation="landscape")


def _column_of_names() -> Column:
	return Column("member_name", _("Full Name"), width_mm=18)


def _column_of_activity(fieldname: str, number: int, day: str) -> Column:
	return Column(fieldname, f"{number}\n{day}", width_mm=8.5, align="center")


def _columns_of_sums() -> tuple[Column, ...]:
	return (
		Column("came", _("Attended"), "Int", 12, align="center"),
		Column("due", _("Due to Attend"), "Int", 12, align="center"),
	)


def _row_of_attendance(member: str, name: str, marks: dict[str, str]) -> dict[str, Any]:
	came = sum(mark != _AWAY for mark in marks.values())
	return {**marks, "member": member, "member_name": name, "came": came, "due": len(marks)}


# --- the branch, its appraisal and its life reviews -------------------------------------------------------------------


@dataclass(frozen=True)
class Profile:
	"""What the book says of the branch: `facts`, its introduction, and who holds which post."""

	facts: Facts
	introduction: str
	posts: Ledger
	firms: Ledger
	groups: Ledger


def profile(book: BookYear, reader: Reader) -> Profile:
	"""Return the branch as it was on the day of the book."""
	row = facts.profile(book.branch, book.day)
	held_posts, ranks = posts.labels_held(of_branches([book.branch]), book.day), ranks_of(book)
	names = names_of([member for _branch, member in held_posts])
	types = labels_of("Party Branch", "branch_type")
	term = (
		_("{first} to {last}").format(first=full_date(row.term_start), last=full_date(row.term_end))
		if row.term_end
		else ""
	)
	return Profile(
		facts=(
			(_("Organisation Name"), row.name),
			(_("Organisation Type"), types.get(row.branch_type, "")),
			(_("Higher Organisation"), row.above or ""),
			(_("Approval No."), row.approval_no or ""),
			(_("Founded On"), full_date(row.founded_on)),
			(_("Term of Office"), term),
		),
		introduction=reader.text(row.introduction or ""),
		posts=register(
			book,
			_("Party Posts"),
			(Column("posts", _("Party Posts"), width_mm=90), Column("name", _("Full Name"), width_mm=60)),
			[
				{"posts": joined(_(label) for label in labels), "name": names.get(member, "")}
				for (_branch, member), labels in sorted(
					held_posts.items(), key=lambda item: ranks[item[0][1]]
				)
			],
		),
		firms=register(
			book,
			_("Law Firm"),
			(
				Column("name", _("Law Firm"), width_mm=80),
				Column("head", _("Firm Head"), width_mm=30),
				Column("number_of_partners", _("Number of Partners"), "Int", 25),
				Column("number_of_lawyers", _("Number of Lawyers"), "Int", 25),
			),
			row.firms,
		),
		groups=register(
			book,
			_("Party Group"),
			(
				Column("group_name", _("Party Group"), width_mm=80),
				Column("leader_name", _("Group Leader"), width_mm=60),
			),
			sorted(row.groups, key=lambda group: group_key(group.group_name)),
		),
	)


def appraisal(book: BookYear) -> list[Facts]:
	"""Return what came of the appraisals of the year, in sums alone: three queries. Who got which grade is no matter of this book."""
	rows = [
		row
		for row in appraisals.of_year(of_branches([book.branch]), book.year)
		if row.decided_on and row.decided_on <= book.day
	]
	names = [row.name for row in rows]
	graded, grades = appraisals.count_graded(names), appraisals.count_grades(names)
	return [
		tuple(
			zip(
				labels_of_appraisal(),
				(
					full_date(row.decided_on),
					_("{0} people").format(graded.get(row.name, 0)),
					f"{row.inside_ballots or 0} / {row.inside_voters or 0}",
					f"{row.outside_ballots or 0} / {row.outside_voters or 0}",
					*(_("{0} people").format(grades.get((row.name, grade), 0)) for grade in GRADES),
				),
				strict=True,
			)
		)
		for row in rows
	]


def labels_of_appraisal() -> tuple[str, ...]:
	"""Return the labels of what the book tells of an appraisal."""
	return (
		_("Grades Decided On"),
		_("Members Appraised"),
		_("Ballots within the Party (Cast / Voters)"),
		_("Ballots outside the Party (Cast / Voters)"),
		*(label.text(_) for label in GRADES.values()),
	)


def reviews(book: BookYear) -> Ledger:
	"""Return the life reviews in numbers: what was said and found stays in their papers."""
	rows = []
	for row in life_reviews.load([book.branch], book.year, book.day):
		closed = sum(bool(each.closed_on and each.closed_on <= book.day) for each in row.measure_rows)
		rows.append({**row, "measures": len(row.measure_rows), "closed": closed})
	columns = (
		Column("title", _("Title"), width_mm=60),
		Column("held_on", _("Meeting Date"), "Date", 24),
		Column("studies", _("Studies beforehand"), "Int", 18, align="center"),
		Column("talks_held", _("Talks held beforehand"), "Int", 18, align="center"),
		Column("opinions", _("Opinions collected"), "Int", 18, align="center"),
		Column("problems", _("Problems found"), "Int", 18, align="center"),
		Column("measures", _("Measures"), "Int", 16, align="center"),
		Column("closed", _("Measures closed"), "Int", 18, align="center"),
	)
	return register(book, _("Life Review"), columns, rows, orientation="landscape")


@dataclass(frozen=True)
class Summary:
	"""A work report as the book tells it: its title and what stands under which heading."""

	title: str
	heard_on: str
	sections: Facts


def summaries(book: BookYear, reader: Reader) -> list[Summary]:
	"""Return the work reports that the assembly of the branch heard."""
	return [
		Summary(
			_("Work Report for the {0}").format(period_text(period_of("half_year", row.period_start).key)),
			full_date(row.heard_on),
			tuple(
				(part, reader.text(lines(line.content or "" for line in of_part)))
				for part, of_part in groupby(row.sections, key=lambda line: line.part or line.title or "")
			),
		)
		for row in facts.work_reports(book.branch, book.year, book.day)
	]
