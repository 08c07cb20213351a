"""What the form of a development quota asks for: how much of it is used."""

import frappe

from party_affairs.api.caller import check_right
from party_affairs.facts.members import quotas


@frappe.whitelist()
def standing(quota: str) -> dict[str, int]:
	"""Return how many were `admitted`, are `prepared`, are `left`, and are `given` to the organisations directly below."""
	check_right(quotas.QUOTA, "read")
	document = frappe.get_doc(quotas.QUOTA, quota)
	document.check_permission("read")
	(row,) = quotas.of_year(lambda table: table.name == document.name, document.year)
	return {
		"admitted": row.quota.admitted,
		"prepared": row.quota.prepared,
		"left": row.quota.left,
		"given": quotas.given_below(document.branch, document.year),
	}
