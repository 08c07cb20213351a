"""What a member types on his own page: a text of bounded length, counted in characters as he sees them, and refused but never cut."""

import frappe
from frappe import _

from party_affairs.checks.markup import plain
from party_affairs.field_values import without_control_characters

LONGEST = 2000
"""Characters of a text that is typed on a telephone; what is longer belongs into a paper."""


def typed_text(text: str | None, label: str, exception: type[Exception] = frappe.ValidationError) -> str:
	"""Return a text as it is stored, without blanks around it. Raise `exception` naming `label` if it is too long.

	Browsers send two signs for the end of a line, which is one for whoever counts.
	"""
	text = without_control_characters(plain(text or "")).strip()
	if len(text) > LONGEST:
		frappe.throw(
			_("{0} is longer than {1} characters. Write it shorter.").format(label, LONGEST), exception
		)
	return text
