"""The sheet of a check of the rooms (阵地建设检查表): what was looked at, what is missing, and the photos of it."""

from dataclasses import replace

from frappe import _
from frappe.model.document import Document

from party_affairs.ledgers.text import full_date, joined
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import Block, Heading, Paper, Signatures, Table, Text, Title
from party_affairs.printing.parts import left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow

# All items, what is missing of them and who signs stand on one page.
_PAGE = replace(PORTRAIT, top=15, bottom=15, padding_y=0.6, text_pt=10.5)
_MARKS = {"There": "√", "Lacking": "×", "Not Applicable": "—"}


def venue_check(doc: Document) -> Paper:
	"""Return the sheet of one check, with what is missing in words below the table."""
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Place"), 20, "center"),
		TableColumn(_("What Is Asked"), 74),
		TableColumn(_("Clause"), 14, "center"),
		TableColumn(_("State"), 18, "center"),
		TableColumn(_("Note"), 32),
	)
	rows = tuple(
		TableRow(
			(
				str(number),
				row.place or "",
				row.label or "",
				row.clause or "",
				f"{_MARKS[row.state]} {_(row.state)}" if row.state else "",
				row.note or "",
			)
		)
		for number, row in enumerate(doc.get("items"), start=1)
	)
	# What stands in brackets explains the item; the sentence needs its name alone.
	missing = [(row.label or "").partition("（")[0] for row in doc.get("items") if row.state == "Lacking"]
	blocks: list[Block] = [
		Title(_("Check of the Rooms")),
		left_and_right(
			_("Party organisation: {0}").format(doc.branch),
			_("Checked on: {0}").format(full_date(doc.checked_on)),
		),
		Table(columns, rows, name=_("Check of the Rooms")),
		Heading(_("What Is Missing")),
		Text(joined(missing) if missing else _("Nothing is missing of what was looked at.")),
	]
	if doc.remarks:
		blocks += [Heading(_("Remarks")), Text(doc.remarks)]
	blocks.append(
		Signatures(
			(_("{0}:").format(_("Inspector")) + (doc.inspector or ""), _("Signature of the secretary:"))
		)
	)
	return Paper(_("Check of the Rooms"), tuple(blocks), _PAGE)


VENUE_PAPERS = {"Party Venue Check": venue_check}
