"""The button of each line leads to a record that can be saved, or to a page that opens."""

import pytest

import frappe

from party_affairs.api.duties import actions as api
from party_affairs.api.duties import this_month
from party_affairs.guide import registry
from party_affairs.guide.duties.actions import action_of, actions
from tests.site import factory

TODAY = "2026-11-10"
PERIODS = {"month": "2026-11", "quarter": "2026-Q4", "half_year": "2026-H2", "year": "2026", "point": "2026"}
EVENTS = {
	"R33": "thought_report",
	"R42": "member_event",
	"N01": "branch",
	"N02": "transfer",
	"N03": "firm_change",
	"N04": "change",
	"N07": "development_case",
	"N09": "opinion",
}
BRANCHLESS = {"appraisal": "branch"}


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze):
	freeze(TODAY)
	return built


def build_house():
	committee = factory.committee()
	firm, other_firm = factory.firm(committee), factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[firm], records_from="2026-01-01")
	sister = factory.branch(parent=committee)
	people = [factory.member(branch, firm=firm.name) for _number in range(4)]
	secretary = factory.login(people[0])
	factory.post(people[0], "Secretary")
	applicant = factory.member(branch, stage="Activist", joined_on=None, full_member_on=None)
	meeting = factory.meeting(branch, starts_on="2026-10-15 14:00:00", attendees=people)
	subjects = {
		"firm": firm,
		"branch": branch,
		"group": factory.group(branch),
		"member": people[1],
		"meeting": meeting,
		"thought_report": factory.thought_report(people[1], "2026-H1", "2026-06-20"),
		"member_event": factory.event(people[2], "Award", "2026-10-20"),
		"transfer": factory.transfer(people[3], letter_date="2026-10-01"),
		"firm_change": factory.event(people[2], "Firm Change", "2026-05-20", to_firm=other_firm.name),
		"change": factory.change(people[2], "Away", "2026-05-01", submit=False),
		"opinion": factory.opinion(branch, "2026-10-20"),
		"work_report": factory.work_report(branch),
		"life_review": factory.life_review(branch),
		"pairing": factory.pairing(people[1], start="2026-01-01"),
		"welfare_activity": factory.welfare(branch, day="2026-10-01"),
		"development_case": factory.development_case(applicant),
	}
	return frappe._dict(branch=branch, sister=sister, people=people, secretary=secretary, subjects=subjects)


def subject_of(house, rule):
	clause = registry.clause(rule)
	kind = EVENTS.get(rule) or BRANCHLESS.get(clause.subject, clause.subject)
	return house.subjects[kind]


def missing(house, rule, subject=None, **values):
	clause = registry.clause(rule)
	key = values.pop("period_key", PERIODS[clause.period])
	finding = factory.finding(subject or subject_of(house, rule), rule, house.branch, "Due", month="2026-11")
	finding.db_set({"period_key": key, "period_start": "2026-01-01", "due_date": "2026-12-31", **values})
	return key, finding


TYPED = {
	"Party Meeting": {"topic": "学习", "starts_on": "2026-11-09 14:00:00"},
	"Heart Talk": {"content": "谈了工作与学习", "talk_on": "2026-11-09"},
	"Contact Pairing": {"contact_kind": "Non-Party Lawyer", "contact_name": "李某"},
	"Party Life Review": {"theme": "学习贯彻"},
	"Member Self Review": dict.fromkeys(
		("political_thought", "work_style", "party_discipline", "vanguard_role"), "学习不够深入，今后加强"
	),
	"Thought Report": {"thought": "本半年思想稳定", "work": "办案认真"},
	"Party Training": {"topic": "专题培训", "kind": "Special Study", "hours": 4},
	"Democratic Appraisal": {},
	"Party Election": {},
	"Party Annual Plan": {},
	"Party Work Report": {},
	"Self Check": {},
	"Party Membership Transfer": {},
}
"""What a user types into the forms besides what they are opened with."""


def saved(house, answer):
	doctype, values = (
		answer["new"],
		{name: value for name, value in answer["values"].items() if value is not None},
	)
	unknown = [name for name in values if not frappe.get_meta(doctype).has_field(name)]
	assert unknown == []
	typed = dict(TYPED[doctype])
	people = {
		"Heart Talk": {
			"talker": house.people[0].name,
			"partner_is": "Party Member",
			"partner": house.people[3].name,
		},
		"Party Work Report": {"reporter": house.people[0].name},
		"Party Membership Transfer": {"to_branch": house.sister.name},
	}.get(doctype, {})
	return frappe.get_doc({"doctype": doctype, **typed, **people, **values, **answer["rows"]}).insert()


@pytest.mark.parametrize("rule", [entry.clause for entry in actions()])
def test_every_button_leads_somewhere(house, set_user, rule):
	key, _finding = missing(house, rule)
	set_user(house.secretary)
	answer = api.start(house.branch.name, rule, key)
	if answer.get("choose"):
		people = {choice["member"] for choice in answer["choose"]}
		# R14 asks about those alone who neither talked nor reported.
		assert (house.people[1].name in people) == (rule == "R41") and house.people[3].name in people
		answer = api.start(house.branch.name, rule, key, member=house.people[3].name)
	if "new" in answer:
		document = saved(house, answer)
		assert document.branch == house.branch.name or document.doctype == "Party Training"
		return
	kind, *where = answer["route"]
	if kind == "Form":
		frappe.get_doc(*where).check_permission("read")
	elif kind == "List":
		rows = frappe.get_list(where[0], filters=answer["options"], pluck="name")
		assert rows or where[0] in ("Party Post", "Dues Assessment", "Two Way Cultivation")
	else:
		assert frappe.db.exists("Page", kind) and answer["options"] == {"branch": house.branch.name}


def test_a_meeting_opens_at_the_hours_and_place_of_the_last(house, set_user):
	key, _finding = missing(house, "R26", due_date="2026-11-16")
	set_user(house.secretary)
	values = api.start(house.branch.name, "R26", key)["values"]
	assert values["kind"] == "Theme Day"
	assert values["starts_on"].startswith("2026-11-16 14:00")
	assert values["location"] == frappe.db.get_value(
		"Party Meeting", house.subjects["meeting"].name, "location"
	)


def test_a_meeting_of_a_group_names_the_group(house, set_user):
	key, _finding = missing(house, "R24")
	set_user(house.secretary)
	values = api.start(house.branch.name, "R24", key)["values"]
	assert (values["kind"], values["party_group"]) == ("Group Meeting", house.subjects["group"].name)


def test_a_theme_day_of_a_past_month_opens_on_its_day(house, set_user):
	key, _finding = missing(house, "R26", period_key="2026-04", due_date="2026-04-15", status="Missed")
	set_user(house.secretary)
	assert api.start(house.branch.name, "R26", key)["values"]["starts_on"].startswith("2026-04-15")


def test_of_several_people_one_is_chosen(house, set_user):
	key, first = missing(house, "R43", house.people[0])
	_key, second = missing(house, "R43", house.people[1])
	set_user(house.secretary)
	answer = api.start(house.branch.name, "R43", key)
	assert {choice["finding"] for choice in answer["choose"]} == {first.name, second.name}
	chosen = api.start(house.branch.name, "R43", key, finding=second.name)
	assert chosen["values"]["member"] == house.people[1].name


def test_a_record_that_is_there_is_opened_and_not_entered_twice(house, set_user):
	sheet = factory.self_check(house.branch, year=2026)
	for rule in ("R18", "R19", "R60"):
		key, _finding = missing(house, rule)
		set_user(house.secretary)
		assert api.start(house.branch.name, rule, key) == {"route": ["Form", "Self Check", sheet.name]}
		set_user("Administrator")


def test_a_meeting_that_is_prepared_is_gone_on_with(house, set_user):
	key, _finding = missing(house, "R26")
	set_user(house.secretary)
	factory.meeting(house.branch, "Theme Day", "2026-10-20 09:00:00", submit=False)
	assert "new" in api.start(house.branch.name, "R26", key)
	draft = factory.meeting(house.branch, "Theme Day", "2026-11-16 09:00:00", submit=False)
	assert api.start(house.branch.name, "R26", key) == {"route": ["Form", "Party Meeting", draft.name]}


def test_a_lecture_plan_of_the_year_opens_the_plan(house, set_user):
	key, _finding = missing(house, "R30", period_key="2026")
	set_user(house.secretary)
	assert api.start(house.branch.name, "R30", key)["new"] == "Party Annual Plan"


def test_a_life_meeting_without_its_review_begins_one(house, set_user):
	key, _finding = missing(house, "R37", house.subjects["meeting"])
	set_user(house.secretary)
	answer = api.start(house.branch.name, "R37", key)
	assert (answer["new"], answer["values"]["meeting"]) == (
		"Party Life Review",
		house.subjects["meeting"].name,
	)


def test_of_last_year_dues_are_still_collected(house, set_user):
	key, _finding = missing(
		house,
		"R49",
		period_key="2025-11",
		period_start="2025-11-01",
		period_end="2025-11-30",
		status="Missed",
	)
	set_user(house.secretary)
	assert api.start(house.branch.name, "R49", key)["route"] == ["collect-dues"]


def test_a_clause_without_an_action_opens_whom_it_is_about(house, set_user):
	"""As those of a site's own are."""
	finding = factory.finding(house.people[1], "R10", house.branch, "Due", month="2026-11")
	finding.db_set("due_date", "2026-11-30")
	set_user(house.secretary)
	answer = api.start(house.branch.name, "R10", "2026-11")
	assert answer == {"route": ["Form", "Party Member", house.people[1].name]}
	(line,) = [line for line in this_month.page(house.branch.name)["current"] if line["rule"] == "R10"]
	assert line["title"].startswith(frappe.db.get_value("Guide Rule", "R10", "title"))
	assert line["button"]["label"] == "打开记录"


def test_what_is_done_in_the_meantime_opens_nothing(house, set_user):
	key, finding = missing(house, "R26")
	set_user(house.secretary)
	frappe.db.set_value("Compliance Finding", finding.name, "status", "Met")
	assert api.start(house.branch.name, "R26", key) == {"done": True}
	assert api.start(house.branch.name, "R43", "2026") == {"done": True}


@pytest.mark.parametrize("post", ["Party Work Instructor", None])
def test_whoever_only_reads_starts_nothing(house, set_user, post):
	key, _finding = missing(house, "R26")
	set_user(factory.holder(house.branch, post))
	with pytest.raises(frappe.PermissionError):
		api.start(house.branch.name, "R26", key)


def test_another_branch_is_refused(house, set_user):
	key, _finding = missing(house, "R26")
	set_user(factory.holder(house.sister, "Secretary"))
	with pytest.raises(frappe.PermissionError):
		api.start(house.branch.name, "R26", key)


def test_what_is_no_period_is_refused_in_a_sentence(house, set_user):
	set_user(house.secretary)
	for wrong in ("0001", "9999-12"):
		with pytest.raises(frappe.ValidationError):
			api.start(house.branch.name, "R26", wrong)
	with pytest.raises(frappe.ValidationError, match="2026-Q1"):
		api.start(house.branch.name, "R26", "gestern")


def test_a_role_is_offered_what_it_may_do(house, set_user):
	set_user(factory.holder(house.branch, "Discipline Commissioner"))
	for clause in ("R26", "R25", "R46", "R49", "R04"):
		assert not api.is_offered(action_of(clause)), clause
	set_user(house.secretary)
	assert all(api.is_offered(action) for action in actions())


def test_the_pages_of_buttons_are_known_by_what_is_made_there():
	assert {action.page for action in actions() if action.does == "page"} == set(api._WRITTEN_ON)
