"""Private files that a request names: their addresses pass only for those who may read them.

Whoever makes a File of his own with the address of another one, puts it into a field, mails it or imports it, would read it:
the platform asks only for the right to the record that names the address.
"""

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

import frappe
from frappe import _

_PRIVATE = "private/files/"
_ADDRESS = re.compile(r"private/files/[^\"'<>?#\\\n\r]+")


def check_addresses(texts: Iterable[str]) -> None:
	"""Raise PermissionError if one of `texts` holds the address of a private file that the caller may not read."""
	addresses = {address for text in texts for address in _addresses_in(text)}
	if not addresses:
		return
	files = frappe.get_all(
		"File", filters={"file_url": ["in", sorted(addresses)]}, fields=["name", "file_url"]
	)
	for address in {file.file_url for file in files}:
		names = [file.name for file in files if file.file_url == address]
		if not any(frappe.get_doc("File", name).has_permission("read") for name in names):
			frappe.throw(
				_("You have no right to the file {0}.").format(frappe.bold(address.rsplit("/", 1)[-1])),
				frappe.PermissionError,
			)


def _addresses_in(text: str) -> set[str]:
	decoded = unquote(unquote(text)) if "%" in text else text
	if _PRIVATE not in posixpath.normpath(decoded):
		return set()
	# A name may hold blanks, so in the midst of other text each shorter piece may be the address as well.
	pieces = {decoded, *_ADDRESS.findall(decoded)}
	pieces |= {piece.split()[0] for piece in pieces if piece.split()}
	pieces |= {piece.rstrip(").,;") for piece in pieces}
	return {
		"/" + _PRIVATE + posixpath.normpath(piece).split(_PRIVATE, 1)[1]
		for piece in pieces
		if _PRIVATE in posixpath.normpath(piece)
	}
