"""Arguments that came as text from a request: days and lists."""

import json
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate


def parse_day(value: str | date | None) -> date:
	"""Return a day that came as text from a request. Raise ValidationError with an example if it is none."""
	try:
		day = getdate(value) if value else None
	except ValueError:
		day = None
	if not day:
		frappe.throw(_("{0} is no date. Write it like 2026-03-15.").format(frappe.bold(value or "")))
	return day


def parse_list(value: str | list | None, of: type = str) -> list:
	"""Return a list that came from a request, as JSON or as it is; nothing is an empty one.

	Raise ValidationError if it is none, or if one of its values is not of the type `of`.
	"""
	if isinstance(value, str):
		try:
			value = json.loads(value) if value.strip() else []
		except ValueError:
			value = [None]
	values = [] if value is None else value
	if not isinstance(values, list) or not all(isinstance(item, of) for item in values):
		frappe.throw(_("What was selected cannot be read. Please load the page anew and select it again."))
	return values
