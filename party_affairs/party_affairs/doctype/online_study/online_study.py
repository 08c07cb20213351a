import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from party_affairs import settings
from party_affairs.checks.dates import EARLIEST_DAY, refuse_before, refuse_future_date
from party_affairs.checks.fields import changed_fields, is_new_or_changed, keep_what_steps_wrote, label_of
from party_affairs.checks.files import require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.members import education
from party_affairs.party_affairs.doctype.online_study import steps
from party_affairs.rules.members.education import check_online_hours

_REPORTED = ("member", "branch", "studied_on", "hours", "platform", "course", "proof")


class OnlineStudy(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.refuse_change_of_what_was_answered()
		self.validate_member()
		self.validate_day()
		self.validate_hours()
		require_private_file(self, "proof")
		self.refuse_the_same_again()

	def refuse_change_of_what_was_answered(self):
		"""What was confirmed counts as it was confirmed."""
		if self.status == steps.REPORTED or self.flags.step:
			return
		for name in changed_fields(self, _REPORTED):
			frappe.throw(
				_(
					"{0} was answered already and stays as it is. Take the confirmation back first if it was wrong."
				).format(label_of(self, name))
			)

	def validate_member(self):
		if self.is_new() or changed_fields(self, ("member",)):
			self.branch = frappe.db.get_value("Party Member", self.member, "branch")
			require_members_of([self.member], self.branch)

	def validate_day(self):
		"""What he studied before he came to the Party is no study of a member, and an old day is mostly a slip."""
		refuse_future_date(self, "studied_on")
		if is_new_or_changed(self, "studied_on", "member"):
			refuse_before(self, education.first_day_of(self.member) or EARLIEST_DAY, "studied_on")

	def validate_hours(self):
		self.hours = flt(self.hours, 1)
		with rules_speak_to_user():
			check_online_hours(self.hours, settings.online_study_caps())

	def refuse_the_same_again(self):
		other = education.same_online_study(
			self.member, self.studied_on, self.platform, self.course, self.name or ""
		)
		if other:
			frappe.throw(
				_(
					"This course of this day has been reported already. If it took longer, change the hours of that entry."
				),
				frappe.DuplicateEntryError,
			)


def on_doctype_update():
	frappe.db.add_index("Online Study", ["member", "studied_on"])
	frappe.db.add_index("Online Study", ["branch", "status"])
