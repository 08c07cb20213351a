"""Taking back the last import of a branch that stands: every record as it was, as long as nothing was built on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from party_affairs.facts import images as facts
from party_affairs.facts.archive.volumes import bound_of
from party_affairs.facts.documents import existing
from party_affairs.facts.images import Image, Key
from party_affairs.facts.imports import can_be_undone, changes_of, year_of
from party_affairs.facts.members.register import logins_of
from party_affairs.importing import journal
from party_affairs.importing.opened import DOCTYPES, lock
from party_affairs.importing.problems import Problem, file_problem
from party_affairs.importing.work import Cancelled
from party_affairs.permissions import forget_access, scope_for
from party_affairs.permissions.grants import sync_roles, sync_roles_of_deputies
from party_affairs.privacy.contacts import set_paired_until
from party_affairs.rules.message import Message
from party_affairs.touches import touch
from party_affairs.transactions import back_to

Progress = Callable[[int, str], None]
"""Called with percent done and the kind of record at work."""

_NOT_LAST = Message("Only the last import of a branch can be undone, and only once.")
_BOUND = Message(
	"The year is bound in the archive. Ask the committee above to open the volume again, then undo the import."
)
_SAVEPOINT = "party_import_undone"
_CHUNK = 500
_FOLLOW_FROM_RECORDS = (
	*("Compliance Finding", "Compliance State", "Compliance Touch", "Duty Summary", "Discipline Case"),
	*("Party Import Change", "Personal Data Erasure", "Sensitive Data Access"),
)
"""Records that are derived or only tell of others."""

_SUMS_OF_DUES = ("Party Dues Remittance", "Party Dues Expense", "Party Dues Year")
"""What is reckoned from receipts without naming them."""

_RECEIPT = "Party Dues Receipt"
_BESIDE = (
	("Version", "ref_doctype", "docname"),
	("Comment", "reference_doctype", "reference_name"),
	("DocShare", "share_doctype", "share_name"),
	("Document Follow", "ref_doctype", "ref_docname"),
	("View Log", "reference_doctype", "reference_name"),
)
"""Frappe's own records about a document, which go with it."""


@dataclass
class Undone:
	"""What an undoing did: how many documents are as they were before, or why nothing was changed."""

	removed: int = 0
	restored: int = 0
	problems: tuple[Problem, ...] = ()
	was_last: bool = True
	"""Whether it is the last import of its branch, and still stands."""
	is_bound: bool = False
	"""Whether the year is bound in the archive."""

	@property
	def ok(self) -> bool:
		"""Whether the import was undone."""
		return not self.problems

	def summary(self) -> str:
		"""Return the outcome as one sentence in the user's language."""
		if self.ok:
			return _("The import was undone: {0} records removed, {1} as they were before.").format(
				self.removed, self.restored
			)
		if not self.was_last:
			return _NOT_LAST.text(_)
		if self.is_bound:
			return _BOUND.text(_)
		return _(
			"The import cannot be undone any more: {0} records were built on it or changed since. Nothing was changed."
		).format(len(self.problems))


@dataclass(frozen=True)
class _Entry:
	key: Key
	action: str
	before: Image | None
	after: str | None


def undo(
	year_import: str,
	branch: str,
	progress: Progress | None = None,
	is_cancelled: Callable[[], bool] | None = None,
) -> Undone:
	"""Bring everything that an import has changed back to what it was, with the rights that the import needed.

	Nothing is changed if a record was changed since, if another one refers to it, if dues were reckoned from it, each of which
	is named then, or if the year is bound in the archive. Raises PermissionError if the caller may not write such records, Cancelled when called off; commits nothing.
	"""
	lock(branch)
	if not can_be_undone(year_import):
		return Undone(problems=(Problem("", None, "", "", _NOT_LAST),), was_last=False)
	year = year_of(year_import)
	if year and bound_of(branch, {year}):
		return Undone(problems=(Problem("", None, "", "", _BOUND),), is_bound=True)
	rows = changes_of(year_import)
	entries = [
		_Entry(
			(row.document_type, row.document_name),
			row.action,
			journal.image_of(row.before) if row.before else None,
			row.after,
		)
		for row in rows
	]
	now = journal.records_of(branch)
	_check_rights(entries, now, branch)
	blocked = tuple(_blocked(entries, now, get_datetime(rows[0].imported_on)))
	if blocked:
		return Undone(problems=blocked)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		_restore(entries, progress or (lambda percent, title: None), is_cancelled or (lambda: False))
	except BaseException:
		back_to(_SAVEPOINT)
		raise
	_bring_up_to_date(entries, now, branch)
	frappe.db.delete(journal.CHANGE, {"year_import": year_import})
	created = sum(entry.action == journal.CREATED for entry in entries)
	return Undone(created, len(entries) - created)


def check_can_be_undone(year_import: str) -> None:
	"""Raise ValidationError unless an import is the last one of its branch that stands."""
	if not can_be_undone(year_import):
		frappe.throw(_NOT_LAST.text(_))


def _check_rights(entries: Iterable[_Entry], now: Mapping[Key, Image], branch: str) -> None:
	imported = {doctype for doctypes in DOCTYPES.values() for doctype in doctypes}
	for doctype in sorted({entry.key[0] for entry in entries} & imported):
		meta = frappe.get_meta(doctype)
		for ptype in ("create", "write", *(("submit",) if meta.is_submittable else ())):
			scope_for(doctype, ptype).check_branch(branch)
		sensitive = [df.fieldname for df in meta.fields if df.permlevel]
		rows = [now[entry.key].row for entry in entries if entry.key[0] == doctype and entry.key in now]
		if any(row.get(fieldname) for row in rows for fieldname in sensitive):
			scope_for(doctype, "write", permlevel=1).check_branch(branch)


# --- what was built on it --------------------------------------------------------------------------------------------


def _blocked(entries: list[_Entry], now: Mapping[Key, Image], imported_on: datetime) -> Iterable[Problem]:
	"""Yield why records cannot go back to what they were."""
	own = {entry.key for entry in entries}
	for entry in entries:
		current = now.get(entry.key)
		if entry.action == journal.REMOVED:
			if current is not None:
				yield file_problem(
					"{document} was entered again after the import.", document=_name(entry.key, current)
				)
		elif current is None:
			yield file_problem("{document} was deleted after the import.", document=_name(entry.key, None))
		elif journal.mark_of(current) != entry.after:
			yield file_problem("{document} was changed after the import.", document=_name(entry.key, current))
	created = [entry.key for entry in entries if entry.action == journal.CREATED]
	for key in facts.referring_to(created, own, _FOLLOW_FROM_RECORDS):
		yield file_problem("{document} refers to a record of the import.", document=_name(key, now.get(key)))
	if any(key[0] == _RECEIPT for key in own):
		for key, image in now.items():
			if key[0] in _SUMS_OF_DUES and key not in own and _made_since(image, imported_on):
				yield file_problem(
					"{document} was reckoned after the import from the dues that it brought in.",
					document=_name(key, image),
				)


def _made_since(image: Image, imported_on: datetime) -> bool:
	return image.row["docstatus"] < 2 and get_datetime(image.row["creation"]) >= imported_on


def _name(key: Key, image: Image | None) -> str:
	doctype, name = key
	title = image.row.get(frappe.get_meta(doctype).title_field or "name") if image else None
	return f"{_(doctype)} {name}" + (f"（{title}）" if title and title != name else "")


# --- as it was -------------------------------------------------------------------------------------------------------


def _restore(entries: list[_Entry], progress: Progress, is_cancelled: Callable[[], bool]) -> None:
	by_kind: dict[str, list[_Entry]] = defaultdict(list)
	for entry in entries:
		by_kind[entry.key[0]].append(entry)
	done = 0
	for doctype, of_kind in by_kind.items():
		for start in range(0, len(of_kind), _CHUNK):
			if is_cancelled():
				raise Cancelled
			chunk = of_kind[start : start + _CHUNK]
			_take_out(doctype, [entry.key[1] for entry in chunk if entry.action != journal.REMOVED])
			_forget_beside(doctype, [entry.key[1] for entry in chunk if entry.action == journal.CREATED])
			before = [entry.before for entry in chunk if entry.before]
			_put_in(doctype, [image.row for image in before])
			for child in {child for image in before for child in image.tables}:
				_put_in(child, [row for image in before for row in image.tables.get(child, ())])
			for entry in chunk:
				frappe.clear_document_cache(*entry.key)
			done += len(chunk)
			progress(100 * done // len(entries), _(doctype))


def _take_out(doctype: str, names: list[str]) -> None:
	if not names:
		return
	for child in {df.options for df in frappe.get_meta(doctype).get_table_fields()}:
		frappe.db.delete(child, {"parenttype": doctype, "parent": ["in", names]})
	frappe.db.delete(doctype, {"name": ["in", names]})


def _forget_beside(doctype: str, names: list[str]) -> None:
	if names:
		for table, kind, fieldname in _BESIDE:
			frappe.db.delete(table, {kind: doctype, fieldname: ["in", names]})


def _put_in(doctype: str, rows: list[dict[str, Any]]) -> None:
	"""Insert rows as they were; a column that the table has got since keeps its default."""
	if rows:
		columns = list(rows[0])
		values = [tuple(row[column] for column in columns) for row in rows]
		frappe.db.bulk_insert(doctype, columns, values, chunk_size=_CHUNK)


def _bring_up_to_date(entries: list[_Entry], now: Mapping[Key, Image], branch: str) -> None:
	"""Roles follow the posts, the time of keeping the pairings, and the next check looks at what has changed."""
	frappe.db.value_cache.clear()
	forget_access()
	rows = [image.row for entry in entries for image in (entry.before, now.get(entry.key)) if image]
	for doctype in sorted({entry.key[0] for entry in entries}):
		touch(doctype, branches=[branch], members={row["member"] for row in rows if row.get("member")})
	persons = {row["contact"] for row in rows if row.get("contact")}
	set_paired_until(existing("Contacted Person", persons) if persons else ())
	posts = [entry for entry in entries if entry.key[0] == "Party Post"]
	if posts:
		images = [image for entry in posts for image in (entry.before, now.get(entry.key)) if image]
		users = logins_of({image.row["member"] for image in images})
		if users:
			sync_roles(users)
		sync_roles_of_deputies({branch})
