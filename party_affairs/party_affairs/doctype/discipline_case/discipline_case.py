import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import is_new_or_changed, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import DisciplineError
from party_affairs.permissions.seen import NotesReading

_STEPS = ("forwarded_on", "closed_on", "sanction_from", "reported_above_on")
_OF_SANCTION = ("sanction_from", "sanction_until", "correction")

exclude_from_linked_with = True


class DisciplineCase(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		closed_on: DF.Date | None
		content: DF.Text | None
		correction: DF.SmallText | None
		findings: DF.Text | None
		forwarded_on: DF.Date | None
		forwarded_to: DF.Data | None
		kind: DF.Literal["Letter or Visit", "Accusation", "Appeal", "Violation", "Sanction"]
		member: DF.Link | None
		member_name: DF.Data | None
		received_on: DF.Date
		reported_above_on: DF.Date | None
		sanction: DF.Literal[
			"",
			"Warning",
			"Serious Warning",
			"Removal from Party Posts",
			"Probation within the Party",
			"Expulsion",
		]
		sanction_from: DF.Date | None
		sanction_until: DF.Date | None
		source: DF.Data | None
		status: DF.Literal["Received", "Forwarded", "Under Examination", "Closed"]
		subject_line: DF.Data
	# end: auto-generated types

	def validate(self):
		self.tidy_text()
		self.validate_member()
		self.validate_dates()
		self.validate_forwarding()
		self.validate_closing()
		self.validate_sanction()

	def tidy_text(self):
		self.subject_line = (self.subject_line or "").strip()

	def validate_member(self):
		"""Checked on entry only: a member who has moved since stays the one concerned."""
		if is_new_or_changed(self, "member", "branch"):
			require_members_of([self.member], self.branch, DisciplineError, subtree=True)

	def validate_dates(self):
		refuse_future_date(self, "received_on", *_STEPS, exception=DisciplineError)
		for fieldname in _STEPS:
			# A sanction may have been imposed before its execution was taken in hand here.
			if not (fieldname == "sanction_from" and self.kind == "Sanction"):
				require_order(self, "received_on", fieldname, DisciplineError)
		require_order(self, "sanction_from", "sanction_until", DisciplineError)

	def validate_forwarding(self):
		if self.status == "Forwarded" or self.forwarded_to or self.forwarded_on:
			require(self, "forwarded_to", "forwarded_on", exception=DisciplineError)

	def validate_closing(self):
		if self.status == "Closed":
			require(self, "closed_on", exception=DisciplineError)
		elif self.closed_on:
			frappe.throw(
				_("{0} is filled in but the case is not closed: clear it, or set {1} to {2}.").format(
					label_of(self, "closed_on"), label_of(self, "status"), frappe.bold(_("Closed"))
				),
				DisciplineError,
			)

	def validate_sanction(self):
		if self.kind == "Sanction":
			require(self, "sanction", exception=DisciplineError)
		if self.sanction:
			require(self, "sanction_from", exception=DisciplineError)
		elif any(self.get(fieldname) for fieldname in _OF_SANCTION):
			require(self, "sanction", exception=DisciplineError)


def forget_member(doc: Document, method: str | None = None) -> None:
	"""Event of Party Member: a record is deleted although there is a case about the person; the case keeps his name."""
	case = frappe.qb.DocType("Discipline Case")
	frappe.qb.update(case).set(case.member, None).where(case.member == doc.name).run()
