"""The import that the Desk starts: on the long queue, with progress, and with an outcome whatever happens."""

from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now_datetime, strip_html

from party_affairs import jobs
from party_affairs.facts import documents
from party_affairs.facts.files import attached_or_uploaded
from party_affairs.importing.outcome import ImportResult, outcome_rows
from party_affairs.importing.problems import Problem, file_problem
from party_affairs.importing.run import import_workbook
from party_affairs.language import in_site_language
from party_affairs.rules.message import Message

DOCTYPE = "Party Year Import"
AT_WORK = ("Queued", "Running")
"""States in which an import waits or runs, unless its worker has died."""
TIMEOUT_SECONDS = 30 * 60
MOST_NOTES = 20
"""Notes that the summary lists; the rest is only counted."""

_PROGRESS_SECONDS = 60 * 60
_BROKEN_OFF = Message("The import was broken off before its end. Nothing was brought in; start it again.")


def job_id(document: str) -> str:
	"""Return the id under which a document's import stands in the queue, so that it stands there once."""
	return f"party-year-import-{document}"


def is_at_work(document: str) -> bool:
	"""Whether the document's import waits in the queue or runs."""
	return jobs.is_at_work(job_id(document))


def is_broken_off(document: str) -> bool:
	"""Whether the import was begun, has not come to its end, and nobody works on it: the server or its worker was stopped.

	Nothing was brought in then, since the records are committed together with the outcome. Raise QueueError if the queue does not
	answer.
	"""
	if is_at_work(document):
		return False
	# What is committed by now: the job may have ended since the request began.
	return frappe.db.get_value(DOCTYPE, document, "status", for_update=True) in AT_WORK


def note_broken_off() -> None:
	"""Daily hook: imports that were broken off say so, and no longer that they are at work."""
	with in_site_language():
		for row in documents.stored(DOCTYPE, {"status": ["in", AT_WORK]}, ()):
			if is_broken_off(row.name):
				_record(
					frappe.get_doc(DOCTYPE, row.name),
					status="Failed",
					finished_on=now_datetime(),
					summary=_BROKEN_OFF.text(_),
					errors=[],
				)


def enqueue(document: str) -> None:
	"""Put a document's import on the long queue once the request has been committed."""
	jobs.put(
		"party_affairs.importing.job.run",
		job_id(document),
		TIMEOUT_SECONDS,
		enqueue_after_commit=True,
		document=document,
	)


def progress_of(document: str) -> int:
	"""Return how many percent of a running import are done."""
	return int(frappe.cache.get_value(_progress_key(document)) or 0)


def _progress_key(document: str) -> str:
	return f"{job_id(document)}-progress"


def run(document: str) -> None:
	"""Job: import the workbook of a Party Year Import as the user who started it, and record the outcome.

	Run again after it was killed, it does the same once more: what was brought in already stays as it is.
	"""
	# A worker speaks English unless told otherwise; the sentences are for the user.
	frappe.local.lang = get_user_lang()
	doc = frappe.get_doc(DOCTYPE, document)
	_record(
		doc,
		status="Running",
		started_on=now_datetime(),
		finished_on=None,
		progress=0,
		summary=None,
		errors=[],
	)
	try:
		result = import_workbook(read_attachment(doc), doc.branch, doc.year, _reporter(document))
	except Exception as error:
		frappe.db.rollback()
		result = _broken_off(doc, error)
	_record(
		doc,
		status="Completed" if result.ok else "Failed",
		finished_on=now_datetime(),
		progress=100 if result.ok else progress_of(document),
		summary=_summary(result),
		errors=outcome_rows(result.problems),
	)
	frappe.publish_realtime(DOCTYPE, {"percent": 100}, doctype=DOCTYPE, docname=document)


def _record(doc, errors: list[dict[str, Any]], **values) -> None:
	"""Store the state of the import at once, so that the form shows it while the records are still being written.

	Not by saving the document: how far a job is belongs neither into its history nor among its attachments.
	"""
	doc.set("errors", errors)
	doc.update_child_table("errors")
	doc.db_set(values, notify=True)
	frappe.db.commit()  # nosemgrep: the state must be seen before, and stay after, what the import writes


def _reporter(document: str):
	def report(percent: int, title: str) -> None:
		frappe.cache.set_value(_progress_key(document), percent, expires_in_sec=_PROGRESS_SECONDS)
		frappe.publish_realtime(
			DOCTYPE, {"percent": percent, "title": title}, doctype=DOCTYPE, docname=document
		)

	return report


def _broken_off(doc, error: Exception) -> ImportResult:
	"""Return the outcome of an import that ended in an error instead of a list of problems."""
	result = ImportResult(doc.branch, doc.year)
	if isinstance(error, (frappe.ValidationError, frappe.PermissionError)):
		result.problems.append(Problem("", None, "", "", strip_html(str(error))))
		return result
	if isinstance(error, (frappe.QueryDeadlockError, frappe.QueryTimeoutError)):
		result.problems.append(
			file_problem(
				"Somebody else was changing the same records. Nothing was imported; please start again."
			)
		)
		return result
	log = doc.log_error(DOCTYPE)
	result.problems.append(
		file_problem(
			"The import broke off because of a fault of the program. Nothing was changed. Tell your administrator: error log {name}.",
			name=log.name,
		)
	)
	return result


def _summary(result: ImportResult) -> str:
	lines = [result.summary(), *(note.line(_) for note in result.notes[:MOST_NOTES])]
	if len(result.notes) > MOST_NOTES:
		lines.append(_("… and {0} further notes.").format(len(result.notes) - MOST_NOTES))
	return "\n".join(lines)


def read_attachment(doc) -> bytes:
	"""Return the content of the workbook attached to a Party Year Import.

	A file is named by its address, which anybody may write into the field; so it must be attached to this document, or
	have been uploaded by its owner.
	"""
	name = attached_or_uploaded(doc.workbook, doc.doctype, doc.name, doc.owner)
	if not name:
		frappe.throw(_("The workbook is not attached to this import. Upload it again."))
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()
