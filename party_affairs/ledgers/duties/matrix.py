"""The matrix of organisations and clauses: what each cell says, and its columns, for the ledger and for a frozen report."""

from collections.abc import Iterable, Mapping
from typing import Any

from frappe import _

from party_affairs.guide import registry
from party_affairs.guide.duties.short_titles import short_title
from party_affairs.ledgers.ledger import Column
from party_affairs.rules.duties.reports import Cell

_DONE = "√"
_CLAUSE_MM = 11
_PLACES = {clause.id: place for place, clause in enumerate(registry.all_clauses())}


def cell_text(cell: Cell) -> str:
	"""Return a cell as number and mark: what is missed, late and due, or that all is done; nothing where nothing is asked."""
	parts = (
		_("Missed {0}").format(cell.missed) if cell.missed else "",
		_("Late {0}").format(cell.late) if cell.late else "",
		_("Due {0}").format(cell.due) if cell.due else "",
	)
	return "\n".join(part for part in parts if part) or (_DONE if cell.asked else "")


def column_of(rule: str) -> str:
	"""Return the name of the column of a clause."""
	return f"clause_{rule.lower().replace('-', '_')}"


def rules_in(cells: Iterable[Mapping[str, Cell]]) -> list[str]:
	"""Return the clauses that ask anything of any of the organisations, in the order of the guide, the site's own last."""
	return sorted(
		{rule for of_branch in cells for rule in of_branch},
		key=lambda rule: (_PLACES.get(rule, len(_PLACES)), rule),
	)


def columns(rules: Iterable[str]) -> tuple[Column, ...]:
	"""Return the sums of a row, and one column a clause."""
	return (
		Column("missed", _("Missed"), "Int", 10),
		Column("late", _("Late"), "Int", 10),
		Column("due", _("Due"), "Int", 10),
		Column("done", _("Done in Time"), "Int", 10),
		*(Column(column_of(rule), short_title(rule), "Data", _CLAUSE_MM, "center") for rule in rules),
	)


def row(cells: Mapping[str, Cell]) -> dict[str, Any]:
	"""Return sums and cells of one organisation, by column."""
	total = total_of(cells.values())
	return {
		**{"missed": total.missed, "late": total.late, "due": total.due, "done": total.met},
		**{column_of(rule): cell_text(cell) for rule, cell in cells.items()},
	}


def total_of(cells: Iterable[Cell]) -> Cell:
	"""Return the sum of cells."""
	total = Cell()
	for cell in cells:
		total += cell
	return total


def totals(rows: Iterable[Mapping[str, Cell]]) -> dict[str, Any]:
	"""Return sums and cells of all organisations together, by column."""
	by_rule: dict[str, Cell] = {}
	for cells in rows:
		for rule, cell in cells.items():
			by_rule[rule] = by_rule.get(rule, Cell()) + cell
	return row(by_rule)
