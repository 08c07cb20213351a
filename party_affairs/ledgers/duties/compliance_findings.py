"""履职核查清单: what is due, late or missing, with the clause that asks for it and what can be done."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from frappe import _

from party_affairs import settings
from party_affairs.compliance.unchecked import Unchecked, unchecked_of
from party_affairs.facts.duties import findings
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import period_text, text_of

DOCTYPE = "Compliance Finding"
TITLE = "Compliance Overview"
OPEN_STATUSES = ("Missed", "Late", "Due")
ALL_STATUSES = "All"
_BROKEN_SHOWN, _SEPARATOR = 10, "、"
_INDICATORS = {"Missed": "Red", "Late": "Orange", "Due": "Yellow", "Met": "Green"}


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the findings of the year's periods; own filter `status`: one status or All, by default what is open.

	All are listed; an omission of linked clauses is counted once, and what could not be checked again not at all.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	statuses, severities = labels_of(DOCTYPE, "status"), labels_of(DOCTYPE, "severity")
	shown = _shown(selection.filter("status", (*statuses, ALL_STATUSES)), statuses)
	rows = findings.listed(selection.rows_of, selection.year.start, selection.year.end, shown)
	rows.sort(key=lambda row: _order(row, shown, tuple(severities)))
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			clause=f"{row.rule} {row.title or ''}".strip(),
			period=period_text(row.period_key),
			status_text=statuses[row.status],
			severity_text=severities.get(row.severity, ""),
		)
	unchecked = unchecked_of(selection.year, selection.branches)
	counted = [row for row in rows if not row.linked_to and not unchecked.covers(row.branch, row.rule)]
	counts = Counter(row.status for row in counted)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=_chart(counted, shown, statuses),
		figures=tuple(
			Figure(statuses[status], counts[status], indicator=_INDICATORS.get(status, "Gray"))
			for status in shown
		),
		notes=(_last_check(), *_note(unchecked, selection)),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("clause", _("Clause"), width_mm=32),
		Column("citation", _("Citation"), width_mm=30),
		Column("severity_text", _("Severity"), width_mm=16, align="center"),
		Column("subject_name", _("Subject of the Duty"), width_mm=26),
		Column("period", _("Period"), width_mm=22, align="center"),
		Column("status_text", _("Status"), width_mm=14, align="center"),
		Column("required", _("Required"), width_mm=10, align="center"),
		Column("found", _("Found"), width_mm=10, align="center"),
		Column("due_date", _("Due Date"), "Date", 20),
		Column("message", _("Finding in Words"), "Small Text", 44),
		Column("remedy", _("Remedy"), "Small Text", 44),
	)


def _shown(status: str | None, statuses: Iterable[str]) -> tuple[str, ...]:
	if status == ALL_STATUSES:
		return (*OPEN_STATUSES, *(other for other in statuses if other not in OPEN_STATUSES))
	return (status,) if status else OPEN_STATUSES


def _order(row, shown: tuple[str, ...], severities: tuple[str, ...]) -> tuple:
	return (
		shown.index(row.status),
		severities.index(row.severity) if row.severity in severities else len(severities),
		row.rule,
		row.period_key,
		row.subject_name or "",
		row.name,
	)


def _chart(rows: list, shown: tuple[str, ...], statuses: Mapping[str, str]) -> Chart | None:
	by_rule = defaultdict(Counter)
	for row in rows:
		by_rule[row.rule][row.status] += 1
	if not by_rule:
		return None
	rules = sorted(by_rule)
	return Chart(
		tuple(rules),
		tuple((statuses[status], tuple(by_rule[rule][status] for rule in rules)) for status in shown),
		stacked=True,
	)


def _note(unchecked: Unchecked, selection: Selection) -> tuple[str, ...]:
	"""Say which clauses could not be checked, everywhere or in single branches: they have no rows, or old ones."""
	parts = [f"{rule} {rule_facts.title_of(rule)}" for rule in unchecked.everywhere]
	for branch, rules in list(unchecked.by_branch.items())[:_BROKEN_SHOWN]:
		listed = _SEPARATOR.join(rules) or _("Everything")
		parts.append(_("{0} ({1})").format(selection.name_of(branch), listed))
	if not parts:
		return ()
	said = _SEPARATOR.join(parts)
	if len(unchecked.by_branch) > _BROKEN_SHOWN:
		said = _("{0} and others, {1} organisations in all").format(said, len(unchecked.by_branch))
	return (_("Could not be checked, and counted neither as met nor as missed: {0}").format(said),)


def _last_check() -> str:
	"""An empty list means something only if there was a check."""
	checked_on = settings.last_check()
	if not checked_on:
		return _("The check has not run yet: an empty list says nothing.")
	return _("Last checked on {0}.").format(text_of(checked_on))
