"""Undoing the last import of a branch: the tables are as they were before, or nothing is changed and it is said why."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy

import pytest

import frappe

from party_affairs.facts.imports import can_be_undone
from party_affairs.importing.run import import_workbook
from party_affairs.importing.undo import undo
from tests.fuzz import state
from tests.site import factory
from tests.site import test_importing_sheets as sheets
from tests.site.year_book import NAME, branch, file_of, imported, meeting, member, put, year  # noqa: F401  (fixtures)

pytestmark = pytest.mark.site

LEFT_BEHIND = {"tabSeries", "tabCompliance Touch"}
"""Numbers that were given stay given, and the next check looks at what has changed."""


def run(year, name="PYI-1", **arguments):
	result = import_workbook(file_of(year), journal_of=name, **arguments)
	assert not result.problems, [problem.line() for problem in result.problems]
	return result


def differing(before):
	after = state.checksums(state.tables())
	return {table for table in after if after[table] != before[table]} - LEFT_BEHIND


def undone(name="PYI-1"):
	outcome = undo(name, NAME)
	assert outcome.ok, [problem.line() for problem in outcome.problems]
	return outcome


def test_first_import_is_undone_to_the_last_row(branch, year):
	before = state.checksums(state.tables())
	result = run(year)
	assert can_be_undone("PYI-1")
	assert differing(before) >= {"tabParty Member", "tabParty Meeting", "tabParty Dues Receipt"}
	assert undone().removed > result.created
	assert differing(before) == set()
	assert not can_be_undone("PYI-1")
	assert run(year, "PYI-2").created == result.created


def test_all_other_sheets_are_undone_too(branch):
	content = sheets.file_of(sheets.SHEETS)
	before = state.checksums(state.tables())
	result = import_workbook(content, journal_of="PYI-1")
	assert not result.problems, [problem.line() for problem in result.problems]
	assert differing(before) >= {"tabHeart Talk", "tabParty Life Review", "tabParty Development Case"}
	undone()
	assert differing(before) == set()


def changed(year):
	"""The year with cells that amend a meeting, take money back, and change a register and a log."""
	later = copy.deepcopy(year)
	put(later, "组织生活", "发言摘录", "改了", 1)
	put(later, "党费", "2月", 130)
	put(later, "党费", "月交纳基数", "9,000元")
	put(later, "党员花名册", "联系电话", "10000000009")
	put(later, "党员花名册", "工作单位", None, 1)
	put(later, "联系群众", "反映问题", "另一件事")
	put(later, "联系群众", "联系时间", "3月9日")
	put(later, "年度计划", "主题", "另一个主题")
	return later


def test_changed_and_amended_records_come_back(branch, year):
	run(year)
	before = state.checksums(state.tables())
	assert run(changed(year), "PYI-2").updated > 4
	assert frappe.db.exists("Party Meeting", {"branch": NAME, "docstatus": 2})
	outcome = undone("PYI-2")
	assert outcome.restored and outcome.removed
	assert differing(before) == set()
	assert imported(year).updated == 0


def test_only_the_last_import_can_be_undone(branch, year):
	before = state.checksums(state.tables())
	run(year)
	run(changed(year), "PYI-2")
	assert not undo("PYI-1", NAME).ok and not can_be_undone("PYI-1")
	undone("PYI-2")
	assert not undo("PYI-2", NAME).ok
	# The one before is the last that stands.
	assert can_be_undone("PYI-1")
	undone()
	assert differing(before) == set()


def test_what_was_before_an_import_is_not_kept_for_ever(branch, year):
	run(year)
	for number in range(2, 5):
		later = copy.deepcopy(year)
		put(later, "联系群众", "反映问题", f"第{number}件事")
		run(later, f"PYI-{number}")
	kept = frappe.get_all("Party Import Change", {"branch": NAME}, pluck="year_import", distinct=True)
	assert sorted(kept) == ["PYI-2", "PYI-3", "PYI-4"]


def test_import_that_changed_nothing_does_not_keep_the_one_before_from_being_undone(branch, year):
	run(year)
	run(year, "PYI-2")
	assert not can_be_undone("PYI-2")
	undone()


def build_meeting(branch):
	document = meeting("学习讨论")
	frappe.get_doc(
		{
			"doctype": "ToDo",
			"description": "跟进",
			"reference_type": document.doctype,
			"reference_name": document.name,
		}
	).insert()


def build_member(branch):
	document = member("王五")
	document.mobile = "13800000000"
	document.save()


def build_post(branch):
	factory.member(branch, name="周新来")
	frappe.get_doc(
		{
			"doctype": "Party Post",
			"branch": NAME,
			"member": member("王五").name,
			"post": "Publicity Commissioner",
			"start_date": "2025-01-01",
			"end_date": "2029-01-01",
		}
	).insert()


def build_deletion(branch):
	frappe.delete_doc("Contact Pairing", frappe.db.get_value("Contact Pairing", {"branch": NAME}))


def test_what_was_built_on_it_is_named_and_nothing_changed(branch, year):
	run(year)
	built = {
		build_meeting: frappe._("ToDo"),
		build_member: "王五",
		build_post: "党内职务",
		build_deletion: "联系群众",
	}
	for build, named in built.items():
		frappe.db.savepoint("built")
		build(branch)
		before = state.checksums(state.tables())
		outcome = undo("PYI-1", NAME)
		assert len(outcome.problems) == 1, [problem.line(frappe._) for problem in outcome.problems]
		assert named in outcome.problems[0].line(frappe._)
		assert differing(before) == set()
		frappe.db.rollback(save_point="built")


def test_a_year_that_is_bound_stays_as_it_is(branch, year):
	run(year)
	for doctype, name in (("Party Year Import", "PYI-1"), ("Archive Volume", "AV-1")):
		frappe.get_doc(
			{"doctype": doctype, "name": name, "branch": NAME, "year": 2025, "status": "Bound"}
		).db_insert()
	(problem,) = undo("PYI-1", NAME).problems
	assert "重新开卷" in problem.line(frappe._)


def test_others_cannot_undo(branch, year, set_user):
	run(year)
	for post in ("Publicity Commissioner", None):
		with set_user(factory.holder(branch, post)), pytest.raises(frappe.PermissionError):
			undo("PYI-1", NAME)


def test_undoing_that_is_called_off_changes_nothing(branch, year):
	from party_affairs.importing.work import Cancelled

	run(year)
	before = state.checksums(state.tables())
	asked = iter([False, False, True])
	with pytest.raises(Cancelled):
		undo("PYI-1", NAME, is_cancelled=lambda: next(asked))
	assert differing(before) == set()


def test_import_that_is_called_off_changes_nothing(branch, year):
	from party_affairs.importing.work import Cancelled

	before = state.checksums(state.tables())
	for records in (1, 8, 40):
		asked = iter([False] * records + [True])
		with pytest.raises(Cancelled):
			import_workbook(file_of(year), is_cancelled=lambda asked=asked: next(asked), journal_of="PYI-1")
		assert differing(before) == set()
