from datetime import date, datetime

import pytest

from party_affairs.guide.data import GuideDataError
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.meetings import phrases as phrase_data
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings import notices, phrases

STARTS = datetime(2026, 3, 18, 14, 0)


@pytest.mark.parametrize(
	("answer_until", "now", "word"),
	[
		(None, datetime(2026, 3, 18, 14, 0), "Starts On"),
		(date(2026, 3, 19), datetime(2026, 3, 1, 9, 0), "Answers Until"),
		(date(2026, 3, 9), datetime(2026, 3, 10, 9, 0), "Answers Until"),
	],
)
def test_a_notice_calls_for_a_time_to_come_and_asks_for_answers_in_time(answer_until, now, word):
	with pytest.raises(RuleError, match=word):
		notices.check_times(STARTS, answer_until, now)


@pytest.mark.parametrize("answer_until", [None, date(2026, 3, 10), date(2026, 3, 18)])
def test_answers_may_be_asked_for_from_today_to_the_day_of_the_meeting(answer_until):
	notices.check_times(STARTS, answer_until, datetime(2026, 3, 10, 23, 59))


@pytest.mark.parametrize(
	("status", "answer_until", "now", "takes"),
	[
		("Issued", date(2026, 3, 16), datetime(2026, 3, 16, 23, 59), True),
		("Issued", date(2026, 3, 16), datetime(2026, 3, 17, 0, 0), False),
		("Issued", None, datetime(2026, 3, 18, 13, 59), True),
		("Issued", None, datetime(2026, 3, 18, 14, 0), False),
		("Called Off", None, datetime(2026, 3, 10), False),
		("Being Prepared", None, datetime(2026, 3, 10), False),
	],
)
def test_answers_are_taken_until_the_last_day_is_over_or_the_meeting_begins(status, answer_until, now, takes):
	assert notices.takes_answers(status, STARTS, answer_until, now) is takes


@pytest.mark.parametrize(
	("answer", "kind", "reason", "is_answer"),
	[
		("Coming", None, None, True),
		("Leave", "Sick Leave", None, True),
		("Leave", "Other Reason", "家中有事", True),
		("Leave", "Other Reason", "", False),
		("Leave", None, "家中有事", False),
		("Leave", "Holiday", "家中有事", False),
		("", None, None, False),
		("Present", None, None, False),
	],
)
def test_leave_is_asked_for_with_its_kind_and_another_reason_in_words(answer, kind, reason, is_answer):
	if is_answer:
		notices.check_answer(answer, kind, reason)
		return
	with pytest.raises(RuleError):
		notices.check_answer(answer, kind, reason)


def test_leave_goes_into_the_minutes_by_its_kind_unless_it_was_refused():
	assert notices.attendance_of("Leave", "Sick Leave", None) == ("Leave", "Sick Leave")
	assert notices.attendance_of("Leave", "Sick Leave", "Granted") == ("Leave", "Sick Leave")
	assert notices.attendance_of("Leave", "Sick Leave", "Not Granted") == ("Present", None)


@pytest.mark.parametrize("answer", ["Coming", None, ""])
def test_an_answer_makes_no_difference_to_who_is_there(answer):
	assert notices.attendance_of(answer, None, None) == ("Present", None)


def test_those_who_said_nothing_are_counted_apart():
	found = notices.count([{"answer": "Coming"}, {"answer": "Leave"}, {"answer": None}, {"answer": ""}])
	assert (found.invited, found.coming, found.leave, found.unanswered) == (4, 1, 1, 2)


@pytest.mark.parametrize(
	("kind", "entitled", "away", "at_risk"),
	[
		("member_assembly", 10, 5, False),
		("member_assembly", 10, 6, True),
		("committee_meeting", 5, 2, False),
		("committee_meeting", 5, 3, True),
		("theme_day", 10, 10, False),
		("democratic_talk", 10, 10, False),
		("member_assembly", 0, 0, False),
	],
)
def test_leave_that_leaves_too_few_with_a_vote_is_warned_of(kind, entitled, away, at_risk):
	assert bool(notices.quorum_at_risk(kind, entitled, away)) is at_risk


@pytest.mark.parametrize("kind", [entry.key for entry in meeting_kinds.meeting_kinds()])
def test_every_kind_has_phrases_for_every_part(kind):
	found = phrase_data.phrases_of(kind)
	for part in phrase_data.PARTS:
		texts = getattr(found, part)
		assert len(texts) >= 2
		assert len(set(texts)) == len(texts)


def test_a_phrase_takes_what_is_known_and_leaves_a_blank_for_the_rest():
	assert phrases.filled(
		"应到{expected}人，实到{present}人，{chair}主持", {"expected": 9, "present": 0}
	) == ("应到9人，实到0人，____主持")


def test_a_phrase_that_leaves_open_what_no_record_knows_is_refused():
	row = {"openings": ["{weather}"], "agenda": [], "resolutions": [], "closings": []}
	with pytest.raises(GuideDataError, match="weather"):
		phrase_data.parse_phrases(row, "theme_day")


def test_phrases_of_the_branch_stand_before_those_shipped_or_in_their_place():
	own = [{"phrase": "本所开场", "replaces": 0}, {"phrase": "共有", "replaces": 0}]
	assert phrases.offered(("共有", "通用"), own) == ["本所开场", "共有", "通用"]
	assert phrases.offered(("共有", "通用"), [{"phrase": "本所开场", "replaces": 1}]) == ["本所开场"]
	assert phrases.offered(("共有",), []) == ["共有"]


@pytest.mark.parametrize(
	"phrase", ["{weather}", "{chair", "}", "{}", "{chair.name}", "{chair!r}", "{present:>9999999}"]
)
def test_a_phrase_of_the_branch_has_places_that_the_record_knows(phrase):
	phrases.check("{chair}主持，实到{present}人，{{原文}}")
	with pytest.raises(RuleError):
		phrases.check(phrase)
