"""The three evaluators: how often, in what state, how soon after an event.

They know no single clause. A clause of the registry says what it counts (`evidence`, `parameters`), when it applies
(`applies_when`) and what it asks of a subject (`predicate`). Each evaluator returns exactly one finding for each clause,
subject and period, sorted, so that neither the order of its input nor a second run changes anything. Cost grows with
subjects and evidence, not with their product.

Of whom a period is asked, and who answers for it, stands in `rules.answering`. `period_setting` names the site's setting
that decides how often, read before the evaluation.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from party_affairs.guide.registry import Clause
from party_affairs.rules.answering import (
	ANY_DAY,
	Answering,
	answering,
	asked_time,
	is_excused,
	partly_there,
)
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.errors import RuleError
from party_affairs.rules.exemptions import NO_EXEMPTIONS, Exemptions
from party_affairs.rules.findings import Evidence, EvidenceRef, Finding, Subject, Trigger
from party_affairs.rules.judgement import Outcome, Predicate
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, add_months, calendar_year, period_of, periods_between
from party_affairs.rules.predicates import PREDICATES
from party_affairs.rules.spells import Spells

DueDays = Callable[[Period], tuple[date, ...]]
FactsOn = Callable[[date], Mapping[str, Any]]
"""Given a day, the facts by the names of the subjects."""

_DAY = timedelta(days=1)
LATE = "late"


def no_facts(day: date) -> Mapping[str, Any]:
	"""Facts of nobody: for clauses that apply to every subject."""
	return {}


def evaluate_frequency(
	clause: Clause,
	subjects: Iterable[Subject],
	evidence: Iterable[Evidence],
	first: date,
	last: date,
	as_of: date,
	due_days: DueDays | None = None,
	deadlines: Mapping[tuple[str, str], date] = MappingProxyType({}),
	conditions: FactsOn = no_facts,
	exempt: Exemptions = NO_EXEMPTIONS,
) -> list[Finding]:
	"""Return a finding for each subject and each period of the clause that overlaps the days `first` to `last`.

	Evidence counts up to the day `as_of`, each record once, for the period that it is about. `due_days` names the days on
	which it is expected, the due day last. `deadlines` give by (subject, period) the last day where that is not the
	period's own, such as a quarter's end for monthly dues. `conditions` gives the facts that the clause's condition reads, `exempt` who
	is exempt from it by decision.

	Parameters: `times`, how many a period needs (1); `grace_days` after the period's end that count as in time (0);
	`window_days` around the due day in which another day is as good but for a remark, and `outside_window`, whether a day
	beyond is `late` or `noted`; `reminder_on`, the `MM-DD` after which a finding of a year that is still due weighs more.
	"""
	kind = _calendar_kind(clause)
	counting = _Counting(clause, as_of)
	periods = [_Counted(counting, period, due_days) for period in periods_between(kind, first, last)]
	by_period = _indexed(evidence, kind)
	applies = _applies(clause, conditions, max(first, min(as_of, last)))
	findings: list[Finding] = []
	for subject in subjects:
		asked = asked_time(clause, subject, as_of)
		otherwise = applies(subject)
		for period in periods:
			records = by_period.get((subject.name, period.key), ())
			deadline = deadlines.get((subject.name, period.key)) if deadlines else None
			found = period.judge(subject, asked, records, otherwise, deadline)
			findings.append(exempt.of_period(found, as_of))
	findings.sort(key=_order)
	return findings


def evaluate_state(
	clause: Clause,
	subjects: Iterable[Subject],
	facts: FactsOn,
	as_of: date,
	predicates: Mapping[str, Predicate] = PREDICATES,
	period: Period | None = None,
	conditions: FactsOn = no_facts,
	exempt: Exemptions = NO_EXEMPTIONS,
	settling: Mapping[str, date] = MappingProxyType({}),
) -> list[Finding]:
	"""Return the findings of the subjects, one for each: is the clause's predicate satisfied?

	Subjects are judged for `period`, by default the year of `as_of`; a subject with a day of its own (a meeting) for the
	year of that day. `facts` gives by day the facts that the predicate reads, `conditions` those of the clause's condition,
	`exempt` who is exempt from it by decision, `settling` by organisation until when one that is new has time for all states.
	A state is that of the day, or of the last day of the year on which the clause concerned the subject.

	Parameters: `due_by`, the `MM-DD` until when an unsatisfied state is due rather than missed; `arrival_grace_days`, the
	days after somebody's arrival in which it is as well; `former_branches`, whether a branch that somebody has left is `asked`
	for what it had missed by then: a finding more, of the month in which he left.
	"""
	if clause.predicate not in predicates:
		raise RuleError(
			"Clause {rule} names the unknown predicate {name}.", rule=clause.id, name=repr(clause.predicate)
		)
	judging = _Judging(clause, predicates[clause.predicate], facts, conditions, as_of, settling)
	findings = []
	for subject in subjects:
		own = _period_of(subject) or period or period_of("year", as_of)
		day = subject.day or max(own.start, min(as_of, own.end))
		findings.append(exempt.of_state(judging.judge(subject, own), day, as_of))
		findings.extend(
			exempt.of_state(found, found.period_end, as_of)
			for found in judging.of_former_branches(subject, own)
		)
	findings.sort(key=_order)
	return findings


def evaluate_event(
	clause: Clause,
	triggers: Iterable[Trigger],
	answers: Iterable[Evidence],
	as_of: date,
	conditions: FactsOn = no_facts,
	exempt: Exemptions = NO_EXEMPTIONS,
) -> list[Finding]:
	"""Return one finding for each trigger: was it answered within the clause's limit?

	An answer belongs to the trigger it names in `answers`; one that names none to every earlier trigger of its subject.
	The subject of the finding is the trigger's record, its period the month of the trigger. Parameters `limit_days` and
	`limit_months` are the time for the answer; a trigger may name a parameter of its own in their place. `exempt` says who is exempt
	from the clause by decision.
	"""
	named: dict[str, list[Evidence]] = defaultdict(list)
	unnamed: dict[str, list[Evidence]] = defaultdict(list)
	for answer in answers:
		if answer.answers is None:
			unnamed[answer.subject].append(answer)
		else:
			named[answer.answers].append(answer)
	applies = _applies(clause, conditions, as_of)
	findings = [
		exempt.of_event(
			_answered(
				clause,
				trigger,
				_distinct((*named.get(trigger.name, ()), *unnamed.get(trigger.subject.name, ()))),
				as_of,
				applies,
			),
			trigger.day,
			as_of,
		)
		for trigger in triggers
	]
	return sorted(findings, key=_order)


def due_days_for(clause: Clause, is_workday: Callable[[date], bool]) -> DueDays | None:
	"""Return the function of the days on which a clause's evidence is expected, None if any day of the period will do.

	Parameters: `due_days`, of which `theme_day` is the only kind, and `day`, its day of the month.
	"""
	name = clause.parameters.get("due_days")
	if name is None:
		return None
	if name != "theme_day":
		raise RuleError("Clause {rule} names the unknown due days {name}.", rule=clause.id, name=repr(name))
	return meetings.theme_days(is_workday, clause.parameters.get("day", 15))


# --- frequency -------------------------------------------------------------------------------------------------------


class _Counting:
	"""What a clause asks of every period, looked up once."""

	def __init__(self, clause: Clause, as_of: date) -> None:
		parameters = clause.parameters
		self.clause, self.as_of = clause, as_of
		self.required = parameters.get("times", 1)
		self.grace = timedelta(days=parameters.get("grace_days", 0))
		self.window = parameters.get("window_days")
		self.outside_is_late = parameters.get("outside_window", LATE) == LATE
		self.reminder = parameters.get("reminder_on")
		self.any_day = parameters.get("presence") == ANY_DAY
		self.excuses = bool(parameters.get("excuses"))


class _Counted:
	"""One period of a clause: judges what each subject did in it."""

	def __init__(self, counting: _Counting, period: Period, due_days: DueDays | None) -> None:
		self.counting, self.period = counting, period
		self.key, self.title = period.key, period.title
		self.due = due_days(period) if due_days else ()
		# Most subjects of a period get one of few sentences: each is put together once.
		self._sentences: dict[Any, Message] = {}

	def judge(
		self,
		subject: Subject,
		asked: Spells[str],
		records: Sequence[Evidence],
		otherwise: Message | None,
		own_deadline: date | None,
	) -> Finding:
		answer = answering(self.counting.clause, asked, subject.belongs, self.period)
		deadline = own_deadline + self.counting.grace if own_deadline else self._deadline(answer)
		reason = otherwise or answer.reason or self._reason_of_due_day(asked)
		if reason is not None:
			return self._finding(subject, answer, "not_applicable", 0, records, deadline, reason, None)
		return self._count(subject, asked, answer, records, deadline)

	def _deadline(self, answer: Answering) -> date:
		"""The last day in time; whoever leaves before the period's end has until his last day, unless any day makes him owe it."""
		last = answer.spell.last if answer.spell else None
		if last is not None and last < self.period.end and not self.counting.any_day:
			return last
		return self.period.end + self.counting.grace

	def _reason_of_due_day(self, asked: Spells[str]) -> Message | None:
		if not self.due or asked.covers(self.due[-1]):
			return None
		return Message("Not active on {day}.", day=self.due[-1])

	def _count(
		self,
		subject: Subject,
		asked: Spells[str],
		answer: Answering,
		records: Sequence[Evidence],
		deadline: date,
	) -> Finding:
		counting, as_of, required = self.counting, self.counting.as_of, self.counting.required
		counted = [
			record for record in records if not record.partial and not record.exempt and record.day <= as_of
		]
		number = len(counted)

		def finding(status: str, message: Message, changes_on: date | None = None) -> Finding:
			return self._finding(
				subject, answer, status, number, records, deadline, partly_there(answer, message), changes_on
			)

		if any(record.exempt for record in records) or (
			counting.excuses and is_excused(counting.clause, subject, asked, self.period)
		):
			sentence = self._sentence("Exempt in {period}.", period=self.title)
			return self._finding(subject, answer, "exempt", number, records, deadline, sentence, None)
		in_time = [record for record in counted if record.day <= deadline]
		if len(in_time) >= required:
			return self._met(finding, in_time)
		later = min((record.day for record in records if record.day > as_of), default=None)
		if number >= required:
			completed = sorted(record.day for record in counted)[required - 1]
			return finding(
				"late",
				self._sentence("Done on {day}, after {deadline}.", day=completed, deadline=deadline),
				later,
			)
		if as_of > deadline:
			return finding("missed", self._missed_sentence(records, number), later)
		if as_of < self.period.start:
			return finding(
				"planned", self._sentence("Begins on {start}.", start=self.period.start), self.period.start
			)
		sentence, until = self._due_sentence(number, deadline, records)
		return finding("due", sentence, _first(later, until))

	def _met(self, finding: Callable[..., Finding], in_time: Sequence[Evidence]) -> Finding:
		days = sorted({record.day for record in in_time})
		if self.due and not set(days) & set(self.due):
			return self._met_on_another_day(finding, days)
		remark = next((record.remark for record in in_time if record.remark), None)
		sentence = self._sentence(
			"Done: {found} of {required}, on {days}.",
			found=len(in_time),
			required=self.counting.required,
			days=tuple(days),
		)
		return finding("met", _with_remark(sentence, remark))

	def _met_on_another_day(self, finding: Callable[..., Finding], days: Sequence[date]) -> Finding:
		due, window = self.due[-1], self.counting.window
		nearest = min(days, key=lambda day: (self._distance(day), day))
		if window is None or self._distance(nearest) <= window:
			return finding("met", self._sentence("Held on {day} instead of {due}.", day=nearest, due=due))
		sentence = self._sentence(
			"Held on {day}, more than {window} days away from {due}.", day=nearest, window=window, due=due
		)
		return finding("late" if self.counting.outside_is_late else "met", sentence)

	def _distance(self, day: date) -> int:
		return min(abs((day - due).days) for due in self.due)

	def _missed_sentence(self, records: Sequence[Evidence], number: int) -> Message:
		if paid := self._paid_in_part(records):
			return Message("{period}: {paid}", period=self.title, paid=paid)
		sentence = self._sentence(
			"{found} of {required} in {period}.",
			found=number,
			required=self.counting.required,
			period=self.title,
		)
		return _with_remark(sentence, self._said_of_parts(records))

	def _paid_in_part(self, records: Sequence[Evidence]) -> Message | None:
		"""How much of a sum was paid, None where nothing or all of it was."""
		for record in records:
			if record.partial and record.whole and record.day <= self.counting.as_of:
				return Message(
					"{amount} of {whole} yuan paid.",
					amount=f"{record.amount:.2f}",
					whole=f"{record.whole:.2f}",
				)
		return None

	def _said_of_parts(self, records: Sequence[Evidence]) -> Message | None:
		"""What records of a part lack."""
		parts = (record for record in records if record.partial and record.day <= self.counting.as_of)
		return next((record.remark for record in parts if record.remark), None)

	def _due_sentence(self, number: int, deadline: date, records: Sequence[Evidence]) -> tuple[Message, date]:
		"""What is still to come, and the day after which that is put in other words."""
		counting, as_of = self.counting, self.counting.as_of
		due = self.due[-1] if self.due else deadline
		if paid := self._paid_in_part(records):
			return (
				Message("{period}: {paid} The rest is due by {due}.", period=self.title, paid=paid, due=due),
				deadline + _DAY,
			)
		progress = {"found": number, "required": counting.required, "period": self.title, "due": due}
		if as_of > due:
			sentence = self._sentence(
				"Overdue: {found} of {required} in {period}, to be held on {due}. It counts until {deadline}.",
				deadline=deadline,
				**progress,
			)
			return _with_remark(sentence, self._said_of_parts(records)), deadline + _DAY
		if counting.reminder and self.period.kind == "year" and not number:
			reminder = date.fromisoformat(f"{self.period.start.year:04d}-{counting.reminder}")
			if as_of <= reminder:
				return self._so_far(progress, records), reminder + _DAY
			return (
				self._sentence(
					"{found} of {required} so far in {period}, due by {due}. Half of the year has passed: please plan it.",
					**progress,
				),
				due + _DAY,
			)
		return self._so_far(progress, records), due + _DAY

	def _so_far(self, progress: Mapping[str, Any], records: Sequence[Evidence]) -> Message:
		sentence = self._sentence("{found} of {required} so far in {period}, due by {due}.", **progress)
		return _with_remark(sentence, self._said_of_parts(records))

	def _sentence(self, template: str, **values: Any) -> Message:
		key = (template, *values.values())
		known = self._sentences.get(key)
		if known is None:
			known = self._sentences[key] = Message(template, **values)
		return known

	def _finding(
		self,
		subject: Subject,
		answer: Answering,
		status: str,
		found: int,
		records: Sequence[Evidence],
		deadline: date,
		message: Message,
		changes_on: date | None,
	) -> Finding:
		as_of = self.counting.as_of
		refs = tuple(
			EvidenceRef(record.doctype, record.name, record.day)
			for record in records
			if record.exempt or record.day <= as_of
		)
		return Finding(
			rule=self.counting.clause.id,
			subject_doctype=subject.doctype,
			subject=subject.name,
			subject_label=subject.label,
			branch=answer.branch,
			period_key=self.key,
			period_start=self.period.start,
			period_end=self.period.end,
			status=status,
			required=self.counting.required,
			found=found,
			evidence=_sorted_refs(refs) if len(refs) > 1 else refs,
			due_date=self.due[-1] if self.due else deadline,
			message=message,
			changes_on=changes_on,
		)


def _with_remark(sentence: Message, remark: Message | None) -> Message:
	return sentence if remark is None else Message("{sentence} {remark}", sentence=sentence, remark=remark)


def _indexed(evidence: Iterable[Evidence], kind: str) -> Mapping[tuple[str, str], Sequence[Evidence]]:
	"""Group evidence by subject and period; a record handed in twice counts once."""
	index: dict[tuple[str, str], list[Evidence]] = {}
	keys: dict[date, str] = {}
	for record in evidence:
		day = record.about or record.day
		period = keys.get(day)
		if period is None:
			period = keys[day] = period_of(kind, day).key
		key = (record.subject, period)
		found = index.get(key)
		if found is None:
			index[key] = [record]
		elif not any(_same(record, other) for other in found):
			found.append(record)
	return index


def _same(one: Evidence, other: Evidence) -> bool:
	return one.name == other.name and one.doctype == other.doctype and one.day == other.day


def _distinct(records: Iterable[Evidence]) -> list[Evidence]:
	found: list[Evidence] = []
	for record in records:
		if not any(_same(record, other) for other in found):
			found.append(record)
	return found


def _calendar_kind(clause: Clause) -> str:
	if clause.period is None or clause.period == "point":
		raise RuleError("Clause {rule} has no calendar period to count in.", rule=clause.id)
	return clause.period


# --- state -----------------------------------------------------------------------------------------------------------


class _Judging:
	"""One state clause: judges every subject on the day on which it concerns it."""

	def __init__(
		self,
		clause: Clause,
		predicate: Predicate,
		facts: FactsOn,
		conditions: FactsOn,
		as_of: date,
		settling: Mapping[str, date],
	) -> None:
		self.clause, self.predicate, self.as_of, self.settling = clause, predicate, as_of, settling
		self.facts, self.conditions = facts, conditions
		self._applies_on: dict[date, Callable[[Subject], Message | None]] = {}
		self._due_by: dict[int, date] = {}

	def judge(self, subject: Subject, period: Period) -> Finding:
		asked = asked_time(self.clause, subject, self.as_of)
		answer = (
			Answering(subject.belongs.on(subject.day) or "", 1, 1)
			if subject.day
			else answering(self.clause, asked, subject.belongs, period)
		)
		due = self._due(answer, period)
		day, reason = self._day(subject, asked, answer, period, due)
		if reason is None:
			reason = self._otherwise(subject, day)
		if reason is not None:
			return self._finding(subject, answer, period, "not_applicable", reason, due, None)
		if is_excused(self.clause, subject, asked, period):
			return self._finding(
				subject,
				answer,
				period,
				"exempt",
				Message("Exempt in {period}.", period=period.title),
				due,
				None,
			)
		start = subject.day or period.start
		if self.as_of < start:
			return self._finding(
				subject,
				answer,
				period,
				"planned",
				Message("Begins on {start}.", start=start),
				due,
				None,
				start,
			)
		outcome = self.predicate.judge(self._facts_of(subject, day), self.clause.parameters)
		return self._judged(subject, answer, period, day, due, outcome)

	def of_former_branches(self, subject: Subject, period: Period) -> list[Finding]:
		"""What branches that somebody left within the period had missed when he left."""
		if len(subject.belongs.items) < 2 or self.clause.parameters.get("former_branches") != "asked":
			return []
		asked = asked_time(self.clause, subject, self.as_of)
		answer = answering(self.clause, asked, subject.belongs, period)
		found: dict[str, Finding] = {}
		for spell in asked.within(period.start, period.end):
			day = spell.last
			if spell.value == answer.branch or day is None or day >= min(self.as_of, period.end):
				continue
			outcome = self.predicate.judge(self._facts_of(subject, day), self.clause.parameters)
			if outcome.ok or not outcome.is_asked:
				continue
			left = Answering(spell.value, 1, 1, None, spell)
			month = period_of("month", day)
			finding = self._judged(subject, left, month, day, None, outcome)
			found.setdefault(month.key, replace(finding, period_start=period.start, period_end=day))
		return list(found.values())

	def _due(self, answer: Answering, period: Period) -> date | None:
		due = self._due_of(period.end.year)
		grace = self.clause.parameters.get("arrival_grace_days")
		if grace and answer.spell and answer.spell.first != date.min:
			arrived = answer.spell.first + timedelta(days=grace)
			if arrived >= period.start and (due is None or arrived > due):
				return arrived
		return due

	def _due_of(self, year: int) -> date | None:
		due_by = self.clause.parameters.get("due_by")
		if due_by is None:
			return None
		due = self._due_by.get(year)
		if due is None:
			due = self._due_by[year] = date.fromisoformat(f"{year:04d}-{due_by}")
		return due

	def _otherwise(self, subject: Subject, day: date) -> Message | None:
		"""Why the clause does not apply to a subject on a day, None if it does."""
		if self.clause.applies_when is None:
			return None
		applies = self._applies_on.get(day)
		if applies is None:
			applies = self._applies_on[day] = _applies(self.clause, self.conditions, day)
		return applies(subject)

	def _day(
		self, subject: Subject, asked: Spells[str], answer: Answering, period: Period, due: date | None
	) -> tuple[date, Message | None]:
		"""The day on which the subject is judged, or why it is not."""
		if subject.day:
			if not self.clause.in_force(subject.day):
				return subject.day, Message("The clause is not in force on {day}.", day=subject.day)
			return self.as_of, None
		# Until a time that is left to somebody has run out, what he does in it counts.
		end = max(period.end, due) if due and self.clause.parameters.get("arrival_grace_days") else period.end
		day = max(period.start, min(self.as_of, end))
		if self.clause.period == "point":
			return self._point_in_time(asked, answer, period, day)
		return day, answer.reason

	def _point_in_time(
		self, asked: Spells[str], answer: Answering, period: Period, day: date
	) -> tuple[date, Message | None]:
		if not self.clause.in_force(min(day, period.end)):
			return day, Message("The clause is not in force on {day}.", day=min(day, period.end))
		if not answer.days or answer.spell is None or answer.spell.first > day:
			return day, Message("Not active in {period}.", period=period.title)
		last = answer.spell.last
		if last is None or last >= day:
			return day, None
		# What has ended is judged as of its last day, if it was there long enough to be asked.
		return last, None if 2 * answer.days > answer.of_days else answer.reason or Message(
			"Not active on {day}.", day=day
		)

	def _facts_of(self, subject: Subject, day: date) -> Any:
		facts = self.facts(day).get(subject.name)
		if not isinstance(facts, self.predicate.reads):
			raise RuleError(
				"Clause {rule}: the facts of {subject} lack {facts}.",
				rule=self.clause.id,
				subject=subject.label,
				facts=self.predicate.reads.__name__,
			)
		return facts

	def _judged(
		self,
		subject: Subject,
		answer: Answering,
		period: Period,
		day: date,
		due: date | None,
		outcome: Outcome,
	) -> Finding:
		due = outcome.due or due
		if not outcome.is_asked:
			return self._finding(subject, answer, period, "not_applicable", outcome.message, due, None)
		due, is_new = self._settled(answer, due, outcome)
		if outcome.ok:
			status = "late" if due is not None and outcome.on is not None and outcome.on > due else "met"
			changes = None
		else:
			waits = due is not None and self.as_of <= due
			status, changes = ("due", due + _DAY) if waits else ("missed", None)
		message = outcome.message
		if not subject.day and day < min(self.as_of, period.end):
			message = Message("As of {day}: {sentence}", day=day, sentence=message)
		if is_new and status == "due":
			message = Message(
				"{sentence} The organisation is new here and has time until {due}.", sentence=message, due=due
			)
		return self._finding(subject, answer, period, status, message, due, outcome, changes)

	def _settled(self, answer: Answering, due: date | None, outcome: Outcome) -> tuple[date | None, bool]:
		"""The last day in time of an organisation that may be new, and whether it is so because it is."""
		settled = self.settling.get(answer.branch)
		if settled is None:
			return due, False
		if due is None:
			waits = not outcome.ok and self.as_of <= settled
			return (settled, True) if waits else (None, False)
		return (settled, True) if due < settled else (due, False)

	def _finding(
		self,
		subject: Subject,
		answer: Answering,
		period: Period,
		status: str,
		message: Message,
		due: date | None,
		outcome: Outcome | None,
		changes_on: date | None = None,
	) -> Finding:
		return Finding(
			rule=self.clause.id,
			subject_doctype=subject.doctype,
			subject=subject.name,
			subject_label=subject.label,
			branch=answer.branch,
			period_key=period.key,
			period_start=period.start,
			period_end=period.end,
			status=status,
			required=outcome.required if outcome else None,
			found=outcome.found if outcome else None,
			evidence=(),
			due_date=due,
			message=message,
			changes_on=changes_on,
			lacks=outcome.lacks if outcome else frozenset(),
		)


def _period_of(subject: Subject) -> Period | None:
	"""The year that a subject is about, which happened on one day; None for others."""
	if subject.year:
		return calendar_year(subject.year)
	return period_of("year", subject.day) if subject.day else None


# --- event -----------------------------------------------------------------------------------------------------------


def _answered(
	clause: Clause,
	trigger: Trigger,
	answers: Sequence[Evidence],
	as_of: date,
	applies: Callable[[Subject], Message | None],
) -> Finding:
	period = period_of("month", trigger.day)
	due_date = trigger.due or _answer_due(clause, trigger)
	possible = [answer for answer in answers if not answer.partial and trigger.day <= answer.day]
	given = [answer for answer in possible if answer.day <= as_of]
	subject = trigger.subject

	def finding(status: str, message: Message, changes_on: date | None = None) -> Finding:
		refs = tuple(EvidenceRef(answer.doctype, answer.name, answer.day) for answer in given)
		return Finding(
			rule=clause.id,
			subject_doctype=trigger.doctype,
			subject=trigger.name,
			subject_label=subject.label,
			branch=subject.belongs.on(trigger.day) or "",
			period_key=period.key,
			period_start=period.start,
			period_end=period.end,
			status=status,
			required=1,
			found=min(1, len(given)),
			evidence=_sorted_refs(refs),
			due_date=due_date,
			message=message,
			changes_on=changes_on,
		)

	if not clause.in_force(trigger.day):
		return finding("not_applicable", Message("The clause is not in force on {day}.", day=trigger.day))
	reason = applies(subject)
	if reason is not None:
		return finding("not_applicable", reason)
	if is_excused(clause, subject, subject.belongs, period):
		return finding("exempt", Message("Exempt in {period}.", period=period.title))
	if given:
		day = min(answer.day for answer in given)
		if day <= due_date:
			return finding("met", Message("Done on {day}.", day=day))
		return finding("late", Message("Done on {day}, after {deadline}.", day=day, deadline=due_date))
	later = min((answer.day for answer in possible), default=None)
	if as_of > due_date:
		return finding(
			"missed",
			Message("Nothing was done by {due}: {what}.", due=due_date, what=_what(trigger)),
			later,
		)
	if as_of < trigger.day:
		return finding("planned", Message("Begins on {start}.", start=trigger.day), trigger.day)
	return finding(
		"due",
		Message("To be done by {due}: {what}.", due=due_date, what=_what(trigger)),
		_first(later, due_date + _DAY),
	)


def _what(trigger: Trigger) -> Message:
	return trigger.what or Message("event of {day}", day=trigger.day)


def _answer_due(clause: Clause, trigger: Trigger) -> date:
	if trigger.limit in clause.parameters:
		return trigger.day + timedelta(days=clause.parameters[trigger.limit])
	months = clause.parameters.get("limit_months", 0)
	return add_months(trigger.day, months) + timedelta(days=clause.parameters.get("limit_days", 0))


# --- shared ----------------------------------------------------------------------------------------------------------


def _applies(clause: Clause, conditions: FactsOn, day: date) -> Callable[[Subject], Message | None]:
	"""Return a function from a subject to the sentence why the clause does not apply to it, None if it does."""
	if clause.applies_when is None:
		return lambda subject: None
	if clause.applies_when not in APPLICABILITY:
		raise RuleError(
			"Clause {rule} names the unknown condition {name}.",
			rule=clause.id,
			name=repr(clause.applies_when),
		)
	condition = APPLICABILITY[clause.applies_when]
	known = conditions(day)

	def otherwise(subject: Subject) -> Message | None:
		facts = known.get(subject.name)
		if not isinstance(facts, condition.reads):
			raise RuleError(
				"Clause {rule}: the facts of {subject} lack {facts}.",
				rule=clause.id,
				subject=subject.label,
				facts=condition.reads.__name__,
			)
		return None if condition.test(facts, clause.parameters) else condition.otherwise

	return otherwise


def _first(*days: date | None) -> date | None:
	return min((day for day in days if day is not None), default=None)


def _sorted_refs(refs: Iterable[EvidenceRef]) -> tuple[EvidenceRef, ...]:
	return tuple(sorted(set(refs), key=lambda ref: (ref.day, ref.doctype, ref.name)))


def _order(finding: Finding) -> tuple[str, str, str, date, str]:
	return (
		finding.branch,
		finding.subject_label,
		finding.subject,
		finding.period_start,
		finding.subject_doctype,
	)
