"""A board as one drawing: frame, title, what stands on it, foot; and of the drawing a PDF for the shop and pictures for screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

import frappe

from party_affairs.printing import engine
from party_affairs.printing.notice.bodies import NOTHING_TYPED, Body, Drawn, fitted_line
from party_affairs.printing.notice.headlines import Headline, headline
from party_affairs.printing.notice.looks import Look
from party_affairs.printing.notice.shapes import Rect, box, gradient, image, path, rule
from party_affairs.printing.notice.type_setting import Face, length_of
from party_affairs.rules.notice.arrangement import arrangements, is_even
from party_affairs.rules.notice.sizes import BoardSize

SLUG_MM = 10
_MARK_MM, _MARK_LINE_MM, _MARK_AWAY_MM = 6, 0.25, 2
_POINTS_A_MM = 72 / 25.4
_WIDER = 4 / 3
"""A little more than what such an engine makes smaller: it fits what is wider to the width of the page."""
_EVEN = 1.15
"""So much more is an arrangement worth in which rows or columns are alike."""
_SPARE = 1.04
_SONG = "'Noto Serif CJK SC','Source Han Serif SC','思源宋体','SimSun','宋体','Songti SC',serif"
_HEI = "'Noto Sans CJK SC','Source Han Sans SC','思源黑体','SimHei','黑体','Microsoft YaHei','PingFang SC',sans-serif"
_MOST_OF_PANEL_TITLE = 36
"""Characters: a longer title of one board among several is too long."""
_MOST_OF_UNIT, _MOST_OF_FEW, _FEW = 4.6, 6.2, 160
"""The largest body type, in hundredths of the shorter side: of most boards, and of those with few words."""


@dataclass(frozen=True)
class Panel:
	"""One board: its title, its body and the small print below it."""

	title: str
	body: Body
	note: str = ""


@dataclass(frozen=True)
class Board:
	"""A sheet with one panel or several.

	`title` stands over several panels. `organisation` and `firm` are the names in its head and foot, `logo` the address of its own
	data. `with_emblem` leaves a place above the title.
	"""

	panels: tuple[Panel, ...]
	size: BoardSize
	look: Look
	organisation: str
	firm: str = ""
	title: str = ""
	logo: str = ""
	with_emblem: bool = False


@dataclass(frozen=True)
class Drawing:
	"""The inside of an SVG in millimetres of the cut sheet, and the smallest type on it.

	`overflowing` has the titles of panels that had no room, `crowded` those titles that are so long that they became small.
	"""

	board: Board
	inside: str
	type_mm: float
	overflowing: tuple[str, ...]
	crowded: tuple[str, ...] = ()


def draw(board: Board) -> Drawing:
	"""Return the drawing of a board, from which everything else is made."""
	return _Sheet(board).drawn()


def svg(drawing: Drawing) -> str:
	"""Return the board as it looks when it is cut, as an SVG that scales to its place on a page."""
	size = drawing.board.size
	return (
		f'{_opening(0, 0, size.width, size.height)} style="display:block;width:100%;height:auto" role="img">'
		f"{drawing.inside}</svg>"
	)


def _opening(x: float, y: float, width: float, height: float) -> str:
	return (
		'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
		f' viewBox="{x:.2f} {y:.2f} {width:.2f} {height:.2f}"'
	)


@dataclass(frozen=True)
class _Sheet:
	"""Draws a board in millimetres of the cut sheet."""

	board: Board

	@property
	def unit(self) -> float:
		"""A hundredth of the shorter side: what margins and titles are measured by."""
		return min(self.board.size.width, self.board.size.height) / 100

	def drawn(self) -> Drawing:
		board, size, look = self.board, self.board.size, self.board.look
		bleed = size.bleed
		ground = Rect(-bleed, -bleed, size.width + 2 * bleed, size.height + 2 * bleed)
		page = Rect(0, 0, size.width, size.height)
		inside = f"<defs>{gradient('board-ground', look.ground)}</defs>{box(ground, 'url(#board-ground)')}"
		inside += self._frame(page)
		title = self._title(page)
		place, head = self._head(page, title)
		inside += head
		place, foot = self._foot(place)
		inside += foot
		if len(board.panels) == 1:
			most = (_MOST_OF_UNIT if board.panels[0].body.demand > _FEW else _MOST_OF_FEW) * self.unit
			drawn = [(board.panels[0], self._body(board.panels[0].body, place, most))]
		else:
			drawn = self._panels(place)
		inside += "".join(part.svg for _panel, part in drawn)
		return Drawing(
			board,
			f"<style>{_STYLE}</style>{inside}",
			min(part.type_mm for _panel, part in drawn),
			tuple(panel.title for panel, part in drawn if not part.fits),
			self._crowded(title),
		)

	def _crowded(self, title: Headline) -> tuple[str, ...]:
		over = (title.text,) if title.is_crowded else ()
		if len(self.board.panels) == 1:
			return over
		titles = (panel.title for panel in self.board.panels if length_of(panel.title) > _MOST_OF_PANEL_TITLE)
		return (*over, *titles)

	def _body(self, body: Body, place: Rect, most: float) -> Drawn:
		return body.draw(place, self.board.look, most)

	# The frame of each look

	def _frame(self, page: Rect) -> str:
		u, look = self.unit, self.board.look
		if look.head:
			return ""
		outer, inner = page.inside(2.4 * u), page.inside(3.6 * u)
		svg = box(outer, "none", look.line, 0.42 * u) + box(inner, "none", look.line, 0.12 * u)
		long = 7 * u
		for x, y, right, down in (
			(outer.x, outer.y, 1, 1),
			(outer.right, outer.y, -1, 1),
			(outer.x, outer.bottom, 1, -1),
			(outer.right, outer.bottom, -1, -1),
		):
			svg += self._corner(x, y, right, down, long)
		return svg

	def _corner(self, x: float, y: float, right: int, down: int, long: float) -> str:
		"""A corner of the frame: a bent line that turns back upon itself, as on old doors."""
		u, look = self.unit, self.board.look
		ground = look.ground[0 if down > 0 else 1]
		clear = Rect(
			min(x, x + right * long * 0.62), min(y, y + down * long * 0.62), long * 0.62, long * 0.62
		)
		svg = box(clear.inside(-0.4 * u), ground)
		step = long / 6
		turns = ((6, 0), (0, 0), (0, 6), (2, 6), (2, 2), (6, 2))
		way = [(x + right * across * step * 0.62, y + down * up * step * 0.62) for across, up in turns]
		svg += path([(x + right * long, y), *way[1:2], (x, y + down * long)], look.line, 0.42 * u)
		svg += path([way[3], way[4], way[5]], look.line, 0.3 * u)
		return svg + box(
			Rect(
				x + right * 3.4 * step * 0.62 - 0.45 * u,
				y + down * 3.4 * step * 0.62 - 0.45 * u,
				0.9 * u,
				0.9 * u,
			),
			look.line,
		)

	# Head and foot

	@property
	def _edge(self) -> float:
		return (3.2 if self.board.look.head else 6.2) * self.unit

	@property
	def _beside_title(self) -> float:
		"""What is left free at either side of the title."""
		return (13 if self.board.logo else 2) * self.unit

	def _title(self, page: Rect) -> Headline:
		board = self.board
		single = board.panels[0].title if len(board.panels) == 1 else board.organisation
		most = (6.6 if page.width > page.height else 8.2) * self.unit
		return headline(board.title or single, page.width - 2 * (self._edge + self._beside_title), most)

	def _head(self, page: Rect, title: Headline) -> tuple[Rect, str]:
		"""Return what is left below the head, and the head."""
		u, look, board = self.unit, self.board.look, self.board
		top = 3.4 * u if look.head else 6.4 * u
		above = board.organisation if board.organisation != title.text else board.firm
		room = Rect(page.x + self._edge, 0, page.width - 2 * self._edge, 0)
		side = self._beside_title
		svg = ""
		y = top + (11 * u if board.with_emblem else 0)
		if above:
			line = Rect(room.x + side, y, room.width - 2 * side, 2.6 * u)
			svg += fitted_line(above, line, 2.5 * u, Face(1, look.head_text, "hei"))
			y += 3.6 * u
		svg += title.svg(page.middle, y, Face(title.size, look.title, look.title_family, bold=True))
		bottom = y + title.height + 1.6 * u
		if board.logo:
			height = min(8 * u, bottom - top - 2 * u)
			svg += image(
				Rect(room.x + u, top + (bottom - top - height) / 2 - 0.5 * u, 11 * u, height), board.logo
			)
		if look.head:
			return self._below_band(page, bottom, svg)
		middle, half = page.middle, min(26 * u, room.width * 0.36)
		svg += rule(middle - half, bottom, middle - 1.6 * u, bottom, look.line, 0.22 * u)
		svg += rule(middle + 1.6 * u, bottom, middle + half, bottom, look.line, 0.22 * u)
		diamond = [
			(middle, bottom - 0.8 * u),
			(middle + 0.8 * u, bottom),
			(middle, bottom + 0.8 * u),
			(middle - 0.8 * u, bottom),
		]
		svg += path(diamond, "", 0, look.line)
		below = bottom + 2.6 * u
		return Rect(page.x + 7 * u, below, page.width - 14 * u, page.bottom - 6 * u - below), svg

	def _below_band(self, page: Rect, bottom: float, head: str) -> tuple[Rect, str]:
		u, look, bleed = self.unit, self.board.look, self.board.size.bleed
		band = Rect(-bleed, -bleed, page.width + 2 * bleed, bottom + bleed)
		svg = f"<defs>{gradient('board-head', look.head)}</defs>{box(band, 'url(#board-head)')}"
		svg += rule(-bleed, bottom, page.width + bleed, bottom, look.line, 0.5 * u)
		svg += rule(-bleed, bottom + 0.9 * u, page.width + bleed, bottom + 0.9 * u, look.line, 0.15 * u)
		sheet = Rect(2.6 * u, bottom + 3 * u, page.width - 5.2 * u, page.bottom - bottom - 3 * u - 6.4 * u)
		svg += box(sheet, look.sheet, look.line, 0.16 * u)
		return sheet, svg + head

	def _foot(self, place: Rect) -> tuple[Rect, str]:
		"""Return what is left above the foot, and the foot with the firm's name and the note of a single panel."""
		u, look, board = self.unit, self.board.look, self.board
		page = Rect(0, 0, board.size.width, board.size.height)
		note = board.panels[0].note if len(board.panels) == 1 else ""
		name = board.firm if len(board.panels) > 1 or board.firm != board.organisation else ""
		colour = look.head_text if look.head else look.quiet
		if look.head:
			line = Rect(3.4 * u, page.bottom - 5 * u, page.width - 6.8 * u, 2.4 * u)
			inner = place.inside(4.2 * u if page.width < 1.6 * page.height else 3.4 * u, 3.6 * u)
		else:
			line = Rect(place.x, page.bottom - 7.6 * u, place.width, 2.2 * u)
			inner = Rect(place.x, place.y, place.width, place.height - (3.4 * u if note or name else 0))
		svg = ""
		half = (line.width - 2 * u) / 2
		if note and name:
			svg += fitted_line(
				note, Rect(line.x, line.y, half, line.height), 1.65 * u, Face(1, colour, "hei"), "left"
			)
			right = Rect(line.right - half, line.y, half, line.height)
			svg += fitted_line(name, right, 2.0 * u, Face(1, colour, "hei"), "right")
		elif note or name:
			svg += fitted_line(note or name, line, 1.65 * u if note else 2.0 * u, Face(1, colour, "hei"))
		return inner, svg

	# Several panels

	def _panels(self, place: Rect) -> list[tuple[Panel, Drawn]]:
		"""Return the panels in the arrangement whose smallest type is largest."""
		panels = self.board.panels
		demands = [panel.body.demand for panel in panels]
		best: list[Drawn] = []
		most = 0.0
		for places in arrangements(demands, place.width, place.height, 2.2 * self.unit):
			drawn = [
				self._panel(panel, Rect(place.x + x, place.y + y, width, height))
				for panel, (x, y, width, height) in zip(panels, places, strict=True)
			]
			worth = _worth(drawn) * (_EVEN if is_even(places) else 1.0)
			if worth > most * 1.02:
				best, most = drawn, worth
		return list(zip(panels, best, strict=True))

	def _panel(self, panel: Panel, place: Rect) -> Drawn:
		u, look = self.unit, self.board.look
		small = min(place.width, place.height)
		title_size = min(3.6 * u, small * 0.1)
		pad = min(2.4 * u, small * 0.06)
		svg = box(place, look.card, look.card_line, 0.12 * u, 0.8 * u)
		title = headline(panel.title, place.width - 2 * pad, title_size, spread=0)
		head = Rect(place.x + pad, place.y + pad * 0.8, place.width - 2 * pad, title.height * 1.1)
		face = Face(title.size, look.accent, look.title_family, bold=True)
		svg += title.svg(place.middle, head.y + title.height * 0.05, face)
		line = head.bottom + 0.5 * pad
		svg += rule(place.middle - small * 0.16, line, place.middle + small * 0.16, line, look.line, 0.25 * u)
		bottom = place.bottom - pad
		if panel.note:
			note = Rect(head.x, bottom - 1.3 * u, head.width, 1.4 * u)
			svg += fitted_line(panel.note, note, 1.3 * u, Face(1, look.quiet, "hei"), "right")
			bottom = note.y - 0.4 * pad
		inner = Rect(head.x, line + 0.7 * pad, head.width, bottom - line - 0.7 * pad)
		body = self._body(panel.body, inner, min(3.4 * u, small * 0.075))
		return Drawn(svg + body.svg, min(body.type_mm, title.size), body.fits)


def _worth(drawn: Sequence[Drawn]) -> float:
	"""How well panels can be read: by the smallest type first, then by all of it."""
	sizes = [
		part.type_mm if part.fits else part.type_mm / 100 for part in drawn if part.type_mm < NOTHING_TYPED
	]
	return min(sizes) + 0.3 * sum(sizes) / len(sizes) if sizes else 1.0


_STYLE = f".song{{font-family:{_SONG}}}.hei{{font-family:{_HEI}}}"


# The PDF and the pictures


def to_pdf(drawing: Drawing, *, marks: bool = True) -> bytes:
	"""Return the board as a PDF of one page: the sheet with its bleed, marks to cut along outside of it, and the boxes set.

	TrimBox is the sheet as it is cut, BleedBox what is printed. Raise `ValueError` if the engine made another number of pages.
	"""
	size = drawing.board.size
	slug = SLUG_MM if marks else 0
	around = size.bleed + slug
	width, height = size.width + 2 * around, size.height + 2 * around
	zoom = _WIDER if engine.shrinks_pages() else 1.0
	page = (
		f'{_opening(-around, -around, width, height)} width="{width * zoom:.2f}mm" height="{height * zoom:.2f}mm"'
		f' preserveAspectRatio="xMinYMin slice" style="display:block">{drawing.inside}{_marks(size) if marks else ""}</svg>'
	)
	# A drawing as high as its page is taken for one that goes over: the page is made higher and cut to size. Its width stays, to
	# which the engine fits what is drawn.
	context = {"drawing": page, "width": width, "height": height * _SPARE}
	made = engine.to_pdf(frappe.render_template("party_affairs/templates/prints/wall_board.html", context))
	return _with_boxes(made, slug, size)


def _marks(size: BoardSize) -> str:
	"""The marks at the corners along which the sheet is cut, outside of the bleed."""
	svg = ""
	near, far = size.bleed + _MARK_AWAY_MM, size.bleed + _MARK_AWAY_MM + _MARK_MM
	around = size.bleed + SLUG_MM
	white = (
		Rect(-around, -around, size.width + 2 * around, SLUG_MM),
		Rect(-around, size.height + size.bleed, size.width + 2 * around, SLUG_MM),
		Rect(-around, -around, SLUG_MM, size.height + 2 * around),
		Rect(size.width + size.bleed, -around, SLUG_MM, size.height + 2 * around),
	)
	svg += "".join(box(place, "#ffffff") for place in white)
	for x, away in ((0, -1), (size.width, 1)):
		for y, up in ((0, -1), (size.height, 1)):
			svg += rule(x + away * near, y, x + away * far, y, "#000000", _MARK_LINE_MM)
			svg += rule(x, y + up * near, x, y + up * far, "#000000", _MARK_LINE_MM)
	return svg


def _with_boxes(made: bytes, slug: float, size: BoardSize) -> bytes:
	with pikepdf.open(BytesIO(made)) as pdf:
		if len(pdf.pages) != 1:
			raise ValueError(f"a board takes one page, not {len(pdf.pages)}")
		page, bleed = pdf.pages[0], size.bleed
		left, top = float(page.mediabox[0]), float(page.mediabox[3])
		around = bleed + slug
		page.mediabox = _box(left, top, 0, size.width + 2 * around, size.height + 2 * around)
		page.obj["/CropBox"] = page.mediabox
		page.bleedbox = _box(left, top, slug, size.width + 2 * bleed, size.height + 2 * bleed)
		page.trimbox = _box(left, top, around, size.width, size.height)
		stream = BytesIO()
		pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
	return stream.getvalue()


def _box(left: float, top: float, inset: float, width: float, height: float) -> list[float]:
	"""A box `inset` millimetres from the upper left corner, in points."""
	x, y = left + inset * _POINTS_A_MM, top - inset * _POINTS_A_MM
	return [round(value, 2) for value in (x, y - height * _POINTS_A_MM, x + width * _POINTS_A_MM, y)]


def to_png(drawing: Drawing, width_px: int) -> bytes:
	"""Return the board as it is cut, as a picture `width_px` wide."""
	with pypdfium2.PdfDocument(to_pdf(drawing, marks=False)) as document:
		page = document[0]
		trim = page.get_trimbox()
		page.set_cropbox(*trim)
		picture = page.render(scale=width_px / (trim[2] - trim[0])).to_pil().convert("RGB")
	height = round(width_px * drawing.board.size.height / drawing.board.size.width)
	if picture.size != (width_px, height):
		picture = picture.resize((width_px, height))
	stream = BytesIO()
	picture.save(stream, "PNG")
	return stream.getvalue()
