"""Photos on paper: put into the page itself, small enough for it, and only those that the reader may see."""

from base64 import b64encode
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

import frappe

from party_affairs.facts.files import with_address

_LONGEST_SIDE = 1200
_QUALITY = 80
_A_SHEET = 4


class Photo(NamedTuple):
	"""A photo as the address of its own data, with its caption."""

	source: str
	caption: str


def sheets_of_photos(rows, a_sheet: int = _A_SHEET) -> list[list[Photo]]:
	"""Return the photos of a table (rows with `photo` and `caption`), as many together as stand on one sheet, `a_sheet`.

	Files that are missing, no images, or not for the reader are left out: the address of a photo is a text that anybody
	can type, and must not open another record's attachment.
	"""
	photos = [Photo(source, row.caption or "") for row in rows if (source := _source(row.photo))]
	return [photos[start : start + a_sheet] for start in range(0, len(photos), a_sheet)]


def logo_source(url: str | None) -> str | None:
	"""Return the address of a logo's own data, what is transparent in it kept; None if there is none, or not for the reader."""
	file = _file_of(url)
	return _as_data(file, "PNG") if file else None


def _source(url: str | None) -> str | None:
	file = _file_of(url)
	return _as_data(file) if file else None


def _file_of(url: str | None):
	for name in with_address(url) if url else ():
		file = frappe.get_doc("File", name)
		if not (file.is_private and not file.has_permission("read")):
			return file
	return None


def _as_data(file, kind: str = "JPEG") -> str | None:
	try:
		# Not `get_content`, which from 15.44 on tries to read the bytes as text.
		with Image.open(file.get_full_path()) as image:
			upright = ImageOps.exif_transpose(image).convert("RGB" if kind == "JPEG" else "RGBA")
	except (OSError, UnidentifiedImageError, frappe.DoesNotExistError):
		return None
	upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
	buffer = BytesIO()
	upright.save(buffer, kind, quality=_QUALITY)
	return f"data:image/{kind.lower()};base64,{b64encode(buffer.getvalue()).decode()}"
