"""The private keys of running votes: files in a folder of the site that no backup of Frappe's takes along.

They never enter the database, so neither a dump nor its binary log can open an urn.
"""

import os
from pathlib import Path

import frappe

from party_affairs.exceptions import files_are_written

_FOLDER = "appraisal_keys"
_SUFFIX = ".key"


def store(vote: str, private_key: str) -> None:
	"""Keep the private key of a vote (the name of its document) where only the server's own user can read it.

	Raise FileError if it cannot be written; nothing of it is left then.
	"""
	path = _path(vote)
	with files_are_written():
		path.parent.mkdir(mode=0o700, exist_ok=True)
		try:
			with open(
				os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
			) as file:
				file.write(private_key)
				file.flush()
				# On the disk before the database says that voting is open: without its key an urn is lost.
				os.fsync(file.fileno())
		except OSError:
			path.unlink(missing_ok=True)
			raise


def load(vote: str) -> str | None:
	"""Return the private key of a vote, None if it is not there (any more)."""
	path = _path(vote)
	return path.read_text(encoding="ascii") if path.exists() else None


def destroy(vote: str) -> None:
	"""Overwrite and remove the private key of a vote: what was sealed for it stays sealed for ever."""
	path = _path(vote)
	if not path.exists():
		return
	try:
		with path.open("r+b") as file:
			file.write(os.urandom(path.stat().st_size))
			file.flush()
			os.fsync(file.fileno())
	finally:
		path.unlink()


def destroy_after_commit(vote: str) -> None:
	"""Destroy the key once the database has kept what was counted with it."""
	frappe.db.after_commit.add(lambda: destroy(vote))


def destroy_unused(running: set[str]) -> list[str]:
	"""Destroy the keys of all votes but the `running` ones; return their names.

	A key is left over where the process ended between the commit and its destruction.
	"""
	folder = _folder()
	left = [path.stem for path in folder.glob(f"*{_SUFFIX}")] if folder.exists() else []
	unused = sorted(set(left) - running)
	for vote in unused:
		destroy(vote)
	return unused


def _folder() -> Path:
	return Path(frappe.get_site_path(_FOLDER))


def _path(vote: str) -> Path:
	return _folder() / f"{vote}{_SUFFIX}"
