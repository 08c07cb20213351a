"""Touches: notes, written in the transaction of each change, of the branches that the next check has to look at.

A run deletes exactly the touches that it read, in the commit of what it found. So what is committed while it is under way
is never lost, as it would be by asking what was modified since the last run. Changes are collected, and noted once when
their transaction is committed: an import of hundreds of records has few. After the commit a check of what waits is queued,
so that within seconds the findings say what the records say (`compliance/recheck.py`); without a queue the night does it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import getdate, now, nowdate

from party_affairs import jobs
from party_affairs.facts.duties import touched

_CHECK, _CHECK_ID, _CHECK_SECONDS = (
	"party_affairs.compliance.recheck.check_touched",
	"party-affairs-check-touched",
	15 * 60,
)
_QUEUED, _PAUSED = "party_affairs_check_queued", "party_affairs_check_paused"
_COLLECTED = "party_affairs_touched"
_FIELDS = (
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("branch", "year", "kind", "on_day"),
)
_NAME_LENGTH = 10
_OWNER = "Administrator"
"""Whose change it was is nobody's business here: an opinion may be raised without a name."""
_DAY, _A_YEAR = timedelta(days=1), timedelta(days=366)


@dataclass
class _Changed:
	"""What records of one kind name in this transaction, or named before it; `records` are still to be asked for it.

	`days` to come are those on which they begin to count, or count no more.
	"""

	branches: set[str] = field(default_factory=set)
	members: set[str] = field(default_factory=set)
	firms: set[str] = field(default_factory=set)
	records: set[str] = field(default_factory=set)
	days: set[date] = field(default_factory=set)


def years_kept() -> tuple[int, ...]:
	"""Return the years whose findings are kept current: last year's too, since its events may still be answered.

	On the last day of a year the next one is among them.
	"""
	today = getdate(nowdate())
	return tuple(sorted({today.year - 1, today.year, (today + _DAY).year}))


def touch_document(document: Document, method: str | None = None, *_renamed) -> None:
	"""Hook on documents that the check reads: touch the branches whose findings they can change.

	They are those that the document names or named before, that ever answered for a member it names or named, and that have
	to do with such a firm. Asks the database nothing now.
	"""
	changed, today = _changed(document.doctype), getdate(nowdate())
	names = {"Party Branch": changed.branches, "Party Member": changed.members, "Law Firm": changed.firms}
	for image in (document, document.get_doc_before_save()):
		if image is None:
			continue
		if image.doctype in names:
			names[image.doctype].add(image.name)
		for part in (image, *image.get_all_children()):
			changed.days.update(_days_to_come(part, today))
			for link in part.meta.get_link_fields():
				if link.options in names and (value := part.get(link.fieldname)):
					names[link.options].add(value)


def touch(
	kind: str,
	*,
	branches: Iterable[str] = (),
	members: Iterable[str] = (),
	records: Iterable[str] = (),
) -> None:
	"""Touch branches where records of a `kind` are written past their documents; asks the database nothing now.

	They are `branches`, all that ever answered for one of `members`, and both for `records`, the names of records that have a
	branch and a member.
	"""
	changed = _changed(kind)
	changed.branches.update(branches)
	changed.members.update(members)
	changed.records.update(records)


def write() -> None:
	"""Write down what has been touched so far: for a check in the same transaction."""
	collected: dict[str, _Changed] = frappe.local.flags.get(_COLLECTED) or {}
	stamp = now()
	rows = [
		(
			frappe.generate_hash(length=_NAME_LENGTH),
			stamp,
			stamp,
			_OWNER,
			_OWNER,
			0,
			0,
			branch,
			year,
			kind,
			day,
		)
		for kind, changed in collected.items()
		for branch in sorted(_branches_of(kind, changed))
		for year, day in _years_and_days(changed)
	]
	collected.clear()
	if rows:
		frappe.db.bulk_insert(touched.TOUCH, list(_FIELDS), rows)
		_queue_after_commit()


@contextmanager
def paused() -> Iterator[None]:
	"""Inside, what is touched queues no check: for work that ends with a check of its own."""
	frappe.local.flags[_PAUSED] = True
	try:
		yield
	finally:
		frappe.local.flags.pop(_PAUSED)


def _queue_after_commit() -> None:
	flags = frappe.local.flags
	# While the app is set up or brought up to date its workers may still run the old code.
	if flags.get(_QUEUED) or flags.get(_PAUSED) or flags.in_install or flags.in_migrate:
		return
	flags[_QUEUED] = True
	frappe.db.after_commit.add(_queue_check)
	frappe.db.after_rollback.add(_forget_queue)


def _queue_check() -> None:
	_forget_queue()
	try:
		jobs.put_soon(_CHECK, _CHECK_ID, _CHECK_SECONDS)
	except jobs.QueueError:
		# What was saved is saved, and nobody asked for a check: without a queue the night's run does it.
		frappe.clear_last_message()
		frappe.logger("party_affairs").warning("The queue is down: what was touched is checked tonight.")


def _forget_queue() -> None:
	frappe.local.flags.pop(_QUEUED, None)


def _years_and_days(changed: _Changed) -> Iterator[tuple[int, date | None]]:
	for year in years_kept():
		yield year, None
	for day in sorted({*changed.days, *(day + _DAY for day in changed.days)}):
		yield day.year - 1, day
		yield day.year, day


def _days_to_come(document: Document, today: date) -> Iterator[date]:
	"""Yield the days of a document that lie ahead, for a year: nobody writes anything when they come."""
	for row in document.meta.fields:
		if row.fieldtype in ("Date", "Datetime"):
			value = document.get(row.fieldname)
			if value and today < (day := getdate(value)) <= today + _A_YEAR:
				yield day


def _changed(kind: str) -> _Changed:
	collected = frappe.local.flags.get(_COLLECTED)
	if collected is None:
		collected = frappe.local.flags[_COLLECTED] = {}
		frappe.db.before_commit.add(_write_at_the_end)
		frappe.db.after_rollback.add(_forget)
	return collected.setdefault(kind, _Changed())


def _branches_of(kind: str, changed: _Changed) -> set[str]:
	branches, members = set(changed.branches), set(changed.members)
	for branch, member in touched.named_by(kind, sorted(changed.records)):
		branches.add(branch)
		members.add(member)
	branches |= touched.branches_of_members(members - {None, ""})
	branches |= touched.branches_of_firms(changed.firms, with_members=kind == "Law Firm")
	branches -= {None, ""}
	return touched.with_branches_of_their_people(branches) if kind == "Party Branch" else branches


def _write_at_the_end() -> None:
	write()
	_forget()


def _forget() -> None:
	frappe.local.flags.pop(_COLLECTED, None)


def forget_what_is_past() -> None:
	"""Delete touches that no run will read: of years that are not kept any more, and of organisations that are gone.

	Where no run came in time, as after weeks in which the server was down, the state says so instead: catching up looks there.
	"""
	touch_table, state, branch = (DocType(name) for name in (touched.TOUCH, touched.STATE, "Party Branch"))
	frappe.db.sql(
		f"""update `tab{touched.STATE}` state join `tab{touched.TOUCH}` touch
		on touch.branch = state.branch and touch.year = state.year
		set state.fingerprint = null where touch.year < %s""",
		min(years_kept()),
	)
	frappe.qb.from_(touch_table).delete().where(touch_table.year < min(years_kept())).run()
	for table in (touch_table, state):
		there = frappe.qb.from_(branch).select(branch.name)
		frappe.qb.from_(table).delete().where(table.branch.notin(there)).run()
