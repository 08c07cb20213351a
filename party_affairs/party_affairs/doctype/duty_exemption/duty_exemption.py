from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import EARLIEST_YEAR, refuse_before, refuse_longer, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, keep_what_steps_wrote, label_of
from party_affairs.checks.files import require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import ExemptionError
from party_affairs.guide import registry
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.duty_exemption import steps

_DECIDED = ("branch", "rule", "subject_doctype", "subject", "from_date", "to_date", "reason", "document")
_SAID = ("branch", "rule", "subject_doctype", "subject", "from_date", "to_date")
_MOST_YEARS = 3
"""As long as a branch's committee is in office at least: who needs an exemption for longer asks for it anew."""
MEMBER = "Party Member"


class DutyExemption(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		clause_title: DF.Data | None
		decided_by: DF.Data | None
		decided_on: DF.Date | None
		decision_note: DF.SmallText | None
		document: DF.Attach | None
		document_no: DF.Data | None
		from_date: DF.Date
		naming_series: DF.Literal["DE-.YYYY.-.#####"]
		reason: DF.SmallText
		rule: DF.Link
		status: DF.Literal["Asked For", "Approved", "Not Approved", "Withdrawn"]
		subject: DF.DynamicLink | None
		subject_doctype: DF.Literal[
			"",
			"Party Member",
			"Party Group",
			"Party Meeting",
			"Law Firm",
			"Contact Pairing",
			"Public Welfare Activity",
			"Party Development Case",
			"Party Membership Transfer",
			"Party Member Event",
			"Party Election",
			"Party Life Review",
			"Party Work Report",
			"Raised Opinion",
		]
		subject_name: DF.Data | None
		title: DF.Data | None
		to_date: DF.Date
		withdrawn_on: DF.Date | None
		withdrawn_reason: DF.SmallText | None
	# end: auto-generated types

	def onload(self):
		self.set_onload("may_decide", steps.may_decide(self.branch))

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.refuse_change_of_what_was_decided()
		self.validate_time()
		require_private_file(self, "document")
		self.validate_clause()
		self.validate_subject()
		self.refuse_twice()
		self.set_title()

	def on_trash(self):
		steps.Delete(self).check()

	def refuse_change_of_what_was_decided(self):
		"""What was decided on is what was asked for: whoever wants something else withdraws it and asks anew."""
		before = self.get_doc_before_save()
		if before and before.status != steps.ASKED and (changed := changed_fields(self, _DECIDED)):
			frappe.throw(
				_("{0} was decided on as it is ({1}). Withdraw the exemption and ask for another.").format(
					label_of(self, changed[0]), _(before.status)
				),
				ExemptionError,
			)

	def validate_time(self):
		"""The days are in order, and not more of them than the committee that decides is in office."""
		require_order(self, "from_date", "to_date", ExemptionError)
		if not is_new_or_changed(self, "from_date", "to_date"):
			return
		refuse_before(self, date(EARLIEST_YEAR, 1, 1), "from_date")
		refuse_longer(self, "from_date", "to_date", _MOST_YEARS, ExemptionError)

	def refuse_twice(self):
		"""The same is asked for once: on no day do two exemptions say the same."""
		if is_new_or_changed(self, *_SAID):
			steps.refuse_twice(self, (steps.ASKED, steps.GRANTED))

	def validate_clause(self):
		"""Only what is checked can be exempt."""
		if not is_new_or_changed(self, "rule"):
			return
		if self.rule not in {clause.id for clause in registry.all_clauses() if clause.evaluated}:
			frappe.throw(
				_("{0}: {1} is not checked, so nobody needs an exemption from it.").format(
					label_of(self, "rule"), frappe.bold(self.rule)
				),
				ExemptionError,
			)

	def validate_subject(self):
		"""Who is exempt is of this organisation, and known to whoever asks."""
		if not (self.subject_doctype and self.subject):
			self.subject_doctype = self.subject = self.subject_name = None
			return
		if not is_new_or_changed(self, "subject_doctype", "subject", "branch"):
			return
		subject = frappe.get_doc(self.subject_doctype, self.subject)
		subject.check_permission("read")
		if self.subject_doctype == MEMBER:
			require_members_of([self.subject], self.branch, ExemptionError, former=True)
		elif subject.meta.has_field("branch") and subject.branch != self.branch:
			frappe.throw(
				_("{0}: {1} is no record of {2}.").format(
					label_of(self, "subject"), frappe.bold(self.subject), frappe.bold(self.branch)
				),
				ExemptionError,
			)
		self.subject_name = subject.get_title()

	def set_title(self):
		who = self.subject_name or (
			frappe.db.get_value("Party Branch", self.branch, "short_name") or self.branch
		)
		self.title = _("{name}: {honour}", site_language()).format(name=who, honour=self.clause_title)


def on_doctype_update():
	frappe.db.add_index("Duty Exemption", ["branch", "status"])
