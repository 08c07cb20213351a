"""The papers of an organisation life review (组织生活会), each alone and bound into one set, as reference layouts.

Papers that hold what was said about persons are printed only for those who may read it; the set leaves them out for
everybody else and says that they are kept at the branch.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.facts.meetings.life_reviews import record_of_criticism, self_reviews
from party_affairs.facts.organisation.branches import parent_of
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, joined, numbered, text_of
from party_affairs.permissions import scope_for
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out
from party_affairs.printing.texts.personal_papers import POINTS
from party_affairs.printing.writings import Block, Writing, paragraphs
from party_affairs.rules.meetings.life_reviews import STATE_LABELS, state_of_measure
from party_affairs.rules.message import Message

_RECORD, _SELF_REVIEW = "Life Review Criticism", "Member Self Review"
_HEADING_MM, _FOOT_MM = 40, 24
_FACT_MM = 9
_PRESENT = "Present"


@dataclass(frozen=True)
class _Paper:
	"""One paper of the set: its key, title, how it is written, and whether it tells of persons."""

	key: str
	title: Message
	write: Callable[[Document, str], Writing]
	of_persons: bool = False


# Before the meeting


def _plan(doc: Document, title: str) -> Writing:
	facts = (
		(_("Theme"), doc.theme),
		(_("Time"), full_date(doc.planned_on or doc.held_on) or _("(date)")),
		(_("Notice Given On"), full_date(doc.noticed_on)),
	)
	blocks = (Block(paragraphs=paragraphs(doc.plan) or (_("(nothing recorded)"),)),)
	return Writing(title, facts, blocks, closing=_closing(doc, doc.noticed_on))


def _studies(doc: Document, title: str) -> Writing:
	rows = [
		(
			str(number),
			text_of(getdate(row.studied_on)),
			row.topic,
			row.content or "",
			text_of(row.attended) if row.attended else "",
		)
		for number, row in enumerate(doc.studies, start=1)
	]
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Studied On"), 24, "center"),
		TableColumn(_("Study Topic"), 50),
		TableColumn(_("Content Studied"), 60),
		TableColumn(_("Number Attending"), 18, "center"),
	)
	return _tabled(title, (), columns, rows)


def _opinions(doc: Document, title: str) -> Writing:
	sources = labels_of("Life Review Opinion", "source")
	ways = labels_of("Life Review Opinion", "way")
	rows: list = []
	for source, label in sources.items():
		of_source = [row for row in doc.opinions if row.source == source]
		if of_source:
			heading = _("{0} ({1} opinions)").format(label, len(of_source))
			rows.append(TableRow((heading,), "group"))
		rows += [
			(str(number), ways.get(row.way, ""), row.opinion) for number, row in enumerate(of_source, start=1)
		]
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Way of Gathering"), 30, "center"),
		TableColumn(_("Opinion or Suggestion"), 122),
	)
	return _tabled(title, (), columns, rows)


def _talks(doc: Document, title: str) -> Writing:
	"""How many talks there were and who answers for it; what was said is not printed."""
	span = ""
	if doc.talks_from or doc.talks_to:
		span = _("{first} to {last}").format(
			first=full_date(doc.talks_from) or _("(date)"), last=full_date(doc.talks_to) or _("(date)")
		)
	facts = (
		(_("Talks Held"), text_of(doc.talks_held) if doc.talks_held else _("None")),
		(_("Time of the Talks"), span),
		(_("Confirmed by Member"), doc.talks_confirmed_name or ""),
	)
	words = _(
		"Before the meeting members of the committee talked with one another, with members, and members among themselves. What was said is not written down here."
	)
	return Writing(title, facts, (Block(paragraphs=(words,)),), closing=_closing(doc, doc.talks_to))


def _branch_examination(doc: Document, title: str) -> Writing:
	blocks = (Block(paragraphs=paragraphs(doc.branch_examination) or (_("(nothing recorded)"),)),)
	return Writing(title, (), blocks, closing=_closing(doc, doc.held_on))


def _self_examinations(doc: Document, title: str) -> Writing:
	"""The personal examinations handed in for the review; for members without one, what they said of themselves at the meeting."""
	handed_in = _handed_in(doc)
	blocks = []
	for review in handed_in:
		blocks.append(Block(review.member_name or ""))
		blocks += [
			Block(label, paragraphs(text), level=2)
			for label, text in ((_(review.meta.get_label(name)), review.get(name)) for name in POINTS)
			if text
		]
	written = {review.member for review in handed_in}
	blocks += [
		Block(row.member_name, paragraphs(row.self_criticism))
		for row in _lines(doc)
		if row.self_criticism and row.member not in written
	]
	return Writing(title, (), tuple(blocks) or (Block(paragraphs=(_("(nothing recorded)"),)),))


def _handed_in(doc: Document) -> list[Document]:
	"""The self reviews of the branch's members for this review, as far as the caller may read them."""
	scope = scope_for(_SELF_REVIEW)
	found = (frappe.get_doc(_SELF_REVIEW, name) for name in self_reviews(doc.branch, doc.year))
	return [review for review in found if scope.includes(review)]


# The meeting


def _minutes(doc: Document, title: str) -> Writing:
	"""What the minutes say of time, place and people, and then each member's self-criticism and the criticism of him."""
	meeting = frappe.get_doc("Party Meeting", doc.meeting) if doc.meeting else None
	facts = [(_("Theme"), doc.theme)]
	if meeting:
		present = [row.member_name for row in meeting.attendees if row.attendance == _PRESENT]
		facts += [
			(_("Time"), full_date(doc.held_on)),
			(_("Place"), meeting.location or ""),
			(_("Chair"), meeting.chair_name or ""),
			(_("Minutes Taken By"), meeting.recorder_name or ""),
			(
				_("Attendance"),
				_("{expected} expected, {present} present").format(
					expected=meeting.expected_count, present=meeting.present_count
				),
			),
			(_("Participants"), joined(present)),
		]
	blocks = [Block(_("Problems found"), tuple(numbered(row.problem for row in doc.problems)))]
	blocks.append(Block(_("Criticism and self-criticism")))
	for row in _lines(doc):
		said = tuple(
			_("{label}: {text}").format(label=label, text=text)
			for label, text in (
				(_("Self-Criticism"), row.self_criticism),
				(_("Criticism by Others"), row.criticism),
			)
			if text
		)
		blocks.append(Block(row.member_name or "", said, level=2))
	blocks.append(Block(_("Direction of rectification"), paragraphs(doc.direction)))
	return Writing(title, tuple(facts), tuple(blocks), signed=True)


def _personal_problems(doc: Document, title: str) -> Writing:
	rows = [
		(
			str(number),
			row.member_name or "",
			row.problems or "",
			row.measures or "",
			text_of(row.deadline and getdate(row.deadline)),
		)
		for number, row in enumerate((row for row in _lines(doc) if row.problems), start=1)
	]
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Full Name"), 22, "center"),
		TableColumn(_("Personal Problems"), 54),
		TableColumn(_("Personal Measures"), 54),
		TableColumn(_("Deadline"), 24, "center"),
	)
	return _tabled(title, (), columns, rows)


# After the meeting


def _rectification(doc: Document, title: str) -> Writing:
	today = getdate(nowdate())
	rows: list = [
		(
			str(number),
			row.problem,
			row.measure,
			row.responsible_name or "",
			text_of(row.deadline and getdate(row.deadline)),
			_settled(row, today),
		)
		for number, row in enumerate(doc.measures, start=1)
	]
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("Problem to Rectify"), 36),
		TableColumn(_("Rectification Measure"), 45),
		TableColumn(_("Responsible Member"), 17, "center"),
		TableColumn(_("Deadline"), 22, "center"),
		TableColumn(_("Closing"), 37),
	)
	if doc.direction:
		direction = _("{label}: {text}").format(label=_("Direction of Rectification"), text=doc.direction)
		rows.insert(0, TableRow((direction,), "group"))
	return _tabled(title, (), columns, rows)


def _settled(row, today: date) -> str:
	"""The state of an item, and when it was closed on which evidence."""
	closed_on = row.closed_on and getdate(row.closed_on)
	state = STATE_LABELS[state_of_measure(row.deadline and getdate(row.deadline), closed_on, today)].text(_)
	return "\n".join(part for part in (state, text_of(closed_on or None), row.evidence) if part)


def _situation_report(doc: Document, title: str) -> Writing:
	addressee = parent_of(doc.branch)
	text = paragraphs(doc.situation_report) or (_("(nothing recorded)"),)
	opening = (_("{0}:").format(addressee),) if addressee else ()
	return Writing(title, (), (Block(paragraphs=(*opening, *text)),), closing=_closing(doc, doc.reported_on))


PAPERS = (
	_Paper("life_review_plan", Message("Plan and Notice of the Life Review"), _plan),
	_Paper("life_review_study", Message("Record of Study before the Life Review"), _studies),
	_Paper("life_review_opinions", Message("Summary of the Opinions Gathered"), _opinions),
	_Paper("life_review_talks", Message("Heart-to-Heart Talks before the Life Review"), _talks),
	_Paper(
		"life_review_self_examinations",
		Message("Personal Examinations of the Members"),
		_self_examinations,
		True,
	),
	_Paper(
		"life_review_branch_examination", Message("Examination of the Branch Committee"), _branch_examination
	),
	_Paper("life_review_minutes", Message("Minutes of the Life Review"), _minutes, True),
	_Paper("life_review_personal_problems", Message("List of Personal Problems"), _personal_problems, True),
	_Paper("life_review_rectification", Message("Rectification List of the Branch"), _rectification),
	_Paper("life_review_report", Message("Report on the Life Review"), _situation_report),
)
"""In the order in which they are bound."""


def single(doc: Document, paper: _Paper) -> str:
	"""Return one paper. Raise PermissionError for one about persons if the caller may not read what was said."""
	if paper.of_persons:
		scope_for(_RECORD).check_branch(doc.branch)
	return _render(doc, [paper])


def bound_set(doc: Document) -> str:
	"""Return cover, contents and all papers that the caller may read."""
	within = scope_for(_RECORD).covers(doc.branch)
	papers = [paper for paper in PAPERS if within or not paper.of_persons]
	contents = [
		{"title": paper.title.text(_), "remark": "" if paper in papers else _("(kept at the branch)")}
		for paper in PAPERS
	]
	cover = {
		"title": _("Papers of the Organisation Life Review"),
		"lines": (
			doc.branch,
			_("Year {year}").format(year=doc.year),
			doc.theme,
			full_date(doc.held_on) or full_date(doc.planned_on) or _("(date)"),
		),
		"contents": contents,
	}
	return _render(doc, papers, cover)


def _render(doc: Document, papers: Iterable[_Paper], cover: dict[str, Any] | None = None) -> str:
	writings = [paper.write(doc, paper.title.text(_)) for paper in papers]
	return pages.render("writings", {"doc": doc, "writings": writings, "cover": cover}, PORTRAIT)


def _lines(doc: Document) -> list:
	"""What the record of criticism says of each member; callers have checked that it may be read."""
	name = record_of_criticism(doc.name)
	return frappe.get_doc(_RECORD, name).lines if name else []


def _tabled(
	title: str,
	facts: tuple[tuple[str, str], ...],
	columns: tuple[TableColumn, ...],
	rows: Iterable[tuple[str, ...] | TableRow],
) -> Writing:
	laid = [row if isinstance(row, TableRow) else TableRow(row) for row in rows]
	table = lay_out(columns, laid, PORTRAIT, _HEADING_MM + _FACT_MM * len(facts), _FOOT_MM)
	return Writing(title, facts, table=table, empty=_("(nothing recorded)"), signed=True)


def _closing(doc: Document, day: date | str | None) -> tuple[str, ...]:
	return doc.branch, full_date(day) or _("(date)")


LIFE_REVIEW_PAPERS: dict[str, Callable[[Document], str]] = {
	"life_review_set": bound_set,
	**{paper.key: partial(single, paper=paper) for paper in PAPERS},
}
"""By the name of the paper, as the print formats call it."""
