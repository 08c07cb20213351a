"""When an organisation last did anything that its records tell of: whoever has been silent for long needs a call."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

_RECORDS = {
	"Party Meeting": "meeting_date",
	"Heart Talk": "talk_on",
	"Thought Report": "handed_in_on",
	"Party Dues Receipt": "received_on",
	"Public Welfare Activity": "activity_date",
	"Party Work Report": "delivered_on",
	"Member Self Review": "handed_in_on",
	"Party Training": "starts_on",
	"Party Member Event": "happened_on",
}
"""What a branch does month by month, and the day on which it did. Plans, posts and settings are no sign of life."""


def last_records(branches: Sequence[str], before: date) -> dict[str, date]:
	"""Return by branch the last day before `before` of which a record tells; none for a branch without any: one query."""
	parts = (
		f"""select branch, max(`{fieldname}`) from `tab{doctype}`
		where branch in %(branches)s and `{fieldname}` < %(before)s and docstatus < 2 group by branch"""
		for doctype, fieldname in _RECORDS.items()
	)
	found: dict[str, date] = {}
	values = {"branches": list(branches) or [""], "before": before}
	for branch, day in frappe.db.sql(" union all ".join(parts), values):
		day = getdate(day)
		found[branch] = max(day, found.get(branch, day))
	return found


def heard_of(branches: Sequence[str], first: date, last: date) -> set[str]:
	"""Return those of `branches` of which a record tells from `first` to `last`: one query, of the indexes by branch and day."""
	parts = (
		f"""select branch from `tab{doctype}` where branch in %(branches)s
		and `{fieldname}` between %(first)s and %(last)s and docstatus < 2"""
		for doctype, fieldname in _RECORDS.items()
	)
	values = {"branches": list(branches) or [""], "first": first, "last": last}
	return set(frappe.db.sql(" union ".join(parts), values, pluck=True))


def begun(branches: Sequence[str]) -> dict[str, date]:
	"""Return by branch since when it keeps records here, or when it was entered if it does not say: one query."""
	table = DocType("Party Branch")
	rows = frappe.qb.from_(table).select(table.name, table.records_from, table.creation)
	rows = rows.where(table.name.isin(list(branches) or [""])).run()
	return {name: records_from or creation.date() for name, records_from, creation in rows}
