"""The papers of a questionnaire: the sheet to be filled in by hand, slips with codes, the poster, and the results with charts.

The layouts are references of our own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate

from party_affairs.ledgers.text import full_date, text_of
from party_affairs.printing import charts, pages, qr_codes
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.rules.contact.questionnaires import SCALE, options_of

ADDRESS = "/survey"
"""The page for people without a login; a code stands behind #, which browsers send to nobody."""

_SLIPS_A_SHEET = 6
"""Titles and names may be long: three rows fit whatever they are."""
_SLIP_MM, _POSTER_MM = 26, 90
_LINK = "Whoever Has the Link"
_LEAST_LINES, _MEMBERS = 5, "Members of the Branch"


@dataclass(frozen=True)
class QuestionResult:
	"""What is shown of a question: its chart (SVG), how often it was answered, its mean as text, and the words written."""

	number: int
	question: str
	kind: str
	answered: int
	mean: str
	chart: str
	words: tuple[tuple[str, str], ...]


def link_of(doc: Document) -> str | None:
	"""Return the address that everybody may have who is asked by an open link, None where there is none (any more)."""
	return get_url(f"{ADDRESS}?k={doc.link_token}") if doc.link_token else None


def results_of(doc: Document) -> list[QuestionResult]:
	"""Return what is shown of each question once the answers are counted; nothing where too few answered."""
	if doc.status != "Answers Counted" or doc.shown_as != "All Answers":
		return []
	numbers: dict[int, list[Any]] = {}
	for row in doc.results:
		numbers.setdefault(row.question_no, []).append(row)
	words: dict[int, list[tuple[str, str]]] = {}
	for row in doc.words:
		words.setdefault(row.question_no, []).append((row.text, row.member_name or ""))
	return [
		QuestionResult(
			number=row.idx,
			question=row.question,
			kind=row.kind,
			answered=row.answered or 0,
			mean=text_of(round(row.mean, 2), "Float") if row.kind == "Satisfaction" and row.answered else "",
			chart=_chart(row, numbers.get(row.idx, [])),
			words=tuple(words.get(row.idx, ())),
		)
		for row in doc.questions
	]


def _chart(question: Any, numbers: Sequence[Any]) -> str:
	if not numbers:
		return ""
	if question.kind == "Satisfaction":
		parts = [
			charts.Part(row.option, row.number, colour)
			for row, colour in zip(numbers, charts.SCALE, strict=True)
		]
		return charts.stacked(parts, question.question)
	rows = [
		charts.Bar(row.option, row.number, _("{0} ({1}%)").format(row.number, f"{row.share:.0f}"))
		for row in numbers
	]
	return charts.bars(rows, question.question, most=question.answered)


def results(doc: Document) -> str:
	"""Return the results: how many answered, each question with its chart, and what was written in own words."""
	context = {
		"doc": doc,
		"results": results_of(doc),
		"closes_on": full_date(doc.closes_on),
		"notes": _notes(doc),
	}
	return pages.render("questionnaire_results", context, PORTRAIT)


def _notes(doc: Document) -> list[str]:
	if doc.status != "Answers Counted":
		return [_("Nothing has been counted yet.")]
	notes = []
	if doc.shown_as == "Too Few Answers":
		notes.append(
			_(
				"Fewer than {0} people answered. So that nobody is given away, what they answered is neither shown nor kept."
			).format(doc.least_answers)
			if doc.answers
			else _("Nobody answered.")
		)
	if doc.audience == _LINK:
		notes.append(_("Whoever had the link could answer more than once."))
	if not doc.named:
		notes.append(_("The answers were given without names; their order means nothing."))
	return notes


def blank(doc: Document) -> str:
	"""Return the questionnaire as a sheet that is filled in by hand."""
	questions = [
		{
			"number": row.idx,
			"text": row.question,
			"kind": row.kind,
			"most": row.most_choices,
			"options": [_(word.template) for word in SCALE]
			if row.kind == "Satisfaction"
			else options_of(row.options),
		}
		for row in doc.questions
	]
	context = {
		"doc": doc,
		"questions": questions,
		"lines": range(_LEAST_LINES),
		"closes_on": full_date(doc.closes_on),
	}
	return pages.render("questionnaire_sheet", context, PORTRAIT)


def poster(doc: Document) -> str:
	"""Return the poster: what is asked, until when, and the QR code of the address."""
	address = link_of(doc)
	if doc.audience == _MEMBERS:
		address = get_url("/party")
	context = {
		"doc": doc,
		"address": address,
		"code": qr_codes.svg(address, _POSTER_MM) if address else "",
		"closes_on": full_date(doc.closes_on),
		"by_link": doc.audience == _LINK,
		"by_members": doc.audience == _MEMBERS,
	}
	return pages.render("questionnaire_poster", context, PORTRAIT)


def slips(doc: Document, codes: Sequence[str]) -> str:
	"""Return the slips for people without a login: a code on each, also as QR code, and nobody's name."""
	address = get_url(ADDRESS)
	made = [{"code": code, "qr": qr_codes.svg(f"{address}#{code}", _SLIP_MM)} for code in codes]
	context = {
		"doc": doc,
		"sheets": [made[start : start + _SLIPS_A_SHEET] for start in range(0, len(made), _SLIPS_A_SHEET)],
		"address": address,
		"closes_on": getdate(doc.closes_on).isoformat(),
	}
	return pages.render("questionnaire_slips", context, PORTRAIT)


def results_part(doc: Document) -> str:
	"""Return the charts of the results as a part of the form."""
	return frappe.render_template(
		"party_affairs/templates/includes/questionnaire_results.html",
		{"results": results_of(doc), "notes": _notes(doc), "doc": doc},
	)


QUESTIONNAIRE_PAPERS: dict[str, Callable[[Document], str]] = {"questionnaire_results": results}
"""By the name of the paper, as the print format calls it; slips are printed once, when their codes are made."""

HANDED_OUT: dict[str, Callable[[Document], str]] = {"sheet": blank, "poster": poster}
"""What is handed out or put up, and holds no answers."""
