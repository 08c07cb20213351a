"""What a file is that cannot be read as a table, by its bytes, and what to do with it."""

import zipfile
from collections.abc import Sequence

from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.rules.message import Message

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

_BEGINNINGS: tuple[tuple[bytes, Message], ...] = (
	(b"%PDF", Message("a PDF")),
	(b"\x89PNG", Message("a picture")),
	(b"\xff\xd8\xff", Message("a picture")),
	(b"GIF8", Message("a picture")),
	(b"II*\x00", Message("a picture")),
	(b"MM\x00*", Message("a picture")),
	(b"{\\rtf", Message("a Word document")),
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06")
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<meta", b"mime-version:")
_STREAMS = (
	("WordDocument", Message("a Word document")),
	("PowerPoint Document", Message("a presentation")),
	("__substg1.0_", Message("a mail")),
)


def damaged() -> WorkbookError:
	"""Return the error of a file that is no workbook or a broken one."""
	return WorkbookError(
		file_problem(
			"The file is damaged or no Excel workbook (.xlsx). Open it in Excel, save it as .xlsx, and upload it again."
		)
	)


def with_password() -> Problem:
	"""Return that a workbook can only be opened with a password."""
	return file_problem(
		"The workbook is protected by a password. Remove the password in Excel and upload it again."
	)


def unreadable_old_book() -> Problem:
	"""Return that a file of the old format cannot be read."""
	return file_problem(
		"This file of the old .xls or .et format cannot be read. Open it in Excel or WPS, save it as .xlsx, and upload that."
	)


def of_bytes(content: bytes) -> Problem | None:
	"""Return what a file is by its first bytes, None if they tell nothing."""
	start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
	for beginning, kind in _BEGINNINGS:
		if start.startswith(beginning):
			return _no_table(kind)
	is_bitmap = start[:2] == b"BM" and start[6:10] == bytes(4)
	is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
	if (
		is_bitmap
		or is_webp
		or start[4:12]
		in (
			b"ftypheic",
			b"ftypmif1",
			b"ftypheix",
		)
	):
		return _no_table(Message("a picture"))
	if start.startswith(_ARCHIVES):
		return _archive()
	lower = start.lower()
	if lower.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
		return _other_table(Message("an XML table"))
	if lower.startswith(_WEB_PAGES) or (
		lower.startswith((b"<?xml", b"<!--", b"<!doctype")) and b"<html" in lower
	):
		return _other_table(Message("a web page"))
	return None


def of_compound_file(content: bytes) -> Problem | None:
	"""Return what a file of the older Office is, None if it may be a workbook."""
	if _names(content, "EncryptedPackage"):
		return with_password()
	if _names(content, "Workbook") or _names(content, "Book"):
		return None
	for stream, kind in _STREAMS:
		if _names(content, stream):
			return _no_table(kind)
	return unreadable_old_book()


def _names(content: bytes, stream: str) -> bool:
	return stream.encode("utf-16-le") in content


def of_package(entries: Sequence[zipfile.ZipInfo], package: zipfile.ZipFile) -> Problem | None:
	"""Return what a ZIP file is, None if it may be a workbook."""
	names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
	if any(entry.flag_bits & 0x1 for entry in entries):
		return with_password()
	if "xl/workbook.bin" in names:
		return _other_table(Message("a binary workbook (.xlsb)"))
	if any(name.startswith("xl/") for name in names):
		return None
	if "content.xml" in names and "mimetype" in names:
		kind = package.read("mimetype")[:80] if package.getinfo("mimetype").file_size < 200 else b""
		if b"spreadsheet" in kind:
			return _other_table(Message("a workbook of LibreOffice (.ods)"))
		return _no_table(Message("a document of LibreOffice"))
	if any(name.endswith(".iwa") or name == "index.zip" for name in names):
		return _other_table(Message("a workbook of Apple Numbers"))
	if any(name.startswith("word/") for name in names):
		return _no_table(Message("a Word document"))
	if any(name.startswith("ppt/") for name in names):
		return _no_table(Message("a presentation"))
	if "ofd.xml" in names:
		return _no_table(Message("an OFD document"))
	if any(name.endswith((".xlsx", ".xls", ".csv", ".et")) for name in names):
		return _archive()
	return damaged().problems[0]


def _other_table(kind: Message) -> Problem:
	return file_problem(
		"This file is {kind}, whatever its name says. Open it in Excel or WPS, save it as .xlsx, and upload that.",
		kind=kind,
	)


def _no_table(kind: Message) -> Problem:
	return file_problem(
		"This file is {kind}, whatever its name says, and no table can be read from it. Copy the table into an Excel workbook, or fill in the template, and upload that.",
		kind=kind,
	)


def _archive() -> Problem:
	return file_problem("This file is an archive. Unpack it and upload the workbooks in it.")
