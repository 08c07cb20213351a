"""Arguments that came from a request: days and lists as text, and many of them as one object."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate
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


def parse_flag(value: bool | int | str | None, label: str) -> bool:
	"""Return a yes or no that came from a request; nothing is no. Raise ValidationError naming `label` for any other word."""
	word = str(0 if value is None else value).strip().lower()
	if word not in (*_YES, *_NO):
		frappe.throw(_("{0}: {1} is neither yes nor no. Choose one of them.").format(label, shown(value)))
	return word in _YES


def parse_list(value: str | list | None, of: type = str) -> list:
	"""Return a list that came from a request, as JSON or as it is; nothing is an empty one.

	Raise ValidationError if it is none, or if one of its values is not of the type `of`.
	"""
	if isinstance(value, str):
		try:
			value = json.loads(value) if value.strip() else []
		except ValueError:
			value = [None]
	values = [] if value is None else value
	if not isinstance(values, list) or not all(isinstance(item, of) for item in values):
		frappe.throw(_("What was selected cannot be read. Please load the page anew and select it again."))
	return values


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
