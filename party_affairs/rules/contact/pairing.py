"""Pairing with contacts, the 三联 of guide 一（四）9 (clause R43).

The guide asks a member for at least two contacts in 一（四）9 and for one or two in 一（九）2. Two satisfy both, so two is the
minimum, and a member with one is told that it satisfies the second clause only. The ranges of secretary and committee
members are duties of their post on top of the member's own; more contacts than the range names are welcome.
"""

from collections.abc import Iterable, Mapping
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
