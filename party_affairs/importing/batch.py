"""Many workbooks in one go: each in its own transaction with a Party Year Import of its own, and one report of all."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.facts import documents
from party_affairs.facts.files import attached_to
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.importing import archive, job
from party_affairs.importing.archive import Found
from party_affairs.importing.failing import failed
from party_affairs.importing.opened import Opened, open_workbook
from party_affairs.importing.outcome import ImportResult, sum_of
from party_affairs.importing.problems import WorkbookError, file_problem, grouped
from party_affairs.importing.run import import_opened
from party_affairs.importing.watch import AT_WORK, Watch
from party_affairs.importing.work import Cancelled
from party_affairs.importing.writer import without_markup
from party_affairs.language import in_site_language
from party_affairs.permissions import scope_for
from party_affairs.rules.message import Message
from party_affairs.transactions import locking_own_rows

DOCTYPE = "Party Import Batch"
OUTCOME = ("progress", "started_on", "finished_on", "summary")
"""Fields that the job alone writes, beside status and lines."""
TIMEOUT_SECONDS = 4 * 60 * 60
MOST_TOLD = 10
"""Problems of a workbook that its line tells; its marked copy has all of them."""

IMPORTED, PARTLY, REFUSED, LEFT_OUT = "Imported", "Partly Imported", "Refused", "Left Out"
_BROKEN_OFF = Message(
	"The work was broken off before its end. What is listed as imported stays; start it again to go on."
)


def watch(document: str) -> Watch:
	"""Return how far the work on a batch is."""
	return Watch(DOCTYPE, document)


def note_broken_off() -> None:
	"""Daily hook: batches that were broken off say so, and no longer that they are at work."""
	with in_site_language():
		for row in documents.stored(DOCTYPE, {"status": ["in", AT_WORK]}, ()):
			if watch(row.name).is_broken_off():
				_store(frappe.get_doc(DOCTYPE, row.name), "Failed", _BROKEN_OFF.text(_))


def enqueue(document: str) -> None:
	"""Put a batch on the long queue once the request has been committed."""
	watched = watch(document)
	watched.begin()
	jobs.put(
		"party_affairs.importing.batch.run",
		watched.job_id,
		TIMEOUT_SECONDS,
		enqueue_after_commit=True,
		document=document,
	)


def call_off(document) -> None:
	"""Stop a batch at its next record; workbooks that were brought in stay. One whose worker is gone ends at once."""
	watched = watch(document.name)
	watched.cancel()
	if document.status in AT_WORK and watched.is_broken_off():
		_store(document, "Cancelled", _cancelled())


def run(document: str) -> None:
	"""Job: import the workbooks of a batch as the user who started it.

	Run again after it was killed, it goes on with those that were not imported yet.
	"""
	frappe.local.lang = get_user_lang()
	doc = frappe.get_doc(DOCTYPE, document)
	doc.db_set({"status": "Running", "started_on": now_datetime(), "finished_on": None, "summary": None})
	frappe.db.commit()  # nosemgrep: the state must be seen before the first workbook is brought in
	try:
		files = list(archive.uploaded(_files(doc)))
		if not files:
			_store(
				doc, "Failed", _("There is no workbook. Attach a ZIP archive, or the workbooks themselves.")
			)
			return
		_Batch(doc, files).run()
	except Cancelled:
		frappe.db.rollback()
		_store(doc, "Cancelled", _cancelled())
	except Exception as error:
		frappe.db.rollback()
		_store(doc, "Failed", failed(error).problems[0].text(_))


def _cancelled() -> str:
	return _("It was called off. What is listed as imported stays.")


def _files(doc) -> Iterable[tuple[str, bytes]]:
	"""Yield name and content of what is attached to a batch, but for the marked copies that it made itself."""
	made = {line.marked_copy for line in doc.lines}
	for row in attached_to(doc.doctype, doc.name):
		if row.file_url not in made:
			file = frappe.get_doc("File", {"file_url": row.file_url, "attached_to_name": doc.name})
			yield row.file_name, Path(file.get_full_path()).read_bytes()


class _Batch:
	"""The work on the files of one batch."""

	def __init__(self, doc, files: list[Found]) -> None:
		self._doc, self._files = doc, files
		self._watch = watch(doc.name)
		self._branches = set(branch_and_below(doc.branch))
		self._lines = {line.digest: line for line in doc.lines if line.digest}
		self._names: dict[str, list[str]] = defaultdict(list)
		self._results: list[ImportResult] = []
		self._done = 0

	def run(self) -> None:
		imported = self._imported_before()
		for found in self._files:
			self._report(0, found.name)
			self._one(found, imported)
			self._done += 1
		whole = sum(result.ok for result in self._results)
		some = any(result.stands for result in self._results)
		status = "Completed" if whole == len(self._results) else "Partly Completed" if some else "Failed"
		_store(self._doc, status, sum_of(self._results))

	def _imported_before(self) -> set[str]:
		"""Return the imports of this batch that stand: what was undone since is imported again."""
		names = [line.year_import for line in self._lines.values() if line.result == IMPORTED]
		rows = documents.stored(job.DOCTYPE, {"name": ["in", names], "status": "Completed"}, ())
		return {row.name for row in rows}

	def _report(self, percent: int, title: str) -> None:
		part = (self._done + percent / 100) / len(self._files)
		self._watch.report(int(100 * part), title)

	def _one(self, found: Found, imported: set[str]) -> None:
		if self._watch.is_cancelled():
			raise Cancelled
		if not found.is_workbook:
			digest = hashlib.sha256(found.name.encode()).hexdigest()
			self._write(digest, {"file_name": found.name, "result": LEFT_OUT, "told": _("No workbook.")})
			return
		try:
			content = found.load()
		except WorkbookError as error:
			result = ImportResult(problems=list(error.problems))
			self._tell(hashlib.sha256(found.name.encode()).hexdigest(), found, result, None, None)
			return
		digest = hashlib.sha256(content).hexdigest()
		names = self._names[digest]
		names.append(found.name)
		if len(names) > 1:
			told = _("Its content is that of {0}.").format(names[0])
			of_copy = hashlib.sha256(f"{digest} {len(names)}".encode()).hexdigest()
			self._write(of_copy, {"file_name": found.name, "result": LEFT_OUT, "told": told})
			return
		line = self._lines.get(digest)
		if line and line.year_import in imported:
			numbers = (line.created, line.updated, line.unchanged)
			self._results.append(ImportResult(line.branch, line.year, *numbers))
			return
		self._import(found, content, digest)

	def _import(self, found: Found, content: bytes, digest: str) -> None:
		opened = self._open(content)
		result = opened.result
		if result.branch and not self._may_import(result.branch):
			opened.refuse(
				file_problem("{branch} is not among the branches of this batch.", branch=result.branch)
			)
		if opened.refused_whole or not opened.can_be_judged:
			address = job.attach_marked(self._doc, PurePosixPath(found.name).name, result, content)
			self._tell(digest, found, result, None, address)
			return
		try:
			year_import = self._year_import(found, opened, content)
		except (frappe.PermissionError, frappe.ValidationError) as error:
			# Such as a workbook with personal texts, which is brought in by its branch alone.
			frappe.db.rollback()
			self._tell(digest, found, failed(error), None, None)
			return
		try:
			with locking_own_rows():
				result = import_opened(
					opened,
					self._report,
					bool(self._doc.keep_right),
					self._watch.is_cancelled,
					year_import.name,
				)
				ended = job.ended_of(year_import, result, content)
		except Cancelled:
			frappe.db.rollback()
			job.record(year_import, job.cancelled())
			raise
		except Exception as error:
			frappe.db.rollback()
			result = failed(error, year_import)
			ended = job.Ended("Failed", result.summary(), result.problems)
		job.record(year_import, ended)
		self._tell(digest, found, result, year_import.name, ended.values.get("marked_copy"))

	def _open(self, content: bytes) -> Opened:
		"""Read a workbook; where its titles name no branch, it is that of the batch if none is below it."""
		opened = open_workbook(content, None, None)
		if opened.result.branch is None and opened.book.sheets and self._branches == {self._doc.branch}:
			return open_workbook(content, self._doc.branch, None)
		return opened

	def _may_import(self, branch: str) -> bool:
		return branch in self._branches and scope_for(job.DOCTYPE, "create").covers(branch)

	def _year_import(self, found: Found, opened: Opened, content: bytes):
		"""Return the Party Year Import of a workbook, which keeps its file and what it changed."""
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": PurePosixPath(found.name).name,
				"content": content,
				"is_private": 1,
			}
		).insert()
		year_import = frappe.get_doc(
			{
				"doctype": job.DOCTYPE,
				"branch": opened.result.branch,
				"year": opened.result.year,
				"workbook": file.file_url,
			}
		).insert()
		frappe.db.commit()  # nosemgrep: it tells the outcome even if the import is rolled back
		return year_import

	def _tell(
		self,
		digest: str,
		found: Found,
		result: ImportResult,
		year_import: str | None,
		marked_copy: str | None,
	) -> None:
		self._results.append(result)
		groups = grouped(result.problems, _)
		told = [group.line(_) for group in groups[:MOST_TOLD]]
		if len(groups) > MOST_TOLD:
			told.append(_("… and {0} more.").format(len(groups) - MOST_TOLD))
		self._write(
			digest,
			{
				"file_name": found.name,
				"branch": result.branch,
				"year": result.year or 0,
				"result": IMPORTED if result.ok else PARTLY if result.kept else REFUSED,
				"created": result.created,
				"updated": result.updated,
				"unchanged": result.unchanged,
				"problem_count": len(result.problems),
				"told": "\n".join(told),
				"year_import": year_import,
				"marked_copy": marked_copy,
			},
		)

	def _write(self, digest: str, values: dict[str, Any]) -> None:
		"""Store the line of a file at once: one that was there before is written over."""
		values = without_markup("Party Import Batch Line", values)
		line = self._lines.get(digest)
		if line:
			line.update(values)
			line.db_update()
		else:
			line = self._lines[digest] = self._doc.append("lines", {**values, "digest": digest})
			line.db_insert()
		frappe.db.commit()  # nosemgrep: each workbook stands for itself, with its line


def _store(doc, status: str, summary: str) -> None:
	values = {"status": status, "finished_on": now_datetime(), "summary": summary}
	doc.db_set(values | {"progress": 100 if status.endswith("Completed") else 0}, notify=True)
	frappe.db.commit()  # nosemgrep: the state must be seen, and stay
