"""R21: a discipline case is seen by the discipline commissioners of its branch and above, through no door by anybody else."""

from itertools import pairwise
from pathlib import Path

import pytest

import frappe
from frappe import client, share
from frappe.desk import notifications
from frappe.desk.form import assign_to, linked_with

from party_affairs.exceptions import DisciplineError
from party_affairs.permissions import linked_records, scope_for
from party_affairs.permissions.companions import AUTOMATION
from tests.site import factory
from tests.support import doors
from tests.support.doors import FILE, attachment

pytestmark = pytest.mark.site

CASE = "Discipline Case"
SUBJECT = "关于某某线索的来信"
CONTENT = "来信反映的具体内容"
REMARK = "对来信的研究意见"
SECRETS = (SUBJECT, CONTENT, REMARK)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		house = build_house()
		yield house
		Path(house.file.get_full_path()).unlink(missing_ok=True)


def build_house():
	above, elsewhere = factory.committee("丙市律师行业党委"), factory.committee("丁市律师行业党委")
	branch = factory.branch("丙所党支部", parent=above, firms=[factory.firm(above, "丙律师事务所")])
	sister = factory.branch("丙所第二党支部", parent=above)
	foreign = factory.branch("丁所党支部", parent=elsewhere)
	person = factory.member(branch, "吴律师")
	users = {
		"commissioner": factory.holder(branch, "Discipline Commissioner"),
		"commissioner above": factory.holder(sister, "Discipline Commissioner", above),
		"secretary": factory.holder(branch, "Secretary"),
		"deputy": factory.holder(branch, "Deputy Secretary"),
		"organisation commissioner": factory.holder(branch, "Organisation Commissioner"),
		"publicity commissioner": factory.holder(branch, "Publicity Commissioner"),
		"instructor": factory.holder(sister, "Party Work Instructor", branch),
		"officer above": factory.holder(sister, "Party Affairs Officer", above),
		"secretary above": factory.holder(sister, "Secretary", above),
		"commissioner of the sister branch": factory.holder(sister, "Discipline Commissioner"),
		"commissioner elsewhere": factory.holder(foreign, "Discipline Commissioner", elsewhere),
		"former commissioner": former_commissioner(branch),
		"member": factory.holder(branch),
		"the member concerned": factory.login(person),
		"system manager": system_manager(),
	}
	house = frappe._dict(
		above=above, elsewhere=elsewhere, branch=branch, sister=sister, foreign=foreign, person=person
	)
	house.users = users
	house.case = case(house)
	house.file = attachment(house.case)
	house.kept = kept(house, house.case, house.file)
	doors.remark(house.kept, users["commissioner"], REMARK)
	return house


def kept(house, document, file):
	return doors.Kept(
		document,
		fields=("subject_line", "content"),
		secrets=SECRETS,
		found_by=SUBJECT[:4],
		linked=(("Party Branch", document.branch), ("Party Member", document.member)),
		counted_on=(("Party Branch", document.branch), ("Party Member", document.member)),
		file=file,
	)


def former_commissioner(branch):
	person = factory.member(branch)
	user = factory.login(person)
	factory.post(person, "Discipline Commissioner", start="2020-01-01", end="2023-12-31")
	frappe.get_doc("User", user).add_roles("Party Discipline Commissioner")
	return user


def system_manager():
	user = frappe.get_doc(
		{"doctype": "User", "email": "it-of-site@example.com", "first_name": "it", "send_welcome_email": 0}
	).insert()
	user.add_roles("System Manager")
	return user.name


def case(house, **values):
	defaults = {
		"doctype": CASE,
		"received_on": "2025-05-06",
		"kind": "Letter or Visit",
		"branch": house.branch.name,
		"member": house.person.name,
		"subject_line": SUBJECT,
		"content": CONTENT,
	}
	return frappe.get_doc({**defaults, **values}).insert()


MAY = ("commissioner", "commissioner above", "Administrator")
MAY_NOT = (
	"secretary",
	"deputy",
	"organisation commissioner",
	"publicity commissioner",
	"instructor",
	"officer above",
	"secretary above",
	"commissioner of the sister branch",
	"commissioner elsewhere",
	"former commissioner",
	"member",
	"the member concerned",
	"system manager",
)


def as_(house, role, set_user):
	set_user(house.users.get(role, role))


@pytest.mark.parametrize("role", MAY)
def test_who_may_see_it_comes_in_by_every_door(house, set_user, role):
	as_(house, role, set_user)
	assert doors.closed(doors.WITH_EXPORT, house.kept) == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_comes_in_by_any_door(house, set_user, role):
	as_(house, role, set_user)
	assert doors.opened((*doors.WITH_EXPORT, *doors.WALLED, doors.linked_records_of), house.kept) == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_sees_what_lies_beside_it(house, set_user, role):
	as_(house, role, set_user)
	assert doors.beside(house.kept) == set()


def test_the_records_beside_it_are_there_to_be_hidden(house):
	kept = {
		doctype
		for doctype, (of_doctype, of_name) in doors.companions_here()
		if frappe.db.exists(doctype, {of_doctype: CASE, of_name: house.case.name})
	}
	assert kept >= {"Access Log", "Comment", "Communication", "Deleted Document", "File", "ToDo", "Version"}


def test_the_commissioner_finds_the_records_beside_it(house, set_user):
	as_(house, "commissioner", set_user)
	assert frappe.get_list("File", filters={"attached_to_doctype": CASE}, pluck="name") == [house.file.name]
	assert frappe.has_permission("File", "read", doc=house.file.name)


def test_records_beside_other_documents_are_untouched(house, set_user):
	other = frappe.get_doc(
		{"doctype": "ToDo", "description": "其他", "allocated_to": house.users["secretary"]}
	)
	other.insert()
	as_(house, "secretary", set_user)
	assert other.name in frappe.get_list("ToDo", pluck="name")
	assert frappe.has_permission("ToDo", "read", doc=other.name)


# Counts


def test_the_commissioner_counts_it(house, set_user):
	as_(house, "commissioner", set_user)
	assert [count.__name__ for count in doors.COUNTS if doors.counted(count, house.kept) != 1] == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_counts_it(house, set_user, role):
	as_(house, role, set_user)
	assert [count.__name__ for count in doors.COUNTS if doors.counted(count, house.kept)] == []


def test_frappe_s_own_methods_are_replaced(house):
	overridden = frappe.get_hooks("override_whitelisted_methods")
	for module, name in ((linked_with, "get"), (notifications, "get_open_count"), (client, "get_count")):
		(target,) = overridden[f"{module.__name__}.{name}"]
		assert frappe.get_attr(target) is getattr(linked_records, name)


def test_linked_records_of_other_branches_are_not_shown(house, set_user):
	"""Frappe lists what links to a document to every user; a firm's members may be in several branches."""
	near = factory.member(house.branch, firm="丙律师事务所")
	far = factory.member(house.sister, firm="丙律师事务所")
	as_(house, "secretary", set_user)
	rows = linked_records.get("Law Firm", "丙律师事务所")["Party Member"]
	assert near.name in {row.name for row in rows} and far.name not in {row.name for row in rows}
	as_(house, "member", set_user)
	with pytest.raises(frappe.PermissionError):
		linked_records.get("Law Firm", "丙律师事务所")


def test_names_do_not_count_the_cases(house):
	"""A name may happen to be all digits; what counts is that no name tells how many cases lie between two."""
	names = [case(house).name for _number in range(3)]
	assert all(len(name) >= 10 for name in names)
	in_order = sorted(int(name, 36) for name in names)
	assert all(later - earlier > 1000 for earlier, later in pairwise(in_order))


# Writing


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_enters_or_changes_one(house, set_user, role):
	as_(house, role, set_user)
	with pytest.raises(frappe.PermissionError):
		case(house)
	document = frappe.get_doc(CASE, house.case.name)
	document.status = "Under Examination"
	with pytest.raises(frappe.PermissionError):
		document.save()


def test_the_commissioner_enters_changes_and_never_deletes_one(house, set_user):
	as_(house, "commissioner", set_user)
	document = case(house)
	document.status = "Under Examination"
	document.save()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc(CASE, document.name)


def test_a_commissioner_has_nothing_to_do_with_a_case_about_himself(house, set_user):
	user = house.users["commissioner"]
	himself = frappe.db.get_value("Party Member", {"user": user}, "name")
	own = case(house, member=himself)
	about_him = kept(house, own, attachment(own))
	with set_user(user):
		for door in (*doors.WITH_EXPORT, *doors.WALLED, doors.linked_records_of):
			assert own.name not in doors.shown(door, about_him), door.__name__
		assert doors.count_on(about_him, "Party Member", himself) == 0
		with pytest.raises(frappe.PermissionError):
			case(house, member=himself)
		assert scope_for(CASE).covers(house.branch.name)
	with set_user(house.users["commissioner above"]):
		assert frappe.has_permission(CASE, "write", doc=own.name)
		assert own.name in frappe.get_list(CASE, pluck="name")


def test_a_case_without_a_known_member_is_seen_as_well(house, set_user):
	unknown = case(house, member=None)
	as_(house, "commissioner", set_user)
	assert unknown.name in frappe.get_list(CASE, pluck="name")


def test_a_case_cannot_be_pulled_over_from_another_branch(house, set_user):
	far = case(house, branch=house.sister.name, member=None)
	as_(house, "commissioner", set_user)
	document = frappe.get_doc(CASE, far.name)
	document.branch = house.branch.name
	with pytest.raises(frappe.PermissionError):
		document.save()


# Nothing carries it out

UNASKED = {"ignore_share_permission": True}


@pytest.mark.parametrize("role", ["commissioner", "Administrator"])
def test_it_is_not_shared(house, set_user, role):
	as_(house, role, set_user)
	for target in ("secretary", "system manager"):
		with pytest.raises(frappe.PermissionError):
			share.add(CASE, house.case.name, house.users[target])
		with pytest.raises(frappe.PermissionError):
			share.add_docshare(CASE, house.case.name, house.users[target], flags=UNASKED)
	with pytest.raises(frappe.PermissionError):
		share.add_docshare(CASE, house.case.name, everyone=1, flags=UNASKED)


@pytest.mark.parametrize("role", ["commissioner", "Administrator"])
@pytest.mark.parametrize("target", ["secretary", "commissioner above"])
def test_it_is_not_assigned(house, set_user, role, target):
	as_(house, role, set_user)
	with pytest.raises(frappe.PermissionError):
		assign_to.add(
			{
				"doctype": CASE,
				"name": house.case.name,
				"assign_to": [house.users[target]],
				"description": SUBJECT,
			}
		)


def test_who_is_mentioned_beside_it_learns_nothing(house, monkeypatch):
	mails = []
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: mails.append(str(mail)))

	def mentioned(role):
		mails.clear()
		log = frappe.get_doc(
			{
				"doctype": "Notification Log",
				"subject": SUBJECT,
				"email_content": REMARK,
				"document_type": CASE,
				"document_name": house.case.name,
				"for_user": house.users[role],
				"from_user": house.users["commissioner"],
				"type": "Mention",
			}
		).insert(ignore_permissions=True)
		return f"{log.subject} {log.email_content} {log.document_name} {mails}"

	assert doors.leaks(mentioned("secretary"), house.kept) == []
	assert doors.leaks(mentioned("commissioner above"), house.kept)


def public_files():
	return [path.name for path in Path(frappe.get_site_path("public", "files")).glob(f"{FILE}*")]


def test_a_public_attachment_is_refused_before_it_is_written(house, set_user):
	as_(house, "commissioner", set_user)
	with pytest.raises(frappe.ValidationError, match="信访"):
		attachment(house.case, is_private=0)
	document = frappe.get_doc("File", house.file.name)
	document.is_private = 0
	with pytest.raises(frappe.ValidationError, match="信访"):
		document.save()
	assert public_files() == []


def test_a_public_attachment_that_no_right_was_asked_for_is_taken_back(house):
	with pytest.raises(frappe.ValidationError, match="信访"):
		attachment(house.case, is_private=0, content="另一份材料")
	frappe.db.rollback()
	assert public_files() == []


@pytest.mark.parametrize("doctype", sorted(AUTOMATION))
def test_an_administrator_of_the_site_attaches_nothing_to_it(house, set_user, doctype):
	if not frappe.db.exists("DocType", doctype):
		pytest.skip("This Frappe has no such DocType.")
	as_(house, "system manager", set_user)
	document = frappe.new_doc(doctype)
	document.set(AUTOMATION[doctype], CASE)
	with pytest.raises(frappe.PermissionError):
		document.run_method("before_validate")


def test_a_member_with_a_case_can_be_deleted_like_any_other(house, set_user):
	"""Else the refusal would name the case."""
	person = factory.member(house.branch)
	document = case(house, member=person.name)
	frappe.delete_doc("Party Member", person.name)
	as_(house, "commissioner", set_user)
	kept = frappe.get_doc(CASE, document.name)
	kept.status = "Under Examination"
	kept.save()
	assert kept.member_name == person.member_name and not kept.member


# What a case holds


@pytest.mark.parametrize(
	"values, message",
	[
		({"received_on": "2099-01-01"}, "受理日期"),
		({"status": "Forwarded"}, "转送机关"),
		({"status": "Forwarded", "forwarded_to": "市纪委"}, "转送日期"),
		({"forwarded_on": "2025-05-07"}, "转送机关"),
		({"status": "Forwarded", "forwarded_to": "市纪委", "forwarded_on": "2025-05-05"}, "不能早于"),
		({"status": "Closed"}, "办结日期"),
		({"closed_on": "2025-06-01"}, "办结日期"),
		({"status": "Closed", "closed_on": "2025-05-05"}, "不能早于"),
		({"kind": "Sanction"}, "处分"),
		({"sanction": "Warning"}, "处分生效日期"),
		({"sanction_until": "2025-12-31"}, "处分"),
		(
			{"sanction": "Warning", "sanction_from": "2025-06-01", "sanction_until": "2025-05-31"},
			"不能早于",
		),
		({"reported_above_on": "2025-05-05"}, "不能早于"),
	],
)
def test_a_case_that_contradicts_itself_is_refused(house, values, message):
	with pytest.raises((DisciplineError, frappe.MandatoryError), match=message):
		case(house, **values)


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Forwarded", "forwarded_to": "市纪委", "forwarded_on": "2025-05-06"},
		{"status": "Closed", "closed_on": "2025-05-06"},
		{
			"kind": "Sanction",
			"sanction": "Serious Warning",
			"sanction_from": "2025-04-01",
			"sanction_until": "2026-09-30",
			"correction": "按季度了解改正情况",
		},
	],
)
def test_a_case_in_order_is_kept(house, values):
	assert case(house, **values).name


def test_the_member_concerned_belongs_to_the_branch(house):
	with pytest.raises(DisciplineError):
		case(house, branch=house.sister.name)
	assert case(house, branch=house.above.name)
