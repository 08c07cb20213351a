"""The vote arithmetics of a branch and of its committee differ in what opens a meeting and what votes are measured by.

| matter | opens with | passes with | opinions of absent members |
|---|---|---|---|
| `resolution` (branch regulation art. 11) | at least half of those entitled | more than half of those entitled | do not count |
| `admission` (rules of admission 2026 art. 19, 20, 32) | more than half of those entitled | more than half of those entitled | written ones count |
| `election` (election regulation 2020) | at least four fifths of those entitled | more than half of those present | do not count |
| `committee` (branch regulation art. 12) | at least half of the committee | more than half of the committee | do not count |

The committee's majority is not spelt out in the rules; measuring it by all its members is the stricter reading.
"""

from dataclasses import dataclass

from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message

MATTERS = ("resolution", "admission", "election", "committee")


@dataclass(frozen=True)
class Tally:
	"""The result of a vote.

	`needed_to_open` is the least attendance, `needed_to_pass` the least number of votes in favour; `counted` are the
	votes in favour that count, written ones included where they may.
	"""

	matter: str
	quorate: bool
	passed: bool
	needed_to_open: int
	needed_to_pass: int
	counted: int


def tally(matter: str, eligible: int, present: int, in_favour: int, written_in_favour: int = 0) -> Tally:
	"""Return the result of a vote of `matter` (one of `MATTERS`).

	`eligible` members are entitled to vote (应到), `present` of them are there (实到), `in_favour` of those vote for it.
	`written_in_favour` are written opinions of absent members, given before the meeting: they count for an admission
	only. Raise `RuleError` for counts that contradict each other.
	"""
	if matter not in MATTERS:
		raise RuleError("Matter {matter} is unknown: use {known}.", matter=repr(matter), known=MATTERS)
	eligible = whole_number(eligible, Message("Eligible to vote"), minimum=1)
	present = whole_number(present, Message("Number Present"))
	in_favour = whole_number(in_favour, Message("In favour"))
	written = whole_number(written_in_favour, Message("Written opinions in favour"))
	if present > eligible:
		raise RuleError(
			"Number Present ({present}) must not exceed Eligible to vote ({eligible}).",
			present=present,
			eligible=eligible,
		)
	if in_favour > present:
		raise RuleError(
			"In favour ({in_favour}) must not exceed Number Present ({present}).",
			in_favour=in_favour,
			present=present,
		)
	if written > eligible - present:
		raise RuleError(
			"Written opinions in favour ({written}) must not exceed the number of absent members ({absent}).",
			written=written,
			absent=eligible - present,
		)
	opening = needed_to_open(matter, eligible)
	passing = _more_than_half(present if matter == "election" else eligible)
	counted = in_favour + (written if matter == "admission" else 0)
	quorate = present >= opening
	return Tally(matter, quorate, quorate and counted >= passing, opening, passing, counted)


def needed_to_open(matter: str, eligible: int) -> int:
	"""Return the least attendance that opens the meeting, out of `eligible` members entitled to vote."""
	if matter == "election":
		return -(-4 * eligible // 5)
	if matter == "admission":
		return _more_than_half(eligible)
	return -(-eligible // 2)


def _more_than_half(number: int) -> int:
	return number // 2 + 1
