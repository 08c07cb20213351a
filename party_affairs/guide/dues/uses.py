"""What dues may be spent on (中组发〔2008〕3号): five uses, as data. Anything else is no use of dues."""

from dataclasses import dataclass
from typing import Any

from party_affairs.guide.data import read


@dataclass(frozen=True)
class Use:
	"""One allowed use: its `label` on forms, its short Chinese `title` in ledgers, and the `substance` of the rule."""

	key: str
	label: str
	title: str
	substance: str


def uses() -> tuple[Use, ...]:
	"""Return the allowed uses in the order of the rule."""
	return _USES


def citation() -> str:
	"""Return where the uses stand."""
	return _RAW["citation"]


def _read() -> dict[str, Any]:
	return read("dues/uses.json")


_RAW = _read()
_USES = tuple(Use(**row) for row in _RAW["uses"])
