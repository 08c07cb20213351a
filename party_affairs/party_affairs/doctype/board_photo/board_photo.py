import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import refuse_future_date, refuse_past_date, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, keep_what_steps_wrote, label_of
from party_affairs.checks.files import require_picture, require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.checks.publications import Passage, refuse_leaks
from party_affairs.exceptions import NoticeError
from party_affairs.facts.notice.photos import ACTIVITY, rows_of_activity
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.board_photo import display_copy, original, steps

_FIXED = ("branch", "source_doctype", "source_name", "photo")
REFUSED = "Consent Refused"


class BoardPhoto(Document):
	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.validate_source()
		require_private_file(self, "photo", NoticeError)
		require_picture(self, "photo", NoticeError)
		refuse_future_date(self, "taken_on", exception=NoticeError)
		if not self.flags.step:
			refuse_past_date(self, "hangs_until", NoticeError)
		self.validate_people()
		self.refuse_change_of_what_hangs()
		self.take_down_without_consent()
		self.name_original()

	def on_update(self):
		if self.status != steps.HANGING:
			display_copy.remove(self)
		if self.flags.consent_withdrawn and self.source_doctype == ACTIVITY:
			self.tell_the_record()

	# The steps, for programs

	def hang(self):
		steps.Hang(self).take()

	# What is in the record

	def validate_source(self):
		"""A photo of a record is one of the organisation's, which whoever chooses it reads."""
		if not (self.source_doctype and self.source_name):
			self.source_doctype = self.source_name = None
			return
		if not is_new_or_changed(self, "source_doctype", "source_name", "branch", "photo"):
			return
		source = frappe.get_doc(self.source_doctype, self.source_name)
		source.check_permission("read")
		if source.branch != self.branch or self.photo not in {row.photo for row in source.photos}:
			frappe.throw(
				_("{0}: {1} has no such photo of {2}. Choose the photo from the record.").format(
					label_of(self, "photo"), frappe.bold(self.source_name), frappe.bold(self.branch)
				),
				NoticeError,
			)

	def name_original(self):
		"""A photo of a record keeps the record's file; what was uploaded for the board goes by the number of its photo."""
		if not self.source_name and is_new_or_changed(self, "photo"):
			self.photo = original.rename(self)

	def validate_people(self):
		"""Who is on it is a member or has a name; consent is not taken back before it was given."""
		if self.nobody_recognisable:
			self.people = []
		require_members_of(
			[row.member for row in self.people], self.branch, NoticeError, subtree=True, former=True
		)
		for row in self.people:
			if bool(row.member) == bool((row.person_name or "").strip()):
				frappe.throw(
					_("{0}, row {1}: choose a Party member or enter a name, one of the two.").format(
						label_of(self, "people"), row.idx
					),
					NoticeError,
				)
			refuse_future_date(row, "consented_on", "withdrawn_on", exception=NoticeError)
			require_order(row, "consented_on", "withdrawn_on", NoticeError)

	def refuse_change_of_what_hangs(self):
		before = self.get_doc_before_save()
		if not before or before.status != steps.HANGING or self.flags.step:
			return
		if changed := changed_fields(self, _FIXED):
			frappe.throw(
				_("{0} cannot be changed while the photo hangs. Take it down first.").format(
					label_of(self, changed[0])
				),
				NoticeError,
			)
		if changed_fields(self, ("caption",)):
			refuse_leaks(self.branch, [Passage(_("Caption"), self.caption)])

	def take_down_without_consent(self):
		"""As soon as one of those shown takes his consent back, the photo hangs no more."""
		if self.status != steps.HANGING or steps.may_hang(self):
			return
		self.flags.consent_withdrawn = True
		with in_site_language():
			self.take_down(_("Consent was withdrawn."))

	def take_down(self, reason: str | None = None):
		"""Note that it hangs no more; its copy is deleted when this is saved."""
		self.update(
			{
				"status": steps.TAKEN_DOWN,
				"taken_down_on": getdate(nowdate()),
				"taken_down_because": reason,
				"display_copy": None,
			}
		)

	def tell_the_record(self):
		"""The sheets of the activity itself leave the photo out as well."""
		for name in rows_of_activity(self.source_name, self.photo):
			frappe.db.set_value("Public Welfare Photo", name, {"consent": REFUSED, "on_board": 0})


def on_doctype_update():
	frappe.db.add_index("Board Photo", ["branch", "status", "taken_on"])
