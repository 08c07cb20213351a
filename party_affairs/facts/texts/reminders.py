"""Reminders of personal texts that went out."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType


def reminded_since(addresses: Sequence[str], clause: str, day: date) -> set[str]:
	"""Return those of `addresses` to which mail about a clause was queued on `day` or later: one query."""
	if not addresses:
		return set()
	queue, recipient = DocType("Email Queue"), DocType("Email Queue Recipient")
	return set(
		(
			frappe.qb.from_(recipient)
			.join(queue)
			.on(queue.name == recipient.parent)
			.select(recipient.recipient)
			.where((queue.reference_doctype == "Guide Rule") & (queue.reference_name == clause))
			.where((queue.creation >= day) & recipient.recipient.isin(addresses))
		).run(pluck=True)
	)
