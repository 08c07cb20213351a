"""Pictures of a sheet: its dimensions as a radar, or as bars where there are fewer than three. SVG that old engines draw too.

wkhtmltopdf's WebKit knows neither CSS variables nor `dominant-baseline`, and takes sizes from attributes alone; colours differ
in brightness, so that a print in black says the same.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from party_affairs.facts.evaluation import schemes
from party_affairs.rules.evaluation.dimensions import Dimension, Scored, by_dimension

_LINE, _FILL, _GRID, _TEXT = "#9d2226", "#e8b9b6", "#bbbbbb", "#222222"
_FONT = "Noto Sans CJK SC, WenQuanYi Micro Hei, SimHei, sans-serif"
_RADAR_FROM = 3
_RADAR_MOST = 8
_RINGS = 4
_LABEL = 12
_EM = 12.0


def dimensions_of(rows: Iterable) -> list[Dimension]:
	"""Return the dimensions of the rows of a sheet: its criteria alone, bonuses and vetoes belong to none."""
	return by_dimension(
		Scored(
			row.dimension or "",
			row.title or "",
			Decimal(str(row.points or 0)),
			Decimal(str(row.max_points or 0)),
			Decimal(str(row.weight or row.max_points or 0)),
			row.state != schemes.NOT_DEMANDED,
		)
		for row in rows
		if row.line == schemes.CRITERION
	)


def picture(dimensions: Sequence[Dimension], width: int = 460) -> str:
	"""Return the SVG of the dimensions of a sheet, empty without any."""
	if not dimensions:
		return ""
	if _RADAR_FROM <= len(dimensions) <= _RADAR_MOST:
		return radar(dimensions, width)
	return bars(dimensions, width)


def radar(dimensions: Sequence[Dimension], width: int = 460, height: int = 250) -> str:
	"""Return a radar: an axis a dimension, the whole at its end, and the reached share of each joined to a shape."""
	centre_x, centre_y, radius = width / 2, height / 2, height / 2 - 40
	angles = [2 * math.pi * place / len(dimensions) - math.pi / 2 for place in range(len(dimensions))]

	def point(angle: float, share: float) -> str:
		return f"{centre_x + radius * share * math.cos(angle):.1f},{centre_y + radius * share * math.sin(angle):.1f}"

	parts = [
		_shape([point(angle, ring / _RINGS) for angle in angles], "none", _GRID, 0.8)
		for ring in range(1, _RINGS + 1)
	]
	for angle in angles:
		end_x, end_y = point(angle, 1).split(",")
		parts.append(
			f'<line x1="{centre_x:.1f}" y1="{centre_y:.1f}" x2="{end_x}" y2="{end_y}" stroke="{_GRID}" stroke-width="0.8"/>'
		)
	shares = [float(dimension.share or 0) for dimension in dimensions]
	corners = [point(angle, share) for angle, share in zip(angles, shares, strict=True)]
	parts.append(_shape(corners, _FILL, _LINE, 2, opacity=0.7))
	for corner in corners:
		x, y = corner.split(",")
		parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{_LINE}"/>')
	for dimension, angle in zip(dimensions, angles, strict=True):
		parts += _radar_label(dimension, angle, centre_x, centre_y, radius, width)
	return _svg(width, height, parts)


def _radar_label(
	dimension: Dimension, angle: float, centre_x: float, centre_y: float, radius: float, width: int
) -> list[str]:
	x = centre_x + (radius + 10) * math.cos(angle)
	y = centre_y + (radius + 16) * math.sin(angle)
	sideways = math.cos(angle)
	anchor = "middle" if abs(sideways) < 0.2 else "start" if sideways > 0 else "end"
	room = 2 * min(x, width - x) if anchor == "middle" else (width - x if anchor == "start" else x)
	first = y - 6 if math.sin(angle) < -0.5 else y
	return [
		_text(x, first, _cut(dimension.name, room), anchor, _LABEL),
		_text(x, first + 14, _figures(dimension), anchor, _LABEL - 1, _LINE),
	]


def bars(dimensions: Sequence[Dimension], width: int = 460) -> str:
	"""Return bars that lie: a row a dimension, its whole as an empty frame, filled as far as it was reached."""
	row_height, label_width, figures_width = 26, 150, 84
	room = width - label_width - figures_width
	parts = []
	for place, dimension in enumerate(dimensions):
		top = place * row_height + 5
		share = float(dimension.share or 0)
		parts += [
			_text(label_width - 8, top + 13, _cut(dimension.name, label_width - 10), "end", _LABEL),
			f'<rect x="{label_width}" y="{top}" width="{room}" height="16" fill="#f4f4f4" stroke="{_GRID}" stroke-width="0.8"/>',
			f'<rect x="{label_width}" y="{top}" width="{room * share:.1f}" height="16" fill="{_LINE}"/>',
			_text(label_width + room + 8, top + 13, _figures(dimension), "start", _LABEL - 1, _LINE),
		]
	return _svg(width, len(dimensions) * row_height + 6, parts)


def _figures(dimension: Dimension) -> str:
	if dimension.share is None:
		return "—"
	return f"{float(dimension.points):g} / {float(dimension.whole):g}"


def _shape(points: Sequence[str], fill: str, stroke: str, width: float, opacity: float = 1) -> str:
	return (
		f'<polygon points="{" ".join(points)}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" '
		f'stroke-width="{width}"/>'
	)


def _text(x: float, y: float, text: str, anchor: str, size: int, colour: str = _TEXT) -> str:
	return (
		f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-family="{_FONT}" '
		f'fill="{colour}">{escape(text)}</text>'
	)


def _cut(text: str, room: float) -> str:
	"""Shorten a label to the room that it has: a Chinese character is as wide as the type is high."""
	most = max(int(room / _EM), 3)
	wide = sum(1 if ord(letter) > 0x2E7F else 0.55 for letter in text)
	return text if wide <= most else text[: most - 1] + "…"


def _svg(width: int, height: int, parts: Iterable[str]) -> str:
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
		f"{''.join(parts)}</svg>"
	)
