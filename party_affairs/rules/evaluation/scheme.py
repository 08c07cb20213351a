"""One scoring engine for all evaluations: member stars, branch stars, 六有, 六好, year-end assessment.

A version of a scheme is data: criteria with maximum points and weight, bonuses and deductions with caps, vetoes, bands.
What a subject achieved is given as a share of each criterion, from 0 to 1, wherever it comes from: measured from records,
ticked on a self-check sheet or judged by a person. So the same inputs can be scored by another version, which is how a
change is tried out before it is made. A criterion of which nothing was demanded is left out, and the rest is scaled to
the full total.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message

SOURCES = ("measured", "self_checked", "judged")
BONUS, DEDUCTION = "bonus", "deduction"
ADJUSTMENT_SOURCES = ("measured", "judged")
SANCTION, UNQUALIFIED, CLAUSE_MISSED, JUDGED = "sanction", "unqualified", "clause_missed", "judged"
GROUNDS = (SANCTION, UNQUALIFIED, CLAUSE_MISSED, JUDGED)
HUNDREDTH = Decimal("0.01")
_NOTHING, _ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Criterion:
	"""One criterion of a version.

	`max_points` is the scale on which it is judged, `weight` what the whole of it brings to the total (None: as many
	points). `source` is one of SOURCES. A measured one names its `measure` with `parameters`; `rules` are the clauses of
	the measure of compliance, `grade_points` the points for each grade of the democratic appraisal. A self-checked one names
	the `check_line` of the sheet. `judge` says who judges (empty: whoever may write the sheet).
	"""

	key: str
	title: str
	max_points: Decimal
	source: str = "measured"
	rules: tuple[str, ...] = ()
	grade_points: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
	weight: Decimal | None = None
	dimension: str = ""
	measure: str = ""
	parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
	check_line: str = ""
	judge: str = ""

	@property
	def worth(self) -> Decimal:
		"""The points that the whole of the criterion brings to the total."""
		return self.max_points if self.weight is None else self.weight


@dataclass(frozen=True)
class Adjustment:
	"""Points on top (`bonus`) or taken off (`deduction`): `points_each` for each time, at most `cap` (None: no end)."""

	key: str
	title: str
	kind: str
	points_each: Decimal
	cap: Decimal | None = None
	source: str = "measured"
	measure: str = ""
	parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Veto:
	"""What keeps a subject out of the better bands: `ground` is one of GROUNDS.

	Where it holds, no band above `highest_band` is reached, none at all where that is empty. `rule` is the clause of
	`clause_missed`.
	"""

	key: str
	title: str
	ground: str
	highest_band: str = ""
	rule: str = ""


@dataclass(frozen=True)
class Band:
	"""A grade: reached with at least `minimum_points`."""

	minimum_points: Decimal
	name: str
	stars: int = 0


@dataclass(frozen=True)
class Version:
	"""A version of a scheme; `bonus_cap` and `deduction_cap` bound the sum of all bonuses and deductions (None: no end)."""

	criteria: tuple[Criterion, ...]
	bands: tuple[Band, ...] = ()
	adjustments: tuple[Adjustment, ...] = ()
	vetoes: tuple[Veto, ...] = ()
	bonus_cap: Decimal | None = None
	deduction_cap: Decimal | None = None

	@property
	def whole(self) -> Decimal:
		"""The points of somebody who achieves everything, without bonuses."""
		return sum((criterion.worth for criterion in self.criteria), _NOTHING)


@dataclass(frozen=True)
class Inputs:
	"""What a subject achieved.

	`shares` are by criterion from 0 to 1; None says that nothing was demanded, a missing key that somebody still has to judge
	it. `times` are by adjustment how often it applies, `vetoes` by veto whether it holds; a missing key says that nobody has
	said so, and counts as never.
	"""

	shares: Mapping[str, Decimal | None]
	times: Mapping[str, Decimal] = field(default_factory=dict)
	vetoes: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoreLine:
	"""One criterion's result: `points` on its own scale, what they `bring` to the total, and the `state`.

	`state` is `scored`, `not_applicable` (nothing demanded) or `awaiting` (not judged yet).
	"""

	criterion: Criterion
	points: Decimal | None
	brings: Decimal
	state: str


@dataclass(frozen=True)
class ScoreCard:
	"""The result: what criteria (`base`), bonuses and deductions give, the `total`, the `band` it reaches after `vetoes`.

	`band` is None below the lowest, without anything to score, and where a veto leaves none. `adjusted` gives by
	adjustment its points before the caps of the version; `vetoes` are those that hold.
	"""

	total: Decimal
	band: Band | None
	lines: tuple[ScoreLine, ...]
	base: Decimal = _NOTHING
	bonus: Decimal = _NOTHING
	deduction: Decimal = _NOTHING
	adjusted: Mapping[str, Decimal] = field(default_factory=dict)
	vetoes: tuple[Veto, ...] = ()

	@property
	def awaiting(self) -> int:
		"""How many criteria still have to be judged; until then they count nothing."""
		return sum(line.state == "awaiting" for line in self.lines)


def score(version: Version, inputs: Inputs) -> ScoreCard:
	"""Return the score card of one subject.

	The total is never below 0 nor above the whole with the cap of bonuses. Raise `RuleError` for inputs that belong to
	nothing in the version, and for shares outside 0 to 1.
	"""
	_check_known(inputs, version)
	lines = tuple(_line(criterion, inputs.shares) for criterion in version.criteria)
	whole = version.whole
	demanded = sum((line.criterion.worth for line in lines if line.state != "not_applicable"), _NOTHING)
	adjusted = {
		adjustment.key: _adjusted(adjustment, inputs.times.get(adjustment.key, _NOTHING))
		for adjustment in version.adjustments
	}
	bonus = _capped(version.adjustments, adjusted, BONUS, version.bonus_cap)
	deduction = _capped(version.adjustments, adjusted, DEDUCTION, version.deduction_cap)
	vetoes = tuple(veto for veto in version.vetoes if inputs.vetoes.get(veto.key))
	if not demanded:
		return ScoreCard(Decimal("0.00"), None, lines, adjusted=adjusted, vetoes=vetoes)
	base = _rounded(sum((line.brings for line in lines), _NOTHING) * whole / demanded)
	total = _rounded(max(base + bonus - deduction, _NOTHING))
	band = _after_vetoes(band_for(total, version.bands), vetoes, version.bands)
	return ScoreCard(total, band, lines, base, bonus, deduction, adjusted, vetoes)


def share_of_points(points: Decimal | int | str, criterion: Criterion) -> Decimal:
	"""Return judged points as a share of their criterion. Raise `RuleError` for points outside 0 to its maximum."""
	number = decimal_number(points, Message("Points"))
	if number > criterion.max_points:
		raise RuleError(
			"Points of {title} ({points}) must not exceed {maximum}.",
			title=criterion.title,
			points=number,
			maximum=criterion.max_points,
		)
	return number / criterion.max_points


def points_of_share(share: Decimal, criterion: Criterion) -> Decimal:
	"""Return a share as points of its criterion, to two decimals, never more than its maximum."""
	return min(criterion.max_points, _rounded(criterion.max_points * share))


def band_for(total: Decimal, bands: Sequence[Band]) -> Band | None:
	"""Return the highest band that `total` reaches, None if it reaches none."""
	reached = [band for band in bands if band.minimum_points <= total]
	return max(reached, key=lambda band: band.minimum_points, default=None)


def check_version(version: Version) -> None:
	"""Raise `RuleError` for a version that contradicts itself, with the sentence that names the row and the remedy.

	Keys are used once; each criterion has points to give, and a source that says where they come from; the bands cover
	everything from 0 on and the best of them can be reached; caps are no less than what one time gives.
	"""
	if not version.criteria:
		raise RuleError("Criteria are missing: enter at least one.")
	_check_keys(version)
	for criterion in version.criteria:
		_check_criterion(criterion)
	for adjustment in version.adjustments:
		_check_adjustment(adjustment)
	check_bands(version.bands, version.whole)
	for veto in version.vetoes:
		_check_veto(veto, version.bands)


def check_bands(bands: Sequence[Band], whole: Decimal) -> None:
	"""Raise `RuleError` if bands leave a gap, share points or a name, or if the best lies beyond the `whole`."""
	if not bands:
		return
	for name, times in Counter(band.name for band in bands).items():
		if times > 1:
			raise RuleError(
				"Band {name} stands there {times} times: give each its own name.", name=name, times=times
			)
	for points, times in Counter(band.minimum_points for band in bands).items():
		if times > 1:
			raise RuleError(
				"{times} bands begin with {points} points: give each its own.", times=times, points=points
			)
	lowest, best = (pick(bands, key=lambda band: band.minimum_points) for pick in (min, max))
	if decimal_number(lowest.minimum_points, Message("Minimum Points")) != 0:
		raise RuleError(
			"The lowest band, {name}, begins with {points} points: let it begin with 0, so that nobody is left without one.",
			name=lowest.name,
			points=lowest.minimum_points,
		)
	if best.minimum_points > whole:
		raise RuleError(
			"Band {name} begins with {points} points, and all criteria together give {whole}.",
			name=best.name,
			points=best.minimum_points,
			whole=whole,
		)
	ranked = sorted(bands, key=lambda band: band.minimum_points)
	stars = [band.stars for band in ranked]
	if stars != sorted(stars):
		raise RuleError("A better band must not have fewer stars than a lower one.")


def _check_keys(version: Version) -> None:
	keys = [part.key for part in (*version.criteria, *version.adjustments, *version.vetoes)]
	for key, times in Counter(keys).items():
		if times > 1:
			raise RuleError("Key {key} is used by {times} criteria: give each its own.", key=key, times=times)


def _check_criterion(criterion: Criterion) -> None:
	if decimal_number(criterion.max_points, Message("Maximum Points")) == 0:
		raise RuleError("Maximum Points of {title} must be more than 0.", title=criterion.title)
	if criterion.weight is not None and decimal_number(criterion.weight, Message("Weight")) == 0:
		raise RuleError("Weight of {title} must be more than 0.", title=criterion.title)
	if criterion.source not in SOURCES:
		raise RuleError(
			"Source {source} is unknown: use {known}.", source=repr(criterion.source), known=SOURCES
		)
	if criterion.source == "measured" and not criterion.measure:
		raise RuleError("{title} is measured from records: choose by which measure.", title=criterion.title)
	if criterion.source == "self_checked" and not criterion.check_line:
		raise RuleError(
			"{title} is taken from the self-check sheet: name the line of the sheet.", title=criterion.title
		)
	if criterion.grade_points:
		_check_grade_points(criterion)


def _check_grade_points(criterion: Criterion) -> None:
	points = [decimal_number(criterion.grade_points.get(grade, 0), label) for grade, label in GRADES.items()]
	if points[0] != criterion.max_points or points != sorted(points, reverse=True):
		raise RuleError(
			"{title}: the best grade gives the maximum of {maximum} points, and none more than a better one.",
			title=criterion.title,
			maximum=criterion.max_points,
		)


def _check_adjustment(adjustment: Adjustment) -> None:
	if adjustment.kind not in (BONUS, DEDUCTION) or adjustment.source not in ADJUSTMENT_SOURCES:
		raise RuleError(
			"{title}: say whether it is a bonus or a deduction, and whether it is measured or judged.",
			title=adjustment.title,
		)
	if adjustment.source == "measured" and not adjustment.measure:
		raise RuleError("{title} is measured from records: choose by which measure.", title=adjustment.title)
	if decimal_number(adjustment.points_each, Message("Points Each Time")) == 0:
		raise RuleError("Points each time of {title} must be more than 0.", title=adjustment.title)
	if adjustment.cap is not None and adjustment.cap < adjustment.points_each:
		raise RuleError(
			"{title}: at most {cap} points are given, but {each} each time. Raise the one or lower the other.",
			title=adjustment.title,
			cap=adjustment.cap,
			each=adjustment.points_each,
		)


def _check_veto(veto: Veto, bands: Sequence[Band]) -> None:
	if veto.ground not in GROUNDS:
		raise RuleError("{title}: choose the ground of the veto.", title=veto.title)
	if (veto.ground == CLAUSE_MISSED) != bool(veto.rule):
		raise RuleError(
			"{title}: name the clause that must not be missed; other grounds name none.", title=veto.title
		)
	if veto.highest_band and veto.highest_band not in {band.name for band in bands}:
		raise RuleError(
			"{title}: {band} is none of the bands. Use one of them, or leave it empty for no band at all.",
			title=veto.title,
			band=veto.highest_band,
		)


def _check_known(inputs: Inputs, version: Version) -> None:
	for given, parts in (
		(inputs.shares, version.criteria),
		(inputs.times, version.adjustments),
		(inputs.vetoes, version.vetoes),
	):
		unknown = sorted(set(given) - {part.key for part in parts})
		if unknown:
			raise RuleError("Criterion {key} is not part of the scheme.", key=unknown[0])


def _line(criterion: Criterion, shares: Mapping[str, Decimal | None]) -> ScoreLine:
	if criterion.key not in shares:
		return ScoreLine(criterion, None, _NOTHING, "awaiting")
	share = shares[criterion.key]
	if share is None:
		return ScoreLine(criterion, None, _NOTHING, "not_applicable")
	share = decimal_number(share, Message("Share"))
	if share > _ALL:
		raise RuleError(
			"Points of {title} ({points}) must not exceed {maximum}.",
			title=criterion.title,
			points=_rounded(share * criterion.max_points),
			maximum=criterion.max_points,
		)
	points = points_of_share(share, criterion)
	# From the points that are shown, so that the sheet adds up.
	return ScoreLine(criterion, points, points * criterion.worth / criterion.max_points, "scored")


def _adjusted(adjustment: Adjustment, times: Decimal) -> Decimal:
	points = _rounded(decimal_number(times, Message("Times")) * adjustment.points_each)
	return points if adjustment.cap is None else min(points, adjustment.cap)


def _capped(
	adjustments: Iterable[Adjustment], adjusted: Mapping[str, Decimal], kind: str, cap: Decimal | None
) -> Decimal:
	points = sum((adjusted[part.key] for part in adjustments if part.kind == kind), _NOTHING)
	return points if cap is None else min(points, cap)


def _after_vetoes(band: Band | None, vetoes: Iterable[Veto], bands: Sequence[Band]) -> Band | None:
	for veto in vetoes:
		limit = next((known for known in bands if known.name == veto.highest_band), None)
		if band is None or limit is None:
			return None
		band = min(band, limit, key=lambda known: known.minimum_points)
	return band


def _rounded(points: Decimal) -> Decimal:
	return points.quantize(HUNDREDTH, ROUND_HALF_UP)
