"""平台待更新清单: which members are still to be entered on the platform, and what was recorded since they were (guide 一（十）1)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from frappe import _
from frappe.utils import cint

from party_affairs.facts.members import exchange as facts
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import joined
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members.exchange import FIELDS, words_for
from party_affairs.rules.message import Message

DOCTYPE = "Party Member"
TITLE = "Platform Updates Due"
POSTS = "Party Posts"
NEVER, CHANGED = Message("Not Entered Yet"), Message("Changed since Then")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the members of whom the platform does not know what is recorded here, as of the ledger's day.

	Whoever left after he was entered is among them until that was entered too.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	last = selection.as_of
	members = [
		row
		for row in facts.entered(selection.rows_of)
		if not (row.joined_branch_on and row.joined_branch_on > last)
	]
	changes: dict[str, list] = {}
	for change in facts.changes_since(
		{row.name: _known_until(row) for row in members if row.platform_entered_on}, last
	):
		changes.setdefault(change.member, []).append(change)
	rows = [
		_completed(row, changes.get(row.name, ()), last)
		for row in members
		if row.name in changes or not row.platform_entered_on
	]
	states = Counter(row.state for row in rows)
	current = sum(row.status in ON_REGISTER for row in members) - sum(
		row.status in ON_REGISTER for row in rows
	)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(
			(_(NEVER), _(CHANGED), _("Up to Date")),
			((_("Members"), (states[_(NEVER)], states[_(CHANGED)], current)),),
		),
		figures=(
			Figure(_("Up to Date"), current, indicator="Green"),
			Figure(_(CHANGED), states[_(CHANGED)], indicator="Orange"),
			Figure(_(NEVER), states[_(NEVER)], indicator="Red"),
		),
		notes=(
			_(
				"Once they are entered on the platform, mark them with the button Mark as Entered. This list replaces neither system's own record."
			),
		),
		key=__name__,
	)


def _known_until(row) -> datetime:
	return row.platform_known_until or datetime.combine(row.platform_entered_on, time.max)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("stage_text", _("Stage"), width_mm=20, align="center"),
		Column("status_text", _("Status"), width_mm=18, align="center"),
		Column("state", _("Entry on the Platform"), width_mm=24, align="center"),
		Column("platform_entered_on", _("Last Entered on the Platform"), "Date", 24),
		Column("what", _("What Was Recorded since Then"), "Small Text", 90),
		Column("recorded_on", _("Last Recorded On"), "Date", 22),
		Column("waiting", _("Days Waiting"), "Int", 14),
	)


def _completed(row, changes: Sequence, last: date):
	"""Who never was entered waits since his record was made; of a day before that it is not told."""
	recorded = sorted(change.recorded_on for change in changes) or [row.creation.date()]
	recorded = [day for day in recorded if day <= last]
	row.update(
		doctype=DOCTYPE,
		stage_text=_(row.stage),
		status_text=_(row.status),
		state=_(CHANGED) if row.platform_entered_on else _(NEVER),
		what=_told(changes) if row.platform_entered_on else _("the whole record"),
		recorded_on=recorded[-1] if recorded else None,
		waiting=(last - recorded[0]).days if recorded else None,
	)
	return row


def _told(changes: Sequence) -> str:
	"""Each field once, with its last value where that may be shown."""
	said: dict[str, str] = {}
	for change in changes:
		field, value = FIELDS.get(change.label), change.after
		if field and field.fieldname == "is_partner":
			value = cint(value)
		if change.label == POSTS:
			value = _(value)
		words = words_for(field, value) if field else tuple(filter(None, (value,)))
		said[change.label] = f"{_(change.label)}：{words[0]}" if words else _(change.label)
	return joined(said.values())
