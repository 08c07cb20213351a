"""Arguments that came from a request: days and lists as text, and many of them as one object."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

import frappe
from frappe import _
from frappe.utils import cstr, get_datetime, getdate
from frappe.utils.typing_validations import FrappeTypeError, transform_parameter_types

from party_affairs.field_values import is_moment, shown

T = TypeVar("T")
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def parse_day(value: str | date | None) -> date:
	"""Return a day that came as text from a request. Raise ValidationError with an example if it is none."""
	# Frappe takes the first day of all for none.
	day = getdate(value) if is_moment(value) else None
	if day is None:
		frappe.throw(_("{0} is no date. Write it like 2026-03-15.").format(shown(value)))
	return day


def parse_moment(value: str | datetime) -> datetime:
	"""Return a day and time that came as text from a request. Raise ValidationError with an example if it is none."""
	if not is_moment(value):
		frappe.throw(_("{0} is no date. Write it like 2026-03-15.").format(shown(value)))
	return get_datetime(value)


def parse_yes(value: Any, name: str) -> bool:
	"""Return a yes or no that came from a request, as JSON or as text of a form; nothing is a no.

	Raise ValidationError that names the argument `name` for any other word: a no that was meant as a yes would go unnoticed.
	"""
	word = str(int(value)) if isinstance(value, bool) else cstr(value).strip().lower()
	if isinstance(value, list | dict) or word not in (*_YES, *_NO):
		frappe.throw(
			_("{0}: {1} is neither yes nor no. Send 1 or 0.").format(frappe.bold(name), shown(value))
		)
	return word in _YES


def parse_list(value: str | list | None, of: type = str, refusal: str | None = None) -> list:
	"""Return a list that came from a request, as JSON or as it is; nothing is an empty one.

	Raise ValidationError, with the sentence `refusal` if there is one, if it is none, or if one of its values is not of the
	type `of`.
	"""
	found = _read(value)
	values = [] if found is None else found
	if not isinstance(values, list) or not all(isinstance(item, of) for item in values):
		frappe.throw(
			refusal or _("What was selected cannot be read. Please load the page anew and select it again.")
		)
	return values


def parse_object(value: str | Mapping | None, refusal: str) -> Mapping[str, Any]:
	"""Return an object that came from a request, as JSON or as it is; nothing is an empty one.

	Raise ValidationError with the sentence `refusal` if it is none.
	"""
	found = _read(value)
	values = {} if found is None else found
	if not isinstance(values, Mapping):
		frappe.throw(refusal)
	return values


def _read(value: Any) -> Any:
	"""Return what came as JSON or as it is, None for nothing and False for what cannot be read, as if nested beyond measure."""
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value) if value.strip() else None
	except (ValueError, RecursionError):
		return False


def as_object(cls: type[T], given: Mapping[str, Any]) -> T:
	"""Return a `cls`, which is a dataclass, of what a request gives; what `cls` does not know is left out.

	Values are converted to the types of its fields, as Frappe does for arguments: raise ValidationError naming the first that
	cannot be.
	"""
	known = {field.name: given[field.name] for field in fields(cls) if field.name in given}
	values = {}
	for name, value in known.items():
		try:
			_none, converted = transform_parameter_types(cls.__init__, (), {name: value})
		except FrappeTypeError:
			frappe.throw(
				_("{0} in the request cannot be read. Please load the page anew and try again.").format(
					shown(name)
				)
			)
		values |= converted
	return cls(**values)
