"""The import of year workbooks, beside the bare rows that it leaves and beside documents that are written one by one.

Each measurement runs in a process of its own: `python -m benchmarks.importing measure SITE VARIANT …`.

- `large`: one workbook of a large branch, in a transaction of its own;
- `again`: the same workbook once more, in which nothing has changed;
- `corrected`: the same with another word in a part of the meetings, which are cancelled and amended;
- `bare`: the rows that `large` left, read back (not timed), inserted by `executemany` of the driver into the empty tables;
- `single`: a part of the workbook with Frappe's own documents, each of which asks and stores by itself; scaled up;
- `city`: many small workbooks, each of another branch, one after the other.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import frappe

from benchmarks import books, synthetic
from benchmarks.measuring import Taken, peak, timed, took
from devbench.preparing import site_session

PARTS = 10
"""One of so many meetings is written by documents one by one, and corrected."""
GOAL = 60
SMALL_MEMBERS, SMALL_MEETINGS = 12, 24
_DOCTYPES = (
	*("Party Member", "Party Post", "Party Meeting", "Dues Assessment", "Party Dues Entry"),
	*("Party Dues Receipt", "Contact Pairing", "Public Welfare Activity"),
)
_ROWS = 2_000


def tables() -> list[str]:
	"""Return the DocTypes of the rows that an import writes."""
	return [
		*_DOCTYPES,
		*(table.options for doctype in _DOCTYPES for table in frappe.get_meta(doctype).get_table_fields()),
	]


def clear() -> None:
	"""Empty the tables: the site belongs to the benchmark alone."""
	for doctype in (*tables(), "Version", "Compliance Touch"):
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
	frappe.db.commit()
	frappe.clear_cache()


def _rows() -> int:
	return sum(frappe.db.count(doctype) for doctype in tables())


# --- the variants, each in its own process ---------------------------------------------------------------------------


def large(taken: Taken, members: int, meetings: int) -> None:
	clear()
	_warm_up()
	_import(taken, books.workbook(synthetic.branch_name(0), members, meetings))
	taken.told["rows"] = _rows()


def again(taken: Taken, members: int, meetings: int) -> None:
	_warm_up()
	_import(taken, books.workbook(synthetic.branch_name(0), members, meetings))
	if taken.told["created"] or taken.told["updated"]:
		raise SystemExit("the same workbook has changed something")


def corrected(taken: Taken, members: int, meetings: int) -> None:
	_warm_up()
	number = meetings // PARTS
	_import(taken, books.workbook(synthetic.branch_name(0), members, meetings, corrected=number))
	if taken.told["updated"] != number:
		raise SystemExit("not every corrected meeting was amended")


def single(taken: Taken, members: int, meetings: int) -> None:
	from party_affairs.importing import writer

	clear()
	_warm_up()
	with ExitStack() as stack:
		stack.enter_context(mock.patch.object(writer, "quick", lambda document, memory: document))
		stack.enter_context(mock.patch.object(writer, "_LEAVES", frozenset()))
		_import(taken, books.workbook(synthetic.branch_name(0), members, meetings // PARTS))
	taken.told["rows"] = _rows()


def bare(taken: Taken, members: int, meetings: int) -> None:
	for doctype in tables():
		columns = [name for name in frappe.db.get_table_columns(doctype) if not name.startswith("_")]
		listed = ", ".join(f"`{name}`" for name in columns)
		rows = frappe.db.sql(f"select {listed} from `tab{doctype}` order by name")
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
		insert = f"insert into `tab{doctype}` ({listed}) values ({', '.join(['%s'] * len(columns))})"
		with timed(taken):
			for start in range(0, len(rows), _ROWS):
				frappe.db._cursor.executemany(insert, rows[start : start + _ROWS])
			frappe.db.commit()
	taken.told["rows"] = _rows()


def city(taken: Taken, workbooks: int) -> None:
	from party_affairs.importing.cli import import_files

	clear()
	_warm_up()
	with tempfile.TemporaryDirectory() as folder:
		for number in range(workbooks):
			branch = synthetic.branch_name(number)
			content = books.workbook(branch, SMALL_MEMBERS, SMALL_MEETINGS)
			(Path(folder) / f"{branch}.xlsx").write_bytes(content)
		with timed(taken):
			outcome = import_files([folder])
	if not outcome.ok:
		raise SystemExit(str(outcome)[-2000:])
	taken.peak = peak()
	taken.told["rows"] = _rows()


VARIANTS: dict[str, Callable[..., None]] = {
	"large": large,
	"again": again,
	"corrected": corrected,
	"single": single,
	"bare": bare,
	"city": city,
}


def _import(taken: Taken, content: bytes) -> None:
	from party_affairs.importing.run import import_workbook
	from party_affairs.transactions import locking_own_rows

	with timed(taken), locking_own_rows():
		result = import_workbook(content)
		frappe.db.commit()
	if not result.ok:
		raise SystemExit("\n".join(problem.line() for problem in result.problems[:10]))
	taken.peak = peak()
	taken.told |= {"created": result.created, "updated": result.updated, "unchanged": result.unchanged}


def _warm_up() -> None:
	"""Definitions, connections and code are loaded before the clock starts."""
	from party_affairs.importing.run import import_workbook

	branch = synthetic.branch_name(frappe.db.count("Party Branch") - 2)
	import_workbook(books.workbook(branch, members=5, meetings=5))
	frappe.db.rollback()
	frappe.clear_document_cache("Party Member")


def measure(site: str, variant: str, sizes: list[int]) -> Taken:
	"""Run one variant on a site that has the branches."""
	taken = Taken()
	with site_session(site):
		VARIANTS[variant](taken, *sizes)
	return taken


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(site: str, members: int, meetings: int, workbooks: int) -> None:
	"""Measure one large workbook and many small ones; print a paragraph of each."""
	sizes = [members, meetings]
	try:
		with site_session(site):
			# One more than there are workbooks, for warming up.
			synthetic.fill_branches(workbooks + 1)
		one_by_one = _in_own_process(site, "single", sizes)
		measured = {name: _in_own_process(site, name, sizes) for name in ("large", "bare")}
		# `bare` put the rows back as they were.
		measured |= {name: _in_own_process(site, name, sizes) for name in ("again", "corrected")}
		print(_of_a_large_branch(members, meetings, measured, one_by_one), flush=True)
		print(_of_a_city(workbooks, _in_own_process(site, "city", [workbooks])), flush=True)
	finally:
		with site_session(site):
			clear()
			frappe.db.sql_ddl("truncate table `tabParty Branch`")


def _in_own_process(site: str, variant: str, sizes: list[int]) -> Taken:
	command = [sys.executable, "-m", "benchmarks.importing", "measure", site, variant, *map(str, sizes)]
	done = subprocess.run(command, capture_output=True, text=True, check=False)
	if done.returncode:
		raise SystemExit(f"{variant} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
	return Taken(**json.loads(done.stdout.splitlines()[-1]))


def _of_a_large_branch(members: int, meetings: int, measured: dict[str, Taken], one_by_one: Taken) -> str:
	whole, base = measured["large"], measured["bare"]
	if base.told["rows"] < whole.told["rows"]:
		raise SystemExit("bare SQL wrote fewer rows than the import")
	scaled = one_by_one.seconds / one_by_one.told["rows"] * whole.told["rows"]
	return "\n".join(
		(
			f"\n{meetings:,} meetings and the year of {members} members: {whole.told['created']:,.0f} documents, "
			f"{whole.told['rows']:,.0f} rows",
			*(
				f"  {name:9} {took(taken)}, {taken.clock:.1f} s by the clock"
				for name, taken in measured.items()
			),
			f"  by the clock {whole.clock:.1f} s (goal {GOAL}), {whole.clock / GOAL:.2f} of it; {whole.peak:.0f} MiB",
			f"  {whole.seconds / base.seconds:.1f} times the bare rows; documents one by one {scaled / whole.seconds:.1f} times "
			f"as long (scaled from {one_by_one.told['rows']:,.0f} rows)",
			f"  unchanged {measured['again'].seconds / whole.seconds:.2f} of it, one meeting of {PARTS} corrected "
			f"{measured['corrected'].seconds / whole.seconds:.2f}",
		)
	)


def _of_a_city(workbooks: int, taken: Taken) -> str:
	return "\n".join(
		(
			f"\n{workbooks:,} workbooks of {SMALL_MEMBERS} members and {SMALL_MEETINGS} meetings: {taken.told['rows']:,.0f} rows",
			f"  {'city':9} {took(taken)}, {taken.clock:.1f} s by the clock",
			f"  {taken.seconds / workbooks:.2f} s a workbook, {taken.peak:.0f} MiB",
		)
	)


def main() -> int:
	parser = argparse.ArgumentParser(prog="benchmarks.importing")
	commands = parser.add_subparsers(dest="command", required=True)
	everything = commands.add_parser("run")
	everything.add_argument("site")
	for size in ("members", "meetings", "workbooks"):
		everything.add_argument(f"--{size}", type=int, required=True)
	one = commands.add_parser("measure")
	one.add_argument("site")
	one.add_argument("variant", choices=list(VARIANTS))
	one.add_argument("sizes", type=int, nargs="+")
	given = vars(parser.parse_args())
	if given.pop("command") == "measure":
		print(json.dumps(vars(measure(**given))))
	else:
		run(**given)
	return 0


if __name__ == "__main__":
	sys.exit(main())
