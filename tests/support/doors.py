"""The doors through which a confidential document might be seen: forms, lists, prints, files, links, searches, counts.

A test builds a `Kept` around one document with its secrets; each door returns what it shows to the caller.
"""

import json
from dataclasses import dataclass

import frappe
from frappe import client, handler
from frappe.desk import listview, reportview
from frappe.desk.form import load
from frappe.desk.search import search_link
from frappe.utils.global_search import search as global_search

from party_affairs.permissions import linked_records
from party_affairs.permissions.companions import COMPANIONS

FILE = "baomi-cailiao"


@dataclass
class Kept:
	"""A confidential document. `fields` hold its `secrets`, `found_by` is text by which a search finds it.

	`linked` are documents to which it links, as pairs of DocType and name: the branch first, then people; those whose forms
	count it by a field of the document are `counted_on`.
	"""

	document: object
	fields: tuple[str, ...]
	secrets: tuple[str, ...]
	found_by: str
	linked: tuple[tuple[str, str], ...]
	counted_on: tuple[tuple[str, str], ...]
	file: object

	@property
	def doctype(self):
		return self.document.doctype

	@property
	def name(self):
		return self.document.name


# The doors: each returns what the caller is shown.


def form(kept):
	load.getdoc(kept.doctype, kept.name)
	return frappe.response.docs


def docinfo(kept):
	load.get_docinfo(doctype=kept.doctype, name=kept.name)
	return frappe.response.docinfo


def read_by_client(kept):
	return client.get(kept.doctype, kept.name)


def value_by_client(kept):
	return client.get_value(kept.doctype, ["name", *kept.fields], {"name": kept.name})


def list_by_client(kept):
	return client.get_list(kept.doctype, fields=["name", *kept.fields], limit_page_length=0)


def list_view(kept):
	fields = [f"`tab{kept.doctype}`.`{field}`" for field in ("name", *kept.fields)]
	frappe.local.form_dict = frappe._dict(doctype=kept.doctype, fields=json.dumps(fields))
	return reportview.get()


def link_search(kept):
	frappe.response.pop("results", None)
	return search_link(kept.doctype, kept.found_by) or frappe.response.get("results")


def print_out(kept):
	frappe.get_doc(kept.doctype, kept.name).check_permission("print")
	return frappe.get_print(kept.doctype, kept.name)


def file_list(kept):
	return frappe.get_list("File", fields=["name", "file_name", "file_url"], limit_page_length=0)


def file_form(kept):
	document = frappe.get_doc("File", kept.file.name)
	document.check_permission("read")
	return document.as_dict()


def download(kept):
	handler.download_file(kept.file.file_url)
	return str(frappe.local.response.filename) + str(frappe.local.response.filecontent)


def export(kept):
	fields = [f"`tab{kept.doctype}`.`{field}`" for field in ("name", *kept.fields)]
	frappe.local.form_dict = frappe._dict(
		doctype=kept.doctype, fields=json.dumps(fields), file_format_type="CSV", title=kept.doctype
	)
	reportview.export_query()
	content = frappe.response.get("filecontent") or frappe.response.get("result")
	return content.decode() if isinstance(content, bytes) else str(content)


def report_of_branches(kept):
	"""A query on another DocType with a condition on the confidential one."""
	return frappe.get_list(
		"Party Branch",
		filters=[[kept.doctype, "branch", "=", kept.linked[0][1]]],
		fields=["name", f"`tab{kept.doctype}`.`{kept.fields[0]}`"],
	)


def whole_site_search(kept):
	return [
		row
		for text in (*kept.secrets, kept.found_by)
		for doctype in ("", kept.doctype)
		for row in global_search(text, doctype=doctype)
	]


def linked_records_of(kept):
	return [rows for doctype, name in kept.linked for rows in [_linked(doctype, name)]]


def _linked(doctype, name):
	try:
		return linked_records.get(doctype, name)
	except frappe.PermissionError:
		return {}


DOORS = (
	form,
	docinfo,
	read_by_client,
	value_by_client,
	list_by_client,
	list_view,
	link_search,
	print_out,
	file_list,
	file_form,
	download,
)
"""Doors that are open to everybody who may read the document."""

WITH_EXPORT = (*DOORS, export)
"""Doors that are open to the committee members in charge."""

WALLED = (report_of_branches, whole_site_search)
"""Doors through which nobody sees it; so is `linked_records_of`, which takes seconds."""


def shown(door, kept):
	"""What a door shows, as text; empty if it is closed."""
	try:
		answer = door(kept)
	except (frappe.PermissionError, frappe.DoesNotExistError):
		return ""
	except Exception as error:
		# A table that no field leads to cannot be joined.
		if frappe.db.is_missing_column(error):
			return ""
		raise
	return json.dumps(json.loads(frappe.as_json(answer)), ensure_ascii=False)


def leaks(text, kept):
	return [secret for secret in (*kept.secrets, kept.file.file_name, kept.name) if secret in text]


def closed(doors, kept):
	"""Names of those doors that show the caller nothing of the document."""
	return [door.__name__ for door in doors if not leaks(shown(door, kept), kept)]


def opened(doors, kept):
	"""Names of those doors that show the caller something of the document."""
	return [door.__name__ for door in doors if leaks(shown(door, kept), kept)]


# Counts


def count_of_list(kept):
	frappe.local.form_dict = frappe._dict(doctype=kept.doctype, filters="[]", fields="[]", distinct="false")
	return reportview.get_count()


def count_in_sidebar(kept):
	groups = listview.get_group_by_count(kept.doctype, "[]", "branch")
	return sum(group.get("count") for group in groups)


def count_by_filters(kept):
	return linked_records.get_count(kept.doctype, {"branch": kept.linked[0][1]})


def count_beside(kept):
	"""What the forms of the documents to which it links count of it: the highest number."""
	return max(count_on(kept, doctype, name) for doctype, name in kept.counted_on)


def count_on(kept, doctype, name):
	answer = linked_records.get_open_count(doctype, name, json.dumps([kept.doctype]))
	return sum(row["count"] for row in linked_records._counts(answer["count"]))


COUNTS = (count_of_list, count_in_sidebar, count_by_filters, count_beside)


def counted(count, kept):
	"""What a count says to the caller, 0 if he may not ask."""
	try:
		return count(kept)
	except frappe.PermissionError:
		return 0


# What lies beside it


def attachment(document, **values):
	"""A private file beside the document, of its own name and content: Frappe keeps equal files but once."""
	return frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{FILE}-{frappe.scrub(document.doctype)}.txt",
			"content": f"{document.doctype} {document.name}",
			"is_private": 1,
			"attached_to_doctype": document.doctype,
			"attached_to_name": document.name,
			**values,
		}
	).insert()


def remark(kept, user, text):
	"""A comment on the document, and one row of everything that Frappe may keep about it, with one of its secrets."""
	comment = kept.document.add_comment("Comment", text, comment_email=user)
	secret = kept.secrets[0]
	for doctype, values in (
		("Access Log", {"user": user, "method": "PDF", "page": secret}),
		("Activity Log", {"subject": secret, "user": "Administrator"}),
		("Version", {"data": json.dumps({"changed": [["content", "", secret]]})}),
		("View Log", {"viewed_by": user}),
		("Notification Log", {"subject": secret, "for_user": user}),
		("Tag Link", {"tag": "重点", "title": secret}),
		("Email Queue", {"message": secret, "sender": user}),
		("Communication", {"subject": secret, "content": secret, "communication_type": "Communication"}),
		("Deleted Document", {"data": json.dumps({"content": secret})}),
		("ToDo", {"description": secret, "allocated_to": user}),
	):
		of_doctype, of_name = COMPANIONS[doctype]
		row = frappe.new_doc(doctype)
		row.update({**values, of_doctype: kept.doctype, of_name: kept.name})
		row.db_insert()
	return comment


def companions_here():
	"""The companions that this version of Frappe has."""
	return [item for item in sorted(COMPANIONS.items()) if frappe.db.exists("DocType", item[0])]


def beside(kept):
	"""DocTypes of the rows beside the document that the caller finds in a list or may read one by one."""
	found = set()
	for doctype, (of_doctype, _of_name) in companions_here():
		filters = {of_doctype: kept.doctype}
		if frappe.has_permission(doctype) and frappe.get_list(doctype, filters=filters, pluck="name"):
			found.add(doctype)
		rows = frappe.get_all(doctype, filters=filters, pluck="name")
		if any(frappe.has_permission(doctype, "read", doc=name) for name in rows):
			found.add(doctype)
	return found
