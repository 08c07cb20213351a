"""What an import comes to: numbers of documents, problems and notes, as one sentence and as rows of a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from frappe import _

from party_affairs.importing.problems import Problem, grouped
from party_affairs.rules.message import Message


@dataclass
class ImportResult:
	"""What an import did: numbers of documents, what was wrong, what is worth knowing.

	With problems nothing was changed, unless it `kept` what was right. `personal` says that the workbook holds texts that stay
	within the branch.
	"""

	branch: str | None = None
	year: int | None = None
	created: int = 0
	updated: int = 0
	unchanged: int = 0
	problems: list[Problem] = field(default_factory=list)
	notes: list[Problem] = field(default_factory=list)
	kept: bool = False
	personal: bool = False
	titles: dict[str, dict[int, str]] = field(default_factory=dict)
	"""The headings of each sheet by column number, by which the place of a problem is found again."""

	@property
	def ok(self) -> bool:
		"""Whether the whole workbook was brought in."""
		return not self.problems

	@property
	def stands(self) -> bool:
		"""Whether something of the workbook was brought in, or all of it was there already."""
		return self.ok or self.kept

	def summary(self) -> str:
		"""Return the outcome as one sentence in the user's language."""
		numbers = _("{0}, {1}: {2} records new, {3} changed, {4} as they were.").format(
			self.branch, self.year, self.created, self.updated, self.unchanged
		)
		if self.ok:
			return numbers
		if self.kept:
			return _("{0} What was right was imported; {1} problems were left out.").format(
				numbers, len(self.problems)
			)
		return _(
			"{0} problems were found. Nothing was changed; correct the workbook and import it again."
		).format(len(self.problems))


def sum_of(results: Sequence[ImportResult]) -> str:
	"""Return the outcome of many workbooks as one sentence in the user's language."""
	whole = sum(result.ok for result in results)
	partly = sum(result.kept for result in results)
	return Message(
		"{count} workbooks: {whole} imported, {partly} in part, {refused} not; {created} records new, {updated} changed, {unchanged} as they were.",
		count=len(results),
		whole=whole,
		partly=partly,
		refused=len(results) - whole - partly,
		created=sum(result.created for result in results),
		updated=sum(result.updated for result in results),
		unchanged=sum(result.unchanged for result in results),
	).text(_)


OUTCOME_COLUMNS = ("sheet", "row", "places", "number", "column", "value", "reason")
"""What a row of the table that the Desk shows tells of a problem."""


def outcome_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
	"""Return problems as rows of the table that the Desk shows, the same ones in one row, in the user's language."""
	return [
		{
			"sheet": group.sheet,
			"row": group.rows[0] if group.rows else None,
			"places": group.places(_),
			"number": len(group.rows) or 1,
			"column": group.column,
			"value": group.value,
			"reason": group.reason,
		}
		for group in grouped(problems, _)
	]
