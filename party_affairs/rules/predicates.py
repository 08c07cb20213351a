"""Named state predicates: does a subject satisfy a clause on a day? The registry of clauses names them in `predicate`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from party_affairs.guide.organisation import party_posts
from party_affairs.rules.contact import pairing
from party_affairs.rules.meetings import life_reviews
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.members.education import required_hours
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.forms import (
	GENERAL_BRANCH,
	PRIMARY_COMMITTEE,
	committee_size,
	seats_by_share,
	thresholds_from,
)
from party_affairs.rules.texts import talks

Facts = Mapping[str, Any]
Parameters = Mapping[str, Any]

_MATTERS_NAMED = 10
_PEOPLE_NAMED = 10
_MONTHS_NAMED = 3


@dataclass(frozen=True)
class Outcome:
	"""Whether the clause is satisfied, what it requires and what was found, and the sentence for the reader.

	`on` is the day on which it was satisfied, where that is known and the clause sets a day. `due` is the day by which it
	is to be satisfied where that follows from the subject itself.
	"""

	ok: bool
	required: int | Decimal | None
	found: int | Decimal | None
	message: Message
	on: date | None = None
	due: date | None = None


@dataclass(frozen=True)
class Predicate:
	"""A judgement and the facts it reads."""

	judge: Callable[[Facts, Parameters], Outcome]
	needs: frozenset[str]


def _firm_has_own_organisation(facts: Facts, parameters: Parameters) -> Outcome:
	members, minimum = facts["full_members"], thresholds_from(parameters).branch_minimum
	if facts["own_organisation"]:
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


def _firm_in_joint_branch(facts: Facts, parameters: Parameters) -> Outcome:
	members = facts["full_members"]
	if facts["in_joint_branch"]:
		return Outcome(
			True, 1, 1, Message("{members} full member(s), covered by a joint branch.", members=members)
		)
	return Outcome(
		False, 1, 0, Message("{members} full member(s), not covered by a joint branch.", members=members)
	)


def _joint_branch_within_limit(facts: Facts, parameters: Parameters) -> Outcome:
	firms, most = facts["covered_firms"], thresholds_from(parameters).joint_firms_maximum
	if firms <= most:
		return Outcome(
			True, most, firms, Message("Covers {firms} law firm(s), at most {most}.", firms=firms, most=most)
		)
	return Outcome(
		False, most, firms, Message("Covers {firms} law firms, more than {most}.", firms=firms, most=most)
	)


def _small_branch_posts(facts: Facts, parameters: Parameters) -> Outcome:
	helpers = facts["deputies"] + facts["contact_persons"]
	secretaries = facts["secretaries"]
	if secretaries != 1:
		return Outcome(
			False,
			1,
			secretaries,
			Message("The branch needs one secretary; found {found}.", found=secretaries),
		)
	if facts["has_committee"]:
		return Outcome(
			False,
			1,
			facts["committee_members"],
			Message(
				"{members} full members: usually a secretary alone, but {seats} committee seats are filled.",
				members=facts["full_members"],
				seats=facts["committee_members"],
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


def _committee_set_up(facts: Facts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members, seats = facts["full_members"], facts["committee_members"]
	least, most, usual = (
		limits.committee_seats_minimum,
		limits.committee_seats_maximum,
		limits.committee_seats_usual_maximum,
	)
	if not facts["has_committee"]:
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


def _committee_posts_filled(facts: Facts, parameters: Parameters) -> Outcome:
	wanted = list(parameters["posts"])
	if facts["full_members"] >= parameters["deputy_from"]:
		wanted.append("deputy_secretary")
	vacant = [party_posts.post(key) for key in wanted if key not in facts["posts_held"]]
	filled = len(wanted) - len(vacant)
	if vacant:
		vacant.sort(key=lambda post: post.order)
		posts = tuple(Message(post.label) for post in vacant)
		return Outcome(
			False,
			len(wanted),
			filled,
			Message("{number} committee post(s) are vacant: {posts}.", number=len(vacant), posts=posts),
		)
	return Outcome(
		True, len(wanted), filled, Message("All {number} committee posts are filled.", number=len(wanted))
	)


def _matters_decided_collectively(facts: Facts, parameters: Parameters) -> Outcome:
	matters, undecided = facts["matters"], facts["matters_undecided"]
	if not matters:
		return Outcome(True, 0, 0, Message("There was nothing to decide yet this year."))
	if undecided:
		named = _named(undecided)
		sentence = {"undecided": len(undecided), "matters": matters, "named": named}
		more = len(undecided) - len(named)
		if more:
			message = Message(
				"{undecided} of {matters} matters name no meeting that decided them: {named} and {more} more.",
				more=more,
				**sentence,
			)
		else:
			message = Message(
				"{undecided} of {matters} matters name no meeting that decided them: {named}.", **sentence
			)
		return Outcome(False, matters, matters - len(undecided), message)
	return Outcome(
		True,
		matters,
		matters,
		Message("All {matters} matters name the meeting that decided them.", matters=matters),
	)


def _reserved_matters_in_assembly(facts: Facts, parameters: Parameters) -> Outcome:
	matters, elsewhere = facts["reserved_matters"], facts["reserved_elsewhere"]
	if not matters:
		return Outcome(
			True, 0, 0, Message("Nothing was decided yet this year that is reserved for the assembly.")
		)
	if elsewhere:
		return Outcome(
			False,
			matters,
			matters - len(elsewhere),
			Message(
				"{number} of {matters} matters that are reserved for the member assembly were not decided in one: {named}.",
				number=len(elsewhere),
				matters=matters,
				named=_named(elsewhere),
			),
		)
	return Outcome(
		True,
		matters,
		matters,
		Message("What is reserved for the member assembly was decided in one ({matters}).", matters=matters),
	)


def _named(matters: tuple[tuple[str, str], ...]) -> tuple[Message, ...]:
	return tuple(
		Message("{matter} ({about})", matter=Message(matter), about=about)
		for matter, about in matters[:_MATTERS_NAMED]
	)


def _branch_within_usual_size(facts: Facts, parameters: Parameters) -> Outcome:
	members, most = facts["party_members"], parameters["members_maximum"]
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


def _committee_within_half(facts: Facts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members, seats = facts["full_members"], facts["committee_members"]
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


def _general_branch_approved(facts: Facts, parameters: Parameters) -> Outcome:
	limits = thresholds_from(parameters)
	members = facts["full_members"]
	if facts["own_organisation"] != GENERAL_BRANCH:
		if limits.general_branch_binding == "may" or facts["own_organisation"] == PRIMARY_COMMITTEE:
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
	if not facts["approval_no"]:
		return Outcome(False, 1, 0, Message("The general branch has no approval number."))
	return Outcome(
		True, 1, 1, Message("The general branch is approved: {number}.", number=facts["approval_no"])
	)


def _primary_committee_set_up(facts: Facts, parameters: Parameters) -> Outcome:
	members, own = facts["full_members"], facts["own_organisation"]
	if own == PRIMARY_COMMITTEE:
		below = facts["child_branches"]
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
		and facts["approval_no"]
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


def _minutes_complete(facts: Facts, parameters: Parameters) -> Outcome:
	wanted = len(meetings.minutes_fields(facts["kind"]))
	missing = meetings.missing_minutes(facts)
	if missing:
		return Outcome(
			False, wanted, wanted - len(missing), Message("The minutes lack: {fields}.", fields=missing)
		)
	return Outcome(True, wanted, wanted, Message("The minutes are complete."))


def _theme_day_long_enough(facts: Facts, parameters: Parameters) -> Outcome:
	least = Decimal(str(parameters.get("least_hours", "1.5")))
	if not facts["starts_on"] or not facts["ends_on"]:
		return Outcome(False, least, None, Message("Start or end is not recorded, so the length is unknown."))
	hours = meetings.duration_hours(facts["starts_on"], facts["ends_on"])
	if hours < least:
		return Outcome(
			False,
			least,
			hours,
			Message("Lasted {hours} hours, less than {least}.", hours=_plain(hours), least=_plain(least)),
		)
	return Outcome(True, least, hours, Message("Lasted {hours} hours.", hours=_plain(hours)))


def _plain(number: Decimal) -> str:
	"""Return 1.50 as 1.5 and 10.00 as 10."""
	return f"{number.normalize():f}"


def _annual_plan_assigned(facts: Facts, parameters: Parameters) -> Outcome:
	lines, unassigned, prepared = (
		facts["plan_lines"],
		facts["plan_lines_unassigned"],
		facts["plan_prepared_on"],
	)
	if not lines:
		return Outcome(False, 1, 0, Message("There is no annual plan."))
	if unassigned:
		return Outcome(
			False,
			lines,
			lines - unassigned,
			Message(
				"{unassigned} of {lines} plan lines name nobody responsible.",
				unassigned=unassigned,
				lines=lines,
			),
		)
	return Outcome(
		True,
		lines,
		lines,
		Message("All {lines} plan lines name the person responsible.", lines=lines),
		on=prepared,
	)


def _theme_day_content(facts: Facts, parameters: Parameters) -> Outcome:
	least = parameters.get("least", 1)
	found = len(set(facts["content_tags"]) & set(parameters["tags"]))
	if found < least:
		return Outcome(False, least, found, Message("None of the contents that the guide names is recorded."))
	return Outcome(True, least, found, Message("{found} of the contents that the guide names.", found=found))


def _lecture_plan_assigned(facts: Facts, parameters: Parameters) -> Outcome:
	planned = {quarter for quarter in facts["lecture_quarters"] if quarter in (1, 2, 3, 4)}
	unassigned = facts["lecture_lines_unassigned"]
	if len(planned) < 4:
		absent = tuple(f"Q{quarter}" for quarter in (1, 2, 3, 4) if quarter not in planned)
		return Outcome(
			False, 4, len(planned), Message("The annual plan has no lecture in: {quarters}.", quarters=absent)
		)
	if unassigned:
		return Outcome(
			False, 4, 4, Message("{unassigned} planned lecture(s) name no lecturer.", unassigned=unassigned)
		)
	return Outcome(True, 4, 4, Message("A lecture with its lecturer is planned in every quarter."))


def _contacts_paired(facts: Facts, parameters: Parameters) -> Outcome:
	contacts = facts["contacts"]
	open_duties = pairing.shortfalls(facts["pairing_categories"], contacts)
	needed = sum(pairing.required(post).minimum for post in pairing.duties(facts["pairing_categories"]))
	found = needed - sum(duty.required - duty.found for duty in open_duties)
	if open_duties:
		return Outcome(
			False,
			needed,
			found,
			Message("Contacts are lacking. {duties}", duties=tuple(duty.message for duty in open_duties)),
		)
	return Outcome(
		True,
		needed,
		found,
		Message("{contacts} contact(s), enough for every duty.", contacts=sum(contacts.values())),
	)


def _development_in_order(facts: Facts, parameters: Parameters) -> Outcome:
	sentences = facts["violations"]
	if not sentences:
		return Outcome(True, 0, 0, Message("The case keeps to the rules of admission."))
	shown = tuple(sentences[: parameters.get("sentences", 3)])
	return Outcome(
		False,
		0,
		len(sentences),
		Message(
			"{found} point(s) against the rules of admission. {sentences}",
			found=len(sentences),
			sentences=shown,
		),
	)


def _education_hours_reached(facts: Facts, parameters: Parameters) -> Outcome:
	required, found = required_hours(facts["pairing_categories"], parameters), facts["education_hours"]
	sentence = {"found": _plain(found), "required": _plain(required)}
	if found < required:
		return Outcome(
			False, required, found, Message("{found} of {required} study hours in the year.", **sentence)
		)
	return Outcome(True, required, found, Message("{found} study hours, {required} are asked.", **sentence))


def _two_way_list_kept(facts: Facts, parameters: Parameters) -> Outcome:
	people, age, limit = (
		facts["cultivated"],
		facts["cultivation_review_months"],
		parameters.get("review_months", 12),
	)
	if not people:
		return Outcome(False, 1, 0, Message("Nobody is on the list of two-way cultivation."))
	if age >= limit:
		return Outcome(
			False,
			1,
			0,
			Message(
				"{people} on the list of two-way cultivation, but none was reviewed for {months} months.",
				people=people,
				months=age,
			),
		)
	return Outcome(
		True,
		1,
		people,
		Message("{people} on the list of two-way cultivation, kept up to date.", people=people),
	)


def _both_electorates_voted(facts: Facts, parameters: Parameters) -> Outcome:
	inside, outside, held = facts["ballots_inside"], facts["ballots_outside"], facts["appraised_on"]
	if held is None:
		return Outcome(False, 2, 0, Message("No democratic appraisal was held this year."))
	sentence = {"inside": inside, "outside": outside}
	if not (inside and outside):
		return Outcome(
			False,
			2,
			bool(inside) + bool(outside),
			Message(
				"Ballots within the Party: {inside}, outside the Party: {outside}; both are to take part.",
				**sentence,
			),
		)
	return Outcome(
		True,
		2,
		2,
		Message("Ballots within the Party: {inside}, outside the Party: {outside}.", **sentence),
		on=held,
	)


def _appraisal_used(facts: Facts, parameters: Parameters) -> Outcome:
	if facts["appraised_on"] is None:
		return Outcome(False, 1, 0, Message("No democratic appraisal was held this year."))
	if facts["grades_decided_on"] is None:
		return Outcome(False, 1, 0, Message("The votes are counted, but no grades have been decided."))
	if not facts["grades_used"]:
		return Outcome(
			False,
			1,
			0,
			Message("Grades are decided, but no star evaluation or year-end assessment uses them."),
		)
	return Outcome(True, 1, 1, Message("Grades are decided and used."), on=facts["grades_decided_on"])


def _work_report_reviewed(facts: Facts, parameters: Parameters) -> Outcome:
	result = facts["review_result"]
	if not result:
		return Outcome(
			False,
			1,
			0,
			Message(
				"The report was heard on {day}, but no result of a review is recorded.",
				day=facts["reported_on"],
			),
		)
	return Outcome(True, 1, 1, Message("Reviewed by the assembly: {result}.", result=Message(result)))


def _life_review_complete(facts: Facts, parameters: Parameters) -> Outcome:
	"""What belongs before and into the meeting is there, and its rectification list is being done in time."""
	wanted = len(life_reviews.ELEMENTS)
	missing = life_reviews.lacking(facts, *_ALL_PHASES)
	found = wanted - len(missing)
	if not facts["has_record"]:
		return Outcome(
			False,
			wanted,
			0,
			Message("There is no record of what was done before and after this meeting."),
		)
	before = life_reviews.lacking(facts, life_reviews.BEFORE, life_reviews.DURING)
	if before:
		return Outcome(False, wanted, found, Message("The life review lacks: {fields}.", fields=missing))
	if missing:
		due = life_reviews.list_due(facts["held_on"], parameters["list_days"])
		return Outcome(
			False, wanted, found, Message("There is no rectification list, due by {due}.", due=due), due=due
		)
	return _rectification(facts)


def _rectification(facts: Facts) -> Outcome:
	measures, closed = facts["measures"], facts["measures_closed"]
	sentence = {"measures": measures}
	if facts["measures_unassigned"]:
		return Outcome(
			False,
			measures,
			measures - facts["measures_unassigned"],
			Message(
				"{number} of {measures} rectification items name no person or no deadline.",
				number=facts["measures_unassigned"],
				**sentence,
			),
		)
	if facts["measures_overdue"]:
		return Outcome(
			False,
			measures,
			closed,
			Message(
				"{number} of {measures} rectification items are open after their deadline.",
				number=facts["measures_overdue"],
				**sentence,
			),
		)
	if facts["closed_late_on"]:
		return Outcome(
			True,
			measures,
			closed,
			Message(
				"Done on {day}, after {deadline}.",
				day=facts["closed_late_on"],
				deadline=facts["missed_deadline"],
			),
			on=facts["closed_late_on"],
			due=facts["missed_deadline"],
		)
	return Outcome(
		True,
		measures,
		closed,
		Message("{closed} of {measures} rectification items are closed.", closed=closed, **sentence),
		due=facts["next_deadline"],
	)


def _talks_of_every_pair(facts: Facts, parameters: Parameters) -> Outcome:
	times, held, leaders, members = (
		parameters.get("times", 1),
		facts["talks_by_pair"],
		facts["leaders"],
		facts["party_members"],
	)
	wanted = talks.possible_pairs(leaders, members)
	lacking = talks.lacking_pairs(held, leaders, members, times)
	found = len(wanted) - len(lacking)
	if not wanted:
		return Outcome(True, 0, 0, Message("There is nobody in the branch yet to talk with."))
	people = facts["members_without_talk"]
	sentence = {"pairs": talks.labels(lacking), "people": _people(people)}
	if lacking and people:
		message = Message(
			"Talks are lacking between: {pairs}. Nobody talked yet this year with: {people}.", **sentence
		)
	elif lacking:
		message = Message("Talks are lacking between: {pairs}.", **sentence)
	elif people:
		message = Message(
			"Talks were held between every pair of the branch. Nobody talked yet this year with: {people}.",
			**sentence,
		)
	else:
		message = Message("Talks were held between every pair of the branch, and with every member.")
	return Outcome(not lacking, len(wanted), found, message)


def _people(names: Sequence[str]) -> Message | tuple[str, ...]:
	shown, more = tuple(names[:_PEOPLE_NAMED]), len(names) - _PEOPLE_NAMED
	return shown if more <= 0 else Message("{people} and {more} more", people=shown, more=more)


def _members_heard(facts: Facts, parameters: Parameters) -> Outcome:
	asked, unheard = facts["members_to_hear"], facts["members_unheard"]
	if unheard:
		return Outcome(
			False,
			asked,
			asked - len(unheard),
			Message(
				"Neither a talk nor a thought report in the year of: {people}.",
				people=_people(unheard),
			),
		)
	return Outcome(
		True,
		asked,
		asked,
		Message("A talk or a thought report of each of the {members} members.", members=asked),
	)


_ALL_PHASES = (life_reviews.BEFORE, life_reviews.DURING, life_reviews.AFTER)
_POSTS = {"full_members", "has_committee", "committee_members"}


def _dues_recorded(facts: Facts, parameters: Parameters) -> Outcome:
	"""Standard, sum and day of payment are recorded for each month that is over; which months a member liable asks his own dates."""
	asked, record = facts["dues_asked"], facts["dues_record"]
	lacking = tuple(month.title for month in asked if month.key not in record.recorded)
	if lacking:
		found = len(asked) - len(lacking)
		if len(lacking) <= _MONTHS_NAMED:
			message = Message("No standard and sum of dues recorded for {months}.", months=lacking)
		else:
			message = Message(
				"No standard and sum of dues recorded for {number} of {asked} months, the first {month}.",
				number=len(lacking),
				asked=len(asked),
				month=lacking[0],
			)
		return Outcome(False, len(asked), found, message)
	undated = tuple(month.title for month in asked if month.key in record.undated)
	if undated:
		return Outcome(
			False,
			len(asked),
			len(asked) - len(undated),
			Message("The day of payment is not recorded for {months}.", months=undated),
		)
	return Outcome(
		True,
		len(asked),
		len(asked),
		Message("Standard, sum and day of payment are recorded for {asked} month(s).", asked=len(asked)),
	)


PREDICATES: Mapping[str, Predicate] = {
	"dues_recorded": Predicate(_dues_recorded, frozenset({"dues_asked", "dues_record"})),
	"education_hours_reached": Predicate(
		_education_hours_reached, frozenset({"education_hours", "pairing_categories"})
	),
	"two_way_list_kept": Predicate(
		_two_way_list_kept, frozenset({"cultivated", "cultivation_review_months"})
	),
	"firm_has_own_organisation": Predicate(
		_firm_has_own_organisation, frozenset({"full_members", "own_organisation"})
	),
	"firm_in_joint_branch": Predicate(_firm_in_joint_branch, frozenset({"full_members", "in_joint_branch"})),
	"joint_branch_within_limit": Predicate(_joint_branch_within_limit, frozenset({"covered_firms"})),
	"small_branch_posts": Predicate(
		_small_branch_posts, frozenset(_POSTS | {"secretaries", "deputies", "contact_persons"})
	),
	"committee_set_up": Predicate(_committee_set_up, frozenset(_POSTS)),
	"committee_within_half": Predicate(_committee_within_half, frozenset(_POSTS)),
	"committee_posts_filled": Predicate(_committee_posts_filled, frozenset({"full_members", "posts_held"})),
	"matters_decided_collectively": Predicate(
		_matters_decided_collectively, frozenset({"matters", "matters_undecided"})
	),
	"reserved_matters_in_assembly": Predicate(
		_reserved_matters_in_assembly, frozenset({"reserved_matters", "reserved_elsewhere"})
	),
	"branch_within_usual_size": Predicate(_branch_within_usual_size, frozenset({"party_members"})),
	"general_branch_approved": Predicate(
		_general_branch_approved, frozenset({"full_members", "own_organisation", "approval_no"})
	),
	"primary_committee_set_up": Predicate(
		_primary_committee_set_up,
		frozenset({"full_members", "own_organisation", "approval_no", "child_branches"}),
	),
	"minutes_complete": Predicate(
		_minutes_complete,
		frozenset(
			{
				"kind",
				"starts_on",
				"location",
				"present_count",
				"expected_count",
				"absentees_listed",
				"chair",
				"agenda",
				"speeches",
				"outcome",
			}
		),
	),
	"theme_day_long_enough": Predicate(_theme_day_long_enough, frozenset({"starts_on", "ends_on"})),
	"annual_plan_assigned": Predicate(
		_annual_plan_assigned, frozenset({"plan_lines", "plan_lines_unassigned", "plan_prepared_on"})
	),
	"theme_day_content": Predicate(_theme_day_content, frozenset({"content_tags"})),
	"lecture_plan_assigned": Predicate(
		_lecture_plan_assigned, frozenset({"lecture_quarters", "lecture_lines_unassigned"})
	),
	"development_in_order": Predicate(_development_in_order, frozenset({"violations"})),
	"both_electorates_voted": Predicate(
		_both_electorates_voted, frozenset({"appraised_on", "ballots_inside", "ballots_outside"})
	),
	"appraisal_used": Predicate(
		_appraisal_used, frozenset({"appraised_on", "grades_decided_on", "grades_used"})
	),
	"talks_of_every_pair": Predicate(
		_talks_of_every_pair,
		frozenset({"talks_by_pair", "leaders", "party_members", "members_without_talk"}),
	),
	"members_heard": Predicate(_members_heard, frozenset({"members_to_hear", "members_unheard"})),
	"contacts_paired": Predicate(_contacts_paired, frozenset({"pairing_categories", "contacts"})),
	"work_report_reviewed": Predicate(_work_report_reviewed, frozenset({"review_result", "reported_on"})),
	"life_review_complete": Predicate(
		_life_review_complete,
		frozenset(
			{
				*(element.key for element in life_reviews.ELEMENTS),
				"has_record",
				"held_on",
				"measures_closed",
				"measures_unassigned",
				"measures_overdue",
				"closed_late_on",
				"missed_deadline",
				"next_deadline",
			}
		),
	),
}
