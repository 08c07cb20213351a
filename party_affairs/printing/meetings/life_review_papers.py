"""The papers of an organisation life review (组织生活会), each alone and bound into one set, as reference layouts.

Papers that hold what was said about persons are printed only for those who may read it; the set leaves them out for
everybody else and says that they are kept at the branch.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.facts.meetings.life_reviews import record_of_criticism, self_reviews
from party_affairs.facts.organisation.branches import parent_of
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, joined, numbered, text_of
from party_affairs.permissions import scope_for
from party_affairs.printing.paper import (
	Block,
	Closing,
	Contents,
	Cover,
	Heading,
	Paper,
	Space,
	Table,
	Text,
	Title,
	bound,
	facts,
)
from party_affairs.printing.parts import reference, secretary_signature
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.printing.texts.personal_papers import POINTS
from party_affairs.rules.meetings.life_reviews import STATE_LABELS, state_of_measure
from party_affairs.rules.message import Message

_RECORD, _SELF_REVIEW = "Life Review Criticism", "Member Self Review"
_FACT_LABEL_WIDTH = 24
_SPACE_BELOW_FACTS_MM = 3
_PRESENT = "Present"


@dataclass(frozen=True)
class _Paper:
	"""One paper of the set: its key, title, how it is written, and whether it tells of persons."""

	key: str
	title: Message
	write: Callable[[Document, str], Paper]
	of_persons: bool = False


# Before the meeting


def _plan(doc: Document, title: str) -> Paper:
	pairs = (
		(_("Theme"), doc.theme),
		(_("Time"), full_date(doc.planned_on or doc.held_on) or _("(date)")),
		(_("Notice Given On"), full_date(doc.noticed_on)),
	)
	return _written(doc, title, pairs, (_text(doc.plan), _closing(doc, doc.noticed_on)))


def _studies(doc: Document, title: str) -> Paper:
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
	return _tabled(doc, title, columns, rows)


def _opinions(doc: Document, title: str) -> Paper:
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
	return _tabled(doc, title, columns, rows)


def _talks(doc: Document, title: str) -> Paper:
	"""How many talks there were and who answers for it; what was said is not printed."""
	span = ""
	if doc.talks_from or doc.talks_to:
		span = _("{first} to {last}").format(
			first=full_date(doc.talks_from) or _("(date)"), last=full_date(doc.talks_to) or _("(date)")
		)
	pairs = (
		(_("Talks Held"), text_of(doc.talks_held) if doc.talks_held else _("None")),
		(_("Time of the Talks"), span),
		(_("Confirmed by Member"), doc.talks_confirmed_name or ""),
	)
	words = _(
		"Before the meeting members of the committee talked with one another, with members, and members among themselves. What was said is not written down here."
	)
	return _written(doc, title, pairs, (Text(words), _closing(doc, doc.talks_to)))


def _branch_examination(doc: Document, title: str) -> Paper:
	return _written(doc, title, (), (_text(doc.branch_examination), _closing(doc, doc.held_on)))


def _self_examinations(doc: Document, title: str) -> Paper:
	"""The personal examinations handed in for the review; for members without one, what they said of themselves at the meeting."""
	handed_in = _handed_in(doc)
	blocks: list[Block] = []
	for review in handed_in:
		blocks.append(Heading(review.member_name or ""))
		for name in POINTS:
			if text := review.get(name):
				blocks += [Heading(_(review.meta.get_label(name)), level=2), Text(text)]
	written = {review.member for review in handed_in}
	for row in _lines(doc):
		if row.self_criticism and row.member not in written:
			blocks += [Heading(row.member_name or ""), Text(row.self_criticism)]
	return _written(doc, title, (), tuple(blocks) or (_text(None),))


def _handed_in(doc: Document) -> list[Document]:
	"""The self reviews of the branch's members for this review, as far as the caller may read them."""
	scope = scope_for(_SELF_REVIEW)
	found = (frappe.get_doc(_SELF_REVIEW, name) for name in self_reviews(doc.branch, doc.year))
	return [review for review in found if scope.includes(review)]


# The meeting


def _minutes(doc: Document, title: str) -> Paper:
	"""What the minutes say of time, place and people, and then each member's self-criticism and the criticism of him."""
	meeting = frappe.get_doc("Party Meeting", doc.meeting) if doc.meeting else None
	pairs = [(_("Theme"), doc.theme)]
	if meeting:
		present = [row.member_name for row in meeting.attendees if row.attendance == _PRESENT]
		pairs += [
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
	problems = Text("\n".join(numbered(row.problem for row in doc.problems)))
	blocks: list[Block] = [Heading(_("Problems found")), problems, Heading(_("Criticism and self-criticism"))]
	for row in _lines(doc):
		said = [
			_("{label}: {text}").format(label=label, text=text)
			for label, text in (
				(_("Self-Criticism"), row.self_criticism),
				(_("Criticism by Others"), row.criticism),
			)
			if text
		]
		blocks += [Heading(row.member_name or "", level=2), Text("\n".join(said))]
	blocks += [Heading(_("Direction of rectification")), Text(doc.direction or "")]
	return _written(doc, title, pairs, (*blocks, secretary_signature()))


def _personal_problems(doc: Document, title: str) -> Paper:
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
	return _tabled(doc, title, columns, rows)


# After the meeting


def _rectification(doc: Document, title: str) -> Paper:
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
	return _tabled(doc, title, columns, rows)


def _settled(row, today: date) -> str:
	"""The state of an item, and when it was closed on which evidence."""
	closed_on = row.closed_on and getdate(row.closed_on)
	state = STATE_LABELS[state_of_measure(row.deadline and getdate(row.deadline), closed_on, today)].text(_)
	return "\n".join(part for part in (state, text_of(closed_on or None), row.evidence) if part)


def _situation_report(doc: Document, title: str) -> Paper:
	addressee = parent_of(doc.branch)
	opening = (Text(_("{0}:").format(addressee), flush=True),) if addressee else ()
	blocks = (*opening, _text(doc.situation_report), _closing(doc, doc.reported_on))
	return _written(doc, title, (), blocks)


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


def single(doc: Document, paper: _Paper) -> Paper:
	"""Return one paper. Raise PermissionError for one about persons if the caller may not read what was said."""
	if paper.of_persons:
		scope_for(_RECORD).check_branch(doc.branch)
	return paper.write(doc, paper.title.text(_))


def bound_set(doc: Document) -> Paper:
	"""Return cover, contents and all papers that the caller may read, each beginning on a new page."""
	within = scope_for(_RECORD).covers(doc.branch)
	papers = [paper for paper in PAPERS if within or not paper.of_persons]
	title = _("Papers of the Organisation Life Review")
	day = full_date(doc.held_on) or full_date(doc.planned_on) or _("(date)")
	lines = (doc.branch, _("Year {year}").format(year=doc.year), doc.theme, day)
	entries = tuple(
		(paper.title.text(_), "" if paper in papers else _("(kept at the branch)")) for paper in PAPERS
	)
	return bound(
		title,
		(
			_described(title, (reference(), Cover(title, lines))),
			_described(title, (Title(_("Contents")), Contents(entries))),
			*(single(doc, paper) for paper in papers),
		),
	)


def _lines(doc: Document) -> list:
	"""What the record of criticism says of each member; callers have checked that it may be read."""
	name = record_of_criticism(doc.name)
	return frappe.get_doc(_RECORD, name).lines if name else []


def _written(doc: Document, title: str, pairs: Sequence[tuple[str, str]], blocks: tuple[Block, ...]) -> Paper:
	"""Return a paper of written text, facts in two columns before it."""
	return _described(title, (*_head(doc, title), *_facts(pairs), *blocks))


def _tabled(
	doc: Document,
	title: str,
	columns: tuple[TableColumn, ...],
	rows: Iterable[tuple[str, ...] | TableRow],
) -> Paper:
	"""Return a paper that is a register and is signed."""
	laid = tuple(row if isinstance(row, TableRow) else TableRow(row) for row in rows)
	table = Table(columns, laid, _("(nothing recorded)"), name=title)
	return _described(title, (*_head(doc, title), table, secretary_signature()))


def _described(title: str, blocks: tuple[Block, ...]) -> Paper:
	return Paper(title, blocks, css="letter-text")


def _head(doc: Document, title: str) -> tuple[Block, ...]:
	return reference(), Title(f"{doc.branch}\n{title}")


def _facts(pairs: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
	if not pairs:
		return ()
	return facts(pairs, label_width=_FACT_LABEL_WIDTH), Space(_SPACE_BELOW_FACTS_MM)


def _text(text: str | None) -> Text:
	return Text((text or "").strip() or _("(nothing recorded)"))


def _closing(doc: Document, day: date | str | None) -> Closing:
	return Closing((doc.branch, full_date(day) or _("(date)")))


LIFE_REVIEW_PAPERS: dict[str, Callable[[Document], Paper]] = {
	"life_review_set": bound_set,
	**{paper.key: partial(single, paper=paper) for paper in PAPERS},
}
"""By the name of the paper, as the print formats call it."""
