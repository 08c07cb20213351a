"""What a reading of the records gives: shares, targets, grades, sentences, and parameters that cannot be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation.measures import (
	BRANCH,
	GRADE,
	GRADES,
	MEASURES,
	MEMBER,
	NUMBER,
	SHARE,
	TARGET,
	Reading,
	Ref,
	complete,
	packed,
	read_by,
	sentence,
	sentence_of_ticks,
	share_of,
	share_of_ticks,
	ticked,
	unpacked,
)

D = Decimal
ALL = [(key, kind) for key, one in MEASURES.items() for kind in one.asked]


def given_for(key, kind, **values):
	if key == "clause_rate":
		values.setdefault("clauses", ["R49"])
	return complete(key, kind, values)


def share(key, reading, kind=MEMBER, **values):
	return share_of(key, kind, given_for(key, kind, **values), reading)


@pytest.mark.parametrize(
	("reading", "parameters", "expected"),
	[
		(Reading(), {}, None),
		(Reading(D(0), D(0)), {}, None),
		(Reading(D(12), D(14)), {}, D(12) / D(14)),
		(Reading(D(11), D(12), D(1)), {}, D("11.5") / 12),
		(Reading(D(11), D(12), D(1)), {"late_credit": 0}, D(11) / 12),
		(Reading(D(11), D(12), D(1)), {"late_credit": "1"}, D(1)),
		(Reading(D(0), D(3)), {}, D(0)),
	],
)
def test_a_share_of_what_was_demanded(reading, parameters, expected):
	assert share("dues_on_time", reading, **parameters) == expected


@pytest.mark.parametrize(
	("reading", "parameters", "expected"),
	[
		(Reading(D(4), D(12)), {}, D("0.5")),
		(Reading(D(8), D(12)), {}, D(1)),
		(Reading(D(80), D(12)), {}, D(1)),
		# Who came in July is asked for half of it.
		(Reading(D(4), D(6)), {}, D(1)),
		(Reading(D(4), D(12)), {"target": 16}, D("0.25")),
		(Reading(D(4), D(0)), {}, None),
	],
)
def test_an_amount_up_to_a_target(reading, parameters, expected):
	assert share("welfare_hours", reading, **parameters) == expected


def test_the_target_of_a_branch_is_one_of_each_member():
	# Two members for a year and one for half of it, eight hours each a year.
	assert share("welfare_hours", Reading(D(10), D(30)), BRANCH) == D("0.5")


@pytest.mark.parametrize(
	("word", "expected"),
	[
		("excellent", 1),
		("qualified", "0.8"),
		("basically_qualified", "0.5"),
		("unqualified", 0),
		(None, None),
	],
)
def test_a_grade_gives_its_points(word, expected):
	found = share("appraisal_grade", Reading(D(1), D(1), word=word))
	assert found == (None if expected is None else D(str(expected)))


def test_the_points_of_grades_may_be_points_of_the_criterion():
	points = dict(zip(GRADES, (10, "8", 5, 0), strict=True))
	assert share("appraisal_grade", Reading(word="qualified"), **points) == D("0.8")


def test_what_only_counts_gives_no_points():
	with pytest.raises(RuleError, match="only counts"):
		share("sanctions", Reading(D(1)))


@pytest.mark.parametrize(
	("key", "kind", "values", "named"),
	[
		("dues_in_time", MEMBER, {}, "Dues on Time"),
		("zzz", MEMBER, {}, "Attendance at Meetings"),
		("opinions_answered", MEMBER, {}, "Opinions Answered in Time says nothing about a Party Member"),
		("welfare_hours", MEMBER, {"targets": 8}, "Do you mean target"),
		("contacts_paired", MEMBER, {"x": 8}, "no parameter 'x'"),
		("welfare_hours", MEMBER, {"target": 0}, "a number above 0, not 0"),
		("welfare_hours", MEMBER, {"target": "acht"}, "acht"),
		("dues_on_time", MEMBER, {"late_credit": "1.5"}, "a number from 0 to 1"),
		("dues_on_time", MEMBER, {"late_credit": -1}, "-1"),
		("clause_rate", MEMBER, {}, "clauses is missing"),
		("clause_rate", MEMBER, {"clauses": ["R22"]}, "a list out of"),
		("clause_rate", BRANCH, {"clauses": ["R22", "R22"]}, "a list out of"),
		("clause_rate", BRANCH, {"clauses": ["R45"]}, "R50"),
		("attendance_rate", MEMBER, {"kinds": ["partners_conference"]}, "partners_conference"),
		("appraisal_grade", MEMBER, {"qualified": 120}, "none more than a better one"),
		("appraisal_grade", MEMBER, dict.fromkeys(GRADES, 0), "must give something"),
	],
)
def test_what_cannot_be_is_refused_by_name(key, kind, values, named):
	with pytest.raises(RuleError, match=named):
		complete(key, kind, values)


def test_defaults_are_parameters_that_can_be():
	for key, kind in ALL:
		found = given_for(key, kind)
		assert complete(key, kind, found) == found


def test_only_what_decides_the_reading_tells_readings_apart():
	assert read_by("welfare_hours", MEMBER, given_for("welfare_hours", MEMBER, target=5)) == ()
	assert read_by("study_hours", BRANCH, given_for("study_hours", BRANCH)) == (("target", 32),)
	clauses = read_by("clause_rate", BRANCH, given_for("clause_rate", BRANCH, clauses=["R22"]))
	assert clauses == (("clauses", ("R22",)),)


@pytest.mark.parametrize(
	("key", "kind", "reading", "expected"),
	[
		("attendance_rate", MEMBER, Reading(D(12), D(14)), "12 of 14 meetings attended."),
		("theme_day_rate", MEMBER, Reading(D(11), D(12), D(1)), "11 of 12 meetings attended. Made up: 1."),
		("dues_on_time", MEMBER, Reading(D(11), D(12), D(1)), "11 of 12 months of dues on time. Late: 1."),
		("thought_reports", MEMBER, Reading(D(2), D(2)), "2 of 2 thought reports on time."),
		("welfare_hours", MEMBER, Reading(D("4.5"), D(12)), "4.5 hours of 8."),
		("welfare_hours", MEMBER, Reading(D(3), D(5)), "3 hours of 3.3 for 5 months."),
		("contacts_made", MEMBER, Reading(D(3), D(12)), "3 times of 6."),
		(
			"welfare_hours",
			BRANCH,
			Reading(D(30), D(240)),
			"30 hours of all members together; 160 would be 8 for each a year.",
		),
		("clause_rate", MEMBER, Reading(D(3), D(4)), "Clauses R49: 3 of 4 fulfilled on time."),
		("appraisal_grade", MEMBER, Reading(word="qualified"), "Democratic appraisal: Qualified."),
		("appraisal_grade", MEMBER, Reading(), "The democratic appraisal decided no grade."),
		("dues_on_time", MEMBER, Reading(), "Nothing was demanded."),
		("sanctions", MEMBER, Reading(D(1)), "Sanctions in the year: 1."),
	],
)
def test_figures_in_words(key, kind, reading, expected):
	assert sentence(key, kind, given_for(key, kind), reading) == expected


def test_what_is_lacking():
	assert Reading(D(9), D(12), D(1)).lacking == 2
	assert Reading(D(9)).lacking == 0


def test_ticks_of_a_self_check_sheet():
	sheet = Ref("Self Check", "SC-1")
	found = ticked([("yes", sheet), ("partly", sheet), ("no", sheet), ("does_not_apply", sheet)])
	assert (found.count, found.late, found.of, found.lacking) == (1, 1, 3, 1)
	assert (share_of_ticks(found), found.records) == (D("0.5"), (sheet,))
	assert sentence_of_ticks(found) == "Self-check: 1 of 3 lines are kept, 1 partly."
	aside = ticked([("does_not_apply", sheet)])
	assert share_of_ticks(aside) is None
	assert sentence_of_ticks(aside) == "Self-check: it does not apply."


@pytest.mark.parametrize(
	"reading",
	[
		Reading(),
		Reading(D("4.5"), D(12), D(1), records=(Ref("Party Meeting", "PM-1"), Ref("Party Training", "T"))),
		Reading(D(1), D(1), word="qualified"),
		Reading(
			D(11), D(12), missing=(Ref("Guide Rule", "R49", "2025-12"), Ref("Party Member", "张三", "R32"))
		),
	],
)
def test_a_reading_comes_back_as_it_was_kept(reading):
	assert unpacked(reading.count, reading.of, packed(reading)) == reading


# Properties

AMOUNTS = st.decimals(min_value=0, max_value=500, places=1)
REFS = st.lists(st.builds(Ref, st.just("Party Meeting"), st.text("ab", min_size=1, max_size=3)), max_size=4)


@st.composite
def readings(draw, way):
	"""A reading as records can give it: never more done than demanded where a share is asked."""
	records = tuple(draw(REFS))
	if way == GRADE:
		return Reading(word=draw(st.none() | st.sampled_from(list(GRADES))), records=records)
	of = D(draw(st.integers(0, 240)))
	if way == TARGET:
		return Reading(draw(AMOUNTS), of, records=records)
	count = draw(st.integers(0, int(of)))
	late = draw(st.integers(0, int(of) - count))
	return Reading(D(count), of, D(late), records=records)


@pytest.mark.parametrize(("key", "kind"), ALL)
@given(data=st.data())
def test_more_evidence_never_lowers_a_share_and_shares_stay_within_their_bounds(key, kind, data):
	way, parameters = MEASURES[key].asked[kind].way, given_for(key, kind)
	if way == NUMBER:
		return
	if way == SHARE and "late_credit" in parameters:
		parameters["late_credit"] = data.draw(st.decimals(0, 1, places=2))
	before = data.draw(readings(way))
	share = share_of(key, kind, parameters, before)
	assert (share is None) == (before.word is None if way == GRADE else not before.of)
	if share is None:
		return
	assert 0 <= share <= 1
	# Order and number of the records behind it change nothing.
	assert share_of(key, kind, parameters, _with(before, records=before.records[::-1])) == share
	for after in _with_more(way, before):
		assert share_of(key, kind, parameters, after) >= share


def _with(reading, **changes):
	values = {name: getattr(reading, name) for name in Reading.__slots__}
	return Reading(**{**values, **changes})


def _with_more(way, reading):
	"""One thing more was done, or done in time: of what was lacking, of what was late, beyond what was demanded."""
	if way == GRADE:
		grades = list(GRADES)
		yield _with(reading, word=grades[max(grades.index(reading.word) - 1, 0)])
		return
	yield _with(reading, count=reading.count + 1)
	yield _with(reading, count=reading.count + 1, of=reading.of + 1) if way == SHARE else reading
	if reading.lacking:
		yield _with(reading, late=reading.late + 1)
	if reading.late:
		yield _with(reading, late=reading.late - 1, count=reading.count + 1)
