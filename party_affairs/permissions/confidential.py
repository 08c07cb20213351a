"""What lies beside a discipline case: Frappe's own records about it must show it to nobody who may not read it (R21).

Comments, attachments, logs and the like carry text of a case, or only that it exists. They are hidden together with
it: `COMPANIONS` names them, with the fields that say which document they belong to. What would carry a case out of its
circle is refused: sharing, assignments, and automation that an administrator of the site might attach to it.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.compat import no_objection
from party_affairs.permissions.scope import CONFIDENTIAL, SCOPED_DOCTYPES, scope_for

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
	"""Return the SQL condition that leaves out what belongs to cases which the user may not read."""
	scope = scope_for(CONFIDENTIAL, user=user)
	if scope.unrestricted:
		return ""
	of_doctype, of_name = COMPANIONS[doctype]
	table, case = frappe.qb.DocType(doctype), frappe.qb.DocType(CONFIDENTIAL)
	elsewhere = table[of_doctype].isnull() | (table[of_doctype] != CONFIDENTIAL)
	visible = frappe.qb.from_(case).select(case.name).where(scope.criterion(case))
	sql = (elsewhere | table[of_name].isin(visible)).get_sql(quote_char="`", with_namespace=True)
	return f"({sql})"


def _condition_of(doctype: str) -> Callable[[str | None], str]:
	def condition(user: str | None = None) -> str:
		return get_condition(doctype, user)

	return condition


# One hook for each, as in row_access: Frappe 15.0-dev does not tell a hook which DocType it asks about.
globals().update({f"of_{frappe.scrub(doctype)}": _condition_of(doctype) for doctype in COMPANIONS})


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Refuse what belongs to a case which the user may not read; about everything else others decide."""
	of_doctype, of_name = COMPANIONS[doc.doctype]
	if doc.get(of_doctype) == CONFIDENTIAL:
		if not _may_read(doc.get(of_name), user):
			return False
		if doc.doctype == "File" and ptype in ("create", "write"):
			# Before Frappe writes the file, or moves it, to where everybody may fetch it.
			refuse_public_attachment(doc)
	return no_objection()


def _may_read(case: str | None, user: str | None) -> bool:
	scope = scope_for(CONFIDENTIAL, user=user)
	if scope.unrestricted:
		return True
	row = (
		frappe.db.get_value(CONFIDENTIAL, case, ["name", "branch", "member"], as_dict=True) if case else None
	)
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
	"""An assignment is seen and counted by people who may not read the case."""
	if doc.reference_type == CONFIDENTIAL:
		frappe.throw(
			_("{0} cannot be assigned: who works on it sees it in his list.").format(_(CONFIDENTIAL)),
			frappe.PermissionError,
		)


def refuse_public_attachment(doc: Document, method: str | None = None) -> None:
	"""A public file is open to whoever knows its address, and is listed for everybody."""
	if doc.attached_to_doctype == CONFIDENTIAL and not doc.is_private:
		frappe.throw(
			_("Attachments of {0} must be private: mark the file as private and upload it again.").format(
				_(CONFIDENTIAL)
			)
		)


def refuse_automation(doc: Document, method: str | None = None) -> None:
	"""Scripts, alerts, reports and custom fields on cases would carry them to whoever set them up."""
	if doc.get(AUTOMATION[doc.doctype]) == CONFIDENTIAL and frappe.session.user != "Administrator":
		frappe.throw(
			_("{0} is confidential: only the Administrator attaches {1} to it.").format(
				_(CONFIDENTIAL), _(doc.doctype)
			),
			frappe.PermissionError,
		)


def conceal_notification(doc: Document, method: str | None = None) -> None:
	"""Whoever is mentioned in a comment on a case that he may not read learns nothing of the case."""
	if doc.document_type == CONFIDENTIAL and not _may_read(doc.document_name, doc.for_user):
		doc.update(
			{
				"subject": _("You have no right to {0}.").format(_(CONFIDENTIAL)),
				"email_content": None,
				# Frappe's mail needs a link to something: his own page.
				"document_type": "User",
				"document_name": doc.for_user,
			}
		)
