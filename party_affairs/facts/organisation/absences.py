"""Absences of secretaries: when one was marked away, and who acts for him."""

from collections.abc import Iterable
from datetime import date

import frappe

from party_affairs.facts.activity import covers


def of_post(post: str, leaving_out: str | None) -> list:
	"""Return away_from and away_until of the absences entered for a post, the earliest first: one query.

	`leaving_out` names an absence that is not among them.
	"""
	return frappe.get_all(
		"Party Post Absence",
		filters={"party_post": post, "name": ["!=", leaving_out or ""]},
		fields=["away_from", "away_until"],
		order_by="away_from",
	)


def of_branches(branches: Iterable[str]) -> list:
	"""Return name, branch, days and acting member of all absences of `branches`: one query."""
	return frappe.get_all(
		"Party Post Absence",
		filters={"branch": ["in", list(branches)]},
		fields=["name", "branch", "away_from", "away_until", "acting_member"],
		order_by="name",
	)


def is_away(branch: str, day: date) -> bool:
	"""Whether the secretary of a branch is marked as away on a day: one query."""
	return any(covers(row.away_from, row.away_until, day) for row in of_branches([branch]))
