"""Elections from the form: what a new record begins with, the rows of the next round, and how the election stands."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.exceptions import ElectionError, sentence_of
from party_affairs.facts.organisation import branches, posts
from party_affairs.facts.organisation import elections as facts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.party_affairs.doctype.party_election import steps
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import COMMITTEE_TYPES
from party_affairs.rules.organisation import elections as rules
from party_affairs.rules.organisation.forms import committee_size
from party_affairs.rules.organisation.posts import TERM_YEARS
from party_affairs.settings import thresholds_set

DRAFT = 0
_FIRST_SEATS = 3


@frappe.whitelist()
def beginnings(branch: str) -> dict[str, Any]:
	"""Return what a term election of `branch` begins with: whether a committee is elected, the seats, years of the term."""
	scope_for("Party Election", "create").check_branch(branch)
	row = frappe.get_doc("Party Branch", branch)
	people = facts.electors(branch_and_below(branch), getdate(nowdate())).values()
	size = committee_size(sum(person.is_full_member for person in people), thresholds_set())
	above = row.branch_type in COMMITTEE_TYPES
	has_committee = above or size is not None
	seats = [{"office": "Secretary", "seats": 1}]
	if has_committee:
		number = len(posts.committee_members(branch, getdate(nowdate()))) or _FIRST_SEATS
		if size is not None and not above:
			number = min(max(number, size.minimum), size.maximum)
		seats.insert(0, {"office": "Committee Member", "seats": number})
	return {
		"has_committee": int(has_committee),
		"seats": seats,
		"term_years": row.term_years or TERM_YEARS,
	}


@frappe.whitelist()
def standing(election: str) -> dict[str, Any]:
	"""Return how an election stands: for each office who is elected and what comes next.

	For a draft the register of its day is read as well: people entitled and needed, who has no vote, and remarks. A
	submitted election stays as it was, whatever became of its people.
	"""
	document = frappe.get_doc("Party Election", election)
	document.check_permission("read")
	offices = [_office(document, row) for row in document.seats]
	if document.docstatus != DRAFT:
		return {"register": None, "offices": offices, "remarks": []}
	remarks = [remark.text(_) for remark in document.remarks()]
	try:
		for entry, row in zip(offices, document.seats, strict=True):
			entry["next"] = document.courses[row.office].next
	except ElectionError as error:
		# The register has changed since the record was saved: the reason is shown, not thrown at the reader.
		frappe.clear_messages()
		remarks.append(sentence_of(error))
	barred = [
		person for person in document.electors.values() if person.bar is not None and person.is_party_member
	]
	register = {
		"day": str(document.register_day),
		"full_members": document.full_members,
		"entitled": document.entitled,
		"needed": document.needed_to_open,
		"barred": [{"name": person.name, "reason": person.bar.text(_)} for person in barred],
	}
	return {"register": register, "offices": offices, "remarks": remarks}


def _office(document: Document, row: Document) -> dict[str, Any]:
	elected = [
		vote.member_name for vote in document.votes if (vote.office, vote.outcome) == (row.office, "Elected")
	]
	open_seats = 0 if row.is_reduced else max(0, row.seats - len(elected))
	return {
		"office": _(row.office),
		"elected": elected,
		"open_seats": open_seats,
		"counted": any(ballot.office == row.office and ballot.issued for ballot in document.ballots),
		"next": rules.FURTHER_ROUND if open_seats else rules.COMPLETE,
	}


@frappe.whitelist(methods=["POST"])
def prepare_round(election: str) -> dict[str, Any]:
	"""Add the ballot and the vote rows of the round that comes next, with the people entitled, and save the record.

	A round is prepared for each office that can be voted on now: the secretary of a committee only once it is elected.
	Returns the `office` and `round` of each. Raises PermissionError without the right to change the election, and
	ElectionError if nothing is to be voted on.
	"""
	return {"rounds": steps.PrepareRounds.of(election).take()}


@frappe.whitelist()
def terms_ending() -> list[dict[str, Any]]:
	"""Return the caller's organisations whose term ends within six months or has ended, the most urgent first."""
	scope_for("Party Election").check_not_empty()
	horizon = rules.reminded_until(getdate(nowdate()))
	return branches.terms_ending(scope_for("Party Branch").criterion, horizon)
