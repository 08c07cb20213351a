"""The guide's self-check sheets as schemes of the site, which committees may add their own questions to."""

from datetime import date

import frappe

from party_affairs.facts.duties.self_checks import KIND_LABELS, SCHEME, newest_scheme, shipped_versions
from party_affairs.guide.duties import self_checks
from party_affairs.party_affairs.doctype.self_check_scheme.self_check_scheme import as_row

_PERIODS = {"year": "Whole Year", "half_year": "Half Year"}
_LINE = ("line_key", "heading", "question", "typical_evidence", "shown_facts", "measured")


def create_missing() -> None:
	"""Create the versions of the guide's sheets that the site does not have; never change one.

	A new version of the guide takes along the lines that a committee has added.
	"""
	there = shipped_versions()
	for sheet in self_checks.schemes():
		kind = KIND_LABELS[sheet.kind]
		if (kind, sheet.version) in there:
			continue
		scheme = frappe.get_doc(
			{
				"doctype": SCHEME,
				"kind": kind,
				"title": sheet.title,
				"effective_from": sheet.effective_from,
				"period": _PERIODS[sheet.period],
				"is_active": 1,
				"is_shipped": 1,
				"shipped_version": sheet.version,
				"lines": [*(as_row(line) for line in sheet.lines), *_own_lines(kind)],
			}
		)
		scheme.flags.from_guide = True
		scheme.insert(ignore_permissions=True)


def _own_lines(kind: str) -> list[dict]:
	before = newest_scheme(kind, date.max)
	lines = frappe.get_doc(SCHEME, before).lines if before else ()
	return [{field: line.get(field) for field in _LINE} for line in lines if not line.clause]
