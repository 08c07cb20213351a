"""Sizes of boards, boards on one sheet, charts of an organisation, and wording of one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.notice import kinds, sizes
from party_affairs.rules.notice.arrangement import arrangements, is_even
from party_affairs.rules.notice.own_words import head_and_text, read_own_words
from party_affairs.rules.notice.structure import Card, Tier, balanced, lay_out, lines_of


def wrap(text, room):
	"""Lines of so many characters each."""
	step = max(int(room), 1)
	return [text[start : start + step] for start in range(0, len(text), step)] or [""]


@pytest.mark.parametrize(
	("given_size", "expected"),
	[
		(("60 × 90 cm", "Portrait", 0, 0, 3), (600, 900, 3)),
		(("60 × 90 cm", "Landscape", 5, 5, 0), (900, 600, 0)),
		(("Free Size", "Portrait", 5000, 700, 5), (5000, 700, 5)),
		(("A4", "", 0, 0, 0), (210, 297, 0)),
	],
)
def test_a_size_is_a_preset_or_free(given_size, expected):
	size = sizes.board_size(*given_size)
	assert (size.width, size.height, size.bleed) == expected


@pytest.mark.parametrize(
	("given_size", "field"),
	[
		(("Free Size", "", 99, 500, 0), "Width (mm)"),
		(("Free Size", "", 500, 5001, 0), "Height (mm)"),
		(("Free Size", "", 5000, 600, 0), "too narrow"),
		(("A4", "", 0, 0, 31), "Bleed (mm)"),
		(("B5", "", 0, 0, 0), "no size"),
	],
)
def test_a_size_that_cannot_be_made_is_refused_by_name(given_size, field):
	with pytest.raises(RuleError) as refusal:
		sizes.board_size(*given_size)
	assert field in str(refusal.value)


@pytest.mark.parametrize(
	("size", "distance", "least"), [("A4", 0, 2.25), ("A3", 0, 2.25), ("60 × 80 cm", 0, 7.5), ("A4", 300, 15)]
)
def test_type_is_as_large_as_the_distance_asks(size, distance, least):
	assert sizes.least_type_mm(sizes.board_size(size, "", 0, 0, 0), distance) == least


def test_every_kind_is_there_once():
	labels = [kind.label for kind in kinds.KINDS]
	assert len(labels) == len(set(labels)) == 19


@given(
	st.lists(st.floats(1, 50), min_size=1, max_size=7),
	st.floats(400, 5000),
	st.floats(400, 5000),
)
def test_panels_stand_in_the_sheet_beside_each_other_as_large_as_they_ask(demands, width, height):
	for places in arrangements(demands, width, height, 5):
		assert len(places) == len(demands)
		areas = 0.0
		for number, (x, y, wide, high) in enumerate(places):
			assert x >= -1e-6 and y >= -1e-6 and x + wide <= width + 1e-6 and y + high <= height + 1e-6
			areas += wide * high
			for left, top, other_wide, other_high in places[:number]:
				apart = left >= x + wide or x >= left + other_wide or top >= y + high or y >= top + other_high
				assert apart
		assert areas > 0.6 * width * height


@pytest.mark.parametrize(
	("places", "even"),
	[
		([(0, 0, 50, 100), (52, 0, 50, 100)], True),
		([(0, 0, 50, 49), (0, 51, 50, 49), (52, 0, 50, 100)], False),
		([(0, 0, 30, 49), (32, 0, 70, 49), (0, 51, 60, 49), (62, 51, 40, 49)], True),
	],
)
def test_an_arrangement_is_even_where_rows_or_columns_are_alike(places, even):
	assert is_even(places) is even


def test_nothing_is_arranged_where_there_is_nothing():
	assert arrangements([], 100, 100, 1) == []


NAMES = st.text("浙江律师事务所第一二党支部委员书记", min_size=1, max_size=24)


@given(
	st.lists(st.lists(NAMES, min_size=1, max_size=12), min_size=1, max_size=4),
	st.booleans(),
	st.floats(300, 3000),
	st.floats(300, 3000),
)
def test_a_chart_has_all_cards_inside_and_none_over_another(rows, framed, width, height):
	tiers = [Tier(tuple(Card(name, ("姓名",)) for name in row), "委员会" if framed else "") for row in rows]
	layout = lay_out(tiers, width, height, wrap, 0.5, 40)
	cards = [card for tier in layout.tiers for card in tier.cards]
	assert [card.card.title for card in cards] == [name for row in rows for name in row]
	assert layout.fits
	assert layout.top >= -1e-6 and layout.bottom <= height + 1e-6
	for number, card in enumerate(cards):
		assert card.x >= -1e-6 and card.x + card.width <= width + 1e-6
		for other in cards[:number]:
			assert (
				other.x >= card.x + card.width - 1e-6
				or card.x >= other.x + other.width - 1e-6
				or other.y >= card.y + card.height - 1e-6
				or card.y >= other.y + other.height - 1e-6
			)
	for x1, y1, x2, y2 in layout.joints:
		assert -layout.size <= min(x1, x2) and max(x1, x2) <= width + layout.size
		assert -1e-6 <= min(y1, y2) and max(y1, y2) <= height + 1e-6


def test_lines_of_a_name_are_shared_evenly():
	assert balanced("浙江示例律师事务所党总支", 11, wrap) == ["浙江示例律师", "事务所党总支"]


@pytest.mark.parametrize(
	("text", "lead", "articles"),
	[
		("第一段\n\n第二段", ("第一段", "第二段"), ()),
		("前言\n1.组织健全。班子团结。\n2．诚信执业", ("前言",), ("组织健全。班子团结。", "诚信执业")),
		("（1）按月交纳党费。\n接上一条", (), ("按月交纳党费。接上一条",)),
		("一、会议制度：按期召开", (), ("会议制度：按期召开",)),
		("2026年工作要点", ("2026年工作要点",), ()),
		("", (), ()),
	],
)
def test_own_words_are_paragraphs_and_articles(text, lead, articles):
	assert read_own_words(text) == (lead, articles)


@pytest.mark.parametrize(
	("article", "divided"),
	[
		("组织健全。班子团结。", ("组织健全", "班子团结。")),
		("会议制度：按期召开", ("会议制度", "按期召开")),
		("按月交纳党费。", ("", "按月交纳党费。")),
		(
			"组织学习习近平新时代中国特色社会主义思想，贯彻党的路线。",
			("", "组织学习习近平新时代中国特色社会主义思想，贯彻党的路线。"),
		),
	],
)
def test_an_article_is_headed_by_a_few_words(article, divided):
	assert head_and_text(article) == divided


@pytest.mark.parametrize(
	("number", "width", "height"), [(2, 180, 240), (3, 180, 240), (3, 820, 480), (6, 820, 480)]
)
def test_groups_stand_in_one_row_under_a_straight_line(number, width, height):
	posts = Tier(tuple(Card(post, ("沈砚秋",)) for post in ("书记", "副书记", "组织委员")), "委员会")
	groups = Tier(tuple(Card(f"第{place}党小组", ("党小组长 翁知夏",)) for place in range(number)))
	layout = lay_out(
		[Tier((Card("浙江澄砚律师事务所第一党支部"),)), posts, groups], width, height, wrap, 0.5, 12
	)
	cards = layout.tiers[-1].cards
	assert layout.tiers[-1].frame is None and len({card.y for card in cards}) == 1
	assert all("翁知夏" in card.lines[-1] for card in cards)
	xs = [card.x + card.width / 2 for card in cards]
	bar = next(joint for joint in layout.joints if joint[1] == joint[3])
	assert (bar[0], bar[2]) == (xs[0], xs[-1])


def test_many_groups_stand_in_a_frame():
	groups = Tier(tuple(Card(f"第{place}党小组", ("党小组长 翁知夏",)) for place in range(9)))
	layout = lay_out([Tier((Card("党支部"),)), groups], 180, 240, wrap, 0.5, 12)
	assert layout.tiers[-1].frame and len(layout.joints) == 1


@pytest.mark.parametrize(
	("line", "room", "lines"),
	[
		("党小组长 翁知夏", 9, ["党小组长 翁知夏"]),
		("党小组长 翁知夏", 6, ["党小组长", "翁知夏"]),
		("沈砚秋、陆怀瑾、童亦凡", 9, ["沈砚秋、陆怀瑾、", "童亦凡"]),
		("浙江澄砚律师事务所", 5, ["浙江澄砚律", "师事务所"]),
	],
)
def test_lines_of_cards_break_between_names(line, room, lines):
	assert lines_of(line, room, wrap) == lines
