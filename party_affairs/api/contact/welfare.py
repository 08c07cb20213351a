"""Endpoint of public welfare: the photo sheets of a branch and a year."""

import frappe
from frappe.utils import cint, getdate, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.exceptions import files_are_written
from party_affairs.permissions import scope_for
from party_affairs.printing import documents, files

_ACTIVITY = "Public Welfare Activity"


@frappe.whitelist(methods=["GET"])
def photo_sheets(branch: str, year: int | str | None = None, file_format: str = "pdf") -> None:
	"""Send the photos that may hang on the board, of a branch and a year (default: this one), as `pdf` or `docx`.

	Raises PermissionError if the caller may not print the activities of the branch, and ValidationError for another kind of file.
	"""
	scope_for(_ACTIVITY, ptype="print").check_branch(branch)
	chosen = check_year(cint(year) or getdate(nowdate()).year)
	document = frappe.get_doc("Party Branch", branch)
	document.flags.photos_of = chosen
	described = documents.paper_of(document, "welfare_photos")
	with files_are_written():
		content = files.write((described,), file_format)
	files.answer_with(f"welfare-photos-{chosen}", file_format, content)
