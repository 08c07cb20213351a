"""Many workbooks at once: single files, folders, and ZIP archives as Windows, Mac and WPS make them. Knows nothing of the site."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.importing.source import MAX_FILE_BYTES, MEGABYTE

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv")
"""How the names of workbooks end."""
MAX_UNPACKED_BYTES = 1024 * MEGABYTE
MAX_ENTRIES = 2000

_ARCHIVE = ".zip"
_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError)
_UTF_8 = 0x800
_ENCRYPTED = 0x1
_CHUNK = MEGABYTE
_OF_THE_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini")
_HIDDEN = (".", "~$")
"""How files begin that a system, or an open Excel, puts beside those of the user."""


@dataclass(frozen=True)
class Found:
	"""A file among many: its name with its folders, and how to get at its content.

	`load` raises WorkbookError with the reason if it cannot be unpacked.
	"""

	name: str
	load: Callable[[], bytes]

	@property
	def is_workbook(self) -> bool:
		"""Whether its name says that it is a workbook; other files among them, such as photos, are nobody's fault."""
		return self.name.lower().endswith((*WORKBOOKS, _ARCHIVE))


def in_folder(folder: Path) -> Iterator[Found]:
	"""Yield the files in a folder and those below it, by name; what a system puts there is left out."""
	for path in sorted(folder.rglob("*")):
		name = path.relative_to(folder).as_posix()
		if path.is_file() and not _is_of_the_system(name):
			yield from at(path, name)


def at(path: Path, name: str | None = None) -> Iterator[Found]:
	"""Yield the workbook at a path, or those of an archive there."""
	name = name or path.name
	if path.suffix.lower() == _ARCHIVE:
		yield from in_archive(path.read_bytes(), name)
	else:
		yield Found(name, path.read_bytes)


def in_archive(content: bytes, name: str) -> Iterator[Found]:
	"""Yield the files in an archive, by name. An archive that cannot be read is one file that says so when it is loaded."""
	try:
		archive = zipfile.ZipFile(io.BytesIO(content))
		entries = [entry for entry in archive.infolist() if not entry.is_dir()]
	except _DAMAGED:
		yield Found(
			name, _refusing(file_problem("The archive is damaged or no ZIP file. Pack the workbooks anew."))
		)
		return
	if len(entries) > MAX_ENTRIES:
		reason = file_problem(
			"The archive holds {count} files, and at most {most} are taken. Divide it.",
			count=len(entries),
			most=MAX_ENTRIES,
		)
		yield Found(name, _refusing(reason))
		return
	unpacking = _Unpacking(archive)
	named = {_name(entry): entry for entry in entries}
	for entry_name in sorted(named):
		if not _is_of_the_system(entry_name):
			yield Found(entry_name, unpacking.loader(entry_name, named[entry_name]))


def uploaded(files: Iterable[tuple[str, bytes]]) -> Iterator[Found]:
	"""Yield the workbooks of uploaded files (name and content), those in archives among them."""
	for name, content in files:
		if name.lower().endswith(_ARCHIVE):
			yield from in_archive(content, name)
		else:
			yield Found(name, lambda content=content: content)


class _Unpacking:
	"""Reads the entries of an archive and keeps count of what they come to: what an archive says of itself proves nothing."""

	def __init__(self, archive: zipfile.ZipFile) -> None:
		self._archive = archive
		self._unpacked = 0

	def loader(self, name: str, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
		if name.lower().endswith(_ARCHIVE):
			return _refusing(file_problem("An archive within an archive is not opened. Unpack it first."))
		return lambda: self._load(entry)

	def _load(self, entry: zipfile.ZipInfo) -> bytes:
		if entry.flag_bits & _ENCRYPTED:
			raise WorkbookError(
				file_problem("The file in the archive is protected by a password. Pack it without one.")
			)
		try:
			content = self._read(entry)
		except (*_DAMAGED, zlib.error) as error:
			raise WorkbookError(
				file_problem("The file in the archive is damaged. Pack the workbooks anew.")
			) from error
		return content

	def _read(self, entry: zipfile.ZipInfo) -> bytes:
		parts, size = [], 0
		with self._archive.open(entry) as stream:
			while part := stream.read(_CHUNK):
				size += len(part)
				self._unpacked += len(part)
				if size > MAX_FILE_BYTES:
					raise WorkbookError(
						file_problem(
							"The file is too large: unpacked it has more than {most} MB.",
							most=MAX_FILE_BYTES // MEGABYTE,
						)
					)
				if self._unpacked > MAX_UNPACKED_BYTES:
					raise WorkbookError(
						file_problem(
							"The archive is too large: unpacked it has more than {most} MB. Divide it.",
							most=MAX_UNPACKED_BYTES // MEGABYTE,
						)
					)
				parts.append(part)
		return b"".join(parts)


def _name(entry: zipfile.ZipInfo) -> str:
	"""Return the name of an entry. Windows in China writes it in GBK and does not say so; others mean UTF-8."""
	name = entry.filename
	if not entry.flag_bits & _UTF_8:
		raw = name.encode("cp437", errors="replace")
		for encoding in ("utf-8", "gb18030"):
			try:
				name = raw.decode(encoding)
				break
			except UnicodeDecodeError:
				continue
	return name.replace("\\", "/").lstrip("/")


def _is_of_the_system(name: str) -> bool:
	parts = PurePosixPath(name).parts
	return any(part in _OF_THE_SYSTEM or part.startswith(_HIDDEN) for part in parts)


def _refusing(problem: Problem) -> Callable[[], bytes]:
	def load() -> bytes:
		raise WorkbookError(problem)

	return load
