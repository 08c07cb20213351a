"""The work report of a branch and the secretary's duty report on paper (domain form 报告工作／述职), as reference layouts."""

from collections.abc import Iterator
from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, ordinal, period_text
from party_affairs.printing.page_setup import LETTER
from party_affairs.printing.paper import (
	LETTER_STYLE,
	Block,
	Closing,
	Heading,
	Paper,
	Text,
	Title,
	Together,
	facts,
)
from party_affairs.printing.parts import draft_reference
from party_affairs.rules.periods import period_of

_DUTY = "Duty Report"


def work_report(doc: Document) -> Paper:
	"""Return the report with its parts, and after it how the assembly and the committee above took it."""
	title = _title(doc)
	signed_by = doc.reporter_name or "" if doc.kind == _DUTY else doc.branch
	return Paper(
		title,
		(
			draft_reference(doc),
			Title(f"{doc.branch}\n{title}"),
			Title(_reporter_and_period(doc), level=2),
			*_sections(doc),
			Closing((signed_by, full_date(doc.assembly_date) or _("(date)"))),
			*_reviewed(doc),
		),
		LETTER,
		LETTER_STYLE,
	)


def _reporter_and_period(doc: Document) -> str:
	reporter = _("{0}:").format(_("Reporter")) + (doc.reporter_name or "")
	span = _("{first} to {last}").format(first=full_date(doc.period_start), last=full_date(doc.period_end))
	return f"{reporter}\n{_('{0}:').format(_('Report Period'))}{span}"


def _title(doc: Document) -> str:
	if doc.kind == _DUTY:
		return _("Duty Report of the Secretary for {0}").format(doc.year)
	key = period_of("half_year", frappe.utils.getdate(doc.period_start)).key
	return _("Work Report for the {0}").format(period_text(key))


def _sections(doc: Document) -> Iterator[Block]:
	"""Yield parts and sections with their ordinals; a part of a single section needs no second heading."""
	for number, (part, rows) in enumerate(
		groupby(doc.sections, key=lambda row: row.part or row.title), start=1
	):
		rows = list(rows)
		yield Heading(_("{ordinal}. {text}").format(ordinal=ordinal(number), text=part))
		if len(rows) == 1:
			yield Text(rows[0].content or "")
			continue
		for place, row in enumerate(rows, start=1):
			yield Heading(_("({ordinal}) {text}").format(ordinal=ordinal(place), text=row.title), level=2)
			yield Text(row.content or "")


def _reviewed(doc: Document) -> tuple[Block, ...]:
	rows = _reviews(doc)
	if not rows:
		return ()
	heading = (
		_("Assessment of the Duty Report") if doc.kind == _DUTY else _("Review and Receipt of the Report")
	)
	return (Together((Heading(heading), facts(rows, label_width=32))),)


def _reviews(doc: Document) -> list[tuple[str, str]]:
	"""Return label and value of what came of the report, for a table at its end; empty while it was delivered to nobody."""
	if not (doc.assembly_date or doc.delivered_on):
		return []
	rows = [(_("Reported to the Assembly On"), full_date(doc.assembly_date))]
	if doc.kind == _DUTY:
		rows.append((_("Opinions of the Assembly"), doc.review_opinions or ""))
	else:
		rows += [
			(_("Vote of the Assembly"), _vote(doc)),
			(_("Result of the Review"), labels_of(doc.doctype, "review_result").get(doc.review_result, "")),
			(_("Opinions of the Review"), doc.review_opinions or (_("None") if doc.review_result else "")),
		]
	rows += [
		(_("Delivered to the Committee Above On"), full_date(doc.delivered_on)),
		(_("Received by the Committee Above On"), full_date(doc.received_on)),
		(_("Opinion of the Committee Above"), doc.above_opinion or ""),
	]
	if doc.kind == _DUTY:
		rows.append((_("Grade of the Assessment"), doc.grade or ""))
	return rows


def _vote(doc: Document) -> str:
	if not doc.eligible:
		return ""
	return _(
		"{eligible} expected, {present} present; in favour {in_favour}, against {against}, abstained {abstained}"
	).format(
		eligible=doc.eligible,
		present=doc.present or 0,
		in_favour=doc.in_favour or 0,
		against=doc.against or 0,
		abstained=doc.abstained or 0,
	)


WORK_REPORT_PAPERS = {"Party Work Report": work_report}
