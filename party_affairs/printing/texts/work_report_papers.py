"""The work report of a branch and the secretary's duty report on paper (domain form 报告工作／述职), as reference layouts."""

from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, ordinal, period_text
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.writings import Block, paragraphs
from party_affairs.rules.periods import period_of

_DUTY = "Duty Report"


def work_report(doc: Document) -> str:
	"""Return the report with its parts, and after it how the assembly and the committee above took it."""
	context = {
		"doc": doc,
		"title": _title(doc),
		"blocks": _blocks(doc),
		"reviews": _reviews(doc),
		"full_date": full_date,
		"is_duty_report": doc.kind == _DUTY,
	}
	return pages.render("work_report", context, PORTRAIT)


def _title(doc: Document) -> str:
	if doc.kind == _DUTY:
		return _("Duty Report of the Secretary for {0}").format(doc.year)
	key = period_of("half_year", frappe.utils.getdate(doc.period_start)).key
	return _("Work Report for the {0}").format(period_text(key))


def _blocks(doc: Document) -> list[Block]:
	"""Parts and sections with their ordinals; a part of a single section needs no second heading."""
	blocks = []
	for number, (part, rows) in enumerate(
		groupby(doc.sections, key=lambda row: row.part or row.title), start=1
	):
		rows = list(rows)
		heading = _("{ordinal}. {text}").format(ordinal=ordinal(number), text=part)
		if len(rows) == 1:
			blocks.append(Block(heading, paragraphs(rows[0].content)))
			continue
		blocks.append(Block(heading))
		for place, row in enumerate(rows, start=1):
			title = _("({ordinal}) {text}").format(ordinal=ordinal(place), text=row.title)
			blocks.append(Block(title, paragraphs(row.content), level=2))
	return blocks


def _reviews(doc: Document) -> list[tuple[str, str]]:
	"""Label and value of what came of the report, for a table at its end; empty while it was delivered to nobody."""
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
