"""Whatever a member asks of his pages with the names of another's records: the same answer as for what does not exist."""

import re

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.portal_pages import PAGES
from tests.site import factory

TODAY = "2026-03-10"
SECRET = "他人的私事七二三"

# By page: the kind of record, what it says of another, and by which argument, with what else, it is asked for or changed.
READ = {
	"meetings": ("Meeting Notice", {"topic": SECRET}),
	"thought-report": ("Thought Report", {"thought": SECRET, "half_year": "2025-H2"}),
	"self-review": ("Member Self Review", {"problems": SECRET, "year": 2025}),
	"talk": ("Heart Talk", {"content": SECRET}),
	"appraisal": ("Democratic Appraisal", {"year": 2025}),
	"questionnaire": ("Questionnaire", {"title": SECRET}),
}
WRITE = {
	"meetings": ("Meeting Notice", "name", {"answer": "Will Come"}),
	"thought-report": ("Thought Report", "name", {"action": "save", "half_year": "2025-H2", "thought": "改"}),
	"self-review": ("Member Self Review", "name", {"action": "take_back", "year": "2025"}),
	"contacts": ("Contact Pairing", "pairing", {"contact_date": TODAY, "method": "Visit", "matter": "改"}),
	"evaluation": ("Evaluation", "sheet", {"action": "object", "objection": "改"}),
	"notices": ("Notice Delivery", "delivery", {"action": "acknowledge"}),
	"questionnaire": ("Questionnaire", "name", {"sent": "1"}),
	"study": ("Online Study", "name", {"action": "withdraw"}),
	"board": ("Party Notice", "notice", {"objection": "改"}),
}
NAMES_NOTHING = {"more", "opinions", "my-data", "bell", "reminders"}
"""Pages whose forms name no record: what they write is the caller's own."""


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	branch = factory.branch("门户互访支部", parent=factory.committee(), records_from="2025-01-01")
	me, other = factory.member(branch, "互访本人"), factory.member(branch, "互访他人")
	records = {}
	for doctype, values in [*READ.values(), *((doctype, {}) for doctype, _argument, _data in WRITE.values())]:
		if doctype in records:
			continue
		document = frappe.new_doc(doctype)
		document.update(
			{"branch": branch.name, "member": other.name, "talker": other.name, "partner": other.name}
		)
		document.update({"subject_doctype": "Party Member", "subject": other.name, **values})
		document.name = f"ANOTHERS-{frappe.scrub(doctype)}"
		document.db_insert()
		records[doctype] = document.name
	return frappe._dict(me=me, other=other, user=factory.login(me), records=records)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


def ask(user, path, method="GET", /, **data):
	"""Status and text of a page, without what differs from one request to the next."""
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=method, path=path, data=data if method == "POST" else None, query_string=None)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	# Marks by chance: of the login, of the form, of a sheet.
	return response.status_code, re.sub(r"\b[0-9a-f]{12,}", "", response.get_data(as_text=True))


def test_every_page_with_a_record_or_a_form_is_walked():
	there = [page for page in PAGES if page.is_there]
	assert {page.name for page in there if page.record} == set(READ)
	assert {page.name for page in there if page.forms} == set(WRITE) | NAMES_NOTHING


@pytest.mark.parametrize("name", READ)
def test_anothers_record_is_answered_like_none(house, name):
	page = next(page for page in PAGES if page.name == name)
	anothers = house.records[READ[name][0]]
	status, text = ask(house.user, page.path, **{page.record: anothers})
	assert SECRET not in text and "互访他人" not in text
	nothing = ask(house.user, page.path, **{page.record: "ANOTHERS-nothing"})
	assert (status, text.replace(anothers, "")) == (nothing[0], nothing[1].replace("ANOTHERS-nothing", ""))


@pytest.mark.parametrize("name", WRITE)
def test_anothers_record_is_changed_by_nobody_and_answered_like_none(house, name):
	doctype, argument, data = WRITE[name]
	path, anothers = f"/party/{name}", house.records[doctype]
	before = frappe.db.get_value(doctype, anothers, "*", as_dict=True)
	status, text = ask(house.user, path, "POST", **{argument: anothers}, **data)
	assert status != 301, "nothing was done"
	assert frappe.db.get_value(doctype, anothers, "*", as_dict=True) == before
	assert SECRET not in text and "互访他人" not in text
	nothing = ask(house.user, path, "POST", **{argument: "ANOTHERS-nothing"}, **data)
	assert (status, text.replace(anothers, "")) == (nothing[0], nothing[1].replace("ANOTHERS-nothing", ""))


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_there], ids=lambda page: page.path)
def test_no_argument_opens_the_pages_of_another(house, page):
	for value in (house.other.name, house.other.member_name):
		named = dict.fromkeys(("member", "user", "name", "subject", "docname"), value)
		_status, text = ask(house.user, page.path, **named)
		assert "互访他人" not in text.replace(f'value="{value}"', "")


@pytest.fixture(scope="module")
def unusual(house):
	"""Logins of people who are no ordinary members, by what they are."""
	branch = frappe.get_doc("Party Branch", frappe.db.get_value("Party Member", house.me.name, "branch"))
	group = factory.group(branch, "互访小组")
	applicant = factory.member(branch, "互访申请人", stage="Applicant", joined_on=None, full_member_on=None)
	leader = factory.member(branch, "互访组长", party_group=group.name)
	group.db_set("leader", leader.name)
	left = factory.member(branch, "互访离开")
	users = {"applicant": factory.login(applicant), "group leader": factory.login(leader)}
	users |= {"left": factory.login(left), "stranger": "Administrator"}
	factory.leaves(left, "2026-03-01")
	return users


@pytest.mark.parametrize("who", ["applicant", "group leader", "left", "stranger"])
def test_whoever_is_no_usual_member_meets_friendly_pages(unusual, who):
	for page in PAGES:
		if not page.is_there:
			continue
		status, text = ask(unusual[who], page.path)
		if who in ("left", "stranger"):
			# What somebody is told he chooses with any login.
			assert status == 200 and ("未关联" in text or page.name in ("more", "reminders")), page.path
			assert page.name in ("more", "reminders") or 'method="post"' not in text, page.path
		else:
			assert status == (404 if page.name == "talk" else 200), page.path
		assert "<html" in text and "Traceback" not in text
