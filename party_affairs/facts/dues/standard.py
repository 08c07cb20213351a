"""The site's dues standards as the rules take them."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.exceptions import DuesError
from party_affairs.guide.dues import tiers
from party_affairs.guide.dues.tiers import DuesStandard, Tier
from party_affairs.rules.dues.monthly_dues import rate_for


def standard_on(day: date) -> tuple[str, DuesStandard]:
	"""Return the name of the Dues Standard in force on `day` and the standard itself; of several, the newest.

	Raises DuesError if the site has none for that day.
	"""
	rows = frappe.get_all(
		"Dues Standard",
		filters={"effective_from": ["<=", day]},
		fields=["name", "effective_to"],
		order_by="effective_from desc",
	)
	for row in rows:
		if not row.effective_to or getdate(row.effective_to) >= day:
			return row.name, as_rule_standard(frappe.get_cached_doc("Dues Standard", row.name))
	frappe.throw(
		_("No dues standard is in force on {0}. Enter one under Dues Standard.").format(
			frappe.format(day, {"fieldtype": "Date"})
		),
		DuesError,
	)


def rates(names: Sequence[str]) -> dict[str, Callable[[Decimal, str], Decimal | None]]:
	"""Return by name of a Dues Standard the function that gives the rate in percent for a base and a category."""
	standards = {name: as_rule_standard(frappe.get_cached_doc("Dues Standard", name)) for name in names}
	return {name: partial(rate_for, standard=standard) for name, standard in standards.items()}


def as_rule_standard(doc) -> DuesStandard:
	"""Return a Dues Standard document as the rules' type; what is left empty, or is none of its
	fields, comes from the guide's newest standard."""
	guide = tiers.dues_standard()
	return DuesStandard(
		key=doc.name or doc.standard_name,
		title=doc.standard_name,
		citation=doc.citation or "",
		effective_from=getdate(doc.effective_from),
		effective_to=getdate(doc.effective_to) if doc.effective_to else None,
		monthly_cap=_decimal(doc.monthly_cap),
		rounding=frappe.scrub(doc.rounding),
		large_voluntary_from=_decimal(doc.large_voluntary_from) or guide.large_voluntary_from,
		plausible_base=_decimal(doc.plausible_base) or guide.plausible_base,
		same_tiers_as=guide.same_tiers_as,
		tiers=tuple(_tier(row) for row in doc.tiers),
	)


def _tier(row) -> Tier:
	fixed = _decimal(row.fixed_amount)
	return Tier(
		category=frappe.scrub(row.category),
		over=_decimal(row.over) or (None if fixed else Decimal(0)),
		up_to=_decimal(row.up_to),
		rate_percent=None if fixed else _decimal(row.rate),
		fixed_amount=fixed,
		fixed_maximum=_decimal(row.fixed_maximum),
	)


def _decimal(value) -> Decimal | None:
	"""Currency and Float fields come as floats: their shortest text is the figure that was typed. 0 means empty."""
	return Decimal(str(value)).normalize() if value else None
