"""What the form and the board of development cases ask for: progress, recording a step, and why a card stays in its column."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.kanban_board import kanban_board
from frappe.utils import getdate, nowdate

from party_affairs.arguments import as_object
from party_affairs.facts.members.development import DOCTYPE, KEY_OF_LABEL, steps_of
from party_affairs.party_affairs.doctype.party_development_case.party_development_case import (
	PHASES,
	refuse_stage,
	wanted_meetings,
)
from party_affairs.party_affairs.doctype.party_development_case.steps import (
	FIELDS_OF_CASE,
	TERMINATED,
	RecordStep,
	StepRecord,
)
from party_affairs.permissions.kanban_boards import check_cards
from party_affairs.rules.members import development


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
				"case_fields": FIELDS_OF_CASE.get(row.step, ()),
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
	"""Return how many with a vote were expected at a meeting by the register of its day, and present by its minutes."""
	document = frappe.get_doc("Party Meeting", meeting)
	document.check_permission("read")
	return document.voters()


@frappe.whitelist(methods=["POST"])
def record_step(case: str, step: str, **recorded: Any) -> str | None:
	"""Record a step (its label) of a case, with the meeting, vote and paper that prove it; return the next step's label.

	`recorded` are the values of a StepRecord. What the case keeps of the step, such as who recommended, is recorded with the
	step it belongs to and left alone with others. What the rules forbid is refused, and nothing is saved.
	"""
	return RecordStep.of(case, step=step, record=as_object(StepRecord, recorded)).take()


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
		check_cards(board, {docname: to_colname})
		return kanban_board.update_order_for_single_card(
			board_name, docname, from_colname, to_colname, old_index, new_index
		)
	document = frappe.get_doc(DOCTYPE, docname)
	document.check_permission("read")
	if from_colname != to_colname:
		refuse_stage(document.member_name)
	return board
