"""What if a scheme said something else: the same inputs scored by another version, and who would reach another band.

Nothing is written. The inputs are those that the sheets keep, so no record is read again, and what a change does is what the
next evaluation would do with the same year.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from party_affairs.rules.errors import RuleError, decimal_number, whole_number
from party_affairs.rules.evaluation.scheme import Band, Criterion, Inputs, Version, Veto, check_version, score
from party_affairs.rules.message import Message

MOST_BANDS = 10
"""So many bands, and none narrower than such a part of the whole, are tried by whoever may not read the sheets."""
NO_BAND = ""
"""The band of whom a veto keeps out of all of them."""


@dataclass(frozen=True)
class Changes:
	"""What is changed in a version.

	`weights` and `maxima` are by criterion key, `vetoes` by veto key the best band that it leaves, None where it is
	dropped. `bands` replace the version's own; None leaves them.
	"""

	weights: Mapping[str, Any] | None = None
	maxima: Mapping[str, Any] | None = None
	vetoes: Mapping[str, str | None] | None = None
	bands: Sequence[Band] | None = None


@dataclass(frozen=True)
class Move:
	"""A subject who would reach another band, with the points before and after; a band is empty where a veto leaves none."""

	key: str
	band_before: str
	band_after: str
	before: Decimal
	after: Decimal


@dataclass(frozen=True)
class Outcome:
	"""How many subjects reach each band, best first, before and after, and who would move."""

	before: Mapping[str, int]
	after: Mapping[str, int]
	moves: tuple[Move, ...]


def changed(version: Version, changes: Changes, whole: Any) -> Version:
	"""Return the version with the changes, whose weights add up to `whole`.

	Raise `RuleError` for a key that the version has not, and for a version that contradicts itself.
	"""
	_check_keys(changes.weights, (part.key for part in version.criteria))
	_check_keys(changes.maxima, (part.key for part in version.criteria))
	_check_keys(changes.vetoes, (part.key for part in version.vetoes))
	found = replace(
		version,
		criteria=tuple(_criterion(part, changes) for part in version.criteria),
		vetoes=tuple(_vetoes(version.vetoes, changes.vetoes or {})),
		bands=version.bands if changes.bands is None else tuple(changes.bands),
	)
	check_version(found)
	check_whole(found, whole)
	return found


def awaiting(before: Version, after: Version) -> list[str]:
	"""Return the titles of the criteria of which sheets by the version `before` say nothing: in `after` they give no points yet."""
	known = {part.key for part in before.criteria}
	return [part.title for part in after.criteria if part.key not in known]


def check_whole(version: Version, whole: Any) -> None:
	"""Raise `RuleError` unless the weights add up to the points that the version promises in all."""
	promised = decimal_number(whole, Message("Points in All"))
	if version.whole != promised:
		raise RuleError(
			"The weights of all criteria add up to {sum} and not to {whole}, the points in all: change the one or the other.",
			sum=f"{version.whole.normalize():f}",
			whole=f"{promised.normalize():f}",
		)


def band(minimum_points: Any, name: str, stars: Any) -> Band:
	"""Return a band of values that came from outside. Raise `RuleError` naming what is no number."""
	return Band(
		decimal_number(minimum_points, Message("From Points")), name, whole_number(stars, Message("Stars"))
	)


def compare(before: Version, after: Version, inputs: Iterable[tuple[str, Inputs]]) -> Outcome:
	"""Return what the same inputs give by both versions; inputs that a version does not know are left out of it.

	The order of the inputs does not matter but for that of the moves.
	"""
	counted_before, counted_after, moves = Counter(), Counter(), []
	for key, given in inputs:
		old, new = (score(version, _known(given, version)) for version in (before, after))
		old_band, new_band = (card.band.name if card.band else NO_BAND for card in (old, new))
		counted_before[old_band] += 1
		counted_after[new_band] += 1
		if old_band != new_band:
			moves.append(Move(key, old_band, new_band, old.total, new.total))
	return Outcome(_by_band(counted_before, before), _by_band(counted_after, after), tuple(moves))


def check_coarse(before: Version, after: Version) -> None:
	"""Raise `RuleError` for bands so many or so narrow that they tell points instead of bands.

	Such are asked of whoever may not read the sheets; the bands that a version has may stay as they are.
	"""
	edges = sorted(part.minimum_points for part in after.bands)
	if edges == sorted(part.minimum_points for part in before.bands):
		return
	narrowest = after.whole / MOST_BANDS
	if len(edges) > MOST_BANDS or any(upper - lower < narrowest for lower, upper in pairwise(edges)):
		raise RuleError(
			"You do not read these sheets: try at most {most} bands, each at least {narrowest} points wide.",
			most=MOST_BANDS,
			narrowest=f"{narrowest.normalize():f}",
		)


def shielded(counts: Sequence[int], least: int) -> list[int | None]:
	"""Return numbers of people by band of which none lets fewer than `least` be picked out; None is not shown.

	With a number that is too small others go, so that the rest of the sum does not tell it: what is not shown is of two bands
	and of `least` people together. Where there are not so many, nothing is shown. A band without anybody may be.
	"""
	hidden = {place for place, number in enumerate(counts) if 0 < number < least}
	while hidden and (len(hidden) < 2 or sum(counts[place] for place in hidden) < least):
		others = [place for place, number in enumerate(counts) if number and place not in hidden]
		if not others:
			return [None] * len(counts)
		hidden.add(min(others, key=lambda place: (counts[place], place)))
	return [None if place in hidden else number for place, number in enumerate(counts)]


def by_rank(bands: Iterable[Band]) -> list[str]:
	"""Return the names of bands, the best first."""
	return [part.name for part in sorted(bands, key=lambda part: part.minimum_points, reverse=True)]


def _by_band(counted: Mapping[str, int], version: Version) -> dict[str, int]:
	found = {name: counted.get(name, 0) for name in by_rank(version.bands)}
	if counted.get(NO_BAND):
		found[NO_BAND] = counted[NO_BAND]
	return found


def _criterion(criterion: Criterion, changes: Changes) -> Criterion:
	weights, maxima = changes.weights or {}, changes.maxima or {}
	found = criterion
	if criterion.key in maxima:
		maximum = decimal_number(maxima[criterion.key], Message("Maximum Points"))
		scale = maximum / criterion.max_points
		points = {grade: given * scale for grade, given in criterion.grade_points.items()}
		found = replace(found, max_points=maximum, grade_points=points)
	if criterion.key in weights:
		found = replace(found, weight=decimal_number(weights[criterion.key], Message("Weight")))
	return found


def _vetoes(vetoes: Iterable[Veto], changes: Mapping[str, str | None]) -> Iterable[Veto]:
	for veto in vetoes:
		if veto.key not in changes:
			yield veto
		elif changes[veto.key] is not None:
			yield replace(veto, highest_band=changes[veto.key])


def _check_keys(given: Mapping[str, Any] | None, known: Iterable[str]) -> None:
	unknown = sorted(set(given or ()) - set(known))
	if unknown:
		raise RuleError("Criterion {key} is not part of the scheme.", key=unknown[0])


def _known(inputs: Inputs, version: Version) -> Inputs:
	return Inputs(
		*(
			{part.key: given[part.key] for part in parts if part.key in given}
			for given, parts in (
				(inputs.shares, version.criteria),
				(inputs.times, version.adjustments),
				(inputs.vetoes, version.vetoes),
			)
		)
	)
