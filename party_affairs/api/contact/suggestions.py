"""Suggestions of pairings: making one for a branch, and deciding about it line by line."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from party_affairs.arguments import parse_list
from party_affairs.facts.contact import suggestions as facts
from party_affairs.facts.contact.persons import running_with
from party_affairs.permissions import scope_for

SUGGESTION, PAIRING = "Contact Suggestion", "Contact Pairing"
OPEN, FOLLOWED, CHANGED, DECLINED, OVERTAKEN = "Undecided", "Followed", "Changed", "Declined", "Overtaken"
DECISIONS = (FOLLOWED, CHANGED, DECLINED)


@frappe.whitelist(methods=["POST"])
def make(branch: str, most_contacts: int | str = 4, most_members: int | str = 2) -> str:
	"""Make a suggestion for a branch and return its name; one on which something is still open is returned instead.

	Raise PermissionError without the right to make one there, ValidationError for a number that cannot be.
	"""
	scope_for(SUGGESTION, "create").check_branch(branch)
	if waiting := facts.open_of(branch):
		return waiting
	document = frappe.get_doc(
		doctype=SUGGESTION,
		branch=branch,
		most_contacts=cint(most_contacts),
		most_members=cint(most_members),
	)
	return document.insert().name


@frappe.whitelist(methods=["POST"])
def decide(
	name: str,
	rows: str | list,
	decision: str,
	changed_to: str | None = None,
	note: str | None = None,
) -> dict[str, int]:
	"""Decide about lines (their names) of a suggestion; return how many pairings were made, and how many lines were overtaken.

	What is adopted becomes a pairing that begins today; `Changed` pairs the member with the contact `changed_to` instead;
	what is declined keeps its `note`. A line that is decided stays as it is, so that asking twice makes nothing twice; one whose
	pairing was made meanwhile is marked as overtaken. Raise PermissionError without the rights to the suggestion and to
	pairings of its branch, ValidationError for what is lacking; then nothing is decided.
	"""
	document = frappe.get_doc(SUGGESTION, name, for_update=True)
	document.check_permission("write")
	scope_for(PAIRING, "create").check_branch(document.branch)
	wanted = set(parse_list(rows))
	_check(decision, wanted, changed_to, note)
	running = _running(document, changed_to)
	made = overtaken = 0
	for line in document.lines:
		if line.name not in wanted or line.decision != OPEN:
			continue
		line.decided_on, line.decided_by = nowdate(), frappe.session.user
		line.decision_note = (note or "").strip() or None
		if decision == DECLINED:
			line.decision = DECLINED
			continue
		contact = changed_to if decision == CHANGED else line.contact
		if known := running.get((line.member, contact)):
			line.decision, line.pairing = OVERTAKEN, known
			overtaken += 1
			continue
		line.decision, line.changed_to = decision, changed_to if decision == CHANGED else None
		line.pairing = running[line.member, contact] = _pair(document, line, contact)
		made += 1
	document.flags.step = True
	document.save()
	return {"made": made, "overtaken": overtaken}


@frappe.whitelist(methods=["POST"])
def bring_up_to_date(name: str) -> int:
	"""Mark the open lines of a suggestion whose pairing was made meanwhile, or whose contact is none any more; return how many."""
	document = frappe.get_doc(SUGGESTION, name, for_update=True)
	document.check_permission("write")
	running = _running(document, None)
	people = facts.of_branch(document.branch, getdate(nowdate()))
	members, contacts = set(people.names), {contact.name for contact in people.contacts}
	overtaken = 0
	for line in document.lines:
		known = running.get((line.member, line.contact))
		if line.decision == OPEN and (known or line.member not in members or line.contact not in contacts):
			line.decision, line.pairing, line.decided_on = OVERTAKEN, known, nowdate()
			overtaken += 1
	if overtaken:
		document.flags.step = True
		document.save()
	return overtaken


def _check(decision: str, wanted: set[str], changed_to: str | None, note: str | None) -> None:
	if decision not in DECISIONS:
		frappe.throw(_("Decide to adopt, to change or to decline."))
	if not wanted:
		frappe.throw(_("Choose at least one line."))
	if decision == CHANGED and (not changed_to or len(wanted) > 1):
		frappe.throw(_("To change a line, choose this line alone and the other contact."))
	if decision == DECLINED and not (note or "").strip():
		frappe.throw(_("Say why the suggestion is declined."))


def _running(document: Document, changed_to: str | None) -> dict[tuple[str, str], str]:
	contacts = {line.contact for line in document.lines} | ({changed_to} if changed_to else set())
	rows = running_with(sorted(contacts), getdate(nowdate()))
	return {(row.member, row.contact): row.name for row in rows}


def _pair(document: Document, line: Any, contact: str) -> str:
	pairing = frappe.get_doc(
		doctype=PAIRING,
		branch=document.branch,
		member=line.member,
		contact=contact,
		contact_kind=line.contact_kind if contact == line.contact else None,
		start_date=nowdate(),
	)
	return pairing.insert().name
