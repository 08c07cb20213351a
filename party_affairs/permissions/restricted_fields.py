"""Requests that name a sensitive field are refused to users who may not read it.

Frappe drops forbidden fields from what a list query returns, but version 15 lets the second of two neighbouring ones
through, and every version lets a caller filter or sort by them, which tells their values by and by.
"""

import re

import frappe
from frappe import _

from party_affairs.permissions.scope import PARENT_OF_CHILD_TABLE, SCOPED_DOCTYPES, scope_for

_QUERY_ARGUMENTS = (
	"fields",
	"fieldname",
	"field",
	"filters",
	"or_filters",
	"order_by",
	"sort_by",
	"group_by",
	"aggregate_on_field",
	"searchfield",
	"stats",
)


def refuse_restricted_fields() -> None:
	"""Auth hook: runs for each request once the user is known. Raise PermissionError if it asks for too much."""
	doctype = _requested_doctype()
	if doctype not in SCOPED_DOCTYPES and doctype not in PARENT_OF_CHILD_TABLE:
		return
	asked = " ".join(str(frappe.form_dict.get(argument) or "") for argument in _QUERY_ARGUMENTS)
	words = set(re.findall(r"\w+", asked))
	# A parent's fields may also be asked for through its child table, and the other way round.
	for owner in {doctype, PARENT_OF_CHILD_TABLE.get(doctype, doctype)}:
		_check(owner, words)


def _requested_doctype() -> str | None:
	"""The DocType of a REST path (`/api/resource/X`, `/api/v2/document/X`, `/api/v2/doctype/X/count`), else of the arguments."""
	path = frappe.request.path.split("/")
	for place in ("resource", "document", "doctype"):
		if path[1:2] == ["api"] and place in path[:-1]:
			return path[path.index(place) + 1]
	return frappe.form_dict.get("doctype")


def _check(doctype: str, words: set[str]) -> None:
	restricted = {
		field.fieldname: field.label for field in frappe.get_meta(doctype).fields if field.permlevel
	}
	asked = words & set(restricted)
	if asked and not _may_query(doctype):
		frappe.throw(
			_("You may not read, filter or sort by {0}.").format(
				"、".join(_(restricted[name]) for name in sorted(asked))
			),
			frappe.PermissionError,
		)


def _may_query(doctype: str) -> bool:
	"""Whether the caller may read the sensitive fields of every row that his lists would show."""
	sensitive = scope_for(doctype, permlevel=1)
	return sensitive.unrestricted or (
		not sensitive.is_empty and scope_for(doctype).branches <= sensitive.branches
	)


class HidesRestrictedFields:
	"""Mixin for documents with sensitive fields: a right to them in one branch does not open those of another."""

	def apply_fieldlevel_read_permissions(self):
		super().apply_fieldlevel_read_permissions()
		if scope_for(self.doctype, permlevel=1).includes(self):
			return
		for field in self.meta.fields:
			if field.permlevel:
				self.set(field.fieldname, None)
