"""The check of a full year, beside the bare SQL that counts the same evidence and inserts the same findings.

Each measurement runs in a process of its own: `python -m benchmarks.compliance measure SITE VARIANT`. What counts is the CPU
time of Python and of the bench's MariaDB together; other people on the machine cost neither.

- `first`: `run_compliance` of all branches, none of which was checked before, committed chunk by chunk;
- `bare`: the evidence of each kind counted by subject and period in SQL, and the findings that `first` left, read back (not timed),
  inserted by `cursor.executemany` into the empty table;
- `repeat`: the run after it, in which nothing has changed; `whole` looks at every branch all the same, as once a week;
- `night`: the run of the day after, when records of one branch in fifty have changed;
- `worker`: one of several processes that share a first run as jobs on the long queue do; by the clock.
"""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from unittest import mock

import frappe

from benchmarks import synthetic_year as synthetic
from benchmarks.measuring import Taken, peak, timed, took
from benchmarks.variants import by_workers, in_own_process, main
from devbench.preparing import site_session

SIZES = (20, 200, 2_000)
DAY = date(2026, 1, 1)
ONE_IN = 50
"""Of so many branches one has changes on a day."""
_ONE_BY_ONE = 20
_ROWS = 2_000
_FINDING = "Compliance Finding"


@contextmanager
def counted(taken: Taken) -> Iterator[None]:
	"""Count the statements that are sent inside."""
	sent = 0
	send = frappe.local.db.sql

	def counting(*args, **kwargs):
		nonlocal sent
		sent += 1
		return send(*args, **kwargs)

	with mock.patch.object(frappe.local.db, "sql", counting):
		yield
	taken.told["queries"] = sent


# --- the variants, each in its own process ---------------------------------------------------------------------------


def first(taken: Taken) -> None:
	from party_affairs.compliance.run import BRANCHES_A_CHUNK, Check, run_compliance

	synthetic.forget_checks()
	_warm_up()
	with timed(taken), counted(taken):
		summary = run_compliance(synthetic.YEAR, DAY, commit=True)
	if summary.broken or summary.unchecked:
		raise SystemExit(f"broken: {summary.broken} {summary.unchecked}")
	taken.peak = peak()
	taken.told["findings"] = summary.changes.created
	taken.told["queries"] /= math.ceil(summary.branches / BRANCHES_A_CHUNK)
	check, alone = Check(synthetic.YEAR), Taken()
	names = [synthetic.branch_name(number) for number in range(_ONE_BY_ONE)]
	check.lines(names[:1], DAY)
	with timed(alone):
		for name in names:
			check.lines([name], DAY)
	taken.told["one_branch"] = alone.seconds / _ONE_BY_ONE


def repeat(taken: Taken) -> None:
	_run_again(taken, DAY)


def whole(taken: Taken) -> None:
	_run_again(taken, DAY, whole=True)


def night(taken: Taken) -> None:
	"""The changes of a day are written as users write them, and are not timed."""
	for number in range(0, frappe.db.count("Party Branch") - 1, ONE_IN):
		_change_records(number)
	frappe.db.commit()
	_run_again(taken, DAY + timedelta(days=1))


def _run_again(taken: Taken, day: date, **options) -> None:
	from party_affairs.compliance.run import run_compliance

	_warm_up()
	with timed(taken):
		summary = run_compliance(synthetic.YEAR, day, commit=True, **options)
	taken.peak = peak()
	changes = summary.changes
	taken.told |= {
		"checked": summary.checked,
		"changed": changes.created + changes.updated + changes.deleted,
		"all": summary.branches,
	}


def _change_records(number: int) -> None:
	"""A talk, an event and two pairings in one branch."""
	branch, person = synthetic.branch_name(number), synthetic.member_name(number, 7)
	for values in (
		{
			"doctype": "Party Member Event",
			"member": person,
			"branch": branch,
			"kind": "Award",
			"happened_on": "2025-12-30",
		},
		*(
			{
				"doctype": "Contact Pairing",
				"member": person,
				"branch": branch,
				"start_date": "2025-12-30",
				"contact_name": f"新联系对象{kind}",
				"contact_kind": kind,
			}
			for kind in ("Masses", "Non-Party Lawyer")
		),
	):
		frappe.get_doc(values).insert(ignore_permissions=True)


def bare(taken: Taken) -> None:
	from party_affairs.compliance.run import BRANCHES_A_CHUNK

	columns = [name for name in frappe.db.get_table_columns(_FINDING) if not name.startswith("_")]
	listed = ", ".join(f"`{name}`" for name in columns)
	# One chunk of branches after the other, as the check writes them.
	names = frappe.get_all("Party Branch", pluck="name", order_by="name")
	chunks = [names[start : start + BRANCHES_A_CHUNK] for start in range(0, len(names), BRANCHES_A_CHUNK)]
	kept = f"copy of {_FINDING}"
	frappe.db.sql_ddl(f"drop table if exists `{kept}`")
	frappe.db.sql_ddl(f"create table `{kept}` like `tab{_FINDING}`")
	frappe.db.sql(f"insert into `{kept}` select * from `tab{_FINDING}`")
	frappe.db.commit()
	synthetic.forget_checks()
	written = 0
	insert = f"insert into `tab{_FINDING}` ({listed}) values ({', '.join(['%s'] * len(columns))})"
	for chunk in chunks:
		rows = frappe.db.sql(f"select {listed} from `{kept}` where branch in %s order by name", (chunk,))
		with timed(taken):
			for statement in _COUNTS:
				frappe.db.sql(statement, {"branches": chunk, "first": "2025-01-01", "last": "2025-12-31"})
			for start in range(0, len(rows), _ROWS):
				frappe.db._cursor.executemany(insert, rows[start : start + _ROWS])
			frappe.db.commit()
		written += len(rows)
	taken.told["findings"] = written
	frappe.db.sql_ddl(f"drop table `{kept}`")


_OF_MEMBERS = (
	"join `tabParty Member` member on member.name = record.member where member.branch in %(branches)s"
)
_COUNTS = (
	"select branch, kind, month(meeting_date), count(*) from `tabParty Meeting` record where branch in %(branches)s and "
	"docstatus = 1 and meeting_date between %(first)s and %(last)s group by branch, kind, month(meeting_date)",
	"select name, location, chair_name, agenda, speeches, outcome, starts_on, ends_on from `tabParty Meeting` record where "
	"branch in %(branches)s and docstatus = 1 and meeting_date between %(first)s and %(last)s",
	"select attendee.parent, attendee.attendance, count(*) from `tabParty Meeting Attendee` attendee join `tabParty Meeting` "
	"record on record.name = attendee.parent where record.branch in %(branches)s and record.docstatus = 1 and "
	"record.meeting_date between %(first)s and %(last)s group by attendee.parent, attendee.attendance",
	"select attendee.member, sum(meeting.duration_hours) from `tabParty Meeting Attendee` attendee join `tabParty Member` member "
	"on member.name = attendee.member join `tabParty Meeting` meeting on meeting.name = attendee.parent where member.branch in "
	"%(branches)s and attendee.attendance in ('Present', 'Made Up') and meeting.docstatus = 1 and "
	"meeting.meeting_date between %(first)s and %(last)s group by attendee.member",
	"select record.member, month(record.dues_month), record.status, max(record.paid_on) from `tabParty Dues Entry` record "
	f"{_OF_MEMBERS} and record.dues_month between %(first)s and %(last)s group by record.member, record.dues_month, record.status",
	"select record.member, record.half_year, count(*), max(record.handed_in_on), max(record.commented_on) from "
	f"`tabThought Report` record {_OF_MEMBERS} group by record.member, record.half_year",
	f"select record.member, count(*) from `tabMember Self Review` record {_OF_MEMBERS} group by record.member",
	f"select record.member, record.contact_kind, count(*) from `tabContact Pairing` record {_OF_MEMBERS} group by "
	"record.member, record.contact_kind",
	"select record.member, sum(record.hours) from `tabParty Training Participant` record "
	f"{_OF_MEMBERS} group by record.member",
	"select branch, pair_kind, count(*) from `tabHeart Talk` where branch in %(branches)s and talk_on between %(first)s and "
	"%(last)s group by branch, pair_kind",
	"select branch, kind, count(*) from `tabParty Member Event` where branch in %(branches)s and happened_on between %(first)s "
	"and %(last)s group by branch, kind",
	"select branch, post, count(*) from `tabParty Post` where branch in %(branches)s group by branch, post",
	"select plan.branch, line.kind, count(*) from `tabParty Annual Plan` plan join `tabParty Annual Plan Line` line on "
	"line.parent = plan.name where plan.branch in %(branches)s and plan.year = 2025 group by plan.branch, line.kind",
	"select branch, half, count(*), max(delivered_on) from `tabParty Work Report` where branch in %(branches)s and year = 2025 "
	"group by branch, half",
	"select branch, count(*), max(announced_on) from `tabDemocratic Appraisal` where branch in %(branches)s and year = 2025 "
	"group by branch",
	"select branch, count(*), max(held_on) from `tabParty Life Review` where branch in %(branches)s and year = 2025 group by branch",
)
"""What the evidence of the clauses adds up to."""


def worker(taken: Taken) -> None:
	"""Begins when it is told to; findings and states are empty by then."""
	from party_affairs import jobs
	from party_affairs.compliance.parts import run_shared

	_warm_up()
	print("ready", flush=True)
	sys.stdin.readline()
	# The others are there already: nobody has to be called.
	with mock.patch.object(jobs, "enqueue"), timed(taken):
		run_shared(synthetic.YEAR, DAY)


_MODULE = "benchmarks.compliance"
VARIANTS: dict[str, Callable[[Taken], None]] = {
	"first": first,
	"repeat": repeat,
	"whole": whole,
	"night": night,
	"bare": bare,
	"worker": worker,
}


def _warm_up() -> None:
	"""Definitions, connections and code are loaded before the clock starts."""
	from party_affairs.compliance.run import Check

	Check(synthetic.YEAR).lines([synthetic.branch_name(0)], DAY)
	frappe.db.rollback()


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(site: str, branches: int) -> None:
	"""Measure at growing sizes up to `branches`; print a paragraph of each size, and how it grows."""
	found = []
	try:
		for size in [*(size for size in SIZES if size < branches), branches]:
			with site_session(site):
				rows = synthetic.fill(size)
			measured = {name: in_own_process(_MODULE, site, name) for name in VARIANTS if name != "worker"}
			one, two = (_by_workers(site, number) for number in (1, 2))
			print(_paragraph(size, rows, measured, one, two), flush=True)
			found.append((size, measured))
	finally:
		with site_session(site):
			synthetic.clear()
	print(_growth(found), flush=True)


@dataclass(frozen=True)
class Shared:
	"""A first run by several workers: seconds by the clock, and what the busiest of them would need without anybody else.

	That is his own Python and his share of MariaDB's time; where others use the cores, the clock says little.
	"""

	clock: float
	busiest: float


def _by_workers(site: str, number: int) -> Shared:
	with site_session(site):
		synthetic.forget_checks()
	taken = by_workers(_MODULE, site, number)
	python = sum(each.python for each in taken)
	database = max(each.database for each in taken)
	return Shared(
		max(each.clock for each in taken),
		max(each.python + database * each.python / python for each in taken),
	)


def _paragraph(size: int, rows: int, measured: dict[str, Taken], one: Shared, two: Shared) -> str:
	base, of_first = measured["bare"].seconds, measured["first"]
	if measured["bare"].told["findings"] < of_first.told["findings"]:
		raise SystemExit("bare SQL wrote fewer findings than the check")
	night = measured["night"]
	return "\n".join(
		(
			f"\n{size:,} branches, {size * synthetic.MEMBERS_A_BRANCH:,} members, {rows:,} rows, "
			f"{of_first.told['findings']:,.0f} findings",
			*(f"  {name:7} {took(taken)}" for name, taken in measured.items()),
			f"  first run {of_first.seconds / base:.2f} times bare SQL (goal 1.5), repeat {measured['repeat'].seconds / base:.3f} "
			f"(goal 0.3), whole repeat {measured['whole'].seconds / base:.2f}",
			f"  night after {night.told['changed']:,.0f} findings changed in {night.told['checked']:,.0f} branches: "
			f"{night.seconds / measured['whole'].seconds:.1%} of a whole run (goal 3 %)",
			f"  {of_first.peak:.0f} MiB (goal 150), {of_first.told['queries']:.1f} queries a chunk, "
			f"{of_first.told['one_branch'] * 1000:.0f} ms for one branch alone",
			f"  two workers {one.busiest / two.busiest:.2f} times as fast as one by CPU time (goal 1.7), "
			f"{one.clock / two.clock:.2f} by the clock ({one.clock:.1f} s, {two.clock:.1f} s)",
		)
	)


def _growth(found: list[tuple[int, dict[str, Taken]]]) -> str:
	lines = ["\nGrowth exponents (goal 1.02):"]
	for (less, before), (more, after) in pairwise(found):
		grows = {
			name: math.log(after[name].seconds / before[name].seconds) / math.log(more / less)
			for name in ("first", "whole", "bare")
		}
		told = ", ".join(f"{name} {exponent:.3f}" for name, exponent in grows.items())
		lines.append(f"  from {less:,} to {more:,} branches: {told}")
	return "\n".join(lines)


if __name__ == "__main__":
	sys.exit(main(_MODULE, VARIANTS, run))
