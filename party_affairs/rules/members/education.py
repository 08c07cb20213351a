"""Study hours of members a year (学时): how many are asked, by post (education regulation art. 20, training plans)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

DEFAULT_HOURS, DEFAULT_LEADERS_HOURS = 32, 56


def required_hours(duties: Collection[str], parameters: Mapping[str, Any]) -> Decimal:
	"""Return the hours a year that are asked of somebody with `duties` in the branch.

	`duties` are `secretary` and `committee_member` as far as such a post is held; it asks for more hours.
	`parameters` are those of clause N05: `hours` and `secretary_hours`.
	"""
	if duties:
		return Decimal(str(parameters.get("secretary_hours", DEFAULT_LEADERS_HOURS)))
	return Decimal(str(parameters.get("hours", DEFAULT_HOURS)))
