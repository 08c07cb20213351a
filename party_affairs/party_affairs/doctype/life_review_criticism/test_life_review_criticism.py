"""What was said about persons at a life review: read within the branch by whom it concerns, through no door by others."""

import json

import pytest

import frappe
from frappe import client
from frappe.desk import reportview
from frappe.desk.form import load

from party_affairs.api.meetings import life_reviews as api
from party_affairs.exceptions import LifeReviewError
from party_affairs.party_affairs.doctype.party_life_review import test_party_life_review as reviews
from party_affairs.permissions import scope_for
from party_affairs.printing import documents
from tests.site import factory
from tests.site.test_prints import squeezed, text_of

pytestmark = pytest.mark.site

RECORD = "Life Review Criticism"
SELF, OTHERS, PROBLEM = "本人学习时断时续", "希望带徒要真带", "学习不系统"
SECRETS = (SELF, OTHERS, PROBLEM)
MAY_READ = ("secretary", "organisation")
MAY_NOT_READ = (
	"publicity",
	"plain",
	"officer",
	"committee_secretary",
	"neighbour",
	"instructor",
	"system_manager",
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		house = reviews.build_house()
		user = frappe.get_doc(
			{"doctype": "User", "email": "it-review@example.com", "first_name": "it", "send_welcome_email": 0}
		).insert()
		user.add_roles("System Manager")
		house.system_manager = user.name
		house.review = factory.life_review(
			house.branch,
			house.meeting,
			talks_confirmed_by=house.people[0].name,
			measures=[factory.measure(house.people[0])],
		)
		house.record = factory.criticism(
			house.review,
			{
				"member": house.people[0].name,
				"self_criticism": SELF,
				"criticism": OTHERS,
				"problems": PROBLEM,
				"measures": "每月学习一次",
				"deadline": "2025-12-31",
			},
			(house.people[1], "业务与党建结合不紧", None),
		)
		house.record.add_comment("Comment", SELF)
		frappe.get_doc(
			{
				"doctype": "Version",
				"ref_doctype": RECORD,
				"docname": house.record.name,
				"data": json.dumps([SELF]),
			}
		).db_insert()
		yield house


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(reviews.TODAY)


def seen_by(house, user):
	"""All that a user gets to see by Frappe's own ways, as text."""
	frappe.set_user(user)
	found = []
	ways = (
		lambda: frappe.get_list(RECORD, fields=["*"]),
		lambda: frappe.get_list("Life Review Criticism Line", parent_doctype=RECORD, fields=["*"]),
		lambda: client.get_list(RECORD, fields=["*"]),
		lambda: client.get(RECORD, house.record.name),
		lambda: client.get_value(RECORD, ["name", "held_on"], {"review": house.review.name}),
		lambda: frappe.get_list("Comment", fields=["*"], filters={"reference_doctype": RECORD}),
		lambda: frappe.get_list("Version", fields=["*"], filters={"ref_doctype": RECORD}),
		lambda: open_form(RECORD, house.record.name),
		lambda: open_form("Party Life Review", house.review.name),
		lambda: reportview_of(RECORD),
	)
	for way in ways:
		try:
			found.append(readable(way()))
		except (frappe.PermissionError, frappe.DoesNotExistError):
			frappe.clear_messages()
	return "".join(found)


def readable(value):
	"""Text in which Chinese can be looked for: Frappe's own JSON escapes it."""
	return json.dumps(json.loads(frappe.as_json(value)), ensure_ascii=False)


def open_form(doctype, name):
	frappe.local.response = frappe._dict({"docs": []})
	load.getdoc(doctype, name)
	return [frappe.local.response.docs, frappe.local.response.get("docinfo")]


def reportview_of(doctype):
	frappe.local.form_dict = frappe._dict(
		doctype=doctype, fields=json.dumps([f"`tab{doctype}`.`name`"]), start=0, page_length=20, order_by=""
	)
	return reportview.get()


@pytest.mark.parametrize("user", MAY_READ)
def test_secretary_and_organisation_commissioner_of_the_branch_read_it(house, user):
	text = seen_by(house, house[user])
	assert all(secret in text for secret in SECRETS)


@pytest.mark.parametrize("user", MAY_NOT_READ)
def test_nobody_else_reads_any_of_it(house, user):
	text = seen_by(house, house[user])
	assert not any(secret in text for secret in SECRETS)
	assert house.record.name not in text
	frappe.set_user(house[user])
	assert not scope_for(RECORD).covers(house.branch.name)
	assert not frappe.has_permission(RECORD, "read", doc=house.record.name)


@pytest.mark.parametrize("user", ["officer", "committee_secretary", "publicity", "instructor"])
def test_readers_of_the_review_learn_the_number_alone(house, set_user, user):
	set_user(house[user])
	progress = api.progress(house.review.name)
	assert progress["record"] is None
	assert next(row["found"] for row in progress["elements"] if row["key"] == "criticisms") == 2
	assert not any(secret in readable(progress) for secret in SECRETS)


PAPERS_OF_PERSONS = ("life_review_minutes", "life_review_personal_problems", "life_review_self_examinations")


@pytest.mark.parametrize("user", ["officer", "publicity", "instructor"])
def test_whoever_may_not_read_it_does_not_print_it(house, set_user, user):
	set_user(house[user])
	for paper in PAPERS_OF_PERSONS:
		with pytest.raises(frappe.PermissionError):
			documents.party_document(house.review, paper)
	bound = documents.party_document(house.review, "life_review_set")
	assert "留存支部" in bound
	assert not any(secret in bound for secret in SECRETS)


def test_the_branch_prints_it(house, set_user):
	set_user(house.secretary)
	minutes = squeezed(text_of(documents.to_pdf(house.review, "life_review_minutes")))
	assert SELF in minutes and OTHERS in minutes
	assert PROBLEM in documents.party_document(house.review, "life_review_personal_problems")
	bound = documents.party_document(house.review, "life_review_set")
	assert all(secret in bound for secret in SECRETS)
	assert "留存支部" not in bound


# Making it


def test_it_begins_with_a_line_for_each_member_present(house, set_user):
	meeting = factory.meeting(
		house.branch,
		"Organisation Life Meeting",
		"2025-07-01 14:00:00",
		attendees=house.people[:3],
		submit=False,
	)
	meeting.attendees[2].update({"attendance": "Leave", "reason": "出差"})
	meeting.save()
	meeting.submit()
	review = factory.life_review(house.branch, meeting, talks_confirmed_by=house.people[0].name)
	set_user(house.secretary)
	assert api.progress(review.name)["record"] == {"name": None, "may_create": True}
	name = api.prepare_record(review.name)
	lines = frappe.get_doc(RECORD, name).lines
	assert [row.member for row in lines] == [person.name for person in house.people[:2]]
	assert api.prepare_record(review.name) == name
	assert api.progress(review.name)["record"]["name"] == name


@pytest.mark.parametrize("user", ["officer", "publicity", "instructor", "plain", "neighbour"])
def test_it_is_made_by_its_readers_alone(house, set_user, user):
	set_user(house[user])
	with pytest.raises(frappe.PermissionError):
		api.prepare_record(house.review.name)


def test_it_is_about_a_review_of_the_branch_that_was_held(house):
	coming = factory.life_review(house.branch, talks_confirmed_by=house.people[0].name)
	with pytest.raises(LifeReviewError, match="尚未召开"):
		factory.criticism(coming)
	with pytest.raises(LifeReviewError, match="尚未召开"):
		api.prepare_record(coming.name)


def test_it_belongs_to_the_branch_of_its_review(house, set_user):
	foreign = factory.life_review(
		house.sister,
		factory.meeting(house.sister, "Theme Day", "2025-06-25 14:00:00"),
		noticed_on="2025-06-01",
	)
	values = {"doctype": RECORD, "review": foreign.name, "branch": house.branch.name}
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(values).insert()
	set_user("Administrator")
	assert frappe.get_doc(values).insert().branch == house.sister.name


@pytest.mark.parametrize("wrong", ["twice", "stranger", "deadline"])
def test_lines_that_cannot_be(house, wrong):
	meeting = factory.meeting(house.branch, "Theme Day", "2025-06-27 14:00:00")
	review = factory.life_review(house.branch, meeting, talks_confirmed_by=house.people[0].name)
	me = {"member": house.people[0].name, "self_criticism": "一"}
	lines = {
		"twice": [me, {**me}],
		"stranger": [{**me, "member": factory.member(house.sister).name}],
		"deadline": [{**me, "deadline": "2025-06-26"}],
	}[wrong]
	with pytest.raises(LifeReviewError):
		factory.criticism(review, *lines)


def test_it_is_not_shared_assigned_or_followed_by_scripts(house, set_user):
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		frappe.share.add(RECORD, house.record.name, user=house.plain, read=1)
	set_user(house.system_manager)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			doctype="Notification",
			name="抄送",
			document_type=RECORD,
			event="New",
			subject="x",
			message="{{ doc.lines }}",
		).insert()
