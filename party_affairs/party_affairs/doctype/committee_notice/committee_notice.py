import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_past_date
from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of
from party_affairs.checks.files import attach_files_of_rows
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.party_affairs.doctype.committee_notice import steps

_FIXED_ONCE_SENT = ("title", "branch", "addressed_to", "needs_acknowledgement", "text")


class CommitteeNotice(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		refuse_past_date(self, "deadline")
		self.validate_addressees()
		self.validate_papers()
		self.refuse_changes_once_sent()

	def on_update(self):
		attach_files_of_rows(self, [row.file for row in self.papers if row.file])

	def on_trash(self):
		steps.Delete(self).take()

	# The steps, for programs

	def send_down(self):
		steps.Send(self).take()

	# What is in the record

	def validate_addressees(self):
		"""Notices go down: to organisations below the one that issues them, each named once."""
		below = set(branch_and_below(self.branch)) - {self.branch}
		seen = set()
		for row in self.addressees:
			if row.branch not in below:
				frappe.throw(
					_("{0}: {1} is not below {2}. Notices go to organisations below alone.").format(
						label_of(self, "addressees"), frappe.bold(row.branch), frappe.bold(self.branch)
					)
				)
			if row.branch in seen:
				frappe.throw(
					_("{0}: {1} is named twice. Take one of the rows away.").format(
						label_of(self, "addressees"), frappe.bold(row.branch)
					)
				)
			seen.add(row.branch)

	def validate_papers(self):
		for row in self.papers:
			if row.file and not row.file.startswith("/private/files/"):
				frappe.throw(
					_("Row {0} of {1}: upload the file as a private one.").format(
						row.idx, label_of(self, "papers")
					)
				)

	def refuse_changes_once_sent(self):
		before = self.get_doc_before_save()
		if not before or before.status == steps.PREPARED or self.flags.step:
			return
		changed = changed_fields(self, _FIXED_ONCE_SENT)
		if _rows(self) != _rows(before):
			changed.append("addressees")
		if changed:
			frappe.throw(
				_("{0} cannot be changed once the notice was sent. Take it back and write a new one.").format(
					label_of(self, changed[0])
				)
			)
		if changed_fields(self, ("deadline",)):
			steps.MoveDeadline(self).take()


def _rows(notice: Document) -> tuple[list, list]:
	return (
		sorted(row.branch for row in notice.addressees),
		[(row.title, row.file) for row in notice.papers],
	)
