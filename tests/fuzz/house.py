"""The house that the fuzz knocks at: two branches under a committee with records of most kinds, and a login of each role."""

import frappe

from tests.site import factory
from tests.site.two_branches import build_house

_ROLES = {
	"organiser": "Organisation Commissioner",
	"discipline": "Discipline Commissioner",
}


def build():
	"""Return `logins` by role and `names` of documents by DocType."""
	house = build_house()
	factory.outgoing_account()
	branch, people = house.first.branch, house.first.people
	logins = {
		"guest": "Guest",
		"member": house.plain,
		"secretary": house.secretary,
		"publicist": house.publicity,
		"secretary elsewhere": house.other,
		"officer above": house.officer,
		"administrator": "Administrator",
		**{key: factory.holder(branch, post) for key, post in _ROLES.items()},
		"auditor": _login("auditor@example.com", "Party Affairs Auditor"),
		"system manager": _login("manager@example.com", "System Manager"),
		"nobody": _login("nobody@example.com"),
	}
	_fill(house.committee, branch, people)
	doctypes = frappe.get_all("DocType", {"module": "Party Affairs"}, pluck="name", order_by="name")
	names = {
		doctype: frappe.get_all(doctype, pluck="name", order_by="creation, name", limit=6)
		for doctype in doctypes
		if not frappe.get_meta(doctype).issingle
	}
	return frappe._dict(logins=logins, names=names, doctypes=doctypes)


def _login(email: str, *roles: str) -> str:
	user = frappe.get_doc(doctype="User", email=email, first_name=email, send_welcome_email=0).insert()
	if roles:
		user.add_roles(*roles)
	return email


def _fill(committee, branch, people) -> None:
	firm = factory.firm(committee)
	branch.append("covered_firms", {"firm": firm.name, "joined_on": "2015-07-01"})
	branch.save()
	factory.group(branch)
	factory.event(people[1], "Hardship", "2026-02-01")
	factory.plan(branch, 2026, responsible=people[1])
	factory.assessment(people[1])
	receipt_day = "2026-03-01"
	factory.dues_received(people[1], receipt_day)
	factory.dues_year(branch, 2026)
	factory.remittance(branch, "2026-01-01", "2026-01-01", submit=False, to_branch=committee)
	factory.expense(branch, "2026-02-01", submit=False)
	factory.pairing(people[1])
	factory.thought_report(people[2])
	factory.self_review(people[2])
	factory.heart_talk(people[0], people[2])
	factory.work_report(branch)
	held = factory.meeting(
		branch, "Organisation Life Meeting", starts_on="2025-06-20 14:00:00", attendees=people
	)
	review = factory.life_review(branch, held, measures=[factory.measure(people[1])])
	factory.criticism(review, (people[1], "自我批评", "批评"))
	factory.transfer(factory.member(branch), submit=True)
	applicant = factory.member(branch, stage="Applicant", joined_on=None, full_member_on=None)
	factory.development_case(applicant, {"Application": "2025-01-10"})
	for values in (
		{
			"doctype": "Public Welfare Activity",
			"branch": branch.name,
			"project": "普法进社区",
			"form_of_service": "普法宣传",
			"activity_date": "2026-02-04",
			"participants": [{"member": people[1].name}],
		},
		{
			"doctype": "Two Way Cultivation",
			"branch": branch.name,
			"direction": "Partner to Member",
			"person_name": "合伙人",
			"mentor": people[1].name,
			"started_on": "2025-01-10",
		},
		{
			"doctype": "Party Training",
			"branch": branch.name,
			"topic": "集中轮训",
			"kind": "Centralised Training",
			"starts_on": "2026-03-01",
			"ends_on": "2026-03-02",
			"hours": 8,
		},
		{
			"doctype": "Party Election",
			"branch": branch.name,
			"seats": [{"office": "Secretary", "seats": 1}],
		},
		{"doctype": "Democratic Appraisal", "branch": branch.name, "year": 2025},
		{"doctype": "Discipline Case", "member": people[1].name, "branch": branch.name},
		{"doctype": "Party Year Import", "branch": branch.name, "year": 2025},
		{"doctype": "Party Import Batch", "branch": branch.name},
		{"doctype": "Party Dues Statement", "branch": branch.name},
		{"doctype": "Evaluation", "branch": branch.name, "year": 2025},
		{"doctype": "Compliance Report", "branch": branch.name, "year": 2026, "month": 2},
		{"doctype": "Party Dues Reminder", "branch": branch.name, "member": people[1].name},
	):
		document = frappe.get_doc(values)
		document.flags.ignore_mandatory = True
		document.set_new_name()
		document.db_insert() if document.meta.get_table_fields() == [] else _store(document)
	frappe.get_doc(
		doctype="File",
		file_name="fuzz.txt",
		content="附件",
		is_private=1,
		attached_to_doctype="Party Meeting",
		attached_to_name=frappe.get_all("Party Meeting", pluck="name", limit=1)[0],
	).insert()


def _store(document) -> None:
	"""As it is, without the checks of its controller: the fuzz asks what becomes of calls, not whether a record is whole."""
	document.db_insert()
	for row in document.get_all_children():
		row.parent = document.name
		row.db_insert()
