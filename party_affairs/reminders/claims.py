"""Which stages of which duties somebody has yet to be told of, and that he is told of them once.

A stage is a row that the database takes once for each rule, subject, period and recipient; it is written in the transaction
that tells it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import now_datetime

from party_affairs.facts.duties import reminded
from party_affairs.facts.duties.reminded import REMINDER, Told
from party_affairs.ledgers.duties.this_month import Entry
from party_affairs.rows import insert, new_name
from party_affairs.rules.duties.month import OpenItem
from party_affairs.rules.duties.stages import is_too_soon, stage_of

_COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
	*(*Told._fields, "branch", "sent_on"),
)


@dataclass(frozen=True)
class Claim:
	"""That one recipient is to be told of one open item of a line."""

	told: Told
	entry: Entry
	item: OpenItem

	@property
	def branch(self) -> str:
		return self.entry.line.branch


def reached(recipient: str, entry: Entry, item: OpenItem, day: date) -> Claim | None:
	"""Return what `recipient` is to be told of an item by the stage reached on `day`, None before the first stage."""
	stage = stage_of(entry.line, item, day)
	return of(recipient, entry, item, stage) if stage else None


def of(recipient: str, entry: Entry, item: OpenItem, stage: str) -> Claim:
	"""Return that `recipient` is to be told of an item at a stage."""
	line = entry.line
	return Claim(
		Told(recipient, line.rule, item.subject_doctype, item.subject, line.period_key, stage), entry, item
	)


def take(wanted: Iterable[Claim], day: date) -> list[Claim]:
	"""Write those of `wanted` that were not told yet, and return those that nobody else has written: two queries, and one for 1,000.

	Of what was told a few days ago a stage that comes each month waits.
	"""
	wanted = list({claim.told: claim for claim in wanted}.values())
	known = reminded.told({claim.told.recipient for claim in wanted}, {claim.branch for claim in wanted})
	last: dict[Told, date] = {}
	for told, sent_on in known.items():
		same = told._replace(stage="")
		last[same] = max(sent_on, last.get(same, sent_on))
	new = {
		new_name(): claim
		for claim in wanted
		if claim.told not in known
		and not is_too_soon(claim.told.stage, last.get(claim.told._replace(stage="")), day)
	}
	if not new:
		return []
	now, user = now_datetime(), frappe.session.user
	rows = [(name, user, now, now, user, 0, 0, *claim.told, claim.branch, day) for name, claim in new.items()]
	insert(REMINDER, _COLUMNS, rows, ignore_duplicates=True)
	stored = reminded.stored(list(new))
	return [claim for name, claim in new.items() if name in stored]


def give_back(claims: Sequence[Claim]) -> None:
	"""Take back what was not told after all, so that the next run tells it."""
	for claim in claims:
		frappe.db.delete(REMINDER, claim.told._asdict())
