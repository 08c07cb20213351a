"""What lies beside a document: Frappe's own records about it must show it to nobody who may not read it.

Comments, attachments, logs and the like carry text of a document, or only that it exists. They are seen by those alone who
may read it: `companions.py` names them, with the fields that say which document they belong to. What is addressed to
somebody, or was written by him, stays his, unless the document is confidential. What would carry a confidential document out of its circle is
refused: assignments, and automation that an administrator of the site might attach to it; nothing that belongs to a branch is shared by hand.
"""

from collections.abc import Callable, Iterator

from pypika.terms import Criterion, Function

import frappe
from frappe import _
from frappe.model.delete_doc import check_if_doc_is_dynamically_linked, check_if_doc_is_linked
from frappe.model.document import Document

from party_affairs.compat import no_objection
from party_affairs.exceptions import unsaid
from party_affairs.permissions.companions import AUTOMATION, COMPANIONS
from party_affairs.permissions.register import (
	CONFIDENTIAL,
	PRIVATE_FILES,
	REGISTER,
	SCOPED_DOCTYPES,
)
from party_affairs.permissions.scope import Scope, scope_for

_UNSAVED = "new-"
"""How the Desk names a form before it is stored; nothing stored is named so."""

_OF_USER = {
	"ToDo": ("allocated_to", "assigned_by"),
	"Comment": ("owner",),
	"Document Follow": ("user",),
}
"""Fields of a companion that name the user whose own it is: he may see it when he may not read the document (any more)."""


class _Left(Function):
	"""SQL's LEFT. A LIKE would bring a percent sign into the condition, which Frappe 16 takes for a place of a value."""

	def __init__(self, term, length: int):
		super().__init__("LEFT", term, length)


def get_condition(doctype: str, user: str | None = None) -> str:
	"""Return the SQL condition that leaves out what belongs to documents of the app which the user may not read.

	Only DocTypes of which he may read anything take part in the query by themselves.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	of_doctype, of_name = COMPANIONS[doctype]
	table = frappe.qb.DocType(doctype)
	readable = dict(_readable(user))
	whole = {name for name, scope in readable.items() if scope.unrestricted}
	asked = [name for name in REGISTER if name not in whole]
	kept = [table[of_doctype].isnull(), table[of_doctype].notin(asked), *_of_user(doctype, table, user)]
	for name, scope in readable.items():
		if name in whole:
			continue
		document = frappe.qb.DocType(name)
		visible = frappe.qb.from_(document).select(document.name).where(scope.criterion(document, short=True))
		kept.append((table[of_doctype] == name) & table[of_name].isin(visible))
	return f"({Criterion.any(kept).get_sql(quote_char='`', with_namespace=True)})"


def _readable(user: str) -> Iterator[tuple[str, Scope]]:
	for row in REGISTER.values():
		scope = None if row.parent else scope_for(row.doctype, user=user)
		if scope and not scope.is_empty:
			yield row.doctype, scope


def _of_user(doctype: str, table, user: str) -> Iterator[Criterion]:
	"""The criteria of what is the user's own: see `_is_own`."""
	of_doctype, of_name = COMPANIONS[doctype]
	of_others = table[of_doctype].notin(CONFIDENTIAL)
	for fieldname in _OF_USER.get(doctype, ()):
		yield (table[fieldname] == user) & of_others
	if doctype == "File":
		unsaved = (
			table[of_name].isnull()
			| (table[of_name] == "")
			| (_Left(table[of_name], len(_UNSAVED)) == _UNSAVED)
		)
		yield (table.owner == user) & unsaved


def _is_own(doc: Document, user: str) -> bool:
	"""Whether a companion is the user's own and discloses nothing foreign.

	Addressed to him or written by him; a file only while it is not yet attached to a document that is stored.
	"""
	of_doctype, of_name = COMPANIONS[doc.doctype]
	if doc.doctype == "File":
		return _is_unsaved(doc.get(of_name)) and doc.owner in (None, user)
	if doc.get(of_doctype) in CONFIDENTIAL:
		return False
	return any(doc.get(fieldname) == user for fieldname in _OF_USER.get(doc.doctype, ()))


def _is_unsaved(name: str | None) -> bool:
	"""Whether a document is not stored yet: a form that is being filled in already takes files."""
	return not name or name.startswith(_UNSAVED)


def _condition_of(doctype: str) -> Callable[[str | None], str]:
	def condition(user: str | None = None) -> str:
		return get_condition(doctype, user)

	return condition


# One hook for each, as in row_access: Frappe 15.0-dev does not tell a hook which DocType it asks about.
globals().update({f"of_{frappe.scrub(doctype)}": _condition_of(doctype) for doctype in COMPANIONS})


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Refuse what belongs to a document of the app which the user may not read; about all else others decide."""
	user = user or frappe.session.user
	of_doctype, of_name = COMPANIONS[doc.doctype]
	if doc.get(of_doctype) in REGISTER:
		# A new one is put beside a document by who may read it: Frappe writes into that document who has what to do with it.
		own = not (doc.is_new() and not _is_unsaved(doc.get(of_name))) and _is_own(doc, user)
		if not own and not may_read(doc.get(of_doctype), doc.get(of_name), user):
			return False
		if doc.doctype == "File" and ptype in ("create", "write"):
			# Before Frappe writes the file, or moves it, to where everybody may fetch it.
			refuse_public_attachment(doc)
	return no_objection()


def may_read(doctype: str, name: str | None, user: str | None = None) -> bool:
	"""Whether the user (default: the caller) may read a stored document of the app."""
	scope = scope_for(doctype, user=user)
	if scope.unrestricted:
		return True
	if not name or scope.is_empty:
		return False
	row = frappe.db.get_value(doctype, name, "*", as_dict=True)
	return bool(row) and scope.includes(row)


# Document events


def refuse_sharing(doc: Document, method: str | None = None) -> None:
	"""Rights to what belongs to a branch come from Party posts alone, so none of it is shared by hand."""
	if doc.share_doctype in SCOPED_DOCTYPES:
		frappe.throw(
			_("{0} cannot be shared: who sees it follows from the Party posts.").format(_(doc.share_doctype)),
			frappe.PermissionError,
		)


def refuse_assignment(doc: Document, method: str | None = None) -> None:
	"""An assignment is seen and counted by people who may not read the document, and Frappe notes it in the document itself."""
	if doc.reference_type in CONFIDENTIAL:
		frappe.throw(
			_("{0} cannot be assigned: who works on it sees it in his list.").format(_(doc.reference_type)),
			frappe.PermissionError,
		)
	moved = doc.is_new() or doc.has_value_changed("reference_type") or doc.has_value_changed("reference_name")
	if (
		moved
		and doc.reference_type in SCOPED_DOCTYPES
		and not may_read(doc.reference_type, doc.reference_name)
	):
		frappe.throw(
			_("You have no right to {0}.").format(_(doc.reference_type)),
			frappe.PermissionError,
		)


def refuse_public_attachment(doc: Document, method: str | None = None) -> None:
	"""A public file is open to everybody who knows its address, and is listed for everybody.

	Files that share an address are moved together, so one that is attached to nothing stays with the others.
	"""
	if doc.is_private:
		return
	attached_to = {doc.attached_to_doctype}
	if not doc.is_new() and doc.has_value_changed("is_private"):
		attached_to |= set(
			frappe.get_all("File", filters={"file_url": doc.file_url}, pluck="attached_to_doctype")
		)
	for doctype in sorted(attached_to & set(PRIVATE_FILES)):
		frappe.throw(
			_("Attachments of {0} must be private: mark the file as private and upload it again.").format(
				_(doctype)
			)
		)


def refuse_automation(doc: Document, method: str | None = None) -> None:
	"""Scripts, alerts, reports and custom fields would carry confidential documents to the users who set them up."""
	of_doctype = doc.get(AUTOMATION[doc.doctype])
	if of_doctype in CONFIDENTIAL and frappe.session.user != "Administrator":
		frappe.throw(
			_("{0} is confidential: only the Administrator attaches {1} to it.").format(
				_(of_doctype), _(doc.doctype)
			),
			frappe.PermissionError,
		)


def name_no_links(doc: Document, method: str | None = None) -> None:
	"""Say that other records hang on a document that is cancelled; Frappe would name them, to whoever cancels it."""
	if doc.flags.ignore_links:
		return
	try:
		with unsaid():
			check_if_doc_is_linked(doc, method="Cancel")
			check_if_doc_is_dynamically_linked(doc, method="Cancel")
		doc.flags.no_links_found = True
		return
	except frappe.LinkExistsError:
		doc.flags.no_links_found = False
	# Past the handling of Frappe's own error, which would be sent along.
	frappe.throw(
		_(
			"{0} cannot be cancelled: other records belong to it. Those that you may read stand under Connections."
		).format(_(doc.doctype)),
		frappe.LinkExistsError,
	)


def conceal_notification(doc: Document, method: str | None = None) -> None:
	"""A user who is mentioned in a comment on a document outside the own scope learns nothing of it."""
	if doc.document_type in SCOPED_DOCTYPES and not may_read(
		doc.document_type, doc.document_name, doc.for_user
	):
		doc.update(
			{
				"subject": _("You have no right to {0}.").format(_(doc.document_type)),
				"email_content": None,
				# Frappe's mail needs a link to something: his own page.
				"document_type": "User",
				"document_name": doc.for_user,
			}
		)
