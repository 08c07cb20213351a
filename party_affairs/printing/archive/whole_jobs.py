"""Jobs of the archive that are done whole or not at all: claimed once, filed in one transaction, and told of where they break off."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document

from party_affairs import jobs
from party_affairs.exceptions import files_are_written
from party_affairs.language import CHINESE, in_language
from party_affairs.printing.archive import stored_files

_LONGEST_REASON = 500


def run(
	claim: str,
	document_of: Callable[[], Document],
	statuses: tuple[str, str],
	work: Callable[[Document], None],
	break_off: Callable[[str], None],
	title: str,
) -> bool:
	"""Do the work on a document that has the first of `statuses`, in Chinese; return whether it has the second one now.

	Two at once, known by the same `claim`, do it once. What is killed has changed nothing. An error is logged under `title`
	and its first line told to `break_off`; one of the moment is raised, for the queue to try again.
	"""
	with jobs.claimed(claim) as is_ours:
		if not is_ours:
			return False
		document, (busy, done) = document_of(), statuses
		if document.status != busy:
			return document.status == done
		stored_files.sweep(document.name)
		try:
			with in_language(CHINESE), files_are_written():
				work(document)
		except Exception as error:
			frappe.db.rollback()
			if jobs.is_passing(error):
				raise
			frappe.log_error(title=title)
			break_off((str(error).strip().splitlines() or [type(error).__name__])[0][:_LONGEST_REASON])
			frappe.db.commit()  # nosemgrep: the end of a job of its own
			return False
		frappe.db.commit()  # nosemgrep: the end of a job of its own
	return True
