"""When members were entered on the platform of the lawyers' administration or of the Party last (guide 一（十）1)."""

from collections.abc import Sequence
from datetime import date, datetime, time

import frappe
from frappe.utils import get_datetime, now_datetime

MEMBER = "Party Member"
WRITTEN = ("platform_entered_on", "platform_known_until")
"""Fields that no form writes."""


def mark_entered(members: Sequence[str], entered_on: date, sheet_of: date | None = None) -> datetime:
	"""Note that `members` were entered on a day, from a sheet of the day `sheet_of` or from the records; return until when these are known there.

	What was recorded later is shown as still to be entered. One query, whatever their number. The caller has checked the rights.
	"""
	now = now_datetime()
	day = sheet_of or entered_on
	known_until = now if day >= now.date() else get_datetime(datetime.combine(day, time(23, 59, 59)))
	values = dict(zip(WRITTEN, (entered_on, known_until), strict=True))
	frappe.db.set_value(MEMBER, {"name": ["in", sorted(members)]}, values, update_modified=False)
	return known_until
