"""Reading many rows of many columns: a row comes as one text of JSON.

For columns of their own the database driver takes several times as long, each by itself and each in Python.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from pypika.functions import Function
from pypika.terms import Field

import frappe


def read(query, fields: Sequence[Field], *, days: Sequence[str] = (), moments: Sequence[str] = ()) -> list:
	"""Return the rows of a query that selects nothing yet, with the `fields` by their names: one query.

	`days` and `moments` name those of them that are dates and datetimes.
	"""
	names = [field.alias or field.name for field in fields]
	texts = query.select(Function("JSON_ARRAY", *fields)).run()
	# Control characters may stand in what somebody has typed.
	found = json.loads(f"[{','.join(text for (text,) in texts)}]", strict=False)
	rows = [frappe._dict(zip(names, values, strict=True)) for values in found]
	for name in days:
		for row in rows:
			if row[name]:
				row[name] = date.fromisoformat(row[name])
	for name in moments:
		for row in rows:
			if row[name]:
				row[name] = datetime.fromisoformat(row[name])
	return rows
