"""What the tests of runs in several processes start: `python -m tests.support.dues_processes COMMAND SITE`, in the sites folder.

`fill` writes made-up members and tells nothing; `run` waits for a line on its input, runs the month, and prints what it
made; `stall` runs the month, says so in the middle of its third chunk, with rows written and not committed, and waits to
be killed; `count` prints the entries; `clear` empties the site.
"""

import json
import sys
import time
from datetime import date

import frappe

from benchmarks import synthetic
from devbench.preparing import site_session
from party_affairs.dues import entries, monthly_run

MEMBERS, BRANCHES, CHUNK = 600, 60, 5
MONTH = date(2026, 3, 1)
STALLS_IN_CHUNK = 3


def fill() -> None:
	synthetic.fill(MEMBERS, BRANCHES, date(2026, 1, 1))


def run() -> dict[str, int]:
	monthly_run.BRANCHES_A_CHUNK = CHUNK
	print("ready", flush=True)
	sys.stdin.readline()
	summary = monthly_run.run_month(MONTH, commit=True)
	return {"made": summary.made, "existing": summary.existing}


def stall() -> None:
	monthly_run.BRANCHES_A_CHUNK = CHUNK
	make, chunks = entries.make, []

	def make_and_stall(*args):
		made = make(*args)
		chunks.append(made)
		if len(chunks) == STALLS_IN_CHUNK:
			print("stalled", flush=True)
			time.sleep(600)
		return made

	entries.make = make_and_stall
	monthly_run.run_month(MONTH, commit=True)


def count() -> dict[str, int]:
	rows = frappe.get_all("Party Dues Entry", fields=["member", "dues_month", "status"], order_by="name")
	return {"rows": len(rows), "members": len({row.member for row in rows if row.dues_month == MONTH})}


if __name__ == "__main__":
	with site_session(sys.argv[2]):
		command = {"fill": fill, "run": run, "stall": stall, "count": count, "clear": synthetic.clear}[
			sys.argv[1]
		]
		print(json.dumps(command()))
