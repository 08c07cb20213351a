"""Texts of several lines that hold a tag of a web page keep it as characters: forms of the Desk show them as they are stored."""

import frappe

from party_affairs.checks.markup import disarmed, fields_of_texts
from party_affairs.facts.documents import holding
from party_affairs.permissions.register import REGISTER


def execute() -> None:
	"""Safe to run twice: what was changed holds no tag any more."""
	for doctype in REGISTER:
		columns = () if frappe.get_meta(doctype).issingle else fields_of_texts(doctype)
		for row in holding(doctype, columns, "<") if columns else ():
			changed = {column: disarmed(row[column] or "") for column in columns}
			changed = {column: text for column, text in changed.items() if text != (row[column] or "")}
			if changed:
				frappe.db.set_value(doctype, row.name, changed, update_modified=False)
