"""The receipt of dues on paper (党费收据): twice on a page, for the member and for the branch's file (form D3)."""

from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import joined
from party_affairs.printing import pages
from party_affairs.printing.dues.account_papers import money
from party_affairs.printing.paper import PORTRAIT
from party_affairs.rules.periods import add_months


def receipt(doc: Document) -> str:
	"""Return the receipt with its months and the sum in words; a cancelled one says so and why."""
	context = {
		"doc": doc,
		"copies": (_("(kept by the member)"), _("(kept by the branch)")),
		"paid_for": _lines(doc),
		"collected_by": frappe.utils.get_fullname(doc.collected_by) if doc.collected_by else "",
		**money(doc),
	}
	return pages.render("dues_receipt", context, PORTRAIT)


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
