"""Removal of everything the app put outside its own tables."""

from collections.abc import Mapping
from types import MappingProxyType

import frappe

from party_affairs.ballots import keys
from party_affairs.permissions.companions import AUTOMATION, COMPANIONS
from party_affairs.permissions.roles import ROLES

_TABLES_ABOUT_DOCTYPES: Mapping[str, str] = MappingProxyType(
	{
		**{table: of_doctype for table, (of_doctype, _of_name) in COMPANIONS.items()},
		"Auto Email Report": "reference_report",
		"Custom DocPerm": "parent",
		"Custom Field": AUTOMATION["Custom Field"],
		"Data Import": "reference_doctype",
		"Kanban Board": "reference_doctype",
		"List Filter": "reference_doctype",
		"List View Settings": "name",
		"Property Setter": AUTOMATION["Property Setter"],
		"User Permission": "allow",
	}
)
"""Frappe's own tables that keep rows about documents, and the field that names the DocType."""


def before_uninstall() -> None:
	"""Note what belongs to the app while its definitions can still be read; nothing is deleted yet."""
	module = {"module": "Party Affairs"}
	doctypes = frappe.get_all("DocType", filters=module, pluck="name", order_by="name")
	onboardings = frappe.get_all("Module Onboarding", filters=module, pluck="name")
	frappe.flags.party_affairs_removed = frappe._dict(
		doctypes=doctypes,
		reports=frappe.get_all("Report", filters=module, pluck="name", order_by="name"),
		onboarding_steps=frappe.get_all(
			"Onboarding Step Map", filters={"parent": ["in", onboardings]}, pluck="step"
		),
		counters=_name_counters(doctypes),
	)


def after_uninstall() -> None:
	"""Delete rows about the app's documents in Frappe's tables, roles, name counters, settings and menu entries.

	Tables and standard documents of the module (reports, print formats, workspaces, …) are dropped by Frappe itself.
	"""
	if frappe.db.exists("Module Def", "Party Affairs"):
		return  # a dry run calls the hooks too
	removed = frappe.flags.party_affairs_removed
	_delete_rows_about(removed.doctypes, removed.reports)
	_delete_desk_records(removed.onboarding_steps)
	_delete_name_counters(removed.counters)
	_delete_portal_menu()
	_delete_roles()
	_delete_copies_of_definitions()
	keys.destroy_unused(set())
	# Frappe commits before this hook and not after it.
	frappe.db.commit()


def _delete_rows_about(doctypes: list[str], reports: list[str]) -> None:
	for table, fieldname in _TABLES_ABOUT_DOCTYPES.items():
		if not frappe.db.table_exists(table):
			continue
		names = reports if fieldname == "reference_report" else doctypes
		if table == "File":
			_delete_files(doctypes)
		if names:
			frappe.db.delete(table, {fieldname: ["in", names]})
	# Frappe 16 only: what was changed in rights, its own removal of our reports included.
	if frappe.db.table_exists("Permission Log"):
		for kind, names in (("DocType", doctypes), ("Report", reports), ("Role", ROLES)):
			frappe.db.delete("Permission Log", {"for_doctype": kind, "for_document": ["in", names]})


def _delete_files(doctypes: list[str]) -> None:
	"""Through the document, so that the file on disk goes as well; detached first, as what it hung on is gone."""
	attached = {"attached_to_doctype": ["in", doctypes]}
	names = frappe.get_all("File", filters=attached, pluck="name")
	frappe.db.set_value("File", attached, {"attached_to_doctype": None, "attached_to_name": None})
	for name in names:
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)


def _delete_desk_records(onboarding_steps: list[str]) -> None:
	"""Standard records of the Desk that name no module, so that Frappe does not know them for ours."""
	if onboarding_steps:
		frappe.db.delete("Onboarding Step", {"name": ["in", onboarding_steps]})
	# Frappe 16 only: the sidebar and the icon of the app.
	for doctype in ("Workspace Sidebar", "Desktop Icon"):
		if frappe.db.table_exists(doctype) and frappe.get_meta(doctype).has_field("app"):
			frappe.db.delete(doctype, {"app": "party_affairs"})


def _name_counters(doctypes: list[str]) -> list[str]:
	"""Prefixes under which the counter table counts our documents, such as PMT-."""
	prefixes = set()
	for row in frappe.get_all(
		"DocField", filters={"parent": ["in", doctypes], "fieldname": "naming_series"}, fields=["options"]
	):
		prefixes.update(option.split(".")[0] for option in (row.options or "").split("\n") if option)
	return sorted(prefixes)


def _delete_name_counters(prefixes: list[str]) -> None:
	series = frappe.qb.DocType("Series")
	for prefix in prefixes:
		frappe.qb.from_(series).delete().where(series.name.like(f"{prefix}%")).run()


def _delete_portal_menu() -> None:
	for parentfield in ("menu", "custom_menu"):
		frappe.db.delete(
			"Portal Menu Item",
			{"parent": "Portal Settings", "parentfield": parentfield, "role": ["in", ROLES]},
		)


def _delete_roles() -> None:
	frappe.db.delete("Has Role", {"role": ["in", ROLES]})
	frappe.db.delete("Role", {"name": ["in", ROLES]})


def _delete_copies_of_definitions() -> None:
	"""The settings' values, and the copies Frappe keeps of each standard document it deleted with the module."""
	frappe.db.delete("Singles", {"doctype": "Party Affairs Settings"})
	deleted = frappe.qb.DocType("Deleted Document")
	frappe.qb.from_(deleted).delete().where(
		deleted.data.like('%"module": "Party Affairs"%')
		| ((deleted.deleted_doctype == "Module Def") & (deleted.deleted_name == "Party Affairs"))
	).run()
