"""Endpoints of the dues statement: reading its file, deciding its doubtful lines, collecting the matched ones."""

from typing import Any

import frappe
from frappe import _

from party_affairs.arguments import parse_day, parse_list, parse_yes
from party_affairs.dues import statements
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.permissions import scope_for
from party_affairs.rules.dues.monthly_dues import check_amount
from party_affairs.rules.message import Message

_MOST_PROBLEMS = 100
"""Problems of a file that are listed; the rest is only counted."""


@frappe.whitelist(methods=["POST"])
def read_file(name: str) -> dict[str, Any]:
	"""Bring in the lines of the statement's file. Returns `problems` (row, column, value, reason) and their `count`.

	With any problem nothing is changed.
	"""
	problems = statements.read_file(_statement(name))
	return {
		"count": len(problems),
		"problems": [
			{
				"row": problem.row,
				"column": problem.column,
				"value": problem.value,
				"reason": problem.text(_),
			}
			for problem in problems[:_MOST_PROBLEMS]
		],
	}


@frappe.whitelist(methods=["POST"])
def match_again(name: str) -> None:
	"""Match anew what nobody has decided."""
	statements.match_again(_statement(name))


@frappe.whitelist()
def choices(name: str, line: str, member: str) -> dict[str, Any]:
	"""Return the sum of a line, the member's months with what is open of each, which of them are proposed, and its twins."""
	return statements.choices(_statement(name), line, member)


@frappe.whitelist(methods=["POST"])
def decide(
	name: str,
	line: str,
	member: str,
	months: list[str] | str | None = None,
	voluntary: str | float = 0,
	another: int | str | bool = 0,
) -> None:
	"""Assign a line to a member and to months (any day of each); `voluntary` yuan of it are an extra.

	`another` says that it is another payment than those that look the same.
	"""
	document = _statement(name)
	days = [parse_day(day).replace(day=1) for day in parse_list(months)]
	with rules_speak_to_user(DuesError):
		extra = check_amount(str(voluntary or 0), Message("Voluntary Extra (Yuan)"))
	statements.decide(document, line, member, days, extra, parse_yes(another, "another"))


@frappe.whitelist(methods=["POST"])
def ignore(name: str, line: str, reason: str) -> None:
	"""Set a line aside for a reason."""
	statements.ignore(_statement(name), line, reason)


@frappe.whitelist(methods=["POST"])
def reopen(name: str, line: str) -> None:
	"""Take back what was decided about a line."""
	statements.reopen(_statement(name), line)


@frappe.whitelist(methods=["POST"])
def collect_matched(name: str) -> int:
	"""Write receipts for the matched lines; returns their number. Needs the right to collect dues of the branch."""
	document = _statement(name)
	scope_for("Party Dues Receipt", "submit").check_branch(document.branch)
	return statements.collect_matched(document)


def _statement(name: str):
	"""The statement, if the caller may change it. Raises PermissionError otherwise."""
	document = frappe.get_doc(statements.STATEMENT, name)
	document.check_permission("write")
	return document
