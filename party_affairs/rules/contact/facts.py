"""What is known of contact with the masses (R43)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ContactFacts:
	"""A member's duties of pairing (`secretary`, `committee_member` as far as held) and his running pairings by kind of contact."""

	duties: tuple[str, ...] = ()
	contacts: Mapping[str, int] = field(default_factory=dict)
