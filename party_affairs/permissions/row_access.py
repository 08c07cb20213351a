"""The two permission hooks of Frappe, both answered by :func:`party_affairs.permissions.scope_for`."""

from collections.abc import Callable

import frappe

from party_affairs import compat
from party_affairs.permissions.register import PARENT_OF_CHILD_TABLE, REGISTER, SCOPED_DOCTYPES
from party_affairs.permissions.scope import scope_for

_CHANGES = {"write", "submit", "cancel", "delete", "amend"}


def get_condition(doctype: str, user: str | None = None) -> str:
	"""Return the SQL condition that limits lists, link search, exports and list-based cards to the user's scope."""
	parent_doctype = PARENT_OF_CHILD_TABLE.get(doctype)
	permlevel = int(REGISTER[doctype].sensitive)
	scope = scope_for(parent_doctype or doctype, user=user, permlevel=permlevel)
	if scope.unrestricted:
		return ""
	table = frappe.qb.DocType(doctype)
	if parent_doctype:
		parent = frappe.qb.DocType(parent_doctype)
		visible = frappe.qb.from_(parent).select(parent.name).where(scope.criterion(parent))
		criterion = (table.parenttype == parent_doctype) & table.parent.isin(visible)
		own = REGISTER[doctype].row_branch
		if own:
			criterion &= table[own].isin(sorted(scope.branches) or [""])
	else:
		criterion = scope.criterion(table)
	return criterion.get_sql(quote_char="`", with_namespace=True)


def _condition_of(doctype: str) -> Callable[[str | None], str]:
	def condition(user: str | None = None) -> str:
		return get_condition(doctype, user)

	return condition


# Frappe 15.0-dev does not tell the hook which DocType it asks about, so each has its own, such as `of_party_member`.
globals().update(
	{
		f"of_{frappe.scrub(doctype)}": _condition_of(doctype)
		for doctype in (*SCOPED_DOCTYPES, *PARENT_OF_CHILD_TABLE)
	}
)


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Whether the document is in the user's scope for `ptype`: as it stands in the database and as it would become."""
	ptype = ptype or "read"
	scope = scope_for(doc.doctype, ptype="read" if ptype == "select" else ptype, user=user)
	if scope.unrestricted:
		return True
	if scope.is_empty:
		return False
	if ptype == "write" and doc.is_new() and not doc.get(REGISTER[doc.doctype].branch_field):
		# So Frappe asks before it takes a file for a document that is not filled in yet; whether it may be inserted is asked then.
		return True
	if ptype == "create" and doc.is_new():
		compat.fetch_linked_values(doc)
	if not scope.includes(doc):
		return False
	if ptype in _CHANGES and not doc.is_new():
		# Else a record could be pulled out of another branch by writing one's own branch into it, or be pushed into one.
		stored = frappe.get_doc(doc.doctype, doc.name)
		return scope.includes(stored) and scope.includes(_as_linked(doc, stored))
	return True


def _as_linked(doc, stored):
	"""The document with the branch that Frappe will fetch for it, which it does after it has asked for the right."""
	field = doc.meta.get_field(REGISTER[doc.doctype].branch_field)
	link = field.fetch_from.split(".")[0] if field and field.fetch_from else None
	if not link or doc.get(link) == stored.get(link):
		return doc
	linked = frappe.copy_doc(doc, ignore_no_copy=False)
	linked.name = doc.name
	compat.fetch_linked_values(linked)
	return linked
