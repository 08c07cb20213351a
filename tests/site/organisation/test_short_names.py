"""Organisations have a short name always, and no two the same by themselves."""

import pytest

from tests.site import factory

pytestmark = pytest.mark.site


def test_a_short_name_follows_from_the_name_unless_one_is_given():
	committee = factory.committee()
	first = factory.branch("浙江简称律师事务所党支部", parent=committee)
	second = factory.branch("上海简称律师事务所党支部", parent=committee)
	given = factory.branch("浙江另称律师事务所党支部", parent=committee, short_name="自定支部")
	plain = factory.branch("简称测试支部", parent=committee)
	assert [one.short_name for one in (first, second, given, plain)] == [
		"简称支部",
		"上海简称支部",
		"自定支部",
		"简称测试支部",
	]
	first.reload()
	first.short_name = " "
	first.save()
	assert first.short_name == "简称支部"
	assert first.get_title() == "简称支部"


def test_a_name_that_is_its_own_short_name_stays_so_when_it_is_changed():
	branch = factory.branch("更名测试支部", parent=factory.committee())
	branch.rename("更名之后支部")
	branch.reload()
	assert branch.short_name == "更名之后支部"
