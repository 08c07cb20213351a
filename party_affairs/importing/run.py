"""The import of one workbook: everything is judged and written, or nothing; or, if asked, what is right."""

from collections.abc import Callable

from party_affairs.importing.journal import Journal
from party_affairs.importing.opened import Opened, all_or_nothing, check_rights, lock, open_workbook
from party_affairs.importing.outcome import ImportResult
from party_affairs.importing.tables import Answer
from party_affairs.importing.work import Progress, Work


def import_workbook(
	content: bytes,
	branch: str | None = None,
	year: int | None = None,
	progress: Progress | None = None,
	*,
	keep_right: bool = False,
	is_cancelled: Callable[[], bool] | None = None,
	journal_of: str | None = None,
	hidden_rows: Answer = "ask",
) -> ImportResult:
	"""Bring in the year workbook of a branch with the rights of the caller.

	Branch (name of the Party Branch) and year are taken from the title rows where they are not given; title rows that
	say otherwise are a problem. All rows are judged before the first record of the year is written. All problems of all
	sheets are returned at once, and with any of them nothing is changed; with `keep_right` the rows and sheets that have
	none are brought in all the same. The same workbook again changes nothing. Raises PermissionError if the caller may not
	write what the sheets hold, Cancelled when `is_cancelled`, asked at each record, says so; commits nothing by itself.
	`hidden_rows` says what becomes of records in hidden rows. `journal_of` names the Party Year Import under which what
	has changed is written down, so that it can be undone.
	"""
	opened = open_workbook(content, branch, year, hidden_rows)
	return import_opened(opened, progress, keep_right, is_cancelled, journal_of)


def import_opened(
	opened: Opened,
	progress: Progress | None = None,
	keep_right: bool = False,
	is_cancelled: Callable[[], bool] | None = None,
	journal_of: str | None = None,
) -> ImportResult:
	"""Bring in a workbook that was opened; see `import_workbook`."""
	result = opened.result
	if not opened.can_be_judged:
		return result
	keep_right = keep_right and not opened.refused_whole
	if keep_right:
		opened.leave_out_refused_sheets()
		opened.leave_out_sheets_without_right()
	check_rights(opened.book, result.branch)
	lock(result.branch)
	with all_or_nothing(result):
		journal = Journal(result.branch) if journal_of else None
		work = Work(opened, progress, is_cancelled)
		work.judge()
		if keep_right:
			work.write()
		elif work.found_fault:
			work.judge_documents()
		else:
			work.write_all()
		work.finish()
		result.kept = keep_right and not result.ok and bool(work.writer.written or result.unchanged)
		if result.stands:
			if journal:
				journal.write(journal_of)
			work.progress.finish()
	return result
