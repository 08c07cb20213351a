"""The making of a handbook in the background: composed, bound, filed with its document; the one before stays until then."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.exceptions import BookError
from party_affairs.facts import documents
from party_affairs.facts.files import attached_to_field
from party_affairs.importing.watch import AT_WORK
from party_affairs.language import in_site_language
from party_affairs.ledgers.archive.registers import BookYear
from party_affairs.party_affairs.doctype.party_handbook import steps
from party_affairs.printing import book as books
from party_affairs.printing.archive import handbook

_READING, _WORD = 15, 90
"""Percents that are told when the records are read, and when the pages are printed and the Word document begins."""
_MOST_OF_REASON = 500


class CalledOff(Exception):
	"""Somebody has called the work off."""


def run(handbook: str) -> None:
	"""Job: make the book of a handbook as the user who asked for it. Run again after it was killed, it begins anew."""
	# A worker speaks English unless told otherwise; the sentences are for the user.
	frappe.local.lang = get_user_lang()
	try:
		_make(handbook)
	except CalledOff:
		_end(handbook, "", called_off=True)
	except Exception as error:
		frappe.db.rollback()
		if not isinstance(error, BookError | frappe.PermissionError):
			# Without the values of variables, among which are the year's records.
			frappe.log_error(title="A handbook could not be made", message=frappe.get_traceback())
		_end(handbook, _reason(error))


def note_broken_off() -> None:
	"""Daily hook: handbooks whose making was broken off say so, and no longer that they are at work."""
	with in_site_language():
		for row in documents.stored(steps.DOCTYPE, {"status": ["in", AT_WORK]}, ()):
			if steps.watch(row.name).is_broken_off():
				_end(row.name, _("The making was broken off before its end. Start it again."))


def stored_pdf(document) -> bytes:
	"""Return the book that was made, as it is stored. Raise BookError if there is none."""
	names = attached_to_field(document.doctype, document.name, "book_pdf") if document.book_pdf else ()
	if not names:
		frappe.throw(_("There is no book yet. Make it first."), BookError)
	return Path(frappe.get_doc("File", names[-1]).get_full_path()).read_bytes()


def _make(name: str) -> None:
	with jobs.claimed(f"handbook {name}") as is_ours:
		if not is_ours:
			return
		document = frappe.get_doc(steps.DOCTYPE, name, for_update=True)
		begun = steps.Begin(document)
		day = begun.take()
		frappe.db.commit()  # nosemgrep: that it runs must be seen before the first page is printed
		watched = steps.watch(name)
		read_on = now_datetime()
		made = handbook.compose(document, BookYear(document.branch, document.year, day))
		watched.report(_READING, _("Pages are printed"))
		bound = books.bind(made.book, _told(watched))
		watched.report(_WORD, _("The Word document is written"))
		word = books.to_docx(made.book, bound)
		_file(name, made, bound, word, day, read_on)


def _told(watched) -> Callable[[int, int], None]:
	def progress(done: int, of: int) -> None:
		if watched.is_cancelled():
			raise CalledOff
		watched.report(_READING + (_WORD - _READING) * done // of, _("Pages are printed"))

	return progress


def _file(
	name: str, made: handbook.Made, bound: books.Bound, word: bytes, day: date, read_on: datetime
) -> None:
	"""Put the new files in the place of those before; either all of it stands, or the old book."""
	document = frappe.get_doc(steps.DOCTYPE, name, for_update=True)
	before = [
		file for field in ("book_pdf", "book_docx") for file in attached_to_field(steps.DOCTYPE, name, field)
	]
	stem = f"{document.branch}{document.year}年党组织活动手册"
	contents = [
		{"title": part.title, "level": part.level, "first": first, "last": last, "record": record}
		for part, first, last, record in zip(
			made.book.parts, bound.starts, bound.ends(), made.records, strict=True
		)
	]
	steps.Finish(
		document,
		day=day,
		read_on=read_on,
		book_pdf=_attached(name, "book_pdf", f"{stem}.pdf", bound.pdf),
		book_docx=_attached(name, "book_docx", f"{stem}.docx", word),
		pages=bound.pages,
		front_pages=bound.front,
		contents=contents,
	).take()
	frappe.db.commit()  # nosemgrep: the new book stands before the old one goes from the disk
	for file in before:
		frappe.delete_doc("File", file, ignore_permissions=True)
	frappe.db.commit()  # nosemgrep: the job ends here


def _attached(name: str, fieldname: str, file_name: str, content: bytes) -> str:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": file_name,
			"content": content,
			"is_private": 1,
			"attached_to_doctype": steps.DOCTYPE,
			"attached_to_name": name,
			"attached_to_field": fieldname,
		}
	).insert(ignore_permissions=True)
	return file.file_url


def _end(name: str, failure: str, called_off: bool = False) -> None:
	frappe.db.rollback()
	document = frappe.get_doc(steps.DOCTYPE, name, for_update=True)
	if document.status in AT_WORK:
		steps.Fail(document, failure, called_off).take()
	frappe.db.commit()  # nosemgrep: the outcome must stay


def _reason(error: Exception) -> str:
	told = str(error).strip() if isinstance(error, frappe.ValidationError | frappe.PermissionError) else ""
	return (
		told
		or _("The book could not be made because of an error, which the Error Log tells. Start it again.")
	)[:_MOST_OF_REASON]
