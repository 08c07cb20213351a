"""Records of runs: which still say that they are under way, and how each kind went the last time."""

from datetime import datetime

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max

RUN = "Compliance Run"
RUNNING, DONE, BROKEN_OFF, KILLED = "Running", "Done", "Broken Off", "Killed"


def under_way() -> list[str]:
	"""Return the names of the runs that say they are under way, the oldest first: one query."""
	return frappe.get_all(RUN, filters={"state": RUNNING}, pluck="name", order_by="began")


def workers_of(name: str) -> int:
	"""Return how many workers have taken part in a run: one query."""
	names = frappe.db.get_value(RUN, name, "worker_names") or ""
	return len(names.split(",")) if names else 0


def with_key(key: str) -> str | None:
	"""Return the name of the record with a key, None without: one query."""
	return frappe.db.get_value(RUN, {"run_key": key})


def began(name: str) -> datetime:
	"""Return when a run began: one query."""
	return frappe.db.get_value(RUN, name, "began")


def latest() -> dict[str, frappe._dict]:
	"""Return by kind the run that began last, with state, began, ended, seconds, errors and branches: one query."""
	run, last = DocType(RUN), DocType(RUN).as_("last")
	newest = frappe.qb.from_(last).select(last.kind, Max(last.began).as_("began")).groupby(last.kind)
	rows = (
		frappe.qb.from_(run)
		.join(newest)
		.on((newest.kind == run.kind) & (newest.began == run.began))
		.select(run.name, run.kind, run.year, run.state, run.began, run.ended, run.seconds)
		.select(run.errors, run.branches_looked_at, run.branches_of)
	).run(as_dict=True)
	return {row.kind: row for row in rows}


def began_before(moment: datetime) -> list[str]:
	"""Return the names of the runs that began before a moment and are over: one query."""
	filters = {"began": ["<", moment], "state": ["!=", RUNNING]}
	return frappe.get_all(RUN, filters=filters, pluck="name")
