"""Requests of members to have their record corrected: the member asks on his page, those in charge of his branch answer."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import nowdate

from party_affairs.api import proofs
from party_affairs.api.caller import required_member
from party_affairs.checks.typed import typed_text
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.members import corrections as facts
from party_affairs.party_affairs.doctype.correction_request import steps
from party_affairs.rules.members import corrections as rules

MEMBER = "Party Member"
POSTS = ("Secretary", "Organisation Commissioner")
LARGEST_FILE = proofs.LARGEST
_OPEN_AT_ONCE = 10


def my_data() -> dict[str, Any]:
	"""Return what is kept of the caller: `fields` (label, value as his page shows it, in his language) and his `requests`."""
	member = required_member()
	record, meta = facts.record(member, tuple(rules.FIELDS.values())), frappe.get_meta(MEMBER)
	fields = []
	for label, fieldname in rules.FIELDS.items():
		value = record[fieldname]
		words = _(value) if value and meta.get_field(fieldname).fieldtype == "Select" else str(value or "")
		fields.append((label, rules.masked(label, words)))
	return {
		"fields": fields,
		"requests": facts.requests_of(member),
		"abouts": (*rules.FIELDS, rules.SOMETHING_ELSE),
	}


def request(about: str, wrong: str, right_value: str, file_name: str = "", content: bytes = b"") -> str:
	"""Ask for a correction of the caller's own record, and tell those in charge of his branch; return the request's name.

	`content` is the file that proves it, none if empty. Raise ValidationError for what cannot be.
	"""
	member = required_member()
	document = frappe.get_doc(
		doctype=steps.DOCTYPE,
		member=member,
		requested_on=nowdate(),
		about=about,
		wrong=typed_text(wrong, _("What Is Wrong")),
		right_value=_right_value(about, typed_text(right_value, _("Right Value"))),
	)
	if facts.number_open(member) >= _OPEN_AT_ONCE:
		frappe.throw(
			_("You have {0} requests that wait for an answer. Please wait for it.").format(_OPEN_AT_ONCE)
		)
	if facts.waits(member, document.about, document.right_value):
		frappe.throw(_("You have asked for this already. The answer will be shown here."))
	proofs.check(file_name, content)
	# A member has no right to write requests: what he asks for is his own, and was checked here.
	document.insert(ignore_permissions=True)
	if content:
		proofs.attach(document, "evidence", file_name, content)
	steps.tell_of_request(document, proofs.in_charge(document.branch, POSTS))
	return document.name


def _right_value(about: str, text: str) -> str:
	if about == rules.SOMETHING_ELSE:
		return text
	if about not in rules.FIELDS:
		frappe.throw(_("Choose what is to be corrected."))
	field = frappe.get_meta(MEMBER).get_field(rules.FIELDS[about])
	options = [(option, _(option)) for option in (field.options or "").split("\n") if option]
	with rules_speak_to_user():
		return rules.right_value(about, text, field.fieldtype, options)


@frappe.whitelist(methods=["POST"])
def correct(name: str, answer: str = "") -> None:
	"""Set the record right as the request `name` asks, and tell the member. It needs the right to write both."""
	steps.Correct.of(name, answer=answer).take()


@frappe.whitelist(methods=["POST"])
def decline(name: str, answer: str) -> None:
	"""Leave the record as it is, and tell the member why. It needs the right to write the request."""
	steps.Decline.of(name, answer=answer).take()
