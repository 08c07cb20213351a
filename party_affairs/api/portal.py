"""The member's own page: what he owes and has paid, his next meetings, what is asked of him, what he has to put right,
whom he is paired with, and what his branch has reported to its members.

Nothing here takes a member as an argument: whose page it is follows from the login alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import frappe
from frappe import _, scrub
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Count, Max
from frappe.utils import cint, get_datetime, getdate, now_datetime, nowdate

from party_affairs.ballots import roll
from party_affairs.compliance import education
from party_affairs.facts.dues import arrears as dues_arrears
from party_affairs.facts.dues import assessment as dues_assessment
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.meetings.make_ups import MADE_UP, is_to_be_made_up
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions.scope import access_of, active_posts
from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.dues import assessment as assessment_rules
from party_affairs.rules.dues.monthly_dues import NOTHING, MonthAccount
from party_affairs.rules.meetings.life_reviews import STATE_LABELS, state_of_measure
from party_affairs.rules.meetings.records import follow_up_status, is_carried_out
from party_affairs.rules.members import membership
from party_affairs.rules.periods import Period, period_of, periods_between
from party_affairs.settings import theme_day_of_month, workdays

_OPEN = ("Due", "Missed")
_MEETINGS_SHOWN = 20
_REPORTS_SHOWN = 4
_FIRST_YEAR = 1921
_SUBMITTED = 1


@frappe.whitelist()
def my_overview(year: int | str | None = None) -> dict[str, Any]:
	"""Return all that the portal page shows of the caller's own records; `year` is that of the dues (default: this year).

	Raises PermissionError for guests and for logins that belong to no member on register.
	"""
	member = own_member()
	if not member:
		frappe.throw(_("Your login is not linked to a Party member."), frappe.PermissionError)
	today = getdate(nowdate())
	profile = _profile(member, today)
	held = active_posts(members=[member], on=today)
	held.sort(key=lambda row: party_posts.post(frappe.scrub(row.post)).order)
	committees = {row.branch for row in held if party_posts.post(frappe.scrub(row.post)).committee_seat}
	return {
		"profile": {**profile, "posts": [{"post": row.post, "branch": row.branch} for row in held]},
		"dues": _dues(member, _year(year, today), today),
		"assessments": _assessments(member, _year(year, today)),
		"theme_day": _next_theme_day(profile.branch, today),
		"meetings": _next_meetings(profile, committees),
		"make_ups": _make_ups(member, today),
		"resolutions": _resolutions(member, today),
		"duties": _open_duties(member, today),
		"pairings": _pairings(member, today),
		"appraisals": open_appraisals(),
		"grades": _grades(member),
		"hours": education.of_member(member, profile.branch, today),
		"rectification": _rectification(member, today),
		"reports": _reports(profile.branch, today),
	}


def own_member() -> str | None:
	"""Return the Party Member on register to whom the caller's login belongs, None for guests and strangers."""
	user = frappe.session.user
	return None if user == "Guest" else access_of(user).member


def open_appraisals() -> list[dict[str, Any]]:
	"""Return the appraisals in which the caller votes now or soon, and whether he has voted; none for strangers."""
	member = own_member()
	if not member:
		return []
	rows = frappe.get_all(
		"Democratic Appraisal",
		filters={"status": "Voting Open", "closes_on": [">=", now_datetime()]},
		fields=["name", "branch", "year", "opens_on", "closes_on"],
		order_by="closes_on",
	)
	voted = roll.has_voted([row.name for row in rows], member)
	return [
		{
			"appraisal": row.name,
			"branch": row.branch,
			"year": row.year,
			"opens_on": get_datetime(row.opens_on),
			"closes_on": get_datetime(row.closes_on),
			"is_open": get_datetime(row.opens_on) <= now_datetime(),
			"voted": voted[row.name],
		}
		for row in rows
		if row.name in voted
	]


def _grades(member: str) -> list[dict[str, Any]]:
	"""The member's own grades in appraisals that were announced, with his votes where the branch shows them to him."""
	appraisal, row = DocType("Democratic Appraisal"), DocType("Democratic Appraisal Member")
	graded = (
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.select(appraisal.name, appraisal.year, appraisal.show_counts, row.grade)
		.where((row.member == member) & (row.parenttype == "Democratic Appraisal"))
		.where((appraisal.docstatus == 1) & (appraisal.status == "Result Announced") & (row.grade != ""))
		.orderby(appraisal.year, order=Order.desc)
	).run(as_dict=True)
	shown = [found.name for found in graded if found.show_counts]
	votes = frappe.get_all(
		"Democratic Appraisal Result",
		filters={"parent": ["in", shown], "member": member, "aspect": "Overall Grade"},
		fields=["parent", "electorate", *GRADES],
		order_by="parent, idx",
	)
	return [
		{
			"year": found.year,
			"grade": found.grade,
			"votes": [vote for vote in votes if vote.parent == found.name],
		}
		for found in graded
	]


def _year(value: int | str | None, today: date) -> int:
	year = cint(value)
	return year if _FIRST_YEAR <= year <= today.year + 1 else today.year


def _profile(member: str, today: date) -> frappe._dict:
	fields = ["name", "member_name", "branch", "party_group", "stage", "joined_on", "full_member_on"]
	profile = frappe.db.get_value("Party Member", member, fields, as_dict=True)
	profile.group_name = profile.party_group and frappe.db.get_value(
		"Party Group", profile.party_group, "group_name"
	)
	profile.party_age = membership.party_age(profile.full_member_on, today)
	return profile


def _dues(member: str, year: int, today: date) -> dict[str, Any]:
	"""The twelve months of a year with what is due and paid, their sums, and the years that can be chosen."""
	entries = frappe.get_all(
		"Party Dues Entry",
		filters={"member": member},
		fields=["dues_month", "payable_by", "due_amount", "paid_amount", "paid_on", "method", "status"],
		order_by="dues_month",
	)
	by_month = {period_of("month", row.dues_month).key: row for row in entries}
	year_period = period_of("year", date(year, 1, 1))
	months = [
		{"month": month.start, "entry": by_month.get(month.key)}
		for month in periods_between("month", year_period.start, year_period.end)
	]
	of_year = [row["entry"] for row in months if row["entry"]]
	accounts = [dues_arrears.account_of(row) for row in entries]
	arrears = [account for account in accounts if account.is_in_arrears(today)]
	return {
		"year": year,
		"years": sorted({row.dues_month.year for row in entries} | {year, today.year}, reverse=True),
		"months": months,
		"total_due": _sum(of_year, "due_amount"),
		"total_paid": _sum(of_year, "paid_amount"),
		"arrears": sum((account.open for account in arrears), Decimal(0)),
		"months_in_arrears": len(arrears),
		"oldest": arrears[0].month.key if arrears else None,
		"next": _next_payable(accounts, today),
		"receipts": _receipts(member, year_period),
	}


def _receipts(member: str, year: Period) -> list[Mapping[str, Any]]:
	"""The receipts of what the member paid in a year, the latest first."""
	return frappe.get_all(
		"Party Dues Receipt",
		filters={"member": member, "docstatus": 1, "received_on": ["between", [year.start, year.end]]},
		fields=["receipt_no", "received_on", "amount", "voluntary", "method", "paid_by"],
		order_by="received_on desc, receipt_serial desc",
	)


def _next_payable(accounts: Iterable[MonthAccount], today: date) -> dict[str, Any] | None:
	"""What is payable next and by when, of months that have begun: nothing where all of it is paid."""
	begun = [
		row for row in accounts if row.open and row.month.start <= today and not row.is_in_arrears(today)
	]
	if not begun:
		return None
	day = min(row.payable_by or row.month.end for row in begun)
	due = [row for row in begun if (row.payable_by or row.month.end) == day]
	return {
		"day": day,
		"months": [row.month.key for row in due],
		"amount": sum((row.open for row in due), Decimal(0)),
	}


def _sum(rows: Iterable[Mapping[str, Any]], fieldname: str) -> Decimal:
	return sum((yuan(row[fieldname]) for row in rows), NOTHING)


def _assessments(member: str, year: int) -> list[Mapping[str, Any]]:
	"""The member's own assessments of a year: what he told of his income is shown to him as well."""
	rows = dues_assessment.of_members([member], date(year, 1, 1), date(year, 12, 1)).get(member, ())
	return [
		{
			"category": row.category,
			"method": row.basis_method if scrub(row.category) in assessment_rules.BASED else None,
			"base": row.monthly_base if scrub(row.category) in assessment_rules.BASED else None,
			"due": row.monthly_due,
			"quarterly": row.payment_frequency == "Quarterly",
			"first": row.effective_from,
			"last": assessment_rules.reaches_to(row.effective_to, later_one and later_one.effective_from),
		}
		for row, later_one in zip_longest(rows, rows[1:])
	]


def _next_theme_day(branch: str, today: date) -> dict[str, Any]:
	"""The next theme day (guide 一（四）2) with what the branch's plan of the year has for it."""
	fixed_day = theme_day_of_month()
	calendar = workdays()
	month = period_of("month", today)
	day = theme_day(month.start.year, month.start.month, calendar.is_workday, fixed_day)
	if day < today:
		month = month.next()
		day = theme_day(month.start.year, month.start.month, calendar.is_workday, fixed_day)
	plan, line = DocType("Party Annual Plan"), DocType("Party Annual Plan Line")
	planned = (
		frappe.qb.from_(line)
		.join(plan)
		.on(plan.name == line.parent)
		.select(line.topic)
		.where((plan.branch == branch) & (plan.year == day.year))
		.where((line.month == day.month) & (line.kind == "Theme Day"))
		.orderby(line.idx)
	).run(pluck=True)
	return {"day": day, "topics": planned, "announced": calendar.is_announced(day.year)}


def _next_meetings(profile: frappe._dict, committees: set[str]) -> list[Mapping[str, Any]]:
	"""The planned meetings to which the member is expected: time, place and topic, and nothing of any minutes."""
	rows = frappe.get_all(
		"Party Meeting",
		filters={
			"branch": ["in", sorted({profile.branch} | committees)],
			"docstatus": 0,
			"starts_on": [">=", now_datetime()],
		},
		fields=["kind", "topic", "branch", "party_group", "starts_on", "ends_on", "location"],
		order_by="starts_on",
	)
	return [
		{
			"kind": row.kind,
			"topic": row.topic,
			"branch": row.branch,
			"location": row.location,
			"starts_on": get_datetime(row.starts_on),
			"ends_on": get_datetime(row.ends_on) if row.ends_on else None,
		}
		for row in rows
		if _is_expected(profile, committees, row)
	][:_MEETINGS_SHOWN]


def _is_expected(profile: frappe._dict, committees: set[str], meeting: frappe._dict) -> bool:
	attendees = meeting_kinds.meeting_kind(frappe.scrub(meeting.kind)).attendees
	if attendees == "committee":
		return meeting.branch in committees
	if meeting.branch != profile.branch:
		return False
	return attendees != "group" or meeting.party_group == profile.party_group


def _make_ups(member: str, today: date) -> list[Mapping[str, Any]]:
	"""The meetings of this year and the last that the member missed and has not made up: when, where and about what."""
	meeting, attendee, person = (
		DocType(doctype) for doctype in ("Party Meeting", "Party Meeting Attendee", "Party Member")
	)
	return (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.join(person)
		.on(person.name == attendee.member)
		.select(meeting.kind, meeting.topic, meeting.meeting_date, attendee.reason)
		.where((attendee.member == member) & is_to_be_made_up(meeting, attendee, person))
		.where((attendee.attendance != MADE_UP) & (meeting.meeting_date >= date(today.year - 1, 1, 1)))
		.orderby(meeting.meeting_date, meeting.name)
	).run(as_dict=True)


def _resolutions(member: str, today: date) -> list[Mapping[str, Any]]:
	"""The resolutions that the member is to carry out and that are not done; nothing else of their minutes."""
	meeting, resolution = DocType("Party Meeting"), DocType("Party Meeting Resolution")
	rows = (
		frappe.qb.from_(resolution)
		.join(meeting)
		.on(meeting.name == resolution.parent)
		.select(
			meeting.kind,
			meeting.meeting_date,
			resolution.resolution,
			resolution.result,
			resolution.deadline,
			resolution.follow_up,
		)
		.where((resolution.responsible == member) & resolution.done_on.isnull())
		.where(meeting.docstatus == _SUBMITTED)
		.orderby(resolution.deadline, meeting.meeting_date, resolution.idx)
	).run(as_dict=True)
	return [
		{
			"resolution": row.resolution,
			"kind": row.kind,
			"meeting_date": row.meeting_date,
			"deadline": row.deadline,
			"follow_up": row.follow_up,
			"status": follow_up_status(row.deadline, None, today),
		}
		for row in rows
		if is_carried_out(row.result)
	]


def _open_duties(member: str, today: date) -> list[dict[str, Any]]:
	"""What is asked of the member himself and is not done, by clause, for this year and the last."""
	finding, rule = DocType("Compliance Finding"), DocType("Guide Rule")
	rows = (
		frappe.qb.from_(finding)
		.join(rule)
		.on(rule.name == finding.rule)
		.select(
			finding.rule,
			finding.status,
			finding.period_key,
			finding.due_date,
			finding.message,
			rule.evaluation_kind,
			rule.title,
			rule.citation,
			rule.clause_text,
		)
		.where((finding.subject_doctype == "Party Member") & (finding.subject == member))
		.where(finding.status.isin(_OPEN) & (finding.period_start >= date(today.year - 1, 1, 1)))
		.orderby(finding.rule)
		.orderby(finding.period_start)
	).run(as_dict=True)
	duties: dict[str, dict[str, Any]] = {}
	for row in rows:
		clause = {"title": row.title, "citation": row.citation, "clause_text": row.clause_text}
		duty = duties.setdefault(row.rule, {**clause, "periods": [], "shortfall": None})
		duty["periods"].append({"key": row.period_key, "status": row.status, "due_date": row.due_date})
		# Of a regular duty the periods say all; of a state it takes words to say what it lacks.
		if row.evaluation_kind == "State":
			duty["shortfall"] = row.message
	return list(duties.values())


def _pairings(member: str, today: date) -> list[Mapping[str, Any]]:
	"""The member's contacts of today; their address, telephone and family stay with the branch."""
	pairing, log = DocType("Contact Pairing"), DocType("Contact Pairing Log")
	return (
		frappe.qb.from_(pairing)
		.left_join(log)
		.on((log.parent == pairing.name) & (log.parenttype == "Contact Pairing"))
		.select(
			pairing.contact_name,
			pairing.contact_kind,
			pairing.start_date,
			Count(log.name).as_("contacts"),
			Max(log.contact_date).as_("last_contact"),
		)
		.where((pairing.member == member) & (pairing.start_date <= today))
		.where(pairing.end_date.isnull() | (pairing.end_date >= today))
		.groupby(pairing.name, pairing.contact_name, pairing.contact_kind, pairing.start_date)
		.orderby(pairing.start_date, pairing.name)
	).run(as_dict=True)


def _rectification(member: str, today: date) -> list[Mapping[str, Any]]:
	"""What the member has to put right: items of his branch's lists that name him, and what he set himself.

	Of the branch's items those that are open or were closed this year; of what was said about him at a life review only
	the problems he took upon himself, of the latest two years.
	"""
	review, measure = DocType("Party Life Review"), DocType("Life Review Measure")
	rows = (
		frappe.qb.from_(measure)
		.join(review)
		.on(review.name == measure.parent)
		.select(
			review.theme,
			review.held_on,
			measure.problem,
			measure.measure,
			measure.deadline,
			measure.closed_on,
		)
		.where((measure.responsible == member) & review.held_on.isnotnull())
		.where(measure.closed_on.isnull() | (measure.closed_on >= date(today.year, 1, 1)))
		.orderby(measure.deadline)
		.orderby(measure.name)
	).run(as_dict=True)
	for row in rows:
		row.state = state_of_measure(row.deadline, row.closed_on, today)
		row.state_text = STATE_LABELS[row.state].text(_)
	return rows + _own_problems(member, today)


def _own_problems(member: str, today: date) -> list[Mapping[str, Any]]:
	record, line, review = (
		DocType(doctype)
		for doctype in ("Life Review Criticism", "Life Review Criticism Line", "Party Life Review")
	)
	return (
		frappe.qb.from_(line)
		.join(record)
		.on(record.name == line.parent)
		.join(review)
		.on(review.name == record.review)
		.select(
			review.theme,
			review.held_on,
			line.problems.as_("problem"),
			line.measures.as_("measure"),
			line.deadline,
		)
		.where((line.member == member) & (line.problems != ""))
		.where(review.held_on >= date(today.year - 1, 1, 1))
		.orderby(review.held_on)
	).run(as_dict=True)


def _reports(branch: str, today: date) -> list[Mapping[str, Any]]:
	"""The latest reports that the assembly of the member's branch has heard, with their text."""
	report, meeting = DocType("Party Work Report"), DocType("Party Meeting")
	rows = (
		frappe.qb.from_(report)
		.join(meeting)
		.on((meeting.name == report.assembly) & (meeting.docstatus == 1))
		.select(report.name, report.title, report.kind, report.reporter_name, report.review_result)
		.select(report.period_start, report.period_end, meeting.meeting_date)
		.where((report.branch == branch) & (report.docstatus == 1) & (meeting.meeting_date <= today))
		.orderby(meeting.meeting_date, order=Order.desc)
		.orderby(report.name, order=Order.desc)
		.limit(_REPORTS_SHOWN)
	).run(as_dict=True)
	section = DocType("Party Work Report Section")
	names = [row.name for row in rows]
	texts = (
		(
			frappe.qb.from_(section)
			.select(section.parent, section.title, section.content)
			.where(section.parent.isin(names) & (section.content != ""))
			.orderby(section.idx)
		).run(as_dict=True)
		if names
		else []
	)
	for row in rows:
		row.sections = [text for text in texts if text.parent == row.name]
	return rows
