"""What stands in somebody's calendar: the duties of the organisations he holds a post in, his own, and the meetings he is invited to.

No person is named but by duty: how many are behind, not who.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, strip_html

from party_affairs.facts.criteria import every
from party_affairs.facts.duties import findings
from party_affairs.facts.meetings import invitations
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.duties.actions import find_action
from party_affairs.ledgers.duties import this_month
from party_affairs.ledgers.text import period_text
from party_affairs.permissions import scope_for
from party_affairs.permissions.scope import access_of
from party_affairs.rules.duties.feed import Entry, Told, whole_day
from party_affairs.rules.meetings.notices import CALLED_OFF
from party_affairs.rules.periods import parse

_DUTIES_PAGE, _MEMBERS_PAGE, _MEETINGS_PAGE = "/app/this-month", "/party", "/party/meetings"
_BACK = timedelta(days=31)
_USUAL_LENGTH = timedelta(hours=2)
_SECONDS_A_MINUTE = 60


def build(user: str, day: date) -> list[Entry]:
	"""Return the entries of a login's calendar on `day`, by the rights that he has today."""
	access = access_of(user)
	entries = _of_branches(branches_of(user), day)
	if access.member:
		entries += _of_member(access.member, day)
		since = datetime.combine(day - _BACK, time.min)
		rows = invitations.of_member(access.member, since)
		entries += [meeting_entry(row, names) for names in [_names(rows)] for row in rows]
	return entries


def branches_of(user: str) -> list[str]:
	"""Return the organisations in which a login holds a post and may read the duties: those below a committee have calendars of their own."""
	seats = frozenset().union(*access_of(user).seats_by_role.values())
	return sorted(scope_for(findings.FINDING, user=user).branches & seats)


def _of_branches(branches: Sequence[str], day: date) -> list[Entry]:
	if not branches:
		return []
	return [_of_line(entry, len(branches) > 1) for entry in this_month.build(branches, day).entries]


def _of_line(entry: this_month.Entry, names_branch: bool) -> Entry:
	line = entry.line
	title = (
		_("{branch}: {sentence}").format(branch=entry.branch_name, sentence=entry.title)
		if names_branch and entry.branch_name
		else entry.title
	)
	said = (entry.clause, entry.citation, *entry.also, entry.remark)
	return whole_day(
		_uid(line.rule, line.period_key, line.branch or ""),
		title,
		line.due_date or line.period_end,
		description="\n".join(part for part in said if part),
		path=_DUTIES_PAGE,
	)


def _of_member(member: str, day: date) -> list[Entry]:
	found: dict[str, Entry] = {}
	for row in findings.open_of_member(member, every, since=date(day.year, 1, 1)):
		action = find_action(row.rule)
		entry = whole_day(
			_uid(row.rule, row.period_key, member),
			_("Mine: {duty}, {period}").format(
				duty=action.short if action else row.title, period=period_text(row.period_key)
			),
			row.due_date or parse(row.period_key).end,
			description=f"{row.rule} {row.title}\n{cstr(row.citation)}",
			path=action.portal if action and action.portal else _MEMBERS_PAGE,
		)
		found.setdefault(entry.uid, entry)
	return list(found.values())


def _names(rows: Sequence[Any]) -> dict[str, str]:
	loaded = branch_facts.load(sorted({row.branch for row in rows})) if rows else ()
	return {row.name: row.short_name or row.name for row in loaded}


def meeting_entry(row: Any, names: dict[str, str] | None = None) -> Entry:
	"""Return the entry of a meeting by its notice; `names` are short names of organisations."""
	names = names if names is not None else _names([row])
	kind, topic = _(row.kind), strip_html(cstr(row.topic))
	return Entry(
		uid=_uid("meeting", row.name, ""),
		title=_("{kind}: {topic}").format(kind=kind, topic=topic) if topic else kind,
		starts=row.starts_on.replace(microsecond=0),
		ends=(row.ends_on or row.starts_on + _USUAL_LENGTH).replace(microsecond=0),
		description=names.get(row.branch, row.branch),
		location=strip_html(cstr(row.location)),
		path=_MEETINGS_PAGE,
		called_off=row.status == CALLED_OFF,
	)


def told_once(row: Any) -> Told:
	"""Return a meeting as a single file tells it: moved by as many minutes as it was changed after its notice."""
	changed_on = row.called_off_on or row.changed_on or row.issued_on or row.starts_on
	moved = int((changed_on - (row.issued_on or changed_on)).total_seconds()) // _SECONDS_A_MINUTE
	called_off_on = row.called_off_on.date() if row.called_off_on else None
	return Told(meeting_entry(row), max(moved, 0), changed_on.replace(microsecond=0), called_off_on)


def _uid(*parts: str) -> str:
	"""A name that stays: of clause, period and whose duty it is, on this site; a wording has no part in it."""
	*plain, owner = parts
	mark = [hashlib.sha256(owner.encode()).hexdigest()[:16]] if owner else []
	return f"{'.'.join((*plain, *mark))}@{frappe.local.site}"
