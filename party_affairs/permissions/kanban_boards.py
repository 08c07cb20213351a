"""Boards of cards: a card is not moved into a column that the app itself decides.

The methods here stand in for Frappe's (hooks.py), which write the column into the document.
"""

from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.kanban_board import kanban_board

from party_affairs.permissions.register import REGISTER

_BOARD = "Kanban Board"


@frappe.whitelist(methods=["POST"])
def add_card(board_name: str, docname: str, colname: str) -> Any:
	"""Put a card on a board. Raise PermissionError if the caller may not move it there."""
	check_cards(frappe.get_cached_doc(_BOARD, board_name), {docname: colname})
	return kanban_board.add_card(board_name, docname, colname)


@frappe.whitelist(methods=["POST"])
def update_order(board_name: str, order: str) -> Any:
	"""Store the order of all cards, and the columns of those that were moved. Raise PermissionError as `add_card` does."""
	columns = frappe.parse_json(order)
	cards = {card: column for column, names in columns.items() for card in names}
	check_cards(frappe.get_cached_doc(_BOARD, board_name), cards)
	return kanban_board.update_order(board_name, order)


def check_cards(board, cards: dict[str, str]) -> None:
	"""Raise PermissionError if a card is not the caller's to see, or its new column is for the app to decide."""
	doctype = board.reference_doctype
	if doctype not in REGISTER:
		return
	rows = frappe.get_list(
		doctype,
		filters={"name": ["in", list(cards)]},
		fields=["name", board.field_name],
		limit_page_length=0,
		order_by="name",
	)
	columns = {row.name: row.get(board.field_name) for row in rows}
	if set(cards) - set(columns):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	field = frappe.get_meta(doctype).get_field(board.field_name)
	if field and field.read_only and any(columns[name] != column for name, column in cards.items()):
		frappe.throw(
			_("{0} is filled in by the system and cannot be given.").format(frappe.bold(_(field.label))),
			frappe.PermissionError,
		)
