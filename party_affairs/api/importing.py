"""The year workbook: previewing, importing and undoing it, how far that is, and the empty template."""

import json
from typing import Any

import frappe
from frappe import _

from party_affairs.exceptions import files_are_written
from party_affairs.importing import batch, job
from party_affairs.importing.filling import filling_of
from party_affairs.importing.template import build_template
from party_affairs.importing.undo import check_can_be_undone
from party_affairs.importing.words import remember
from party_affairs.permissions import scope_for
from party_affairs.permissions.seen import LISTED, Seen, note

_HIDDEN = "***"


@frappe.whitelist(methods=["POST"])
def start(name: str, keep_right: bool = False) -> str:
	"""Put the import of a Party Year Import on the queue; returns its status. With `keep_right` faults stop only their rows.

	Raises PermissionError if the caller may not change the document, ValidationError if it is being imported already, QueueError if the
	queue does not answer.
	"""
	return _queue(name, job.IMPORT_RIGHT if keep_right else job.IMPORT)


@frappe.whitelist(methods=["POST"])
def preview(name: str) -> str:
	"""Put the preview of a Party Year Import on the queue; returns its status. Raises as `start` does."""
	return _queue(name, job.PREVIEW)


@frappe.whitelist(methods=["POST"])
def undo(name: str) -> str:
	"""Put the undoing of an import on the queue; returns its status.

	Raises as `start` does, and ValidationError unless it is the last import of its branch that stands.
	"""
	_writable(name)
	check_can_be_undone(name)
	return _queue(name, job.UNDO)


def _queue(name: str, task: str) -> str:
	document = _writable(name)
	if document.status in job.AT_WORK and job.watch(name).is_at_work():
		frappe.throw(_("This workbook is being imported already. Please wait for its end."))
	before = document.status
	document.db_set("status", "Queued")
	job.enqueue(name, task, before)
	return document.status


@frappe.whitelist(methods=["POST"])
def cancel(name: str) -> str:
	"""Call off what is being done with a Party Year Import; nothing of it stays. Returns its status.

	Raises PermissionError if the caller may not change the document, QueueError if the queue does not answer.
	"""
	document = _writable(name)
	job.call_off(document)
	return document.status


@frappe.whitelist(methods=["POST"])
def choose_column(name: str, sheet: str, heading: str, column: str) -> None:
	"""Remember for the branch of a Party Year Import which column of a sheet a heading stands for, `left_out` for none.

	Raises PermissionError if the caller may not change the document or add words of the branch, ValidationError if there is no such
	sheet or column, or the heading means something else.
	"""
	remember(_writable(name).branch, sheet, heading, column)


def _writable(name: str, doctype: str = job.DOCTYPE):
	document = frappe.get_doc(doctype, name)
	document.check_permission("write")
	scope_for(doctype, "create").check_branch(document.branch)
	return document


@frappe.whitelist()
def get_progress(name: str) -> dict[str, Any]:
	"""Return `status` and `percent` of an import, and whether it is `broken_off`: it has not ended, and nobody works on it.

	While it runs, `title` is what is at work.
	"""
	document = frappe.get_doc(job.DOCTYPE, name)
	document.check_permission("read")
	return job.watch(name).told_of(document)


@frappe.whitelist()
def get_preview(name: str) -> dict[str, Any]:
	"""Return what the preview of a Party Year Import has found: `sheets` and `unknown`, empty if there is none.

	Values of fields that the caller may not read in the branch are hidden. Raises PermissionError if he may not read the document.
	"""
	document = frappe.get_doc(job.DOCTYPE, name)
	document.check_permission("read")
	shown = json.loads(document.preview) if document.preview else {"sheets": [], "unknown": []}
	for sheet in shown["sheets"]:
		for record in sheet["records"]:
			_hide_sensitive(record, document)
	return shown


def _hide_sensitive(record: dict[str, Any], document) -> None:
	sensitive = [field for field in record["fields"] if field["level"]]
	if not sensitive:
		return
	if scope_for(record["kind"], permlevel=1).covers(document.branch):
		note(
			Seen(
				record["kind"],
				LISTED,
				1,
				frozenset({document.branch}),
				frozenset({field["fieldname"] for field in sensitive}),
			)
		)
		return
	for field in sensitive:
		field["old"] = field["new"] = _HIDDEN


# --- many workbooks --------------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def start_batch(name: str) -> str:
	"""Put a Party Import Batch on the queue; returns its status. One that was broken off goes on.

	Raises PermissionError if the caller may not change the document, ValidationError if it is at work already, QueueError if the
	queue does not answer.
	"""
	document = _writable(name, batch.DOCTYPE)
	if document.status in batch.AT_WORK and batch.watch(name).is_at_work():
		frappe.throw(_("These workbooks are being imported already. Please wait for their end."))
	document.db_set("status", "Queued")
	batch.enqueue(name)
	return document.status


@frappe.whitelist(methods=["POST"])
def cancel_batch(name: str) -> str:
	"""Call off a Party Import Batch; workbooks that were imported stay. Returns its status. Raises as `cancel` does."""
	document = _writable(name, batch.DOCTYPE)
	batch.call_off(document)
	return document.status


@frappe.whitelist()
def get_batch_progress(name: str) -> dict[str, Any]:
	"""Return `status` and `percent` of a batch, and whether it is `broken_off`; while it runs, `title` is what is at work."""
	document = frappe.get_doc(batch.DOCTYPE, name)
	document.check_permission("read")
	return batch.watch(name).told_of(document)


# --- the template ----------------------------------------------------------------------------------------------------


@frappe.whitelist()
def download_template(
	branch: str | None = None, year: int | None = None, quarter: int | None = None, prefilled: bool = True
) -> None:
	"""Respond with the workbook to be filled in; branch, year and quarter (1 to 4), where given, stand in its titles.

	Of a branch and year it has, if `prefilled`, the members, posts and pairings that the caller may read. Raises
	PermissionError if he may bring in no workbook of the branch, ValidationError for a quarter that there is not.
	"""
	scope = scope_for(job.DOCTYPE, "create")
	scope.check_not_empty()
	if branch:
		scope.check_branch(branch)
	quarter = quarter or None
	if quarter is not None and quarter not in range(1, 5):
		frappe.throw(_("{0} is no quarter of a year. Choose one from 1 to 4.").format(quarter))
	if year and not 1949 <= year <= 2100:
		frappe.throw(_("{0} must be a year in four digits, such as 2026.").format(_("Year")))
	filling = filling_of(branch, year, quarter) if prefilled and branch and year else None
	with files_are_written():
		content = build_template(branch, year, quarter, filling)
	period = f"{year or ''}年度" + (f"第{'一二三四'[quarter - 1]}季度" if quarter else "")
	frappe.local.response.filename = f"{branch or '支部'}{period}工作簿.xlsx"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "download"
