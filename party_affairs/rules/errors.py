"""The one error that rules raise, and the checks of single values that raise it."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from party_affairs.rules.message import Message


class RuleError(ValueError):
	"""Input that a rule cannot judge. The sentence names the field and says what is expected.

	`message` is the sentence as `Message`; `template` and `values` are its parts.
	"""

	def __init__(self, template: str, **values: Any) -> None:
		self.message = Message(template, **values)
		super().__init__(self.message)

	@property
	def template(self) -> str:
		return self.message.template

	@property
	def values(self) -> dict[str, Any]:
		return self.message.values


def whole_number(value: Any, field: Message, minimum: int = 0, maximum: int | None = None) -> int:
	"""Return `value` if it is a whole number from `minimum` to `maximum` (None: no end); raise `RuleError` naming `field` if not.

	Booleans and floats are refused: a head count of 2.5 or True is a mistake of the caller.
	"""
	if isinstance(value, bool) or not isinstance(value, int):
		raise RuleError("{field} must be a whole number, not {value}.", field=field, value=repr(value))
	if maximum is not None and not minimum <= value <= maximum:
		raise RuleError(
			"{field} must be from {minimum} to {maximum}, not {value}.",
			field=field,
			minimum=minimum,
			maximum=maximum,
			value=value,
		)
	if value < minimum:
		raise RuleError(
			"{field} must be at least {minimum}, not {value}.", field=field, minimum=minimum, value=value
		)
	return value


def decimal_number(value: Any, field: Message) -> Decimal:
	"""Return `value` (Decimal, int or text) as a finite, non-negative `Decimal`; raise `RuleError` naming `field` if not.

	Floats are refused, since 0.1 is not a tenth: pass `Decimal(str(value))`.
	"""
	if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
		raise RuleError(
			"{field} must be given as an exact number, not {value}.", field=field, value=repr(value)
		)
	try:
		number = Decimal(value)
	except InvalidOperation:
		raise RuleError("{field} must be a number, not {value}.", field=field, value=repr(value)) from None
	if not number.is_finite():
		raise RuleError("{field} must be a number, not {value}.", field=field, value=repr(value))
	if number < 0:
		raise RuleError("{field} must not be negative: {value}.", field=field, value=number)
	return number


def calendar_day(value: Any, field: Message) -> date:
	"""Return `value` as a day (of a datetime its day); raise `RuleError` naming `field` if it is neither."""
	if isinstance(value, datetime):
		return value.date()
	if not isinstance(value, date):
		raise RuleError("{field} must be a date, not {value}.", field=field, value=repr(value))
	return value
