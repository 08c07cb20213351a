"""Half-years."""

import re
from typing import Any

from party_affairs.importing.normalise.text import key_text, says_nothing
from party_affairs.importing.problems import CellError

_FIRST = {"上半年", "h1", "1-6月", "1月-6月", "1月至6月", "1至6月"}
_SECOND = {"下半年", "h2", "7-12月", "7月-12月", "7月至12月", "7至12月"}


def parse_half_year(value: Any, *, year: int | None = None) -> str | None:
	"""Return a half-year as `2025-H1` from `上半年`, `2025年下半年`, `2025-H1`, `1-6月`; `year` is taken where none is named."""
	if says_nothing(value):
		return None
	found = re.fullmatch(r"(?:(\d{4})(?:年度?|[-./])?)?(.+)", key_text(value))
	half = found[2].strip("份度") if found else ""
	number = 1 if half in _FIRST else 2 if half in _SECOND else None
	if number is None or not (found[1] or year):
		raise CellError("This is not a half-year. Write 上半年 or 下半年, or 2026年上半年.")
	return f"{found[1] or year}-H{number}"
