"""What lies beside a confidential document: Frappe's own records about it must show it to nobody who may not read it.

Discipline cases (R21) and personal texts are confidential: `scope.CONFIDENTIAL` names their DocTypes. Comments,
attachments, logs and the like carry text of such a document, or only that it exists. They are hidden together with it:
`COMPANIONS` names them, with the fields that say which document they belong to. What would carry a document out of its
circle is refused: sharing, assignments, and automation that an administrator of the site might attach to it.
"""

from collections.abc import Callable

from pypika.terms import Criterion

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.compat import no_objection
from party_affairs.permissions.scope import CONFIDENTIAL, OWN_BOOKS, SCOPED_DOCTYPES, scope_for

COMPANIONS = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Milestone": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}
"""Frappe's records that belong to a document, and the fields that name its DocType and itself."""

AUTOMATION = {
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Client Script": "dt",
	"Custom Field": "dt",
	"Dashboard Chart": "document_type",
	"Document Naming Rule": "document_type",
	"Energy Point Rule": "reference_doctype",
	"Milestone Tracker": "document_type",
	"Notification": "document_type",
	"Property Setter": "doc_type",
	"Report": "ref_doctype",
	"Server Script": "reference_doctype",
	"Web Form": "doc_type",
	"Webhook": "webhook_doctype",
	"Workflow": "document_type",
}
"""DocTypes that act on, copy or count documents of another DocType, and the field that names it."""


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
	"""A public file is open to whoever knows its address, and is listed for everybody."""
	if doc.attached_to_doctype in (*CONFIDENTIAL, *OWN_BOOKS) and not doc.is_private:
		frappe.throw(
			_("Attachments of {0} must be private: mark the file as private and upload it again.").format(
				_(doc.attached_to_doctype)
			)
		)


def refuse_automation(doc: Document, method: str | None = None) -> None:
	"""Scripts, alerts, reports and custom fields would carry confidential documents to whoever set them up."""
	of_doctype = doc.get(AUTOMATION[doc.doctype])
	if of_doctype in CONFIDENTIAL and frappe.session.user != "Administrator":
		frappe.throw(
			_("{0} is confidential: only the Administrator attaches {1} to it.").format(
				_(of_doctype), _(doc.doctype)
			),
			frappe.PermissionError,
		)


def conceal_notification(doc: Document, method: str | None = None) -> None:
	"""Whoever is mentioned in a comment on a document that he may not read learns nothing of it."""
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
