"""The life of a volume of the archive: collected, bound in the background, opened again by the committee above; lent and brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_years, getdate, now_datetime, nowdate

from party_affairs import jobs, rows
from party_affairs.checks import archived
from party_affairs.checks.fields import label_of
from party_affairs.checks.typed import typed_text
from party_affairs.compliance.archive import job_id, put_on_queue
from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive.volumes import BINDING, BOUND, COLLECTED, RECORD, VOLUME
from party_affairs.party_affairs.doctype.self_check.steps import may_review
from party_affairs.steps import StatusStep

_LONGEST_TITLE = 140
_LONGEST_LOAN_YEARS = 1
OPENED, BOUND_AGAIN, SUPPLEMENT = "Volume Opened Again", "Volume Bound", "Supplement Added"


class VolumeStep(StatusStep):
	doctype = VOLUME
	exception = ArchiveError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a volume with status {0}, and this one has {1}.")


class Bind(VolumeStep):
	"""The volume is bound in the background; one whose work broke off is begun again by the same step."""

	since, to = (COLLECTED, BINDING), BINDING
	writes = ("progress", "failure")

	def check(self) -> None:
		"""It is a year that has begun, and no work on the volume runs."""
		super().check()
		if self.document.year > getdate(nowdate()).year:
			frappe.throw(
				_("{0}: the year {1} has not begun.").format(
					label_of(self.document, "year"), self.document.year
				),
				ArchiveError,
			)
		if self.document.status == BINDING and jobs.is_at_work(job_id(self.document.name)):
			frappe.throw(_("The volume is being bound already. Wait until that is done."), ArchiveError)

	def change(self) -> None:
		self.document.update({"progress": 0, "failure": None})
		self.save()
		put_on_queue(self.document.name)


@dataclass
class Finish(VolumeStep):
	"""The work in the background is done: the files, their sums, and what they hold are written at once.

	`values` are those of the fields, `records` what lies in the volume: item, type, name, title, day and digest of each.
	"""

	values: dict[str, Any]
	records: Sequence[Mapping[str, Any]]

	since, to = (BINDING,), BOUND
	writes = (
		*("bound_on", "bound_by", "edition", "page_count", "record_count"),
		*("pdf_file", "pdf_sum", "zip_file", "zip_sum", "progress", "failure"),
	)

	def change(self) -> None:
		document = self.document
		document.update({**self.values, "progress": 100, "failure": None})
		document.update({"bound_on": now_datetime(), "bound_by": frappe.session.user})
		document.edition = (document.edition or 0) + 1
		for row in document.scans:
			row.after_binding = 0
		document.flags.ignore_permissions = True
		self.save()
		if document.edition > 1:
			archived.note(
				document.name,
				BOUND_AGAIN,
				remark=_("Edition {0} of the volume").format(document.edition),
				user=frappe.session.user,
			)
		self.keep_records()

	def keep_records(self) -> None:
		"""Note which records lie in the volume and what they said, in place of those of an edition before."""
		frappe.db.delete(RECORD, {"volume": self.document.name})
		now, user = now_datetime(), frappe.session.user
		same = {
			**{
				"owner": user,
				"creation": now,
				"modified": now,
				"modified_by": user,
				"docstatus": 0,
				"idx": 0,
			},
			**{"volume": self.document.name, "branch": self.document.branch},
		}
		rows.insert(
			RECORD,
			[
				*("name", *same, "record_type", "record_name", "item_key", "record_title", "record_day"),
				"digest",
			],
			[
				[
					*(rows.new_name(), *same.values(), record["type"], record["name"], record["item"]),
					*((record["title"] or "")[:_LONGEST_TITLE], record["day"], record["digest"]),
				]
				for record in self.records
			],
		)


@dataclass
class BreakOff(VolumeStep):
	"""The volume could not be bound: it says why, and is collected on."""

	reason: str

	since, to = (BINDING,), COLLECTED
	writes = ("failure", "progress")

	def change(self) -> None:
		self.document.update({"failure": self.reason, "progress": 0})
		self.document.flags.ignore_permissions = True
		self.save()


@dataclass
class OpenAgain(VolumeStep):
	"""The committee above opens a bound volume again, so that it can be put right and bound as a new edition."""

	reason: str = ""

	right = "read"
	since, to = (BOUND,), COLLECTED
	asks_right_to_save = False

	def ask_right(self) -> None:
		"""Whoever leads above; the topmost organisation, which has nobody above it, opens its own."""
		super().ask_right()
		if not frappe.db.get_value("Party Branch", self.document.branch, "parent_party_branch"):
			self.document.check_permission("write")
		elif not may_review(self.document.branch):
			frappe.throw(
				_("A bound volume of {0} is opened again by the committee above it.").format(
					frappe.bold(self.document.branch)
				),
				frappe.PermissionError,
			)

	def check(self) -> None:
		"""A reason is wanted, since it stands in the volume."""
		super().check()
		self.reason = typed_text(self.reason, frappe.bold(_("Reason")), ArchiveError)
		if not self.reason:
			frappe.throw(_("Say why the volume is opened again: the reason stands in it."), ArchiveError)

	def change(self) -> None:
		self.save()
		archived.note(self.document.name, OPENED, remark=self.reason, user=frappe.session.user)


@dataclass
class Lend(VolumeStep):
	"""The volume leaves the cabinet: to whom, for what, until when."""

	lent_to: str
	due_on: date
	purpose: str = ""

	since = (COLLECTED, BOUND)
	writes = ("lent_to", "due_back", "reminded_on", "loans")

	def check(self) -> None:
		"""It is in the cabinet, the borrower is named, and the day on which it is due lies ahead."""
		super().check()
		self.lent_to = typed_text(self.lent_to, frappe.bold(_("Lent To")), ArchiveError)
		self.purpose = typed_text(self.purpose, frappe.bold(_("Purpose")), ArchiveError)
		if self.document.lent_to:
			frappe.throw(
				_("The volume is lent to {0} already. Note first that it was brought back.").format(
					frappe.bold(self.document.lent_to)
				),
				ArchiveError,
			)
		if not self.lent_to:
			frappe.throw(_("Say to whom the volume is lent."), ArchiveError)
		if self.due_on < getdate(nowdate()):
			frappe.throw(
				_("The day on which the volume is due back lies behind. Enter a later day."), ArchiveError
			)
		if self.due_on > add_years(getdate(nowdate()), _LONGEST_LOAN_YEARS):
			frappe.throw(
				_("A volume is lent for a year at most. Enter an earlier day on which it is due back."),
				ArchiveError,
			)

	def change(self) -> None:
		document = self.document
		document.append(
			"loans",
			{
				**{"lent_to": self.lent_to, "purpose": self.purpose, "lent_on": nowdate()},
				**{"due_on": self.due_on, "handed_out_by": frappe.session.user},
			},
		)
		document.update({"lent_to": self.lent_to, "due_back": self.due_on, "reminded_on": None})
		self.save()


class BringBack(VolumeStep):
	"""The volume is back in the cabinet."""

	since = (COLLECTED, BINDING, BOUND)

	def check(self) -> None:
		"""It was lent."""
		super().check()
		if not self.document.lent_to:
			frappe.throw(_("The volume is in the cabinet. There is nothing to bring back."), ArchiveError)

	def change(self) -> None:
		document = self.document
		loan = document.loans[-1]
		loan.update({"returned_on": nowdate(), "taken_back_by": frappe.session.user})
		document.update({"lent_to": None, "due_back": None, "reminded_on": None})
		self.save()


class Delete(VolumeStep):
	"""A volume that was never bound goes; one that was stays on record."""

	right = "delete"
	since = (COLLECTED,)

	def check(self) -> None:
		"""Refuse a volume that was bound once, or is being bound."""
		super().check()
		if self.document.edition:
			frappe.throw(_("A volume that was bound stays on record and is not deleted."), ArchiveError)

	def change(self) -> None:
		"""Nothing hangs on it."""


WRITTEN_BY_STEPS = ("status", *Finish.writes, *Lend.writes, "changes", "contents", "volume_key")
