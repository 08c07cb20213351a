"""Runs of an evaluation: many sheets in few statements, the same whichever the chunks, told on the sheet what changed and why."""

import contextlib
import json
from datetime import date
from unittest import mock

import pytest

import frappe

from party_affairs import jobs
from party_affairs.compliance import evaluation, evaluation_parts, evaluation_store
from party_affairs.facts.evaluation import sheets
from party_affairs.rules.evaluation.measures import Ref, ticked
from tests.site import factory
from tests.site.evaluation.test_sheets import make_final
from tests.support.queries import counted_queries

AS_OF = date(2026, 1, 10)
SCHEME = "测试方案"
CRITERIA = (
	{
		**{"criterion_key": "dues", "title": "党费", "max_points": 40, "source": "Measured"},
		"measure": "dues_on_time",
	},
	{
		**{"criterion_key": "welfare", "title": "公益", "max_points": 20, "source": "Measured"},
		**{"measure": "welfare_hours", "target": 8},
	},
	{
		**{"criterion_key": "grade", "title": "评议", "max_points": 10, "source": "Measured"},
		**{"measure": "appraisal_grade", "points_excellent": 10, "points_qualified": 8},
	},
	{"criterion_key": "faith", "title": "信念", "max_points": 30, "source": "Judged"},
)
FURTHER = {
	"adjustments": [
		{
			**{"adjustment_key": "late", "title": "受处分", "kind": "Deduction", "source": "Measured"},
			**{"measure": "sanctions", "points_each": 5, "cap": 10},
		}
	],
	"vetoes": [
		{
			**{"veto_key": "sanction", "title": "当年受党纪处分", "ground": "Sanction"},
			"highest_band": "一星",
		},
		{
			**{"veto_key": "reports", "title": "思想汇报缺失", "ground": "Clause Missed", "rule": "R32"},
			"highest_band": "一星",
		},
	],
}
_OF_ITS_OWN = {"name", "creation", "modified", "measured_at", "owner", "modified_by", "parent", "idx"}


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def person(branch):
	return factory.member(branch)


@pytest.fixture
def scheme():
	return factory.scheme(SCHEME, "Party Member", CRITERIA, **FURTHER)


def run(*branches, as_of=AS_OF, **options):
	return evaluation.evaluate_all(SCHEME, 2025, as_of, [branch.name for branch in branches], **options)


def sheet_of(person):
	return frappe.get_doc("Evaluation", {"subject": person.name, "docstatus": ["<", 2]})


def row(sheet, key):
	return next(row for row in sheet.scores if row.criterion_key == key)


def pay(person, months):
	for month in months:
		factory.dues_entry(person, f"2025-{month:02d}-01", paid="15.00", paid_on=f"2025-{month:02d}-10")


def judge(sheet, points, basis="表现好"):
	row(sheet, "faith").update({"points": points, "basis": basis})
	sheet.save()


def said(document, besides=()):
	"""What a sheet says, without what is its own of every document."""
	values = document.as_dict()
	for table in ("scores", "changes", "objections"):
		values[table] = [
			{key: value for key, value in dict(one).items() if key not in _OF_ITS_OWN}
			for one in values[table]
		]
	return {key: value for key, value in values.items() if key not in {*_OF_ITS_OWN, *besides}}


def test_a_sheet_holds_what_was_read_with_every_point(scheme, branch, person):
	pay(person, range(1, 12))
	run(branch)
	sheet = sheet_of(person)
	dues = row(sheet, "dues")
	assert (dues.found, dues.demanded, dues.points, dues.state) == (11, 12, 36.67, "Scored")
	assert json.loads(dues.records)["missing"] == {"Guide Rule": [["R49", "2025-12"]]}
	assert len(json.loads(dues.records)["records"]["Party Dues Entry"]) == 11
	assert "应交党费 12 个月" in dues.basis
	assert (row(sheet, "grade").state, row(sheet, "faith").state) == ("Not Demanded", "Awaiting")
	assert (sheet.unjudged, sheet.stage, sheet.scheme_version) == (1, "Being Prepared", scheme.name)
	assert str(sheet.evaluated_on) == "2026-01-10" and sheet.measured_at


def test_sheets_in_bulk_are_what_the_form_makes(scheme, branch, person, freeze):
	freeze("2026-01-10 08:00:00")
	factory.event(person, "Party Sanction", "2025-05-06", sanction="Warning")
	pay(person, range(1, 6))
	by_hand = frappe.get_doc(
		{
			"doctype": "Evaluation",
			"scheme": SCHEME,
			"subject": person.name,
			"year": 2025,
			"branch": branch.name,
		}
	).insert()
	by_hand.reload()
	frappe.delete_doc("Evaluation", by_hand.name, force=True)
	run(branch)
	assert said(sheet_of(person)) == said(by_hand)


def test_saving_a_sheet_of_a_run_changes_nothing_of_it(scheme, branch, person):
	pay(person, range(1, 8))
	run(branch)
	before = sheet_of(person)
	sheet = sheet_of(person)
	sheet.save()
	assert said(sheet_of(person)) == said(before)


def test_a_veto_and_a_deduction_follow_from_the_records(scheme, branch, person):
	for half in ("2025-H1", "2025-H2"):
		factory.thought_report(person, half, "2025-06-20" if half == "2025-H1" else "2025-12-20")
	pay(person, range(1, 13))
	run(branch)
	sheet = sheet_of(person)
	assert (sheet.veto or "", sheet.deduction) == ("", 0)
	judge(sheet, 30)
	without = sheet.total
	factory.event(person, "Party Sanction", "2025-05-06", sanction="Warning")
	run(branch)
	sheet = sheet_of(person)
	assert (sheet.veto, sheet.deduction, sheet.total) == ("当年受党纪处分", 5, without - 5)
	assert row(sheet, "sanction").holds and not row(sheet, "reports").holds
	assert sheet.band == "一星"


def test_a_named_clause_that_was_missed_keeps_from_the_better_bands(scheme, branch, person):
	pay(person, range(1, 13))
	factory.thought_report(person, "2025-H1")
	run(branch)
	sheet = sheet_of(person)
	assert row(sheet, "reports").holds and sheet.veto == "思想汇报缺失"
	assert json.loads(row(sheet, "reports").records)["missing"] == {"Guide Rule": [["R32", "2025-H2"]]}


def test_a_second_run_tells_what_changed_and_why(scheme, branch, person):
	pay(person, range(1, 12))
	gone = factory.dues_entry(person, "2025-12-01", paid="15.00", paid_on="2025-12-10")
	run(branch)
	judge(sheet_of(person), 25, "政治坚定")
	frappe.delete_doc("Party Dues Entry", gone.name, force=True)
	activity = factory.welfare(branch, person, day="2025-03-05", hours=4)
	done = run(branch)
	sheet = sheet_of(person)
	assert done.changed == done.updated == (sheet.name,) and done.created == ()
	dues, welfare = sheet.changes
	assert (dues.criterion_key, dues.before, dues.after) == ("dues", 40, 36.67)
	assert gone.name in dues.why and "不再计入的记录" in dues.why and "新增缺项" in dues.why
	assert (welfare.criterion_key, welfare.before, welfare.after) == ("welfare", 0, 10)
	assert f"新增记录：公益活动 {activity.name}" in welfare.why
	assert (row(sheet, "faith").points, row(sheet, "faith").basis) == (25, "政治坚定")
	# Once more: nothing is new, and nothing more is told.
	modified = sheet.modified
	again = run(branch)
	sheet.reload()
	assert (again.updated, again.changed, len(sheet.changes), sheet.modified) == (
		(sheet.name,),
		(),
		2,
		modified,
	)


def test_an_unchanged_sheet_is_noted_as_measured(scheme, branch, person):
	run(branch)
	sheet = sheet_of(person)
	earlier = {"measured_at": "2026-01-01 00:00:00"}
	frappe.db.set_value("Evaluation", sheet.name, earlier, update_modified=False)
	run(branch, as_of=date(2026, 1, 20))
	after = sheet_of(person)
	assert (str(after.evaluated_on), after.modified) == ("2026-01-20", sheet.modified)
	assert after.measured_at > sheet.measured_at


def test_the_day_decides_and_records_entered_later_count(scheme, branch, person):
	pay(person, range(1, 7))
	run(branch, as_of=date(2025, 7, 1))
	assert row(sheet_of(person), "dues").demanded == 6
	run(branch)
	sheet = sheet_of(person)
	assert (row(sheet, "dues").found, row(sheet, "dues").demanded) == (6, 12)
	assert [change.criterion_key for change in sheet.changes] == ["dues", "reports"]


def test_a_final_sheet_is_never_touched(scheme, branch, person):
	other = factory.member(branch)
	run(branch)
	sheet = sheet_of(person)
	judge(sheet, 20)
	make_final(sheet)
	before = sheet_of(person).as_dict()
	pay(person, range(1, 13))
	pay(other, range(1, 13))
	done = run(branch)
	assert done.locked == (sheet.name,) and len(done.changed) == 1
	assert sheet_of(person).as_dict() == before


def test_a_judgement_on_another_scale_has_to_be_made_anew(scheme, branch, person):
	run(branch)
	judge(sheet_of(person), 30)
	row_of_it = next(one for one in scheme.criteria if one.criterion_key == "faith")
	row_of_it.db_set("max_points", 20)
	frappe.clear_document_cache(scheme.doctype, scheme.name)
	run(branch)
	sheet = sheet_of(person)
	assert (row(sheet, "faith").state, row(sheet, "faith").points) == ("Awaiting", 0)
	assert [change.criterion_key for change in sheet.changes] == ["faith"]
	assert "满分：原为30，现为20" in sheet.changes[0].why


def test_chunks_of_any_size_make_the_same_sheets(scheme, branch, person):
	factory.member(branch)
	pay(person, range(1, 8))
	names = factory.copies(branch, 5)
	found = {}
	for size in (1, 2, 40):
		with mock.patch.object(evaluation, "BRANCHES_A_CHUNK", size):
			done = evaluation.evaluate_all(SCHEME, 2025, AS_OF, names)
		assert len(done.created) == 10 and not done.broken
		found[size] = sorted((said(frappe.get_doc("Evaluation", name)) for name in done.created), key=str)
		for name in done.created:
			frappe.delete_doc("Evaluation", name, force=True)
	assert found[1] == found[2] == found[40]


def test_statements_do_not_grow_with_the_subjects_of_a_chunk(scheme, branch, person):
	pay(person, range(1, 8))
	names = factory.copies(branch, 20)
	evaluation.evaluate_all(SCHEME, 2025, AS_OF, [branch.name])
	numbers = []
	for few in (names[:1], names[1:3], names[3:]):
		with counted_queries() as queries:
			done = evaluation.evaluate_all(SCHEME, 2025, AS_OF, few)
		assert len(done.created) == len(few)
		numbers.append(_counted(queries))
	assert numbers[0] == numbers[1] == numbers[2]
	with counted_queries() as again:
		evaluation.evaluate_all(SCHEME, 2025, AS_OF, names)
	assert _counted(again) <= numbers[0]


def _counted(queries):
	"""Names come in blocks, but one by one in a transaction that has counted the series on itself, as a test has."""
	return sum("tabSeries" not in query for query in queries)


def test_one_branch_that_breaks_stops_no_other(scheme, branch, person):
	bad = factory.branch(parent=branch.parent_party_branch)
	factory.member(bad)
	read = evaluation.Measuring.read

	def breaking(self, kind, subjects, asks):
		if bad.name in subjects.values():
			raise ValueError("zerbrochen")
		return read(self, kind, subjects, asks)

	with mock.patch.object(evaluation.Measuring, "read", breaking):
		done = run(branch, bad)
	assert done.broken == {bad.name: "zerbrochen"} and len(done.created) == 1
	assert frappe.db.exists("Error Log", {"method": ["like", f"%{bad.name}%"]})


def test_a_run_that_is_gone_on_with_leaves_what_is_done(scheme, branch, person):
	other = factory.branch(parent=branch.parent_party_branch)
	second = factory.member(other)
	began = frappe.utils.now_datetime()
	version = evaluation.version_for(SCHEME, 2025)
	evaluation.Run(version, 2025, AS_OF).over([branch.name])
	pay(person, range(1, 13))
	rest = evaluation.Run(version, 2025, AS_OF, since=began)
	with mock.patch.object(rest.measuring, "read", wraps=rest.measuring.read) as reading:
		done = rest.over([branch.name, other.name])
	((_kind, subjects, _asks),) = (call.args for call in reading.call_args_list)
	assert set(subjects) == {second.name}
	assert (len(done.created), len(done.updated)) == (1, 1)


def test_somebody_who_makes_the_same_sheet_at_once_is_not_doubled(scheme, branch, person):
	"""The unique key leaves the second one out, with all its lines."""
	run(branch)
	sheet = sheet_of(person)
	made = [
		(
			frappe._dict(
				{name: sheet.get(name) for name in sheets.HEADER},
				scheme=SCHEME,
				year=2025,
				subject=person.name,
				subject_doctype="Party Member",
				scores=[],
			),
			None,
		)
	]
	assert evaluation_store.write(made, frappe.utils.now_datetime()).created == ()
	assert frappe.db.count("Evaluation", {"subject": person.name}) == 1


def test_a_mover_is_evaluated_by_the_branch_in_which_he_is(scheme, branch):
	former = factory.branch(parent=branch.parent_party_branch)
	mover = factory.member(former)
	pay(mover, range(1, 7))
	run(former)
	judge(sheet_of(mover), 20)
	factory.moves(mover, branch, "2025-07-01")
	pay(mover, range(7, 13))
	run(former, branch)
	sheet = sheet_of(mover)
	assert (sheet.branch, row(sheet, "dues").found, row(sheet, "faith").points) == (branch.name, 12, 20)


def test_a_round_notes_what_was_done(scheme, branch, person):
	round_ = frappe.get_doc(
		{
			"doctype": "Evaluation Round",
			"scheme_version": scheme.name,
			"year": 2025,
			"branch": branch.name,
		}
	).insert()
	done = evaluation.evaluate_round(round_.name, AS_OF)
	round_.reload()
	assert (round_.sheets, round_.unjudged, str(round_.as_of)) == (1, 1, "2026-01-10")
	assert "1" in round_.last_run_result and "\n" not in round_.last_run_result
	assert frappe.db.get_value("Evaluation", done.created[0], "round") == round_.name


def test_the_check_looks_at_the_branch_again(scheme, branch, person):
	"""Whether grades were used (R40) is seen on sheets, which are written past their documents."""
	from party_affairs import touches

	with mock.patch.object(touches, "touch") as touch:
		run(branch)
		run(branch)
	touch.assert_called_once_with("Evaluation", branches={branch.name})


def test_a_self_checked_line_waits_for_its_tick(branch):
	criterion = {
		**{"criterion_key": "team", "title": "领导班子", "max_points": 100, "source": "Self-Checked"},
		"check_line": "leadership",
	}
	version = factory.scheme(SCHEME, "Party Branch", (criterion,))
	form = evaluation.Form(version)
	(waiting,) = form.lines({})
	(kept,) = form.lines({"team": ticked([("partly", Ref("Self Check", "SC-1"))])})
	assert (waiting.state, form.card([waiting]).awaiting) == ("Awaiting", 1)
	assert (kept.state, kept.share, form.card([kept]).total) == ("Scored", 0.5, 50)
	with pytest.raises(frappe.ValidationError, match="领导班子"):
		factory.scheme("另一方案", "Party Member", (criterion,))


# Shared by workers


@pytest.fixture
def alone():
	"""No worker is called; parts are claimed without a commit, which would outlive the test."""

	@contextlib.contextmanager
	def claimed(work, wait_seconds=0):
		yield True

	with (
		mock.patch.object(jobs, "claimed", claimed),
		mock.patch.object(jobs, "enqueue") as queue,
		mock.patch.object(frappe.db, "commit"),
	):
		yield queue


def test_an_evaluation_is_shared_in_parts(scheme, branch, person, alone):
	names = factory.copies(branch, 5)
	with mock.patch.object(evaluation_parts, "BRANCHES_A_PART", 2):
		broken = evaluation_parts.evaluate_shared(SCHEME, 2025, AS_OF, names)
	assert broken == {}
	assert frappe.db.count("Evaluation", {"branch": ["in", names]}) == 5
	offered = [call.kwargs for call in alone.call_args_list]
	assert [part["part"] for part in offered] == [names[2:4], names[4:]]
	# Whoever comes late has nothing left to do.
	with mock.patch.object(evaluation.Measuring, "read") as reading:
		evaluation_parts.help_out(**offered[0])
	reading.assert_not_called()


def test_a_killed_evaluation_is_gone_on_with(scheme, branch, person, alone):
	names = factory.copies(branch, 4)
	began, write = frappe.utils.now_datetime(), evaluation_store.write
	written = mock.Mock(side_effect=[mock.DEFAULT, KeyboardInterrupt])

	def dying(made, moment):
		written()
		return write(made, moment)

	with mock.patch.object(evaluation_parts, "BRANCHES_A_PART", 2):
		with mock.patch.object(evaluation.store, "write", dying), pytest.raises(KeyboardInterrupt):
			evaluation_parts.evaluate_shared(SCHEME, 2025, AS_OF, names, began=began)
		assert frappe.db.count("Evaluation", {"branch": ["in", names]}) == 2
		assert evaluation_parts.evaluate_shared(SCHEME, 2025, AS_OF, names, began=began) == {}
	assert frappe.db.count("Evaluation", {"branch": ["in", names]}) == 4
	totals = frappe.get_all("Evaluation", filters={"branch": ["in", names]}, pluck="total", distinct=True)
	assert len(totals) == 1


def test_a_round_is_shared_and_its_progress_told(scheme, branch, person, alone):
	other = factory.member(branch)
	round_ = frappe.get_doc(
		{
			"doctype": "Evaluation Round",
			"scheme_version": scheme.name,
			"year": 2025,
			"branch": branch.name,
		}
	).insert()
	with mock.patch.object(frappe, "publish_realtime") as told:
		evaluation_parts.evaluate_round_shared(round_.name, AS_OF, told="Administrator")
	told.assert_any_call(evaluation_parts.PROGRESS, {"done": 2, "total": 2}, user="Administrator")
	round_.reload()
	assert (round_.sheets, round_.unjudged) == (2, 2)
	assert {sheet_of(one).round for one in (person, other)} == {round_.name}
