"""What is judged of contact with the masses (R43)."""

from collections.abc import Mapping

from party_affairs.rules.contact import pairing
from party_affairs.rules.contact.facts import ContactFacts
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
			Message("Contacts are lacking. {duties}", duties=tuple(duty.message for duty in open_duties)),
		)
	return Outcome(
		True,
		needed,
		found,
		Message("{contacts} contact(s), enough for every duty.", contacts=sum(contacts.values())),
	)


PREDICATES: Mapping[str, Predicate] = {
	"contacts_paired": Predicate(_contacts_paired, ContactFacts),
}
