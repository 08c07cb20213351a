"""Whose dues a line of a statement is, and for which months; or why somebody has to decide it.

A line is matched only where nothing is left to judgement: one member of that name, and a sum that settles his oldest
open months to the cent, or with them a whole quarter in advance. Everything else is doubtful, with the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from party_affairs.rules.dues.allocation import is_organisation
from party_affairs.rules.message import Message
from party_affairs.rules.names import name_key

MATCHED, DOUBTFUL = "Matched", "Doubtful"
MOST_ADVANCE_MONTHS = 12
QUARTER = 3


@dataclass(frozen=True)
class Line:
	"""Money that came in on a day. `key` tells the line from the others; a `refund` took it back."""

	key: str
	paid_on: date
	amount: Decimal
	payer: str | None = None
	note: str = ""
	refund: bool = False


@dataclass(frozen=True)
class DueMonth:
	"""A month (its first day) of which `amount` is still to be paid."""

	month: date
	amount: Decimal


@dataclass(frozen=True)
class Payer:
	"""A member. `owing` are his open months, oldest first; `coming` the months after them, as they would be due."""

	member: str
	name: str
	owing: tuple[DueMonth, ...] = ()
	coming: tuple[DueMonth, ...] = ()


@dataclass(frozen=True)
class Match:
	"""What was found for a line: `member` and `months` (a proposal where it is doubtful), and the reason of a doubt."""

	state: str
	member: str | None = None
	months: tuple[date, ...] = ()
	reason: Message | None = None


def match(
	lines: Iterable[Line],
	people: Sequence[Payer],
	organisations: Sequence[str] = (),
	taken: Mapping[str, Iterable[date]] | None = None,
	repeated: Callable[[Line, Payer | None], Message | None] = lambda line, person: None,
) -> dict[str, Match]:
	"""Return what was found for each line, by its key.

	Lines are taken in the order of their days, so that the second payment of a member settles what the first one left
	open; months in `taken`, by member, are settled by lines that were decided already. `organisations` are
	names that are no person's beyond doubt, such as those of the branch and its firms. `repeated` says of a line, as that of a
	member, why it may be a payment that is there already.
	"""
	by_name: dict[str, list[Payer]] = defaultdict(list)
	for person in people:
		by_name[plain(person.name)].append(person)
	settled = defaultdict(set, {member: set(months) for member, months in (taken or {}).items()})
	found = {}
	for line in sorted(lines, key=lambda line: line.paid_on):
		person, doubt = _person(line, by_name, organisations)
		again = repeated(line, person)
		if person is None:
			found[line.key] = Match(DOUBTFUL, reason=_both(again, doubt))
			continue
		months, unfit = _months(line, person, settled[person.member])
		doubt = _both(again, doubt or unfit)
		if doubt is None:
			settled[person.member].update(months)
		found[line.key] = Match(DOUBTFUL if doubt else MATCHED, person.member, months, doubt)
	return found


def _both(first: Message | None, second: Message | None) -> Message | None:
	if first is None or second is None:
		return first or second
	return Message("{first} Besides: {second}", first=first, second=second)


def plain(name: str | None) -> str:
	"""Return a name for comparing, however its dots are typed and whatever nobody sees in it."""
	return name_key(name)


# --- who -------------------------------------------------------------------------------------------------------------


def _person(
	line: Line, by_name: dict[str, list[Payer]], organisations: Sequence[str]
) -> tuple[Payer | None, Message | None]:
	"""Return the member whom a line names, and why somebody should look at it all the same."""
	if line.refund or line.amount <= 0:
		return None, Message("The money was paid back: there is nothing to collect.")
	payer = plain(line.payer)
	named = _named_in(plain(line.note), by_name)
	as_payer = by_name.get(payer, [])
	if not as_payer and is_organisation(payer, organisations):
		return (
			_only(by_name, named),
			Message(
				"{payer} is an organisation: by article 14 of the dues rule it may not pay for a member.",
				payer=line.payer,
			),
		)
	if as_payer and set(named) - {payer}:
		return (
			_only(by_name, named) or _one(as_payer),
			Message(
				"{payer} paid, the note names {names}: for whom is it?",
				payer=line.payer,
				names=_called(by_name, named),
			),
		)
	if len(as_payer) > 1:
		return None, _namesakes(line.payer, as_payer)
	if as_payer:
		return as_payer[0], None
	if len(named) > 1:
		return None, Message("The note names {names}: for whom is it?", names=_called(by_name, named))
	if named:
		people = by_name[named[0]]
		return (people[0], None) if len(people) == 1 else (None, _namesakes(people[0].name, people))
	if not payer:
		return None, Message("The statement does not say who paid.")
	return None, Message("No member of the branch is called {payer}.", payer=line.payer)


def _named_in(note: str, by_name: dict[str, list[Payer]]) -> list[str]:
	"""The members' names in a note, in its order; of two that overlap the longer one."""
	found: list[tuple[int, str]] = []
	taken = [False] * len(note)
	for name in sorted((name for name in by_name if name and name in note), key=len, reverse=True):
		start = note.find(name)
		while start >= 0:
			if not any(taken[start : start + len(name)]):
				taken[start : start + len(name)] = [True] * len(name)
				found.append((start, name))
			start = note.find(name, start + 1)
	return list(dict.fromkeys(name for _start, name in sorted(found)))


def _called(by_name: dict[str, list[Payer]], named: list[str]) -> tuple[str, ...]:
	return tuple(by_name[name][0].name for name in named)


def _only(by_name: dict[str, list[Payer]], named: list[str]) -> Payer | None:
	return _one(by_name[named[0]]) if len(named) == 1 else None


def _one(people: list[Payer]) -> Payer | None:
	return people[0] if len(people) == 1 else None


def _namesakes(name: str | None, people: list[Payer]) -> Message:
	return Message("{count} members are called {name}: for whom is it?", count=len(people), name=name)


# --- for which months ------------------------------------------------------------------------------------------------


def _months(line: Line, person: Payer, settled: set[date]) -> tuple[tuple[date, ...], Message | None]:
	"""Return the months that a sum settles to the cent; `settled` ones were paid by lines before.

	Where it settles none so, the months that are due are proposed with the reason of the doubt. A month that had passed
	without being owed is not paid in advance.
	"""
	this_month = line.paid_on.replace(day=1)
	owing = [item for item in person.owing if item.month not in settled]
	coming = [item for item in person.coming if item.month >= this_month and item.month not in settled]
	due = owing + [item for item in coming if item.month == this_month]
	items = owing + coming[:MOST_ADVANCE_MONTHS]
	total, covered = Decimal(0), []
	for position, item in enumerate(items):
		total += item.amount
		covered.append(item.month)
		if total > line.amount:
			break
		if total == line.amount and (position < len(due) or _whole_quarter(covered)):
			return tuple(covered), None
	if not due:
		return (), Message("Every month that was due is paid already: a second payment, or one in advance?")
	return tuple(item.month for item in due), Message(
		"{amount} yuan were paid, {owed} yuan are open for {months} months, {first} yuan of them for the oldest.",
		amount=line.amount,
		owed=sum(item.amount for item in due),
		months=len(due),
		first=due[0].amount,
	)


def _whole_quarter(months: list[date]) -> bool:
	"""Whether the months end with a quarter and hold all of it: less is no payment in advance, but perhaps a mistake."""
	last = months[-1]
	if len(months) < QUARTER or last.month % QUARTER:
		return False
	return months[-QUARTER] == last.replace(month=last.month - QUARTER + 1)
