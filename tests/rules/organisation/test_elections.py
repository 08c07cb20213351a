from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.organisation.elections import exclusions, regulation
from party_affairs.rules.errors import RuleError
from party_affairs.rules.organisation import elections
from party_affairs.rules.organisation.elections import Ballot, Vote, count_office, count_round

TODAY = date(2026, 5, 10)


def ballot(seats=3, entitled=12, present=10, issued=None, returned=None, valid=None):
	issued = present if issued is None else issued
	returned = issued if returned is None else returned
	return Ballot(seats, entitled, present, issued, returned, returned if valid is None else valid)


def votes(valid, **in_favour):
	"""Candidates with their votes in favour; all other valid ballots are against them."""
	return [Vote(name, name, number, valid - number) for name, number in in_favour.items()]


# What opens an election, by the regulation of its day


@pytest.mark.parametrize(
	("entitled", "since_2020", "before"),
	[
		(3, 3, 3),
		(4, 4, 4),
		(5, 4, 5),
		(6, 5, 5),
		(8, 7, 7),
		(10, 8, 9),
		(12, 10, 10),
		(15, 12, 13),
		(100, 80, 81),
	],
)
def test_four_fifths_open_an_election_since_2020_and_more_than_that_before(entitled, since_2020, before):
	assert regulation(date(2020, 7, 13)).needed_to_open(entitled) == since_2020
	assert regulation(date(2020, 7, 12)).needed_to_open(entitled) == before


def test_the_regulation_changed_on_13_july_2020():
	assert regulation(date(2020, 7, 12)).key == "1990"
	assert regulation(date(2020, 7, 13)).key == "2020"
	assert regulation(date(1980, 1, 1)).key == "1990"
	five = ballot(seats=1, entitled=5, present=4)
	assert count_round(five, votes(4, 甲=3), date(2020, 7, 13)).elected == ("甲",)
	assert count_round(five, votes(4, 甲=3), date(2020, 7, 12)).is_void


@pytest.mark.parametrize(
	("entitled", "present", "is_void"), [(8, 7, False), (8, 6, True), (5, 4, False), (5, 3, True)]
)
def test_a_round_without_a_quorum_is_void(entitled, present, is_void):
	result = count_round(ballot(1, entitled, present), votes(present, 甲=present), TODAY)
	assert result.is_void is is_void
	assert result.elected == (() if is_void else ("甲",))


# Who may vote and stand


@pytest.mark.parametrize(
	("stage", "on_register", "on_probation", "reason"),
	[
		("full_member", True, False, None),
		("full_member", True, True, "on probation within the Party"),
		("full_member", False, False, "not a member of this organisation"),
		("probationary_member", True, False, "a probationary member"),
		("development_target", True, False, "not a member of the Party"),
		("applicant", True, False, "not a member of the Party"),
	],
)
def test_only_full_members_vote_and_stand(stage, on_register, on_probation, reason):
	bar = elections.bar_to_vote(stage, on_register, on_probation)
	assert bar is None if reason is None else bar.startswith(reason)


@pytest.mark.parametrize(
	("full_member_on", "warned"),
	[("2025-05-10", False), ("2025-05-11", True), ("2015-01-01", False), (None, False)],
)
def test_a_secretary_usually_has_a_year_of_standing(full_member_on, warned):
	day = date.fromisoformat(full_member_on) if full_member_on else None
	assert bool(elections.secretary_standing_warning(day, TODAY, "甲")) is warned


def test_five_kinds_of_exclusion_need_consent_and_detention_needs_none():
	assert sum(reason.needs_consent for reason in exclusions()) == 5
	assert not elections.exclusion("rights_suspended_in_detention").needs_consent
	with pytest.raises(RuleError, match="away"):
		elections.exclusion("away")


# Seats (R05, R06) and candidates


@pytest.mark.parametrize(
	("seats", "held", "full_members", "outcome"),
	[
		(3, 0, 7, None),
		(2, 0, 7, "too small"),
		(4, 0, 7, "too large"),
		(4, 0, 8, None),
		(5, 0, 9, "too large"),
		(5, 0, 10, None),
		(6, 0, 12, "usually has at most"),
		(7, 0, 14, "usually has at most"),
		(8, 0, 30, "too large"),
		(1, 2, 7, None),
		(2, 2, 7, "too large"),
		(3, 0, 6, "usually has no committee"),
	],
)
def test_a_committee_has_the_size_that_the_branch_allows(seats, held, full_members, outcome):
	"""R05 and R06: three to seven, at most half of the full members; the seats that stay filled count too."""
	if outcome in ("too small", "too large"):
		with pytest.raises(RuleError, match=outcome):
			elections.check_seats("committee_member", seats, full_members, held)
		return
	remark = elections.check_seats("committee_member", seats, full_members, held)
	assert remark is None if outcome is None else outcome in remark


def test_national_thresholds_know_no_half():
	assert elections.check_seats("committee_member", 5, 7, thresholds="national") is None


def test_there_is_one_secretary_and_one_deputy():
	for office in ("secretary", "deputy_secretary"):
		assert elections.check_seats(office, 1, 5) is None
		with pytest.raises(RuleError, match="one only"):
			elections.check_seats(office, 2, 5)
	with pytest.raises(RuleError, match="treasurer"):
		elections.check_seats("treasurer", 1, 5)


@pytest.mark.parametrize(("seats", "needed"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (7, 9)])
def test_a_committee_has_a_fifth_more_candidates_than_seats(seats, needed):
	elections.check_candidates("committee_member", seats, needed)
	elections.check_candidates("committee_member", seats, needed + 1)
	with pytest.raises(RuleError, match="too few"):
		elections.check_candidates("committee_member", seats, needed - 1)


def test_secretary_and_deputy_have_as_many_candidates_as_posts():
	elections.check_candidates("secretary", 1, 1)
	with pytest.raises(RuleError, match="too few"):
		elections.check_candidates("secretary", 1, 0)
	with pytest.raises(RuleError, match="as many candidates as posts"):
		elections.check_candidates("deputy_secretary", 1, 2)


# Days


@pytest.mark.parametrize(
	("held_on", "warned"),
	[("2025-06-30", False), ("2025-06-29", True), ("2027-06-30", False), ("2027-07-01", True)],
)
def test_an_election_is_early_or_late_by_a_year_at_most(held_on, warned):
	warning = elections.postponement_warning(date(2026, 6, 30), date.fromisoformat(held_on))
	assert bool(warning) is warned


def test_the_reminder_comes_six_calendar_months_before_the_end():
	assert elections.reminder_day(date(2026, 6, 30)) == date(2025, 12, 30)
	assert elections.reminder_day(date(2026, 8, 31)) == date(2026, 2, 28)


def test_every_day_reaches_as_far_as_the_reminders_that_have_come():
	assert elections.reminded_until(date(2026, 2, 28)) == date(2026, 8, 31)
	assert elections.reminded_until(date(2026, 8, 30)) == date(2027, 2, 28)
	for number in range(4 * 366):
		day = date(2026, 1, 1) + timedelta(days=number)
		last = elections.reminded_until(day)
		assert elections.reminder_day(last) <= day < elections.reminder_day(last + timedelta(days=1))


# Counting a round


def test_more_than_half_of_those_present_elect_whatever_the_valid_ballots():
	# Ten present: six are needed, although one ballot of the ten was spoiled and one was not returned.
	result = count_round(ballot(seats=1, present=10, returned=9, valid=8), votes(8, 甲=5), TODAY)
	assert (result.needed_to_win, result.elected, result.next) == (6, (), elections.FURTHER_ROUND)
	result = count_round(ballot(seats=1, present=10, returned=9, valid=8), votes(8, 甲=6), TODAY)
	assert (result.elected, result.spoiled, result.next) == (("甲",), 1, elections.COMPLETE)


@pytest.mark.parametrize(("present", "needed"), [(4, 3), (5, 3), (6, 4), (7, 4), (8, 5)])
def test_the_majority_is_more_than_half(present, needed):
	for in_favour, is_elected in ((needed - 1, False), (needed, True)):
		result = count_round(ballot(1, present, present), votes(present, 甲=in_favour), TODAY)
		assert bool(result.elected) is is_elected


def test_of_more_people_with_a_majority_those_with_most_votes_are_elected():
	result = count_round(ballot(), votes(10, 甲=6, 乙=9, 丙=7, 丁=8), TODAY)
	assert (result.elected, result.tied, result.open_seats, result.next) == (
		("乙", "丁", "丙"),
		(),
		0,
		"complete",
	)
	assert [result.outcome_of(name) for name in "甲乙"] == ["not_elected", "elected"]


def test_equal_votes_for_the_last_seat_are_a_tie():
	result = count_round(ballot(), votes(10, 甲=7, 乙=9, 丙=7, 丁=7), TODAY)
	assert (result.elected, result.tied, result.open_seats) == (("乙",), ("甲", "丙", "丁"), 2)
	assert result.next == elections.VOTE_AGAIN and result.outcome_of("丙") == "tied"


def test_equal_votes_that_decide_nothing_are_no_tie():
	assert count_round(ballot(), votes(10, 甲=7, 乙=7, 丙=7, 丁=6), TODAY).next == "complete"
	assert count_round(ballot(), votes(10, 甲=8, 乙=8, 丙=5, 丁=5), TODAY).next == "further_round"


def test_a_person_who_was_written_in_can_be_elected():
	people = [*votes(10, 甲=3), Vote("乙", "乙", 7, is_candidate=False)]
	assert count_round(ballot(seats=1), people, TODAY).elected == ("乙",)


def test_more_ballots_returned_than_issued_make_the_vote_void():
	result = count_round(ballot(issued=9, returned=10), votes(10, 甲=9), TODAY)
	assert result.is_void and result.open_seats == 3 and result.outcome_of("甲") is None
	assert "9 issued" in result.message
	assert not count_round(ballot(issued=9, returned=9), votes(9, 甲=9), TODAY).is_void


@pytest.mark.parametrize(
	("numbers", "people", "field"),
	[
		({"present": 13}, {}, "Electors Present"),
		({"issued": 11}, {}, "Ballots Issued"),
		({"returned": 9, "valid": 10}, {}, "Valid Ballots"),
		({"seats": 0}, {}, "Seats to fill"),
		({"entitled": 0, "present": 0}, {}, "Electors Expected"),
		({"present": -1}, {}, "Electors Present"),
		({}, {"甲": (11, 0, 0)}, "甲"),
		({}, {"甲": (6, 3, 0)}, "甲"),
		({}, {"甲": (6, 3, 2)}, "甲"),
		({}, {"甲": (-1, 11, 0)}, "In Favour"),
		({}, {"甲": (10, 0, 0), "乙": (10, 0, 0), "丙": (10, 0, 0), "丁": (1, 9, 0)}, "31 votes"),
	],
)
def test_counts_that_contradict_each_other_are_refused(numbers, people, field):
	with pytest.raises(RuleError, match=f"^{field}"):
		count_round(ballot(**numbers), [Vote(name, name, *cast) for name, cast in people.items()], TODAY)


def test_votes_against_a_person_who_was_written_in_are_refused():
	with pytest.raises(RuleError, match="written in"):
		count_round(ballot(), [Vote("乙", "乙", 3, 7, is_candidate=False)], TODAY)
	with pytest.raises(RuleError, match="twice"):
		count_round(ballot(), [*votes(10, 甲=5), *votes(10, 甲=5)], TODAY)


@st.composite
def rounds(draw):
	present = draw(st.integers(1, 40))
	issued = draw(st.integers(0, present))
	returned = draw(st.integers(0, issued))
	valid = draw(st.integers(0, returned))
	seats = draw(st.integers(1, 7))
	room = valid * seats
	people = []
	for number in range(draw(st.integers(0, 9))):
		in_favour = draw(st.integers(0, min(valid, room)))
		room -= in_favour
		people.append(Vote(str(number), str(number), in_favour, valid - in_favour))
	return Ballot(seats, present, present, issued, returned, valid), people


@given(rounds())
def test_nobody_is_elected_without_a_majority_nor_with_fewer_votes_than_who_is_not(drawn):
	numbers, people = drawn
	result = count_round(numbers, people, TODAY)
	number = {vote.member: vote.in_favour for vote in people}
	assert all(2 * number[member] > numbers.present for member in (*result.elected, *result.tied))
	assert len(result.elected) + result.open_seats == numbers.seats
	others = [number[member] for member in number if member not in result.elected]
	assert all(number[member] >= max(others, default=0) for member in result.elected)
	assert (
		result.next
		== {True: "vote_again", False: "further_round" if result.open_seats else "complete"}[
			bool(result.tied)
		]
	)
	assert not result.tied or len(result.tied) > result.open_seats > 0
	assert count_round(numbers, people[::-1], TODAY).open_seats == result.open_seats


# All rounds for an office


def test_a_tie_is_settled_by_most_votes_among_the_tied():
	first = (ballot(), votes(10, 甲=9, 乙=8, 丙=6, 丁=6))
	second = (ballot(), votes(10, 丙=4, 丁=3))
	course = count_office(3, [first, second], TODAY)
	assert (course.elected, course.open_seats, course.next) == (("甲", "乙", "丙"), 0, "complete")
	assert course.rounds[1].needed_to_win == 1
	again = count_office(3, [first, (ballot(), votes(10, 丙=5, 丁=5))], TODAY)
	assert (again.tied, again.next) == (("丙", "丁"), "vote_again")


def test_only_the_tied_are_voted_on_again_and_all_of_them():
	first = (ballot(), votes(10, 甲=9, 乙=8, 丙=6, 丁=6))
	with pytest.raises(RuleError, match="戊 is none of them"):
		count_office(3, [first, (ballot(), votes(10, 丙=4, 戊=3))], TODAY)
	with pytest.raises(RuleError, match="all those with equal votes"):
		count_office(3, [first, (ballot(), votes(10, 丙=4))], TODAY)


def test_too_few_elected_lead_to_a_further_round_for_the_open_seats():
	first = (ballot(), votes(10, 甲=9, 乙=8, 丙=5, 丁=4))
	course = count_office(3, [first], TODAY)
	assert (course.elected, course.open_seats, course.next) == (("甲", "乙"), 1, "further_round")
	course = count_office(3, [first, (ballot(), votes(10, 丙=6, 丁=4))], TODAY)
	assert (course.elected, course.next) == (("甲", "乙", "丙"), "complete")
	with pytest.raises(RuleError, match="甲 is elected already"):
		count_office(3, [first, (ballot(), votes(10, 甲=6))], TODAY)
	with pytest.raises(RuleError, match="all seats are filled"):
		count_office(1, [(ballot(), votes(10, 甲=9)), (ballot(), votes(10, 丙=6))], TODAY)


def test_a_void_round_is_held_again_and_a_tie_before_it_stays_one():
	first = (ballot(), votes(10, 甲=9, 乙=8, 丙=6, 丁=6))
	void = (ballot(issued=9, returned=10), votes(10, 丙=6, 丁=4))
	course = count_office(3, [first, void], TODAY)
	assert (course.elected, course.tied, course.open_seats, course.next) == (
		("甲", "乙"),
		("丙", "丁"),
		1,
		"repeat",
	)
	assert count_office(3, [first, void, (ballot(), votes(10, 丙=4, 丁=3))], TODAY).next == "complete"


def test_nothing_was_voted_on_yet():
	course = count_office(3, [], TODAY)
	assert (course.elected, course.open_seats, course.next) == ((), 3, "further_round")


@pytest.mark.parametrize(
	("office", "elected", "seats", "held", "refused"),
	[
		("committee_member", 4, 5, 0, None),
		("committee_member", 3, 4, 0, None),
		("committee_member", 2, 3, 0, "too small"),
		("committee_member", 1, 2, 2, None),
		("committee_member", 3, 3, 0, "all seats are filled"),
		("secretary", 0, 1, 0, "without a secretary"),
		("deputy_secretary", 0, 1, 0, None),
	],
)
def test_seats_can_be_reduced_where_enough_are_left(office, elected, seats, held, refused):
	if refused:
		with pytest.raises(RuleError, match=refused):
			elections.check_reduction(office, elected, seats, held)
	else:
		elections.check_reduction(office, elected, seats, held)


# Division of work

NAMES = {"a": "甲", "b": "乙", "c": "丙"}
ELECTED = {"committee_member": ("a", "b", "c"), "secretary": ("a",)}


@pytest.mark.parametrize(
	("appointments", "refused"),
	[
		([("a", "secretary"), ("b", "organisation_commissioner"), ("c", "publicity_commissioner")], None),
		([("a", "secretary"), ("b", "organisation_commissioner")], "丙 was elected and has no work"),
		([("b", "secretary"), ("a", "organisation_commissioner")], "乙 was not elected Secretary"),
		(
			[
				("a", "organisation_commissioner"),
				("b", "discipline_commissioner"),
				("c", "publicity_commissioner"),
			],
			"甲 was elected Secretary",
		),
		([("a", "secretary"), ("d", "publicity_commissioner")], "d was not elected and"),
		([("a", "secretary"), ("b", "deputy_secretary")], "Deputy Secretary was not elected here"),
	],
)
def test_posts_go_to_those_who_were_elected(appointments, refused):
	if refused:
		with pytest.raises(RuleError, match=refused):
			elections.check_appointments(appointments, ELECTED, NAMES, True)
	else:
		elections.check_appointments(appointments, ELECTED, NAMES, True)


def test_a_branch_without_a_committee_has_no_commissioners():
	elected = {"secretary": ("a",)}
	elections.check_appointments([("a", "secretary")], elected, NAMES, False)
	with pytest.raises(RuleError, match="without a committee"):
		elections.check_appointments(
			[("a", "secretary"), ("a", "publicity_commissioner")], elected, NAMES, False
		)
	with pytest.raises(RuleError, match="乙 was not elected Secretary"):
		elections.check_appointments([("a", "secretary"), ("b", "secretary")], elected, NAMES, False)
