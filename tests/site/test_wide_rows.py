"""Rows that are read as JSON are what the driver would have read."""

from datetime import date, datetime

import pytest

import frappe
from frappe.query_builder import DocType

from party_affairs.facts import wide
from tests.site import factory

TEXTS = ["引号\"和'、反斜杠\\、换行\n、制表\t\x01", '{"a": [1]}', "🀄 %s null", ""]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_numbers_and_days_are_the_same(text):
	branch = factory.branch(parent=factory.committee())
	document = factory.meeting(branch, starts_on="2025-03-14 14:30:00")
	frappe.db.set_value("Party Meeting", document.name, {"agenda": text, "outcome": None, "ends_on": None})
	meeting = DocType("Party Meeting")
	query = frappe.qb.from_(meeting).where(meeting.branch == branch.name)
	names = [
		"name",
		"agenda",
		"outcome",
		"has_study",
		"expected_count",
		"meeting_date",
		"starts_on",
		"ends_on",
	]
	fields = [*(meeting[name] for name in names), meeting.duration_hours.as_("hours")]
	(row,) = wide.read(query, fields, days=["meeting_date"], moments=["starts_on", "ends_on"])
	(plain,) = query.select(*fields).run(as_dict=True)
	assert row == plain
	assert (row.meeting_date, row.starts_on) == (date(2025, 3, 14), datetime(2025, 3, 14, 14, 30))
	assert (row.agenda, row.outcome, row.ends_on) == (text, None, None)


def test_without_rows_there_are_none():
	meeting = DocType("Party Meeting")
	assert wide.read(frappe.qb.from_(meeting).where(meeting.name == "nothing"), [meeting.name]) == []
