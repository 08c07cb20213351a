"""Endpoints of the year's key work: handing down and taking back above, closing below, opening again above."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day
from party_affairs.facts.duties import key_work as facts
from party_affairs.facts.duties.key_work import POINT, TASK
from party_affairs.facts.organisation.branches import short_names
from party_affairs.party_affairs.doctype.key_work_point import steps
from party_affairs.party_affairs.doctype.key_work_task.steps import Close, OpenAgain
from party_affairs.permissions import scope_for
from party_affairs.rules.duties import tasks


@frappe.whitelist(methods=["POST"])
def hand_down(point: str) -> int:
	"""Hand a point down; return to how many organisations. Raise ValidationError for what it lacks, then nothing is made."""
	check_right(POINT, "write")
	step = steps.HandDown.of(point)
	step.take()
	return len(step.receivers())


@frappe.whitelist(methods=["POST"])
def take_back(point: str) -> None:
	"""Take back a point that was handed down."""
	check_right(POINT, "write")
	steps.TakeBack.of(point).take()


@frappe.whitelist()
def standing(point: str) -> list[dict]:
	"""Return how the task stands in each organisation, those that are late first."""
	check_right(POINT, "read")
	frappe.get_doc(POINT, point).check_permission("read")
	scope = scope_for(TASK)
	rows = [row for row in facts.of_point(point) if scope.covers(row.branch)]
	names, today = short_names({row.branch for row in rows}), getdate(nowdate())
	order = (
		tasks.OVERDUE,
		tasks.TO_BE_DONE,
		tasks.UNDER_WAY,
		tasks.DONE_LATE,
		tasks.CLOSED,
		tasks.TAKEN_BACK,
	)
	told = []
	for row in rows:
		state = tasks.state_on(row.status, row.closed_on, row.deadline, today)
		told.append(
			{
				**{"name": row.name, "branch_name": names.get(row.branch, row.branch), "state": state},
				**{"label": _(state), "remark": row.result or row.last_words, "missing": 0},
				"figure": _("reported {0} times").format(row.reported),
			}
		)
	return sorted(told, key=lambda row: order.index(row["state"]))


@frappe.whitelist(methods=["POST"])
def close(task: str, result: str, day: str | None = None) -> None:
	"""Close a task of the branch with what came of it. Raise ValidationError for what it lacks."""
	check_right(TASK, "write")
	Close.of(task, result=result, day=parse_day(day) if day else None).take()


@frappe.whitelist(methods=["POST"])
def open_again(task: str, reason: str) -> None:
	"""Open a closed task again, for those who set it."""
	check_right(TASK, "read")
	OpenAgain.of(task, reason=reason).take()


@frappe.whitelist()
def may_open_again(task: str) -> bool:
	"""Whether the caller leads the organisation that set the task."""
	check_right(TASK, "read")
	document = frappe.get_doc(TASK, task)
	document.check_permission("read")
	return OpenAgain.is_for_caller(document)
