"""The mark on what leaves the house: it stays on the sheet, and the import reads the sheet as if it were not there."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from pypdf import PdfReader

import frappe

from party_affairs import ledgers
from party_affairs.api.papers import download
from party_affairs.importing import workbook
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.printing import documents, ledger_sheets, pages
from party_affairs.privacy import mark
from tests.importing import books
from tests.site import factory
from tests.site.test_prints import text_of
from tests.support import papers
from tests.support.requests import call


@pytest.fixture(scope="module")
def branch(built_once):
	return built_once(build_branch)


def build_branch():
	branch = factory.branch("印记测试党支部", parent=factory.committee())
	person = factory.member(branch, "印甲", id_number="330702198001017116", birth_date="1980-01-01")
	for number in range(40):
		frappe.get_doc(
			doctype="Contact Pairing",
			member=person.name,
			branch=branch.name,
			start_date="2025-01-10",
			contact_name=f"群众{number}",
			contact_kind="Masses",
			address="某巷",
			phone="13900000000",
		).insert()
	factory.dues_entry(person, "2025-01-01", due="15.00", paid="15.00", paid_on="2025-01-09")
	branch.secretary = factory.holder(branch, "Secretary")
	return branch


def cells_of(data):
	return [row.cells for row in data.rows]


@pytest.mark.parametrize("below", [True, False])
def test_a_marked_sheet_is_imported_as_it_was(below):
	rows = [["序号", "姓名", "党员类别"], [1, "张三", "正式党员"], [2, "李四", "预备党员"]]
	plain = books.content(books.book(党员花名册=rows))
	marked = mark.on_workbook(plain, mark.sentence(), below=below)
	first, second = workbook.read(plain), workbook.read(marked)
	assert cells_of(first.sheet("roster")) == cells_of(second.sheet("roster"))
	assert not second.problems and second.notes == first.notes
	book = openpyxl.load_workbook(io.BytesIO(marked))
	assert ("导出说明" in book.sheetnames) is not below
	assert (
		"导出人" in book.properties.description and "导出人" in book[book.sheetnames[0]].oddFooter.left.text
	)


def test_our_own_ledger_is_read_back_with_its_mark(branch, set_user):
	set_user(branch.secretary)
	ledger = ledgers.get("contact_pairing").build({"year": 2025}, ptype="export")
	assert ledger.mark.startswith("导出人：")
	content = to_xlsx(ledger)
	read = workbook.read(content)
	(sheet,) = read.sheets
	assert {row.cells["contact_name"] for row in sheet.rows} == {f"群众{number}" for number in range(40)}
	assert len(sheet.rows) == 40
	assert "导出人" not in repr(sheet.rows)


def test_the_mark_takes_no_page_of_its_own(branch, set_user):
	"""Its line is reckoned with when the table is divided."""
	set_user(branch.secretary)
	ledger = ledgers.get("contact_pairing").build({"year": 2025}, ptype="print")
	for count in range(27, 31):
		part = replace(ledger, rows=ledger.rows[:count])
		pdf = PdfReader(io.BytesIO(ledger_sheets.to_pdf(part)))
		assert len(pdf.pages) == ledger_sheets.to_html(part).count('class="sheet'), count
	assert "导出时间" in text_of(ledger_sheets.to_pdf(ledger))


def test_a_paper_of_one_page_stays_one(branch, set_user, freeze):
	freeze("2026-03-10 09:00:00")
	person = frappe.get_doc("Party Member", {"branch": branch.name, "member_name": "印甲"})
	talk = factory.heart_talk(person, factory.member(branch))
	set_user(branch.secretary)
	assert mark.line() in frappe.get_print("Heart Talk", talk.name, "Heart Talk Record")
	pdf = pages.to_pdf(documents.party_document(talk) + mark.line())
	assert len(PdfReader(io.BytesIO(pdf)).pages) == 1 and "导出时间" in text_of(pdf)


@pytest.mark.parametrize("file_format", ("docx", "pdf"))
def test_a_paper_that_is_sent_says_who_took_it_and_when(branch, set_user, file_format):
	person = frappe.get_doc("Party Member", {"branch": branch.name, "member_name": "印甲"})
	talk = factory.heart_talk(person, factory.member(branch))
	set_user(branch.secretary)
	download("Heart Talk", talk.name, "Heart Talk Record", file_format)
	content = frappe.local.response.filecontent
	if file_format == "pdf":
		assert "导出时间" in text_of(content)
		return
	assert papers.word_text(content).count("导出时间") == 1
	properties = papers.word_of(content).core_properties
	assert "导出时间" in properties.comments and branch.secretary in properties.author


def test_a_report_that_the_desk_prints_says_who_and_when(branch):
	html = "<html><head></head><body><p>报表</p></body></html>"
	answer = call(branch.secretary, "frappe.utils.print_format.report_to_pdf", html=html)
	assert answer.status == 200 and "导出时间" in text_of(answer.content)
	assert mark.on_page(html).endswith("</p></body></html>") and mark.on_page("报表").startswith("报表<p")


def test_a_table_in_csv_keeps_its_rows():
	marked = mark.on_table("姓名,金额\r\n张三,1".encode(), "导出人：某某, 时间")
	rows = list(csv.reader(io.StringIO(marked.decode())))
	assert rows == [["姓名", "金额"], ["张三", "1"], ["导出人：某某, 时间"]]


def test_a_ledger_without_sensitive_data_has_no_mark(branch, set_user):
	set_user(branch.secretary)
	ledger = ledgers.get("dues_payments").build({"year": 2025}, ptype="export")
	assert ledger.totals and not ledger.mark
