"""What is judged of law firms and branches as they are set up (R01 to R08, R11, N08)."""

from collections.abc import Mapping

from party_affairs.guide.organisation import party_posts
from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.facts import BranchFacts, CommitteeFacts, FirmFacts
from party_affairs.rules.organisation.forms import (
	GENERAL_BRANCH,
	PRIMARY_COMMITTEE,
	committee_size,
	posts_asked,
	seats_by_share,
	thresholds_from,
)


def _firm_has_own_organisation(facts: FirmFacts, parameters: Parameters) -> Outcome:
	members, minimum = facts.full_members, thresholds_from(parameters).branch_minimum
	if facts.own_organisation:
		return Outcome(
			True, 1, 1, Message("{members} full members, an organisation of its own.", members=members)
		)
	return Outcome(
		False,
		1,
		0,
		Message(
			"{members} full members but no branch of its own; {minimum} are enough for one.",
			members=members,
			minimum=minimum,
		),
	)


def _firm_in_joint_branch(facts: FirmFacts, parameters: Parameters) -> Outcome:
	members = facts.full_members
	if facts.in_joint_branch:
		return Outcome(
			True, 1, 1, Message("{members} full member(s), covered by a joint branch.", members=members)
		)
	return Outcome(
		False, 1, 0, Message("{members} full member(s), not covered by a joint branch.", members=members)
	)


def _joint_branch_within_limit(facts: BranchFacts, parameters: Parameters) -> Outcome:
	firms, most = facts.covered_firms, thresholds_from(parameters).joint_firms_maximum
	if firms <= most:
		return Outcome(
			True, most, firms, Message("Covers {firms} law firm(s), at most {most}.", firms=firms, most=most)
		)
	return Outcome(
		False, most, firms, Message("Covers {firms} law firms, more than {most}.", firms=firms, most=most)
	)


def _small_branch_posts(facts: CommitteeFacts, parameters: Parameters) -> Outcome:
	helpers = facts.deputies + facts.contact_persons
	secretaries = facts.secretaries
	if secretaries != 1:
		return Outcome(
			False,
			1,
			secretaries,
			Message("The branch needs one secretary; found {found}.", found=secretaries),
		)
	if facts.has_committee:
		return Outcome(
			False,
			1,
			facts.committee_members,
			Message(
				"{members} full members: usually a secretary alone, but {seats} committee seats are filled.",
				members=facts.full_members,
				seats=facts.committee_members,
			),
		)
	if helpers > 1:
		return Outcome(
			False,
			1,
			helpers,
			Message("Beside the secretary one deputy or one contact person, not {found}.", found=helpers),
		)
	return Outcome(True, 1, secretaries, Message("One secretary, no committee."))


def _committee_set_up(facts: CommitteeFacts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members, seats = facts.full_members, facts.committee_members
	least, most, usual = (
		limits.committee_seats_minimum,
		limits.committee_seats_maximum,
		limits.committee_seats_usual_maximum,
	)
	if not facts.has_committee:
		return Outcome(
			False, least, seats, Message("{members} full members but no branch committee.", members=members)
		)
	if seats < least:
		return Outcome(
			False,
			least,
			seats,
			Message("The committee has {seats} members, fewer than {least}.", seats=seats, least=least),
		)
	if seats > most:
		return Outcome(
			False,
			most,
			seats,
			Message("The committee has {seats} members, more than {most}.", seats=seats, most=most),
		)
	if seats > usual:
		return Outcome(
			True,
			least,
			seats,
			Message("The committee has {seats} members; {usual} are usual.", seats=seats, usual=usual),
		)
	return Outcome(True, least, seats, Message("The committee has {seats} members.", seats=seats))


def _committee_posts_filled(facts: CommitteeFacts, parameters: Parameters) -> Outcome:
	"""As many of the posts as the branch may have seats (R06), the first of them without fail; one person may hold two.

	So seven full members, who may have three seats, need not leave a seat empty for a fourth post, nor elect a fourth person.
	"""
	posts, held = list(parameters["posts"]), facts.posts_held
	asked = posts_asked(posts, facts.full_members, thresholds_from(parameters))
	vacant = sorted((party_posts.post(key) for key in posts if key not in held), key=lambda post: post.order)
	filled = min(len(posts) - len(vacant), asked)
	if posts[0] not in held:
		filled = min(filled, asked - 1)
	sentence = {"number": asked, "filled": filled, "posts": tuple(Message(post.label) for post in vacant)}
	if filled < asked == len(posts):
		message = Message(
			"{number} committee post(s) are vacant: {posts}.", number=len(vacant), posts=sentence["posts"]
		)
	elif filled < asked:
		message = Message(
			"{filled} of {number} committee posts are filled, as many as there may be seats. Vacant: {posts}. "
			"One person may hold two posts.",
			**sentence,
		)
	elif vacant:
		message = Message(
			"{filled} committee posts are filled, as many as there may be seats. Without a holder: {posts}.",
			**sentence,
		)
	else:
		message = Message("All {number} committee posts are filled.", number=asked)
	return Outcome(filled >= asked, asked, filled, message)


def _committee_within_half(facts: CommitteeFacts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members, seats = facts.full_members, facts.committee_members
	size = committee_size(members, limits)
	most = size.maximum if size else seats_by_share(members, limits)
	sentence = {"seats": seats, "most": most, "members": members}
	if seats <= most:
		return Outcome(
			True,
			most,
			seats,
			Message("{seats} committee members of {members} full members, at most {most}.", **sentence),
		)
	return Outcome(
		False,
		most,
		seats,
		Message("{seats} committee members of {members} full members, more than {most}.", **sentence),
	)


def _branch_within_usual_size(facts: BranchFacts, parameters: Parameters) -> Outcome:
	members, most = facts.party_members, parameters["members_maximum"]
	if members <= most:
		return Outcome(
			True,
			most,
			members,
			Message("{members} Party members, at most {most}.", members=members, most=most),
		)
	return Outcome(
		False,
		most,
		members,
		Message(
			"{members} Party members, more than {most}: consider dividing the branch.",
			members=members,
			most=most,
		),
	)


def _general_branch_approved(facts: FirmFacts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members = facts.full_members
	if facts.own_organisation != GENERAL_BRANCH:
		if limits.general_branch_binding == "may" or facts.own_organisation == PRIMARY_COMMITTEE:
			return Outcome(
				True,
				None,
				None,
				Message(
					"{members} full members: a general branch may be set up on approval.", members=members
				),
			)
		return Outcome(False, 1, 0, Message("{members} full members but no general branch.", members=members))
	if members < limits.general_branch_minimum:
		return Outcome(
			False,
			limits.general_branch_minimum,
			members,
			Message(
				"A general branch with {members} full members, fewer than {minimum}.",
				members=members,
				minimum=limits.general_branch_minimum,
			),
		)
	if not facts.approval_no:
		return Outcome(False, 1, 0, Message("The general branch has no approval number."))
	return Outcome(True, 1, 1, Message("The general branch is approved: {number}.", number=facts.approval_no))


def _primary_committee_set_up(facts: FirmFacts, parameters: Parameters) -> Outcome:
	members, own = facts.full_members, facts.own_organisation
	if own == PRIMARY_COMMITTEE:
		below = facts.child_branches
		if below:
			return Outcome(
				True,
				1,
				below,
				Message("Primary committee with {branches} branch(es) below it.", branches=below),
			)
		return Outcome(False, 1, 0, Message("The primary committee has no branch below it."))
	if (
		own == GENERAL_BRANCH
		and members <= thresholds_from(parameters).general_branch_maximum
		and facts.approval_no
	):
		return Outcome(
			True,
			1,
			0,
			Message(
				"{members} full members with an approved general branch: ask the organisation above whether a primary "
				"committee is to be set up.",
				members=members,
			),
		)
	return Outcome(False, 1, 0, Message("{members} full members but no primary committee.", members=members))


PREDICATES: Mapping[str, Predicate] = {
	"firm_has_own_organisation": Predicate(_firm_has_own_organisation, FirmFacts),
	"firm_in_joint_branch": Predicate(_firm_in_joint_branch, FirmFacts),
	"general_branch_approved": Predicate(_general_branch_approved, FirmFacts),
	"primary_committee_set_up": Predicate(_primary_committee_set_up, FirmFacts),
	"joint_branch_within_limit": Predicate(_joint_branch_within_limit, BranchFacts),
	"branch_within_usual_size": Predicate(_branch_within_usual_size, BranchFacts),
	"small_branch_posts": Predicate(_small_branch_posts, CommitteeFacts),
	"committee_set_up": Predicate(_committee_set_up, CommitteeFacts),
	"committee_posts_filled": Predicate(_committee_posts_filled, CommitteeFacts),
	"committee_within_half": Predicate(_committee_within_half, CommitteeFacts),
}
