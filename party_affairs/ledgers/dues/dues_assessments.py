"""党费核定表 (dues rule of 2008, art. 1-7 and 10): each member's category, method, base, rate and monthly sum, to be signed.

Money is in yuan. Base and rate tell the income: they are shown within the branch alone, to its secretary and organisation
commissioner.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import frappe
from frappe import _

from party_affairs.facts.dues import assessment
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.dues.standard import rates
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import belonged_as_party_member, is_party_member, load_members
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import joined
from party_affairs.rules.dues import assessment as rules

DOCTYPE = "Dues Assessment"
TITLE = "Dues Assessment Sheet"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the sheet of the year: a row for each assessment that reaches into it, and for each member who has none."""
	selection = select(DOCTYPE, filters, user, ptype, years_ahead=1)
	assessments = assessment.listed(selection.rows_of, selection.year.start, selection.year.end)
	assessed = {(row.branch, row.member) for row in assessments}
	# Of the year to come those are asked for who are members now.
	belongs = belonged_as_party_member if selection.year.start <= selection.as_of else is_party_member
	members = [
		member
		for member in load_members(selection)
		if belongs(member, selection) and (member.branch, member.name) not in assessed
	]
	rows = [*_rows(selection, assessments), *map(_row_of_unassessed, members)]
	rows.sort(key=lambda row: (row["member_name"], row["member"], row["from"] or ""))
	ledger = compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=_chart(assessments),
		figures=(
			Figure(_("Members Assessed"), len(assessed), indicator="Green"),
			Figure(_("Members Not Assessed"), len(members), indicator="Red" if members else "Green"),
			Figure(_("Signed Assessments"), sum(bool(row.signed_on) for row in assessments)),
		),
		notes=(
			_(
				"In yuan. The rate applies to the whole base. The member signs for his base; base and rate are shown to the "
				"secretary and the organisation commissioner of the branch alone."
			),
		),
		key=__name__,
	)
	return replace(ledger, signatures=(_("Prepared By"), _("Secretary"), _("Branch Seal"), _("Signed On")))


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("category", _("Category"), width_mm=26),
		Column("basis_method", _("Basis Method"), width_mm=36),
		Column("monthly_base", _("Monthly Base (Yuan)"), "Currency", 24, sensitive=True),
		Column("rate", _("Rate (%)"), width_mm=14, align="right", sensitive=True),
		Column("monthly_due", _("Monthly Dues (Yuan)"), "Currency", 22),
		Column("from", _("From Month"), width_mm=18, align="center"),
		Column("until", _("Until Month"), width_mm=18, align="center"),
		Column("signed_on", _("Signature of the Member"), "Date", 32),
		Column("remarks", _("Remarks"), "Small Text", 39),
	)


def _chart(assessments: list) -> Chart | None:
	"""How many members are assessed in each category; bases are no matter for a chart."""
	if not assessments:
		return None
	latest = {(row.branch, row.member): row.category for row in assessments}
	counts = Counter(latest.values())
	categories = {key: label for key, label in labels_of(DOCTYPE, "category").items() if counts[key]}
	return Chart(
		tuple(categories.values()), ((_("Members"), tuple(counts[category] for category in categories)),)
	)


def _rows(selection: Selection, assessments: list) -> list[dict[str, Any]]:
	categories, methods = labels_of(DOCTYPE, "category"), labels_of(DOCTYPE, "basis_method")
	of_member = defaultdict(list)
	for row in assessments:
		of_member[row.branch, row.member].append(row)
	standards = rates(sorted({row.standard for row in assessments if row.standard}))
	rows = []
	for own in of_member.values():
		for row, newer in zip_longest(own, own[1:]):
			if newer and newer.effective_from <= selection.year.start:
				continue  # nothing of it is left in the year
			rows.append(_row(row, newer, categories, methods, standards))
	return rows


def _row(row, newer, categories: Mapping, methods: Mapping, standards: Mapping) -> dict[str, Any]:
	# A base that was anonymised is none.
	is_based = frappe.scrub(row.category) in rules.BASED and bool(row.monthly_base)
	until = rules.reaches_to(row.effective_to, newer and newer.effective_from)
	return {
		"doctype": DOCTYPE,
		"name": row.name,
		"branch": row.branch,
		"member": row.member,
		"member_name": row.member_name,
		"category": categories.get(row.category),
		"basis_method": methods.get(row.basis_method) if is_based else None,
		"monthly_base": yuan(row.monthly_base) if is_based else None,
		"rate": _rate(row, standards) if is_based else None,
		"monthly_due": yuan(row.monthly_due),
		"from": f"{row.effective_from:%Y-%m}",
		"until": f"{until:%Y-%m}" if until else _("further notice"),
		"signed_on": row.signed_on,
		"remarks": _remarks(row, categories),
	}


def _rate(row, standards: Mapping) -> str | None:
	"""The rate in percent, as short as it can be written; a reduced sum has none."""
	if row.category == "Reduced" or row.standard not in standards:
		return None
	rate = standards[row.standard](yuan(row.monthly_base), frappe.scrub(row.category))
	return None if rate is None else f"{rate.normalize():f}"


def _remarks(row, categories: Mapping) -> str:
	parts = []
	if row.category == "Reduced" and row.regular_category:
		parts.append(_("instead of: {0}").format(categories.get(row.regular_category)))
	if frappe.scrub(row.category) in rules.DECIDED:
		parts.append(
			_("decided {decided}, approved {approved} {number}")
			.format(decided=row.decided_on, approved=row.approved_on, number=row.approval_no or "")
			.strip()
			if row.decided_on and row.approved_on
			else _("decision and approval missing")
		)
	if row.payment_frequency == "Quarterly":
		parts.append(_("pays quarterly"))
	return joined([*parts, *(text for text in (row.change_reason, row.remarks) if text)])


def _row_of_unassessed(member) -> dict[str, Any]:
	return {
		"doctype": "Party Member",
		"name": member.name,
		"branch": member.branch,
		"member": member.name,
		"member_name": member.member_name,
		"from": None,
		"remarks": _("Not assessed"),
	}
