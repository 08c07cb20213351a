"""个人信息到期匿名化台账: what has been kept long enough and is forgotten next, and what was anonymised in the year.

Nothing is forgotten unseen: this is the list to look at before the nightly run is switched on, and the record afterwards.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from frappe import _
from frappe.utils import cint

from party_affairs import settings
from party_affairs.facts.privacy import retention as facts
from party_affairs.guide.privacy.retention import Kept, groups
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.permissions.register import REGISTER, UNTOLD
from party_affairs.permissions.scope import scope_for
from party_affairs.privacy.retention import fields_of, periods

DOCTYPE = facts.ERASURES
TITLE = "Personal Data Due for Anonymisation"
STATES = ("Due for Anonymisation", "Anonymised")
_NAMED = 20


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each group, kind of document and organisation: what is due on the day that it names, or was anonymised in the year.

	Filters: `state`, one of STATES, without it what is due. Documents are named to those who may read them; discipline cases are not
	even counted to others.
	"""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	is_done = selection.filter("state", STATES) == STATES[1]
	rows = list(_done(selection) if is_done else _due(selection))
	by_group = {group.key: 0 for group in groups()}
	for row in rows:
		row.update(doctype=DOCTYPE, group_text=_(row["group"]), kind=_(row["document_type"]))
		by_group[row["group"]] = by_group.get(row["group"], 0) + row["records"]
	found = [key for key, records in by_group.items() if records]
	return compose(
		selection,
		_(TITLE),
		_columns(is_done),
		rows,
		totals={"records": sum(row["records"] for row in rows)},
		chart=Chart(
			tuple(_(key) for key in found), ((_("Number of Records"), tuple(by_group[key] for key in found)),)
		)
		if found
		else None,
		figures=(
			Figure(
				_("Anonymised") if is_done else _("Due for Anonymisation"),
				sum(row["records"] for row in rows),
				indicator="Green" if is_done else "Orange",
			),
		),
		notes=(_note(),),
		key=__name__,
	)


def _note() -> str:
	if settings.anonymises():
		return _(
			"What is due is anonymised tonight, without a way back. Periods stand in Party Affairs Settings."
		)
	return _(
		"Nothing is anonymised before it is switched on in Party Affairs Settings, where the periods stand."
	)


def _due(selection: Selection) -> Iterator[dict[str, Any]]:
	ends = periods(selection.as_of)
	for group in groups():
		if group.key not in ends:
			continue
		for kept in group.documents:
			rows = facts.overdue(kept, ends[group.key], _which(selection, kept))
			oldest = {row.branch: row.ended_on for row in reversed(rows)}
			scope = scope_for(kept.document_type, user=selection.user)
			for branch, names in facts.by_branch(rows).items():
				yield {
					"branch": branch,
					"name": None,
					"group": group.key,
					"document_type": kept.document_type,
					"day": oldest[branch],
					"records": len(names),
					"fields": "、".join(fields_of(kept)),
					"documents": _names(names) if scope.covers(branch) else "",
				}


def _which(selection: Selection, kept: Kept):
	"""Those who answer for the data are told how much of it is due, also where they may not read it."""
	branches = set(selection.branches)
	if kept.document_type in UNTOLD:
		scope = scope_for(kept.document_type, user=selection.user)
		branches = branches if scope.unrestricted else branches & scope.branches
	column = REGISTER[kept.document_type].branch_field
	return lambda table: table[column].isin(sorted(branches) or [""])


def _names(names: list[str]) -> str:
	shown = "、".join(names[:_NAMED])
	return shown if len(names) <= _NAMED else _("{0} and more").format(shown)


def _done(selection: Selection) -> Iterator[dict[str, Any]]:
	untold = set()
	for doctype in UNTOLD:
		scope = scope_for(doctype, user=selection.user)
		untold |= set(selection.branches) if scope.unrestricted else scope.branches & set(selection.branches)
	for row in facts.erased(selection.rows_of, selection.year.start, selection.until, untold):
		yield {
			"branch": row.branch,
			"name": row.name,
			"group": row.retention_group or row.occasion,
			"document_type": row.document_type,
			"day": row.erased_on,
			"records": cint(row.records),
			"fields": row.columns_emptied,
			"documents": labels_of(DOCTYPE, "occasion")[row.occasion],
		}


def _columns(is_done: bool) -> tuple[Column, ...]:
	return (
		Column("group_text", _("Retention Group"), width_mm=32),
		Column("kind", _("Document Type"), width_mm=28),
		Column("records", _("Number of Records"), "Int", 16),
		Column("day", _("Anonymised On") if is_done else _("Oldest Ended On"), "Date", 21),
		Column("fields", _("Fields Emptied"), "Small Text", 60),
		Column("documents", _("Occasion") if is_done else _("Documents"), "Small Text", 50),
	)
