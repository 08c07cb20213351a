"""What is on record of one member besides his own record: transfers, changes, posts, events, steps of development."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which

TRANSFER, CHANGE, POST, EVENT, CASE = (
	"Party Membership Transfer",
	"Party Membership Change",
	"Party Post",
	"Party Member Event",
	"Party Development Case",
)
_CANCELLED = 2
_PRACTICE = ("from_firm", "to_firm", "from_position", "new_position")
_SETTLING: Mapping[str, Mapping[str, Any]] = {
	CASE: {},
	TRANSFER: {"docstatus": 1, "received_on": ["is", "set"]},
	CHANGE: {"docstatus": 1},
	EVENT: {"kind": ["in", ["Firm Change", "Position Change"]]},
}
"""Documents that change a member's standing, firm or position, and those of them that have done so."""


@dataclass(frozen=True)
class Records:
	"""The documents of each kind about a member, drafts among them; `steps` are those done of his development case.

	Rows have `name` and `docstatus` of their document, and its fields.
	"""

	transfers: Sequence[Any]
	changes: Sequence[Any]
	posts: Sequence[Any]
	events: Sequence[Any]
	steps: Sequence[Any]


def of_member(member: str, which: Which) -> Records:
	"""Return what is on record of a member among the documents asked for: five queries."""
	return Records(
		transfers=_rows(
			TRANSFER,
			member,
			which,
			*("status", "letter_date", "received_on", "returned_on"),
			*("branch", "to_branch", "other_organisation"),
		),
		changes=_rows(CHANGE, member, which, "kind", "effective_on", "approval_no", "away_to"),
		posts=_rows(POST, member, which, "post", "branch", "start_date", "end_date", "removed_on", "status"),
		events=_rows(EVENT, member, which, "kind", "happened_on", *_PRACTICE, "sanction"),
		steps=_steps(member, which),
	)


def has_later_event(member: str, kind: str, day: date | str, leaving_out: str) -> bool:
	"""Whether an event of a kind (its label) is on record of a member after `day`, the one named `leaving_out` apart: one query."""
	later = {"member": member, "kind": kind, "happened_on": [">", day], "name": ["!=", leaving_out]}
	return bool(frappe.db.exists(EVENT, later))


def last_event(member: str, kind: str) -> Any:
	"""Return the last event of a kind (its label) of a member, None without one: one query.

	The row has name, creation, happened_on, from_record, and firm and position before and after.
	"""
	return _event(member, kind, order="happened_on desc, creation desc")


def next_event(member: str, kind: str, day: date | str) -> Any:
	"""Return the first event of a kind (its label) of a member after `day`, None without one, as :func:`last_event` does."""
	return _event(member, kind, happened_on=[">", day], order="happened_on, creation")


def _event(member: str, kind: str, *, order: str, **filters: Any) -> Any:
	fields = ["name", "creation", "happened_on", "from_record", *_PRACTICE]
	asked = {"member": member, "kind": kind, **filters}
	return next(iter(frappe.get_all(EVENT, filters=asked, fields=fields, order_by=order, limit=1)), None)


def is_talked_about(event: str) -> bool:
	"""Whether a talk about an event is on record: one query."""
	return bool(frappe.db.exists("Heart Talk", {"event": event}))


def settled_by_documents(members: Sequence[str], last: date) -> dict[str, set[str]]:
	"""Return by member the kinds of documents that changed the standing, firm or position of those of `members`.

	Four queries, none without members. What a record noted itself settles it only against what was before, until `last`:
	a newer state is not held back by it.
	"""
	found: dict[str, set[str]] = defaultdict(set)
	for doctype, conditions in _SETTLING.items() if members else ():
		noted = ["from_record", "happened_on"] if doctype == EVENT else []
		filters = {"member": ["in", list(members)], **conditions}
		rows = frappe.get_all(
			doctype, filters=filters, fields=["member", *noted], distinct=True, order_by="member"
		)
		for row in rows:
			if not row.get("from_record") or row.happened_on > last:
				found[row.member].add(doctype)
	return dict(found)


def _rows(doctype: str, member: str, which: Which, *fields: str) -> list:
	table = DocType(doctype)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.docstatus, *(table[field] for field in fields))
		.where((table.member == member) & (table.docstatus != _CANCELLED) & which(table))
		.orderby(table.name)
	).run(as_dict=True)


def _steps(member: str, which: Which) -> list:
	case, step = DocType(CASE), DocType("Party Development Step")
	return (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.parent)
		.select(case.name, case.docstatus, step.step, step.done_on, step.document_no)
		.where((case.member == member) & step.done_on.isnotnull() & which(case))
		.orderby(step.idx)
	).run(as_dict=True)
