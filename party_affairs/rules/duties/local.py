"""Clauses of a site's own (本地条款): what a script is told of each subject, and the findings that follow from its answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from party_affairs.guide.registry import Clause
from party_affairs.rules.errors import RuleError
from party_affairs.rules.findings import Evidence, EvidenceRef, Finding, Subject
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, periods_between

NUMBER = re.compile(r"L\d\d")
SUBJECTS = ("branch", "member")
PERIODS = ("month", "quarter", "half_year", "year", "point")
_DAY = timedelta(days=1)
_MOST_SAID = 300


@dataclass(frozen=True, kw_only=True)
class LocalClause(Clause):
	"""A clause that a script judges: `script` its text, `keys` the kinds of records whose days it is told."""

	kind: ClassVar[str | None] = "state"

	script: str
	keys: tuple[str, ...] = ()


class Answer(NamedTuple):
	"""What the script says of a subject in a period."""

	ok: bool
	required: float | None = None
	found: float | None = None
	message: str = ""


def local_clause(
	number: str,
	title: str,
	citation: str,
	text: str,
	subject: str,
	period: str,
	severity: str,
	script: str,
	keys: Sequence[str] = (),
	effective_from: date = date(2020, 1, 1),
	effective_to: date | None = None,
	remedy: str = "",
) -> LocalClause:
	"""Return a clause of the site's own. Raise RuleError for a number, subject or period that there is not."""
	if not NUMBER.fullmatch(number):
		raise RuleError("A clause of the site's own is numbered L01 to L99, not {number}.", number=number)
	if subject not in SUBJECTS or period not in PERIODS:
		raise RuleError("Clause {number}: choose whom it is asked of, and in which cycle.", number=number)
	return LocalClause(
		**{"id": number, "citation": citation, "title": title, "text": text, "force": "hard"},
		**{"severity": severity, "subject": subject, "held": "measured", "period": period},
		**{"evidence": None, "trigger": None, "applies_when": None, "predicate": None},
		**{"parameters": MappingProxyType({}), "evaluated": True, "effective_from": effective_from},
		**{"effective_to": effective_to, "remedy": remedy, "script": script, "keys": tuple(keys)},
	)


class Asked(NamedTuple):
	"""Who is asked in a period, by the organisation that answers for him, as of a day."""

	subject: Subject
	branch: str


def periods_of(clause: LocalClause, year: Period) -> tuple[Period, ...]:
	"""Return the periods of a year of which the clause asks; a state that is asked at any time is one of the whole year."""
	if clause.period == "point":
		return (year,)
	return periods_between(clause.period, year.start, year.end)


def asked_in(subjects: Iterable[Subject], period: Period, as_of: date) -> list[Asked]:
	"""Return who is asked in a period, by who answers for him at its end, or today while it lasts; none who is not there then."""
	day = min(period.end, max(as_of, period.start))
	found = []
	for subject in subjects:
		branch = subject.belongs.on(day)
		if branch is not None:
			found.append(Asked(subject, branch))
	return found


def told(
	asked: Sequence[Asked],
	evidence: Mapping[str, Iterable[Evidence]],
	facts: Mapping[str, Mapping[str, Any]],
	period: Period,
	as_of: date,
) -> list[dict[str, Any]]:
	"""Return what the script is told of each subject: name, branch, facts, and by kind the days of its records in the period.

	A record counts in the period that it is about, where it names one. Nothing after `as_of` is told.
	"""
	days: dict[tuple[str, str], list[date]] = {}
	for key, records in evidence.items():
		for record in records:
			if (
				record.day <= as_of
				and not record.partial
				and period.start <= (record.about or record.day) <= period.end
			):
				days.setdefault((record.subject, key), []).append(record.day)
	return [
		{
			**facts.get(one.subject.name, {}),
			**{"name": one.subject.name, "branch": one.branch},
			"records": {key: sorted(days.get((one.subject.name, key), ())) for key in evidence},
		}
		for one in asked
	]


def findings(
	clause: LocalClause,
	period: Period,
	asked: Sequence[Asked],
	answers: Mapping[str, Answer],
	as_of: date,
	records: Iterable[Evidence] = (),
	settling: Mapping[str, date] = MappingProxyType({}),
) -> list[Finding]:
	"""Return the findings of one period: met or missed, due while it lasts, planned before. Who was not reported is not asked.

	Before a period begins nothing can be said of it, so everybody is planned. What is asked at any time is due until the day
	of `settling` where the organisation that answers is new.
	"""
	planned = period.start > as_of
	lasts = period.end >= as_of and clause.period != "point"
	refs: dict[str, list[EvidenceRef]] = {}
	for record in records:
		if record.day <= as_of and period.start <= (record.about or record.day) <= period.end:
			refs.setdefault(record.subject, []).append(EvidenceRef(record.doctype, record.name, record.day))
	found = []
	for one in asked:
		answer = answers.get(one.subject.name)
		if answer is None and not planned:
			continue
		until = period.end if lasts else _given(settling.get(one.branch), as_of)
		if planned:
			status, changes_on = "planned", period.start
			answer = Answer(False)
		else:
			status = "met" if answer.ok else "missed" if until is None else "due"
			changes_on = until + _DAY if until and (lasts or not answer.ok) else None
		found.append(
			Finding(
				**{"rule": clause.id, "subject_doctype": one.subject.doctype, "subject": one.subject.name},
				**{"subject_label": one.subject.label, "branch": one.branch, "period_key": period.key},
				**{"period_start": period.start, "period_end": period.end, "status": status},
				required=_number(answer.required),
				found=_number(answer.found),
				evidence=tuple(refs.get(one.subject.name, ())),
				due_date=period.end if clause.period != "point" else until if status == "due" else None,
				message=_sentence(clause, status, answer),
				changes_on=changes_on,
			)
		)
	return found


def _given(until: date | None, as_of: date) -> date | None:
	"""The last day of a time that has not run out, None where it has or none was given."""
	return until if until and as_of <= until else None


def _sentence(clause: LocalClause, status: str, answer: Answer) -> Message:
	if status == "planned":
		return Message("The period has not begun.")
	if answer.message:
		return Message("By the site's own clause: {words}", words=answer.message[:_MOST_SAID])
	if answer.ok:
		return Message("What the site's own clause asks for is met.")
	return Message("What the site's own clause asks for is not met: {title}.", title=clause.title)


def _number(value: float | None) -> int | Decimal | None:
	if value is None:
		return None
	return int(value) if float(value).is_integer() else Decimal(str(round(value, 2)))
