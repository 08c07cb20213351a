"""Chinese is complete: every label, option, message and print text has a translation with the same placeholders."""

import csv
import re

from devbench import messages


def test_every_text_is_translated():
	assert messages.missing() == {}


def test_translations_keep_the_placeholders():
	def places(text):
		return sorted(re.findall(r"{\w*}", text))

	wrong = [text for text, chinese in messages.translated().items() if places(text) != places(chinese)]
	assert wrong == []


def test_translations_are_chinese_and_given_once():
	with messages.CSV.open(encoding="utf-8", newline="") as file:
		rows = [row for row in csv.reader(file) if row]
	sources = [row[0] for row in rows]
	assert [source for source in set(sources) if sources.count(source) > 1] == []
	assert [row for row in rows if not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", row[1])] == []


def test_the_collector_finds_each_kind_of_text():
	texts = messages.shown()
	for sample in (
		"Party Member",
		"Home Address",
		"Irregular Income",
		"{0} must be a day from 1 to 28.",
		"ID Number must have 18 digits; only the last may be an X.",
	):
		assert sample in texts


def test_texts_have_no_blanks_around_them():
	"""Frappe looks a text up without them and would not find it."""
	assert [text for text in messages.translated() if text != text.strip()] == []
