"""What reminders were sent, what waits to be, and to whom a branch's and a member's duties are told."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.permissions.scope import ON_REGISTER

REMINDER, HELD, ROBOT = "Duty Reminder", "Held Notice", "Group Robot"


class Told(NamedTuple):
	"""A stage of a duty that somebody was told of; `recipient` is a login, or the name of a group robot."""

	recipient: str
	rule: str
	subject_doctype: str
	subject: str
	period_key: str
	stage: str


def told(recipients: Iterable[str], branches: Iterable[str]) -> dict[Told, date]:
	"""Return what `recipients` were told of duties in `branches`, and on which day: one query."""
	reminder = DocType(REMINDER)
	rows = (
		frappe.qb.from_(reminder)
		.select(*(reminder[column] for column in Told._fields), reminder.sent_on)
		.where(reminder.branch.isin(sorted(set(branches)) or [""]))
		.where(reminder.recipient.isin(sorted(set(recipients)) or [""]))
	).run()
	return {Told(*row): day for *row, day in rows}


def stored(names: Sequence[str]) -> set[str]:
	"""Return those of the reminders `names` that are stored: one query."""
	reminder = DocType(REMINDER)
	query = frappe.qb.from_(reminder).select(reminder.name).where(reminder.name.isin(list(names) or [""]))
	return set(query.run(pluck=True))


def held(users: Iterable[str]) -> list[Any]:
	"""Return the notices kept back for `users`, the oldest first: one query."""
	return frappe.get_all(
		HELD,
		filters={"user": ["in", sorted(set(users)) or [""]]},
		fields=[
			"name",
			"user",
			"kind",
			"subject",
			"text",
			"link",
			"letter",
			"reference_doctype",
			"reference_name",
		],
		order_by="creation, name",
	)


def waiting() -> list[str]:
	"""Return the logins for whom a notice is kept back: one query."""
	notice = DocType(HELD)
	return (
		frappe.qb.from_(notice).select(notice.user).distinct().where(notice.user.isnotnull()).run(pluck=True)
	)


def held_for_robots(names: Iterable[str]) -> list[Any]:
	"""Return what group robots have yet to say, the oldest first: one query. Rows have name, robot, subject, text, link and creation."""
	return frappe.get_all(
		HELD,
		filters={"robot": ["in", sorted(set(names)) or [""]]},
		fields=["name", "robot", "subject", "text", "link", "creation"],
		order_by="creation, name",
	)


def robots_saying(branch: str, kind: str) -> list[str]:
	"""Return the group robots of a branch that are switched on and say what is of a kind (`meetings`, `tasks`): one query."""
	return frappe.get_all(
		ROBOT, filters={"branch": branch, "enabled": 1, f"sends_{kind}": 1}, pluck="name", order_by="name"
	)


def members_with_login(members: Iterable[str] | None = None) -> list[Any]:
	"""Return member, user and branch of the members on register (of `members`) who have a login: one query."""
	member = DocType("Party Member")
	query = (
		frappe.qb.from_(member)
		.select(member.name.as_("member"), member.user, member.branch)
		.where(member.status.isin(ON_REGISTER) & member.user.isnotnull() & (member.user != ""))
		.orderby(member.branch)
	)
	if members is not None:
		query = query.where(member.name.isin(sorted(set(members)) or [""]))
	return query.run(as_dict=True)


def robots(now, names: Sequence[str] | None = None) -> list[Any]:
	"""Return the group robots that are switched on and need not wait at `now`, or those of `names`: one query."""
	filters = {"name": ["in", list(names) or [""]]} if names is not None else {"enabled": 1}
	rows = frappe.get_all(
		ROBOT,
		filters=filters,
		fields=[
			*("name", "branch", "robot_name", "kind", "enabled", "sends_duties", "sends_overview"),
			*("names_people", "wait_until", "last_digest_on", "last_overview_on", "refusals"),
		],
		order_by="branch, name",
	)
	return [row for row in rows if names is not None or not row.wait_until or row.wait_until <= now]
