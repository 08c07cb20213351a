"""What goes into an evaluation and what comes out of it. The predicates in the rooms describe the facts they read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from party_affairs.rules.message import Message

STATUSES = ("planned", "due", "met", "late", "missed", "exempt", "not_applicable")


@dataclass(frozen=True)
class Subject:
	"""One of whom a clause is asked: a branch, firm, group, member or meeting.

	`branch` is the Party organisation to which its findings belong, `label` the name a person reads. `active_from` and
	`active_to` (inclusive, None: open) bound the time in which anything is demanded. `day` is set for a subject that
	happened on one day, such as a meeting. `facts` are the values that predicates read.
	"""

	doctype: str
	name: str
	branch: str
	label: str
	active_from: date | None = None
	active_to: date | None = None
	facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
	day: date | None = None


@dataclass(frozen=True)
class Evidence:
	"""One record that counts for the subject named `subject`.

	`day` is when it was done. `period_key` is set where the record itself names its period (dues of a month); otherwise
	`day` decides. `partial` evidence is shown but not enough (dues paid in part); `exempt` evidence excuses the subject
	from the period. `answers` names the record that an answer to an event belongs to.
	"""

	subject: str
	day: date
	doctype: str
	name: str
	period_key: str | None = None
	partial: bool = False
	exempt: bool = False
	answers: str | None = None


@dataclass(frozen=True)
class Trigger:
	"""A record that calls for an answer by `subject`, such as a sanction that calls for a talk.

	`due` is the day by which the record itself wants the answer, such as the end of a term; None: the clause's limit.
	`limit` names the parameter of the clause that holds the days for events of its kind; None: `limit_days`.
	"""

	subject: Subject
	day: date
	doctype: str
	name: str
	due: date | None = None
	limit: str | None = None


class EvidenceRef(NamedTuple):
	"""The record behind a finding."""

	doctype: str
	name: str
	day: date


@dataclass(frozen=True)
class Finding:
	"""The answer to one clause for one subject and period. `key` is unique in a run.

	`status` is one of `STATUSES`; `required` and `found` are counts, or hours where the clause asks for a length.
	`due_date` is the day by which something is to be done, None for a state without one.
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

	@property
	def key(self) -> tuple[str, str, str, str]:
		return (self.rule, self.subject_doctype, self.subject, self.period_key)
