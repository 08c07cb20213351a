"""The month on paper (本月任务单): what an organisation has to do, to hang up or to take along."""

from collections.abc import Iterable

from frappe import _

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.duties.this_month import Entry, ThisMonth
from party_affairs.ledgers.text import full_date, joined, lines, ordinal, period_text
from party_affairs.printing.paper import Paper, Table, Text, Title
from party_affairs.printing.parts import left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow

_NAMED = 40
"""So many people are named on a line; of more only the number is printed."""
_TO_DO = "□"


def paper_of(found: ThisMonth, organisation: str) -> Paper:
	"""Return the sheet of a month; `organisation` is whose it is. What can no longer be made good is left out."""
	with in_language(CHINESE):
		return _describe(found, organisation)


def _describe(found: ThisMonth, organisation: str) -> Paper:
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
	checked = _("As of: {0}").format(full_date(found.as_of)) if found.as_of else _("Not checked yet")
	nothing = _("Nothing is left to do this month.")
	return Paper(
		_("Tasks of the Month"),
		(
			Title(_("Tasks of the Month")),
			Title(_("({0})").format(period_text(found.month.key)), level=2),
			left_and_right(_("Party organisation: {0}").format(organisation), checked, right_width=34),
			Table(columns, tuple(rows), nothing, name=_("Tasks of the Month")),
			Text(_("Printed on {0}.").format(full_date(found.day)), style="notes"),
		),
	)


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
