import re
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate
from frappe.utils.nestedset import NestedSet

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.fields import is_new_or_changed, label_of
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.organisation.branches import called_in_brief
from party_affairs.permissions import forget_tree, scope_for
from party_affairs.permissions.roles import COMMITTEE_TYPES
from party_affairs.rules.dues import account as dues_account
from party_affairs.rules.organisation import posts, records
from party_affairs.rules.organisation.short_names import short_names_of

_FORBIDDEN_IN_NAME = re.compile(r"[\\'\"`%]")


class PartyBranch(NestedSet):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.party_branch_firm.party_branch_firm import PartyBranchFirm

		approval_no: DF.Data | None
		begins_by_itself: DF.Check
		branch_name: DF.Data
		branch_type: DF.Literal["Primary Committee", "General Branch", "Branch", "Joint Branch"]
		covered_firms: DF.Table[PartyBranchFirm]
		dissolved_on: DF.Date | None
		dues_mode: DF.Literal["", "Annual", "Monthly"]
		dues_share_percent: DF.Percent
		email: DF.Data | None
		founded_on: DF.Date
		honours: DF.SmallText | None
		introduction: DF.TextEditor | None
		is_group: DF.Check
		lft: DF.Int
		old_parent: DF.Link | None
		parent_party_branch: DF.Link | None
		phone: DF.Data | None
		records_from: DF.Date | None
		rgt: DF.Int
		short_name: DF.Data | None
		status: DF.Literal["Active", "Dissolved"]
		term_end: DF.Date | None
		term_start: DF.Date | None
		term_years: DF.Int
	# end: auto-generated types

	nsm_parent_field = "parent_party_branch"

	def validate(self):
		self.validate_name()
		self.set_short_name()
		self.set_is_group()
		self.set_term_end()
		self.set_beginning_of_records()
		self.validate_dates()
		self.validate_place_in_tree()
		self.validate_covered_firms()
		self.validate_dues_share()
		self.check_right_to_structure()

	def on_update(self):
		super().on_update()
		forget_tree()

	def on_trash(self):
		super().on_trash()
		forget_tree()

	def before_rename(self, old: str, new: str, merge: bool = False):
		"""Posts, and with them rights, would go along into the other organisation: merging is no matter of names."""
		if merge:
			frappe.throw(
				_(
					"{0} cannot be merged into {1} by renaming it: transfer its members, then mark it as dissolved."
				).format(frappe.bold(old), frappe.bold(new))
			)
		self.check_name(new)
		self.check_decided_above()

	def after_rename(self, old: str, new: str, merge: bool = False):
		super().after_rename(old, new, merge)
		if self.short_name == old:
			self.db_set("short_name", new)
		forget_tree()

	def validate_name(self):
		"""Names stand in query conditions and file names; quotes and the like have no place in them."""
		self.branch_name = (self.branch_name or "").strip()
		self.check_name(self.branch_name)

	def check_name(self, name: str):
		if _FORBIDDEN_IN_NAME.search(name):
			frappe.throw(
				_("{0} must not contain quotes, backslashes or percent signs.").format(
					label_of(self, "branch_name")
				)
			)

	def set_short_name(self):
		"""Where nobody has given one it follows from the name, as short as no other organisation is called."""
		self.short_name = (self.short_name or "").strip()
		if self.short_name:
			return
		possible = [*short_names_of(self.branch_name), self.branch_name]
		taken = called_in_brief(possible, leaving_out=self.name or "")
		self.short_name = next((one for one in possible if one not in taken), self.branch_name)

	def set_is_group(self):
		self.is_group = int(self.branch_type in COMMITTEE_TYPES)

	def set_term_end(self):
		"""The term ends the day before its anniversary (guide default three years; set on the form)."""
		self.term_end = None
		if not (self.term_start or self.term_years):
			return
		with rules_speak_to_user(frappe.ValidationError):
			years = posts.checked_years(cint(self.term_years))
		if self.term_start:
			self.term_end = posts.term_end(getdate(self.term_start), years)

	def set_beginning_of_records(self):
		"""A new organisation is asked from the month in which it is entered, unless it is said since when records are kept."""
		if self.is_new():
			self.begins_by_itself = int(not self.records_from)
			self.records_from = self.records_from or records.begin_in(getdate(nowdate()))
		else:
			kept = not is_new_or_changed(self, "records_from")
			self.begins_by_itself = int(kept and self.get_doc_before_save().begins_by_itself)

	def validate_dates(self):
		refuse_future_date(self, "founded_on", "dissolved_on")
		require_order(self, "founded_on", "dissolved_on")
		require_order(self, "founded_on", "term_start")

	def validate_place_in_tree(self):
		if not self.parent_party_branch:
			return
		parent_type = frappe.db.get_value("Party Branch", self.parent_party_branch, "branch_type")
		if parent_type not in COMMITTEE_TYPES:
			frappe.throw(
				_(
					"{0}: {1} is not a committee or general branch and cannot have organisations below it."
				).format(label_of(self, "parent_party_branch"), frappe.bold(self.parent_party_branch))
			)

	def validate_covered_firms(self):
		seen = set()
		for row in self.covered_firms:
			if row.firm in seen:
				frappe.throw(
					_("{0}, row {1}: {2} is listed twice. Remove one of the rows.").format(
						label_of(self, "covered_firms"), row.idx, frappe.bold(row.firm)
					)
				)
			seen.add(row.firm)
			require_order(row, "joined_on", "left_on")

	def validate_dues_share(self):
		if self.dues_share_percent:
			with rules_speak_to_user(frappe.ValidationError):
				dues_account.check_percent(Decimal(str(self.dues_share_percent)))

	def check_right_to_structure(self):
		"""Place, type, approval, life, firms and dues share of an organisation are decided by the organisation above (guide 一（一）)."""
		structural = (
			"parent_party_branch",
			"branch_type",
			"status",
			"approval_no",
			"founded_on",
			"dissolved_on",
			"dues_share_percent",
		)
		if is_new_or_changed(self, *structural) or self.covers_more_firms():
			self.check_decided_above()

	def covers_more_firms(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before) and not {row.firm for row in self.covered_firms} <= {
			row.firm for row in before.covered_firms
		}

	def check_decided_above(self):
		scope = scope_for("Party Branch", "create")
		if not scope.covers(self.parent_party_branch):
			frappe.throw(
				_(
					"Only the organisation above may decide on the name, place, type, status, approval or law firms of {0}."
				).format(frappe.bold(self.branch_name)),
				frappe.PermissionError,
			)


def on_doctype_update():
	frappe.db.add_index("Party Branch", ["lft", "rgt"])
