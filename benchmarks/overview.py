"""The committee's view of a year, beside the bare SQL that adds up the same rows.

Each measurement runs in a process of its own: `python -m benchmarks.overview measure SITE VARIANT`. The reader is the secretary of
the committee, so that his scope is part of what is measured. The rows of the summary are written by the database, as many
a branch as a check writes; the check itself is not run.

- `page`: what the Desk asks for when the page is opened, as a request: rights, queries, HTML;
- `beside`: what the page asks for next, below the map;
- `map`: the last page of the map, as by a click;
- `wall`: the slides of the wall;
- `bare`: the sums by branch, by clause, and by branch and clause for fifty of them, in three statements.
"""

import sys
from collections.abc import Callable
from datetime import date

import frappe

from benchmarks import synthetic_year as synthetic
from benchmarks.compliance import counted
from benchmarks.measuring import Taken, timed, took
from benchmarks.variants import in_own_process, main
from devbench.preparing import site_session

GOAL_SECONDS = 1.0
"""CPU time for each of them once, at 2,000 branches."""
GOAL_RATIO = 2.0
"""Page to bare SQL, in CPU time."""
READER = "overview@example.com"
_SUMMARY, _TEMPLATE = "Duty Summary", "benchmark duties"
_REPEATS = 3


def _fill(branches: int) -> int:
	synthetic.fill(branches)
	rows = _write_summary(branches)
	_write_states(branches)
	_reader()
	frappe.db.commit()
	frappe.clear_cache()
	return rows


def _write_summary(branches: int) -> int:
	from party_affairs.guide import registry
	from party_affairs.rules.periods import periods_between

	first, last = date(synthetic.YEAR, 1, 1), date(synthetic.YEAR, 12, 31)
	frappe.db.sql_ddl(f"drop table if exists `{_TEMPLATE}`")
	frappe.db.sql_ddl(
		f"create table `{_TEMPLATE}` (no int primary key, rule varchar(140), period_key varchar(140), first date, last date, n int) "
		"character set utf8mb4 collate utf8mb4_unicode_ci"
	)
	lines = []
	for clause in registry.all_clauses():
		if clause.evaluated:
			kind = "year" if clause.period in (None, "point") else clause.period
			people = synthetic.MEMBERS_A_BRANCH if clause.subject == "member" else 1
			for period in periods_between(kind, first, last):
				lines.append((len(lines), clause.id, period.key, period.start, period.end, people))
	frappe.db.sql(
		f"insert into `{_TEMPLATE}` values {', '.join(['(%s, %s, %s, %s, %s, %s)'] * len(lines))}",
		[value for line in lines for value in line],
	)
	missed = "if((b.seq + t.no) % 11 = 0, 1 + b.seq % t.n, 0)"
	for start in range(0, branches, synthetic.BRANCHES_A_STATEMENT):
		end = min(start + synthetic.BRANCHES_A_STATEMENT, branches) - 1
		frappe.db.sql(
			f"insert into `tab{_SUMMARY}` (name, owner, creation, modified, modified_by, docstatus, idx, branch, rule, period_key, "
			"period_start, period_end, planned, due, met, late, missed, excused) "
			f"select concat('S-', b.seq, '-', t.no), 'Administrator', now(), now(), 'Administrator', 0, 0, {synthetic.BRANCH}, t.rule, "
			f"t.period_key, t.first, t.last, 0, 0, t.n - {missed}, 0, {missed}, 0 "
			f"from seq_{start}_to_{end} b join `{_TEMPLATE}` t"
		)
		frappe.db.commit()
	frappe.db.sql_ddl(f"drop table `{_TEMPLATE}`")
	frappe.db.sql(f"analyze table `tab{_SUMMARY}`")
	return branches * len(lines)


def _write_states(branches: int) -> None:
	frappe.db.sql(
		"insert into `tabCompliance State` (name, owner, creation, modified, modified_by, docstatus, idx, branch, year, checked_for, "
		f"checked_on) select concat('C-', b.seq), 'Administrator', now(), now(), 'Administrator', 0, 0, {synthetic.BRANCH}, "
		f"{synthetic.YEAR}, '{synthetic.YEAR + 1}-01-01', now() from seq_0_to_{branches - 1} b"
	)


def _reader() -> None:
	"""The committee's secretary, a member of the first branch; his login is left for the next time."""
	if not frappe.db.exists("User", READER):
		frappe.get_doc(
			{
				**{"doctype": "User", "email": READER, "first_name": "合成书记", "send_welcome_email": 0},
				**{"user_type": "System User", "language": "zh"},
			}
		).insert(ignore_permissions=True)
	member = frappe.get_doc("Party Member", synthetic.member_name(0, 0))
	member.db_set("user", READER)
	frappe.get_doc(
		{
			**{"doctype": "Party Post", "member": member.name, "branch": synthetic.COMMITTEE},
			**{"post": "Secretary", "start_date": "2024-01-01", "end_date": "2099-12-31"},
		}
	).insert(ignore_permissions=True)
	from party_affairs.permissions.grants import sync_roles

	sync_roles([READER])


# --- the variants, each in its own process ---------------------------------------------------------------------------


def page(taken: Taken) -> None:
	from party_affairs.api.duties import overview

	answer = _by_reader(taken, lambda: overview.page(year=synthetic.YEAR))
	taken.told["kilobytes"] = len(answer["html"].encode()) / 1024


def beside(taken: Taken) -> None:
	from party_affairs.api.duties import overview

	_by_reader(taken, lambda: overview.beside(year=synthetic.YEAR))


def map(taken: Taken) -> None:
	from party_affairs.api.duties import overview

	_by_reader(taken, lambda: overview.map_page(year=synthetic.YEAR, number=9_999))


def wall(taken: Taken) -> None:
	from party_affairs.api.duties import overview

	_by_reader(taken, lambda: overview.wall(year=synthetic.YEAR))


def _by_reader(taken: Taken, ask: Callable[[], dict]) -> dict:
	"""Ask as the reader, each time as a request of its own; the first time is not timed."""
	frappe.set_user(READER)
	frappe.local.lang = "zh"
	ask()
	for _number in range(_REPEATS):
		frappe.local.request_cache.clear()
		with timed(taken):
			answer = ask()
	frappe.local.request_cache.clear()
	counting = Taken()
	with counted(counting):
		ask()
	taken.told["queries"] = counting.told["queries"]
	return answer


def bare(taken: Taken) -> None:
	sums = ", ".join(f"sum({name})" for name in ("planned", "due", "met", "late", "missed", "excused"))
	year = f"period_start between '{synthetic.YEAR}-01-01' and '{synthetic.YEAR}-12-31'"
	fifty = [synthetic.branch_name(number) for number in range(50)]
	for _number in range(_REPEATS):
		with timed(taken):
			frappe.db.sql(f"select branch, {sums} from `tab{_SUMMARY}` where {year} group by branch")
			frappe.db.sql(f"select rule, {sums} from `tab{_SUMMARY}` where {year} group by rule")
			frappe.db.sql(
				f"select branch, rule, {sums} from `tab{_SUMMARY}` where branch in %s and {year} group by branch, rule",
				(fifty,),
			)


_MODULE = "benchmarks.overview"
VARIANTS: dict[str, Callable[[Taken], None]] = {
	"page": page,
	"beside": beside,
	"map": map,
	"wall": wall,
	"bare": bare,
}


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(site: str, branches: int) -> None:
	"""Measure with `branches` branches of 20 members each; print a paragraph."""
	try:
		with site_session(site):
			rows = _fill(branches)
		measured = {name: in_own_process(_MODULE, site, name) for name in VARIANTS}
		print(_paragraph(branches, rows, measured), flush=True)
	finally:
		with site_session(site):
			synthetic.clear()


def _paragraph(branches: int, rows: int, measured: dict[str, Taken]) -> str:
	base = measured["bare"].seconds
	return "\n".join(
		(
			f"\n{branches:,} branches, {rows:,} rows of the summary; each {_REPEATS} times",
			*(f"  {name:6} {took(taken)}" for name, taken in measured.items()),
			f"  page {measured['page'].seconds / base:.2f} times bare SQL (goal {GOAL_RATIO}), "
			f"{measured['page'].told['queries']:.0f} queries, {measured['page'].told['kilobytes']:.0f} KiB",
			*(
				f"  {name}: {measured[name].seconds / _REPEATS:.2f} s each time, {measured[name].clock / _REPEATS:.2f} s by the clock (goal {GOAL_SECONDS} s)"
				for name in ("page", "beside", "map", "wall")
			),
		)
	)


if __name__ == "__main__":
	sys.exit(main(_MODULE, VARIANTS, run))
