import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import changed_fields, is_new_or_changed, require
from party_affairs.checks.groups import require_group_of_branch
from party_affairs.checks.members import require_members_of, shown_name
from party_affairs.exceptions import PostError
from party_affairs.facts.members.register import logins_of
from party_affairs.facts.organisation import posts as facts
from party_affairs.facts.organisation.tree import branch_and_above
from party_affairs.guide.organisation import party_posts
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.party_post_absence.party_post_absence import refresh_acting_members
from party_affairs.permissions import forget_access
from party_affairs.permissions.grants import check_may_grant, sync_roles, sync_roles_of_deputies
from party_affairs.permissions.roles import COMMITTEE_TYPES
from party_affairs.rules.organisation import posts as post_rules

_RIGHTS_FIELDS = ("member", "branch", "post", "start_date", "end_date", "removed_on")
_LEADERS = ("Secretary", "Deputy Secretary")
_ELECTABLE = ("Full Member",)
_IN_THE_PARTY = (*_ELECTABLE, "Probationary Member")


class PartyPost(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		approval_no: DF.Data | None
		branch: DF.Link
		end_date: DF.Date
		import_row: DF.Data | None
		member: DF.Link
		member_name: DF.Data | None
		naming_series: DF.Literal["PP-.#####"]
		party_group: DF.Link | None
		post: DF.Literal[
			"Secretary",
			"Deputy Secretary",
			"Organisation Commissioner",
			"Publicity Commissioner",
			"Discipline Commissioner",
			"United Front Commissioner",
			"Mass Work Commissioner",
			"Confidentiality Commissioner",
			"Group Leader",
			"Contact Person",
			"Party Work Instructor",
			"Party Affairs Officer",
		]
		remarks: DF.SmallText | None
		removed_on: DF.Date | None
		start_date: DF.Date
		status: DF.Literal["Upcoming", "In Office", "Ended"]
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.validate_term()
		self.check_right_to_grant()
		self.validate_member()
		self.validate_stage()
		self.validate_group()
		self.validate_not_held_already()
		self.set_title()
		self.set_status()

	def on_update(self):
		forget_access()
		self.sync_roles_of_holder()
		self.settle_who_leads()

	def on_trash(self):
		check_may_grant(self.post, self.branch, self.member)

	def after_delete(self):
		forget_access()
		self.sync_roles_of_holder()
		self.settle_who_leads()

	def validate_term(self):
		require(self, "start_date", "end_date", exception=PostError)
		require_order(self, "start_date", "end_date", PostError)
		require_order(self, "start_date", "removed_on", PostError)

	def validate_member(self):
		"""A branch post is held by a member of the branch, a committee post by a member from below the committee."""
		if self.post == "Party Work Instructor":
			return  # sent by the organisation above (guide 一（三）), so from another branch
		if self.only_ends_earlier():
			return  # a member who has moved away must be able to lose a post
		committee = frappe.db.get_value("Party Branch", self.branch, "branch_type") in COMMITTEE_TYPES
		require_members_of([self.member], self.branch, PostError, subtree=committee)

	def validate_stage(self):
		"""Only full members can be elected (election regulation art. 5); no post is held by somebody outside the Party."""
		if self.only_ends_earlier():
			return
		member = frappe.db.get_value("Party Member", self.member, ["member_name", "stage"], as_dict=True)
		elected = party_posts.post(frappe.scrub(self.post)).committee_seat
		if member.stage not in (_ELECTABLE if elected else _IN_THE_PARTY):
			frappe.throw(
				_("{0} ({1}) cannot be {2}. Choose a full member of the Party.").format(
					shown_name(self.member), _(member.stage), frappe.bold(_(self.post))
				),
				PostError,
			)

	def only_ends_earlier(self) -> bool:
		"""Whether this is the same post of the same member as before, merely with an earlier last day."""
		before = self.get_doc_before_save()
		same = before and not changed_fields(self, ("member", "branch", "post"))
		return bool(same) and self.span(self)[1] <= self.span(before)[1]

	def validate_group(self):
		if self.post != "Group Leader":
			self.party_group = None
			return
		require_group_of_branch(self, PostError)

	def validate_not_held_already(self):
		"""The same post is not given twice for the same days: to one member ever, to two where only one may hold it."""
		others = facts.given_in(self.branch, self.post, leaving_out=self.name)
		single = party_posts.post(frappe.scrub(self.post)).unique
		for other in others:
			same_seat = single and (other.party_group or None) == (self.party_group or None)
			if not (same_seat or other.member == self.member):
				continue
			if post_rules.overlaps(*self.span(self), *self.span(other)):
				frappe.throw(
					_(
						"{0} is held by {1} from {2} to {3}. End that post first, or choose other dates."
					).format(
						frappe.bold(_(self.post)),
						frappe.bold(other.member_name),
						frappe.format(other.start_date, {"fieldtype": "Date"}),
						frappe.format(self.span(other)[1], {"fieldtype": "Date"}),
					),
					PostError,
				)

	@staticmethod
	def span(row) -> tuple:
		"""First and last day on which the post is held; the day of removal is no longer one of them."""
		return post_rules.span(
			getdate(row.start_date),
			getdate(row.end_date),
			getdate(row.removed_on) if row.removed_on else None,
		)

	def check_right_to_grant(self):
		if self.flags.member_left or not is_new_or_changed(self, *_RIGHTS_FIELDS):
			return
		check_may_grant(self.post, self.branch, self.member)
		before = self.get_doc_before_save()
		if before:
			check_may_grant(before.post, before.branch, before.member)

	def set_title(self):
		name = frappe.db.get_value("Party Member", self.member, "member_name")
		self.title = f"{name} {_(self.post, site_language())}"

	def set_status(self):
		self.status = status_on(self, getdate(nowdate()))

	def sync_roles_of_holder(self):
		before = self.get_doc_before_save()
		members = {self.member, before.member if before else self.member}
		users = logins_of(members)
		if users:
			sync_roles(users)

	def settle_who_leads(self):
		"""A branch without a secretary is led by its deputy: his role and the absences that name him follow the posts."""
		before = self.get_doc_before_save()
		if self.post in _LEADERS or (before and before.post in _LEADERS):
			sync_roles_of_deputies(self.branches_concerned())
			refresh_acting_members(self.branches_concerned())

	def branches_concerned(self) -> set[str]:
		before = self.get_doc_before_save()
		return {self.branch, before.branch if before else self.branch}


def end_posts_of(member: str, day, branch: str | None = None, to_branch: str | None = None) -> list[str]:
	"""End the posts of a member who leaves on `day`, which is no longer a day in office; return their names.

	Without `branch` the member leaves the organisation and all posts end. With it the member moves from that branch to
	`to_branch`: posts in the old branch end, and those in organisations above it that are not above the new one too. Posts that
	would have begun later are never held. The caller has checked the right to the document by which the member leaves,
	so the right to give the posts is not asked for.
	"""
	day = getdate(day)
	rows = facts.of_member_reaching(member, day)
	left = None
	if branch:
		kept = set(branch_and_above(to_branch)) if to_branch else set()
		left = set(branch_and_above(branch)) - kept
	ended = []
	for row in rows:
		ends = max(day, row.start_date)
		if (left is not None and row.branch not in left) or (row.removed_on and row.removed_on <= ends):
			continue
		post = frappe.get_doc("Party Post", row.name)
		post.removed_on = ends
		post.flags.member_left = True
		post.save(ignore_permissions=True)
		ended.append(post.name)
	return ended


def status_on(row, day) -> str:
	"""Return Upcoming, In Office or Ended for a post's dates on `day`; one removed before it began has ended."""
	first, last = PartyPost.span(row)
	if last < first or last < day:
		return "Ended"
	return "In Office" if first <= day else "Upcoming"


def update_statuses() -> None:
	"""Bring the stored status of every post up to today; rights never depend on it, only lists do."""
	today = getdate(nowdate())
	stale: dict[str, list[str]] = {}
	for row in facts.not_marked_as_ended():
		status = status_on(row, today)
		if status != row.status:
			stale.setdefault(status, []).append(row.name)
	table = frappe.qb.DocType("Party Post")
	for status, names in stale.items():
		frappe.qb.update(table).set(table.status, status).where(table.name.isin(names)).run()


def on_doctype_update():
	frappe.db.add_index("Party Post", ["branch", "post"])
