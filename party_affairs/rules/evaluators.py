"""The three evaluators: how often, in what state, how soon after an event.

They know no single clause. A clause of the registry says what it counts (`evidence`, `parameters`), when it applies
(`applies_when`) and what it asks of a subject (`predicate`). Each evaluator returns exactly one finding for each clause,
subject and period, sorted, so that neither the order of its input nor a second run changes anything. Cost grows with
subjects and evidence, not with their product.

Parameters of every kind of clause: `from_fact` and `to_fact` name facts that narrow a subject's active days, such as
those of a committee; `period_setting` names the site's setting that decides how often, read before the evaluation;
`excuses_frail` says that members marked as aged or ill are excused (education regulation art. 23): their fact
`exempt_from` names the clause.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from party_affairs.guide.registry import Clause
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.errors import RuleError
from party_affairs.rules.findings import Evidence, EvidenceRef, Finding, Subject, Trigger
from party_affairs.rules.judgement import Predicate
from party_affairs.rules.meetings import records as meetings
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, add_months, period_of, periods_between
from party_affairs.rules.predicates import PREDICATES

DueDays = Callable[[Period], tuple[date, ...]]


def evaluate_frequency(
	clause: Clause,
	subjects: Iterable[Subject],
	evidence: Iterable[Evidence],
	first: date,
	last: date,
	as_of: date,
	due_days: DueDays | None = None,
	deadlines: Mapping[tuple[str, str], date] = MappingProxyType({}),
) -> list[Finding]:
	"""Return a finding for each subject and each period of the clause that overlaps the days `first` to `last`.

	Evidence counts up to the day `as_of`; each record counts once. `due_days` names the days on which the evidence is
	expected, the due day last: evidence of another day in the period still counts, and the finding says so. `deadlines`
	give by (subject, period) the last day where that is not the period's own, such as a quarter's end for monthly dues.

	Parameters: `times`, how many a period needs (1); `grace_days` after the period's end that count as in time (0);
	`liable`, who is asked: those active on the first day (`period_start`) or on `any_day`; `reminder_on`, the `MM-DD` after
	which a finding of a year that is still due weighs more.
	"""
	periods = periods_between(_calendar_kind(clause), first, last)
	by_period = _indexed(evidence, _calendar_kind(clause))
	findings = []
	for subject in subjects:
		reason = _reason_not_applicable(clause, subject)
		for period in periods:
			records = by_period.get((subject.name, period.key), ())
			due = due_days(period) if due_days else ()
			last_day = deadlines.get((subject.name, period.key), period.end)
			findings.append(_count(clause, subject, period, records, as_of, due, reason, last_day))
	return sorted(findings, key=_order)


def evaluate_state(
	clause: Clause,
	subjects: Iterable[Subject],
	as_of: date,
	predicates: Mapping[str, Predicate] = PREDICATES,
	period: Period | None = None,
) -> list[Finding]:
	"""Return one finding for each subject: is the clause's predicate satisfied?

	Subjects are judged for `period`, by default the year of `as_of`; a subject with a day of its own (a meeting) for the
	year of that day. Parameter `due_by`: the `MM-DD` until when an unsatisfied state is due rather than missed.
	"""
	if clause.predicate not in predicates:
		raise RuleError(
			"Clause {rule} names the unknown predicate {name}.", rule=clause.id, name=repr(clause.predicate)
		)
	predicate = predicates[clause.predicate]
	findings = []
	for subject in subjects:
		own = period_of("year", subject.day) if subject.day else period or period_of("year", as_of)
		findings.append(_judge(clause, subject, own, as_of, predicate))
	return sorted(findings, key=_order)


def evaluate_event(
	clause: Clause, triggers: Iterable[Trigger], answers: Iterable[Evidence], as_of: date
) -> list[Finding]:
	"""Return one finding for each trigger: was it answered within the clause's limit?

	An answer belongs to the trigger it names in `answers`; one that names none to every earlier trigger of its subject.
	The subject of the finding is the trigger's record, its period the month of the trigger. Parameters `limit_days` and
	`limit_months` are the time for the answer; a trigger may name a parameter of its own in their place.
	"""
	named: dict[str, list[Evidence]] = defaultdict(list)
	unnamed: dict[str, list[Evidence]] = defaultdict(list)
	for answer in answers:
		if answer.answers is None:
			unnamed[answer.subject].append(answer)
		else:
			named[answer.answers].append(answer)
	findings = [
		_answered(
			clause, trigger, (*named.get(trigger.name, ()), *unnamed.get(trigger.subject.name, ())), as_of
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


def required_facts(clause: Clause) -> frozenset[str]:
	"""Return the facts that a subject must carry for this clause to be evaluated."""
	needs = frozenset[str]()
	if clause.applies_when is not None:
		needs |= _applicability(clause).needs
	if clause.predicate is not None:
		needs |= PREDICATES[clause.predicate].needs
	return needs


# --- frequency -------------------------------------------------------------------------------------------------------


def _count(
	clause: Clause,
	subject: Subject,
	period: Period,
	records: Iterable[Evidence],
	as_of: date,
	due_days: tuple[date, ...],
	reason: Message | None,
	last_day: date,
) -> Finding:
	required = clause.parameters.get("times", 1)
	deadline = last_day + timedelta(days=clause.parameters.get("grace_days", 0))
	due_date = due_days[-1] if due_days else deadline
	records = list(records)
	counted = [
		record for record in records if not record.partial and not record.exempt and record.day <= as_of
	]
	in_time = [record for record in counted if record.day <= deadline]
	shown = [record for record in records if record.exempt or record.day <= as_of]

	def finding(status: str, message: Message) -> Finding:
		return _finding(clause, subject, period, status, required, len(counted), shown, due_date, message)

	reason = reason or _reason_not_demanded(clause, subject, period)
	if reason is not None:
		return finding("not_applicable", reason)
	if _is_exempt(clause, subject) or any(record.exempt for record in records):
		return finding("exempt", Message("Exempt in {period}.", period=period.title))
	if len(in_time) >= required:
		return finding("met", _met_sentence(in_time, required, due_days))
	if len(counted) >= required:
		completed = sorted(record.day for record in counted)[required - 1]
		return finding("late", Message("Done on {day}, after {deadline}.", day=completed, deadline=deadline))
	progress = {"found": len(counted), "required": required, "period": period.title}
	if as_of > deadline:
		return finding("missed", Message("{found} of {required} in {period}.", **progress))
	if as_of < period.start:
		return finding("planned", Message("Begins on {start}.", start=period.start))
	return finding("due", _due_sentence(clause, period, as_of, {**progress, "due": due_date}))


def _due_sentence(clause: Clause, period: Period, as_of: date, progress: Mapping[str, Any]) -> Message:
	"""What is still to come; from the day of a yearly clause's reminder on with a word about the time that is left."""
	reminder = clause.parameters.get("reminder_on")
	is_reminded = reminder and period.kind == "year" and not progress["found"]
	if is_reminded and as_of > date.fromisoformat(f"{period.start.year:04d}-{reminder}"):
		return Message(
			"{found} of {required} so far in {period}, due by {due}. Half of the year has passed: please plan it.",
			**progress,
		)
	return Message("{found} of {required} so far in {period}, due by {due}.", **progress)


def _met_sentence(in_time: list[Evidence], required: int, due_days: tuple[date, ...]) -> Message:
	days = sorted({record.day for record in in_time})
	if due_days and not set(days) & set(due_days):
		return Message("Held on {day} instead of {due}.", day=days[0], due=due_days[-1])
	return Message(
		"Done: {found} of {required}, on {days}.", found=len(in_time), required=required, days=tuple(days)
	)


def _indexed(evidence: Iterable[Evidence], kind: str) -> dict[tuple[str, str], list[Evidence]]:
	"""Group evidence by subject and period; a record handed in twice counts once."""
	index: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
	for record in dict.fromkeys(evidence):
		index[record.subject, record.period_key or period_of(kind, record.day).key].append(record)
	return index


def _calendar_kind(clause: Clause) -> str:
	if clause.period is None or clause.period == "point":
		raise RuleError("Clause {rule} has no calendar period to count in.", rule=clause.id)
	return clause.period


# --- state -----------------------------------------------------------------------------------------------------------


def _judge(clause: Clause, subject: Subject, period: Period, as_of: date, predicate: Predicate) -> Finding:
	due_by = clause.parameters.get("due_by")
	due_date = date.fromisoformat(f"{period.end.year:04d}-{due_by}") if due_by else None

	def finding(status: str, message: Message, required=None, found=None) -> Finding:
		return _finding(clause, subject, period, status, required, found, (), due_date, message)

	reason = _reason_not_applicable(clause, subject) or _reason_not_judged(clause, subject, period, as_of)
	if reason is not None:
		return finding("not_applicable", reason)
	if _is_exempt(clause, subject):
		return finding("exempt", Message("Exempt in {period}.", period=period.title))
	if as_of < (subject.day or period.start):
		return finding("planned", Message("Begins on {start}.", start=subject.day or period.start))
	_check_facts(clause, subject, predicate.needs)
	outcome = predicate.judge(subject.facts, clause.parameters)
	due_date = outcome.due or due_date
	if outcome.ok:
		late = due_date is not None and outcome.on is not None and outcome.on > due_date
		status = "late" if late else "met"
	else:
		status = "due" if due_date is not None and as_of <= due_date else "missed"
	return finding(status, outcome.message, outcome.required, outcome.found)


def _reason_not_judged(clause: Clause, subject: Subject, period: Period, as_of: date) -> Message | None:
	if subject.day is not None:
		if not clause.in_force(subject.day):
			return Message("The clause is not in force on {day}.", day=subject.day)
		return None
	if clause.period != "point":
		return _reason_not_demanded(clause, subject, period)
	on = max(period.start, min(as_of, period.end))
	if not clause.in_force(on):
		return Message("The clause is not in force on {day}.", day=on)
	first, last = _active_days(clause, subject)
	if on < first or on > last:
		return Message("Not active on {day}.", day=on)
	return None


# --- event -----------------------------------------------------------------------------------------------------------


def _answered(clause: Clause, trigger: Trigger, answers: Iterable[Evidence], as_of: date) -> Finding:
	period = period_of("month", trigger.day)
	due_date = trigger.due or _answer_due(clause, trigger)
	given = [
		answer
		for answer in dict.fromkeys(answers)
		if not answer.partial and trigger.day <= answer.day <= as_of
	]
	subject = trigger.subject

	def finding(status: str, message: Message) -> Finding:
		return _finding(
			clause,
			subject,
			period,
			status,
			1,
			min(1, len(given)),
			given,
			due_date,
			message,
			(trigger.doctype, trigger.name),
		)

	if not clause.in_force(trigger.day):
		return finding("not_applicable", Message("The clause is not in force on {day}.", day=trigger.day))
	reason = _reason_not_applicable(clause, subject)
	if reason is not None:
		return finding("not_applicable", reason)
	if _is_exempt(clause, subject):
		return finding("exempt", Message("Exempt in {period}.", period=period.title))
	if given:
		day = min(answer.day for answer in given)
		if day <= due_date:
			return finding("met", Message("Done on {day}.", day=day))
		return finding("late", Message("Done on {day}, after {deadline}.", day=day, deadline=due_date))
	if as_of > due_date:
		return finding(
			"missed",
			Message("Nothing was done by {due} about the event of {day}.", due=due_date, day=trigger.day),
		)
	if as_of < trigger.day:
		return finding("planned", Message("Begins on {start}.", start=trigger.day))
	return finding(
		"due", Message("To be done by {due} about the event of {day}.", due=due_date, day=trigger.day)
	)


def _answer_due(clause: Clause, trigger: Trigger) -> date:
	if trigger.limit in clause.parameters:
		return trigger.day + timedelta(days=clause.parameters[trigger.limit])
	months = clause.parameters.get("limit_months", 0)
	return add_months(trigger.day, months) + timedelta(days=clause.parameters.get("limit_days", 0))


# --- shared ----------------------------------------------------------------------------------------------------------


def _reason_not_applicable(clause: Clause, subject: Subject) -> Message | None:
	if clause.applies_when is None:
		return None
	condition = _applicability(clause)
	_check_facts(clause, subject, condition.needs)
	return None if condition.test(subject.facts, clause.parameters) else condition.otherwise


def _applicability(clause: Clause):
	if clause.applies_when not in APPLICABILITY:
		raise RuleError(
			"Clause {rule} names the unknown condition {name}.",
			rule=clause.id,
			name=repr(clause.applies_when),
		)
	return APPLICABILITY[clause.applies_when]


def _reason_not_demanded(clause: Clause, subject: Subject, period: Period) -> Message | None:
	if not clause.in_force(period.start):
		return Message("The clause is not in force on {day}.", day=period.start)
	first, last = _active_days(clause, subject)
	if first > last or first > period.end or last < period.start:
		return Message("Not active in {period}.", period=period.title)
	if clause.parameters.get("liable", "period_start") == "any_day":
		return None
	if first > period.start:
		return Message("Not yet active when {period} began.", period=period.title)
	if last < period.end:
		return Message("No longer active when {period} ended.", period=period.title)
	return None


def _active_days(clause: Clause, subject: Subject) -> tuple[date, date]:
	"""Return first and last active day, narrowed by the facts that the clause names."""
	firsts = [subject.active_from, _fact(subject, clause.parameters.get("from_fact"))]
	lasts = [subject.active_to, _fact(subject, clause.parameters.get("to_fact"))]
	return (
		max((day for day in firsts if day is not None), default=date.min),
		min((day for day in lasts if day is not None), default=date.max),
	)


def _fact(subject: Subject, name: str | None) -> date | None:
	return None if name is None else subject.facts.get(name)


def _is_exempt(clause: Clause, subject: Subject) -> bool:
	return clause.id in subject.facts.get("exempt_from", ())


def _check_facts(clause: Clause, subject: Subject, needs: frozenset[str]) -> None:
	lacking = sorted(needs - set(subject.facts))
	if lacking:
		raise RuleError(
			"Clause {rule}: the facts of {subject} lack {facts}.",
			rule=clause.id,
			subject=subject.label,
			facts=tuple(lacking),
		)


def _finding(
	clause: Clause,
	subject: Subject,
	period: Period,
	status: str,
	required: Any,
	found: Any,
	records: Iterable[Evidence],
	due_date: date | None,
	message: Message,
	record: tuple[str, str] | None = None,
) -> Finding:
	doctype, name = record or (subject.doctype, subject.name)
	refs = {EvidenceRef(item.doctype, item.name, item.day) for item in records}
	return Finding(
		rule=clause.id,
		subject_doctype=doctype,
		subject=name,
		subject_label=subject.label,
		branch=subject.branch,
		period_key=period.key,
		period_start=period.start,
		period_end=period.end,
		status=status,
		required=required,
		found=found,
		evidence=tuple(sorted(refs, key=lambda ref: (ref.day, ref.doctype, ref.name))),
		due_date=due_date,
		message=message,
	)


def _order(finding: Finding) -> tuple[str, str, str, date, str]:
	return (
		finding.branch,
		finding.subject_label,
		finding.subject,
		finding.period_start,
		finding.subject_doctype,
	)
