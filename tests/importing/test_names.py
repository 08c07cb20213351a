"""Organisations by the names that title rows give them."""

import pytest

from party_affairs.importing.names import find_branch, same_branch
from party_affairs.rules.names import is_near

BRANCHES = [
	("浙江清河律师事务所党支部", "清河支部"),
	("浙江清河律师事务所第一党支部", None),
	("城东律师行业联合党支部", None),
	("某市律师行业党委", None),
]


@pytest.mark.parametrize(
	"text, name",
	[
		("中共浙江清河律师事务所支部委员会", "浙江清河律师事务所党支部"),
		("浙江清河律师事务所党支部", "浙江清河律师事务所党支部"),
		("清河支部", "浙江清河律师事务所党支部"),
		("中共浙江清河律师事务所第一支部委员会", "浙江清河律师事务所第一党支部"),
		("中共城东律师行业联合支部委员会", "城东律师行业联合党支部"),
		("中国共产党某市律师行业委员会", "某市律师行业党委"),
	],
)
def test_title_names_one_organisation(text, name):
	assert find_branch(text, BRANCHES) == [name]


def test_committee_and_branch_of_a_name_are_not_the_same():
	assert not same_branch("某市律师行业党委", "某市律师行业党支部")
	assert find_branch("浙江无名律师事务所党支部", BRANCHES) == []


@pytest.mark.parametrize(
	("one", "other", "near"),
	[
		("陆怀谨", "陆怀瑾", True),
		("陆怀", "陆怀瑾", True),
		("陆怀瑾", "陆瑾", True),
		("陆怀瑾", "卢怀瑾", True),
		("陆怀瑾", "陆怀瑾", False),
		("陆怀瑾", "陆瑾怀", False),
		("陆怀瑾", "卢怀谨", False),
		("陆怀瑾", "陆", False),
	],
)
def test_names_that_differ_in_one_character(one, other, near):
	assert is_near(one, other) == is_near(other, one) == near
