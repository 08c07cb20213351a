"""What the platform keeps beside a document: read by its readers, and what is somebody's own stays his."""

import pytest

import frappe

from party_affairs.permissions import beside, scope
from party_affairs.permissions.companions import COMPANIONS
from party_affairs.permissions.linked_records import get_count
from party_affairs.permissions.register import REGISTER
from tests.site import factory
from tests.support.requests import ask, call

pytestmark = pytest.mark.site


@pytest.fixture
def house():
	"""Two branches with a meeting each; the publicity commissioner of the first."""
	committee = factory.committee()
	near, sister = factory.branch(parent=committee), factory.branch(parent=committee)
	people = {branch.name: factory.member(branch) for branch in (near, sister)}
	meetings = {name: factory.meeting(name, attendees=[person]) for name, person in people.items()}
	user = factory.holder(near, "Publicity Commissioner")
	return frappe._dict(
		committee=committee, near=meetings[near.name], sister=meetings[sister.name], user=user, branch=near
	)


def todo(meeting, user):
	return frappe.get_doc(
		doctype="ToDo",
		description="补记会议",
		allocated_to=user,
		reference_type=meeting.doctype,
		reference_name=meeting.name,
	).insert()


def lose_post(user):
	member = frappe.db.get_value("Party Member", {"user": user})
	post = frappe.get_last_doc("Party Post", {"member": member})
	post.removed_on = frappe.utils.nowdate()
	post.save()


def test_a_to_do_stays_with_whom_it_was_given_to(house, set_user):
	own = todo(house.near, house.user)
	lose_post(house.user)
	set_user(house.user)
	assert not frappe.has_permission("Party Meeting", "read", doc=house.near.name)
	assert frappe.get_list("ToDo", pluck="name") == [own.name]
	own.reload()
	own.status = "Closed"
	own.save()


def test_nobody_is_given_work_on_what_the_caller_may_not_read(house, set_user):
	own = todo(house.near, house.user)
	set_user(house.user)
	with pytest.raises(frappe.PermissionError):
		todo(house.sister, house.user)
	own.reference_name = house.sister.name
	with pytest.raises(frappe.PermissionError):
		own.save()
	assert not frappe.db.get_value("Party Meeting", house.sister.name, "_assign")


def test_a_comment_stays_with_its_writer_and_a_file_with_the_document(house, set_user):
	set_user(house.user)
	comment = house.near.add_comment("Comment", "请补充签到表")
	file = frappe.get_doc(
		doctype="File",
		file_name="签到表.txt",
		content="签到",
		is_private=1,
		attached_to_doctype="Party Meeting",
		attached_to_name=house.near.name,
	).insert()
	assert frappe.has_permission("File", "read", doc=file.name)
	set_user("Administrator")
	lose_post(house.user)
	set_user(house.user)
	condition = beside.get_condition("Comment", house.user)
	seen = frappe.db.sql(f"select name from tabComment where name = %s and {condition}", comment.name)
	assert seen == ((comment.name,),)
	assert not frappe.has_permission("File", "read", doc=file.name)


def test_who_is_mentioned_beside_a_foreign_document_learns_nothing_of_it(house):
	factory.outgoing_account()
	notice = frappe.get_doc(
		doctype="Notification Log",
		for_user=house.user,
		subject=f"提及您：{house.sister.topic}",
		email_content="评论",
		document_type="Party Meeting",
		document_name=house.sister.name,
	).insert()
	assert house.sister.topic not in notice.subject and notice.document_type == "User"
	told = frappe.copy_doc(notice)
	told.update({"subject": "提及您", "document_type": "Party Meeting", "document_name": house.near.name})
	assert told.insert().document_name == house.near.name


def test_only_what_the_reader_may_read_of_takes_part_in_the_query(house):
	read = {
		row
		for row in REGISTER
		if not REGISTER[row].parent and not scope.scope_for(row, user=house.user).is_empty
	}
	for companion in COMPANIONS:
		condition = beside.get_condition(companion, house.user)
		assert condition.count("SELECT") <= len(read) + 1
	assert beside.get_condition("Comment", "Administrator") == ""
	stranger = frappe.get_doc(
		doctype="User", email="shengren@example.com", first_name="x", send_welcome_email=0
	).insert()
	assert "SELECT" not in beside.get_condition("Comment", stranger.name)


def test_many_branches_are_asked_of_the_tree_and_give_the_same_rows(house, monkeypatch):
	officer = factory.holder(house.branch, "Party Affairs Officer", house.committee)
	reach = scope.scope_for("Party Meeting", user=officer)
	table = frappe.qb.DocType("Party Meeting")

	def names(short):
		return set(
			frappe.qb.from_(table)
			.select(table.name)
			.where(reach.criterion(table, short=short))
			.run(pluck=True)
		)

	by_name = names(False)
	monkeypatch.setattr(scope, "_FEW", 0)
	text = reach.criterion(table, short=True).get_sql(quote_char="`")
	assert house.branch.name not in text and "lft" in text
	assert names(True) == by_name == {house.near.name, house.sister.name}
	# A subtree of which a part is out of reach is named.
	some = scope._in_short(frozenset({house.committee.name, house.branch.name}))
	assert house.branch.name in some.get_sql(quote_char="`")


def test_what_is_the_same_for_all_is_counted_for_its_readers(house, set_user):
	set_user(factory.holder(house.branch))
	with pytest.raises(frappe.PermissionError):
		get_count("Dues Standard")
	set_user("Administrator")
	set_user(factory.holder(house.branch, "Organisation Commissioner"))
	assert get_count("Dues Standard") == frappe.db.count("Dues Standard") > 0


def test_the_number_of_income_items_is_for_who_may_read_incomes(house, set_user):
	member = factory.member(house.branch)
	factory.assessment(member, income_items=[{"kind": "Basic Pay", "amount": 4500}], base=None)
	set_user(factory.holder(house.branch, "Organisation Commissioner"))
	assert get_count("Dues Income Item") == 1
	set_user("Administrator")
	set_user(factory.holder(house.branch, "Party Affairs Officer", house.committee))
	assert get_count("Dues Assessment") == 1
	with pytest.raises(frappe.PermissionError):
		get_count("Dues Income Item")


def test_whoever_saves_is_not_sent_what_he_was_not_shown(house):
	"""He may change the pairing, but not read where the contact lives; saving it brings the stored values along."""
	member = frappe.db.get_value("Party Member", {"branch": house.branch.name})
	pairing = factory.pairing(member, address="某路1号", phone="13900000000", family="一家三口")
	for answer in (
		ask(
			house.user,
			f"/api/resource/Contact%20Pairing/{pairing.name}",
			"PUT",
			json_body={"measures": "定期走访"},
		),
		call(
			house.user,
			"frappe.client.set_value",
			doctype="Contact Pairing",
			name=pairing.name,
			fieldname="measures",
			value="定期联系",
		),
	):
		assert answer.status == 200
		assert not [secret for secret in ("某路1号", "13900000000", "一家三口") if secret in answer.text]
	pairing.reload()
	assert (pairing.measures, pairing.address) == ("定期联系", "某路1号")


def test_whoever_cancels_is_not_told_the_names_of_what_hangs_on_it(house):
	secretary = factory.holder(house.branch, "Secretary")
	factory.dues_received(frappe.db.get_value("Party Member", {"user": secretary}), "2025-01-15")
	meeting = factory.approval(house.branch)
	expense = factory.expense(house.branch, "2025-02-01", "5.00", meeting)
	answer = call(house.user, "frappe.client.cancel", doctype="Party Meeting", name=meeting.name)
	assert answer.status == 417 and "关联" in answer.text
	assert expense.name not in answer.text


def test_a_system_manager_exports_nothing_that_nobody_may_export(house):
	secretary = factory.holder(house.branch, "Secretary")
	frappe.get_doc("User", secretary).add_roles("System Manager")
	export = "frappe.desk.reportview.export_query"
	asked = {"fields": ["`tabParty Dues Reminder`.`name`"], "file_format_type": "CSV", "title": "x"}
	assert call(secretary, export, doctype="Party Dues Reminder", **asked).status == 403
	asked["fields"] = ["`tabParty Meeting`.`name`"]
	assert call(secretary, export, doctype="Party Meeting", **asked).status == 200
