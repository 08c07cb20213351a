"""The election regulations (《中国共产党基层组织选举工作条例》) by the day on which they are in force, read once.

What may be counted out of those entitled to vote stands here as well: five kinds need the agreement of the organisation
above and of the meeting; whose rights are suspended in detention (article 5) is not entitled anyhow.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from party_affairs.guide.data import read


@dataclass(frozen=True)
class Regulation:
	"""One edition: the share of those entitled that opens an election, and whether just that share is enough."""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	quorum_share: Fraction
	quorum_reached_at_share: bool

	def needed_to_open(self, entitled: int) -> int:
		"""Return the least attendance that opens an election, out of `entitled` people."""
		share = entitled * self.quorum_share
		if self.quorum_reached_at_share:
			return -(-share.numerator // share.denominator)
		return share.numerator // share.denominator + 1


@dataclass(frozen=True)
class Exclusion:
	"""A reason not to count somebody as entitled, and whether it needs the agreement above and of the meeting."""

	key: str
	label: str
	needs_consent: bool


def regulation(on: date) -> Regulation:
	"""Return the edition in force on the day `on`; for days before the first edition that one."""
	return next(
		(edition for edition in reversed(_REGULATIONS) if edition.effective_from <= on), _REGULATIONS[0]
	)


def exclusions() -> tuple[Exclusion, ...]:
	"""Return the reasons not to count somebody as entitled to vote."""
	return _EXCLUSIONS


def _read() -> tuple[tuple[Regulation, ...], tuple[Exclusion, ...]]:
	data = read("organisation/election_regulations.json")
	editions = (
		Regulation(
			**{
				**entry,
				"effective_from": date.fromisoformat(entry["effective_from"]),
				"effective_to": date.fromisoformat(entry["effective_to"]) if entry["effective_to"] else None,
				"quorum_share": Fraction(entry["quorum_share"]),
			}
		)
		for entry in data["regulations"]
	)
	return (
		tuple(sorted(editions, key=lambda edition: edition.effective_from)),
		tuple(Exclusion(**entry) for entry in data["exclusions"]),
	)


_REGULATIONS, _EXCLUSIONS = _read()
