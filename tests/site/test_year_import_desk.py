"""The year import as the Desk starts it: preview, import of what is right, marked copy, calling off, undo; and who may."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy
import io

import pytest
from openpyxl import load_workbook

import frappe

from party_affairs import jobs
from party_affairs.api import importing
from party_affairs.importing import job
from party_affairs.importing.marked import BEGINS
from party_affairs.importing.run import import_workbook
from party_affairs.importing.writer import Writer
from tests.importing.test_marked import coloured, comments
from tests.site import factory
from tests.site.test_importing import uploaded  # noqa: F401  (fixtures)
from tests.site.year_book import DOCTYPES, NAME, branch, file_of, imported, put, stamps, year  # noqa: F401  (fixtures)
from tests.support.requests import rest

pytestmark = pytest.mark.site


def done(document, task):
	job.run(document.name, task)
	document.reload()
	return document


def marked_book(document):
	content = frappe.get_doc("File", {"file_url": document.marked_copy}).get_content()
	return load_workbook(io.BytesIO(content))


def faulty(year):
	put(year, "公益活动", "日期", "某日")
	put(year, "组织生活", "主持人", "张叁", 1)
	put(year, "党费", "2月", -5)
	return year


# Preview


def test_preview_changes_nothing_and_is_read_on_the_form(uploaded, branch, year, set_user):
	document = uploaded(faulty(year))
	done(document, job.PREVIEW)
	assert (document.status, document.progress) == ("Previewed", 100)
	assert not any(frappe.db.count(doctype, {"branch": NAME}) for doctype in DOCTYPES)
	assert len(document.errors) == 3
	with set_user(factory.holder(branch, "Secretary")):
		shown = importing.get_preview(document.name)
	assert [sheet["new"] for sheet in shown["sheets"] if sheet["key"] == "roster"] == [5]
	assert shown["unknown"][0]["nearest"] == ["张三"]
	assert coloured(marked_book(document)["公益活动"]) == {"B3"}


def test_values_that_a_reader_may_not_see_are_hidden_in_the_preview(uploaded, branch, year, set_user):
	imported(year)
	later = copy.deepcopy(year)
	put(later, "党员花名册", "身份证号", "000000198002030019")
	put(later, "联系群众", "家庭地址", "某街2号")
	document = uploaded({"联系群众": later["联系群众"]})
	done(document, job.PREVIEW)

	def addresses(user):
		with set_user(user):
			[sheet] = importing.get_preview(document.name)["sheets"]
		return [
			(field["old"], field["new"])
			for record in sheet["records"]
			for field in record["fields"]
			if field["fieldname"] == "address"
		]

	secretary = factory.login(frappe.get_doc("Party Member", {"branch": NAME, "member_name": "张三"}))
	assert addresses(secretary) == [("某街1号", "某街2号")]
	above = frappe.get_doc("Party Branch", "某市律师行业党委")
	assert addresses(factory.holder(branch, "Secretary", above)) == [("***", "***")]


def test_nobody_reads_the_preview_past_its_method(uploaded, branch, year):
	document = uploaded(year)
	done(document, job.PREVIEW)
	assert document.preview
	answer = rest(factory.holder(branch, "Secretary"), job.DOCTYPE, document.name)
	assert (answer.status, answer.data["status"]) == (200, "Previewed")
	assert not answer.data.get("preview")


# What is right


def test_what_is_right_is_imported_and_the_rest_comes_back_marked(uploaded, year):
	right = copy.deepcopy(year)
	document = done(uploaded(faulty(year)), job.IMPORT_RIGHT)
	assert document.status == "Partly Completed"
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5
	assert frappe.db.count("Party Meeting", {"branch": NAME}) == 2
	assert not frappe.db.count("Public Welfare Activity", {"branch": NAME})
	book = marked_book(document)
	assert {name: set(comments(book[name])) for name in ("公益活动", "组织生活", "党费")} == {
		"公益活动": {"B3"},
		"组织生活": {"H4"},
		"党费": {"H3"},
	}
	assert comments(book["组织生活"])["H4"].startswith(BEGINS)
	# Corrected and uploaded again it is a workbook like any other, and the marks do no harm.
	for sheet, cell, head, row in (
		("公益活动", "B3", "日期", 0),
		("组织生活", "H4", "主持人", 1),
		("党费", "H3", "2月", 0),
	):
		table = right[sheet]
		book[sheet][cell].value = table["rows"][row][table["head"].index(head)]
	corrected = io.BytesIO()
	book.save(corrected)
	result = import_workbook(corrected.getvalue(), NAME, 2025)
	assert result.ok, [problem.line() for problem in result.problems]
	assert import_workbook(file_of(right)).updated == 0


def test_row_that_waits_for_a_row_of_the_roster_comes_back_with_it(uploaded, year):
	put(year, "党员花名册", "出生日期", "某日", 3)
	document = done(uploaded(year), job.IMPORT_RIGHT)
	assert document.status == "Partly Completed"
	assert frappe.db.count("Party Member", {"branch": NAME}) == 4
	reasons = {(row.sheet, row.row): row.reason for row in document.errors}
	assert "花名册" in reasons["党费", 6]
	assert not frappe.db.exists("Party Dues Entry", {"branch": NAME, "member_name": "赵六"})


def test_sheet_with_a_fault_in_its_headings_is_left_out_whole(uploaded, year):
	year["公益活动"]["head"][2] = "说不清的列"
	document = done(uploaded(year), job.IMPORT_RIGHT)
	assert document.status in ("Partly Completed", "Completed")
	assert not frappe.db.count("Public Welfare Activity", {"branch": NAME})
	assert frappe.db.count("Party Meeting", {"branch": NAME}) == 3


def test_workbook_of_another_branch_is_not_imported_in_part(uploaded, year):
	content = file_of(year, "浙江远山律师事务所党支部 2025年度 {}")
	result = import_workbook(content, NAME, 2025, keep_right=True)
	assert not result.stands and result.problems
	assert not frappe.db.count("Party Member", {"branch": NAME})


# Judged first


def test_fault_in_the_roster_writes_no_meeting_before_it_is_told(branch, year, monkeypatch):
	put(year, "党员花名册", "出生日期", "1985-02-30", 4)
	put(year, "组织生活", "类型", "党小组会", 1)
	written = []
	real = Writer._bring
	monkeypatch.setattr(
		Writer, "_bring", lambda writer, planned: written.append(planned.doctype) or real(writer, planned)
	)
	result = import_workbook(file_of(year))
	assert set(written) == {"Party Member", "Party Post"}
	# What a document says of itself is told with what is wrong in cells.
	assert {problem.sheet for problem in result.problems} == {"党员花名册", "组织生活"}


def test_document_that_refuses_lets_all_others_be_judged(branch, year):
	put(year, "组织生活", "类型", "党小组会", 1)
	year["党费"]["rows"][0][5:11] = [None] * 4 + [60, "2130-03-17"]
	before = stamps()
	result = import_workbook(file_of(year))
	assert {problem.sheet for problem in result.problems} >= {"组织生活", "党费"}
	assert stamps() == before


def test_failed_import_does_not_look_done(uploaded, year):
	document = done(uploaded(faulty(year)), job.IMPORT)
	assert (document.status, document.progress) == ("Failed", 0)
	assert document.marked_copy


# Calling off and undoing


def test_import_is_called_off_at_its_next_record(uploaded, monkeypatch):
	document = uploaded()
	before = stamps()
	job.watch(document.name).cancel()
	done(document, job.IMPORT)
	assert (document.status, document.errors, stamps()) == ("Cancelled", [], before)
	assert "中止" in document.summary


def test_calling_off_an_import_whose_worker_died_ends_it(uploaded):
	document = uploaded()
	document.db_set("status", "Running")
	assert importing.cancel(document.name) == "Cancelled"


def test_new_start_is_not_called_off_with_the_old_one(uploaded, monkeypatch):
	document = uploaded()
	monkeypatch.setattr(jobs, "put", lambda *_arguments, **_options: None)
	importing.cancel(document.name)
	importing.start(document.name)
	done(document, job.IMPORT)
	assert document.status == "Completed"


def test_import_is_undone_by_job(uploaded):
	document = uploaded()
	done(document, job.IMPORT)
	document.run_method("onload")
	assert document.get_onload("can_be_undone")
	done(document, job.UNDO)
	assert document.status == "Undone"
	assert not any(frappe.db.count(doctype, {"branch": NAME}) for doctype in DOCTYPES)
	document.run_method("onload")
	assert not document.get_onload("can_be_undone")


def test_import_that_cannot_be_undone_says_why_and_stays(uploaded):
	document = uploaded()
	done(document, job.IMPORT)
	member = frappe.get_doc("Party Member", {"branch": NAME, "member_name": "王五"})
	member.mobile = "13800000000"
	member.save()
	done(document, job.UNDO)
	assert document.status == "Completed"
	assert "王五" in document.errors[0].reason
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5


def test_refused_undoing_keeps_what_the_import_told(uploaded, year):
	document = uploaded(faulty(year))
	done(document, job.IMPORT_RIGHT)
	told, reasons = document.summary, [row.reason for row in document.errors]
	assert document.status == "Partly Completed" and len(reasons) == 3
	member = frappe.get_doc("Party Member", {"branch": NAME, "member_name": "王五"})
	member.mobile = "13800000000"
	member.save()
	for _time in range(2):
		done(document, job.UNDO)
		assert document.status == "Partly Completed"
		assert [row.reason for row in document.errors][1:] == reasons
		assert "王五" in document.errors[0].reason
		first, rest_of_it = document.summary.split("\n", 1)
		assert "不能撤销" in first and rest_of_it == told


def test_only_what_stands_is_undone(uploaded, year):
	document = uploaded(faulty(year))
	done(document, job.IMPORT)
	told, count = document.summary, len(document.errors)
	assert (document.status, count) == ("Failed", 3)
	with pytest.raises(frappe.ValidationError, match="最近一次"):
		importing.undo(document.name)
	document.reload()
	assert (document.status, document.summary, len(document.errors)) == ("Failed", told, count)
	# One that was queued before something else was brought in.
	done(document, job.UNDO)
	assert document.status == "Failed"
	assert "最近一次" in document.summary and "为依据" not in document.summary
	assert "最近一次" in document.errors[0].reason and len(document.errors) == count + 1


def test_an_import_is_not_undone_twice(uploaded):
	document = uploaded()
	done(document, job.IMPORT)
	done(document, job.UNDO)
	with pytest.raises(frappe.ValidationError, match="最近一次"):
		importing.undo(document.name)
	done(document, job.UNDO)
	assert document.status == "Undone"


def test_tasks_are_queued_under_one_id(uploaded, branch, set_user, monkeypatch):
	document = uploaded()
	monkeypatch.setattr(importing, "check_can_be_undone", lambda _name: None)
	queued = []
	monkeypatch.setattr(job.frappe, "enqueue", lambda method, **options: queued.append(options))
	with set_user(factory.holder(branch, "Secretary")):
		importing.preview(document.name)
		importing.start(document.name, keep_right=True)
		importing.start(document.name)
		importing.undo(document.name)
	queued = [options for options in queued if "task" in options]
	assert [options["task"] for options in queued] == [job.PREVIEW, job.IMPORT_RIGHT, job.IMPORT, job.UNDO]
	assert len({options["job_id"] for options in queued}) == 1


def test_stranger_does_nothing_with_an_import(uploaded, set_user):
	document = uploaded()
	other = frappe.get_doc("Party Branch", "浙江远山律师事务所党支部")
	with set_user(factory.holder(other, "Secretary")):
		for method in (importing.preview, importing.undo, importing.cancel, importing.get_preview):
			with pytest.raises(frappe.PermissionError):
				method(document.name)


def test_outcome_is_not_written_by_hand(uploaded):
	document = uploaded()
	document.update(
		{
			"status": "Completed",
			"summary": "made up",
			"marked_copy": "/private/files/theirs.xlsx",
			"preview": "{}",
		}
	)
	document.append("errors", {"sheet": "made up"})
	document.save()
	document.reload()
	assert (document.status, document.summary, document.marked_copy, document.preview, document.errors) == (
		"Draft",
		None,
		None,
		None,
		[],
	)


def test_marked_copy_goes_with_the_next_attempt(uploaded, year):
	document = done(uploaded(faulty(year)), job.IMPORT)
	first = document.marked_copy
	done(document, job.IMPORT)
	files = {"attached_to_name": document.name, "attached_to_field": "marked_copy"}
	assert frappe.get_all("File", filters=files, pluck="file_url") == [document.marked_copy]
	assert document.marked_copy and first
