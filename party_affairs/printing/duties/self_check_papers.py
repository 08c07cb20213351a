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
from party_affairs.printing.letters import letter
from party_affairs.printing.page_setup import LANDSCAPE
from party_affairs.printing.paper import Beside, Cell, Grid, Paper, Table, Title
from party_affairs.printing.parts import reference, secretary_signature
from party_affairs.printing.table_layout import TableColumn, TableRow

_OPINION_MM = 24
_TICKS = ("Yes", "Partly", "No", "Does Not Apply")
_BOX, _BLANK, _SIGNED = "□", "____________________", "＿" * 6
_RECORD = "Record on Site"


def sheet(doc: Document) -> Paper:
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
		TableColumn(_("Item to Check"), 61),
		TableColumn(_("What the Records Show"), 54),
		TableColumn(_("Tick"), 17, "center"),
		TableColumn(_("Reason"), 30),
		TableColumn(_("Evidence"), 38),
		TableColumn(_("Ticked By"), 26, "center"),
		TableColumn(_("Work State"), 18, "center"),
	)
	return _page(doc, columns, rows)


def blank(doc: Document) -> Paper:
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
	return _page(doc, columns, rows)


def _grouped(doc: Document, cells: Callable[[Document], tuple[str, ...]]) -> list[TableRow]:
	rows: list[TableRow] = []
	heading = None
	for number, line in enumerate(doc.lines, start=1):
		if line.heading != heading:
			heading = line.heading
			rows.append(TableRow((heading,), "group"))
		rows.append(TableRow((str(number), *cells(line))))
	return rows


def _page(doc: Document, columns: tuple[TableColumn, ...], rows: list[TableRow]) -> Paper:
	title = frappe.get_cached_doc("Self Check Scheme", doc.scheme).title
	opinion = Cell(
		_("{0}:").format(_("Opinion of the Committee Above")) + (doc.review_opinion or ""),
		foot=full_date(doc.confirmed_on),
	)
	return Paper(
		title,
		(
			reference(),
			Title(title),
			Beside(
				(
					(
						Cell(_("Party organisation: {0}").format(doc.branch), align="left"),
						Cell(_("{0}:").format(_("Period")) + _period(doc), align="center", width=26),
						Cell(_("{0}:").format(_("Status")) + _(doc.status), align="right", width=26),
					),
				)
			),
			Table(columns, tuple(rows), name=title),
			Grid(((opinion,),), style="box", heights=_OPINION_MM),
			secretary_signature(),
		),
		LANDSCAPE,
	)


def application(doc: Document) -> Paper:
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
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Condition"), 23, "center"),
		TableColumn(_("What It Means"), 46),
		TableColumn(_("Tick"), 18, "center"),
		TableColumn(_("What the Records Show and Evidence"), 67),
	)
	day = getdate(doc.handed_up_on) if doc.handed_up_on else getdate(doc.period_end)
	secretary = posts.names_of_secretaries([doc.branch], of_branches([doc.branch]), day).get(doc.branch, "")
	title = _("Application as an Advanced Party Branch (Six Goods)")
	return Paper(
		title,
		(
			reference(),
			Title(title),
			Beside(
				(
					(
						Cell(_("Party organisation: {0}").format(doc.branch), align="left"),
						Cell(_("{0}:").format(_("Secretary")) + secretary, align="center", width=24),
						Cell(_period(doc), align="right", width=22),
					),
				)
			),
			Table(columns, tuple(rows), name=title),
			_opinions(doc),
		),
	)


def _opinions(doc: Document) -> Grid:
	"""Return the boxes below the conditions: recommendation, review, publicity and decision, with who signs each."""
	above = doc.reviewing_body or parent_of(doc.branch) or ""
	decided_by = doc.deciding_body or above
	public = (
		_("Public from {0} to {1}.").format(full_date(doc.publicity_from), full_date(doc.publicity_until))
		if doc.publicity_from
		else ""
	)
	decision = (_(doc.decision) if doc.decision else "", doc.decision_no, doc.decision_note)
	rows = (
		_opinion(
			_("Recommendation of the Branch"),
			doc.recommendation or "",
			_("Signature of the secretary:") + _SIGNED,
			doc.recommended_on,
		),
		_opinion(
			_("Opinion of the Committee Above"),
			doc.review_opinion or "",
			_("{0} (seal)").format(above),
			doc.confirmed_on,
		),
		(
			Cell(_("Publicity"), is_fact=True),
			Cell(public + _("Objections: {0}").format(len(doc.objections)), align="left"),
		),
		_opinion(
			_("Decision"),
			" ".join(filter(None, decision)),
			_("{0} (seal)").format(decided_by),
			doc.decided_on,
		),
	)
	return Grid(rows, heights=(_OPINION_MM, _OPINION_MM, 0, _OPINION_MM))


def _opinion(label: str, text: str, signed: str, day) -> tuple[Cell, ...]:
	foot = f"{signed}　{full_date(day) or _('(date)')}"
	return Cell(label, is_fact=True, width=20), Cell(text, align="left", foot=foot)


def notice(doc: Document) -> Paper:
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
	to_turn_to = (_("Person to Turn To"), _("Telephone for Objections"), _("Address for Objections"))
	paragraphs = (
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
		*(f"{label}：{_BLANK}" for label in to_turn_to),
	)
	closing = (_("{0} (seal)").format(above), full_date(doc.publicity_from))
	return letter(reference(), _("Publicity Notice"), paragraphs, closing)


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
