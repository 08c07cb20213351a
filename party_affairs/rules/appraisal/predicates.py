"""What is judged of a branch's democratic appraisal of the year (R39, R40)."""

from collections.abc import Mapping

from party_affairs.rules.appraisal.facts import AppraisalFacts
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message


def _both_electorates_voted(facts: AppraisalFacts, parameters: Parameters) -> Outcome:
	inside, outside, held = facts.ballots_inside, facts.ballots_outside, facts.appraised_on
	if held is None:
		return Outcome(
			False,
			2,
			0,
			Message("No democratic appraisal was held this year."),
			lacks=frozenset({"appraisal"}),
		)
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
			lacks=frozenset({"electorate"}),
		)
	return Outcome(
		True,
		2,
		2,
		Message("Ballots within the Party: {inside}, outside the Party: {outside}.", **sentence),
		on=held,
	)


def _appraisal_used(facts: AppraisalFacts, parameters: Parameters) -> Outcome:
	if facts.appraised_on is None:
		return Outcome(
			False,
			1,
			0,
			Message("No democratic appraisal was held this year."),
			lacks=frozenset({"appraisal"}),
		)
	if facts.grades_decided_on is None:
		return Outcome(
			False,
			1,
			0,
			Message("The votes are counted, but no grades have been decided."),
			lacks=frozenset({"grades"}),
		)
	if not facts.grades_used:
		return Outcome(
			False,
			1,
			0,
			Message("Grades are decided, but no star evaluation or year-end assessment uses them."),
			lacks=frozenset({"use"}),
		)
	return Outcome(True, 1, 1, Message("Grades are decided and used."), on=facts.grades_decided_on)


PREDICATES: Mapping[str, Predicate] = {
	"both_electorates_voted": Predicate(_both_electorates_voted, AppraisalFacts),
	"appraisal_used": Predicate(_appraisal_used, AppraisalFacts),
}
