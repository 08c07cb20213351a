"""Importing workbooks from the command line, as Administrator or the session's user."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import frappe
from frappe import _

from party_affairs.importing.outcome import ImportResult
from party_affairs.importing.run import import_workbook
from party_affairs.language import CHINESE, in_language
from party_affairs.transactions import locking_own_rows


@dataclass
class Outcome:
	"""What became of several workbooks; as text it is what the command prints."""

	results: dict[str, ImportResult] = field(default_factory=dict)

	@property
	def ok(self) -> bool:
		"""Whether every workbook was brought in."""
		return all(result.ok for result in self.results.values())

	def __str__(self) -> str:
		with in_language(CHINESE):
			return "\n".join(_text(path, result) for path, result in self.results.items())


def _text(path: str, result: ImportResult) -> str:
	lines = [f"{Path(path).name}：{result.summary()}"]
	lines += [f"  ✗ {problem.line(_)}" for problem in result.problems]
	lines += [f"  · {note.line(_)}" for note in result.notes]
	return "\n".join(lines)


def import_files(paths: Sequence[str | Path], tell: Callable[[str], None] | None = None) -> Outcome:
	"""Import year workbooks one by one; branch and year are those of their title rows.

	Each is committed at once, whatever becomes of the others; one that has a problem changes nothing. Messages are in Chinese, the language
	of the workbooks; `tell` is given those of each workbook as soon as it is done.
	"""
	outcome = Outcome()
	with in_language(CHINESE):
		for path in paths:
			with locking_own_rows():
				result = import_workbook(Path(path).read_bytes())
			outcome.results[str(path)] = result
			# Of one that was refused nothing is left but its locks.
			frappe.db.commit()  # nosemgrep: a workbook is brought in on its own
			if tell:
				tell(_text(str(path), result))
	return outcome
