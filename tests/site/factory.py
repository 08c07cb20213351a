"""Records for tests: a committee, branches, members, posts and logins. Every function inserts and returns a document."""

import io
from decimal import Decimal
from itertools import count

from PIL import Image

import frappe
from frappe.utils import getdate

from party_affairs.compliance import states, summary
from party_affairs.party_affairs.doctype.duty_exemption import steps as steps_of_exemption
from party_affairs.rules.periods import calendar_year

_numbers = count(1)


def branch(name: str | None = None, branch_type: str = "Branch", parent=None, **values):
	"""A Party organisation; `firms` (names or documents) are covered by it.

	Without `records_from` it is one of before 0.10.0, whose records are asked since it was founded.
	"""
	firms, says_since_when = values.pop("firms", ()), bool(values.get("records_from"))
	document = _insert(
		"Party Branch",
		branch_name=name or f"测试第{next(_numbers)}党支部",
		branch_type=branch_type,
		parent_party_branch=_name(parent),
		founded_on=values.pop("founded_on", "2015-07-01"),
		covered_firms=[{"firm": _name(firm), "joined_on": "2015-07-01"} for firm in firms],
		**values,
	)
	if not says_since_when:
		document.records_from = None
		frappe.db.set_value("Party Branch", document.name, "records_from", None, update_modified=False)
	return document


def committee(name: str | None = None, **values):
	"""A primary committee."""
	return branch(name or f"测试第{next(_numbers)}党委", "Primary Committee", **values)


def firm(committee_doc, name: str | None = None, **values):
	"""A law firm under a committee."""
	name = name or f"浙江测试{next(_numbers)}律师事务所"
	return _insert("Law Firm", firm_name=name, committee=_name(committee_doc), **values)


def transfer(member_doc, to=None, letter_date: str = "2025-03-01", submit: bool = True, **values):
	"""A letter of introduction for a member: to another branch, or (without one) out of the system."""
	direction = "Between Branches" if to else "Out"
	document = _insert(
		"Party Membership Transfer",
		direction=direction,
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		to_branch=_name(to),
		other_organisation=None if to else values.pop("other_organisation", "外省某律师事务所党支部"),
		letter_no=values.pop("letter_no", None) or f"测{next(_numbers)}号",
		letter_date=letter_date,
		**values,
	)
	if submit:
		document.submit()
	return document


def leaves(member_doc, day: str):
	"""A member is transferred out of the system, and the receipt came back on `day`; returns the member."""
	document = transfer(member_doc, letter_date=day)
	document.accept(getdate(day))
	return frappe.get_doc("Party Member", _name(member_doc))


def moves(member_doc, to, day: str):
	"""A member is transferred to another branch, which accepted him on `day`; returns the member."""
	document = transfer(member_doc, to, letter_date=day)
	document.accept(getdate(day))
	return frappe.get_doc("Party Member", _name(member_doc))


def change(member_doc, kind: str, day: str, submit: bool = True, **values):
	"""A change of membership on `day`, approved where that is needed."""
	document = _insert(
		"Party Membership Change",
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		kind=kind,
		effective_on=day,
		approved_on=values.pop("approved_on", day),
		approval_no=values.pop("approval_no", "测批〔2025〕1号"),
		**values,
	)
	if submit:
		document.submit()
	return document


def event(member_doc, kind: str, day: str, **values):
	"""Something that happened to a member, such as a change of firm or a sanction."""
	return _insert(
		"Party Member Event",
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		kind=kind,
		happened_on=day,
		**values,
	)


def group(branch_doc, name: str = "第一党小组", **values):
	"""A Party group of a branch."""
	founded_on = values.pop("founded_on", "2015-07-01")
	return _insert("Party Group", branch=_name(branch_doc), group_name=name, founded_on=founded_on, **values)


def member(branch_doc, name: str | None = None, **values):
	"""A full member on register since 2015."""
	number = next(_numbers)
	defaults = {
		"member_name": name or f"测试党员{number}",
		"gender": "Male",
		"birth_date": f"19{60 + number % 25}-0{1 + number % 9}-15",
		"stage": "Full Member",
		"status": "On Register",
		"joined_on": "2014-06-01",
		"full_member_on": "2015-06-01",
		"joined_branch_on": "2015-07-01",
		"branch": _name(branch_doc),
	}
	return _insert("Party Member", **{**defaults, **values})


def post(
	member_doc, post_name: str, branch_doc=None, start: str = "2024-01-01", end: str = "2099-12-31", **values
):
	"""A post of a member, by default in his own branch and without a near end."""
	return _insert(
		"Party Post",
		member=_name(member_doc),
		post=post_name,
		branch=_name(branch_doc) or frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		start_date=start,
		end_date=end,
		**values,
	)


def absence(post_doc, away_from: str, away_until: str | None = None, **values):
	"""A secretary marked away; `post_doc` is his post."""
	return _insert(
		"Party Post Absence", party_post=_name(post_doc), away_from=away_from, away_until=away_until, **values
	)


def login(member_doc, email: str | None = None, language: str = "zh") -> str:
	"""A user linked to the member; his posts decide the roles. Returns the user's name."""
	email = email or f"user{next(_numbers)}@example.com"
	frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": email.split("@")[0],
			"language": language,
			"user_type": "Website User",
			"send_welcome_email": 0,
			"enabled": 1,
		}
	).insert(ignore_permissions=True)
	document = frappe.get_doc("Party Member", _name(member_doc))
	document.user = email
	document.save(ignore_permissions=True)
	return email


def holder(branch_doc, post_name: str | None = None, in_organisation=None, **values) -> str:
	"""A new member of the branch with a login and (unless None) a post there or in another organisation."""
	document = member(branch_doc, **values)
	user = login(document)
	if post_name:
		post(document, post_name, in_organisation or branch_doc)
	return user


def meeting(
	branch_doc, kind: str = "Theme Day", starts_on: str = "2025-03-14 14:00:00", submit: bool = True, **values
):
	"""A held meeting with complete minutes; `attendees` are members (all present), `absent` maps members to reasons."""
	attendees, absent = values.pop("attendees", ()), values.pop("absent", {})
	day = str(getdate(starts_on))
	defaults = {
		"branch": _name(branch_doc),
		"kind": kind,
		"starts_on": starts_on,
		"ends_on": f"{day} 16:00:00",
		"topic": "学习讨论",
		"location": "党群活动室",
		"agenda": "学习讨论",
		"speeches": "与会党员交流了学习体会。",
		"outcome": "会议同意。",
		"has_study": 1,
		"attendees": [
			*({"member": _name(row), "attendance": "Present"} for row in attendees),
			*({"member": row, "attendance": "Leave", "reason": reason} for row, reason in absent.items()),
		],
	}
	document = _insert("Party Meeting", **{**defaults, **values})
	if submit:
		document.submit()
	return document


def dues_entry(
	member_doc, month: str, due: str = "15.00", paid: str = "0", paid_on: str | None = None, **values
):
	"""A month's dues of a member; `month` is any day in it."""
	return _insert(
		"Party Dues Entry",
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		dues_month=month,
		due_amount=due,
		paid_amount=paid,
		paid_on=paid_on,
		**values,
	)


DECIDED = {
	"decided_on": "2024-12-10",
	"approved_by": "上级党委",
	"approved_on": "2024-12-20",
	"approval_no": "测批〔2024〕8号",
}
"""What a dues assessment names that reduces or waives the dues."""


def assessment(
	member_doc, first: str = "2025-01-01", base: str | None = "4500", category: str = "Employed", **values
):
	"""A dues assessment of a member in his branch, with the decision that its category needs."""
	given = dict(DECIDED) if category in ("Reduced", "Exempt") else {}
	if values.get("payment_frequency") == "Quarterly":
		given["consented_on"] = "2024-12-10"
	return _insert(
		"Dues Assessment",
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		category=category,
		effective_from=first,
		monthly_base=base,
		**{**given, **values},
	)


def dues_received(member_doc, day: str, dues="15.00", voluntary="0", large="0", **values) -> str:
	"""Money of a member that was received on `day`, as a submitted receipt stores it; returns its name."""
	row = frappe.get_doc(
		{
			"doctype": "Party Dues Receipt",
			"branch": frappe.db.get_value("Party Member", _name(member_doc), "branch"),
			"member": _name(member_doc),
			"received_on": day,
			"method": "Cash",
			"source": "Collected",
			"dues_amount": dues,
			"voluntary_amount": voluntary,
			"large_voluntary_amount": large,
			"amount": sum(Decimal(part) for part in (dues, voluntary, large)),
			"docstatus": 1,
			**values,
		}
	)
	row.db_insert()
	return row.name


def remittance(branch_doc, first: str | None = None, last: str | None = None, submit: bool = True, **values):
	"""What a branch remits up for the months `first` to `last`, or (without them) what a committee allocates down."""
	document = _insert(
		"Party Dues Remittance",
		kind="Remitted Up" if first else "Allocated Down",
		branch=_name(branch_doc),
		to_branch=_name(values.pop("to_branch", None)),
		period_from=first,
		period_to=last or first,
		paid_on=values.pop("paid_on", None) or last or first,
		method="Bank Transfer",
		**values,
	)
	if submit:
		document.submit()
	return document


def approval(branch_doc, day: str = "2025-01-10", kind: str = "Member Assembly", **values):
	"""A submitted meeting of the branch that agreed to an expense."""
	resolutions = values.pop("resolutions", [{"resolution": "同意使用党费购买学习资料。"}])
	return meeting(branch_doc, kind, f"{day} 14:00:00", resolutions=resolutions, **values)


def expense(branch_doc, day: str, amount="100.00", resolution=None, submit: bool = True, **values):
	"""What a branch spent on `day`, approved by `resolution` (default: a meeting of that day)."""
	document = _insert(
		"Party Dues Expense",
		branch=_name(branch_doc),
		spent_on=day,
		amount=amount,
		resolution=_name(resolution) or approval(branch_doc, day).name,
		handled_by=_name(values.pop("handled_by", None)) or member(branch_doc).name,
		**{
			"use": "Periodicals, Materials and Equipment",
			"summary": "购买学习资料",
			"payee": "新华书店",
			**values,
		},
	)
	if submit:
		document.submit()
	return document


def dues_year(branch_doc, year: int = 2025, opening="0", submit: bool = False, **values):
	"""The books of a branch for a year; `submit` closes it."""
	document = _insert(
		"Party Dues Year", branch=_name(branch_doc), year=year, opening_balance=opening, **values
	)
	if submit:
		document.submit()
	return document


def finding(subject, rule: str, branch_doc, status: str = "Missed", month: str = "2026-03", **values):
	"""A finding of a month, as a check would store it with the sums of its year, about a document."""
	document = _insert(
		"Compliance Finding",
		rule=rule,
		branch=_name(branch_doc),
		subject_doctype=subject.doctype,
		subject=subject.name,
		subject_name=subject.get_title(),
		status=status,
		severity="Warn",
		period_key=month,
		period_start=f"{month}-01",
		period_end=f"{month}-28",
		**values,
	)
	summed(document.branch, getdate(document.period_start).year)
	return document


def summed(branch: str, year: int):
	"""The findings of a branch for a year are summed up, and it is noted that it was checked today."""
	summary.keep([branch], calendar_year(year))
	states.keep(year, getdate(), "by hand", {branch: None})


def outgoing_account():
	"""The account from which the site sends its mail, so that mails are queued; nothing leaves the machine."""
	document = _insert(
		"Email Account",
		email_account_name="测试发件账号",
		email_id="sender@example.com",
		enable_outgoing=1,
		default_outgoing=1,
		smtp_server="smtp.invalid",
		awaiting_password=1,
		no_smtp_authentication=1,
	)
	frappe.local.outgoing_email_account = {}
	return document


def _insert(doctype: str, **values):
	return frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def _name(document) -> str | None:
	return getattr(document, "name", document)


def contact(branch_doc, name: str | None = None, **values):
	"""A contact person of a branch, a lawyer outside the Party."""
	return _insert(
		"Contacted Person",
		branch=_name(branch_doc),
		contact_name=name or f"联系对象{next(_numbers)}",
		**{"contact_kind": "Non-Party Lawyer", **values},
	)


def pairing(member_doc, kind: str = "Non-Party Lawyer", start: str = "2024-01-01", contact=None, **values):
	"""A contact of a member, from 2024 on: the contact person given, or one of a name of his own."""
	own = {} if contact else {"contact_name": values.pop("contact_name", None) or f"联系对象{next(_numbers)}"}
	return _insert(
		"Contact Pairing",
		member=_name(member_doc),
		branch=frappe.db.get_value("Party Member", _name(member_doc), "branch"),
		contact=_name(contact),
		contact_kind=kind,
		start_date=start,
		**own,
		**values,
	)


def opinion(branch_doc, raised_on: str = "2025-03-01", **values):
	"""An opinion in the register of a branch, raised unnamed unless somebody is given."""
	named = {"member", "contact", "raised_by_name"} & set(values)
	return _insert(
		"Raised Opinion",
		branch=_name(branch_doc),
		raised_on=raised_on,
		**{"opinion": "建议增加业务培训。", "is_unnamed": 0 if named else 1, **values},
	)


def plan(branch_doc, year: int = 2025, responsible=None, quarters=(1, 2, 3, 4), months=(1,), **values):
	"""An annual plan with a theme day in each of `months` and a lecture in each of `quarters`, all with somebody responsible."""
	topic = values.pop("topic", "主题党日")
	lines = [
		{"month": month, "kind": "Theme Day", "topic": topic, "responsible": _name(responsible)}
		for month in months
	]
	lines += [
		{"month": quarter * 3, "kind": "Party Lecture", "topic": "党课", "lecturer": "张书记"}
		for quarter in quarters
	]
	return _insert(
		"Party Annual Plan",
		branch=_name(branch_doc),
		year=year,
		prepared_on=values.pop("prepared_on", f"{year}-01-10"),
		lines=lines,
		**values,
	)


def self_review(member_doc, year: int = 2025, handed_in_on: str | None = "2025-12-10", **values):
	"""A member's self review for the appraisal of a year, with all four points."""
	points = ("political_thought", "work_style", "party_discipline", "vanguard_role")
	defaults = dict.fromkeys(points, "能够对照要求查找不足。")
	return _insert(
		"Member Self Review",
		member=_name(member_doc),
		year=year,
		handed_in_on=handed_in_on,
		**{**defaults, **values},
	)


def thought_report(member_doc, half_year: str = "2025-H1", handed_in_on: str | None = "2025-06-20", **values):
	"""A member's thought report of a half-year, entered by the committee from paper."""
	return _insert(
		"Thought Report",
		member=_name(member_doc),
		half_year=half_year,
		handed_in_on=handed_in_on,
		**{"thought": "思想上有新的收获。", **values},
	)


def heart_talk(talker_doc, partner, talk_on: str = "2025-04-10", **values):
	"""A talk of a member with another one, or with somebody outside the Party whose name `partner` is."""
	is_member = not isinstance(partner, str)
	return _insert(
		"Heart Talk",
		branch=values.pop("branch", None)
		or frappe.db.get_value("Party Member", _name(partner if is_member else talker_doc), "branch"),
		talker=_name(talker_doc),
		partner=_name(partner) if is_member else None,
		partner_name=None if is_member else partner,
		talk_on=talk_on,
		**{
			"partner_is": "Party Member" if is_member else "One of the Masses",
			"location": "会客室",
			"content": "交流近期思想和工作。",
			**values,
		},
	)


def development_case(person, days: dict | None = None, **values):
	"""The development case of a person; `days` maps labels of steps to days, or to all values of the step's row."""
	steps = [
		{"step": label, **(row if isinstance(row, dict) else {"done_on": row})}
		for label, row in (days or {}).items()
	]
	return _insert("Party Development Case", member=_name(person), steps=steps, **values)


def work_report(
	branch_doc,
	half: str = "First Half",
	year: int = 2025,
	kind: str = "Work Report",
	submit: bool = True,
	**values,
):
	"""A half-yearly work report, or (`kind`) a yearly duty report, with text in every section.

	What happens after it is submitted (`assembly`, `review_result`, `delivered_on` …) is entered afterwards.
	"""
	after = (
		"assembly",
		"review_result",
		"review_opinions",
		"delivered_on",
		"eligible",
		"present",
		"in_favour",
	)
	delivered = {key: _name(values.pop(key)) for key in after if key in values}
	document = frappe.get_doc(
		{
			"doctype": "Party Work Report",
			"branch": _name(branch_doc),
			"kind": kind,
			"year": year,
			"half": half if kind == "Work Report" else None,
			"reporter": _name(values.pop("reporter", None) or member(branch_doc)),
			**values,
		}
	).insert(ignore_permissions=True)
	for row in document.sections:
		row.content = f"{row.title}：按计划完成。"
	document.save(ignore_permissions=True)
	if submit:
		document.submit()
	if delivered:
		document.update(delivered)
		document.save(ignore_permissions=True)
	return document


APPROVED = {"review_result": "Report Approved", "eligible": 10, "present": 8, "in_favour": 8}
"""What is entered of an assembly that approved a report."""


def life_review(branch_doc, held_in=None, measures=(), **values):
	"""A life review with everything that belongs before and into the meeting but what was said about persons.

	`held_in` is its meeting; `measures` are rows of the rectification list.
	"""
	defaults = {
		"branch": _name(branch_doc),
		"year": 2025,
		"theme": "组织生活会主题",
		"noticed_on": "2025-06-01",
		"planned_on": "2025-06-20",
		"plan": "方案正文",
		"meeting": _name(held_in),
		"studies": [{"studied_on": "2025-06-05", "topic": "会前学习"}],
		"opinions": [{"source": "Outside the Party", "opinion": "希望多听意见"}],
		"talks_held": 3,
		"problems": [{"problem": "学习不够系统"}] if held_in else [],
		"direction": "抓好学习" if held_in else None,
		"measures": list(measures),
	}
	if "talks_confirmed_by" not in values:
		values["talks_confirmed_by"] = member(branch_doc).name
	return _insert("Party Life Review", **{**defaults, **values})


def measure(responsible=None, deadline: str | None = "2025-09-30", **values):
	"""A row of a rectification list."""
	row = {"problem": "问题", "measure": "措施", "responsible": _name(responsible), "deadline": deadline}
	return {**row, **values}


def criticism(review_doc, *lines, **values):
	"""The record of criticism of a life review; each of `lines` is (member, self-criticism, criticism) or a row."""
	rows = [
		{"member": _name(line[0]), "self_criticism": line[1], "criticism": line[2]}
		if isinstance(line, tuple)
		else line
		for line in lines
	]
	return _insert(
		"Life Review Criticism", review=review_doc.name, branch=review_doc.branch, lines=rows, **values
	)


_OF_A_BRANCH = (
	("Party Group", "branch"),
	("Party Member", "branch"),
	("Party Post", "branch"),
	("Party Meeting", "branch"),
	("Party Annual Plan", "branch"),
	("Party Dues Entry", "branch"),
	("Contact Pairing", "branch"),
)
_CHILDREN = ("Party Branch Firm", "Party Meeting Attendee", "Party Annual Plan Line")


STARS = (
	{"minimum_points": 90, "band": "五星", "stars": 5},
	{"minimum_points": 0, "band": "一星", "stars": 1},
)


def scheme(
	name: str = "测试方案", applies_to: str = "Party Member", criteria=(), standing: str = "Example", **values
):
	"""Return the first version of a new scheme; `values` are fields of the version, such as its `bands`.

	The points in all follow from the criteria.
	"""
	document = _insert(
		"Evaluation Scheme", scheme_name=name, applies_to=applies_to, kind=values.pop("kind", "Other")
	)
	if not values.pop("is_active", 1):
		document.db_set("is_active", 0)
	worth = sum(row.get("weight") or row["max_points"] for row in criteria)
	version = frappe.get_doc(
		{
			**{"doctype": "Evaluation Scheme Version", "scheme": document.name, "standing": standing},
			**{"effective_from": "2020-01-01", "whole": worth, "criteria": criteria, "bands": STARS},
			**values,
		}
	)
	version.flags.step = True
	return version.insert()


def self_check(branch_doc, kind: str = "Self-Check Sheet", year: int = 2025, **values):
	"""A self-check sheet, as it is made: nothing is ticked."""
	return _insert("Self Check", branch=_name(branch_doc), kind=kind, year=year, **values)


def ticked(sheet, tick: str = "Yes", **answers):
	"""Tick all lines of a sheet, those named by their keys otherwise; whatever is not Yes has a reason. Returns the sheet."""
	for line in sheet.lines:
		line.tick = answers.get(line.line_key, tick)
		line.reason = None if line.tick == "Yes" else "条件所限"
	sheet.save()
	return sheet


def exemption(branch_doc, rule: str, first: str, last: str, subject=None, decided: bool = True, **values):
	"""An exemption of a branch from a clause, granted today by the committee above; `subject` is the name of a record."""
	kinds = frappe.get_meta("Duty Exemption").get_field("subject_doctype").options.split("\n")
	document = _insert(
		"Duty Exemption",
		branch=_name(branch_doc),
		rule=rule,
		from_date=first,
		to_date=last,
		reason=values.pop("reason", "因抽调外派，支部集中休整"),
		subject_doctype=subject and next(kind for kind in kinds if kind and frappe.db.exists(kind, subject)),
		subject=subject,
		**values,
	)
	if decided:
		steps_of_exemption.Grant(document).take()
	return document


def copies(branch_doc, number: int) -> list[str]:
	"""Copy a branch with its firms, people and records `number` times, in bulk; returns the new branches' names."""
	firms = [row.firm for row in branch_doc.covered_firms]
	tables = [("Party Branch", {"name": branch_doc.name}), ("Law Firm", {"name": ["in", firms]})]
	tables += [(doctype, {field: branch_doc.name}) for doctype, field in _OF_A_BRANCH]
	rows = {doctype: frappe.get_all(doctype, filters=filters, fields=["*"]) for doctype, filters in tables}
	parents = [row.name for found in rows.values() for row in found]
	for doctype in _CHILDREN:
		rows[doctype] = frappe.get_all(doctype, filters={"parent": ["in", parents]}, fields=["*"])
	old_names = {row.name for found in rows.values() for row in found}
	for doctype, found in rows.items():
		columns = list(found[0]) if found else []
		values = [
			[f"{row[column]}-{copy}" if row[column] in old_names else row[column] for column in columns]
			for copy in range(number)
			for row in found
		]
		if values:
			frappe.db.bulk_insert(doctype, columns, values)
	return [f"{branch_doc.name}-{copy}" for copy in range(number)]


def welfare(branch_doc, *participants, day: str = "2025-05-01", **values):
	"""A public welfare activity; `participants` are members, or names of lawyers outside the Party, or whole rows."""
	rows = [
		row
		if isinstance(row, dict)
		else {"lawyer_name": row}
		if isinstance(row, str)
		else {"member": row.name}
		for row in participants
	]
	return _insert(
		"Public Welfare Activity",
		branch=_name(branch_doc),
		activity_date=day,
		participants=rows,
		**{"project": "社区普法", "form_of_service": "普法宣传", "hours": 2, **values},
	)


def honour(recipient, submit: bool = True, **values):
	"""An honour of a member or a branch, awarded unless `submit` is False."""
	is_member = recipient.doctype == "Party Member"
	document = _insert(
		"Honour",
		branch=values.pop("branch", None) or (recipient.branch if is_member else recipient.name),
		recipient=recipient.doctype,
		**{
			"member": recipient.name if is_member else None,
			"honour_name": "优秀共产党员",
			"level": "Municipal Level",
			"kind": "Party Honour",
			"awarded_by": "市律师行业党委",
			"awarded_on": "2025-06-28",
			**values,
		},
	)
	if submit:
		document.submit()
	return document


def withdrawn(honour_doc):
	"""An honour taken back, with its reason and day."""
	honour_doc.withdrawn_on, honour_doc.withdrawn_reason = honour_doc.awarded_on, "登记有误"
	honour_doc.cancel()
	return honour_doc


def image(name: str = "活动.png", colour: str = "#b3282d") -> str:
	"""The address of a private picture of the present user."""
	stream = io.BytesIO()
	Image.new("RGB", (64, 48), colour).save(stream, "PNG")
	values = {"doctype": "File", "file_name": name, "is_private": 1, "content": stream.getvalue()}
	return frappe.get_doc(values).insert().file_url
