"""The member's own page: what he owes and has paid, his next meetings, what is asked of him, what he has to put right,
whom he is paired with, and what his branch has reported to its members.

Nothing here takes a member as an argument: whose page it is follows from the login alone. The parts stand in the rooms
of their subjects, in `own.py`; they take the member that was found here and check nothing themselves.
"""

from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, getdate, nowdate

from party_affairs.api.appraisal import own as appraisals
from party_affairs.api.caller import required_member
from party_affairs.api.contact import own as contact
from party_affairs.api.dues import own as dues
from party_affairs.api.duties import own as duties
from party_affairs.api.meetings import own as meetings
from party_affairs.api.members import own as standing
from party_affairs.compliance import education
from party_affairs.facts.contact import of_member as contacts
from party_affairs.facts.members import profile as members
from party_affairs.facts.texts import work_reports
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions.scope import active_posts
from party_affairs.rules.members import membership

_REPORTS_SHOWN = 4
_FIRST_YEAR = 1921


@frappe.whitelist()
def my_overview(year: int | str | None = None) -> dict[str, Any]:
	"""Return all that the portal page shows of the caller's own records; `year` is that of the dues (default: this year).

	Raises PermissionError for guests and for logins that belong to no member on register.
	"""
	member = required_member()
	today = getdate(nowdate())
	dues_year = _year(year, today)
	profile = members.of_member(member)
	held = active_posts(members=[member], on=today)
	held.sort(key=lambda row: party_posts.post(frappe.scrub(row.post)).order)
	committees = {row.branch for row in held if party_posts.post(frappe.scrub(row.post)).committee_seat}
	return {
		"profile": {
			**profile,
			"party_age": membership.party_age(profile.full_member_on, today),
			"posts": [{"post": row.post, "branch": row.branch} for row in held],
		},
		"dues": dues.dues(member, dues_year, today),
		"assessments": dues.assessments(member, dues_year),
		"theme_day": meetings.next_theme_day(profile.branch, today),
		"meetings": meetings.next_meetings(profile, committees),
		"make_ups": meetings.make_ups(member, today),
		"resolutions": meetings.resolutions(member, today),
		"duties": duties.open_duties(member, today),
		"pairings": contacts.pairings(member, today),
		"welfare": contact.welfare_years(member, today),
		"honours": standing.honours(member, profile.branch, today),
		"appraisals": appraisals.open_appraisals(member),
		"grades": appraisals.grades(member),
		"questionnaires": contact.open_questionnaires(member),
		"hours": education.of_member(member, profile.branch, today),
		"rectification": meetings.rectification(member, today),
		"reports": work_reports.heard_in(profile.branch, today, _REPORTS_SHOWN),
	}


def _year(value: int | str | None, today: date) -> int:
	year = cint(value)
	return year if _FIRST_YEAR <= year <= today.year + 1 else today.year
