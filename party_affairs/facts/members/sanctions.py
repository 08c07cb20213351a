"""Party sanctions as they stand among the members' events; the confidential cases behind them are not read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

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


def imposed(members: Iterable[str], first: date, last: date) -> list[tuple[str, str, date]]:
	"""Return (member, event, day) of the Party sanctions that were imposed on members from `first` to `last`: one query.

	The events alone are named: who may open a case is nothing that an evaluation changes.
	"""
	return [
		tuple(row)
		for row in frappe.get_all(
			"Party Member Event",
			filters={
				"member": ["in", sorted(members) or [""]],
				"kind": "Party Sanction",
				"happened_on": ["between", (first, last)],
			},
			fields=["member", "name", "happened_on"],
			order_by="happened_on, name",
			as_list=True,
		)
	]
