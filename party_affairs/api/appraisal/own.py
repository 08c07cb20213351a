"""Democratic appraisals on a member's own page: where he votes, and his own grades."""

from typing import Any
from urllib.parse import urlencode

from frappe import _
from frappe.utils import get_datetime, now_datetime

from party_affairs.api.tasks import Task
from party_affairs.ballots import roll
from party_affairs.facts.appraisal import of_member as facts
from party_affairs.rules.message import Message


def open_appraisals(member: str) -> list[dict[str, Any]]:
	"""Return the appraisals in which a member votes now or soon, and whether he has voted."""
	rows = facts.voting_open(now_datetime())
	voted = roll.has_voted([row.name for row in rows], member)
	return [
		{
			"appraisal": row.name,
			"branch": row.branch,
			"year": row.year,
			"opens_on": get_datetime(row.opens_on),
			"closes_on": get_datetime(row.closes_on),
			"is_open": get_datetime(row.opens_on) <= now_datetime(),
			"voted": voted[row.name],
		}
		for row in rows
		if row.name in voted
	]


def tasks(member: str) -> list[Task]:
	"""Return the votes that wait for a member."""
	return [
		Task(
			title=_("Appraisal of {0}").format(vote["year"]),
			words=_("Voting closes at {0}.").format(f"{vote['closes_on']:%Y-%m-%d %H:%M}"),
			until=vote["closes_on"].date(),
			path=f"/party/appraisal?{urlencode({'appraisal': vote['appraisal']})}",
			label=Message("Cast My Vote"),
		)
		for vote in open_appraisals(member)
		if vote["is_open"] and not vote["voted"]
	]


def grades(member: str) -> list[dict[str, Any]]:
	"""Return a member's grades in appraisals that were announced, with his votes where the branch shows them to him."""
	graded = facts.announced_grades(member)
	votes = facts.votes(member, [row.name for row in graded if row.show_counts])
	return [
		{
			"year": row.year,
			"grade": row.grade,
			"votes": [vote for vote in votes if vote.parent == row.name],
		}
		for row in graded
	]
