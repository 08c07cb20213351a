"""The contacts of one member, without what is sensitive of them."""

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max


def pairings(member: str, day: date) -> list:
	"""Return the pairings of a member that run on `day`, the earliest first: one query.

	Rows have contact_name, contact_kind and start_date, the number of `contacts` made and the `last_contact`. Address,
	telephone and family stay with the branch.
	"""
	pairing, log = DocType("Contact Pairing"), DocType("Contact Pairing Log")
	return (
		frappe.qb.from_(pairing)
		.left_join(log)
		.on((log.parent == pairing.name) & (log.parenttype == "Contact Pairing"))
		.select(pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.select(Count(log.name).as_("contacts"), Max(log.contact_date).as_("last_contact"))
		.where((pairing.member == member) & (pairing.start_date <= day))
		.where(pairing.end_date.isnull() | (pairing.end_date >= day))
		.groupby(pairing.name, pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.orderby(pairing.start_date, pairing.name)
	).run(as_dict=True)
