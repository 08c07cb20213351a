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
	times, held, leaders, members = (
		parameters.get("times", 1),
		facts.talks_by_pair,
		facts.leaders,
		facts.party_members,
	)
	wanted = talks.possible_pairs(leaders, members)
	lacking = talks.lacking_pairs(held, leaders, members, times)
	found = len(wanted) - len(lacking)
	if not wanted:
		return Outcome(True, 0, 0, Message("There is nobody in the branch yet to talk with."))
	people = facts.members_without_talk
	sentence = {"pairs": talks.labels(lacking), "people": _people(people)}
	if lacking and people:
		message = Message(
			"Talks are lacking between: {pairs}. Nobody talked yet this year with: {people}.", **sentence
		)
	elif lacking:
		message = Message("Talks are lacking between: {pairs}.", **sentence)
	elif people:
		message = Message(
			"Talks were held between every pair of the branch. Nobody talked yet this year with: {people}.",
			**sentence,
		)
	else:
		message = Message("Talks were held between every pair of the branch, and with every member.")
	return Outcome(not lacking, len(wanted), found, message)


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
