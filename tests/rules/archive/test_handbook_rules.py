"""What may stand in a handbook: whose speeches, which results, and how much of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.archive.handbook import SECTIONS, excerpt, tells_results, tells_speeches


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
