"""Errors of this app, so that callers and tests can tell the reason, and the way a rule's sentence reaches the user."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from party_affairs.rules.errors import RuleError


class MembershipError(frappe.ValidationError):
	"""A person would be on register in two branches at once."""


class MeetingError(frappe.ValidationError):
	"""A meeting record contradicts itself, such as an end before its start or attendees of another branch."""


class PostError(frappe.ValidationError):
	"""A post without a term, out of its branch, or held twice."""


class DuesError(frappe.ValidationError):
	"""A dues sum, month or date that cannot be."""


@contextmanager
def rules_speak_to_user(exception: type[Exception] = frappe.ValidationError) -> Iterator[None]:
	"""Turn a RuleError raised inside into `exception` with the sentence in the user's language."""
	try:
		yield
	except RuleError as error:
		frappe.throw(error.message.text(_), exception)
