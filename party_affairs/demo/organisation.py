"""What the sample workbooks presuppose: firms, organisations, groups; and what is given to their members: posts, logins.

Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from pathlib import Path
from typing import Any

import frappe
from frappe.utils import add_days, add_years, getdate

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PASSWORD = "Zhibu-Shili-2025"
"""Password of the sample logins, for a throw-away site on one's own machine."""


def read() -> dict[str, Any]:
	"""Return the sample organisation as it stands in samples/organisation.json."""
	return json.loads((SAMPLES / "organisation.json").read_text(encoding="utf-8"))


def workbooks(organisation: dict[str, Any]) -> list[Path]:
	"""Return the paths of the sample workbooks."""
	return [SAMPLES / name for name in organisation["workbooks"]]


def create_organisations(organisation: dict[str, Any]) -> None:
	"""Create firms, organisations from the top down, and groups."""
	top = organisation["organisations"][0]["branch_name"]
	_create_branch(organisation, organisation["organisations"][0])
	for firm in organisation["firms"]:
		_create("Law Firm", {"firm_name": firm["firm_name"]}, {**firm, "committee": top})
	for branch in organisation["organisations"][1:]:
		_create_branch(organisation, branch)
	for group in organisation["groups"]:
		_create("Party Group", {"branch": group["branch"], "group_name": group["group_name"]}, group)


def _create_branch(organisation: dict[str, Any], branch: dict[str, Any]) -> None:
	values = {key: value for key, value in branch.items() if key not in ("parent", "firms")}
	values["parent_party_branch"] = branch.get("parent")
	values["records_from"] = organisation["records_from"]
	values["covered_firms"] = [
		{"firm": firm, "joined_on": branch["founded_on"]} for firm in branch.get("firms", ())
	]
	_create("Party Branch", {"branch_name": branch["branch_name"]}, values)


def _create(doctype: str, identity: dict[str, Any], values: dict[str, Any]) -> str:
	"""Insert a document unless one with this identity is there; return its name."""
	name = frappe.db.exists(doctype, identity)
	return name or frappe.get_doc({"doctype": doctype, **values}).insert().name


def appoint(organisation: dict[str, Any]) -> None:
	"""Give the posts in committees, name the group leaders, and follow on terms that have run out since."""
	for row in organisation["posts_above"]:
		post = {
			"member": member_named(row["member"], row["branch"]),
			"branch": row["organisation"],
			"post": row["post"],
			"start_date": row["start_date"],
		}
		_create("Party Post", post, {**post, "end_date": row["end_date"]})
	_name_group_leaders()
	_follow_on_terms(organisation["records_from"])


def member_named(name: str, branch: str) -> str:
	"""Return the Party Member of that name in a branch."""
	return frappe.db.get_value("Party Member", {"member_name": name, "branch": branch}, "name")


def _name_group_leaders() -> None:
	leaders = frappe.get_all(
		"Party Post", filters={"post": "Group Leader"}, fields=["member", "party_group"], order_by="name"
	)
	for row in leaders:
		if frappe.db.get_value("Party Group", row.party_group, "leader") != row.member:
			group = frappe.get_doc("Party Group", row.party_group)
			group.leader = row.member
			group.save()


def _follow_on_terms(records_from: str) -> None:
	"""Re-elect the holders of posts whose term is over, so that logins have their rights however late the sample is loaded.

	Posts that were over before the sample's records begin are history.
	"""
	today = getdate(frappe.utils.nowdate())
	fields = ["member", "branch", "post", "party_group", "start_date", "end_date"]
	latest: dict[tuple[str, str, str], Any] = {}
	filters = {"removed_on": ["is", "not set"], "end_date": [">=", records_from]}
	for row in frappe.get_all("Party Post", filters=filters, fields=fields, order_by="end_date"):
		latest[row.member, row.branch, row.post] = row
	for row in latest.values():
		end = getdate(row.end_date)
		while end < today:
			start = getdate(add_days(end, 1))
			end = getdate(add_days(add_years(start, 3), -1))
			values = {
				"member": row.member,
				"branch": row.branch,
				"post": row.post,
				"party_group": row.party_group,
			}
			frappe.get_doc({"doctype": "Party Post", **values, "start_date": start, "end_date": end}).insert()


def create_logins(organisation: dict[str, Any]) -> list[dict[str, str]]:
	"""Create the sample logins and link them to their members; return them as rows of role, user and password."""
	logins = []
	for row in organisation["logins"]:
		if not frappe.db.exists("User", row["email"]):
			_create_user(row)
		member = frappe.get_doc("Party Member", member_named(row["member"], row["branch"]))
		if member.user != row["email"]:
			member.user = row["email"]
			member.save()
		logins.append({"role": row["title"], "user": row["email"], "password": PASSWORD})
	return logins


def _create_user(row: dict[str, str]) -> None:
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": row["email"],
			"first_name": row["member"],
			"language": "zh",
			# His posts make a secretary a System User; the first one entered as such would become System Manager.
			"user_type": "Website User",
			"send_welcome_email": 0,
			"new_password": PASSWORD,
		}
	)
	user.insert()
