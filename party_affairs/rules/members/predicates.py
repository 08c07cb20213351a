"""What is judged of members and future members (R46, R47, N05)."""

from collections.abc import Mapping

from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.members.education import required_hours
from party_affairs.rules.members.facts import CaseFacts, CultivationFacts, EducationFacts
from party_affairs.rules.message import Message, plain


def _development_in_order(facts: CaseFacts, parameters: Parameters) -> Outcome:
	sentences = facts.violations
	if not sentences:
		return Outcome(True, 0, 0, Message("The case keeps to the rules of admission."))
	shown = tuple(sentences[: parameters.get("sentences", 3)])
	return Outcome(
		False,
		0,
		len(sentences),
		Message(
			"{found} point(s) against the rules of admission. {sentences}",
			found=len(sentences),
			sentences=shown,
		),
	)


def _education_hours_reached(facts: EducationFacts, parameters: Parameters) -> Outcome:
	required, found = required_hours(facts.duties, parameters), facts.education_hours
	sentence = {"found": plain(found), "required": plain(required)}
	if found < required:
		return Outcome(
			False, required, found, Message("{found} of {required} study hours in the year.", **sentence)
		)
	return Outcome(True, required, found, Message("{found} study hours, {required} are asked.", **sentence))


def _two_way_list_kept(facts: CultivationFacts, parameters: Parameters) -> Outcome:
	people, age, limit = (
		facts.cultivated,
		facts.cultivation_review_months,
		parameters.get("review_months", 12),
	)
	if not people:
		return Outcome(False, 1, 0, Message("Nobody is on the list of two-way cultivation."))
	if age >= limit:
		return Outcome(
			False,
			1,
			0,
			Message(
				"{people} on the list of two-way cultivation, but none was reviewed for {months} months.",
				people=people,
				months=age,
			),
		)
	return Outcome(
		True,
		1,
		people,
		Message("{people} on the list of two-way cultivation, kept up to date.", people=people),
	)


PREDICATES: Mapping[str, Predicate] = {
	"development_in_order": Predicate(_development_in_order, CaseFacts),
	"education_hours_reached": Predicate(_education_hours_reached, EducationFacts),
	"two_way_list_kept": Predicate(_two_way_list_kept, CultivationFacts),
}
