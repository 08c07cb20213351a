"""Many workbooks in one go: one report of all, each workbook on its own, rights, going on after it was killed."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy
import io
import zipfile
from pathlib import Path

import pytest

import frappe

from party_affairs.api import importing
from party_affairs.importing import batch, cli, job
from party_affairs.importing.marked import BEGINS
from tests.importing.test_marked import comments
from tests.site import factory
from tests.site import test_importing_sheets as sheets
from tests.site.year_book import NAME, branch, file_of, put, year  # noqa: F401  (fixtures)

pytestmark = pytest.mark.site

OTHER = "浙江远山律师事务所党支部"
OTHER_TITLE = "中共浙江远山律师事务所支部委员会 2025年度 {}"


@pytest.fixture
def books(branch, year):
	"""A good workbook, one with a fault, one of the other branch that names the members of none, and what is no workbook."""
	worse = copy.deepcopy(year)
	put(worse, "公益活动", "日期", "某日")
	return {
		"甲/good.xlsx": file_of(year),
		"甲/worse.xlsx": file_of(worse),
		"乙/other.xlsx": file_of({"党费": year["党费"]}, OTHER_TITLE),
		"照片.jpg": b"picture",
		"坏.xlsx": b"no workbook",
	}


def packed(entries):
	made = io.BytesIO()
	with zipfile.ZipFile(made, "w") as package:
		for name, content in entries.items():
			package.writestr(name, content)
	return made.getvalue()


@pytest.fixture
def made(branch):
	"""Make a batch of the committee with an archive, or with single files."""

	def make(entries, single=False, organisation="某市律师行业党委", **values):
		document = frappe.get_doc(
			{"doctype": "Party Import Batch", "branch": organisation, **values}
		).insert()
		files = entries if single else {"全市.zip": packed(entries)}
		for name, content in files.items():
			frappe.get_doc(
				{
					"doctype": "File",
					"file_name": Path(name).name,
					"content": content,
					"is_private": 1,
					"attached_to_doctype": document.doctype,
					"attached_to_name": document.name,
				}
			).insert()
		return document

	return make


def lines_of(document):
	document.reload()
	return {line.file_name: line for line in document.lines}


def results(document):
	return {name: line.result for name, line in lines_of(document).items()}


def test_each_workbook_has_its_line_and_its_import(made, books):
	document = made(books)
	batch.run(document.name)
	lines = lines_of(document)
	assert {name: line.result for name, line in lines.items()} == {
		"甲/good.xlsx": "Imported",
		"甲/worse.xlsx": "Refused",
		"乙/other.xlsx": "Refused",
		"照片.jpg": "Left Out",
		"坏.xlsx": "Refused",
	}
	assert document.status == "Partly Completed"
	good, worse = lines["甲/good.xlsx"], lines["甲/worse.xlsx"]
	assert (good.branch, good.year, good.problem_count) == (NAME, 2025, 0) and good.created
	assert worse.problem_count == 1 and "某日" in worse.told
	year_import = frappe.get_doc(job.DOCTYPE, good.year_import)
	assert (year_import.status, job.read_attachment(year_import)) == ("Completed", books["甲/good.xlsx"])
	marked = frappe.get_doc("File", {"file_url": worse.marked_copy}).get_content()
	book = opened(marked)
	assert any(BEGINS in text for text in comments(book["公益活动"]).values())
	assert "4" in document.summary


def opened(content):
	from openpyxl import load_workbook

	return load_workbook(io.BytesIO(content))


def test_single_files_are_a_batch_too(made, books):
	document = made({"good.xlsx": books["甲/good.xlsx"]}, single=True)
	batch.run(document.name)
	[(name, result)] = results(document).items()
	assert name.startswith("good") and result == "Imported"
	assert document.status == "Completed"


def test_copies_of_a_workbook_have_their_own_lines(made, books):
	content = books["甲/good.xlsx"]
	document = made({"a.xlsx": content, "b.xlsx": content, "坏.xlsx": b"no workbook"})
	for _time in range(2):
		batch.run(document.name)
		assert results(document) == {"a.xlsx": "Imported", "b.xlsx": "Left Out", "坏.xlsx": "Refused"}
		lines = lines_of(document)
		assert lines["a.xlsx"].year_import and "a.xlsx" in lines["b.xlsx"].told
		assert "共2个" in document.summary
	assert frappe.db.count(job.DOCTYPE, {"branch": NAME}) == 1


def test_copies_that_were_attached_one_by_one_have_their_own_lines(made, books):
	content = books["甲/good.xlsx"]
	document = made({"a.xlsx": content, "b.xlsx": content}, single=True)
	batch.run(document.name)
	document.reload()
	assert [line.result for line in document.lines] == ["Imported", "Left Out"]
	assert "共1个" in document.summary


UNNAMED = "2025年度 {}"


def test_workbook_without_a_branch_in_its_titles_is_that_of_the_batch(made, books, year):
	content = file_of(year, UNNAMED)
	document = made({"a.xlsx": content, "b.xlsx": books["乙/other.xlsx"]}, organisation=NAME)
	batch.run(document.name)
	assert results(document) == {"a.xlsx": "Imported", "b.xlsx": "Refused"}
	assert OTHER in lines_of(document)["b.xlsx"].told
	assert lines_of(document)["a.xlsx"].branch == NAME


def test_workbook_without_a_branch_in_its_titles_is_no_committees(made, year):
	document = made({"a.xlsx": file_of(year, UNNAMED)})
	batch.run(document.name)
	assert results(document) == {"a.xlsx": "Refused"}


def test_what_is_right_is_imported_if_asked(made, books):
	document = made({"worse.xlsx": books["甲/worse.xlsx"]}, keep_right=1)
	batch.run(document.name)
	assert results(document) == {"worse.xlsx": "Partly Imported"}
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5


def test_batch_that_was_killed_goes_on(made, books, monkeypatch):
	document = made({"a.xlsx": books["甲/good.xlsx"], "b.xlsx": books["乙/other.xlsx"]})
	seen = []
	real = batch.import_opened

	def import_opened(opened, *arguments):
		seen.append(opened.result.branch)
		if len(seen) == 2:
			raise KeyboardInterrupt
		return real(opened, *arguments)

	monkeypatch.setattr(batch, "import_opened", import_opened)
	with pytest.raises(KeyboardInterrupt):
		batch.run(document.name)
	document.reload()
	assert document.status == "Running"
	batch.note_broken_off()
	document.reload()
	assert document.status == "Failed" and "继续" in document.summary
	batch.run(document.name)
	assert seen == [NAME, OTHER, OTHER]
	assert results(document) == {"a.xlsx": "Imported", "b.xlsx": "Refused"}
	assert len(document.lines) == 2


def test_workbook_that_was_undone_since_is_imported_again(made, books):
	document = made({"a.xlsx": books["甲/good.xlsx"]})
	batch.run(document.name)
	job.run(lines_of(document)["a.xlsx"].year_import, job.UNDO)
	assert not frappe.db.count("Party Member", {"branch": NAME})
	batch.run(document.name)
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5


def test_batch_that_is_called_off_keeps_what_was_imported(made, books, monkeypatch):
	document = made({"a.xlsx": books["甲/good.xlsx"], "b.xlsx": books["乙/other.xlsx"]})
	monkeypatch.setattr(
		job.Watch, "is_cancelled", lambda watch: len(frappe.get_doc(batch.DOCTYPE, document.name).lines) == 1
	)
	batch.run(document.name)
	assert (results(document), document.status) == ({"a.xlsx": "Imported"}, "Cancelled")


def test_nobody_imports_for_branches_that_are_not_his(made, books, branch, set_user):
	secretary = factory.holder(branch, "Secretary")
	with set_user(secretary):
		document = made({"b.xlsx": books["乙/other.xlsx"]}, organisation=NAME)
		batch.run(document.name)
	line = lines_of(document)["b.xlsx"]
	assert (line.result, line.year_import) == ("Refused", None)
	assert OTHER in line.told
	with set_user(factory.holder(frappe.get_doc("Party Branch", OTHER), "Secretary")):
		for method in (importing.start_batch, importing.cancel_batch, importing.get_batch_progress):
			with pytest.raises(frappe.PermissionError):
				method(document.name)


def test_workbook_with_personal_texts_is_left_to_its_branch(made, branch, set_user):
	content = sheets.file_of(sheets.SHEETS)
	above = frappe.get_doc("Party Branch", "某市律师行业党委")
	with set_user(factory.holder(branch, "Secretary", above)):
		document = made({"a.xlsx": content, "b.xlsx": b"no workbook"})
		batch.run(document.name)
	assert results(document) == {"a.xlsx": "Refused", "b.xlsx": "Refused"}
	assert not frappe.db.count("Heart Talk", {"branch": NAME})


def test_outcome_is_not_written_by_hand(made, books):
	document = made(books)
	document.update({"status": "Completed", "summary": "made up", "progress": 100})
	document.append("lines", {"file_name": "made up", "result": "Imported"})
	document.save()
	document.reload()
	assert (document.status, document.summary, document.lines) == ("Draft", None, [])


def test_empty_batch_says_so(branch):
	document = frappe.get_doc({"doctype": "Party Import Batch", "branch": NAME}).insert()
	batch.run(document.name)
	document.reload()
	assert document.status == "Failed" and "ZIP" in document.summary


# The command


def test_command_takes_folders_and_archives_and_can_be_read_when_the_site_is_closed(books, tmp_path):
	(tmp_path / "甲").mkdir()
	(tmp_path / "甲" / "good.xlsx").write_bytes(books["甲/good.xlsx"])
	(tmp_path / "全市.zip").write_bytes(
		packed({"worse.xlsx": books["甲/worse.xlsx"], "照片.jpg": b"picture"})
	)
	told = []
	outcome = cli.import_files([tmp_path], told.append)
	assert [result.ok for result in outcome.results.values()] == [False, True]
	assert not outcome.ok
	text = str(outcome)
	assert text == "\n".join(told)
	assert "某日" in text and "照片.jpg" in told[0] + told[1] and "共2个" in told[-1]


def test_command_brings_in_what_is_right_if_asked(books, tmp_path):
	path = tmp_path / "worse.xlsx"
	path.write_bytes(books["甲/worse.xlsx"])
	outcome = cli.import_files([path], keep_right=True)
	assert [result.kept for result in outcome.results.values()] == [True]
	assert not outcome.ok
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5


def test_one_workbook_that_breaks_the_program_stops_no_other(books, tmp_path, monkeypatch):
	for name in ("a.xlsx", "b.xlsx"):
		(tmp_path / name).write_bytes(books["甲/good.xlsx"])
	real, seen = cli.import_workbook, []

	def import_workbook(content, **arguments):
		seen.append(content)
		return 1 / 0 if len(seen) == 1 else real(content, **arguments)

	monkeypatch.setattr(cli, "import_workbook", import_workbook)
	frappe.db.commit()  # what breaks the program takes back what was not
	outcome = cli.import_files([tmp_path])
	assert [result.ok for result in outcome.results.values()] == [False, True]
