"""The papers of evaluations: a sheet on one page, the sheets of a round bound together, the notice, and the scheme itself."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.facts.users import full_names
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, text_of
from party_affairs.permissions import scope_for
from party_affairs.printing import pages
from party_affairs.printing.evaluation.sheet_charts import dimensions_of, picture
from party_affairs.printing.page_setup import PORTRAIT, PageSetup
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out
from party_affairs.rules.evaluation.measures import MEASURES, unpacked

_SHEET = replace(PORTRAIT, top=14, bottom=12, left=18, right=16, padding_y=0.6, line_height=1.25)
_TYPE_SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5)
_LONGEST_BASIS = 90
_ABOVE_MM, _BELOW_MM = 92, 62
"""What stands above the table of a sheet, its picture among it, and below it."""
_MEMBER = "Party Member"


def evaluation_sheet(doc: Document) -> str:
	"""Return a sheet on one page: its dimensions as a picture, each line with points and evidence, stars, opinion, signatures."""
	return _sheets([doc])


def evaluation_round_set(doc: Document) -> str:
	"""Return the sheets of a round that the caller may print, a page each, in the order of the roster."""
	names = [row.name for row in rounds.sheets_of(doc.name, _printable)]
	if not names:
		frappe.throw(_("There are no sheets of this evaluation that you may print."), frappe.PermissionError)
	return _sheets([frappe.get_doc(rounds.EVALUATION, name) for name in names])


def evaluation_notice(doc: Document) -> str:
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
	table = lay_out(columns, rows, PORTRAIT, 78, 52)
	version = frappe.get_cached_doc(schemes.VERSION, doc.scheme_version)
	context = {"doc": doc, "table": table, "full_date": full_date, "days": version.publicity_days}
	return pages.render("evaluation_notice", context, table.page)


def evaluation_scheme(doc: Document) -> str:
	"""Return a version of a scheme as a paper: the resolution that adopted it, what is measured and judged, bands and vetoes."""
	scheme = frappe.get_cached_doc(schemes.SCHEME, doc.scheme)
	sources = labels_of("Evaluation Criterion", "source")
	rows, dimension = [], None
	for row in doc.criteria:
		if row.dimension and row.dimension != dimension:
			rows.append(TableRow((row.dimension,), "section"))
		dimension = row.dimension
		rows.append(
			TableRow(
				(
					row.title,
					text_of(row.weight or row.max_points, "Float"),
					sources[row.source],
					"\n".join(filter(None, (_measured_by(row), row.guidance))),
				)
			)
		)
	rows.append(TableRow((_("Points in All"), text_of(doc.whole, "Float"), "", ""), "totals"))
	columns = (
		TableColumn(_("Criterion"), 42),
		TableColumn(_("Weight"), 14, "right"),
		TableColumn(_("Source of Points"), 20, "center"),
		TableColumn(_("How"), 88),
	)
	table = lay_out(columns, rows, PORTRAIT, 62, 70)
	context = {
		"doc": doc,
		"scheme": scheme,
		"table": table,
		"full_date": full_date,
		"text_of": text_of,
		"kinds": labels_of("Evaluation Adjustment", "kind"),
		"bands": sorted(doc.bands, key=lambda band: band.minimum_points, reverse=True),
	}
	return pages.render("evaluation_scheme", context, table.page)


def _measured_by(row) -> str:
	if row.source == schemes.JUDGED:
		return _("Judged by the {0}.").format(_(row.judge)) if row.judge else ""
	if row.source == "Self-Checked":
		return _("Line of the self-check sheet: {0}").format(row.check_line)
	label = _(MEASURES[row.measure].label.template) if row.measure in MEASURES else row.measure or ""
	return "{}{}".format(label, f"（{row.rules}）" if row.rules else "")


def _printable(table):
	return scope_for(rounds.EVALUATION, "print").criterion(table)


# Sheets


def _sheets(documents: list[Document]) -> str:
	judges = full_names(row.judged_by for document in documents for row in document.scores)
	paper = _paper_for(documents, judges)
	context = {
		"sheets": [_sheet(document, judges, paper) for document in documents],
		"full_date": full_date,
		"text_of": text_of,
	}
	return pages.render("evaluation_sheet", context, paper)


def _paper_for(documents: Iterable[Document], judges: dict[str, str]) -> PageSetup:
	"""The largest type with which every sheet has room on one page; the smallest where none has."""
	documents = list(documents)
	for size in _TYPE_SIZES:
		paper = replace(_SHEET, type_size=size)
		if all(len(_table(document, judges, paper).sheets) == 1 for document in documents):
			return paper
	return replace(_SHEET, type_size=_TYPE_SIZES[-1])


def _sheet(doc: Document, judges: dict[str, str], paper: PageSetup) -> dict[str, Any]:
	dimensions = dimensions_of(doc.scores)
	return {
		"doc": doc,
		"table": _table(doc, judges, paper),
		"dimensions": dimensions,
		"picture": picture(dimensions, 400),
		"subject_label": _("Party Member") if doc.subject_doctype == _MEMBER else _("Party organisation"),
		"stars": _stars(doc.stars, _most_stars(doc.scheme_version)),
		"evidence": sum(len(_reading(row).records) for row in doc.scores),
		"own_signature": _("Signature of the evaluated:")
		if doc.subject_doctype == _MEMBER
		else _("Signature for the evaluated branch:"),
	}


def _table(doc: Document, judges: dict[str, str], paper: PageSetup):
	rows = []
	for number, row in enumerate(doc.scores, start=1):
		rows.append(
			TableRow(
				(
					str(number),
					_title(row),
					_points(doc, row),
					_evidence(row),
					_cut(row.basis or "", judges.get(row.judged_by, "")),
				)
			)
		)
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("Criterion"), 46),
		TableColumn(_("Points"), 22, "center"),
		TableColumn(_("Records Counted"), 16, "center"),
		TableColumn(_("Basis of Points"), 83),
	)
	return lay_out(columns, rows, paper, _ABOVE_MM, _BELOW_MM)


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
	text = " ".join(basis.split())
	text = text if len(text) <= _LONGEST_BASIS else f"{text[: _LONGEST_BASIS - 1]}…"
	return f"{text}（{judge}）" if judge else text


def _most_stars(version: str) -> int:
	return max((band.stars or 0 for band in schemes.load(version).bands), default=0)


def _stars(stars: int | None, most: int) -> str:
	return "★" * (stars or 0) + "☆" * (most - (stars or 0))


EVALUATION_PAPERS: dict[str, Callable[[Document], str]] = {
	"Evaluation": evaluation_sheet,
	"Evaluation Scheme Version": evaluation_scheme,
}
EVALUATION_ROUND_PAPERS: dict[str, Callable[[Document], str]] = {
	"evaluation_round_set": evaluation_round_set,
	"evaluation_notice": evaluation_notice,
}
