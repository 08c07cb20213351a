"""On-site checks: what was looked at and found, and how mending stands."""

from datetime import date, timedelta

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which

CHECK, ITEM = "On Site Check", "On Site Check Item"


def items(which: Which, first: date, last: date) -> list[frappe._dict]:
	"""Return the items of the checks held from `first` to `last` that were issued by then: one query.

	Rows have name and branch of the check, committee, checked_on, item, rule, result, found, mend_until, mended, mended_on,
	confirmed_on, state.
	"""
	check, item = DocType(CHECK), DocType(ITEM)
	return (
		frappe.qb.from_(check)
		.join(item)
		.on((item.parent == check.name) & (item.parenttype == CHECK))
		.select(check.name, check.branch, check.committee, check.checked_on, check.inspectors)
		.select(item.item, item.rule, item.result, item.found, item.mend_until, item.mended, item.mended_on)
		.select(item.confirmed_on, item.state, item.answer)
		.where(which(check) & check.issued_on.isnotnull() & check.checked_on[first:last])
		.orderby(check.checked_on, check.name, item.idx)
	).run(as_dict=True)


def open_items(day: date) -> list[frappe._dict]:
	"""Return the items still to be mended whose last day lies from a month before `day` to a week after it: one query."""
	check, item = DocType(CHECK), DocType(ITEM)
	return (
		frappe.qb.from_(check)
		.join(item)
		.on((item.parent == check.name) & (item.parenttype == CHECK))
		.select(check.name, check.branch, check.committee, check.checked_on)
		.select(item.name.as_("row"), item.item, item.mend_until, item.reminded_on)
		.where(check.status.isin(("To Be Mended", "To Be Confirmed")))
		.where(item.state.isin(("To Be Mended", "Returned")))
		.where(item.mend_until[day - timedelta(days=31) : day + timedelta(days=7)])
		.orderby(check.name, item.idx)
	).run(as_dict=True)
