"""The life of an election (换届选举), step by step in its order.

What happens outside, from the request to the committee above to its approval, is entered in the form as days (`DAYS`).
Within the meeting each round is prepared and counted (`counting.py`). The approved result is submitted, which puts those
elected into office; cancelling takes that back.
"""

import json
from functools import cached_property

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import ElectionError, rules_speak_to_user
from party_affairs.facts.organisation import elections as facts
from party_affairs.facts.organisation import posts
from party_affairs.party_affairs.doctype.party_election import counting
from party_affairs.permissions.grants import check_may_grant
from party_affairs.rules.organisation import elections as rules
from party_affairs.steps import Step

DAYS = {
	"requested_on": "Requested",
	"agreed_on": "Agreed",
	"nominated_on": None,
	"candidates_agreed_on": "Candidates Agreed",
	"held_on": "Held",
	"reported_on": None,
	"approved_on": None,
}
"""The days of an election in their order, each with the status it leads to; each supposes those before it."""

PREPARING, APPROVED, CANCELLED = "Preparing", "Result Approved", "Cancelled"
SCRUTINEERS = ("Chief Scrutineer", "Scrutineer")
TELLERS = ("Teller",)


class ElectionStep(Step):
	doctype = "Party Election"

	@property
	def begins_term(self) -> bool:
		"""Whether the whole committee is elected for a new term, and not a seat of the running one filled."""
		return self.document.kind == "Term Election"


class PrepareRounds(ElectionStep):
	"""The ballot and the vote rows of the next round are laid out, for each office that can be voted on now.

	Returns `office` and `round` of each: the secretary of a committee is voted on only once it is elected.
	"""

	def check(self) -> None:
		"""It needs an office whose last round was counted and left seats open, and people to stand."""
		if not counting.next_rounds(self.document):
			frappe.throw(
				_(
					"No round is to be prepared: fill in the seats, the candidates and the rounds that were prepared."
				),
				ElectionError,
			)

	def change(self) -> list[dict]:
		prepared = counting.prepare_rounds(self.document)
		self.document.save()
		return prepared


class Approve(ElectionStep):
	"""The approved result is fixed and those elected take office; a term election ends the posts of the committee before."""

	right = "submit"

	def check(self) -> None:
		"""It needs the whole record and result, the right to fill and end the posts, and a branch not in a later term."""
		self.require_complete_record()
		self.require_complete_result()
		self.tell_remarks()
		self.check_right_to_appoint()
		if self.begins_term:
			self.refuse_if_branch_is_ahead()
			self.refuse_posts_of_the_new_term()

	def change(self) -> None:
		before = {"posts": [], "term": None}
		if self.begins_term:
			before["posts"] = self.end_former_posts()
			before["term"] = self.set_term_of_branch()
		self.document.db_set("state_before", json.dumps(before, default=str), update_modified=False)
		self.create_posts()

	def require_complete_record(self) -> None:
		document = self.document
		required = (*DAYS, "meeting", "seats", "appointments", "rules_adopted")
		require(document, *required, exception=ElectionError)
		if not self.begins_term and not document.term_end:
			frappe.throw(
				_(
					"{0} has no term of office, which a by-election keeps. Enter it in the organisation's record."
				).format(frappe.bold(document.branch)),
				ElectionError,
			)
		for duties, text in ((SCRUTINEERS, _("Scrutineer")), (TELLERS, _("Teller"))):
			if not any(row.duty in duties for row in document.officers):
				frappe.throw(
					_("{0}: at least one {1} is needed.").format(label_of(document, "officers"), text),
					ElectionError,
				)

	def require_complete_result(self) -> None:
		document = self.document
		held = 0 if self.begins_term else len(document.committee_in_office)
		for row in document.seats:
			course = document.counted[row.office]
			if row.is_reduced:
				with rules_speak_to_user(ElectionError):
					rules.check_reduction(frappe.scrub(row.office), len(course.elected), row.seats, held)
			elif course.next != rules.COMPLETE:
				frappe.throw(
					_(
						"{0}: {1} seat(s) are still open. Hold a further round, or let the meeting reduce the seats."
					).format(frappe.bold(_(row.office)), course.open_seats),
					ElectionError,
				)
		document.check_appointments(everybody=True)

	def tell_remarks(self) -> None:
		if not frappe.flags.in_import:
			for remark in self.document.remarks():
				frappe.msgprint(remark.text(_), indicator="orange", alert=True)

	def check_right_to_appoint(self) -> None:
		document = self.document
		for row in document.appointments:
			check_may_grant(row.post, document.branch, row.member)
		for post in self.former_posts if self.begins_term else ():
			check_may_grant(post.post, document.branch, post.member)

	def refuse_if_branch_is_ahead(self) -> None:
		"""An older election must not put an end to a newer term."""
		document = self.document
		term_start = document.organisation.term_start
		if term_start and getdate(term_start) > getdate(document.term_start):
			frappe.throw(
				_("{0} is in a later term already, which began on {1}. Check {2}.").format(
					frappe.bold(document.branch), _day(term_start), label_of(document, "term_start")
				),
				ElectionError,
			)

	def refuse_posts_of_the_new_term(self) -> None:
		"""A committee post that begins after the election was given by somebody else and cannot be ended before it began."""
		for row in self.former_posts:
			if getdate(row.start_date) >= getdate(self.document.term_start):
				frappe.throw(
					_("{0} is {1} from {2} on, in the new term already. Remove that post first.").format(
						frappe.bold(row.member_name), _(row.post), _day(row.start_date)
					),
					ElectionError,
				)

	@cached_property
	def former_posts(self) -> list:
		return posts.committee_posts_reaching(self.document.branch, getdate(self.document.term_start))

	def end_former_posts(self) -> list[dict]:
		"""End the posts of the former committee the day before the new term; return what they were."""
		first = getdate(self.document.term_start)
		ended = []
		for row in self.former_posts:
			post = frappe.get_doc("Party Post", row.name, for_update=True)
			ended.append({"name": post.name, "end_date": post.end_date})
			post.end_date = add_days(first, -1)
			# His right to end it was checked; a holder who has moved away since must not stand in the way.
			post.set_status()
			post.flags.ignore_validate = True
			post.save()
		return ended

	def set_term_of_branch(self) -> dict:
		document = self.document
		branch = frappe.get_doc("Party Branch", document.branch, for_update=True)
		before = {"term_start": branch.term_start, "term_years": branch.term_years}
		branch.update({"term_start": document.term_start, "term_years": document.term_years})
		branch.save()
		return before

	def create_posts(self) -> None:
		document = self.document
		for row in document.appointments:
			if row.party_post:
				continue
			post = frappe.get_doc(
				{
					"doctype": "Party Post",
					"member": row.member,
					"branch": document.branch,
					"post": row.post,
					"start_date": document.term_start,
					"end_date": document.term_end,
					"approval_no": document.approval_no,
				}
			).insert()
			row.db_set("party_post", post.name, update_modified=False)


class TakeBack(ElectionStep):
	"""An approved election is cancelled: the posts it gave go, and those it ended and the branch's term are as before."""

	right = "cancel"

	def check(self) -> None:
		"""It needs that no later election of the branch builds on this one."""
		document = self.document
		later = facts.built_on(document.name, document.branch, document.term_start, document.creation)
		if later:
			frappe.throw(
				_("{0} came after this election. Cancel that one first.").format(frappe.bold(later)),
				ElectionError,
			)

	def change(self) -> None:
		self.take_back_posts()
		self.restore_former_state()

	def take_back_posts(self) -> None:
		for row in self.document.appointments:
			post, row.party_post = row.party_post, None
			row.db_set("party_post", None, update_modified=False)
			if not (post and frappe.db.exists("Party Post", post)):
				continue
			try:
				# Nobody deletes posts by hand; that the caller may take this one away is checked by the post itself.
				frappe.delete_doc("Party Post", post, ignore_permissions=True)
			except frappe.LinkExistsError as error:
				raise ElectionError(
					_(
						"The post {0} of {1} is used by other records and cannot be taken back. End it in its own record."
					).format(_(row.post), row.member_name)
				) from error

	def restore_former_state(self) -> None:
		document = self.document
		before = json.loads(document.state_before or "{}")
		for former in before.get("posts", ()):
			if not frappe.db.exists("Party Post", former["name"]):
				continue
			post = frappe.get_doc("Party Post", former["name"], for_update=True)
			post.end_date = getdate(former["end_date"])
			post.save()
		if before.get("term"):
			branch = frappe.get_doc("Party Branch", document.branch, for_update=True)
			branch.update(before["term"])
			branch.save()
		document.db_set("state_before", None, update_modified=False)


def _day(day) -> str:
	return frappe.format(day, {"fieldtype": "Date"})
