"""Work that the scheduler does by itself: when each job ran last, how it ended and how long it took."""

from collections.abc import Sequence

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max

_JOB, _LOG = "Scheduled Job Type", "Scheduled Job Log"


def jobs(methods: Sequence[str]) -> list[frappe._dict]:
	"""Return the scheduled jobs of `methods`, with name, method, frequency, stopped and last_execution: one query."""
	return frappe.get_all(
		_JOB,
		filters={"method": ["in", list(methods)]},
		fields=["name", "method", "frequency", "cron_format", "stopped", "last_execution", "creation"],
		order_by="method",
	)


def last_logs(names: Sequence[str]) -> dict[str, frappe._dict]:
	"""Return by job its last log, with status, began and ended: one query."""
	log, newest = DocType(_LOG), DocType(_LOG).as_("newest")
	last = (
		frappe.qb.from_(newest)
		.select(newest.scheduled_job_type, Max(newest.creation).as_("began"))
		.where(newest.scheduled_job_type.isin(list(names) or [""]))
		.groupby(newest.scheduled_job_type)
	)
	rows = (
		frappe.qb.from_(log)
		.join(last)
		.on((last.scheduled_job_type == log.scheduled_job_type) & (last.began == log.creation))
		.select(log.scheduled_job_type, log.status, log.creation.as_("began"), log.modified.as_("ended"))
	).run(as_dict=True)
	return {row.scheduled_job_type: row for row in rows}


def sends_mail() -> bool:
	"""Whether the site has an account from which mail goes out by itself: one query."""
	return bool(frappe.get_all("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}, limit=1))
