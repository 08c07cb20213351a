"""Measures: the closed set of what an evaluation can read from the records, and how a reading becomes a share of points.

A scheme names a measure with parameters; `facts/` reads what the records hold of it, a :class:`Reading`, and the share follows
from that reading and the parameters alone. So a sheet that keeps the reading can be scored anew without the records.

Measures give a share in four ways:

- `share`: how much was done of what was demanded, such as meetings attended of those to which a member was expected;
- `target`: how far an amount reaches a target for a whole year, such as 8 hours of public welfare. Who was there for a
  part of the year only is asked for that part, month by month;
- `grade`: what the democratic appraisal decided;
- `number`: how many there are. It gives no share: bonuses, deductions and vetoes count it.

Where nothing was demanded there is no share, and the criterion is left out.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from party_affairs.guide import registry
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.vocabulary import Amount, Number, Value, Whole, Word, Words, nearest
from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message, plain

MEMBER, BRANCH = "member", "branch"
SUBJECTS: Mapping[str, Message] = {MEMBER: Message("Party Member"), BRANCH: Message("Party Branch")}
SHARE, TARGET, GRADE, NUMBER = "share", "target", "grade", "number"
MONTHS_A_YEAR = 12
ELSEWHERE = "elsewhere"
"""The word of a reading of clauses of which something is counted with another criterion that asks for the same."""

_NOTHING, _ALL = Decimal(0), Decimal(1)
_TENTH = Decimal("0.1")
_HALF = "0.5"


class Ref(NamedTuple):
	"""A record behind a reading. `about` says of what, where the record alone does not: the key of a period, a clause with it."""

	doctype: str
	name: str
	about: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
	"""What the records hold of a measure for one subject on a day.

	`count` is what counts in full: times, hours, records in time; `late` what was done too late, or made up. `of` is how many
	were demanded; of a `target` the months in which it was asked (of a branch those of all its members); None: nothing was.
	`word` is a grade, or `ELSEWHERE`. `records` are the records that count, late ones included, `missing` what is not there.
	"""

	count: Decimal = _NOTHING
	of: Decimal | None = None
	late: Decimal = _NOTHING
	word: str | None = None
	records: tuple[Ref, ...] = ()
	missing: tuple[Ref, ...] = ()

	@property
	def lacking(self) -> Decimal:
		"""How much of what was demanded was not done at all."""
		return max((self.of or _NOTHING) - self.count - self.late, _NOTHING)


Parameters = Mapping[str, Any]
Sentence = Callable[[Parameters, Reading], Message]


@dataclass(frozen=True, slots=True)
class Parameter:
	"""A parameter of a measure: its kind of value, its default (None: it has to be given), and whether it decides what is read.

	One that does not decide that changes the share of a reading that is kept.
	"""

	value: Value
	default: Any = None
	is_read: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
	"""How a measure is asked of one kind of subject: the way to a share, the sentence that tells the figures, the parameters."""

	way: str
	sentence: Sentence
	parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
	"""A measure: its key, what people call it, its unit (`percent`, `hours`, `times`, `grade`), and of whom it can be asked."""

	key: str
	label: Message
	unit: str
	asked: Mapping[str, Asked]


def measure(key: str) -> Measure:
	"""Return a measure by its key. Raise `RuleError` for a word that is none, with the nearest one."""
	found = MEASURES.get(key)
	if found is None:
		near = nearest(key, MEASURES)
		if near:
			raise RuleError(
				"Measure {key} is unknown. Do you mean {near}?", key=repr(key), near=MEASURES[near].label
			)
		raise RuleError(
			"Measure {key} is unknown: use {known}.",
			key=repr(key),
			known=tuple(one.label for one in MEASURES.values()),
		)
	return found


def asked_of(key: str, kind: str) -> Asked:
	"""Return how a measure is asked of a kind of subject. Raise `RuleError` where it says nothing about such a subject."""
	found = measure(key)
	if kind not in found.asked:
		raise RuleError(
			"{measure} says nothing about a {kind}: choose another measure.",
			measure=found.label,
			kind=SUBJECTS[kind],
		)
	return found.asked[kind]


def complete(key: str, kind: str, given: Parameters) -> dict[str, Any]:
	"""Return the parameters of a measure with its defaults.

	Raise `RuleError` for one that is unknown, missing, not of its kind or out of range, and for grades of which a lower one
	gives more.
	"""
	asked, label = asked_of(key, kind), MEASURES[key].label
	for name in given:
		if name not in asked.parameters:
			raise _unknown(label, name, tuple(asked.parameters))
	found = {}
	for name, parameter in asked.parameters.items():
		value = given.get(name, parameter.default)
		if value is None:
			raise RuleError(
				"{measure}: {name} is missing; give {allowed}.",
				measure=label,
				name=name,
				allowed=_in_words(parameter.value),
			)
		if not parameter.value.fits(value):
			raise RuleError(
				"{measure}: {name} must be {allowed}, not {value}.",
				measure=label,
				name=name,
				allowed=_in_words(parameter.value),
				value=repr(value),
			)
		found[name] = value
	if asked.way == GRADE:
		_check_grades(label, found)
	return found


def read_by(key: str, kind: str, parameters: Parameters) -> tuple[tuple[str, Any], ...]:
	"""Return those of the parameters that decide what is read: criteria in which they agree share one reading."""
	asked = asked_of(key, kind).parameters
	return tuple(
		(name, tuple(value) if isinstance(value, list) else value)
		for name, value in sorted(parameters.items())
		if asked[name].is_read
	)


def share_of(key: str, kind: str, parameters: Parameters, reading: Reading) -> Decimal | None:
	"""Return which share of a criterion's points a reading gives, 0 to 1; None where nothing was demanded.

	`parameters` are complete. Raise `RuleError` for a measure that only counts.
	"""
	way = asked_of(key, kind).way
	if way == NUMBER:
		raise RuleError(
			"{measure} only counts: use it for a bonus, a deduction or a veto.", measure=MEASURES[key].label
		)
	if way == GRADE:
		return None if reading.word is None else _graded(parameters, reading.word)
	if not reading.of:
		return None
	done = reading.count + reading.late * Decimal(str(parameters.get("late_credit", 0)))
	demanded = aim(parameters, reading) if way == TARGET else reading.of
	return min(done / demanded, _ALL)


def aim(parameters: Parameters, reading: Reading) -> Decimal:
	"""Return how much a target comes to for the months in which it was asked."""
	return Decimal(str(parameters["target"])) * (reading.of or _NOTHING) / MONTHS_A_YEAR


def sentence(key: str, kind: str, parameters: Parameters, reading: Reading) -> Message:
	"""Return the figures of a reading in words."""
	asked = asked_of(key, kind)
	if asked.way == GRADE and reading.word is None:
		return Message("The democratic appraisal decided no grade.")
	if reading.word == ELSEWHERE and not reading.of:
		return Message("Counted with another clause that asks for the same.")
	if asked.way in (SHARE, TARGET) and not reading.of:
		return Message("Nothing was demanded.")
	return asked.sentence(parameters, reading)


YES, PARTLY, NO, DOES_NOT_APPLY = "yes", "partly", "no", "does_not_apply"
"""What is ticked on a line of a self-check sheet."""


def ticked(ticks: Iterable[tuple[str, Ref]]) -> Reading:
	"""Return the reading of lines of self-check sheets: what is ticked, one of the four words, and the sheet of each.

	What is kept partly counts as what is late does elsewhere; lines that do not apply are not asked.
	"""
	words: list[str] = []
	records: dict[Ref, None] = {}
	for word, ref in ticks:
		words.append(word)
		records[ref] = None
	return Reading(
		count=Decimal(words.count(YES)),
		of=Decimal(sum(word != DOES_NOT_APPLY for word in words)),
		late=Decimal(words.count(PARTLY)),
		records=tuple(records),
	)


def share_of_ticks(reading: Reading) -> Decimal | None:
	"""Return which share of a criterion's points ticks give: all for yes, half for partly; None where nothing applies."""
	if not reading.of:
		return None
	return min((reading.count + reading.late * Decimal(_HALF)) / reading.of, _ALL)


def sentence_of_ticks(reading: Reading) -> Message:
	"""Return what was ticked in words."""
	if not reading.of:
		return Message("Self-check: it does not apply.")
	if not reading.late:
		return Message("Self-check: {count} of {of} lines are kept.", **_figures(reading))
	return Message(
		"Self-check: {count} of {of} lines are kept, {partly} partly.",
		partly=plain(reading.late),
		**_figures(reading),
	)


def packed(reading: Reading) -> str:
	"""Return what a sheet keeps of a reading besides its figures as compact JSON, empty where that is nothing."""
	said: dict[str, Any] = {}
	if reading.late:
		said["late"] = str(reading.late)
	if reading.word is not None:
		said["word"] = reading.word
	for name, refs in (("records", reading.records), ("missing", reading.missing)):
		if refs:
			said[name] = _by_doctype(refs)
	return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def unpacked(found: Decimal, demanded: Decimal | None, text: str | None) -> Reading:
	"""Return the reading that a sheet has kept: its figures, and what :func:`packed` gave."""
	said = json.loads(text) if text else {}
	return Reading(
		count=found,
		of=demanded,
		late=Decimal(said.get("late", 0)),
		word=said.get("word"),
		records=_refs(said.get("records", {})),
		missing=_refs(said.get("missing", {})),
	)


def _by_doctype(refs: tuple[Ref, ...]) -> dict[str, list]:
	"""Names by DocType; a record with a remark on what it is about is a pair."""
	found: dict[str, list] = {}
	for doctype, name, about in refs:
		found.setdefault(doctype, []).append([name, about] if about else name)
	return found


def _refs(kept: Mapping[str, list]) -> tuple[Ref, ...]:
	return tuple(
		Ref(doctype, *one) if isinstance(one, list) else Ref(doctype, one)
		for doctype, names in kept.items()
		for one in names
	)


def _graded(parameters: Parameters, grade: str) -> Decimal:
	best, *_others = GRADES
	return Decimal(str(parameters[grade])) / Decimal(str(parameters[best]))


def _check_grades(label: Message, found: Parameters) -> None:
	points = [Decimal(str(found[grade])) for grade in GRADES]
	if not points[0] or points != sorted(points, reverse=True):
		raise RuleError(
			"{measure}: the best grade must give something, and none more than a better one.", measure=label
		)


def _unknown(label: Message, name: str, known: tuple[str, ...]) -> RuleError:
	near = nearest(name, known)
	if near:
		return RuleError(
			"{measure} has no parameter {name}. Do you mean {near}?",
			measure=label,
			name=repr(name),
			near=near,
		)
	return RuleError(
		"{measure} has no parameter {name}. It has: {known}.", measure=label, name=repr(name), known=known
	)


def _in_words(value: Value) -> Message:
	match value:
		case Word(words):
			return Message("one of {known}", known=words)
		case Words(words):
			return Message("a list out of {known}", known=words)
		case Whole(least, most):
			return Message("a whole number from {least} to {most}", least=least, most=most)
		case Amount(None):
			return Message("a number of 0 or more")
		case Amount(most):
			return Message("a number from 0 to {most}", most=most)
		case Number():
			return Message("a number above 0")
	raise TypeError(f"no words for {value!r}")


# --- sentences ---------------------------------------------------------------------------------------------------------


def _figures(reading: Reading) -> dict[str, str]:
	return {"count": plain(reading.count), "of": plain(reading.of or _NOTHING)}


def _with_late(said: Message, reading: Reading) -> Message:
	if not reading.late:
		return said
	return Message("{sentence} Late: {late}.", sentence=said, late=plain(reading.late))


def _meetings(parameters: Parameters, reading: Reading) -> Message:
	said = Message("{count} of {of} meetings attended.", **_figures(reading))
	if not reading.late:
		return said
	return Message("{sentence} Made up: {late}.", sentence=said, late=plain(reading.late))


def _attendances(parameters: Parameters, reading: Reading) -> Message:
	said = Message("{count} of {of} members expected at meetings were there.", **_figures(reading))
	if not reading.late:
		return said
	return Message("{sentence} Made up: {late}.", sentence=said, late=plain(reading.late))


def _dues(parameters: Parameters, reading: Reading) -> Message:
	return _with_late(Message("{count} of {of} months of dues on time.", **_figures(reading)), reading)


def _reports(parameters: Parameters, reading: Reading) -> Message:
	return _with_late(Message("{count} of {of} thought reports on time.", **_figures(reading)), reading)


def _pairings(parameters: Parameters, reading: Reading) -> Message:
	return Message("{count} of {of} contacts paired.", **_figures(reading))


def _duties(parameters: Parameters, reading: Reading) -> Message:
	return _with_late(
		Message(
			"Clauses {clauses}: {count} of {of} fulfilled on time.",
			clauses=tuple(parameters["clauses"]),
			**_figures(reading),
		),
		reading,
	)


def _opinions(parameters: Parameters, reading: Reading) -> Message:
	return _with_late(Message("{count} of {of} opinions answered in time.", **_figures(reading)), reading)


def _satisfaction(parameters: Parameters, reading: Reading) -> Message:
	return Message("Satisfaction in questionnaires: {count} of {of} points.", **_figures(reading))


def _reached(parameters: Parameters, reading: Reading) -> Message:
	return Message("{count} of {of} members have their study hours.", **_figures(reading))


def _qualified(parameters: Parameters, reading: Reading) -> Message:
	return Message("{count} of {of} members graded are qualified or better.", **_figures(reading))


def _grade(parameters: Parameters, reading: Reading) -> Message:
	return Message("Democratic appraisal: {grade}.", grade=GRADES[reading.word or ""])


def _hours(parameters: Parameters, reading: Reading) -> Message:
	return _towards(parameters, reading, Message("{count} hours", count=plain(reading.count)))


def _times(parameters: Parameters, reading: Reading) -> Message:
	return _towards(parameters, reading, Message("{count} times", count=plain(reading.count)))


def _towards(parameters: Parameters, reading: Reading, found: Message) -> Message:
	goal = plain(aim(parameters, reading).quantize(_TENTH, ROUND_HALF_UP))
	if reading.of == MONTHS_A_YEAR:
		return Message("{found} of {aim}.", found=found, aim=goal)
	return Message(
		"{found} of {aim} for {months} months.", found=found, aim=goal, months=plain(reading.of or _NOTHING)
	)


def _hours_of_members(parameters: Parameters, reading: Reading) -> Message:
	return _of_members(parameters, reading, Message("{count} hours", count=plain(reading.count)))


def _times_of_members(parameters: Parameters, reading: Reading) -> Message:
	return _of_members(parameters, reading, Message("{count} times", count=plain(reading.count)))


def _of_members(parameters: Parameters, reading: Reading, found: Message) -> Message:
	return Message(
		"{found} of all members together; {aim} would be {target} for each a year.",
		found=found,
		aim=plain(aim(parameters, reading).quantize(_TENTH, ROUND_HALF_UP)),
		target=plain(Decimal(str(parameters["target"]))),
	)


def _honours(parameters: Parameters, reading: Reading) -> Message:
	return Message("Honours: {count}.", count=plain(reading.count))


def _sanctions(parameters: Parameters, reading: Reading) -> Message:
	return Message("Sanctions in the year: {count}.", count=plain(reading.count))


# --- the measures ------------------------------------------------------------------------------------------------------

_BY_REGISTER = tuple(kind.key for kind in meeting_kinds.meeting_kinds() if kind.attendees != "invited")
_CLAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
	{
		MEMBER: tuple(
			clause.id
			for clause in registry.all_clauses()
			if clause.evaluated and clause.subject == "member" and clause.kind != "event"
		),
		BRANCH: tuple(clause.id for clause in registry.all_clauses() if clause.evaluated),
	}
)
_KINDS = {"kinds": Parameter(Words(_BY_REGISTER), list(_BY_REGISTER), True)}
_LATE = {"late_credit": Parameter(Amount(1), _HALF)}


def _target(amount: int) -> dict[str, Parameter]:
	return {"target": Parameter(Number(), amount)}


def _measure(key: str, label: Message, unit: str, member: Asked | None, branch: Asked) -> Measure:
	return Measure(key, label, unit, {BRANCH: branch} if member is None else {MEMBER: member, BRANCH: branch})


MEASURES: Mapping[str, Measure] = MappingProxyType(
	{
		one.key: one
		for one in (
			_measure(
				"attendance_rate",
				Message("Attendance at Meetings"),
				"percent",
				Asked(SHARE, _meetings, {**_KINDS, **_LATE}),
				Asked(SHARE, _attendances, {**_KINDS, **_LATE}),
			),
			_measure(
				"theme_day_rate",
				Message("Attendance at Theme Days"),
				"percent",
				Asked(SHARE, _meetings, _LATE),
				Asked(SHARE, _attendances, _LATE),
			),
			_measure(
				"dues_on_time",
				Message("Dues on Time"),
				"percent",
				Asked(SHARE, _dues, _LATE),
				Asked(SHARE, _dues, _LATE),
			),
			_measure(
				"thought_reports",
				Message("Thought Reports"),
				"percent",
				Asked(SHARE, _reports, _LATE),
				Asked(SHARE, _reports, _LATE),
			),
			_measure(
				"contacts_made",
				Message("Contacts Made"),
				"times",
				Asked(TARGET, _times, _target(6)),
				Asked(TARGET, _times_of_members, _target(6)),
			),
			_measure(
				"contacts_paired",
				Message("Contacts Paired"),
				"percent",
				Asked(SHARE, _pairings),
				Asked(SHARE, _pairings),
			),
			_measure(
				"welfare_hours",
				Message("Hours of Public Welfare"),
				"hours",
				Asked(TARGET, _hours, _target(8)),
				Asked(TARGET, _hours_of_members, _target(8)),
			),
			_measure(
				"welfare_times",
				Message("Public Welfare Activities Joined"),
				"times",
				Asked(TARGET, _times, _target(2)),
				Asked(TARGET, _times_of_members, _target(2)),
			),
			_measure(
				"study_hours",
				Message("Study Hours"),
				"hours",
				Asked(TARGET, _hours, _target(32)),
				Asked(SHARE, _reached, {"target": Parameter(Number(), 32, True)}),
			),
			_measure(
				"appraisal_grade",
				Message("Grade in the Democratic Appraisal"),
				"grade",
				Asked(
					GRADE,
					_grade,
					{
						grade: Parameter(Amount(), points)
						for grade, points in zip(GRADES, (100, 80, 50, 0), strict=True)
					},
				),
				Asked(SHARE, _qualified),
			),
			_measure(
				"clause_rate",
				Message("Clauses Fulfilled"),
				"percent",
				Asked(SHARE, _duties, {"clauses": Parameter(Words(_CLAUSES[MEMBER]), None, True), **_LATE}),
				Asked(SHARE, _duties, {"clauses": Parameter(Words(_CLAUSES[BRANCH]), None, True), **_LATE}),
			),
			_measure(
				"opinions_answered",
				Message("Opinions Answered in Time"),
				"percent",
				None,
				Asked(SHARE, _opinions, _LATE),
			),
			_measure(
				"questionnaire_satisfaction",
				Message("Satisfaction by Questionnaire"),
				"percent",
				None,
				Asked(SHARE, _satisfaction),
			),
			_measure(
				"honours",
				Message("Honours"),
				"times",
				Asked(NUMBER, _honours),
				Asked(NUMBER, _honours),
			),
			_measure(
				"sanctions",
				Message("Sanctions"),
				"times",
				Asked(NUMBER, _sanctions),
				Asked(NUMBER, _sanctions),
			),
		)
	}
)
"""All measures, in the order of lists.

Of a branch each is the branch's own figure: `attendance_rate` and `theme_day_rate` over all who were expected at its meetings,
`dues_on_time`, `thought_reports` and `clause_rate` over all findings for which it answers, `contacts_made`, `welfare_hours`
and `welfare_times` over all members together for the months in which they belonged to it, `contacts_paired` over what all its
members need, `study_hours` how many of those who belonged to it on the day have their hours, `appraisal_grade` how many of those graded
are qualified or better, `honours` those of the branch itself, `sanctions` those of its members.
"""
