"""Dates and years of a document: in order, not in the future, and in years whose records are kept."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, getdate, nowdate

from party_affairs.checks.fields import is_new_or_changed, label_of

FOUNDING_OF_THE_PARTY = date(1921, 7, 1)
"""Nothing of what the Party does is older."""

EARLIEST_YEAR = 2000
"""Nobody keeps earlier records here: a smaller number is a slip of the pen."""

EARLIEST_DAY = date(EARLIEST_YEAR, 1, 1)


def require_order(doc: Document, earlier: str, later: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if both dates are given and `later` lies before `earlier`."""
	first, last = doc.get(earlier), doc.get(later)
	if first and last and getdate(last) < getdate(first):
		frappe.throw(
			_("{0} cannot be earlier than {1}. Please check both dates.").format(
				label_of(doc, later), label_of(doc, earlier)
			),
			exception,
		)


def refuse_future_date(doc: Document, *fieldnames: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if one of the dates lies after today (the site's day)."""
	today = getdate(nowdate())
	for fieldname in fieldnames:
		value = doc.get(fieldname)
		if value and getdate(value) > today:
			frappe.throw(
				_("{0} ({1}) lies in the future. Please enter the day on which it happened.").format(
					label_of(doc, fieldname), frappe.format(value, {"fieldtype": "Date"})
				),
				exception,
			)


def refuse_past_date(doc: Document, fieldname: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if a last day that is newly entered is over already (the site's day)."""
	value = doc.get(fieldname)
	if value and is_new_or_changed(doc, fieldname) and getdate(value) < getdate(nowdate()):
		frappe.throw(_("{0} is over already. Enter a later day.").format(label_of(doc, fieldname)), exception)


def refuse_longer(doc: Document, first: str, last: str, years: int, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if the time from the day `first` to the day `last`, both included, is longer than so many years."""
	if getdate(doc.get(last)) >= add_months(getdate(doc.get(first)), 12 * years):
		frappe.throw(
			_("{0}: the time from {1} on cannot be longer than {2} years. Please check both dates.").format(
				label_of(doc, last), frappe.format(doc.get(first), {"fieldtype": "Date"}), years
			),
			exception,
		)


def refuse_before(doc: Document, earliest: date, *fieldnames: str) -> None:
	"""Raise ValidationError if one of the dates lies before `earliest`, a day before which it cannot have happened."""
	for fieldname in fieldnames:
		if doc.get(fieldname):
			check_day_of_records(getdate(doc.get(fieldname)), label_of(doc, fieldname), earliest)


def check_day_of_records(day: date, label: str, earliest: date = EARLIEST_DAY) -> None:
	"""Raise ValidationError with the `label` of a day if it lies before `earliest`, by default that of the earliest records."""
	if day < earliest:
		frappe.throw(
			_("{0} ({1}) lies before {2}. Please check the date.").format(
				label,
				frappe.format(day, {"fieldtype": "Date"}),
				frappe.format(earliest, {"fieldtype": "Date"}),
			)
		)


def check_year(year: int, ahead: int = 0) -> int:
	"""Return a calendar year whose records can be judged. Raise ValidationError for one to come, or before EARLIEST_YEAR.

	What is prepared beforehand may lie `ahead` years in the future.
	"""
	latest = getdate(nowdate()).year + ahead
	if not EARLIEST_YEAR <= (year or 0) <= latest:
		frappe.throw(_("Year must lie between {0} and {1}, not {2}.").format(EARLIEST_YEAR, latest, year))
	return year
