"""What the file of a ledger says of itself, so that it is known again when somebody brings it back."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

PROPERTY = "PartyAffairsLedger"
"""The property of the workbook in which `Origin` stands."""

ROWS_SHEET = "party_affairs_rows"
"""The hidden sheet with the mark of each row, from its first cell downwards."""

_MARK_LENGTH = 16


@dataclass(frozen=True)
class Origin:
	"""Which ledger a file is: its key, the site that made it, and whether it is of several organisations."""

	ledger: str
	site: str
	several: bool = False

	def to_text(self) -> str:
		"""Return the text of the property."""
		return json.dumps({"ledger": self.ledger, "site": self.site, "several": self.several})

	@classmethod
	def from_text(cls, text: str) -> "Origin | None":
		"""Return what the text of the property says, None if it is none of ours."""
		try:
			found = json.loads(text)
			return cls(str(found["ledger"]), str(found["site"]), bool(found["several"]))
		except (ValueError, KeyError, TypeError):
			return None


def row_mark(cells: Iterable[tuple[Any, Any]]) -> str:
	"""Return the mark of a row, given its headings with their values: the same however a program has saved it."""
	text = json.dumps([(_plain(heading), _plain(value)) for heading, value in cells], ensure_ascii=False)
	return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def _plain(value: Any) -> str:
	if value is None:
		return ""
	if isinstance(value, bool):
		return str(int(value))
	if isinstance(value, (int, float, Decimal)):
		return f"{float(value):.12g}"
	if isinstance(value, datetime):
		# Seconds are below what a ledger shows, and rounded by some programs.
		return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
	if isinstance(value, date):
		return value.isoformat()
	return "\n".join(line.rstrip() for line in str(value).replace("_x000D_", "").splitlines()).strip()
