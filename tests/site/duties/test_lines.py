"""A finding on its way into the table: what is sent is what is stored."""

import json
from datetime import date

import pytest

import frappe

from party_affairs.compliance import store
from party_affairs.compliance.duties import Duty
from party_affairs.compliance.lines import STORED, Line, Wording
from party_affairs.facts.duties import findings
from party_affairs.guide import registry
from party_affairs.rules.findings import Finding
from party_affairs.rules.message import Message
from party_affairs.rules.periods import calendar_year
from tests.site import factory

ODD = [
	"引号\"和'、反斜杠\\、换行\n、制表\t",
	"%s %(name)s {0} ifnull(1, 2)",
	"🀄 emoji，全角“引号”",
	"'); drop table nothing; --",
	"\u2028\x7f",
]


def line(branch, number=0, text="", **values):
	given = {
		**dict(zip(STORED, ("R26", "Party Branch", branch, f"2025-{number + 1:02d}"), strict=False)),
		**{
			"citation": "一（四）2",
			"branch": branch,
			"subject_name": text,
			"status": "Missed",
			"severity": "Warn",
		},
		**{"period_start": date(2025, 1, 1), "period_end": date(2025, 1, 31), "due_date": None},
		**{"required": "1", "found": "0", "message": text, "remedy": text, "evidence": "[]", "title": ""},
		"linked_to": None,
	}
	return Line(**{**given, **values})


@pytest.mark.parametrize("text", ODD)
def test_a_line_is_json(text):
	written = line("某支部", text=text, due_date=date(2025, 1, 15), linked_to=text or None)
	assert json.loads(written.json()) == [
		str(value) if isinstance(value, date) else value for value in written[: len(STORED)]
	]


def test_what_is_sent_is_stored_to_the_letter():
	branch = factory.branch(parent=factory.committee()).name
	lines = [line(branch, number, text) for number, text in enumerate(ODD)]
	store.replace([branch], calendar_year(2025), lines)
	stored = findings.stored([branch], calendar_year(2025), STORED)
	assert stored == tuple(row[: len(STORED)] for row in lines)
	assert store.differences([branch], calendar_year(2025), lines) == {}
	assert store.replace([branch], calendar_year(2025), lines).unchanged == len(lines)


def test_another_word_is_another_checksum():
	branch = factory.branch(parent=factory.committee()).name
	store.replace([branch], calendar_year(2025), [line(branch)])
	before = frappe.get_all("Compliance Finding", {"branch": branch}, ["name", "checksum"])
	for values in (
		{"found": "1"},
		{"due_date": date(2025, 1, 15)},
		{"status": "Met"},
		{"evidence": '[["A", "B"]]'},
	):
		changed = [line(branch, **values)]
		assert list(store.differences([branch], calendar_year(2025), changed)) == [branch]
		changes = store.replace([branch], calendar_year(2025), changed)
		assert (changes.created, changes.updated, changes.deleted) == (0, 1, 0)
		after = frappe.get_all("Compliance Finding", {"branch": branch}, ["name", "checksum"])
		assert after[0].name == before[0].name and after[0].checksum != before[0].checksum


def test_a_finding_for_which_another_branch_answers_is_taken_over():
	old, new = (factory.branch(parent=factory.committee()).name for _ in range(2))
	year = calendar_year(2025)
	store.replace([old], year, [line(old)])
	name = frappe.db.get_value("Compliance Finding", {"branch": old})
	changes = store.replace([new], year, [line(old)._replace(branch=new)])
	assert (changes.created, changes.updated) == (0, 1)
	assert frappe.db.get_value("Compliance Finding", name, "branch") == new
	# The branch that had it deletes nothing that is no longer its own.
	assert store.replace([old], year, []).deleted == 0
	assert frappe.db.exists("Compliance Finding", name)


def test_a_run_does_not_delete_what_another_has_taken_over_meanwhile(monkeypatch):
	old, new = (factory.branch(parent=factory.committee()).name for _ in range(2))
	year = calendar_year(2025)
	store.replace([old], year, [line(old)])
	read = findings.checksums

	def overtaken(*args):
		found = read(*args)
		monkeypatch.setattr(findings, "checksums", read)
		store.replace([new], year, [line(old)._replace(branch=new)])
		return found

	monkeypatch.setattr(findings, "checksums", overtaken)
	store.replace([old], year, [])
	assert frappe.get_all("Compliance Finding", {"subject": old}, pluck="branch") == [new]


def test_of_branches_in_which_nothing_changed_no_row_is_read(monkeypatch):
	branch = factory.branch(parent=factory.committee()).name
	lines = [line(branch, number) for number in range(5)]
	store.replace([branch], calendar_year(2025), lines)
	monkeypatch.setattr(findings, "checksums", lambda *_args: pytest.fail("rows were read"))
	assert store.replace([branch], calendar_year(2025), lines).unchanged == 5


@pytest.mark.parametrize(("key", "first", "last"), [("2025-03", (3, 1), (3, 31)), ("2025", (1, 1), (12, 31))])
def test_the_state_of_a_year_has_a_remedy_of_its_own(key, first, last):
	clause = registry.clause("R24")
	found = Finding(
		**{"rule": "R24", "subject_doctype": "Party Group", "subject": "一组", "subject_label": "一组"},
		**{"branch": "某支部", "period_key": key, "status": "missed", "required": 12, "found": 11},
		**{"period_start": date(2025, *first), "period_end": date(2025, *last), "evidence": ()},
		**{"due_date": None, "message": Message("None.")},
	)
	remedy = Wording(str).line(Duty(clause, "Warn"), found).remedy
	assert ("当月" in remedy) == (key == "2025-03")
	assert remedy == (clause.remedy if key == "2025-03" else clause.remedy_of_state)
