"""Pairing with contacts, the 三联 of guide 一（四）9 (clause R43).

The guide asks a member for at least two contacts in 一（四）9 and for one or two in 一（九）2. Two satisfy both, so two is the
minimum, and a member with one is told that it satisfies the second clause only. The ranges of secretary and committee
members are duties of their post on top of the member's own; more contacts than the range names are welcome.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message


class Pairing(NamedTuple):
	"""How many contacts of which kinds a post asks for; `maximum` None means that no upper number is named."""

	minimum: int
	maximum: int | None
	target_kinds: tuple[str, ...]


class Shortfall(NamedTuple):
	"""A duty that is not fulfilled: the post it comes with, contacts required and found, and the sentence."""

	post: str
	required: int
	found: int
	message: Message


_REQUIRED = {
	"secretary": Pairing(1, 2, ("firm_head",)),
	"committee_member": Pairing(1, 2, ("key_non_party_professional",)),
	"member": Pairing(2, None, ("non_party_lawyer", "masses")),
}
CONTACT_KINDS = tuple(kind for pairing in _REQUIRED.values() for kind in pairing.target_kinds)
_OUTSIDE_THE_PARTY = ("key_non_party_professional", "non_party_lawyer", "masses")
_OF_THE_FIRM = ("firm_head", "key_non_party_professional", "non_party_lawyer")
JOINED_THE_PARTY, LEFT_THE_FIRM = "joined_the_party", "left_the_firm"


class Ceased(NamedTuple):
	"""A pairing whose contact is no longer of the kind that he is paired as: since which day, and why."""

	kind: str
	since: date
	reason: str


def ceases(kind: str, joined_party_on: date | None, left_firm_on: date | None) -> Ceased | None:
	"""Return since when a contact paired as `kind` is no such contact any more, None as long as he is.

	Whoever joins the Party is from that day on nobody outside it; whoever leaves the firm is from that day on neither its
	head nor one of its professionals or lawyers. The earlier day decides.
	"""
	found = []
	if joined_party_on and kind in _OUTSIDE_THE_PARTY:
		found.append(Ceased(kind, joined_party_on, JOINED_THE_PARTY))
	if left_firm_on and kind in _OF_THE_FIRM:
		found.append(Ceased(kind, left_firm_on, LEFT_THE_FIRM))
	return min(found, key=lambda ceased: ceased.since, default=None)


_CEASED = {
	("firm_head", LEFT_THE_FIRM): "The head of the law firm left the firm on {day}.",
	("key_non_party_professional", JOINED_THE_PARTY): "The key professional joined the Party on {day}.",
	("key_non_party_professional", LEFT_THE_FIRM): "The key professional left the firm on {day}.",
	("non_party_lawyer", JOINED_THE_PARTY): "The non-Party lawyer joined the Party on {day}.",
	("non_party_lawyer", LEFT_THE_FIRM): "The non-Party lawyer left the firm on {day}.",
	("masses", JOINED_THE_PARTY): "The contact among the masses joined the Party on {day}.",
}


def sentence_of(ceased: Ceased) -> Message:
	"""Return the sentence why a pairing counts no more. It calls the contact by his kind: findings name nobody outside the Party."""
	return Message(_CEASED[ceased.kind, ceased.reason], day=ceased.since)


def required(post: str) -> Pairing:
	"""Return the pairing duty of `secretary`, `committee_member` or `member`. Raise `RuleError` for another word."""
	try:
		return _REQUIRED[post]
	except KeyError:
		raise RuleError(
			"Pairing post {post} is unknown: use {known}.", post=repr(post), known=tuple(_REQUIRED)
		) from None


def duties(categories: Iterable[str]) -> tuple[str, ...]:
	"""Return the duties of a member who holds posts of `categories`: everyone has the member's own as well."""
	held = {"member", *categories}
	for category in held:
		required(category)
	return tuple(post for post in _REQUIRED if post in held)


def shortfalls(categories: Iterable[str], contacts: Mapping[str, int]) -> tuple[Shortfall, ...]:
	"""Return the duties that a member's contacts leave open, none if all are fulfilled.

	`categories` are the pairing categories of the posts held, `contacts` the number of active pairings by kind of
	contact. Each duty counts contacts of its own kinds. Raise `RuleError` for an unknown kind or a negative number.
	"""
	for kind, number in contacts.items():
		if kind not in CONTACT_KINDS:
			raise RuleError(
				"Contact kind {kind} is unknown: use {known}.", kind=repr(kind), known=CONTACT_KINDS
			)
		whole_number(number, Message("Number of contacts"))
	open_duties = []
	for post in duties(categories):
		duty = required(post)
		found = sum(contacts.get(kind, 0) for kind in duty.target_kinds)
		if found < duty.minimum:
			open_duties.append(Shortfall(post, duty.minimum, found, _sentence(post, duty.minimum, found)))
	return tuple(open_duties)


def _sentence(post: str, minimum: int, found: int) -> Message:
	if post == "secretary":
		return Message(
			"As secretary: {found} of {minimum} heads of the law firm.", found=found, minimum=minimum
		)
	if post == "committee_member":
		return Message(
			"As committee member: {found} of {minimum} key non-Party professionals.",
			found=found,
			minimum=minimum,
		)
	if found:
		return Message(
			"As member: {found} of {minimum} non-Party lawyers or masses; one contact satisfies 一（九）2 but not 一（四）9.",
			found=found,
			minimum=minimum,
		)
	return Message(
		"As member: {found} of {minimum} non-Party lawyers or masses.", found=found, minimum=minimum
	)
