"""The packed volume: files with their sums in one ZIP that is the same byte for byte, and what differs in one that was stored. Knows no site."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

SUMS, MANIFEST, SCRIPT, README = "SHA256SUMS", "manifest.json", "verify.py", "说明.txt"
_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP can name: when it was packed must not change it."""
_REGULAR_FILE = 0o100644 << 16
_SUM_LENGTH = 64
_NOT_IN_NAMES = str.maketrans({**dict.fromkeys('/\\:*?"<>|', "_"), **dict.fromkeys("\r\n\t", " ")})
_LONGEST_NAME = 60
MISSING, ADDED, CHANGED, RENAMED, UNREADABLE = "missing", "added", "changed", "renamed", "unreadable"


class FileDifference(NamedTuple):
	"""A file that is missing, was added, changed or renamed (`now` is what it is called today), or the whole that cannot be read."""

	kind: str
	path: str
	now: str = ""


def sum_of(content: bytes) -> str:
	"""Return the SHA-256 of a content in hexadecimal."""
	return hashlib.sha256(content).hexdigest()


def file_name(text: str) -> str:
	"""Return a text as part of a file's name that Windows, Mac and Linux take."""
	name = " ".join(text.translate(_NOT_IN_NAMES).split()).strip(". ")
	return name[:_LONGEST_NAME].strip(". ") or "_"


def file_name_ending(title: str, ending: str) -> str:
	"""Return a title as the name of a file with an ending such as .pdf, which it may have already."""
	stem = title[: -len(ending)] if ending and title.lower().endswith(ending.lower()) else title
	return file_name(stem if stem.strip(". ") else title) + ending


def packed(files: Mapping[str, bytes]) -> bytes:
	"""Return a ZIP of files by path with their sums; the same files give the same bytes. Contents are stored as they are."""
	sums = "".join(f"{sum_of(content)}  {path}\n" for path, content in sorted(files.items()))
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
		for path, content in sorted({**files, SUMS: sums.encode()}.items()):
			entry = zipfile.ZipInfo(path, _DAY)
			entry.external_attr = _REGULAR_FILE
			entry.create_system = 3
			archive.writestr(entry, content)
	return stream.getvalue()


def differences(content: bytes) -> list[FileDifference]:
	"""Return what differs in a packed volume from the sums that it carries, by path."""
	try:
		archive = zipfile.ZipFile(io.BytesIO(content))
	except (zipfile.BadZipFile, ValueError, OSError) as error:
		return [FileDifference(UNREADABLE, "", str(error))]
	with archive:
		found = {entry.filename: _read(archive, entry) for entry in archive.infolist() if not entry.is_dir()}
	wanted = _sums(found.pop(SUMS, None) or b"")
	if not wanted:
		return [FileDifference(MISSING, SUMS)]
	today = {path: sum_of(read) if read is not None else "" for path, read in found.items()}
	return _compared(wanted, today)


def _compared(wanted: Mapping[str, str], today: Mapping[str, str]) -> list[FileDifference]:
	gone = {path: digest for path, digest in wanted.items() if path not in today}
	new = {path: digest for path, digest in today.items() if path not in wanted}
	told = [
		FileDifference(CHANGED, path) for path, digest in today.items() if wanted.get(path, digest) != digest
	]
	for path, digest in gone.items():
		again = next((other for other, same in new.items() if same == digest), None)
		if again is None:
			told.append(FileDifference(MISSING, path))
		else:
			del new[again]
			told.append(FileDifference(RENAMED, path, again))
	told += [FileDifference(ADDED, path) for path in new]
	return sorted(told, key=lambda one: one.path)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
	"""A changed byte breaks the entry's own check: None then."""
	try:
		return archive.read(entry)
	except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
		return None


def _sums(content: bytes) -> dict[str, str]:
	lines = content.decode("utf-8", "replace").splitlines()
	return {line[_SUM_LENGTH + 2 :]: line[:_SUM_LENGTH] for line in lines if len(line) > _SUM_LENGTH + 2}
