"""The guard of publications: what must not go out is found, and what is innocent passes."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.notice.guard import (
	WHAT,
	Person,
	leaks,
	leaks_of_file_name,
	leaks_of_head,
)

DATA = yaml.safe_load((Path(__file__).parent / "leaks.yaml").read_text(encoding="utf-8"))
OWN = tuple(DATA["own"])


def _person(row):
	many = {key: tuple(row.get(key, ())) for key in ("phones", "addresses", "id_numbers")}
	return Person(
		row["name"],
		birth_date=row.get("birth_date"),
		is_contact=row.get("is_contact", False),
		**many,
	)


PERSONS = tuple(map(_person, DATA["persons"]))


def _kinds(found):
	return {leak.kind for leak in found}


def _pairs(part):
	return [(kind, text) for kind, texts in DATA[part].items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), _pairs("leaks"))
def test_what_must_not_go_out_is_found(kind, text):
	found = leaks(text, PERSONS, OWN)
	assert kind in _kinds(found)
	assert all(leak.found == text[leak.start : leak.start + len(leak.found)] for leak in found)


def test_the_list_is_long_enough_and_knows_every_kind():
	assert len(_pairs("leaks")) >= 60 and len(DATA["innocent"]) >= 40
	assert set(DATA["leaks"]) == set(WHAT)


@pytest.mark.parametrize("text", DATA["innocent"])
def test_innocent_sentences_pass(text):
	assert leaks(text, PERSONS, OWN) == []


@pytest.mark.parametrize(("kind", "label"), _pairs("heads"))
def test_heads_of_columns(kind, label):
	assert kind in _kinds(leaks_of_head(label))


@pytest.mark.parametrize("label", DATA["innocent_heads"])
def test_innocent_heads_pass(label):
	assert leaks_of_head(label) == []


@pytest.mark.parametrize(("kind", "name"), _pairs("files"))
def test_names_of_files(kind, name):
	assert kind in _kinds(leaks_of_file_name(name, PERSONS))


@pytest.mark.parametrize("name", DATA["innocent_files"])
def test_innocent_names_of_files_pass(name):
	assert leaks_of_file_name(name, PERSONS) == []


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(("", " ", "-", ".", "·", "　")))
def test_a_mobile_number_is_found_however_it_is_written(number, between):
	written = between.join((number[:3], number[3:7], number[7:]))
	wide = "".join(
		chr(ord(character) + 0xFEE0) if character.isdigit() else character for character in written
	)
	numerals = written.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
	for text in (written, wide, numerals, between.join(number) if between else number):
		assert "phone" in _kinds(leaks(f"请联系：{text}。")), text


@given(st.dates(date(1940, 1, 1), date(2005, 1, 1)), st.integers(0, 999))
def test_an_identity_number_is_found_whatever_touches_it_and_with_a_wrong_check_digit_too(day, number):
	from stdnum.iso7064 import mod_11_2

	stem = f"330702{day:%Y%m%d}{number:03}"
	right = stem + mod_11_2.calc_check_digit(stem)
	wrong = stem + str((int(right[-1].replace("X", "0")) + 1) % 10)
	for written in (right, wrong, stem, f"ID{right}abc", f"{right[:6]}，{right[6:14]}\n{right[14:]}"):
		assert "id_number" in _kinds(leaks(f"编号{written}")), written


@given(st.text(max_size=80))
def test_any_text_is_read(text):
	for leak in leaks(text, PERSONS, OWN):
		assert leak.found and leak.sentence("正文").text()


def test_the_sentence_names_place_passage_and_remedy():
	(leak,) = leaks("请打13800138000")
	said = leak.sentence("正文").text()
	assert "正文" in said and "13800138000" in said and "organisation" in said


def test_the_answer_is_the_same_whether_records_know_it_or_not():
	"""Nobody may ask the guard what the records hold."""
	text = "请打13957912345"
	assert leaks(text, PERSONS) == leaks(text)


@given(st.integers(1000, 99999))
def test_no_sum_is_an_answer_about_what_somebody_earns(sum_):
	"""Sums are told by the words beside them alone: whoever tries one after the other learns nothing."""
	assert leaks(f"支部支出{sum_}元", PERSONS) == []
	assert "income" in _kinds(leaks(f"张建国，{sum_}元", PERSONS))
