"""What is judged of meetings, plans, decisions and life reviews (R09, R12, R22 to R25, R27 to R30, R37)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce

from party_affairs.rules.judgement import Outcome, Parameters, Predicate
from party_affairs.rules.meetings import life_reviews
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.meetings.facts import LedFacts, LifeReviewFacts, MatterFacts, MinutesFacts, PlanFacts
from party_affairs.rules.message import Message, plain

_MATTERS_NAMED = 10
_MEETINGS_NAMED = 5
_MONTH, _QUARTER = "month {number}", "Q{number}"
_PLANNED = frozenset({"theme_days", "lectures", "lecturers"})
"""What an annual plan is to have (R28); R30 asks for a part of it."""
_ALL_PHASES = (life_reviews.BEFORE, life_reviews.DURING, life_reviews.AFTER)


def _matters_decided_collectively(facts: MatterFacts, parameters: Parameters) -> Outcome:
	"""R12: the branch's matters of the year were decided in a meeting.

	`matters` is the number of plans, awards, sanctions and steps of development that call for a decision together;
	`matters_undecided` those without a deciding meeting, as pairs of what it is and whom it is about.
	"""
	matters, undecided = facts.matters, facts.matters_undecided
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


def _reserved_matters_in_assembly(facts: MatterFacts, parameters: Parameters) -> Outcome:
	"""R09: what only the member assembly may decide was decided there.

	`reserved_matters` is the number of such decisions of the year; `reserved_elsewhere` those taken elsewhere, as pairs of
	what it is and whom it is about.
	"""
	matters, elsewhere = facts.reserved_matters, facts.reserved_elsewhere
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


def _minutes_complete(facts: MinutesFacts, parameters: Parameters) -> Outcome:
	wanted = len(meetings.minutes_fields(facts.kinds))
	missing = meetings.missing_minutes(facts)
	if missing:
		return Outcome(
			False, wanted, wanted - len(missing), Message("The minutes lack: {fields}.", fields=missing)
		)
	return Outcome(True, wanted, wanted, Message("The minutes are complete."))


def _meetings_led(facts: LedFacts, parameters: Parameters) -> Outcome:
	"""R22 to R24: the meetings of the year were convened and chaired by whom the guide names, or by who may stand in.

	Parameter `kind` is the kind of meeting of which the clause speaks.
	"""
	held, faults = facts.held.get(parameters["kind"], 0), facts.faults.get(parameters["kind"], ())
	if not held:
		return Outcome(
			True, 0, 0, Message("No meeting of this kind is on record for the year."), is_asked=False
		)
	if not faults:
		return Outcome(
			True,
			held,
			held,
			Message("All {held} meetings were convened and chaired as the guide has it.", held=held),
		)
	named = tuple(
		Message("{day} {topic}: {fault}", day=day, topic=topic, fault=fault)
		for day, topic, fault in faults[:_MEETINGS_NAMED]
	)
	words = {"number": len(faults), "held": held, "named": named}
	more = len(faults) - len(named)
	if more:
		message = Message(
			"{number} of {held} meetings were not convened or chaired as the guide has it: {named} and {more} more.",
			more=more,
			**words,
		)
	else:
		message = Message(
			"{number} of {held} meetings were not convened or chaired as the guide has it: {named}", **words
		)
	return Outcome(False, held, held - len(faults), message)


def _theme_day_long_enough(facts: MinutesFacts, parameters: Parameters) -> Outcome:
	least = Decimal(str(parameters.get("least_hours", "1.5")))
	if not facts.starts_on or not facts.ends_on:
		return Outcome(False, least, None, Message("Start or end is not recorded, so the length is unknown."))
	hours = meetings.duration_hours(facts.starts_on, facts.ends_on)
	if hours < least:
		return Outcome(
			False,
			least,
			hours,
			Message("Lasted {hours} hours, less than {least}.", hours=plain(hours), least=plain(least)),
		)
	return Outcome(True, least, hours, Message("Lasted {hours} hours.", hours=plain(hours)))


def _theme_day_content(facts: MinutesFacts, parameters: Parameters) -> Outcome:
	least = parameters.get("least", 1)
	found = len(set(facts.content_tags) & set(parameters["tags"]))
	if found < least:
		return Outcome(
			False,
			least,
			found,
			Message(
				"The record has none of the contents that the guide names; it says: {topic}.",
				topic=facts.topic,
			),
		)
	return Outcome(True, least, found, Message("{found} of the contents that the guide names.", found=found))


def _annual_plan_assigned(plan: PlanFacts, parameters: Parameters) -> Outcome:
	"""R28: a plan of the year has a theme day for every month and a lecture for every quarter, all lines with their person.

	It is asked for the months and quarters on whose every day the branch kept records.
	"""
	wanted = len(plan.months) + len(plan.quarters)
	if not wanted and not plan.lines:
		return Outcome(True, 0, 0, Message("No whole month of the year is left to plan for."))
	if not plan.lines:
		return Outcome(False, wanted, 0, Message("There is no annual plan."), lacks=_PLANNED)
	no_theme = [month for month in plan.months if month not in plan.themes]
	theme_open = [month for month in plan.months if plan.themes.get(month) is False]
	no_lecture = [quarter for quarter in plan.quarters if quarter not in plan.lectures]
	lecture_open = [quarter for quarter in plan.quarters if plan.lectures.get(quarter) is False]
	lacking = len(no_theme) + len(theme_open) + len(no_lecture) + len(lecture_open)
	parts = [
		*_part("no theme day in {periods}", _MONTH, no_theme),
		*_part("nobody is responsible for the theme day in {periods}", _MONTH, theme_open),
		*_part("no lecture in {periods}", _QUARTER, no_lecture),
		*_part("no lecturer for the lecture in {periods}", _QUARTER, lecture_open),
	]
	if not parts and plan.unassigned:
		parts.append(Message("{number} lines name nobody responsible", number=plan.unassigned))
	if parts:
		message = Message("What the annual plan lacks: {parts}.", parts=reduce(_and, parts))
		lacks = {"theme_days"} if no_theme or theme_open else set()
		lacks |= {"lectures"} if no_lecture else set()
		lacks |= {"lecturers"} if lecture_open or plan.lectures_unassigned else set()
		return Outcome(
			False, wanted, wanted - lacking, message, lacks=frozenset(lacks or {"responsible_persons"})
		)
	return Outcome(
		True,
		wanted,
		wanted,
		Message(
			"A theme day of every month and a lecture of every quarter are planned, all {lines} lines with their person.",
			lines=plan.lines,
		),
		on=plan.prepared_on,
	)


def _part(template: str, period: str, numbers: list[int]) -> list[Message]:
	return (
		[Message(template, periods=tuple(Message(period, number=number) for number in numbers))]
		if numbers
		else []
	)


def _and(first: Message, other: Message) -> Message:
	return Message("{first}; {other}", first=first, other=other)


def _lecture_plan_assigned(plan: PlanFacts, parameters: Parameters) -> Outcome:
	"""R30: the branch's plan has a lecture with its lecturer in each quarter for which it is asked."""
	wanted = len(plan.quarters)
	if not wanted:
		return Outcome(True, 0, 0, Message("No whole quarter of the year is left to plan for."))
	absent = [quarter for quarter in plan.quarters if quarter not in plan.lectures]
	if absent:
		quarters = tuple(Message(_QUARTER, number=quarter) for quarter in absent)
		message = Message("The annual plan has no lecture in: {quarters}.", quarters=quarters)
		return Outcome(False, wanted, wanted - len(absent), message, lacks=frozenset({"lectures"}))
	if plan.lectures_unassigned:
		message = Message(
			"{unassigned} planned lecture(s) name no lecturer.", unassigned=plan.lectures_unassigned
		)
		return Outcome(False, wanted, wanted, message, lacks=frozenset({"lecturers"}))
	return Outcome(True, wanted, wanted, Message("A lecture with its lecturer is planned in every quarter."))


def _life_review_complete(facts: LifeReviewFacts, parameters: Parameters) -> Outcome:
	"""R37: what belongs before and into the meeting is there, and its rectification list is being done in time.

	`has_record`: whether anything beside the meeting is recorded. `held_on`: day of the meeting. `studies`, `talks`,
	`opinions`, `problems`, `criticisms`: numbers of what is recorded. `has_direction`: whether the direction of rectification
	is. `measures`: items of the rectification list; `measures_closed` of them by the day of the check; `measures_unassigned`
	without person or deadline; `measures_overdue` open after their deadline. `closed_late_on`, `missed_deadline`: the item
	closed latest after its deadline, and that deadline, or None. `next_deadline`: nearest of the open items, or None.
	"""
	wanted = len(life_reviews.ELEMENTS)
	missing = life_reviews.lacking(facts, *_ALL_PHASES)
	found = wanted - len(missing)
	if not facts.has_record:
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
		due = life_reviews.list_due(facts.held_on, parameters["list_days"])
		return Outcome(
			False, wanted, found, Message("There is no rectification list, due by {due}.", due=due), due=due
		)
	return _rectification(facts)


def _rectification(facts: LifeReviewFacts) -> Outcome:
	measures, closed = facts.measures, facts.measures_closed
	sentence = {"measures": measures}
	if facts.measures_unassigned:
		return Outcome(
			False,
			measures,
			measures - facts.measures_unassigned,
			Message(
				"{number} of {measures} rectification items name no person or no deadline.",
				number=facts.measures_unassigned,
				**sentence,
			),
		)
	if facts.measures_overdue:
		return Outcome(
			False,
			measures,
			closed,
			Message(
				"{number} of {measures} rectification items are open after their deadline.",
				number=facts.measures_overdue,
				**sentence,
			),
		)
	if facts.closed_late_on:
		return Outcome(
			True,
			measures,
			closed,
			Message(
				"Done on {day}, after {deadline}.",
				day=facts.closed_late_on,
				deadline=facts.missed_deadline,
			),
			on=facts.closed_late_on,
			due=facts.missed_deadline,
		)
	return Outcome(
		True,
		measures,
		closed,
		Message("{closed} of {measures} rectification items are closed.", closed=closed, **sentence),
		due=facts.next_deadline,
	)


PREDICATES: Mapping[str, Predicate] = {
	"matters_decided_collectively": Predicate(_matters_decided_collectively, MatterFacts),
	"reserved_matters_in_assembly": Predicate(_reserved_matters_in_assembly, MatterFacts),
	"minutes_complete": Predicate(_minutes_complete, MinutesFacts),
	"meetings_led": Predicate(_meetings_led, LedFacts),
	"theme_day_long_enough": Predicate(_theme_day_long_enough, MinutesFacts),
	"theme_day_content": Predicate(_theme_day_content, MinutesFacts),
	"annual_plan_assigned": Predicate(_annual_plan_assigned, PlanFacts),
	"lecture_plan_assigned": Predicate(_lecture_plan_assigned, PlanFacts),
	"life_review_complete": Predicate(_life_review_complete, LifeReviewFacts),
}
