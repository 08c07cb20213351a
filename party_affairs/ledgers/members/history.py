"""The history of one member (党员履历): his stages, transfers, changes, posts, events and steps of development by day."""

from collections.abc import Iterable, Iterator
from typing import Any

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.members import history
from party_affairs.ledgers.selection import readable
from party_affairs.rules.members.membership import STAGE_DATES

_POST_ENDED = "Post Ended"
_SUBMITTED = 1


def of_member(member: Document) -> list[dict[str, Any]]:
	"""Return what is on record of a member, the latest first, as far as the caller may read each kind of document.

	Entries have `day`, `doctype` and `name` of the document (None for a date of the record itself), `kind` and `label` in
	the reader's language, and `detail` as it was entered. The caller has checked the right to the member. Five queries.
	"""
	records = history.of_member(member.name, readable)
	entries = [
		*_transfers(records.transfers),
		*_changes(records.changes),
		*_posts(records.posts),
		*_events(records.events),
		*_steps(records.steps),
		*_stages(member),
	]
	return sorted(entries, key=lambda entry: str(entry["day"]), reverse=True)


def _entry(day, kind: str, label: str, detail: str | None = None, name: str | None = None) -> dict[str, Any]:
	doctype = history.POST if kind == _POST_ENDED else kind
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


def _transfers(rows: Iterable) -> Iterator[dict[str, Any]]:
	for row in rows:
		goal = f"{row.branch or row.other_organisation} → {row.to_branch or row.other_organisation}"
		if row.docstatus == _SUBMITTED and row.branch:
			yield _entry(row.letter_date, history.TRANSFER, "Letter Issued", goal, row.name)
		settled = row.received_on or row.returned_on
		if row.docstatus == _SUBMITTED and settled:
			yield _entry(settled, history.TRANSFER, row.status, goal, row.name)


def _changes(rows: Iterable) -> Iterator[dict[str, Any]]:
	for row in rows:
		if row.docstatus == _SUBMITTED:
			detail = row.approval_no or row.away_to
			yield _entry(row.effective_on, history.CHANGE, row.kind, detail, row.name)


def _posts(rows: Iterable) -> Iterator[dict[str, Any]]:
	for row in rows:
		yield _entry(row.start_date, history.POST, row.post, row.branch, row.name)
		if row.status == "Ended":
			yield _entry(row.removed_on or row.end_date, _POST_ENDED, row.post, row.branch, row.name)


def _events(rows: Iterable) -> Iterator[dict[str, Any]]:
	for row in rows:
		firms = " → ".join(firm for firm in (row.from_firm, row.to_firm) if firm)
		posts = " → ".join(post for post in (row.from_position, row.new_position) if post)
		detail = firms or posts
		yield _entry(row.happened_on, history.EVENT, row.sanction or row.kind, detail, row.name)


def _steps(rows: Iterable) -> Iterator[dict[str, Any]]:
	for row in rows:
		yield _entry(row.done_on, history.CASE, row.step, row.document_no, row.name)
