"""Talks, thought reports and self reviews are read by the people they concern, and through no door by others."""

from pathlib import Path

import pytest

import frappe
from frappe import share
from frappe.desk.form import assign_to

from party_affairs.permissions.companions import AUTOMATION
from tests.site import factory
from tests.support import doors

pytestmark = pytest.mark.site

CONTENT = "心里话三五九"
REMARK = "对材料的看法"
FOUND_BY = "秘密来源"
DOCTYPES = ("Heart Talk", "Thought Report", "Member Self Review")

IN_CHARGE = ("secretary", "organisation commissioner")
CONCERNED = {
	"Heart Talk": ("the writer", "the partner"),
	"Thought Report": ("the writer",),
	"Member Self Review": ("the writer",),
}
OUTSIDE = (
	"deputy beside a secretary at work",
	"publicity commissioner",
	"discipline commissioner",
	"instructor",
	"secretary of the committee above",
	"officer above",
	"organisation commissioner above",
	"auditor",
	"secretary of the sister branch",
	"secretary elsewhere",
	"former secretary",
	"another member",
	"system manager",
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		house = build_house()
		yield house
		for kept in house.kept.values():
			Path(kept.file.get_full_path()).unlink(missing_ok=True)


def build_house():
	above, elsewhere = factory.committee("戊市律师行业党委"), factory.committee("己市律师行业党委")
	branch = factory.branch("戊所党支部", parent=above, firms=[factory.firm(above, "戊律师事务所")])
	sister = factory.branch("戊所第二党支部", parent=above)
	foreign = factory.branch("己所党支部", parent=elsewhere)
	writer, partner = factory.member(branch, FOUND_BY), factory.member(branch, FOUND_BY + "二")
	house = frappe._dict(above=above, branch=branch, sister=sister, writer=writer, partner=partner)
	house.users = {
		"the writer": factory.login(writer),
		"the partner": factory.login(partner),
		"secretary": factory.holder(branch, "Secretary"),
		"organisation commissioner": factory.holder(branch, "Organisation Commissioner"),
		"deputy beside a secretary at work": factory.holder(branch, "Deputy Secretary"),
		"publicity commissioner": factory.holder(branch, "Publicity Commissioner"),
		"discipline commissioner": factory.holder(branch, "Discipline Commissioner"),
		"instructor": factory.holder(sister, "Party Work Instructor", branch),
		"secretary of the committee above": factory.holder(sister, "Secretary", above),
		"officer above": factory.holder(sister, "Party Affairs Officer", above),
		"organisation commissioner above": factory.holder(sister, "Organisation Commissioner", above),
		"auditor": auditor(above),
		"secretary of the sister branch": factory.holder(sister, "Secretary"),
		"secretary elsewhere": factory.holder(foreign, "Secretary"),
		"former secretary": former_secretary(branch),
		"another member": factory.holder(branch),
		"system manager": system_manager(),
	}
	house.kept = {document.doctype: kept(document, house) for document in documents(house)}
	for doctype in DOCTYPES:
		doors.remark(house.kept[doctype], house.users["secretary"], REMARK)
	return house


def documents(house):
	return (
		factory.heart_talk(house.writer, house.partner, content=CONTENT, opinions=CONTENT),
		factory.thought_report(house.writer, thought=CONTENT, suggestions=CONTENT),
		factory.self_review(house.writer, problems=CONTENT),
	)


FIELDS = {
	"Heart Talk": ("content", "opinions"),
	"Thought Report": ("thought", "suggestions"),
	"Member Self Review": ("problems",),
}


def kept(document, house):
	return doors.Kept(
		document,
		fields=FIELDS[document.doctype],
		secrets=(CONTENT, REMARK),
		found_by=FOUND_BY,
		linked=(("Party Branch", house.branch.name), ("Party Member", house.writer.name)),
		counted_on=(("Party Branch", house.branch.name),),
		file=doors.attachment(document),
	)


def former_secretary(branch):
	person = factory.member(branch)
	user = factory.login(person)
	factory.post(person, "Secretary", start="2020-01-01", end="2023-12-31")
	frappe.get_doc("User", user).add_roles("Party Branch Secretary", "Party Organisation Commissioner")
	return user


def auditor(above):
	user = new_user("auditor-of-texts@example.com", "Party Affairs Auditor")
	frappe.get_doc(
		{"doctype": "User Permission", "user": user, "allow": "Party Branch", "for_value": above.name}
	).insert()
	return user


def system_manager():
	return new_user("it-of-texts@example.com", "System Manager")


def new_user(email, role):
	user = frappe.get_doc(
		{"doctype": "User", "email": email, "first_name": "it", "send_welcome_email": 0}
	).insert()
	user.add_roles(role)
	return user.name


def each(*roles):
	return pytest.mark.parametrize(
		("doctype", "role"), [(doctype, role) for doctype in DOCTYPES for role in roles]
	)


def concerned():
	return pytest.mark.parametrize(
		("doctype", "role"), [(doctype, role) for doctype, roles in CONCERNED.items() for role in roles]
	)


OTHERS = [(doctype, role) for doctype in DOCTYPES for role in OUTSIDE]
OTHERS += [("Thought Report", "the partner"), ("Member Self Review", "the partner")]


def as_(house, role, set_user):
	set_user(house.users[role])


# Who may


@each(*IN_CHARGE)
def test_whoever_is_in_charge_in_the_branch_comes_in_by_every_door(house, set_user, doctype, role):
	as_(house, role, set_user)
	assert doors.closed(doors.WITH_EXPORT, house.kept[doctype]) == []
	assert [count for count in doors.COUNTS if not doors.counted(count, house.kept[doctype])] == []


@concerned()
def test_those_whom_it_concerns_read_and_print_it_but_carry_out_no_list(house, set_user, doctype, role):
	as_(house, role, set_user)
	# Whether a website user has a list of files at all depends on Frappe's version.
	open_to_all = [door for door in doors.DOORS if door is not doors.file_list]
	assert doors.closed(open_to_all, house.kept[doctype]) == []
	assert doors.opened((doors.export,), house.kept[doctype]) == []


def test_a_deputy_reads_while_he_leads_the_branch(house, set_user):
	secretary = frappe.db.get_value("Party Member", {"user": house.users["secretary"]}, "name")
	post = frappe.db.get_value("Party Post", {"member": secretary}, "name")
	factory.absence(post, str(frappe.utils.getdate()))
	as_(house, "deputy beside a secretary at work", set_user)
	assert [doors.closed(doors.WITH_EXPORT, kept) for kept in house.kept.values()] == [[], [], []]


# Who may not


@pytest.mark.parametrize(("doctype", "role"), OTHERS)
def test_nobody_else_comes_in_by_any_door(house, set_user, doctype, role):
	as_(house, role, set_user)
	kept = house.kept[doctype]
	assert doors.opened(doors.WITH_EXPORT + doors.WALLED, kept) == []
	assert [count for count in doors.COUNTS if doors.counted(count, kept)] == []
	assert doors.beside(kept) == set()


@pytest.mark.parametrize("role", ["secretary", "officer above", "another member"])
def test_nobody_finds_it_linked_to_branch_or_member(house, set_user, role):
	"""A user in charge has it in the list; beside other records it would be counted."""
	as_(house, role, set_user)
	text = doors.shown(doors.linked_records_of, house.kept["Heart Talk"])
	assert [kept.doctype for kept in house.kept.values() if kept.name in text] == []


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_what_lies_beside_is_there_to_be_hidden(house, set_user, doctype):
	as_(house, "secretary", set_user)
	assert doors.beside(house.kept[doctype]) >= {"File"}


@each(*(role for role in OUTSIDE if role != "another member"))
def test_nobody_else_writes_or_deletes(house, set_user, doctype, role):
	as_(house, role, set_user)
	kept = house.kept[doctype]
	assert not [
		ptype
		for ptype in ("read", "write", "delete", "print", "email", "share", "submit")
		if frappe.has_permission(doctype, ptype, doc=kept.name)
	]
	document = frappe.copy_doc(kept.document)
	with pytest.raises(frappe.PermissionError):
		document.insert()


def test_a_secretary_reads_nothing_more_once_he_has_lost_his_post(house, set_user):
	user = house.users["secretary"]
	with set_user(user):
		assert frappe.get_list("Thought Report", pluck="name")
	post = frappe.get_doc(
		"Party Post", {"member": frappe.db.get_value("Party Member", {"user": user}, "name")}
	)
	post.removed_on = frappe.utils.getdate()
	post.save()
	frappe.get_doc("User", user).add_roles("Party Branch Secretary")
	set_user(user)
	for kept in house.kept.values():
		assert doors.opened(doors.WITH_EXPORT + doors.WALLED, kept) == []


def test_a_draft_is_hidden_from_whoever_is_in_charge(house, set_user):
	with set_user(house.users["the writer"]):
		draft = frappe.get_doc(
			{
				"doctype": "Thought Report",
				"member": house.writer.name,
				"half_year": "2025-H2",
				"thought": CONTENT,
			}
		).insert()
		# A private file that the writer adds to his draft.
		draft_kept = kept(draft, house)
		assert doors.closed(doors.DOORS, draft_kept) == []
	for role in IN_CHARGE:
		with set_user(house.users[role]):
			assert draft.name not in "".join(doors.shown(door, draft_kept) for door in doors.WITH_EXPORT)
			assert draft_kept.file.name not in frappe.get_list("File", pluck="name", limit_page_length=0)
	Path(draft_kept.file.get_full_path()).unlink(missing_ok=True)


# Nothing carries it out


@each("secretary", "the writer")
def test_it_is_neither_shared_nor_assigned(house, set_user, doctype, role):
	as_(house, role, set_user)
	target, name = house.users["another member"], house.kept[doctype].name
	with pytest.raises(frappe.PermissionError):
		share.add_docshare(doctype, name, target, flags={"ignore_share_permission": True})
	with pytest.raises(frappe.PermissionError):
		assign_to.add({"doctype": doctype, "name": name, "assign_to": [target], "description": "看"})


@each("secretary", "the writer")
def test_its_attachments_are_private(house, set_user, doctype, role):
	as_(house, role, set_user)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		doors.attachment(house.kept[doctype].document, is_private=0, content="公开")
	public = Path(frappe.get_site_path("public", "files"))
	assert list(public.glob(f"{doors.FILE}*")) == []


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_an_administrator_of_the_site_attaches_nothing_to_it(house, set_user, doctype):
	as_(house, "system manager", set_user)
	for automation, fieldname in AUTOMATION.items():
		if frappe.db.exists("DocType", automation):
			document = frappe.new_doc(automation)
			document.set(fieldname, doctype)
			with pytest.raises(frappe.PermissionError):
				document.run_method("before_validate")


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_its_name_tells_and_counts_nothing(house, doctype):
	meta = frappe.get_meta(doctype)
	assert meta.autoname == "hash" and not meta.show_title_field_in_link and not meta.track_changes
	assert not [field.fieldname for field in meta.fields if field.in_global_search]
