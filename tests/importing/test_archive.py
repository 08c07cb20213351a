"""Many workbooks at once: which files an archive or folder holds, whatever made it, and what is not unpacked."""

import io
import zipfile

import pytest

from party_affairs.importing import archive
from party_affairs.importing.problems import WorkbookError


def packed(entries, **options):
	made = io.BytesIO()
	with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
		for name, content in entries.items():
			package.writestr(name, content, **options)
	return made.getvalue()


def gbk_archive(name, content):
	"""zipfile marks every name that is not ASCII as UTF-8, so the flag is taken away and the bytes are put in."""
	raw = name.encode("gbk")
	placeholder = "x" * len(raw)
	return packed({placeholder: content}).replace(placeholder.encode(), raw)


def names(content):
	return [found.name for found in archive.in_archive(content, "全市.zip")]


def refusal(found):
	with pytest.raises(WorkbookError) as caught:
		found.load()
	return caught.value.problems[0].line()


def test_workbooks_in_folders_are_found_and_what_systems_add_is_not():
	content = packed(
		{
			"甲所/2025.xlsx": b"a",
			"乙所/深/2025.xls": b"b",
			"乙所/~$2025.xls": b"lock",
			"__MACOSX/甲所/._2025.xlsx": b"mac",
			".DS_Store": b"mac",
			"照片.jpg": b"picture",
		}
	)
	found = list(archive.in_archive(content, "全市.zip"))
	assert [(one.name, one.is_workbook) for one in found] == [
		("乙所/深/2025.xls", True),
		("照片.jpg", False),
		("甲所/2025.xlsx", True),
	]
	assert found[0].load() == b"b"


def test_names_in_gbk():
	[found] = archive.in_archive(gbk_archive("支部工作簿.xlsx", b"a"), "全市.zip")
	assert (found.name, found.load()) == ("支部工作簿.xlsx", b"a")


def test_what_an_archive_unpacks_to_is_counted_and_not_believed(monkeypatch):
	monkeypatch.setattr(archive, "MAX_FILE_BYTES", 2 * archive.MEGABYTE)
	[bomb] = archive.in_archive(packed({"a.xlsx": bytes(3 * archive.MEGABYTE)}), "全市.zip")
	assert "too large" in refusal(bomb)
	monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 3 * archive.MEGABYTE)
	many = packed({f"{number}.xlsx": bytes(2 * archive.MEGABYTE) for number in range(2)})
	first, second = archive.in_archive(many, "全市.zip")
	assert first.load()
	assert "Divide" in refusal(second)


def test_too_many_entries(monkeypatch):
	monkeypatch.setattr(archive, "MAX_ENTRIES", 2)
	[found] = archive.in_archive(packed({f"{number}.xlsx": b"" for number in range(3)}), "全市.zip")
	assert "3 files" in refusal(found)


@pytest.mark.parametrize("content", [b"no archive", packed({"a.xlsx": b"a"})[:-30]])
def test_damaged_archive_says_so(content):
	[found] = archive.in_archive(content, "全市.zip")
	assert found.is_workbook
	assert "damaged" in refusal(found)


def test_damaged_or_locked_entry_leaves_the_others_alone():
	content = bytearray(packed({"a.xlsx": b"a" * 999, "b.xlsx": b"b"}))
	content[40] ^= 0xFF
	first, second = archive.in_archive(bytes(content), "全市.zip")
	assert "damaged" in refusal(first)
	assert second.load() == b"b"


def test_archive_within_an_archive_is_not_opened():
	[found] = archive.in_archive(packed({"内.zip": packed({"a.xlsx": b"a"})}), "全市.zip")
	assert found.is_workbook and "Unpack it first" in refusal(found)


def test_folder_with_archives(tmp_path):
	(tmp_path / "甲").mkdir()
	(tmp_path / "甲" / "a.xlsx").write_bytes(b"a")
	(tmp_path / ".hidden.xlsx").write_bytes(b"h")
	(tmp_path / "乙.zip").write_bytes(packed({"b.xlsx": b"b"}))
	assert [(found.name, found.load()) for found in archive.in_folder(tmp_path)] == [
		("b.xlsx", b"b"),
		("甲/a.xlsx", b"a"),
	]


def test_uploaded_files_and_archives_are_one_list():
	files = [("a.xlsx", b"a"), ("全市.zip", packed({"b.xlsx": b"b"}))]
	assert [(found.name, found.load()) for found in archive.uploaded(files)] == [
		("a.xlsx", b"a"),
		("b.xlsx", b"b"),
	]
