"""The photo board of a branch (党群活动风采, R67) on paper: the bare copies of the photos that hang today, with their captions."""

from io import BytesIO

from PIL import Image

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.facts.files import attached_to_field
from party_affairs.facts.notice import photos as facts
from party_affairs.ledgers.text import full_date, lines
from party_affairs.permissions import scope_for
from party_affairs.printing.paper import Block, PageBreak, Paper, Photos, Picture, Text, Title

_WIDTH_MM, _HEIGHT_MM = 78, 50
_A_PAGE = 6


def photo_board(doc: Document) -> Paper:
	"""Return the photo board of a Party Branch. Raise PermissionError if the reader may not print its photos."""
	scope_for(facts.PHOTO, ptype="print").check_branch(doc.name)
	shown = [(picture, lines((caption, day))) for picture, caption, day in pictures(doc.name)]
	blocks: list[Block] = [Title(_("Photo Board")), Title(doc.name, level=2)]
	if not shown:
		blocks.append(Text(_("No photo hangs at present."), style="detail"))
	for start in range(0, len(shown), _A_PAGE):
		if start:
			blocks.append(PageBreak())
		blocks.append(Photos(tuple(shown[start : start + _A_PAGE])))
	return Paper(_("Photo Board"), tuple(blocks))


def pictures(branch: str, most: int | None = None) -> list[tuple[Picture, str, str]]:
	"""Return the photos that hang on the board of a branch today, the latest first: picture, caption, day written out.

	The caller has asked whether the reader may see them; whoever passes by may. One query, and one for each photo.
	"""
	rows = facts.hanging(lambda table: table.branch == branch, getdate(nowdate()))[:most]
	found = []
	for row in rows:
		data = copy_of(row.name)
		if data:
			found.append((_sized(data, row.caption), row.caption, full_date(row.taken_on)))
	return found


def copy_of(photo: str) -> bytes:
	"""Return the copy of a photo that hangs, nothing where it is gone."""
	names = attached_to_field(facts.PHOTO, photo, "display_copy")
	if not names:
		return b""
	try:
		with open(frappe.get_doc("File", names[0]).get_full_path(), "rb") as opened:
			return opened.read()
	except FileNotFoundError:
		return b""


def _sized(data: bytes, alt: str) -> Picture:
	"""The picture in a frame of its own shape: one that stands upright is not stretched."""
	with Image.open(BytesIO(data)) as opened:
		width, height = opened.size
	if width * _HEIGHT_MM >= height * _WIDTH_MM:
		return Picture(data=data, width_mm=_WIDTH_MM, height_mm=round(_WIDTH_MM * height / width, 1), alt=alt)
	return Picture(data=data, width_mm=round(_HEIGHT_MM * width / height, 1), height_mm=_HEIGHT_MM, alt=alt)


PHOTO_PAPERS = {"photo_board": photo_board}
