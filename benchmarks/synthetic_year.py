"""A made-up full year of any number of branches, written by the database itself: some 1,900 rows a branch."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import frappe

YEAR = 2025
MEMBERS_A_BRANCH = 20
BRANCHES_A_STATEMENT = 200
COMMITTEE = "合成党委"
_POSTS = (
	*("Secretary", "Deputy Secretary", "Organisation Commissioner"),
	*("Publicity Commissioner", "Discipline Commissioner"),
)
_EVERYBODY, _SEATED, _SECRETARY = (0, MEMBERS_A_BRANCH - 1), (0, len(_POSTS) - 1), (0, 0)
_GROUPS = ((0, 9), (10, 19))
_TEMPLATE = "benchmark meeting"

BRANCH = "concat('合成第', lpad(b.seq, 5, '0'), '党支部')"
"""A branch's name by its number, as `branch_name` in SQL; members are numbered through."""
_MEMBER = "concat('BM-', lpad(b.seq * 20 + k.seq, 7, '0'))"
_PERSON = "concat('合成党员', b.seq * 20 + k.seq)"


def branch_name(number: int) -> str:
	return f"合成第{number:05d}党支部"


def member_name(branch: int, place: int) -> str:
	return f"BM-{branch * MEMBERS_A_BRANCH + place:07d}"


def fill(branches: int, *, contact: bool = False) -> int:
	"""Write a full year of `branches` branches into the empty tables; return how many rows it has.

	With `contact` also what was done for and with people outside the Party: contacts made, public welfare.
	"""
	clear()
	_write_meeting_template()
	_committee(branches)
	rows = 1
	for first in range(0, branches, BRANCHES_A_STATEMENT):
		last = min(first + BRANCHES_A_STATEMENT, branches) - 1
		for doctype, source, columns in (*_tables(), *(_contact() if contact else ())):
			rows += _insert(doctype, source.format(first=first, last=last), columns)
		frappe.db.commit()
	for doctype in TABLES:
		frappe.db.sql(f"analyze table `tab{doctype}`")
	frappe.db.commit()
	return rows


def clear() -> None:
	"""Empty all tables of records: the site belongs to the benchmark alone."""
	for doctype in (*TABLES, *_DERIVED):
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
	frappe.db.sql_ddl(f"drop table if exists `{_TEMPLATE}`")
	frappe.db.commit()


def forget_checks() -> None:
	"""Empty the tables that checks have written."""
	for doctype in _DERIVED:
		frappe.db.sql_ddl(f"truncate table `tab{doctype}`")
	frappe.db.commit()


def _insert(doctype: str, source: str, columns: dict[str, str]) -> int:
	standard = {
		**dict.fromkeys(("owner", "modified_by"), "'Administrator'"),
		**dict.fromkeys(("creation", "modified"), "'2026-01-01 00:00:00'"),
		"docstatus": "0",
	}
	chosen = {**standard, **columns}
	names, values = ", ".join(f"`{name}`" for name in chosen), ", ".join(chosen.values())
	frappe.db.sql(f"insert into `tab{doctype}` ({names}) select {values} from {source}")
	return frappe.db.sql("select row_count()")[0][0]


def _committee(branches: int) -> None:
	_insert(
		"Party Branch",
		"dual",
		{
			**dict.fromkeys(("name", "branch_name"), f"'{COMMITTEE}'"),
			**{"branch_type": "'Primary Committee'", "status": "'Active'", "is_group": "1"},
			**{"founded_on": "'2015-07-01'", "lft": "1", "rgt": str(2 * branches + 2)},
		},
	)


# --- meetings of one branch, the same for all ---------------------------------------------------------------------


def _meetings() -> Iterator[tuple[str, datetime, float, tuple[int, int], int]]:
	"""Kind, beginning, hours, the places of those invited, and the group (-1: none) of the meetings of a year."""
	for month in range(1, 13):
		yield "Committee Meeting", datetime(YEAR, month, 5, 14), 1.5, _SEATED, -1
		yield "Theme Day", datetime(YEAR, month, 15, 14), 2, _EVERYBODY, -1
		for number, places in enumerate(_GROUPS):
			yield "Group Meeting", datetime(YEAR, month, 20 + number, 14), 1, places, number
		if month % 3 == 0:
			yield "Member Assembly", datetime(YEAR, month, 10, 14), 2, _EVERYBODY, -1
		if month % 3 == 2:
			yield "Party Lecture", datetime(YEAR, month, 24, 14), 2, _EVERYBODY, -1
	yield "Organisation Life Meeting", datetime(YEAR, 12, 18, 14), 3, _EVERYBODY, -1
	yield "Partners Conference", datetime(YEAR, 11, 11, 9), 2, _SECRETARY, -1


def _write_meeting_template() -> None:
	frappe.db.sql_ddl(
		f"create table `{_TEMPLATE}` (no int primary key, kind varchar(140), starts datetime, ends datetime, hours double, "
		"first_place int, last_place int, group_no int)"
	)
	for number, (kind, starts, hours, (first, last), group) in enumerate(_meetings()):
		frappe.db.sql(
			f"insert into `{_TEMPLATE}` values (%s, %s, %s, %s, %s, %s, %s, %s)",
			(number, kind, starts, starts + timedelta(hours=hours), hours, first, last, group),
		)


_MEETING = "concat('BMT-', lpad(b.seq, 5, '0'), '-', lpad(t.no, 2, '0'))"
_HELD = "((b.seq + t.no) % 23 <> 0)"
"""Some meetings were not held, so that not all is met."""


# --- the tables ------------------------------------------------------------------------------------------------------


def _seq(alias: str, first: int, last: int) -> str:
	return f"seq_{first}_to_{last} {alias}"


_BRANCHES = "seq_{first}_to_{last} b"
_MEMBERS = f"{_BRANCHES} join {_seq('k', 0, MEMBERS_A_BRANCH - 1)}"


def _texts(*names: str) -> dict[str, str]:
	return dict.fromkeys(names, "'合成文字：学习讨论，交流体会，形成一致意见。'")


def _tables() -> Iterator[tuple[str, str, dict[str, str]]]:
	"""DocType, source and columns (SQL) of all that a branch has."""
	yield from _organisation()
	yield from _held()
	yield from _dues()
	yield from _personal()
	yield from _papers()


def _organisation():
	yield (
		"Party Branch",
		_BRANCHES,
		{
			**dict.fromkeys(("name", "branch_name"), BRANCH),
			**{
				"branch_type": "'Branch'",
				"status": "'Active'",
				"is_group": "0",
				"founded_on": "'2015-07-01'",
			},
			**{"parent_party_branch": f"'{COMMITTEE}'", "lft": "2 * b.seq + 2", "rgt": "2 * b.seq + 3"},
			**{"term_start": "'2024-01-01'", "term_years": "3", "term_end": "'2026-12-31'"},
		},
	)
	yield (
		"Party Group",
		f"{_BRANCHES} join {_seq('g', 0, 1)}",
		{
			"name": f"concat({BRANCH}, '-第', g.seq + 1, '党小组')",
			"group_name": "concat('第', g.seq + 1, '党小组')",
			"branch": BRANCH,
			"founded_on": "'2015-07-01'",
		},
	)
	yield (
		"Party Member",
		_MEMBERS,
		{
			**{"name": _MEMBER, "member_name": _PERSON, "branch": BRANCH, "stage": "'Full Member'"},
			**{"status": "'On Register'", "gender": "'Male'", "birth_date": "'1980-02-03'"},
			**dict.fromkeys(("joined_on", "full_member_on", "joined_branch_on"), "'2016-07-01'"),
		},
	)
	labels = ", ".join(f"'{label}'" for label in _POSTS)
	yield (
		"Party Post",
		f"{_BRANCHES} join {_seq('k', *_SEATED)}",
		{
			"name": "concat('BPP-', lpad(b.seq * 5 + k.seq, 7, '0'))",
			**{"member": _MEMBER, "member_name": _PERSON, "branch": BRANCH, "status": "'In Office'"},
			"post": f"elt(k.seq + 1, {labels})",
			**{"start_date": "'2024-01-01'", "end_date": "'2026-12-31'"},
		},
	)


def _held():
	source = f"{_BRANCHES} join `{_TEMPLATE}` t"
	yield (
		"Party Meeting",
		f"{source} where {_HELD}",
		{
			**{"name": _MEETING, "branch": BRANCH, "kind": "t.kind", "docstatus": "1"},
			"party_group": f"if(t.group_no < 0, null, concat({BRANCH}, '-第', t.group_no + 1, '党小组'))",
			**{"topic": "concat(t.kind, '：学习讨论')", "starts_on": "t.starts", "ends_on": "t.ends"},
			**{"meeting_date": "date(t.starts)", "duration_hours": "t.hours", "location": "'党群活动室'"},
			**{
				"chair": "concat('BM-', lpad(b.seq * 20 + t.first_place, 7, '0'))",
				"chair_name": "'合成主持'",
			},
			"recorder": "concat('BM-', lpad(b.seq * 20 + t.first_place, 7, '0'))",
			**{"recorder_name": "'合成记录'", "method": "'集中学习'"},
			**dict.fromkeys(
				("expected_count", "present_count", "expected_full", "present_full", "voters_expected"),
				"t.last_place - t.first_place + 1",
			),
			**{"voters_present": "t.last_place - t.first_place + 1", "has_study": "1"},
			**_texts("agenda", "speeches", "outcome"),
		},
	)
	child = {"parent": _MEETING, "parenttype": "'Party Meeting'", "docstatus": "1"}
	yield (
		"Party Meeting Attendee",
		f"{source} join {_seq('k', 0, MEMBERS_A_BRANCH - 1)} on k.seq between t.first_place and t.last_place where {_HELD}",
		{
			"name": "concat('bma', lpad(b.seq, 5, '0'), lpad(t.no, 2, '0'), lpad(k.seq, 2, '0'))",
			**{**child, "parentfield": "'attendees'", "idx": "k.seq - t.first_place + 1"},
			**{"member": _MEMBER, "member_name": _PERSON, "has_vote": "1"},
			"attendance": "if((b.seq + t.no + k.seq) % 19 = 0 and k.seq > 0, 'Leave', 'Present')",
		},
	)
	speaking = "t.kind in ('Theme Day', 'Member Assembly')"
	yield (
		"Party Meeting Speech",
		f"{source} join {_seq('k', 0, 1)} where {_HELD} and {speaking}",
		{
			"name": "concat('bms', lpad(b.seq, 5, '0'), lpad(t.no, 2, '0'), k.seq)",
			**{**child, "parentfield": "'speeches_by_person'", "idx": "k.seq + 1", "member": _MEMBER},
			**{"speaker": _PERSON, **_texts("speech")},
		},
	)
	yield (
		"Party Meeting Resolution",
		f"{source} where {_HELD} and t.kind in ('Committee Meeting', 'Member Assembly')",
		{
			"name": "concat('bmr', lpad(b.seq, 5, '0'), lpad(t.no, 2, '0'))",
			**{**child, "parentfield": "'resolutions'", "idx": "1", **_texts("resolution")},
			**{"in_favour": "t.last_place - t.first_place + 1", "result": "'Passed'"},
		},
	)


def _dues():
	months = f"{_MEMBERS} join {_seq('m', 1, 12)}"
	month = f"date('{YEAR}-01-01') + interval m.seq - 1 month"
	paid = "((b.seq * 20 + k.seq + m.seq) % 29 <> 0)"
	number = "lpad(b.seq * 240 + k.seq * 12 + m.seq - 1, 8, '0')"
	of_member = {"member": _MEMBER, "member_name": _PERSON, "branch": BRANCH}
	yield (
		"Dues Assessment",
		_MEMBERS,
		{
			"name": "concat('BA-', lpad(b.seq * 20 + k.seq, 7, '0'))",
			**{**of_member, "category": "'Employed'", "basis_method": "'Monthly Pay'"},
			**{"payment_frequency": "'Monthly'", "effective_from": f"'{YEAR}-01-01'"},
			**{"monthly_base": "10000", "monthly_due": "150"},
		},
	)
	yield (
		"Party Dues Entry",
		months,
		{
			**{"name": f"concat('BDE-', {number})", **of_member, "dues_month": month},
			**{"payable_by": f"last_day({month})", "status": f"if({paid}, 'Paid', 'Unpaid')"},
			**{"due_amount": "150", "dues_base": "10000", "paid_amount": f"if({paid}, 150, 0)"},
			"paid_on": f"if({paid}, {month} + interval 9 day, null)",
		},
	)
	yield (
		"Party Dues Receipt",
		f"{months} where {paid}",
		{
			**{"name": f"concat('BDR-', {number})", **of_member, "received_on": f"{month} + interval 9 day"},
			**{"receipt_year": str(YEAR), "receipt_serial": "k.seq * 12 + m.seq", "method": "'WeChat'"},
			**{"receipt_no": "concat(k.seq * 12 + m.seq)", "amount": "150", "docstatus": "1"},
		},
	)
	yield (
		"Party Dues Receipt Item",
		f"{months} where {paid}",
		{
			**{"name": f"concat('BDI-', {number})", "parent": f"concat('BDR-', {number})", "idx": "1"},
			**{"parenttype": "'Party Dues Receipt'", "parentfield": "'items'", "docstatus": "1"},
			**{"entry": f"concat('BDE-', {number})", "dues_month": month, "amount": "150"},
		},
	)


def _personal():
	of_member = {"member": _MEMBER, "member_name": _PERSON, "branch": BRANCH}
	number = "lpad(b.seq * 20 + k.seq, 7, '0')"
	yield (
		"Thought Report",
		f"{_MEMBERS} join {_seq('h', 1, 2)} where (b.seq + k.seq + h.seq) % 31 <> 0",
		{
			**{"name": f"concat('BTR', {number}, h.seq)", **of_member, "form": "'Written'"},
			**{"half_year": f"concat('{YEAR}-H', h.seq)", "status": "'Commented'"},
			"handed_in_on": f"date('{YEAR}-06-20') + interval (h.seq - 1) * 6 month",
			"commented_on": f"date('{YEAR}-06-25') + interval (h.seq - 1) * 6 month",
			**{"commented_by": "concat('BM-', lpad(b.seq * 20, 7, '0'))", **_texts("thought", "comment")},
		},
	)
	partner = "concat('BM-', lpad(b.seq * 20 + (k.seq + 1) % 20, 7, '0'))"
	yield (
		"Heart Talk",
		_MEMBERS,
		{
			**{"name": f"concat('BHT', {number})", "branch": BRANCH, "talk_on": f"'{YEAR}-04-10'"},
			"pair_kind": "case when k.seq < 4 then 'Two Committee Members' when k.seq = 4 then "
			"'Committee Member and Member' when k.seq < 19 then 'Two Members' else 'Member and Masses' end",
			**{"talker": _MEMBER, "talker_name": _PERSON, **_texts("content")},
			"partner_is": "if(k.seq = 19, 'One of the Masses', 'Party Member')",
			"partner": f"if(k.seq = 19, null, {partner})",
			"partner_name": "'合成谈话对象'",
		},
	)
	yield (
		"Contact Pairing",
		f"{_MEMBERS} join {_seq('c', 0, 2)} where (c.seq < 2 and (b.seq + k.seq) % 37 <> 0) or (c.seq = 2 and k.seq < 5)",
		{
			**{"name": f"concat('BCP', {number}, c.seq)", **of_member, "start_date": f"'{YEAR - 1}-03-01'"},
			"contact_kind": "case when c.seq < 2 then 'Non-Party Lawyer' when k.seq = 0 then 'Firm Head' else "
			"'Key Non-Party Professional' end",
			**{"contact_name": "'合成联系对象'", **_texts("address", "family", "measures", "results")},
		},
	)
	yield (
		"Member Self Review",
		f"{_MEMBERS} where (b.seq + k.seq) % 31 <> 0",
		{
			**{"name": f"concat('BSR', {number})", **of_member, "year": str(YEAR)},
			**{"purpose": "'Democratic Appraisal'", "handed_in_on": f"'{YEAR}-12-10'"},
			**_texts("political_thought", "work_style", "party_discipline", "vanguard_role"),
		},
	)
	yield (
		"Party Training",
		_BRANCHES,
		{
			**{"name": "concat('BT-', lpad(b.seq, 5, '0'))", "branch": BRANCH, "topic": "'合成集中培训'"},
			**{
				"kind": "'Centralised Training'",
				"starts_on": f"'{YEAR}-07-10'",
				"ends_on": f"'{YEAR}-07-12'",
			},
			"hours": "16",
		},
	)
	yield (
		"Party Training Participant",
		_MEMBERS,
		{
			**{"name": f"concat('BTP', {number})", "parent": "concat('BT-', lpad(b.seq, 5, '0'))"},
			**{"parenttype": "'Party Training'", "parentfield": "'participants'", "idx": "k.seq + 1"},
			**{"member": _MEMBER, "member_name": _PERSON, "hours": "16"},
		},
	)
	yield (
		"Party Member Event",
		f"{_BRANCHES} join {_seq('k', 3, 4)}",
		{
			**{"name": f"concat('BME', {number})", **of_member, "happened_on": f"'{YEAR}-05-06'"},
			"kind": "if(k.seq = 3, 'Award', 'Position Change')",
		},
	)


def _papers():
	plan = f"concat({BRANCH}, '-{YEAR}')"
	yield (
		"Party Annual Plan",
		_BRANCHES,
		{"name": plan, "branch": BRANCH, "year": str(YEAR), "prepared_on": f"'{YEAR}-01-08'"},
	)
	yield (
		"Party Annual Plan Line",
		f"{_BRANCHES} join {_seq('m', 1, 16)}",
		{
			**{"name": "concat('bpl', lpad(b.seq, 5, '0'), lpad(m.seq, 2, '0'))", "parent": plan},
			**{"parenttype": "'Party Annual Plan'", "parentfield": "'lines'", "idx": "m.seq"},
			**{"month": "if(m.seq > 12, (m.seq - 12) * 3 - 1, m.seq)", "topic": "'合成计划'"},
			"kind": "if(m.seq > 12, 'Party Lecture', 'Theme Day')",
			**{"responsible": "concat('BM-', lpad(b.seq * 20, 7, '0'))", "lecturer": "'合成讲师'"},
		},
	)
	report = "concat('BWR-', lpad(b.seq * 2 + h.seq, 6, '0'))"
	halves = f"{_BRANCHES} join {_seq('h', 0, 1)}"
	first_day = f"date('{YEAR}-01-01') + interval h.seq * 6 month"
	yield (
		"Party Work Report",
		halves,
		{
			**{
				"name": report,
				"title": "'合成报告'",
				"branch": BRANCH,
				"kind": "'Work Report'",
				"year": str(YEAR),
				"docstatus": "1",
			},
			**{"half": "elt(h.seq + 1, 'First Half', 'Second Half')", "status": "'Reviewed'"},
			**{"reporter": "concat('BM-', lpad(b.seq * 20, 7, '0'))", "period_start": first_day},
			"period_end": f"{first_day} + interval 6 month - interval 1 day",
			"assembly": "concat('BMT-', lpad(b.seq, 5, '0'), '-27')",
			"assembly_date": f"date('{YEAR}-06-10') + interval h.seq * 6 month",
			**{"review_result": "'Report Approved'", "in_favour": "18", "present": "18", "eligible": "20"},
			"delivered_on": f"date('{YEAR}-06-20') + interval h.seq * 6 month",
			"received_on": f"date('{YEAR}-06-22') + interval h.seq * 6 month",
		},
	)
	yield (
		"Party Work Report Section",
		f"{halves} join {_seq('s', 1, 9)}",
		{
			**{"name": "concat('bws', lpad(b.seq, 5, '0'), h.seq, s.seq)", "parent": report, "idx": "s.seq"},
			**{"parenttype": "'Party Work Report'", "parentfield": "'sections'", "docstatus": "1"},
			**{"title": "concat('第', s.seq, '部分')", **_texts("content")},
		},
	)
	yield (
		"Party Life Review",
		_BRANCHES,
		{
			**{"name": "concat('BLR-', lpad(b.seq, 5, '0'))", "branch": BRANCH},
			**dict.fromkeys(("title", "theme"), "'合成主题'"),
			**{"year": str(YEAR), "status": "'Completed'", "held_on": f"'{YEAR}-12-18'"},
			"planned_on": f"'{YEAR}-12-18'",
		},
	)
	appraisal = "concat('bda', lpad(b.seq, 5, '0'))"
	yield (
		"Democratic Appraisal",
		_BRANCHES,
		{
			**{
				"name": appraisal,
				"title": "'合成民主评议'",
				"appraisal_key": appraisal,
				"branch": BRANCH,
				"year": str(YEAR),
			},
			**{"status": "'Result Announced'", "docstatus": "1", "announced_on": f"'{YEAR}-12-28'"},
			**{"closed_on": f"'{YEAR}-12-22 10:00:00'", "counted_on": f"'{YEAR}-12-22 11:00:00'"},
			**{"inside_voters": "20", "inside_ballots": "19", "outside_voters": "10", "outside_ballots": "9"},
			"decided_on": f"'{YEAR}-12-26'",
		},
	)
	yield (
		"Democratic Appraisal Member",
		_MEMBERS,
		{
			**{"name": "concat('bdm', lpad(b.seq, 5, '0'), lpad(k.seq, 2, '0'))", "parent": appraisal},
			**{"parenttype": "'Democratic Appraisal'", "parentfield": "'members'", "idx": "k.seq + 1"},
			**{"member": _MEMBER, "member_name": _PERSON, "is_graded": "1", "docstatus": "1"},
			"grade": "if(k.seq % 4 = 0, 'Excellent', 'Qualified')",
		},
	)


def _contact():
	number = "lpad(b.seq * 20 + k.seq, 7, '0')"
	yield (
		"Contact Pairing Log",
		f"{_MEMBERS} join {_seq('v', 0, 5)} where (b.seq + k.seq) % 37 <> 0 and (b.seq + k.seq + v.seq) % 7 <> 0",
		{
			**{"name": f"concat('bcl', {number}, v.seq)", "parent": f"concat('BCP', {number}, v.seq % 2)"},
			**{"parenttype": "'Contact Pairing'", "parentfield": "'contact_log'", "idx": "v.seq div 2 + 1"},
			**{"contact_date": f"date('{YEAR}-01-20') + interval v.seq * 2 month", "method": "'Visit'"},
			**_texts("matter", "handling"),
		},
	)
	activity = "concat('BPW-', lpad(b.seq, 5, '0'), '-', a.seq)"
	activities = f"{_BRANCHES} join {_seq('a', 0, 3)}"
	yield (
		"Public Welfare Activity",
		activities,
		{
			**{
				"name": activity,
				"branch": BRANCH,
				"project": "'合成公益项目'",
				"hours": "3",
				"sessions": "1",
			},
			**{"form_of_service": "'普法宣传'", "people_served": "40", **_texts("effect")},
			"activity_date": f"date('{YEAR}-02-20') + interval a.seq * 3 month",
		},
	)
	yield (
		"Public Welfare Participant",
		f"{activities} join {_seq('k', 0, MEMBERS_A_BRANCH - 1)} where (a.seq + k.seq) % 2 = 0",
		{
			"name": "concat('bwp', lpad(b.seq, 5, '0'), a.seq, lpad(k.seq, 2, '0'))",
			**{
				"parent": activity,
				"parenttype": "'Public Welfare Activity'",
				"parentfield": "'participants'",
			},
			**{"idx": "k.seq + 1", "member": _MEMBER, "member_name": _PERSON, "hours": "3"},
		},
	)


TABLES = tuple(dict.fromkeys(doctype for doctype, _source, _columns in (*_tables(), *_contact())))
_DERIVED = ("Compliance Finding", "Compliance State", "Compliance Touch", "Duty Summary")
DAY_AFTER = date(YEAR + 1, 1, 1)
