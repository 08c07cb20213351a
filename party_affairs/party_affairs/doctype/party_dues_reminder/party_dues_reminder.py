import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.exceptions import DuesError
from party_affairs.permissions.seen import NotesReading

_AS_SENT = (
	*("member", "branch", "first_month", "stage", "is_flag", "months", "amount", "sent_on", "told_by"),
)
_OF_DECISION = ("decided_on", "time_limit", "meeting", "decision_text")


class PartyDuesReminder(NotesReading, Document):
	"""That a member was reminded, or that the branch is asked to decide. Nothing here changes where a member stands."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		branch: DF.Link
		decided_on: DF.Date | None
		decision: DF.Literal["", "Good Reason", "Time Limit Set", "Paid Meanwhile", "Put to the Assembly"]
		decision_text: DF.SmallText | None
		first_month: DF.Date
		is_flag: DF.Check
		meeting: DF.Link | None
		member: DF.Link
		member_name: DF.Data | None
		months: DF.Int
		sent_on: DF.Date
		stage: DF.Int
		time_limit: DF.Date | None
		told_by: DF.Literal["", "Mail and Notice", "Notice", "Not Reached"]
	# end: auto-generated types

	def validate(self):
		self.validate_as_sent()
		self.validate_is_to_be_decided()
		self.validate_decision()
		self.validate_meeting()

	def validate_as_sent(self):
		changed = changed_fields(self, _AS_SENT)
		if changed:
			frappe.throw(
				_("{0} stays as it was when the reminder was made.").format(label_of(self, changed[0])),
				DuesError,
			)

	def validate_is_to_be_decided(self):
		if self.decision and not self.is_flag:
			frappe.throw(
				_("{0}: only the record of the last stage asks the branch for a decision.").format(
					label_of(self, "decision")
				),
				DuesError,
			)

	def validate_decision(self):
		if not self.decision:
			for fieldname in _OF_DECISION:
				self.set(fieldname, None)
			return
		require(self, "decided_on", exception=DuesError)
		refuse_future_date(self, "decided_on", exception=DuesError)
		require_order(self, "sent_on", "decided_on", DuesError)
		if self.decision == "Time Limit Set":
			require(self, "time_limit", exception=DuesError)
			require_order(self, "decided_on", "time_limit", DuesError)
		else:
			self.time_limit = None
		if self.decision == "Good Reason":
			require(self, "decision_text", exception=DuesError)
		if self.decision == "Put to the Assembly":
			require(self, "meeting", exception=DuesError)

	def validate_meeting(self):
		if not self.meeting:
			return
		branch, kind = frappe.db.get_value("Party Meeting", self.meeting, ["branch", "kind"])
		if branch != self.branch:
			frappe.throw(
				_("{0}: please choose a meeting of {1}.").format(
					label_of(self, "meeting"), frappe.bold(self.branch)
				),
				DuesError,
			)
		if self.decision == "Put to the Assembly" and kind != "Member Assembly":
			frappe.throw(
				_("{0}: what is put to the assembly needs a member assembly; choose that meeting.").format(
					label_of(self, "meeting")
				),
				DuesError,
			)


def on_doctype_update():
	"""A stage is told once in a run of arrears, however often the job runs."""
	frappe.db.add_unique("Party Dues Reminder", ["member", "first_month", "stage"])
