"""Ledgers that travel: they print as they stand, are known again, and brought back unchanged they change nothing."""

import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

import frappe
from frappe import _

from party_affairs import ledgers
from party_affairs.guide.ledger_exports import by_title, ledger_files
from party_affairs.importing import exports, layout
from party_affairs.importing.run import import_workbook
from party_affairs.ledgers import xlsx
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.printing.ledger_sheets import build_in_chinese
from party_affairs.rules.ledger_rows import PROPERTY, ROWS_SHEET, Origin, row_mark
from tests.site import factory
from tests.site.test_ledgers import build_house

pytestmark = pytest.mark.site

BRANCH, YEAR = "近字党支部", 2025
TABLES = (
	*("Party Member", "Party Post", "Party Meeting", "Party Meeting Attendee", "Party Annual Plan"),
	*("Contact Pairing", "Contact Pairing Log", "Public Welfare Activity", "Public Welfare Participant"),
	*("Dues Assessment", "Party Dues Entry", "Party Dues Receipt", "Heart Talk", "Thought Report"),
	*("Compliance Finding", "Two Way Cultivation", "Party Life Review"),
)
READ_BACK = [name for name, file in ledger_files().items() if file.read_back]
SHEETS = [name for name, file in ledger_files().items() if file.sheet]
PERSONAL = ("heart_talks", "thought_reports")
NO_SHEETS = [name for name, file in ledger_files().items() if not file.sheet]


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		house = build_house()
		near = house.branches["近"]
		for number, person in enumerate(near.people):
			factory.pairing(
				person, start="2025-02-01", contact_name=f"群众{'甲乙丙'[number]}", phone="13800000001"
			)
			factory.heart_talk(near.people[0], near.people[1])
			factory.thought_report(person)
		yield house


def export(name, user="Administrator", branch=BRANCH):
	return xlsx.to_xlsx(build_in_chinese(name, {"branch": branch, "year": YEAR}, user, "export"))


def everything():
	"""What stands in the tables that the import writes, with the times of change."""
	return {
		table: sorted(map(repr, frappe.get_all(table, fields=["*"], order_by="name", limit_page_length=0)))
		for table in TABLES
	}


def changes_nothing(content):
	before = everything()
	result = import_workbook(content, BRANCH, YEAR)
	assert (result.created, result.updated) == (0, 0)
	assert everything() == before
	return result


def resaved(content, change=lambda book: None):
	book = openpyxl.load_workbook(io.BytesIO(content))
	change(book)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def forget(book):
	"""As files were before they said what they are, or as a program leaves them that keeps the visible sheet alone."""
	book.custom_doc_props.props.clear()
	del book[ROWS_SHEET]


# --- unchanged


@pytest.mark.parametrize("who", ["Administrator", "secretary", "officer", "auditor"])
@pytest.mark.parametrize("name", SHEETS)
def test_an_export_brought_back_unchanged_changes_nothing(house, name, who):
	"""Whatever was masked for whoever exported it; registers of personal texts leave the branch with nobody above."""
	if name in PERSONAL and who in ("officer", "auditor"):
		with pytest.raises(frappe.PermissionError):
			export(name, house.get(who) or who)
		return
	content = export(name, house.get(who) or who)
	result = changes_nothing(content)
	assert result.ok and "不作任何改动" in result.notes[0].text(_)


@pytest.mark.parametrize("name", NO_SHEETS)
def test_an_export_that_is_no_workbook_is_said_to_be_one(house, name):
	(problem,) = changes_nothing(export(name)).problems
	sentence = problem.text(_)
	assert ledger_files()[name].title in sentence and BRANCH in sentence and "不是年度工作簿" in sentence


@pytest.mark.parametrize("name", SHEETS)
def test_sorted_anew_and_renumbered_it_is_unchanged(house, name):
	def turn(book):
		sheet = book.worksheets[0]
		last = next(row for row in range(4, 99) if not isinstance(sheet.cell(row, 1).value, int)) - 1
		rows = [[cell.value for cell in sheet[row]] for row in range(4, last + 1)]
		for number, row in enumerate(reversed(rows)):
			for column, value in enumerate(row[1:], start=2):
				sheet.cell(4 + number, column).value = value

	content = export(name)
	assert changes_nothing(resaved(content)).ok
	assert changes_nothing(resaved(content, turn)).ok


@pytest.mark.parametrize("name", ["contact_pairing", "public_welfare"])
@pytest.mark.parametrize("who", ["Administrator", "officer"])
def test_without_what_it_says_of_itself_it_changes_nothing_either(house, name, who):
	"""A mask never overwrites, days of contact are not added again, lawyers that are only counted are nobody."""
	result = changes_nothing(resaved(export(name, house.get(who) or who), forget))
	# Of a pairing the person is looked at as well.
	assert result.ok and result.unchanged == (2 * 4 if name == "contact_pairing" else 1)


def test_pairings_that_ended_and_began_anew_are_told_apart_by_their_days(house, rolled_back):
	with rolled_back():
		person = house.branches["近"].people[0]
		for start, end, name, days in (
			("2025-01-05", "2025-05-01", "群众丁", ("2025-02-01", "2025-03-01")),
			("2025-06-01", None, "群众丁", ("2025-07-01",)),
			("2025-01-05", "2025-05-01", "群众戊", ("2025-02-02",)),
		):
			pairing = factory.pairing(person, start=start, contact_name=name)
			for day in days:
				pairing.append("contact_log", {"contact_date": day, "method": "Visit"})
			pairing.end_date = end
			pairing.save(ignore_permissions=True)
		result = changes_nothing(resaved(export("contact_pairing"), forget))
		assert result.ok


@pytest.mark.parametrize("name", ["talks_due", "dues_publication", "dues_collection", "organisation_life"])
def test_what_is_no_workbook_is_known_by_its_title_too(house, name):
	result = changes_nothing(resaved(export(name), forget))
	assert "不是年度工作簿" in result.problems[0].text(_)


def test_the_file_of_another_site_has_no_rows_of_ours(house, monkeypatch):
	pairings, dues = export("contact_pairing"), export("dues_collection")
	monkeypatch.setattr(exports, "site_key", lambda: "another")
	assert not exports.recognise(pairings).unchanged
	assert changes_nothing(pairings).ok
	assert "不是年度工作簿" in changes_nothing(dues).problems[0].text(_)


# --- changed


def test_of_a_changed_file_only_the_changed_row_is_read(house, rolled_back):
	def change(book):
		sheet = book.worksheets[0]
		row = next(cell.row for cell in sheet["D"] if cell.value == "群众乙")
		column = next(cell.column for cell in sheet[3] if cell.value == "联系电话")
		sheet.cell(row, column).value = "13900000009"

	with rolled_back():
		before = everything()
		result = import_workbook(resaved(export("contact_pairing", house.officer), change), BRANCH, YEAR)
		assert result.ok and (result.created, result.updated) == (0, 1)
		assert "3 行与导出时相同" in result.notes[0].text(_)
		assert {note.row for note in result.notes if note.column} <= {3, 5}
		assert not any(ROWS_SHEET in note.line(_) for note in result.notes)
		assert frappe.db.get_value("Contact Pairing", {"contact_name": "群众乙"}, "phone") == "13900000009"
		after = everything()
		assert {table for table in TABLES if after[table] != before[table]} == {"Contact Pairing"}
		assert len(set(after["Contact Pairing"]) - set(before["Contact Pairing"])) == 1


def edit(content, row=4, **values):
	"""An export with other values in the cells of a row, its first one, by heading."""

	def change(book):
		sheet = book.worksheets[0]
		columns = {cell.value: cell.column for cell in sheet[3]}
		for title, value in values.items():
			sheet.cell(row, columns[title]).value = value

	return resaved(content, change)


@pytest.mark.parametrize(
	("name", "values"),
	[
		("contact_pairing", {"党内职务": "组织委员"}),
		("contact_pairing", {"联系次数": 7}),
		("contact_pairing", {"家庭住址": None}),
		("public_welfare", {"服务人数": None}),
		("rectification", {"责任人": None}),
		("rectification", {"整改状态": "整改中"}),
		("thought_reports", {"摘要": None}),
	],
)
def test_a_changed_row_that_changes_nothing_says_so(house, name, values):
	"""An emptied cell of a register empties nothing, and what is computed is not brought in."""
	result = changes_nothing(edit(export(name), **values))
	(note,) = [note for note in result.notes if note.row == 4]
	assert result.ok and "在导出后有改动" in note.text(_)


def test_a_changed_row_that_changes_nothing_says_so_beside_its_masks(house):
	result = changes_nothing(edit(export("contact_pairing", house.officer), 联系次数=7))
	assert len([note for note in result.notes if note.row == 4 and "打码" in note.text(_)]) > 0
	assert len([note for note in result.notes if "在导出后有改动" in note.text(_)]) == 1


def test_a_changed_row_of_the_roster_that_changes_nothing_says_so(house):
	result = changes_nothing(edit(export("member_roster"), row=5, 年龄=30))
	assert [note.row for note in result.notes if "在导出后有改动" in note.text(_)] == [5]


def test_rows_that_stand_as_exported_are_not_missed(house, rolled_back):
	"""Also where the records came from a workbook; only rows that were taken out are told of, by their number."""
	with rolled_back():
		frappe.db.set_value(
			"Contact Pairing", {"branch": BRANCH}, "import_row", f"{BRANCH}|{YEAR}|联系群众台账|1"
		)
		content = export("contact_pairing")

		def take_out(book):
			book.worksheets[0].delete_rows(7)

		edited = changes_nothing(edit(content, 联系次数=7))
		shorter = changes_nothing(resaved(content, take_out))
		assert not [note for note in edited.notes if "系统中" in note.text(_) and note.row is None]
		assert [note.text(_) for note in shorter.notes if "导出时的 1 行" in note.text(_)]
		without = changes_nothing(resaved(edit(content, 联系次数=7), forget))
		assert not [note for note in without.notes if "未列" in note.text(_)]


@pytest.mark.parametrize("name", READ_BACK)
def test_what_stands_below_a_ledger_of_ours_is_known(house, name):
	for change in (lambda book: None, forget):
		result = import_workbook(resaved(edit(export(name), row=4, 序号=9), change), BRANCH, YEAR)
		assert not [note.line(_) for note in result.notes if "标题" in note.text(_)]


def test_an_item_is_closed_by_the_changed_ledger(house, rolled_back):
	closing = {"整改状态": "已完成", "销号日期": datetime(2026, 1, 20), "整改成效": "已建立制度"}
	content = export("rectification")
	with rolled_back():
		result = import_workbook(edit(content, **closing), BRANCH, YEAR)
		assert result.ok and result.updated == 1
		# The day is that on which it is closed already: what shows it is not dropped.
		again = import_workbook(edit(content, **{**closing, "整改成效": "另有成效"}), BRANCH, YEAR)
		(problem,) = again.problems
		assert (problem.row, problem.column) == (4, "整改成效") and "重新打开" in problem.text(_)
		assert import_workbook(edit(content, **closing), BRANCH, YEAR).unchanged == 1


@pytest.mark.parametrize(
	("values", "columns"),
	[
		({"整改状态": "已完成"}, ["整改状态"]),
		({"整改成效": "已建立制度"}, ["整改成效"]),
		({"整改状态": "已销号", "整改成效": "已建立制度"}, ["整改状态", "整改成效"]),
	],
)
def test_what_needs_the_day_of_closing_is_not_dropped_in_silence(house, values, columns):
	result = changes_nothing(edit(export("rectification"), **values))
	assert [note.column for note in result.notes if note.row == 4] == columns
	assert all("销号日期" in note.text(_) for note in result.notes if note.row == 4)


@pytest.mark.parametrize("name", ["dues_collection", "organisation_life"])
def test_a_changed_file_that_says_less_than_the_record_is_refused(house, name):
	def change(book):
		book.worksheets[0].cell(4, 5).value = "改"

	assert "不是年度工作簿" in changes_nothing(resaved(export(name), change)).problems[0].text(_)


def test_a_row_that_was_added_without_a_number_is_seen(house):
	def add(book):
		sheet = book.worksheets[0]
		sheet.cell(sheet.max_row + 1, 2).value = "近字党员甲"

	content = resaved(export("contact_pairing"), add)
	assert not exports.recognise(content).is_unchanged


@pytest.mark.parametrize("name", READ_BACK)
def test_a_ledger_of_several_organisations_belongs_to_no_branch(house, name):
	def change(book):
		book.worksheets[0].cell(4, 3).value = "改"

	content = export(name, branch=house.general.name)
	assert exports.recognise(content).several
	for changed in (resaved(content, change), resaved(content, forget)):
		assert "请单独导出" in changes_nothing(changed).problems[0].text(_)


def test_a_workbook_that_somebody_made_is_none_of_ours():
	book = openpyxl.Workbook()
	for row in (["2025年度党费收缴台账"], ["党组织：近字党支部"], ["序号", "姓名", "1月"], [1, "张三", 15]):
		book.active.append(row)
	content = resaved(_content(book))
	assert exports.recognise(content) is None
	assert exports.recognise(b"PK\x03\x04 broken") is None
	assert exports.recognise(b"no workbook") is None


def _content(book):
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


# --- what a file says of itself


def test_every_ledger_is_known_by_its_title():
	assert set(ledger_files()) == set(ledgers.LEDGERS)
	sheets = {sheet.key for sheet in layout.SHEETS}
	for name, file in ledger_files().items():
		assert file.title == _(ledgers.get(name).TITLE)
		assert by_title(file.title) == by_title(f"{file.title}（1至3月）") == name
		assert file.sheet in sheets | {""} and (file.sheet or not file.read_back)


@pytest.mark.parametrize("name", ledgers.LEDGERS)
def test_a_file_says_what_it_is_and_prints_as_it_stands(house, name):
	ledger = build_in_chinese(name, {"branch": BRANCH, "year": YEAR}, "Administrator", "export")
	book = openpyxl.load_workbook(io.BytesIO(xlsx.to_xlsx(ledger)))
	sheet = book.worksheets[0]
	(entry,) = [entry for entry in book.custom_doc_props.props if entry.name == PROPERTY]
	assert Origin.from_text(entry.value).ledger == name and len(entry.value) <= 255
	assert book[ROWS_SHEET].sheet_state == "veryHidden"
	assert book.properties.title == sheet["A1"].value
	last = [cell.value for cell in sheet["A"] if cell.value][-1]
	assert "导出人：" in last and "导出时间：" in last
	assert int(sheet.page_setup.paperSize) == 9 and sheet.page_setup.orientation == ledger.orientation
	assert sheet.sheet_properties.pageSetUpPr.fitToPage
	assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
	assert sheet.print_title_rows == "$3:$3" and sheet.freeze_panes == "A4"
	assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text
	for number, row in enumerate(ledger.rows, start=4):
		for place, column in enumerate(ledger.columns, start=1):
			cell, value = sheet.cell(number, place), row.get(column.fieldname)
			if value in (None, ""):
				continue
			if column.fieldtype in ("Date", "Datetime") and not isinstance(value, str):
				assert cell.is_date and isinstance(cell.value, datetime)
			elif column.fieldtype == "Currency":
				assert isinstance(cell.value, (int, float)) and cell.number_format == "#,##0.00"


def test_numbers_that_are_names_stay_text():
	ledger = Ledger(
		*("台账", "支部", 2025, "今日"),
		(Column("phone", "电话"), Column("sum", "金额", "Currency")),
		({"phone": "13900000000", "sum": Decimal("1.5")},),
	)
	sheet = openpyxl.load_workbook(io.BytesIO(xlsx.to_xlsx(ledger))).active
	assert (sheet["A4"].value, sheet["A4"].number_format) == ("13900000000", "@")
	assert (sheet["B4"].value, sheet["B4"].number_format) == (1.5, "#,##0.00")


def test_the_name_of_the_file_is_chinese_with_branch_and_day():
	ledger = Ledger("2025年度台账", "甲/乙党支部", 2025, "2025年12月31日", (), ())
	assert ledger.file_name == "2025年度台账-甲_乙党支部-2025年12月31日"


def test_a_row_has_the_same_mark_however_it_was_saved():
	saved = [("次数", 2), ("日期", datetime(2025, 3, 5)), ("金额", 15.5), ("内容", "一\n二"), ("空", None)]
	again = [
		("次数", 2.0),
		("日期", datetime(2025, 3, 5).date()),
		("金额", Decimal("15.50")),
		("内容", "一\r\n二 "),
		("空", ""),
	]
	assert row_mark(saved) == row_mark(again)
	assert row_mark(saved) != row_mark([*saved[:-1], ("空", "1")])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"ledger": 1}', "x"])
def test_a_property_of_others_is_none_of_ours(text):
	assert Origin.from_text(text) is None
