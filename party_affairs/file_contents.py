"""What a file claims to be by its name, and what it is by its content; and addresses under which files are kept."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import Image
from pypdf import PdfReader

import frappe
from frappe import _

from party_affairs.field_values import shown, unwritable

_LONGEST_NAME = 140
_IN_NO_NAME = frozenset("<>/\\")
"""Frappe takes the first two for tags, which it closes with a slash; the others divide a path."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How documents of Microsoft Office began before 2007, and how those of WPS begin."""
_KEPT = ("/files/", "/private/files/")


def refusal_of_file(name: str, content: bytes) -> str | None:
	"""Return the sentence that says why a file cannot be attached, None if it can: empty, or not of the kind its name claims."""
	if not content:
		return _("{0} is empty. Please choose the file again.").format(shown(name))
	ending = _ending(name)
	is_kind = _KINDS.get(ending)
	if is_kind and not is_kind(content):
		return _("{0} is no {1} file. Open it on your computer, save it anew and attach that.").format(
			shown(name), ending
		)
	return None


def refusal_of_name(name: str) -> str | None:
	"""Return the sentence that says why no file can have this name, None if it can."""
	if unwritable(name) or len(name.encode()) > _LONGEST_NAME or _IN_NO_NAME & {*name} or name == "..":
		return _(
			"{0} is no name for a file. Give the file a short one without angle brackets and slashes."
		).format(shown(name))
	return None


def refusal_of_address(address: str) -> str | None:
	"""Return the sentence that says why an address names no file of this site, None if there is one.

	An address elsewhere would be fetched by whoever opens the document, and may change what it shows.
	"""
	path = unquote(address).partition("?")[0]
	if not path.startswith(_KEPT) or unwritable(path) or ".." in PurePosixPath(path).parts:
		return _("{0} is no file of this site. Upload the file itself.").format(shown(address))
	if not path_of(address).is_file():
		return _("There is no file {0} any more. Upload it again.").format(shown(address))
	return None


def is_elsewhere(address: str) -> bool:
	"""Whether an address names something on another server."""
	return address.startswith(("http://", "https://"))


def path_of(address: str) -> Path:
	"""Return where the file of an address lies on the disk."""
	path = unquote(address).partition("?")[0].lstrip("/")
	return Path(frappe.get_site_path(*(path if path.startswith("private/") else f"public/{path}").split("/")))


def is_picture_or_pdf(name: str) -> bool:
	"""Whether a file claims to be a photo or a PDF: kinds that Frappe itself opens when they are uploaded, and that run nothing."""
	return _KINDS.get(_ending(name)) in (is_picture, _is_pdf)


def _ending(name: str) -> str:
	return PurePosixPath(name).suffix.lower().lstrip(".")


def _is_pdf(content: bytes) -> bool:
	try:
		return bool(PdfReader(io.BytesIO(content)).trailer)
	except Exception:
		# What is broken breaks in many places.
		return False


def _is_package(content: bytes) -> bool:
	"""A document of today's Office, which is a zip archive with a list of what is in it."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			names = archive.namelist()
	except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
		return False
	return bool({"[Content_Types].xml", "mimetype", "OFD.xml"} & set(names))


def _is_archive(content: bytes) -> bool:
	return zipfile.is_zipfile(io.BytesIO(content))


def is_picture(content: bytes) -> bool:
	"""Whether bytes are a picture that can be painted; drawings (SVG), which are texts, are none."""
	try:
		with Image.open(io.BytesIO(content)) as picture:
			picture.load()
	except Exception:
		# Each format has errors of its own for what it cannot read.
		return False
	return True


def _is_text(content: bytes) -> bool:
	return b"\x00" not in content or content[:2] in (b"\xff\xfe", b"\xfe\xff")


def _is_old_table(content: bytes) -> bool:
	"""What many banks hand out as .xls is a text with tabs."""
	return content.startswith((_OLE, b"PK\x03\x04")) or _is_text(content)


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
	return lambda content: content.startswith(beginnings)


_KINDS: dict[str, Callable[[bytes], bool]] = {
	"pdf": _is_pdf,
	**dict.fromkeys(("docx", "xlsx", "pptx", "xlsm", "docm", "odt", "ods", "odp", "ofd"), _is_package),
	**dict.fromkeys(("doc", "ppt", "wps", "et", "dps"), _begins(_OLE, b"PK\x03\x04", b"{\\rtf")),
	"xls": _is_old_table,
	**dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"), is_picture),
	**dict.fromkeys(("txt", "csv", "md", "json"), _is_text),
	"zip": _is_archive,
	"rar": _begins(b"Rar!"),
	"7z": _begins(b"7z\xbc\xaf\x27\x1c"),
	"rtf": _begins(b"{\\rtf"),
}
"""By the ending of the name; what is not named here is taken as it is."""
