"""Writing many rows in one statement, with one parameter: what they hold goes to the database as JSON.

A parameter a value costs Python several times what the database takes to write it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe


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
