"""Which described papers a print format shows: noted while its template is rendered, so that no markup has to be read."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document
from frappe.www import printview

from party_affairs.printing.paper import Paper

_NOTED = "party_affairs_papers"


def note(paper: Paper) -> Paper:
	"""Note a paper that a print format is about to show, where somebody asked for it; return it."""
	noted = frappe.flags.get(_NOTED)
	if noted is not None:
		noted.append(paper)
	return paper


def papers_of_print(doc: Document, print_format: str | None) -> tuple[Paper, ...]:
	"""Return the papers that a print format (None: the usual one of the DocType) shows of a document.

	Rights, drafts and events are those of Frappe's own print view; the texts of `doc` are disarmed by it. Raises PermissionError
	as that does.
	"""
	form = printview.get_print_format_doc(print_format, meta=doc.meta)
	printview.set_link_titles(doc)
	with _noted() as papers:
		printview.get_rendered_template(doc, print_format=form, meta=doc.meta)
	return tuple(papers)


@contextmanager
def _noted() -> Iterator[list[Paper]]:
	before = frappe.flags.get(_NOTED)
	frappe.flags[_NOTED] = papers = []
	try:
		yield papers
	finally:
		frappe.flags[_NOTED] = before
