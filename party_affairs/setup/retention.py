"""The periods after which personal data is forgotten: proposals, which a site changes as it decides."""

import frappe

from party_affairs.guide.privacy import retention
from party_affairs.settings import SETTINGS, retention_months


def create_missing() -> None:
	"""Put each group that the settings lack into them.

	On a site that has periods already a new group is kept for ever at first: a migration must not begin to forget.
	"""
	known = retention_months()
	missing = [group for group in retention.groups() if group.key not in known]
	if not missing:
		return
	settings = frappe.get_single(SETTINGS)
	for group in missing:
		row = {"retention_group": group.key, "months": 0 if known else group.months, "reason": group.reason}
		settings.append("retention_periods", row)
	settings.save(ignore_permissions=True)
