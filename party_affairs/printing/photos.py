"""Photos on paper: put into the page itself, small enough for it, and only those that the reader may see."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

import frappe
from frappe import _

from party_affairs.facts.files import with_address
from party_affairs.printing.paper import Picture, address_of

_LONGEST_SIDE = 1200
_QUALITY = 80


def pictures_of(rows, width_mm: float = 76, height_mm: float = 88) -> list[tuple[Picture, str]]:
	"""Return the photos of a table (rows with `photo` and `caption`) with their captions, each as large as it may be in its frame.

	Files that are missing, no images, or not for the reader are left out: the address of a photo is a text that anybody
	can type, and must not open another record's attachment.
	"""
	return [
		(picture, row.caption or "") for row in rows if (picture := _picture(row.photo, width_mm, height_mm))
	]


def logo_source(url: str | None) -> str | None:
	"""Return the address of a logo's own data, what is transparent in it kept; None if there is none, or not for the reader."""
	file = _file_of(url)
	upright = _upright(file, "RGBA") if file else None
	return address_of(Picture(data=_written(upright, "PNG"))) if upright else None


def source_of_file(name: str) -> str | None:
	"""Return the address of the own data of a file's record, whoever reads it: for copies that are made to be shown. None if it is no image."""
	upright = _upright(frappe.get_doc("File", name))
	return address_of(Picture(data=_written(upright, "JPEG"))) if upright else None


def _picture(url: str | None, width_mm: float, height_mm: float) -> Picture | None:
	file = _file_of(url)
	return _framed(file, width_mm, height_mm) if file else None


def _file_of(url: str | None):
	for name in with_address(url) if url else ():
		file = frappe.get_doc("File", name)
		if not (file.is_private and not file.has_permission("read")):
			return file
	return None


def _framed(file, width_mm: float, height_mm: float) -> Picture | None:
	upright = _upright(file)
	if upright is None:
		return None
	scale = min(width_mm / upright.width, height_mm / upright.height)
	return Picture(
		data=_written(upright, "JPEG"),
		width_mm=round(upright.width * scale, 2),
		height_mm=round(upright.height * scale, 2),
		alt=_("Photo"),
	)


def _upright(file, mode: str = "RGB") -> Image.Image | None:
	"""Return the photo as it was held, no larger than a print needs; None for what is no image."""
	try:
		# Not `get_content`, which from 15.44 on tries to read the bytes as text.
		with Image.open(file.get_full_path()) as image:
			upright = ImageOps.exif_transpose(image).convert(mode)
	except (OSError, UnidentifiedImageError, frappe.DoesNotExistError):
		return None
	upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
	return upright


def _written(image: Image.Image, kind: str) -> bytes:
	"""Return the bytes of a photo without what the camera wrote beside it, such as the place."""
	buffer = BytesIO()
	image.save(buffer, kind, quality=_QUALITY)
	return buffer.getvalue()
