"""Drawings (SVG, made by us) as images, for what shows no SVG: Word."""

import io
import re
from collections.abc import Iterable

import pypdfium2

from party_affairs.printing import engine
from party_affairs.printing.paper import Picture

LARGEST_MM = 280.0
_PIXELS_AN_INCH = 200
_POINTS_A_MM = 72 / 25.4
_STYLES = """
body { font-family: "SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif; margin: 0; }
.page { page-break-after: always; }
.drawn { height: 0; position: relative; }
.drawn svg { height: 100%; left: 0; position: absolute; top: 0; width: 100%; }
"""
"""The type is that of print.css for drawings that name none, so that texts have the room that was measured for them."""
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
	side = LARGEST_MM + 20
	# Shares of the page: how long a millimetre becomes is no engine's strong point.
	parts = "".join(
		f'<div class="page"><div class="drawn" style="width: {_share(width, side)}; padding-bottom: {_share(height, side)}">'
		f"{_filling(svg)}</div></div>"
		for svg, (width, height) in asked.items()
	)
	sizes = {f"margin-{edge}": 0 for edge in ("top", "right", "bottom", "left")}
	sizes |= {"page-width": side, "page-height": side}
	# Frappe reads a length a line.
	frame = "\n".join(f"{name}: {length}mm;" for name, length in sizes.items())
	return engine.to_pdf(
		f"<!DOCTYPE html><html><head><meta charset='utf-8'><style>.print-format {{\n{frame}\n}}\n"
		f"@page {{ size: {side}mm {side}mm; margin: 0; }}\n{_STYLES}</style></head><body>{parts}</body></html>"
	)


def _share(length: float, whole: float) -> str:
	return f"{100 * length / whole:.4f}%"


def _filling(svg: str) -> str:
	"""Return a drawing without a size of its own."""
	opening = _OPENING.search(svg).group()
	return svg.replace(opening, _SIZE.sub("", opening), 1)


def _image(page, width: float, height: float) -> bytes:
	"""Return the corner of a page as an image, `width` by `height` millimetres."""
	across, down = page.get_size()
	beyond = (across - width * _POINTS_A_MM, down - height * _POINTS_A_MM)
	right, bottom = (max(length, 0) for length in beyond)
	image = page.render(scale=_PIXELS_AN_INCH / 72, crop=(0, bottom, right, 0)).to_pil()
	stream = io.BytesIO()
	image.save(stream, "PNG")
	return stream.getvalue()
