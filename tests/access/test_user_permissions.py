"""A User Permission on a Party Branch: to an auditor the organisation that he audits, to everybody else a limit; at every door."""

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.permissions import scope_for
from tests.site import factory
from tests.support.requests import call, rest

pytestmark = pytest.mark.site

TODAY = "2025-06-16"
AUDITED = "审计甲支部"
FORMS = (
	"Party Branch",
	"Law Firm",
	"Party Member",
	"Party Meeting",
	"Party Membership Transfer",
	"Party Dues Remittance",
	"Party Election",
)
"""Documents with links to organisations outside of the one that is audited, among others."""


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture(autouse=True)
def _today(freeze):
	freeze(TODAY)


def build_house():
	"""A committee over two branches, which share a firm and send each other letters; each has one record of every kind."""
	committee = factory.committee("审计测试党委")
	firm = factory.firm(committee, "审计测试律师事务所")
	near, sister = (factory.branch(name, parent=committee, firms=[firm]) for name in (AUDITED, "审计乙支部"))
	for branch, other in ((near, sister), (sister, near)):
		person, leaving = factory.member(branch), factory.member(branch)
		factory.meeting(branch, attendees=[person])
		factory.transfer(leaving, other)
		factory.dues_received(person, "2025-01-15")
		factory.remittance(branch, "2025-01-01", to_branch=committee, paid_on="2025-02-01")
		frappe.get_doc(
			{"doctype": "Party Election", "branch": branch.name, "kind": "Term Election"}
		).db_insert()
	house = frappe._dict(committee=committee, near=near, sister=sister)
	house.officer = factory.holder(sister, "Party Affairs Officer", committee)
	house.secretary = factory.holder(near, "Secretary")
	house.auditor = frappe.get_doc(
		doctype="User", email="shenji@example.com", first_name="审计", send_welcome_email=0
	).insert()
	house.auditor.add_roles("Party Affairs Auditor")
	house.auditor = house.auditor.name
	return house


def permit(user, branch, **values):
	frappe.set_user("Administrator")
	frappe.get_doc(
		doctype="User Permission", user=user, allow="Party Branch", for_value=branch.name, **values
	).insert()


def listed(user, doctype):
	answer = rest(user, doctype, limit_page_length=100)
	return {row["name"] for row in answer.data} if answer.status == 200 else set()


def opened(user, doctype):
	"""Names of all documents that open to the user one by one."""
	names = frappe.get_all(doctype, pluck="name")
	return {name for name in names if rest(user, doctype, name).status == 200}


def belonging(doctype, branch):
	"""Names of the documents that concern the branch."""
	if doctype == "Party Branch":
		return {branch.name}
	if doctype == "Law Firm":
		return {"审计测试律师事务所"}
	of_branch = [["branch", "=", branch.name]]
	if doctype == "Party Membership Transfer":
		of_branch.append(["to_branch", "=", branch.name])
	return set(frappe.get_all(doctype, or_filters=of_branch, pluck="name"))


@pytest.mark.parametrize("strict", [0, 1])
@pytest.mark.parametrize("who", ["auditor", "officer", "secretary"])
def test_whoever_is_limited_to_a_branch_reads_all_of_it_and_nothing_else(house, who, strict):
	frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", strict)
	user = house[who]
	permit(user, house.near)
	for doctype in FORMS:
		expected = belonging(doctype, house.near)
		own = {frappe.db.get_value("Party Member", {"user": user})} if doctype == "Party Member" else set()
		assert expected
		assert listed(user, doctype) == opened(user, doctype) == expected | own - {None}, doctype


def test_ledgers_and_reports_agree_with_lists(house):
	for user in (house.auditor, house.officer):
		permit(user, house.near)
		for name, doctype in (
			("organisation_life", "Party Meeting"),
			("dues_remittances", "Party Dues Remittance"),
		):
			rows = ledgers.get(name).build({"year": 2025}, user=user).rows
			assert {row["name"] for row in rows} == listed(user, doctype) != set()
		answer = call(
			user,
			"frappe.desk.query_report.run",
			report_name="Organisation Life Ledger",
			filters={"year": 2025},
		)
		found = {row["name"] for row in answer.data["result"] if row.get("branch")}
		assert found == listed(user, "Party Meeting")
		with pytest.raises(frappe.PermissionError):
			ledgers.get("organisation_life").build({"year": 2025, "branch": house.sister.name}, user=user)


def test_a_permission_above_opens_all_below_and_what_is_founded_there_later(house):
	permit(house.auditor, house.committee)
	assert listed(house.auditor, "Party Branch") >= {house.committee.name, house.near.name, house.sister.name}
	frappe.set_user("Administrator")
	later = factory.branch(parent=house.committee)
	assert later.name in listed(house.auditor, "Party Branch") and later.name in opened(
		house.auditor, "Party Branch"
	)
	frappe.set_user("Administrator")
	later.reload()
	later.parent_party_branch = factory.committee().name
	later.save()
	assert later.name not in listed(house.auditor, "Party Branch") | opened(house.auditor, "Party Branch")


def test_a_permission_without_those_below_is_for_the_organisation_alone(house):
	permit(house.auditor, house.committee, hide_descendants=1)
	assert (
		listed(house.auditor, "Party Branch")
		== opened(house.auditor, "Party Branch")
		== {house.committee.name}
	)
	assert not listed(house.auditor, "Party Meeting")


def test_a_permission_for_one_document_counts_there_alone(house):
	for user in (house.auditor, house.officer):
		permit(user, house.near, apply_to_all_doctypes=0, applicable_for="Party Meeting")
	meetings = belonging("Party Meeting", house.near)
	assert listed(house.auditor, "Party Meeting") == opened(house.auditor, "Party Meeting") == meetings
	assert not listed(house.auditor, "Party Membership Transfer")
	assert listed(house.officer, "Party Meeting") == opened(house.officer, "Party Meeting") == meetings
	assert belonging("Party Dues Remittance", house.sister) <= listed(house.officer, "Party Dues Remittance")


def test_a_limit_takes_nobody_his_own_rows(house):
	permit(house.officer, house.near)
	own = frappe.db.get_value("Party Member", {"user": house.officer})
	assert own in listed(house.officer, "Party Member") and own in opened(house.officer, "Party Member")


def test_a_limit_gives_nothing_to_who_is_no_auditor(house):
	permit(house.secretary, house.committee)
	assert scope_for("Party Meeting", user=house.secretary).branches == {house.near.name}
	plain = factory.holder(house.near)
	permit(plain, house.committee)
	assert scope_for("Party Meeting", user=plain).is_empty


def test_an_auditor_changes_nothing_and_reads_no_personal_texts(house):
	permit(house.auditor, house.near)
	for ptype in ("write", "create", "delete", "submit"):
		assert scope_for("Party Meeting", ptype, house.auditor).is_empty
	assert scope_for("Heart Talk", user=house.auditor).is_empty
	assert scope_for("Party Member", user=house.auditor, permlevel=1).is_empty


def test_the_desk_searches_links_that_ignore_user_permissions(house):
	"""It says so in its request; the search gives what the scope gives all the same."""
	permit(house.officer, house.near)
	answer = call(
		house.officer,
		"frappe.desk.search.search_link",
		doctype="Party Branch",
		txt="",
		page_length=100,
		ignore_user_permissions=1,
		reference_doctype="Party Meeting",
		link_fieldname="branch",
	)
	assert answer.status == 200
	assert house.near.name in answer.text and house.sister.name not in answer.text


def test_links_to_organisations_leave_the_limit_to_the_scope():
	for doctype in frappe.get_all("DocType", {"module": "Party Affairs"}, pluck="name"):
		for df in frappe.get_meta(doctype).get("fields", {"fieldtype": "Link", "options": "Party Branch"}):
			assert df.ignore_user_permissions, f"{doctype}.{df.fieldname}"
