"""Files that the server writes: whole or not at all, and what broken off prints and exports left is swept away."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.file_manager import save_file_on_filesystem

from party_affairs.exceptions import files_are_written

_HOOK = "party_affairs.checks.written_files.write_file"
_LEFT_BEHIND = ("frappe-pdf-*", "openpyxl.*", "wktemp-*")
"""What names the temporary files begin with in which prints and exports of Frappe, openpyxl and wkhtmltopdf are made."""
_KEPT_SECONDS = 24 * 60 * 60


def write_file(file: Any, *content: Any, **options: Any) -> dict[str, str]:
	"""Hook in place of how a File is written: where there is no room, half of it does not stay behind. Raise FileError.

	Frappe calls it with a new File, in an older way with its name and content. Another app that stores files is asked first.
	"""
	others = [method for method in frappe.get_hooks("write_file") if method != _HOOK]
	if others:
		return frappe.get_attr(others[0])(file, *content, **options)
	with files_are_written():
		try:
			if content:
				return save_file_on_filesystem(file, *content, **options)
			return file.save_file_on_filesystem()
		except OSError:
			_path(file, **options).unlink(missing_ok=True)
			raise


def _path(file: Any, is_private: int = 0, **_options: Any) -> Path:
	if isinstance(file, str):
		return Path(frappe.get_site_path("private" if is_private else "public", "files", file))
	return Path(file.get_full_path())


def sweep() -> None:
	"""Daily hook: remove temporary files of prints and exports whose process was killed or found the disk full.

	They hold what was printed. Only this user's, older than a day.
	"""
	before = time.time() - _KEPT_SECONDS
	folder = Path(tempfile.gettempdir())
	for path in (path for pattern in _LEFT_BEHIND for path in folder.glob(pattern)):
		# Another worker may sweep at the same time.
		with suppress(FileNotFoundError):
			status = path.lstat()
			if status.st_uid == os.getuid() and status.st_mtime < before and path.is_file():
				path.unlink()
