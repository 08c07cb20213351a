"""Party Post: a term, a branch, and one holder at a time."""

import pytest

import frappe

from party_affairs.exceptions import PostError
from party_affairs.party_affairs.doctype.party_post.party_post import update_statuses
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.mark.parametrize(
	"dates", [{"end": None}, {"start": None}, {"start": "2025-01-01", "end": "2024-01-01"}]
)
def test_post_without_a_sound_term_is_refused(branch, dates):
	with pytest.raises(PostError, match="任"):
		factory.post(factory.member(branch), "Secretary", **dates)


def test_member_of_another_branch_cannot_hold_the_post(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch))
	with pytest.raises(PostError, match=stranger.member_name):
		factory.post(stranger, "Secretary", branch)
	assert factory.post(stranger, "Party Work Instructor", branch)


@pytest.mark.parametrize(
	("stage", "post", "allowed"),
	[
		("Applicant", "Contact Person", False),
		("Development Target", "Party Affairs Officer", False),
		("Probationary Member", "Contact Person", True),
		("Probationary Member", "United Front Commissioner", False),
		("Full Member", "United Front Commissioner", True),
	],
)
def test_a_post_is_held_by_a_member_of_the_party_and_a_committee_seat_by_a_full_one(
	branch, stage, post, allowed
):
	dates = {
		"Applicant": {"joined_on": None, "full_member_on": None},
		"Development Target": {"joined_on": None, "full_member_on": None},
		"Probationary Member": {"full_member_on": None},
	}
	person = factory.member(branch, stage=stage, **dates.get(stage, {}))
	where = branch.parent_party_branch if post == "Party Affairs Officer" else branch
	if allowed:
		assert factory.post(person, post, where)
	else:
		with pytest.raises(PostError, match="正式党员"):
			factory.post(person, post, where)


def test_committee_post_is_held_by_a_member_from_below(branch):
	assert factory.post(factory.member(branch), "Party Affairs Officer", branch.parent_party_branch)
	outsider = factory.member(factory.branch(parent=factory.committee()))
	with pytest.raises(PostError):
		factory.post(outsider, "Party Affairs Officer", branch.parent_party_branch)


def test_second_secretary_for_the_same_days_is_refused(branch):
	first = factory.post(factory.member(branch, "王一"), "Secretary", start="2024-01-01", end="2026-12-31")
	with pytest.raises(PostError, match="王一"):
		factory.post(factory.member(branch), "Secretary", start="2026-12-31", end="2029-12-30")
	first.removed_on = "2025-06-30"
	first.save()
	# On the day of removal the post is already free.
	assert factory.post(factory.member(branch), "Secretary", start="2025-06-30", end="2029-12-30")


def test_group_leader_needs_a_group_of_the_branch(branch):
	person = factory.member(branch)
	with pytest.raises(PostError, match="党小组"):
		factory.post(person, "Group Leader")
	foreign = factory.group(factory.branch(parent=branch.parent_party_branch))
	with pytest.raises(PostError):
		factory.post(person, "Group Leader", party_group=foreign.name)
	first, second = factory.group(branch), factory.group(branch, "第二党小组")
	factory.post(person, "Group Leader", party_group=first.name)
	assert factory.post(factory.member(branch), "Group Leader", party_group=second.name)


@pytest.mark.parametrize(
	"day, status",
	[
		("2025-02-28", "Upcoming"),
		("2025-03-01", "In Office"),
		("2025-12-31", "In Office"),
		("2026-01-01", "Ended"),
	],
)
def test_status_follows_the_day(branch, freeze, day, status):
	person = factory.member(branch)
	with freeze("2025-02-01"):
		post = factory.post(person, "Publicity Commissioner", start="2025-03-01", end="2025-12-31")
	with freeze(day):
		update_statuses()
	assert frappe.db.get_value("Party Post", post.name, "status") == status
