"""The whole database and the site's files as they are, to be compared before and after a call."""

import os
from pathlib import Path

import frappe

LOGS = frozenset(
	{
		# What the platform writes down about calls and errors is no record of the house.
		"tabError Log",
		"tabAccess Log",
		"tabActivity Log",
		"tabRoute History",
		"tabView Log",
	}
)
_COUNTERS = ("Handler_write", "Handler_update", "Handler_delete")


def writes() -> int:
	"""How many rows this session has written, changed or deleted so far, in whatever table, undone ones included."""
	rows = frappe.db.sql(
		f"show session status where variable_name in ({', '.join(['%s'] * len(_COUNTERS))})", _COUNTERS
	)
	return sum(int(value) for _name, value in rows)


def tables() -> tuple[str, ...]:
	"""All tables of the site but the logs."""
	rows = frappe.db.sql("show full tables where table_type = 'BASE TABLE'")
	return tuple(name for name, _kind in rows if name not in LOGS)


def checksums(names: tuple[str, ...]) -> dict[str, int]:
	"""The checksum over all rows of each table, as this session sees them."""
	asked = ", ".join(f"`{name}`" for name in names)
	return {table.partition(".")[2]: total for table, total in frappe.db.sql(f"checksum table {asked}")}


def files() -> frozenset[str]:
	"""The attachments on the disk."""
	folders = [Path(frappe.get_site_path(kind, "files")) for kind in ("private", "public")]
	return frozenset(
		entry.path for folder in folders if folder.exists() for entry in os.scandir(folder) if entry.is_file()
	)
