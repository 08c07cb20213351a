"""The dues standards of the guide, as documents that the site may then change."""

import frappe

from party_affairs.guide.dues import tiers
from party_affairs.guide.dues.tiers import DuesStandard, Tier

DOCTYPE = "Dues Standard"
_CATEGORIES = {
	"employed": "Employed",
	"retired": "Retired",
	"student": "Student",
	"unemployed": "Unemployed",
	"relief": "Relief",
	"farmer": "Farmer",
	"fixed_sum": "Fixed Sum",
}
_ROUNDINGS = {
	"round_half_up_to_cent": "Round Half Up to Cent",
	"round_down_to_cent": "Round Down to Cent",
	"round_half_up_to_jiao": "Round Half Up to Jiao",
}


def create_missing() -> None:
	"""Create each of the guide's standards that the site does not have; never change one."""
	existing = set(frappe.get_all(DOCTYPE, pluck="name", order_by="name"))
	for standard in tiers.dues_standards():
		if standard.title not in existing:
			_create(standard)


def _create(standard: DuesStandard) -> None:
	frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"standard_name": standard.title,
			"effective_from": standard.effective_from,
			"effective_to": standard.effective_to,
			"monthly_cap": standard.monthly_cap,
			"rounding": _ROUNDINGS[standard.rounding],
			"large_voluntary_from": standard.large_voluntary_from,
			"plausible_base": standard.plausible_base,
			"citation": standard.citation,
			"tiers": tier_rows(standard),
		}
	).insert(ignore_permissions=True)


def tier_rows(standard: DuesStandard) -> list[dict]:
	"""Return the rows of a standard's tiers as its document holds them."""
	return [_row(tier) for tier in standard.tiers if tier.category in _CATEGORIES]


def _row(tier: Tier) -> dict:
	return {
		"category": _CATEGORIES[tier.category],
		"over": tier.over,
		"up_to": tier.up_to,
		"rate": tier.rate_percent,
		"fixed_amount": tier.fixed_amount,
		"fixed_maximum": tier.fixed_maximum,
	}
