import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import date_diff, flt

from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import label_of
from party_affairs.checks.members import require_members_of, shown_name

_HOURS_OF_A_DAY = 24


class PartyTraining(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_training_participant.party_training_participant import (
			PartyTrainingParticipant,
		)

		branch: DF.Link
		ends_on: DF.Date | None
		hours: DF.Float
		import_row: DF.Data | None
		kind: DF.Literal["Centralised Training", "Special Study", "Online Study", "Self-Study"]
		naming_series: DF.Literal["PT-.YYYY.-.#####"]
		organiser: DF.Data | None
		participants: DF.Table[PartyTrainingParticipant]
		starts_on: DF.Date
		topic: DF.Data
	# end: auto-generated types

	def validate(self):
		self.validate_days()
		self.validate_participants()
		self.set_hours()
		self.validate_hours()

	def validate_days(self):
		self.ends_on = self.ends_on or self.starts_on
		require_order(self, "starts_on", "ends_on")

	def validate_participants(self):
		members = [row.member for row in self.participants]
		for place, row in enumerate(self.participants):
			if row.member in members[:place]:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
						label_of(self, "participants"), row.idx, shown_name(row.member)
					)
				)
		require_members_of(members, self.branch, subtree=True, former=True)

	def set_hours(self):
		"""Participants of the whole training get its hours; those of a part have fewer of their own."""
		for row in self.participants:
			row.hours = flt(row.hours, 1) or flt(self.hours, 1)
		if not self.hours and not all(row.hours for row in self.participants):
			frappe.throw(
				_("{0}: please fill in {1}.").format(_(self.doctype), label_of(self, "hours")),
				frappe.MandatoryError,
			)

	def validate_hours(self):
		days = date_diff(self.ends_on, self.starts_on) + 1
		if flt(self.hours) > _HOURS_OF_A_DAY * days:
			frappe.throw(
				_("{0} ({1}) is more than {2} day(s) have. Please check the hours and the days.").format(
					label_of(self, "hours"), self.hours, days
				)
			)
		most = flt(self.hours, 1) or _HOURS_OF_A_DAY * days
		for row in self.participants:
			if row.hours > most:
				frappe.throw(
					_("{0}, row {1}: {2} hours are more than the {3} of the training.").format(
						label_of(self, "participants"), row.idx, row.hours, most
					)
				)


def on_doctype_update():
	frappe.db.add_index("Party Training", ["branch", "ends_on"])
