"""The papers of a questionnaire: the sheet to be filled in by hand, slips with codes, the poster, and the results with charts.

The layouts are references of our own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate

from party_affairs.ledgers.text import full_date, text_of
from party_affairs.printing import charts, qr_codes
from party_affairs.printing.block_heights import fits
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import (
	WALL,
	Beside,
	Block,
	Cell,
	Grid,
	Heading,
	Lines,
	Paper,
	Space,
	Text,
	Title,
	Together,
	drawing,
)
from party_affairs.printing.parts import pair_of_facts, reference, secretary_signature, sheets_of_slips
from party_affairs.rules.contact.questionnaires import SCALE, options_of

ADDRESS = "/survey"
"""The page for people without a login; a code stands behind #, which browsers send to nobody."""

_SLIPS_A_SHEET = 6
_SLIP_QR_MM, _SLIP_MM = 26, 62
_POSTER_QR_MM = (90, 80, 70, 60, 50)
_LINK = "Whoever Has the Link"
_POSTER_SPACE_MM = 40
"""What the space between the lines of a poster takes beside their own height."""
_POSTER = replace(PORTRAIT, title_pt=28, text_pt=15)
_LEAST_LINES, _LINE_MM, _MEMBERS = 5, 8, "Members of the Branch"
_SLIP_QR_SHARE = 37
_OPTIONS_IN_A_ROW, _CHARACTERS_IN_A_ROW = 5, 34


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


def results(doc: Document) -> Paper:
	"""Return the results: how many answered, each question with its chart, and what was written in own words."""
	title = _("Results of the Questionnaire")
	notes = [Text(_("Note: {0}").format(note), style="notes") for note in _notes(doc)]
	return Paper(
		title,
		(
			reference(),
			Title(f"{doc.title}\n{title}"),
			_facts_of(doc),
			*(block for result in results_of(doc) for block in _result(result)),
			*notes,
			secretary_signature(),
		),
		css="questionnaire",
	)


def _facts_of(doc: Document) -> Grid:
	names = _("(with names)") if doc.named else _("(without names)")
	asked = " " + _("of {0} asked").format(doc.invited) if doc.invited else ""
	return Grid(
		(
			(
				Cell(_("Party Branch"), is_fact=True, width=18),
				Cell(doc.branch, width=32),
				Cell(_("Purpose"), is_fact=True, width=18),
				Cell(_(doc.purpose)),
			),
			pair_of_facts(
				*(_("Who Answers"), f"{_(doc.audience)}{names}"),
				*(_("Closes On"), full_date(doc.closes_on)),
			),
			(
				Cell(_("Number of Answers"), is_fact=True),
				Cell(f"{doc.answers or 0}{asked}", colspan=3),
			),
		)
	)


def _result(result: QuestionResult) -> tuple[Block, ...]:
	said = [_(result.kind), _("answered by {0}").format(result.answered)]
	if result.mean:
		said.append(_("mean {0} of 5").format(result.mean))
	asked = (
		Heading(f"{result.number}. {result.question}"),
		Text(" · ".join(said), style="notes"),
		*((drawing(result.chart, PORTRAIT.text_width, result.question),) if result.chart else ()),
	)
	words = (
		Text(f"{number}. {text}" + (f"（{name}）" if name else ""), style="detail", flush=True)
		for number, (text, name) in enumerate(result.words, start=1)
	)
	return Together(asked), *words


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


def blank(doc: Document) -> Paper:
	"""Return the questionnaire as a sheet that is filled in by hand."""
	how = _("Please hand it in by {0}.").format(full_date(doc.closes_on))
	if not doc.named:
		how += _("Do not sign. Write nothing that tells who you are.")
	return Paper(
		doc.title,
		(
			reference(),
			Title(doc.title),
			Title(doc.branch, level=2),
			Text(doc.introduction or ""),
			Text(how, style="notes"),
			*(Together((Heading(_asked(row)), _room_to_answer(row))) for row in doc.questions),
			Space(6),
			Title(_("Thank you."), level=2),
		),
		css="questionnaire",
	)


def _asked(question: Any) -> str:
	asked = f"{question.idx}. {question.question}"
	if question.kind != "Multiple Choice":
		return asked
	most = question.most_choices
	return asked + (_("(several, at most {0})").format(most) if most else _("(several may be chosen)"))


def _room_to_answer(question: Any) -> Block:
	"""Return the boxes to be ticked, as many in a row as have room, or lines to write on."""
	scale = [_(word.template) for word in SCALE]
	options = scale if question.kind == "Satisfaction" else options_of(question.options)
	if not options:
		return Lines(_LEAST_LINES, _LINE_MM)
	longest = max(map(len, options)) + 2
	across = max(1, min(_OPTIONS_IN_A_ROW, _CHARACTERS_IN_A_ROW // longest))
	cells = [Cell(f"□ {option}", align="left", type_size=11) for option in options]
	cells += [Cell()] * (-len(cells) % across)
	return Beside(
		tuple(tuple(cells[start : start + across]) for start in range(0, len(cells), across)), css="choices"
	)


def poster(doc: Document) -> Paper:
	"""Return the poster: what is asked, until when, and the QR code of the address, as large as one page lets it be."""
	papers = (_poster(doc, side) for side in _POSTER_QR_MM)
	smallest = _poster(doc, _POSTER_QR_MM[-1])
	return next(
		(paper for paper in papers if fits((*paper.blocks, Space(_POSTER_SPACE_MM)), _POSTER)), smallest
	)


def _poster(doc: Document, side_mm: float) -> Paper:
	return Paper(
		doc.title,
		(
			Title(doc.branch, level=2),
			Title(doc.title),
			Text(doc.introduction or ""),
			*_where_to_answer(doc, side_mm),
			*(Text(how, align="center", flush=True) for how in _how_to_answer(doc)),
		),
		_POSTER,
		style=WALL,
		css="poster",
	)


def _where_to_answer(doc: Document, side_mm: float) -> tuple[Block, ...]:
	address = get_url("/party") if doc.audience == _MEMBERS else link_of(doc)
	if not address:
		without = (
			_("The link exists while answers are taken.")
			if doc.audience == _LINK
			else _("Answers are taken with the code on a slip: this questionnaire has no open link.")
		)
		return (Text(without, align="center", flush=True),)
	return (
		Space(8),
		drawing(qr_codes.svg(address, side_mm), side_mm, _("QR Code")),
		Text(_("Scan the code with your telephone and answer."), align="center", flush=True),
		Text(address, style="detail", align="center", flush=True, css="address"),
	)


def _how_to_answer(doc: Document) -> Iterator[str]:
	yield _("Open until {0}.").format(full_date(doc.closes_on))
	if not doc.named:
		yield _("No names: nobody can find out who answered what.")
	if doc.audience == _MEMBERS:
		yield _("Members log in and find it on their own page.")


def slips(doc: Document, codes: Sequence[str]) -> Paper:
	"""Return the slips for people without a login: a code on each, also as QR code, and nobody's name."""
	made = [_slip(doc, code) for code in codes]
	return sheets_of_slips(doc.title, made, _SLIP_MM, _SLIPS_A_SHEET)


def _slip(doc: Document, code: str) -> tuple[Block, ...]:
	address = get_url(ADDRESS)
	how = _(
		"Scan the square, or open this address and enter the code, by {0}. The code takes one answer; nobody knows to whom it was handed. Do not pass it on."
	).format(getdate(doc.closes_on).isoformat())
	square = drawing(qr_codes.svg(f"{address}#{code}", _SLIP_QR_MM), _SLIP_QR_MM, _("QR Code"))
	return (
		Beside(
			(
				(
					Cell(f"{doc.branch}\n{doc.title}", align="center", type_size=12),
					Cell(picture=square, width=_SLIP_QR_SHARE),
				),
			)
		),
		Text(code, style="code"),
		Text(address, style="how", align="center"),
		Text(how, style="how"),
	)


def results_part(doc: Document) -> str:
	"""Return the charts of the results as a part of the form."""
	return frappe.render_template(
		"party_affairs/templates/includes/questionnaire_results.html",
		{"results": results_of(doc), "notes": _notes(doc), "doc": doc},
	)


QUESTIONNAIRE_PAPERS: dict[str, Callable[[Document], Paper]] = {"questionnaire_results": results}
"""By the name of the paper, as the print format calls it; slips are printed once, when their codes are made."""

HANDED_OUT: dict[str, Callable[[Document], Paper]] = {"sheet": blank, "poster": poster}
"""What is handed out or put up, and holds no answers."""
