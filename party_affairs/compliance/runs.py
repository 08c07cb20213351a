"""Records of runs: when each check ran, over how much, what came of it, and how it ended.

A run in the background writes its record in transactions of its own and holds a claim of the database while it lasts: a record
that is under way and whose claim nobody holds is that of a run that was killed. Checks after changes come by the hundred,
so each day has one record of them for each year.
"""

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from rq import get_current_job

import frappe
from frappe import _
from frappe.utils import now_datetime, time_diff_in_seconds

from party_affairs import rows, settings
from party_affairs.compliance.duties import Breakage
from party_affairs.compliance.states import clauses_in
from party_affairs.compliance.store import Changes
from party_affairs.facts.duties import runs as stored
from party_affairs.facts.duties.runs import BROKEN_OFF, DONE, KILLED, RUN, RUNNING
from party_affairs.jobs import claimed, is_passing
from party_affairs.language import in_site_language

NIGHTLY, WEEKLY, ON_DEMAND = "Nightly", "Weekly, All Branches", "On Demand"
AFTER_CHANGES, CATCHING_UP, MONTH = "After Changes", "Catching Up", "Month's Reports"
_TEXT_LENGTH = 500


def kind_of(branches: Sequence[str] | None, whole: bool | None, told: str | None) -> str:
	"""Return what kind of run a check is that says nothing of it: of named branches, of all, for a user."""
	if told:
		return ON_DEMAND
	if branches is not None:
		return AFTER_CHANGES
	return WEEKLY if whole else NIGHTLY


@dataclass
class Record:
	"""The record `name` of a run under way. Without a name nothing is written: the run keeps none."""

	name: str | None = None
	errors: int = 0
	texts: list[str] = field(default_factory=list)

	def add(self, looked_at: int, changes: Changes) -> None:
		"""Add what one chunk came to, in the chunk's transaction: one query."""
		if not self.name:
			return
		found = {"created": changes.created, "changed": changes.updated, "deleted": changes.deleted}
		rows.add_to(RUN, self.name, {"branches_looked_at": looked_at, **found}, {"worker_names": _worker()})

	def wrote_reports(self, number: int) -> None:
		"""Add reports that were written."""
		if self.name:
			rows.add_to(RUN, self.name, {"reports_written": number})

	def note_errors(self, broken: Mapping[str, str], unchecked: Sequence[Breakage] = ()) -> None:
		"""Note which clauses could not be checked and in how many branches; `broken` gives by branch the word about it.

		The words themselves speak of records, so they stay with the branches and in the error log.
		"""
		clauses: dict[str, int] = {breakage.rule: 0 for breakage in unchecked}
		whole = 0
		for error in broken.values():
			of_branch = clauses_in(error)
			whole += not of_branch
			for rule in of_branch:
				clauses[rule] = clauses.get(rule, 0) + 1
		if whole:
			self.texts.append(_("{0} organisations could not be checked at all.").format(whole))
		for rule, number in sorted(clauses.items()):
			if number:
				self.texts.append(_("{0} could not be checked in {1} organisations.").format(rule, number))
			else:
				self.texts.append(_("{0} could not be checked.").format(rule))
		self.errors += len(broken) + sum(not number for number in clauses.values())

	def end(self, state: str) -> None:
		"""Write how the run ended. Not committed."""
		if not self.name:
			return
		began = stored.began(self.name)
		now = now_datetime()
		values = {"state": state, "ended": now, "modified": now, "workers": stored.workers_of(self.name)}
		frappe.db.set_value(
			RUN,
			self.name,
			{
				**values,
				"seconds": round(time_diff_in_seconds(now, began), 1),
				"errors": self.errors,
				"error_text": "\n".join(self.texts)[:_TEXT_LENGTH] or None,
			},
			update_modified=False,
		)


@contextmanager
def recorded(
	kind: str | None, year: int, as_of: date, of: int = 0, *, commit: bool = True
) -> Iterator[Record]:
	"""Keep a record of the run inside, which is to look at `of` branches; none of a run without a `kind`.

	With `commit`, as in a background job, the record is there from the beginning, and says so when the run breaks off or is
	killed; without, it is written with what the run did, or not at all.
	"""
	if not kind:
		yield Record()
		return
	if kind == AFTER_CHANGES:
		yield from _summed_up(year, as_of, of, commit)
		return
	record = Record(_begin(kind, year, as_of, of))
	if not commit:
		yield record
		with in_site_language():
			record.end(DONE)
		return
	try:
		with claimed(_claim(record.name)):
			yield record
		record.end(DONE)
	except Exception as error:
		_note_broken_off(record, error)
		raise
	frappe.db.commit()  # nosemgrep: end of a background job's unit of work


def _note_broken_off(record: Record, error: Exception) -> None:
	"""Where the database is gone the next night notes that the run was killed."""
	try:
		frappe.db.rollback()
		record.errors += 1
		# The error's own words may hold a name.
		record.texts.insert(0, type(error).__name__)
		record.end(BROKEN_OFF)
		frappe.db.commit()  # nosemgrep: that it broke off stands, whatever becomes of the job
	except Exception as second:
		if not is_passing(second):
			raise


def note_killed() -> list[str]:
	"""Note of runs that say they are under way and are nobody's any more that they were killed; return their names."""
	found = []
	for name in stored.under_way():
		with claimed(_claim(name)) as is_ours:
			if not is_ours:
				continue
			frappe.db.set_value(
				RUN, {"name": name, "state": RUNNING}, {"state": KILLED, "errors": 1}, update_modified=False
			)
			found.append(name)
	if found:
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return found


def forget_old() -> None:
	"""Delete the records that have been kept for as many days as the settings say."""
	names = stored.began_before(now_datetime() - timedelta(days=settings.days_runs_are_kept()))
	if names:
		frappe.db.delete(RUN, {"name": ["in", names]})


def _summed_up(year: int, as_of: date, of: int, commit: bool) -> Iterator[Record]:
	"""Add a check after changes to the record of its day."""
	began = now_datetime()
	key = f"{AFTER_CHANGES} {as_of.isoformat()} {year}"
	_begin(AFTER_CHANGES, year, as_of, 0, key)
	if commit:
		frappe.db.commit()  # nosemgrep: other checks of the day do not wait for this one
	record = Record(stored.with_key(key))
	yield record
	if not record.name:
		return
	seconds = round(time_diff_in_seconds(now_datetime(), began), 1)
	rows.add_to(RUN, record.name, {"runs": 1, "branches_of": of, "seconds": seconds, "errors": record.errors})
	values = {"ended": now_datetime(), "workers": stored.workers_of(record.name)}
	if record.texts:
		values["error_text"] = "\n".join(record.texts)[:_TEXT_LENGTH]
	frappe.db.set_value(RUN, record.name, values, update_modified=False)
	if commit:
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work


def _begin(kind: str, year: int, as_of: date, of: int, key: str | None = None) -> str:
	"""Write a new record and return its name; with a `key` it may be there already, and stays as it is."""
	now, user, name = now_datetime(), frappe.session.user, rows.new_name()
	values = {
		**{
			"name": name,
			"creation": now,
			"modified": now,
			"owner": user,
			"modified_by": user,
			"docstatus": 0,
		},
		**{"kind": kind, "year": year, "as_of": as_of, "began": now, "by_whom": user, "branches_of": of},
		**{"state": DONE if key else RUNNING, "run_key": key or name, "runs": 0 if key else 1},
	}
	rows.insert(RUN, list(values), [list(values.values())], ignore_duplicates=bool(key))
	return name


def _claim(name: str | None) -> str:
	return f"record of the run {name}"


def _worker() -> str:
	"""Return the name of this worker; of a process outside of the queue, that of the process."""
	job = get_current_job()
	return (job and job.worker_name) or f"{socket.gethostname()}.{os.getpid()}"
