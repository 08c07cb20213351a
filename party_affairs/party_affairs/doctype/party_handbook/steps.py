"""The life of a handbook: it is made in the background, and made anew when the records say more.

Not made → queued → running → made, failed or called off, and from each of these queued again. The job takes the steps in the middle.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.exceptions import BookError
from party_affairs.importing.watch import AT_WORK, Watch
from party_affairs.steps import StatusStep

DOCTYPE = "Party Handbook"
NOT_MADE, QUEUED, RUNNING, MADE, FAILED, CALLED_OFF = (
	*("Not Made", "Queued", "Running", "Made", "Failed"),
	"Called Off",
)
_AT_REST = (NOT_MADE, MADE, FAILED, CALLED_OFF)
_JOB = "party_affairs.printing.archive.making.run"
_TIMEOUT_SECONDS = 2 * 60 * 60
_LAST_DAY = (12, 31)


def watch(handbook: str) -> Watch:
	"""Return how far the making of a handbook is."""
	return Watch(DOCTYPE, handbook)


def called_off(document: Document) -> str:
	"""Return the status of a handbook whose making is called off: the book that was there before is still made."""
	return MADE if document.book_pdf else CALLED_OFF


class HandbookStep(StatusStep):
	doctype = DOCTYPE
	exception = BookError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a handbook with status {0}, and this one has {1}.")


class Make(HandbookStep):
	"""The book is put on the long queue; one that was broken off is begun anew, and none is made twice at once."""

	since, to = (*_AT_REST, *AT_WORK), QUEUED
	writes = ("progress", "failure")

	def check(self) -> None:
		"""It needs a section to be chosen, and that nobody is making the book."""
		super().check()
		if not self.document.chosen_sections():
			frappe.throw(_("Choose at least one section of the book, and save."), BookError)
		if self.document.status in AT_WORK and watch(self.document.name).is_at_work():
			frappe.throw(_("This book is being made already. Please wait for its end."), BookError)

	def change(self) -> None:
		watched = watch(self.document.name)
		watched.begin()
		self.document.update({"progress": 0, "failure": None})
		self.save()
		jobs.put(
			_JOB, watched.job_id, _TIMEOUT_SECONDS, enqueue_after_commit=True, handbook=self.document.name
		)


class CallOff(HandbookStep):
	"""The making stops after the chunk that is being printed; the book that was there before stays."""

	since = AT_WORK

	def change(self) -> None:
		watched = watch(self.document.name)
		watched.cancel()
		if watched.is_broken_off():
			self.document.status = called_off(self.document)
			self.save()


class Begin(HandbookStep):
	"""The job begins; the day for which the book stands is settled."""

	since, to = AT_WORK, RUNNING
	asks_right_to_save = False

	def change(self) -> date:
		self.save()
		return self.day

	@property
	def day(self) -> date:
		"""The last day of which the book tells: the one asked for, else the end of the year, today if that is earlier."""
		document = self.document
		asked = getdate(document.as_of) if document.as_of else date(document.year, *_LAST_DAY)
		return min(asked, getdate(nowdate()))


@dataclass
class Finish(HandbookStep):
	"""The book is there: addresses of its files, its pages, and where each part begins, as `contents`.

	`read_on` is the moment when the records began to be read: what is written later is not in the book.
	"""

	day: date
	read_on: datetime
	book_pdf: str
	book_docx: str
	pages: int
	front_pages: int
	contents: Sequence[dict[str, Any]] = field(default_factory=tuple)

	since, to = (RUNNING,), MADE
	writes = (
		*("answers_for", "book_pdf", "book_docx", "pages", "front_pages", "contents", "made_on", "made_by"),
		*("progress", "failure"),
	)
	asks_right_to_save = False

	def change(self) -> None:
		self.document.update(
			{
				"answers_for": self.day,
				"book_pdf": self.book_pdf,
				"book_docx": self.book_docx,
				"pages": self.pages,
				"front_pages": self.front_pages,
				"contents": json.dumps(list(self.contents), ensure_ascii=False),
				"made_on": self.read_on,
				"made_by": frappe.session.user,
				"progress": 100,
				"failure": None,
			}
		)
		self.save()


@dataclass
class Fail(HandbookStep):
	"""The making ended without a book, as `failure` tells, or was called off; the book that was there before stays."""

	failure: str
	called_off: bool = False

	since = AT_WORK
	asks_right_to_save = False

	def change(self) -> None:
		self.document.update({"failure": self.failure, "progress": 0})
		self.document.status = called_off(self.document) if self.called_off else FAILED
		self.save()


class Delete(HandbookStep):
	"""A book that is not wanted goes, with its files."""

	right = "delete"
	since = _AT_REST

	def check(self) -> None:
		"""It needs that nobody is making it."""
		if self.document.status in AT_WORK and watch(self.document.name).is_at_work():
			frappe.throw(_("This book is being made. Call it off first, or wait for its end."), BookError)

	def change(self) -> None:
		watch(self.document.name).begin()


STEPS = (Make, CallOff, Begin, Finish, Fail, Delete)
WRITTEN_BY_STEPS = ("status", *dict.fromkeys(name for step in STEPS for name in step.writes))
