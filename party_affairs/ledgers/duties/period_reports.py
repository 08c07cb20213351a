"""本期履职报告: which organisations have handed up their report of a period, what became of it, and who is silent."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.arguments import parse_day
from party_affairs.compliance.remind import why_unmailed
from party_affairs.compliance.report import (
	ACKNOWLEDGED,
	HANDED_UP,
	RETURNED,
	day_of_report,
	last_periods,
)
from party_affairs.facts.duties import reports
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.duties.compliance_matrix import year_of_period
from party_affairs.ledgers.ledger import Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import period_text
from party_affairs.rules.periods import period_of

DOCTYPE = reports.REPORT
TITLE = "Reports of the Period"
_SILENT, _LACKING, _OVERDUE = "silent", "lacking", "overdue"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return one row an organisation for the reports of `period_key`, by default of the period that ended last."""
	filters = frappe._dict(filters or {})
	today = getdate(nowdate())
	if filters.as_of:
		today = min(today, parse_day(filters.as_of))
	key = filters.period_key or _latest(today)
	filters.year = year_of_period(key)
	selection = select(DOCTYPE, filters, user, ptype)
	states = labels_of(DOCTYPE, "status")
	found = reports.standing_of(selection.rows_of, key)
	unmailed = why_unmailed(list(found.values()))
	demanded = branch_facts.that_kept_records_before(day_of_report(key), list(selection.branches))
	rows = [
		_row(branch, found.get(branch), states, unmailed, today)
		for branch in selection.branches
		if branch in found or branch in set(demanded)
	]
	counts = Counter(row["state"] for row in rows)
	return compose(
		selection,
		_("{title} ({day})").format(title=_(TITLE), day=period_text(key)),
		(
			Column("status_text", _("Status"), width_mm=16, align="center"),
			Column("missed_count", _("Missed"), "Int", 12),
			Column("all_missed_count", _("Missed with All Below"), "Int", 14),
			Column("change", _("Beside the Last"), width_mm=18, align="center"),
			Column("until", _("To Be Done By"), "Date", 22),
			Column("overdue_text", _("Overdue"), width_mm=12, align="center"),
			Column("silent_text", _("Silent"), width_mm=12, align="center"),
			Column("last_record_on", _("Last Record On"), "Date", 22),
			Column("remark", _("Remark"), "Small Text", 40),
			Column("mail", _("Mail"), "Small Text", 44),
		),
		rows,
		figures=(
			Figure(states[HANDED_UP], counts[HANDED_UP]),
			Figure(states[RETURNED], counts[RETURNED], indicator="Orange"),
			Figure(states[ACKNOWLEDGED], counts[ACKNOWLEDGED], indicator="Green"),
			Figure(_("Not Written"), counts[_LACKING], indicator="Red"),
			Figure(_("Overdue"), sum(1 for row in rows if row[_OVERDUE]), indicator="Red"),
			Figure(_("Silent Organisations"), sum(1 for row in rows if row[_SILENT]), indicator="Red"),
		),
		key=__name__,
		of_organisations=True,
	)


def _latest(today) -> str:
	"""Return the period that ended last, of the shortest kind that is reported; last month where none is."""
	periods = last_periods(today)
	if periods:
		return periods[0].key
	first = period_of("month", today).start
	return period_of("month", first.fromordinal(first.toordinal() - 1)).key


def _row(
	branch: str, report, states: Mapping[str, str], unmailed: Mapping[str, str], today
) -> dict[str, Any]:
	if report is None:
		lacking = {
			"doctype": "Party Branch",
			"name": branch,
			"state": _LACKING,
			"status_text": _("Not Written"),
		}
		return {"branch": branch, **lacking, _OVERDUE: False, _SILENT: False}
	until = {HANDED_UP: report.acknowledge_by, RETURNED: report.correct_by}.get(report.status)
	overdue = bool(until and until < today)
	change = ""
	if report.previous:
		change = f"{report.previous_missed_count} → {report.missed_count}"
	return {
		"branch": branch,
		"doctype": DOCTYPE,
		"name": report.name,
		"state": report.status,
		"status_text": states.get(report.status, ""),
		"missed_count": report.missed_count,
		"all_missed_count": report.all_missed_count,
		"change": change,
		"until": until,
		_OVERDUE: overdue,
		"overdue_text": _("Yes") if overdue else "",
		_SILENT: bool(report.is_silent),
		"silent_text": _("Yes") if report.is_silent else "",
		"last_record_on": report.last_record_on,
		"remark": report.return_remark if report.status == RETURNED else report.acknowledge_remark,
		"mail": unmailed.get(report.name, ""),
	}
