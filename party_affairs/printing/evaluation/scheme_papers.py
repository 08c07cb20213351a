"""A version of an evaluation scheme on paper: who adopted it, what is measured and judged, and what the points lead to."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.evaluation import schemes
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, text_of
from party_affairs.printing.paper import Block, Closing, Heading, Paper, Reference, Table, Text, Title
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.evaluation.measures import MEASURES


def evaluation_scheme(doc: Document) -> Paper:
	"""Return a version of a scheme as a paper: the resolution that adopted it, what is measured and judged, bands and vetoes."""
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
	closing = (Closing((doc.adopted_by, full_date(doc.adopted_on))),) if doc.adopted_by else ()
	return Paper(
		doc.scheme,
		(
			Reference(_("Reference layout") + _standing(doc)),
			Title(doc.scheme),
			Title(_version(doc), level=2),
			Text(_basis(doc)),
			Table(columns, tuple(rows), name=doc.scheme),
			*_adjustments(doc),
			*_vetoes(doc),
			*_bands(doc),
			*closing,
		),
	)


def _standing(doc: Document) -> str:
	standings = {
		"Example": "　" + _("An example scheme that no resolution has adopted."),
		"Draft": _("(draft)"),
		"Retired": _("(out of use)"),
	}
	return standings.get(doc.standing, "")


def _version(doc: Document) -> str:
	begun = _("Version {0}, in force from {1}").format(doc.version, full_date(doc.effective_from))
	return begun + (_("to {0}").format(full_date(doc.effective_to)) if doc.effective_to else "")


def _basis(doc: Document) -> str:
	"""Return the resolution that adopted the version, or what the scheme rests on while none did."""
	if not doc.adopted_by:
		return frappe.get_cached_doc(schemes.SCHEME, doc.scheme).basis or ""
	adopted = _("Adopted by {0} on {1}").format(doc.adopted_by, full_date(doc.adopted_on))
	found_in = "".join(f"（{place}）" for place in (doc.document_no, doc.resolution_meeting) if place)
	return f"{adopted}{found_in}：{doc.resolution}"


def _adjustments(doc: Document) -> tuple[Block, ...]:
	if not doc.adjustments:
		return ()
	kinds = labels_of("Evaluation Adjustment", "kind")
	lines = []
	for row in doc.adjustments:
		each = _("{0} points each time").format(text_of(row.points_each, "Float"))
		most = "，" + _("at most {0}").format(text_of(row.cap, "Float")) if row.cap else ""
		guidance = f"（{row.guidance}）" if row.guidance else ""
		lines.append(f"{kinds[row.kind]}：{row.title}，{each}{most}{guidance}")
	return Heading(_("Bonuses and Deductions")), Text("\n".join(lines), style="detail")


def _vetoes(doc: Document) -> tuple[Block, ...]:
	if not doc.vetoes:
		return ()
	lines = []
	for row in doc.vetoes:
		rule = f"（{row.rule}）" if row.rule else ""
		highest = _("at best {0}").format(row.highest_band) if row.highest_band else _("no band")
		lines.append(f"{row.title}{rule}：{highest}")
	return Heading(_("Vetoes")), Text("\n".join(lines), style="detail")


def _bands(doc: Document) -> tuple[Block, ...]:
	bands = sorted(doc.bands, key=lambda band: band.minimum_points, reverse=True)
	listed = "；".join(
		f"{band.band} {'★' * (band.stars or 0)} "
		+ _("from {0} points").format(text_of(band.minimum_points, "Float") or 0)
		for band in bands
	)
	published = _("Results are published for {0} working days before they become final.").format(
		doc.publicity_days
	)
	return Heading(_("Bands")), Text(f"{listed}\n{published}", style="detail")


def _measured_by(row) -> str:
	if row.source == schemes.JUDGED:
		return _("Judged by the {0}.").format(_(row.judge)) if row.judge else ""
	if row.source == "Self-Checked":
		return _("Line of the self-check sheet: {0}").format(row.check_line)
	label = _(MEASURES[row.measure].label.template) if row.measure in MEASURES else row.measure or ""
	return "{}{}".format(label, f"（{row.rules}）" if row.rules else "")


SCHEME_PAPERS: dict[str, Callable[[Document], Paper]] = {"Evaluation Scheme Version": evaluation_scheme}
