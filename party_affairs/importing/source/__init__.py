"""From the bytes of a file to the cells of its sheets, whatever the format: .xlsx (strict or not), .xls, .csv.

grid               a sheet and its cells, the same for every format
ooxml, biff, text  one format each
kinds              what a file is that is none of these, and what to do with it
"""

import io
import zipfile

from party_affairs.importing.problems import WorkbookError, file_problem
from party_affairs.importing.source import biff, kinds, ooxml, text
from party_affairs.importing.source.grid import (
	MAX_COLUMNS,
	MAX_ROWS,
	Book,
	Grid,
	Merged,
	Unreadable,
	cell_text,
)

__all__ = (
	"MAX_COLUMNS",
	"MAX_FILE_BYTES",
	"MAX_ROWS",
	"Book",
	"Grid",
	"Merged",
	"Unreadable",
	"cell_text",
	"open_book",
)

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 100 * MEGABYTE
"""What is read at all; pictures in a workbook are not looked at."""
MAX_TEXT_BYTES = MAX_OLD_BYTES = 30 * MEGABYTE
"""What is read of a .csv or .xls, which are read as a whole."""
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_CELLS_BYTES = 80 * MEGABYTE
"""What the sheets themselves may hold, unpacked, without pictures."""


def open_book(content: bytes, file_name: str = "") -> Book:
	"""Return the sheets of a file by what its bytes are; its name only names the sheet of a text file.

	Raises WorkbookError if it is damaged, protected by a password, too large, or something else than a table, with a
	sentence that says what it is and what to do.
	"""
	if len(content) > MAX_FILE_BYTES:
		raise WorkbookError(_too_heavy(len(content), 0))
	if content.startswith(kinds.OLE):
		return _old_book(content)
	if content.startswith(kinds.ZIP):
		return _package(content)
	if reason := kinds.of_bytes(content):
		raise WorkbookError(reason)
	if len(content) > MAX_TEXT_BYTES:
		raise WorkbookError(_too_long(len(content)))
	if book := text.read(content, file_name):
		return book
	raise kinds.damaged()


def _old_book(content: bytes) -> Book:
	if reason := kinds.of_compound_file(content):
		raise WorkbookError(reason)
	if len(content) > MAX_OLD_BYTES:
		raise WorkbookError(_too_long(len(content)))
	return biff.read(content)


def _package(content: bytes) -> Book:
	"""Sizes are looked at before anything is unpacked; a package that lies about them breaks off while it is read."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as package:
			entries = package.infolist()
			if reason := kinds.of_package(entries, package):
				raise WorkbookError(reason)
			unpacked = sum(entry.file_size for entry in entries)
			cells = sum(entry.file_size for entry in entries if ooxml.is_read(entry.filename))
			if cells > MAX_CELLS_BYTES:
				raise WorkbookError(
					file_problem(
						"The workbook is too large: unpacked, its sheets have {size} MB, and {most} MB are read. Usually these are formats on empty rows: copy the filled rows into a new workbook and upload that.",
						size=_megabytes(cells),
						most=MAX_CELLS_BYTES // MEGABYTE,
					)
				)
			if unpacked > MAX_UNPACKED_BYTES:
				raise WorkbookError(_too_heavy(unpacked, unpacked - cells))
			return ooxml.read(package)
	except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError) as error:
		raise kinds.damaged() from error


def _too_heavy(size: int, pictures: int):
	if pictures:
		return file_problem(
			"The workbook is too large: unpacked it has {size} MB ({pictures} MB of them pictures and the like), and at most {most} MB are taken. Delete the pictures, or compress them in Excel, and upload it again.",
			size=_megabytes(size),
			pictures=_megabytes(pictures),
			most=MAX_UNPACKED_BYTES // MEGABYTE,
		)
	return file_problem(
		"The file is too large: it has {size} MB, and at most {most} MB are taken. Delete the pictures in it, or compress them in Excel, and upload it again.",
		size=_megabytes(size),
		most=MAX_FILE_BYTES // MEGABYTE,
	)


def _too_long(size: int):
	return file_problem(
		"The file is too large: it has {size} MB, and of this format at most {most} MB are read. Save it in Excel as .xlsx and upload that.",
		size=_megabytes(size),
		most=MAX_OLD_BYTES // MEGABYTE,
	)


def _megabytes(size: int) -> int:
	return -(-size // MEGABYTE)
