"""Heart Talk: who talked with whom, the pair that follows from their posts, and the five occasions of the committee."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.exceptions import PersonalTextError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-03-20"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	above = factory.committee("谈话测试党委")
	branch = factory.branch(parent=above)
	house = frappe._dict(above=above, branch=branch, sister=factory.branch(parent=above))
	for key, post in (("head", "Secretary"), ("organiser", "Organisation Commissioner"), ("member", None)):
		house[key] = factory.member(branch, key)
		if post:
			factory.post(house[key], post)
	house.other = factory.member(branch, "other")
	house.activist = factory.member(
		branch,
		"activist",
		stage="Activist",
		joined_on=None,
		full_member_on=None,
		applied_on="2025-01-01",
		activist_on="2025-09-01",
	)
	house.chief = factory.member(house.sister, "chief")
	factory.post(house.chief, "Secretary", above)
	house.stranger = factory.member(house.sister, "stranger")
	return house


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built):
	return deepcopy(built)


@pytest.mark.parametrize(
	("talker", "partner", "pair", "posts"),
	[
		("head", "organiser", "Two Committee Members", ("书记", "组织委员")),
		("head", "member", "Committee Member and Member", ("书记", "")),
		("member", "organiser", "Committee Member and Member", ("", "组织委员")),
		("member", "other", "Two Members", ("", "")),
		("head", "activist", "Member and Masses", ("书记", "")),
		("chief", "member", "Committee Member and Member", ("谈话测试党委书记", "")),
		("chief", "head", "Two Committee Members", ("谈话测试党委书记", "书记")),
	],
)
def test_posts_and_pair_follow_from_the_day(house, talker, partner, pair, posts):
	document = factory.heart_talk(house[talker], house[partner], "2026-03-10")
	assert (document.pair_kind, (document.talker_post, document.partner_post)) == (pair, posts)
	assert (document.talker_name, document.partner_name) == (talker, partner)


def test_a_post_counts_on_the_days_on_which_it_is_held(house):
	post = frappe.get_doc("Party Post", {"member": house.organiser.name})
	post.removed_on = "2026-03-15"
	post.save()
	assert factory.heart_talk(house.head, house.organiser, "2026-03-14").pair_kind == "Two Committee Members"
	later = factory.heart_talk(house.head, house.organiser, "2026-03-15")
	assert later.pair_kind == "Committee Member and Member"


def test_somebody_outside_the_party_is_entered_by_name(house):
	document = factory.heart_talk(
		house.member, "王 群众", "2026-03-10", partner_is="Lawyer outside the Party"
	)
	assert (document.partner_name, document.pair_kind) == ("王群众", "Member and Masses")
	with pytest.raises(PersonalTextError, match="谈话对象姓名"):
		factory.heart_talk(house.member, " ", "2026-03-10")


@pytest.mark.parametrize(
	("talker", "partner", "values", "sentence"),
	[
		("head", "head", {}, "本人"),
		("head", "stranger", {"branch": "own"}, "stranger"),
		("stranger", "member", {}, "stranger"),
		("activist", "member", {}, "不是党员"),
		("head", "member", {"talk_on": "2026-03-21"}, "谈话日期"),
		("head", "member", {"talk_time": "下午三点"}, "谈话时间"),
		("head", "member", {"talk_time": "24:00"}, "谈话时间"),
		("head", "member", {"occasion": "Award or Sanction"}, "重要事项"),
		("member", "other", {"occasion": "Appraisal of Party Spirit"}, "班子成员"),
		("head", "member", {"follow_up_by": "2026-04-01"}, "后续安排"),
		("head", "member", {"follow_up": "走访", "follow_up_by": "2026-03-09"}, "办理期限"),
		("head", "member", {"follow_up": "走访", "follow_up_done_on": "2026-03-09"}, "办结时间"),
		("head", "member", {"follow_up": "走访", "follow_up_done_on": "2026-03-21"}, "办结时间"),
	],
)
def test_what_cannot_be_is_refused(house, talker, partner, values, sentence):
	values = {"talk_on": "2026-03-10", **values}
	if values.get("branch"):
		values["branch"] = house.branch.name
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.heart_talk(house[talker], house[partner], values.pop("talk_on"), **values)
	assert not frappe.db.exists("Heart Talk", {"branch": house.branch.name})


def test_both_have_to_be_named(house):
	with pytest.raises(PersonalTextError, match="谈话人"):
		factory.heart_talk(None, house.member, "2026-03-10")
	with pytest.raises(PersonalTextError, match="谈话对象"):
		factory.heart_talk(house.head, "", "2026-03-10", partner_is="Party Member")


def test_an_appraisal_calls_for_a_talk_of_the_committee_without_an_event(house):
	event = factory.event(house.member, "Award", "2026-03-01")
	document = factory.heart_talk(
		house.head, house.member, "2026-03-10", occasion="Appraisal of Party Spirit", event=event.name
	)
	assert document.event is None
	with pytest.raises(PersonalTextError, match="应为党员"):
		factory.heart_talk(house.head, "王群众", "2026-03-10", occasion="Appraisal of Party Spirit")


def test_an_event_says_which_occasion_it_is(house):
	event = factory.event(house.member, "Family Dispute", "2026-03-05")
	document = factory.heart_talk(
		house.head, house.member, "2026-03-05", event=event.name, talk_time=" 9：05"
	)
	assert document.talk_time == "9:05"
	assert document.occasion == "Setback, Family Dispute or Wavering"
	document.reload()
	document.follow_up = "帮助联系护工"
	document.save()


@pytest.mark.parametrize(
	("kind", "day", "about", "talker", "talk_on", "sentence"),
	[
		("Good Deed", "2026-03-05", "member", "head", "2026-03-10", "五必谈"),
		("Award", "2026-03-05", "other", "head", "2026-03-10", "五必谈"),
		("Award", "2026-03-05", "member", "head", "2026-03-04", "2026"),
		("Award", "2026-03-05", "member", "other", "2026-03-10", "班子成员"),
	],
)
def test_an_event_that_does_not_fit_is_refused(house, kind, day, about, talker, talk_on, sentence):
	event = factory.event(house[about], kind, day)
	with pytest.raises(PersonalTextError, match=sentence):
		factory.heart_talk(house[talker], house.member, talk_on, event=event.name)


def test_a_leader_from_above_may_hold_the_talk(house):
	event = factory.event(house.head, "Award", "2026-03-05")
	assert factory.heart_talk(house.chief, house.head, "2026-03-10", event=event.name).occasion


def test_the_talker_records_his_own_talks_and_nobody_elses(house, set_user):
	user, other_user = factory.login(house.member), factory.login(house.other)
	talk = {
		"doctype": "Heart Talk",
		"branch": house.branch.name,
		"talk_on": "2026-03-10",
		"talker": house.member.name,
		"partner": house.other.name,
		"content": "自行登记",
	}
	set_user(user)
	document = frappe.get_doc("Heart Talk", frappe.get_doc(talk).insert().name)
	document.opinions = "建议多开展普法"
	document.save()
	talk = {**talk, "talker": house.other.name, "partner": house.member.name}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(talk).insert()
	set_user(other_user)
	document = frappe.get_doc("Heart Talk", document.name)
	document.check_permission("read")
	document.content = "改写"
	with pytest.raises(frappe.PermissionError):
		document.save()


def test_who_may_not_read_an_event_learns_nothing_of_it_by_naming_it(house, set_user):
	united_front = factory.member(house.branch, "统战")
	factory.post(united_front, "United Front Commissioner")
	event = factory.event(house.member, "Family Dispute", "2026-03-05")
	set_user(factory.login(united_front))
	talk = {
		"doctype": "Heart Talk",
		"branch": house.branch.name,
		"talk_on": "2026-03-10",
		"talker": united_front.name,
		"partner": house.member.name,
		"event": event.name,
		"content": "谈话",
	}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(talk).insert()
