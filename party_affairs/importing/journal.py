"""What an import has written, row by row as the tables hold it, so that it can be taken back.

Not what the import meant to write but what is different afterwards: receipts, events and roles that documents bring along
are among it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import now_datetime

from party_affairs.facts import images as facts
from party_affairs.facts.images import Image, Key
from party_affairs.facts.imports import moments_of
from party_affairs.permissions.register import REGISTER, Reach

CHANGE = "Party Import Change"
CREATED, CHANGED, REMOVED = "Created", "Changed", "Removed"

_UNTRACKED = {
	# What the app derives by itself, and what no workbook holds.
	*(
		"Compliance Finding",
		"Compliance Report",
		"Discipline Case",
		"Law Firm",
		"Party Branch",
		"Party Group",
	),
	*("Party Import Batch", "Party Year Import", "Personal Data Erasure", "Sensitive Data Access"),
}
_TRACKED = {
	row.doctype: row.branch_field
	for row in REGISTER.values()
	if not row.parent and row.reach is not Reach.NOBODY and row.doctype not in _UNTRACKED
}
_VOLATILE = {
	*("modified", "modified_by", "_user_tags", "_comments", "_assign", "_liked_by", "_seen"),
	# It follows from the pairings.
	"paired_until",
}
_HASH_LENGTH = 40
_KEPT = 3
"""Imports of a branch that can be undone, the last first; values of long ago are not kept for that."""
_ROWS_A_STATEMENT = 200
"""A row may hold the minutes of a meeting, and a statement must fit into one packet."""

_FIELDS = (
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("year_import", "branch", "imported_on", "document_type", "document_name", "action", "before", "after"),
)


@dataclass(frozen=True)
class Change:
	"""What became of one document: `before` is None if it was created, `after` if it was removed."""

	key: Key
	action: str
	before: Image | None
	after: str | None


class Journal:
	"""Compares the records of a branch before and after an import. To be made before anything is written."""

	def __init__(self, branch: str) -> None:
		self._branch = branch
		self._before = records_of(branch)

	def changes(self) -> Iterator[Change]:
		"""Yield what is different now."""
		now = records_of(self._branch)
		for key, image in now.items():
			before = self._before.get(key)
			if _is_by_others(image, before):
				continue
			if before is None:
				yield Change(key, CREATED, None, mark_of(image))
			elif mark_of(image) != mark_of(before):
				yield Change(key, CHANGED, before, mark_of(image))
		for key in self._before.keys() - now.keys():
			yield Change(key, REMOVED, self._before[key], None)

	def write(self, year_import: str) -> int:
		"""Write down what is different now, for one import, and return how many documents it is.

		Of earlier imports of the branch the last ones are kept, to be undone one after the other.
		"""
		changes = list(self.changes())
		if changes:
			# One that is brought in once more can be undone to where it was before that alone.
			frappe.db.delete(CHANGE, {"year_import": year_import})
			stamp, user = now_datetime(), frappe.session.user
			of_import = (year_import, self._branch, stamp)
			rows = [
				(
					*(frappe.generate_hash(length=10), stamp, stamp, user, user, 0, 0),
					*(*of_import, *change.key, change.action, _as_text(change.before), change.after),
				)
				for change in changes
			]
			frappe.db.bulk_insert(CHANGE, list(_FIELDS), rows, chunk_size=_ROWS_A_STATEMENT)
			for moment in moments_of(self._branch)[_KEPT:]:
				frappe.db.delete(CHANGE, {"branch": self._branch, "imported_on": moment})
		return len(changes)


def records_of(branch: str) -> dict[Key, Image]:
	"""Return all records of a branch that an import could write."""
	return facts.images(facts.branch_columns(_TRACKED), branch)


def mark_of(image: Image) -> str:
	"""Return a mark of what a document says; who last changed it and when is no part of that."""
	rows = [image.row, *(row for child in sorted(image.tables) for row in image.tables[child])]
	said = [{key: value for key, value in row.items() if key not in _VOLATILE} for row in rows]
	text = json.dumps(said, default=str, sort_keys=True)
	return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def _is_by_others(image: Image, before: Image | None) -> bool:
	"""Whether somebody else has written a record meanwhile: what is committed by others is seen while an import goes on."""
	is_written = before is None or image.row["modified"] != before.row["modified"]
	return is_written and image.row["modified_by"] != frappe.session.user


def _as_text(image: Image | None) -> str | None:
	return (
		json.dumps({"row": image.row, "tables": image.tables}, default=str, ensure_ascii=False)
		if image
		else None
	)


def image_of(text: str) -> Image:
	"""Return the document that was written down, its values as text where they are no numbers."""
	stored: dict[str, Any] = json.loads(text)
	return Image(stored["row"], stored["tables"])
