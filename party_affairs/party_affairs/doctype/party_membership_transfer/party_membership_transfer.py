from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, get_link_to_form, getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import TransferError, rules_speak_to_user
from party_affairs.facts.members import transfers as facts
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_membership_transfer import steps
from party_affairs.party_affairs.doctype.party_membership_transfer.steps import BETWEEN, IN, OUT, PERSON
from party_affairs.permissions import scope_for
from party_affairs.permissions.restricted_fields import HidesRestrictedFields
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members import membership
from party_affairs.rules.names import canonical

OPEN = (steps.DRAFT, steps.ISSUED)
"""Status of a transfer that may still be accepted."""

_DEFAULT_VALID_DAYS = 90
_UNUSED = {
	BETWEEN: ("other_organisation",),
	OUT: ("to_branch", "to_firm"),
	IN: ("member", "branch"),
}
"""Fields that a direction has no use for."""

_STAGE_NEEDS = {
	"Activist": "activist_on",
	"Development Target": "activist_on",
	"Probationary Member": "joined_on",
	"Full Member": "full_member_on",
}
_RECEIPT = (
	*("status", "received_on", "receipt_no", "confirmed_by", "returned_on", "returned_reason"),
	*steps.STAY,
)


class PartyMembershipTransfer(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		activist_on: DF.Date | None
		amended_from: DF.Link | None
		applied_on: DF.Date | None
		birth_date: DF.Date | None
		branch: DF.Link | None
		confirmed_by: DF.Link | None
		direction: DF.Literal["Between Branches", "Out", "In"]
		dues_paid_until: DF.Date | None
		full_member_on: DF.Date | None
		gender: DF.Literal["", "Male", "Female"]
		id_number: DF.Data | None
		joined_on: DF.Date | None
		letter_date: DF.Date
		letter_no: DF.Data | None
		member: DF.Link | None
		member_name: DF.Data | None
		naming_series: DF.Literal["PMTR-.YYYY.-.#####"]
		other_organisation: DF.Data | None
		reason: DF.Literal[
			"Changed Firm", "Changed Work", "Moved Away", "Retirement", "Reorganisation", "Other"
		]
		receipt_no: DF.Data | None
		received_on: DF.Date | None
		remarks: DF.SmallText | None
		returned_reason: DF.SmallText | None
		stage: DF.Literal["Activist", "Development Target", "Probationary Member", "Full Member"]
		status: DF.Literal["Draft", "Letter Issued", "Accepted", "Sent Back", "Cancelled"]
		stayed_from: DF.Date | None
		stayed_in: DF.Link | None
		stayed_until: DF.Date | None
		title: DF.Data | None
		to_branch: DF.Link | None
		to_firm: DF.Link | None
		valid_days: DF.Int
		valid_until: DF.Date | None
	# end: auto-generated types

	def validate(self):
		self.clear_what_the_direction_has_no_use_for()
		self.start_as_draft()
		self.validate_branches()
		self.validate_member()
		self.validate_person()
		self.validate_letter()
		self.refuse_second_transfer()
		self.set_title()

	def before_submit(self):
		if self.direction == IN:
			steps.Arrive(self).check()
			self.status, self.confirmed_by = steps.ACCEPTED, frappe.session.user
		else:
			steps.IssueLetter(self).take()

	def on_submit(self):
		if self.direction == IN:
			steps.Arrive(self).change()

	def before_update_after_submit(self):
		if changed_fields(self, _RECEIPT) and not self.flags.receipt:
			frappe.throw(
				_("The receipt is recorded with the buttons Accept and Send Back, not by hand."),
				TransferError,
			)

	def before_cancel(self):
		steps.Cancel(self).take()

	# The receipt, for programs

	def accept(self, accepted_on: str | date, receipt_no: str | None = None):
		steps.Accept(self, accepted_on, receipt_no).take()

	def send_back(self, reason: str):
		steps.SendBack(self, reason).take()

	# What is in the record

	def clear_what_the_direction_has_no_use_for(self):
		for fieldname in _UNUSED[self.direction]:
			self.set(fieldname, None)
		if self.direction != IN:
			for fieldname in PERSON:
				self.set(fieldname, None)

	def start_as_draft(self):
		"""The receipt is no part of a draft, whatever came with it; an arrival is received as it is submitted."""
		kept = ("received_on", "receipt_no") if self.direction == IN else ()
		for fieldname in _RECEIPT:
			if fieldname not in kept:
				self.set(fieldname, None)
		self.status = steps.DRAFT

	def validate_branches(self):
		required = {
			BETWEEN: ("member", "branch", "to_branch"),
			OUT: ("member", "branch", "other_organisation"),
			IN: ("member_name", "to_branch", "other_organisation"),
		}
		require(self, *required[self.direction], exception=TransferError)
		if self.branch == self.to_branch:
			frappe.throw(
				_("{0} and {1} are the same. Choose the branch that the member moves to.").format(
					label_of(self, "branch"), label_of(self, "to_branch")
				),
				TransferError,
			)
		if self.to_branch:
			target = frappe.db.get_value("Party Branch", self.to_branch, ["is_group", "status"], as_dict=True)
			if target.is_group or target.status != "Active":
				frappe.throw(
					_("{0}: {1} takes no members. Choose an active branch.").format(
						label_of(self, "to_branch"), frappe.bold(self.to_branch)
					),
					TransferError,
				)

	def validate_member(self):
		"""The letter is for somebody on register in the branch that issues it."""
		if self.direction == IN:
			return
		require_members_of([self.member], self.branch, TransferError)
		member = frappe.db.get_value("Party Member", self.member, ["member_name", "status"], as_dict=True)
		self.member_name = member.member_name
		if member.status not in ON_REGISTER:
			frappe.throw(
				_("{0} is not on register ({1}), so there is no membership to transfer.").format(
					frappe.bold(self.member_name), _(member.status)
				),
				TransferError,
			)

	def validate_person(self):
		"""A member from outside is entered with what the new record needs."""
		if self.direction != IN:
			self.stage = None
			return
		self.member_name = canonical(self.member_name)
		self.id_number = (self.id_number or "").strip().upper() or None
		require(
			self, "birth_date", "stage", _STAGE_NEEDS[self.stage or "Full Member"], exception=TransferError
		)
		with rules_speak_to_user(TransferError):
			membership.check_stage_dates(
				{day: getdate(self.get(day)) for day in membership.STAGE_DATES if self.get(day)},
				birth_date=getdate(self.birth_date),
			)

	def validate_letter(self):
		require(self, "letter_date", exception=TransferError)
		refuse_future_date(self, "letter_date", "received_on", exception=TransferError)
		require_order(self, "letter_date", "received_on", TransferError)
		self.valid_days = cint(self.valid_days) or _DEFAULT_VALID_DAYS
		self.valid_until = add_days(getdate(self.letter_date), self.valid_days)
		self.letter_no = (self.letter_no or "").strip() or None
		if self.letter_no and self.find_same_letter():
			frappe.throw(
				_("{0} {1} was already used. Give the letter a number of its own.").format(
					label_of(self, "letter_no"), frappe.bold(self.letter_no)
				),
				TransferError,
			)

	def find_same_letter(self) -> str | None:
		"""Letters are numbered by the branch that issues them; of those from outside we know the organisation's name."""
		same = [self.name or "", self.amended_from or ""]
		if self.direction == IN:
			issuer = {"other_organisation": self.other_organisation, "to_branch": self.to_branch}
			return facts.with_letter_no(self.letter_no, [IN], same, **issuer)
		return facts.with_letter_no(self.letter_no, [BETWEEN, OUT], same, branch=self.branch)

	def refuse_second_transfer(self):
		if self.direction == IN:
			return
		other = facts.with_status_of(self.member, OPEN, leaving_out=self.name or "")
		if other:
			frappe.throw(
				_("A transfer of {0} is open already: {1}. Finish or cancel that one first.").format(
					frappe.bold(self.member_name), get_link_to_form("Party Membership Transfer", other)
				),
				TransferError,
			)

	def set_title(self):
		goal = self.other_organisation if self.direction == OUT else self.to_branch
		self.title = _("Membership of {0} to {1}", site_language()).format(self.member_name, goal)[:140]

	# What the form offers

	def onload(self):
		scope, branch = steps.receiver(self)
		self.set_onload("may_receive", scope.covers(branch))
		self.set_onload(
			"may_cancel",
			self.status != steps.ACCEPTED and scope_for(self.doctype, "cancel").includes(self),
		)


def on_doctype_update():
	frappe.db.add_index("Party Membership Transfer", ["branch", "letter_no"])
