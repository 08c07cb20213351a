"""Wall boards from the form: a preview of what is not saved yet, the files for the shop and the screen, and the steps."""

import re
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, nowdate

from party_affairs.api.caller import check_right, required_member
from party_affairs.arguments import parse_day, parse_object
from party_affairs.checks.fields import label_of, require
from party_affairs.checks.typed import typed_text
from party_affairs.exceptions import WallBoardError, files_are_written, rules_speak_to_user
from party_affairs.facts.members import profile as members
from party_affairs.facts.notice import wall_boards as facts
from party_affairs.language import CHINESE, in_language
from party_affairs.party_affairs.doctype.wall_board import steps
from party_affairs.party_affairs.doctype.wall_board.wall_board import refuse_odd_day, refuse_too_many_parts
from party_affairs.permissions import scope_for
from party_affairs.printing.notice import board as boards
from party_affairs.printing.notice import wall_board as printing
from party_affairs.rules.notice import kinds
from party_affairs.rules.notice.own_words import official_lines
from party_affairs.rules.notice.sizes import BoardSize

_BOARD = "Wall Board"
_FIELDS = (
	*(
		"branch",
		"firm",
		"as_of",
		"title",
		"size",
		"orientation",
		"width_mm",
		"height_mm",
		"bleed_mm",
		"crop_marks",
	),
	*("look", "logo", "emblem_place", "reading_distance_cm", "hung_on"),
)
_OF_PART = ("kind", "board_title", "own_text", "official_mark")
_DAYS = ("as_of", "hung_on")
_NUMBERS = ("width_mm", "height_mm", "bleed_mm", "crop_marks", "emblem_place", "reading_distance_cm")
_CHOSEN = ("size", "orientation", "look")
_LONGEST = 140
_SCREENS = {
	"1080p": (1920, 1080),
	"2160p": (3840, 2160),
	"1080p upright": (1080, 1920),
	"2160p upright": (2160, 3840),
}
"""Width and height in pixels; a screen is laid out as a board of its own shape."""
_MM_A_PIXEL = 0.25
_PORTAL_PX = 1400
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_MOST_PX, _LEAST_PX = 8000, 200


@frappe.whitelist()
def preview(board: str | dict) -> dict[str, Any]:
	"""Return how a board would look with the values of a form that is not saved: `svg`, and `remarks` about it.

	Raise PermissionError unless the caller may change boards of its branch.
	"""
	check_right(_BOARD, "write")
	document = _unsaved(
		parse_object(board, _("A board cannot be read from that. Please load the page again."))
	)
	require(document, "branch", exception=WallBoardError)
	scope_for(_BOARD, "write").check_branch(document.branch)
	return _shown(document)


@frappe.whitelist()
def picture(board: str) -> dict[str, Any]:
	"""Return how a board looks as it is stored: `svg` and `remarks`, and whether what hangs has become `outdated`."""
	document = _readable(board, "read")
	found = _shown(document)
	if document.status == steps.HANGING:
		with in_language(CHINESE):
			today = printing.mark_of(document, getdate(document.as_of or nowdate()))
		found["outdated"] = today != document.content_mark
	return found


@frappe.whitelist()
def download(
	board: str, file: str = "pdf", screen: str | None = None, width: int | str | None = None
) -> None:
	"""Answer with a board as a file: `pdf` for the shop, or `png`, of the board `width` pixels wide or for a `screen`.

	Raise PermissionError if the caller may not print it.
	"""
	document = _readable(board, "print")
	with in_language(CHINESE), files_are_written(), rules_speak_to_user(WallBoardError):
		if file == "pdf":
			drawing = boards.draw(printing.compose(document).board)
			content = boards.to_pdf(drawing, marks=bool(cint(document.crop_marks)))
		elif file == "png":
			content = _png(document, screen, _pixels(width))
		else:
			frappe.throw(_("A board is made as pdf or png."), WallBoardError)
	_answer(document, file, content)


@frappe.whitelist()
def own_picture(board: str) -> None:
	"""Answer a member with a board that hangs in his own branch, as a picture. Raise PermissionError for any other."""
	branch = members.of_member(required_member()).branch
	if board not in [row.name for row in facts.hanging_in(branch)]:
		frappe.throw(_("There is no such board in your branch."), frappe.PermissionError)
	document = frappe.get_doc(_BOARD, board)
	with in_language(CHINESE), files_are_written():
		content = _png(document, None, _PORTAL_PX)
	_answer(document, "png", content)


@frappe.whitelist()
def usual_words(kind: str) -> str:
	"""Return the official wording of a kind of board as a text to begin one's own from, empty where the guide gives none."""
	check_right(_BOARD, "read")
	try:
		chosen = kinds.kind(kind)
	except KeyError:
		frappe.throw(_("There is no such board."), WallBoardError)
	return "\n".join(official_lines(chosen, getdate(nowdate())))


@frappe.whitelist(methods=["POST"])
def approve(board: str) -> str:
	"""Approve a board and return its status. Raise PermissionError or WallBoardError."""
	return _status_after(steps.Approve.of(board))


@frappe.whitelist(methods=["POST"])
def hang_up(board: str, hung_on: str | None = None) -> str:
	"""Note that a board hangs since a day (default: today) and return its status. Raise PermissionError or WallBoardError."""
	day = parse_day(hung_on) if hung_on else getdate(nowdate())
	step = steps.HangUp.of(board, hung_on=day)
	step.check()
	with in_language(CHINESE):
		step.content_mark = printing.mark_of(step.document, getdate(step.document.as_of or day))
	return _status_after(step)


@frappe.whitelist(methods=["POST"])
def take_down(board: str) -> str:
	"""Note that a board hangs no longer and return its status. Raise PermissionError or WallBoardError."""
	return _status_after(steps.TakeDown.of(board))


@frappe.whitelist(methods=["POST"])
def design_anew(board: str) -> str:
	"""Take a board back to being designed and return its status. Raise PermissionError or WallBoardError."""
	return _status_after(steps.DesignAnew.of(board))


def _status_after(step: steps.WallBoardStep) -> str:
	step.take()
	return step.document.status


def _readable(board: str, right: str) -> Document:
	document = frappe.get_doc(_BOARD, board)
	document.check_permission(right)
	return document


def _unsaved(values: Mapping[str, Any]) -> Document:
	"""A board that is never stored, of those values alone that it is drawn from."""
	document = frappe.new_doc(_BOARD)
	document.update({name: _value(name, values.get(name)) for name in _FIELDS})
	_refuse_unknown(document)
	refuse_odd_day(document)
	rows = values.get("parts")
	chosen = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
	refuse_too_many_parts(document, len(chosen))
	for row in chosen:
		if cstr(row.get("kind")) not in {kind.label for kind in kinds.KINDS}:
			frappe.throw(_("There is no such board."), WallBoardError)
		document.append("parts", {name: _value(name, row.get(name)) for name in _OF_PART})
	if not document.parts:
		frappe.throw(_("Choose a board first."), WallBoardError)
	if document.firm and document.firm not in facts.firms_of(document.branch or ""):
		document.firm = None
	return document


def _refuse_unknown(document: Document) -> None:
	"""Refuse what is on no list: what is saved is refused by the form, a preview has no form."""
	for name in _CHOSEN:
		options = document.meta.get_field(name).options.split("\n")
		if document.get(name) and document.get(name) not in options:
			frappe.throw(
				_("{0} must be one of {1}.").format(
					label_of(document, name), "、".join(_(option) for option in options)
				),
				WallBoardError,
			)


def _pixels(width: int | str | None) -> int:
	"""The width of a picture as asked for, zero if it is no number: no picture is so narrow."""
	if width in (None, ""):
		return _PORTAL_PX
	return cint(width) if _NUMBER.fullmatch(cstr(width)) else 0


def _value(name: str, value: Any) -> Any:
	"""A value of a form as it would be stored: a day, a number, or a text that is not too long."""
	if name in _DAYS:
		return parse_day(value) if value else None
	if name in _NUMBERS:
		if cstr(value).strip() and not _NUMBER.fullmatch(cstr(value).strip()):
			label = frappe.get_meta(_BOARD).get_label(name)
			frappe.throw(_("{0} must be a whole number.").format(_(label)), WallBoardError)
		return cint(value)
	if value is None:
		return None
	return (
		typed_text(cstr(value), _("Own Wording"), WallBoardError)
		if name == "own_text"
		else cstr(value)[:_LONGEST]
	)


def _shown(document: Document) -> dict[str, Any]:
	with in_language(CHINESE), rules_speak_to_user(WallBoardError):
		composed = printing.compose(document)
		drawing = boards.draw(composed.board)
	# The board is in Chinese, what is said about it in the language of whoever makes it.
	with rules_speak_to_user(WallBoardError):
		about = printing.remarks_on(drawing, cint(document.reading_distance_cm))
	return {"svg": boards.svg(drawing), "remarks": [*composed.remarks, *about]}


def _png(document: Document, screen: str | None, width: int) -> bytes:
	if not screen:
		if not _LEAST_PX <= width <= _MOST_PX:
			frappe.throw(
				_("A picture is from {0} to {1} pixels wide.").format(_LEAST_PX, _MOST_PX), WallBoardError
			)
		return boards.to_png(boards.draw(printing.compose(document).board), width)
	if screen not in _SCREENS:
		frappe.throw(
			_("There is no such screen. Choose one of: {0}.").format("、".join(_SCREENS)), WallBoardError
		)
	across, down = _SCREENS[screen]
	scale = min(across, down) / 1080
	size = BoardSize(round(across * _MM_A_PIXEL / scale), round(down * _MM_A_PIXEL / scale))
	return boards.to_png(boards.draw(printing.compose(document, size=size).board), across)


def _answer(document: Document, kind: str, content: bytes) -> None:
	name = f"{document.title or document.name}.{kind}".replace("/", "-")
	if kind == "pdf":
		frappe.local.response.update({"type": "pdf", "filename": name, "filecontent": content})
	else:
		frappe.local.response.update(
			{"type": "download", "filename": name, "filecontent": content, "content_type": "image/png"}
		)
