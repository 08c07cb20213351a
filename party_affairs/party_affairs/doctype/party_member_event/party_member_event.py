import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import StandingError
from party_affairs.facts.members.history import has_later_event
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_member.party_member import change_standing
from party_affairs.permissions.restricted_fields import HidesRestrictedFields

_WRITES = {"Firm Change": ("to_firm", "firm"), "Position Change": ("new_position", "firm_position")}
"""Kinds that change the member's record: the field they take it from, and the member's field."""

_NEEDS = {"Firm Change": "to_firm", "Position Change": "new_position", "Party Sanction": "sanction"}
_OWN_FIELDS = {
	"to_firm": ("Firm Change",),
	"new_position": ("Position Change",),
	"sanction": ("Party Sanction",),
	"influence_until": ("Party Sanction", "Professional Sanction"),
}
_FIXED = ("member", "branch", "kind", "happened_on", "to_firm", "new_position")


class PartyMemberEvent(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		decided_by: DF.Data | None
		details: DF.Text | None
		from_firm: DF.Link | None
		happened_on: DF.Date
		influence_until: DF.Date | None
		kind: DF.Literal[
			"Firm Change",
			"Position Change",
			"Award",
			"Good Deed",
			"Professional Sanction",
			"Party Sanction",
			"Setback in Practice",
			"Family Dispute",
			"Wavering",
			"Integrity Complaint",
			"Hardship",
		]
		meeting: DF.Link | None
		member: DF.Link
		member_name: DF.Data | None
		naming_series: DF.Literal["PME-.YYYY.-.#####"]
		new_position: DF.Data | None
		sanction: DF.Literal[
			"",
			"Warning",
			"Serious Warning",
			"Removal from Party Posts",
			"Probation within the Party",
			"Expulsion",
		]
		title: DF.Data | None
		to_firm: DF.Link | None
	# end: auto-generated types

	def validate(self):
		self.refuse_to_rewrite_history()
		self.validate_member()
		self.clear_what_the_kind_has_no_use_for()
		self.validate_content()
		self.set_title()

	def before_insert(self):
		self.from_firm = None
		if self.kind == "Firm Change":
			self.set_former_firm()

	def after_insert(self):
		self.write_into_member()

	def on_trash(self):
		if self.kind in _WRITES:
			frappe.throw(
				_(
					"A {0} is part of the member's history and is not deleted. Enter a further one that corrects it."
				).format(frappe.bold(_(self.kind))),
				StandingError,
			)

	def refuse_to_rewrite_history(self):
		"""What an event has written into the member's record is not undone by editing the event."""
		before = self.get_doc_before_save()
		if not before:
			return
		kinds = {before.kind, self.kind}
		for fieldname in changed_fields(self, _FIXED if kinds & set(_WRITES) else ("member", "branch")):
			frappe.throw(
				_(
					"{0} is part of the member's history and stays as it is. Enter a further event instead."
				).format(label_of(self, fieldname)),
				StandingError,
			)

	def validate_member(self):
		"""An event is entered by the branch that the member belongs to at the time."""
		if self.is_new():
			require_members_of([self.member], self.branch)

	def clear_what_the_kind_has_no_use_for(self):
		for fieldname, kinds in _OWN_FIELDS.items():
			if self.kind not in kinds:
				self.set(fieldname, None)

	def validate_content(self):
		if self.kind in _NEEDS:
			require(self, _NEEDS[self.kind])
		refuse_future_date(self, "happened_on")
		require_order(self, "happened_on", "influence_until")

	def set_former_firm(self):
		self.from_firm = frappe.db.get_value("Party Member", self.member, "firm")
		if self.to_firm and self.from_firm == self.to_firm:
			frappe.throw(
				_("{0}: the member is in this firm already.").format(label_of(self, "to_firm")), StandingError
			)

	def write_into_member(self):
		"""Firm and position follow the event, unless a later one of the kind is on record already."""
		if self.kind not in _WRITES:
			return
		source, target = _WRITES[self.kind]
		if not has_later_event(self.member, self.kind, self.happened_on, leaving_out=self.name):
			change_standing(self.member, self, **{target: self.get(source)})

	def set_title(self):
		self.title = f"{self.member_name} {_(self.kind, site_language())}"
