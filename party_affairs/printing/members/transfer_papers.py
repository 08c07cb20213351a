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
from party_affairs.printing.paper import Beside, Block, Cell, CutLine, Paper, Text, Title, Together
from party_affairs.printing.parts import draft_reference
from party_affairs.rules.members.membership import full_years

_NO_NUMBER = "________"
_MEMBER_FIELDS = ("gender", "birth_date", "ethnicity", "stage", "id_number", "branch")


def transfer_letter(doc: Document) -> Paper:
	"""Return counterfoil, letter and receipt on one page; of an arrival from outside only the receipt, for the sender.

	The ID number is shortened, and left out for readers who may not see it.
	"""
	person = _person(doc)
	blocks: list[Block] = [draft_reference(doc)]
	if doc.direction != "In":
		introduction = (_introduction(doc, person), _validity(doc))
		blocks += [
			_counterfoil(doc, introduction),
			CutLine(_("(seal across the perforation)")),
			_introducing(doc, introduction),
			CutLine(_("(to be cut off and sent back)")),
		]
	blocks.append(_receipt(doc))
	return Paper(_("Letter of Introduction of a Party Member"), tuple(blocks))


def _counterfoil(doc: Document, introduction: tuple[str, ...]) -> Together:
	return _slip(
		_("Counterfoil of the letter of introduction"),
		doc.letter_no,
		"",
		introduction,
		((_("Handled by:"), full_date(doc.letter_date)),),
	)


def _introducing(doc: Document, introduction: tuple[str, ...]) -> Together:
	return _slip(
		_("Letter of Introduction of a Party Member"),
		doc.letter_no,
		_receiver(doc),
		introduction,
		(
			(_("Handled by:"), _("{0} (seal)").format(_sender(doc))),
			(_("Telephone:"), full_date(doc.letter_date)),
		),
	)


def _receipt(doc: Document) -> Together:
	said = (
		_(
			"Your letter {number} of {day} about comrade {name} was received. The membership was taken over on {accepted}."
		)
		if doc.received_on
		else _(
			"Your letter {number} of {day} about comrade {name} was received. The membership was taken over."
		)
	)
	received = said.format(
		number=doc.letter_no or _NO_NUMBER,
		day=full_date(doc.letter_date),
		name=doc.member_name,
		accepted=full_date(doc.received_on),
	)
	return _slip(
		_("Receipt of the letter of introduction"),
		doc.receipt_no,
		_sender(doc),
		(received,),
		(
			(_("Handled by:"), _("{0} (seal)").format(_receiver(doc))),
			(_("Telephone:"), full_date(doc.received_on) or _("(date)")),
		),
	)


def _slip(
	title: str,
	number: str | None,
	addressee: str,
	paragraphs: tuple[str, ...],
	foot: tuple[tuple[str, str], ...],
) -> Together:
	"""Return one of the three slips: its foot has in each row what is filled in by hand at the left."""
	addressed = (Text(_("{0}:").format(addressee), flush=True),) if addressee else ()
	rows = tuple((Cell(left, align="left", width=30), Cell(right, align="right")) for left, right in foot)
	return Together(
		(
			Title(title),
			Text(_("No. {0}").format(number or _NO_NUMBER), style="how", align="right"),
			*addressed,
			Text("\n".join(paragraphs)),
			Beside(rows),
		),
		css="slip",
	)


def _sender(doc: Document) -> str:
	return doc.branch or doc.other_organisation


def _receiver(doc: Document) -> str:
	return doc.to_branch or doc.other_organisation


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
		from_organisation=_sender(doc),
		to_organisation=_receiver(doc),
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
