"""Meetings around their form: what it begins with, what is entered later, plans, make-ups, what is found missing."""

import io
from datetime import date

import openpyxl
import pytest

import frappe

from party_affairs import facts, ledgers
from party_affairs.api import ledgers as ledger_api
from party_affairs.api import portal
from party_affairs.api.meetings import calendar
from party_affairs.api.meetings import records as api
from party_affairs.compliance.run import Check
from party_affairs.rules.meetings.facts import MatterFacts
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

TODAY = "2025-06-20"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee()
	branch, other = factory.branch(parent=committee), factory.branch(parent=committee)
	people = [factory.member(branch, f"本支部{number}") for number in range(4)]
	factory.post(people[0], "Secretary")
	factory.post(people[1], "Publicity Commissioner")
	return frappe._dict(
		branch=branch,
		other=other,
		people=people,
		secretary=factory.login(people[0]),
		publicity=factory.login(people[1]),
		plain=factory.login(people[3]),
		organisation=factory.holder(branch, "Organisation Commissioner", name="组织委员甲"),
		stranger=factory.holder(other, "Secretary", name="外支部书记"),
	)


def finding(branch, rule, as_of, period=None):
	lines = [
		line
		for line in Check(2025).lines([branch.name], as_of)
		if line.rule == rule and period in (None, line.period_key)
	]
	assert len(lines) == 1
	return lines[0]


# What a new record begins with


def test_a_new_record_begins_with_the_line_of_the_plan_and_the_chair(house, set_user):
	factory.plan(house.branch, responsible=house.people[2], topic="走访园区")
	set_user(house.publicity)
	found = api.suggestions(house.branch.name, "Theme Day", "2025-01-15")
	assert found == {
		"topic": "走访园区",
		"lecturer": None,
		"responsible": "本支部2",
		"chair": house.people[0].name,
	}
	lecture = api.suggestions(house.branch.name, "Party Lecture", "2025-02-10")
	assert (lecture["topic"], lecture["lecturer"]) == ("党课", "张书记")
	assert api.suggestions(house.branch.name, "Theme Day", "2025-02-15")["topic"] is None
	set_user("Administrator")
	factory.meeting(house.branch, "Theme Day", "2025-01-15 14:00:00")
	assert api.suggestions(house.branch.name, "Theme Day", "2025-01-20")["topic"] is None


def test_an_enlarged_committee_meeting_draws_in_the_leaders_without_a_vote(house, set_user):
	factory.group(house.branch, leader=house.people[2].name)
	set_user(house.secretary)
	rows = api.expected_attendees(house.branch.name, "Committee Meeting", TODAY, enlarged=True)
	assert [(row["member_name"], row["has_vote"]) for row in rows][-1] == ("本支部2", 0)
	assert "本支部2" not in {
		row["member_name"] for row in api.expected_attendees(house.branch.name, "Committee Meeting", TODAY)
	}


def test_the_last_meeting_of_a_kind_lends_its_place_but_not_what_was_said(house, set_user):
	factory.meeting(house.branch, "Member Assembly", "2025-03-14 14:00:00", location="旧址")
	factory.meeting(
		house.branch,
		"Member Assembly",
		"2025-05-14 14:00:00",
		location="新址",
		also_theme_day=1,
		guests=[{"guest_name": "列席甲", "guest_kind": "Activist"}],
	)
	factory.meeting(house.branch, "Member Assembly", "2025-06-01 14:00:00", submit=False, location="草稿")
	set_user(house.secretary)
	last = api.last_meeting(house.branch.name, "Member Assembly")
	assert (last["values"]["location"], last["values"]["also_theme_day"]) == ("新址", 1)
	assert last["guests"] == [{"guest_name": "列席甲", "guest_kind": "Activist", "unit": None}]
	assert not {"speeches", "outcome", "agenda", "resolutions"} & set(last["values"])
	before = api.last_meeting(house.branch.name, "Member Assembly", before="2025-04-01 09:00:00")
	assert before["values"]["location"] == "旧址"
	assert api.last_meeting(house.branch.name, "Party Lecture") is None


def test_what_the_guide_says_is_told_in_the_readers_language(house, set_user):
	set_user(house.secretary)
	sentences = api.what_the_guide_says("Member Assembly")
	assert "由支部委员会召集。" in sentences and any("R22" in sentence for sentence in sentences)
	with pytest.raises(frappe.ValidationError, match="Tea Party"):
		api.what_the_guide_says("Tea Party")


@pytest.mark.parametrize("call", [api.suggestions, api.last_meeting, api.expected_attendees])
def test_nothing_is_told_to_whoever_may_not_record_meetings_of_the_branch(house, set_user, call):
	for user in (house.stranger, house.plain):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			call(house.branch.name, "Theme Day")


# What is entered after the minutes were locked


@pytest.fixture
def assembly(house):
	return factory.meeting(
		house.branch,
		"Member Assembly",
		"2025-05-14 14:00:00",
		topic="机密议题",
		speeches="机密发言",
		attendees=house.people[:3],
		absent={house.people[3].name: "外地开庭"},
		resolutions=[
			{
				"resolution": "整理台账",
				"in_favour": 3,
				"responsible": house.people[3].name,
				"deadline": "2025-06-10",
			},
			{
				"resolution": "不予同意的事项",
				"in_favour": 1,
				"against": 2,
				"responsible": house.people[3].name,
			},
		],
	)


def test_a_make_up_is_recorded_with_its_day_and_leaves_a_trace(house, assembly, set_user, no_test):
	set_user(house.publicity)
	assert api.record_make_up(assembly.name, [house.people[3].name], "2025-06-01", "自学材料") == {
		"number": 1
	}
	assembly.reload()
	row = assembly.attendees[3]
	assert (row.attendance, str(row.made_up_on), row.made_up_how) == ("Made Up", "2025-06-01", "自学材料")
	assert row.reason == "外地开庭"
	versions = frappe.get_all("Version", filters={"docname": assembly.name}, fields=["owner", "data"])
	assert any(row.owner == house.publicity and "made_up_how" in row.data for row in versions)
	set_user("Administrator")
	with pytest.raises(frappe.ValidationError, match="无需"):
		api.record_make_up(assembly.name, [house.people[0].name], "2025-06-01")
	with pytest.raises(frappe.ValidationError, match="至少"):
		api.record_make_up(assembly.name, [], "2025-06-01")
	with pytest.raises(frappe.ValidationError, match="昨天"):
		api.record_make_up(assembly.name, [house.people[3].name], "昨天")


def test_a_resolution_is_followed_up(house, assembly, set_user):
	row = assembly.resolutions[0].name
	set_user(house.secretary)
	api.record_follow_up(assembly.name, row, note="已整理一半")
	api.record_follow_up(assembly.name, row, "2025-06-18", "已归档")
	assembly.reload()
	assert (str(assembly.resolutions[0].done_on), assembly.resolutions[0].follow_up) == (
		"2025-06-18",
		"已归档",
	)
	for arguments in ({}, {"done_on": "2025-05-13"}, {"done_on": "2025-06-21"}):
		with pytest.raises(frappe.ValidationError):
			api.record_follow_up(assembly.name, row, **arguments)
	with pytest.raises(frappe.ValidationError, match="决议"):
		api.record_follow_up(assembly.name, "another", "2025-06-18")


def test_a_correction_cancels_and_lays_out_a_draft_that_says_why(house, assembly, set_user):
	set_user(house.secretary)
	draft = frappe.get_doc("Party Meeting", api.correct_minutes(assembly.name, "补记缺席原因"))
	assert (draft.docstatus, draft.amended_from, draft.correction) == (0, assembly.name, "补记缺席原因")
	assert frappe.db.get_value("Party Meeting", assembly.name, "docstatus") == 2
	draft.submit()
	with pytest.raises(frappe.ValidationError, match="更正的内容"):
		api.correct_minutes(draft.name, " ")


def test_minutes_that_a_submitted_report_names_can_be_corrected(house, assembly, set_user):
	"""A report that the assembly heard goes on naming it, but does not lock its minutes for ever."""
	report = factory.work_report(house.branch, assembly=assembly)
	set_user(house.secretary)
	frappe.db.savepoint("before_cancelling")
	with pytest.raises(frappe.LinkExistsError):
		frappe.get_doc("Party Meeting", assembly.name).cancel()
	frappe.db.rollback(save_point="before_cancelling")
	draft = frappe.get_doc("Party Meeting", api.correct_minutes(assembly.name, "补记缺席原因"))
	draft.submit()
	assert frappe.db.get_value("Party Work Report", report.name, "assembly") == draft.name


def test_only_who_may_submit_meetings_of_the_branch_changes_locked_minutes(house, assembly, set_user):
	row = assembly.resolutions[0].name
	for user in (house.stranger, house.plain, house.organisation):
		set_user(user)
		for call in (
			lambda: api.record_make_up(assembly.name, [house.people[3].name], "2025-06-01"),
			lambda: api.record_follow_up(assembly.name, row, "2025-06-01"),
			lambda: api.correct_minutes(assembly.name, "改"),
		):
			with pytest.raises(frappe.PermissionError):
				call()


def test_drafts_are_changed_in_themselves(house, set_user):
	draft = factory.meeting(house.branch, submit=False, attendees=house.people)
	set_user(house.secretary)
	with pytest.raises(frappe.ValidationError, match="还没有提交"):
		api.record_make_up(draft.name, [house.people[0].name], "2025-06-01")


# Ledgers


def texts(name, fieldname, **filters):
	return [row[fieldname] for row in ledgers.get(name).build({"year": 2025, **filters}).rows]


def test_resolutions_are_open_overdue_or_done(house, assembly, set_user):
	set_user(house.secretary)
	assert texts("resolutions", "status") == ["Overdue"]
	assert texts("resolutions", "status", responsible=house.people[0].name) == []
	api.record_follow_up(assembly.name, assembly.resolutions[0].name, "2025-06-18")
	assert texts("resolutions", "status") == ["Done Late"]
	assert texts("resolutions", "status", follow_up_status="Overdue") == []
	with pytest.raises(frappe.ValidationError):
		texts("resolutions", "status", follow_up_status="Perhaps")


def test_whoever_missed_a_meeting_has_it_to_make_up_unless_aged_or_ill(house, assembly, set_user):
	frail = factory.member(house.branch, "年老甲", is_frail=1)
	recovered = factory.member(house.branch, "病愈乙", is_frail=1, frail_until="2025-03-13")
	factory.meeting(
		house.branch,
		"Party Lecture",
		attendees=house.people,
		absent={frail.name: "病休", recovered.name: "出差"},
	)
	factory.meeting(house.branch, "Development Conference", absent={house.people[2].name: "出差"})
	set_user(house.secretary)
	# The commissioner stands in the register and is named by neither record.
	unnamed = ["组织委员甲", "本支部3", "组织委员甲"]
	assert sorted(texts("make_ups", "member_name")) == sorted([*unnamed, "病愈乙"])
	frappe.db.set_value("Party Member", recovered.name, "frail_until", "2025-12-31")
	assert texts("make_ups", "member_name") == unnamed
	api.record_make_up(assembly.name, [house.people[3].name], "2025-06-01")
	assert texts("make_ups", "status") == ["To Be Made Up", "Made Up", "To Be Made Up"]
	assert texts("make_ups", "member_name", make_up_status="To Be Made Up") == ["组织委员甲", "组织委员甲"]


def test_a_plan_shows_what_was_held_of_it(house, set_user):
	factory.plan(house.branch, responsible=house.people[0], quarters=(1, 2, 3))
	both = factory.meeting(house.branch, "Theme Day", "2025-01-15 14:00:00", also_lecture=1)
	factory.meeting(house.branch, "Party Lecture", "2025-04-10 14:00:00", submit=False)
	set_user(house.secretary)
	rows = ledgers.get("plan_fulfilment").build({"year": 2025}).rows
	assert [(row["month"], row["kind"], row["status"], row["meeting"]) for row in rows] == [
		(1, "Theme Day", "Held as Planned", both.name),
		(3, "Party Lecture", "Held as Planned", both.name),
		(6, "Party Lecture", "Still Open", None),
		(9, "Party Lecture", "Still Open", None),
	]
	assert texts("plan_fulfilment", "month", plan_status="Still Open") == [6, 9]


def test_the_sheet_that_is_sent_is_narrowed_as_the_report_is(house, assembly, set_user):
	set_user(house.secretary)

	def sheet(**filters):
		ledger_api.download("resolutions", "xlsx", year=2025, **filters)
		rows = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active.values
		text = assembly.resolutions[0].resolution
		return [row for row in rows if any(str(cell).startswith(text) for cell in row)]

	assert len(sheet()) == len(sheet(follow_up_status="Overdue")) == 1
	assert sheet(responsible=house.people[0].name) == []
	with pytest.raises(frappe.ValidationError):
		sheet(follow_up_status="Perhaps")


def test_plans_of_many_branches_are_read_in_two_queries(house):
	from party_affairs.facts.meetings import plans

	def queries(branches):
		with counted_queries() as statements:
			plans.planned_and_held(branches, 2025, date(2025, 6, 20), branches)
		return len(statements)

	for branch in (house.branch, house.other):
		factory.plan(branch)
		factory.meeting(branch)
	assert queries([house.branch.name]) == queries([house.branch.name, house.other.name]) == 2


# Calendar


def test_the_calendar_tells_held_planned_and_unsubmitted_apart_and_shows_the_plan(house, set_user):
	factory.plan(house.branch, responsible=house.people[0], topic="一月计划")
	factory.meeting(house.branch, "Theme Day", "2025-06-16 14:00:00")
	factory.meeting(house.branch, "Member Assembly", "2025-06-18 14:00:00", submit=False)
	factory.meeting(
		house.branch,
		"Group Meeting",
		"2025-06-25 14:00:00",
		submit=False,
		party_group=factory.group(house.branch).name,
	)
	set_user(house.secretary)
	june = calendar.get_meetings("2025-06-01", "2025-06-30")
	assert [(row["title"][:6], row["color"]) for row in june] == [
		("主题党日：学", "green"),
		("支部党员大会", "orange"),
		("党小组会：学", "blue"),
		("计划：党课：", "gray"),
	]
	assert "记录未提交" in june[1]["title"]
	january = calendar.get_meetings("2025-01-01", "2025-01-31")
	assert [(row["doctype"], row["color"], str(row["starts_on"])) for row in january] == [
		("Party Annual Plan", "red", "2025-01-15")
	]
	set_user(house.stranger)
	assert calendar.get_meetings("2025-01-01", "2025-06-30") == []


# The member's page


def test_a_member_sees_his_make_ups_and_resolutions_and_nothing_else_of_the_minutes(
	house, assembly, set_user
):
	set_user(house.plain)
	overview = portal.my_overview()
	assert [(row["topic"], row["kind"]) for row in overview["make_ups"]] == [("机密议题", "Member Assembly")]
	assert [(row["resolution"], row["status"]) for row in overview["resolutions"]] == [
		("整理台账", "Overdue")
	]
	assert "机密发言" not in repr(overview) and "不予同意" not in repr(overview)
	set_user(house.publicity)
	others = portal.my_overview()
	assert (others["make_ups"], others["resolutions"]) == ([], [])
	set_user("Administrator")
	api.record_make_up(assembly.name, [house.people[3].name], "2025-06-01")
	api.record_follow_up(assembly.name, assembly.resolutions[0].name, "2025-06-01")
	set_user(house.plain)
	done = portal.my_overview()
	assert (done["make_ups"], done["resolutions"]) == ([], [])


# What is found missing


def event(house, kind, meeting):
	return factory.event(
		house.people[2],
		kind,
		"2025-05-04",
		meeting=meeting,
		sanction="Warning" if kind == "Party Sanction" else None,
	)


def reserved(house):
	day = date(2025, 6, 20)
	found = facts.load([house.branch.name], day).facts(MatterFacts, day)[house.branch.name]
	return found.reserved_matters, found.reserved_elsewhere


@pytest.mark.parametrize(
	("kind", "values", "in_assembly"),
	[
		("Member Assembly", {}, True),
		("Theme Day", {"also_assembly": 1}, True),
		("Committee Meeting", {}, False),
		("Organisation Life Meeting", {}, False),
	],
)
def test_a_sanction_of_the_party_is_decided_by_the_assembly(house, kind, values, in_assembly):
	event(house, "Party Sanction", factory.meeting(house.branch, kind, **values).name)
	expected = () if in_assembly else (("Party Sanction", "本支部2"),)
	assert reserved(house) == (1, expected)
	line = finding(house.branch, "R09", date(2025, 6, 20))
	assert line.status == ("Met" if in_assembly else "Missed")
	assert in_assembly or "本支部2" in line.message


def test_awards_are_not_reserved_and_what_names_no_meeting_is_left_to_r12(house):
	event(house, "Award", factory.meeting(house.branch, "Committee Meeting").name)
	event(house, "Party Sanction", None)
	assert reserved(house) == (1, ())
	assert finding(house.branch, "R12", date(2025, 6, 20)).status == "Missed"


def test_nobody_is_struck_off_without_the_assembly(house):
	assembly = factory.meeting(house.branch, "Member Assembly")
	factory.change(house.people[2], "Struck Off", "2025-05-20", meeting=assembly.name)
	assert reserved(house) == (1, ())
	factory.change(house.people[3], "Expelled", "2025-05-21")
	assert reserved(house) == (2, (("Expelled", "本支部3"),))


def test_one_of_the_three_councils_a_year_is_enough(house):
	assert finding(house.branch, "R44", date(2025, 12, 31)).status == "Due"
	assert finding(house.branch, "R44", date(2026, 1, 1)).status == "Missed"
	factory.meeting(house.branch, "Partners Conference", "2025-06-02 10:00:00")
	assert finding(house.branch, "R44", date(2025, 12, 31)).status == "Due"
	factory.meeting(house.branch, "Party Mass Council", "2025-06-02 14:00:00")
	assert finding(house.branch, "R44", date(2025, 12, 31)).status == "Met"


def test_a_conference_of_partners_counts_if_the_secretary_was_there(house):
	def status():
		return finding(house.branch, "R16", date(2025, 6, 20)).status

	factory.meeting(house.branch, "Partners Conference", "2025-06-02 10:00:00", attendees=house.people[1:2])
	assert status() == "Due"
	factory.meeting(
		house.branch,
		"Partners Conference",
		"2025-06-03 10:00:00",
		absent={house.people[0].name: "出差"},
		chair=house.people[1].name,
	)
	assert status() == "Due"
	factory.meeting(house.branch, "Partners Conference", "2025-06-04 10:00:00", attendees=house.people[:2])
	assert status() == "Met"


def test_an_organisation_life_meeting_may_be_held_in_an_assembly(house):
	factory.meeting(house.branch, "Member Assembly", "2025-06-02 10:00:00", also_life_meeting=1)
	for rule, period in (("R22", "2025-Q2"), ("R15", "2025")):
		assert finding(house.branch, rule, date(2025, 6, 20), period).status == "Met"


def test_speeches_by_person_complete_the_minutes(house):
	meeting = factory.meeting(
		house.branch,
		"Member Assembly",
		attendees=frappe.get_all("Party Member", filters={"branch": house.branch.name}, pluck="name"),
		chair=house.people[0].name,
		speeches="",
		speeches_by_person=[{"member": house.people[1].name, "speech": "同意。"}],
	)
	found = [line for line in Check(2025).lines([house.branch.name], date(2025, 6, 20)) if line.rule == "R25"]
	assert [(line.subject, line.status) for line in found] == [(meeting.name, "Met")]
