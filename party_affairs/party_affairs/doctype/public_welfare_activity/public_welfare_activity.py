import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.checks.fields import label_of
from party_affairs.checks.members import require_members_of

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

		activity_date: DF.Date
		branch: DF.Link
		effect: DF.SmallText | None
		form_of_service: DF.Literal[
			"Legal Aid", "Legal Consultation", "Legal Education", "Mediation", "Voluntary Service", "Other"
		]
		hours: DF.Float
		import_row: DF.Data | None
		location: DF.Data | None
		naming_series: DF.Literal["PWA-.YYYY.-.#####"]
		other_lawyers: DF.Int
		participants: DF.Table[PublicWelfareParticipant]
		people_served: DF.Int
		photo: DF.AttachImage | None
		project: DF.Data
		served_group: DF.Data | None
		sessions: DF.Int
	# end: auto-generated types

	def validate(self):
		refuse_future_date(self, "activity_date")
		self.validate_hours()
		self.validate_participants()

	def validate_hours(self):
		for row in (self, *self.participants):
			if not 0 <= (row.hours or 0) <= _LONGEST_DAY * max(self.sessions or 1, 1):
				frappe.throw(
					_("{0} must lie between 0 and 24 for each session.").format(label_of(self, "hours"))
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


def on_doctype_update():
	frappe.db.add_index("Public Welfare Activity", ["branch", "activity_date"])
