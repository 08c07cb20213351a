"""What a member writes as the right value of his record, and what his page shows in part."""

import pytest

from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.corrections import FIELDS, masked, right_value

GENDERS = [("Male", "男"), ("Female", "女")]


@pytest.mark.parametrize("written", ["1990-03-05", "1990/3/5", "1990.03.05", "1990年3月5日", " 1990-3-5 "])
def test_a_day_is_read_as_people_write_it(written):
	assert right_value("Date of Birth", written, "Date", ()) == "1990-03-05"


@pytest.mark.parametrize("written", ["昨天", "1990-13-05", "1990-02-30", "1990-3", "1990-3-5-1", "-3-5"])
def test_what_is_no_day_is_refused(written):
	with pytest.raises(RuleError):
		right_value("Date of Birth", written, "Date", ())


@pytest.mark.parametrize(
	("label", "written"),
	[("Mobile", "zz"), ("Email", "zz"), ("Email", "a@b"), ("ID Number", "000000199003150015")],
)
def test_what_is_no_number_or_address_is_refused(label, written):
	with pytest.raises(RuleError):
		right_value(label, written, "Data", ())


@pytest.mark.parametrize(
	("label", "written"),
	[("Mobile", "13812345678"), ("Email", "a@b.cn"), ("ID Number", "000000199003150014")],
)
def test_numbers_and_addresses_are_taken_as_they_are(label, written):
	assert right_value(label, written, "Data", ()) == written


@pytest.mark.parametrize(("written", "stored"), [("女", "Female"), ("Male", "Male")])
def test_an_option_is_written_in_the_words_of_the_reader(written, stored):
	assert right_value("Gender", written, "Select", GENDERS) == stored


def test_another_word_is_refused_and_the_options_are_named():
	with pytest.raises(RuleError) as refused:
		right_value("Gender", "其他", "Select", GENDERS)
	assert "男" in str(refused.value) and "女" in str(refused.value)


@pytest.mark.parametrize(
	("label", "value", "shown"),
	[
		("Mobile", "13812345678", "138*****678"),
		("ID Number", "000000199003150014", "000************014"),
		("Mobile", "1234", "1**4"),
		("Mobile", "123", "123"),
		("Ethnicity", "哈萨克族", "哈萨克族"),
	],
)
def test_numbers_are_shown_in_part(label, value, shown):
	assert masked(label, value) == shown


def test_what_may_be_corrected_is_no_standing():
	assert not {"branch", "stage", "status", "user"} & set(FIELDS.values())
