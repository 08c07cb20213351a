"""What is judged of clauses that no record proves: by what a branch ticked on its sheets, and by its application (六好).

A tick is an observation of the branch, confirmed or not; why it is no Yes stands on the sheet and never in the finding.
"""

from collections.abc import Mapping
from datetime import timedelta

from party_affairs.guide.duties import self_checks
from party_affairs.rules.duties.facts import (
	DOES_NOT_APPLY,
	YES,
	ApplicationFacts,
	SelfCheckFacts,
)
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message


def _self_checked(facts: SelfCheckFacts, parameters: Parameters) -> Outcome:
	"""All lines of the clause are ticked, and those that apply with Yes.

	What is not ticked lacks the sheet, whichever clause it is of: a sheet that was not filled in is one omission.
	"""
	clause = parameters["lines_of"]
	kind = self_checks.kind_of(clause)
	lines = facts.lines.get(clause, ())
	if not lines and kind in facts.kinds:
		return Outcome(
			True, None, None, Message("The sheet of the branch does not ask about it."), is_asked=False
		)
	found = sum(line.tick == YES for line in lines)
	ticked = [line for line in lines if line.tick]
	if not lines or len(ticked) < len(lines):
		sentence = (
			Message(
				"{found} of {required} lines of the clause are ticked on the self-check sheet.",
				found=len(ticked),
				required=len(lines),
			)
			if lines
			else Message("There is no self-check sheet yet.")
		)
		return Outcome(False, len(lines) or 1, found, sentence, lacks=frozenset({kind}))
	applying = [line for line in lines if line.tick != DOES_NOT_APPLY]
	confirmed = all(line.is_confirmed for line in lines)
	if not applying:
		return Outcome(True, None, None, _by_whom(Message("Does not apply"), confirmed), is_asked=False)
	if found < len(applying):
		sentence = Message(
			"{number} of {required} lines are not answered with Yes. The reason stands on the sheet.",
			number=len(applying) - found,
			required=len(applying),
		)
		return Outcome(False, len(applying), found, sentence, lacks=frozenset({clause}))
	last = max((line.on for line in applying if line.on), default=None)
	answered = Message("All {number} lines are answered with Yes", number=found)
	return Outcome(True, found, found, _by_whom(answered, confirmed), on=last)


def _by_whom(sentence: Message, confirmed: bool) -> Message:
	if confirmed:
		return Message("{sentence}, confirmed by the committee above.", sentence=sentence)
	return Message("{sentence}, by the self-check of the branch.", sentence=sentence)


def _application_decided(facts: ApplicationFacts, parameters: Parameters) -> Outcome:
	"""Nobody must apply; whoever has applied is approved, or waits for the decision, for `decision_days` at most."""
	if facts.handed_up_on is None:
		return Outcome(True, None, None, Message("The branch has not applied."), is_asked=False)
	if facts.withdrawn_on:
		withdrawn = Message("The application was withdrawn on {day}.", day=facts.withdrawn_on)
		return Outcome(True, None, None, withdrawn, is_asked=False)
	if facts.refused_on:
		refused = Message("The application was refused on {day}.", day=facts.refused_on)
		return Outcome(True, None, None, refused, is_asked=False)
	due = facts.handed_up_on + timedelta(days=parameters["decision_days"])
	if facts.approved_on:
		approved = Message("The application was approved on {day}.", day=facts.approved_on)
		return Outcome(True, 1, 1, approved, on=facts.approved_on, due=due)
	waiting = Message(
		"The application of {day} awaits the decision of the committee above.", day=facts.handed_up_on
	)
	return Outcome(False, 1, 0, waiting, due=due, lacks=frozenset({"decision"}))


PREDICATES: Mapping[str, Predicate] = {
	"self_checked": Predicate(_self_checked, SelfCheckFacts),
	"application_decided": Predicate(_application_decided, ApplicationFacts),
}
