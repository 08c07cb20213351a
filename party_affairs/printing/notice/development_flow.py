"""The flow of development (发展党员工作流程, guide 一（八）2) as a drawing of our own after the rulebook in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from party_affairs.guide.members.rulebooks import Limit, Rulebook
from party_affairs.guide.notice import development_flow as guide
from party_affairs.printing.notice.bodies import LEAST_MM, Drawn
from party_affairs.printing.notice.looks import Look
from party_affairs.printing.notice.shapes import Rect, box, circle, path
from party_affairs.printing.notice.type_setting import Face, largest, text_line, wrapped
from party_affairs.rules.notice.structure import balanced

_SMALL = 0.84
_TITLE, _LINE, _BASELINE = 1.38, 1.36, 0.89
_PAD, _NUMBER = 0.6, 2.1
_GAP, _PHASE_GAP = 1.1, 1.5
_ACROSS = (2, 3, 4, 5, 7)
_YEAR = 12


@dataclass(frozen=True)
class DrawnStep:
	"""A step as it is drawn: its number, title, who does it, and its limit."""

	number: int
	title: str
	handled_by: str
	limit: str


@dataclass(frozen=True)
class DevelopmentFlow:
	"""The flow after a rulebook, as the body of a board."""

	rulebook: Rulebook

	@property
	def demand(self) -> float:
		return 900

	@property
	def phases(self) -> list[tuple[str, list["DrawnStep"]]]:
		"""The phases by title, each with its steps as they are drawn."""
		return _phases(self.rulebook)

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		phases = _phases(self.rulebook)
		best: tuple[float, int] | None = None
		for across in (0, *_ACROSS):
			least = best[0] * 1.03 if best else LEAST_MM
			if least <= most and (
				found := largest(lambda size, across=across: _fits(phases, place, size, across), least, most)
			):
				best = found, across
		size, across = best or (LEAST_MM, 3)
		draw = _columns if across == 0 else _bands
		return Drawn(draw(phases, place, size, across, look), size * _SMALL, best is not None)


def limit_in_words(limits: Sequence[Limit]) -> str:
	"""Return the limits that end with a step in a few words, such as 满1年; the one that forbids stands for the one that urges."""
	forbidding = [limit for limit in limits if limit.kind == "after_months"]
	return "，".join(_limit(limit) for limit in forbidding or limits)


def _limit(limit: Limit) -> str:
	if limit.kind == "age":
		return f"年满{limit.amount}周岁"
	if limit.kind == "workdays":
		return f"公示不少于{limit.amount}个工作日"
	months = _months(limit.amount)
	if limit.kind == "after_months":
		return f"满{months}"
	extended = f"，特殊情况不超过{_months(limit.extended)}" if limit.extended else ""
	return f"{months}内{extended}"


def _months(number: int) -> str:
	years, rest = divmod(number, _YEAR)
	return f"{years}年" if years and not rest else f"{number}个月"


def _phases(rulebook: Rulebook) -> list[tuple[str, list[DrawnStep]]]:
	found, number = [], 0
	known = {step.key: step for step in rulebook.steps}
	for phase in guide.phases():
		steps = []
		for step in phase.steps:
			number += 1
			there = [known[key] for key in step.keys if key in known]
			names = dict.fromkeys(each.handled_by.split("（")[0] for each in there)
			handled_by = "、".join(names) or step.handled_by or ""
			limits = [limit for limit in rulebook.limits if limit.end in step.keys]
			steps.append(DrawnStep(number, step.title, handled_by, limit_in_words(limits)))
		found.append((phase.title, steps))
	return found


def _height(step: DrawnStep, width: float) -> float:
	"""The height of a step in a room `width` em wide, in em."""
	room = width - 2 * _PAD - _NUMBER
	titles = len(wrapped(step.title, room))
	small = sum(len(wrapped(text, room / _SMALL)) for text in (step.handled_by, step.limit) if text)
	return 2 * _PAD + titles * _TITLE + small * _LINE * _SMALL


def _fits(phases, place: Rect, size: float, across: int) -> bool:
	if across == 0:
		width = _column_width(phases, place, size)
		return width >= 9.5 and all(
			_column_head(phases, width) + sum(_height(step, width) + 0.8 for step in steps)
			<= place.height / size
			for _title, steps in phases
		)
	width = _band_width(place, size, across)
	return width >= 9.5 and sum(_band_heights(phases, width, across)) + _PHASE_GAP * (len(phases) - 1) <= (
		place.height / size
	)


# A column for each phase, its steps one below the other


def _column_width(phases, place: Rect, size: float) -> float:
	return (place.width / size - _PHASE_GAP * (len(phases) - 1)) / len(phases)


def _column_head(phases, width: float) -> float:
	return max(len(wrapped(title, width - 1.6)) for title, _steps in phases) * 1.4 + 1.6


def _columns(phases, place: Rect, size: float, _across: int, look: Look) -> str:
	width, svg = _column_width(phases, place, size), ""
	head = _column_head(phases, width) * size
	most = max(len(steps) for _title, steps in phases)
	taken = max(sum(_height(step, width) + 0.8 for step in steps) for _title, steps in phases) * size
	extra = min(max(place.height - head - taken, 0) / most, 2.0 * size)
	top = place.y + max(place.height - head - taken - extra * most, 0) / 2
	for number, (title, steps) in enumerate(phases):
		x = place.x + number * (width + _PHASE_GAP) * size
		svg += _head(title, Rect(x, top, width * size, head - 0.8 * size), size, look)
		if number:
			middle = top + (head - 0.8 * size) / 2
			svg += _arrow(x - 1.15 * size, middle, 0.8 * size, look.line, to_right=True)
		y = top + head
		for place_in, step in enumerate(steps):
			high = _height(step, width) * size + extra
			svg += _step(step, Rect(x, y, width * size, high), size, look)
			if place_in:
				svg += _arrow(x + width * size / 2, y - 0.65 * size, 0.5 * size, look.line, to_right=False)
			y += high + 0.8 * size
	return svg


# A band for each phase, its steps row by row


def _band_width(place: Rect, size: float, across: int) -> float:
	return (place.width / size - 3.4 - _GAP * across) / across


def _rows_of(steps: Sequence[DrawnStep], across: int) -> list[Sequence[DrawnStep]]:
	rows = -(-len(steps) // across)
	even = -(-len(steps) // rows)
	return [steps[first : first + even] for first in range(0, len(steps), even)]


def _row_height(row: Sequence[DrawnStep], width: float, across: int) -> float:
	wide = (width * across + _GAP * (across - 1) - _GAP * (len(row) - 1)) / len(row)
	return max(_height(step, wide) for step in row)


def _band_heights(phases, width: float, across: int) -> list[float]:
	found = []
	for title, steps in phases:
		rows = _rows_of(steps, across)
		high = sum(_row_height(row, width, across) for row in rows) + 0.8 * (len(rows) - 1)
		label = -(-len(title) // 2) if len(title) > 6 else len(title)
		found.append(max(high, label * 1.12 + 0.8))
	return found


def _bands(phases, place: Rect, size: float, across: int, look: Look) -> str:
	width, svg = _band_width(place, size, across), ""
	heights = [height * size for height in _band_heights(phases, width, across)]
	gap = _PHASE_GAP * size
	rows_in_all = sum(len(_rows_of(steps, across)) for _title, steps in phases)
	spare = max(place.height - sum(heights) - gap * (len(phases) - 1), 0)
	extra = min(spare / rows_in_all, 2.2 * size)
	spare -= extra * rows_in_all
	y = place.y + spare / 2
	for number, (title, steps) in enumerate(phases):
		rows = _rows_of(steps, across)
		high = heights[number] + extra * len(rows)
		svg += _label(title, Rect(place.x, y, 2.9 * size, high), size, look)
		if number:
			svg += _arrow(place.x + 1.45 * size, y - 1.15 * size, 0.85 * size, look.line, to_right=False)
		svg += _band(
			rows, Rect(place.x + 3.6 * size, y, place.width - 3.6 * size, high), size, width, across, look
		)
		y += high + gap
	return svg


def _band(rows, place: Rect, size: float, width: float, across: int, look: Look) -> str:
	natural = [_row_height(row, width, across) * size for row in rows]
	gaps = 0.8 * size * (len(rows) - 1)
	extra = max(place.height - sum(natural) - gaps, 0) / len(rows)
	svg, y = "", place.y
	for row, high in zip(rows, natural, strict=True):
		wide = (place.width - _GAP * size * (len(row) - 1)) / len(row)
		starts = [0.0, *accumulate([wide + _GAP * size] * (len(row) - 1))]
		for start, step in zip(starts, row, strict=True):
			svg += _step(step, Rect(place.x + start, y, wide, high + extra), size, look)
			if start:
				svg += _arrow(
					place.x + start - 0.8 * size, y + (high + extra) / 2, 0.5 * size, look.line, to_right=True
				)
		y += high + extra + 0.8 * size
	return svg


# What both have


def _step(step: DrawnStep, frame: Rect, size: float, look: Look) -> str:
	svg = box(frame, look.card, look.card_line, 0.06 * size, 0.3 * size)
	room = frame.width / size - 2 * _PAD - _NUMBER
	x = frame.x + (_PAD + _NUMBER) * size
	titles = balanced(step.title, room, wrapped)
	small = [
		(line, text is step.limit)
		for text in (step.handled_by, step.limit)
		if text
		for line in balanced(text, room / _SMALL, wrapped)
	]
	taken = (len(titles) * _TITLE + len(small) * _LINE * _SMALL) * size
	y = frame.y + (frame.height - taken) / 2
	middle = y + _TITLE * size / 2
	svg += circle(frame.x + (_PAD + 0.8) * size, middle, 0.78 * size, look.accent)
	digits = Face(size * (0.86 if step.number > 9 else 0.95), look.on_accent, "hei", bold=True)
	svg += text_line(
		str(step.number), frame.x + (_PAD + 0.8) * size, middle + 0.34 * size, digits, align="center"
	)
	for line in titles:
		svg += text_line(line, x, y + (0.19 + _BASELINE) * size, Face(size, look.ink, "hei", bold=True))
		y += _TITLE * size
	for line, is_limit in small:
		face = Face(size * _SMALL, look.accent if is_limit else look.quiet, "hei", bold=is_limit)
		svg += text_line(line, x, y + (0.18 + _BASELINE) * face.size, face)
		y += _LINE * face.size
	return svg


def _head(title: str, frame: Rect, size: float, look: Look) -> str:
	svg = box(frame, look.accent, radius=0.3 * size)
	lines = balanced(title, frame.width / size - 1.6, wrapped)
	y = frame.centre - len(lines) * 0.7 * size
	for place, line in enumerate(lines):
		face = Face(size, look.on_accent, "hei", bold=True)
		svg += text_line(line, frame.middle, y + (place * 1.4 + 0.2 + _BASELINE) * size, face, align="center")
	return svg


def _label(title: str, frame: Rect, size: float, look: Look) -> str:
	"""A phase's name from top to bottom, in two columns where it is long."""
	svg = box(frame, look.accent, radius=0.3 * size)
	half = -(-len(title) // 2) if len(title) > 6 else len(title)
	columns = [title[:half], title[half:]] if half < len(title) else [title]
	pitch = min(1.3, (frame.height / size - 0.6) / half)
	face = Face(size, look.on_accent, "hei", bold=True)
	for number, column in enumerate(columns):
		x = frame.middle + (0.0 if len(columns) == 1 else (0.65 if number == 0 else -0.65) * size)
		y = frame.centre - half * pitch * size / 2
		for place, character in enumerate(column):
			baseline = y + ((place + 0.5) * pitch + _BASELINE - 0.5) * size
			svg += text_line(character, x, baseline, face, align="center")
	return svg


def _arrow(x: float, y: float, long: float, colour: str, *, to_right: bool) -> str:
	"""A small triangle that begins at a point and shows to the right or down."""
	if to_right:
		points = [(x, y - long * 0.62), (x + long, y), (x, y + long * 0.62)]
	else:
		points = [(x - long * 0.62, y), (x, y + long), (x + long * 0.62, y)]
	return path(points, "", 0, colour)
