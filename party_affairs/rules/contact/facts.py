"""What is known of contact with the masses and of public welfare activities (R43, R57, R58)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from party_affairs.rules.contact.pairing import Ceased


@dataclass(frozen=True, slots=True)
class ContactFacts:
	"""A member's duties of pairing (`secretary`, `committee_member` as far as held) and his running pairings by kind of contact.

	`ceased` are his pairings that still run on paper, though the contact is no longer of their kind.
	"""

	duties: tuple[str, ...] = ()
	contacts: Mapping[str, int] = field(default_factory=dict)
	ceased: tuple[Ceased, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFacts:
	"""The day from which on something is recorded, and the fields of its record that hold something, never what they hold."""

	since: date
	filled: frozenset[str] = frozenset()


class PairingFacts(RecordFacts):
	"""A pairing with a contact, from the day on which it began. What a contact refuses to have kept is not asked for."""

	__slots__ = ()


class WelfareFacts(RecordFacts):
	"""A public welfare activity, from its day."""

	__slots__ = ()
