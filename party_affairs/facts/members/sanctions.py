"""Party sanctions as they stand among the members' events; the confidential cases behind them are not read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import frappe

from party_affairs.rules.members.sanctions import Sanction


def of_members(names: Iterable[str]) -> Mapping[str, tuple[Sanction, ...]]:
	"""Return the Party sanctions of members, ended ones included, oldest first: one query.

	Checks no permission: what follows from a sanction (no vote, no sponsorship) counts for every reader.
	"""
	rows = frappe.get_all(
		"Party Member Event",
		filters={"member": ["in", sorted(names)], "kind": "Party Sanction", "sanction": ["is", "set"]},
		fields=["member", "sanction", "happened_on", "influence_until"],
		order_by="happened_on, name",
	)
	found: dict[str, tuple[Sanction, ...]] = defaultdict(tuple)
	for row in rows:
		found[row.member] += (Sanction(frappe.scrub(row.sanction), row.happened_on, row.influence_until),)
	return found
