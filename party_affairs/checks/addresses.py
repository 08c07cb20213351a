"""Addresses on the internet that people type: read by others, so they lead where they say and carry no login."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of


def require_web_address(doc: Document, fieldname: str, schemes: tuple[str, ...] = ("http", "https")) -> None:
	"""Tidy the address in a field. Raise ValidationError unless it is empty, or one of `schemes` with a host and without a login."""
	address = (doc.get(fieldname) or "").strip()
	doc.set(fieldname, address or None)
	if not address:
		return
	try:
		parts = urlsplit(address)
		host, port = parts.hostname or "", parts.port
	except ValueError:
		_refuse(doc, fieldname, schemes)
	if (
		parts.scheme.lower() not in schemes
		or "." not in host
		or port == 0
		or parts.username is not None
		or any(character.isspace() or character in "\\<>\"'`" for character in address)
	):
		_refuse(doc, fieldname, schemes)


def _refuse(doc: Document, fieldname: str, schemes: tuple[str, ...]) -> None:
	frappe.throw(
		_(
			"{0} must be the address of a page that begins with {1}, without blanks, user name or password. Copy it from the browser."
		).format(label_of(doc, fieldname), " / ".join(f"{scheme}://" for scheme in schemes))
	)
