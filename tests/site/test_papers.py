"""Papers as PDF, Word and Excel: the same text in each, nothing missing or cut, and only for whom the print is."""

import io
import shutil
import subprocess
from collections import Counter
from unittest import mock

import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import frappe

from party_affairs.api import ledgers as ledgers_api
from party_affairs.api import papers as papers_api
from party_affairs.printing import documents, docx, html, ledger_sheets, pages, xlsx
from party_affairs.printing.fold import USUAL, fold
from party_affairs.printing.page_setup import LANDSCAPE, LETTER, PORTRAIT
from party_affairs.printing.paper import (
	LETTER_STYLE,
	Beside,
	Cell,
	Closing,
	Grid,
	Heading,
	Paper,
	Picture,
	Reference,
	Signatures,
	Table,
	Text,
	Title,
	bound,
)
from party_affairs.printing.searchable import searchable, with_usual_characters
from party_affairs.printing.table_layout import TableColumn, TableRow
from tests.site import factory
from tests.site.test_prints import photo
from tests.support import papers as look
from tests.support.requests import ask

pytestmark = pytest.mark.site

RARE = "䶮𬱖𫘝㛃"
LONG_NAME = "阿卜杜热合曼·买买提依明江"
SPEECHES = 3
PARAGRAPHS = 70


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("文书测试党委")
		house = frappe._dict(branch=factory.branch("文书测试联合党支部", parent=committee))
		names = [RARE, LONG_NAME, *(f"到会{number:02}" for number in range(38))]
		house.people = [factory.member(house.branch, name) for name in names]
		house.secretary = factory.holder(house.branch, "Secretary")
		house.neighbour = factory.holder(factory.branch("文书测试邻支部", parent=committee), "Secretary")
		house.meeting = assembly_of(house)
		yield house


def assembly_of(house):
	meeting = factory.meeting(
		house.branch,
		"Member Assembly",
		"2025-06-25 14:00:00",
		ends_on="2025-06-25 16:30:00",
		topic=f"讨论年度计划（a<1 & {RARE}）",
		chair=house.people[0].name,
		recorder=house.people[1].name,
		outcome="原则通过",
		speeches="\n".join(
			f"第{number}段：{'坚持学用结合，抓好普法服务。' * SPEECHES}" for number in range(PARAGRAPHS)
		),
		submit=False,
	)
	for person in house.people:
		meeting.append("attendees", {"member": person.name, "attendance": "Present", "has_vote": 1})
	for number in range(3):
		meeting.append("resolutions", {"resolution": f"决议{number}", "in_favour": 40})
	meeting.append("photos", {"photo": photo("文书照片.png", meeting), "caption": "现场"})
	meeting.save()
	meeting.submit()
	return meeting


def sample(house):
	return {
		"minutes": documents.paper_of(house.meeting),
		"sign_in": documents.paper_of(house.meeting, "sign_in"),
		"roster": ledger_sheets.paper_of(
			ledger_sheets.build_in_chinese("member_roster", {"branch": house.branch.name, "year": 2025})
		),
		"letter": letter(),
	}


def letter():
	body = "\n".join("经研究，同意你支部换届选举结果。" * 6 for _ in range(16))
	return Paper(
		"批复",
		(
			Title("关于同意换届选举结果的批复"),
			Text("文书测试联合党支部：", flush=True),
			Heading("一、选举结果"),
			Text(body),
			Closing(("文书测试党委", "2026年11月30日")),
		),
		LETTER,
		LETTER_STYLE,
	)


@pytest.fixture(scope="module")
def made(house):
	"""Each paper of the sample as PDF and as Word document."""
	return {
		name: (paper, pages.paper_to_pdf(paper), docx.to_docx(paper)) for name, paper in sample(house).items()
	}


NAMES = ("minutes", "sign_in", "roster", "letter")


@pytest.mark.parametrize("name", NAMES)
def test_pdf_and_word_say_the_same(made, name):
	paper, pdf, word = made[name]
	of_pages = look.pages_of(pdf)
	heads = "".join(column.label for table in paper.tables for column in table.columns)
	repeated = sum(fold(heads) in page for page in of_pages) - 1 if heads else 0
	printed = Counter(look.readable("".join(of_pages)))
	written = Counter(look.readable(look.word_text(word)))
	assert printed - written == Counter(fold(heads) * repeated)
	assert not written - printed


@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_missing_or_beyond_the_margin(made, name):
	paper, pdf, word = made[name]
	assert "Noto Serif CJK" in look.fonts_with(look.word_text(word))
	assert look.outside(pdf, paper.page) == ""


def test_rare_characters_are_drawn_and_what_no_font_has_is_found():
	text = f"姓名{RARE}"
	assert look.drawn(pages.paper_to_pdf(Paper("生僻字", (Text(text),)))) == len(text)
	assert look.drawn(pages.paper_to_pdf(Paper("缺字", (Text("缺\ue123字"),)))) == 2
	assert look.fonts_with("☑") == "" or "CJK" not in look.fonts_with("☑")


@pytest.mark.parametrize("name", ("minutes", "roster"))
def test_rare_characters_have_a_font_in_word_that_has_them(made, name):
	_paper, pdf, word = made[name]
	assert look.readable(RARE) in (printed := "".join(look.pages_of(pdf))) and fold(LONG_NAME) in printed
	fonts = {
		run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia"))
		for run in look.word_of(word).element.body.iter(qn("w:r"))
		if any(mark in "".join(node.text or "" for node in run.iter(qn("w:t"))) for mark in "𬱖𫘝")
	}
	assert fonts == {"宋体-ExtB"}


def test_long_minutes_fill_pages_and_signatures_stand_with_text(made):
	_paper, pdf, word = made["minutes"]
	of_pages = look.pages_of(pdf)
	signed = next(page for page in of_pages if "记录人(签字)" in page)
	assert len(of_pages) >= 4 and "决议2" in signed
	assert not any(page.endswith(("一、会议内容", "三、形成决议或结论")) for page in of_pages)
	table = look.word_of(word).tables[-2]._element
	assert table.getprevious().find(qn("w:pPr")).find(qn("w:keepNext")) is not None


def test_a_letter_has_the_lines_and_numbers_of_official_papers(made):
	"""GB/T 9704-2012: 22 lines of 28 characters, and the number at the outer side."""
	_paper, pdf, word = made["letter"]
	*texts, number = look.lines_of(pdf, 2)
	assert number == "—2—" and len(texts) == 22 and max(map(len, texts)) == 28
	section = look.word_of(word).sections[0]
	assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"


def test_registers_in_word_repeat_their_head_and_are_as_wide_as_their_columns(made):
	table = look.word_of(made["roster"][2]).tables[1]._element
	head, *rows = table.findall(qn("w:tr"))
	assert head.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
	widths = [each.get(qn("w:w")) for each in table.find(qn("w:tblGrid"))]
	for row in (head, *rows):
		cells = [cell.find(qn("w:tcPr")).find(qn("w:tcW")).get(qn("w:w")) for cell in row.iter(qn("w:tc"))]
		assert cells == widths
	assert sum(map(int, widths)) == int(table.find(qn("w:tblPr")).find(qn("w:tblW")).get(qn("w:w")))


def test_a_drawing_is_an_image_in_word():
	square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#cc0000"/></svg>'
	word = look.word_of(docx.to_docx(Paper("图", (Picture(square, width_mm=40, alt="红旗"),))))
	shape = word.inline_shapes[0]
	assert (round(shape.width.mm), round(shape.height.mm)) == (40, 20)
	assert shape._inline.docPr.get("descr") == "红旗"


# What is searched in a PDF and copied out of it


SEARCHED = "民族 谈心谈话 支委 意见 长 门 青 黄 户籍 橡胶 见面 一二三 9～11月 和／或 〈简报〉"


def read_by_three(pdf):
	"""What a viewer (pdfium), pypdf and poppler read, nothing made alike."""
	with pypdfium2.PdfDocument(pdf) as document:
		yield "".join(page.get_textpage().get_text_range() for page in document)
	yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	yield subprocess.run(
		["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
	).stdout.decode()


@pytest.mark.parametrize("name", NAMES)
def test_papers_say_usual_characters_and_no_radicals(made, name):
	for text in read_by_three(made[name][1]):
		assert len(text) > 100 and not {ord(character) for character in text} & set(USUAL)


@pytest.fixture(scope="module")
def searched():
	"""A paper in both faces, as the engine makes it and as we do."""
	from frappe.utils.pdf import get_pdf

	paper = Paper("检索", (Title(SEARCHED), Text(SEARCHED, flush=True)))
	return get_pdf(pages.whole_page(html.to_html(paper))), pages.plain_pdf(html.to_html(paper))


def test_words_are_found_by_who_searches_a_paper(searched):
	for text in read_by_three(searched[1]):
		for word in SEARCHED.split():
			assert text.count(word) == 2, (word, text)


def test_what_is_drawn_stays_as_it_is(searched):
	before, after = (pypdfium2.PdfDocument(pdf) for pdf in searched)
	assert before[0].render(scale=2).to_pil().tobytes() == after[0].render(scale=2).to_pil().tobytes()
	assert searchable(searched[1]) == searched[1]
	before.close()
	after.close()


def test_what_frappe_prints_is_found_as_well(house):
	answer = ask(
		house.secretary,
		"/api/method/frappe.utils.print_format.download_pdf",
		doctype="Party Meeting",
		name=house.meeting.name,
		format="Sign-in Sheet of a Meeting",
	)
	assert answer.mimetype == "application/pdf"
	for text in read_by_three(answer.content):
		assert "签到" in text and not {ord(character) for character in text} & set(USUAL)


@pytest.mark.parametrize(
	("before", "after"),
	[
		("bfchar\n<A9> <2EA0>\n", "bfchar\n<A9> <6C11>\n"),
		("bfchar <01> <0041> <02> <2F00 2F08> ", "bfchar <01> <0041> <02> <4E004EBA> "),
		("bfrange <0001> <0003> [<2ED3><65CF> <>] ", "bfrange <0001> <0003> [<957F> <65CF> <>] "),
		("bfrange <00> <03> <2EFE> ", "bfrange <00> <03> [<2EFE> <2EFF> <4E00> <4E28>] "),
		("bfrange <01> <02> <00412EA0> ", "bfrange <01> <02> [<00416C11> <00416C35>] "),
		("bfrange <2F00> <2F08> <0030> ", "bfrange <2F00> <2F08> <0030> "),
		("bfchar <2EA0> <D841DE2E> ", "bfchar <2EA0> <D841DE2E> "),
	],
	ids=["one", "several", "list", "range across", "tail of a range", "codes stay", "beyond the first plane"],
)
def test_maps_of_glyphs_lead_to_usual_characters(before, after):
	frame = "1 begincodespacerange <2F00> <2F08> endcodespacerange 1 begin{0}end{1} endcmap"
	kind = before.split()[0]
	made = with_usual_characters(frame.format(before, kind).encode())
	assert made.decode() == frame.format(after, kind)


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium here")
def test_chromium_breaks_pages_like_the_other_engine(made, tmp_path):
	paper, pdf, _word = made["letter"]
	page, printed = tmp_path / "letter.html", tmp_path / "letter.pdf"
	with mock.patch("party_affairs.printing.html.shrinks_pages", return_value=False):
		page.write_text(pages.whole_page(html.to_html(paper)))
	subprocess.run(
		[
			*(shutil.which("chromium"), "--headless", "--no-sandbox", "--disable-gpu"),
			*("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()),
		],
		check=True,
		capture_output=True,
		timeout=60,
	)
	content = searchable(printed.read_bytes())
	for text in read_by_three(content):
		assert "支部" in text and not {ord(character) for character in text} & set(USUAL)
	assert len(look.pages_of(content)) == len(look.pages_of(pdf))
	assert max(map(len, look.lines_of(content, 2))) == 28 and len(look.lines_of(content, 2)) == 22
	assert look.outside(content, paper.page) == ""


# The endpoint


def fetched(**asked):
	papers_api.download(**asked)
	return frappe.local.response.filecontent


def test_minutes_come_as_word_and_pdf_for_who_may_print_them(house, set_user):
	set_user(house.secretary)
	asked = {"doctype": "Party Meeting", "name": house.meeting.name, "print_format": "Meeting Minutes"}
	text = look.word_text(fetched(**asked, file_format="docx"))
	assert "第69段" in text and fold(RARE) in text and "a<1&" in text
	assert frappe.local.response.filename.endswith(".docx")
	assert fetched(**asked, file_format="pdf").startswith(b"%PDF")
	log = frappe.get_last_doc("Access Log", {"reference_document": house.meeting.name})
	assert (log.file_type, log.method) == ("PDF", "Print")


@pytest.mark.parametrize("file_format", ("pdf", "docx", "xlsx"))
def test_papers_are_refused_to_neighbours_and_members_without_post(house, set_user, file_format):
	asked = {
		"doctype": "Party Meeting",
		"name": house.meeting.name,
		"print_format": "Sign-in Sheet of a Meeting",
	}
	for user in (house.neighbour, factory.login(house.people[5])):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			fetched(**asked, file_format=file_format)


def test_sign_in_sheet_comes_as_a_workbook_and_minutes_do_not(house, set_user):
	set_user(house.secretary)
	asked = {"doctype": "Party Meeting", "name": house.meeting.name, "file_format": "xlsx"}
	sheet = openpyxl.load_workbook(
		io.BytesIO(fetched(**asked, print_format="Sign-in Sheet of a Meeting"))
	).active
	cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
	assert RARE in cells and LONG_NAME in cells
	before = [str(cell) for cell in cells[: cells.index("序号")]]
	assert any("文书测试联合党支部" in line for line in before) and any(
		"2025年6月25日" in line for line in before
	)
	with pytest.raises(frappe.ValidationError, match="表格"):
		fetched(**asked, print_format="Meeting Minutes")


def test_a_ledger_on_paper_is_a_workbook_with_a_column_for_each_value(house, set_user):
	set_user(house.secretary)
	asked = {"doctype": "Party Branch", "name": house.branch.name, "year": 2025, "file_format": "xlsx"}
	sheet = openpyxl.load_workbook(io.BytesIO(fetched(**asked, print_format="Party Member Roster"))).active
	lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
	texts = [str(cell) for line in lines for cell in line]
	assert not [text for text in texts if "\n" in text]
	assert "性别" in texts and "学历" in texts
	assert sum("导出人" in text for text in texts) == 1
	assert any(house.branch.name in text and "截至" in text for text in texts[:4])
	assert any("：" in text and "　　" in text for text in texts[-4:]), "nobody signs"


def test_a_draft_says_so_in_its_workbook():
	table = Table((TableColumn("姓名", 30),), (TableRow(("甲",)),))
	paper = Paper(
		"通知",
		(Reference("参考样式（草稿）"), Title("通知"), Text("按姓名排列"), table, Text("注：以此为准")),
	)
	other = Paper("二", (Title("另一张"), table))
	sheets = openpyxl.load_workbook(
		io.BytesIO(xlsx.to_xlsx((bound("两张", (paper, other)),), "标记"))
	).worksheets
	lines = [[row[0] for row in sheet.values] for sheet in sheets]
	assert lines[0] == ["通知", "参考样式（草稿）", "按姓名排列", "姓名", "甲", "注：以此为准", "标记"]
	assert lines[1] == ["另一张", "姓名", "甲", "标记"]


def test_a_document_without_paper_and_a_wrong_ending_get_a_sentence(house, set_user):
	set_user(house.secretary)
	asked = {"doctype": "Party Meeting", "name": house.meeting.name}
	with pytest.raises(frappe.ValidationError, match="打印格式"):
		fetched(**asked, print_format="Standard")
	with pytest.raises(frappe.ValidationError, match="docx"):
		fetched(**asked, print_format="Meeting Minutes", file_format="exe")
	with pytest.raises(frappe.ValidationError, match="User"):
		fetched(doctype="User", name="Administrator")


def test_a_ledger_comes_as_word_with_the_mark_in_its_properties(house, set_user):
	set_user(house.secretary)
	ledgers_api.download("member_roster", "docx", branch=house.branch.name, year=2025)
	word = frappe.local.response.filecontent
	assert fold(RARE) in look.word_text(word)
	properties = look.word_of(word).core_properties
	assert properties.title == "党员花名册" or "花名册" in properties.title
	assert ("导出人" in look.word_text(word)) == ("导出人" in properties.comments)


# Estimated heights

WORDS = st.text("支部党员会议记录，。学习（2025）年abc 1-9", min_size=0, max_size=120)
CELLS = st.builds(Cell, WORDS, is_fact=st.booleans())
GRIDS = st.builds(
	lambda rows, style: Grid(tuple(rows), style),
	st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=3),
	st.sampled_from(("facts", "table", "box")),
)
BLOCKS = st.one_of(
	st.builds(Title, WORDS.filter(str.strip), st.sampled_from((1, 2))),
	st.builds(Heading, WORDS.filter(str.strip), st.sampled_from((1, 2))),
	st.builds(Text, WORDS, st.sampled_from(("text", "detail", "notes", "how"))),
	st.builds(lambda cells: Beside((cells,)), st.tuples(CELLS, CELLS)),
	GRIDS,
)
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=60)


def with_table(before, rows, after, page):
	columns = (TableColumn("序号", 12), TableColumn("姓名", 40), TableColumn("说明", 80))
	table = Table(columns, tuple(TableRow(row) for row in rows))
	return Paper("表", (*before, table, *after, Signatures(("制表人：", "审核人："))), page)


@pytest.mark.parametrize("page", (PORTRAIT, LANDSCAPE), ids=("portrait", "landscape"))
@settings(max_examples=2, deadline=None, derandomize=True, phases=(Phase.generate,), database=None)
@given(data=st.data())
def test_no_sheet_overflows_its_page(page, data):
	"""What was estimated is printed: as many pages as there are sheets."""
	papers = [
		with_table(
			data.draw(st.lists(BLOCKS, max_size=4)),
			data.draw(ROWS),
			data.draw(st.lists(BLOCKS, max_size=2)),
			page,
		)
		for _ in range(12)
	]
	number = len(PdfReader(io.BytesIO(pages.papers_to_pdf(papers))).pages)
	assert number == sum(html.number_of_sheets(paper) for paper in papers)
