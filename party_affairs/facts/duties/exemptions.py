"""Exemptions from duties that an organisation above has granted."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.rules.exemptions import DOCTYPE, Exemption

ASKED, GRANTED = "Asked For", "Approved"


def overlapping(
	branch: str,
	rule: str,
	first: date,
	last: date,
	subject: tuple[str, str] | None,
	statuses: Sequence[str],
	leaving_out: str,
) -> str | None:
	"""Return another exemption from a clause, of the same subject, on some of the days `first` to `last`; None if there is none.

	Looked at are those with one of `statuses`: one query.
	"""
	exemption = DocType(DOCTYPE)
	about = (
		(exemption.subject_doctype == subject[0]) & (exemption.subject == subject[1])
		if subject
		else (exemption.subject.isnull() | (exemption.subject == ""))
	)
	rows = (
		frappe.qb.from_(exemption)
		.select(exemption.name)
		.where((exemption.branch == branch) & exemption.status.isin(list(statuses)))
		.where((exemption.rule == rule) & about & (exemption.name != leaving_out))
		.where((exemption.from_date <= last) & (exemption.to_date >= first))
		.orderby(exemption.name)
		.limit(1)
	).run()
	return rows[0][0] if rows else None


def load(branches: Sequence[str], since: date) -> list[Exemption]:
	"""Return the exemptions of `branches` that are granted and had not ended before `since`: one query."""
	exemption = DocType(DOCTYPE)
	rows = (
		frappe.qb.from_(exemption)
		.select(
			*(exemption.name, exemption.rule, exemption.branch, exemption.from_date, exemption.to_date),
			*(exemption.decided_on, exemption.decided_by, exemption.reason),
			*(exemption.subject_doctype, exemption.subject),
		)
		.where(exemption.branch.isin(list(branches)) & (exemption.status == GRANTED))
		.where(exemption.to_date >= since)
	).run(as_dict=True)
	return [
		Exemption(
			*(row.name, row.rule, row.branch, row.from_date, row.to_date, row.decided_on),
			*(row.decided_by, row.reason),
			(row.subject_doctype, row.subject) if row.subject else None,
		)
		for row in rows
	]
