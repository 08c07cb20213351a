"""Of whom a clause is asked in a period, and which organisation answers for it.

People join, leave and move, committees begin and lapse: a period is asked of whoever the clause concerned during it, of
the organisation that answered for him then. The guide says nothing about parts of a period, so the registry does, clause
by clause: `presence`, `arrival_days`, `during` and `excuses` are parameters.
"""

from dataclasses import dataclass
from datetime import date

from party_affairs.guide.registry import Clause
from party_affairs.rules.findings import Subject
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period
from party_affairs.rules.spells import Spell, Spells

MORE_THAN_HALF, ANY_DAY = "more_than_half", "any_day"


@dataclass(frozen=True, slots=True)
class Answering:
	"""Who answers for a period: the organisation, and on how many days of the period the subject was there.

	`spell` is the time in that organisation. `reason` says why nothing is asked, None where something is.
	"""

	branch: str
	days: int
	of_days: int
	reason: Message | None = None
	spell: Spell[str] | None = None

	@property
	def is_whole(self) -> bool:
		"""Whether the subject was there on every day of the period."""
		return self.days >= self.of_days


def asked_time(clause: Clause, subject: Subject, as_of: date) -> Spells[str]:
	"""Return when a clause concerns a subject, with the organisation that answers, as it was known on a day."""
	asked = subject.belongs.seen_on(as_of)
	name = clause.parameters.get("during")
	if name is None:
		return asked
	return asked.within_spells(subject.during[name].seen_on(as_of))


def answering(clause: Clause, asked: Spells[str], belongs: Spells[str], period: Period) -> Answering:
	"""Return who answers for a period in which a clause concerns a subject at the times `asked`.

	Parameters: `presence`, whether it is asked of whoever was there for `more_than_half` of the period or on `any_day`;
	`arrival_days`, how many days before the period's end an arrival leaves the organisation before in charge.
	"""
	length = (period.end - period.start).days + 1
	if len(asked.items) == 1:
		(spell,) = asked.items
		# The usual case: one organisation for the whole period, without a count of days.
		if spell.first <= period.start and (spell.last is None or spell.last >= period.end):
			if clause.in_force(period.start):
				return Answering(spell.value, length, length, None, spell)
	days = asked.days_in(period.start, period.end)
	spell = _in_charge(asked, period, clause.parameters.get("arrival_days", 0)) if days else None
	branch = spell.value if spell else _nearest(belongs, period)
	if not clause.in_force(period.start):
		reason = Message("The clause is not in force on {day}.", day=period.start)
	elif not days:
		reason = Message("Not active in {period}.", period=period.title)
	elif clause.parameters.get("presence", MORE_THAN_HALF) == MORE_THAN_HALF and 2 * days <= length:
		reason = Message(
			"Concerned on {days} of the {length} days of {period} only, not on more than half.",
			days=days,
			length=length,
			period=period.title,
		)
	else:
		reason = None
	return Answering(branch, days, length, reason, spell)


def is_excused(clause: Clause, subject: Subject, asked: Spells[str], period: Period) -> bool:
	"""Whether a subject is excused for more than half of the days on which a period is asked of it.

	Parameter `excuses` names what excuses from the clause: `frail`, being aged or ill (education regulation art. 23). Whoever
	died in a period is excused from it as well by a clause that excuses at all.
	"""
	died = subject.excused.get("died")
	if died and clause.parameters.get("excuses") and died.days_in(period.start, period.end):
		return True
	for name in clause.parameters.get("excuses", ()):
		excused = subject.excused.get(name)
		if excused:
			days = asked.days_in(period.start, period.end)
			free = excused.within_spells(asked).days_in(period.start, period.end)
			if free and 2 * free > days:
				return True
	return False


def partly_there(answer: Answering, sentence: Message) -> Message:
	"""Return a sentence with the word on how many days a period concerned a subject that was not there from end to end."""
	if answer.is_whole:
		return sentence
	return Message(
		"{sentence} (It concerned {days} of the {length} days.)",
		sentence=sentence,
		days=answer.days,
		length=answer.of_days,
	)


def _in_charge(asked: Spells[str], period: Period, arrival_days: int) -> Spell[str] | None:
	inside = [
		spell
		for spell in asked.items
		if spell.first <= period.end and (spell.last is None or spell.last >= period.start)
	]
	if not inside:
		return None
	last = inside[-1]
	just_came = (period.end - last.first).days < arrival_days
	return inside[-2] if just_came and len(inside) > 1 else last


def _nearest(belongs: Spells[str], period: Period) -> str:
	"""The organisation to which a subject belonged last by the end of a period, else the first one it came to."""
	before = belongs.last_before(period.end)
	if before:
		return before.value
	return belongs.items[0].value if belongs.items else ""
