"""The sheet of an evaluation (评价表) on paper."""

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.evaluation import schemes
from party_affairs.facts.users import full_names
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, text_of
from party_affairs.printing import pages
from party_affairs.printing.paper import PORTRAIT, TableColumn, TableRow, lay_out

_HEADING_MM, _FOOT_MM = 26, 58


def evaluation_sheet(doc: Document) -> str:
	"""Return an evaluation: each criterion with its points, on what they rest, and who judged them."""
	sources = labels_of("Evaluation Score", "source")
	judges = full_names(row.judged_by for row in doc.scores)
	rows = [
		TableRow(
			(
				str(number),
				row.title,
				text_of(row.max_points, "Float"),
				sources[row.source],
				_points(doc, row),
				row.basis or "",
				judges.get(row.judged_by, ""),
			)
		)
		for number, row in enumerate(doc.scores, start=1)
	]
	total = text_of(sum(row.max_points for row in doc.scores), "Float")
	rows.append(TableRow((_("Total"), "", total, "", text_of(doc.total, "Float"), "", ""), "totals"))
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Criterion"), 42),
		TableColumn(_("Maximum Points"), 13, "right"),
		TableColumn(_("Source of Points"), 20, "center"),
		TableColumn(_("Points"), 13, "right"),
		TableColumn(_("Basis of Points"), 46),
		TableColumn(_("Judged By"), 18, "center"),
	)
	table = lay_out(columns, rows, PORTRAIT, _HEADING_MM, _FOOT_MM)
	bands = schemes.load(doc.scheme_version).bands
	most = max((row.stars or 0 for row in bands), default=0)
	context = {
		"doc": doc,
		"table": table,
		"subject_label": _("Party Member")
		if doc.subject_doctype == "Party Member"
		else _("Party organisation"),
		"stars": "★" * (doc.stars or 0) + "☆" * (most - (doc.stars or 0)),
		"full_date": full_date,
		"text_of": text_of,
	}
	return pages.render("evaluation_sheet", context, table.paper)


def _points(doc: Document, row) -> str:
	if row.state == schemes.NOT_DEMANDED:
		return _("Not demanded")
	return "" if doc.is_open(row) else text_of(row.points, "Float")


EVALUATION_PAPERS = {"Evaluation": evaluation_sheet}
