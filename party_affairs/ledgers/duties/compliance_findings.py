"""履职核查清单: what is due, late or missing, with the clause that asks for it and what can be done."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from frappe import _

from party_affairs import settings
from party_affairs.compliance import figures
from party_affairs.compliance.unchecked import Unchecked, unchecked_of
from party_affairs.facts.duties import findings, summary
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import period_text, text_of

DOCTYPE = "Compliance Finding"
TITLE = "Compliance Overview"
OPEN_STATUSES = ("Missed", "Late", "Due")
ALL_STATUSES = "All"
_BROKEN_SHOWN, _BARS, _SEPARATOR = 10, 12, "、"
_OTHER = ("Gray", "#a0aec0")


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
	by_rule = _counted(selection, unchecked)
	counts: Counter = sum(by_rule.values(), Counter())
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=_chart(by_rule, shown, statuses),
		figures=tuple(
			Figure(statuses[status], counts[status], indicator=figures.COLOURS.get(status, _OTHER)[0])
			for status in shown
		),
		notes=(_time(selection), *_note(unchecked, selection)),
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


def _counted(selection: Selection, unchecked: Unchecked) -> dict[str, Counter]:
	"""By clause the numbers of each status, as every figure of duties counts them: without what could not be checked."""
	by_rule: dict[str, Counter] = defaultdict(Counter)
	which = selection.scope().criterion
	for (branch, rule), numbers in summary.by_branch_and_rule(which, selection.year).items():
		if not unchecked.covers(branch, rule):
			by_rule[rule].update(numbers)
	return by_rule


def _chart(
	by_rule: Mapping[str, Counter], shown: tuple[str, ...], statuses: Mapping[str, str]
) -> Chart | None:
	"""The clauses of which most is open, the worst first, by their titles: more bars nobody could read."""
	number = {rule: sum(counts[status] for status in shown) for rule, counts in by_rule.items()}
	worst = sorted((rule for rule in number if number[rule]), key=lambda rule: (-number[rule], rule))[:_BARS]
	if not worst:
		return None
	return Chart(
		tuple(rule_facts.title_of(rule) for rule in worst),
		tuple((statuses[status], tuple(by_rule[rule][status] for rule in worst)) for status in shown),
		stacked=True,
		colours=tuple(figures.COLOURS.get(status, _OTHER)[1] for status in shown),
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


def _time(selection: Selection) -> str:
	"""For which time the figures speak: an empty list means something only if there was a check."""
	year = selection.year.start.year
	spoken = summary.spoken_for(selection.branches, year)
	if spoken.as_of is None:
		return _("The duties of {0} have not been checked yet: an empty list says nothing.").format(year)
	return _("The figures are of: {0}. Last checked on {1}.").format(
		figures.time_of(year, spoken), text_of(settings.last_check() or spoken.checked_on)
	)
