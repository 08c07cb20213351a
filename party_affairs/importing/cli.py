"""Importing workbooks from the command line, as Administrator or the session's user."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import frappe
from frappe import _

from party_affairs.importing import archive
from party_affairs.importing.archive import Found
from party_affairs.importing.failing import failed
from party_affairs.importing.outcome import ImportResult, sum_of
from party_affairs.importing.problems import WorkbookError, grouped
from party_affairs.importing.run import import_workbook
from party_affairs.language import CHINESE, in_language
from party_affairs.rules.message import Message
from party_affairs.transactions import locking_own_rows

Tell = Callable[[str], None]


@dataclass
class Outcome:
	"""What became of several workbooks; as text it is what the command prints."""

	results: dict[str, ImportResult] = field(default_factory=dict)
	lines: list[str] = field(default_factory=list)
	"""What was told of them, in Chinese; it can be read when the site is closed."""

	@property
	def ok(self) -> bool:
		"""Whether every workbook was brought in."""
		return all(result.ok for result in self.results.values())

	def __str__(self) -> str:
		return "\n".join(self.lines)


def _text(name: str, result: ImportResult) -> str:
	lines = [f"{name}：{result.summary()}"]
	lines += [f"  ✗ {group.line(_)}" for group in grouped(result.problems, _)]
	lines += [f"  · {group.line(_)}" for group in grouped(result.notes, _, across_values=True)]
	return "\n".join(lines)


def import_files(
	paths: Sequence[str | Path], tell: Tell | None = None, *, keep_right: bool = False
) -> Outcome:
	"""Import year workbooks one by one; branch and year are those of their title rows.

	`paths` are workbooks, folders of them, or ZIP archives. Each workbook that has no problem is committed at once, whatever
	becomes of the others; with `keep_right` what is right of those that have problems, too. Messages are in Chinese, the
	language of the workbooks; `tell` is given those of each workbook as soon as it is done, and at last the sum of all.
	"""
	outcome = Outcome()

	def say(text: str) -> None:
		outcome.lines.append(text)
		if tell:
			tell(text)

	with in_language(CHINESE):
		for key, found in _found(paths):
			if not found.is_workbook and key not in map(str, paths):
				say(Message("{name}: no workbook, left out.", name=found.name).text(_))
				continue
			outcome.results[key] = result = _import(found, keep_right)
			say(_text(found.name, result))
		if len(outcome.results) != 1:
			say(sum_of(list(outcome.results.values())))
	return outcome


def _found(paths: Sequence[str | Path]) -> Iterator[tuple[str, Found]]:
	"""Yield the workbooks with the path under which each stands in the outcome."""
	for path in paths:
		place = Path(path)
		single = place.is_file() and place.suffix.lower() != ".zip"
		for found in archive.in_folder(place) if place.is_dir() else archive.at(place):
			yield (str(path) if single else f"{path}/{found.name}"), found


def _import(found: Found, keep_right: bool) -> ImportResult:
	try:
		with locking_own_rows():
			result = import_workbook(found.load(), keep_right=keep_right)
	except WorkbookError as error:
		return ImportResult(problems=list(error.problems))
	except Exception as error:
		frappe.db.rollback()
		return failed(error)
	# Of one that was refused nothing is left but its locks.
	frappe.db.commit()  # nosemgrep: a workbook is brought in on its own
	return result
