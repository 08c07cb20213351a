"""Duties on a member's own page."""

import json
from datetime import date
from typing import Any

from party_affairs.facts.criteria import every
from party_affairs.facts.duties import findings


def open_duties(member: str, today: date) -> list[dict[str, Any]]:
	"""Return what is asked of a member himself and is not done, by clause, for this year and the last."""
	duties: dict[str, dict[str, Any]] = {}
	for row in findings.open_of_member(member, every, since=date(today.year - 1, 1, 1)):
		clause = {"title": row.title, "citation": row.citation, "clause_text": row.clause_text}
		duty = duties.setdefault(row.rule, {**clause, "periods": [], "shortfall": None})
		duty["periods"].append({"key": row.period_key, "status": row.status, "due_date": row.due_date})
		# Of a regular duty the periods say all, unless a part of it is done; of a state it takes words to say what it lacks.
		if row.evaluation_kind == "State" or json.loads(row.evidence or "[]"):
			duty["shortfall"] = row.message
	return list(duties.values())
