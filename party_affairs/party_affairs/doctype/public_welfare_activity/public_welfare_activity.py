import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import is_new_or_changed, label_of
from party_affairs.checks.files import attach_files_of_rows, require_private_file
from party_affairs.checks.members import require_members_of
from party_affairs.facts.contact.welfare import same_activity
from party_affairs.facts.members.register import names_of
from party_affairs.rules.contact import welfare
from party_affairs.rules.names import name_key

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
		self.validate_sessions()
		self.validate_hours()
		self.validate_participants()
		self.refuse_one_twice()
		self.validate_photos()

	def on_update(self):
		self.remark()
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

	def validate_sessions(self):
		if self.sessions is None:
			self.sessions = 1
		if self.sessions < 1 and is_new_or_changed(self, "sessions"):
			frappe.throw(_("{0} must be at least {1}.").format(label_of(self, "sessions"), 1))

	def validate_hours(self):
		for row in (self, *self.participants):
			if not 0 <= (row.hours or 0) <= _LONGEST_DAY * welfare.sessions_of(self.sessions):
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

	def refuse_one_twice(self):
		"""Nobody takes part twice: not as a lawyer of the same name, nor as a lawyer besides being a member.

		A workbook is kept as it stands.
		"""
		lawyers = [row for row in self.participants if row.lawyer_name]
		if not lawyers or self.flags.from_workbook:
			return
		named = names_of([row.member for row in self.participants if row.member])
		members = {name_key(name) for name in named.values()}
		seen = set()
		for row in lawyers:
			key = name_key(row.lawyer_name)
			if key in members:
				frappe.throw(
					_("{0}, row {1}: {2} takes part as a member already. Remove one of the two rows.").format(
						label_of(self, "participants"),
						row.idx,
						frappe.bold(frappe.utils.escape_html(row.lawyer_name)),
					)
				)
			if key in seen:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice.").format(
						label_of(self, "participants"),
						row.idx,
						frappe.bold(frappe.utils.escape_html(row.lawyer_name)),
					)
				)
			seen.add(key)

	def remark(self):
		"""What is seldom so is asked about, and stored: nobody took part, or the same activity is on record already."""
		if self.flags.from_workbook:
			return
		remarks = []
		if not self.participants and not self.other_lawyers:
			remarks.append(_("Nobody is entered as taking part. Please add who did."))
		if is_new_or_changed(self, "branch", "activity_date", "project") and (
			other := same_activity(self.branch, self.activity_date, self.project, leaving_out=self.name)
		):
			remarks.append(
				_(
					"The same project is on record for this day already: {0}. Please check whether it is one activity."
				).format(frappe.utils.get_link_to_form(self.doctype, other))
			)
		if remarks:
			frappe.msgprint("<br>".join(remarks), title=_("Please Note"), indicator="orange")

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
