"""The page of a month (本月): what it asks of an organisation, or of all organisations below a committee."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import format_datetime, getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.api.duties import actions
from party_affairs.compliance.lines import STATUS_LABELS
from party_affairs.exceptions import files_are_written
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import month as month_facts
from party_affairs.facts.duties.findings import FINDING
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.duties import this_month
from party_affairs.ledgers.duties.this_month import Entry, ThisMonth
from party_affairs.ledgers.text import full_date, period_text
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import MANAGER, SECRETARY
from party_affairs.permissions.scope import Scope, access_of
from party_affairs.printing import files
from party_affairs.printing.duties import month_sheet
from party_affairs.rules.periods import Period, add_months, period_of

_PARTS = ("late", "current", "coming", "later", "done")
_CHECKING = (MANAGER, SECRETARY)


@frappe.whitelist()
def page(branch: str | None = None, month: str | None = None) -> dict[str, Any]:
	"""Return what `month` (such as `2026-11`, default: this one) asks of `branch` and of all below it that the caller sees.

	Without `branch` it is the one in which he holds his post, else the highest that he sees. Of several organisations there is one line a
	clause. Raise PermissionError for whoever may read no findings, or none of that organisation.
	"""
	check_right(FINDING, "read")
	scope = scope_for(FINDING)
	top = branch or default_branch(scope)
	asked = month_named(month)
	if top is None:
		return {"branch": None, "month": _month(asked)}
	names = branches_below(top, scope)
	several = len(names) > 1
	found = this_month.build(names, getdate(nowdate()), asked, together=several)
	may_act = not several and actions.may_act(top)
	may_remind = may_act and actions.may_remind(top)
	return {
		"branch": top,
		"branch_name": this_month.short_names([top])[top],
		"several": several,
		"number": len(names),
		"may_choose": scope.unrestricted or len(scope.branches) > 1,
		"day": found.day,
		"month": _month(asked),
		"year": [_numbers(counts) for counts in found.year],
		"speaks": speaks(found),
		"is_checked": found.checked_on is not None,
		"may_check": _may_check(top, scope),
		"may_act": may_act,
		**{part: [_line(entry, may_act, may_remind) for entry in getattr(found, part)] for part in _PARTS},
	}


@frappe.whitelist()
def behind(branch: str, rule: str, period_key: str) -> list[dict[str, Any]]:
	"""Return the organisations behind a line of several: each with its short name and how much is open, most first."""
	names = branches_below(branch, scope_for(FINDING))
	rows = month_facts.behind(of_branches(names), rule, actions.parse_period(period_key).key)
	short = this_month.short_names(row.branch for row in rows)
	return [{**row, "branch_name": short[row.branch]} for row in rows]


def branches_below(branch: str, scope: Scope) -> list[str]:
	"""Return `branch` and what lies below it within `scope`. Raise PermissionError for one outside of it."""
	scope.check_branch(branch)
	names = branch_and_below(branch)
	return sorted(names if scope.unrestricted else scope.branches.intersection(names))


def default_branch(scope: Scope) -> str | None:
	"""Return the organisation that the caller's page begins with, None if he sees none."""
	seats = access_of(frappe.session.user).seats_by_role
	own = {name for role in (SECRETARY, MANAGER) for name in seats.get(role, ())}
	rows = branch_facts.subtree(replace(scope, doctype="Party Branch", member=None).criterion)
	active = [row.name for row in rows if row.status == "Active"] or [row.name for row in rows]
	return next((name for name in active if name in own), active[0] if active else None)


def month_named(key: str | None) -> Period:
	"""Return the month that a request names, the current one without. Raise ValidationError for what is none."""
	if not key:
		return period_of("month", getdate(nowdate()))
	month = actions.parse_period(key)
	if month.kind != "month":
		frappe.throw(_("{0} is no month. Write it like 2026-03.").format(frappe.bold(key)))
	return month


def speaks(found: ThisMonth) -> str:
	"""Return the sentence for which time the figures speak."""
	if found.checked_on is None or found.as_of is None:
		return _("Not checked yet")
	said = _("As of {day}, checked on {time}.").format(
		day=full_date(found.as_of), time=format_datetime(found.checked_on, "yyyy-MM-dd HH:mm")
	)
	if not found.unchecked:
		return said
	return said + " " + _("{0} organisations were not checked yet.").format(found.unchecked)


def _month(month: Period) -> dict[str, str]:
	return {
		"key": month.key,
		"title": period_text(month.key),
		"before": f"{add_months(month.start, -1):%Y-%m}",
		"after": month.next().key,
	}


def _numbers(counts: Mapping[str, int]) -> dict[str, int]:
	return {key: counts[key] for key in ("due", "planned", "done", "missed", "exempt")}


def _may_check(branch: str, scope: Scope) -> bool:
	reach = access_of(frappe.session.user).branches_by_role
	return scope.unrestricted or any(branch in reach.get(role, ()) for role in _CHECKING)


def _line(entry: Entry, may_act: bool, may_remind: bool) -> dict[str, Any]:
	line = entry.line
	return {
		"branch": line.branch,
		"rule": line.rule,
		"period_key": line.period_key,
		"short": entry.short,
		"title": entry.title,
		"period": entry.period,
		"clause": entry.clause,
		"citation": entry.citation,
		"text": entry.text,
		"also": entry.also,
		"status": line.status,
		"missed": line.missed,
		"can_be_made_good": line.can_be_made_good,
		"done": line.done,
		"of": line.of,
		"branches": line.branches,
		"due_date": line.due_date,
		"deadline": entry.deadline,
		"days_left": entry.days_left,
		"remark": entry.remark,
		"items": [
			{
				"finding": item.finding,
				"name": item.subject_name,
				"status": _status_label(item.status),
				"due_date": item.due_date,
				"message": item.message,
			}
			for item in line.items
		],
		"button": _button(entry, may_remind) if may_act and line.is_open else None,
	}


def _status_label(status: str) -> str:
	return _(STATUS_LABELS[status])


def _button(entry: Entry, may_remind: bool) -> dict[str, Any] | None:
	action = entry.action
	if not actions.is_offered(action) or (action and action.does == "remind" and not may_remind):
		return None
	if action is None:
		return {"does": "open", "label": _("Open Record"), "remind": False}
	return {"does": action.does, "label": _(action.label), "remind": action.remind and may_remind}


@frappe.whitelist(methods=["GET"])
def print_sheet(branch: str, month: str | None = None, file_format: str = "pdf") -> None:
	"""Send the tasks of a month of `branch` and of all below it that the caller may take, in Chinese: as `pdf`, `docx` or `xlsx`."""
	right = files.format_named(file_format).right
	check_right(FINDING, right)
	names = branches_below(branch, scope_for(FINDING, ptype=right))
	asked = month_named(month)
	with in_language(CHINESE):
		found = this_month.build(names, getdate(nowdate()), asked, together=len(names) > 1)
	make_access_log(
		doctype=FINDING, file_type=file_format.upper(), filters={"branch": branch, "month": asked.key}
	)
	with files_are_written():
		content = files.write((month_sheet.paper_of(found, branch),), file_format)
	files.answer_with(f"{branch}{asked.key}", file_format, content)
