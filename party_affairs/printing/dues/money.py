"""What papers about money say alike: the sum in figures and in words, how it was paid, and remarks."""

from typing import Any

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.compose import labels_of
from party_affairs.printing.paper import Cell
from party_affairs.printing.parts import across, pair_of_facts
from party_affairs.rules.dues.chinese_amount import to_chinese


def money(doc: Document) -> dict[str, Any]:
	"""Return what every paper about money says: the sum in figures and in words, and how it was paid."""
	amount = yuan(doc.amount)
	return {
		"amount": str(amount),
		"amount_in_words": to_chinese(amount),
		"method": labels_of(doc.doctype, "method").get(doc.method, ""),
	}


def handler_row(doc: Document) -> tuple[Cell, ...]:
	"""Return the row of who handled the money and the number of the voucher."""
	return pair_of_facts(_("Handler"), doc.handled_by_name or "", _("Voucher No."), doc.voucher_no or "")


def remarks_row(doc: Document) -> tuple[tuple[Cell, ...], ...]:
	"""Return the row of the remarks, if there are any."""
	if not doc.remarks:
		return ()
	return (across(_("Remarks"), doc.remarks),)
