"""Sums paid stood in the entries of months alone; now each stands on a receipt, and entries carry their sum."""

import frappe
from frappe.utils import get_last_day, getdate

from party_affairs.dues import receipts
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues.allocation import MONTHLY

_ENTRIES_A_CHUNK = 5000


def execute() -> None:
	"""Write an unnumbered receipt, `Carried Over`, for what each entry says was paid; the entries stay as they are."""
	entry, item = frappe.qb.DocType(receipts.ENTRY), frappe.qb.DocType(receipts.ITEM)
	known = frappe.qb.from_(item).select(item.entry).where(item.entry.isnotnull())
	rows = (
		frappe.qb.from_(entry)
		.select(
			entry.name,
			entry.branch,
			entry.member,
			entry.dues_month,
			entry.paid_amount,
			entry.paid_on,
			entry.method,
		)
		.where((entry.paid_amount > 0) & entry.name.notin(known))
		.orderby(entry.name)
	).run(as_dict=True)
	for start in range(0, len(rows), _ENTRIES_A_CHUNK):
		receipts.store([_payment(row) for row in rows[start : start + _ENTRIES_A_CHUNK]])


def _payment(row) -> receipts.Payment:
	month = getdate(row.dues_month)
	share = receipts.Share(MONTHLY, yuan(row.paid_amount), row.name, month)
	return receipts.Payment(
		branch=row.branch,
		member=row.member,
		received_on=row.paid_on or getdate(get_last_day(month)),
		method=row.method or None,
		shares=(share,),
		source="Carried Over",
	)
