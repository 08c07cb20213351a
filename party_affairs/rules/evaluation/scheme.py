"""One scoring engine for all evaluations: member stars, branch stars, 六有, 六好, year-end assessment.

Criteria, weights and bands are data of a scheme. Each line says whether its points were measured from records, follow
from the grade of the democratic appraisal, or were judged by a person. A criterion of which nothing was demanded is left out, and the rest is scaled to the full total.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message

SOURCES = ("measured", "appraisal_grade", "judged")
HUNDREDTH = Decimal("0.01")
LATE_CREDIT = Decimal("0.5")


@dataclass(frozen=True)
class Criterion:
	"""One criterion: its key, title, maximum points, source (one of SOURCES) and the clauses it rests on.

	`grade_points` are what a criterion of the source `appraisal_grade` gives for each grade.
	"""

	key: str
	title: str
	max_points: Decimal
	source: str = "measured"
	rules: tuple[str, ...] = ()
	grade_points: Mapping[str, Decimal] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Band:
	"""A grade: reached with at least `minimum_points`."""

	minimum_points: Decimal
	name: str
	stars: int = 0


@dataclass(frozen=True)
class ScoreLine:
	"""One criterion's result. `state` is `scored`, `not_applicable` (nothing demanded) or `awaiting` (not judged yet)."""

	criterion: Criterion
	points: Decimal | None
	state: str


@dataclass(frozen=True)
class ScoreCard:
	"""The result: `total` on the scale of all maximum points, `band` it reaches (None below the lowest or without
	anything to score), and one line a criterion."""

	total: Decimal
	band: Band | None
	lines: tuple[ScoreLine, ...]

	@property
	def awaiting(self) -> int:
		"""How many criteria still have to be judged; until then they count nothing."""
		return sum(line.state == "awaiting" for line in self.lines)


def score(
	criteria: Sequence[Criterion], achieved: Mapping[str, Decimal | None], bands: Sequence[Band] = ()
) -> ScoreCard:
	"""Return the score card of one subject.

	`achieved` maps criterion keys to points. None means that nothing was demanded; a missing key that the criterion
	is still to be judged. Raise `RuleError` for contradictory criteria or points outside 0 to the maximum.
	"""
	check_criteria(criteria)
	unknown = sorted(set(achieved) - {criterion.key for criterion in criteria})
	if unknown:
		raise RuleError("Criterion {key} is not part of the scheme.", key=unknown[0])
	lines = tuple(_line(criterion, achieved) for criterion in criteria)
	whole = sum((line.criterion.max_points for line in lines), Decimal(0))
	demanded = sum(
		(line.criterion.max_points for line in lines if line.state != "not_applicable"), Decimal(0)
	)
	if not demanded:
		return ScoreCard(Decimal("0.00"), None, lines)
	points = sum((line.points for line in lines if line.points is not None), Decimal(0))
	total = (points * whole / demanded).quantize(HUNDREDTH, ROUND_HALF_UP)
	return ScoreCard(total, band_for(total, bands), lines)


def check_criteria(criteria: Sequence[Criterion]) -> None:
	"""Raise `RuleError` if criteria share a key, have no points to give, or an unknown source."""
	if not criteria:
		raise RuleError("Criteria are missing: enter at least one.")
	for key, times in Counter(criterion.key for criterion in criteria).items():
		if times > 1:
			raise RuleError("Key {key} is used by {times} criteria: give each its own.", key=key, times=times)
	for criterion in criteria:
		if decimal_number(criterion.max_points, Message("Maximum Points")) == 0:
			raise RuleError("Maximum Points of {title} must be more than 0.", title=criterion.title)
		if criterion.source not in SOURCES:
			raise RuleError(
				"Source {source} is unknown: use {known}.", source=repr(criterion.source), known=SOURCES
			)


def check_grade_points(criteria: Iterable[Criterion]) -> None:
	"""Raise `RuleError` if the best grade of an appraisal gives not all points, or a grade more than a better one."""
	for criterion in criteria:
		if criterion.source != "appraisal_grade":
			continue
		points = [
			decimal_number(criterion.grade_points.get(grade, 0), label) for grade, label in GRADES.items()
		]
		if points[0] != criterion.max_points or points != sorted(points, reverse=True):
			raise RuleError(
				"{title}: the best grade gives the maximum of {maximum} points, and none more than a better one.",
				title=criterion.title,
				maximum=criterion.max_points,
			)


def appraisal_points(criterion: Criterion, grade: str | None) -> Decimal | None:
	"""Return the points for a grade of the democratic appraisal; None where no grade was decided."""
	return None if grade is None else criterion.grade_points[grade]


def band_for(total: Decimal, bands: Sequence[Band]) -> Band | None:
	"""Return the highest band that `total` reaches, None if it reaches none."""
	reached = [band for band in bands if band.minimum_points <= total]
	return max(reached, key=lambda band: band.minimum_points, default=None)


def measured_ratio(statuses: Iterable[str], late_credit: Decimal = LATE_CREDIT) -> Decimal | None:
	"""Return how far findings are fulfilled, 0 to 1, from their statuses; None if nothing was demanded yet.

	What is met counts in full, what came late by `late_credit`, what is missed not at all. Findings that are planned,
	due, exempt or not applicable do not count.
	"""
	counts = Counter(statuses)
	demanded = counts["met"] + counts["late"] + counts["missed"]
	if not demanded:
		return None
	return (counts["met"] + counts["late"] * late_credit) / Decimal(demanded)


def measured_points(criterion: Criterion, statuses: Iterable[str]) -> Decimal | None:
	"""Return the points of a measured criterion, to two decimals; None if nothing was demanded yet."""
	ratio = measured_ratio(statuses)
	if ratio is None:
		return None
	return min(criterion.max_points, (criterion.max_points * ratio).quantize(HUNDREDTH, ROUND_HALF_UP))


def _line(criterion: Criterion, achieved: Mapping[str, Decimal | None]) -> ScoreLine:
	if criterion.key not in achieved:
		return ScoreLine(criterion, None, "awaiting")
	points = achieved[criterion.key]
	if points is None:
		return ScoreLine(criterion, None, "not_applicable")
	points = decimal_number(points, Message("Points"))
	if points > criterion.max_points:
		raise RuleError(
			"Points of {title} ({points}) must not exceed {maximum}.",
			title=criterion.title,
			points=points,
			maximum=criterion.max_points,
		)
	return ScoreLine(criterion, points, "scored")
