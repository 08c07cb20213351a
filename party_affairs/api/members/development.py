"""What the form and the board of development cases ask for: progress, recording a step, and why a card stays in its column."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.kanban_board import kanban_board
from frappe.utils import getdate, nowdate

from party_affairs.facts.members.development import DOCTYPE, KEY_OF_LABEL, steps_of
from party_affairs.party_affairs.doctype.party_development_case.party_development_case import (
	PHASES,
	TERMINATED,
	refuse_stage,
	wanted_meetings,
)
from party_affairs.rules.members import development

_CASE_FIELDS = {
	"Named as Activist": ("recommended_by",),
	"Publicity Begins": ("publicity_place", "publicity_phone"),
	"Publicity Ends": ("publicity_result",),
	"Political Review": ("political_review_result",),
	"Short Training": ("training_days", "training_hours", "training_exempt_reason"),
}
"""What the case keeps of a step beside the step's own row."""


@frappe.whitelist()
def progress(case: str) -> dict[str, Any]:
	"""Return where a case stands: its steps by phase, what is open and late, warnings, half-years without investigation.

	A step's `state` is `done`, `late` (due before today), `open` (it can be taken now), `coming`, or `not_asked` (the rules
	do not ask for it in this case). Days are None where they are not known.
	"""
	document = frappe.get_doc(DOCTYPE, case)
	document.check_permission("read")
	steps, today = steps_of(document), getdate(nowdate())
	is_open = document.status != TERMINATED
	following = {item.step.key: item for item in document.next_steps()} if is_open else {}
	needed = {step.key for step in development.needed_steps(steps, today)}
	papers = _missing_papers(document)
	phases: dict[str, list[dict[str, Any]]] = {label: [] for label in PHASES}
	for row in document.steps:
		key = KEY_OF_LABEL[row.step]
		step = development.edition_on(steps.get(key, today)).step(key)
		item = following.get(key)
		phases[row.phase].append(
			{
				"step": row.step,
				"label": _(row.step),
				"article": step.article,
				"handled_by": row.handled_by,
				"done_on": steps.get(key),
				"earliest": item and item.earliest,
				"due": item and item.due,
				"state": _state(key, steps, item, needed, today),
				"meeting": row.meeting,
				"needs_vote": bool(step.vote),
				"counts_written": step.vote == "admission",
				"needs_document": step.document,
				"case_fields": _CASE_FIELDS.get(row.step, ()),
				"meeting_kinds": wanted_meetings(row.step, steps.get(key)),
				"missing_papers": papers.get(row.step, []) if key in steps else [],
			}
		)
	return {
		"phases": [
			{"label": _(label), "steps": rows, "is_done": all(row["state"] in _PASSED for row in rows)}
			for label, rows in phases.items()
		],
		"warnings": [document.cited(violation) for violation in document.violations()] if is_open else [],
		"missed_investigations": [
			period.title.text(_) for period in _missed_investigations(document, steps, today)
		],
		"edition": development.edition_on(today).key,
	}


_PASSED = ("done", "not_asked")


def _state(key: str, steps: dict, item: development.NextStep | None, needed: set[str], today: date) -> str:
	if key in steps:
		return "done"
	if key not in needed:
		return "not_asked"
	if item is None:
		return "coming"
	return "late" if item.due and item.due < today else "open"


def _missing_papers(document) -> dict[str, list[str]]:
	missing: dict[str, list[str]] = {}
	for row in document.materials:
		if row.is_required and not (row.received_on or row.attachment):
			missing.setdefault(row.step, []).append(row.material)
	return missing


def _missed_investigations(document, steps: dict[str, date], today: date) -> list:
	if "activist" not in steps:
		return []
	last = steps.get("full_approval") or (document.ended_on and getdate(document.ended_on))
	days = [getdate(row.investigated_on) for row in document.investigations if row.investigated_on]
	return development.missed_investigations(steps["activist"], last, days, today)


@frappe.whitelist()
def voters_of(meeting: str) -> dict[str, int]:
	"""Return how many with a vote were expected at a meeting and present, as its minutes name them."""
	document = frappe.get_doc("Party Meeting", meeting)
	document.check_permission("read")
	voters = [row for row in document.attendees if row.has_vote]
	return {"eligible": len(voters), "present": sum(row.attendance == "Present" for row in voters)}


@frappe.whitelist(methods=["POST"])
def record_step(
	case: str,
	step: str,
	done_on: str | date | None = None,
	meeting: str | None = None,
	document_no: str | None = None,
	eligible: int = 0,
	present: int = 0,
	in_favour: int = 0,
	against: int = 0,
	abstained: int = 0,
	written_in_favour: int = 0,
	remarks: str | None = None,
	recommended_by: str | None = None,
	publicity_place: str | None = None,
	publicity_phone: str | None = None,
	publicity_result: str | None = None,
	political_review_result: str | None = None,
	training_days: float | None = None,
	training_hours: float | None = None,
	training_exempt_reason: str | None = None,
) -> str | None:
	"""Record a step (its label) of a case, with the meeting, vote and paper that prove it; return the next step's label.

	What the case keeps of the step, such as who recommended, is recorded with the step it belongs to and left alone with
	others. Training is in days and study hours. Without `done_on` the day is the meeting's. What the rules forbid is refused, and nothing is saved.
	"""
	document = frappe.get_doc(DOCTYPE, case)
	document.check_permission("write")
	row = next((row for row in document.steps if row.step == step), None)
	if row is None:
		frappe.throw(_("Step {0} is unknown. Choose one of the case.").format(frappe.bold(step)))
	if not (done_on or meeting):
		frappe.throw(
			_("{0}: enter the day on which it was done, or its meeting.").format(frappe.bold(_(step)))
		)
	row.update(
		{
			"done_on": done_on,
			"meeting": meeting,
			"document_no": document_no,
			"eligible": eligible,
			"present": present,
			"in_favour": in_favour,
			"against": against,
			"abstained": abstained,
			"written_in_favour": written_in_favour,
			"remarks": remarks,
		}
	)
	of_case = {
		"recommended_by": recommended_by,
		"publicity_place": publicity_place,
		"publicity_phone": publicity_phone,
		"publicity_result": publicity_result,
		"political_review_result": political_review_result,
		"training_days": training_days,
		"training_hours": training_hours,
		"training_exempt_reason": training_exempt_reason,
	}
	document.update({name: of_case[name] for name in _CASE_FIELDS.get(step, ()) if of_case[name] is not None})
	document.save()
	return document.next_step


@frappe.whitelist(methods=["POST"])
def move_card(
	board_name: str,
	docname: str,
	from_colname: str,
	to_colname: str,
	old_index: int | str,
	new_index: int | str,
) -> Any:
	"""Stand in for Frappe's move of a card: a card of a development case goes where its steps say, others where they are put."""
	board = frappe.get_cached_doc("Kanban Board", board_name)
	if board.reference_doctype != DOCTYPE:
		return kanban_board.update_order_for_single_card(
			board_name, docname, from_colname, to_colname, old_index, new_index
		)
	document = frappe.get_doc(DOCTYPE, docname)
	document.check_permission("read")
	if from_colname != to_colname:
		refuse_stage(document.member_name)
	return board
