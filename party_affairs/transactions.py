"""Transactions that last, and do not keep others from their work."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

_USUAL, _OWN_ROWS = "REPEATABLE READ", "READ COMMITTED"


@contextmanager
def locking_own_rows() -> Iterator[None]:
	"""Lock the rows that are written inside, until they are committed, and not the gaps between rows as usual.

	Into these gaps others write the rows of their branches; they would wait for the end of an import. What is read inside is
	what is committed by then. A transaction that has written something stays what it is, and so does one in a database that logs
	statements instead of rows.
	"""
	if frappe.db.transaction_writes or not _may_change():
		yield
		return
	_set(_OWN_ROWS)
	# Nothing was written: with the next statement a transaction begins to which this applies.
	frappe.db.sql("rollback")
	try:
		yield
	finally:
		_set(_USUAL)


def _may_change() -> bool:
	((level, is_logged, log_format),) = frappe.db.sql("select @@tx_isolation, @@log_bin, @@binlog_format")
	return level.replace("-", " ") == _USUAL and not (is_logged and log_format == "STATEMENT")


def _set(level: str) -> None:
	"""The level of the transactions that begin after this one."""
	frappe.db.sql(f"set session transaction isolation level {level}")
