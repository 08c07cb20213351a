"""公益活动汇总 (guide 一（九）3): hours, times and people served by person, branch, project, form, month or year.

Nobody is ranked: people stand in the order of their names, those who took no part among them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frappe import _

from party_affairs.facts.contact import welfare
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import belonged_as_party_member, load_members
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import period_text
from party_affairs.rules.contact.welfare import hours_of, sessions_of

DOCTYPE = "Public Welfare Activity"
TITLE = "Public Welfare Summary"
PERSON, BRANCH, PROJECT, FORM, MONTH, YEAR = "person", "branch", "project", "form", "month", "year"
VIEWS = (PERSON, BRANCH, PROJECT, FORM, MONTH, YEAR)
_SUMMED = ("activities", "sessions", "hours", "member_hours", "lawyers", "people_served")

_LABELS: Mapping[str, Callable[[Any, Selection], str]] = {
	BRANCH: lambda row, selection: selection.name_of(row.branch),
	PROJECT: lambda row, selection: row.project,
	FORM: lambda row, selection: row.form_of_service or "",
	MONTH: lambda row, selection: f"{row.activity_date:%Y-%m}",
	YEAR: lambda row, selection: str(row.activity_date.year),
}
"""By view the group that an activity belongs to; months and years sort as they are and are written out later."""


@dataclass
class _Sums:
	"""What a group of activities comes to."""

	activities: int = 0
	sessions: int = 0
	hours: float = 0.0
	member_hours: float = 0.0
	lawyers: int = 0
	people_served: int = 0
	members: set[str] = field(default_factory=set)
	names: list[str] = field(default_factory=list)

	def add(self, row, taking_part: Sequence) -> None:
		"""Add an activity with those who took part."""
		members = [person for person in taking_part if person.member]
		self.activities += 1
		self.sessions += sessions_of(row.sessions)
		self.hours += row.hours or 0
		self.member_hours += sum(hours_of(row.hours, person.hours) for person in members)
		self.lawyers += len(taking_part) - len(members) + (row.other_lawyers or 0)
		self.people_served += row.people_served or 0
		self.members.update(person.member for person in members)
		self.names.append(row.name)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the sums of the year, or of the years since `from_year`, by what `view` names: one of VIEWS, else by person.

	Hours of a member are his own where they are entered, else those of the whole activity. The share is that of the members
	who took part among all who belonged to the branch in the time.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	view = selection.filter("view", VIEWS) or PERSON
	first, last = selection.first_day(), selection.until
	activities = welfare.activities(selection.rows_of, first, last)
	took_part = welfare.participants(selection.rows_of, first, last)
	people = [row for row in load_members(selection) if belonged_as_party_member(row, selection, first)]
	whole = _Sums()
	for row in activities:
		whole.add(row, took_part[row.name])
	own = {person.name for person in people}
	if view == PERSON:
		rows, totals, columns = _people(activities, took_part, people), _total_of_people, _person_columns()
		chart = _chart_of_people(len(own & whole.members), len(own))
	else:
		rows, totals, columns = _groups(view, activities, took_part, people, selection), None, _columns(view)
		chart = _chart(rows)
	return compose(
		selection,
		_(TITLE),
		columns,
		rows,
		since=first,
		totals=totals(rows) if totals else _totals(whole, own),
		chart=chart,
		figures=(
			Figure(_("Activities"), whole.activities),
			Figure(_("Sessions"), whole.sessions),
			Figure(_("Hours of Members"), whole.member_hours, "Float"),
			Figure(_("Number of People Served"), whole.people_served, indicator="Green"),
			Figure(
				_("Members Who Took Part"),
				_("{0} of {1} members").format(len(own & whole.members), len(own)),
				"Data",
			),
		),
		notes=(
			_(
				"Whoever has no hours of his own took part in the whole activity. Activities count in the organisation that recorded them."
			),
		),
		orientation="portrait" if view == PERSON else "landscape",
		key=__name__,
	)


# By person


def _people(
	activities: Sequence, took_part: Mapping[str, Sequence], people: Sequence
) -> list[dict[str, Any]]:
	"""Return a row for each member, those without hours included, and for each lawyer who is named; by name in each branch."""
	homes = {person.name: person.branch for person in people}
	rows = {(person.branch, person.name, person.member_name): _person_row(person) for person in people}
	for row in activities:
		for person in took_part[row.name]:
			name = person.member_name if person.member else person.lawyer_name
			# Activities of a committee bring members of its branches together: there they count for their own.
			branch = homes.get(person.member, row.branch)
			key = (branch, person.member or "", name)
			into = rows.setdefault(key, _row_of_participant(branch, person, name))
			into["activities"] += 1
			into["sessions"] += sessions_of(row.sessions)
			into["hours"] += hours_of(row.hours, person.hours)
			into["last_on"] = row.activity_date
			into["remark"] = ""
	return sorted(rows.values(), key=lambda row: (not row["is_member"], row["person"]))


def _person_row(person) -> dict[str, Any]:
	return {
		**_no_hours("Party Member", person.name, person.branch, person.member_name, True),
		"remark": _("took no part"),
	}


def _row_of_participant(branch: str, person, name: str) -> dict[str, Any]:
	if person.member:
		return _no_hours("Party Member", person.member, branch, name, True)
	return _no_hours("Party Branch", branch, branch, name, False)


def _no_hours(doctype: str, name: str, branch: str, person: str, is_member: bool) -> dict[str, Any]:
	return {
		"doctype": doctype,
		"name": name,
		"branch": branch,
		"person": person,
		"is_member": is_member,
		"standing": _("Party Member") if is_member else _("Lawyer outside the Party"),
		"activities": 0,
		"sessions": 0,
		"hours": 0.0,
		"last_on": None,
		"remark": "",
	}


def _total_of_people(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
	return {key: sum(row[key] for row in rows) for key in ("sessions", "hours")}


def _person_columns() -> tuple[Column, ...]:
	return (
		Column("person", _("Full Name"), width_mm=26),
		Column("standing", _("Standing"), width_mm=24),
		Column("activities", _("Activities"), "Int", 18),
		Column("sessions", _("Sessions"), "Int", 16),
		Column("hours", _("Hours"), "Float", 24),
		Column("last_on", _("Last Took Part On"), "Date", 26),
		Column("remark", _("Remarks"), width_mm=28),
	)


def _chart_of_people(taking_part: int, members: int) -> Chart | None:
	if not members:
		return None
	labels = (_("Took Part"), _("Took No Part"))
	return Chart(labels, ((_("Members"), (taking_part, members - taking_part)),))


# By anything else


def _groups(
	view: str, activities: Sequence, took_part: Mapping[str, Sequence], people: Sequence, selection: Selection
) -> list[dict[str, Any]]:
	"""Return a row for each group of activities in each branch; by branch those are listed as well that recorded none."""
	members: dict[str, set[str]] = defaultdict(set)
	for person in people:
		members[person.branch].add(person.name)
	label_of = _LABELS[view]
	sums: dict[tuple[str, str], _Sums] = defaultdict(_Sums)
	for row in activities:
		sums[row.branch, label_of(row, selection)].add(row, took_part[row.name])
	if view == BRANCH:
		for branch in members:
			sums[branch, selection.name_of(branch)]  # a branch without any activity is told of as well
	rows = [_row(view, branch, label, found, members[branch]) for (branch, label), found in sums.items()]
	return rows if view == PROJECT else sorted(rows, key=lambda row: row["order"])


def _row(view: str, branch: str, label: str, found: _Sums, members: set[str]) -> dict[str, Any]:
	alone = view == PROJECT and len(found.names) == 1
	return {
		"doctype": DOCTYPE if alone else "Party Branch",
		"name": found.names[0] if alone else branch,
		"branch": branch,
		"order": label,
		"label": period_text(label) if view in (MONTH, YEAR) else label,
		**{key: getattr(found, key) for key in _SUMMED},
		"members": len(found.members),
		"share": _share(len(found.members & members), len(members)),
	}


def _share(part: int, whole: int) -> float | None:
	"""Return a share in percent to one place, None of nobody."""
	return round(100 * part / whole, 1) if whole else None


def _totals(whole: _Sums, own: set[str]) -> dict[str, Any]:
	return {
		**{key: getattr(whole, key) for key in _SUMMED},
		"members": len(whole.members),
		"share": _share(len(whole.members & own), len(own)),
	}


def _columns(view: str) -> tuple[Column, ...]:
	titles = {
		BRANCH: _("Party Branch"),
		PROJECT: _("Project"),
		FORM: _("Form of Service"),
		MONTH: _("Month"),
		YEAR: _("Year"),
	}
	return (
		Column("label", titles[view], width_mm=52 if view == PROJECT else 36),
		Column("activities", _("Activities"), "Int", 18),
		Column("sessions", _("Sessions"), "Int", 16),
		Column("hours", _("Duration (Hours)"), "Float", 22),
		Column("member_hours", _("Hours of Members"), "Float", 24),
		Column("members", _("Members Taking Part"), "Int", 20),
		Column("share", _("Share of Members (%)"), "Float", 22),
		Column("lawyers", _("Lawyers Taking Part"), "Int", 22),
		Column("people_served", _("Number of People Served"), "Int", 24),
	)


def _chart(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
	"""Hours of members and sessions of each group, over all branches."""
	sums: dict[str, list[float]] = defaultdict(lambda: [0, 0])
	for row in rows:
		sums[row["label"]][0] += row["member_hours"]
		sums[row["label"]][1] += row["sessions"]
	if not any(hours or sessions for hours, sessions in sums.values()):
		return None
	return Chart(
		tuple(sums),
		(
			(_("Member Hours"), tuple(hours for hours, _sessions in sums.values())),
			(_("Sessions"), tuple(sessions for _hours, sessions in sums.values())),
		),
	)
