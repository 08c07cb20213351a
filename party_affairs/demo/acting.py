"""Sample records in the name of those who would enter them."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(user: str | None) -> Iterator[None]:
	"""Inside, `user` is at work; without one, the user that loads the sample."""
	before = frappe.session.user
	if user:
		frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)
