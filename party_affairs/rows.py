"""Writing many rows in one statement.

Those of `write_over` go to the database as JSON, with one parameter: a parameter a value costs Python several times what the
database takes to write it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

_NAME_LENGTH = 20
"""Of the ten characters that Frappe takes for one document, two of a million rows would soon be alike."""
_ROWS_A_STATEMENT = 1_000


def new_name() -> str:
	"""Return a name for a row: letters and digits without a meaning."""
	return frappe.generate_hash(length=_NAME_LENGTH)


def insert(
	doctype: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, ignore_duplicates: bool = False
) -> None:
	"""Insert `rows`, each the values of `columns` in their order: one query for 1,000 of them.

	With `ignore_duplicates` a row that a unique index of the database refuses is left out.
	"""
	begin = "insert ignore" if ignore_duplicates else "insert"
	listed = ", ".join(f"`{column}`" for column in columns)
	places = f"({', '.join(['%s'] * len(columns))})"
	for start in range(0, len(rows), _ROWS_A_STATEMENT):
		some = rows[start : start + _ROWS_A_STATEMENT]
		frappe.db.sql(
			f"{begin} into `tab{doctype}` ({listed}) values {', '.join([places] * len(some))}",
			[value for row in some for value in row],
		)


def write_over(
	doctype: str,
	columns: Mapping[str, str],
	rows: Sequence[str],
	always: Mapping[str, Any],
	if_new: Mapping[str, Any],
) -> int:
	"""Insert `rows`, or write them over those that a unique key says are the same; return how many there were none of.

	`columns` gives by column its type in SQL; each of `rows` is the JSON of an array of their values. All rows get the values
	of `always`, new ones those of `if_new` too; the name of a row that was there stays.
	"""
	listed = ", ".join(f"`{column}`" for column in columns)
	typed = ", ".join(
		f"`{column}` {kind} path '$[{place}]'" for place, (column, kind) in enumerate(columns.items())
	)
	renewed = ", ".join(
		f"`{column}` = values(`{column}`)" for column in (*columns, *always) if column != "name"
	)
	given = {**always, **if_new}
	frappe.db.sql(
		f"""insert into `tab{doctype}` ({listed}, {", ".join(f"`{column}`" for column in given)})
		select {listed}, {", ".join(f"%({column})s" for column in given)}
		from json_table(%(party_affairs_rows)s, '$[*]' columns ({typed})) found
		on duplicate key update {renewed}""",
		{**given, "party_affairs_rows": f"[{','.join(rows)}]"},
	)
	# MariaDB counts a row that was there already twice.
	return 2 * len(rows) - frappe.db.sql("select row_count()")[0][0]


def add_to(
	doctype: str, name: str, numbers: Mapping[str, float], words: Mapping[str, str] | None = None
) -> None:
	"""Add to the numbers of one row, and to its lists of words, divided by commas, those that they lack: one query.

	Several may add to the same row at once.
	"""
	terms = [f"`{column}` = coalesce(`{column}`, 0) + %(number_{column})s" for column in numbers]
	terms += [
		f"`{column}` = if(find_in_set(%(word_{column})s, coalesce(`{column}`, '')), `{column}`, "
		f"concat_ws(',', nullif(`{column}`, ''), %(word_{column})s))"
		for column in words or ()
	]
	values = {f"number_{column}": number for column, number in numbers.items()}
	values |= {f"word_{column}": word for column, word in (words or {}).items()}
	frappe.db.sql(
		f"update `tab{doctype}` set {', '.join(terms)} where name = %(party_affairs_row)s",
		{**values, "party_affairs_row": name},
	)
