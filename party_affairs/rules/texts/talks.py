"""Heart-to-heart talks (谈心谈话) of guide 一（四）8: between whom (R41), on which occasions without fail (R42), with whom (R14).

The guide names four pairs, "between committee members, committee and members, members, members and masses … at least
once a year". This is read person by person, of whoever was in the branch for more than half of the year: a committee
member talks with another one, if there is one, and with a member; a member without a seat with the committee, with another
such member, and with one of the masses. A talk counts for both who took part, by the pair that it was on its day and by the
pair that they were for most of the year. A branch without a committee has its secretary in the committee's place. Of the aged and ill only the committee's talk is asked, which
it can hold at their home. R14 asks for less: there a thought report counts as well, since the guide has the secretary know
members by both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from party_affairs.rules.message import Message

COMMITTEE_MEMBERS = "two_committee_members"
COMMITTEE_AND_MEMBER = "committee_member_and_member"
MEMBERS = "two_members"
MEMBER_AND_MASSES = "member_and_masses"
PAIRS: Mapping[str, Message] = {
	COMMITTEE_MEMBERS: Message("Two Committee Members"),
	COMMITTEE_AND_MEMBER: Message("Committee Member and Member"),
	MEMBERS: Message("Two Members"),
	MEMBER_AND_MASSES: Message("Member and Masses"),
}
"""The four pairs, in the guide's order."""


@dataclass(frozen=True)
class Occasion:
	"""One of the five occasions on which the committee must talk (五必谈).

	`events` are the kinds of Party Member Event that are such an occasion; `limit` names the parameter of clause R42 that
	holds its own number of days, None for the clause's general one.
	"""

	label: Message
	events: tuple[str, ...]
	limit: str | None = None


APPRAISAL = "appraisal_of_party_spirit"
OCCASIONS: Mapping[str, Occasion] = {
	"change_of_firm_or_position": Occasion(
		Message("Change of Firm or Position"), ("firm_change", "position_change")
	),
	"award_or_sanction": Occasion(
		Message("Award or Sanction"), ("award", "professional_sanction", "party_sanction")
	),
	"setback_family_dispute_or_wavering": Occasion(
		Message("Setback, Family Dispute or Wavering"),
		("setback_in_practice", "family_dispute", "wavering"),
		"setback_days",
	),
	"integrity_complaint": Occasion(
		Message("Integrity Complaint"), ("integrity_complaint",), "integrity_days"
	),
	APPRAISAL: Occasion(Message("Appraisal of Party Spirit"), ()),
}
"""The five occasions in the guide's order. The guide says professional sanction; a Party sanction weighs no less. Good deeds
and hardship, which a branch records as well, are none of the five."""

_OCCASION_OF_EVENT = {event: key for key, occasion in OCCASIONS.items() for event in occasion.events}


def occasion_of(event_kind: str) -> str | None:
	"""Return the occasion that an event of a kind is, None if nobody has to talk about it."""
	return _OCCASION_OF_EVENT.get(event_kind)


def pair_of(talker_leads: bool, partner_leads: bool, partner_is_member: bool = True) -> str:
	"""Return between which pair a member talks with somebody; `leads` says who holds a seat on the committee that day."""
	if not partner_is_member:
		return MEMBER_AND_MASSES
	if talker_leads and partner_leads:
		return COMMITTEE_MEMBERS
	return COMMITTEE_AND_MEMBER if talker_leads or partner_leads else MEMBERS


@dataclass(frozen=True, slots=True)
class Talker:
	"""A member of whom the talks of a year are asked, and how many he `had` of each pair.

	`leads`: for most of his time in the branch he had a seat on the committee; `is_frail`: he was aged or ill for most of it.
	"""

	name: str
	label: str
	leads: bool = False
	is_frail: bool = False
	had: Mapping[str, int] = field(default_factory=dict)


def asked_pairs(person: Talker, people: Sequence[Talker]) -> tuple[str, ...]:
	"""Return the pairs in which somebody is to talk once a year, `people` being all of the branch, in the guide's order."""
	leaders = sum(other.leads for other in people)
	others = len(people) - leaders
	if person.leads:
		asked = {COMMITTEE_MEMBERS: leaders >= 2, COMMITTEE_AND_MEMBER: others >= 1}
	else:
		asked = {
			COMMITTEE_AND_MEMBER: leaders >= 1,
			MEMBERS: others >= 2 and not person.is_frail,
			MEMBER_AND_MASSES: not person.is_frail,
		}
	return tuple(pair for pair in PAIRS if asked.get(pair))


def lacking(people: Sequence[Talker], times: int = 1) -> tuple[tuple[Talker, tuple[str, ...]], ...]:
	"""Return who has had fewer than `times` talks in which of the pairs asked of him, by name."""
	found = []
	for person in sorted(people, key=lambda person: (person.label, person.name)):
		pairs = tuple(pair for pair in asked_pairs(person, people) if person.had.get(pair, 0) < times)
		if pairs:
			found.append((person, pairs))
	return tuple(found)


def labels(pairs: Sequence[str]) -> tuple[Message, ...]:
	"""Return the names of pairs as people call them."""
	return tuple(PAIRS[pair] for pair in pairs)
