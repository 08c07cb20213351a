"""Whether the site has ERPNext, and whether dues are to be booked there."""

import frappe
from frappe.utils import cint

from party_affairs.facts import remembered

ERPNEXT = "erpnext"
SETTINGS, SWITCH = "Party Affairs Settings", "post_dues_to_erpnext"


def is_installed() -> bool:
	"""Whether the site has ERPNext."""
	return ERPNEXT in frappe.get_installed_apps()


def is_ready() -> bool:
	"""Whether the site has ERPNext, and the dues documents their fields for it."""
	return is_installed() and frappe.get_meta(SETTINGS).has_field(SWITCH)


def is_open() -> bool:
	"""Whether dues are booked in ERPNext on this site."""
	return remembered.once("dues are booked in ERPNext", _is_open)


def _is_open() -> bool:
	return is_ready() and bool(cint(frappe.db.get_single_value(SETTINGS, SWITCH)))
