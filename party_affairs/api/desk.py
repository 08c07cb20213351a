"""What the Desk shows beside documents: cards and charts of the workspace, the tree, the calendar, a branch at a glance.

Everything here is read through the caller's scope. The workspace's cards and charts are of the custom kind on purpose:
Frappe keeps the data of its own chart kinds in one cache for all users, and rounds or abbreviates the numbers of its own
card kinds.
"""

import json
import shutil
import subprocess
from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import (
	add_days,
	cint,
	escape_html,
	fmt_money,
	format_datetime,
	get_datetime,
	get_first_day,
	get_url_to_list,
	getdate,
	now_datetime,
	nowdate,
	sbool,
)

from party_affairs.facts.activity import covers
from party_affairs.facts.dues.arrears import is_payable_over
from party_affairs.facts.meetings import plans
from party_affairs.facts.members import register as members
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import MEMBER, ROLES
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.meetings.plans import OVERDUE
from party_affairs.rules.organisation.elections import reminded_until
from party_affairs.rules.periods import period_of
from party_affairs.settings import theme_day_of_month, workdays

FINDING = "Compliance Finding"
DUES = "Party Dues Entry"
STATUSES = ("Met", "Late", "Due", "Missed", "Planned")
MONTHS = range(1, 13)
_PARTY_MEMBERS = ("Probationary Member", "Full Member")
_OWING = ("Unpaid", "Partly Paid")
_DAY_OF_EVIDENCE = {
	"Party Meeting": "meeting_date",
	"Party Dues Entry": "paid_on",
	"Dues Assessment": "effective_from",
	"Contact Pairing": "start_date",
	"Public Welfare Activity": "activity_date",
	"Heart Talk": "talk_on",
	"Thought Report": "handed_in_on",
	"Member Self Review": "handed_in_on",
}
_BRANCHES_WITH_PLANS = 20
"""Of more branches the calendar shows meetings alone: their plans would hide them."""
_FONT_LIST = ("fc-list", ":lang=zh", "family")
_FONT_LIST_SECONDS = 20


def workspace_path() -> str:
	"""Return the path of the app's workspace, whose first part differs between Frappe versions."""
	return urlsplit(get_url_to_list("Party Affairs")).path


def may_use_desk() -> bool:
	"""Whether the caller has one of the app's roles for the Desk; decides if the app shows on the apps screen."""
	return bool(set(frappe.get_roles()) & (set(ROLES) - {MEMBER} | {"System Manager"}))


# Number cards: each answers with the text that the card prints.


@frappe.whitelist()
def duties_due() -> str:
	"""Number of duties whose period is running and that are not done."""
	finding, scoped = _scoped(FINDING)
	number = scoped.select(Count(finding.name)).where(finding.status == "Due").run()[0][0]
	return _card(str(number), FINDING, status="Due")


@frappe.whitelist()
def duties_missed() -> str:
	"""Number of duties missed in the year that was checked last."""
	year = _year_checked_last()
	if year is None:
		return _card("0", FINDING, status="Missed")
	finding, scoped = _scoped(FINDING)
	first, last = _days_of(year)
	query = scoped.select(Count(finding.name)).where(
		(finding.status == "Missed") & finding.period_start[first:last]
	)
	return _card(
		str(query.run()[0][0]),
		FINDING,
		note=_("in {0}").format(year),
		status="Missed",
		period_start=json.dumps(["between", [str(first), str(last)]]),
	)


@frappe.whitelist()
def dues_of_month() -> str:
	"""Sum of the dues of the current month, in yuan."""
	month = get_first_day(nowdate())
	entry, scoped = _scoped(DUES)
	total = scoped.select(Sum(entry.due_amount)).where(entry.dues_month == month).run()[0][0]
	return _card(_yuan(total), DUES, dues_month=str(month))


@frappe.whitelist()
def dues_in_arrears() -> str:
	"""Sum of what is still unpaid of the dues whose time is over, in yuan."""
	today = getdate(nowdate())
	entry, scoped = _scoped(DUES)
	query = scoped.select(Sum(entry.due_amount - entry.paid_amount))
	total = query.where((entry.paid_amount < entry.due_amount) & is_payable_over(entry, today)).run()[0][0]
	return _card(
		_yuan(total),
		DUES,
		status=json.dumps(["in", list(_OWING)]),
		dues_month=json.dumps(["<", str(get_first_day(today))]),
	)


@frappe.whitelist()
def party_members() -> str:
	"""Number of full and probationary members on register."""
	member, scoped = _scoped("Party Member")
	query = scoped.select(Count(member.name)).where(
		member.status.isin(ON_REGISTER) & member.stage.isin(_PARTY_MEMBERS)
	)
	return _card(
		str(query.run()[0][0]),
		"Party Member",
		status=json.dumps(["in", list(ON_REGISTER)]),
		stage=json.dumps(["in", list(_PARTY_MEMBERS)]),
	)


@frappe.whitelist()
def terms_ending() -> str:
	"""Number of organisations whose term of office ends within six months, or has ended."""
	branch, scoped = _scoped("Party Branch")
	horizon = reminded_until(getdate(nowdate()))
	query = scoped.select(Count(branch.name)).where(
		(branch.status == "Active") & (branch.term_end <= horizon)
	)
	return _card(
		str(query.run()[0][0]),
		"Party Branch",
		status="Active",
		term_end=json.dumps(["<=", str(horizon)]),
	)


@frappe.whitelist()
def open_development_cases() -> str:
	"""Number of people whose way into the Party is under way."""
	case, scoped = _scoped("Party Development Case")
	number = scoped.select(Count(case.name)).where(case.status == "Open").run()[0][0]
	return _card(str(number), "Party Development Case", status="Open")


@frappe.whitelist()
def letters_not_received() -> str:
	"""Number of transfer letters that are past their validity and that nobody received."""
	transfer, scoped = _scoped("Party Membership Transfer")
	today = getdate(nowdate())
	query = scoped.select(Count(transfer.name)).where(
		(transfer.status == "Letter Issued") & (transfer.valid_until < today)
	)
	return _card(
		str(query.run()[0][0]),
		"Party Membership Transfer",
		status="Letter Issued",
		valid_until=json.dumps(["<", str(today)]),
	)


@frappe.whitelist()
def last_check() -> str:
	"""When the duties of the caller's branches were checked last."""
	finding, scoped = _scoped(FINDING)
	of_branches = scoped.select(Max(finding.checked_on)).run()[0][0]
	of_all = frappe.get_single("Party Affairs Settings").last_compliance_run
	times = [get_datetime(time) for time in (of_branches, of_all) if time]
	text = format_datetime(max(times), "yyyy-MM-dd HH:mm") if times else _("Not checked yet")
	return _card(text, FINDING)


def _scoped(doctype: str) -> tuple[Any, Any]:
	"""Return the table of a DocType and a query on it that sees only the caller's rows.

	Raise PermissionError if no role of his may read the DocType; a role that reaches no branch sees no rows.
	"""
	_check_right(doctype, "read")
	table = DocType(doctype)
	return table, frappe.qb.from_(table).where(scope_for(doctype).criterion(table))


def _check_right(doctype: str, ptype: str) -> None:
	# Frappe's own `throw=True` raises another error, which HTTP does not answer with 403.
	if not frappe.has_permission(doctype, ptype):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)


def _card(text: str, doctype: str, note: str = "", **filters: str) -> str:
	"""Return a card's text as a link to the list of the records behind it."""
	address = urlsplit(get_url_to_list(doctype)).path
	if filters:
		address = f"{address}?{urlencode(filters)}"
	link = f'<a class="text-reset text-decoration-none" href="{escape_html(address)}">{escape_html(text)}</a>'
	return f'{link} <span class="small text-muted">{escape_html(note)}</span>' if note else link


def _yuan(amount) -> str:
	return _("{0} yuan").format(fmt_money(amount or 0, 2))


def _days_of(year: int) -> tuple[date, date]:
	period = period_of("year", date(year, 1, 1))
	return period.start, period.end


def _year_checked_last() -> int | None:
	finding, scoped = _scoped(FINDING)
	latest = scoped.select(Max(finding.period_start)).where(finding.status != "Planned").run()[0][0]
	return latest.year if latest else None


# Charts


@frappe.whitelist()
def duties_by_status(filters: str | dict | None = None) -> dict[str, Any]:
	"""Chart of the duties of a year (default: the one checked last) that are done, due and missed."""
	finding, scoped = _scoped(FINDING)
	year = _year_of(filters) or _year_checked_last()
	if year is None:
		return {}
	first, last = _days_of(year)
	query = scoped.select(finding.status, Count(finding.name)).where(finding.period_start[first:last])
	numbers = Counter(dict(query.groupby(finding.status).run()))
	return {
		"labels": [_("Met or Late"), _("Due"), _("Missed")],
		"datasets": [
			{
				"name": str(year),
				"values": [numbers["Met"] + numbers["Late"], numbers["Due"], numbers["Missed"]],
			}
		],
	}


@frappe.whitelist()
def dues_by_month(filters: str | dict | None = None) -> dict[str, Any]:
	"""Chart of dues owed and paid in a year (default: the latest with entries) by month, in yuan."""
	entry, scoped = _scoped(DUES)
	year = _year_of(filters)
	if year is None:
		latest = scoped.select(Max(entry.dues_month)).run()[0][0]
		if latest is None:
			return {}
		year = latest.year
	first, last = _days_of(year)
	query = scoped.select(entry.dues_month, Sum(entry.due_amount), Sum(entry.paid_amount))
	rows = query.where(entry.dues_month[first:last]).groupby(entry.dues_month).run()
	due = {month.month: float(amount or 0) for month, amount, _paid in rows}
	paid = {month.month: float(amount or 0) for month, _due, amount in rows}
	return {
		"labels": [str(month) for month in MONTHS],
		"datasets": [
			{"name": _("Amount Due (Yuan)"), "values": [due.get(month, 0) for month in MONTHS]},
			{"name": _("Amount Paid (Yuan)"), "values": [paid.get(month, 0) for month in MONTHS]},
		],
	}


def _year_of(filters: str | dict | None) -> int | None:
	values = frappe.parse_json(filters or "{}")
	year = cint(values.get("year")) if isinstance(values, dict) else 0
	return year if 1921 <= year <= 2100 else None


# Tree, calendar, form of a branch


@frappe.whitelist()
def get_branch_nodes(
	doctype: str, parent: str | None = None, is_root: bool | str = False
) -> list[dict[str, Any]]:
	"""Nodes of the organisation tree below `parent`; at the root, the highest organisations that the caller may see."""
	branch, scoped = _scoped("Party Branch")
	rows = (
		scoped.select(
			branch.name.as_("value"),
			branch.branch_name.as_("title"),
			branch.is_group.as_("expandable"),
			branch.parent_party_branch.as_("parent"),
			branch.branch_type,
			branch.status,
			branch.term_end,
		).orderby(branch.lft)
	).run(as_dict=True)
	if sbool(is_root) or not parent:
		visible = {row.value for row in rows}
		nodes = [row for row in rows if row.parent not in visible]
	else:
		nodes = [row for row in rows if row.parent == parent]
	names = [row.value for row in nodes]
	numbers, secretaries = _party_members_by_branch(names), _secretaries(names)
	for node in nodes:
		node.members = numbers.get(node.value)
		node.secretary = secretaries.get(node.value)
		node.term_end = node.term_end if _ends_soon(node) else None
	return nodes


def _ends_soon(node) -> bool:
	"""Whether the term is over or ends within the time in which the next election is prepared (N01)."""
	return bool(
		node.status == "Active" and node.term_end and node.term_end <= reminded_until(getdate(nowdate()))
	)


def _secretaries(branches: list[str]) -> dict[str, str]:
	scope = scope_for("Party Post")
	if scope.is_empty or not branches:
		return {}
	post, today = DocType("Party Post"), getdate(nowdate())
	query = (
		frappe.qb.from_(post)
		.select(post.branch, post.member_name)
		.where(scope.criterion(post) & post.branch.isin(branches) & (post.post == "Secretary"))
		.where((post.start_date <= today) & (post.end_date >= today))
		.where(post.removed_on.isnull() | (post.removed_on > today))
	)
	return dict(query.run())


def _party_members_by_branch(branches: list[str]) -> dict[str, int]:
	scope = scope_for("Party Member")
	if scope.is_empty or not branches:
		return {}
	member = DocType("Party Member")
	query = (
		frappe.qb.from_(member)
		.select(member.branch, Count(member.name))
		.where(scope.criterion(member) & member.branch.isin(branches))
		.where(member.status.isin(ON_REGISTER) & member.stage.isin(_PARTY_MEMBERS))
		.groupby(member.branch)
	)
	return dict(query.run())


@frappe.whitelist()
def get_meetings(start: str, end: str, filters: str | list | None = None) -> list[dict[str, Any]]:
	"""Meetings between two days for the calendar, as the caller's list would show them."""
	conditions = frappe.parse_json(filters or "[]")
	conditions += [
		["Party Meeting", "starts_on", ">=", getdate(start)],
		["Party Meeting", "starts_on", "<", add_days(getdate(end), 1)],
		["Party Meeting", "docstatus", "<", 2],
	]
	rows = frappe.get_list(
		"Party Meeting",
		filters=conditions,
		fields=["name", "kind", "topic", "branch", "starts_on", "ends_on", "docstatus"],
		order_by="starts_on",
		limit_page_length=0,
	)
	now = now_datetime()
	for row in rows:
		row.title = _("{0}: {1}").format(_(row.kind), row.topic)
		row.ends_on = row.ends_on or row.starts_on
		row.color = "green" if row.docstatus == 1 else "blue"
		if row.docstatus == 0 and row.starts_on <= now:
			row.color = "orange"
			row.title = _("{0} (minutes not submitted)").format(row.title)
	return rows + _plan_lines_ahead(getdate(start), getdate(end), conditions, rows)


def _plan_lines_ahead(first: date, last: date, conditions: list, meetings: list) -> list[dict[str, Any]]:
	"""Lines of annual plans in the days shown for which no meeting was held or called yet, of a few branches at most."""
	asked = {tuple(condition[1:3]): condition[3] for condition in conditions}
	narrowing = {("branch", "="), ("kind", "="), ("starts_on", ">="), ("starts_on", "<"), ("docstatus", "<")}
	scope = scope_for("Party Annual Plan")
	branches = scope.branches
	if scope.unrestricted or ("branch", "=") in asked:
		named = asked.get(("branch", "="))
		branches = {named} if named and scope.covers(named) else frozenset()
	if set(asked) - narrowing or not 1 <= len(branches) <= _BRANCHES_WITH_PLANS:
		return []
	called = {(row.branch, row.kind, row.starts_on.year, row.starts_on.month) for row in meetings}
	lines = []
	for year in range(first.year, last.year + 1):
		for line in plans.planned_and_held(sorted(branches), year, getdate(nowdate()), sorted(branches)):
			day = _day_of_plan_line(line, year)
			wanted = asked.get(("kind", "="), line.kind) == line.kind
			if line.meeting or not wanted or not first <= day <= last:
				continue
			if (line.branch, line.kind, year, line.month) in called:
				continue
			lines.append(
				{
					"doctype": "Party Annual Plan",
					"name": line.plan,
					"title": _("Planned: {0}: {1}").format(_(line.kind), line.topic),
					"starts_on": day,
					"ends_on": day,
					"all_day": 1,
					# Frappe lets only drafts be moved about in the calendar.
					"docstatus": 1,
					"color": "red" if line.status == OVERDUE else "gray",
				}
			)
	return lines


def _day_of_plan_line(line, year: int) -> date:
	"""The day on which a plan's line is shown: its theme day, of anything else the last of the month."""
	if line.kind == "Theme Day":
		return theme_day(year, line.month, workdays().is_workday, theme_day_of_month())
	return period_of("month", date(year, line.month, 1)).end


@frappe.whitelist()
def branch_at_a_glance(branch: str) -> dict[str, Any]:
	"""What a Party organisation has today: members by stage, posts, duties. Parts outside the caller's scope are None."""
	frappe.get_doc("Party Branch", branch).check_permission("read")
	today = getdate(nowdate())
	names = branch_and_below(branch)
	return {
		"members": _count_members(names, today) if scope_for("Party Member").covers(branch) else None,
		"posts": _posts_held(branch, today) if scope_for("Party Post").covers(branch) else None,
		"duties": _count_duties(names) if scope_for(FINDING).covers(branch) else None,
	}


def _count_members(branches: list[str], day: date) -> dict[str, int]:
	full, party = members.count_party_members(members.load_of_branches(branches), day)
	return {"full": full, "probationary": party - full}


def _posts_held(branch: str, day: date) -> list[dict[str, Any]]:
	held = [row for row in posts.load([branch]) if covers(row.first, row.last, day)]
	held.sort(key=lambda row: party_posts.post(row.key).order)
	filters = {"name": ["in", [row.member for row in held]]}
	names = (
		dict(frappe.get_all("Party Member", filters=filters, fields=["name", "member_name"], as_list=True))
		if held
		else {}
	)
	return [
		{"name": row.name, "post": _(row.post), "member_name": names.get(row.member), "last_day": row.last}
		for row in held
	]


def _count_duties(branches: list[str]) -> dict[str, Any]:
	year = _year_checked_last()
	if year is None:
		return {"year": None, "numbers": []}
	finding = DocType(FINDING)
	first, last = _days_of(year)
	query = (
		frappe.qb.from_(finding)
		.select(finding.status, Count(finding.name))
		.where(finding.branch.isin(branches) & finding.period_start[first:last])
		.groupby(finding.status)
	)
	numbers = dict(query.run())
	return {"year": year, "numbers": [[status, numbers.get(status, 0)] for status in STATUSES]}


# Form of a finding


@frappe.whitelist()
def evidence_of(finding: str) -> list[dict[str, Any]]:
	"""Return the records that count towards a finding, with title and day; only those that the caller may read."""
	document = frappe.get_doc(FINDING, finding)
	document.check_permission("read")
	names: dict[str, list[str]] = {}
	for doctype, name in json.loads(document.evidence or "[]"):
		names.setdefault(doctype, []).append(name)
	records = []
	for doctype, of_doctype in names.items():
		if not frappe.has_permission(doctype, "read"):
			continue
		title, day = frappe.get_meta(doctype).get_title_field(), _DAY_OF_EVIDENCE.get(doctype, "creation")
		records += [
			{
				"doctype": doctype,
				"name": row.name,
				"title": row[title],
				"day": str(getdate(row[day])) if row[day] else None,
			}
			for row in frappe.get_list(
				doctype,
				filters={"name": ["in", of_doctype]},
				fields=list({"name", title, day}),
				order_by=day,
				limit_page_length=0,
			)
		]
	return records


# Settings


@frappe.whitelist()
def installation_health() -> dict[str, Any]:
	"""Whether the workdays of this and next year are announced, and which Chinese fonts the server can print with.

	`fonts` is None where the server cannot list its fonts.
	"""
	_check_right("Party Affairs Settings", "write")
	year = getdate(nowdate()).year
	calendar = workdays()
	return {
		"workdays": [{"year": each, "announced": calendar.is_announced(each)} for each in (year, year + 1)],
		"fonts": _chinese_fonts(),
	}


def _chinese_fonts() -> list[str] | None:
	if not shutil.which(_FONT_LIST[0]):
		return None
	listed = subprocess.run(
		_FONT_LIST, capture_output=True, text=True, timeout=_FONT_LIST_SECONDS, check=False
	)
	return sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
