"""个人信息查阅记录: who saw, printed or exported which sensitive data on which day, in which way, and how many records.

For those who answer for the data: 个人信息保护法 第五十一条 asks them to know it, 第五十六条 to keep it for three years.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.utils import cint, get_first_day, get_last_day, getdate

from party_affairs.facts.privacy import access
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.permissions.register import REGISTER, UNTOLD
from party_affairs.permissions.scope import scope_for

DOCTYPE = access.LOG
TITLE = "Access to Personal Data"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each day, user, way, kind of document and organisation.

	Filters: `month`, `reader` (part of a name or login), `way`, `document_type`. What was seen of several organisations at once
	stands at the lowest one above them. Discipline cases are named to those alone who may read them there.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	ways = labels_of(DOCTYPE, "way")
	rows = [row for row in _load(selection) if _is_wanted(selection, row, ways)]
	for row in rows:
		row.update(
			doctype="User",
			name=row.user,
			way_text=ways[row.way],
			kind=_(row.document_type),
			what=row.sensitive_fields or _("Whole document"),
			records=cint(row.records),
		)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"records": sum(row.records for row in rows), "times": sum(row.times for row in rows)},
		chart=_chart(rows, ways),
		figures=(
			Figure(_("Readers"), len({row.user for row in rows})),
			Figure(_("Records Seen"), sum(row.records for row in rows)),
			Figure(
				_("Records Printed, Exported or Mailed"),
				sum(row.records for row in rows if row.way in ("Printed", "Exported", "Mailed")),
				indicator="Orange",
			),
		),
		notes=(
			_(
				"Opening or listing the same again within ten minutes counts once. What somebody reads of his own is not recorded. What was seen of several organisations at once stands at the lowest one above them."
			),
		),
		key=__name__,
	)


def _load(selection: Selection) -> list:
	first, last = selection.year.start, selection.year.end
	month = cint(selection.filter("month", [str(number) for number in range(1, 13)]))
	if month:
		first = getdate(first.replace(month=month))
		first, last = get_first_day(first), get_last_day(first)
	untold = set()
	for doctype in UNTOLD:
		scope = scope_for(doctype, user=selection.user)
		untold |= set(selection.branches) & (
			set(selection.branches) if scope.unrestricted else set(scope.branches)
		)
	return access.by_day(selection.rows_of, first, min(last, selection.as_of), untold)


def _is_wanted(selection: Selection, row, ways: Mapping[str, str]) -> bool:
	reader = selection.filter("reader")
	way = selection.filter("way", tuple(ways))
	kind = selection.filter("document_type", tuple(REGISTER))
	return (
		(not reader or reader in f"{row.user} {row.user_name}")
		and (not way or row.way == way)
		and (not kind or row.document_type == kind)
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("day", _("Day"), "Date", 21),
		Column("user_name", _("User Name"), width_mm=24),
		Column("user", _("Login"), width_mm=40),
		Column("way_text", _("Way of Access"), width_mm=18, align="center"),
		Column("kind", _("Document Type"), width_mm=28),
		Column("what", _("Sensitive Data"), "Small Text", 50),
		Column("records", _("Number of Records"), "Int", 18),
		Column("times", _("Times Seen"), "Int", 14),
	)


def _chart(rows: list, ways: Mapping[str, str]) -> Chart | None:
	counts = Counter()
	for row in rows:
		counts[row.way] += row.records
	found = [way for way in ways if counts[way]]
	if not found:
		return None
	return Chart(
		tuple(ways[way] for way in found), ((_("Records Seen"), tuple(counts[way] for way in found)),)
	)
