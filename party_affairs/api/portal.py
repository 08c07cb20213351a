"""What the member's pages show: what he has to do, owes and has paid, his meetings, his study, what his branch makes known to him.

Nothing here takes a member as an argument: whose pages they are follows from the login alone. The parts stand in the rooms
of their subjects, in `own.py`; they take the member that was found here and check nothing themselves.
"""

from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, getdate, nowdate

from party_affairs.api.appraisal import own as appraisals
from party_affairs.api.caller import may_use_desk, own_member, required_member
from party_affairs.api.contact import own as contact
from party_affairs.api.dues import own as dues
from party_affairs.api.duties import own as duties
from party_affairs.api.evaluation import own as evaluation
from party_affairs.api.meetings import own as meetings
from party_affairs.api.members import own as standing
from party_affairs.api.notice import own as notice
from party_affairs.api.tasks import Task, in_order
from party_affairs.api.texts import personal_texts
from party_affairs.facts.contact import of_member as contacts
from party_affairs.facts.members import profile as members
from party_affairs.facts.notice import publicity, wall_boards
from party_affairs.facts.texts import work_reports
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions.home_page import first_desk_page
from party_affairs.permissions.scope import active_posts
from party_affairs.rules.members import membership

_REPORTS_SHOWN = 4
_NEXT_MEETINGS = 2
_FIRST_YEAR = 1921


@frappe.whitelist()
def my_overview(year: int | str | None = None) -> dict[str, Any]:
	"""Return all that the pages show of the caller's own records, for programs; `year` is that of the dues (default: this year).

	Raises PermissionError for guests and for logins that belong to no member on register; so do all functions here.
	"""
	member, today = required_member(), getdate(nowdate())
	profile, study = my_profile(), my_study()
	return {
		**my_dues(year),
		**my_matters(),
		**my_votes(),
		"profile": profile,
		"theme_day": meetings.next_theme_day(profile["branch"], today),
		"meetings": meetings.next_meetings(profile, _committees(member, today)),
		"duties": duties.open_duties(member, today),
		"pairings": contacts.pairings(member, today),
		"hours": study["hours"],
		"welfare": study["welfare"],
		"honours": {"own": my_honours(), "branch": standing.honours_of_branch(profile["branch"], today)},
		"reports": work_reports.heard_in(profile["branch"], today, _REPORTS_SHOWN),
	}


def first_page() -> dict[str, Any]:
	"""Return what the first page shows: `tasks`, what is `done` this year, the next `meetings` and the next `theme_day`."""
	member, today = required_member(), getdate(nowdate())
	profile = members.of_member(member)
	return {
		"profile": profile,
		"tasks": tasks(member, today),
		"done": duties.done_this_year(member, today),
		"meetings": meetings.next_meetings(profile, _committees(member, today))[:_NEXT_MEETINGS],
		"theme_day": meetings.next_theme_day(profile.branch, today),
	}


def tasks(member: str, today: date) -> list[Task]:
	"""Return what is asked of a member, the nearest last day first."""
	return in_order(
		(
			*dues.tasks(member, today),
			*duties.tasks(member, today, personal_texts.answered(member)),
			*duties.notices_to_acknowledge(member, today),
			*appraisals.tasks(member),
			*contact.tasks(member, today),
			*evaluation.tasks(),
			*meetings.tasks(member, today),
		)
	)


def my_profile() -> dict[str, Any]:
	"""Return who the caller is in the Party: branch, group, stage, days, `party_age` and the `posts` that he holds."""
	member, today = required_member(), getdate(nowdate())
	profile = members.of_member(member)
	return {
		**profile,
		"party_age": membership.party_age(profile.full_member_on, today),
		"posts": [{"post": row.post, "branch": row.branch} for row in _held(member, today)],
	}


def my_dues(year: int | str | None = None) -> dict[str, Any]:
	"""Return the caller's `dues` of a year (default: this one) and how they were assessed."""
	member, today = required_member(), getdate(nowdate())
	dues_year = _year(year, today)
	return {
		"branch": members.of_member(member).branch,
		"dues": dues.dues(member, dues_year, today),
		"assessments": dues.assessments(member, dues_year),
	}


def my_matters() -> dict[str, Any]:
	"""Return what past meetings left the caller to do."""
	member, today = required_member(), getdate(nowdate())
	return {
		"make_ups": meetings.make_ups(member, today),
		"resolutions": meetings.resolutions(member, today),
		"rectification": meetings.rectification(member, today),
	}


def my_study() -> dict[str, Any]:
	"""Return the caller's study of the year, with the `hours` that are asked, and his public `welfare`."""
	member, today = required_member(), getdate(nowdate())
	profile = members.of_member(member)
	return {
		**standing.study(member, profile.branch, today),
		"welfare": contact.welfare_years(member, today),
	}


def my_votes() -> dict[str, Any]:
	"""Return the votes and questionnaires that wait for the caller, those that he has answered, and his own grades."""
	member = required_member()
	return {
		"appraisals": appraisals.open_appraisals(member),
		"grades": appraisals.grades(member),
		"questionnaires": contact.open_questionnaires(member),
	}


def my_honours() -> list[dict[str, Any]]:
	"""Return the caller's own honours, the latest first."""
	return standing.honours_of(required_member(), getdate(nowdate()))


def board() -> dict[str, Any]:
	"""Return what is published in the caller's branch: notices, photos, results of evaluations, its reports, honours and activities."""
	member, today = required_member(), getdate(nowdate())
	branch = members.of_member(member).branch
	return {
		"branch": branch,
		"year": today.year,
		**notice.board(member, branch, today),
		"results": evaluation.published_to_me(),
		"reports": work_reports.heard_in(branch, today, _REPORTS_SHOWN),
		"honours": standing.honours_of_branch(branch, today),
		"activities": contact.activities_of_branch(branch, today),
		"walls": wall_boards.hanging_in(branch),
	}


def my_links() -> list[dict[str, Any]]:
	"""Return the links to other sites that are meant for the caller's roles; none to strangers."""
	return publicity.links_for(frappe.get_roles()) if own_member() or may_use_desk() else []


def desk_path() -> str | None:
	"""Return the address of the app's first page on the Desk; None for members alone."""
	return first_desk_page() if may_use_desk() else None


def _held(member: str, today: date) -> list:
	held = active_posts(members=[member], on=today)
	return sorted(held, key=lambda row: party_posts.post(frappe.scrub(row.post)).order)


def _committees(member: str, today: date) -> set[str]:
	"""The organisations in whose committee a member sits."""
	return {
		row.branch for row in _held(member, today) if party_posts.post(frappe.scrub(row.post)).committee_seat
	}


def _year(value: int | str | None, today: date) -> int:
	year = cint(value)
	return year if _FIRST_YEAR <= year <= today.year + 1 else today.year
