"""Meetings count full and probationary members and those entitled to vote apart, and say what passed; so do older ones."""

import frappe

from party_affairs.exceptions import MeetingError

_COUNTS = (
	*("expected_full", "expected_probationary", "present_full", "present_probationary"),
	*("voters_expected", "voters_present"),
)


def execute() -> None:
	"""Enter what can be told from attendees and votes. Records keep their day of change, and the votes they have."""
	for name in frappe.get_all("Party Meeting", pluck="name", order_by="name"):
		meeting = frappe.get_doc("Party Meeting", name)
		meeting.count_attendance()
		meeting.db_set({count: meeting.get(count) for count in _COUNTS}, update_modified=False)
		_settle_results(meeting)


def _settle_results(meeting) -> None:
	messages = len(frappe.local.message_log)
	for row in meeting.resolutions:
		try:
			meeting.set_matter(row)
			meeting.set_result(row)
		except MeetingError:
			# Older records may hold votes that no longer pass the checks: they stand as they were entered.
			del frappe.local.message_log[messages:]
			continue
		row.db_set({"matter": row.matter, "result": row.result}, update_modified=False)
