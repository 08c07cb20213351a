"""Small pieces of SVG: rectangles, lines, arrows, in millimetres."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Rect:
	"""A place on a board in millimetres, from its upper left corner."""

	x: float
	y: float
	width: float
	height: float

	@property
	def right(self) -> float:
		return self.x + self.width

	@property
	def bottom(self) -> float:
		return self.y + self.height

	@property
	def middle(self) -> float:
		return self.x + self.width / 2

	@property
	def centre(self) -> float:
		return self.y + self.height / 2

	def inside(self, across: float, down: float | None = None) -> "Rect":
		"""Return what is left within margins."""
		down = across if down is None else down
		return Rect(self.x + across, self.y + down, self.width - 2 * across, self.height - 2 * down)


def box(place: Rect, fill: str = "none", line: str = "", width: float = 0.0, radius: float = 0.0) -> str:
	"""Return a rectangle, filled and framed as said."""
	stroke = f' stroke="{line}" stroke-width="{width:.2f}"' if line and width else ""
	corners = f' rx="{radius:.2f}" ry="{radius:.2f}"' if radius else ""
	return (
		f'<rect x="{place.x:.2f}" y="{place.y:.2f}" width="{place.width:.2f}" height="{place.height:.2f}"'
		f'{corners} fill="{fill}"{stroke}/>'
	)


def rule(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str = "") -> str:
	"""Return a straight line."""
	dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
	return (
		f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{colour}"'
		f' stroke-width="{width:.2f}"{dashed}/>'
	)


def path(points: list[tuple[float, float]], colour: str, width: float, fill: str = "none") -> str:
	"""Return a line through points; with `fill` what it encloses is filled."""
	way = " L ".join(f"{x:.2f} {y:.2f}" for x, y in points)
	closed = " Z" if fill != "none" else ""
	stroke = f' stroke="{colour}" stroke-width="{width:.2f}"' if width else ""
	return f'<path d="M {way}{closed}" fill="{fill}"{stroke} stroke-linejoin="round"/>'


def circle(x: float, y: float, radius: float, fill: str, line: str = "", width: float = 0.0) -> str:
	"""Return a circle."""
	stroke = f' stroke="{line}" stroke-width="{width:.2f}"' if line and width else ""
	return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{stroke}/>'


def image(place: Rect, source: str, *, fill: bool = False) -> str:
	"""Return a picture, whose `source` is the address of its own data, whole in its place, or filling it."""
	kept = "xMidYMid slice" if fill else "xMidYMid meet"
	return (
		f'<image x="{place.x:.2f}" y="{place.y:.2f}" width="{place.width:.2f}" height="{place.height:.2f}"'
		f' preserveAspectRatio="{kept}" xlink:href="{escape(source)}"/>'
	)


def gradient(name: str, colours: tuple[str, str]) -> str:
	"""Return a shading from top to bottom, to be named `url(#name)`."""
	return (
		f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{colours[0]}"/>'
		f'<stop offset="1" stop-color="{colours[1]}"/></linearGradient>'
	)
