"""Endpoint of the monthly reports that were not written in their time."""

import frappe
from frappe import _

from party_affairs.api.duties.check import branches_to_check
from party_affairs.compliance.report import missing_until
from party_affairs.compliance.schedule import enqueue_catching_up, last_month


@frappe.whitelist(methods=["POST"])
def write_missing_reports() -> dict:
	"""Write the monthly reports of all branches the caller answers for that are missing since their records began.

	Whoever may start their check may do so. They are written on the long queue; returns `queued`, the `number` of reports
	that are missing and a `message` for the user.
	"""
	branches = branches_to_check()
	missing = missing_until(last_month(), branches)
	number = sum(len(names) for names in missing.values())
	if not number:
		return {"queued": False, "number": 0, "message": _("No report is missing.")}
	enqueue_catching_up(branches, told=frappe.session.user)
	message = _(
		"{0} reports of {1} months are written in the background. Those of past months are not mailed."
	)
	return {"queued": True, "number": number, "message": message.format(number, len(missing))}
