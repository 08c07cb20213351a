"""The dues standards with their tiers, by the day from which they are in force."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import build, build_one, decimal, one_of, pick, read, require

ROUNDINGS = ("round_half_up_to_cent", "round_down_to_cent", "round_half_up_to_jiao")


@dataclass(frozen=True)
class Tier:
	"""One step of a dues standard: bases above `over` up to and including `up_to` yuan pay `rate_percent` of the base.

	A tier with `fixed_amount` asks that sum in yuan a month, whatever the base; `fixed_maximum` is where a range ends.
	"""

	category: str
	over: Decimal | None = None
	up_to: Decimal | None = None
	rate_percent: Decimal | None = None
	fixed_amount: Decimal | None = None
	fixed_maximum: Decimal | None = None

	@property
	def range_is_rising(self) -> bool:
		"""Whether the range of a fixed sum ends above where it begins; a single sum is no range."""
		return self.fixed_maximum is None or self.fixed_maximum > (self.fixed_amount or 0)


@dataclass(frozen=True)
class DuesStandard:
	"""Monthly dues by category and base, in yuan.

	`monthly_cap` is the most one member pays a month (None: no cap), `rounding` one of `ROUNDINGS`,
	`large_voluntary_from` the single voluntary extra from which on it goes up whole (art. 11; None: never),
	`plausible_base` the monthly base above which an entry is taken for a slip of the pen, `same_tiers_as` maps a
	category to the one whose tiers it shares.
	"""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	monthly_cap: Decimal | None
	rounding: str
	large_voluntary_from: Decimal | None
	plausible_base: Decimal
	same_tiers_as: Mapping[str, str]
	tiers: tuple[Tier, ...]

	def tiers_of(self, category: str) -> tuple[Tier, ...]:
		"""Return the tiers of a category from the lowest base up, empty if the standard does not know it."""
		category = self.same_tiers_as.get(category, category)
		found = (tier for tier in self.tiers if tier.category == category)
		return tuple(sorted(found, key=lambda tier: tier.over or Decimal(0)))

	def covers_every_base(self, category: str) -> bool:
		"""Return whether each base of a category lies in exactly one tier with a rate, or one fixed sum is asked."""
		tiers = self.tiers_of(category)
		if any(tier.fixed_amount is not None for tier in tiers):
			return len(tiers) == 1 and tiers[0].rate_percent is None and tiers[0].range_is_rising
		if not tiers or any(tier.rate_percent is None for tier in tiers):
			return False
		joined = all(lower.up_to == upper.over for lower, upper in pairwise(tiers))
		rising = all(tier.up_to is None or tier.up_to > (tier.over or 0) for tier in tiers)
		return joined and rising and not tiers[0].over and tiers[-1].up_to is None


def dues_standard(on: date | None = None) -> DuesStandard:
	"""Return the dues standard in force on a day. Raise `KeyError` if there is none."""
	return pick(_DUES_STANDARDS, on, "dues standard")


def dues_standards() -> tuple[DuesStandard, ...]:
	"""Return all dues standards, oldest first."""
	return _DUES_STANDARDS


def parse_dues_standards(raw: Mapping[str, Any]) -> tuple[DuesStandard, ...]:
	"""Return the standards of a decoded `dues/tiers.json`. Raise `GuideDataError` for a contradiction."""
	entries = build(
		DuesStandard,
		raw["standards"],
		"dues/tiers.json",
		monthly_cap=decimal,
		large_voluntary_from=decimal,
		plausible_base=decimal,
		same_tiers_as=MappingProxyType,
		tiers=_tiers,
	)
	for entry in entries:
		one_of(entry.rounding, ROUNDINGS, "dues/tiers.json", entry.key, "rounding")
		for category in {tier.category for tier in entry.tiers}:
			require(
				entry.covers_every_base(category),
				"dues/tiers.json",
				entry.key,
				f"{category}: the tiers must cover every base once, or ask one fixed sum",
			)
	return entries


def _tiers(rows: list[Mapping[str, Any]]) -> tuple[Tier, ...]:
	money = {field.name: decimal for field in fields(Tier) if field.name != "category"}
	return tuple(build_one(Tier, row, "dues/tiers.json", row.get("category", "?"), money) for row in rows)


_DUES_STANDARDS = parse_dues_standards(read("dues/tiers.json"))
