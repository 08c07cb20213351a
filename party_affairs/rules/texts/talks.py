"""Heart-to-heart talks (谈心谈话) of guide 一（四）8: between whom (R41), on which occasions without fail (R42), with whom (R14).

The guide names four pairs, "between committee members, committee and members, members, members and masses … at least
once a year". This is read branch by branch: of each pair that can exist in a branch there is a talk in the year. A branch
without a committee has its secretary in the committee's place; a pair of committee members needs two of them, a pair of
members two without a seat. Members without any talk are named beside it but asked for by R14: there a thought report
counts as well, since the guide has the secretary know members by both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def possible_pairs(leaders: int, members: int) -> tuple[str, ...]:
	"""Return the pairs that can exist in a branch with `leaders` among its Party `members`, in the guide's order."""
	others = members - leaders
	possible = {
		COMMITTEE_MEMBERS: leaders >= 2,
		COMMITTEE_AND_MEMBER: leaders >= 1 and others >= 1,
		MEMBERS: others >= 2,
		MEMBER_AND_MASSES: members >= 1,
	}
	return tuple(pair for pair in PAIRS if possible[pair])


def lacking_pairs(talks: Mapping[str, int], leaders: int, members: int, times: int = 1) -> tuple[str, ...]:
	"""Return the possible pairs of which there were fewer than `times` talks."""
	return tuple(pair for pair in possible_pairs(leaders, members) if talks.get(pair, 0) < times)


def labels(pairs: Sequence[str]) -> tuple[Message, ...]:
	"""Return the names of pairs as people call them."""
	return tuple(PAIRS[pair] for pair in pairs)
