"""Organisation life reviews (R36, R37): steps in order, items closed one by one, and who may do and see what."""

import pytest

import frappe

from party_affairs.api.meetings import life_reviews as api
from party_affairs.exceptions import LifeReviewError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-07-20"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee("生活会测试党委")
	branch = factory.branch("生活会测试支部", parent=committee, short_name="测试支部")
	sister = factory.branch("生活会测试邻支部", parent=committee)
	people = [factory.member(branch, f"生活会党员{number}") for number in range(4)]
	for person, post in zip(
		people, ("Secretary", "Organisation Commissioner", "Publicity Commissioner"), strict=False
	):
		factory.post(person, post)
	meeting = factory.meeting(
		branch, "Organisation Life Meeting", "2025-06-20 14:00:00", topic="生活会", attendees=people[:3]
	)
	return frappe._dict(
		committee=committee,
		branch=branch,
		sister=sister,
		people=people,
		meeting=meeting,
		secretary=factory.login(people[0]),
		organisation=factory.login(people[1]),
		publicity=factory.login(people[2]),
		plain=factory.login(people[3]),
		officer=factory.holder(sister, "Party Affairs Officer", committee),
		committee_secretary=factory.holder(sister, "Secretary", committee),
		neighbour=factory.holder(sister, "Secretary"),
		instructor=factory.holder(sister, "Party Work Instructor", branch),
	)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


def review(house, held=True, **values):
	values.setdefault("talks_confirmed_by", house.people[0].name)
	return factory.life_review(house.branch, house.meeting if held else None, **values)


@pytest.fixture
def rectifying(house):
	"""A review with an item due in September and one due on 10 July."""
	return review(
		house,
		measures=[
			factory.measure(house.people[0], problem="甲问题"),
			factory.measure(house.people[1], "2025-07-10", problem="乙问题"),
		],
	)


# Phases


def test_a_review_goes_from_preparation_to_completion(house):
	document = review(house, held=False)
	assert (document.status, document.title, document.held_on) == (
		"In Preparation",
		"测试支部2025年度组织生活会",
		None,
	)
	document.meeting = house.meeting.name
	document.save()
	assert (document.status, str(document.held_on)) == ("Meeting Held", "2025-06-20")
	document.append("measures", factory.measure(house.people[0]))
	document.save()
	assert (document.status, document.open_measures, str(document.next_deadline)) == (
		"Being Rectified",
		1,
		"2025-09-30",
	)
	api.close_measure(document.name, document.measures[0].name, "已建立学习制度", "2025-07-15")
	document.reload()
	assert (document.status, document.open_measures, document.next_deadline) == ("Being Rectified", 0, None)
	document.update({"reported_on": "2025-07-16", "situation_report": "会议情况如下。"})
	document.save()
	assert document.status == "Completed"


@pytest.mark.parametrize("wrong", ["draft", "branch"])
def test_it_is_held_in_a_submitted_meeting_of_the_branch(house, wrong):
	meeting = (
		factory.meeting(house.branch, "Organisation Life Meeting", "2025-06-27 14:00:00", submit=False)
		if wrong == "draft"
		else factory.meeting(house.sister, "Organisation Life Meeting", "2025-06-27 14:00:00")
	)
	with pytest.raises(LifeReviewError, match="不是"):
		factory.life_review(house.branch, meeting, talks_confirmed_by=house.people[0].name)


def test_any_kind_of_meeting_will_do(house):
	meeting = factory.meeting(house.branch, "Committee Meeting", "2025-06-27 14:00:00")
	document = factory.life_review(house.branch, meeting, talks_confirmed_by=house.people[0].name)
	assert str(document.held_on) == "2025-06-27"


def test_one_meeting_is_that_of_one_review(house):
	first = review(house)
	with pytest.raises(LifeReviewError, match=first.title):
		review(house)


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"noticed_on": "2025-06-21", "planned_on": None}, "会议之后"),
		({"noticed_on": "2025-07-21"}, "2025-07-21"),
		({"noticed_on": "2025-06-19", "planned_on": "2025-06-18"}, "早于"),
		({"studies": [{"studied_on": "2025-06-21", "topic": "学习"}]}, "会后的学习"),
		({"studies": [{"studied_on": "2025-07-21", "topic": "学习"}]}, "2025-07-21"),
		({"talks_to": "2025-06-21"}, "会议之后"),
		({"talks_from": "2025-06-19", "talks_to": "2025-06-18"}, "早于"),
		({"talks_confirmed_by": None}, "确认人"),
		({"reported_on": "2025-06-19", "situation_report": "文"}, "早于"),
		({"reported_on": "2025-07-21", "situation_report": "文"}, "2025-07-21"),
		({"reported_on": "2025-07-01"}, "情况报告"),
		({"measures": [factory.measure(deadline="2025-06-19")]}, "早于会议"),
		({"year": 25}, "四位"),
	],
)
def test_steps_out_of_order_are_refused(house, values, words):
	with pytest.raises(frappe.ValidationError, match=words):
		review(house, **values)


def test_the_days_of_the_meeting_itself_are_in_order(house):
	review(
		house,
		noticed_on="2025-06-20",
		studies=[{"studied_on": "2025-06-20", "topic": "学习"}],
		talks_to="2025-06-20",
		reported_on="2025-06-20",
		situation_report="文",
		measures=[factory.measure(house.people[0], "2025-06-20")],
	)


@pytest.mark.parametrize(("noticed_on", "warned"), [("2025-06-10", False), ("2025-06-11", True)])
def test_a_short_notice_warns_and_is_saved(house, noticed_on, warned):
	review(house, noticed_on=noticed_on)
	assert ("不足10天" in str(frappe.get_message_log())) is warned


def test_before_it_is_held_nothing_is_reported(house):
	with pytest.raises(LifeReviewError, match="召开会议"):
		review(house, held=False, reported_on="2025-07-01", situation_report="文")


def test_people_belong_to_the_branch(house):
	stranger = factory.member(house.sister)
	with pytest.raises(LifeReviewError, match="不属于"):
		review(house, talks_confirmed_by=stranger.name)
	with pytest.raises(LifeReviewError, match="不属于"):
		review(house, measures=[factory.measure(stranger)])


def test_study_meetings_are_of_the_branch(house):
	foreign = factory.meeting(house.sister, "Theme Day", "2025-06-10 14:00:00")
	with pytest.raises(LifeReviewError, match="生活会测试支部"):
		review(house, studies=[{"studied_on": "2025-06-10", "topic": "学习", "meeting": foreign.name}])


def test_what_was_held_is_not_deleted(house, set_user):
	document, draft = review(house), review(house, held=False)
	set_user(house.secretary)
	with pytest.raises(LifeReviewError, match="留存"):
		frappe.delete_doc("Party Life Review", document.name)
	frappe.delete_doc("Party Life Review", draft.name)


def test_a_review_stays_in_its_branch(house):
	document = review(house, held=False)
	document.branch = house.sister.name
	with pytest.raises(frappe.ValidationError):
		document.save()


# Closing


def test_an_item_is_closed_with_a_trace(house, rectifying, set_user):
	set_user(house.organisation)
	api.close_measure(rectifying.name, rectifying.measures[0].name, " 已整改 ", "2025-07-01")
	row = frappe.get_doc("Party Life Review", rectifying.name).measures[0]
	assert (str(row.closed_on), row.evidence, row.closed_by) == ("2025-07-01", "已整改", house.organisation)
	# Frappe keeps versions of such documents, but not while tests run.
	assert frappe.get_meta("Party Life Review").track_changes


def test_only_who_keeps_the_review_closes_its_items(house, rectifying, set_user):
	row = rectifying.measures[0].name
	for user in ("publicity", "plain", "officer", "committee_secretary", "neighbour", "instructor"):
		set_user(house[user])
		with pytest.raises(frappe.PermissionError):
			api.close_measure(rectifying.name, row, "整改")
		with pytest.raises(frappe.PermissionError):
			api.reopen_measure(rectifying.name, row, "原因")


@pytest.mark.parametrize(
	("day", "evidence", "words"),
	[
		("2025-06-19", "整改", "早于会议"),
		("2025-07-21", "整改", "今天之后"),
		("2025-07-01", "  ", "整改成效"),
		("七月", "整改", "七月"),
	],
)
def test_an_item_is_not_closed_out_of_order(rectifying, day, evidence, words):
	with pytest.raises(frappe.ValidationError, match=words):
		api.close_measure(rectifying.name, rectifying.measures[0].name, evidence, day)
	assert not frappe.get_doc("Party Life Review", rectifying.name).measures[0].closed_on


def test_nothing_is_closed_before_the_meeting(house):
	document = review(house, held=False, measures=[factory.measure(house.people[0])])
	with pytest.raises(LifeReviewError, match="尚未召开"):
		api.close_measure(document.name, document.measures[0].name, "整改", "2025-07-01")


@pytest.mark.parametrize("lacking", ["responsible", "deadline"])
def test_an_item_without_person_or_deadline_is_not_closed(house, lacking):
	document = review(house, measures=[{**factory.measure(house.people[0]), lacking: None}])
	with pytest.raises(LifeReviewError):
		api.close_measure(document.name, document.measures[0].name, "整改", "2025-07-01")


def test_an_item_is_closed_once_and_opened_again_with_a_reason(rectifying):
	row = rectifying.measures[0].name
	api.close_measure(rectifying.name, row, "整改", "2025-07-01")
	with pytest.raises(LifeReviewError, match="已销号"):
		api.close_measure(rectifying.name, row, "整改", "2025-07-01")
	with pytest.raises(frappe.MandatoryError):
		api.reopen_measure(rectifying.name, row, " ")
	api.reopen_measure(rectifying.name, row, "问题反弹")
	document = frappe.get_doc("Party Life Review", rectifying.name)
	assert (document.measures[0].closed_on, document.open_measures) == (None, 2)
	comment = {
		"reference_doctype": "Party Life Review",
		"reference_name": rectifying.name,
		"comment_type": "Info",
	}
	assert "问题反弹" in frappe.db.get_value("Comment", comment, "content")
	with pytest.raises(LifeReviewError, match="尚未销号"):
		api.reopen_measure(rectifying.name, row, "再来")


def test_a_row_that_is_not_there(rectifying):
	with pytest.raises(LifeReviewError, match="刷新"):
		api.close_measure(rectifying.name, "no-such-row", "整改", "2025-07-01")


def test_items_are_not_closed_by_hand(house, rectifying):
	rectifying.measures[0].closed_on = "2025-07-01"
	with pytest.raises(LifeReviewError, match="按钮"):
		rectifying.save()
	with pytest.raises(LifeReviewError, match="按钮"):
		review(house, held=False, measures=[factory.measure(house.people[0], closed_on="2025-07-01")])


@pytest.mark.parametrize("change", ["measure", "remove", "evidence", "reopen", "meeting"])
def test_what_is_closed_stays_as_it_was_closed(rectifying, change):
	api.close_measure(rectifying.name, rectifying.measures[0].name, "整改", "2025-07-01")
	document = frappe.get_doc("Party Life Review", rectifying.name)
	row = document.measures[0]
	if change == "measure":
		row.measure = "另一措施"
	elif change == "remove":
		document.measures.remove(row)
	elif change == "meeting":
		document.meeting = None
	else:
		row.set("evidence" if change == "evidence" else "closed_on", None)
	with pytest.raises(LifeReviewError):
		document.save()


def test_open_items_may_still_be_changed(house, rectifying):
	api.close_measure(rectifying.name, rectifying.measures[0].name, "整改", "2025-07-01")
	document = frappe.get_doc("Party Life Review", rectifying.name)
	document.measures[1].deadline = "2025-08-31"
	document.append("measures", factory.measure(house.people[2], "2025-10-31"))
	document.save()
	assert (document.open_measures, str(document.next_deadline)) == (2, "2025-08-31")


# The overview


def test_the_overview_says_what_is_lacking_and_what_comes_next(house):
	document = review(house, held=False, opinions=[], talks_held=0)
	progress = api.progress(document.name)
	found = {row["key"]: row["found"] for row in progress["elements"]}
	assert (found["studies"], found["talks"], found["opinions"]) == (1, 0, 0)
	assert "谈心谈话、征求意见" in progress["next"]
	document = review(house)
	assert "批评与自我批评、整改清单" in api.progress(document.name)["next"]


def test_the_overview_follows_the_rectification_list(house, rectifying):
	factory.criticism(rectifying, (house.people[0], "自我批评", None))
	progress = api.progress(rectifying.name)
	assert [row["state"] for row in progress["items"]] == ["open", "overdue"]
	assert progress["next"].startswith("1项逾期")
	for row in rectifying.measures:
		api.close_measure(rectifying.name, row.name, "整改", "2025-07-10")
	progress = api.progress(rectifying.name)
	assert [row["state"] for row in progress["items"]] == ["closed", "closed"]
	assert "向上级党组织报告" in progress["next"]


def test_the_overview_counts_the_personal_examinations_handed_in(house, rectifying, set_user):
	purpose = {"purpose": "Organisation Life Meeting"}
	factory.self_review(house.people[0], handed_in_on="2025-06-15", **purpose)
	draft = factory.self_review(house.people[1], handed_in_on="2025-06-15", **purpose)
	draft.db_set("handed_in_on", None)
	factory.self_review(house.people[2], handed_in_on="2025-06-15")
	set_user(house.officer)
	assert api.progress(rectifying.name)["self_reviews"] == 1


def test_who_reads_and_writes_a_review(house, rectifying, set_user):
	writers = {"secretary", "organisation"}
	readers = writers | {"publicity", "officer", "instructor"}
	for user in (*readers, "plain", "neighbour"):
		set_user(house[user])
		assert frappe.has_permission("Party Life Review", "read", doc=rectifying.name) is (user in readers), (
			user
		)
		assert frappe.has_permission("Party Life Review", "write", doc=rectifying.name) is (
			user in writers
		), user
		if user in readers:
			frappe.clear_messages()
			assert api.progress(rectifying.name)["may_close"] is (user in writers)
			assert not frappe.get_message_log(), "reading is no reason for a message"
		else:
			with pytest.raises(frappe.PermissionError):
				api.progress(rectifying.name)
