import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, keep_what_steps_wrote, label_of
from party_affairs.checks.groups import require_group_of_branch
from party_affairs.exceptions import MembershipError, StandingError, rules_speak_to_user
from party_affairs.facts.members import same_person
from party_affairs.facts.members.development import case_of
from party_affairs.party_affairs.doctype.party_member import platform, practice
from party_affairs.permissions import forget_access
from party_affairs.permissions.grants import check_may_link_login, sync_roles
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members import membership
from party_affairs.rules.names import canonical

_STANDING = {
	"branch": "Party Membership Transfer",
	"stage": "Party Development Case",
	"status": "Party Membership Change",
	"left_branch_on": "Party Membership Change",
}
"""What a member's standing is made of, and the document by which each part of it changes."""


class PartyMember(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		activist_on: DF.Date | None
		address: DF.SmallText | None
		applied_on: DF.Date | None
		birth_date: DF.Date | None
		branch: DF.Link
		education: DF.Literal["", "Below College", "College", "Bachelor", "Master", "Doctor"]
		email: DF.Data | None
		ethnicity: DF.Data | None
		firm: DF.Link | None
		firm_from: DF.Date | None
		firm_position: DF.Data | None
		frail_from: DF.Date | None
		frail_until: DF.Date | None
		full_member_on: DF.Date | None
		gender: DF.Literal["", "Male", "Female"]
		group_from: DF.Date | None
		id_number: DF.Data | None
		import_row: DF.Data | None
		is_frail: DF.Check
		is_hardship: DF.Check
		is_partner: DF.Check
		joined_branch_on: DF.Date | None
		joined_on: DF.Date | None
		left_branch_on: DF.Date | None
		licence_no: DF.Data | None
		licence_type: DF.Literal["", "Full-Time", "Part-Time", "Government", "Company", "Trainee", "Staff"]
		member_name: DF.Data
		mobile: DF.Data | None
		naming_series: DF.Literal["PM-.#####"]
		native_place: DF.Data | None
		party_group: DF.Link | None
		photo: DF.AttachImage | None
		position_from: DF.Date | None
		stage: DF.Literal["Applicant", "Activist", "Development Target", "Probationary Member", "Full Member"]
		status: DF.Literal[
			"On Register", "Floating", "Transferred Out", "Membership Suspended", "Left the Party", "Deceased"
		]
		target_on: DF.Date | None
		user: DF.Link | None
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, platform.WRITTEN)
		self.tidy_text()
		self.refuse_change_without_document()
		self.validate_id_number()
		self.validate_dates()
		self.validate_circumstances()
		self.validate_branch()
		self.validate_group()
		self.date_practice()
		self.validate_single_membership()
		self.check_right_to_link_login()
		self.refuse_login_of_nobody()

	def on_update(self):
		forget_access()
		self.sync_roles_of_login()
		self.note_changes_of_practice()

	def after_delete(self):
		forget_access()
		if self.user:
			sync_roles([self.user])

	def tidy_text(self):
		self.member_name = canonical(self.member_name)
		self.id_number = (self.id_number or "").strip().upper() or None
		self.user = self.user or None

	def refuse_change_without_document(self):
		"""Once on record, standing changes only through the document that says why: there is no history otherwise."""
		before = self.get_doc_before_save()
		if not before or isinstance(self.flags.changed_by, Document):
			return
		for fieldname in changed_fields(self, (*_STANDING, *membership.STAGE_DATES)):
			if not (self.may_complete(fieldname, before) or self.is_told_with_its_day(fieldname, before)):
				self.refuse_by_hand(fieldname, before)

	def may_complete(self, fieldname: str, before: Document) -> bool:
		"""Whether a field may be written by hand: what was left empty, and stage dates that no case tells."""
		if fieldname in membership.STAGE_DATES:
			return not (before.get(fieldname) and case_of(self.name))
		return (
			fieldname == "left_branch_on" and not before.left_branch_on and before.status not in ON_REGISTER
		)

	def is_told_with_its_day(self, fieldname: str, before: Document) -> bool:
		"""Whether a workbook tells a step forward or a departure together with the day on which it was."""
		if not self.flags.from_workbook:
			return False
		if fieldname == "stage":
			day = self.get(membership.DAY_OF_STAGE[self.stage])
			return bool(day) and membership.is_later_stage(self.stage, before.stage)
		leaves = self.status not in ON_REGISTER and before.status in ON_REGISTER
		return fieldname in ("status", "left_branch_on") and leaves and bool(self.left_branch_on)

	def refuse_by_hand(self, fieldname: str, before: Document):
		document = _STANDING.get(fieldname, "Party Development Case")
		if fieldname == "status" and "Transferred Out" in (self.status, before.status):
			document = "Party Membership Transfer"
		frappe.throw(
			_("{0} cannot be changed here: please enter it through a {1}.").format(
				label_of(self, fieldname), frappe.bold(_(document))
			),
			StandingError,
		)

	def validate_id_number(self):
		if not self.id_number:
			return
		with rules_speak_to_user():
			birth_date = membership.birth_date_of_id_number(self.id_number)
		if self.birth_date and getdate(self.birth_date) != birth_date:
			frappe.throw(
				_("{0} does not agree with the ID number. Correct one of the two.").format(
					label_of(self, "birth_date")
				)
			)
		self.birth_date = birth_date

	def validate_dates(self):
		refuse_future_date(self, "birth_date", "joined_branch_on", "left_branch_on", *membership.STAGE_DATES)
		with rules_speak_to_user():
			membership.check_stage_dates(
				{field: getdate(self.get(field)) for field in membership.STAGE_DATES if self.get(field)},
				birth_date=getdate(self.birth_date) if self.birth_date else None,
			)

	def validate_circumstances(self):
		"""Illness has a beginning and an end; a ticked box without dates stands for all the time."""
		if not cint(self.is_frail):
			self.frail_from = self.frail_until = None
		require_order(self, "frail_from", "frail_until")

	def validate_branch(self):
		if frappe.db.get_value("Party Branch", self.branch, "is_group"):
			frappe.throw(
				_(
					"{0} is a committee. Enter the branch in which the member takes part in organisation life."
				).format(frappe.bold(self.branch))
			)

	def validate_group(self):
		self.date_the_group()
		refuse_future_date(self, "group_from")
		require_order(self, "joined_branch_on", "group_from")
		if self.party_group:
			require_group_of_branch(self)

	def date_the_group(self):
		"""The day goes with the group: one group after another begins when the record says so, the first at a time unknown."""
		before = self.get_doc_before_save()
		changed = changed_fields(self, ("party_group", "group_from")) if before else []
		if not self.party_group:
			self.group_from = None
		elif changed == ["party_group"]:
			self.group_from = practice.presumed_day(self) if before.party_group else None

	def date_practice(self):
		"""What a document has changed, it has told with its day."""
		refuse_future_date(self, *practice.SINCE.values())
		told = isinstance(self.flags.changed_by, Document)
		self.flags.changes_of_practice = [] if told else practice.date_changes(self)

	def note_changes_of_practice(self):
		for change in self.flags.changes_of_practice:
			practice.note(self, change)

	def validate_single_membership(self):
		"""A member belongs to one branch (Party Constitution): the same person must not be on register twice."""
		if self.status not in ON_REGISTER:
			return
		other = same_person.branch_of(
			self.member_name, self.birth_date, self.id_number, ON_REGISTER, leaving_out=self.name or ""
		)
		if other:
			frappe.throw(
				_(
					"{0} is already on register in {1}. Transfer the member out there first, or correct the name, ID number or date of birth."
				).format(frappe.bold(self.member_name), frappe.bold(other)),
				MembershipError,
			)

	def refuse_login_of_nobody(self):
		"""With the logins that every site has, a member would lend his name and his posts' rights to whoever uses them."""
		if self.user in frappe.STANDARD_USERS and is_new_or_changed(self, "user"):
			frappe.throw(
				_("{0}: {1} is nobody's own login. Choose the login of this member.").format(
					label_of(self, "user"), frappe.bold(self.user)
				)
			)

	def check_right_to_link_login(self):
		if is_new_or_changed(self, "user") and (self.user or not self.is_new()):
			check_may_link_login(self.name, self.user)

	def sync_roles_of_login(self):
		before = self.get_doc_before_save()
		logins = {self.user, before.user if before else None} - {None, ""}
		if logins and (not before or before.user != self.user or before.status != self.status):
			sync_roles(sorted(logins))


def change_standing(member: str, by: Document, **values) -> Document:
	"""Change a member's stage, status, branch or stage dates because the document `by` says so; return the member.

	The caller has checked the right to `by`; the member himself may lie outside the caller's scope (a transfer's receipt).
	"""
	document = frappe.get_doc("Party Member", member, for_update=True)
	document.update(values)
	document.flags.changed_by = by
	document.save(ignore_permissions=True)
	return document


def on_doctype_update():
	frappe.db.add_index("Party Member", ["branch", "status"])
