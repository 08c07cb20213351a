from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from party_affairs.guide import registry
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings.facts import MinutesFacts
from party_affairs.rules.meetings.records import (
	NO_QUORUM,
	NOT_PASSED,
	PASSED,
	check_also,
	check_times,
	duration_hours,
	follow_up_status,
	is_carried_out,
	is_voted,
	kinds_of,
	matters_of,
	minutes_fields,
	missing_minutes,
	quorum_sentence,
	resolution_result,
	theme_days,
	what_the_guide_says,
)
from party_affairs.rules.periods import parse

COMPLETE = {
	"kinds": ("member_assembly",),
	"starts_on": datetime(2025, 3, 14, 9, 0),
	"location": "党群活动室",
	"present_count": 10,
	"absentees_listed": 2,
	"expected_count": 12,
	"chair": "PM-00001",
	"agenda": "学习",
	"speeches": "发言",
	"outcome": "同意",
	"lecturer": None,
}


def missing(facts):
	return missing_minutes(MinutesFacts(**facts))


def test_complete_minutes_lack_nothing():
	assert missing(COMPLETE) == ()


@pytest.mark.parametrize(
	("changes", "lacking"),
	[
		({"starts_on": None}, ["Time"]),
		({"location": ""}, ["Place"]),
		({"location": "　 "}, ["Place"]),
		({"present_count": 0}, ["Participants", "Absentees"]),
		({"absentees_listed": 1}, ["Absentees"]),
		({"chair": None}, ["Chair"]),
		({"agenda": ""}, ["Topic"]),
		({"speeches": ""}, ["Excerpts of speeches"]),
		({"outcome": None}, ["Decisions"]),
		({"chair": None, "outcome": ""}, ["Chair", "Decisions"]),
	],
)
def test_each_of_the_eight_fields_is_missed(changes, lacking):
	assert list(missing({**COMPLETE, **changes})) == lacking


@pytest.mark.parametrize(
	"changes", [{"present_count": 12, "absentees_listed": 0}, {"expected_count": None, "absentees_listed": 0}]
)
def test_where_nobody_is_known_to_be_absent_no_list_of_absentees_is_needed(changes):
	assert missing({**COMPLETE, **changes}) == ()


def test_a_theme_day_and_a_lecture_need_no_speeches_and_decisions():
	for kind in ("theme_day", "party_lecture"):
		facts = {**COMPLETE, "kinds": (kind,), "lecturer": "张书记"}
		assert missing({**facts, "speeches": "", "outcome": ""}) == ()
		assert list(missing({**facts, "chair": ""})) == ["Chair"]
	assert minutes_fields(("partners_conference",)) == ()


def test_each_kind_that_a_meeting_stands_for_brings_its_own_fields():
	assembly_too = {**COMPLETE, "kinds": ("theme_day", "member_assembly"), "speeches": "", "outcome": ""}
	assert list(missing(assembly_too)) == ["Excerpts of speeches", "Decisions"]
	lecture_too = {**COMPLETE, "kinds": ("theme_day", "party_lecture")}
	assert list(missing(lecture_too)) == ["Lecturer"]
	assert missing({**lecture_too, "lecturer": "张书记"}) == ()
	of_firm = ("partners_conference", "party_lecture")
	assert minutes_fields(of_firm) == minutes_fields(("party_lecture",))


@pytest.mark.parametrize("lecturer", [None, "", "　"])
def test_a_lecture_without_a_lecturer_is_not_complete(lecturer):
	facts = {**COMPLETE, "kinds": ("party_lecture",), "lecturer": lecturer}
	assert list(missing(facts)) == ["Lecturer"]


def test_an_unknown_kind_of_meeting_is_refused():
	with pytest.raises(RuleError, match="tea_party"):
		missing({**COMPLETE, "kinds": ("tea_party",)})


@pytest.mark.parametrize(
	("start", "end", "sentence"),
	[
		(
			datetime(2025, 3, 14, 10, 0),
			datetime(2025, 3, 14, 9, 0),
			"Ends On .*09:00.* must lie after Starts On .*10:00",
		),
		(datetime(2025, 3, 14, 10, 0), datetime(2025, 3, 14, 10, 0), "must lie after"),
		(datetime(2025, 3, 14, 9, 0), datetime(2025, 3, 15, 9, 1), "more than 24 hours"),
	],
)
def test_times_that_cannot_be_are_refused_by_name(start, end, sentence):
	with pytest.raises(RuleError, match=sentence):
		check_times(start, end)


def test_a_meeting_may_last_a_day_or_have_no_end_yet():
	check_times(datetime(2025, 3, 14, 9, 0), datetime(2025, 3, 15, 9, 0))
	check_times(datetime(2025, 3, 14, 9, 0), None)


@pytest.mark.parametrize(("minutes", "hours"), [(90, "1.50"), (89, "1.48"), (100, "1.67"), (1440, "24.00")])
def test_the_length_of_a_meeting_in_hours(minutes, hours):
	start = datetime(2025, 3, 14, 9, 0)
	assert duration_hours(start, start + timedelta(minutes=minutes)) == Decimal(hours)


def test_a_theme_day_may_be_held_on_the_15th_itself_or_on_the_day_to_which_it_moves():
	days = theme_days(Workdays().is_workday)
	assert days(parse("2026-01")) == (date(2026, 1, 15),)
	assert days(parse("2026-03")) == (date(2026, 3, 15), date(2026, 3, 16))
	assert theme_days(Workdays().is_workday, day=20)(parse("2026-01")) == (date(2026, 1, 20),)


def test_the_sentence_with_which_the_chair_opens():
	assert quorum_sentence("resolution", 8, 4) == "Expected 8, present 4: the meeting has a quorum."
	assert (
		quorum_sentence("admission", 8, 4) == "Expected 8, present 4: no quorum, at least 5 must be present."
	)


# Kinds


def test_one_record_counts_for_its_own_kind_first_and_for_those_that_are_ticked():
	row = {"kind": "Theme Day", "also_assembly": 1, "also_lecture": 0, "also_life_meeting": 1}
	assert kinds_of(row) == ("theme_day", "member_assembly", "organisation_life_meeting")
	assert kinds_of({"kind": "Partners Conference"}) == ("partners_conference",)


def test_organisation_life_may_be_held_in_an_assembly_a_committee_or_a_group_meeting():
	"""Education regulation, article 17."""
	for kind in ("member_assembly", "committee_meeting", "group_meeting"):
		check_also(kind, "organisation_life_meeting")


@pytest.mark.parametrize(
	"kind", ["committee_meeting", "group_meeting", "democratic_talk", "partners_conference"]
)
def test_where_not_all_members_are_expected_there_is_no_assembly(kind):
	with pytest.raises(RuleError, match="one by one"):
		check_also(kind, "member_assembly")


def test_every_kind_says_what_the_guide_has_to_say():
	for kind in meeting_kinds.meeting_kinds():
		sentences = what_the_guide_says(kind.key)
		assert sentences[0].startswith("Convened by"), kind.key
		assert any(registry.clause(kind.clauses[0]).title in sentence for sentence in sentences)
	assembly = " ".join(what_the_guide_says("member_assembly"))
	assert "一（七）1" in assembly and "第十四条" in assembly
	assert "May be enlarged" in " ".join(what_the_guide_says("committee_meeting"))
	assert "Often invited: Activist, Non-Party Lawyer, Masses." in what_the_guide_says("party_lecture")


# Votes


def votes(in_favour=0, against=0, abstained=0, written=0):
	return {
		"in_favour": in_favour,
		"against": against,
		"abstained": abstained,
		"written_in_favour": written,
	}


@pytest.mark.parametrize(
	("matter", "eligible", "present", "cast", "result"),
	[
		("resolution", 8, 3, votes(3), NO_QUORUM),
		("resolution", 8, 4, votes(4), NOT_PASSED),
		("resolution", 8, 5, votes(5), PASSED),
		("resolution", 8, 8, votes(4, 4), NOT_PASSED),
		("resolution", 8, 8, votes(5, 2, 1), PASSED),
		("admission", 8, 4, votes(4, written=4), NO_QUORUM),
		("admission", 8, 5, votes(4), NOT_PASSED),
		("admission", 8, 5, votes(4, 1, written=1), PASSED),
		("committee", 5, 2, votes(2), NO_QUORUM),
		("committee", 5, 3, votes(2, 1), NOT_PASSED),
		("committee", 5, 3, votes(3), PASSED),
	],
)
def test_the_result_of_a_vote_follows_from_its_own_arithmetic(matter, eligible, present, cast, result):
	assert resolution_result(matter, eligible, present, cast) == result


def test_more_votes_than_voters_present_are_refused():
	with pytest.raises(RuleError, match="6 votes are more than the 5"):
		resolution_result("resolution", 8, 5, votes(4, 1, 1))


@pytest.mark.parametrize("matter", ["resolution", "committee"])
def test_written_opinions_count_for_an_admission_only(matter):
	with pytest.raises(RuleError, match="for an admission only"):
		resolution_result(matter, 8, 5, votes(5, written=1))
	with pytest.raises(RuleError, match="absent members"):
		resolution_result("admission", 8, 5, votes(5, written=4))


def test_what_was_voted_on_and_what_a_kind_may_decide():
	assert not is_voted(votes()) and is_voted(votes(abstained=1)) and is_voted(votes(written=1))
	assert matters_of(["committee_meeting"]) == ("committee",)
	assert matters_of(["theme_day", "member_assembly"]) == ("resolution", "admission")


@pytest.mark.parametrize(
	("deadline", "done_on", "status"),
	[
		(None, None, "Under Way"),
		(date(2025, 5, 1), None, "Under Way"),
		(date(2025, 4, 30), None, "Overdue"),
		(date(2025, 5, 1), date(2025, 5, 1), "Done"),
		(date(2025, 4, 30), date(2025, 5, 1), "Done Late"),
		(None, date(2025, 5, 1), "Done"),
	],
)
def test_how_far_a_resolution_has_been_carried_out(deadline, done_on, status):
	assert follow_up_status(deadline, done_on, date(2025, 5, 1)) == status


def test_what_was_not_passed_is_not_carried_out():
	assert [is_carried_out(result) for result in (PASSED, None, "Agreed without Vote")] == [True] * 3
	assert not is_carried_out(NOT_PASSED) and not is_carried_out(NO_QUORUM)
