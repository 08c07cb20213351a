"""The letter of introduction of a transfer (组织关系介绍信) with its counterfoil and receipt, as a reference layout."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.facts.members.register import record_of
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.members.member_roster import shorten_id_number
from party_affairs.ledgers.text import full_date, joined
from party_affairs.permissions import scope_for
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.rules.members.membership import full_years

_MEMBER_FIELDS = ("gender", "birth_date", "ethnicity", "stage", "id_number", "branch")


def transfer_letter(doc: Document) -> str:
	"""Return counterfoil, letter and receipt on one page; of an arrival from outside only the receipt, for the sender.

	The ID number is shortened, and left out for readers who may not see it.
	"""
	person = _person(doc)
	context = {
		"doc": doc,
		"person": person,
		"from_organisation": doc.branch or doc.other_organisation,
		"to_organisation": doc.to_branch or doc.other_organisation,
		"introduction": _introduction(doc, person),
		"validity": _validity(doc),
		"is_arrival": doc.direction == "In",
		"full_date": full_date,
	}
	return pages.render("transfer_letter", context, PORTRAIT)


def _person(doc: Document) -> frappe._dict:
	"""Who is transferred: as on his record, or as the letter from outside says."""
	if doc.direction == "In":
		person = frappe._dict({field: doc.get(field) for field in _MEMBER_FIELDS})
		person.branch = doc.to_branch
	else:
		person = record_of(doc.member, _MEMBER_FIELDS)
	visible = scope_for("Party Member", permlevel=1).covers(person.branch)
	person.id_number = shorten_id_number(person.id_number) if visible else ""
	person.age = full_years(
		getdate(person.birth_date) if person.birth_date else None, getdate(doc.letter_date)
	)
	person.gender = labels_of("Party Member", "gender").get(person.gender, "")
	return person


def _introduction(doc: Document, person) -> str:
	"""The letter's sentence about the person."""
	details = joined(
		(
			person.gender,
			_("{0} years of age").format(person.age) if person.age is not None else "",
			person.ethnicity,
			_(person.stage),
			_("ID number {0}").format(person.id_number) if person.id_number else "",
		)
	)
	sentence = _(
		"Comrade {name} ({details}) goes from {from_organisation} to {to_organisation}. Please take over the membership."
	).format(
		name=doc.member_name,
		details=details,
		from_organisation=doc.branch or doc.other_organisation,
		to_organisation=doc.to_branch or doc.other_organisation,
	)
	if doc.dues_paid_until:
		day = getdate(doc.dues_paid_until)
		sentence += _("Dues are paid up to {month}/{year}.").format(month=day.month, year=day.year)
	return sentence


def _validity(doc: Document) -> str:
	return _("(valid for {days} days, until {day})").format(
		days=doc.valid_days, day=full_date(doc.valid_until)
	)


TRANSFER_PAPERS = {"Party Membership Transfer": transfer_letter}
