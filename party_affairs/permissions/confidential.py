"""What lies beside a confidential document: Frappe's own records about it must show it to nobody who may not read it.

Discipline cases (R21) and personal texts are confidential: `register.py` says which. Comments,
attachments, logs and the like carry text of such a document, or only that it exists. They are hidden together with it:
`companions.py` names them, with the fields that say which document they belong to. What would carry a document out of its
circle is refused: sharing, assignments, and automation that an administrator of the site might attach to it.
"""

from collections.abc import Callable

from pypika.terms import Criterion

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.compat import no_objection
from party_affairs.permissions.companions import AUTOMATION, COMPANIONS
from party_affairs.permissions.register import CONFIDENTIAL, PRIVATE_FILES, SCOPED_DOCTYPES
from party_affairs.permissions.scope import scope_for


def get_condition(doctype: str, user: str | None = None) -> str:
	"""Return the SQL condition that leaves out what belongs to confidential documents which the user may not read."""
	of_doctype, of_name = COMPANIONS[doctype]
	table = frappe.qb.DocType(doctype)
	kept = [table[of_doctype].isnull(), table[of_doctype].notin(CONFIDENTIAL)]
	for confidential in CONFIDENTIAL:
		scope = scope_for(confidential, user=user)
		if scope.unrestricted:
			return ""
		if scope.is_empty:
			continue
		document = frappe.qb.DocType(confidential)
		visible = frappe.qb.from_(document).select(document.name).where(scope.criterion(document))
		kept.append((table[of_doctype] == confidential) & table[of_name].isin(visible))
	return f"({Criterion.any(kept).get_sql(quote_char='`', with_namespace=True)})"


def _condition_of(doctype: str) -> Callable[[str | None], str]:
	def condition(user: str | None = None) -> str:
		return get_condition(doctype, user)

	return condition


# One hook for each, as in row_access: Frappe 15.0-dev does not tell a hook which DocType it asks about.
globals().update({f"of_{frappe.scrub(doctype)}": _condition_of(doctype) for doctype in COMPANIONS})


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Refuse what belongs to a confidential document which the user may not read; about all else others decide."""
	of_doctype, of_name = COMPANIONS[doc.doctype]
	if doc.get(of_doctype) in CONFIDENTIAL:
		if not _may_read(doc.get(of_doctype), doc.get(of_name), user):
			return False
		if doc.doctype == "File" and ptype in ("create", "write"):
			# Before Frappe writes the file, or moves it, to where everybody may fetch it.
			refuse_public_attachment(doc)
	return no_objection()


def _may_read(doctype: str, name: str | None, user: str | None) -> bool:
	scope = scope_for(doctype, user=user)
	if scope.unrestricted:
		return True
	row = frappe.db.get_value(doctype, name, "*", as_dict=True) if name else None
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
	"""An assignment is seen and counted by people who may not read the document."""
	if doc.reference_type in CONFIDENTIAL:
		frappe.throw(
			_("{0} cannot be assigned: who works on it sees it in his list.").format(_(doc.reference_type)),
			frappe.PermissionError,
		)


def refuse_public_attachment(doc: Document, method: str | None = None) -> None:
	"""A public file is open to everybody who knows its address, and is listed for everybody."""
	if doc.attached_to_doctype in PRIVATE_FILES and not doc.is_private:
		frappe.throw(
			_("Attachments of {0} must be private: mark the file as private and upload it again.").format(
				_(doc.attached_to_doctype)
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


def conceal_notification(doc: Document, method: str | None = None) -> None:
	"""A user who is mentioned in a comment on a document outside the own scope learns nothing of it."""
	if doc.document_type in CONFIDENTIAL and not _may_read(
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
