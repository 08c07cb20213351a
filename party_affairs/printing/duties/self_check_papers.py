"""The papers of self-check sheets: the sheet, a blank one to fill in by hand, the application (六好) and its publicity notice.

The layouts are references of our own, no official forms.
"""

from collections import defaultdict
from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.branches import parent_of
from party_affairs.facts.users import full_names
from party_affairs.language import site_language
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date
from party_affairs.printing import pages
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.table_layout import Table, TableColumn, TableRow, lay_out

_SHEET_HEADING_MM, _SHEET_FOOT_MM = 26, 34
_APPLICATION_HEADING_MM, _APPLICATION_FOOT_MM = 30, 118
_TICKS = ("Yes", "Partly", "No", "Does Not Apply")
_BOX, _BLANK = "□", "____________________"
_RECORD = "Record on Site"


def sheet(doc: Document) -> str:
	"""Return a sheet as it is filled in: ticks, reasons, what the records showed on the day, evidence and review."""
	evidence, people = _evidence(doc), full_names(line.answered_by for line in doc.lines)
	rows = _grouped(
		doc,
		lambda line: (
			line.clause or "",
			line.question,
			line.shown or "",
			_(line.tick) if line.tick else "",
			line.reason or "",
			"\n".join(evidence.get(line.line_key, ())),
			_signed(people.get(line.answered_by), line.answered_on),
			_(line.work_state) + (f"\n{line.returned_note}" if line.work_state == "Returned" else ""),
		),
	)
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("Clause"), 12, "center"),
		TableColumn(_("Item to Check"), 66),
		TableColumn(_("What the Records Show"), 54),
		TableColumn(_("Tick"), 17, "center"),
		TableColumn(_("Reason"), 30),
		TableColumn(_("Evidence"), 38),
		TableColumn(_("Ticked By"), 21, "center"),
		TableColumn(_("Work State"), 18, "center"),
	)
	return _page(doc, lay_out(columns, rows, LANDSCAPE, _SHEET_HEADING_MM, _SHEET_FOOT_MM))


def blank(doc: Document) -> str:
	"""Return the same sheet to be filled in by hand."""
	marks = [f"{_BOX}{_(tick)}" for tick in _TICKS]
	boxes = "\n".join(("  ".join(marks[:2]), "  ".join(marks[2:])))
	rows = _grouped(
		doc, lambda line: (line.clause or "", line.question, line.typical_evidence or "", boxes, "", "")
	)
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("Clause"), 12, "center"),
		TableColumn(_("Item to Check"), 92),
		TableColumn(_("Typical Evidence"), 46),
		TableColumn(_("Tick"), 36),
		TableColumn(_("Reason"), 44),
		TableColumn(_("Ticked By"), 22),
	)
	return _page(doc, lay_out(columns, rows, LANDSCAPE, _SHEET_HEADING_MM, _SHEET_FOOT_MM))


def _grouped(doc: Document, cells: Callable[[Document], tuple[str, ...]]) -> list[TableRow]:
	rows: list[TableRow] = []
	heading = None
	for number, line in enumerate(doc.lines, start=1):
		if line.heading != heading:
			heading = line.heading
			rows.append(TableRow((heading,), "group"))
		rows.append(TableRow((str(number), *cells(line))))
	return rows


def _page(doc: Document, table: Table) -> str:
	title = frappe.get_cached_doc("Self Check Scheme", doc.scheme).title
	context = {"doc": doc, "table": table, "title": title, "period": _period(doc), "full_date": full_date}
	return pages.render("self_check_sheet", context, table.page)


def application(doc: Document) -> str:
	"""Return the application (申报表): the six conditions with evidence, recommendation, review, publicity and decision."""
	evidence = _evidence(doc)
	rows = [
		TableRow(
			(
				str(number),
				line.heading,
				line.question,
				_(line.tick) if line.tick else "",
				"\n".join(
					part for part in (*_shown(line), line.reason, *evidence.get(line.line_key, ())) if part
				),
			)
		)
		for number, line in enumerate(doc.lines, start=1)
	]
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("Condition"), 23, "center"),
		TableColumn(_("What It Means"), 46),
		TableColumn(_("Tick"), 15, "center"),
		TableColumn(_("What the Records Show and Evidence"), 71),
	)
	table = lay_out(columns, rows, PORTRAIT, _APPLICATION_HEADING_MM, _APPLICATION_FOOT_MM)
	day = getdate(doc.handed_up_on) if doc.handed_up_on else getdate(doc.period_end)
	names = posts.names_of_secretaries([doc.branch], of_branches([doc.branch]), day)
	context = {
		"doc": doc,
		"table": table,
		"period": _period(doc),
		"secretary": names.get(doc.branch, ""),
		"above": doc.reviewing_body or parent_of(doc.branch) or "",
		"decided_by": doc.deciding_body or doc.reviewing_body or parent_of(doc.branch) or "",
		"full_date": full_date,
	}
	return pages.render("six_goods_application", context, table.page)


def notice(doc: Document) -> str:
	"""Return the notice (公示) that hangs out while objections may be raised: how to raise them is filled in by hand.

	It is sealed by the organisation that made the application public. Raise SelfCheckError before that.
	"""
	if not doc.publicity_from:
		frappe.throw(
			_("{0} is not public. Its notice is printed once publicity was entered.").format(
				frappe.bold(frappe.utils.escape_html(doc.title))
			),
			SelfCheckError,
		)
	above = doc.reviewing_body or parent_of(doc.branch) or ""
	context = {
		"doc": doc,
		"above": above,
		"title": _("Publicity Notice"),
		"paragraphs": (
			_(
				"{branch} has applied for the recognition as an advanced Party branch (six goods) for {period}. "
				"Its application was reviewed by {above} and is made public."
			).format(branch=doc.branch, period=_period(doc), above=above),
			_("Publicity lasts {days} working days, from {first} to {last}.").format(
				days=doc.publicity_days,
				first=full_date(doc.publicity_from),
				last=full_date(doc.publicity_until),
			),
			_(
				"Whoever objects may tell us by letter, telephone or in person while publicity lasts. Objections under one's "
				"own name are answered; what is reported shall be true."
			),
			*(
				f"{label}：{_BLANK}"
				for label in (
					_("Person to Turn To"),
					_("Telephone for Objections"),
					_("Address for Objections"),
				)
			),
		),
		"day": full_date(doc.publicity_from),
	}
	return pages.render("six_goods_notice", context, PORTRAIT)


def _period(doc: Document) -> str:
	return doc.period.title.text(_)


def _shown(line: Document) -> list[str]:
	"""Return the sentences of what the records show beside a line; a clause of which nothing was demanded says nothing."""
	nothing = _("nothing was demanded or checked", site_language())
	return [said for said in (line.shown or "").split("\n") if nothing not in said]


def _signed(name: str | None, day) -> str:
	return f"{name or ''}\n{full_date(day)}" if day else ""


def _evidence(doc: Document) -> dict[str, list[str]]:
	"""Return by line key the evidence in words."""
	kinds = labels_of("Evidence Link", "evidence_kind")
	found: dict[str, list[str]] = defaultdict(list)
	for row in doc.evidence:
		if row.evidence_kind == _RECORD:
			what = f"{_(row.linked_doctype)} {row.linked_name}"
		else:
			what = f"{kinds[row.evidence_kind]} {(row.file or '').rpartition('/')[2]}"
		found[row.line_key].append(f"{what}（{row.description}）" if row.description else what)
	return found


SELF_CHECK_PAPERS = {
	"self_check_sheet": sheet,
	"self_check_blank": blank,
	"six_goods_application": application,
	"six_goods_notice": notice,
}
