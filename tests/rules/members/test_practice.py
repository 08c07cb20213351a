"""Changes of firm and post that are occasions, and what is no change."""

import pytest

from party_affairs.rules.members.practice import Practice, moved, post, promoted


@pytest.mark.parametrize(
	("before", "after", "changed"),
	[
		("甲所", "乙所", True),
		("甲所", "", True),
		("", "乙所", False),
		("甲所", "甲所", False),
		("", "", False),
	],
)
def test_a_firm_changes_where_there_was_one(before, after, changed):
	assert moved(Practice(firm=before), Practice(firm=after)) is changed


@pytest.mark.parametrize(
	("practice", "words"),
	[
		(Practice(), ""),
		(Practice(position="律师"), "律师"),
		(Practice(position=" 律师 ", is_partner=True), "律师（合伙人）"),
		(Practice(position="高级合伙人", is_partner=True), "高级合伙人"),
		(Practice(is_partner=True), "合伙人"),
	],
)
def test_a_post_in_words(practice, words):
	assert post(practice, "合伙人") == words


@pytest.mark.parametrize(
	("before", "after", "changed"),
	[
		(("律师", False), ("主任", False), True),
		(("律师", False), ("律师", True), True),
		(("律师", False), ("合伙人", True), True),
		(("合伙人", False), ("合伙人", True), False),
		(("合伙人", True), ("", False), True),
		(("", True), ("", False), True),
		(("", False), ("", True), True),
		(("", False), ("律师", False), False),
		(("", False), ("合伙人", True), False),
		(("", True), ("高级合伙人", True), True),
		(("", True), ("合伙人", True), False),
		(("律师", False), (" 律师", False), False),
	],
)
def test_a_post_changes_and_is_not_merely_filled_in(before, after, changed):
	states = [Practice(position=position, is_partner=is_partner) for position, is_partner in (before, after)]
	assert promoted(*states, "合伙人") is changed
