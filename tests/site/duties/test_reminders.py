"""Reminders of duties: each stage once, as one digest a day, in waking hours, to whom it concerns."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties import reminders as api
from party_affairs.compliance import switching_off
from party_affairs.compliance.notify import HELD, notify
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.duties.reminded import REMINDER
from party_affairs.reminders import digest
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

WORKDAY = "2026-12-17"
"""A Thursday, two weeks before the half-year ends."""


@pytest.fixture
def house(freeze):
	freeze(WORKDAY)
	committee = factory.committee()
	firm = factory.firm(committee)
	near = factory.branch(parent=committee, firms=[firm], short_name="近支部", records_from="2026-01-01")
	other = factory.branch(parent=committee, firms=[firm], short_name="远支部", records_from="2026-01-01")
	secretary = factory.holder(near, "Secretary", firm=firm.name)
	member = factory.member(near, "张三", firm=firm.name)
	without = factory.member(near, "李四", firm=firm.name)
	officer = factory.holder(other, "Secretary", committee, firm=firm.name)
	factory.outgoing_account()
	return frappe._dict(
		committee=committee.name,
		near=near.name,
		other=other.name,
		secretary=secretary,
		member=factory.login(member),
		without=without,
		officer=officer,
		everybody=None,
	)


def on(house, freeze, day, hour=12):
	freeze(f"{day} {hour:02d}:17:00")
	run_compliance(2026, date.fromisoformat(day), [house.near, house.other])
	users = [house.secretary, house.member, house.officer]
	before = bells(users)
	done = digest.run(users=users)
	new = [row for row in bells(users) if row.name not in {old.name for old in before}]
	return done, {row.for_user: row for row in new}


def bells(users):
	return frappe.get_all(
		"Notification Log",
		filters={"for_user": ["in", users]},
		fields=["name", "for_user", "subject", "email_content"],
	)


def mails_to(user):
	names = frappe.get_all("Email Queue Recipient", filters={"recipient": user}, pluck="parent")
	return [frappe.get_doc("Email Queue", name) for name in names]


def chosen(user, **values):
	switching_off.of_user(user).update(values).save(ignore_permissions=True)


def test_one_digest_says_all_and_the_next_run_says_nothing(house, freeze):
	done, told = on(house, freeze, WORKDAY)
	assert set(told) == {house.secretary, house.member, house.officer}
	assert "支部有" in told[house.secretary].subject
	assert "党费" in told[house.secretary].email_content
	assert len(mails_to(house.secretary)) == len(mails_to(house.member)) == 1
	assert frappe.db.count(REMINDER, {"recipient": house.secretary}) > 10
	assert done.stages == frappe.db.count(
		REMINDER, {"recipient": ["in", [house.secretary, house.member, house.officer]]}
	)
	again, told = on(house, freeze, WORKDAY, 15)
	assert (again.people, told) == (0, {})
	# The next day has nothing new either, but what reached a stage by then.
	_done, told = on(house, freeze, "2026-12-18")
	assert house.member not in told


def test_a_member_is_told_of_his_own_alone(house, freeze):
	_done, told = on(house, freeze, WORKDAY)
	said = told[house.member].subject + told[house.member].email_content
	assert "思想汇报" in said
	assert "主题党日" not in said and "李四" not in said and "人" not in told[house.member].subject


def test_dues_are_told_before_their_day_and_by_letter_after_it(house, freeze):
	def stages():
		return set(
			frappe.get_all(REMINDER, filters={"recipient": house.member, "rule": "R49"}, pluck="stage")
		)

	on(house, freeze, WORKDAY)
	assert stages() == set()
	on(house, freeze, "2026-12-29")
	assert stages() == {"-3"}
	frappe.db.set_single_value("Party Affairs Settings", "remind_arrears", 0)
	on(house, freeze, "2026-12-30")
	assert stages() > {"-3", "+1m"}


def test_with_a_login_goes_what_it_wanted_to_be_told(house):
	chosen(house.member, how_often="Never")
	switching_off.forget(frappe.get_doc("User", house.member))
	assert not frappe.db.exists("Reminder Preference", {"user": house.member})


def test_stages_come_one_after_the_other(house, freeze):
	stages = {}
	for day in ("2026-12-16", "2026-12-17", "2026-12-28", "2026-12-31"):
		on(house, freeze, day)
		stages[day] = set(
			frappe.get_all(
				REMINDER,
				filters={"recipient": house.member, "rule": "R32", "period_key": "2026-H2"},
				pluck="stage",
			)
		)
	assert stages == {
		"2026-12-16": set(),
		"2026-12-17": {"-14"},
		"2026-12-28": {"-14", "-3"},
		"2026-12-31": {"-14", "-3", "0"},
	}


def test_after_days_without_a_run_the_latest_stage_is_told_alone(house, freeze):
	on(house, freeze, "2026-12-29")
	stages = frappe.get_all(
		REMINDER, filters={"recipient": house.member, "rule": "R32", "period_key": "2026-H2"}, pluck="stage"
	)
	assert stages == ["-3"]


def test_at_night_and_on_days_off_nobody_is_told(house, freeze):
	for day, hour in ((WORKDAY, 7), (WORKDAY, 21), ("2026-12-19", 12), ("2026-10-01", 12)):
		done, told = on(house, freeze, day, hour)
		assert (done.people, told) == (0, {}), (day, hour)
	assert not frappe.db.count(REMINDER, {"recipient": house.secretary})


def test_what_was_kept_back_at_night_comes_with_the_digest(house, freeze):
	freeze("2026-12-16 22:00:00")
	notify([house.member], "主题党日", "11月16日14:00", "/party/meetings", "meetings")
	assert (frappe.db.count(HELD), len(mails_to(house.member))) == (1, 0)
	on(house, freeze, WORKDAY, 8)
	assert frappe.db.count(HELD) == 0
	(mail,) = mails_to(house.member)
	assert mail.recipients[0].recipient == house.member


def test_who_has_switched_it_off_is_told_nothing(house, freeze):
	chosen(house.member, how_often="Never")
	chosen(house.secretary, about_duties=0)
	_done, told = on(house, freeze, WORKDAY)
	assert set(told) == {house.officer}
	assert not mails_to(house.member) and not mails_to(house.secretary)


def test_what_is_told_on_the_last_day_of_a_month_is_not_told_again_on_the_first(house, freeze):
	on(house, freeze, "2026-11-30")
	monthly = {"recipient": house.secretary, "stage": ["in", ["2026-11", "2026-12"]]}
	assert set(frappe.get_all(REMINDER, filters=monthly, pluck="stage")) == {"2026-11"}
	on(house, freeze, "2026-12-01")
	assert set(frappe.get_all(REMINDER, filters=monthly, pluck="stage")) == {"2026-11"}
	on(house, freeze, "2026-12-22")
	assert set(frappe.get_all(REMINDER, filters=monthly, pluck="stage")) == {"2026-11", "2026-12"}


@pytest.mark.parametrize("post", ["Deputy Secretary", "Party Affairs Officer"])
def test_a_committees_deputy_and_officer_are_told_as_its_secretary(house, freeze, post):
	user = factory.holder(
		frappe.get_doc("Party Branch", house.other), post, frappe.get_doc("Party Branch", house.committee)
	)
	freeze(f"{WORKDAY} 12:17:00")
	run_compliance(2026, date.fromisoformat(WORKDAY), [house.near, house.other])
	digest.run(users=[user])
	assert "近支部：缺失" in "".join(row.email_content for row in bells([user]))


def test_a_secretarys_own_arrears_come_by_letter_alone(house, freeze):
	frappe.db.set_single_value("Party Affairs Settings", "remind_arrears", 1)
	_done, told = on(house, freeze, "2026-12-08")
	said = told[house.secretary].email_content
	assert "党费" in said and "您的党费（2026年11月）尚未完成" not in said


def test_a_weekly_digest_comes_once_a_week(house, freeze):
	chosen(house.secretary, how_often="Weekly")
	assert house.secretary in on(house, freeze, WORKDAY)[1]
	assert house.secretary not in on(house, freeze, "2026-12-21")[1]
	assert house.secretary in on(house, freeze, "2026-12-24")[1]


def test_officers_get_an_overview_once_a_week(house, freeze):
	_done, told = on(house, freeze, WORKDAY)
	said = told[house.officer].email_content
	assert "近支部：缺失" in said and "张三" not in said
	_done, told = on(house, freeze, "2026-12-18")
	assert "下级支部" not in (told[house.officer].email_content if house.officer in told else "")
	_done, told = on(house, freeze, "2026-12-21")
	assert "近支部：缺失" in told[house.officer].email_content


def test_queries_do_not_grow_with_the_people_of_a_chunk(house):
	def count():
		"""The queries of a run that finds everybody told of everything, though nobody had a digest today."""
		digest.run()
		frappe.db.set_value("Reminder Preference", {"name": ["is", "set"]}, "last_digest_on", None)
		with counted_queries() as statements:
			assert digest.run().people == 0
		return len(statements)

	chosen(house.officer, how_often="Never")
	run_compliance(2026, date.fromisoformat(WORKDAY), [house.near])
	few = count()
	for _number in range(3):
		factory.login(factory.member(house.near))
	run_compliance(2026, date.fromisoformat(WORKDAY), [house.near])
	assert count() == few


# --- on request ------------------------------------------------------------------------------------------------------


@pytest.fixture
def due(house):
	run_compliance(2026, date.fromisoformat(WORKDAY), [house.near, house.other])
	return house


def test_the_secretary_reminds_the_persons_once_a_day(due, set_user, freeze):
	set_user(due.secretary)
	answer = api.remind(due.near, "R32", "2026-H2")
	assert (answer["told"], answer["already"], answer["without_login"]) == (2, 0, 1)
	assert answer["names"]["without_login"] == ("李四",)
	assert "李四" in answer["message"]
	again = api.remind(due.near, "R32", "2026-H2")
	assert (again["told"], again["already"]) == (0, 2)
	with set_user("Administrator"):
		assert [row.subject for row in bells([due.member])] == ["思想汇报（2026年下半年）"]
	freeze("2026-12-18")
	assert api.remind(due.near, "R32", "2026-H2")["told"] == 2


def test_who_switched_it_off_is_named_to_the_secretary(due, set_user):
	chosen(due.member, about_duties=0)
	set_user(due.secretary)
	answer = api.remind(due.near, "R32", "2026-H2")
	assert (answer["told"], answer["names"]["switched_off"]) == (1, ("张三",))


def test_a_committee_reminds_the_secretary_and_learns_no_names(due, set_user):
	set_user(due.officer)
	answer = api.remind(due.near, "R32", "2026-H2")
	assert (answer["told"], answer["names"]) == (1, None)
	assert "张三" not in answer["message"] and "李四" not in answer["message"]
	set_user("Administrator")
	assert [row.for_user for row in bells([due.secretary, due.member])] == [due.secretary]


def test_others_remind_nobody(due, set_user):
	publicity = factory.holder(due.near, "Publicity Commissioner")
	elsewhere = factory.holder(due.other, "Secretary")
	for user in (publicity, elsewhere, due.member, "Guest"):
		with set_user(user), pytest.raises(frappe.PermissionError):
			api.remind(due.near, "R32", "2026-H2")


def test_what_cannot_be_reminded_of_says_why(due, set_user):
	set_user(due.secretary)
	for rule, period, said in (
		("R26", "2026-11", "由支部办理"),
		("R32", "2019-H1", "刷新"),
		("X", "<b>", "刷新"),
	):
		with pytest.raises(frappe.ValidationError, match=said):
			api.remind(due.near, rule, period)
