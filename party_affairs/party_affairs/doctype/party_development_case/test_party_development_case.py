"""Party Development Case: from application to archive by the rules of admission, and what is refused on the way."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

import frappe
from frappe.client import set_value

from party_affairs.exceptions import DevelopmentError
from party_affairs.facts.members.development import KEY_OF_LABEL
from party_affairs.guide.members import rulebooks
from party_affairs.party_affairs.doctype.party_development_case.party_development_case import (
	PHASES,
	label_of_stage,
)
from party_affairs.party_affairs.doctype.party_development_case.steps import move_case
from party_affairs.rules.periods import add_months
from tests.site import factory
from tests.support.development import SOUND

pytestmark = pytest.mark.site

LABELS = {key: label for label, key in KEY_OF_LABEL.items()}
LATER = "2029-10-01"
"""A day on which the sound case under the rules of 2026 lies in the past."""

VOTES = {"eligible": 8, "present": 8, "in_favour": 8}
MEETINGS = {
	"activist": "Committee Meeting",
	"candidate": "Committee Meeting",
	"committee_check": "Committee Meeting",
	"assembly": "Member Assembly",
	"full_assembly": "Member Assembly",
}
RECORDS = {
	"recommended_by": "第一党小组",
	"publicity_result": "No Objection",
	"political_review_result": "Review Passed",
	"training_days": 3,
}


class House:
	"""A branch of eight full members, one of whom is mentor, and an applicant."""

	def __init__(self):
		self.committee = factory.committee()
		self.branch = factory.branch(parent=self.committee)
		self.members = [factory.member(self.branch, full_member_on="2015-06-01") for _ in range(8)]
		self.person = self.applicant()

	def applicant(self, **values):
		defaults = {
			"member_name": "申请人",
			"stage": "Applicant",
			"birth_date": SOUND["birth_date"],
			"joined_on": None,
			"full_member_on": None,
		}
		return factory.member(self.branch, **{**defaults, **values})

	def stored(self):
		return frappe.get_doc("Party Member", self.person.name)

	def sponsors(self):
		capacities = ("Mentor", "Introducer", "Introducer")
		return [
			{"capacity": capacity, "member": member.name}
			for capacity, member in zip(capacities, self.members, strict=False)
		]

	def meeting(self, key, day):
		return factory.meeting(
			self.branch, MEETINGS[key], starts_on=f"{day} 14:00:00", attendees=self.members, topic="发展党员"
		)

	def row(self, key, days=SOUND):
		"""The row of a step with all that the rules ask for."""
		values = {"done_on": days[key]}
		if key in MEETINGS:
			values["meeting"] = self.meeting(key, days[key]).name
		if key in ("assembly", "full_assembly"):
			values |= VOTES
		if rulebooks.rulebooks()[-1].step(key).document:
			values["document_no"] = f"金律党〔{days[key].year}〕1号"
		return values

	def case(self, last=None, days=SOUND, **values):
		"""The case of the applicant with all steps up to `last`, if any."""
		keys = list(LABELS)[: list(LABELS).index(last) + 1] if last else []
		rows = {LABELS[key]: self.row(key, days) for key in keys}
		return factory.development_case(
			self.person, rows, **{**RECORDS, "sponsors": self.sponsors(), **values}
		)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(House)


@pytest.fixture
def house(built):
	return deepcopy(built)


@pytest.fixture
def later(freeze):
	with freeze(LATER):
		yield


def step(case, key):
	return next(row for row in case.steps if row.step == LABELS[key])


def record(case, key, **values):
	step(case, key).update(values)
	return case.save()


def messages():
	"""What the user was told so far; Frappe 15.0-dev keeps messages as JSON."""
	return "".join(str(frappe.parse_json(message)) for message in frappe.local.message_log)


# --- what a new case has ---------------------------------------------------------------------------------------------


def test_a_new_case_lists_all_steps_and_papers_in_order(house):
	case = house.case()
	assert [row.step for row in case.steps] == list(KEY_OF_LABEL)
	assert case.steps[0].handled_by == "申请人"
	assert [row.phase for row in case.steps] == sorted((row.phase for row in case.steps), key=PHASES.index)
	rules = rulebooks.rulebook("2026")
	papers = [material.title for step in rules.steps for material in step.materials]
	assert [row.material for row in case.materials] == papers
	assert (case.stage, case.status, case.next_step) == ("Applicant", "Open", "Application")
	assert case.rulebook == rules.title
	assert case.branch == house.branch.name


def test_papers_follow_the_edition_of_their_step_and_own_ones_stay(house):
	days = {key: add_months(day, -60) for key, day in SOUND.items()}
	case = house.case("candidate_agreed", days)
	assert "发展对象备案报告和上级党委意见" in [row.material for row in case.materials]
	case.append("materials", {"material": "荣誉证书"})
	case.materials = [row for row in case.materials if row.material != "入党申请书"]
	case.save()
	case.append("materials", {"material": "思想汇报", "received_on": "2021-12-20"})
	case.save()
	stored = frappe.get_doc(case.doctype, case.name)
	assert stored.materials[0].material == "入党申请书"
	assert [row.material for row in stored.materials[-2:]] == ["荣誉证书", "思想汇报"]
	assert [row.material for row in stored.materials].count("思想汇报") == 2


def test_a_person_has_one_case(house):
	house.case()
	with pytest.raises(DevelopmentError, match="申请人"):
		house.case()


def test_a_case_is_for_whoever_is_on_register(house):
	gone = house.applicant(member_name="另一申请人", status="Transferred Out", left_branch_on="2025-01-01")
	with pytest.raises(DevelopmentError, match="在册人员"):
		factory.development_case(gone)


def test_the_dossier_of_a_full_member_leaves_his_standing_alone(house):
	standing = {"stage": "Full Member", "joined_on": "2014-06-01", "full_member_on": "2015-06-01"}
	person = house.applicant(member_name="早已转正", **standing)
	factory.development_case(person, {})
	stored = frappe.get_doc("Party Member", person.name)
	assert {key: str(stored.get(key)) for key in standing} == standing


def test_a_case_is_opened_in_the_persons_own_branch(house):
	other = factory.branch(parent=house.committee)
	with pytest.raises(DevelopmentError, match=other.name):
		factory.development_case(house.person, branch=other.name)


def test_steps_stay_in_order_when_some_are_skipped(house):
	"""Under the rules of 2014 publicity may be left out."""
	days = {key: add_months(day, -60) for key, day in SOUND.items()}
	keys = [key for key in list(LABELS)[: list(LABELS).index("training") + 1] if "publicity" not in key]
	rows = {LABELS[key]: house.row(key, days) for key in keys}
	case = factory.development_case(house.person, rows, sponsors=house.sponsors(), **RECORDS)
	stored = frappe.get_doc(case.doctype, case.name)
	assert [row.step for row in stored.steps] == list(KEY_OF_LABEL)
	assert [row.idx for row in stored.steps] == list(range(1, len(KEY_OF_LABEL) + 1))
	assert stored.stage == "Development Target"


def test_steps_are_neither_removed_nor_added_nor_doubled(house):
	case = house.case("application")
	removed = frappe.get_doc(case.doctype, case.name)
	removed.steps = removed.steps[1:]
	doubled = frappe.get_doc(case.doctype, case.name)
	doubled.append("steps", {"step": "Oath"})
	unknown = frappe.get_doc(case.doctype, case.name)
	unknown.steps[0].step = "Baptism"
	for changed in (removed, doubled):
		with pytest.raises(DevelopmentError, match="步骤"):
			changed.save()
	with pytest.raises(frappe.ValidationError, match=r"步骤.*Baptism"):
		unknown.save()


# --- the whole way ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [0, -60], ids=["2026", "2014"])
def test_a_case_from_application_to_archive(house, later, months):
	"""Step by step, by either edition: stage, dates of the member, next step and its day follow."""
	days = {key: add_months(day, months) for key, day in SOUND.items()}
	house.person.birth_date = days["birth_date"]
	house.person.save()
	case = house.case(days=days)
	for key in LABELS:
		assert case.next_step
		record(case, key, **house.row(key, days))
	person = house.stored()
	assert (case.stage, case.status, case.next_step) == ("Full Member", "Became Full Member", None)
	assert (person.stage, person.status) == ("Full Member", "On Register")
	assert [person.applied_on, person.activist_on, person.joined_on, person.full_member_on] == [
		days["application"],
		days["activist"],
		days["assembly"],
		add_months(days["assembly"], 12),
	]
	assert (case.probation_start, case.probation_end) == (days["assembly"], add_months(days["assembly"], 12))


@pytest.mark.parametrize(
	("last", "stage"),
	[
		("first_talk", "Applicant"),
		("activist", "Activist"),
		("candidate_agreed", "Activist"),
		("publicity_end", "Development Target"),
		("assembly", "Development Target"),
		("approval", "Probationary Member"),
		("full_assembly", "Probationary Member"),
		("full_approval", "Full Member"),
	],
)
def test_the_members_stage_follows_the_steps(house, later, last, stage):
	case = house.case(last)
	assert case.stage == house.stored().stage == stage


def test_full_membership_counts_from_the_end_of_probation_not_from_the_vote(house, later):
	late = {**SOUND, "full_assembly": date(2029, 8, 20), "full_approval": date(2029, 9, 10)}
	house.case("full_approval", late)
	assert house.stored().full_member_on == date(2029, 6, 1)


def test_a_step_taken_back_takes_the_stage_back(house, later):
	case = house.case("approval")
	record(case, "approval", done_on=None)
	person = house.stored()
	assert (case.stage, person.stage, person.joined_on) == ("Development Target", "Development Target", None)


def test_a_record_that_is_ahead_of_a_new_case_is_left_alone(house, later):
	house.person = house.applicant(
		member_name="积极分子",
		stage="Activist",
		applied_on=SOUND["application"],
		activist_on=SOUND["activist"],
	)
	case = house.case("first_talk")
	person = house.stored()
	assert (case.stage, person.stage, person.activist_on) == ("Applicant", "Activist", SOUND["activist"])


def test_the_next_step_and_its_days_stand_on_the_case(house, later):
	case = house.case("form_issued")
	assert (case.next_step, case.next_step_from, case.next_step_due) == (
		"Admission by the Assembly",
		SOUND["form_issued"],
		date(2028, 6, 1),
	)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_step_in_the_future_is_refused_by_name(house, freeze):
	with freeze("2026-11-23"), pytest.raises(DevelopmentError, match=r"递交入党申请书.*晚于今天"):
		factory.development_case(house.person, {"Application": "2026-11-24"})
	with freeze("2026-11-23"):
		assert factory.development_case(house.person, {"Application": "2026-11-23"}).stage == "Applicant"


def test_a_step_before_the_one_it_follows_is_refused_with_the_article(house, later):
	with pytest.raises(DevelopmentError, match=r"2026年.*第7条.*派人谈话"):
		house.case("first_talk", {**SOUND, "first_talk": SOUND["application"] - timedelta(days=1)})


def test_a_step_whose_predecessor_is_missing_is_refused(house, later):
	case = house.case("application")
	with pytest.raises(DevelopmentError, match=r"第8条.*先登记.*派人谈话"):
		record(case, "activist", done_on=SOUND["activist"])


@pytest.mark.parametrize(
	("last", "changes", "article"),
	[
		("candidate", {"candidate": SOUND["candidate"] - timedelta(days=1)}, 13),
		("publicity_end", {"publicity_end": SOUND["publicity_end"] - timedelta(days=1)}, 13),
	],
)
def test_what_comes_too_early_is_refused(house, later, last, changes, article):
	with pytest.raises(DevelopmentError, match=f"第{article}条"):
		house.case(last, {**SOUND, **changes})


def test_somebody_under_eighteen_is_refused(house, later):
	house.person.birth_date = add_months(SOUND["application"], -18 * 12) + timedelta(days=1)
	house.person.save()
	with pytest.raises(DevelopmentError, match="第5条"):
		house.case("application")


@pytest.mark.parametrize(
	("values", "article"),
	[
		({"sponsors": []}, 9),
		({"publicity_result": "Objections Stand"}, 13),
		({"political_review_result": "Review Failed"}, 16),
		({"political_review_result": ""}, 16),
		({"training_days": 2, "training_hours": 23}, 17),
	],
)
def test_what_the_rules_ask_for_before_the_form_is_issued(house, later, values, article):
	with pytest.raises(DevelopmentError, match=f"第{article}条"):
		house.case("form_issued", **values)


def test_an_introducer_who_is_no_full_member_is_refused_by_name(house, later):
	probationer = factory.member(
		house.branch, "预备党员甲", stage="Probationary Member", joined_on="2028-01-01", full_member_on=None
	)
	sponsors = [*house.sponsors()[:2], {"capacity": "Introducer", "member": probationer.name}]
	with pytest.raises(DevelopmentError, match=r"第14条.*预备党员甲"):
		house.case("introducers", sponsors=sponsors)


@pytest.mark.parametrize(
	("sanction", "until", "refused"),
	[
		("Warning", None, False),
		("Probation within the Party", "2028-03-08", False),
		("Probation within the Party", "2030-01-01", True),
		("Probation within the Party", None, True),
	],
)
def test_an_introducer_under_a_sanction(house, later, sanction, until, refused):
	frappe.get_doc(
		{
			"doctype": "Party Member Event",
			"member": house.members[1].name,
			"kind": "Party Sanction",
			"happened_on": "2027-12-01",
			"sanction": sanction,
			"influence_until": until,
		}
	).insert(ignore_permissions=True)
	if refused:
		with pytest.raises(DevelopmentError, match="留党察看"):
			house.case("introducers")
	else:
		assert house.case("introducers").stage == "Development Target"


@pytest.mark.parametrize(
	("votes", "sentence"),
	[
		({"eligible": 8, "present": 8, "in_favour": 4}, "第20条"),
		({"eligible": 16, "present": 8, "in_favour": 8}, "第19条"),
		({}, "第20条"),
		({"eligible": 8, "present": 7, "in_favour": 8}, "支部大会讨论接收：赞成票数（8）"),
		({"eligible": 12, "present": 9, "in_favour": 9}, "9.*8"),
	],
)
def test_the_vote_of_the_assembly(house, later, votes, sentence):
	case = house.case("form_issued")
	row = {**house.row("assembly"), **dict.fromkeys(VOTES, 0), **votes}
	with pytest.raises(DevelopmentError, match=sentence):
		record(case, "assembly", **row)


def test_written_opinions_help_an_admission_over_the_line(house, later):
	case = house.case("form_issued")
	row = {**house.row("assembly"), "eligible": 12, "present": 8, "in_favour": 5, "written_in_favour": 2}
	assert record(case, "assembly", **row).stage == "Development Target"


def test_only_the_committee_above_approves(house, later):
	case = house.case("higher_talk")
	with pytest.raises(DevelopmentError, match=r"第24条.*文号"):
		record(frappe.get_doc(case.doctype, case.name), "approval", done_on=SOUND["approval"])
	approved = record(case, "approval", done_on=SOUND["approval"], document_no="金律党〔2028〕8号")
	assert approved.stage == "Probationary Member"


def test_a_late_step_is_saved_and_pointed_out_once(house, later):
	frappe.clear_messages()
	case = house.case("first_talk", {**SOUND, "first_talk": date(2026, 7, 2)})
	assert "第7条" in messages()
	frappe.clear_messages()
	case.recommended_by = "第二党小组"
	case.save()
	assert "第7条" not in messages()


# --- meetings --------------------------------------------------------------------------------------------------------


def test_the_day_is_taken_from_the_meeting(house, later):
	case = house.case("first_talk")
	meeting = house.meeting("activist", SOUND["activist"])
	record(case, "activist", meeting=meeting.name)
	assert step(case, "activist").done_on == SOUND["activist"]


def test_a_meeting_that_proves_nothing_is_refused(house, later):
	case = house.case("first_talk")
	day = SOUND["activist"]
	other = factory.meeting(house.committee, "Committee Meeting", starts_on=f"{day} 14:00:00")
	draft = factory.meeting(house.branch, "Committee Meeting", starts_on=f"{day} 14:00:00", submit=False)
	lecture = factory.meeting(house.branch, "Party Lecture", starts_on=f"{day} 14:00:00")
	for meeting, sentence in ((other, "已提交"), (draft, "已提交"), (lecture, "党课")):
		changed = frappe.get_doc(case.doctype, case.name)
		with pytest.raises(DevelopmentError, match=sentence):
			record(changed, "activist", done_on=day, meeting=meeting.name)


def test_a_meeting_of_another_day_is_refused(house, later):
	case = house.case("first_talk")
	meeting = house.meeting("activist", SOUND["activist"])
	with pytest.raises(DevelopmentError, match="召开"):
		record(case, "activist", done_on=SOUND["activist"] + timedelta(days=1), meeting=meeting.name)


def test_a_branch_without_a_committee_decides_in_its_assembly(house, later):
	case = house.case("first_talk")
	meeting = factory.meeting(
		house.branch, "Member Assembly", starts_on=f"{SOUND['activist']} 14:00:00", attendees=house.members
	)
	assert record(case, "activist", meeting=meeting.name).stage == "Activist"


# --- investigations, probation, end ----------------------------------------------------------------------------------


def test_investigations_are_told_apart_by_the_assembly(house, later):
	case = house.case("approval")
	for day in ("2027-06-01", "2028-12-01"):
		case.append("investigations", {"investigated_on": day, "opinion": "表现良好"})
	case.save()
	assert [row.kind for row in case.investigations] == ["Activist Investigation", "Probation Investigation"]


@pytest.mark.parametrize("day", ["2026-11-30", "2029-10-02"])
def test_an_investigation_before_its_time_or_in_the_future_is_refused(house, later, day):
	case = house.case("activist")
	case.append("investigations", {"investigated_on": day, "opinion": "表现良好"})
	with pytest.raises(DevelopmentError):
		case.save()


@pytest.mark.parametrize(("months", "allowed"), [(5, False), (6, True), (12, True), (13, False)])
def test_an_extension_lasts_from_half_a_year_to_a_year(house, later, months, allowed):
	case = house.case("full_application")
	case.update({"extension_months": months, "extended_on": "2029-06-01"})
	if allowed:
		case.save()
		assert case.probation_end == add_months(SOUND["assembly"], 12 + months)
	else:
		with pytest.raises(DevelopmentError, match="第31条"):
			case.save()


def test_a_probation_is_extended_once(house, later):
	case = house.case("full_application")
	case.update({"extension_months": 6, "extended_on": "2029-06-01"})
	case.save()
	case.update({"extension_months": 9, "extended_on": "2029-09-01"})
	with pytest.raises(DevelopmentError, match="一次"):
		case.save()


def test_whoever_ends_before_admission_is_an_applicant_again(house, later):
	case = house.case("activist")
	case.update({"ended_on": "2027-06-01", "end_reason": "本人提出"})
	case.save()
	person = house.stored()
	assert (case.status, case.next_step) == ("Terminated", None)
	assert (person.stage, person.status, person.activist_on) == ("Applicant", "On Register", None)
	assert person.applied_on == SOUND["application"]


def test_whoever_loses_the_probation_has_left_the_party(house, later):
	case = house.case("approval")
	case.update({"ended_on": "2029-06-01", "end_reason": "预备期内不履行党员义务"})
	case.save()
	person = house.stored()
	assert (person.status, person.left_branch_on) == ("Left the Party", date(2029, 6, 1))


@pytest.mark.parametrize(
	"values",
	[
		{"ended_on": "2027-06-01"},
		{"end_reason": "本人提出"},
		{"ended_on": "2029-10-02", "end_reason": "本人提出"},
		{"ended_on": "2026-11-30", "end_reason": "本人提出"},
	],
)
def test_a_termination_needs_its_day_and_reason(house, later, values):
	case = house.case("activist")
	case.update(values)
	with pytest.raises(DevelopmentError):
		case.save()


def test_a_full_members_case_is_not_terminated(house, later):
	case = house.case("full_approval")
	case.update({"ended_on": "2029-09-20", "end_reason": "本人提出"})
	with pytest.raises(DevelopmentError, match="正式党员"):
		case.save()


def test_a_closed_case_is_changed_by_the_committee_above_alone(house, later, set_user):
	secretary = factory.holder(house.branch, "Secretary")
	manager = factory.holder(house.branch, "Secretary", in_organisation=house.committee)
	case = house.case("archived")
	with set_user(secretary):
		changed = frappe.get_doc(case.doctype, case.name)
		changed.recommended_by = "改动"
		with pytest.raises(DevelopmentError, match="已办结"):
			changed.save()
	with set_user(manager):
		changed = frappe.get_doc(case.doctype, case.name)
		changed.recommended_by = "更正"
		assert changed.save().recommended_by == "更正"


def test_the_committee_above_takes_up_a_terminated_case_again(house, later):
	case = house.case("approval")
	case.update({"ended_on": "2029-06-01", "end_reason": "预备期内不履行党员义务"})
	case.save()
	case.update({"ended_on": None, "end_reason": None})
	case.save()
	person = house.stored()
	assert (case.status, person.status, person.left_branch_on) == ("Open", "On Register", None)


# --- board, transfer, rights -----------------------------------------------------------------------------------------


def test_a_stage_is_not_set_by_hand(house, later):
	case = house.case("activist")
	with pytest.raises(DevelopmentError, match=r"申请人.*步骤"):
		set_value(case.doctype, case.name, "stage", "Full Member")
	assert frappe.db.get_value(case.doctype, case.name, "stage") == "Activist"


def test_a_case_moves_with_the_member_and_its_time_runs_on(house, later):
	case = house.case("mentor")
	target = factory.branch(parent=house.committee)
	transfer = factory.meeting(target)
	assert move_case(house.person.name, target.name, transfer) == case.name
	case.reload()
	assert case.branch == target.name
	assert (case.next_step, case.next_step_from) == ("Named as Development Target", date(2027, 12, 1))
	case.publicity_place = "公告栏"
	case.save()
	assert case.branch == target.name


def test_whoever_has_no_case_moves_without_one(house):
	assert move_case(house.person.name, house.branch.name, house.person) is None


def test_a_case_does_not_change_its_branch_by_itself(house, later):
	case = house.case("activist")
	case.branch = factory.branch(parent=house.committee).name
	case.save()
	assert case.branch == house.branch.name


def test_the_case_is_seen_in_its_branch_and_above_only(house, later, set_user):
	case = house.case("activist")
	stranger = factory.holder(factory.branch(parent=house.committee), "Secretary")
	ordinary = factory.holder(house.branch)
	readers = [
		factory.holder(house.branch, "Publicity Commissioner"),
		factory.holder(house.branch, "Party Work Instructor"),
	]
	for user in (stranger, ordinary):
		with set_user(user):
			assert not frappe.has_permission(case.doctype, "read", doc=case.name)
			if user == stranger:
				assert frappe.get_list(case.doctype) == []
	for user in readers:
		with set_user(user):
			assert frappe.get_list(case.doctype, pluck="name") == [case.name]
			assert not frappe.has_permission(case.doctype, "write", doc=case.name)


def test_a_secretary_opens_cases_in_his_branch_only(house, set_user):
	with set_user(factory.holder(house.branch, "Organisation Commissioner")):
		case = frappe.get_doc({"doctype": "Party Development Case", "member": house.person.name}).insert()
		assert case.branch == house.branch.name
	with set_user(factory.holder(factory.branch(parent=house.committee), "Secretary")):
		foreign = house.applicant(member_name="另一申请人", birth_date="1990-01-01")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({"doctype": "Party Development Case", "member": foreign.name}).insert()


def test_a_link_does_not_show_the_name_of_a_stranger(house, set_user):
	stranger = factory.member(factory.branch(parent=house.committee), "外支部党员")
	case = house.case()
	with set_user(factory.holder(house.branch, "Secretary")):
		changed = frappe.get_doc(case.doctype, case.name)
		changed.append("sponsors", {"capacity": "Mentor", "member": stranger.name})
		with pytest.raises(frappe.PermissionError) as error:
			changed.save()
	assert "外支部党员" not in str(error.value)


def test_labels_of_stages_are_those_of_the_fields():
	options = frappe.get_meta("Party Member").get_field("stage").options.split("\n")
	assert [label_of_stage(key) for key in rulebooks.STAGES] == options
