"""Exemptions from duties that an organisation above has granted."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.rules.exemptions import DOCTYPE, Exemption

GRANTED = "Approved"


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
