"""Removal of everything the app put outside its own tables."""

from collections.abc import Collection, Iterator, Mapping

import frappe

from party_affairs.ballots import keys
from party_affairs.permissions.roles import ROLES
from party_affairs.setup import navbar

_APP, _MODULE = "party_affairs", "Party Affairs"
_PLATFORM = "frappe"

_ABOUT = {
	("Activity Log", "reference_doctype"),
	("Comment", "reference_doctype"),
	("Communication", "reference_doctype"),
	("Custom Role", "page"),
	("Custom Role", "report"),
	("Dashboard Chart", "document_type"),
	("Dashboard Chart", "report_name"),
	("Desktop Icon", "_doctype"),
	("Desktop Icon", "_report"),
	("Discussion Topic", "reference_doctype"),
	("DocShare", "share_doctype"),
	("Document Share Key", "reference_doctype"),
	("Email Queue", "reference_doctype"),
	("Email Unsubscribe", "reference_doctype"),
	("Energy Point Log", "reference_doctype"),
	("Error Log", "reference_doctype"),
	("File", "attached_to_doctype"),
	("Form Tour", "reference_doctype"),
	("Integration Request", "reference_doctype"),
	("List Filter", "reference_doctype"),
	("Notification Log", "document_type"),
	("Number Card", "document_type"),
	("Number Card", "report_name"),
	("Permission Log", "for_doctype"),
	("Print Format", "doc_type"),
	("Print Format", "report"),
	("Reminder", "reminder_doctype"),
	("Scheduled Job Log", "scheduled_job_type"),
	("Server Script", "reference_doctype"),
	("Submission Queue", "ref_doctype"),
	("Tag Link", "document_type"),
	("ToDo", "reference_type"),
	("User Permission", "applicable_for"),
	("View Log", "reference_doctype"),
	("Workflow Action", "reference_doctype"),
}
"""Fields that may be empty, whose rows are nevertheless about what they name and go with it."""

_FORGET = {
	("IMAP Folder", "append_to"),
	("Workflow Document State", "allow_edit"),
}
"""Rows of tables that go on without what they name."""

_BY_NAME = (
	("Access Log", "export_from"),
	("Access Log", "report_name"),
	("Custom DocPerm", "parent"),
	("Custom Field", "options"),
	("Deleted Document", "deleted_doctype"),
	("List View Settings", "name"),
	("Prepared Report", "report_name"),
)
"""Fields without a link that name a DocType or report all the same."""

_ABOUT_DOCUMENT = (
	("Comment", "reference_doctype", "reference_name"),
	("Deleted Document", "deleted_doctype", "deleted_name"),
	("Desktop Icon", "link_type", "link_to"),
	("Permission Log", "for_doctype", "for_document"),
	("Version", "ref_doctype", "docname"),
	("Workspace Link", "link_type", "link_to"),
	("Workspace Shortcut", "type", "link_to"),
	("Workspace Sidebar Item", "link_type", "link_to"),
)
"""Tables whose rows tell of one document, or lead to it: the fields with its kind and its name."""

_TABLES_BESIDE_DOCTYPES = ("__Auth", "__UserSettings", "__global_search")
"""Frappe's own tables with a column `doctype`."""


def before_uninstall() -> None:
	"""Note what belongs to the app while its definitions can still be read; nothing is deleted yet."""
	removed = _standard_documents()
	doctypes = removed["DocType"]
	onboardings = removed.get("Module Onboarding", [])
	removed["Onboarding Step"] = frappe.get_all(
		"Onboarding Step Map", filters={"parent": ["in", onboardings]}, pluck="step"
	)
	removed["Role"] = list(ROLES)
	removed["Module Def"] = [_MODULE]
	removed["Scheduled Job Type"] = frappe.get_all(
		"Scheduled Job Type", filters={"method": ["like", f"{_APP}.%"]}, pluck="name"
	)
	for doctype in _kinds_of_app():
		removed[doctype] = frappe.get_all(doctype, filters={"app": _APP}, pluck="name")
	for doctype, fieldname in (("Custom Field", "dt"), ("Property Setter", "doc_type")):
		removed[doctype] = frappe.get_all(doctype, filters={fieldname: ["in", doctypes]}, pluck="name")
	frappe.flags.party_affairs_removed = frappe._dict(
		documents=removed,
		counters=_name_counters(doctypes),
	)


def after_uninstall() -> None:
	"""Delete rows about the app's documents in Frappe's tables, roles, jobs, name counters, settings and menu entries.

	Tables and standard documents of the module (reports, print formats, workspaces, …) are dropped by Frappe itself.
	Tables of other apps are left alone.
	"""
	if frappe.db.exists("Module Def", _MODULE):
		return  # a dry run calls the hooks too
	removed = frappe.flags.party_affairs_removed
	_delete_files(removed.documents["DocType"])
	for kind, names in removed.documents.items():
		if names:
			_delete_links(kind, names)
	_delete_rows_about(removed.documents)
	_delete_rows_of_earlier_fields(removed.documents["DocType"])
	_delete_logs_of_user_permissions(removed.documents["DocType"])
	_delete_standard_records(removed.documents)
	_delete_traces_of_code()
	navbar.remove()
	_delete_name_counters(removed.counters)
	_delete_copies_of_definitions()
	keys.destroy_unused(set())
	# Frappe commits before this hook and not after it.
	frappe.db.commit()


def _standard_documents() -> dict[str, list[str]]:
	"""Names of the documents that belong to our module, by DocType."""
	kinds = frappe.get_all(
		"DocField",
		filters={"fieldname": "module", "fieldtype": "Link", "options": "Module Def"},
		pluck="parent",
		order_by="parent",
	)
	tables = [kind for kind in kinds if not frappe.get_meta(kind).istable]
	return {kind: frappe.get_all(kind, filters={"module": _MODULE}, pluck="name") for kind in tables}


def _kinds_of_app() -> list[str]:
	"""The DocTypes of an app's sidebar and icon in Frappe 16."""
	kinds = ("Desktop Icon", "Workspace Sidebar")
	return [kind for kind in kinds if _has_column(kind, "app")]


def _delete_files(doctypes: list[str]) -> None:
	"""Through the document, so that the file on disk goes as well; detached first, as what it hung on is gone."""
	attached = {"attached_to_doctype": ["in", doctypes]}
	names = frappe.get_all("File", filters=attached, pluck="name")
	frappe.db.set_value("File", attached, {"attached_to_doctype": None, "attached_to_name": None})
	for name in names:
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)


def _delete_links(kind: str, names: list[str]) -> None:
	"""Rows of Frappe's tables that cannot be without the removed documents go; others forget them."""
	for parent, fieldname, is_mandatory in _links_to(kind):
		meta = frappe.get_meta(parent)
		named = {fieldname: ["in", names]}
		if meta.issingle:
			frappe.db.delete("Singles", {"doctype": parent, "field": fieldname, "value": ["in", names]})
		elif (parent, fieldname) in _ABOUT or (
			(meta.istable or is_mandatory) and (parent, fieldname) not in _FORGET
		):
			_delete(parent, named)
		else:
			of_document = [field.fieldname for field in meta.get("fields", {"options": fieldname})]
			nothing = dict.fromkeys((*of_document, fieldname))
			frappe.db.set_value(parent, named, nothing, update_modified=False)


def _links_to(kind: str) -> Iterator[tuple[str, str, bool]]:
	"""DocType, name and being mandatory of Frappe's own fields that link to documents of a kind."""
	field, doctype, module = (frappe.qb.DocType(name) for name in ("DocField", "DocType", "Module Def"))
	yield from (
		frappe.qb.from_(field)
		.join(doctype)
		.on(doctype.name == field.parent)
		.join(module)
		.on(module.name == doctype.module)
		.select(field.parent, field.fieldname, field.reqd)
		.where((module.app_name == _PLATFORM) & (field.fieldtype == "Link") & (field.options == kind))
		.where(doctype.is_virtual == 0)
		.orderby(field.parent, field.fieldname)
	).run()


def _delete(doctype: str, filters: Mapping) -> None:
	"""Delete rows with the rows of their tables."""
	for table in frappe.get_meta(doctype).get_table_fields():
		parents = frappe.get_all(doctype, filters=filters, pluck="name")
		if parents:
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", parents]})
	frappe.db.delete(doctype, filters)


def _delete_rows_about(removed: Mapping[str, list[str]]) -> None:
	names = [*removed["DocType"], *removed["Report"]]
	for table, fieldname in _BY_NAME:
		if _has_column(table, fieldname):
			frappe.db.delete(table, {fieldname: ["in", names]})
	for table, kind_field, name_field in _ABOUT_DOCUMENT:
		if _has_column(table, kind_field) and _has_column(table, name_field):
			for kind, gone in removed.items():
				if gone:
					frappe.db.delete(table, {kind_field: kind, name_field: ["in", gone]})
	for name in _TABLES_BESIDE_DOCTYPES:
		table = frappe.qb.Table(name)
		frappe.qb.from_(table).delete().where(table.doctype.isin(removed["DocType"])).run()
	doctypes = set(names)
	routes = frappe.get_all("Route History", pluck="route", distinct=True)
	ours = [route for route in routes if route and doctypes & set(route.split("/"))]
	if ours:
		frappe.db.delete("Route History", {"route": ["in", ours]})


def _has_column(table: str, fieldname: str) -> bool:
	return frappe.db.table_exists(table) and fieldname in frappe.db.get_table_columns(table)


def _delete_rows_of_earlier_fields(doctypes: Collection[str]) -> None:
	"""What Frappe tells of custom fields and the like that our documents had once; their names begin with the DocType."""
	kinds = ("Custom Field", "Property Setter")
	for table, kind_field, name_field in _ABOUT_DOCUMENT[:2]:
		told = frappe.get_all(table, filters={kind_field: ["in", kinds]}, pluck=name_field)
		ours = [name for name in told if name and name.split("-")[0] in doctypes]
		if ours:
			frappe.db.delete(table, {kind_field: ["in", kinds], name_field: ["in", ours]})


def _delete_logs_of_user_permissions(doctypes: Collection[str]) -> None:
	"""Frappe 16 logs them; they name our documents though they may be gone. What is logged of users' roles stays."""
	if not frappe.db.table_exists("Permission Log"):
		return
	logs = frappe.get_all(
		"Permission Log", filters={"for_doctype": "User Permission"}, fields=["name", "changes"]
	)
	ours = [
		log.name
		for log in logs
		for values in frappe.parse_json(log.changes).values()
		if {values.get("allow"), values.get("applicable_for")} & set(doctypes)
	]
	if ours:
		frappe.db.delete("Permission Log", {"name": ["in", ours]})


def _delete_standard_records(removed: Mapping[str, list[str]]) -> None:
	"""Records of the Desk that name no module, so that Frappe does not know them for ours, the jobs and the roles."""
	kinds = ("Onboarding Step", "Scheduled Job Type", "Role", *_kinds_of_app())
	for doctype in kinds:
		if removed[doctype]:
			_delete(doctype, {"name": ["in", removed[doctype]]})
			# Frappe has removed sidebars itself, without their rows.
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", removed[doctype]]})


def _delete_traces_of_code() -> None:
	"""Patches that were run, and errors: their texts carry values of our documents."""
	patches, errors = frappe.qb.DocType("Patch Log"), frappe.qb.DocType("Error Log")
	frappe.qb.from_(patches).delete().where(patches.patch.like(f"{_APP}.%")).run()
	frappe.qb.from_(errors).delete().where(errors.error.like(f"%{_APP}%")).run()


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


def _delete_copies_of_definitions() -> None:
	"""The settings' values, and the copies Frappe keeps of each standard document it deleted with the module.

	A migration deletes jobs that the hooks no longer name: their copies name a method of ours.
	"""
	frappe.db.delete("Singles", {"doctype": "Party Affairs Settings"})
	deleted = frappe.qb.DocType("Deleted Document")
	frappe.qb.from_(deleted).delete().where(
		deleted.data.like('%"module": "Party Affairs"%')
		| deleted.data.like(f'%"method": "{_APP}.%')
		| ((deleted.deleted_doctype == "Module Def") & (deleted.deleted_name == "Party Affairs"))
	).run()
