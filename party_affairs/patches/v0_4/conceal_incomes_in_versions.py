"""The log of changes kept the old and the new base of an assessment, for everybody who may open it."""

import frappe

from party_affairs.permissions.restricted_fields import conceal_in_version

_WITH_INCOMES = ("Dues Assessment", "Party Dues Entry")


def execute() -> None:
	"""Take incomes out of the logs of assessments and dues entries; who changed them, and when, stays."""
	for version in frappe.get_all(
		"Version",
		filters={"ref_doctype": ["in", _WITH_INCOMES]},
		fields=["name", "ref_doctype", "data"],
		order_by="name",
	):
		before = version.data
		conceal_in_version(version)
		if version.data != before:
			frappe.db.set_value("Version", version.name, "data", version.data, update_modified=False)
