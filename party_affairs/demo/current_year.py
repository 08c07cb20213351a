"""A few records of the year in which the sample is loaded, so that what is due, owed and next has something to show.

They belong to the branch of the sample logins and are no part of the sample year and its expected findings.
"""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.meetings.notices import issue, note_answer
from party_affairs.api.meetings.records import expected_attendees
from party_affairs.demo import (
	appraisals,
	personal_texts,
	questionnaires,
	reviews,
	self_checks,
	welfare_and_honours,
)
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import member_named
from party_affairs.dues import assessing
from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.dues.monthly_run import run_month
from party_affairs.facts.dues.months import open_months
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.periods import add_months
from party_affairs.settings import theme_day_of_month, workdays

_ASSEMBLY_DAYS_AGO, _ASSEMBLY_DAYS_AHEAD = 10, 6
OWE_TWO_MONTHS = 4
"""Every fourth member owes this month and the last; the others only this month's."""


def create(organisation: dict[str, Any]) -> None:
	"""Create what is under way in the present year: its plan, an assembly with what is to be done after it, the next theme
	day as a draft, a notice of the next assembly with two answers, assessments, the dues of the year so far, an election in the making, an appraisal open for voting, a life
	review and a work report that are being prepared, talks and reports of members, an activity of public welfare, self-check
	sheets.
	"""
	login = organisation["logins"][0]
	today = getdate(nowdate())
	_plan_year(login["branch"], today)
	_hold_assembly(login["branch"], today)
	_announce_theme_day(login["branch"], today)
	_call_assembly(login["branch"], today)
	assessing.renew(login["branch"], today.year)
	_collect(login["branch"], today)
	_prepare_election(login["branch"], organisation["next_committee"], today)
	appraisals.open_one(login["branch"], today)
	reviews.prepare_current(login["branch"], today)
	questionnaires.open_ones(login["branch"], today)
	personal_texts.create_open_ones(login["branch"], today)
	welfare_and_honours.create_open_ones(login["branch"], today)
	self_checks.begin_current(login["branch"], today)


def _plan_year(branch: str, today: date) -> None:
	"""A plan for what is left of the year, with the topics of the sample year and the people who are responsible now."""
	if frappe.db.exists("Party Annual Plan", {"branch": branch, "year": today.year}):
		return
	last = frappe.get_all(
		"Party Annual Plan", filters={"branch": branch}, pluck="name", order_by="year desc", limit=1
	)
	if not last:
		return
	secretary = _secretary(branch)
	there = _members(branch)
	lines = frappe.get_doc("Party Annual Plan", last[0]).lines
	frappe.get_doc(
		{
			"doctype": "Party Annual Plan",
			"branch": branch,
			"year": today.year,
			"prepared_on": date(today.year, 1, 1),
			"lines": [
				{
					"month": line.month,
					"kind": line.kind,
					"topic": line.topic,
					"responsible": line.responsible if line.responsible in there else secretary,
					"lecturer": line.lecturer,
				}
				for line in lines
				if line.month >= today.month
			],
		}
	).insert()


def _hold_assembly(branch: str, today: date) -> None:
	"""An assembly of some days ago: one member has it to make up, one resolution is overdue, one under way."""
	day = max(date(today.year, 1, 1), today - timedelta(days=_ASSEMBLY_DAYS_AGO))
	filters = {"branch": branch, "kind": "Member Assembly", "meeting_date": [">=", date(today.year, 1, 1)]}
	if day >= today or frappe.db.exists("Party Meeting", filters):
		return
	login = frappe.db.get_value("Party Member", {"branch": branch, "user": "dangyuan@example.com"}, "name")
	attendees = expected_attendees(branch, "Member Assembly", day)
	for row in attendees:
		if row["member"] == login:
			row.update(attendance="Leave", reason="外地开庭")
	voters = sum(row["has_vote"] for row in attendees if row["attendance"] == "Present")
	secretary = _secretary(branch)
	frappe.get_doc(
		{
			"doctype": "Party Meeting",
			"branch": branch,
			"kind": "Member Assembly",
			"topic": "通报支部工作，讨论年度志愿服务安排",
			"starts_on": f"{day} 08:30:00",
			"ends_on": f"{day} 10:00:00",
			"location": "党群活动室",
			"method": "会议讨论",
			"chair": secretary,
			"agenda": "支委会通报上一阶段工作；讨论年度志愿服务安排。",
			"attendees": attendees,
			"speeches_by_person": [
				{"member": secretary, "speech": "上一阶段主题党日按计划完成，党费当月收齐。"},
				{"speaker": "支部委员", "speech": "志愿服务建议固定到每月第三周，便于党员安排业务。"},
			],
			"resolutions": [
				{
					"resolution": "同意年度志愿服务安排。",
					"vote_method": "Show of Hands",
					"in_favour": voters,
					"responsible": login or secretary,
					"deadline": today + timedelta(days=20),
				},
				{
					"resolution": "公布上一阶段党费收缴使用情况。",
					"responsible": secretary,
					"deadline": day + timedelta(days=3),
				},
			],
		}
	).insert().submit()


def _secretary(branch: str) -> str | None:
	filters = {"branch": branch, "post": "Secretary", "status": "In Office"}
	return frappe.db.get_value("Party Post", filters, "member")


def _announce_theme_day(branch: str, today: date) -> None:
	day = _next_theme_day(today)
	filters = {"branch": branch, "kind": "Theme Day", "meeting_date": [">=", today]}
	if frappe.db.exists("Party Meeting", filters):
		return
	secretary = _secretary(branch)
	frappe.get_doc(
		{
			"doctype": "Party Meeting",
			"branch": branch,
			"kind": "Theme Day",
			"topic": "主题党日：学习讨论与志愿服务安排",
			"starts_on": f"{day} 14:00:00",
			"ends_on": f"{day} 16:00:00",
			"location": "党群活动室",
			"agenda": "集中学习；讨论志愿服务安排；现场交纳当月党费。请各党小组长通知到人。",
			"chair": secretary,
			"has_study": 1,
			"has_dues_payment": 1,
		}
	).insert()


def _call_assembly(branch: str, today: date) -> None:
	"""A notice of an assembly in some days: the member who logs in has not answered yet, two others have."""
	day = today + timedelta(days=_ASSEMBLY_DAYS_AHEAD)
	if frappe.db.exists("Meeting Notice", {"branch": branch, "starts_on": [">=", today]}):
		return
	secretary = _secretary(branch)
	invited = [row["member"] for row in expected_attendees(branch, "Member Assembly", day)]
	login = frappe.db.get_value("Party Member", {"branch": branch, "user": "dangyuan@example.com"}, "name")
	others = [member for member in invited if member not in (login, secretary)]
	notice = frappe.get_doc(
		{
			"doctype": "Meeting Notice",
			"branch": branch,
			"kind": "Member Assembly",
			"topic": "通报支部年度工作，征求下一年度工作打算",
			"starts_on": f"{day} 16:00:00",
			"ends_on": f"{day} 17:30:00",
			"location": "党群活动室",
			"chair": secretary,
			"answer_until": day - timedelta(days=1),
			"note": "请提前安排好当天业务。不能到会的，请在截止日期前说明原因。",
			"agenda_items": [
				{"item": "通报支部年度工作", "presenter": secretary},
				{"item": "讨论下一年度志愿服务和学习安排"},
			],
			"preparations": [{"member": others[0], "brings": "志愿服务情况小结"}] if others else [],
			"invitees": [{"member": member} for member in invited],
		}
	).insert()
	issue(notice.name)
	for member, answer in zip(others, (("Coming", None), ("Leave", "Official Business")), strict=False):
		note_answer(notice.name, member, *answer)


def _next_theme_day(today: date) -> date:
	is_workday = workdays().is_workday
	day = theme_day(today.year, today.month, is_workday)
	if day >= today:
		return day
	following = add_months(today.replace(day=1), 1)
	return theme_day(following.year, following.month, is_workday)


def _collect(branch: str, today: date) -> None:
	"""Make the entries of the year so far and collect them on each month's theme day; some owe the last two months."""
	this_month = today.replace(day=1)
	last_month = add_months(this_month, -1)
	owing = {*sorted(_members(branch))[::OWE_TWO_MONTHS], *_login_members(branch)}
	for number in range(1, today.month + 1):
		month = date(today.year, number, 1)
		run_month(month, [branch])
		if month == this_month:
			return
		payers = [
			member
			for member, owed in open_months(branch).items()
			if any(entry.month == month for entry in owed) and not (month == last_month and member in owing)
		]
		lines = [CollectionLine(member, months=(month,)) for member in sorted(payers)]
		with acting_as(frappe.db.get_value("Party Member", _secretary(branch), "user")):
			collect(branch, month.replace(day=theme_day_of_month()), "WeChat", lines)


def _members(branch: str) -> set[str]:
	filters = {"branch": branch, "status": "On Register"}
	return set(frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name"))


def _login_members(branch: str) -> list[str]:
	filters = {"branch": branch, "user": ["is", "set"]}
	return frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name")


def _prepare_election(branch: str, nominees: list[dict[str, str]], today: date) -> None:
	"""Prepare the next term election up to the agreement of the organisation above; the meeting is still to come."""
	if frappe.db.exists("Party Election", {"branch": branch}):
		return
	members = {row["member"]: member_named(row["member"], branch) for row in nominees}
	frappe.get_doc(
		{
			"doctype": "Party Election",
			"branch": branch,
			"kind": "Term Election",
			"has_committee": 1,
			"requested_on": today - timedelta(days=30),
			"request_no": f"澄砚一支〔{today.year}〕6号",
			"agreed_on": today - timedelta(days=18),
			"agreement_no": f"婺示律党〔{today.year}〕19号",
			"nominated_on": today - timedelta(days=6),
			"planned_on": today + timedelta(days=24),
			"seats": [
				{"office": "Committee Member", "seats": len(nominees) - 1},
				{"office": "Secretary", "seats": 1},
				{"office": "Deputy Secretary", "seats": 1},
			],
			"candidates": [
				{
					"office": office,
					"member": members[row["member"]],
					"nominated_by": row["nominated_by"],
					"introduction": row["introduction"],
				}
				for row in nominees
				for office in ("Committee Member", *row.get("also", ()))
			],
		}
	).insert()
