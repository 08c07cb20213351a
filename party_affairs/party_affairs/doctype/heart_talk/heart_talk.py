import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import PersonalTextError
from party_affairs.facts.members.register import is_party_member_on
from party_affairs.facts.organisation.posts import held_on
from party_affairs.language import in_site_language
from party_affairs.permissions.seen import NotesReading
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS, PAIRS, occasion_of, pair_of

MEMBER = "Party Member"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_BY_APPRAISAL = OCCASIONS[APPRAISAL].label.template

exclude_from_linked_with = True


class HeartTalk(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		content: DF.Text
		event: DF.Link | None
		follow_up: DF.SmallText | None
		follow_up_by: DF.Date | None
		follow_up_done_on: DF.Date | None
		import_row: DF.Data | None
		location: DF.Data | None
		occasion: DF.Literal[
			"",
			"Change of Firm or Position",
			"Award or Sanction",
			"Setback, Family Dispute or Wavering",
			"Integrity Complaint",
			"Appraisal of Party Spirit",
		]
		opinions: DF.SmallText | None
		pair_kind: DF.Literal[
			"", "Two Committee Members", "Committee Member and Member", "Two Members", "Member and Masses"
		]
		partner: DF.Link | None
		partner_is: DF.Literal["Party Member", "Lawyer outside the Party", "One of the Masses"]
		partner_name: DF.Data | None
		partner_post: DF.Data | None
		talk_on: DF.Date
		talk_time: DF.Data | None
		talker: DF.Link
		talker_name: DF.Data | None
		talker_post: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.validate_partner()
		self.validate_day()
		self.set_posts_and_pair()
		self.validate_people()
		self.validate_event()
		self.validate_occasion()
		self.validate_follow_up()

	def validate_partner(self):
		"""A member is chosen and brings his name along; somebody outside the Party is entered by name."""
		require(self, "talker", exception=PersonalTextError)
		if self.partner_is == MEMBER:
			require(self, "partner", exception=PersonalTextError)
			self.partner_name = frappe.db.get_value(MEMBER, self.partner, "member_name")
		else:
			self.partner = None
			self.partner_name = "".join((self.partner_name or "").split())
			require(self, "partner_name", exception=PersonalTextError)
		if self.partner == self.talker:
			frappe.throw(
				_("{0}: nobody talks with himself. Choose somebody else.").format(label_of(self, "partner")),
				PersonalTextError,
			)

	def validate_day(self):
		require(self, "talk_on", exception=PersonalTextError)
		refuse_future_date(self, "talk_on", exception=PersonalTextError)
		self.talk_time = (self.talk_time or "").strip().replace("：", ":")
		if self.talk_time and not _CLOCK.fullmatch(self.talk_time):
			frappe.throw(
				_("{0}: write hours and minutes such as 15:30, not {1}.").format(
					label_of(self, "talk_time"), frappe.bold(frappe.utils.escape_html(self.talk_time))
				),
				PersonalTextError,
			)

	def set_posts_and_pair(self):
		"""Posts and pair follow from who held which post in the branch, or above it, on the day of the talk."""
		day = getdate(self.talk_on)
		talker, partner = held_on((self.talker, self.partner), self.branch, day)
		with in_site_language():
			self.talker_post, self.partner_post = talker.title(_), partner.title(_)
		is_member = bool(self.partner) and is_party_member_on(self.partner, day)
		self.pair_kind = PAIRS[pair_of(talker.leads, partner.leads, is_member)].template
		self.flags.talker_leads, self.flags.talker_leads_above = talker.leads, talker.leads_above

	def validate_people(self):
		"""Both belong to the branch; for the talker a seat on a committee above it will do as well."""
		if not (self.is_new() or changed_fields(self, ("talker", "partner", "branch", "talk_on"))):
			return
		people = [self.partner] if self.flags.talker_leads_above else [self.talker, self.partner]
		require_members_of(people, self.branch, PersonalTextError, former=True)
		if not is_party_member_on(self.talker, getdate(self.talk_on)):
			frappe.throw(
				_("{0}: {1} was no Party member on that day. Enter the talk the other way round.").format(
					label_of(self, "talker"), shown_name(self.talker)
				),
				PersonalTextError,
			)

	def validate_event(self):
		"""The event that called for the talk is one about the partner, and says which of the five occasions it is."""
		if self.occasion == _BY_APPRAISAL:
			self.event = None
		if not self.event:
			return
		event = frappe.db.get_value(
			"Party Member Event", self.event, ["member", "branch", "kind", "happened_on"], as_dict=True
		)
		self.check_right_to_event()
		occasion = occasion_of(frappe.scrub(event.kind))
		if event.member != self.partner or event.branch != self.branch or not occasion:
			frappe.throw(
				_("{0}: choose an event of {1} about which the committee must talk.").format(
					label_of(self, "event"), frappe.bold(self.partner_name)
				),
				PersonalTextError,
			)
		self.occasion = OCCASIONS[occasion].label.template
		if getdate(self.talk_on) < event.happened_on:
			frappe.throw(
				_("{0} cannot be earlier than the event, which happened on {1}.").format(
					label_of(self, "talk_on"), frappe.format(event.happened_on, {"fieldtype": "Date"})
				),
				PersonalTextError,
			)

	def check_right_to_event(self):
		"""Without it a user who may record talks could find out what has happened to whom."""
		if self.is_new() or changed_fields(self, ("event",)):
			frappe.get_doc("Party Member Event", self.event).check_permission("read")

	def validate_occasion(self):
		"""The five occasions are the duty of the committee, towards a member."""
		if not self.occasion:
			return
		if self.occasion != _BY_APPRAISAL:
			require(self, "event", exception=PersonalTextError)
		if not self.partner:
			frappe.throw(
				_("{0}: on these occasions the partner is a Party member.").format(
					label_of(self, "occasion")
				),
				PersonalTextError,
			)
		if not self.flags.talker_leads:
			frappe.throw(
				_(
					"{0}: {1} holds no seat on the committee of this branch, or of an organisation above it, on that day."
				).format(label_of(self, "talker"), shown_name(self.talker)),
				PersonalTextError,
			)

	def validate_follow_up(self):
		if self.follow_up_by or self.follow_up_done_on:
			require(self, "follow_up", exception=PersonalTextError)
		refuse_future_date(self, "follow_up_done_on", exception=PersonalTextError)
		require_order(self, "talk_on", "follow_up_by", PersonalTextError)
		require_order(self, "talk_on", "follow_up_done_on", PersonalTextError)


def on_doctype_update():
	frappe.db.add_index("Heart Talk", ["branch", "talk_on"])
