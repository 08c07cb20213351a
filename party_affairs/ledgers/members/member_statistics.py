"""党员统计表: the members of each branch and firm by sex, age, education, years in the Party and other features.

The rows are those of the roster, counted; nothing is asked of the database a second time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frappe import _

from party_affairs.facts.members.register import FULL_MEMBER, PROBATIONARY_MEMBER
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.member_roster import AGE_GROUPS, age_label, load_people
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import full_date, joined

DOCTYPE = "Party Member"
TITLE = "Member Statistics"
PARTY_AGE_GROUPS = ((0, 5), (6, 10), (11, 20), (21, 30), (31, 150))
"""First and last full year in the Party of each group; probationary members have none yet."""

_COUNT_MM = 8


@dataclass(frozen=True)
class Group:
	"""One column of the table: its feature, its name, and who belongs to it."""

	key: str
	label: str
	feature: str
	holds: Callable[[Any], bool]


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each branch and firm with the number of members in each group; shares stand below the table.

	It takes the filters of the roster. What is not entered for somebody is counted in no group of that feature.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	people = load_people(selection)
	groups = _groups()
	by_row: dict[tuple[str, str], list] = {}
	for person in people:
		by_row.setdefault((person.branch, person.firm or ""), []).append(person)
	rows = [_row(branch, firm, members, groups) for (branch, firm), members in sorted(by_row.items())]
	totals = {key: sum(row[key] for row in rows) for key in ("members", *(group.key for group in groups))}
	ages = [group for group in groups if group.feature == "age"]
	return compose(
		selection,
		_(TITLE),
		_columns(groups),
		rows,
		totals=totals,
		chart=Chart(
			tuple(group.label for group in ages),
			((_("Members"), tuple(totals[group.key] for group in ages)),),
		),
		figures=(
			Figure(_("Members"), len(people)),
			Figure(_("Average Age"), _average(person.age for person in people), "Float"),
			Figure(_("Average Years in the Party"), _average(person.party_age for person in people), "Float"),
		),
		notes=(
			_("As of {day}; shares are of all {total} members.").format(
				day=full_date(selection.as_of), total=len(people)
			),
			*_shares(groups, totals, len(people), rows),
		),
		key=__name__,
	)


def _groups() -> tuple[Group, ...]:
	groups = [
		Group("full", _("Full Member"), "stage", lambda row: row.stage_key == FULL_MEMBER),
		Group(
			"probationary",
			_("Probationary Member"),
			"stage",
			lambda row: row.stage_key == PROBATIONARY_MEMBER,
		),
	]
	for field in ("gender", "education"):
		groups += [
			Group(
				f"{field}_{number}", label, field, lambda row, field=field, value=value: row[field] == value
			)
			for number, (value, label) in enumerate(labels_of(DOCTYPE, field).items())
		]
	groups += _by_years("age", AGE_GROUPS) + _by_years("party_age", PARTY_AGE_GROUPS)
	return (
		*groups,
		Group("partners", _("Partner"), "partner", lambda row: bool(row.is_partner)),
		Group("lawyers", _("Lawyers"), "lawyer", lambda row: bool(row.licence_no)),
		Group("floating", _("Floating"), "floating", lambda row: row.status == "Floating"),
	)


def _by_years(field: str, spans: tuple[tuple[int, int], ...]) -> list[Group]:
	return [
		Group(
			f"{field}_{first}",
			_span_label(first, last, spans),
			field,
			lambda row, first=first, last=last: row[field] is not None and first <= row[field] <= last,
		)
		for first, last in spans
	]


def _span_label(first: int, last: int, spans: tuple[tuple[int, int], ...]) -> str:
	if spans is AGE_GROUPS:
		return age_label(first, last)
	if (first, last) == spans[0]:
		return _("in the Party up to {0} years").format(last)
	if (first, last) == spans[-1]:
		return _("in the Party over {0} years").format(first - 1)
	return _("in the Party {0} to {1} years").format(first, last)


def _row(branch: str, firm: str, members: list, groups: tuple[Group, ...]) -> dict[str, Any]:
	counts = {group.key: sum(group.holds(person) for person in members) for group in groups}
	return {
		"doctype": "Law Firm" if firm else "Party Branch",
		"name": firm or branch,
		"branch": branch,
		"firm": members[0].firm_short_name or firm,
		"members": len(members),
		**counts,
	}


def _columns(groups: tuple[Group, ...]) -> tuple[Column, ...]:
	return (
		Column("firm", _("Law Firm"), width_mm=28),
		Column("members", _("Members"), "Int", _COUNT_MM, align="center"),
		*(Column(group.key, group.label, "Int", _COUNT_MM, align="center") for group in groups),
	)


def _average(values) -> float | None:
	known = [value for value in values if value is not None]
	return round(sum(known) / len(known), 1) if known else None


def _shares(groups: tuple[Group, ...], totals: Mapping[str, int], total: int, rows: list) -> list[str]:
	"""Return a line for each feature: how many, and which share of all."""
	titles = {
		"stage": _("Stage"),
		"gender": _("Gender"),
		"education": _("Education"),
		"age": _("Age"),
		"party_age": _("Years in the Party"),
	}
	if not total:
		return []
	lines = []
	for feature, title in titles.items():
		parts = [
			_share(group.label, totals[group.key], total) for group in groups if group.feature == feature
		]
		lines.append(_("{title}: {parts}").format(title=title, parts=joined(parts)))
	others = [group for group in groups if group.feature not in titles]
	lines.append(joined(_share(group.label, totals[group.key], total) for group in others))
	firms: dict[str, int] = {}
	for row in rows:
		name = row["firm"] or _("No Firm")
		firms[name] = firms.get(name, 0) + row["members"]
	by_size = sorted(firms.items(), key=lambda item: (-item[1], item[0]))
	parts = [_share(name, number, total) for name, number in by_size]
	lines.append(_("{title}: {parts}").format(title=_("Law Firm"), parts=joined(parts)))
	return lines


def _share(label: str, number: int, total: int) -> str:
	return _("{label} {number} ({share} %)").format(
		label=label, number=number, share=f"{number * 100 / total:.1f}"
	)
