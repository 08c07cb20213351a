"""Making an inspection pack on the long queue: read, bound as PDF, written as Word, filed with its document in one transaction."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.importing.watch import Watch
from party_affairs.party_affairs.doctype.inspection_pack import steps
from party_affairs.printing import book as books
from party_affairs.printing.archive import stored_files, whole_jobs
from party_affairs.printing.archive.pack_book import PackBook

_READ, _BOUND, _WRITTEN = 30, 75, 95


def run(pack: str) -> bool:
	"""Job: make a pack that is to be made; return whether it is made now. What is killed has changed nothing."""
	return whole_jobs.run(
		f"inspection pack {pack}",
		lambda: frappe.get_doc(steps.PACK, pack),
		(steps.IN_THE_MAKING, steps.MADE),
		make,
		lambda reason: steps.BreakOff(frappe.get_doc(steps.PACK, pack), reason=reason).take(),
		f"Inspection pack {pack} could not be made",
	)


def make(document: Document) -> None:
	"""Make a pack, in Chinese by the caller. Nothing is stored before all is there."""
	watch = Watch(steps.PACK, document.name)
	made = PackBook(document).made(_told(watch, 0, _READ))
	bound = books.bind(made.book, _told(watch, _READ, _BOUND))
	word = books.to_docx(made.book, bound)
	watch.report(_WRITTEN, _("The Word document is written"))
	values = {
		**{"page_count": bound.front + bound.pages, "evidence_count": made.evidence},
		"gap_count": made.gaps,
	}
	for fieldname, ending, content in (("pdf_file", "pdf", bound.pdf), ("word_file", "docx", word)):
		stored = stored_files.store(
			steps.PACK, document.name, fieldname, f"{document.name}.{ending}", content
		)
		values[fieldname] = stored.address
	steps.Finish(document, values=values).take()


def _told(watch: Watch, first: int, last: int) -> Callable[[int, int], None]:
	def tell(done: int, of: int) -> None:
		watch.report(first + (last - first) * min(done, of) // max(of, 1), _("The pack is being made"))

	return tell
