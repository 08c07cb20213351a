"""Clause N05 outside of a check: the hours of members this year, as the check would judge them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from party_affairs.compliance.duties import duties_in
from party_affairs.facts.members import education
from party_affairs.facts.members import register as members
from party_affairs.facts.members.education import Hours
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation import posts
from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_state
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
	year = period_of("year", day)
	branch_rows, member_rows = branch_facts.load(branches), members.load_of_branches(branches)
	by_name = {
		row.name: row for row in branch_facts.subjects(branch_rows, member_rows, day, {}, {}, {}, {}, {})
	}
	hours = education.load(branches, year.start, day)
	categories = posts.pairing_categories(posts.load(branches), day)
	subjects = members.subjects(member_rows, by_name, day, categories, {}, hours)
	own = [duty.clause for duty in duties_in(year) if duty.clause.id == _CLAUSE]
	clause = own[0] if own else registry.clause(_CLAUSE)
	found = evaluate_state(clause, subjects, day, period=year)
	return {finding.subject: finding for finding in found}, hours


def of_member(member: str, branch: str, day: date) -> dict[str, Any]:
	"""Return the study hours of a member of `branch` in the year of `day`, and how many are asked (None: none are)."""
	findings, hours = judge([branch], day)
	finding = findings.get(member)
	asked = finding is not None and finding.status in ASKED
	return {
		"found": float(hours.get(member, Hours()).total),
		"required": float(finding.required) if asked else None,
	}
