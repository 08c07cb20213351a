"""Errors that nobody foresaw while votes are in memory: noted by their kind and place alone.

Frappe notes an error with the values of all variables, and here these are votes, voters, codes and keys.
"""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import frappe
from frappe import _

from party_affairs.exceptions import AppraisalError
from party_affairs.rules.message import Message

P, T = ParamSpec("P"), TypeVar("T")


def nothing_logged(
	title: str, sentence: Message, exception: type[frappe.ValidationError] = AppraisalError
) -> Callable[[Callable[P, T]], Callable[P, T]]:
	"""Return a decorator that lets through refusals, which Frappe does not log, and tells of other errors no more than the place.

	`title` is that of the log, `sentence` what the caller is told by the `exception`. What was written is rolled back. The sentence is raised once
	the error is over: attached to it, its values would be logged with it.
	"""

	def decorate(method: Callable[P, T]) -> Callable[P, T]:
		@wraps(method)
		def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
			try:
				return method(*args, **kwargs)
			except (frappe.ValidationError, frappe.PermissionError):
				raise
			except Exception as error:
				failed = _place_of(error)
			failed += _rolled_back()
			frappe.log_error(title=title, message=failed, defer_insert=True)
			frappe.throw(sentence.text(_), exception)

		return guarded

	return decorate


def _place_of(error: Exception) -> str:
	places = traceback.format_list(traceback.extract_tb(error.__traceback__))
	return f"{type(error).__name__}\n{''.join(places)}"


def _rolled_back() -> str:
	"""Undo what was written. A database that is gone has undone it by itself; that is only noted."""
	try:
		frappe.db.rollback()
	except Exception as error:
		return f"\nNo answer to the rollback: {type(error).__name__}"
	return ""
