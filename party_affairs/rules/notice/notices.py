"""Notices of a branch (党务公开): for how long they hang, who reads them on which day, and which part of the board is missing (R66)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from party_affairs.guide.notice import notice_kinds

WRITTEN, SUBMITTED, APPROVED = "Being Written", "Submitted for Approval", "Approved"
PUBLISHED, ENDED, WITHDRAWN = "Published", "Ended", "Withdrawn"
WITHIN, BELOW, EVERYBODY = "Members of the Branch", "Members Here and Below", "Everybody Who Passes"
WENT_OUT = (PUBLISHED, ENDED, WITHDRAWN)


@dataclass(frozen=True)
class Posting:
	"""How long something hung: its kind and the days, `until` None while nobody has said when it ends."""

	kind: str
	since: date
	until: date | None


def last_day(kind: str, since: date) -> date:
	"""Return the usual last day of a notice of a kind (its key) that hangs since a day."""
	return since + timedelta(days=notice_kinds.kind(kind).days - 1)


def hangs(status: str, since: date | None, until: date | None, day: date) -> bool:
	"""Whether a notice is read on a day; one that is over hangs no more, though the night has not ended it yet."""
	return status == PUBLISHED and since is not None and since <= day and (until is None or day <= until)


def is_over(until: date | None, day: date) -> bool:
	"""Whether the time of a published notice is over on a day."""
	return until is not None and until < day


def missing_parts(postings: Iterable[Posting], first: date, last: date) -> tuple[str, ...]:
	"""Return the keys of the parts of R66 of which nothing hung on any day from `first` to `last`, in the guide's order."""
	shown = {
		notice_kinds.kind(row.kind).part
		for row in postings
		if row.since <= last and (row.until is None or row.until >= first)
	}
	return tuple(part.key for part in notice_kinds.parts() if part.key not in shown)


def needs_note(writer: str | None, approver: str, others_who_lead: Sequence[str]) -> bool:
	"""Whether the approver approves what he wrote himself, which only somebody who leads alone may, with a note."""
	return writer == approver and not others_who_lead


def may_approve(writer: str | None, approver: str, others_who_lead: Sequence[str]) -> bool:
	"""Whether somebody who leads may approve what `writer` proposed: not his own while another one leads with him."""
	return writer != approver or not others_who_lead
