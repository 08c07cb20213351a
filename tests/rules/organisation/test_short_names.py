"""What an organisation is called where there is little room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.organisation.short_names import short_names_of


@pytest.mark.parametrize(
	("name", "short"),
	[
		("浙江澄砚律师事务所党支部", "澄砚支部"),
		("浙江澄砚律师事务所第一党支部", "澄砚第一支部"),
		("浙江澄砚律师事务所党总支", "澄砚总支"),
		("浙江澄砚律师事务所党总支部", "澄砚总支"),
		("浙江澄砚律师事务所联合党支部", "澄砚联合支部"),
		("中共浙江澄砚律师事务所支部委员会", "澄砚支部"),
		("浙江澄砚（杭州）律师事务所党支部", "澄砚（杭州）支部"),
		("北京市澄砚律师事务所党支部", "澄砚支部"),
		("上海律师事务所党支部", "上海支部"),
		("中共婺州市律师行业委员会", "婺州市律师行业党委"),
		("婺州市律师行业党委", None),
		("城东联合党支部", None),
		("甲支部", None),
	],
)
def test_the_shortest_comes_first(name, short):
	assert next(short_names_of(name), None) == short


def test_where_it_is_taken_the_next_keeps_more():
	assert list(short_names_of("浙江澄砚律师事务所党支部")) == [
		"澄砚支部",
		"浙江澄砚支部",
		"浙江澄砚律师事务所支部",
	]


@given(st.text(max_size=40))
def test_any_name_gives_shorter_ones_or_none(name):
	for short in short_names_of(name):
		assert short and len(short) <= len(name)
