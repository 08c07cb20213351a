"""What is printed: Chinese in every user's language, nothing cut, nothing of another branch, every field the guide asks for."""

import io
import re
import subprocess
from zlib import crc32

import pytest
from PIL import Image
from pypdf import PdfReader

import frappe
from frappe.www.printview import get_html_and_style

from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.printing import documents
from party_affairs.printing import ledger_sheets as printing
from party_affairs.printing.fold import fold as squeezed
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.pages import number_pages
from party_affairs.printing.photos import pictures_of
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out, row_height, wrap
from tests.site import factory
from tests.site.test_ledgers import NAMES, REPORTS, build_house

pytestmark = pytest.mark.site

ON_THE_BOARD = ("dues_publication", "dues_annual_account")
"""Ledgers that members of the branch read as well."""


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def text_of(pdf: bytes) -> str:
	answer = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
	return answer.stdout.decode()


# Dividing tables among sheets


def table_of(rows, paper=LANDSCAPE, above=17, below=20, widths=(10, 60, 30)):
	columns = [TableColumn(f"栏{number}", width) for number, width in enumerate(widths)]
	return lay_out(columns, rows, paper, above, below)


def texts(table):
	return [row.cells for sheet in table.sheets for row in sheet.rows]


def test_every_row_stands_on_exactly_one_sheet_in_order():
	rows = [TableRow((str(number), "学习贯彻精神" * (1 + number % 9), "出席")) for number in range(120)]
	table = table_of(rows)
	assert texts(table) == [row.cells for row in rows]
	assert len(table.sheets) > 3
	assert [sheet.is_last for sheet in table.sheets] == [False] * (len(table.sheets) - 1) + [True]


@pytest.mark.parametrize("paper", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("number_of_rows", [1, 9, 10, 11, 12, 13, 14, 15, 40, 41])
def test_no_sheet_holds_more_than_it_has_room_for(paper, number_of_rows):
	above, below = 17, 40
	table = table_of(
		[TableRow(("1", "两行文字" * 30, "")) for _ in range(number_of_rows)], paper, above, below
	)
	widths = [share * table.page.text_width / 100 for share in table.widths]
	head = row_height([column.label for column in table.columns], widths, table.page)
	for sheet in table.sheets:
		used = head + sum(row_height(row.cells, widths, table.page) for row in sheet.rows)
		used += above if sheet.number == 1 else 0
		used += below if sheet.is_last else 0
		assert used <= table.page.text_height


def test_what_follows_the_table_never_stands_alone():
	for number in range(1, 60):
		table = table_of([TableRow(("1", "文字", ""))] * number, below=60)
		assert all(sheet.rows for sheet in table.sheets)


def test_totals_keep_a_row_and_headings_their_first_row():
	for number in range(1, 60):
		rows = [TableRow(("1", "文字", ""))] * number
		rows += [
			TableRow(("条款",), "group"),
			TableRow(("2", "文字", "")),
			TableRow(("合计", "", ""), "totals"),
		]
		for sheet in table_of(rows).sheets:
			assert not sheet.rows[-1].is_heading
			assert sheet.rows[0].kind != "totals"


def test_row_higher_than_a_sheet_goes_on_without_losing_text():
	long = "会议记录内容，" * 900 + "完"
	table = table_of([TableRow(("1", long, "短"))])
	assert len(table.sheets) > 1
	assert "".join(cells[1] for cells in texts(table)) == long
	assert "".join(cells[2] for cells in texts(table)) == "短"


def test_empty_table_has_one_sheet():
	assert [(sheet.rows, sheet.is_last) for sheet in table_of([]).sheets] == [((), True)]


def test_numbers_words_and_names_are_not_broken():
	rows = [TableRow(("123456789012345678", "张三丰", "2025-03-15"))]
	table = table_of(rows, widths=(5, 5, 300))
	for cell, share in zip(rows[0].cells, table.widths, strict=True):
		assert wrap(cell, share * table.page.text_width / 100, table.page) == [cell]


def test_type_gets_smaller_before_numbers_are_broken():
	table = table_of([TableRow(("1234567.00",) * 18)], widths=(10,) * 18)
	assert table.page.type_size < LANDSCAPE.type_size
	width = table.widths[0] * table.page.text_width / 100
	assert wrap("1234567.00", width, table.page) == ["1234567.00"]


@pytest.mark.parametrize("columns", [1, 5, 18, 24, 60])
def test_table_is_as_wide_as_the_page(columns):
	table = table_of([TableRow(("1234567.00",) * columns)], widths=(10,) * columns)
	assert sum(table.widths) == pytest.approx(100)
	assert all(width > 0 for width in table.widths)


def test_wrapping_keeps_every_character():
	text = "第一段，含English words与12345.67元；\n第二段：“引号”（括号）。\n\n尾"
	for width in (12, 20, 45, 80):
		assert "".join(wrap(text, width, LANDSCAPE)) == text


# Ledgers as PDF


@pytest.mark.parametrize("name", NAMES)
def test_ledger_pdf_is_chinese_whatever_the_reader_speaks(house, set_user, name):
	set_user(house.secretary)
	frappe.local.lang = "en"
	ledger = printing.build_in_chinese(name, {"year": 2025})
	text = text_of(printing.to_pdf(ledger))
	assert frappe.local.lang == "en"
	for expected in (ledger.title, "近字", *(word.strip("：:") for word in ledger.signatures), "日期"):
		assert squeezed(expected) in squeezed(text)
	assert not re.findall(r"[A-Za-z]{3,}", text)
	assert "邻字" not in text and "远字" not in text


def long_ledger(rows=60):
	columns = (
		Column("no", "序号", width_mm=10),
		Column("text", "内容", width_mm=100),
		Column("sum", "金额", "Currency"),
	)
	body = tuple({"no": n, "text": f"第{n}行" + "学习内容" * (n % 20), "sum": n} for n in range(1, rows + 1))
	return Ledger(
		"台账", "支部", 2025, "2025年12月31日", columns, body, {"sum": 1830}, signatures=("制表人",)
	)


def test_head_is_repeated_and_no_row_is_cut():
	ledger = long_ledger()
	reader = PdfReader(io.BytesIO(printing.to_pdf(ledger)))
	pages = [squeezed(page.extract_text()) for page in reader.pages]
	assert len(pages) == printing.to_html(ledger).count('class="sheet') > 1
	assert all("内容" in page and "金额" in page for page in pages)
	for number in range(1, 61):
		assert sum(f"第{number}行" in page for page in pages) == 1
	assert "1830.00" in pages[-1] and "制表人" in pages[-1]
	assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [True] * len(pages)


def test_pages_are_numbered_unless_there_is_only_one():
	reader = PdfReader(io.BytesIO(printing.to_pdf(long_ledger())))
	total = len(reader.pages)
	for number, page in enumerate(reader.pages, start=1):
		assert f"- {number} / {total} -" in page.extract_text()
	single = printing.to_pdf(long_ledger(3))
	assert number_pages(single) == single


def test_type_has_the_size_that_was_asked_for():
	"""Debian's wkhtmltopdf prints at three quarters; enlarging makes up for it."""
	sizes = set()
	page = PdfReader(io.BytesIO(printing.to_pdf(long_ledger(3)))).pages[0]

	def note_size(text, matrix, text_matrix, _font, size):
		if text.strip():
			sizes.add(round(abs(matrix[3] * text_matrix[3] * size), 1))

	page.extract_text(visitor_text=note_size)
	assert any(abs(size - LANDSCAPE.type_size) < 0.5 for size in sizes), sizes


def test_texts_of_users_are_never_markup():
	columns = (Column("text", "<b>栏</b>"),)
	ledger = Ledger(
		"<i>题</i>",
		"<u>支部</u>",
		2025,
		"",
		columns,
		({"text": "<script>alert(1)</script>"},),
		notes=("<p>",),
	)
	page = printing.to_html(ledger)
	for tag in ("<b>", "<i>", "<u>", "<script>", "<p>注"):
		assert tag not in page.replace('<p class="notes">', "")
	assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Print formats


@pytest.mark.parametrize("name", NAMES)
def test_print_format_of_a_branch_shows_the_year_asked_for(house, set_user, name):
	set_user(house.secretary)
	frappe.local.form_dict = frappe._dict(year="2025")
	page = frappe.get_print("Party Branch", "近字党支部", REPORTS[name])
	assert "2025年度" in page and "近字" in page
	frappe.local.form_dict = frappe._dict()
	assert "2025年度" not in frappe.get_print("Party Branch", "近字党支部", REPORTS[name])


@pytest.mark.parametrize("name", NAMES)
def test_print_format_refuses_other_branches_and_members_without_post(house, set_user, name):
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		get_html_and_style("Party Branch", "远字党支部", REPORTS[name])
	with pytest.raises(frappe.PermissionError):
		printing.party_ledger(name, "远字党支部", 2025)
	set_user(house.plain)
	if name in ON_THE_BOARD:
		assert "近字党支部" in printing.party_ledger(name, "近字党支部", 2025)
		return
	with pytest.raises(frappe.PermissionError):
		printing.party_ledger(name, "近字党支部", 2025)


def test_all_print_formats_are_standard_and_of_the_right_doctype():
	formats = {
		**dict.fromkeys((title for name, title in REPORTS.items() if name in NAMES), "Party Branch"),
		"Meeting Minutes": "Party Meeting",
		"Compliance Report": "Compliance Report",
		"Evaluation Sheet": "Evaluation",
		"Letter of Introduction": "Party Membership Transfer",
	}
	for name, doctype in formats.items():
		document = frappe.get_doc("Print Format", name)
		assert (document.doc_type, document.standard, document.custom_format) == (doctype, "Yes", 1)
	assert set(NAMES) <= set(REPORTS)


# Documents


def test_each_print_format_asks_for_a_paper_of_its_doctype_and_of_no_other(house):
	"""Frappe prints a document in the format that the address names, whatever DocType that is for."""
	asked = set()
	for html, doctype in frappe.get_all(
		"Print Format", {"module": "Party Affairs"}, ["html", "doc_type"], as_list=True
	):
		found = re.search(r'party_document\(doc(?:, "(\w+)")?\)', html or "")
		if found:
			asked.add((doctype, found[1] or doctype))
	assert asked == {(doctype, paper) for doctype, papers in documents.PAPERS.items() for paper in papers}
	branch = house.branches["近"].branch
	for _doctype, paper in sorted(pair for pair in asked if pair[0] != "Party Branch"):
		for name in {paper, None}:
			with pytest.raises(frappe.ValidationError, match="党组织"):
				documents.party_document(branch, name)


def test_a_paper_asked_for_another_record_gets_a_sentence(house):
	for name in ("Evaluation Publicity Notice", "Meeting Minutes"):
		with pytest.raises(frappe.ValidationError):
			get_html_and_style("Party Branch", house.branches["近"].branch.name, name)


@pytest.fixture
def assembly(house):
	branch = factory.branch("打印测试党支部", parent=house.first)
	people = [factory.member(branch, name) for name in ("主持甲", "记录乙", "请假丙")]
	probationary = factory.member(
		branch, "预备丁", stage="Probationary Member", joined_on="2025-01-10", full_member_on=None
	)
	attendees = [{"member": person.name, "attendance": "Present", "has_vote": 1} for person in people[:2]]
	attendees.append({"member": probationary.name, "attendance": "Present", "has_vote": 0})
	attendees.append({"member": people[2].name, "attendance": "Leave", "reason": "外地开庭", "has_vote": 1})
	meeting = factory.meeting(
		branch,
		"Member Assembly",
		"2025-06-25 14:00:00",
		ends_on="2025-06-25 16:30:00",
		topic="讨论年度计划",
		location="党群活动室",
		chair=people[0].name,
		recorder=people[1].name,
		agenda="宣读计划草案",
		speeches="主持甲：建议增加普法活动。\n记录乙：同意。",
		outcome="原则通过",
		guests=[{"guest_name": "何主任", "guest_kind": "Non-Party Partner", "unit": "金信所"}],
		submit=False,
	)
	for row in attendees:
		meeting.append("attendees", row)
	votes = {"in_favour": 2, "responsible": people[1].name, "deadline": "2025-07-31"}
	meeting.append("resolutions", {"resolution": "通过年度计划", **votes})
	meeting.save()
	return meeting


def test_minutes_hold_the_eight_fields_votes_and_signatures(assembly, set_user):
	assembly.submit()
	frappe.local.lang = "en"
	text = squeezed(text_of(documents.to_pdf(assembly)))
	for expected in (
		"打印测试党支部支部党员大会会议记录",
		"2025年6月25日14:00至16:30（2.5小时）",
		"党群活动室",
		"主持甲、记录乙、预备丁",
		"请假丙（外地开庭）",
		"何主任（金信所、非党合伙人）",
		"讨论年度计划",
		"宣读计划草案",
		"建议增加普法活动",
		"原则通过",
		"通过年度计划",
		"2025年7月31日",
		"4人（正式党员3人，预备党员1人）",
		"3人（正式党员2人，预备党员1人）",
		"应到3人，实到2人",
		"主持人（签字）",
		"记录人（签字）",
		"参考样式",
	):
		assert squeezed(expected) in text, (expected, text)
	assert not re.findall(r"[A-Za-z]{3,}", text)
	assert "草稿" not in text


def test_minutes_print_speeches_votes_correction_and_photos(assembly):
	assembly.submit()
	assembly.cancel()
	corrected = frappe.copy_doc(assembly)
	corrected.update({"amended_from": assembly.name, "docstatus": 0, "correction": "补记发言"})
	corrected.append("speeches_by_person", {"speaker": "列席戊", "speech": "赞成方案"})
	for number in range(5):
		corrected.append(
			"photos", {"photo": photo(f"照片{number}.png", corrected), "caption": f"现场{number}"}
		)
	corrected.append("photos", {"photo": "/private/files/gone.png", "caption": "不在的照片"})
	corrected.insert().submit()
	pdf = documents.to_pdf(corrected)
	text = squeezed(text_of(pdf))
	for expected in ("更正内容及原因：补记发言", "列席戊：赞成方案", "有表决权", "现场4", "通过"):
		assert squeezed(expected) in text
	assert "不在的照片" not in text
	pages = PdfReader(io.BytesIO(pdf)).pages
	assert [len(page.images) for page in pages][-2:] == [4, 1]
	assert not pages[0].images


def photo(name, document=None):
	buffer = io.BytesIO()
	# Frappe keeps files of the same content as one.
	Image.new("RGB", (40, 30), f"#{crc32(name.encode()) % 0xFFFFFF:06x}").save(buffer, "PNG")
	file = frappe.get_doc(doctype="File", file_name=name, content=buffer.getvalue(), is_private=1)
	if document and not document.is_new():
		file.update({"attached_to_doctype": document.doctype, "attached_to_name": document.name})
	return file.insert(ignore_permissions=True).file_url


def test_a_photo_that_the_reader_may_not_see_is_not_printed(house, assembly, set_user):
	"""Its address is a text that anybody can type."""
	foreign = photo("外支部.png", house.branches["远"].meeting)
	row = frappe._dict(photo=foreign, caption="外支部")
	assert len(pictures_of([row])) == 1
	set_user(house.secretary)
	assert pictures_of([row]) == []
	own = photo("近支部.png", house.branches["近"].meeting)
	assert len(pictures_of([frappe._dict(photo=own)])) == 1


def test_minutes_of_a_group_name_the_group(assembly):
	group = factory.group(assembly.branch, "打印党小组")
	meeting = factory.meeting(
		assembly.branch, "Group Meeting", "2025-06-18 14:00:00", party_group=group.name, topic="小组学习"
	)
	assert "打印党小组" in documents.party_document(meeting)


def test_draft_minutes_say_so(assembly):
	assert "草稿" in documents.party_document(assembly)


def test_minutes_show_typed_text_as_text(assembly):
	assembly.speeches = "<script>alert(1)</script>"
	assert "<script>alert" not in documents.party_document(assembly)


def test_long_minutes_run_over_several_pages(assembly):
	assembly.speeches = "\n".join(f"发言第{number}段。" for number in range(200))
	text = squeezed(text_of(documents.to_pdf(assembly)))
	assert all(squeezed(f"发言第{number}段。") in text for number in range(200))
	assert text.count(squeezed("记录人（签字）")) == 1


@pytest.fixture
def report(house):
	document = frappe.new_doc("Compliance Report")
	document.update(
		{
			"branch": "近字党支部",
			"period_key": "2025-12",
			"as_of": "2026-01-01",
			"met_count": 5,
			"missed_count": 4,
		}
	)
	dues = {
		"rule": "R49",
		"title": "党员每月交纳党费",
		"citation": "一（四）12",
		"remedy": "及时补交",
		"status": "Missed",
	}
	for month in ("2025-01", "2025-02", "2025-03"):
		document.append(
			"lines", {**dues, "subject_name": "张三", "period_key": month, "due_date": f"{month}-28"}
		)
	lecture = {
		"rule": "R30",
		"title": "党课",
		"citation": "一（四）3",
		"remedy": "补课",
		"subject_name": "近字党支部",
	}
	document.append(
		"lines", {**lecture, "status": "Missed", "period_key": "2025-Q4", "message": "应完成1次，实际0次"}
	)
	document.append("lines", {**lecture, "status": "Due", "period_key": "2026-Q1", "due_date": "2026-03-31"})
	return document


def test_compliance_report_groups_what_is_missing_by_clause(report):
	frappe.local.lang = "en"
	text = squeezed(text_of(documents.to_pdf(report)))
	for expected in (
		"近字党支部",
		"2025年12月",
		"已完成5项",
		"缺失4项",
		"R49党员每月交纳党费（《指南》一（四）12）",
		"整改建议：及时补交",
		"2025年1至3月",
		"2025年第4季度",
		"应完成1次，实际0次",
		"2026年第1季度",
	):
		assert squeezed(expected) in text, (expected, text)
	assert (
		text.index("一、缺失")
		< text.index("R30")
		< text.index("R49")
		< text.index("二、近期")
		< text.index("2026年第1季度")
	)
	assert text.count("张三") == 1, "the periods of one subject stand in one row"
	assert not re.findall(r"[A-Za-z]{3,}", text)


def test_compliance_report_without_gaps_says_so(report):
	report.lines = []
	text = squeezed(text_of(documents.to_pdf(report)))
	for expected in ("无缺失和逾期事项", "近期无待完成事项"):
		assert squeezed(expected) in text


@pytest.fixture
def evaluation(house):
	dues = {
		**{"criterion_key": "dues", "title": "按月交纳党费", "max_points": 60, "source": "Measured"},
		**{"measure": "clause_rate", "rules": "R49"},
	}
	virtue = {"criterion_key": "virtue", "title": "讲道德", "max_points": 40, "source": "Judged"}
	bands = [
		{"minimum_points": 80, "band": "五星", "stars": 5},
		{"minimum_points": 0, "band": "一星", "stars": 1},
	]
	version = factory.scheme("打印测试星级", criteria=[dues, virtue], bands=bands)
	member = house.branches["近"].people[0]
	return frappe.get_doc(
		doctype="Evaluation", scheme=version.scheme, year=2025, subject=member.name
	).insert()


def test_evaluation_sheet_shows_points_judges_and_stars(evaluation):
	frappe.local.lang = "en"
	open_sheet = squeezed(text_of(documents.to_pdf(evaluation)))
	assert "尚有1项指标待评定" in open_sheet
	evaluation.scores[1].update({"points": 35, "basis": "群众评价好"})
	evaluation.opinion = "同意评定"
	evaluation.save()
	text = squeezed(text_of(documents.to_pdf(evaluation)))
	judge = frappe.db.get_value("User", evaluation.scores[1].judged_by, "full_name")
	for expected in (
		"2025年度打印测试星级",
		"近字党员1",
		"按月交纳党费",
		"讲道德",
		"群众评价好",
		"35",
		judge,
		"同意评定",
	):
		assert squeezed(expected) in text, (expected, text)
	assert evaluation.band in text
	assert "★" * evaluation.stars + "☆" * (5 - evaluation.stars) in text
	assert "待评定" not in text


@pytest.mark.parametrize(
	"print_format, fixture", [("Meeting Minutes", "assembly"), ("Evaluation Sheet", "evaluation")]
)
def test_document_print_formats_ask_for_the_right_to_print(house, set_user, request, print_format, fixture):
	document = request.getfixturevalue(fixture)
	assert documents.party_document(document) in frappe.get_print(
		document.doctype, document.name, print_format
	)
	set_user(factory.holder(house.branches["远"].branch, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		get_html_and_style(document.doctype, document.name, print_format)
