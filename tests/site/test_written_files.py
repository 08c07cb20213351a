"""What the server writes into files: whole or not at all, and nothing of it is left lying about."""

import errno
import os
import tempfile
import time
from pathlib import Path

import pytest

import frappe

from party_affairs.checks import written_files
from party_affairs.exceptions import FileError

pytestmark = pytest.mark.site

DAY = 24 * 60 * 60


@pytest.fixture
def full_disk(monkeypatch):
	"""What is written into a file gets half-way."""

	def full(_descriptor):
		raise OSError(errno.ENOSPC, "No space left on device")

	monkeypatch.setattr(os, "fsync", full)


def test_an_attachment_that_finds_no_room_leaves_nothing(full_disk):
	name = f"{frappe.generate_hash(length=10)}.txt"
	with pytest.raises(FileError, match="磁盘"):
		frappe.get_doc({"doctype": "File", "file_name": name, "content": "扫描", "is_private": 1}).insert()
	assert not Path(frappe.get_site_path("private", "files", name)).exists()


def test_a_file_of_the_older_way_that_finds_no_room_leaves_nothing(monkeypatch):
	name = f"{frappe.generate_hash(length=10)}.pdf"
	path = Path(frappe.get_site_path("private", "files", name))

	def half(*_args, **_options):
		path.write_bytes(b"%PDF")
		raise OSError(errno.ENOSPC, "No space left on device")

	monkeypatch.setattr(written_files, "save_file_on_filesystem", half)
	with pytest.raises(FileError):
		written_files.write_file(name, b"%PDF-1.4", content_type="application/pdf", is_private=1)
	assert not path.exists()


def test_another_app_that_stores_files_is_asked_first(monkeypatch):
	stored = []
	hooks = frappe.get_hooks

	def with_another(hook=None, *args, **options):
		found = hooks(hook, *args, **options)
		return [*found, "another.app.write"] if hook == "write_file" else found

	monkeypatch.setattr(frappe, "get_hooks", with_another)
	monkeypatch.setattr(frappe, "get_attr", lambda _path: lambda *given, **_options: stored.append(given))
	written_files.write_file("file")
	assert stored == [("file",)]


def test_old_files_of_broken_prints_are_swept_and_no_others(tmp_path, monkeypatch):
	monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
	for name, days in (
		("frappe-pdf-a.html", 2),
		("openpyxl.b", 2),
		("wktemp-c.html", 2),
		("openpyxl.d", 0),
		("e", 2),
	):
		(tmp_path / name).write_text("姓名")
		os.utime(tmp_path / name, (time.time() - days * DAY,) * 2)
	(tmp_path / "openpyxl.folder").mkdir()
	written_files.sweep()
	assert sorted(path.name for path in tmp_path.iterdir()) == ["e", "openpyxl.d", "openpyxl.folder"]
