"""Which site this is, for files that leave it and may come back."""

import hashlib

import frappe


def site_key() -> str:
	"""Return a short text that stands for this site and its database, and says nothing of either."""
	name = f"{frappe.local.site}|{frappe.conf.db_name}"
	return hashlib.sha256(name.encode()).hexdigest()[:16]
