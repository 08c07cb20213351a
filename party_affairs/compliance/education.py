"""Clause N05 outside of a check: the hours of members this year, as the check would judge them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from party_affairs.compliance.duties import clause_here, judge_clause
from party_affairs.facts import load
from party_affairs.facts.members.education import Hours
from party_affairs.rules.findings import Finding
from party_affairs.rules.periods import period_of

ASKED = ("met", "late", "due", "missed")
"""Statuses of findings that ask for hours."""

_CLAUSE = "N05"


def judge(branches: Sequence[str], day: date) -> tuple[dict[str, Finding], dict[str, Hours]]:
	"""Return by member of `branches` the finding of N05 for the year of `day` as of that day, and the hours themselves.

	A fixed number of queries. The clause is asked with the site's parameters, also where the site has switched it off: the
	hours are shown all the same. Permissions are the caller's business.
	"""
	year, known = period_of("year", day), load(branches, day)
	clause = clause_here(_CLAUSE, year)
	found = judge_clause(clause, known, year, day, known.calendar)
	return {finding.subject: finding for finding in found}, known.study_hours(day)


def of_member(member: str, branch: str, day: date) -> dict[str, Any]:
	"""Return the study hours of a member of `branch` in the year of `day`, and how many are asked (None: none are)."""
	findings, hours = judge([branch], day)
	finding = findings.get(member)
	asked = finding is not None and finding.status in ASKED
	return {
		"found": float(hours.get(member, Hours()).total),
		"required": float(finding.required) if asked else None,
	}
