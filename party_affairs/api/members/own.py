"""Honours on a member's own page: his, and those of his branch."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from party_affairs.facts.members import honours as facts
from party_affairs.rules.members.honours import is_in_force


def honours(member: str, branch: str, today: date) -> dict[str, list[dict[str, Any]]]:
	"""Return the honours of a member, and of the branch itself, the latest first, each with whether it is in force."""
	return {
		"own": _shown(facts.of_member(member), today),
		"branch": _shown(facts.of_branch(branch), today),
	}


def _shown(rows: Iterable, today: date) -> list[dict[str, Any]]:
	return [
		{
			"honour_name": row.honour_name,
			"level": row.level,
			"awarded_by": row.awarded_by,
			"awarded_on": row.awarded_on,
			"valid_until": row.valid_until,
			"in_force": is_in_force(row.awarded_on, row.valid_from, row.valid_until, today),
		}
		for row in rows
	]
