import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import StandingError
from party_affairs.facts.members.history import has_later_event, last_event, next_event
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_member.party_member import change_standing
from party_affairs.party_affairs.doctype.party_member.practice import SINCE
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
		from_position: DF.Data | None
		from_record: DF.Check
		happened_on: DF.Date
		honour: DF.Link | None
		import_row: DF.Data | None
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
		self.from_record = int(self.is_noted())
		if not self.from_record:
			self.from_firm = self.from_position = self.honour = None
			self.refuse_what_is_noted_already()
			self.set_former_practice()

	def after_insert(self):
		self.write_into_member()

	def on_trash(self):
		"""What was noted from the record wrote nothing there; it may go if it was a slip. An award goes with its honour."""
		if self.honour:
			frappe.throw(
				_("This event follows from the honour {0}. Withdraw the honour instead.").format(
					get_link_to_form("Honour", self.honour)
				),
				StandingError,
			)
		if self.kind in _WRITES and not self.from_record:
			frappe.throw(
				_(
					"A {0} is part of the member's history and is not deleted. Enter a further one that corrects it."
				).format(frappe.bold(_(self.kind))),
				StandingError,
			)

	def is_noted(self) -> bool:
		"""Whether the member's record, or a transfer, makes this event or sets it right."""
		return isinstance(self.flags.noted_from, Document)

	def refuse_to_rewrite_history(self):
		"""What an event has written into the member's record is not undone by editing the event."""
		before = self.get_doc_before_save()
		if not before or self.is_noted():
			return
		self.from_record = before.from_record
		self.honour = before.honour
		kinds = {before.kind, self.kind}
		fixed = _FIXED if self.honour or kinds & set(_WRITES) else ("member", "branch")
		for fieldname in changed_fields(self, fixed):
			frappe.throw(
				_(
					"{0} is part of the member's history and stays as it is. Enter a further event instead."
				).format(label_of(self, fieldname)),
				StandingError,
			)

	def validate_member(self):
		"""An event is entered by the branch that the member belongs to at the time, an award by the one that it honours."""
		if self.is_new():
			require_members_of([self.member], self.branch, former=bool(self.honour))

	def clear_what_the_kind_has_no_use_for(self):
		for fieldname, kinds in _OWN_FIELDS.items():
			if self.kind not in kinds:
				self.set(fieldname, None)

	def validate_content(self):
		if self.kind in _NEEDS and not self.from_record:
			require(self, _NEEDS[self.kind])
		refuse_future_date(self, "happened_on")
		require_order(self, "happened_on", "influence_until")

	def refuse_what_is_noted_already(self):
		"""One change is one event: the record has made it, and there its day is corrected."""
		if self.kind not in _WRITES:
			return
		last, value = last_event(self.member, self.kind), _WRITES[self.kind][0]
		if last and last.from_record and self.get(value) and last.get(value) == self.get(value):
			frappe.throw(
				_(
					"{0} was noted from the member's record already. Correct the day in the record: {1}."
				).format(
					get_link_to_form(self.doctype, last.name),
					frappe.bold(_(frappe.get_meta("Party Member").get_label(SINCE[self.kind]))),
				),
				StandingError,
			)

	def set_former_practice(self):
		"""Where the member was before: as the next later event says, if there is one, else as the record does."""
		if self.kind not in _WRITES:
			return
		fieldname = "from_firm" if self.kind == "Firm Change" else "from_position"
		later = next_event(self.member, self.kind, self.happened_on) if self.happened_on else None
		record = None if later else frappe.db.get_value("Party Member", self.member, _WRITES[self.kind][1])
		self.set(fieldname, later[fieldname] if later else record)
		if self.to_firm and self.from_firm == self.to_firm:
			frappe.throw(
				_("{0}: the member is in this firm already.").format(label_of(self, "to_firm")), StandingError
			)

	def write_into_member(self):
		"""Firm and position follow the event, unless a later one of the kind is on record already."""
		if self.kind not in _WRITES or self.from_record:
			return
		source, target = _WRITES[self.kind]
		if not has_later_event(self.member, self.kind, self.happened_on, leaving_out=self.name):
			values = {target: self.get(source), SINCE[self.kind]: self.happened_on}
			change_standing(self.member, self, **values)

	def set_title(self):
		self.title = f"{self.member_name} {_(self.kind, site_language())}"
