"""Dues standards knew three categories; students, the unemployed, recipients of relief and farmers are categories of their own
now, and two figures that stood in the code are fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.guide.dues import tiers as guide_tiers
from party_affairs.guide.dues.tiers import DuesStandard
from party_affairs.setup.dues_standard import tier_rows

_STANDARD, _TIER = "Dues Standard", "Dues Tier"
_NEW_CATEGORIES = ("Student", "Unemployed", "Relief", "Farmer")
_FIGURES = ("large_voluntary_from", "plausible_base")


def execute() -> None:
	"""Add to each standard the new categories that it lacks, and the figures that are empty; change nothing else."""
	tiers: dict[str, list] = {}
	for row in frappe.get_all(
		_TIER, filters={"parenttype": _STANDARD}, fields=["parent", "category", "idx"], order_by="parent, idx"
	):
		tiers.setdefault(row.parent, []).append(row)
	for row in frappe.get_all(
		_STANDARD, fields=["name", "effective_from", "owner", *_FIGURES], order_by="name"
	):
		guide = _guide_on(getdate(row.effective_from))
		_add_tiers(row, tiers.get(row.name, []), guide)
		figures = {name: getattr(guide, name) for name in _FIGURES if not row[name]}
		if figures:
			frappe.db.set_value(_STANDARD, row.name, figures, update_modified=False)


def _guide_on(day: date) -> DuesStandard:
	"""Return the guide's standard of the day; a site may have standards of its own for any time."""
	standards = [standard for standard in guide_tiers.dues_standards() if standard.effective_from <= day]
	return standards[-1] if standards else guide_tiers.dues_standards()[0]


def _add_tiers(standard: Mapping[str, Any], present: list, guide: DuesStandard) -> None:
	missing = set(_NEW_CATEGORIES) - {row.category for row in present}
	place = max((row.idx for row in present), default=0)
	rows = (row for row in tier_rows(guide) if row["category"] in missing)
	for number, row in enumerate(rows, start=place + 1):
		tier = frappe.new_doc(_TIER)
		tier.update(
			{
				**row,
				"parent": standard["name"],
				"parenttype": _STANDARD,
				"parentfield": "tiers",
				"idx": number,
				"owner": standard["owner"],
			}
		)
		tier.db_insert()
