"""Which ledgers leave the house as files, what they are called there, and what the import may read of them, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from party_affairs.guide.data import read


@dataclass(frozen=True)
class LedgerFile:
	"""A ledger as a file: its `title` without the year.

	`sheet` is the sheet of the year workbook that it resembles, "" if there is none. What somebody has changed in the file is
	`read_back` only where a row of it says all that the record says, masks apart.
	"""

	title: str
	sheet: str = ""
	read_back: bool = False


def ledger_files() -> Mapping[str, LedgerFile]:
	"""Return the ledgers' files by the ledger's key."""
	return _FILES


def by_title(title: str) -> str | None:
	"""Return the key of the ledger that is called so, or so with its months in brackets; None if there is none."""
	plain = title.partition("（")[0]
	return next((key for key, file in _FILES.items() if file.title == plain), None)


_FILES = MappingProxyType(
	{key: LedgerFile(**values) for key, values in read("ledger_exports.json")["ledgers"].items()}
)
