"""What a row refers to by its day: meetings and events, on record or brought in by the same workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from party_affairs.facts.criteria import of_branches
from party_affairs.facts.documents import stored
from party_affairs.facts.meetings import held
from party_affairs.importing.sheets import Context
from party_affairs.importing.writer import Later
from party_affairs.rules.meetings.records import kinds_of

_MEETING, _EVENT = "Party Meeting", "Party Member Event"


@dataclass(frozen=True)
class Meeting:
	"""A meeting that was held: its number, or what will be its number, its day and kinds, and the voters present."""

	name: str | Later
	day: date
	kinds: tuple[str, ...]
	group: str | None
	voters_present: int | Later | None


@dataclass(frozen=True)
class Event:
	"""Something that happened to a member: its number, or what will be its number."""

	name: str | Later
	member: str
	kind: str
	day: date


def meetings(context: Context, first: date, last: date) -> list[Meeting]:
	"""Return the submitted meetings from `first` to `last`, those that are about to be brought in among them: one query."""
	planned = [
		one for one in context.writer.planned if one.doctype == _MEETING and one.submit and one.record.ready
	]
	corrected = {one.existing["name"] for one in planned if one.existing}
	found = [
		Meeting(row.name, row.meeting_date, row.kinds, row.party_group, row.voters_present)
		for row in held.meetings(of_branches([context.branch]), first, last)
		if row.name not in corrected
	]
	for one in planned:
		values = frappe._dict({**(one.existing or {}), **one.values})
		day = get_datetime(values.starts_on).date()
		if first <= day <= last:
			found.append(_to_be_held(values, day, context.branch))
	return found


def _to_be_held(values: Any, day: date, branch: str) -> Meeting:
	label = f"{day} {values.topic}"

	def written() -> Any:
		rows = held.meetings(of_branches([branch]), day, day)
		return _first((row for row in rows if row.kind == values.kind and row.topic == values.topic), label)

	return Meeting(
		Later(label, lambda: written().name),
		day,
		kinds_of(values),
		values.party_group,
		Later(label, lambda: written().voters_present),
	)


def only_of(found: Iterable[Meeting], *kinds: str) -> Meeting | None:
	"""Return the first meeting of the first of `kinds` that there is, None without one."""
	rows = list(found)
	return next((row for kind in kinds for row in rows if kind in row.kinds), None)


def events(context: Context, last: date) -> list[Event]:
	"""Return what happened to the members of the branch up to a day, as :func:`meetings` does: one query."""
	rows = stored(
		_EVENT,
		{"branch": context.branch, "happened_on": ["<=", last]},
		("member", "kind", "happened_on"),
	)
	planned = [one for one in context.writer.planned if one.doctype == _EVENT and one.record.ready]
	corrected = {one.existing["name"]: one for one in planned if one.existing}
	found = [_event(row.name, {**row, **_values(corrected.get(row.name))}) for row in rows]
	for one in planned:
		if not one.existing:
			found.append(_event(Later(str(one.values["kind"]), _finder(dict(one.values))), one.values))
	return found


def _values(planned: Any) -> dict[str, Any]:
	return planned.values if planned else {}


def _event(name: str | Later, values: Any) -> Event:
	return Event(name, values["member"], values["kind"], getdate(values["happened_on"]))


def _finder(values: dict[str, Any]):
	filters = {key: values[key] for key in ("member", "kind", "happened_on")}
	label = f"{values['happened_on']} {_(values['kind'])}"
	return lambda: _first(stored(_EVENT, filters, ()), label).name


def _first(rows: Iterable[Any], label: str) -> Any:
	"""Return what was written, or refuse what refers to it: the document itself was refused."""
	for row in rows:
		return row
	frappe.throw(_("{0} was not brought in, see its own row. Left out with it.").format(label))
