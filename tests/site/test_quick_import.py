"""Documents that an import writes quickly are those that would come of writing them one by one."""

import copy
import inspect
import re
from collections import Counter
from contextlib import contextmanager
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frappe
from frappe.model.document import Document

from party_affairs.facts.remembered import Answers
from party_affairs.importing import quick_documents, writer
from party_affairs.importing.run import import_workbook
from tests.site import factory
from tests.site.year_book import NAME, YEAR, branch, file_of, imported, put, stamps
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

__all__ = ["branch"]

_STAMPS = ("creation", "modified", "written_on")
_DOCUMENTS = (
	*(
		"Party Member",
		"Party Post",
		"Party Annual Plan",
		"Party Meeting",
		"Dues Assessment",
		"Party Dues Entry",
	),
	*("Contacted Person", "Contact Pairing", "Public Welfare Activity", "Party Dues Receipt"),
)
_TOUCHED = "party_affairs_touched"
_BEFORE = "before_the_import"


@contextmanager
def one_by_one():
	"""Inside, an import writes Frappe's own documents, each with its own questions."""
	with (
		mock.patch.object(writer, "quick", lambda document, memory: document),
		mock.patch.object(writer, "_LEAVES", frozenset()),
	):
		yield


def stored():
	"""What the branch has, without stamps, with a word for each name that the import has given."""
	rows, labels = [], {}
	for doctype in _DOCUMENTS:
		found = frappe.get_all(doctype, filters={"branch": NAME}, fields=["*"], order_by="name")
		rows += [(doctype, row) for row in found]
		labels.update((row.name, _label(doctype, row, found)) for row in found)
		for table in frappe.get_meta(doctype).get_table_fields():
			children = frappe.get_all(
				table.options,
				filters={"parenttype": doctype, "parent": ["in", [row.name for row in found]]},
				fields=["*"],
			)
			rows += [(table.options, {**row, "name": None}) for row in children]
	shown = [
		(doctype, {key: labels.get(value, value) for key, value in row.items() if key not in _STAMPS})
		for doctype, row in rows
	]
	return sorted((doctype, repr(sorted(row.items()))) for doctype, row in shown)


def _label(doctype, row, others):
	if doctype == "Party Dues Receipt":
		return ""
	came_from = f"{row.import_row} {row.get('dues_month') or ''}"
	if row.get("amended_from"):
		before = next(other for other in others if other.name == row.amended_from)
		return f"{_label(doctype, before, others)} amended"
	return f"{doctype} {came_from}"


def outcome(*workbooks):
	"""What becomes of importing workbooks one after the other: what is said, what is stored, what the check has to look at."""
	frappe.db.savepoint(_BEFORE)
	(frappe.local.flags.get(_TOUCHED) or {}).clear()
	said = []
	for content in workbooks:
		result = import_workbook(content, NAME, 2025, keep_right=True)
		said.append(
			(
				[problem.line() for problem in result.problems],
				[note.line() for note in result.notes],
				(result.created, result.updated, result.unchanged),
			)
		)
	found = stored()
	touched = {
		kind: (sorted(changed.branches), len(changed.members), sorted(changed.firms), sorted(changed.days))
		for kind, changed in frappe.local.flags[_TOUCHED].items()
	}
	frappe.db.rollback(save_point=_BEFORE)
	frappe.db.value_cache.clear()
	return {"said": said, "stored": found, "touched": touched}


def both(*workbooks):
	quick = outcome(*workbooks)
	with one_by_one():
		slow = outcome(*workbooks)
	assert quick["said"] == slow["said"]
	assert quick["stored"] == slow["stored"]
	assert quick["touched"] == slow["touched"]
	return quick


def changed(year, *cells):
	year = copy.deepcopy(year)
	for cell in cells:
		put(year, *cell)
	return year


def test_a_whole_year_is_stored_alike(branch):
	quick = both(file_of(YEAR))
	kinds = Counter(doctype for doctype, _row in quick["stored"])
	assert not quick["said"][0][0]
	assert all(kinds[doctype] for doctype in (*_DOCUMENTS, "Party Meeting Attendee", "Contact Pairing Log"))


def test_amended_meetings_and_changed_records_are_stored_alike(branch):
	later = changed(
		YEAR,
		("组织生活", "议决结果", "同意继续培养", 1),
		("组织生活", "参会人员", "张三", 2),
		("组织生活", "列席人员", "孙某（群众）", 2),
		("党费", "3月", 120),
		("联系群众", "反映问题", "活动经费"),
		("公益活动", "参加党员", "李四"),
	)
	quick = both(file_of(YEAR), file_of(later), file_of(YEAR))
	assert [numbers for _problems, _notes, numbers in quick["said"]][1][1] == 5
	assert any("amended amended" in row for _doctype, row in quick["stored"])


def test_refused_rows_are_refused_alike_and_the_others_stored(branch):
	bad = changed(
		YEAR,
		("组织生活", "赞成", 9),
		("组织生活", "议题", "甲" * 200, 1),
		("公益活动", "参加律师", "<b>郑某</b>、冯某"),
		("党费", "1月交纳日期", "2999-01-01"),
	)
	quick = both(file_of(bad))
	assert len(quick["said"][0][0]) >= 3
	assert any(doctype == "Party Meeting" for doctype, _row in quick["stored"])


def test_a_cancelled_link_and_a_link_into_the_void_are_left_to_frappe(branch):
	memory = quick_documents.Memory()
	person = factory.member(branch)
	values = {"doctype": "Party Meeting", "branch": branch.name, "kind": "Theme Day", "topic": "主题"}
	for wrong in ({"chair": "PM-0000-00000"}, {"attendees": [{"member": person.name.lower()}]}):
		document = quick_documents.quick(frappe.get_doc({**values, **wrong}), memory)
		document._action = "save"
		assert not document._links_hold()
	right = frappe.get_doc({**values, "chair": person.name, "attendees": [{"member": person.name}]})
	quick_documents.quick(right, memory)
	assert right._links_hold()
	assert right.chair_name == right.attendees[0].member_name == person.member_name


ODD = (
	"<b>甲</b>",
	"甲" * 141,
	"",
	"0",
	"2025-02-30",
	"张三",
	"王五（病假）",
	"全体党员",
	"3",
	"\u202e甲",
	"√",
	None,
	"第一党小组",
)


@settings(max_examples=max(settings.default.max_examples // 50, 2), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_cells_are_treated_alike(branch, data):
	year = copy.deepcopy(YEAR)
	for _number in range(data.draw(st.integers(1, 6))):
		title = data.draw(st.sampled_from(sorted(year)))
		table = year[title]
		column = data.draw(st.sampled_from(table["head"]))
		put(
			year,
			title,
			column,
			data.draw(st.sampled_from(ODD)),
			data.draw(st.integers(0, len(table["rows"]) - 1)),
		)
	both(file_of(YEAR), file_of(year))


def test_what_a_document_asks_does_not_grow_with_its_rows(branch):
	"""Of a meeting there is a savepoint, a statement for itself, and one for each table that has rows."""
	for number in range(30):
		factory.member(branch, f"党员{number:02d}")
	head = ["序号", "日期", "时间", "类型", "议题", "地点", "参会人员", "会议内容"]

	def asked(meetings):
		rows = [
			[
				number,
				f"2025-03-{number + 1:02d}",
				"9:00-10:00",
				"主题党日",
				f"学习{number}",
				"会议室",
				"全体党员",
				"集中学习",
			]
			for number in range(meetings)
		]
		frappe.db.savepoint(_BEFORE)
		with counted_queries() as statements:
			imported({"组织生活": {"head": head, "rows": rows}})
		frappe.db.rollback(save_point=_BEFORE)
		return Counter(" ".join(statement.split()[:4]) for statement in statements)

	asked(1)  # definitions are read once
	assert sum((asked(12) - asked(2)).values()) == 10 * 3


def test_nothing_is_kept_while_people_are_written(branch):
	"""What was asked of members before is asked again once one of them has changed."""
	answers: Answers = {}
	work = writer.Writer(2025, _answers=answers)
	with work._remembering("Party Meeting"):
		answers["x"] = 1
	assert answers
	with work._remembering("Party Member"):
		assert not answers
		answers["x"] = 1
	assert not answers


def test_frappe_checks_rows_for_nothing_that_is_not_known_here():
	"""A check that a release of Frappe adds would be passed over in an import: then `Shape` has to learn it."""
	known = {
		*("data_fields", "selects", "non_negative", "length", "code_fields"),
		*("sync_autoname_field", "extract_images_from_text_editor", "sanitize_content", "save_passwords"),
		"fix_rating_value",
	}
	called = re.findall(r"\bd\._(?:validate_)?(\w+)\(", inspect.getsource(Document._validate))
	assert called and set(called) <= known


def test_the_same_again_is_told_at_once(branch):
	imported(YEAR)
	before = stamps()
	with counted_queries() as statements:
		imported(YEAR)
	assert stamps() == before
	assert not [statement for statement in statements if "savepoint party_import_row" in statement.lower()]
