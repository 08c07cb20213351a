"""党务公开台账 (R66): what an organisation made known, when and for how long, who approved it, what was objected, which part is missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _

from party_affairs.facts.notice import notices
from party_affairs.guide.notice import notice_kinds
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import joined
from party_affairs.rules.notice import notices as rules

DOCTYPE = "Party Notice"
TITLE = "Register of Published Party Affairs"
STATES = (rules.PUBLISHED, rules.ENDED, rules.WITHDRAWN)
"""Choices of the filter `notice_state`."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the notices that hung in the year, as they stand on the ledger's day; own filter: `notice_state`."""
	selection = select(DOCTYPE, filters, user, ptype)
	asked, day = selection.filter("notice_state", STATES), selection.as_of
	kinds = labels_of(DOCTYPE, "kind")
	rows = notices.went_out(selection.rows_of, selection.year.start, selection.until)
	objections = notices.count_objections([row.name for row in rows], day)
	missing = _missing(selection, rows)
	for row in rows:
		number, _unread, unanswered = objections.get(row.name, (0, 0, 0))
		state = _state(row, day)
		row.update(
			doctype=DOCTYPE,
			kind_text=kinds.get(row.kind, row.kind),
			term_text=_(row.term) if row.term else "",
			audience_text=_(row.audience),
			approved_day=frappe.utils.getdate(row.approved_on) if row.approved_on else None,
			approver=frappe.utils.get_fullname(row.approved_by) if row.approved_by else "",
			state_key=state,
			state=_(state),
			objected=_("{0}, {1} not answered").format(number, unanswered) if unanswered else number or "",
		)
	if asked:
		rows = [row for row in rows if row.state_key == asked]
	counts = Counter(row.kind for row in rows)
	found = [kind for kind in kinds if counts[kind]]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} notices").format(len(rows))},
		chart=Chart(
			tuple(kinds[kind] for kind in found),
			((_("Notices Published"), tuple(counts[kind] for kind in found)),),
		)
		if found
		else None,
		figures=(
			Figure(_("Notices Published"), len(rows)),
			Figure(
				_("Hanging Now"), sum(row.state_key == rules.PUBLISHED for row in rows), indicator="Green"
			),
			Figure(
				_("Organisations with a Part Missing"), len(missing), indicator="Red" if missing else "Green"
			),
		),
		notes=(
			_("The guide asks four parts of the board: {0} (R66).").format(
				joined(part.title for part in notice_kinds.parts())
			),
			*_sentences(selection, missing),
		),
		key=__name__,
	)


def _state(row, day: date) -> str:
	"""What the notice was on the ledger's day."""
	if row.withdrawn_on and row.withdrawn_on <= day:
		return rules.WITHDRAWN
	return rules.ENDED if rules.is_over(row.published_until, day) else rules.PUBLISHED


def _missing(selection: Selection, rows: list) -> dict[str, tuple[str, ...]]:
	"""By organisation the parts of R66 of which nothing hung in the year so far."""
	postings = defaultdict(list)
	for row in rows:
		until = min(filter(None, (row.published_until, row.withdrawn_on)), default=None)
		postings[row.branch].append(rules.Posting(frappe.scrub(row.kind), row.published_from, until))
	found = {
		branch: rules.missing_parts(postings[branch], selection.year.start, selection.until)
		for branch in selection.branches
	}
	return {branch: parts for branch, parts in found.items() if parts}


def _sentences(selection: Selection, missing: Mapping[str, tuple[str, ...]]):
	titles = {part.key: part.title for part in notice_kinds.parts()}
	for branch in selection.branches:
		if parts := missing.get(branch):
			yield _("{0} has not made known in the year: {1}.").format(
				selection.name_of(branch), joined(titles[part] for part in parts)
			)


def _columns() -> tuple[Column, ...]:
	return (
		Column("kind_text", _("Kind of Notice"), width_mm=26),
		Column("title", _("Title"), "Small Text", 56),
		Column("term_text", _("Term of Publication"), width_mm=18, align="center"),
		Column("published_from", _("Published From"), "Date", 24),
		Column("published_until", _("Published Until"), "Date", 24),
		Column("audience_text", _("Who May Read It"), width_mm=26),
		Column("approver", _("Approved By"), width_mm=20),
		Column("approved_day", _("Approval Given On"), "Date", 24, under="approver"),
		Column("objected", _("Objections"), width_mm=22, align="center"),
		Column("state", _("Status"), width_mm=16, align="center"),
	)
