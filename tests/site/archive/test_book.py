"""Books: papers of different pages bound to one PDF with numbers, contents, bookmarks and links, and to one Word document."""

import io
import itertools
import re
import zipfile
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest

from party_affairs.exceptions import BookError
from party_affairs.printing import binding, book, html
from party_affairs.printing.book import Book, BookPart
from party_affairs.printing.page_setup import BOOK_LANDSCAPE, BOOK_PORTRAIT, LETTER
from party_affairs.printing.paper import PageBreak, Paper, Table, Text, Title
from party_affairs.printing.table_layout import TableColumn, TableRow
from tests.site.test_prints import squeezed

pytestmark = pytest.mark.site

MM = 72 / 25.4


def part(name, *blocks, page=BOOK_PORTRAIT, level=1):
	return BookPart(f"{name}部分", Paper(name, (Title(f"标题{name}"), *blocks), page), level)


def long_table(rows):
	columns = (TableColumn("姓名", 30), TableColumn("内容", 100))
	return Table(columns, tuple(TableRow((f"党员{number}", "学习讨论")) for number in range(rows)))


PARTS = (
	part("甲", Text("第一页"), PageBreak(), Text("第二页")),
	part("乙", long_table(70), page=BOOK_LANDSCAPE),
	part("丙", Text("夹在中间"), level=2),
	part("丁", Text("公文"), page=LETTER),
	part("戊" + "很长的标题" * 12, Text("末页"), level=2),
)


@pytest.fixture(scope="module")
def bound(rolled_back):
	told = []
	with rolled_back():
		made = book.bind(
			Book("测试手册", ("某支部", "2025年度"), PARTS), lambda done, of: told.append((done, of))
		)
		yield SimpleNamespace(
			made=made, told=told, texts=texts_of(made.pdf), pdf=pikepdf.open(io.BytesIO(made.pdf))
		)


def texts_of(pdf):
	reader = pypdfium2.PdfDocument(pdf)
	return [squeezed(page.get_textpage().get_text_range()) for page in reader]


def test_each_part_begins_where_the_contents_say(bound):
	made = bound.made
	assert len(bound.texts) == made.front + made.pages and made.front % 2 == 0
	for each, first, last in zip(PARTS, made.starts, made.ends(), strict=True):
		title = squeezed(f"标题{each.paper.name}")[:8]
		starts = [
			number for number, text in enumerate(bound.texts, start=1 - made.front) if text.startswith(title)
		]
		assert starts == [first] and first <= last
	assert made.starts[0] == 1 and made.ends()[0] == 2 and made.ends()[1] - made.starts[1] >= 2
	contents = "".join(bound.texts[2 : made.front])
	for each, first in zip(PARTS, made.starts, strict=True):
		title = squeezed(each.title)[:20]
		assert f"{first}" in contents.split(title)[1][:20]
	assert "party-affairs" not in "".join(bound.texts)


def test_pages_are_numbered_through_at_the_outer_edge(bound):
	front, pages = bound.made.front, bound.made.pages
	for number in range(1, pages + 1):
		assert bound.texts[front + number - 1].endswith(f"-{number}-")
	reader = pypdfium2.PdfDocument(bound.made.pdf)
	for number in (1, 2):
		page = reader[front + number - 1]
		foot = page.get_textpage().get_text_bounded(bottom=0, top=12 * MM, left=0, right=page.get_width() / 2)
		assert bool(foot.strip()) == (number == 2)
	assert reader.get_page_label(front) == "1" and reader.get_page_label(2) == "i"


def test_pages_at_the_left_keep_their_room_for_the_binding_at_the_right(bound):
	reader = pypdfium2.PdfDocument(bound.made.pdf)
	lefts = []
	for sheet in (0, 1):
		page = reader[bound.made.front + sheet].get_textpage()
		place = page.get_text_range().index("第")
		lefts.append(page.get_charbox(place)[0])
	assert lefts[0] - lefts[1] == pytest.approx((BOOK_PORTRAIT.left - BOOK_PORTRAIT.right) * MM, abs=0.5)


def test_bookmarks_and_links_lead_to_the_parts(bound):
	outline = pypdfium2.PdfDocument(bound.made.pdf).get_toc()
	found = [(item.get_title(), item.level, item.get_dest().get_index()) for item in outline]
	assert found == [
		(each.title, each.level - 1, bound.made.front + start - 1)
		for each, start in zip(PARTS, bound.made.starts, strict=True)
	]
	links = [note for page in bound.pdf.pages for note in page.get("/Annots", ())]
	targets = [pikepdf.Page(note.Dest[0]).index for note in links]
	assert targets == [bound.made.front + start - 1 for start in bound.made.starts]
	page = pypdfium2.PdfDocument(bound.made.pdf)[2].get_textpage()
	for each, note in zip(PARTS, links, strict=True):
		left, bottom, right, top = (float(value) for value in note.Rect)
		inside = squeezed(page.get_text_bounded(left, bottom, right, top))
		assert inside.startswith(squeezed(each.title)[:12])


def test_progress_is_told_by_chunks_up_to_the_end(bound):
	assert len(bound.told) == len({each.paper.page for each in PARTS})
	assert all(earlier[0] < later[0] for earlier, later in itertools.pairwise(bound.told))
	assert bound.told[-1][0] == bound.told[-1][1]


def test_pages_are_taken_out_of_the_book(bound):
	start = bound.made.starts[2] + bound.made.front
	(text,) = texts_of(binding.pages_of(bound.made.pdf, start, start))
	assert "夹在中间" in text


def test_a_part_that_cannot_be_printed_is_named(monkeypatch):
	write = html.papers_to_html

	def fails_for_one(papers, between=""):
		if any(each.name == "丙" for each in papers):
			raise OSError("wkhtmltopdf reported an error\nmore for the log")
		return write(papers, between)

	monkeypatch.setattr(html, "papers_to_html", fails_for_one)
	with pytest.raises(BookError, match=r"丙部分.*wkhtmltopdf reported an error"):
		book.bind(Book("测试手册", (), PARTS[2:3]))


def test_what_is_alike_is_kept_once():
	pdf = pikepdf.new()
	for _paper in range(3):
		glyphs = {
			f"/g{number}": pdf.make_stream(b"0 0 m " * 50 + bytes([48 + number])) for number in range(4)
		}
		font = pdf.make_indirect(
			pikepdf.Dictionary(
				Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, CharProcs=pikepdf.Dictionary(glyphs)
			)
		)
		page = pdf.add_blank_page()
		page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
	binding.share_what_is_alike(pdf)
	fonts = [page.obj.Resources.Font.F1.CharProcs for page in pdf.pages]
	assert len({glyph.objgen for font in fonts for glyph in font.values()}) == 4
	assert [font["/g3"].read_bytes()[-1:] for font in fonts] == [b"3"] * 3


def test_a_part_without_a_paper_stands_on_the_page_of_the_part_before(rolled_back):
	parts = (PARTS[0], BookPart("同页", None, 2), BookPart("又同页", None), PARTS[3])
	with rolled_back():
		made = book.bind(Book("测试手册", (), parts))
		content = book.to_docx(Book("测试手册", (), parts), made)
	assert (made.starts, made.ends(), made.pages) == ((1, 1, 1, 3), (1, 1, 2, 3), 3)
	with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pdf.open_outline() as outline:
		assert [item.title for item in outline.root] == ["甲部分", "又同页", "丁部分"]
		assert [item.title for item in outline.root[0].children] == ["同页"]
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		xml = package.read("word/document.xml").decode()
	assert xml.count("<w:bookmarkStart") == len(parts) and xml.count("<w:sectPr") == 4


@pytest.fixture(scope="module")
def word(bound):
	"""The parts of the Word document by their names."""
	content = book.to_docx(Book("测试手册", ("某支部",), PARTS), bound.made)
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


def test_the_contents_in_word_refer_to_pages_that_word_counts(bound, word):
	xml = word["word/document.xml"]
	asked = re.findall(r"PAGEREF (\w+) \\h.*?<w:t[^>]*>(\d+)</w:t>", xml, re.DOTALL)
	assert [page for _mark, page in asked] == [str(start) for start in bound.made.starts]
	assert re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', xml) == [mark for mark, _page in asked]
	assert all(each.title[:20] in xml.split("<w:bookmarkStart", 1)[0] for each in PARTS)
	assert '<w:updateFields w:val="true"/>' in word["word/settings.xml"]


def test_word_numbers_the_contents_in_roman_figures_and_the_parts_anew(word):
	xml = word["word/document.xml"]
	sections = re.findall(r"<w:sectPr.*?</w:sectPr>", xml, re.DOTALL)
	numbering = [re.findall(r"<w:pgNumType[^>]*>", section) for section in sections]
	assert numbering == [
		[],
		['<w:pgNumType w:fmt="lowerRoman" w:start="1"/>'],
		['<w:pgNumType w:start="1"/>'],
		*[[]] * (len(PARTS) - 1),
	]
	feet = [text for name, text in sorted(word.items()) if name.startswith("word/footer")]
	assert [" PAGE " in foot for foot in feet] == [False, True, True]
	assert not any("NUMPAGES" in foot for foot in feet)
