"""The PDF engine of this machine: what it cannot do, and what is mended in what it makes."""

import subprocess
from functools import lru_cache
from typing import Any

import frappe

from party_affairs.permissions.register import REGISTER
from party_affairs.permissions.requests import address
from party_affairs.printing.searchable import searchable

SHRINKING = 125 / 96
"""By how much wkhtmltopdf without its own Qt makes pages smaller than their measures say: a millimetre is one with it (measured)."""

_PRINTS = "frappe.utils.print_format."


@lru_cache(maxsize=1)
def shrinks_pages() -> bool:
	"""Whether wkhtmltopdf was built on the system's Qt, as Debian's is: that prints everything smaller."""
	try:
		answer = subprocess.run(
			["wkhtmltopdf", "--version"], capture_output=True, text=True, timeout=20, check=False
		)
	except OSError:
		return False
	return "with patched qt" not in answer.stdout


def to_pdf(page: str, options: dict[str, Any] | None = None) -> bytes:
	"""Return the PDF of a page of HTML, in which texts are found by who searches it; every PDF of ours is made here."""
	# Frappe's module opens a log of the site when it is imported, so it waits until there is a site.
	from frappe.utils.pdf import get_pdf

	return searchable(get_pdf(page, options))


def after_request(response=None, request=None) -> None:
	"""Hook: the same for what Frappe itself prints of our documents."""
	if response is None or response.mimetype != "application/pdf" or response.direct_passthrough:
		return
	doctype = frappe.form_dict.get("doctype")
	if isinstance(doctype, str) and doctype in REGISTER and (address.method() or "").startswith(_PRINTS):
		response.set_data(searchable(response.get_data()))
