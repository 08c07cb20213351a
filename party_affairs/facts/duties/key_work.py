"""Points of the year's work as tasks of each organisation: how each stands, and when something was last reported."""

from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max

from party_affairs.facts.criteria import Which
from party_affairs.rules.duties.tasks import TO_BE_DONE, UNDER_WAY

POINT, TASK, PROGRESS = "Key Work Point", "Key Work Task", "Key Work Progress"
_COLUMNS = (
	*("name", "key_work_point", "title", "branch", "committee", "year", "status", "deadline"),
	*("closed_on", "result", "responsible_member", "reminded_on"),
)


def tasks(which: Which, year: int | None = None) -> list[frappe._dict]:
	"""Return the tasks (of a year), the nearest deadline first, with `reported` and `last_day` of their progress: two queries."""
	task = DocType(TASK)
	query = frappe.qb.from_(task).select(*(task[column] for column in _COLUMNS)).where(which(task))
	if year:
		query = query.where(task.year == year)
	rows = query.orderby(task.deadline, task.title, task.branch).run(as_dict=True)
	said = _progress(row.name for row in rows)
	for row in rows:
		row.reported, row.last_day, row.last_words = said.get(row.name, (0, None, ""))
	return rows


def of_point(point: str) -> list[frappe._dict]:
	"""Return the tasks of one point: two queries."""
	return tasks(lambda task: task.key_work_point == point)


def near_deadline(day: date, ahead: int) -> list[frappe._dict]:
	"""Return the open tasks whose deadline lies from a month before `day` to `ahead` days after it: two queries."""
	return tasks(
		lambda task: (
			task.deadline[day - timedelta(days=31) : day + timedelta(days=ahead)]
			& task.status.isin((TO_BE_DONE, UNDER_WAY))
		)
	)


def _progress(names: Iterable[str]) -> dict[str, tuple[int, date | None, str]]:
	"""Return by task how many lines of progress it has, and day and words of the last: one query."""
	wanted = sorted(names)
	if not wanted:
		return {}
	line, other = DocType(PROGRESS), DocType(PROGRESS).as_("other")
	newest = (
		frappe.qb.from_(other)
		.select(other.parent, Max(other.idx).as_("idx"), Count(other.name).as_("number"))
		.where((other.parenttype == TASK) & other.parent.isin(wanted))
		.groupby(other.parent)
	)
	rows = (
		frappe.qb.from_(line)
		.join(newest)
		.on((newest.parent == line.parent) & (newest.idx == line.idx))
		.select(line.parent, newest.number, line.day, line.progress)
		.where(line.parenttype == TASK)
	).run()
	return {parent: (number, day, words or "") for parent, number, day, words in rows}
