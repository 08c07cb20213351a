"""What the Desk starts of a year import: on the long queue, with progress, with an outcome whatever happens, to be called off."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.facts import documents
from party_affairs.facts.files import attached_or_uploaded, attached_to_field
from party_affairs.importing.failing import failed
from party_affairs.importing.marked import mark
from party_affairs.importing.outcome import OUTCOME_COLUMNS, ImportResult, outcome_rows
from party_affairs.importing.personal import has_tabs_of_personal_texts
from party_affairs.importing.preview import preview_workbook
from party_affairs.importing.problems import Problem, WorkbookError, grouped
from party_affairs.importing.run import import_workbook
from party_affairs.importing.tables import Answer
from party_affairs.importing.undo import undo
from party_affairs.importing.watch import AT_WORK, Watch
from party_affairs.importing.work import Cancelled
from party_affairs.language import in_site_language
from party_affairs.rules.message import Message
from party_affairs.transactions import locking_own_rows

DOCTYPE = "Party Year Import"
FINISHED = ("Completed", "Partly Completed", "Previewed", "Undone")
IMPORT, IMPORT_RIGHT, PREVIEW, UNDO = "Import", "Import What Is Right", "Preview", "Undo"
FORMATS = (".xlsx", ".xlsm", ".xls", ".csv")
"""How the names of workbooks end."""
OUTCOME = ("task", "progress", "started_on", "finished_on", "summary", "marked_copy", "preview")
"""Fields that the job alone writes, beside status and problems."""
TIMEOUT_SECONDS = 60 * 60
MOST_NOTES = 20
"""Notes that the summary lists; the rest is only counted."""

_BROKEN_OFF = Message("The work was broken off before its end. Nothing was changed; start it again.")
_MARKED = "（标出问题）.xlsx"


@dataclass
class Ended:
	"""How a job ended: the values that its document gets."""

	status: str
	summary: str
	problems: list[Problem] = field(default_factory=list)
	values: dict[str, Any] = field(default_factory=dict)


def watch(document: str) -> Watch:
	"""Return how far the work on a Party Year Import is. What is broken off has changed nothing: it is committed with its outcome."""
	return Watch(DOCTYPE, document)


def note_broken_off() -> None:
	"""Daily hook: imports that were broken off say so, and no longer that they are at work."""
	with in_site_language():
		for row in documents.stored(DOCTYPE, {"status": ["in", AT_WORK]}, ()):
			if watch(row.name).is_broken_off():
				record(frappe.get_doc(DOCTYPE, row.name), Ended("Failed", _BROKEN_OFF.text(_)))


def enqueue(document: str, task: str = IMPORT, status: str | None = None) -> None:
	"""Put work on a document's workbook on the long queue once the request has been committed.

	`status` is what the document was before it was queued: a refused undoing leaves it so.
	"""
	watched = watch(document)
	watched.begin()
	jobs.put(
		"party_affairs.importing.job.run",
		watched.job_id,
		TIMEOUT_SECONDS,
		enqueue_after_commit=True,
		document=document,
		task=task,
		status=status,
	)


def call_off(document) -> None:
	"""Stop the work on a Party Year Import; what it has done is rolled back. One whose worker is gone ends at once."""
	watched = watch(document.name)
	watched.cancel()
	if document.status in AT_WORK and watched.is_broken_off():
		record(document, cancelled())


def run(document: str, task: str = IMPORT, status: str | None = None) -> None:
	"""Job: preview, import or undo the workbook of a Party Year Import as the user who started it, and record the outcome.

	Run again after it was killed, it does the same once more: what was brought in already stays as it is.
	"""
	# A worker speaks English unless told otherwise; the sentences are for the user.
	frappe.local.lang = get_user_lang()
	doc = frappe.get_doc(DOCTYPE, document)
	before = status or doc.status
	_record_beginning(doc, task)
	try:
		with locking_own_rows():
			ended = _TASKS[task](doc)
	except Cancelled:
		frappe.db.rollback()
		ended = cancelled()
	except Exception as error:
		frappe.db.rollback()
		result = failed(error, doc)
		ended = Ended("Failed", result.summary(), result.problems)
	if task == UNDO and ended.status != "Undone":
		_record_refused_undoing(doc, ended, before)
	else:
		record(doc, ended)
	frappe.publish_realtime(DOCTYPE, {"percent": 100}, doctype=DOCTYPE, docname=document)


# --- what is done ----------------------------------------------------------------------------------------------------


def _import(doc, keep_right: bool = False) -> Ended:
	content = read_attachment(doc)
	result = import_workbook(content, keep_right=keep_right, journal_of=doc.name, **_asked(doc))
	return ended_of(doc, result, content)


def _asked(doc) -> dict[str, Any]:
	"""Return what an import and its preview are asked alike."""
	watched = watch(doc.name)
	hidden_rows: Answer = {"Read": "read", "Leave Out": "leave_out"}.get(doc.hidden_rows, "ask")
	return {
		"branch": doc.branch,
		"year": doc.year,
		"progress": watched.report,
		"is_cancelled": watched.is_cancelled,
		"hidden_rows": hidden_rows,
	}


def ended_of(doc, result: ImportResult, content: bytes) -> Ended:
	"""Return how an import ended, with the marked copy of its workbook if there is something to correct."""
	status = "Completed" if result.ok else "Partly Completed" if result.kept else "Failed"
	values = _within_branch(result) | _with_marked_copy(doc, result, content)
	return Ended(status, summary_of(result), result.problems, values)


def _within_branch(result: ImportResult) -> dict[str, Any]:
	"""Tabs may be called otherwise: what was read says whether there are personal texts."""
	return {"personal_texts": 1} if result.personal else {}


def _import_right(doc) -> Ended:
	return _import(doc, keep_right=True)


def _preview(doc) -> Ended:
	content = read_attachment(doc)
	preview = preview_workbook(content, **_asked(doc))
	# What would be noted at the end of the transaction, such as branches to be checked, is not to be noted.
	frappe.db.rollback()
	result = preview.result
	shown = {"sheets": preview.sheets, "unknown": preview.unknown}
	values = {"preview": json.dumps(shown, ensure_ascii=False, default=str), **_within_branch(result)}
	sentence = (
		_("The workbook is in order. Nothing was changed yet.")
		if result.ok
		else _("{0} problems were found. Nothing was changed yet.").format(len(result.problems))
	)
	summary = "\n".join([sentence, *_notes(result)])
	return Ended("Previewed", summary, result.problems, values | _with_marked_copy(doc, result, content))


def _undo(doc) -> Ended:
	watched = watch(doc.name)
	undone = undo(doc.name, doc.branch, watched.report, watched.is_cancelled)
	return Ended("Undone" if undone.ok else "Failed", undone.summary(), list(undone.problems))


_TASKS: dict[str, Callable[[Any], Ended]] = {
	IMPORT: _import,
	IMPORT_RIGHT: _import_right,
	PREVIEW: _preview,
	UNDO: _undo,
}


def cancelled() -> Ended:
	"""Return how work ends that was called off."""
	return Ended("Cancelled", _("It was called off. Nothing was changed."))


# --- what is recorded ------------------------------------------------------------------------------------------------


def _record_beginning(doc, task: str) -> None:
	values = {"status": "Running", "task": task, "started_on": now_datetime(), "progress": 0}
	if task == UNDO:
		# What the import told stays until it is undone.
		doc.db_set(values, notify=True)
		frappe.db.commit()  # nosemgrep: the state must be seen before the first record is taken back
		return
	values |= dict.fromkeys(("finished_on", "summary", "preview", "marked_copy"))
	_forget_marked_copies(doc)
	_store(doc, values, [])


def record(doc, ended: Ended) -> None:
	"""Store how the work on an import ended, and commit it with what was brought in."""
	finished = ended.status in FINISHED
	values = {
		"status": ended.status,
		"finished_on": now_datetime(),
		"progress": 100 if finished else 0,
		"summary": ended.summary,
		**ended.values,
	}
	_store(doc, values, ended.problems)


def _record_refused_undoing(doc, ended: Ended, before: str) -> None:
	"""What was imported is still there, and so is what the import told: why it was not undone stands above that."""
	if before in AT_WORK:
		before = "Partly Completed" if doc.marked_copy else "Completed"
	rows = outcome_rows(ended.problems)
	reasons = {row["reason"] for row in rows}
	told = [line for line in (doc.summary or "").split("\n") if line not in ("", *ended.summary.split("\n"))]
	own = [row for row in doc.errors if row.sheet or row.reason not in reasons]
	# As new rows: the stored ones would keep their numbers, and with them their places.
	doc.set("errors", [*rows, *({column: row.get(column) for column in OUTCOME_COLUMNS} for row in own)])
	doc.update_child_table("errors")
	finished = before in FINISHED
	values = {"status": before, "finished_on": now_datetime(), "progress": 100 if finished else 0}
	doc.db_set(values | {"summary": "\n".join([ended.summary, *told])}, notify=True)
	frappe.db.commit()  # nosemgrep: the reason must stay after what the undoing has rolled back


def _store(doc, values: dict[str, Any], problems: list[Problem]) -> None:
	"""Store the state of the import at once, so that the form shows it while the records are still being written.

	Not by saving the document: how far a job is belongs neither into its history nor among its attachments.
	"""
	doc.set("errors", outcome_rows(problems))
	doc.update_child_table("errors")
	doc.db_set(values, notify=True)
	frappe.db.commit()  # nosemgrep: the state must be seen before, and stay after, what the import writes


def summary_of(result: ImportResult) -> str:
	"""Return what an import did and what it assumed, a line each, in the user's language."""
	return "\n".join([result.summary(), *_notes(result)])


def _notes(result: ImportResult) -> list[str]:
	groups = grouped(result.notes, _, across_values=True)
	lines = [group.line(_) for group in groups[:MOST_NOTES]]
	if len(groups) > MOST_NOTES:
		lines.append(_("… and {0} further notes.").format(len(groups) - MOST_NOTES))
	return lines


# --- files -----------------------------------------------------------------------------------------------------------


def read_attachment(doc) -> bytes:
	"""Return the content of the workbook attached to a Party Year Import.

	A file is named by its address, which anybody may write into the field; so it must be attached to this document, or
	have been uploaded by its owner.
	"""
	name = attached_or_uploaded(doc.workbook, doc.doctype, doc.name, doc.owner)
	if not name:
		frappe.throw(_("The workbook is not attached to this import. Upload it again."))
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def has_personal_tabs(doc) -> bool:
	"""Whether the workbook attached to a Party Year Import has tabs that are called like sheets of personal texts."""
	name = attached_or_uploaded(doc.workbook, doc.doctype, doc.name, doc.owner)
	path = Path(frappe.get_doc("File", name).get_full_path()) if name else None
	return bool(path and path.exists()) and has_tabs_of_personal_texts(path.read_bytes())


def _with_marked_copy(doc, result: ImportResult, content: bytes) -> dict[str, str]:
	if not result.problems:
		return {}
	address = attach_marked(doc, PurePath(doc.workbook).name, result, content)
	return {"marked_copy": address} if address else {}


def attach_marked(doc, file_name: str, result: ImportResult, content: bytes) -> str | None:
	"""Attach the marked copy of a workbook to a document and return its address, None if the file is no workbook at all."""
	try:
		marked = mark(content, result.problems, result.titles, _, file_name)
	except WorkbookError:
		return None
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{PurePath(file_name).stem}{_MARKED}",
			"content": marked,
			"is_private": 1,
			"attached_to_doctype": doc.doctype,
			"attached_to_name": doc.name,
			"attached_to_field": "marked_copy",
		}
	).insert(ignore_permissions=True)
	return file.file_url


def _forget_marked_copies(doc) -> None:
	for name in attached_to_field(doc.doctype, doc.name, "marked_copy"):
		frappe.delete_doc("File", name, ignore_permissions=True)
