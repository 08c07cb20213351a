"""Setting up the organisation by the number of full members (guide 一（一）, clauses R01–R08).

Only full members (正式党员) count. 「以上」 and 「以内」 include the number they name, 「不足」 excludes it. The guide speaks of
branches without a committee only for 「超出4人，不足7人」; as in the national rule every branch of fewer than seven has
none. At fifty full members both the general branch (30 to 50) and the primary committee (50 and more) are named: the
binding clause wins, the other form stays open and a note says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from party_affairs.guide.organisation import party_posts, sizes
from party_affairs.guide.organisation.sizes import Thresholds
from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message

JOINT_BRANCH = "joint_branch"
BRANCH = "branch"
BRANCH_WITH_COMMITTEE = "branch_with_committee"
GENERAL_BRANCH = "general_branch"
PRIMARY_COMMITTEE = "primary_committee"

CANDIDATE_SURPLUS = (
	5  # one more candidate for every five seats begun: at least 20 % (election regulation 2020)
)


@dataclass(frozen=True)
class Form:
	"""The form of organisation for a law firm.

	`binding` is `must` or, for a form that needs approval and may be left, `may`. `alternative` is another form that
	satisfies the guide at this number, `note` the reason.
	"""

	form: str
	binding: str
	alternative: str | None = None
	note: Message | None = None


class CommitteeSize(NamedTuple):
	"""Least and greatest number of seats on a branch committee."""

	minimum: int
	maximum: int


@dataclass(frozen=True)
class Committee:
	"""Who holds posts in a branch on a day, each person counted once.

	`committee_members` counts everyone in a committee seat, the secretary and deputies included; `posts_held` are the keys
	of all posts. A branch has a committee once anyone but its secretary and deputy holds a seat.
	"""

	has_committee: bool
	committee_members: int
	secretaries: int
	deputies: int
	contact_persons: int
	posts_held: tuple[str, ...] = ()


NO_COMMITTEE = Committee(False, 0, 0, 0, 0)
"""A branch in which nobody holds a post."""


def form_for(full_members: int, thresholds: str | Thresholds = "guide") -> Form:
	"""Return the form of organisation for a law firm of `full_members` (clauses R01, R02, R05, R07, R08).

	`thresholds` is `guide` (the default), `national`, or a set of one's own. Raise `RuleError` for a number that is
	negative or not whole.
	"""
	limits = thresholds_of(thresholds)
	members = whole_number(full_members, Message("Full members"))
	if members >= limits.primary_committee_minimum:
		if members <= limits.general_branch_maximum:
			return Form(
				PRIMARY_COMMITTEE,
				"must",
				GENERAL_BRANCH,
				Message(
					"At {members} full members the guide names both a general branch and a primary committee: "
					"ask the organisation above which one to set up.",
					members=members,
				),
			)
		return Form(PRIMARY_COMMITTEE, "must")
	if members >= limits.general_branch_minimum:
		if limits.general_branch_binding == "must":
			return Form(GENERAL_BRANCH, "must")
		return Form(
			GENERAL_BRANCH,
			"may",
			BRANCH_WITH_COMMITTEE,
			Message(
				"A general branch needs the approval of the organisation above; a branch with a committee will do."
			),
		)
	if members >= limits.committee_minimum:
		return Form(BRANCH_WITH_COMMITTEE, "must")
	if members >= limits.branch_minimum:
		return Form(BRANCH, "must")
	return Form(JOINT_BRANCH, "must")


def committee_size(full_members: int, thresholds: str | Thresholds = "guide") -> CommitteeSize | None:
	"""Return least and greatest number of committee seats, None where no committee is set up (clauses R05, R06).

	By the guide a committee has at most half as many seats as the branch has full members. Raise `RuleError` for a
	number that is negative or not whole.
	"""
	limits = thresholds_of(thresholds)
	members = whole_number(full_members, Message("Full members"))
	if members < limits.committee_minimum:
		return None
	return CommitteeSize(
		limits.committee_seats_minimum, min(limits.committee_seats_maximum, seats_by_share(members, limits))
	)


def seats_by_share(full_members: int, limits: Thresholds) -> int:
	"""Return how many committee seats the share of full members allows (clause R06), whatever the size of the branch."""
	if limits.committee_share_divisor is None:
		return limits.committee_seats_maximum
	return full_members // limits.committee_share_divisor


def seats_allowed(full_members: int, limits: Thresholds) -> int:
	"""Return the greatest number of committee seats (clauses R05, R06), also for a branch too small for a committee."""
	return min(limits.committee_seats_maximum, seats_by_share(full_members, limits))


def posts_asked(posts: Sequence[str], full_members: int, limits: Thresholds) -> int:
	"""Return how many of a committee's `posts` are to be filled: no more than the seats that the branch may have (R11)."""
	return min(len(posts), max(seats_allowed(full_members, limits), 1))


def election_candidates(seats: int) -> int:
	"""Return the least number of candidates for `seats` on a committee: a fifth more than seats, rounded up.

	Secretary and deputy are elected from as many candidates as posts and are no matter of this function. Raise
	`RuleError` for fewer than one seat.
	"""
	seats = whole_number(seats, Message("Seats to fill"), minimum=1)
	return seats + -(-seats // CANDIDATE_SURPLUS)


def committee_of(posts: Iterable[tuple[str, str]]) -> Committee:
	"""Return the committee made up by the posts of one branch that are held on a day.

	`posts` are pairs of member and post key. Raise `RuleError` for a post that the guide does not know.
	"""
	holders: dict[str, set[str]] = {}
	for member, key in posts:
		holders.setdefault(key, set()).add(member)
	known = {post.key: post for post in party_posts.posts()}
	for key in holders:
		if key not in known:
			raise RuleError("Post {post} is unknown.", post=repr(key))
	seated = {member for key, members in holders.items() if known[key].committee_seat for member in members}
	commissioners = any(
		known[key].committee_seat for key in holders if key not in ("secretary", "deputy_secretary")
	)
	return Committee(
		has_committee=commissioners,
		committee_members=len(seated),
		secretaries=len(holders.get("secretary", ())),
		deputies=len(holders.get("deputy_secretary", ())),
		contact_persons=len(holders.get("contact_person", ())),
		posts_held=tuple(sorted(holders)),
	)


def thresholds_of(thresholds: str | Thresholds) -> Thresholds:
	"""Return a set of thresholds by its name, or the set itself. Raise `RuleError` for an unknown name."""
	if isinstance(thresholds, Thresholds):
		return thresholds
	try:
		return sizes.thresholds(thresholds)
	except KeyError:
		raise RuleError(
			"Thresholds {name} are unknown: use guide or national.", name=repr(thresholds)
		) from None


def thresholds_from(parameters: Mapping[str, Any]) -> Thresholds:
	"""Return the thresholds that a clause's parameters choose.

	`thresholds` names the set; a parameter named like a field of `Thresholds` (such as `joint_firms_maximum`) replaces it.
	"""
	limits = thresholds_of(parameters.get("thresholds", "guide"))
	named = {field.name for field in fields(Thresholds)} & set(parameters)
	return replace(limits, **{name: parameters[name] for name in named})
