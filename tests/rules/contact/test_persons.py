import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.contact.persons import Entry, are_one, digits, grouped, is_phone, must_ask

ENTRIES = st.lists(
	st.builds(
		Entry,
		st.sampled_from(["李明", "李 明", "王芳"]),
		st.sampled_from([None, "甲所", "乙所"]),
		st.sampled_from([None, "", "139 0000 0001", "+8613900000001", "13900000002"]),
	),
	max_size=8,
)


def test_a_phone_decides_before_a_firm_and_what_is_unknown_contradicts_nothing():
	known = Entry("李明", "甲所", "13900000001")
	assert are_one(known, Entry("李 明"))
	assert are_one(known, Entry("李明", "乙所", "+86 139-0000-0001"))
	assert not are_one(known, Entry("李明", "甲所", "13900000002"))
	assert not are_one(known, Entry("李明", "乙所"))
	assert not are_one(known, Entry("李敏", "甲所", "13900000001"))


def test_a_shared_phone_is_asked_about():
	known = Entry("李明", "甲所", "057912345678")
	assert must_ask(Entry("王芳", "乙所", "0579-12345678"), known)
	assert not must_ask(Entry("王芳", "甲所"), known)


def test_a_number_is_compared_without_signs_and_country():
	assert digits("+86 139-0000 0001") == digits("13900000001") == "13900000001"
	assert digits(None) == digits("无") == ""


@given(ENTRIES)
def test_every_entry_is_in_one_group_and_nobody_is_tied_to_whom_he_contradicts(entries):
	groups = list(grouped(entries))
	assert sorted(place for group in groups for place in group) == list(range(len(entries)))
	for group in groups:
		assert all(are_one(entries[one], entries[other]) for one in group for other in group)


@pytest.mark.parametrize(
	("text", "is_one"),
	[
		("13800000000", True),
		("138 0000 0000", True),
		("+86 138-0000-0000", True),
		("0579-82000000转801", True),
		("13800000000、0579-82000000", True),
		("（0579）82000000", True),
		("12345", False),
		("没有", False),
		("13800000000、无", False),
		("138*****000", False),
		("abc@example.com", False),
	],
)
def test_what_looks_like_a_telephone(text, is_one):
	assert is_phone(text) is is_one
