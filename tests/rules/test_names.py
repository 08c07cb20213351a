import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import strokes
from party_affairs.rules.names import stroke_key


@pytest.mark.parametrize(
	("character", "number"),
	[*zip("一丁马王毛司张陈欧赵诸黄谢魏", (1, 2, 3, 4, 4, 5, 7, 7, 8, 9, 10, 11, 12, 17), strict=True)],
)
def test_numbers_of_strokes(character, number):
	assert strokes.count(character) == number


def test_nearly_every_character_of_the_basic_block_is_known():
	unknown = [code for code in range(0x4E00, 0x9FA6) if strokes.count(chr(code)) is None]
	assert unknown == []


@pytest.mark.parametrize(
	"surnames",
	["丁马王毛石刘李吴张陈林赵袁黄蔡", "王尹孔", "石叶史白冯", "朱乔任刘许孙", "李杨吴何汪张陈", "金周郑"],
)
def test_surnames_of_equally_many_strokes_follow_their_strokes(surnames):
	assert "".join(sorted(reversed(surnames), key=stroke_key)) == surnames


@pytest.mark.parametrize(
	"names",
	[
		["王一", "毛一"],  # 横 before 撇
		["李一", "吴一", "何一", "张一", "陈一"],  # 横, 竖, 撇, 折横, 折竖
		["石一", "叶一", "白一", "冯一"],
		["马一", "王一", "王二一", "王十二"],  # a single given name before a double one
		["李丁", "李马"],
		["司马光", "司徒明"],  # compound surnames by their first character
		["张一", "欧阳一", "诸葛一"],
	],
)
def test_known_orders(names):
	assert sorted(reversed(names), key=stroke_key) == names


def test_what_is_not_known_stands_last():
	assert sorted(["Ann", "龘一", "丁一"], key=stroke_key) == ["丁一", "龘一", "Ann"]


@given(st.lists(st.text("丁马王毛张陈欧阳一二三明", min_size=1, max_size=4)))
def test_the_order_is_total_and_ignores_spaces(names):
	ordered = sorted(names, key=stroke_key)
	assert sorted(reversed(names), key=stroke_key) == ordered or len({*map(stroke_key, names)}) < len(names)
	assert all(stroke_key(" ".join(name)) == stroke_key(name) for name in names)
