"""Endpoints of handbooks: making one, how far it is, pages of it once more, and an empty one to write into."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from party_affairs.checks.dates import check_year
from party_affairs.exceptions import BookError, files_are_written
from party_affairs.party_affairs.doctype.party_handbook import steps
from party_affairs.permissions import scope_for
from party_affairs.printing import binding
from party_affairs.printing.archive import blank_handbook, making

_MOST_ACTIVITIES = 120


@frappe.whitelist(methods=["POST"])
def make(name: str) -> str:
	"""Put the making of a handbook on the long queue; returns its status.

	Raises PermissionError if the caller may not write the handbook, BookError if it is being made already, QueueError if the queue
	does not answer.
	"""
	step = steps.Make.of(name)
	step.take()
	return step.document.status


@frappe.whitelist(methods=["POST"])
def call_off(name: str) -> str:
	"""Stop the making of a handbook after the pages that are being printed; returns its status. Raises as `make` does."""
	step = steps.CallOff.of(name)
	step.take()
	return step.document.status


@frappe.whitelist()
def get_progress(name: str) -> dict[str, Any]:
	"""Return `status` and `percent` of a handbook, and whether its making is `broken_off`; while it runs, `title` is what is at work."""
	document = frappe.get_doc(steps.DOCTYPE, name)
	document.check_permission("read")
	return steps.watch(name).told_of(document)


@frappe.whitelist(methods=["GET"])
def print_pages(name: str, first: int, last: int) -> None:
	"""Send the pages `first` to `last`, as they are numbered in the book that was made, as a PDF.

	Raises PermissionError if the caller may not print the handbook, BookError if there is no book or it has no such pages.
	"""
	document = frappe.get_doc(steps.DOCTYPE, name)
	document.check_permission("print")
	content = making.stored_pdf(document)
	first, last = cint(first), cint(last)
	if not 1 <= first <= last <= document.pages:
		frappe.throw(
			_("The book has the pages 1 to {0}. Enter the first and the last page that you want.").format(
				document.pages
			),
			BookError,
		)
	with files_are_written():
		chosen = binding.pages_of(content, document.front_pages + first, document.front_pages + last)
	pages = f"{first}" if first == last else f"{first}-{last}"
	_send(f"{document.branch}{document.year}年党组织活动手册-{pages}.pdf", chosen)


@frappe.whitelist(methods=["GET"])
def print_blank(branch: str, year: int, activities: int = 24) -> None:
	"""Send a handbook to be written into by hand, with sheets for so many `activities`.

	Raises PermissionError if the caller may make no handbook of the branch, ValidationError for a year or number that cannot be.
	"""
	scope_for(steps.DOCTYPE, "create").check_branch(branch)
	year, activities = check_year(cint(year), ahead=1), cint(activities)
	if not 1 <= activities <= _MOST_ACTIVITIES:
		frappe.throw(
			_("Enter a number of activities from 1 to {0}.").format(_MOST_ACTIVITIES), frappe.ValidationError
		)
	with files_are_written():
		content = blank_handbook.to_pdf(branch, year, activities)
	_send(f"{branch}{year}年党组织活动手册（空白）.pdf", content)


def _send(file_name: str, content: bytes) -> None:
	frappe.local.response.update({"type": "pdf", "filename": file_name, "filecontent": content})
