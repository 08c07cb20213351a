"""The texts in a request: at any depth, keys and values, with JSON inside of texts read."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

_DEPTH = 12
"""How deep arguments are looked into: nothing that the Desk sends is nested half as much."""


def texts(value: Any, depth: int = 0) -> Iterator[str]:
	"""Yield every text in a value. Raise ValidationError if it is nested too deeply to be read."""
	if depth > _DEPTH:
		frappe.throw(_("The request is nested too deeply to be read."), frappe.ValidationError)
	if isinstance(value, dict):
		for key, inner in value.items():
			yield str(key)
			yield from texts(inner, depth + 1)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from texts(inner, depth + 1)
	elif isinstance(value, str):
		yield value
		found = parsed(value)
		if isinstance(found, dict | list) or (isinstance(found, str) and found != value):
			yield from texts(found, depth + 1)


def parsed(value: Any) -> Any:
	"""Return the value, read as JSON where it is the text of an object, a list or a text."""
	if isinstance(value, bytes):
		value = value.decode(errors="replace")
	if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "[", '"'):
		return value
	try:
		return json.loads(value)
	except (ValueError, RecursionError):
		return value
