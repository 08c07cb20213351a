import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate, nowdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.members import require_members_of
from party_affairs.exceptions import StandingError, rules_speak_to_user
from party_affairs.facts.members import changes as facts
from party_affairs.facts.members.changes import AWAY, BACK, open_departures
from party_affairs.facts.members.register import with_status
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_member.party_member import change_standing
from party_affairs.party_affairs.doctype.party_post.party_post import end_posts_of
from party_affairs.permissions.grants import check_may_vacate, leads_above
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members import membership
from party_affairs.rules.members.membership import STANDING_CHANGES, floats_from

PARTY_MEMBERS = ("Probationary Member", "Full Member")
_LABEL_OF_STATUS = {
	frappe.scrub(label): label
	for label in (
		"On Register",
		"Floating",
		"Transferred Out",
		"Membership Suspended",
		"Left the Party",
		"Deceased",
	)
}
_FLOATING = "party_member_floating"
_ONLY_AWAY = ("away_to", "contact_until", "registered_on", "pays_dues_there")


class PartyMembershipChange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		approval_no: DF.Data | None
		approved_on: DF.Date | None
		away_to: DF.Data | None
		branch: DF.Link | None
		contact_until: DF.Date | None
		effective_on: DF.Date
		kind: DF.Literal[
			"Away",
			"Back from Away",
			"Membership Suspended",
			"Membership Restored",
			"Struck Off",
			"Withdrew",
			"Expelled",
			"Deceased",
		]
		meeting: DF.Link | None
		member: DF.Link
		member_name: DF.Data | None
		naming_series: DF.Literal["PMC-.YYYY.-.#####"]
		pays_dues_there: DF.Check
		previous_left_on: DF.Date | None
		previous_status: DF.Data | None
		reason: DF.SmallText | None
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.set_branch()
		self.clear_what_the_kind_has_no_use_for()
		self.validate_dates()
		self.flags.status_after = self.status_after()
		self.set_title()

	def before_submit(self):
		self.check_decision()
		check_may_vacate(self.member, self.branch)
		self.lock_member()
		self.refuse_to_come_before_a_later_document()
		member = frappe.db.get_value("Party Member", self.member, ["status", "left_branch_on"], as_dict=True)
		self.previous_status, self.previous_left_on = member.status, member.left_branch_on

	def on_submit(self):
		self.change_member(self.flags.status_after)

	def before_update_after_submit(self):
		self.validate_registration()

	def before_cancel(self):
		self.lock_member()
		self.refuse_to_go_before_a_later_document()

	def on_cancel(self):
		self.give_back_the_standing_before()

	def set_branch(self):
		"""A change is entered by the branch that the member belongs to."""
		require_members_of([self.member], self.branch, StandingError)

	def clear_what_the_kind_has_no_use_for(self):
		if self.kind != AWAY:
			for fieldname in _ONLY_AWAY:
				self.set(fieldname, None)
		self.previous_status = self.previous_left_on = None

	def validate_dates(self):
		refuse_future_date(self, "effective_on", "approved_on", exception=StandingError)
		require_order(self, "effective_on", "contact_until", StandingError)
		self.validate_registration()

	def validate_registration(self):
		refuse_future_date(self, "registered_on", exception=StandingError)
		require_order(self, "effective_on", "registered_on", StandingError)

	def status_after(self) -> str:
		"""Return the status that the change leads to. Raise StandingError if the member's present one does not allow it."""
		member = frappe.db.get_value("Party Member", self.member, ["status", "stage"], as_dict=True)
		with rules_speak_to_user(StandingError):
			after = membership.standing_after(
				frappe.scrub(self.kind),
				frappe.scrub(member.status),
				is_away=self.kind in (AWAY, BACK) and self.find_departure() is not None,
				is_member=member.stage in PARTY_MEMBERS,
			)
		if self.kind == AWAY and floats_from(*self.absence()) <= getdate(nowdate()):
			after = "floating"
		return _LABEL_OF_STATUS[after]

	def absence(self) -> tuple:
		"""The day of leaving, and the day of return that was expected."""
		return getdate(self.effective_on), getdate(self.contact_until) if self.contact_until else None

	def find_departure(self) -> str | None:
		"""Return the departure from which the member has not come back, other than this document."""
		return next((row.name for row in open_departures(self.member) if row.name != self.name), None)

	def check_decision(self):
		"""What the organisation above decides is submitted by it, with the decision's day and number."""
		if not STANDING_CHANGES[frappe.scrub(self.kind)].needs_approval:
			return
		require(self, "approved_on", "approval_no", exception=StandingError)
		if not leads_above(self.branch):
			frappe.throw(
				_(
					"{0} is decided by the organisation above. Save the draft; it is submitted there once it is approved."
				).format(frappe.bold(_(self.kind))),
				frappe.PermissionError,
			)

	def lock_member(self):
		frappe.db.get_value("Party Member", self.member, "name", for_update=True)

	def refuse_to_come_before_a_later_document(self):
		later = self.find_later(">")
		if later:
			frappe.throw(
				_("{0} is earlier than {1} of the same member. Please check the dates.").format(
					label_of(self, "effective_on"), get_link_to_form(*later)
				),
				StandingError,
			)

	def refuse_to_go_before_a_later_document(self):
		later = self.find_later(">=")
		if later:
			frappe.throw(
				_("{0} of the same member came later. Cancel that one first.").format(
					get_link_to_form(*later)
				),
				StandingError,
			)

	def find_later(self, operator: str) -> tuple[str, str] | None:
		"""Return doctype and name of a change or an accepted transfer of the member that lies after this one.

		Of two changes on one day the one entered later lies after the other.
		"""
		asked = (self.member, operator, self.effective_on, self.name)
		for row in facts.changes_after(*asked):
			if row.effective_on > getdate(self.effective_on) or str(row.creation) > str(self.creation):
				return facts.CHANGE, row.name
		name = facts.transfer_after(*asked)
		return (facts.TRANSFER, name) if name else None

	def change_member(self, status: str):
		"""A member who leaves the register leaves all posts; with posts and membership the login loses its rights."""
		values = {"status": status}
		if status not in ON_REGISTER:
			end_posts_of(self.member, self.effective_on)
			values["left_branch_on"] = self.effective_on
		elif self.previous_status not in ON_REGISTER:
			values["left_branch_on"] = None
		change_standing(self.member, self, **values)

	def give_back_the_standing_before(self):
		change_standing(
			self.member, self, status=self.previous_status, left_branch_on=self.previous_left_on or None
		)
		if self.previous_status in ON_REGISTER and STANDING_CHANGES[frappe.scrub(self.kind)].after not in (
			None,
			"on_register",
		):
			frappe.msgprint(_("Posts that ended with this change stay ended. Give them anew if need be."))

	def set_title(self):
		self.title = f"{self.member_name} {_(self.kind, site_language())}"


def float_members_away() -> None:
	"""Daily hook: members six months away become floating (流动党员); what a day missed, the next one finds."""
	today = getdate(nowdate())
	on_register = with_status("On Register")
	for row in open_departures():
		if row.member in on_register and floats_from(row.effective_on, row.contact_until) <= today:
			_let_float(row)


def _let_float(departure) -> None:
	"""A record that cannot be saved, such as one with dates out of order, must not hold up the others."""
	frappe.db.savepoint(_FLOATING)
	try:
		document = frappe.get_doc("Party Membership Change", departure.name)
		change_standing(departure.member, document, status="Floating")
	except frappe.ValidationError:
		frappe.db.rollback(save_point=_FLOATING)
		frappe.log_error(title=f"Party Member {departure.member} does not become floating")
