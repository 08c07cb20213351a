"""The receipt of dues on paper (党费收据): twice on a page, for the member and for the branch's file (form D3)."""

from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, joined
from party_affairs.printing.dues.money import money, remarks_row
from party_affairs.printing.paper import Block, Cell, CutLine, Grid, Paper, Signatures, Title, Together
from party_affairs.printing.parts import draft_reference, pair_of_facts
from party_affairs.rules.periods import add_months


def receipt(doc: Document) -> Paper:
	"""Return the receipt with its months and the sum in words; a cancelled one says so and why."""
	copies = (_("(kept by the member)"), _("(kept by the branch)"))
	blocks: list[Block] = [draft_reference(doc)]
	for number, copy in enumerate(copies):
		if number:
			blocks.append(CutLine(_("(to be cut)")))
		blocks.append(Together(_copy(doc, copy)))
	return Paper(_("Receipt of Party Dues"), tuple(blocks))


def _copy(doc: Document, copy: str) -> tuple[Block, ...]:
	number = _("No. {0}").format(doc.receipt_no or _("(on paper)"))
	void = [Title(_("Void: {0}").format(doc.cancel_reason or ""), level=2)] if doc.docstatus == 2 else []
	return (
		Title(_("Receipt of Party Dues")),
		Title(f"{copy}　{number}", level=2),
		*void,
		Grid(_rows(doc)),
		Signatures((_("{0} (seal)").format(_("Party Branch")), _("Signature of the collector:"))),
	)


def _rows(doc: Document) -> tuple[tuple[Cell, ...], ...]:
	sums = money(doc)
	collector = frappe.utils.get_fullname(doc.collected_by) if doc.collected_by else ""
	payer = doc.member_name + (_("(handed over by {0})").format(doc.paid_by) if doc.paid_by else "")
	return (
		(Cell(_("Party Branch"), is_fact=True, width=18), Cell(doc.branch, colspan=3)),
		(
			Cell(_("Payer of Dues"), is_fact=True),
			Cell(payer, width=38),
			Cell(_("Money Received On"), is_fact=True, width=16),
			Cell(full_date(doc.received_on)),
		),
		*(
			(
				Cell(_("What Was Paid") if number == 0 else "", is_fact=True),
				Cell(what),
				Cell(timing),
				Cell(f"¥{total}"),
			)
			for number, (what, timing, total) in enumerate(_lines(doc))
		),
		pair_of_facts(_("Amount in Words"), sums["amount_in_words"], _("In Figures"), f"¥{sums['amount']}"),
		pair_of_facts(_("Payment Method"), sums["method"], _("Collected By"), collector),
		*remarks_row(doc),
	)


def _lines(doc: Document) -> list[tuple[str, str, str]]:
	"""Return what was paid for, in which respect, and the sum: months that follow each other with like sums in one line."""
	kinds, timings = (
		labels_of("Party Dues Receipt Item", "kind"),
		labels_of("Party Dues Receipt Item", "timing"),
	)
	lines = []
	for (kind, timing, amount, _run), group in groupby(
		enumerate(doc.items), key=lambda item: _likeness(doc.items, *item)
	):
		rows = [row for _position, row in group]
		total = yuan(amount) * len(rows)
		lines.append((joined((kinds[kind], _span(rows))), timings.get(timing) or "", str(total)))
	return lines


def _likeness(items: list, position: int, row) -> tuple:
	"""What rows share that follow each other; the month less its place is the same for months in a row."""
	run = add_months(getdate(row.dues_month), -position) if row.dues_month else position
	return row.kind, row.timing, row.amount, run


def _span(rows: list) -> str:
	if not rows[0].dues_month:
		return ""
	first, last = getdate(rows[0].dues_month), getdate(rows[-1].dues_month)
	if first == last:
		return f"{first:%Y-%m}"
	return _("{0} to {1}, {2} yuan each").format(f"{first:%Y-%m}", f"{last:%Y-%m}", yuan(rows[0].amount))


RECEIPTS = {"Party Dues Receipt": receipt}
