"""Sentences that can be translated after they were made.

A rule does not know who will read it. It therefore hands out the English template with the values, and the layer that
knows the reader's language puts both together: `message.text(_)`.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import Any

_LISTED = "{first}, {others}"
"""How a list is written, item by item: translated like any sentence, so each language uses its own separator."""


class Message(str):
	"""An English sentence which remembers its template and its values.

	It is a plain `str` for whoever only reads English or compares. A value may itself be a `Message` (the name of a
	field, the title of a step) or a tuple or list of values: these are translated too, and listed with the separator of
	their language.

	>>> Message("{field} must not be negative.", field=Message("Present"))
	'Present must not be negative.'
	"""

	__slots__ = ("template", "values")

	template: str
	values: dict[str, Any]

	def __new__(cls, template: str, **values: Any) -> "Message":
		message = super().__new__(cls, _render(template, values, _unchanged))
		message.template = template
		message.values = values
		return message

	def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
		# Without it copying and pickling would take the finished sentence for the template.
		return (self.template,), self.values

	def text(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return the sentence in the language of `translate` (English without it)."""
		return _render(self.template, self.values, translate or _unchanged)


def plain(number: Decimal) -> str:
	"""Return 1.50 as 1.5 and 10.00 as 10."""
	return f"{number.normalize():f}"


def _unchanged(template: str) -> str:
	return template


def _render(template: str, values: dict[str, Any], translate: Callable[[str], str]) -> str:
	shown = {key: _shown(value, translate) for key, value in values.items()}
	return translate(template).format(**shown)


def _shown(value: Any, translate: Callable[[str], str]) -> Any:
	if isinstance(value, Message):
		return value.text(translate)
	if isinstance(value, (tuple, list)):
		items = [str(_shown(item, translate)) for item in value] or [""]
		return reduce(lambda first, others: translate(_LISTED).format(first=first, others=others), items)
	return value
