"""A branch's year for its handbook: who came to what, and numbers of what is nobody's business but those who were there.

Every reader here is about one branch, whose handbook the caller has made sure that he may make.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.activity import covers
from party_affairs.facts.contact.pairings import runs
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.meetings.held import is_held

SUBMITTED = 1
_WORK_REPORT = "Work Report"


def profile(branch: str, day: date) -> Any:
	"""Return what the book says of a branch, with the `firms` that it covers and its `groups` on `day`: three queries."""
	table = DocType("Party Branch")
	(row,) = (
		frappe.qb.from_(table)
		.select(table.name, table.branch_type, table.parent_party_branch.as_("above"), table.approval_no)
		.select(table.founded_on, table.term_start, table.term_end, table.introduction)
		.where(table.name == branch)
	).run(as_dict=True)
	covered, firm = DocType("Party Branch Firm"), DocType("Law Firm")
	firms = (
		frappe.qb.from_(covered)
		.join(firm)
		.on(firm.name == covered.firm)
		.select(firm.name, firm.head, firm.number_of_lawyers, firm.number_of_partners)
		.select(covered.joined_on, covered.left_on)
		.where((covered.parent == branch) & (covered.parenttype == "Party Branch"))
		.orderby(covered.idx)
	).run(as_dict=True)
	group = DocType("Party Group")
	groups = (
		frappe.qb.from_(group)
		.select(group.group_name, group.leader_name, group.founded_on, group.disbanded_on)
		.where(group.branch == branch)
		.orderby(group.group_name)
	).run(as_dict=True)
	row.firms = [each for each in firms if covers(each.joined_on, each.left_on, day)]
	row.groups = [each for each in groups if covers(each.founded_on, each.disbanded_on, day)]
	return row


def attendees(branch: str, first: date, last: date) -> dict[str, list]:
	"""Return by meeting held who was on its list: member, member_name, attendance and made_up_on: one query.

	Why somebody was away is left where it is.
	"""
	return _children(
		"Party Meeting Attendee", ("member", "member_name", "attendance", "made_up_on"), branch, first, last
	)


def guests(branch: str, first: date, last: date) -> dict[str, list]:
	"""Return by meeting held the names of its guests: one query."""
	return _children("Party Meeting Guest", ("guest_name",), branch, first, last)


def speeches(branch: str, first: date, last: date) -> dict[str, list]:
	"""Return by meeting held who said what, in the order of the minutes: one query."""
	return _children("Party Meeting Speech", ("speaker", "speech"), branch, first, last)


def _children(doctype: str, fields, branch: str, first: date, last: date) -> dict[str, list]:
	meeting, child = DocType("Party Meeting"), DocType(doctype)
	rows = (
		frappe.qb.from_(child)
		.join(meeting)
		.on(meeting.name == child.parent)
		.select(child.parent, *(child[field] for field in fields))
		.where(is_held(meeting, of_branches([branch]), first, last))
		.orderby(child.parent, child.idx)
	).run(as_dict=True)
	found = defaultdict(list)
	for row in rows:
		found[row.parent].append(row)
	return found


def talk_numbers(branch: str, first: date, last: date) -> dict[tuple[str, int], int]:
	"""Return by kind of pair and quarter how many talks were held: one query. Nothing else of them is read."""
	talk = DocType("Heart Talk")
	rows = (
		frappe.qb.from_(talk)
		.select(talk.pair_kind, talk.talk_on)
		.where((talk.branch == branch) & talk.talk_on[first:last])
	).run()
	found: dict[tuple[str, int], int] = defaultdict(int)
	for pair, day in rows:
		found[pair or "", (day.month + 2) // 3] += 1
	return dict(found)


def thought_report_numbers(branch: str, year: int, last: date) -> dict[str, int]:
	"""Return by half-year (its key) how many thought reports about it were handed in by `last`: one query."""
	report = DocType("Thought Report")
	return dict(
		(
			frappe.qb.from_(report)
			.select(report.half_year, Count(report.name))
			.where((report.branch == branch) & (report.handed_in_on <= last))
			.where(report.half_year.like(f"{year}-%"))
			.groupby(report.half_year)
		).run()
	)


def contact_numbers(branch: str, first: date, last: date) -> list:
	"""Return by member name how many people he kept contact with, and how often in that time: two queries.

	Whom, about what and with which effect stands in the ledger of contacts alone.
	"""
	pairing, log = DocType("Contact Pairing"), DocType("Contact Pairing Log")
	running = (pairing.branch == branch) & runs(pairing, first, last)
	people = (
		frappe.qb.from_(pairing)
		.select(pairing.member, pairing.member_name, Count(pairing.name).as_("people"))
		.where(running)
		.groupby(pairing.member, pairing.member_name)
		.orderby(pairing.member_name)
	).run(as_dict=True)
	times = dict(
		(
			frappe.qb.from_(log)
			.join(pairing)
			.on((pairing.name == log.parent) & (log.parenttype == "Contact Pairing"))
			.select(pairing.member, Count(log.name))
			.where(running & log.contact_date[first:last])
			.groupby(pairing.member)
		).run()
	)
	for row in people:
		row.times = times.get(row.member, 0)
	return people


def work_reports(branch: str, year: int, last: date) -> list:
	"""Return the work reports of a branch for a year that its assembly heard, with their `sections`: two queries.

	The secretary's report on his duties is about a person and not among them.
	"""
	report, section, meeting = (
		DocType("Party Work Report"),
		DocType("Party Work Report Section"),
		DocType("Party Meeting"),
	)
	rows = (
		frappe.qb.from_(report)
		.join(meeting)
		.on((meeting.name == report.assembly) & (meeting.docstatus == SUBMITTED))
		.select(report.name, report.title, report.period_start, meeting.meeting_date.as_("heard_on"))
		.where((report.branch == branch) & (report.year == year) & (report.docstatus == SUBMITTED))
		.where((report.kind == _WORK_REPORT) & (meeting.meeting_date <= last))
		.orderby(report.period_start, report.name)
	).run(as_dict=True)
	sections: Mapping[str, list] = defaultdict(list)
	if rows:
		for line in (
			frappe.qb.from_(section)
			.select(section.parent, section.part, section.title, section.content)
			.where(section.parent.isin([row.name for row in rows]))
			.orderby(section.parent, section.idx)
		).run(as_dict=True):
			sections[line.parent].append(line)
	for row in rows:
		row.sections = sections[row.name]
	return rows
