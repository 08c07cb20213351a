"""The papers of evaluations: a sheet on one page, the sheets of a round bound together, and the notice of publicity."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.facts.users import full_names
from party_affairs.ledgers.text import full_date, text_of
from party_affairs.permissions import scope_for
from party_affairs.printing.evaluation.sheet_charts import dimensions_of, picture
from party_affairs.printing.html import number_of_sheets
from party_affairs.printing.page_setup import PORTRAIT, PageSetup
from party_affairs.printing.paper import (
	Beside,
	Block,
	Cell,
	Closing,
	Grid,
	Paper,
	Reference,
	Signatures,
	Table,
	Text,
	Title,
	bound,
	drawing,
)
from party_affairs.printing.parts import draft_reference
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.evaluation.measures import unpacked

_SHEET = replace(PORTRAIT, top=14, bottom=12, left=18, right=16, padding_y=0.6, line_height=1.25)
_TYPE_SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5)
_LONGEST_BASIS, _LONGEST_SUMMARY, _LONGEST_OPINION = 90, 160, 200
_PICTURE_PX, _PICTURE_MM, _PICTURE_SHARE = 400, 104, 64
_BOX_MM, _STARS_PT = 15, 18
_MEMBER = "Party Member"


def evaluation_sheet(doc: Document) -> Paper:
	"""Return a sheet on one page: its dimensions as a picture, each line with points and evidence, stars, opinion, signatures."""
	return _sheets(_title_of(doc), [doc])


def evaluation_round_set(doc: Document) -> Paper:
	"""Return the sheets of a round that the caller may print, a page each, in the order of the roster."""
	names = [row.name for row in rounds.sheets_of(doc.name, _printable)]
	if not names:
		frappe.throw(_("There are no sheets of this evaluation that you may print."), frappe.PermissionError)
	return _sheets(_title_of(doc), [frappe.get_doc(rounds.EVALUATION, name) for name in names])


def evaluation_notice(doc: Document) -> Paper:
	"""Return the notice of publicity (公示): names with stars in the order of the roster, the days, and where objections go."""
	shown = rounds.sheets_of(doc.name, _printable)
	if len(shown) < rounds.counts(doc.name)["sheets"]:
		frappe.throw(
			_("The notice is printed by the organisation that conducts the evaluation."),
			frappe.PermissionError,
		)
	most = _most_stars(doc.scheme_version)
	rows = [
		TableRow((str(number), row.subject_name, row.band or _("No Band"), _stars(row.stars, most)))
		for number, row in enumerate(shown, start=1)
	]
	columns = (
		TableColumn(_("No."), 14, "center"),
		TableColumn(_(doc.applies_to), 60, "center"),
		TableColumn(_("Band"), 40, "center"),
		TableColumn(_("Stars"), 50, "center"),
	)
	title = _("Publicity of the {title} of {year}").format(title=doc.scheme, year=doc.year)
	example = "　" + _("By an example scheme that no resolution has adopted.") if doc.is_example else ""
	return Paper(
		title,
		(
			Reference(_("Reference layout") + example),
			Title(title),
			Text("\n".join(_announcement(doc))),
			Table(columns, tuple(rows), _("(nothing recorded)"), name=title),
			Closing((doc.branch, full_date(doc.publicity_from))),
		),
	)


def _announcement(doc: Document) -> tuple[str, ...]:
	days = frappe.get_cached_doc(schemes.VERSION, doc.scheme_version).publicity_days
	return (
		_(
			"By the {0}, the results of {1} as below are published. They are listed in the order of the roster; nobody is ranked."
		).format(doc.scheme, doc.branch),
		_("Publicity: from {0} to {1} ({2} working days).").format(
			full_date(doc.publicity_from), full_date(doc.publicity_until), days
		),
		_(
			"Whoever objects tells {0} by then, by name or unnamed; objections are looked into and answered."
		).format(doc.contact_for_objections or ""),
	)


def _printable(table):
	return scope_for(rounds.EVALUATION, "print").criterion(table)


# Sheets


def _title_of(doc: Document) -> str:
	return _("{title} of {year}").format(title=doc.scheme, year=doc.year)


def _sheets(title: str, documents: Sequence[Document]) -> Paper:
	"""Return the sheets in the largest type with which each has room on one page; where no type does, they are easy to read."""
	judges = full_names(row.judged_by for document in documents for row in document.scores)
	for size in _TYPE_SIZES:
		page = replace(_SHEET, type_size=size)
		papers = [_sheet(document, judges, page) for document in documents]
		if all(number_of_sheets(paper) == 1 for paper in papers):
			return bound(title, papers)
	return bound(title, [_sheet(document, judges, _SHEET) for document in documents])


def _sheet(doc: Document, judges: dict[str, str], page: PageSetup) -> Paper:
	drawn = draft_reference(doc)
	example = "　" + _("By an example scheme that no resolution has adopted.") if doc.is_example else ""
	title = _title_of(doc)
	vetoes = (Text(f"{_('Vetoes That Hold')}：{doc.veto}", style="notes"),) if doc.veto else ()
	return Paper(
		title,
		(
			replace(drawn, text=f"{drawn.text}{example}"),
			Title(title),
			_whose(doc),
			_result(doc),
			*vetoes,
			_table(doc, judges),
			*_opinions(doc),
			_signatures(doc),
		),
		page,
	)


def _whose(doc: Document) -> Beside:
	of_member = doc.subject_doctype == _MEMBER
	label = _("Party Member") if of_member else _("Party organisation")
	cells = [Cell(_("{0}:").format(label) + doc.subject_name, align="left")]
	if of_member:
		cells.append(Cell(_("Party organisation: {0}").format(doc.branch), align="left", width=44))
	evaluated = _("Evaluated on: {0}").format(full_date(doc.evaluated_on))
	cells.append(Cell(evaluated, align="right", width=29))
	return Beside((tuple(cells),))


def _result(doc: Document) -> Grid:
	"""The picture of the dimensions, and beside it stars, band, points and how many records stand behind them."""
	svg = picture(dimensions_of(doc.scores), _PICTURE_PX)
	drawn = drawing(svg, _PICTURE_MM, _("Dimension")) if svg else None
	stars = "" if doc.unjudged else _stars(doc.stars, _most_stars(doc.scheme_version))
	band = _("To be judged") if doc.unjudged else doc.band or _("No Band")
	bonus = text_of(doc.bonus, "Float") or 0
	deduction = text_of(doc.deduction, "Float") or 0
	lines = (
		(_("Band"), band),
		(_("Total Points"), f"{text_of(doc.total, 'Float')} / {text_of(doc.whole, 'Float')}"),
		(f"{_('Bonus')} / {_('Deduction')}", f"+{bonus} / −{deduction}"),
		(_("Records Counted"), str(sum(len(_reading(row).records) for row in doc.scores))),
	)
	first = (
		Cell(picture=drawn, width=_PICTURE_SHARE, rowspan=1 + len(lines)),
		Cell(stars, align="center", colspan=2, type_size=_STARS_PT),
	)
	others = ((Cell(label, align="center", width=16), Cell(value, align="center")) for label, value in lines)
	height = (drawn.height_mm or 0 if drawn else 45) / (1 + len(lines))
	return Grid((first, *others), style="result", heights=round(height, 2), type_size=_TYPE_SIZES[0])


def _table(doc: Document, judges: dict[str, str]) -> Table:
	rows = [
		TableRow(
			(
				str(number),
				_title(row),
				_points(doc, row),
				_evidence(row),
				_cut(row.basis or "", judges.get(row.judged_by, "")),
			)
		)
		for number, row in enumerate(doc.scores, start=1)
	]
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("Criterion"), 46),
		TableColumn(_("Points"), 22, "center"),
		TableColumn(_("Records Counted"), 16, "center"),
		TableColumn(_("Basis of Points"), 83),
	)
	return Table(columns, tuple(rows), _("(nothing recorded)"), name=_title_of(doc))


def _opinions(doc: Document) -> Iterator[Block]:
	if doc.self_summary:
		yield _box(_("Summary by the Evaluated"), doc.self_summary, _LONGEST_SUMMARY)
	yield _box(_("Opinion of the Organisation"), doc.opinion or "", _LONGEST_OPINION)
	if doc.unjudged:
		unjudged = _("{0} criteria are still to be judged: this is no final result.").format(doc.unjudged)
		yield Text(_("Note: {0}").format(unjudged), style="notes")


def _box(label: str, text: str, longest: int) -> Grid:
	"""A box with the text of somebody, cut to what has room on the sheet."""
	return Grid(((Cell(_("{0}:").format(label) + _shortened(text, longest)),),), style="box", heights=_BOX_MM)


def _signatures(doc: Document) -> Signatures:
	own = (
		_("Signature of the evaluated:")
		if doc.subject_doctype == _MEMBER
		else _("Signature for the evaluated branch:")
	)
	return Signatures(
		(
			own,
			_("Signature of the secretary:"),
			_("Seal of the organisation:"),
			_("{0}:").format(_("Signed On")),
		)
	)


def _title(row) -> str:
	return row.title if row.line == schemes.CRITERION else f"{_(row.line)}：{row.title}"


def _points(doc: Document, row) -> str:
	if row.line == schemes.VETO:
		return _("Holds") if row.holds else _("Does not hold")
	if row.state == schemes.NOT_DEMANDED and row.line == schemes.CRITERION:
		return _("Not demanded")
	if doc.is_open(row):
		return ""
	points = text_of(row.points, "Float")
	return f"{points} / {text_of(row.max_points, 'Float')}" if row.max_points else points


def _evidence(row) -> str:
	kept = _reading(row)
	said = [str(len(kept.records)) if kept.records else ""]
	if kept.missing:
		said.append(_("{0} missing").format(len(kept.missing)))
	return "\n".join(filter(None, said))


def _reading(row):
	return unpacked(Decimal(str(row.found or 0)), Decimal(str(row.demanded or 0)), row.records)


def _cut(basis: str, judge: str) -> str:
	text = _shortened(" ".join(basis.split()), _LONGEST_BASIS)
	return f"{text}（{judge}）" if judge else text


def _shortened(text: str, longest: int) -> str:
	return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _most_stars(version: str) -> int:
	return max((band.stars or 0 for band in schemes.load(version).bands), default=0)


def _stars(stars: int | None, most: int) -> str:
	return "★" * (stars or 0) + "☆" * (most - (stars or 0))


EVALUATION_PAPERS: dict[str, Callable[[Document], Paper]] = {"Evaluation": evaluation_sheet}
EVALUATION_ROUND_PAPERS: dict[str, Callable[[Document], Paper]] = {
	"evaluation_round_set": evaluation_round_set,
	"evaluation_notice": evaluation_notice,
}
