"""Names by naming series for the documents of an import, without keeping others from theirs until it is committed.

A document that is named by itself counts the series on, and holds its row until the end of the transaction: with thousands of
documents everybody else would wait for it. Numbers are therefore taken in blocks, each in a short transaction of its own. What
an import does not need of its last block, or had taken when it was refused, stays unused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document
from frappe.model.naming import NamingSeries, get_default_naming_series, parse_naming_series, validate_name

_BY_SERIES = "naming_series:"
_FIRST_BLOCK, _LARGEST_BLOCK = 8, 512
_SECONDS_WAITED = 5


class _Held(Exception):
	"""The series is counted on by a transaction that does not end: this one, or somebody else's."""


@dataclass
class Series:
	"""The blocks of one import, by the beginning of the names."""

	_free: dict[str, Iterator[int]] = field(default_factory=dict)
	_size: dict[str, int] = field(default_factory=dict)
	_usual: dict[str, bool] = field(default_factory=dict)

	def next_name(self, document: Document) -> str | None:
		"""Return the next name for a new document, None if Frappe has to name it: not by a series, or by one that is held."""
		if not self._is_named_by_series(document):
			return None
		chosen = document.naming_series or get_default_naming_series(document.doctype)
		if not chosen:
			return None
		series = NamingSeries(f"{chosen}.#####")
		series.validate()
		try:
			name = parse_naming_series(
				series.series.split("."), doc=document, number_generator=self._next_number
			)
		except _Held:
			return None
		document.naming_series = chosen
		return validate_name(document.doctype, name)

	def _is_named_by_series(self, document: Document) -> bool:
		doctype = document.doctype
		if doctype not in self._usual:
			hooks = frappe.get_doc_hooks()
			steps = ("before_naming", "autoname")
			hooked = any(hooks.get(key, {}).get(step) for key in (doctype, "*") for step in steps)
			self._usual[doctype] = (
				(document.meta.autoname or "").lower().startswith(_BY_SERIES)
				and not hooked
				and not any(hasattr(document, step) for step in steps)
				and not frappe.db.exists("Document Naming Rule", {"document_type": doctype, "disabled": 0})
			)
		return self._usual[doctype] and not document.get("amended_from")

	def _next_number(self, prefix: str, digits: int) -> str:
		number = next(self._free.get(prefix, iter(())), None)
		if number is None:
			size = self._size[prefix] = min(self._size.get(prefix, _FIRST_BLOCK // 2) * 2, _LARGEST_BLOCK)
			last = _take(prefix, size)
			self._free[prefix] = iter(range(last - size + 1, last + 1))
			number = next(self._free[prefix])
		return str(number).zfill(digits)


def _take(prefix: str, size: int) -> int:
	"""Count a series on by `size` for good, and return the last of the numbers; raise _Held if that cannot be had."""
	mine = _current(prefix)
	with _own_transaction() as execute:
		committed = _current(prefix)
		if (mine or 0) > (committed or 0) or (mine is not None and committed is None):
			# Counted on by documents of this very transaction, which holds the row.
			raise _Held
		try:
			if committed is None:
				execute("insert ignore into `tabSeries` (`name`, `current`) values (%s, 0)", (prefix,))
			execute("update `tabSeries` set `current` = `current` + %s where `name` = %s", (size, prefix))
		except frappe.QueryTimeoutError:
			raise _Held from None
		return _current(prefix)


def _current(prefix: str) -> int | None:
	found = frappe.db.sql("select `current` from `tabSeries` where `name` = %s", (prefix,))
	return found[0][0] if found else None


@contextmanager
def _own_transaction() -> Iterator:
	"""A connection of its own, whose changes are committed at the end, apart from the transaction that is under way."""
	mine = frappe.local.db
	# Takes the address and the rights of the site from wherever this release keeps them.
	frappe.connect(set_admin_as_user=False)
	own = frappe.local.db
	try:
		own.sql("set session innodb_lock_wait_timeout = %s", (_SECONDS_WAITED,))
		own.sql("start transaction")
		yield own.sql
		# Not `own.commit()`, with which everything would be done that waits for the end of the transaction under way.
		own.sql("commit")
	finally:
		own.close()
		frappe.local.db = mine
