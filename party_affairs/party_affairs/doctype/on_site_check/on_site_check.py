import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.checks.files import attach_files_of_rows
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.on_site_check import steps
from party_affairs.rules.duties import tasks

_FIXED_ONCE_ISSUED = ("committee", "branch", "checked_on", "inspectors", "accompanied_by", "summary")
_WRITTEN_BY_INSPECTORS = ("item", "rule", "result", "found", "photo", "mend_until")


class OnSiteCheck(Document):
	def validate(self):
		self.keep_what_steps_wrote()
		self.validate_organisations()
		refuse_future_date(self, "checked_on")
		self.validate_items()
		self.refuse_changes_once_issued()
		self.set_title()

	def on_update(self):
		attach_files_of_rows(self, [row.photo for row in self.items if row.photo])

	def on_trash(self):
		steps.Delete(self).take()

	# The steps, for programs

	def issue(self):
		steps.Issue(self).take()

	# What is in the record

	def keep_what_steps_wrote(self):
		if self.flags.step:
			return
		before = self.get_doc_before_save()
		for name in steps.WRITTEN_BY_STEPS:
			self.set(name, before.get(name) if before else self.meta.get_field(name).default)
		stored = {row.name: row for row in before.items} if before else {}
		for row in self.items:
			known = stored.get(row.name)
			row.update({name: known.get(name) if known else None for name in steps.WRITTEN_IN_ROWS})

	def validate_organisations(self):
		"""Whoever checks stands above whom he checks."""
		if self.branch == self.committee or self.branch not in branch_and_below(self.committee):
			frappe.throw(
				_("{0}: {1} is not below {2}, and is checked by the organisations above it alone.").format(
					label_of(self, "branch"), frappe.bold(self.branch), frappe.bold(self.committee)
				)
			)

	def validate_items(self):
		for row in self.items:
			if row.photo and not row.photo.startswith("/private/files/"):
				frappe.throw(
					_("Row {0} of {1}: upload the file as a private one.").format(
						row.idx, label_of(self, "items")
					)
				)
			if row.result != steps.TO_BE_MENDED:
				row.mend_until = None
				continue
			if not row.mend_until or not (row.found or "").strip():
				frappe.throw(
					_("Row {0} of {1}: say what was found, and until when it is to be mended.").format(
						row.idx, label_of(self, "items")
					)
				)
			if getdate(row.mend_until) < getdate(self.checked_on):
				frappe.throw(
					_("Row {0} of {1}: what was found on {2} cannot be mended before that day.").format(
						row.idx, label_of(self, "items"), getdate(self.checked_on).isoformat()
					)
				)
		days = [getdate(row.mend_until) for row in self.items if row.mend_until and not row.confirmed_on]
		self.mend_until = max(days, default=None)

	def refuse_changes_once_issued(self):
		"""What was found stays; what becomes of it is written by steps."""
		before = self.get_doc_before_save()
		if not before or before.status == steps.WRITTEN or self.flags.step:
			return
		changed = changed_fields(self, _FIXED_ONCE_ISSUED)
		if _found(self) != _found(before):
			changed.append("items")
		if changed:
			frappe.throw(
				_(
					"{0} cannot be changed once the check was issued. Write a new check where something was wrong."
				).format(label_of(self, changed[0]))
			)

	def set_title(self):
		short = frappe.db.get_value("Party Branch", self.branch, "short_name")
		self.title = _("{name}: on-site check of {day}", site_language()).format(
			name=short or self.branch, day=getdate(self.checked_on).isoformat()
		)

	def set_status(self):
		"""The status follows from the items: open while one is to be mended, closed when all are confirmed."""
		self.status = tasks.mending_state([row.state for row in self.items])
		confirmed = [getdate(row.confirmed_on) for row in self.items if row.confirmed_on]
		closed = self.status == "Closed"
		self.closed_on = max([*confirmed, getdate(self.issued_on)]) if closed else None


def _found(check: Document) -> list[tuple]:
	return [tuple(str(row.get(name) or "") for name in _WRITTEN_BY_INSPECTORS) for row in check.items]


def on_doctype_update():
	frappe.db.add_index("On Site Check", ["branch", "checked_on"])
