from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of, require
from party_affairs.checks.files import require_private_file
from party_affairs.checks.typed import typed_text
from party_affairs.exceptions import WallBoardError, rules_speak_to_user
from party_affairs.facts.notice import wall_boards as facts
from party_affairs.guide.notice import wall_texts
from party_affairs.language import site_language
from party_affairs.party_affairs.doctype.wall_board import steps
from party_affairs.rules.notice import kinds, sizes

MOST_PARTS = 12
_LONGEST_TITLE = 140
_FIXED_ONCE_APPROVED = (
	*("branch", "firm", "as_of", "size", "orientation", "width_mm", "height_mm", "bleed_mm", "crop_marks"),
	*("look", "logo", "emblem_place"),
)
_OF_PART = ("kind", "board_title", "own_text")


class WallBoard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.wall_board_part.wall_board_part import WallBoardPart

		approved_by: DF.Data | None
		approved_on: DF.Date | None
		as_of: DF.Date | None
		bleed_mm: DF.Int
		branch: DF.Link
		content_mark: DF.Data | None
		crop_marks: DF.Check
		emblem_place: DF.Check
		firm: DF.Link | None
		height_mm: DF.Int
		hung_on: DF.Date | None
		logo: DF.AttachImage | None
		look: DF.Literal["Solemn Red", "Plain Ivory", "Deep Blue and Gold"]
		naming_series: DF.Literal["PWB-.YYYY.-.#####"]
		orientation: DF.Literal["Portrait", "Landscape"]
		parts: DF.Table[WallBoardPart]
		place: DF.Data | None
		reading_distance_cm: DF.Int
		size: DF.Literal[
			"A4", "A3", "60 × 80 cm", "60 × 90 cm", "80 × 120 cm", "90 × 120 cm", "120 × 240 cm", "Free Size"
		]
		status: DF.Literal["Being Designed", "Board Approved", "Hung Up", "Taken Down"]
		taken_down_on: DF.Date | None
		title: DF.Data | None
		width_mm: DF.Int
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.validate_size()
		self.validate_parts()
		refuse_odd_day(self)
		self.validate_firm()
		require_private_file(self, "logo", WallBoardError)
		self.refuse_changes_once_approved()
		self.set_title()

	def validate_size(self):
		with rules_speak_to_user(WallBoardError):
			size = size_of(self)
			sizes.least_type_mm(size, cint(self.reading_distance_cm))
		self.width_mm, self.height_mm = size.width, size.height

	def validate_parts(self):
		require(self, "parts", exception=WallBoardError)
		refuse_too_many_parts(self, len(self.parts))
		for row in self.parts:
			row.own_text = typed_text(row.own_text, label_of(row, "own_text"), WallBoardError) or None
			row.official_mark = official_mark(row.kind) if row.own_text else None

	def validate_firm(self):
		"""The firm whose name stands on the board is one that the branch covers; the only one is filled in."""
		covered = facts.firms_of(self.branch)
		if not self.firm and self.is_new() and len(covered) == 1:
			self.firm = covered[0]
		if self.firm and self.firm not in covered:
			frappe.throw(
				_("{0}: {1} is no firm that {2} covers.").format(
					label_of(self, "firm"), frappe.bold(self.firm), frappe.bold(self.branch)
				),
				WallBoardError,
			)

	def refuse_changes_once_approved(self):
		before = self.get_doc_before_save()
		if not before or self.flags.step or before.status == steps.DESIGNED:
			return
		changed = changed_fields(self, _FIXED_ONCE_APPROVED)
		if _parts(self.parts) != _parts(before.parts):
			changed.append("parts")
		if changed:
			frappe.throw(
				_("{0} cannot be changed once the board is approved. Design it anew to change it.").format(
					label_of(self, changed[0])
				),
				WallBoardError,
			)

	def set_title(self):
		"""A title that was only filled in follows what stands on the board."""
		before = self.get_doc_before_save()
		if not self.title or (before and self.title == before.title == _usual_title(before.parts)):
			self.title = _usual_title(self.parts)

	def on_trash(self):
		if self.status == steps.HANGING:
			frappe.throw(_("This board hangs on the wall. Take it down first."), WallBoardError)


def size_of(board: Document) -> sizes.BoardSize:
	"""Return the size of a board, stored or not. Raise `RuleError` for one that cannot be made."""
	return sizes.board_size(
		board.size or "",
		board.orientation or "",
		cint(board.width_mm),
		cint(board.height_mm),
		cint(board.bleed_mm),
	)


def refuse_too_many_parts(board: Document, number: int) -> None:
	"""Raise WallBoardError if more go on a board than have room on one."""
	if number > MOST_PARTS:
		frappe.throw(
			_("{0}: no more than {1} boards go on one sheet. Make a second one.").format(
				label_of(board, "parts"), MOST_PARTS
			),
			WallBoardError,
		)


def refuse_odd_day(board: Document) -> None:
	"""Raise WallBoardError for figures of a day before the oldest rules that are known here, or after the end of next year."""
	first = wall_texts.first_constitution().effective_from
	last = date(getdate(nowdate()).year + 1, 12, 31)
	day = getdate(board.as_of) if board.as_of else first
	# Frappe takes the first day of all for none.
	if not day or not first <= day <= last:
		frappe.throw(
			_("{0} must be from {1} to {2}.").format(
				label_of(board, "as_of"),
				*(frappe.format(day, {"fieldtype": "Date"}) for day in (first, last)),
			),
			WallBoardError,
		)


def _usual_title(rows: Iterable[Document]) -> str:
	language = site_language()
	return "、".join(row.board_title or _(row.kind, language) for row in rows)[:_LONGEST_TITLE]


def official_mark(kind: str) -> str | None:
	"""Return the mark of the official wording of a kind of board, None for one that the guide gives no words for."""
	key = kinds.kind(kind).text
	return wall_texts.wall_text(key).mark if key else None


def _parts(rows: Iterable[Document]) -> list[tuple[str, ...]]:
	return [tuple(str(row.get(name) or "") for name in _OF_PART) for row in rows]


def on_doctype_update():
	frappe.db.add_index("Wall Board", ["branch", "status"])
