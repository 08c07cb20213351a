"""Online study: the member reports it on his page, those in charge of his branch confirm it (N05)."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import flt, nowdate

from party_affairs import settings
from party_affairs.api import proofs
from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_day, parse_list
from party_affairs.checks.typed import typed_text
from party_affairs.facts.members import education as facts
from party_affairs.facts.notice import publicity
from party_affairs.party_affairs.doctype.online_study import steps

POSTS = ("Publicity Commissioner", "Organisation Commissioner", "Secretary")
_WAITING_AT_ONCE = 40
_LONGEST = 140


def form() -> dict[str, Any]:
	"""Return what the form of a member shows: the `platforms` among which he may choose or write his own, and the `caps`."""
	caps = settings.online_study_caps()
	return {
		"platforms": [row.title for row in publicity.links_for(frappe.get_roles())],
		"a_day": caps.a_day and float(caps.a_day),
		"a_year": caps.a_year and float(caps.a_year),
		"today": nowdate(),
	}


def report(
	platform: str, course: str, studied_on: str, hours: str, file_name: str = "", content: bytes = b""
) -> str:
	"""Report online study of the caller, and tell those in charge of his branch; return the record's name.

	`content` is the proof, none if empty. Raise ValidationError for what cannot be.
	"""
	member = required_member()
	if facts.number_waiting(member) >= _WAITING_AT_ONCE:
		frappe.throw(
			_("{0} of your reports wait for confirmation. Please wait for it.").format(_WAITING_AT_ONCE)
		)
	proofs.check(file_name, content)
	document = frappe.get_doc(
		doctype=steps.DOCTYPE,
		member=member,
		platform=_line(platform, _("Platform")),
		course=_line(course, _("Course Studied")),
		studied_on=parse_day(studied_on),
		hours=_hours(hours),
	)
	# A member has no right to write such records: what he reports is his own, and was checked here.
	document.insert(ignore_permissions=True)
	if content:
		proofs.attach(document, "proof", file_name, content)
	steps.tell_of_report(document, proofs.in_charge(document.branch, POSTS, member))
	return document.name


def withdraw(name: str) -> None:
	"""Delete a report of the caller that waits for confirmation. Raise PermissionError for another's, ValidationError once it was answered."""
	document = frappe.get_doc(steps.DOCTYPE, name, for_update=True)
	if document.member != required_member():
		raise frappe.PermissionError
	if document.status != steps.REPORTED:
		frappe.throw(_("This report was answered already and stays on record."))
	frappe.delete_doc(steps.DOCTYPE, name, ignore_permissions=True)


def _line(text: str, label: str) -> str:
	found = " ".join(typed_text(text, label).split())
	if not found or len(found) > _LONGEST:
		frappe.throw(_("{0}: write it in at most {1} characters.").format(frappe.bold(label), _LONGEST))
	return found


def _hours(text: str) -> float:
	plain = str(text).strip().replace("，", ".").replace(",", ".")
	try:
		found = float(plain)
	except ValueError:
		found = 0.0
	if not 0 < found < 1000:
		frappe.throw(_("Hours are a number such as 1.5."))
	return flt(found, 1)


@frappe.whitelist(methods=["POST"])
def confirm(name: str) -> None:
	"""Confirm reported online study: its hours count. It needs the right to write the record, and is not for one's own."""
	steps.Confirm.of(name).take()


@frappe.whitelist(methods=["POST"])
def confirm_all(names: list[str] | str) -> int:
	"""Confirm several reports at once, all or none; return how many. Rights as for one."""
	chosen = sorted(set(parse_list(names)))
	for name in chosen:
		steps.Confirm.of(name).take()
	return len(chosen)


@frappe.whitelist(methods=["POST"])
def decline(name: str, answer: str) -> None:
	"""Leave reported hours out, and tell the member why. Rights as for confirming."""
	steps.Decline.of(name, answer=answer).take()


@frappe.whitelist(methods=["POST"])
def take_back(name: str) -> None:
	"""Take an answer back: the report waits again. Rights as for confirming."""
	steps.TakeBack.of(name).take()
