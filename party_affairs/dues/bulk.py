"""Rows written at once, as their documents would store them."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import now

from party_affairs.rows import insert as insert_rows
from party_affairs.rows import new_name as new_name


def insert(doctype: str, rows: Sequence[Mapping[str, Any]], *, ignore_duplicates: bool = False) -> None:
	"""Insert `rows`, which have a name and all the same columns, as written now by the present user: one query per 1,000.

	With `ignore_duplicates` a row that a unique index of the database refuses is left out.
	"""
	if not rows:
		return
	stamp, user = now(), frappe.session.user
	insert_rows(
		doctype,
		["creation", "modified", "owner", "modified_by", *rows[0]],
		[(stamp, stamp, user, user, *row.values()) for row in rows],
		ignore_duplicates=ignore_duplicates,
	)
