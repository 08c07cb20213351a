"""Frappe's DocTypes that know of documents of other DocTypes: what lies beside a document, and what acts on it.

Knows no Frappe: hooks are derived from it.
"""

from collections.abc import Mapping
from types import MappingProxyType

COMPANIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
	{
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
)
"""Frappe's records that belong to a document, and the fields that name its DocType and itself."""

AUTOMATION: Mapping[str, str] = MappingProxyType(
	{
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
)
"""DocTypes that act on, copy or count documents of another DocType, and the field that names it."""

STORES = frozenset(
	{
		"Auto Email Report",
		"Bulk Update",
		"Data Export",
		"Data Import",
		"Data Import Log",
		"Email Queue Recipient",
		"Prepared Report",
		"Singles",
	}
)
"""DocTypes of Frappe that hold data of many documents at once, or write to many."""
