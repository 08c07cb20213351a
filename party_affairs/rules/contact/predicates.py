"""What is judged of contact with the masses and of public welfare activities (R43, R57, R58)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from party_affairs.rules.contact import pairing
from party_affairs.rules.contact.facts import ContactFacts, PairingFacts, RecordFacts, WelfareFacts
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message


def _contacts_paired(facts: ContactFacts, parameters: Parameters) -> Outcome:
	contacts = facts.contacts
	open_duties = pairing.shortfalls(facts.duties, contacts)
	needed = sum(pairing.required(post).minimum for post in pairing.duties(facts.duties))
	found = needed - sum(duty.required - duty.found for duty in open_duties)
	if open_duties:
		return Outcome(
			False,
			needed,
			found,
			Message(
				"Contacts are lacking. {duties}",
				duties=(
					*(duty.message for duty in open_duties),
					*(pairing.sentence_of(ceased) for ceased in _behind(open_duties, facts.ceased)),
				),
			),
		)
	return Outcome(
		True,
		needed,
		found,
		Message("{contacts} contact(s), enough for every duty.", contacts=sum(contacts.values())),
	)


def _behind(
	open_duties: Iterable[pairing.Shortfall], ceased: Iterable[pairing.Ceased]
) -> Iterator[pairing.Ceased]:
	"""Yield the pairings that count no more and would have counted for a duty that is open, the earliest first."""
	kinds = {kind for duty in open_duties for kind in pairing.required(duty.post).target_kinds}
	yield from sorted(one for one in ceased if one.kind in kinds)


PAIRING_FIELDS: Mapping[str, Message] = {
	"contact_name": Message("Contact Name"),
	"address": Message("Home Address"),
	"phone": Message("Phone"),
	"family": Message("Family Circumstances"),
	"measures": Message("Measures of Help"),
	"results": Message("Results"),
}
WELFARE_FIELDS: Mapping[str, Message] = {
	"project": Message("Project"),
	"form_of_service": Message("Form of Service"),
	"sessions": Message("Sessions"),
	"participants": Message("Participants"),
	"effect": Message("Effect"),
}
"""What the guide wants recorded, in its order; the last one shows after some time only."""


def _pairing_recorded(facts: PairingFacts, parameters: Parameters) -> Outcome:
	return _recorded(facts, PAIRING_FIELDS, parameters)


def _welfare_recorded(facts: WelfareFacts, parameters: Parameters) -> Outcome:
	return _recorded(facts, WELFARE_FIELDS, parameters)


def _recorded(facts: RecordFacts, fields: Mapping[str, Message], parameters: Parameters) -> Outcome:
	"""All fields hold something: within `register_days`, what came of it within `effect_days`. Fields are named, never told."""
	*_at_once, effect = fields
	lacking = [key for key in fields if key not in facts.filled]
	if not lacking:
		return Outcome(
			True, len(fields), len(fields), Message("All {number} fields are filled in.", number=len(fields))
		)
	days = parameters["effect_days" if lacking == [effect] else "register_days"]
	return Outcome(
		False,
		len(fields),
		len(fields) - len(lacking),
		Message(
			"Not filled in since {day}: {fields}.",
			day=facts.since,
			fields=tuple(fields[key] for key in lacking),
		),
		due=facts.since + timedelta(days=days),
	)


PREDICATES: Mapping[str, Predicate] = {
	"contacts_paired": Predicate(_contacts_paired, ContactFacts),
	"pairing_recorded": Predicate(_pairing_recorded, PairingFacts),
	"welfare_recorded": Predicate(_welfare_recorded, WelfareFacts),
}
