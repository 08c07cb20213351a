"""Endpoint of the papers: what a print format shows, as PDF, Word or Excel."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document
from frappe.utils import escape_html

from party_affairs.api.caller import check_right
from party_affairs.exceptions import files_are_written
from party_affairs.permissions import seen
from party_affairs.permissions.register import REGISTER
from party_affairs.printing import files
from party_affairs.printing.noting import papers_of_print
from party_affairs.privacy import mark


@frappe.whitelist(methods=["GET"])
def download(
	doctype: str,
	name: str,
	print_format: str | None = None,
	file_format: str = "docx",
	year: int | str | None = None,
) -> None:
	"""Send the papers that a print format shows of a document, as `pdf`, `docx` or `xlsx`.

	Without `print_format` it is the usual one; ledgers are of the `year`. Raises PermissionError for whom Frappe's own print refuses
	the document, and ValidationError where the print format shows no paper of ours.
	"""
	_check_kind(doctype)
	check_right(doctype, files.format_named(file_format).right)
	document = frappe.get_doc(doctype, name)
	document.check_permission("print")
	content = _written(document, print_format, file_format)
	files.answer_with(f"{_title_of(print_format, doctype)}-{name}", file_format, content)


def _check_kind(doctype: str) -> None:
	if doctype not in REGISTER or REGISTER[doctype].parent:
		frappe.throw(
			_("{0} has no papers of this app. Print it from its own form.").format(
				frappe.bold(escape_html(doctype))
			)
		)


def _written(document: Document, print_format: str | None, file_format: str) -> bytes:
	papers = papers_of_print(document, print_format)
	if not papers:
		frappe.throw(
			_(
				"The print format {0} holds no paper that can be sent as Word or Excel. Choose one of the papers in the list of print formats."
			).format(frappe.bold(escape_html(_(print_format or "Standard"))))
		)
	make_access_log(
		doctype=document.doctype, document=document.name, file_type=file_format.upper(), method="Print"
	)
	sentence = mark.sentence() if seen.has_noted(document.doctype, document.name) else ""
	with files_are_written():
		return files.write(papers, file_format, sentence)


def _title_of(print_format: str | None, doctype: str) -> str:
	return _(print_format or doctype)
