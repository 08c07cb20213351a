"""The forms of public welfare activities; an administrator adds to them, and takes out of use what is not wanted."""

import frappe

from party_affairs.guide.contact import welfare_forms

DOCTYPE = "Public Welfare Form"


def create_missing() -> None:
	"""Create the usual forms that the site does not have; never change one."""
	existing = set(frappe.get_all(DOCTYPE, pluck="name", order_by="name"))
	for form in welfare_forms.forms():
		if form.name not in existing:
			values = {"form_name": form.name, "description": form.description}
			frappe.get_doc({"doctype": DOCTYPE, **values}).insert(ignore_permissions=True)
