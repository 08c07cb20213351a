"""How far work on a document of the archive is, for whoever follows it on the form."""

from typing import Any

from frappe.model.document import Document

from party_affairs.importing.watch import Watch
from party_affairs.jobs import is_at_work


def told_of(document: Document, busy: str, job_id: str) -> dict[str, Any]:
	"""Return `status`, `percent`, `title` and `failure`, and whether nobody is at it any more, `broken_off`.

	`busy` is the status while it is at work, under `job_id`. The caller checks who may read the document.
	"""
	at_work = document.status == busy
	told = (
		Watch(document.doctype, document.name).progress()
		if at_work
		else {"percent": document.progress or 0, "title": None}
	)
	return {
		"status": document.status,
		"percent": told["percent"],
		"title": told.get("title"),
		"failure": document.failure or "",
		"broken_off": at_work and not is_at_work(job_id),
	}
