"""What the rules require of an organisation on a day beside what it has: the set-up checks as its page shows them.

The judgements are those of the clauses (`predicates`); here they are put side by side for one set of thresholds, the
guide's or the national one, each with its citation. Only full members count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.organisation import party_posts
from party_affairs.guide.organisation.sizes import Thresholds
from party_affairs.guide.registry import Clause
from party_affairs.rules.applicability import APPLICABILITY, Applicability
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.elections import reminder_day
from party_affairs.rules.organisation.facts import CommitteeFacts
from party_affairs.rules.organisation.forms import (
	BRANCH,
	GENERAL_BRANCH,
	JOINT_BRANCH,
	PRIMARY_COMMITTEE,
	form_for,
	posts_asked,
	seats_allowed,
	thresholds_of,
)
from party_affairs.rules.predicates import PREDICATES

OK = "ok"
ATTENTION = "attention"
OPEN = "open"

_TITLES = {
	"form": Message("Form of Organisation"),
	"joint_firms": Message("Law Firms Covered"),
	"small_branch": Message("Leaders"),
	"committee": Message("Branch Committee"),
	"share": Message("Committee and Full Members"),
	"posts": Message("Committee Posts"),
	"size": Message("Size of the Branch"),
	"term": Message("Term of Office"),
	"branches_below": Message("Branches Below"),
	"terms_below": Message("Terms Below"),
}
_NATIONAL_ONLY = ("size", "term")
"""Requirements that the guide presupposes: they are asked with the guide's thresholds as well."""


@dataclass(frozen=True)
class Requirement:
	"""One thing the rules ask of an organisation, and what it has. `key` is the same in every set of thresholds.

	`state` is `ok`, `attention` (not as required) or `open` (the rules leave it to a decision, or it is coming up).
	`clause` is its number in the registry, `citation` where the set of thresholds has it from.
	"""

	key: str
	clause: str
	title: Message
	required: Message
	found: Message
	state: str
	citation: str


def of_branch(
	facts: Mapping[str, Any], on: date, thresholds: str | Thresholds = "guide"
) -> tuple[Requirement, ...]:
	"""Return what is required of a branch or joint branch with the numbers it has on the day `on` (R01–R08, R11, N01, N08).

	`facts` are those of a branch (see the package), with `firm_members`: the number of full members by firm covered, and
	`term_end`: the last day of the term or None. Raise `RuleError` for unknown thresholds.
	"""
	limits = thresholds_of(thresholds)
	asked = [
		_form_of_branch(facts, limits),
		_joint_firms(facts, limits),
		_judged("small_branch", "R04", facts, limits, _SMALL_BRANCH),
		_judged("committee", "R05", facts, limits, _committee(limits)),
		_judged("share", "R06", facts, limits, _share(facts, limits)),
		_judged("posts", "R11", facts, limits, _posts(facts, limits)),
		_judged("size", "N08", facts, limits, _size()),
		_term(facts["term_end"], on, limits),
	]
	return _cited(asked)


def of_firm(facts: Mapping[str, Any], thresholds: str | Thresholds = "guide") -> tuple[Requirement, ...]:
	"""Return what is required of a law firm with the full members it has (R01, R02, R07, R08).

	`facts` are those of a firm (see the package). Raise `RuleError` for unknown thresholds.
	"""
	limits = thresholds_of(thresholds)
	return _cited(
		[
			_judged("form", "R02", facts, limits, _joint_branch(limits), cited="joint_branch"),
			_judged("form", "R01", facts, limits, _branch(limits), cited="branch"),
			_judged("form", "R07", facts, limits, _general_branch(limits), cited="general_branch"),
			_judged("form", "R08", facts, limits, _primary_committee(limits), cited="primary_committee"),
		]
	)


def of_committee(
	facts: Mapping[str, Any], on: date, thresholds: str | Thresholds = "guide"
) -> tuple[Requirement, ...]:
	"""Return what is required of a general branch or committee: branches below it and elections in time.

	`facts` have `branch_type`, `child_branches`, `term_end`, `terms_over` and `terms_ending`: the names of branches below
	whose term is over, or ends within the time in which an election is prepared (N01).
	"""
	limits = thresholds_of(thresholds)
	key = facts["branch_type"]
	below = facts["child_branches"]
	return _cited(
		[
			_requirement(
				"branches_below",
				"R07" if key == GENERAL_BRANCH else "R08",
				limits,
				Message("Branches are set up below it"),
				Message("{branches} organisation(s) below it.", branches=below),
				OK if below else ATTENTION,
				cited=key,
			),
			_term(facts["term_end"], on, limits),
			_terms_below(facts["terms_over"], facts["terms_ending"], limits),
		]
	)


# --- the form -------------------------------------------------------------------------------------------------------


def _form_of_branch(facts: Mapping[str, Any], limits: Thresholds) -> Requirement:
	if facts["branch_type"] == JOINT_BRANCH:
		return _form_of_joint_branch(facts, limits)
	members = facts["full_members"]
	form = form_for(members, limits)
	found = Message("A branch with {members} full members.", members=members)
	if form.form == GENERAL_BRANCH:
		state = OPEN if form.binding == "may" else ATTENTION
		return _form("general_branch", "R07", limits, _general_branch(limits), found, state)
	if form.form == PRIMARY_COMMITTEE:
		state = OPEN if form.alternative else ATTENTION
		return _form("primary_committee", "R08", limits, _primary_committee(limits), found, state)
	if form.form == JOINT_BRANCH:
		return _form("joint_branch", "R02", limits, _joint_branch(limits), found, ATTENTION)
	return _form(BRANCH, "R01", limits, _branch(limits), found, OK)


def _form_of_joint_branch(facts: Mapping[str, Any], limits: Thresholds) -> Requirement:
	large = sum(number >= limits.branch_minimum for number in facts["firm_members"])
	if large:
		found = Message(
			"{firms} law firm(s) in it have {minimum} or more full members: enough for a branch of their own.",
			firms=large,
			minimum=limits.branch_minimum,
		)
	else:
		found = Message(
			"A joint branch; each of its law firms has fewer than {minimum} full members.",
			minimum=limits.branch_minimum,
		)
	return _form("joint_branch", "R02", limits, _joint_branch(limits), found, ATTENTION if large else OK)


def _form(form: str, clause_id: str, limits: Thresholds, required: Message, found: Message, state: str):
	return _requirement("form", clause_id, limits, required, found, state, cited=form)


def _joint_branch(limits: Thresholds) -> Message:
	return Message(
		"Fewer than {minimum} full members in a law firm: joint branch", minimum=limits.branch_minimum
	)


def _branch(limits: Thresholds) -> Message:
	return Message("{minimum} or more full members: a branch of its own", minimum=limits.branch_minimum)


def _general_branch(limits: Thresholds) -> Message:
	numbers = {"least": limits.general_branch_minimum, "most": limits.general_branch_maximum}
	if limits.general_branch_binding == "may":
		return Message("{least} to {most} full members: general branch possible on approval", **numbers)
	return Message("{least} to {most} full members: general branch", **numbers)


def _primary_committee(limits: Thresholds) -> Message:
	return Message(
		"{minimum} or more full members: primary committee", minimum=limits.primary_committee_minimum
	)


# --- leaders, size and term -----------------------------------------------------------------------------------------

_SMALL_BRANCH = Message(
	"One secretary; if needed one deputy or one contact person; usually no branch committee"
)


def _joint_firms(facts: Mapping[str, Any], limits: Thresholds) -> Requirement | None:
	"""By the guide a limit; the national rule says 一般 (usually), and leaves more of them to a decision."""
	most = limits.joint_firms_maximum
	if limits.joint_firms_binding == "must":
		return _judged("joint_firms", "R03", facts, limits, Message("At most {most} law firms", most=most))
	asked = _judged(
		"joint_firms", "R03", facts, limits, Message("Usually at most {most} law firms", most=most)
	)
	return replace(asked, state=OPEN) if asked and asked.state == ATTENTION else asked


def _committee(limits: Thresholds) -> Message:
	return Message(
		"{minimum} or more full members: committee of {least} to {usual}, at most {most}",
		minimum=limits.committee_minimum,
		least=limits.committee_seats_minimum,
		usual=limits.committee_seats_usual_maximum,
		most=limits.committee_seats_maximum,
	)


def _share(facts: Mapping[str, Any], limits: Thresholds) -> Message:
	return Message(
		"At most half of the full members on the committee: {most}",
		most=seats_allowed(facts["full_members"], limits),
	)


def _posts(facts: Mapping[str, Any], limits: Thresholds) -> Message:
	keys = registry.clause("R11").parameters["posts"]
	posts = sorted((party_posts.post(key) for key in keys), key=lambda post: post.order)
	labels = tuple(Message(post.label) for post in posts)
	asked = posts_asked(keys, facts["full_members"], limits)
	if asked < len(posts):
		return Message("Filled: {number} of {posts}; one person may hold two", number=asked, posts=labels)
	return Message("Filled: {posts}", posts=labels)


def _size() -> Message:
	return Message(
		"Usually at most {most} Party members", most=registry.clause("N08").parameters["members_maximum"]
	)


def _term(term_end: date | None, on: date, limits: Thresholds) -> Requirement:
	required = Message("A term of office, and an election before it ends")
	if term_end is None:
		return _requirement("term", "N01", limits, required, Message("The term is not recorded."), OPEN)
	days = (term_end - on).days
	if days < 0:
		found = Message("The term ended on {day}, {days} day(s) ago.", day=term_end, days=-days)
		return _requirement("term", "N01", limits, required, found, ATTENTION)
	found = Message("The term ends on {day}, in {days} day(s).", day=term_end, days=days)
	state = OPEN if reminder_day(term_end) <= on else OK
	return _requirement("term", "N01", limits, required, found, state)


def _terms_below(over: Iterable[str], ending: Iterable[str], limits: Thresholds) -> Requirement:
	over, ending = tuple(over), tuple(ending)
	required = Message("Elections below it in time")
	if over:
		found = Message("{number} term(s) are over: {names}.", number=len(over), names=over)
	elif ending:
		found = Message("{number} term(s) end soon: {names}.", number=len(ending), names=ending)
	else:
		found = Message("No term is over or ends soon.")
	state = ATTENTION if over else OPEN if ending else OK
	return _requirement("terms_below", "N01", limits, required, found, state, cited="term")


# --- shared ---------------------------------------------------------------------------------------------------------


def _judged(
	key: str,
	clause_id: str,
	facts: Mapping[str, Any],
	limits: Thresholds,
	required: Message,
	cited: str | None = None,
) -> Requirement | None:
	"""Return the requirement as its clause judges it, None if the clause does not apply to these facts."""
	clause = registry.clause(clause_id)
	parameters = {**clause.parameters, "thresholds": limits}
	condition, predicate = _condition(clause), PREDICATES[clause.predicate]
	if not condition.test(_typed(condition.reads, facts), parameters):
		return None
	outcome = predicate.judge(_typed(predicate.reads, facts), parameters)
	state = OK if outcome.ok else ATTENTION
	return _requirement(key, clause_id, limits, required, outcome.message, state, cited)


def _condition(clause: Clause) -> Applicability:
	"""The condition of a clause; one that is asked of a committee applies where there is one."""
	if clause.parameters.get("during") in ("committee", "committee_due"):
		return Applicability(_has_committee, CommitteeFacts, Message("The branch has no committee."))
	return APPLICABILITY[clause.applies_when]


def _has_committee(facts: CommitteeFacts, parameters: Mapping[str, Any]) -> bool:
	return facts.has_committee


def _typed(kind: type, facts: Mapping[str, Any]) -> Any:
	return kind(**{field.name: facts[field.name] for field in fields(kind) if field.name in facts})


def _requirement(
	key: str,
	clause_id: str,
	limits: Thresholds,
	required: Message,
	found: Message,
	state: str,
	cited: str | None = None,
) -> Requirement:
	"""`cited` is under what the thresholds cite it, where that is not its key."""
	cited = cited or key
	citation = limits.citations.get(
		cited, registry.clause(clause_id).citation if cited in _NATIONAL_ONLY else ""
	)
	return Requirement(key, clause_id, _TITLES[key], required, found, state, citation)


def _cited(requirements: Iterable[Requirement | None]) -> tuple[Requirement, ...]:
	"""Leave out what does not apply, and what this set of thresholds does not ask."""
	return tuple(item for item in requirements if item and item.citation)
