"""Blocks that many papers have alike."""

from collections.abc import Sequence

from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch

from party_affairs.printing.block_heights import SAFE_SHARE, slip_height
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import Beside, Block, Cell, Paper, Reference, Signatures, Slips, bound


def draft_reference(doc: Document) -> Reference:
	"""Return the line above the title: a reference layout (参考样式), and whether the document is a draft or cancelled."""
	standing = {0: _("(draft, not submitted)"), 2: _("(cancelled)")}.get(doc.docstatus, "")
	return Reference(_("Reference layout") + standing)


def reference() -> Reference:
	"""Return the line above the title of a paper that is no draft."""
	return Reference(_("Reference layout"))


def cancelled_reference(doc: Document) -> Reference:
	"""Return the line above the title of a paper that is also printed before its document is submitted."""
	return Reference(_("Reference layout") + (_("(cancelled)") if doc.docstatus == 2 else ""))


def secretary_signature() -> Signatures:
	"""Return the lines for the secretary's signature, the seal and the day."""
	return Signatures(
		(
			_("Signature of the secretary:"),
			_("Seal of the organisation:"),
			_("{0}:").format(_("Signed On")),
		)
	)


def pair_of_facts(first: str, value: str, second: str, other: str) -> tuple[Cell, ...]:
	"""Return a row of two labels with their values."""
	return Cell(first, is_fact=True), Cell(value), Cell(second, is_fact=True), Cell(other)


def across(label: str, value: str) -> tuple[Cell, ...]:
	"""Return a row of a label with its value over the three columns beside it."""
	return Cell(label, is_fact=True), Cell(value, colspan=3)


def sheets_of_slips(
	name: str, slips: Sequence[tuple[Block, ...]], height_mm: float, most: int, css: str = ""
) -> Paper:
	"""Return slips of at least `height_mm` on sheets, two in a row: `most` on each, fewer where names make them higher."""
	rows = int(SAFE_SHARE * PORTRAIT.text_height / slip_height(Slips(tuple(slips), height_mm), PORTRAIT))
	a_sheet = max(min(2 * rows, most), 2)
	sheets = [Paper(name, (Slips(tuple(some), height_mm),), css=css) for some in create_batch(slips, a_sheet)]
	return bound(name, sheets)


def left_and_right(left: str, right: str, right_width: float | None = None) -> Beside:
	"""Return one row without lines: a text at the left, one at the right (width in percent)."""
	return Beside(((Cell(left, align="left"), Cell(right, align="right", width=right_width)),))
