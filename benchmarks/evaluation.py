"""The sheets of all members by one scheme, beside the bare SQL that counts what its measures count and inserts the same rows.

Each measurement runs in a process of its own: `python -m benchmarks.evaluation measure SITE VARIANT`. What counts is the CPU
time of Python and of the bench's MariaDB together; other people on the machine cost neither.

- `first`: `evaluate_all` of all members, of whom none has a sheet, committed chunk by chunk;
- `bare`: what each measure counts, counted by member in SQL, and the rows that `first` left, read back (not timed), inserted by
  `cursor.executemany` into the empty tables;
- `repeat`: the run after it, in which nothing has changed; `changed`: one in which one member of each branch has paid what he owed;
- `measures`: the records read alone, nothing written;
- `worker`: one of several processes that share a first run as jobs on the long queue do; by the clock.
"""

import math
import sys
from collections.abc import Callable
from datetime import date
from unittest import mock

import frappe

from benchmarks import synthetic_year as synthetic
from benchmarks.compliance import counted
from benchmarks.measuring import Taken, peak, timed, took
from benchmarks.variants import by_workers, in_own_process, main
from devbench.preparing import site_session

DAY = date(2026, 1, 1)
SCHEME = "合成党员星级评价"
GOAL_SECONDS = 600
_MADE = ("Evaluation", "Evaluation Score", "Evaluation Change")
_ROWS = 2_000
_CRITERIA = (
	("attendance", "组织生活", 15, "attendance_rate", {}),
	("theme_days", "主题党日", 5, "theme_day_rate", {}),
	("dues", "党费", 15, "dues_on_time", {}),
	("reports", "思想汇报", 10, "thought_reports", {}),
	("pairings", "结对", 5, "contacts_paired", {}),
	("contacts", "联系群众", 10, "contacts_made", {}),
	("welfare", "公益时长", 10, "welfare_hours", {}),
	("projects", "公益次数", 5, "welfare_times", {}),
	("study", "学时", 10, "study_hours", {}),
	("grade", "评议", 5, "appraisal_grade", {}),
	("clauses", "自评", 5, "clause_rate", {"clauses": ["R38", "R59"]}),
)
_JUDGED = (("faith", "信念"), ("example", "作用"), ("style", "作风"))


def _scheme() -> None:
	_forget_scheme()
	frappe.get_doc(doctype="Evaluation Scheme", scheme_name=SCHEME, applies_to="Party Member").insert()
	criteria = [
		{
			**{"criterion_key": key, "title": title, "max_points": points, "source": "Measured"},
			**{"measure": measure, "rules": ", ".join(parameters.get("clauses", ()))},
			**{"points_excellent": points, "points_qualified": points - 1},
		}
		for key, title, points, measure, parameters in _CRITERIA
	]
	criteria += [
		{"criterion_key": key, "title": title, "max_points": 5, "source": "Judged"} for key, title in _JUDGED
	]
	version = frappe.get_doc(
		{
			**{"doctype": "Evaluation Scheme Version", "scheme": SCHEME, "standing": "Example"},
			**{"effective_from": "2020-01-01", "whole": 110, "criteria": criteria},
			"adjustments": [
				{
					**{"adjustment_key": "sanctions", "title": "处分", "kind": "Deduction"},
					**{"source": "Measured", "measure": "sanctions", "points_each": 5},
				}
			],
			"vetoes": [
				{"veto_key": "sanction", "title": "受处分", "ground": "Sanction"},
				{"veto_key": "unqualified", "title": "不合格", "ground": "Unqualified"},
				{"veto_key": "unheard", "title": "未交思想汇报", "ground": "Clause Missed", "rule": "R32"},
			],
			"bands": [
				{"minimum_points": points, "band": f"{stars}星", "stars": stars}
				for points, stars in ((100, 5), (85, 4), (70, 3), (50, 2), (0, 1))
			],
		}
	)
	version.flags.step = True
	version.insert()


def _forget_scheme() -> None:
	"""A version that stands cannot be deleted as a document."""
	name = f"{SCHEME} v1"
	version = frappe.get_meta("Evaluation Scheme Version")
	for doctype in {field.options for field in version.get_table_fields()}:
		frappe.db.delete(doctype, {"parent": name})
	frappe.db.delete("Evaluation Scheme Version", {"name": name})
	frappe.db.delete("Evaluation Scheme", {"name": SCHEME})
	frappe.db.commit()
	frappe.clear_cache()


def _forget() -> None:
	for doctype in _MADE:
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
	frappe.db.commit()


# --- the variants, each in its own process ---------------------------------------------------------------------------


def first(taken: Taken) -> None:
	from party_affairs.compliance.evaluation import BRANCHES_A_CHUNK, evaluate_all

	_forget()
	_warm_up()
	with timed(taken), counted(taken):
		done = evaluate_all(SCHEME, synthetic.YEAR, DAY, commit=True)
	if done.broken:
		raise SystemExit(f"broken: {done.broken}")
	taken.peak = peak()
	taken.told["sheets"] = len(done.created)
	taken.told["lines"] = frappe.db.count("Evaluation Score")
	branches = frappe.db.count("Party Branch") - 1
	taken.told["queries"] /= math.ceil(branches / BRANCHES_A_CHUNK)


def repeat(taken: Taken) -> None:
	_again(taken)


def changed(taken: Taken) -> None:
	"""Written past the documents, and not timed: an entry of each branch is paid, where one is not."""
	frappe.db.sql(
		"update `tabParty Dues Entry` entry join (select min(name) name from `tabParty Dues Entry` where status = 'Unpaid' "
		"group by branch) first on first.name = entry.name set entry.status = 'Paid', entry.paid_amount = 150, "
		"entry.paid_on = '2025-12-31'"
	)
	frappe.db.commit()
	_again(taken)


def _again(taken: Taken) -> None:
	from party_affairs.compliance.evaluation import evaluate_all

	_warm_up()
	with timed(taken):
		done = evaluate_all(SCHEME, synthetic.YEAR, DAY, commit=True)
	taken.peak = peak()
	taken.told["changed"] = len(done.changed)


def measures(taken: Taken) -> None:
	from party_affairs.compliance import evaluation

	run = _run()
	names = run.branches(None)
	_warm_up()
	with timed(taken):
		for start in range(0, len(names), evaluation.BRANCHES_A_CHUNK):
			subjects = run.subjects(names[start : start + evaluation.BRANCHES_A_CHUNK])
			run.form.read(run.measuring, subjects)
	taken.peak = peak()


def bare(taken: Taken) -> None:
	from party_affairs.compliance.evaluation import BRANCHES_A_CHUNK

	names = frappe.get_all("Party Branch", filters={"branch_type": "Branch"}, pluck="name", order_by="name")
	chunks = [names[start : start + BRANCHES_A_CHUNK] for start in range(0, len(names), BRANCHES_A_CHUNK)]
	kept = {}
	for doctype in _MADE[:2]:
		kept[doctype] = [name for name in frappe.db.get_table_columns(doctype) if not name.startswith("_")]
		frappe.db.sql_ddl(f"drop table if exists `copy of {doctype}`")
		frappe.db.sql_ddl(f"create table `copy of {doctype}` like `tab{doctype}`")
		frappe.db.sql(f"insert into `copy of {doctype}` select * from `tab{doctype}`")
	frappe.db.commit()
	_forget()
	for chunk in chunks:
		rows = {doctype: _kept(doctype, columns, chunk) for doctype, columns in kept.items()}
		with timed(taken):
			for statement in _COUNTS:
				frappe.db.sql(statement, {"branches": chunk, "first": "2025-01-01", "last": "2025-12-31"})
			for doctype, columns in kept.items():
				listed = ", ".join(f"`{name}`" for name in columns)
				insert = f"insert into `tab{doctype}` ({listed}) values ({', '.join(['%s'] * len(columns))})"
				for start in range(0, len(rows[doctype]), _ROWS):
					frappe.db._cursor.executemany(insert, rows[doctype][start : start + _ROWS])
			frappe.db.commit()
	taken.told["sheets"] = frappe.db.count("Evaluation")
	for doctype in kept:
		frappe.db.sql_ddl(f"drop table `copy of {doctype}`")


def _kept(doctype: str, columns: list[str], chunk: list[str]) -> list[tuple]:
	listed = ", ".join(f"record.`{name}`" for name in columns)
	if doctype == "Evaluation":
		joined, key = "", "record.branch"
	else:
		joined, key = "join `tabEvaluation` sheet on sheet.name = record.parent", "sheet.branch"
		# The sheets of the chunk are inserted last; their lines are found by the copies.
		joined = joined.replace("`tabEvaluation`", "`copy of Evaluation`")
	return frappe.db.sql(
		f"select {listed} from `copy of {doctype}` record {joined} where {key} in %s order by record.name",
		(chunk,),
	)


_OF_MEMBERS = (
	"join `tabParty Member` member on member.name = record.member where member.branch in %(branches)s"
)
_ATTENDED = (
	"from `tabParty Meeting Attendee` record join `tabParty Member` member on member.name = record.member join "
	"`tabParty Meeting` meeting on meeting.name = record.parent where member.branch in %(branches)s and meeting.docstatus = 1 "
	"and meeting.meeting_date between %(first)s and %(last)s"
)
_COUNTS = (
	f"select record.member, meeting.kind, record.attendance, count(*) {_ATTENDED} group by record.member, meeting.kind, "
	"record.attendance",
	f"select record.member, sum(meeting.duration_hours) {_ATTENDED} and record.attendance in ('Present', 'Made Up') group by "
	"record.member",
	"select record.member, record.status, count(*), sum(record.paid_on > record.payable_by) from `tabParty Dues Entry` record "
	f"{_OF_MEMBERS} and record.dues_month between %(first)s and %(last)s group by record.member, record.status",
	f"select record.member, count(*), max(record.handed_in_on) from `tabThought Report` record {_OF_MEMBERS} group by record.member",
	f"select record.member, count(*) from `tabMember Self Review` record {_OF_MEMBERS} group by record.member",
	f"select record.member, record.contact_kind, count(*) from `tabContact Pairing` record {_OF_MEMBERS} group by "
	"record.member, record.contact_kind",
	"select record.member, count(*) from `tabContact Pairing` record join `tabContact Pairing Log` log on log.parent = record.name "
	f"{_OF_MEMBERS} and log.contact_date between %(first)s and %(last)s group by record.member",
	"select record.member, count(*), sum(record.hours) from `tabPublic Welfare Participant` record join `tabPublic Welfare "
	f"Activity` activity on activity.name = record.parent {_OF_MEMBERS} and activity.activity_date between %(first)s and "
	"%(last)s group by record.member",
	f"select record.member, sum(record.hours) from `tabParty Training Participant` record {_OF_MEMBERS} group by record.member",
	"select record.member, record.grade from `tabDemocratic Appraisal Member` record join `tabDemocratic Appraisal` appraisal on "
	f"appraisal.name = record.parent {_OF_MEMBERS} and appraisal.year = 2025",
	"select record.member, count(*) from `tabParty Member Event` record "
	f"{_OF_MEMBERS} and record.kind = 'Party Sanction' group by record.member",
)
"""What the measures of the scheme add up to."""


def worker(taken: Taken) -> None:
	"""Begins when it is told to; there are no sheets by then."""
	from party_affairs import jobs
	from party_affairs.compliance.evaluation_parts import evaluate_shared

	_warm_up()
	names = frappe.get_all("Party Branch", pluck="name", order_by="name")
	print("ready", flush=True)
	sys.stdin.readline()
	# The others are there already: nobody has to be called.
	with mock.patch.object(jobs, "enqueue"), timed(taken):
		broken = evaluate_shared(SCHEME, synthetic.YEAR, DAY, names)
	if broken:
		raise SystemExit(f"broken: {broken}")
	taken.peak = peak()


_MODULE = "benchmarks.evaluation"
VARIANTS: dict[str, Callable[[Taken], None]] = {
	"first": first,
	"repeat": repeat,
	"measures": measures,
	"changed": changed,
	"bare": bare,
	"worker": worker,
}


def _run():
	from party_affairs.compliance.evaluation import Run, version_for

	return Run(version_for(SCHEME, synthetic.YEAR), synthetic.YEAR, DAY)


def _warm_up() -> None:
	"""Definitions, connections and code are loaded before the clock starts."""
	run = _run()
	run.form.read(run.measuring, run.subjects([synthetic.branch_name(0)]))
	frappe.new_doc("Evaluation")
	frappe.db.rollback()


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(site: str, branches: int) -> None:
	"""Measure with `branches` branches of 20 members each; print a paragraph."""
	try:
		with site_session(site):
			rows = synthetic.fill(branches, contact=True)
			_forget()
			_scheme()
		measured = {name: in_own_process(_MODULE, site, name) for name in VARIANTS if name != "worker"}
		one, two = (_by_workers(site, number) for number in (1, 2))
		print(_paragraph(branches, rows, measured, one, two), flush=True)
	finally:
		with site_session(site):
			_forget()
			synthetic.clear()
			_forget_scheme()


def _by_workers(site: str, number: int) -> list[Taken]:
	with site_session(site):
		_forget()
	return by_workers(_MODULE, site, number)


def _paragraph(
	branches: int, rows: int, measured: dict[str, Taken], one: list[Taken], two: list[Taken]
) -> str:
	base, of_first = measured["bare"].seconds, measured["first"]
	if measured["bare"].told["sheets"] != of_first.told["sheets"]:
		raise SystemExit("bare SQL wrote other sheets than the evaluation")
	alone, together = (max(each.clock for each in taken) for taken in (one, two))
	return "\n".join(
		(
			f"\n{branches:,} branches, {of_first.told['sheets']:,.0f} sheets with {of_first.told['lines']:,.0f} lines, "
			f"{rows:,} rows of records",
			*(f"  {name:9} {took(taken)}" for name, taken in measured.items()),
			f"  first run {of_first.seconds / base:.2f} times bare SQL, repeat {measured['repeat'].seconds / base:.2f}; "
			f"{measured['changed'].told['changed']:,.0f} sheets changed in the run after payments",
			f"  {of_first.peak:.0f} MiB, {of_first.told['queries']:.1f} queries a chunk, "
			f"{of_first.seconds / of_first.told['sheets'] * 1000:.1f} ms a sheet",
			f"  by the clock: one worker {alone:.1f} s, two workers {together:.1f} s "
			f"(goal {GOAL_SECONDS * of_first.told['sheets'] / 40_000:.0f} s for as many sheets)",
		)
	)


if __name__ == "__main__":
	sys.exit(main(_MODULE, VARIANTS, run))
