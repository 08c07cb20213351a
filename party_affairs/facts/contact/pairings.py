"""Contact pairings: how many contacts of each kind a member has on a day (R43)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count


def contacts(branches: Sequence[str], day: date) -> dict[str, dict[str, int]]:
	"""Return by member of `branches` the number of pairings that run on `day`, by contact kind: one query."""
	pairing, member = DocType("Contact Pairing"), DocType("Party Member")
	rows = (
		frappe.qb.from_(pairing)
		.join(member)
		.on(member.name == pairing.member)
		.select(pairing.member, pairing.contact_kind, Count(pairing.name))
		.where(member.branch.isin(branches) & (pairing.start_date <= day))
		.where(pairing.end_date.isnull() | (pairing.end_date >= day))
		.groupby(pairing.member, pairing.contact_kind)
	).run()
	found: dict[str, dict[str, int]] = defaultdict(dict)
	for holder, kind, number in rows:
		found[holder][frappe.scrub(kind)] = number
	return dict(found)
