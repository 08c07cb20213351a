"""A judgement of a subject on a day: what it reads and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from party_affairs.rules.message import Message

Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
	"""Whether the clause is satisfied, what it requires and what was found, and the sentence for the reader.

	`on` is the day on which it was satisfied, where that is known and the clause sets a day. `due` is the last day
	in time where that follows from the subject itself. `lacks` names what is missing, in words that linked clauses share.
	`is_asked` is False where there was nothing to judge yet.
	"""

	ok: bool
	required: int | Decimal | None
	found: int | Decimal | None
	message: Message
	on: date | None = None
	due: date | None = None
	lacks: frozenset[str] = frozenset()
	is_asked: bool = True


@dataclass(frozen=True)
class Predicate:
	"""A judgement and the class of the facts that it reads."""

	judge: Callable[[Any, Parameters], Outcome]
	reads: type
