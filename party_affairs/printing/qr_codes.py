"""QR codes as SVG, made by the library that Frappe brings along for its own."""

from itertools import groupby

import pyqrcode

_QUIET = 4
"""Modules of white around the code, without which cameras do not find it."""


def svg(text: str, side_mm: float, title: str = "") -> str:
	"""Return the QR code of a text, `side_mm` millimetres wide with its margin; `title` has no mark-up in it.

	A quarter of it may be soiled (level Q): it hangs on a wall.
	"""
	rows = pyqrcode.create(text, error="Q", encoding="utf-8").code
	side = len(rows) + 2 * _QUIET
	path = []
	for top, row in enumerate(rows, start=_QUIET):
		left = _QUIET
		for dark, run in groupby(row):
			length = len(list(run))
			if dark:
				path.append(f"M{left} {top}h{length}v1h-{length}z")
			left += length
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" width="{side_mm}mm" height="{side_mm}mm" viewBox="0 0 {side} {side}" '
		f'role="img" aria-label="{title}" shape-rendering="crispEdges">'
		f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{"".join(path)}" fill="#000000"/></svg>'
	)
