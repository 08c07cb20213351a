import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import is_new_or_changed, label_of
from party_affairs.checks.files import attach_files_of_rows
from party_affairs.checks.members import require_members_of
from party_affairs.party_affairs.doctype.key_work_task import steps
from party_affairs.rules.duties import tasks

_HANDED_DOWN = (
	*("title", "branch", "committee", "year", "deadline", "details", "key_work_point"),
	*("status", "closed_on", "result"),
)


class KeyWorkTask(Document):
	def validate(self):
		self.keep_what_came_down()
		self.refuse_changes_once_closed()
		self.validate_responsible()
		self.validate_progress()
		self.set_status()

	def on_update(self):
		attach_files_of_rows(self, [row.evidence for row in self.progress if row.evidence])

	# The steps, for programs

	def close_with(self, result: str, day=None):
		steps.Close(self, result=result, day=day).take()

	# What is in the record

	def keep_what_came_down(self):
		"""The committee says what is to be done, and a step that it is; the branch says how it goes."""
		before = self.get_doc_before_save()
		if before is None:
			frappe.throw(_("Tasks are made by handing down a point of the year's work."))
		if self.flags.step:
			return
		for name in _HANDED_DOWN:
			self.set(name, before.get(name))

	def refuse_changes_once_closed(self):
		before = self.get_doc_before_save()
		if before.status in (tasks.CLOSED, tasks.TAKEN_BACK) and not self.flags.step:
			frappe.throw(
				_("{0} is {1} and stays as it is. Those who set it may open it again.").format(
					frappe.bold(frappe.utils.escape_html(self.title)), frappe.bold(_(before.status))
				)
			)

	def validate_responsible(self):
		if self.responsible_member and is_new_or_changed(self, "responsible_member"):
			require_members_of([self.responsible_member], self.branch, subtree=True)

	def validate_progress(self):
		for row in self.progress:
			refuse_future_date(row, "day")
			if row.evidence and not row.evidence.startswith("/private/files/"):
				frappe.throw(
					_("Row {0} of {1}: upload the file as a private one.").format(
						row.idx, label_of(self, "progress")
					)
				)

	def set_status(self):
		if self.status in (tasks.TO_BE_DONE, tasks.UNDER_WAY):
			self.status = tasks.UNDER_WAY if self.progress else tasks.TO_BE_DONE


def on_doctype_update():
	frappe.db.add_unique("Key Work Task", ["key_work_point", "branch"])
	frappe.db.add_index("Key Work Task", ["branch", "year"])
	frappe.db.add_index("Key Work Task", ["deadline", "status"])
