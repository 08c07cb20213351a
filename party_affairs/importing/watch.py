"""Work on a document that lasts: how far it is, and whether it was called off or broken off."""

from dataclasses import dataclass
from typing import Any

import frappe

from party_affairs import jobs

AT_WORK = ("Queued", "Running")
"""States in which work waits or runs, unless its worker has died."""

_PROGRESS_SECONDS = 2 * 60 * 60


@dataclass(frozen=True)
class Watch:
	"""How far the work on a document is, for whoever looks at it; and whether it was called off."""

	doctype: str
	document: str

	@property
	def job_id(self) -> str:
		"""The id under which the work stands in the queue, so that it stands there once."""
		return f"{frappe.scrub(self.doctype).replace('_', '-')}-{self.document}"

	@property
	def _progress_key(self) -> str:
		return f"{self.doctype}-{self.document}-progress"

	@property
	def _cancel_key(self) -> str:
		return f"{self.doctype}-{self.document}-cancel"

	def begin(self) -> None:
		"""Forget what was told of earlier work."""
		frappe.cache.delete_value([self._progress_key, self._cancel_key])

	def report(self, percent: int, title: str) -> None:
		"""Tell how many percent are done, and of what."""
		frappe.cache.set_value(
			self._progress_key, {"percent": percent, "title": title}, expires_in_sec=_PROGRESS_SECONDS
		)

	def progress(self) -> dict[str, Any]:
		"""Return `percent` and `title` of what is at work; no title before anything was told."""
		return frappe.cache.get_value(self._progress_key, expires=True) or {"percent": 0}

	def cancel(self) -> None:
		"""Call the work off; it stops at its next record."""
		frappe.cache.set_value(self._cancel_key, 1, expires_in_sec=_PROGRESS_SECONDS)

	def is_cancelled(self) -> bool:
		"""Whether the work was called off."""
		return bool(frappe.cache.get_value(self._cancel_key, expires=True))

	def is_at_work(self) -> bool:
		"""Whether the work waits in the queue or is done. Raise QueueError if the queue does not answer."""
		return jobs.is_at_work(self.job_id)

	def is_broken_off(self) -> bool:
		"""Whether the work was begun, has not come to its end, and nobody is at it: the server or its worker was stopped.

		Raise QueueError if the queue does not answer.
		"""
		if self.is_at_work():
			return False
		# What is committed by now: the job may have ended since the request began.
		return frappe.db.get_value(self.doctype, self.document, "status", for_update=True) in AT_WORK

	def told_of(self, document) -> dict[str, Any]:
		"""Return `status` and `percent` of the document, and whether it is `broken_off`; while it runs, `title` is what is at work."""
		at_work = document.status in AT_WORK
		told = self.progress() if at_work else {"percent": document.progress}
		return {"status": document.status, **told, "broken_off": at_work and self.is_broken_off()}
