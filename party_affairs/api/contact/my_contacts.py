"""What a member sees and writes of those he keeps in touch with, and of the opinions that he raised: his own page alone.

Nothing here takes a member as an argument: whose page it is follows from the login.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import settings
from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_day, parse_yes
from party_affairs.checks.typed import typed_text
from party_affairs.facts.contact import of_member, opinions
from party_affairs.facts.members.register import record_of
from party_affairs.permissions import seen
from party_affairs.rules.periods import add_months

PAIRING, LOG, OPINION, PERSON = "Contact Pairing", "Contact Pairing Log", "Raised Opinion", "Contacted Person"
METHODS = ("Visit", "Face to Face", "Phone Call", "Online")
_SHOWN = 30


@frappe.whitelist()
def my_contacts() -> list[dict[str, Any]]:
	"""Return the caller's running pairings, whom nobody has seen for longest first, each with its log.

	Rows have name, contact_name, contact_kind, start_date, measures, last_contact, the `days` since then or since the
	pairing began, whether a visit `is_due`, the telephone of a contact who agreed to it, and the `entries` of the log.
	"""
	member, today = required_member(), getdate(nowdate())
	rows = of_member.contacts(member, today)
	_note_phones(rows)
	limit = add_months(today, -settings.contact_visit_months())
	for row in rows:
		since = row.last_contact or row.start_date
		row.update(days=(today - since).days, is_due=since <= limit)
	return sorted(rows, key=lambda row: -row.days)


def _note_phones(rows: list) -> None:
	shown = [row for row in rows if row.phone]
	if shown:
		seen.note_rows(PERSON, [{"branch": row.person_branch} for row in shown], ["phone"])


@frappe.whitelist(methods=["POST"])
def add_contact(
	pairing: str,
	contact_date: str | date | None = None,
	method: str = "Face to Face",
	matter: str | None = None,
	handling: str | None = None,
	result: str | None = None,
) -> str:
	"""Write a contact into the log of a pairing of the caller that runs; return the pairing's name.

	The day lies neither before the pairing nor in the future (default: today). The pairing is locked, so that what the
	secretary writes at the same time stays. Raise PermissionError for any pairing that is not the caller's own or has
	ended, ValidationError for a day or way that cannot be.
	"""
	member = required_member()
	document = _own_running(pairing, member)
	day = parse_day(contact_date or nowdate())
	_check_day(document, day)
	if method not in METHODS:
		frappe.throw(_("Choose the way of the contact from the list."))
	texts = {"matter": matter, "handling": handling, "result": result}
	values = {key: typed_text(text, _label(key)) for key, text in texts.items()}
	document.append("contact_log", {"contact_date": day, "method": method, **values})
	# A member may read his pairing and no more: what he adds to it was checked here.
	document.flags.ignore_permissions = True
	document.save()
	return document.name


def _own_running(pairing: str, member: str) -> Any:
	"""The same answer for what is another's, has ended, or does not exist: nobody finds out by asking."""
	if not of_member.has_running(member, pairing, getdate(nowdate())):
		frappe.throw(_("You have no running pairing of this number."), frappe.PermissionError)
	return frappe.get_doc(PAIRING, pairing, for_update=True)


def _check_day(document: Any, day: date) -> None:
	if day > getdate(nowdate()):
		frappe.throw(_("The day of a contact cannot lie in the future."))
	if day < getdate(document.start_date):
		frappe.throw(
			_("The pairing began on {0}; the contact cannot be earlier.").format(
				frappe.format(document.start_date, {"fieldtype": "Date"})
			)
		)


def _label(fieldname: str) -> str:
	return _(frappe.get_meta(LOG).get_label(fieldname))


@frappe.whitelist()
def my_opinions() -> dict[str, Any]:
	"""Return the opinions that the caller raised by his name, and the answers that his branch has published to its members."""
	member = required_member()
	branch = record_of(member, ["branch"]).branch
	return {
		"own": opinions.of_member(member, _SHOWN),
		"published": opinions.published(branch, _SHOWN),
	}


@frappe.whitelist(methods=["POST"])
def raise_opinion(opinion: str, unnamed: bool | int | str = False) -> str | None:
	"""Put an opinion of the caller into the register of his branch as of today, and return its number.

	An unnamed one keeps nothing of the caller, and he is told no number either: nothing on record ties him to it.
	"""
	member = required_member()
	text = typed_text(opinion, _("Opinion or Suggestion"))
	if not text:
		frappe.throw(_("Please write down your opinion first."))
	hidden = parse_yes(unnamed, _("Unnamed"))
	document = frappe.get_doc(
		doctype=OPINION,
		branch=record_of(member, ["branch"]).branch,
		raised_on=nowdate(),
		occasion="Raised Directly",
		is_unnamed=int(hidden),
		member=None if hidden else member,
		opinion=text,
	)
	# A member has no right to the register: what he puts there is his own, and was checked here.
	document.insert(ignore_permissions=True)
	return None if hidden else document.name
