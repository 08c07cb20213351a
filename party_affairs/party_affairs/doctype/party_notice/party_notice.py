import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_past_date, require_order
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of
from party_affairs.exceptions import NoticeError
from party_affairs.guide.notice import notice_kinds
from party_affairs.party_affairs.doctype.party_notice import steps

_SUBMITTED = (
	*("title", "branch", "kind", "term", "audience", "body", "with_table", "development_case"),
	*("record_from", "record_until", "published_from", "published_until"),
)


class PartyNotice(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.refuse_changes_once_submitted()
		require_order(self, "published_from", "published_until", NoticeError)
		if not self.flags.step:
			refuse_past_date(self, "published_until", NoticeError)
		require_order(self, "record_from", "record_until", NoticeError)
		self.term = self.term or steps.usual_term(self.kind)
		self.validate_table()

	def on_trash(self):
		steps.Delete(self).take()

	# The steps, for programs

	def submit_for_approval(self, table: dict | None = None):
		steps.Submit(self, table=table).take()

	def approve(self, note: str | None = None):
		steps.Approve(self, note=note).take()

	def publish(self):
		steps.Publish(self).take()

	def withdraw(self, reason: str):
		steps.Withdraw(self, reason=reason).take()

	# What is in the record

	def refuse_changes_once_submitted(self):
		"""What was submitted is what is approved: whoever wants something else has it sent back."""
		before = self.get_doc_before_save()
		if not before or before.status == steps.WRITTEN or self.flags.step:
			return
		if changed := changed_fields(self, _SUBMITTED):
			frappe.throw(
				_("{0} cannot be changed once the notice was submitted. Have it sent back first.").format(
					label_of(self, changed[0])
				),
				NoticeError,
			)

	def validate_table(self):
		"""A table is made of the records of the kind; a case is shown where its publicity is the matter, and is this organisation's."""
		kind = notice_kinds.kind(frappe.scrub(self.kind))
		if self.with_table and not kind.table:
			frappe.throw(
				_("Of {0} there are no records to show. Take away the tick at {1}.").format(
					frappe.bold(_(self.kind)), label_of(self, "with_table")
				),
				NoticeError,
			)
		if not self.with_table or kind.table != "development":
			self.development_case = None
			return
		if not self.development_case:
			frappe.throw(
				_("Choose whose publicity it is: {0}.").format(label_of(self, "development_case")),
				NoticeError,
			)
		if frappe.db.get_value("Party Development Case", self.development_case, "branch") != self.branch:
			frappe.throw(
				_("{0}: choose a case of {1}.").format(
					label_of(self, "development_case"), frappe.bold(self.branch)
				),
				NoticeError,
			)


def on_doctype_update():
	frappe.db.add_index("Party Notice", ["branch", "status", "published_until"])
	frappe.db.add_index("Party Notice", ["status", "published_until"])
