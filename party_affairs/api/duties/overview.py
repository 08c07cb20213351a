"""Endpoints of the committee's view: the page of one organisation, a page of its map, what is behind a cell, its wall."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import settings
from party_affairs.api.caller import check_right
from party_affairs.checks.dates import check_year
from party_affairs.compliance.calls import call_secretary
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.language import in_site_language
from party_affairs.ledgers.duties.committee_overview import (
	DOCTYPE,
	Overview,
	findings_behind,
	in_words,
)
from party_affairs.ledgers.text import period_text
from party_affairs.permissions import scope_for
from party_affairs.permissions.grants import leads_above
from party_affairs.rules.duties.overview import DUE, HEAT_STEPS, LATE, MISSED, mark_of

_TEMPLATES = "party_affairs/templates/overview"
_BEHIND_CELLS = (MISSED, DUE, LATE)
"""Statuses that have something to be opened behind a cell of the map."""
_SHOWN_ON_WALL = 16
_SILENT_SHOWN = 20


@frappe.whitelist()
def page(branch: str | None = None, year: int | None = None) -> dict[str, Any]:
	"""Return the view of `branch` with all below it, by default of the highest organisation that the caller sees.

	`html` is the page, `rules` are the clauses of the map's columns in order. Raise PermissionError for an organisation whose
	duties the caller may not see.
	"""
	view = _view(branch, year)
	only_own = len(view.selection.branches) == 1 and not view.path
	shown = view.map()
	html = _render("page", view, map=shown, only_own=only_own)
	return {"branch": view.branch, "label": view.label, "year": view.year, "rules": shown.rules, "html": html}


@frappe.whitelist()
def beside(branch: str | None = None, year: int | None = None) -> dict[str, str]:
	"""Return what stands below the map, as HTML: duties by month, dues remitted, members, development, public welfare.

	It is asked for by itself, since it reads many more records than the map.
	"""
	return {"html": _render("beside", _view(branch, year))}


@frappe.whitelist()
def map_page(
	branch: str | None = None, year: int | None = None, number: int = 1, search: str | None = None
) -> dict[str, Any]:
	"""Return one page of the map alone, with `search` that of the organisations which have that in their names."""
	view = _view(branch, year)
	with rules_speak_to_user():
		shown = view.map(number, search)
	return {"rules": shown.rules, "html": _render("map", view, map=shown, searched=bool(search))}


@frappe.whitelist()
def findings(
	branch: str, year: int, rule: str | None = None, status: str | None = None
) -> list[dict[str, Any]]:
	"""Return what is missed, due or late of `branch` with all below it, of one clause or all: at most 200, nearest deadline first.

	`status` narrows them to one of the three.
	"""
	check_right(DOCTYPE, "read")
	if status and status not in _BEHIND_CELLS:
		frappe.throw(
			_("{0} must be one of {1}.").format(
				frappe.bold(_("Status")), "、".join(_(each) for each in _BEHIND_CELLS)
			)
		)
	return [
		{
			**{field: row[field] for field in ("name", "branch", "rule", "title", "period_key", "status")},
			**{field: row[field] for field in ("subject_doctype", "subject", "subject_name", "message")},
			"label": row.short_name or row.branch_name,
			"period": period_text(row.period_key),
			"due_date": row.due_date and str(row.due_date),
		}
		for row in findings_behind(
			branch, rule or None, check_year(year), (status,) if status else _BEHIND_CELLS
		)
	]


@frappe.whitelist()
def silent(branch: str | None = None, year: int | None = None) -> dict[str, Any]:
	"""Return the organisations below `branch` that have been silent for long, as HTML, and how many they are."""
	view = _view(branch, year)
	days = settings.silent_days()
	names = view.silent(days)
	labels = [(name, view.selection.name_of(name)) for name in names[:_SILENT_SHOWN]]
	html = frappe.render_template(
		f"{_TEMPLATES}/silent.html", {"days": days, "labels": labels, "more": len(names) - len(labels)}
	)
	return {"number": len(names), "html": html}


@frappe.whitelist(methods=["POST"])
def call_on(branch: str) -> dict[str, Any]:
	"""Remind the secretary of `branch` of what it misses this year, once a day; for those who lead an organisation above.

	Returns how many logins were `told`, and a `message` for the user.
	"""
	scope_for(DOCTYPE).check_branch(branch)
	if not leads_above(branch):
		frappe.throw(
			_("Only the secretary or an officer of an organisation above may remind a branch."),
			frappe.PermissionError,
		)
	view = Overview(branch)
	missed = {rule: number for rule, number in view.missed_by_rule.items() if number}
	if not missed:
		return {"told": 0, "message": _("{0} misses nothing.").format(view.label)}
	worst = max(sorted(missed), key=missed.get)
	told, before = call_secretary(branch, view.label, worst, view.numbers, view.year, getdate(nowdate()))
	if told:
		message = _("The secretary of {0} was reminded.").format(view.label)
	elif before:
		message = _("The secretary of {0} was reminded today already.").format(view.label)
	else:
		message = _("{0} has no secretary with a login. Call instead.").format(view.label)
	return {"told": told, "message": message}


@frappe.whitelist()
def wall(branch: str | None = None, year: int | None = None) -> dict[str, str]:
	"""Return the slides of the wall of `branch`, by default of the highest organisation that the caller sees.

	They name organisations and no people, and are in the site's language, whatever language the screen's browser asks for.
	"""
	view = _view(branch, year)
	with in_site_language():
		return {"label": view.label, "html": wall_slides(view)}


def wall_slides(view: Overview) -> str:
	"""Return the slides of a wall as HTML, in the language of the request."""
	names = view.ranked[:_SHOWN_ON_WALL]
	return _render("slides", view, shown=view.by_theme(names) if names else None)


def _view(branch: str | None, year: int | None) -> Overview:
	check_right(DOCTYPE, "read")
	return Overview(branch or None, year or None)


def _render(template: str, view: Overview, **values: Any) -> str:
	return frappe.render_template(
		f"{_TEMPLATES}/{template}.html",
		{
			**{"view": view, "in_words": in_words, "mark_of": mark_of},
			**{"opened_by_cell": _BEHIND_CELLS, "heat_steps": [int(step * 100) for step in HEAT_STEPS]},
			**{"series_of_duties": _series_of_duties, "series_of_dues": _series_of_dues},
			**values,
		},
	)


def _series_of_duties(view: Overview) -> list[dict[str, Any]]:
	return [
		{
			"css": f"ov-fill-{status.lower()}",
			"label": _(status),
			"numbers": [numbers[status] for _month, numbers in view.months],
		}
		for status in ("Met", LATE, DUE, MISSED)
	]


def _series_of_dues(view: Overview) -> list[dict[str, Any]]:
	numbers = [remitted.amount for _month, remitted in view.dues or ()]
	return [{"css": "ov-fill-dues", "label": _("Dues Remitted"), "numbers": numbers}]
