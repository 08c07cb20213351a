"""Row scope and roles, as each user: what a post gives, what it does not, and that it ends with the post."""

import pytest

import frappe

from party_affairs.permissions import scope_for
from party_affairs.permissions.grants import sync_roles
from party_affairs.permissions.linked_records import get_count
from party_affairs.permissions.register import SCOPED_DOCTYPES
from tests.site import factory

pytestmark = pytest.mark.site

POSTS = (
	"Secretary",
	"Deputy Secretary",
	"Organisation Commissioner",
	"Publicity Commissioner",
	"Discipline Commissioner",
	"Party Work Instructor",
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""Two committees; under the first a general branch with two branches, under the second one branch, all with rows."""
	first, second = factory.committee("甲市律师行业党委"), factory.committee("乙市律师行业党委")
	general = factory.branch("甲所党总支", "General Branch", first)
	near = factory.branch("甲所第一党支部", parent=general, firms=[factory.firm(first, "甲律师事务所")])
	sister = factory.branch("甲所第二党支部", parent=general)
	foreign = factory.branch("乙所党支部", parent=second, firms=[factory.firm(second, "乙律师事务所")])
	house = frappe._dict(
		first=first, second=second, general=general, near=near, sister=sister, foreign=foreign, rows={}
	)
	for branch in (near, sister, foreign):
		house.rows[branch.name] = fill(branch)
	return house


def fill(branch):
	"""One row of every kind in a branch."""
	person = factory.member(branch)
	group = factory.group(branch)
	factory.post(person, "Contact Person")
	meeting = factory.meeting(branch, attendees=[person])
	dues = factory.dues_entry(person, "2025-03-01")
	pairing = frappe.get_doc(
		doctype="Contact Pairing",
		member=person.name,
		branch=branch.name,
		contact_name="王群众",
		start_date="2025-01-01",
		address="某路1号",
		contact_log=[{"contact_date": "2025-02-01", "method": "Visit", "matter": "咨询"}],
	).insert()
	activity = frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=branch.name,
		project="社区普法",
		activity_date="2025-05-01",
		participants=[{"member": person.name}],
	).insert()
	plan = frappe.get_doc(
		doctype="Party Annual Plan",
		branch=branch.name,
		year=2025,
		lines=[{"month": 1, "kind": "Theme Day", "topic": "学习", "responsible": person.name}],
	).insert()
	return frappe._dict(
		member=person, group=group, meeting=meeting, dues=dues, pairing=pairing, activity=activity, plan=plan
	)


def names(doctype, **kwargs):
	return set(frappe.get_list(doctype, pluck="name", limit=0, order_by="name", **kwargs))


@pytest.mark.parametrize("post", POSTS)
def test_holder_of_a_branch_post_sees_only_his_branch(house, set_user, post):
	set_user(factory.holder(house.near, post))
	foreign = house.rows[house.foreign.name]
	for key in ("member", "meeting", "dues", "pairing", "activity", "plan", "group"):
		for branch in (house.sister, house.foreign):
			document = house.rows[branch.name][key]
			seen = names(document.doctype) if frappe.has_permission(document.doctype) else set()
			assert document.name not in seen
			assert not frappe.has_permission(document.doctype, "read", doc=document.name)
	assert house.rows[house.near.name].meeting.name in names("Party Meeting")
	assert not frappe.has_permission("Law Firm", "read", doc="乙律师事务所")
	with pytest.raises(frappe.PermissionError):
		scope_for("Party Member").check_branch(foreign.member.branch)


def test_committee_officer_sees_the_subtree_below_and_nothing_beside(house, set_user):
	set_user(factory.holder(house.near, "Party Affairs Officer", house.first))
	assert names("Party Branch") == {house.first.name, house.general.name, house.near.name, house.sister.name}
	seen = {house.rows[branch.name].meeting.name for branch in (house.near, house.sister)}
	assert names("Party Meeting") == seen
	assert names("Law Firm") == {"甲律师事务所"}


def test_general_branch_secretary_reaches_its_branches(house, set_user):
	set_user(factory.holder(house.near, "Secretary", house.general))
	assert names("Party Branch") == {house.general.name, house.near.name, house.sister.name}


def test_member_without_post_sees_only_his_own_rows(house, set_user):
	rows = house.rows[house.near.name]
	other = factory.dues_entry(factory.member(house.near), "2025-03-01")
	set_user(factory.login(rows.member))
	assert names("Party Member") == {rows.member.name}
	assert names("Party Dues Entry") == {rows.dues.name}
	assert names("Contact Pairing") == {rows.pairing.name}
	assert not frappe.has_permission("Party Dues Entry", "read", doc=other.name)
	for doctype in ("Party Meeting", "Dues Assessment", "Compliance Finding", "Party Post", "Party Branch"):
		assert not frappe.has_permission(doctype)
		assert scope_for(doctype).is_empty


def test_publicity_commissioner_sees_no_dues_but_his_own(house, set_user):
	set_user(factory.holder(house.near, "Publicity Commissioner"))
	assert house.rows[house.near.name].dues.name not in names("Party Dues Entry")
	assert not scope_for("Party Dues Entry").branches
	assert scope_for("Party Meeting").branches == {house.near.name}


def test_role_given_by_hand_reaches_nothing_without_a_post(house, set_user):
	user = factory.login(factory.member(house.near))
	frappe.get_doc("User", user).add_roles("Party Affairs Manager", "Party Affairs Auditor")
	set_user(user)
	assert names("Party Branch") == set()
	assert names("Party Meeting") == set()


def test_system_manager_alone_reaches_no_row(house, set_user):
	user = frappe.get_doc(
		{"doctype": "User", "email": "it@example.com", "first_name": "it", "send_welcome_email": 0}
	).insert()
	user.add_roles("System Manager")
	set_user("it@example.com")
	for doctype in SCOPED_DOCTYPES:
		assert scope_for(doctype).is_empty


def test_auditor_with_user_permission_reads_the_subtree_and_writes_nothing(house, set_user):
	user = frappe.get_doc(
		{"doctype": "User", "email": "audit@example.com", "first_name": "audit", "send_welcome_email": 0}
	).insert()
	user.add_roles("Party Affairs Auditor")
	frappe.get_doc(
		{
			"doctype": "User Permission",
			"user": user.name,
			"allow": "Party Branch",
			"for_value": house.general.name,
		}
	).insert()
	set_user(user.name)
	meeting = house.rows[house.near.name].meeting
	assert meeting.name in names("Party Meeting")
	assert not frappe.has_permission("Party Meeting", "write", doc=meeting.name)
	assert house.rows[house.foreign.name].meeting.name not in names("Party Meeting")
	assert scope_for("Party Member", permlevel=1).is_empty


def test_rights_of_two_posts_do_not_mix(house, set_user):
	person = factory.member(house.near)
	user = factory.login(person)
	factory.post(person, "Secretary")
	factory.post(person, "Party Work Instructor", house.foreign)
	set_user(user)
	assert frappe.has_permission("Party Meeting", "write", doc=house.rows[house.near.name].meeting.name)
	assert frappe.has_permission("Party Meeting", "read", doc=house.rows[house.foreign.name].meeting.name)
	assert not frappe.has_permission(
		"Party Meeting", "write", doc=house.rows[house.foreign.name].meeting.name
	)


@pytest.mark.parametrize(
	"doctype, key", [("Party Meeting Attendee", "meeting"), ("Contact Pairing Log", "pairing")]
)
def test_child_rows_of_other_branches_are_not_listed(house, set_user, doctype, key):
	set_user(factory.holder(house.near, "Secretary"))
	parent = house.rows[house.near.name][key]
	rows = frappe.get_list(
		doctype, parent_doctype=parent.doctype, fields=["parent"], limit=0, order_by="parent"
	)
	assert {row.parent for row in rows} == {parent.name}


def test_record_of_another_branch_cannot_be_pulled_over(house, set_user):
	set_user(factory.holder(house.near, "Secretary"))
	stolen = frappe.get_doc("Public Welfare Activity", house.rows[house.foreign.name].activity.name)
	stolen.branch = house.near.name
	stolen.participants = []
	with pytest.raises(frappe.PermissionError):
		stolen.save()


def test_record_cannot_be_pushed_into_another_branch(house, set_user):
	set_user(factory.holder(house.near, "Secretary"))
	own = frappe.get_doc("Public Welfare Activity", house.rows[house.near.name].activity.name)
	own.branch, own.participants = house.foreign.name, []
	with pytest.raises(frappe.PermissionError):
		own.save()
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			doctype="Public Welfare Activity",
			branch=house.foreign.name,
			project="越权",
			activity_date="2025-05-01",
		).insert()


def test_a_document_that_is_not_filled_in_takes_a_file_of_those_alone_who_may_write_its_kind(house, set_user):
	"""Newer versions of Frappe ask for the right to write a new document before they take a file for it."""
	empty = lambda **values: frappe.new_doc("Party Year Import", **values)  # noqa: E731
	secretary = factory.holder(house.near, "Secretary")
	set_user(factory.login(house.rows[house.near.name].member))
	assert not empty().has_permission("write")
	set_user(secretary)
	assert empty().has_permission("write") and empty(branch=house.near.name).has_permission("write")
	assert not empty(branch=house.foreign.name).has_permission("write")
	assert not empty().has_permission("create")
	with pytest.raises(frappe.PermissionError):
		empty(branch=house.foreign.name, year=2025, workbook="/private/files/x.xlsx").insert()


def test_secretary_cannot_move_his_branch_or_change_its_type(house, set_user):
	set_user(factory.holder(house.near, "Secretary"))
	own = frappe.get_doc("Party Branch", house.near.name)
	own.phone = "0579-82000000"
	own.save()
	own.parent_party_branch = house.second.name
	with pytest.raises(frappe.PermissionError):
		own.save()


# Posts and roles


def test_post_grants_its_role_and_takes_it_back_after_its_end(house, freeze, set_user):
	with freeze("2025-06-01"):
		person = factory.member(house.near)
		user = factory.login(person)
		factory.post(person, "Secretary", start="2025-06-01", end="2025-12-31")
		assert "Party Branch Secretary" in frappe.get_roles(user)
	with freeze("2025-12-31"), set_user(user):
		assert scope_for("Party Meeting").branches == {house.near.name}
	# The daily job has not run for a fortnight: the role still stands, the scope does not.
	with freeze("2026-01-15"):
		assert "Party Branch Secretary" in frappe.get_roles(user)
		with set_user(user):
			assert scope_for("Party Meeting").is_empty
		sync_roles()
		assert "Party Branch Secretary" not in frappe.get_roles(user)
		assert "Party Member" in frappe.get_roles(user)


def test_post_makes_nobody_system_manager(house):
	frappe.db.delete("Has Role", {"role": "System Manager", "parent": ["!=", "Administrator"]})
	user = factory.holder(house.near, "Publicity Commissioner")
	assert "System Manager" not in frappe.get_roles(user)
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	frappe.db.delete("Party Post", {"post": "Publicity Commissioner"})
	sync_roles([user])
	assert frappe.db.get_value("User", user, "user_type") == "Website User"


def test_removal_from_a_post_takes_the_role_at_once(house):
	person = factory.member(house.near)
	user = factory.login(person)
	post = factory.post(person, "Organisation Commissioner", start="2024-01-01")
	assert "Party Organisation Commissioner" in frappe.get_roles(user)
	post.removed_on = frappe.utils.nowdate()
	post.save()
	assert post.status == "Ended"
	assert "Party Organisation Commissioner" not in frappe.get_roles(user)


def test_member_who_leaves_loses_all_roles(house):
	person = factory.member(house.near)
	user = factory.login(person)
	factory.post(person, "Publicity Commissioner")
	factory.leaves(person, frappe.utils.nowdate())
	assert not set(frappe.get_roles(user)) & {"Party Member", "Party Publicity Commissioner"}


def test_secretary_gives_no_post_to_himself_and_none_above_his_own(house, set_user):
	person = factory.member(house.near)
	user = factory.login(person)
	own_post = factory.post(person, "Secretary", start="2024-01-01", end="2026-12-31")
	colleague = factory.member(house.near)
	set_user(user)
	with pytest.raises(frappe.PermissionError):
		new_post(person, "Organisation Commissioner", house.near)
	with pytest.raises(frappe.PermissionError):
		new_post(colleague, "Deputy Secretary", house.near)
	with pytest.raises(frappe.PermissionError):
		new_post(colleague, "Party Affairs Officer", house.first)
	own = frappe.get_doc("Party Post", own_post.name)
	own.end_date = "2030-12-31"
	with pytest.raises(frappe.PermissionError):
		own.save()
	assert new_post(colleague, "Publicity Commissioner", house.near).status == "In Office"


def test_secretary_cannot_take_over_the_login_of_a_higher_post(house, set_user):
	officer = factory.member(house.near)
	factory.post(officer, "Party Affairs Officer", house.first)
	set_user(factory.holder(house.near, "Secretary"))
	document = frappe.get_doc("Party Member", officer.name)
	document.user = "Guest"
	with pytest.raises(frappe.PermissionError):
		document.save()


def new_post(member, post, branch):
	return frappe.get_doc(
		doctype="Party Post",
		member=member.name,
		post=post,
		branch=branch.name,
		start_date="2025-01-01",
		end_date="2099-12-31",
	).insert()


def test_records_are_counted_within_the_callers_scope(set_user):
	"""Frappe's own method counts whatever it is asked for; child tables are counted with their parents."""
	committee = factory.committee()
	own, other = factory.branch(parent=committee), factory.branch(parent=committee)
	people = [factory.member(branch) for branch in (own, other, other)]
	factory.meeting(own, attendees=people[:1])
	factory.meeting(other, attendees=people[1:])
	set_user(factory.holder(own, "Secretary"))
	assert get_count("Party Member", [["branch", "in", [own.name, other.name]]]) == 2
	assert get_count("Party Member", {"branch": other.name}) == 0
	assert get_count("Party Meeting Attendee") == 1
	assert get_count("Language") == frappe.db.count("Language")
	set_user(factory.holder(other))
	assert get_count("Party Member") == 1
	with pytest.raises(frappe.PermissionError):
		get_count("Party Meeting")
