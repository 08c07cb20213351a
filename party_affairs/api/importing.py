"""The year workbook: starting its import, how far it is, and the empty template."""

import frappe
from frappe import _

from party_affairs.exceptions import files_are_written
from party_affairs.importing import job
from party_affairs.importing.template import build_template
from party_affairs.permissions import scope_for


@frappe.whitelist(methods=["POST"])
def start(name: str) -> str:
	"""Put the import of a Party Year Import on the queue; returns its status.

	Raises PermissionError if the caller may not change the document, ValidationError if it is being imported already, QueueError if the
	queue does not answer.
	"""
	document = frappe.get_doc(job.DOCTYPE, name)
	document.check_permission("write")
	scope_for(job.DOCTYPE, "create").check_branch(document.branch)
	if document.status in job.AT_WORK and job.is_at_work(name):
		frappe.throw(_("This workbook is being imported already. Please wait for its end."))
	document.db_set("status", "Queued")
	job.enqueue(name)
	return document.status


@frappe.whitelist()
def get_progress(name: str) -> dict:
	"""Return `status` and `percent` of an import, and whether it is `broken_off`: it has not ended, and nobody works on it."""
	document = frappe.get_doc(job.DOCTYPE, name)
	document.check_permission("read")
	at_work = document.status in job.AT_WORK
	return {
		"status": document.status,
		"percent": job.progress_of(name) if at_work else document.progress,
		"broken_off": at_work and job.is_broken_off(name),
	}


@frappe.whitelist()
def download_template(branch: str | None = None, year: int | None = None) -> None:
	"""Respond with the empty workbook; branch and year, where given, stand in its titles."""
	scope = scope_for(job.DOCTYPE, "create")
	scope.check_not_empty()
	if branch:
		scope.check_branch(branch)
	with files_are_written():
		content = build_template(branch, year)
	frappe.local.response.filename = f"{branch or '支部'}{year or ''}年度工作簿.xlsx"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "download"
