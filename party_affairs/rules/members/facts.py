"""What is known of members and future members (R46, R47, N05, N06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from party_affairs.rules.message import Message


@dataclass(frozen=True, slots=True)
class EducationFacts:
	"""A member's study hours of the year up to the day; `duties` are `secretary` and `committee_member` as far as held."""

	education_hours: Decimal = Decimal(0)
	duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
	"""A development case: sentences on what does not keep to the rules of admission (`admission.judge`).

	`investigated_from` is the day on which the person was named as activist, or None.
	"""

	violations: Sequence[Message] = ()
	investigated_from: date | None = None


@dataclass(frozen=True, slots=True)
class CultivationFacts:
	"""A branch's list of two-way cultivation: how many people are on it, and the full months since it was last reviewed.

	`cultivation_review_months` is None without a list.
	"""

	cultivated: int = 0
	cultivation_review_months: int | None = None
