"""Speaking a given language, independent of the user's own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import frappe

CHINESE = "zh"


def site_language() -> str:
	"""Return the language of the site, Chinese if none is set."""
	return frappe.db.get_single_value("System Settings", "language") or CHINESE


def in_site_language() -> AbstractContextManager[None]:
	"""Translate into the site's language inside: what is stored or mailed is for many readers."""
	return in_language(site_language())


@contextmanager
def in_language(language: str) -> Iterator[None]:
	"""Translate into `language` inside, and go back to the one before even after an error."""
	before, templates = frappe.local.lang, frappe.local.jenv
	if language == before:
		yield
		return
	# Jinja keeps the language in its environment, so that goes as well.
	frappe.local.lang, frappe.local.jenv = language, None
	try:
		yield
	finally:
		frappe.local.lang, frappe.local.jenv = before, templates
