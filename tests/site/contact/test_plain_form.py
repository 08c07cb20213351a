"""Forms sent as plain text come back as they were filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.api.contact import plain_form

pytestmark = pytest.mark.site

_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=60)


@given(
	st.dictionaries(st.from_regex(r"\Aq[0-9]{1,2}\Z"), st.lists(_TEXT, min_size=1, max_size=3), max_size=5)
)
def test_what_a_browser_sends_is_read_back(fields):
	mark = plain_form.new_mark()
	lines = [f"form={mark}"]
	lines += [f"{mark}-{name}={value}" for name, values in fields.items() for value in values]
	body = "".join(line.replace("\n", "\r\n") + "\r\n" for line in lines)
	assert plain_form.parse(body) == fields


def test_lines_that_look_like_fields_stay_what_was_written():
	body = "form=ab12\r\nab12-q0=第一行\r\nq1=5\r\nform=cd\r\ncd-q1=3\r\n"
	assert plain_form.parse(body) == {"q0": ["第一行\nq1=5\nform=cd\ncd-q1=3"]}


@pytest.mark.parametrize("body", ["", "x", "form=", "form=a b\r\n", "form=ab\r\nxx-q0=1\r\n", "{}"])
def test_what_no_form_sends_is_nothing(body):
	assert plain_form.parse(body) is None


def test_a_form_without_fields_is_empty():
	assert plain_form.parse("form=ab\r\n") == {}
