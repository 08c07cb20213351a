"""The records behind a finding, for its form."""

import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.facts.duties.findings import FINDING

_DAY_OF_EVIDENCE = {
	"Party Meeting": "meeting_date",
	"Party Dues Entry": "paid_on",
	"Dues Assessment": "effective_from",
	"Contact Pairing": "start_date",
	"Public Welfare Activity": "activity_date",
	"Heart Talk": "talk_on",
	"Thought Report": "handed_in_on",
	"Member Self Review": "handed_in_on",
	"Duty Exemption": "decided_on",
}


@frappe.whitelist()
def evidence_of(finding: str) -> list[dict[str, Any]]:
	"""Return the records that count towards a finding, with title and day; only those that the caller may read."""
	document = frappe.get_doc(FINDING, finding)
	document.check_permission("read")
	return readable_records(json.loads(document.evidence or "[]"))


def readable_records(refs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
	"""Return those of some records, pairs of DocType and name, that the caller may read, with title and day."""
	names: dict[str, list[str]] = {}
	for doctype, name in refs:
		names.setdefault(doctype, []).append(name)
	return [
		record
		for doctype, of_doctype in names.items()
		if frappe.has_permission(doctype, "read")
		for record in _records(doctype, of_doctype)
	]


def _records(doctype: str, names: list[str]) -> list[dict[str, Any]]:
	title, day = frappe.get_meta(doctype).get_title_field(), _DAY_OF_EVIDENCE.get(doctype, "creation")
	# Frappe's own list, because it asks for the caller's rights to rows and fields of any DocType.
	rows = frappe.get_list(
		doctype,
		filters={"name": ["in", names]},
		fields=list({"name", title, day}),
		order_by=day,
		limit_page_length=0,
	)
	return [
		{
			"doctype": doctype,
			"name": row.name,
			"title": row[title],
			"day": str(getdate(row[day])) if row[day] else None,
		}
		for row in rows
	]
