"""Names by naming series, without keeping others from theirs until the transaction ends.

A document that is named by itself counts the series on, and holds its row until everything is committed: while thousands of
documents are written, everybody else would wait for it. Here numbers are taken in blocks, each in a short transaction of its own.
What is not needed of the last block, or was taken for documents that are refused, stays unused.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.naming import NamingSeries, get_default_naming_series, parse_naming_series, validate_name

from party_affairs import compat

_BY_SERIES = "naming_series:"
_STEPS = ("before_naming", "autoname")
_USUAL_BLOCK, _LARGEST_BLOCK = 8, 500
_SECONDS_WAITED = 10

Run = Callable[..., Any]
"""Runs a statement with its values and returns the rows found."""


class _Held(Exception):
	"""The series is counted on in a transaction that does not end: this one, or somebody else's."""


@dataclass
class Series:
	"""The numbers that were taken for the documents of one piece of work and are free yet, by the beginning of the names."""

	_free: dict[str, Iterator[int]] = field(default_factory=dict)
	_expected: Counter[str] = field(default_factory=Counter)
	_usual: dict[str, bool] = field(default_factory=dict)
	_held: set[str] = field(default_factory=set)

	def expect(self, numbers: Mapping[str, int]) -> None:
		"""Say how many documents of each DocType are about to be named."""
		self._expected = Counter(numbers)

	def next_name(self, document: Document) -> str | None:
		"""Return the next name for a new document, None if Frappe has to name it: not by a series, or by one that is held."""
		if not self._is_named_by_series(document):
			return None
		chosen = document.naming_series or get_default_naming_series(document.doctype)
		if not chosen:
			return None
		series = NamingSeries(f"{chosen}.#####")
		series.validate()
		wanted = max(self._expected[document.doctype], 0) or _USUAL_BLOCK
		try:
			name = parse_naming_series(
				series.series.split("."),
				doc=document,
				number_generator=lambda prefix, digits: self._number(prefix, digits, wanted),
			)
		except _Held:
			return None
		self._expected[document.doctype] -= 1
		document.naming_series = chosen
		return validate_name(document.doctype, name)

	def _is_named_by_series(self, document: Document) -> bool:
		doctype = document.doctype
		if doctype not in self._usual:
			hooks = frappe.get_doc_hooks()
			self._usual[doctype] = (
				(document.meta.autoname or "").lower().startswith(_BY_SERIES)
				and not any(hooks.get(key, {}).get(step) for key in (doctype, "*") for step in _STEPS)
				and not any(hasattr(document, step) for step in _STEPS)
				and not frappe.db.exists("Document Naming Rule", {"document_type": doctype, "disabled": 0})
			)
		return self._usual[doctype] and not document.get("amended_from")

	def _number(self, prefix: str, digits: int, wanted: int) -> str:
		number = next(self._free.get(prefix, iter(())), None)
		if number is None:
			size = min(wanted, _LARGEST_BLOCK)
			last = self._take(prefix, size)
			self._free[prefix] = iter(range(last - size + 1, last + 1))
			number = next(self._free[prefix])
		return str(number).zfill(digits)

	def _take(self, prefix: str, size: int) -> int:
		if prefix in self._held:
			raise _Held
		try:
			return _take(prefix, size)
		except _Held:
			# Nobody is waited for twice: from now on the row may be held by this transaction as well.
			self._held.add(prefix)
			raise


def _take(prefix: str, size: int) -> int:
	"""Count a series on by `size` for good, and return the last of the numbers; raise _Held if that cannot be had."""
	mine = _current(frappe.db.sql, prefix)
	with _own_transaction() as run:
		committed = _current(run, prefix)
		if mine is not None and (committed is None or mine > committed):
			# Counted on by documents of this very transaction, which holds the row.
			raise _Held
		try:
			if committed is None:
				run("insert ignore into `tabSeries` (`name`, `current`) values (%s, 0)", (prefix,))
			run("update `tabSeries` set `current` = `current` + %s where `name` = %s", (size, prefix))
		except frappe.QueryTimeoutError:
			raise _Held from None
		return _current(run, prefix)


def _current(run: Run, prefix: str) -> int | None:
	found = run("select `current` from `tabSeries` where `name` = %s", (prefix,))
	return found[0][0] if found else None


@contextmanager
def _own_transaction() -> Iterator[Run]:
	"""What runs statements on a connection of its own, apart from the transaction under way; committed at the end."""
	own = compat.another_connection()
	try:
		own.sql("set session innodb_lock_wait_timeout = %s", (_SECONDS_WAITED,))
		own.sql("start transaction")
		yield own.sql
		# Not `own.commit()`, with which everything would be done that waits for the end of the other transaction.
		own.sql("commit")
	finally:
		own.close()
