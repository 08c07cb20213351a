"""Named conditions under which a clause applies to a subject; the registry of clauses names them in `applies_when`.

Each says which class of facts it reads, as a predicate does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from party_affairs.rules.judgement import Parameters
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.meetings.facts import MinutesFacts
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.facts import BranchFacts, FirmFacts
from party_affairs.rules.organisation.forms import GENERAL_BRANCH, thresholds_from


@dataclass(frozen=True)
class Applicability:
	"""A condition, the class of the facts that it reads, and the sentence that says why a clause does not apply."""

	test: Callable[[Any, Parameters], bool]
	reads: type
	otherwise: Message


def _is_branch(facts: BranchFacts, parameters: Parameters) -> bool:
	return facts.branch_type in ("branch", "joint_branch")


def _is_joint_branch(facts: BranchFacts, parameters: Parameters) -> bool:
	return facts.branch_type == "joint_branch"


def _is_small_branch(facts: BranchFacts, parameters: Parameters) -> bool:
	return (
		_is_branch(facts, parameters) and facts.full_members < thresholds_from(parameters).committee_minimum
	)


def _is_committee_sized_branch(facts: BranchFacts, parameters: Parameters) -> bool:
	return (
		_is_branch(facts, parameters) and facts.full_members >= thresholds_from(parameters).committee_minimum
	)


def _firm_has_enough_members(facts: FirmFacts, parameters: Parameters) -> bool:
	return facts.full_members >= thresholds_from(parameters).branch_minimum


def _firm_has_too_few_members(facts: FirmFacts, parameters: Parameters) -> bool:
	return facts.party_members > 0 and facts.full_members < thresholds_from(parameters).branch_minimum


def _firm_may_have_general_branch(facts: FirmFacts, parameters: Parameters) -> bool:
	limits = thresholds_from(parameters)
	in_range = limits.general_branch_minimum <= facts.full_members <= limits.general_branch_maximum
	return in_range or facts.own_organisation == GENERAL_BRANCH


def _firm_needs_primary_committee(facts: FirmFacts, parameters: Parameters) -> bool:
	return facts.full_members >= thresholds_from(parameters).primary_committee_minimum


def _needs_minutes(facts: MinutesFacts, parameters: Parameters) -> bool:
	return bool(meetings.minutes_fields(facts.kinds))


def _is_theme_day(facts: MinutesFacts, parameters: Parameters) -> bool:
	return "theme_day" in facts.kinds


APPLICABILITY: Mapping[str, Applicability] = {
	"is_branch": Applicability(
		_is_branch, BranchFacts, Message("This is no branch but an organisation above branches.")
	),
	"is_joint_branch": Applicability(_is_joint_branch, BranchFacts, Message("This is no joint branch.")),
	"is_small_branch": Applicability(
		_is_small_branch, BranchFacts, Message("The branch has enough full members for a committee.")
	),
	"is_committee_sized_branch": Applicability(
		_is_committee_sized_branch,
		BranchFacts,
		Message("The branch has too few full members for a committee."),
	),
	"firm_has_enough_members": Applicability(
		_firm_has_enough_members,
		FirmFacts,
		Message("The firm has too few full members for a branch of its own."),
	),
	"firm_has_too_few_members": Applicability(
		_firm_has_too_few_members,
		FirmFacts,
		Message("The firm has no Party member, or enough full members for a branch of its own."),
	),
	"firm_may_have_general_branch": Applicability(
		_firm_may_have_general_branch,
		FirmFacts,
		Message("The number of full members is not that of a general branch."),
	),
	"firm_needs_primary_committee": Applicability(
		_firm_needs_primary_committee,
		FirmFacts,
		Message("The firm has too few full members for a primary committee."),
	),
	"needs_minutes": Applicability(
		_needs_minutes, MinutesFacts, Message("The guide asks for no minutes of this kind of meeting.")
	),
	"is_theme_day": Applicability(_is_theme_day, MinutesFacts, Message("This meeting is no theme day.")),
}
