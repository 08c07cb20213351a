"""What is judged of members, and of those who want to become members (R46, R47, N05).

Facts of a member: `pairing_categories`, `secretary` and `committee_member` as far as such a post is held;
`education_hours`, the study hours of the year up to the day, a Decimal.
Facts of a development case: `violations`, sentences on what does not keep to the rules of admission (`admission.judge`);
`investigated_from` and `investigated_to`, from and up to when the person is investigated every half-year: named as
activist, full member or terminated; None where not reached.
Facts of a branch: `cultivated`, the number of people on its list of two-way cultivation on the day;
`cultivation_review_months`, the full months since the list was last reviewed, None without a list.
"""

from collections.abc import Mapping

from party_affairs.rules.judgement import Facts, Outcome, Parameters, Predicate
from party_affairs.rules.members.education import required_hours
from party_affairs.rules.message import Message, plain


def _development_in_order(facts: Facts, parameters: Parameters) -> Outcome:
	sentences = facts["violations"]
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


def _education_hours_reached(facts: Facts, parameters: Parameters) -> Outcome:
	required, found = required_hours(facts["pairing_categories"], parameters), facts["education_hours"]
	sentence = {"found": plain(found), "required": plain(required)}
	if found < required:
		return Outcome(
			False, required, found, Message("{found} of {required} study hours in the year.", **sentence)
		)
	return Outcome(True, required, found, Message("{found} study hours, {required} are asked.", **sentence))


def _two_way_list_kept(facts: Facts, parameters: Parameters) -> Outcome:
	people, age, limit = (
		facts["cultivated"],
		facts["cultivation_review_months"],
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
	"development_in_order": Predicate(_development_in_order, frozenset({"violations"})),
	"education_hours_reached": Predicate(
		_education_hours_reached, frozenset({"education_hours", "pairing_categories"})
	),
	"two_way_list_kept": Predicate(
		_two_way_list_kept, frozenset({"cultivated", "cultivation_review_months"})
	),
}
