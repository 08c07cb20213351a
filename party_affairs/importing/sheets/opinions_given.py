"""What the sheet of the three councils says of a meeting, kept until the meeting itself is brought in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from party_affairs.importing.rows import Record

Key = tuple[date, str]
"""The day of a meeting and its kind."""


@dataclass
class Opinions:
	"""Rows of opinions with their values, by the meeting in which they were given."""

	of_meeting: dict[Key, list[tuple[Record, dict[str, Any]]]] = field(default_factory=dict)

	def add(self, key: Key, record: Record, values: dict[str, Any]) -> None:
		"""Keep a row of a meeting."""
		self.of_meeting.setdefault(key, []).append((record, values))

	def take(self, key: Key) -> list[tuple[Record, dict[str, Any]]]:
		"""Return the rows of a meeting and keep them no longer."""
		return self.of_meeting.pop(key, [])
