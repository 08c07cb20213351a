"""The copy of a photo that hangs: small enough, upright, and nothing in it but what is seen.

The picture is painted anew: camera, place, time, texts, previews and whatever else a file can carry stay in the original.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs import settings
from party_affairs.exceptions import NoticeError
from party_affairs.facts.files import with_address
from party_affairs.facts.notice.photos import files_of

_QUALITY = 85


def bare(content: bytes, longest_side: int) -> bytes:
	"""Return a picture as JPEG without anything but its pixels, its longer side no longer than `longest_side`.

	Raise OSError or ValueError for what is no picture.
	"""
	try:
		with Image.open(BytesIO(content)) as opened:
			upright = ImageOps.exif_transpose(opened).convert("RGBA")
	except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as error:
		raise ValueError("no picture") from error
	upright.thumbnail((longest_side, longest_side))
	painted = Image.new("RGB", upright.size, "white")
	painted.paste(upright, mask=upright.getchannel("A"))
	buffer = BytesIO()
	painted.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
	return buffer.getvalue()


def write(photo: Document) -> str:
	"""Write the copy of a Board Photo as a private file of its own and return its address. Raise NoticeError if there is no picture."""
	try:
		content = bare(_original(photo.photo), settings.longest_side_of_photos())
	except (OSError, ValueError):
		frappe.throw(
			_("{0}: the file is no picture that can be read. Upload it again as JPEG or PNG.").format(
				frappe.bold(_("Photo"))
			),
			NoticeError,
		)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{frappe.scrub(photo.name)}.jpg",
			"content": content,
			"is_private": 1,
			"attached_to_doctype": photo.doctype,
			"attached_to_name": photo.name,
			"attached_to_field": "display_copy",
		}
	).insert(ignore_permissions=True)
	return file.file_url


def remove(photo: Document) -> None:
	"""Delete the copies of a Board Photo."""
	for name in files_of([photo.name]):
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)


def _original(address: str) -> bytes:
	for name in with_address(address):
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			# Not `get_content`, which from 15.44 on tries to read the bytes as text.
			with open(file.get_full_path(), "rb") as opened:
				return opened.read()
	raise OSError("no such file")
