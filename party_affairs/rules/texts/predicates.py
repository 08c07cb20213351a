"""What is judged of work reports, talks and thought reports (R14, R35, R41)."""

from collections.abc import Mapping, Sequence

from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message
from party_affairs.rules.texts import talks
from party_affairs.rules.texts.facts import HearingFacts, TalkFacts, WorkReportFacts

_PEOPLE_NAMED = 10


def _work_report_reviewed(facts: WorkReportFacts, parameters: Parameters) -> Outcome:
	result = facts.review_result
	if not result:
		return Outcome(
			False,
			1,
			0,
			Message(
				"The report was heard on {day}, but no result of a review is recorded.",
				day=facts.reported_on,
			),
		)
	return Outcome(True, 1, 1, Message("Reviewed by the assembly: {result}.", result=Message(result)))


def _talks_of_every_pair(facts: TalkFacts, parameters: Parameters) -> Outcome:
	people = facts.people
	if not people:
		return Outcome(True, 0, 0, Message("There is nobody in the branch yet to talk with."))
	lacking = talks.lacking(people, parameters.get("times", 1))
	if not lacking:
		message = Message("Each of the {members} members has had the talks of the year.", members=len(people))
		return Outcome(True, len(people), len(people), message)
	named = [
		Message("{name} ({pairs})", name=person.label, pairs=talks.labels(pairs)) for person, pairs in lacking
	]
	message = Message("Talks are still lacking of: {people}.", people=_people(named))
	return Outcome(False, len(people), len(people) - len(lacking), message)


def _members_heard(facts: HearingFacts, parameters: Parameters) -> Outcome:
	asked, unheard = facts.members_to_hear, facts.members_unheard
	if unheard:
		return Outcome(
			False,
			asked,
			asked - len(unheard),
			Message(
				"Neither a talk nor a thought report in the year of: {people}.",
				people=_people(unheard),
			),
		)
	return Outcome(
		True,
		asked,
		asked,
		Message("A talk or a thought report of each of the {members} members.", members=asked),
	)


def _people(names: Sequence[str]) -> Message | tuple[str, ...]:
	shown, more = tuple(names[:_PEOPLE_NAMED]), len(names) - _PEOPLE_NAMED
	return shown if more <= 0 else Message("{people} and {more} more", people=shown, more=more)


PREDICATES: Mapping[str, Predicate] = {
	"work_report_reviewed": Predicate(_work_report_reviewed, WorkReportFacts),
	"talks_of_every_pair": Predicate(_talks_of_every_pair, TalkFacts),
	"members_heard": Predicate(_members_heard, HearingFacts),
}
