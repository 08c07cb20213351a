"""Named conditions under which a clause applies to a subject; the registry of clauses names them in `applies_when`.

Facts: of a branch `branch_type` (`branch`, `joint_branch`, `general_branch` or `primary_committee`), `full_members` and
`has_committee`; of a firm `full_members`, `party_members` and `own_organisation` (`organisation.predicates` says more);
of a meeting `kinds`, keys of all kinds for which its record counts; of a person `stage`,
such as `full_member` or `probationary_member`; of a development case `investigated_from`, the day on which the person was
named as activist, or None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from party_affairs.rules.judgement import Facts, Parameters
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.forms import GENERAL_BRANCH, thresholds_from


@dataclass(frozen=True)
class Applicability:
	"""A condition, the facts it reads, and the sentence that says why a clause does not apply."""

	test: Callable[[Facts, Parameters], bool]
	needs: frozenset[str]
	otherwise: Message


def _is_branch(facts: Facts, parameters: Parameters) -> bool:
	return facts["branch_type"] in ("branch", "joint_branch")


def _is_joint_branch(facts: Facts, parameters: Parameters) -> bool:
	return facts["branch_type"] == "joint_branch"


def _is_small_branch(facts: Facts, parameters: Parameters) -> bool:
	return (
		_is_branch(facts, parameters)
		and facts["full_members"] < thresholds_from(parameters).committee_minimum
	)


def _is_committee_sized_branch(facts: Facts, parameters: Parameters) -> bool:
	return (
		_is_branch(facts, parameters)
		and facts["full_members"] >= thresholds_from(parameters).committee_minimum
	)


def _has_committee(facts: Facts, parameters: Parameters) -> bool:
	return _is_branch(facts, parameters) and bool(facts["has_committee"])


def _firm_has_enough_members(facts: Facts, parameters: Parameters) -> bool:
	return facts["full_members"] >= thresholds_from(parameters).branch_minimum


def _firm_has_too_few_members(facts: Facts, parameters: Parameters) -> bool:
	return facts["party_members"] > 0 and facts["full_members"] < thresholds_from(parameters).branch_minimum


def _firm_may_have_general_branch(facts: Facts, parameters: Parameters) -> bool:
	limits = thresholds_from(parameters)
	in_range = limits.general_branch_minimum <= facts["full_members"] <= limits.general_branch_maximum
	return in_range or facts["own_organisation"] == GENERAL_BRANCH


def _firm_needs_primary_committee(facts: Facts, parameters: Parameters) -> bool:
	return facts["full_members"] >= thresholds_from(parameters).primary_committee_minimum


def _needs_minutes(facts: Facts, parameters: Parameters) -> bool:
	return bool(meetings.minutes_fields(facts["kinds"]))


def _is_theme_day(facts: Facts, parameters: Parameters) -> bool:
	return "theme_day" in facts["kinds"]


def _is_cultivated(facts: Facts, parameters: Parameters) -> bool:
	return facts["investigated_from"] is not None


def _is_party_member(facts: Facts, parameters: Parameters) -> bool:
	return facts["stage"] in ("full_member", "probationary_member")


APPLICABILITY: Mapping[str, Applicability] = {
	"is_branch": Applicability(
		_is_branch,
		frozenset({"branch_type"}),
		Message("This is no branch but an organisation above branches."),
	),
	"is_joint_branch": Applicability(
		_is_joint_branch, frozenset({"branch_type"}), Message("This is no joint branch.")
	),
	"is_small_branch": Applicability(
		_is_small_branch,
		frozenset({"branch_type", "full_members"}),
		Message("The branch has enough full members for a committee."),
	),
	"is_committee_sized_branch": Applicability(
		_is_committee_sized_branch,
		frozenset({"branch_type", "full_members"}),
		Message("The branch has too few full members for a committee."),
	),
	"has_committee": Applicability(
		_has_committee, frozenset({"branch_type", "has_committee"}), Message("The branch has no committee.")
	),
	"firm_has_enough_members": Applicability(
		_firm_has_enough_members,
		frozenset({"full_members"}),
		Message("The firm has too few full members for a branch of its own."),
	),
	"firm_has_too_few_members": Applicability(
		_firm_has_too_few_members,
		frozenset({"full_members", "party_members"}),
		Message("The firm has no Party member, or enough full members for a branch of its own."),
	),
	"firm_may_have_general_branch": Applicability(
		_firm_may_have_general_branch,
		frozenset({"full_members", "own_organisation"}),
		Message("The number of full members is not that of a general branch."),
	),
	"firm_needs_primary_committee": Applicability(
		_firm_needs_primary_committee,
		frozenset({"full_members"}),
		Message("The firm has too few full members for a primary committee."),
	),
	"needs_minutes": Applicability(
		_needs_minutes,
		frozenset({"kinds"}),
		Message("The guide asks for no minutes of this kind of meeting."),
	),
	"is_theme_day": Applicability(
		_is_theme_day, frozenset({"kinds"}), Message("This meeting is no theme day.")
	),
	"is_cultivated": Applicability(
		_is_cultivated, frozenset({"investigated_from"}), Message("This person is not yet an activist.")
	),
	"is_party_member": Applicability(
		_is_party_member, frozenset({"stage"}), Message("This person is not yet a Party member.")
	),
}
