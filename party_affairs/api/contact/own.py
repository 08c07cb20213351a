"""Questionnaires on a member's own page: where he is asked, and whether he has answered."""

from typing import Any

from frappe.utils import getdate, nowdate

from party_affairs.ballots.answering import ROLL
from party_affairs.facts.contact import questionnaires as facts


def open_questionnaires(member: str) -> list[dict[str, Any]]:
	"""Return the questionnaires that ask a member now or soon, and whether he has answered."""
	today = getdate(nowdate())
	rows = facts.asking_members(today)
	answered = ROLL.has_voted([row.name for row in rows], member)
	return [
		{**row, "is_open": row.opens_on <= today, "answered": answered[row.name]}
		for row in rows
		if row.name in answered
	]
