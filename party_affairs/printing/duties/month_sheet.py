"""The month on paper (本月任务单): what an organisation has to do, to hang up or to take along."""

from collections.abc import Iterable

from frappe import _

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.duties.this_month import Entry, ThisMonth
from party_affairs.ledgers.text import full_date, joined, lines, ordinal, period_text
from party_affairs.printing import pages
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out

_HEADING_MM, _FOOT_MM = 30, 22
_NAMED = 40
"""So many people are named on a line; of more only the number is printed."""
_TO_DO = "□"


def month_sheet(found: ThisMonth, organisation: str) -> str:
	"""Return the sheet of a month as part of a page; `organisation` is whose it is. What can no longer be made good is left out."""
	with in_language(CHINESE):
		return _render(found, organisation)


def to_pdf(found: ThisMonth, organisation: str) -> bytes:
	"""Return the sheet of a month as a PDF for A4."""
	return pages.to_pdf(month_sheet(found, organisation))


def _render(found: ThisMonth, organisation: str) -> str:
	parts = (
		(_("Late and Open"), [entry for entry in found.late if entry.line.can_be_made_good], _TO_DO),
		(_("Of this month"), found.current, _TO_DO),
		(_("To prepare for the next month"), found.coming, _TO_DO),
		(_("Done This Month"), found.done, "√"),
	)
	rows = []
	shown = [part for part in parts if part[1]]
	for number, (title, entries, mark) in enumerate(shown, start=1):
		heading = _("{ordinal}. {text}").format(ordinal=ordinal(number), text=title)
		rows += [TableRow((heading,), "section"), *_rows(entries, mark)]
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Matter"), 66),
		TableColumn(_("Due Date"), 24, "center"),
		TableColumn(_("Clause"), 34),
		TableColumn(_("Done"), 13, "center"),
		TableColumn(_("Remarks"), 27),
	)
	table = lay_out(columns, rows, PORTRAIT, _HEADING_MM, _FOOT_MM)
	context = {
		"organisation": organisation,
		"period": period_text(found.month.key),
		"as_of": full_date(found.as_of) if found.as_of else "",
		"printed_on": full_date(found.day),
		"table": table,
	}
	return pages.render("month_sheet", context, table.page)


def _rows(entries: Iterable[Entry], mark: str) -> list[TableRow]:
	return [
		TableRow(
			(
				str(number),
				lines((entry.title, _people(entry))),
				_due(entry),
				lines((entry.clause, entry.citation)),
				mark,
				"",
			)
		)
		for number, entry in enumerate(entries, start=1)
	]


def _people(entry: Entry) -> str:
	"""The names behind a line, where there are several or the line is not itself the one; empty for an organisation's own duty."""
	names = [item.subject_name for item in entry.items if item.subject_doctype != "Party Branch"]
	return joined(names) if 0 < len(names) <= _NAMED else ""


def _due(entry: Entry) -> str:
	day = entry.line.due_date
	return lines((str(day) if day else "", entry.deadline))
