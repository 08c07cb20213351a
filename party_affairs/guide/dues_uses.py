"""What dues may be spent on (中组发〔2008〕3号): five uses, as data. Anything else is no use of dues."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
	return json.loads(Path(__file__).with_name("dues_uses.json").read_text(encoding="utf-8"))


_RAW = _read()
_USES = tuple(Use(**row) for row in _RAW["uses"])
