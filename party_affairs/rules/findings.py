"""What goes into an evaluation and what comes out of it. The facts that predicates read stand in the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from party_affairs.rules.message import Message
from party_affairs.rules.spells import Spells, always

STATUSES = ("planned", "due", "met", "late", "missed", "exempt", "not_applicable")
_NONE: Mapping[str, Spells] = MappingProxyType({})


def _none() -> Mapping[str, Spells]:
	return _NONE


@dataclass(frozen=True, slots=True)
class Subject:
	"""What a clause is asked of, such as a branch, firm, group, member or meeting, and when.

	`label` is the name that a person reads. `belongs` says which Party organisation answers for it on each day; nothing is
	asked on other days. `during` has by name the times to which a clause may narrow that, `excused` by name the times in
	which a clause may excuse it. `day` is set for a subject that happened on one day, such as a meeting, `year` for one that
	is about another year than that of its day, such as a report heard in January.
	"""

	doctype: str
	name: str
	label: str
	belongs: Spells[str]
	during: Mapping[str, Spells] = field(default_factory=_none, hash=False)
	excused: Mapping[str, Spells] = field(default_factory=_none, hash=False)
	day: date | None = None
	year: int | None = None


def subject_of(
	branch: str, doctype: str, name: str, label: str, day: date | None = None, year: int | None = None
) -> Subject:
	"""Return a subject that one organisation answers for, whenever it is asked."""
	return Subject(doctype, name, label, always(branch), day=day, year=year)


@dataclass(frozen=True, slots=True)
class Evidence:
	"""One record that counts for the subject named `subject`.

	`day` is when it was done. `about` is a day of the period that it is about, where the record itself names that (dues of a
	month, a report on a half-year); otherwise `day` decides. `partial` evidence is shown but not enough; `amount` of `whole`
	(yuan) says how much of it there is, `remark` what is to be said about the record. `exempt` evidence excuses the subject
	from the period. `answers` names the record that an answer to an event belongs to.
	"""

	subject: str
	day: date
	doctype: str
	name: str
	about: date | None = None
	partial: bool = False
	exempt: bool = False
	answers: str | None = None
	amount: Decimal | None = None
	whole: Decimal | None = None
	remark: Message | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
	"""A record that calls for an answer by `subject`, such as a sanction that calls for a talk.

	The organisation to which the subject belongs on `day` has to answer. `due` is the day by which the record itself wants
	the answer, such as the end of a term; None: the clause's limit. `limit` names the parameter of the clause that holds the
	days for events of its kind; None: `limit_days`. `what` says in words what has happened.
	"""

	subject: Subject
	day: date
	doctype: str
	name: str
	due: date | None = None
	limit: str | None = None
	what: Message | None = None


class EvidenceRef(NamedTuple):
	"""The record behind a finding."""

	doctype: str
	name: str
	day: date


@dataclass(frozen=True, slots=True)
class Finding:
	"""The answer to one clause for one subject and period. `key` is unique in a run.

	`branch` is the organisation that answers for it. `status` is one of `STATUSES`; `required` and `found` are counts, or
	hours where the clause asks for a length. `due_date` is the last day in time, None for a state without one. `changes_on`
	is the next day on which time alone may change the answer, None: never. `lacks` names what a state is missing, in words
	that linked clauses share.
	"""

	rule: str
	subject_doctype: str
	subject: str
	subject_label: str
	branch: str
	period_key: str
	period_start: date
	period_end: date
	status: str
	required: int | Decimal | None
	found: int | Decimal | None
	evidence: tuple[EvidenceRef, ...]
	due_date: date | None
	message: Message
	changes_on: date | None = None
	lacks: frozenset[str] = frozenset()

	@property
	def key(self) -> tuple[str, str, str, str]:
		return (self.rule, self.subject_doctype, self.subject, self.period_key)
