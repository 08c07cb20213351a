"""What a member is handed a copy of when he asks for his personal data, and what is kept back and why.

个人信息保护法 第四十五条: a person may have a copy; 第十八条: not where secrecy is the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from party_affairs.guide.data import build, read

_FILE = "privacy/copies.json"


@dataclass(frozen=True)
class Copy:
	"""Rows of a DocType that name the member in one of the fields `person` (`name`: the row itself), without `left_out`.

	What is left out is about somebody else.
	"""

	document_type: str
	person: tuple[str, ...]
	left_out: tuple[str, ...]


def handed_out() -> tuple[Copy, ...]:
	"""Return what a copy is given of."""
	return _HANDED_OUT


def kept_back() -> Mapping[str, str]:
	"""Return by DocType why no copy of its rows is given, though they name members."""
	return _KEPT_BACK


def _read() -> tuple[tuple[Copy, ...], Mapping[str, str]]:
	data = read(_FILE)
	copies = build(Copy, data["handed_out"], _FILE, "document_type", person=tuple, left_out=tuple)
	return copies, data["kept_back"]


_HANDED_OUT, _KEPT_BACK = _read()
