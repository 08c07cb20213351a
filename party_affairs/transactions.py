"""Transactions that last, and do not keep others from their work."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

_USUAL, _OWN_ROWS = "REPEATABLE READ", "READ COMMITTED"


@contextmanager
def locking_own_rows() -> Iterator[None]:
	"""Commit, and lock in what comes after, until it is committed, the rows that are written, not the gaps between rows as usual.

	Into these gaps others write the rows of their branches; they would wait for the end of an import. What is read inside is
	what is committed by then. In a database that logs statements instead of rows everything stays as usual.
	"""
	if not _may_change():
		yield
		return
	_set(_OWN_ROWS)
	# The level holds for transactions that begin from now on.
	frappe.db.commit()  # nosemgrep: a piece of work of its own begins
	try:
		yield
	finally:
		_set(_USUAL)


def back_to(save_point: str) -> None:
	"""Undo what was written since a savepoint; what was written before it stays pending, and is counted as such."""
	written = frappe.db.transaction_writes
	frappe.db.rollback(save_point=save_point)
	frappe.db.transaction_writes = written


def _may_change() -> bool:
	((level, is_logged, log_format),) = frappe.db.sql("select @@tx_isolation, @@log_bin, @@binlog_format")
	return level.replace("-", " ") == _USUAL and not (is_logged and log_format == "STATEMENT")


def _set(level: str) -> None:
	"""The level of the transactions that begin after this one."""
	frappe.db.sql(f"set session transaction isolation level {level}")
