"""A deputy leads while the secretary is away or there is none (R18), from the dates alone, and nobody helps himself to it."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.exceptions import PostError
from party_affairs.party_affairs.doctype.party_post.party_post import end_posts_of
from party_affairs.permissions import scope_for
from party_affairs.permissions.grants import sync_roles
from party_affairs.permissions.roles import AUDITOR, MANAGER, SECRETARY
from party_affairs.permissions.scope import active_posts
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

DAY = "2025-06-10"


def build_house():
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	return house_of(committee, branch)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, DAY)


@pytest.fixture
def house(built, freeze):
	freeze(DAY)
	return deepcopy(built)


def house_of(committee, branch):
	people = {
		key: factory.member(branch, name)
		for key, name in (("secretary", "王书记"), ("deputy", "李副书记"), ("plain", "周党员"))
	}
	users = {key: factory.login(person) for key, person in people.items()}
	posts = {
		"secretary": factory.post(people["secretary"], "Secretary", start="2024-01-01", end="2026-12-31"),
		"deputy": factory.post(people["deputy"], "Deputy Secretary", start="2024-01-01", end="2026-12-31"),
	}
	return frappe._dict(committee=committee, branch=branch, people=people, users=users, posts=posts)


def may(user, right, set_user):
	with set_user(user):
		return scope_for("Party Meeting", right).branches


def roles_of(user):
	return set(frappe.get_roles(user)) & {SECRETARY, AUDITOR, MANAGER}


# Who leads


def test_a_deputy_beside_a_secretary_at_work_reads_his_branch(house, set_user):
	"""R18"""
	user = house.users["deputy"]
	assert may(user, "read", set_user) == {house.branch.name}
	assert not may(user, "write", set_user)
	assert roles_of(user) == {AUDITOR}


def test_he_leads_while_the_secretary_is_away_and_not_a_day_longer(house, set_user, freeze):
	"""R18"""
	user = house.users["deputy"]
	with freeze("2025-06-01"):
		factory.absence(house.posts["secretary"], DAY, "2025-06-20")
		assert roles_of(user) == {AUDITOR}
	for day, leads in (("2025-06-09", False), (DAY, True), ("2025-06-20", True), ("2025-06-21", False)):
		with freeze(day):
			sync_roles([user])
			assert bool(may(user, "write", set_user)) is leads, day
			assert roles_of(user) == ({SECRETARY} if leads else {AUDITOR}), day


def test_his_rights_end_with_the_absence_although_the_daily_job_did_not_run(house, set_user, freeze):
	user = house.users["deputy"]
	factory.absence(house.posts["secretary"], DAY, "2025-06-20")
	assert roles_of(user) == {SECRETARY}
	with freeze("2025-07-15"):
		assert roles_of(user) == {SECRETARY}
		assert not may(user, "write", set_user)


def test_an_absence_without_an_end_lasts_until_it_is_given_one(house, set_user, freeze):
	user = house.users["deputy"]
	absence = factory.absence(house.posts["secretary"], DAY)
	with freeze("2025-12-01"):
		assert may(user, "write", set_user)
		absence.reload()
		absence.away_until = "2025-11-30"
		absence.save()
		assert not may(user, "write", set_user)
		assert roles_of(user) == {AUDITOR}


def test_a_branch_without_a_secretary_is_led_by_its_deputy(house, set_user, freeze):
	user = house.users["deputy"]
	post = frappe.get_doc("Party Post", house.posts["secretary"].name)
	post.removed_on = DAY
	post.save()
	assert may(user, "write", set_user) and roles_of(user) == {SECRETARY}
	factory.post(house.people["plain"], "Secretary", start=DAY, end="2026-12-31")
	assert not may(user, "write", set_user)
	assert roles_of(user) == {AUDITOR}


def test_the_secretary_keeps_his_own_rights_while_he_is_away(house, set_user):
	factory.absence(house.posts["secretary"], DAY)
	assert may(house.users["secretary"], "write", set_user)


def test_a_deputy_of_a_committee_leads_beside_its_secretary(house, set_user):
	factory.post(factory.member(house.branch), "Secretary", house.committee)
	user = factory.holder(house.branch, "Deputy Secretary", house.committee)
	assert may(user, "write", set_user) == {house.committee.name, house.branch.name}


def test_the_absence_of_another_branch_gives_nothing(house, set_user):
	other = house_of(house.committee, factory.branch(parent=house.committee))
	factory.absence(other.posts["secretary"], DAY)
	assert not may(house.users["deputy"], "write", set_user)
	assert may(other.users["deputy"], "write", set_user) == {other.branch.name}


def test_who_leads_is_read_in_a_fixed_number_of_queries(house):
	active_posts()  # reads the settings for the first time
	with counted_queries() as few:
		active_posts()
	for _number in range(3):
		other = house_of(house.committee, factory.branch(parent=house.committee))
		factory.absence(other.posts["secretary"], DAY)
	with counted_queries() as many:
		active_posts()
	assert len(few) == len(many) == 2


# Who may mark the secretary away


@pytest.mark.parametrize("who", ["deputy", "plain"])
def test_nobody_else_in_the_branch_marks_the_secretary_away(house, set_user, who):
	set_user(house.users[who])
	with pytest.raises(frappe.PermissionError):
		absence_by_hand(house)
	assert not frappe.db.exists("Party Post Absence", {"branch": house.branch.name})


def test_an_acting_deputy_can_neither_lengthen_nor_delete_the_absence(house, set_user):
	absence = factory.absence(house.posts["secretary"], DAY, "2025-06-20")
	set_user(house.users["deputy"])
	document = frappe.get_doc("Party Post Absence", absence.name)
	document.away_until = "2026-06-20"
	with pytest.raises(frappe.PermissionError):
		document.save()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc("Party Post Absence", absence.name)


def test_an_acting_deputy_does_not_send_the_secretary_away_for_good(house, set_user):
	"""Neither by a letter of transfer nor by a change of membership; another member he may transfer (R18)."""
	factory.absence(house.posts["secretary"], DAY)
	set_user(house.users["deputy"])
	letter = factory.transfer(house.people["secretary"], letter_date=DAY, submit=False)
	with pytest.raises(frappe.PermissionError, match="上级"):
		letter.submit()
	change = factory.change(house.people["secretary"], "Deceased", DAY, submit=False)
	with pytest.raises(frappe.PermissionError, match="上级"):
		change.submit()
	factory.transfer(house.people["plain"], letter_date=DAY)


def test_a_deputy_who_is_an_officer_above_does_not_mark_it_either(house, set_user):
	factory.post(house.people["deputy"], "Party Affairs Officer", house.committee)
	set_user(house.users["deputy"])
	with pytest.raises(frappe.PermissionError):
		absence_by_hand(house)


def test_the_secretary_himself_and_the_organisation_above_do(house, set_user):
	officer = factory.holder(house.branch, "Party Affairs Officer", house.committee)
	with set_user(house.users["secretary"]):
		absence = absence_by_hand(house, away_until="2025-06-12")
	assert absence.branch == house.branch.name
	with set_user(officer):
		assert absence_by_hand(house, away_from="2025-06-13").name


def test_an_officer_of_another_committee_does_not(house, set_user):
	other = factory.committee()
	set_user(factory.holder(factory.branch(parent=other), "Party Affairs Officer", other))
	with pytest.raises(frappe.PermissionError):
		absence_by_hand(house)


def absence_by_hand(house, **values):
	document = {
		"doctype": "Party Post Absence",
		"party_post": house.posts["secretary"].name,
		"away_from": DAY,
	}
	return frappe.get_doc({**document, **values}).insert()


# What is recorded


@pytest.mark.parametrize(
	"away_from, away_until, message",
	[
		(None, None, "离岗开始日期"),
		("2025-06-10", "2025-06-09", "不能早于"),
		("2023-12-31", "2025-06-10", "2024-01-01"),
		("2026-12-31", "2027-01-01", "2026-12-31"),
	],
)
def test_days_outside_the_term_are_refused(house, away_from, away_until, message):
	with pytest.raises(PostError, match=message):
		factory.absence(house.posts["secretary"], away_from, away_until)


def test_two_absences_share_no_day(house):
	factory.absence(house.posts["secretary"], "2025-06-10", "2025-06-20")
	for first, last in (("2025-06-20", "2025-06-30"), ("2025-06-01", None)):
		with pytest.raises(PostError, match="王书记"):
			factory.absence(house.posts["secretary"], first, last)
	assert factory.absence(house.posts["secretary"], "2025-06-21")
	with pytest.raises(PostError):
		factory.absence(house.posts["secretary"], "2026-01-01", "2026-01-02")


def test_only_a_secretary_is_marked_away(house):
	with pytest.raises(PostError, match="党内职务"):
		factory.absence(house.posts["deputy"], DAY)


def test_the_acting_member_follows_the_deputy_post(house):
	absence = factory.absence(house.posts["secretary"], DAY)
	assert (absence.acting_member, absence.acting_name) == (house.people["deputy"].name, "李副书记")
	post = frappe.get_doc("Party Post", house.posts["deputy"].name)
	post.removed_on = DAY
	post.save()
	assert acting(absence) is None
	factory.post(house.people["plain"], "Deputy Secretary", start=DAY, end="2026-12-31")
	assert acting(absence) == house.people["plain"].name


def acting(absence):
	return frappe.db.get_value("Party Post Absence", absence.name, "acting_member")


# Whoever leaves


def test_posts_end_with_the_day_of_the_move(house, freeze):
	user, person = house.users["secretary"], house.people["secretary"]
	later = factory.post(person, "Publicity Commissioner", start="2025-09-01", end="2026-12-31")
	general = factory.post(person, "Party Affairs Officer", house.committee)
	with freeze("2025-07-01"):
		ended = end_posts_of(person.name, "2025-07-01", house.branch.name, other_branch(house).name)
		assert set(ended) == {house.posts["secretary"].name, later.name}
		assert roles_of(user) == {MANAGER}
		assert roles_of(house.users["deputy"]) == {SECRETARY}
	post = frappe.get_doc("Party Post", house.posts["secretary"].name)
	assert (str(post.removed_on), post.status) == ("2025-07-01", "Ended")
	assert frappe.db.get_value("Party Post", later.name, "status") == "Ended"
	assert frappe.db.get_value("Party Post", general.name, "removed_on") is None
	assert end_posts_of(person.name, "2025-07-01", house.branch.name) == [general.name]


def test_whoever_leaves_the_party_loses_every_post(house):
	person = house.people["secretary"]
	factory.post(person, "Party Work Instructor", other_branch(house))
	assert len(end_posts_of(person.name, DAY)) == 2
	assert active_posts(members=[person.name]) == []


def test_posts_end_although_the_member_is_already_in_the_new_branch(house):
	person = house.people["secretary"]
	frappe.db.set_value("Party Member", person.name, "branch", other_branch(house).name)
	assert end_posts_of(person.name, DAY, house.branch.name) == [house.posts["secretary"].name]


def other_branch(house):
	return factory.branch(parent=house.committee)
