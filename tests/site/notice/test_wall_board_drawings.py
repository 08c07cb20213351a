"""Boards as they are drawn: nothing over the edge, one page of the right size, the words of the guide, readable from the wall."""

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFont

import frappe

from party_affairs.guide.notice import wall_texts
from party_affairs.language import CHINESE, in_language
from party_affairs.printing import documents
from party_affairs.printing.notice import board as boards
from party_affairs.printing.notice import wall_board
from party_affairs.printing.notice.looks import LOOKS
from party_affairs.printing.notice.structure_chart import svg
from party_affairs.rules.notice import kinds, sizes
from tests.site import factory
from tests.site.test_prints import squeezed

MM = 72 / 25.4
FURTHER_RADICALS = str.maketrans("⻬⻛⻆⻚⻢⻋⻔⻜", "齐风角页马车门飞")
"""Which a PDF gives back for the characters, beside those that other prints have."""


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee()
		firm = factory.firm(committee, number_of_lawyers=26, number_of_partners=7, registered_on="2009-09-21")
		branch = factory.branch("上墙测试律师事务所党支部", parent=committee, firms=[firm])
		people = [factory.member(branch, name) for name in ("郎观澜", "𬱖佳瑜", "㛃之琳", "尚修远")]
		for person, post in zip(
			people, ("Secretary", "Organisation Commissioner", "Publicity Commissioner"), strict=False
		):
			factory.post(person, post)
		factory.group(branch, leader=people[3].name)
		factory.plan(branch, 2025, responsible=people[0].name, months=range(1, 13))
		yield frappe._dict(branch=branch, firm=firm, people=people)


def board_of(house, *labels, **values):
	parts = [label if isinstance(label, dict) else {"kind": label} for label in labels]
	given = {
		"branch": house.branch.name,
		"firm": house.firm.name,
		"size": "60 × 90 cm",
		"as_of": "2025-12-31",
		"parts": parts,
	}
	return frappe.get_doc({"doctype": "Wall Board", "look": "Solemn Red", "bleed_mm": 3, **given, **values})


def composed(house, *labels, **values):
	with in_language(CHINESE):
		return wall_board.compose(board_of(house, *labels, **values))


def edges(inside):
	"""The right and lower edges of what is drawn: boxes and the last characters of lines."""
	boxes = re.findall(r'<rect x="(-?[\d.]+)" y="(-?[\d.]+)" width="(-?[\d.]+)" height="(-?[\d.]+)"', inside)
	for x, y, width, height in boxes:
		yield float(x), float(y), float(x) + float(width), float(y) + float(height)
	for y, size, spans in re.findall(
		r'<text class="\w+" y="([\d.]+)" font-size="([\d.]+)"[^>]*>(.*?)</text>', inside
	):
		starts = [float(start) for group in re.findall(r'x="([^"]+)"', spans) for start in group.split()]
		yield min(starts), float(y) - float(size), max(starts) + float(size) * 0.3, float(y)


@pytest.mark.parametrize("kind", [kind.label for kind in kinds.KINDS])
def test_nothing_of_any_board_stands_over_the_edge_of_any_size_and_look(house, kind):
	board = composed(house, kind).board
	looks = list(LOOKS.values())
	for number, preset in enumerate(("A4", "60 × 90 cm", "120 × 240 cm", "Free Size")):
		for orientation in ("Portrait", "Landscape"):
			size = sizes.board_size(preset, orientation, 3000, 800, 5)
			drawing = boards.draw(replace(board, size=size, look=looks[number % 3]))
			assert not drawing.overflowing
			assert drawing.type_mm >= sizes.least_type_mm(size, 0) or preset == "Free Size"
			for left, top, right, bottom in edges(drawing.inside):
				assert (
					left >= -5.01
					and top >= -5.01
					and right <= size.width + 5.01
					and bottom <= size.height + 5.01
				)


def test_the_pdf_is_one_page_with_its_boxes_and_all_of_its_words(house):
	labels = [kind.label for kind in kinds.KINDS if kind.text and kind.made_of == kinds.WORDS][:6]
	board = composed(house, *labels, look="Plain Ivory", size="120 × 240 cm", orientation="Landscape").board
	made = boards.to_pdf(boards.draw(board))
	with pikepdf.open(io.BytesIO(made)) as pdf:
		(page,) = pdf.pages
		media, bleed, trim = (
			[float(edge) for edge in box] for box in (page.mediabox, page.bleedbox, page.trimbox)
		)
	for box, width, height in ((media, 2426, 1226), (bleed, 2406, 1206), (trim, 2400, 1200)):
		assert box[2] - box[0] == pytest.approx(width * MM, abs=1)
		assert box[3] - box[1] == pytest.approx(height * MM, abs=1)
	with pypdfium2.PdfDocument(made) as document:
		text = squeezed(document[0].get_textpage().get_text_bounded()).translate(FURTHER_RADICALS)
	for label in labels:
		for item in wall_texts.wall_text(kinds.kind(label).text).items:
			assert squeezed(item.text)[:12] in text


def test_what_is_drawn_fills_the_trimmed_sheet_and_the_bleed(house):
	"""The frame stands as far from the left edge as from the right one, and the ground reaches the marks."""
	board = composed(house, "Six Standards of a Branch", look="Deep Blue and Gold").board
	with pypdfium2.PdfDocument(boards.to_pdf(boards.draw(board))) as document:
		page = document[0]
		picture = page.render(scale=626 / page.get_width()).to_pil().convert("L")
	width, height = picture.size
	row = [picture.getpixel((x, height // 2)) for x in range(width)]
	dark = [x for x, value in enumerate(row) if value < 128]
	assert dark[0] == pytest.approx(10, abs=1.5) and dark[-1] == pytest.approx(width - 11, abs=1.5)


@pytest.mark.parametrize(("width", "shape"), [(333, (333, 500))])
def test_a_picture_is_as_wide_as_asked_for(house, width, shape):
	picture = Image.open(
		io.BytesIO(boards.to_png(boards.draw(composed(house, "Structure Chart").board), width))
	)
	assert picture.size == shape
	assert len(picture.getcolors(1 << 24)) > 20


def words_of(board):
	return re.sub(r"<[^>]+>", "", boards.draw(board).inside)


def test_live_boards_say_what_the_records_say_on_the_day(house):
	board = composed(house, "Branch Introduction").board
	assert "党员4名" in words_of(board) and "截至2025年12月31日" in words_of(board)
	chart = words_of(composed(house, "Structure Chart").board)
	assert "𬱖佳瑜" in chart and "㛃之琳" in chart and "第一党小组" in chart and "尚修远" in chart
	with in_language(CHINESE):
		before = svg(house.branch.name, date(2000, 1, 1))
	assert "郎观澜" not in before
	plan = words_of(composed(house, "Annual Plan of Party Work").board)
	assert "12月" in plan and "郎观澜" in plan
	missing = composed(house, "Annual Plan of Party Work", as_of="2031-01-01")
	assert "2031" in missing.remarks[0]


def test_the_introduction_of_a_firm_is_its_own_text_with_its_figures(house):
	assert "尚无律所简介" in composed(house, "Firm Introduction").remarks[0]
	house.firm.db_set("introduction", "<p>专注&amp;务实。</p><p>服务民生。</p>")
	found = composed(house, "Firm Introduction")
	assert found.board.panels[0].body.words.lead == ("专注&务实。", "服务民生。")
	assert "26" in words_of(found.board) and not found.remarks
	house.firm.db_set("introduction", None)


def test_the_flow_is_that_of_the_rulebook_in_force(house):
	now, before = (
		words_of(composed(house, "Flow of Development", as_of=day).board)
		for day in ("2026-06-01", "2026-05-10")
	)
	assert "公示不少于5个工作日" in now and "2026年修订" in now and "25" in now
	assert "2014年" in before


def test_own_words_stand_in_place_of_the_official_ones_and_the_maker_is_told(house):
	own = {
		"kind": "Six Standards of a Branch",
		"own_text": "1.班子强。团结心齐。\n2.队伍好。模范带头。",
		"official_mark": "2020-3bef428a",
	}
	found = composed(house, own)
	assert "班子强" in words_of(found.board) and "有坚强的领导班子" not in words_of(found.board)
	assert "已经更新" in found.remarks[0]
	mark = wall_texts.wall_text("six_standards").mark
	assert "代替" in composed(house, {**own, "official_mark": mark}).remarks[0]


def test_type_that_nobody_could_read_is_told_of(house):
	labels = [kind.label for kind in kinds.KINDS][3:9]
	drawing = boards.draw(composed(house, *labels, size="A4").board)
	with in_language(CHINESE):
		(sentence,) = wall_board.remarks_on(drawing, 150)
	assert "毫米" in sentence


def test_remarks_are_made_of_what_they_say(house):
	drawing = replace(boards.draw(composed(house, "Structure Chart", size="A4").board), type_mm=2.24)
	assert wall_board.remarks_on(drawing, 0) == []
	assert "2.1" in wall_board.remarks_on(replace(drawing, type_mm=2.1), 0)[0]


@pytest.mark.parametrize(
	("title", "told"),
	[
		("<script>alert(1)</script>&amp;\"'", False),
		("WWW MMM & Partners LLP Party Branch Introduction", False),
		("浙江澄砚律师事务所 Chengyan Law 党支部组织生活制度", False),
		("党" * 140, True),
		("W" * 140, True),
	],
)
def test_a_title_stays_on_the_board_and_a_long_one_is_told_of(house, title, told):
	part = {"kind": "Functions of the Branch", "board_title": title}
	for parts in ([part], [part, "Structure Chart"]):
		for size, orientation in (("A4", "Portrait"), ("120 × 240 cm", "Landscape")):
			board = composed(house, *parts, size=size, orientation=orientation).board
			drawing = boards.draw(board)
			assert all(
				left >= -5.01 and right <= board.size.width + 5.01
				for left, _t, right, _b in true_edges(drawing)
			)
			with in_language(CHINESE):
				remarks = wall_board.remarks_on(drawing, 1)
			if orientation == "Portrait":
				assert any("标题过长" in remark for remark in remarks) is told
			for size in title_sizes(drawing, title):
				assert size > 0.012 * min(board.size.width, board.size.height)


FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"


def true_edges(drawing):
	"""The left and right edges of each run of type in the font itself."""
	font = ImageFont.truetype(FONT, 1000, index=2)
	for size, spans in re.findall(r'<text [^>]*font-size="([\d.]+)"[^>]*>(.*?)</text>', drawing.inside):
		for starts, text in re.findall(r'<tspan x="([^"]+)">(.*?)</tspan>', spans):
			places = [float(start) for start in starts.split()]
			last = unescape(text) if len(places) == 1 else unescape(text)[-1]
			yield places[0], 0, places[-1] + font.getlength(last) / 1000 * float(size), 0


def title_sizes(drawing, title):
	for size, spans in re.findall(r'<text [^>]*font-size="([\d.]+)"[^>]*>(.*?)</text>', drawing.inside):
		if title.startswith(unescape(re.sub("<[^>]+>", "", spans))[:20]):
			yield float(size)


def test_a_title_of_ones_own_stands_over_a_single_board_too(house):
	def titles(**values):
		board = composed(house, "Functions of the Branch", **values).board
		return board.title, board.panels[0].title

	assert titles(title="我们怎样工作") == ("我们怎样工作", "党支部职能")
	for filled_in in (None, "党支部职能", "组织架构图"):
		assert titles(title=filled_in) == ("", "党支部职能")
	several = composed(house, "Branch Introduction", "Structure Chart", title="支部简介、组织架构图")
	assert several.board.title == ""


@pytest.mark.parametrize("day", ["1800-01-01", "9999-12-31"])
def test_every_board_answers_for_odd_days(house, day):
	for kind in kinds.KINDS:
		assert composed(house, kind.label, as_of=day).board.panels


def test_texts_of_users_are_characters_and_no_markup(house):
	board = composed(
		house,
		{
			"kind": "Functions of the Branch",
			"board_title": "<script>a</script>",
			"own_text": "<b>&amp;\n1.<i>",
		},
	).board
	drawn = boards.svg(boards.draw(board))
	assert "<script" not in drawn and "<b>" not in drawn and "<i>" not in drawn
	assert "&lt;" in drawn


def test_the_board_as_a_paper_has_each_part(house):
	document = board_of(house, *(kind.label for kind in kinds.KINDS), size="A4", as_of="2026-06-01")
	paper = documents.paper_of(document, None)
	titles = [block.text for block in paper.blocks if block.kind == "title" and block.level == 1]
	assert len(titles) == len(kinds.KINDS)
	assert {block.kind for block in paper.blocks} >= {"text", "table", "picture", "heading"}
	assert "公示不少于5个工作日" in documents.party_document(document)


def test_photos_that_hang_stand_in_their_frames(house, monkeypatch):
	file = frappe.get_doc("File", {"file_url": factory.image()})
	row = frappe._dict(name="BP-1", caption="送法进村", display_copy=file.file_url)
	monkeypatch.setattr(wall_board.photos, "hanging", lambda *_args: [row])
	label = "Party Members and the Public in Pictures"
	monkeypatch.setattr(wall_board.photos, "files_of", lambda _names: [file.name])
	found = composed(house, label)
	assert "data:image/jpeg;base64," in boards.svg(boards.draw(found.board)) and "送法进村" in words_of(
		found.board
	)
	assert found.remarks == ()
	monkeypatch.setattr(wall_board.photos, "files_of", lambda _names: [])
	assert "照片" in composed(house, label).remarks[0]


def test_notices_stand_in_the_part_of_the_guide_to_which_they_belong(house, monkeypatch):
	notice = frappe._dict(
		title="第四季度活动安排",
		kind="Activity Plan",
		body="<p>每月15日</p>",
		published_until=date(2026, 1, 31),
		audience="Everybody Who Passes",
	)
	inner = frappe._dict(notice, title="只给党员看", audience="Members of the Branch")
	monkeypatch.setattr(wall_board.notices, "hanging", lambda *_args: [notice, inner])
	found = composed(house, "Party Affairs Made Public")
	board = found.board
	assert found.remarks == ("有1项仅向党员公开的事项只在党员页面展示，不上墙。",)
	frames = {frame.head: frame.lines for frame in board.panels[0].body.frames}
	assert frames["活动计划安排"] == ("● 第四季度活动安排（至2026年1月31日）每月15日",)
	assert [head for head, lines in frames.items() if not lines] == [
		"党费交纳公布表",
		"党员联系群众制度",
		"党员发展及其表彰事项",
	]
