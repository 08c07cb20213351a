"""Writing rows of roll and urn: random names, and one moment and one owner for all rows of a vote.

Frappe's own documents are not used, since they stamp each row with the user and the time.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.utils import get_datetime

_OWNER = "Administrator"
_NAME_BYTES = 10


def insert(doctype: str, moment, rows: Iterable[Mapping[str, Any]]) -> None:
	"""Insert rows, which all have the same columns; `moment` is the same for every row of a vote."""
	rows = list(rows)
	if not rows:
		return
	named = [(secrets.token_hex(_NAME_BYTES), row) for row in rows]
	# In the order of their names, which says neither what a row holds nor whose it is.
	named.sort(key=lambda pair: pair[0])
	columns = list(rows[0])
	stamp = get_datetime(moment)
	frappe.db.bulk_insert(
		doctype,
		["name", "creation", "modified", "owner", "modified_by", *columns],
		[[name, stamp, stamp, _OWNER, _OWNER, *(row[column] for column in columns)] for name, row in named],
	)
