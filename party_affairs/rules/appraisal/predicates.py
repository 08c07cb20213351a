"""What is judged of a branch's democratic appraisal of the year (R39, R40).

Facts: `appraised_on`, the day on which voting closed, None until the votes are counted; `ballots_inside` and
`ballots_outside`, ballots of members of the Party and of people outside it; `grades_decided_on`, the day of the meeting
that decided the grades, or None; `grades_used`, whether an evaluation of the year takes the grades, or the record says
what they were used for.
"""

from collections.abc import Mapping

from party_affairs.rules.judgement import Facts, Outcome, Parameters, Predicate
from party_affairs.rules.message import Message


def _both_electorates_voted(facts: Facts, parameters: Parameters) -> Outcome:
	inside, outside, held = facts["ballots_inside"], facts["ballots_outside"], facts["appraised_on"]
	if held is None:
		return Outcome(False, 2, 0, Message("No democratic appraisal was held this year."))
	sentence = {"inside": inside, "outside": outside}
	if not (inside and outside):
		return Outcome(
			False,
			2,
			bool(inside) + bool(outside),
			Message(
				"Ballots within the Party: {inside}, outside the Party: {outside}; both are to take part.",
				**sentence,
			),
		)
	return Outcome(
		True,
		2,
		2,
		Message("Ballots within the Party: {inside}, outside the Party: {outside}.", **sentence),
		on=held,
	)


def _appraisal_used(facts: Facts, parameters: Parameters) -> Outcome:
	if facts["appraised_on"] is None:
		return Outcome(False, 1, 0, Message("No democratic appraisal was held this year."))
	if facts["grades_decided_on"] is None:
		return Outcome(False, 1, 0, Message("The votes are counted, but no grades have been decided."))
	if not facts["grades_used"]:
		return Outcome(
			False,
			1,
			0,
			Message("Grades are decided, but no star evaluation or year-end assessment uses them."),
		)
	return Outcome(True, 1, 1, Message("Grades are decided and used."), on=facts["grades_decided_on"])


PREDICATES: Mapping[str, Predicate] = {
	"both_electorates_voted": Predicate(
		_both_electorates_voted, frozenset({"appraised_on", "ballots_inside", "ballots_outside"})
	),
	"appraisal_used": Predicate(
		_appraisal_used, frozenset({"appraised_on", "grades_decided_on", "grades_used"})
	),
}
