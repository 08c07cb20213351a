"""The structure chart of an organisation (组织架构图, annex 一（三）): on a wall, and in the handbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frappe import _

from party_affairs.facts.notice.wall_boards import Structure, Unit, structure
from party_affairs.printing.notice.bodies import LEAST_MM, Drawn
from party_affairs.printing.notice.looks import Look, look
from party_affairs.printing.notice.shapes import Rect, box, rule
from party_affairs.printing.notice.type_setting import Face, text_line, wrapped
from party_affairs.rules.notice.structure import Card, Layout, Placed, PlacedTier, Tier, lay_out

_PAPER_MOST_MM = 4.6
_MOST_ABOVE = 2
_SMALLER = 0.92
_PAD, _TITLE, _LINE, _BASELINE = 0.7, 1.5, 1.42, 0.9
_SONG = "'Noto Serif CJK SC','Source Han Serif SC','SimSun','宋体','Songti SC',serif"
_HEI = "'Noto Sans CJK SC','Source Han Sans SC','SimHei','黑体','Microsoft YaHei',sans-serif"


@dataclass(frozen=True)
class StructureChart:
	"""The chart of an organisation as the body of a board."""

	built: Structure

	@property
	def tiers(self) -> tuple[Tier, ...]:
		return _tiers(self.built)

	@property
	def demand(self) -> float:
		return sum(len(tier.cards) for tier in self.tiers) * 36 + 120

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		layout = lay_out(self.tiers, place.width, place.height, wrapped, LEAST_MM, most)
		return Drawn(_svg(layout, place, look), layout.size * _SMALLER, layout.fits)


def svg(branch: str, day: date, width_mm: float = 160, height_mm: float = 200) -> str:
	"""Return the chart of an organisation on a day as an SVG for a paper, with names of posts alone.

	It is as wide as asked for and as high as it needs, up to `height_mm`. Callers see to the language and to who may see it.
	"""
	return chart_svg(StructureChart(structure(branch, day)), width_mm, height_mm)[0]


def chart_svg(chart: StructureChart, width_mm: float, height_mm: float) -> tuple[str, float]:
	"""Return a chart as an SVG for a paper, and its height in millimetres."""
	layout = lay_out(chart.tiers, width_mm, height_mm, wrapped, LEAST_MM, _PAPER_MOST_MM)
	top, bottom = layout.top - 1, layout.bottom + 1
	drawn = _svg(layout, Rect(0, 0, width_mm, height_mm), look("Plain Ivory"))
	height = bottom - top
	return (
		'<svg xmlns="http://www.w3.org/2000/svg"'
		f' width="{width_mm:.1f}mm" height="{height:.1f}mm" viewBox="0 {top:.2f} {width_mm:.2f} {height:.2f}">'
		f"<style>.song{{font-family:{_SONG}}}.hei{{font-family:{_HEI}}}</style>{drawn}</svg>"
	), height


def _tiers(built: Structure) -> tuple[Tier, ...]:
	unit = built.unit
	tiers = [Tier((Card(name),)) for name in built.above[-_MOST_ABOVE:]]
	tiers.append(Tier((Card(unit.name, is_main=True),)))
	tiers += _posts(unit)
	if unit.below:
		tiers.append(Tier(tuple(_below(each) for each in unit.below)))
	return tuple(tiers)


def _posts(unit: Unit) -> list[Tier]:
	"""The committee in a frame, and whoever else has a post in another; without a committee all in one."""
	if unit.has_committee:
		divided = (
			(_("Committee of the Organisation"), [seat for seat in unit.seats if seat.is_on_committee]),
			(_("Other Posts"), [seat for seat in unit.seats if not seat.is_on_committee]),
		)
	else:
		divided = ((_("Posts of the Organisation"), list(unit.seats)),)
	return [
		Tier(tuple(Card(_(seat.post), ("、".join(seat.holders),)) for seat in seats), label)
		for label, seats in divided
		if seats
	]


def _below(unit: Unit) -> Card:
	leading = unit.seats[:1]
	lines = [f"{_(seat.post)} {'、'.join(seat.holders)}" for seat in leading]
	return Card(unit.name, (*lines, *(f"· {each.name}" for each in unit.below)))


def _svg(layout: Layout, place: Rect, look: Look) -> str:
	size = layout.size
	drawn = "".join(
		rule(place.x + x1, place.y + y1, place.x + x2, place.y + y2, look.line, 0.1 * size)
		for x1, y1, x2, y2 in layout.joints
	)
	return drawn + "".join(_tier(tier, place, size, look) for tier in layout.tiers)


def _tier(tier: PlacedTier, place: Rect, size: float, look: Look) -> str:
	drawn = ""
	if tier.frame:
		x, y, width, height = tier.frame
		frame = Rect(place.x + x, place.y + y, width, height)
		drawn += box(frame, "none", look.line, 0.09 * size, 0.5 * size)
		label = Face(size, look.accent, "hei", bold=True)
		drawn += text_line(tier.tier.label, frame.middle, frame.y + 1.55 * size, label, align="center")
	return drawn + "".join(_card(card, place, size, look) for card in tier.cards)


def _card(card: Placed, place: Rect, size: float, look: Look) -> str:
	frame = Rect(place.x + card.x, place.y + card.y, card.width, card.height)
	main = card.card.is_main
	ground, ink = (look.accent, look.on_accent) if main else (look.card, look.accent)
	drawn = box(frame, ground, look.accent if main else look.card_line, 0.07 * size, 0.3 * size)
	taken = len(card.titles) * _TITLE + len(card.lines) * _LINE * _SMALLER + (0.25 if card.lines else 0)
	y = frame.y + (frame.height - taken * size) / 2
	return (
		drawn
		+ _lines(card.titles, frame.middle, y, Face(size, ink, "hei", bold=True), _TITLE)
		+ _lines(
			card.lines,
			frame.middle,
			y + (len(card.titles) * _TITLE + 0.25) * size,
			Face(size * _SMALLER, look.on_accent if main else look.ink),
			_LINE,
		)
	)


def _lines(lines: Sequence[str], middle: float, top: float, face: Face, leading: float) -> str:
	first = top + ((leading - 1) / 2 + _BASELINE) * face.size
	return "".join(
		text_line(line, middle, first + place * leading * face.size, face, align="center")
		for place, line in enumerate(lines)
	)
