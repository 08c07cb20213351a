"""Slips with the codes of a secret vote or questionnaire: printed in the moment in which they are made, and kept nowhere."""

from collections.abc import Callable, Sequence

import frappe
from frappe import _

from party_affairs.language import CHINESE, in_language
from party_affairs.printing import html, pages
from party_affairs.printing.paper import Paper


def answer_with(
	codes: Sequence[str], write: Callable[[Sequence[str]], Paper], exception: type[Exception]
) -> None:
	"""Answer the request with the PDF of what `write` makes of the codes, or raise `exception` and make no codes.

	Nothing of the codes is logged.
	"""
	try:
		with in_language(CHINESE):
			pdf = pages.to_pdf(html.to_html(write(codes)))
	except Exception:
		# Frappe logs errors with the values of all variables, and here these are the codes.
		frappe.db.rollback()
		pdf = None
	if pdf is None:
		frappe.throw(
			_(
				"The slips could not be printed, so no codes were made. Ask the administrator to check the PDF engine."
			),
			exception,
		)
	frappe.local.response.update({"type": "pdf", "filename": "slips.pdf", "filecontent": pdf})
