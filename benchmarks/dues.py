"""One month of dues, made and collected: the monthly run and bulk collection beside plain bulk insert and single inserts.

Each measurement runs in a process of its own, so that its peak memory is its own: `python -m benchmarks.dues VARIANT …`.
All variants write the same rows: one entry, one receipt and one receipt item a member, with everything paid at the end.

- `ours`: `run_month`, then `receipts.write` for everybody, committed chunk by chunk, permissions left to the caller;
- `plain`: the rows that `ours` left, read back (not timed) and written by `frappe.db.bulk_insert` into the empty tables;
- `single`: `insert()` of each entry, `insert()` and `submit()` of each receipt, on a sample, scaled up.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import frappe

from benchmarks import synthetic
from devbench.preparing import site_session

MONTH, PAID_ON = date(2026, 3, 1), date(2026, 3, 10)
WARM_UP = date(2026, 2, 1)
SIZES = (1_000, 10_000, 100_000)
MEMBERS_A_BRANCH = 50
_WRITTEN = ("Party Dues Receipt Item", "Party Dues Receipt", "Party Dues Entry")
_ROWS_A_READ = 10_000
_KIB = 1024


@dataclass(frozen=True)
class Measured:
	"""What a variant took for a number of members: seconds, in which parts, and the process's peak memory in MiB."""

	seconds: float
	parts: dict[str, float]
	peak: float
	rows: int


# --- the variants, each in its own process ---------------------------------------------------------------------------


def ours(branches: Sequence[str], sample: int) -> dict[str, float]:
	"""Make the month's entries and collect all of them; return the seconds of both."""
	from party_affairs.dues.monthly_run import run_month

	began = time.perf_counter()
	run_month(MONTH, branches, commit=True)
	made = time.perf_counter()
	collect_all(MONTH, branches)
	return {"run": made - began, "collect": time.perf_counter() - made}


def collect_all(month: date, branches: Sequence[str]) -> None:
	"""Write a receipt for every open entry of a month, chunk by chunk as a background job would."""
	from party_affairs.dues.monthly_run import BRANCHES_A_CHUNK
	from party_affairs.jobs import in_chunks

	for _names in in_chunks(
		branches, BRANCHES_A_CHUNK, lambda chunk: _collect_chunk(month, chunk), commit=True
	):
		pass


def _collect_chunk(month: date, branches: Sequence[str]) -> list[str]:
	from party_affairs.dues import receipts
	from party_affairs.facts.dues.months import yuan
	from party_affairs.rules.dues import allocation

	entry = frappe.qb.DocType("Party Dues Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.branch, entry.member, entry.due_amount, entry.payable_by)
		.where((entry.dues_month == month) & entry.branch.isin(branches) & (entry.status == "Unpaid"))
		.orderby(entry.branch, entry.name)
	).run()
	return receipts.write(
		[
			receipts.Payment(
				branch=branch,
				member=member,
				received_on=PAID_ON,
				method="WeChat",
				shares=(
					receipts.Share(
						allocation.MONTHLY,
						yuan(due),
						name,
						month,
						allocation.timing(month, PAID_ON, payable_by),
					),
				),
			)
			for name, branch, member, due, payable_by in rows
		]
	)


def plain(branches: Sequence[str], sample: int) -> dict[str, float]:
	"""Write the rows that `keep_copies` kept into the empty tables by `bulk_insert`; reading them is not timed."""
	spent: dict[str, float] = {}
	for doctype in reversed(_WRITTEN):
		columns = _filled_columns(doctype)
		seconds = 0.0
		for rows in _copies(doctype, columns):
			began = time.perf_counter()
			frappe.db.bulk_insert(doctype, columns, rows)
			frappe.db.commit()
			seconds += time.perf_counter() - began
		spent[doctype] = seconds
	return spent


def keep_copies() -> None:
	"""Keep the rows of the written tables, in the order in which they were written, and empty the tables."""
	orders = {
		"Party Dues Entry": "`tabParty Dues Entry` row order by row.branch, row.name",
		"Party Dues Receipt": "`tabParty Dues Receipt` row order by row.branch, row.member",
		"Party Dues Receipt Item": "`tabParty Dues Receipt Item` row join `tabParty Dues Receipt` receipt "
		"on receipt.name = row.parent order by receipt.branch, receipt.member",
	}
	for doctype, source in orders.items():
		frappe.db.sql_ddl(f"drop table if exists `copy of {doctype}`")
		frappe.db.sql_ddl(f"create table `copy of {doctype}` like `tab{doctype}`")
		frappe.db.sql_ddl(f"alter table `copy of {doctype}` add column copy_no bigint auto_increment unique")
		frappe.db.sql(f"insert into `copy of {doctype}` select row.*, null from {source}")
	frappe.db.commit()
	synthetic.clear(_WRITTEN)


def drop_copies() -> None:
	for doctype in _WRITTEN:
		frappe.db.sql_ddl(f"drop table if exists `copy of {doctype}`")


def _filled_columns(doctype: str) -> list[str]:
	"""The columns that some row has a value in: nobody would write the others."""
	columns = [name for name in frappe.db.get_table_columns(doctype) if not name.startswith("_")]
	counts = ", ".join(f"count(`{name}`)" for name in columns)
	(found,) = frappe.db.sql(f"select {counts} from `copy of {doctype}`")
	return [name for name, count in zip(columns, found, strict=True) if count]


def _copies(doctype: str, columns: Sequence[str]) -> Iterable[tuple[tuple, ...]]:
	listed = ", ".join(f"`{name}`" for name in columns)
	last = 0
	while rows := frappe.db.sql(
		f"select {listed} from `copy of {doctype}` where copy_no > %s order by copy_no limit {_ROWS_A_READ}",
		[last],
	):
		yield rows
		last += len(rows)


def single(branches: Sequence[str], sample: int) -> dict[str, float]:
	"""Insert and submit one document after the other, as a form would, for a sample of members."""
	spent: dict[str, float] = defaultdict(float)
	assessments = frappe.get_all(
		"Dues Assessment",
		fields=["name", "member", "branch", "monthly_due", "monthly_base"],
		order_by="member",
		limit=sample,
	)
	began = time.perf_counter()
	for row in assessments:
		frappe.get_doc(
			{
				"doctype": "Party Dues Entry",
				"member": row.member,
				"branch": row.branch,
				"dues_month": MONTH,
				"due_amount": row.monthly_due,
				"dues_base": row.monthly_base,
				"assessment": row.name,
			}
		).insert()
		spent["entries"] += (now := time.perf_counter()) - began
		frappe.get_doc(
			{
				"doctype": "Party Dues Receipt",
				"branch": row.branch,
				"member": row.member,
				"received_on": PAID_ON,
				"method": "WeChat",
				"amount": row.monthly_due,
			}
		).insert().submit()
		spent["receipts"] += (began := time.perf_counter()) - now
	frappe.db.commit()
	spent["commit"] = time.perf_counter() - began
	return {
		part: seconds * frappe.db.count("Party Member") / len(assessments) for part, seconds in spent.items()
	}


VARIANTS = {"ours": ours, "plain": plain, "single": single}


def measure(site: str, variant: str, sample: int) -> dict[str, Any]:
	"""Run one variant on a site that is filled; return what it took."""
	with site_session(site):
		branches = frappe.get_all("Party Branch", filters={"is_group": 0}, pluck="name", order_by="name")
		_warm_up(branches[0])
		parts = VARIANTS[variant](branches, sample)
		peak = _peak()
		rows = sum(frappe.db.count(doctype) for doctype in _WRITTEN)
	return {"seconds": sum(parts.values()), "parts": parts, "peak": peak, "rows": rows}


def _peak() -> float:
	"""The most memory in MiB that this program held. `getrusage` would count what its parent held when starting it."""
	status = Path("/proc/self/status").read_text()
	(line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
	return int(line.split()[1]) / _KIB


def _warm_up(branch: str) -> None:
	"""Definitions, connections and code are loaded before the clock starts: another month of one branch, rolled back."""
	from party_affairs.dues.monthly_run import run_month

	run_month(WARM_UP, [branch])
	_collect_chunk(WARM_UP, [branch])
	frappe.db.rollback()


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(
	site: str, members: int, branches: int, repeats: int, sample: int
) -> list[tuple[int, dict[str, Measured]]]:
	"""Measure all variants at growing sizes up to `members`; print a table of each size, and return what was measured."""
	found = []
	sizes = [size for size in SIZES if size < members] + [members]
	try:
		for size in sizes:
			of_size = branches if size == members else max(1, size // MEMBERS_A_BRANCH)
			measured = _measure_size(site, size, of_size, repeats, sample)
			print(_paragraph(size, of_size, measured, sample), flush=True)
			found.append((size, measured))
	finally:
		with site_session(site):
			drop_copies()
			synthetic.clear()
	if len(found) > 1:
		print(_growth(found), flush=True)
	return found


def _measure_size(site: str, members: int, branches: int, repeats: int, sample: int) -> dict[str, Measured]:
	with site_session(site):
		synthetic.fill(members, branches, date(MONTH.year, 1, 1))
	best: dict[str, Measured] = {}
	for turn in range(repeats):
		for variant in VARIANTS:
			if variant == "single" and turn:
				continue
			with site_session(site):
				synthetic.clear(_WRITTEN)
			taken = _in_own_process(site, variant, sample)
			if variant == "ours":
				with site_session(site):
					_check_paid(members)
					keep_copies()
			elif variant == "plain" and taken.rows != 3 * members:
				raise SystemExit(f"plain wrote {taken.rows} rows, not {3 * members}")
			if variant not in best or taken.seconds < best[variant].seconds:
				best[variant] = taken
	return best


def _check_paid(members: int) -> None:
	"""What is fast must also be right: every entry is there, paid, by a receipt with a number of its own."""
	paid = frappe.db.count("Party Dues Entry", {"dues_month": MONTH, "status": "Paid"})
	receipt = frappe.qb.DocType("Party Dues Receipt")
	((numbers,),) = (
		frappe.qb.from_(
			frappe.qb.from_(receipt).select(receipt.branch, receipt.receipt_no).distinct().as_("numbered")
		)
		.select(frappe.query_builder.functions.Count("*"))
		.run()
	)
	if not paid == numbers == members:
		raise SystemExit(f"{members} members, but {paid} entries paid and {numbers} receipt numbers")


def _in_own_process(site: str, variant: str, sample: int) -> Measured:
	done = subprocess.run(
		[sys.executable, "-m", "benchmarks.dues", "measure", site, variant, str(sample)],
		capture_output=True,
		text=True,
		check=False,
	)
	if done.returncode:
		raise SystemExit(f"{variant} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
	return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _paragraph(members: int, branches: int, measured: dict[str, Measured], sample: int) -> str:
	ours, plain, single = (measured[name] for name in VARIANTS)
	return "\n".join(
		(
			f"\n{members:,} members in {branches:,} branches, {3 * members:,} rows",
			f"  ours    {_took(ours)}",
			f"  plain   {_took(plain)}",
			f"  single  {_took(single)}  (from {min(sample, members):,} members, scaled)",
			f"  ours is {ours.seconds / plain.seconds:.2f} times plain bulk insert; "
			f"single inserts are {single.seconds / ours.seconds:.0f} times ours",
		)
	)


def _took(measured: Measured) -> str:
	parts = ", ".join(f"{part} {seconds:.2f}" for part, seconds in measured.parts.items())
	return f"{measured.seconds:9.2f} s  {measured.peak:6.0f} MiB peak  ({parts})"


def _growth(found: list[tuple[int, dict[str, Measured]]]) -> str:
	(least, first), (most, last) = found[0], found[-1]
	lines = [f"\nFrom {least:,} to {most:,} members ({most / least:.0f} times as many):"]
	for variant in ("ours", "plain"):
		time_grows = last[variant].seconds / first[variant].seconds
		memory = last[variant].peak - first[variant].peak
		lines.append(f"  {variant:7} {time_grows:.0f} times the time, {memory:+.0f} MiB")
	return "\n".join(lines)


def main() -> int:
	parser = argparse.ArgumentParser(prog="benchmarks.dues")
	commands = parser.add_subparsers(dest="command", required=True)
	whole = commands.add_parser("run")
	whole.add_argument("site")
	for name in ("members", "branches", "repeats", "sample"):
		whole.add_argument(f"--{name}", type=int, required=True)
	one = commands.add_parser("measure")
	one.add_argument("site")
	one.add_argument("variant", choices=list(VARIANTS))
	one.add_argument("sample", type=int)
	given = vars(parser.parse_args())
	if given.pop("command") == "measure":
		print(json.dumps(measure(**given)))
	else:
		run(**given)
	return 0


if __name__ == "__main__":
	sys.exit(main())
