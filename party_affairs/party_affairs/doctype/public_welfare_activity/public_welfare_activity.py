import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import is_new_or_changed, label_of
from party_affairs.checks.files import attach_files_of_rows, require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.rules.contact import welfare

_LONGEST_DAY = 24


class PublicWelfareActivity(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.public_welfare_participant.public_welfare_participant import (
			PublicWelfareParticipant,
		)
		from party_affairs.party_affairs.doctype.public_welfare_photo.public_welfare_photo import (
			PublicWelfarePhoto,
		)

		activity_date: DF.Date
		branch: DF.Link
		effect: DF.SmallText | None
		form_of_service: DF.Link
		hours: DF.Float
		import_row: DF.Data | None
		location: DF.Data | None
		naming_series: DF.Literal["PWA-.YYYY.-.#####"]
		other_lawyers: DF.Int
		participants: DF.Table[PublicWelfareParticipant]
		people_served: DF.Int
		photos: DF.Table[PublicWelfarePhoto]
		project: DF.Data
		served_group: DF.Data | None
		sessions: DF.Int
	# end: auto-generated types

	def validate(self):
		refuse_future_date(self, "activity_date")
		self.validate_form()
		self.validate_hours()
		self.validate_participants()
		self.validate_photos()

	def on_update(self):
		attach_files_of_rows(self, (row.photo for row in self.photos))

	def validate_form(self):
		"""A form that is out of use stays where it was entered, and is not chosen again."""
		if not self.form_of_service or not is_new_or_changed(self, "form_of_service"):
			return
		if frappe.db.get_value("Public Welfare Form", self.form_of_service, "is_active") == 0:
			frappe.throw(
				_("{0}: {1} is out of use. Choose another one.").format(
					label_of(self, "form_of_service"), frappe.bold(self.form_of_service)
				)
			)

	def validate_hours(self):
		for row in (self, *self.participants):
			if not 0 <= (row.hours or 0) <= _LONGEST_DAY * max(self.sessions or 1, 1):
				frappe.throw(
					_("{0} must lie between 0 and 24 for each session.").format(label_of(self, "hours"))
				)
		for row in self.participants:
			if self.hours and (row.hours or 0) > self.hours:
				frappe.throw(
					_(
						"{0}, row {1}: nobody takes part longer than the whole activity, which took {2} hours."
					).format(label_of(self, "participants"), row.idx, f"{self.hours:g}")
				)

	def validate_participants(self):
		for row in self.participants:
			if bool(row.member) == bool(row.lawyer_name):
				frappe.throw(
					_(
						"{0}, row {1}: choose a Party member or enter the name of a lawyer, one of the two."
					).format(label_of(self, "participants"), row.idx)
				)
		members = [row.member for row in self.participants if row.member]
		if len(members) != len(set(members)):
			frappe.throw(_("{0}: a member is listed twice.").format(label_of(self, "participants")))
		require_members_of(members, self.branch, subtree=True, former=True)

	def validate_photos(self):
		"""Photos are private files; on the board hangs what those shown have agreed to."""
		before = self.get_doc_before_save()
		known = {row.photo for row in before.photos} if before else set()
		for row in self.photos:
			if row.photo not in known:
				require_private_file(row, "photo")
			refuse_future_date(row, "taken_on")
			if row.on_board and not welfare.may_hang(row.consent):
				frappe.throw(
					_(
						"{0}, row {1}: a photo hangs on the board once those shown have agreed, or if nobody can be recognised."
					).format(label_of(self, "photos"), row.idx)
				)


def on_doctype_update():
	frappe.db.add_index("Public Welfare Activity", ["branch", "activity_date"])
