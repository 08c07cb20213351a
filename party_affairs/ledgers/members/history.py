"""The history of one member (党员履历): his stages, transfers, changes, posts, events and steps of development by day."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.permissions import scope_for
from party_affairs.rules.members.membership import STAGE_DATES

_POST_ENDED = "Post Ended"


def of_member(member: Document) -> list[dict[str, Any]]:
	"""Return what is on record of a member, the latest first, as far as the caller may read each kind of document.

	Entries have `day`, `doctype` and `name` of the document (None for a date of the record itself), `kind` and `label` in
	the reader's language, and `detail` as it was entered. The caller has checked the right to the member. Six queries.
	"""
	entries = [
		*_transfers(member.name),
		*_changes(member.name),
		*_posts(member.name),
		*_events(member.name),
		*_steps(member.name),
		*_stages(member),
	]
	return sorted(entries, key=lambda entry: str(entry["day"]), reverse=True)


def _entry(day, kind: str, label: str, detail: str | None = None, name: str | None = None) -> dict[str, Any]:
	doctype = "Party Post" if kind == _POST_ENDED else kind
	return {
		"day": day,
		"doctype": doctype,
		"name": name,
		"kind": _(kind),
		"label": _(label),
		"detail": detail or "",
	}


def _stages(member: Document) -> Iterator[dict[str, Any]]:
	for fieldname in (*STAGE_DATES, "joined_branch_on"):
		if member.get(fieldname):
			label = member.meta.get_label(fieldname)
			detail = member.branch if fieldname == "joined_branch_on" else None
			yield _entry(member.get(fieldname), "Party Member", label, detail)


def _rows(doctype: str, member: str, *fields: str) -> list:
	table = frappe.qb.DocType(doctype)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.docstatus, *(table[field] for field in fields))
		.where((table.member == member) & (table.docstatus != 2) & scope_for(doctype).criterion(table))
		.orderby(table.name)
	).run(as_dict=True)


def _transfers(member: str) -> Iterator[dict[str, Any]]:
	doctype = "Party Membership Transfer"
	fields = (
		"status",
		"letter_date",
		"received_on",
		"returned_on",
		"branch",
		"to_branch",
		"other_organisation",
	)
	for row in _rows(doctype, member, *fields):
		goal = f"{row.branch or row.other_organisation} → {row.to_branch or row.other_organisation}"
		if row.docstatus == 1 and row.branch:
			yield _entry(row.letter_date, doctype, "Letter Issued", goal, row.name)
		settled = row.received_on or row.returned_on
		if row.docstatus == 1 and settled:
			yield _entry(settled, doctype, row.status, goal, row.name)


def _changes(member: str) -> Iterator[dict[str, Any]]:
	doctype = "Party Membership Change"
	for row in _rows(doctype, member, "kind", "effective_on", "approval_no", "away_to"):
		if row.docstatus == 1:
			yield _entry(row.effective_on, doctype, row.kind, row.approval_no or row.away_to, row.name)


def _posts(member: str) -> Iterator[dict[str, Any]]:
	doctype = "Party Post"
	for row in _rows(doctype, member, "post", "branch", "start_date", "end_date", "removed_on", "status"):
		yield _entry(row.start_date, doctype, row.post, row.branch, row.name)
		if row.status == "Ended":
			yield _entry(row.removed_on or row.end_date, _POST_ENDED, row.post, row.branch, row.name)


def _events(member: str) -> Iterator[dict[str, Any]]:
	doctype = "Party Member Event"
	fields = ("kind", "happened_on", "from_firm", "to_firm", "new_position", "sanction")
	for row in _rows(doctype, member, *fields):
		firms = " → ".join(firm for firm in (row.from_firm, row.to_firm) if firm)
		yield _entry(row.happened_on, doctype, row.sanction or row.kind, firms or row.new_position, row.name)


def _steps(member: str) -> Iterator[dict[str, Any]]:
	case, step = frappe.qb.DocType("Party Development Case"), frappe.qb.DocType("Party Development Step")
	rows = (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.parent)
		.select(case.name, step.step, step.done_on, step.document_no)
		.where((case.member == member) & step.done_on.isnotnull())
		.where(scope_for("Party Development Case").criterion(case))
		.orderby(step.idx)
	).run(as_dict=True)
	for row in rows:
		yield _entry(row.done_on, "Party Development Case", row.step, row.document_no, row.name)
