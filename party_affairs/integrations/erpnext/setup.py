"""The fields that dues documents, organisations and settings get where ERPNext is installed, and lose with it."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from party_affairs.integrations.erpnext import door, presence
from party_affairs.integrations.erpnext.journal import (
	ALIPAY,
	BANK,
	CASH,
	COMPANY,
	COST_CENTER,
	FUND,
	LABELS,
	NO_BOOKS,
	WECHAT,
)
from party_affairs.rules.message import Message

_SECTION, _COLUMN = "dues_erpnext_section", "dues_erpnext_column"


def _branch_field(fieldname: str, fieldtype: str, after: str, **values) -> dict:
	return {
		"fieldname": fieldname,
		"fieldtype": fieldtype,
		"label": LABELS[fieldname],
		"insert_after": after,
		"no_copy": 1,
		**values,
	}


def _account(fieldname: str, after: str) -> dict:
	return _branch_field(fieldname, "Link", after, options="Account", depends_on=f"eval:doc.{COMPANY}")


def _entry_link(fieldname: str, label: Message, after: str) -> dict:
	return {
		"fieldname": fieldname,
		"fieldtype": "Link",
		"label": label,
		"options": "Journal Entry",
		"insert_after": after,
		"read_only": 1,
		"no_copy": 1,
		"allow_on_submit": 1,
		"print_hide": 1,
		"search_index": 1,
		"depends_on": f"eval:doc.{fieldname}",
	}


FIELDS = {
	presence.SETTINGS: [
		{
			"fieldname": presence.SWITCH,
			"fieldtype": "Check",
			"label": Message("Book Dues in ERPNext"),
			"insert_after": "dues_share_percent",
			"description": Message(
				"Receipts, remittances and expenses of dues are booked as Journal Entries of the company named in each organisation."
			),
		}
	],
	"Party Branch": [
		{
			"fieldname": _SECTION,
			"fieldtype": "Section Break",
			"label": Message("Dues in ERPNext"),
			"insert_after": "honours",
			"collapsible": 1,
		},
		_branch_field(NO_BOOKS, "Check", _SECTION),
		_branch_field(COMPANY, "Link", NO_BOOKS, options="Company"),
		_account(FUND, COMPANY),
		_branch_field(COST_CENTER, "Link", FUND, options="Cost Center", depends_on=f"eval:doc.{COMPANY}"),
		{"fieldname": _COLUMN, "fieldtype": "Column Break", "insert_after": COST_CENTER},
		_account(CASH, _COLUMN),
		_account(BANK, CASH),
		_account(WECHAT, BANK),
		_account(ALIPAY, WECHAT),
	],
	"Party Dues Receipt": [_entry_link(door.LINK, Message("Journal Entry of the Dues"), "remarks")],
	"Party Dues Remittance": [
		_entry_link(door.LINK, Message("Journal Entry of the Dues"), "remarks"),
		_entry_link(door.RECEIVER_LINK, Message("Journal Entry of the Receiver"), "receipt_no"),
	],
	"Party Dues Expense": [_entry_link(door.LINK, Message("Journal Entry of the Dues"), "remarks")],
}


def create_missing() -> None:
	"""Bring the fields in line with whether ERPNext is there; runs at installation and at each migration."""
	if presence.is_installed():
		create_custom_fields(FIELDS)
	else:
		remove()


def after_app_install(app: str) -> None:
	"""Hook: ERPNext came after this app."""
	if app == presence.ERPNEXT:
		create_custom_fields(FIELDS)


def before_app_uninstall(app: str) -> None:
	"""Hook: ERPNext goes; a field that links to its DocTypes would break the forms."""
	if app == presence.ERPNEXT:
		remove()


def remove() -> None:
	"""Take the fields away; what was booked stays in ERPNext as long as that does."""
	for doctype, fields in FIELDS.items():
		names = [field["fieldname"] for field in fields]
		found = frappe.get_all(
			"Custom Field", filters={"dt": doctype, "fieldname": ["in", names]}, pluck="name", order_by="name"
		)
		for name in found:
			frappe.delete_doc("Custom Field", name, ignore_permissions=True, force=True)
