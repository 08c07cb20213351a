"""Endpoints of the organisation life review: how far it is, closing of rectification items, the record of criticism."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts.meetings import life_reviews as facts
from party_affairs.party_affairs.doctype.party_life_review import steps
from party_affairs.permissions import scope_for
from party_affairs.rules.meetings import life_reviews as rules
from party_affairs.rules.meetings.facts import LifeReviewFacts

REVIEW = "Party Life Review"


@frappe.whitelist()
def progress(review: str) -> dict[str, Any]:
	"""Return what is there and what is lacking of a review, phase by phase, the next step, and the items of its list.

	Of criticism, self-criticism and the members' own examinations only the number is told; `record` is for those who may
	read what was said.
	"""
	document = frappe.get_doc(REVIEW, review)
	document.check_permission("read")
	today = getdate(nowdate())
	found = facts.facts_of(facts.records_of(document), today)
	return {
		"elements": [
			{
				"key": element.key,
				"phase": element.phase,
				"label": element.label.text(_),
				"found": int(getattr(found, element.key)),
			}
			for element in rules.ELEMENTS
		],
		"self_reviews": len(facts.self_reviews(document.branch, document.year)),
		"next": _next_step(document, found),
		"items": [
			{"row": row.name, "state": _state(row, today), "closed_by": _full_name(row.closed_by)}
			for row in document.measures
		],
		"may_close": scope_for(REVIEW, "write").includes(document),
		"record": _record(document),
	}


def _next_step(document, found: LifeReviewFacts) -> str:
	"""One sentence about what comes next."""
	if not document.held_on:
		missing = rules.lacking(found, rules.BEFORE)
		if missing:
			return _("Before the meeting: {0}").format("、".join(label.text(_) for label in missing))
		return _("The preparation is complete: hold the meeting, submit its minutes, and enter it here.")
	missing = rules.lacking(found, rules.BEFORE, rules.DURING, rules.AFTER)
	if missing:
		return _("Still to be recorded: {0}").format("、".join(label.text(_) for label in missing))
	if found.measures_unassigned:
		return _("{0} items name no person or no deadline.").format(found.measures_unassigned)
	if found.measures_overdue:
		return _("{0} items are open after their deadline: put them right and close them.").format(
			found.measures_overdue
		)
	if document.open_measures:
		return _("{0} items are open, the next is due by {1}.").format(
			document.open_measures, frappe.format(document.next_deadline, {"fieldtype": "Date"})
		)
	if not document.reported_on:
		return _("All items are closed: report on the situation to the committee above.")
	return _("The life review is complete.")


def _state(row, today: date) -> str:
	return rules.state_of_measure(
		row.deadline and getdate(row.deadline), row.closed_on and getdate(row.closed_on), today
	)


def _full_name(user: str | None) -> str:
	return frappe.utils.get_fullname(user) if user else ""


def _record(document) -> dict[str, Any] | None:
	"""The record of criticism, for users who may read it: its name, None before it is made, and whether they may make it."""
	if not scope_for(steps.RECORD).covers(document.branch):
		return None
	return {
		"name": facts.record_of_criticism(document.name),
		"may_create": scope_for(steps.RECORD, "create").covers(document.branch),
	}


@frappe.whitelist(methods=["POST"])
def prepare_record(review: str) -> str:
	"""Make the record of criticism and self-criticism with a line for each member present; return its name.

	One that is there already is left as it is.
	"""
	return steps.PrepareRecord.of(review).take()


@frappe.whitelist(methods=["POST"])
def close_measure(review: str, row: str, evidence: str, closed_on: str | None = None) -> dict[str, Any]:
	"""Close an item of the rectification list, today or on an earlier day. Raises LifeReviewError if it cannot be."""
	step = steps.CloseItem.of(review, row=row, closed_on=closed_on or nowdate(), evidence=evidence)
	step.take()
	return {"status": step.document.status}


@frappe.whitelist(methods=["POST"])
def reopen_measure(review: str, row: str, reason: str) -> dict[str, Any]:
	"""Open an item again, with a reason that stays beside the review."""
	step = steps.ReopenItem.of(review, row=row, reason=reason)
	step.take()
	return {"status": step.document.status}
