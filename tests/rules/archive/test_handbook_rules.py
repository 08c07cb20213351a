"""What may stand in a handbook: whose speeches, which results, and how much of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.archive.handbook import (
	SECTIONS,
	Discretion,
	excerpt,
	speaks_of_people,
	tells_results,
	tells_speeches,
)
from party_affairs.rules.notice.guard import Person


@pytest.mark.parametrize(
	("kinds", "speeches", "results"),
	[
		(("theme_day",), True, True),
		(("theme_day", "member_assembly"), True, True),
		(("committee_meeting",), False, True),
		(("democratic_talk",), False, True),
		(("organisation_life_meeting",), False, False),
		(("member_assembly", "organisation_life_meeting"), False, False),
	],
)
def test_what_concerns_single_people_stays_in_the_minutes(kinds, speeches, results):
	assert (tells_speeches(kinds), tells_results(kinds)) == (speeches, results)


@given(st.text("学习。！讨论\n", max_size=80), st.integers(5, 40))
def test_excerpts_are_short_and_begin_as_the_text_does(text, most):
	short = excerpt(text, most)
	assert len(short) <= most
	assert text.strip().startswith(short.removesuffix("…"))
	assert short.endswith("…") == (len(text.strip()) > most) or text.strip() == short


def test_an_excerpt_ends_with_a_sentence():
	assert excerpt("第一句话。第二句话还没有说完", 9) == "第一句话。…"


def test_sections_stand_once_each_under_titles_of_their_own():
	assert (
		len({section.key for section in SECTIONS})
		== len({section.title for section in SECTIONS})
		== len(SECTIONS)
	)


@pytest.mark.parametrize(
	("subject", "is_of_people"),
	[
		("互评互议\n开展批评与自我批评", True),
		("思想汇报日", True),
		("讨论对违纪党员的处分", True),
		("学习党章精神\n交流学习体会", False),
	],
)
def test_criticism_and_reports_of_thoughts_are_known_by_the_subject(subject, is_of_people):
	assert speaks_of_people(subject) == is_of_people


def test_lines_that_concern_one_person_are_left_out():
	discretion = Discretion((Person("骆一鸣"), Person("钮思远")))
	text = "学习文件\n骆一鸣电话13805791234\n\n钮思远领学"
	assert discretion.public_lines(text) == (["学习文件", "钮思远领学"], True)
	assert discretion.public_lines(text, without_names=True) == (["学习文件"], True)
	assert discretion.public_lines("学习文件") == (["学习文件"], False)
