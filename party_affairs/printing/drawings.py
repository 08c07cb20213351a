"""Drawings (SVG, made by us) as images, for what shows no SVG: Word."""

import io
import re
from collections.abc import Iterable

import pypdfium2
from PIL import Image

from party_affairs.printing.engine import SHRINKING, shrinks_pages
from party_affairs.printing.paper import Picture

LARGEST_MM = 280.0
_PIXELS_AN_INCH = 200
_POINTS_A_MM = 72 / 25.4
_OPENING = re.compile(r"<svg\b[^>]*>")
_BOX = re.compile(r'viewBox="\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"')
_SIZE = re.compile(r'\s(?:width|height)="[^"]*"')
_MM = re.compile(r'\swidth="([\d.]+)mm"')


def to_png(pictures: Iterable[Picture]) -> dict[str, bytes]:
	"""Return the image of each drawing by its text. All are printed at once, each on a page."""
	asked = {
		picture.svg: _size(picture.svg, picture.width_mm, picture.height_mm)
		for picture in pictures
		if picture.svg
	}
	if not asked:
		return {}
	pdf = _printed(asked)
	document = pypdfium2.PdfDocument(pdf)
	try:
		return {
			svg: _image(document[number], width, height)
			for number, (svg, (width, height)) in enumerate(asked.items())
		}
	finally:
		document.close()


def _size(svg: str, width: float | None, height: float | None) -> tuple[float, float]:
	"""Return the size of a drawing in millimetres: what is asked for, else its own."""
	opening = _OPENING.search(svg).group()
	box, own = _BOX.search(opening), _MM.search(opening)
	ratio = float(box[2]) / float(box[1]) if box else 1.0
	if not width:
		width = height / ratio if height else float(own[1]) if own else LARGEST_MM
	height = height or width * ratio
	scale = min(1.0, LARGEST_MM / max(width, height))
	return width * scale, height * scale


def _printed(asked: dict[str, tuple[float, float]]) -> bytes:
	"""Return a PDF with a drawing in the corner of each page."""
	# Frappe's module opens a log of the site when it is imported, so it waits until there is a site.
	from frappe.utils.pdf import get_pdf

	side = LARGEST_MM + 20
	zoom = SHRINKING if shrinks_pages() else 1
	parts = "".join(
		f'<div style="page-break-after: always; width: {width}mm; height: {height}mm;">{_filling(svg)}</div>'
		for svg, (width, height) in asked.items()
	)
	return get_pdf(
		f"<!DOCTYPE html><html><head><meta charset='utf-8'><style>.print-format {{ margin-top: 0mm; margin-bottom: 0mm;"
		f" margin-left: 0mm; margin-right: 0mm; page-width: {side}mm; page-height: {side}mm; }}"
		f" body {{ margin: 0; zoom: {zoom}; }} svg {{ width: 100%; height: 100%; }}</style></head><body>{parts}</body></html>"
	)


def _filling(svg: str) -> str:
	"""Return a drawing without a size of its own."""
	opening = _OPENING.search(svg).group()
	return svg.replace(opening, _SIZE.sub("", opening), 1)


def _image(page, width: float, height: float) -> bytes:
	scale = _PIXELS_AN_INCH / 72
	image: Image.Image = page.render(scale=scale).to_pil()
	across, down = (round(length * _POINTS_A_MM * scale) for length in (width, height))
	stream = io.BytesIO()
	image.crop((0, 0, across, down)).save(stream, "PNG", optimize=True)
	return stream.getvalue()
