"""Democratic appraisal of members (guide 一（四）7): grades, ballots torn into marks, what may be shown, the quota.

Grades are the four of the national rules, points those of the guide. A ballot is torn into one mark for each member and
aspect, so that nothing of who voted how hangs together once the marks are in the urn.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message

GRADES: Mapping[str, Message] = {
	"excellent": Message("Excellent"),
	"qualified": Message("Qualified"),
	"basically_qualified": Message("Basically Qualified"),
	"unqualified": Message("Unqualified"),
}
"""From the best to the lowest."""

OVERALL = "overall_grade"
POINTS: Mapping[str, Message] = {
	"political_thought": Message("Political Thought"),
	"work_and_life_style": Message("Work and Life Style"),
	"party_conduct_and_discipline": Message("Party Conduct and Discipline"),
	"vanguard_role": Message("Vanguard Role"),
}
"""What the guide has each member examine in himself; ballots may ask for them beside the overall grade."""

INSIDE, OUTSIDE = "within_the_party", "outside_the_party"
ELECTORATES: Mapping[str, Message] = {
	INSIDE: Message("Within the Party"),
	OUTSIDE: Message("Outside the Party"),
}

BY_ELECTORATE, TOTAL_ONLY, TOO_FEW = "by_electorate", "total_only", "too_few_ballots"
"""Ways of showing a result."""

LEAST_BALLOTS = 5
"""Fewer ballots are not shown by themselves, where the site sets no other number."""
LEAST_OF_LEAST = 3
"""The site may not go below: of two ballots each voter could tell the other."""

_GRADE_KEYS = tuple(GRADES)
_ASPECTS = (OVERALL, *POINTS)
_ELECTORATE_KEYS = tuple(ELECTORATES)
_MARK = struct.Struct(">BHBB")
_NO_GRADE = 0


def excellent_quota(graded_members: int) -> int:
	"""Return how many members may be graded 优秀: at most a third of those graded, rounded down.

	Probationary members take part without a grade, so they are not among `graded_members`. Raise `RuleError` for a
	number that is negative or not whole.
	"""
	return whole_number(graded_members, Message("Graded members")) // 3


# Marks


class Mark(NamedTuple):
	"""One grade on one ballot: of which electorate, for which member (his place on the list), in what. None: no grade."""

	electorate: str
	place: int
	aspect: str
	grade: str | None


def aspects(with_points: bool) -> tuple[str, ...]:
	"""Return what a ballot asks for: the overall grade, and the guide's four points where they are asked for."""
	return _ASPECTS if with_points else (OVERALL,)


def tear(
	electorate: str,
	answers: Mapping[tuple[int, str], str],
	members: int,
	with_points: bool,
	own_place: int | None = None,
) -> list[Mark]:
	"""Return a ballot as its marks: one for each of `members` and each aspect, whatever was left out.

	`answers` map (place of the member, aspect) to a grade. Nobody grades himself: the mark at `own_place` is empty, as
	any that was left out. Raise `RuleError` for an answer that is not on the ballot.
	"""
	places = range(members)
	for (place, aspect), grade in answers.items():
		if place not in places or aspect not in aspects(with_points) or grade not in GRADES:
			raise RuleError("The ballot holds an answer that was not asked for. Please vote again.")
		if place == own_place:
			raise RuleError("Nobody grades himself. Please leave out your own name.")
	return [
		Mark(electorate, place, aspect, answers.get((place, aspect)))
		for place in places
		for aspect in aspects(with_points)
	]


def pack(mark: Mark) -> bytes:
	"""Return a mark as bytes, the same number for every mark."""
	grade = _NO_GRADE if mark.grade is None else _GRADE_KEYS.index(mark.grade) + 1
	return _MARK.pack(_ELECTORATE_KEYS.index(mark.electorate), mark.place, _ASPECTS.index(mark.aspect), grade)


def unpack(content: bytes) -> Mark:
	"""Return the mark that :func:`pack` made into bytes."""
	electorate, place, aspect, grade = _MARK.unpack(content)
	return Mark(
		_ELECTORATE_KEYS[electorate],
		place,
		_ASPECTS[aspect],
		None if grade == _NO_GRADE else _GRADE_KEYS[grade - 1],
	)


# Counting


@dataclass(frozen=True)
class Cast:
	"""How many ballots an electorate cast, electronically and on paper."""

	electronic: int = 0
	paper: int = 0

	@property
	def ballots(self) -> int:
		return self.electronic + self.paper

	def __add__(self, other: "Cast") -> "Cast":
		return Cast(self.electronic + other.electronic, self.paper + other.paper)


def check_whole_ballots(marks: Counter, cast: Mapping[str, Cast], members: int, with_points: bool) -> None:
	"""Raise `RuleError` unless the urn holds exactly the marks of the electronic ballots that the roll knows of."""
	for electorate in ELECTORATES:
		found = sum(number for mark, number in marks.items() if mark.electorate == electorate)
		expected = cast[electorate].electronic * members * len(aspects(with_points))
		if found != expected:
			raise RuleError(
				"{electorate}: the urn holds {found} marks where the roll tells {expected}. Nothing was counted.",
				electorate=ELECTORATES[electorate],
				found=found,
				expected=expected,
			)


def check_paper(name: str, electorate: str, ballots: int, grades: Sequence[int]) -> None:
	"""Raise `RuleError` if the paper ballots give a member more grades than there are paper ballots."""
	given = sum(grades)
	if given > ballots:
		raise RuleError(
			"{name}, {electorate}: {given} grades were entered, but there are {ballots} paper ballots.",
			name=name,
			electorate=ELECTORATES[electorate],
			given=given,
			ballots=ballots,
		)


def check_paper_ballots(electorate: str, ballots: int, most: int) -> None:
	"""Raise `RuleError` if there are more paper ballots than voters who have not voted electronically."""
	if ballots > most:
		raise RuleError(
			"{electorate}: {ballots} paper ballots, but only {most} may have voted on paper. Correct the number.",
			electorate=ELECTORATES[electorate],
			ballots=ballots,
			most=most,
		)


def way_to_show(cast: Mapping[str, Cast], least: int) -> str:
	"""Return how a result may be shown: `by_electorate`, `total_only`, or not at all: `too_few_ballots`.

	A number of ballots is shown if it is not below `least`. The counters of paper ballots know their part of it, so the
	electronic ones in it must not be fewer either, unless there are none. Where one electorate is too small by
	itself, only the total over both is shown: the other one's result would give it away by subtraction.
	"""
	groups = [group for group in cast.values() if group.ballots]
	if groups and all(_is_enough(group, least) for group in groups):
		return BY_ELECTORATE
	return TOTAL_ONLY if _is_enough(sum(groups, Cast()), least) else TOO_FEW


def _is_enough(cast: Cast, least: int) -> bool:
	return cast.ballots >= least and (cast.electronic == 0 or cast.electronic >= least)


# Grades


def shares(
	counts: Mapping[str, Mapping[str, int]], weights: Mapping[str, Fraction]
) -> dict[str, Fraction] | None:
	"""Return the share of each grade in a member's votes, electorates weighted; None if nobody graded him.

	`counts` map electorates to the votes by grade. An electorate that gave him no grade has no weight.
	"""
	voting = {key: votes for key, votes in counts.items() if sum(votes.values())}
	whole = sum((weights[key] for key in voting), Fraction(0))
	if not whole:
		return None
	return {
		grade: sum(
			(
				weights[key] / whole * Fraction(votes.get(grade, 0), sum(votes.values()))
				for key, votes in voting.items()
			),
			Fraction(0),
		)
		for grade in GRADES
	}


def leading(of_grades: Mapping[str, Fraction] | None) -> str | None:
	"""Return the grade with the largest share, of equal ones the more modest; None without votes."""
	if of_grades is None:
		return None
	return max(reversed(_GRADE_KEYS), key=lambda grade: of_grades[grade])


@dataclass(frozen=True)
class Graded:
	"""A member with his grade (None: not decided) and what led in his ballots, with the share of `excellent`."""

	name: str
	is_graded: bool
	grade: str | None = None
	leading: str | None = None
	excellent_share: Fraction | None = None


def check_grades(members: Sequence[Graded]) -> None:
	"""Raise `RuleError` if a probationary member has a grade, or more than a third of those graded are excellent."""
	for member in members:
		if member.grade and not member.is_graded:
			raise RuleError(
				"{name} is on probation: he takes part in the appraisal without a grade.", name=member.name
			)
	graded = sum(member.is_graded for member in members)
	excellent = sum(member.grade == "excellent" for member in members)
	quota = excellent_quota(graded)
	if excellent > quota:
		raise RuleError(
			"{excellent} members are graded excellent, but of {graded} graded at most {quota} may be.",
			excellent=excellent,
			graded=graded,
			quota=quota,
		)


def ungraded(members: Iterable[Graded]) -> list[str]:
	"""Return the names of members who still need a grade."""
	return [member.name for member in members if member.is_graded and not member.grade]


def contradictions(members: Sequence[Graded]) -> list[Message]:
	"""Return what in the grades goes against the ballots; people decide, so these are remarks and no more.

	A member with most votes for 优秀 who is graded 合格 is no contradiction: the quota asks for it.
	"""
	found = []
	for member in members:
		if not (member.grade and member.leading) or member.grade == member.leading:
			continue
		if (member.leading, member.grade) != ("excellent", "qualified"):
			found.append(
				Message(
					"{name}: graded {grade}, but most ballots say {leading}.",
					name=member.name,
					grade=GRADES[member.grade],
					leading=GRADES[member.leading],
				)
			)
	chosen = [
		member for member in members if member.grade == "excellent" and member.excellent_share is not None
	]
	passed = [
		member for member in members if member.grade == "qualified" and member.excellent_share is not None
	]
	for member in chosen:
		better = tuple(other.name for other in passed if other.excellent_share > member.excellent_share)
		if better:
			found.append(
				Message(
					"{name} is graded excellent with fewer votes for it than: {others}.",
					name=member.name,
					others=better,
				)
			)
	return found
