"""Numbers of full members at which a form of organisation applies, and sizes of committees: by the guide and by national rules."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import build, one_of, pick, read, require


@dataclass(frozen=True)
class Thresholds:
	"""Numbers of full members (正式党员) at which a form of organisation applies, and sizes of committees.

	`general_branch_binding` and `joint_firms_binding` are `must` or `may`; `committee_share_divisor` 2 means that a committee has at most half as
	many seats as there are full members, None that no share is set; `joint_firms_maximum` counts law firms. `citations`
	names the clause behind each requirement; what a set does not ask has none.
	"""

	key: str
	title: str
	citation: str
	effective_from: date
	effective_to: date | None
	branch_minimum: int
	committee_minimum: int
	committee_seats_minimum: int
	committee_seats_usual_maximum: int
	committee_seats_maximum: int
	committee_share_divisor: int | None
	general_branch_minimum: int
	general_branch_maximum: int
	general_branch_binding: str
	primary_committee_minimum: int
	joint_firms_maximum: int
	joint_firms_binding: str
	citations: Mapping[str, str] = dataclasses.field(hash=False)


def thresholds(key: str = "guide", on: date | None = None) -> Thresholds:
	"""Return the thresholds `guide` or `national` in force on a day. Raise `KeyError` if there are none."""
	return pick((item for item in _THRESHOLDS if item.key == key), on, f"thresholds {key!r}")


def parse_thresholds(raw: Mapping[str, Any]) -> tuple[Thresholds, ...]:
	"""Return the entries of a decoded `organisation/thresholds.json`. Raise `GuideDataError` for a contradiction."""
	entries = build(
		Thresholds,
		raw["thresholds"],
		"organisation/thresholds.json",
		unique=False,
		citations=MappingProxyType,
	)
	for entry in entries:
		for name in ("general_branch_binding", "joint_firms_binding"):
			one_of(getattr(entry, name), ("must", "may"), "organisation/thresholds.json", entry.key, name)
		rising = (
			entry.branch_minimum,
			entry.committee_minimum,
			entry.general_branch_minimum,
			entry.primary_committee_minimum,
		)
		require(
			list(rising) == sorted(set(rising)),
			"organisation/thresholds.json",
			entry.key,
			"the thresholds must rise",
		)
	return entries


_THRESHOLDS = parse_thresholds(read("organisation/thresholds.json"))
