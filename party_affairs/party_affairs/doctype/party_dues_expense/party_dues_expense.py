import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.files import require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.dues import account, cancelling
from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.account import EXPENSE
from party_affairs.guide.dues import uses as dues_uses
from party_affairs.integrations.erpnext import door
from party_affairs.permissions import scope_for
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.meetings.records import decides_together, is_carried_out
from party_affairs.rules.message import Message


class PartyDuesExpense(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		amount: DF.Currency
		branch: DF.Link
		cancel_reason: DF.SmallText | None
		decided_on: DF.Date | None
		handled_by: DF.Link
		handled_by_name: DF.Data | None
		method: DF.Literal["", "Cash", "Bank Transfer", "WeChat", "Alipay"]
		naming_series: DF.Literal["PDX-.YYYY.-.#####"]
		payee: DF.Data
		remarks: DF.SmallText | None
		resolution: DF.Link
		resolution_no: DF.Int
		resolution_text: DF.SmallText | None
		spent_on: DF.Date
		summary: DF.Data
		use: DF.Literal[
			"",
			"Training of Members",
			"Periodicals, Materials and Equipment",
			"Commendation",
			"Support of Members in Hardship",
			"Disaster Relief",
		]
		use_substance: DF.SmallText | None
		voucher: DF.Attach | None
		voucher_no: DF.Data | None
	# end: auto-generated types

	def onload(self):
		self.set_onload("keeps_books", scope_for(self.doctype, "write").includes(self))

	def validate(self):
		self.wait_for_others()
		self.cancel_reason = None
		self.validate_use()
		self.validate_amount()
		self.validate_resolution()
		self.validate_handling()

	def on_submit(self):
		account.refuse_closed_years([(self.branch, getdate(self.spent_on))])
		account.refuse_negative_balance([self.branch])
		door.post_document(self)

	def before_cancel(self):
		cancelling.require_reason(self)
		account.refuse_closed_years([(self.branch, getdate(self.spent_on))])

	def on_cancel(self):
		door.cancel_document(self)

	def wait_for_others(self):
		"""Two people cannot spend the same money: the second one waits, and sees what is left."""
		if self.docstatus.is_submitted():
			lock_branches([self.branch])

	def validate_use(self):
		use = next((use for use in dues_uses.uses() if use.label == self.use), None)
		if not use:
			frappe.throw(
				_("{0}: dues may be spent on nothing but {1}.").format(
					label_of(self, "use"), "、".join(_(use.label) for use in dues_uses.uses())
				),
				DuesError,
			)
		self.use_substance = _("{name} ({reason})").format(name=use.substance, reason=dues_uses.citation())

	def validate_amount(self):
		require(self, "amount", "summary", "payee", exception=DuesError)
		with rules_speak_to_user(DuesError):
			dues_rules.check_amount(str(self.amount), Message(self.meta.get_label("amount")))

	def validate_resolution(self):
		"""Dues are spent by collective decision: of the committee or the assembly, and before they are spent."""
		require(self, "resolution", "spent_on", exception=DuesError)
		meeting = frappe.get_cached_doc("Party Meeting", self.resolution)
		if meeting.branch != self.branch or not meeting.docstatus.is_submitted():
			self.refuse_resolution(
				_("{0} is no meeting of {1} with submitted minutes.").format(
					frappe.bold(self.resolution if meeting.branch != self.branch else meeting.topic),
					frappe.bold(self.branch),
				)
			)
		if not decides_together(meeting.kinds()):
			self.refuse_resolution(
				_("{0} is neither a committee meeting nor an assembly.").format(frappe.bold(meeting.topic))
			)
		if getdate(meeting.meeting_date) > getdate(self.spent_on):
			self.refuse_resolution(
				_("the meeting was held on {0}, after the money was spent.").format(meeting.meeting_date)
			)
		self.decided_on = meeting.meeting_date
		self.resolution_no, self.resolution_text = self.decision_of(meeting)

	def decision_of(self, meeting: Document) -> tuple[int | None, str]:
		"""The place and the text of the resolution; minutes without a table of them have the outcome in words."""
		if not meeting.resolutions and (meeting.outcome or "").strip():
			return None, meeting.outcome.strip()
		row = self.resolution_of(meeting)
		return row.idx, row.resolution

	def resolution_of(self, meeting: Document):
		"""The resolution that approves the expense: the one named, else the only one that was passed."""
		passed = [row for row in meeting.resolutions if is_carried_out(row.result)]
		if not passed:
			self.refuse_resolution(
				_("the minutes of {0} hold no resolution that was passed.").format(frappe.bold(meeting.topic))
			)
		if not cint(self.resolution_no):
			if len(passed) > 1:
				self.refuse_resolution(
					_("the minutes hold several resolutions: enter in {0} which one approves this.").format(
						label_of(self, "resolution_no")
					)
				)
			return passed[0]
		row = next((row for row in passed if row.idx == cint(self.resolution_no)), None)
		if not row:
			self.refuse_resolution(
				_("the minutes of {0} hold no resolution {1} that was passed.").format(
					frappe.bold(meeting.topic), self.resolution_no
				)
			)
		return row

	def refuse_resolution(self, sentence: str):
		frappe.throw(_("{0}: {1}").format(label_of(self, "resolution"), sentence), DuesError)

	def validate_handling(self):
		refuse_future_date(self, "spent_on", exception=DuesError)
		require(self, "handled_by", exception=DuesError)
		require_members_of([self.handled_by], self.branch, DuesError, subtree=True, former=True)
		require_private_file(self, "voucher", exception=DuesError)


def on_doctype_update():
	frappe.db.add_index(EXPENSE, ["branch", "spent_on"])
