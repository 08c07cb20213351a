"""The board (Kanban) of development cases: a column for each stage."""

import json

import frappe

BOARD = "发展党员"
COLUMNS = {
	"Applicant": "Gray",
	"Activist": "Blue",
	"Development Target": "Orange",
	"Probationary Member": "Pink",
	"Full Member": "Green",
}
"""Stages in order, and the colours of their columns."""

_DOCTYPE = "Party Development Case"
_FIELDS = ("branch", "next_step", "next_step_due", "status")


def create_missing() -> None:
	"""Create the board unless a board of that name, or another on the stage of cases, is there."""
	others = {"reference_doctype": _DOCTYPE, "field_name": "stage"}
	if frappe.db.exists("Kanban Board", BOARD) or frappe.db.exists("Kanban Board", others):
		return
	board = frappe.new_doc("Kanban Board")
	board.update(
		{
			"kanban_board_name": BOARD,
			**others,
			"private": 0,
			"show_labels": 1,
			"fields": json.dumps(_FIELDS),
			"filters": json.dumps([[_DOCTYPE, "status", "!=", "Terminated"]]),
			"columns": [
				{"column_name": stage, "indicator": colour, "status": "Active"}
				for stage, colour in COLUMNS.items()
			],
		}
	)
	board.insert(ignore_permissions=True)
