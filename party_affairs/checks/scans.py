"""Scans and other papers that rows of a table name: private files of the caller's, PDF or photo, whole and readable."""

import io

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of
from party_affairs.checks.manifest import sum_of
from party_affairs.exceptions import ArchiveError
from party_affairs.facts.files import with_address
from party_affairs.file_contents import is_picture_or_pdf, path_of


def require_scan(doc: Document, table: str, row: Document) -> None:
	"""Raise ArchiveError unless the file of a row is private, the caller's to attach, and a PDF or a photo.

	A file is named by its address, which anybody may write; it then opens to whoever reads the document.
	"""
	place = _("{0}, row {1}").format(label_of(doc, table), row.idx)
	address = row.file or ""
	if not address.startswith("/private/files/"):
		frappe.throw(_("{0}: upload the file as a private one.").format(place), ArchiveError)
	if not any(frappe.has_permission("File", "read", name) for name in with_address(address)):
		frappe.throw(_("{0}: there is no such file of yours. Upload it again.").format(place), ArchiveError)
	if not is_picture_or_pdf(address):
		frappe.throw(
			_("{0}: a scan is a PDF file or a photo. Save it as one of these.").format(place), ArchiveError
		)


def page_count_and_sum(doc: Document, table: str, row: Document) -> tuple[int, str]:
	"""Return how many pages the file of a row has, and its SHA-256. Raise ArchiveError for one that nobody can read."""
	path = path_of(row.file)
	content = path.read_bytes() if path.is_file() else b""
	try:
		return pages_of(content), sum_of(content)
	except ValueError:
		frappe.throw(
			_(
				"{0}, row {1}: the file cannot be read, or is locked by a password. Save it anew and upload that."
			).format(label_of(doc, table), row.idx),
			ArchiveError,
		)


def pages_of(content: bytes) -> int:
	"""Return how many pages a PDF or photo has. Raise ValueError for what is neither, or is locked."""
	if content.startswith(b"%PDF"):
		try:
			reader = PdfReader(io.BytesIO(content))
			pages = 0 if reader.is_encrypted else len(reader.pages)
		except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError) as error:
			raise ValueError(str(error)) from error
		if not pages:
			raise ValueError("locked or empty")
		return pages
	try:
		with Image.open(io.BytesIO(content)) as picture:
			picture.verify()
	except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
		raise ValueError(str(error)) from error
	return 1
