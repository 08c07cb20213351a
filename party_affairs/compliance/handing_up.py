"""The way of a report between a branch and the committee above it: who is told of each step, and the corrected version."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import formatdate

from party_affairs.compliance import report as reports
from party_affairs.compliance.notify import notify
from party_affairs.facts.organisation import addressees, tree
from party_affairs.facts.organisation.addressees import Addressee
from party_affairs.language import in_site_language

_LEADING = ("Secretary", "Deputy Secretary")
_OFFICER = "Party Affairs Officer"
_KIND = "reports"


def in_charge(branches: Iterable[str]) -> dict[str, list[Addressee]]:
	"""Return by organisation who answers for its reports: three queries.

	The secretary or acting secretary, or the deputies if there is none of them; in a committee its officers for Party affairs as
	well.
	"""
	found = {}
	for branch, holders in addressees.of_posts(branches, (*_LEADING, _OFFICER)).items():
		leading = next((holders[post] for post in _LEADING if holders.get(post)), [])
		persons = {one.user: one for one in (*leading, *holders.get(_OFFICER, ()))}
		if persons:
			found[branch] = sorted(persons.values())
	return found


def tell_branch(document, subject: str, text: str) -> int:
	"""Tell those in charge of the report's organisation of a step of the committee above; return how many are told."""
	return _tell([document.branch], document, subject, text)


def tell_above(document, subject: str, text: str) -> int:
	"""Tell those in charge of the organisation directly above the report's; return how many are told."""
	above = tree.directly_above([document.branch]).get(document.branch)
	return _tell([above] if above else [], document, subject, text)


def _tell(branches: list[str], document, subject: str, text: str) -> int:
	users = [one.user for persons in in_charge(branches).values() for one in persons]
	others = sorted(set(users) - {frappe.session.user})
	link = f"/app/compliance-report/{frappe.utils.quoted(document.name)}"
	return notify(others, subject, text, link, _KIND, (document.doctype, document.name))


def correct(name: str, *, commit: bool = False) -> str | None:
	"""Freeze the next version of a returned report, hand it up and tell the committee above; return its name.

	None if the organisation cannot be checked now. Run twice it finds the report corrected, and returns its next version.
	"""
	replaced_by = frappe.db.get_value(reports.REPORT, name, "replaced_by", for_update=True)
	if replaced_by:
		return replaced_by
	new = reports.freeze_again(name)
	if new:
		document = frappe.get_doc(reports.REPORT, new)
		with in_site_language():
			tell_above(
				document,
				_("Corrected: {0}").format(document.title),
				_("{0} has corrected its report and handed it up again. Acknowledge it by {1}.").format(
					document.branch, formatdate(document.acknowledge_by)
				),
			)
	if commit:
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return new
