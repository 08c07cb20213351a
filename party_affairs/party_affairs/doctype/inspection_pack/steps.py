"""The life of an inspection pack: compiled, made in the background, made anew when the records say more."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.checks.fields import label_of
from party_affairs.exceptions import ArchiveError
from party_affairs.steps import StatusStep

PACK = "Inspection Pack"
COMPILED, IN_THE_MAKING, MADE = "Being Compiled", "In the Making", "Made"
_JOB = "party_affairs.printing.archive.pack_job.run"
_TIMEOUT_SECONDS = 2 * 60 * 60


def job_id(pack: str) -> str:
	"""Return the id under which a pack is made."""
	return f"party-affairs-inspection-pack-{pack}"


class PackStep(StatusStep):
	doctype = PACK
	exception = ArchiveError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for an inspection pack with status {0}, and this one has {1}.")


def require_clauses(document: Document) -> None:
	"""Raise ArchiveError for a pack that names neither a theme nor a clause."""
	if not document.chosen_rules():
		frappe.throw(
			_("{0}: choose a theme, or at least one clause.").format(label_of(document, "clauses")),
			ArchiveError,
		)


class Make(PackStep):
	"""The pack is made in the background; one whose work broke off is begun again, and one that is made is made anew."""

	since, to = (COMPILED, IN_THE_MAKING, MADE), IN_THE_MAKING
	writes = ("progress", "failure")

	def check(self) -> None:
		"""It names at least one clause, and nobody is at it."""
		super().check()
		require_clauses(self.document)
		if self.document.status == IN_THE_MAKING and jobs.is_at_work(job_id(self.document.name)):
			frappe.throw(_("The pack is being made already. Wait until that is done."), ArchiveError)

	def change(self) -> None:
		document = self.document
		document.update({"progress": 0, "failure": None})
		self.save()
		jobs.put(_JOB, job_id(document.name), _TIMEOUT_SECONDS, enqueue_after_commit=True, pack=document.name)


@dataclass
class Finish(PackStep):
	"""The work in the background is done: files and counts are written at once."""

	values: dict[str, Any]

	since, to = (IN_THE_MAKING,), MADE
	writes = (
		*("made_on", "made_by", "page_count", "evidence_count", "gap_count"),
		*("pdf_file", "word_file", "progress", "failure"),
	)

	def change(self) -> None:
		self.document.update({**self.values, "progress": 100, "failure": None})
		self.document.update({"made_on": now_datetime(), "made_by": frappe.session.user})
		self.document.flags.ignore_permissions = True
		self.save()


@dataclass
class BreakOff(PackStep):
	"""The pack could not be made: it says why, and is compiled on."""

	reason: str

	since, to = (IN_THE_MAKING,), COMPILED
	writes = ("failure", "progress")

	def change(self) -> None:
		self.document.update({"failure": self.reason, "progress": 0})
		self.document.flags.ignore_permissions = True
		self.save()


WRITTEN_BY_STEPS = ("status", *Finish.writes)
