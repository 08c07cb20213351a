"""The life of a transfer of membership (组织关系接转), step by step in its order.

A letter of introduction is issued by submission; the organisation it is addressed to accepts the member or sends the letter
back. A member from outside brings the letter along: it is received as it is submitted, and the record is made.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from party_affairs.arguments import parse_day
from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import MembershipError, StandingError, TransferError
from party_affairs.facts.members import same_person
from party_affairs.facts.members.history import has_later_event
from party_affairs.party_affairs.doctype.party_development_case.steps import move_case
from party_affairs.party_affairs.doctype.party_member.party_member import change_standing
from party_affairs.party_affairs.doctype.party_member.practice import FIRM, note_new_firm
from party_affairs.party_affairs.doctype.party_post.party_post import end_posts_of
from party_affairs.permissions import Scope, scope_for
from party_affairs.permissions.grants import check_may_vacate
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.steps import Step

BETWEEN, OUT, IN = "Between Branches", "Out", "In"
DRAFT, ISSUED, ACCEPTED = "Draft", "Letter Issued", "Accepted"
SENT_BACK, CANCELLED = "Sent Back", "Cancelled"

PERSON = ("gender", "birth_date", "id_number", "applied_on", "activist_on", "joined_on", "full_member_on")
"""What the letter says of somebody who comes from outside."""

STAY = ("stayed_in", "stayed_from", "stayed_until")
"""The stay that a transfer ends, or an earlier one of whoever returns: the member's record keeps the present one alone."""


class TransferStep(Step):
	doctype = "Party Membership Transfer"


class Submission(TransferStep):
	"""A transfer becomes valid: as a letter that waits for its receipt, or as an arrival."""

	right = "submit"

	def check(self) -> None:
		"""It needs the number of the letter, and no other open transfer of the member."""
		require(self.document, "letter_no", exception=TransferError)
		if self.document.member:
			# Two letters for one member that are issued at the same moment wait for each other here.
			frappe.db.get_value("Party Member", self.document.member, "name", for_update=True)
		self.document.refuse_second_transfer()


class IssueLetter(Submission):
	"""The letter is issued; the member belongs to the old branch until it is accepted. Taken before the letter is written."""

	def check(self) -> None:
		"""It needs the right to end the posts of the member in the old branch as well."""
		super().check()
		check_may_vacate(self.document.member, self.document.branch)

	def change(self) -> None:
		self.document.status = ISSUED


class Arrive(Submission):
	"""A member from outside gets a record, or an earlier one here is taken up."""

	def check(self) -> None:
		"""It needs the day of the receipt as well, between the letter and today."""
		super().check()
		_check_receipt(self.document)

	def change(self) -> None:
		transfer = self.document
		values = {
			**{fieldname: transfer.get(fieldname) for fieldname in PERSON if transfer.get(fieldname)},
			"stage": transfer.stage,
			"status": "On Register",
			"branch": transfer.to_branch,
			"firm": transfer.to_firm,
			"firm_from": None,
			"joined_branch_on": transfer.received_on,
			"left_branch_on": None,
			"party_group": None,
			"group_from": None,
		}
		former = self.find_former_record()
		if former:
			stay = _stay_of(former)
			member = change_standing(former, transfer, **values)
			transfer.db_set(stay)
			move_case(former, transfer.to_branch, transfer)
		else:
			values["member_name"] = transfer.member_name
			member = frappe.get_doc({"doctype": "Party Member", **values})
			member.insert(ignore_permissions=True)
		transfer.db_set("member", member.name)

	def find_former_record(self) -> str | None:
		"""Return the record of the same person from before he was transferred out, if there is one.

		A record is recognised by its ID number; by name and birth date only where the caller sees it anyway, since
		anybody may know these of somebody else.
		"""
		transfer = self.document
		found = transfer.id_number and same_person.with_id_number(transfer.id_number)
		if not found:
			found = same_person.transferred_out(transfer.member_name, transfer.birth_date)
			if not (found and scope_for("Party Member", "write").covers(found.branch)):
				return None
		if found.status in ON_REGISTER:
			frappe.throw(
				_(
					"{0} is already on register in {1}. Transfer the member out there first, or correct the name, ID number or date of birth."
				).format(frappe.bold(transfer.member_name), frappe.bold(found.branch)),
				MembershipError,
			)
		if found.status != "Transferred Out":
			frappe.throw(
				_("{0} is on record with the standing {1}. Settle that with a {2} first.").format(
					frappe.bold(transfer.member_name), _(found.status), _("Party Membership Change")
				),
				StandingError,
			)
		return found.name


class Receipt(TransferStep):
	"""The organisation that the letter is addressed to answers it."""

	right = "read"

	def ask_right(self) -> None:
		"""The right to record the receipt is not that to the letter, which belongs to who issued it: see `receiver`."""
		super().ask_right()
		scope, branch = receiver(self.document)
		scope.check_branch(branch)

	def check(self) -> None:
		"""It needs a letter that waits for a receipt."""
		transfer = self.document
		if not transfer.docstatus.is_submitted() or transfer.status != ISSUED:
			frappe.throw(
				_("{0} is not waiting for a receipt: its status is {1}.").format(
					frappe.bold(transfer.title), _(transfer.status)
				),
				TransferError,
			)

	def save(self, **values) -> None:
		self.document.update({**values, "confirmed_by": frappe.session.user})
		self.document.flags.receipt = True
		self.document.save(ignore_permissions=True)


@dataclass
class Accept(Receipt):
	"""The new organisation took the member over on a day; only now his membership moves.

	Until then the old branch is responsible (education regulation art. 25). Posts in the old branch end, and a development
	case goes with him.
	"""

	accepted_on: str | date
	receipt_no: str | None = None

	def check(self) -> None:
		"""It needs a letter that waits, and a day between the letter and today."""
		day = self.day
		super().check()
		self.document.received_on = day
		_check_receipt(self.document)

	def change(self) -> None:
		transfer, day = self.document, self.day
		stay = _stay_of(transfer.member)
		if transfer.direction == OUT:
			stay["stayed_until"] = day
			end_posts_of(transfer.member, day)
			change_standing(transfer.member, transfer, status="Transferred Out", left_branch_on=day)
		else:
			# From the day of the receipt on, the new branch answers.
			stay["stayed_until"] = day - timedelta(days=1)
			end_posts_of(transfer.member, day, transfer.branch, transfer.to_branch)
			self.move_member()
		self.save(status=ACCEPTED, received_on=day, receipt_no=self.receipt_no, **stay)

	@cached_property
	def day(self) -> date:
		return parse_day(self.accepted_on)

	def move_member(self) -> None:
		transfer = self.document
		former_firm = frappe.db.get_value("Party Member", transfer.member, "firm")
		member = change_standing(
			transfer.member,
			transfer,
			branch=transfer.to_branch,
			status="On Register",
			joined_branch_on=self.day,
			party_group=None,
			group_from=None,
			**self.new_firm(former_firm),
		)
		note_new_firm(member, former_firm, self.day)
		move_case(transfer.member, transfer.to_branch, transfer)

	def new_firm(self, former_firm: str | None) -> dict[str, str | date]:
		"""The firm that the letter names, unless the member changed his firm again since he was taken over."""
		transfer = self.document
		if transfer.to_firm in (None, "", former_firm):
			return {}
		if has_later_event(transfer.member, FIRM, self.day, leaving_out=""):
			return {}
		return {"firm": transfer.to_firm, "firm_from": self.day}


@dataclass
class SendBack(Receipt):
	"""The new organisation did not take the member: he stays where he is, and a new letter is possible."""

	reason: str

	def check(self) -> None:
		"""It needs a letter that waits, and a reason."""
		super().check()
		if not (self.reason or "").strip():
			frappe.throw(
				_("{0}: please fill in {1}.").format(
					_(self.doctype), label_of(self.document, "returned_reason")
				),
				TransferError,
			)

	def change(self) -> None:
		self.save(status=SENT_BACK, returned_on=nowdate(), returned_reason=self.reason.strip())


class Cancel(TransferStep):
	"""A letter that was not accepted is withdrawn. Taken before it is written."""

	right = "cancel"

	def check(self) -> None:
		"""It needs that the member was not taken over."""
		if self.document.status == ACCEPTED:
			frappe.throw(
				_(
					"This transfer was accepted and cannot be cancelled. Transfer the membership back instead."
				),
				TransferError,
			)

	def change(self) -> None:
		self.document.status = CANCELLED


def receiver(transfer: Document) -> tuple[Scope, str]:
	"""Return who records the receipt, as a scope and the branch that it must cover.

	It is the new branch, if it may enter members; for those who leave the system the old one.
	"""
	if transfer.direction == OUT:
		return scope_for(transfer.doctype, "submit"), transfer.branch
	return scope_for("Party Member", "create"), transfer.to_branch


def _stay_of(member: str) -> dict[str, str | date | None]:
	"""Return branch, first and last day of a member's stay as his record has it, for the fields of `STAY`."""
	fields = ["branch", "joined_branch_on", "left_branch_on"]
	return dict(zip(STAY, frappe.db.get_value("Party Member", member, fields), strict=True))


def _check_receipt(transfer: Document) -> None:
	require(transfer, "received_on", exception=TransferError)
	refuse_future_date(transfer, "received_on", exception=TransferError)
	require_order(transfer, "letter_date", "received_on", TransferError)
