"""Pages bound to one PDF: merged, numbered, with bookmarks and links, what is alike in it kept once."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf

_POINTS_A_MM = 72 / 25.4
_NUMBER_SIZE = 9
_NUMBER_BASELINE_MM = 9
_NUMBER_EDGE_MM = 22
_DIGIT_WIDTH = 0.556  # of the font size, in Helvetica
_FONT = "/PageNumber"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Piece:
	"""Pages of a PDF, counted from 0."""

	source: Pdf
	numbers: tuple[int, ...]

	@property
	def pages(self) -> int:
		return len(self.numbers)


_COVER_SHEETS = 2
"""The cover and its back stand before the contents."""


@dataclass(frozen=True)
class Part:
	"""A part of a book: its title and level in the bookmarks, its pages, and how far those at the left are moved.

	One without pages of its own begins where the part before it does.
	"""

	title: str
	level: int
	piece: Piece | None
	shift_mm: float = 0


@dataclass(frozen=True)
class Link:
	"""A rectangle (left, top, right, bottom, in millimetres from the upper left) on a page of the contents, and the page number it leads to."""

	sheet: int
	box: tuple[float, float, float, float]
	target: int


def divided(pdf: bytes, between: str, papers: int) -> list[Piece]:
	"""Return the pages of each paper of a PDF, in which a page with the text `between` and its number stands before each.

	Raise ValueError if these are not all there.
	"""
	marks = {f"{between}{number}": number for number in range(papers)}
	found: list[list[int]] = []
	reader = pypdfium2.PdfDocument(pdf)
	try:
		for number in range(len(reader)):
			text = reader[number].get_textpage().get_text_range(count=len(between) + 12).strip()
			if marks.get(text) == len(found):
				found.append([])
			elif found:
				found[-1].append(number)
	finally:
		reader.close()
	if len(found) != papers or not all(found):
		raise ValueError(f"{papers} papers were printed, and {sum(map(bool, found))} are found in the PDF")
	source = Pdf.open(BytesIO(pdf))
	return [Piece(source, tuple(numbers)) for numbers in found]


def bound(
	title: str, cover: Piece, contents: Piece, parts: Sequence[Part], links: Sequence[Link]
) -> tuple[bytes, int]:
	"""Return the PDF of a book, and how many pages stand before its page 1.

	The cover's back is left empty, and page 1 stands at the right, as all odd pages do.
	"""
	book = Pdf.new()
	_take(book, cover)
	_take_blank(book)
	_take(book, contents)
	if len(book.pages) % 2:
		_take_blank(book)
	front = len(book.pages)
	starts = []
	for part in parts:
		starts.append(len(book.pages) if part.piece else starts[-1])
		if part.piece:
			_take(book, part.piece)
	share_what_is_alike(book)
	_number(
		book,
		front,
		cover.pages + 1,
		contents.pages,
		[part.shift_mm for part in parts if part.piece for _page in part.piece.numbers],
	)
	link(book, front, links)
	_bookmark(book, parts, starts)
	_label(book, front)
	book.docinfo["/Title"] = title
	out = BytesIO()
	book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
	return out.getvalue(), front


def pages_of(pdf: bytes, first: int, last: int) -> bytes:
	"""Return the sheets `first` to `last` (counted from 1) of a PDF as one of their own."""
	with Pdf.open(BytesIO(pdf)) as source, Pdf.new() as chosen:
		chosen.pages.extend(source.pages[first - 1 : last])
		out = BytesIO()
		chosen.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
		return out.getvalue()


def _take(book: Pdf, piece: Piece) -> None:
	book.pages.extend(piece.source.pages[number] for number in piece.numbers)


def _take_blank(book: Pdf) -> None:
	box = book.pages[0].mediabox
	book.add_blank_page(page_size=(float(box[2]), float(box[3])))


# --- size ------------------------------------------------------------------------------------------------------------


def share_what_is_alike(pdf: Pdf) -> None:
	"""Keep glyphs, fonts and images once that came with several papers.

	Chromium draws Chinese fonts glyph by glyph (Type 3), one stream each, anew in each PDF that is merged.
	"""
	kept: dict[bytes, pikepdf.Object] = {}
	for thing in pdf.objects:
		if not isinstance(thing, Dictionary | pikepdf.Stream):
			continue
		holders = [thing]
		if "/CharProcs" in thing:
			holders.append(thing.CharProcs)
		if "/XObject" in thing.get("/Resources", {}):
			holders.append(thing.Resources.XObject)
		for holder in holders:
			_share_streams(holder, holder is not thing, kept)


def _share_streams(holder: Dictionary, all_keys: bool, kept: dict[bytes, pikepdf.Object]) -> None:
	for key in (
		list(holder.keys()) if all_keys else ("/FontFile", "/FontFile2", "/FontFile3", "/SMask", "/ToUnicode")
	):
		stream = holder.get(key)
		if isinstance(stream, pikepdf.Stream) and stream.is_indirect:
			same = kept.setdefault(_digest(stream), stream)
			if same.objgen != stream.objgen:
				holder[key] = same


def _digest(stream: pikepdf.Stream) -> bytes:
	"""Two streams are alike if their bytes are, and what stands beside them."""
	beside = sorted(
		(key, value.unparse() if isinstance(value, pikepdf.Object) else repr(value))
		for key, value in stream.items()
	)
	return hashlib.sha256(repr(beside).encode() + stream.read_raw_bytes()).digest()


# --- page numbers ----------------------------------------------------------------------------------------------------


def _number(book: Pdf, front: int, first_of_contents: int, contents: int, shifts: Sequence[float]) -> None:
	"""Write the numbers at the outer edge of the foot, in Roman figures for the contents, and move the pages at the left."""
	font = book.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
	plain = book.make_indirect(book.make_stream(b"q\n"))
	moved = {shift: book.make_indirect(book.make_stream(_moving(shift))) for shift in set(shifts) if shift}
	for number, page in enumerate(book.pages):
		if first_of_contents <= number < first_of_contents + contents:
			text, is_left, shift = _roman(number - first_of_contents + 1), number % 2 == 1, 0.0
		elif number >= front:
			is_left = number % 2 == 1
			text, shift = f"- {number - front + 1} -", shifts[number - front] if is_left else 0.0
		else:
			continue
		foot = book.make_stream(_foot(page, text, is_left))
		_resources(page, font)
		before = moved.get(shift, plain)
		content = page.obj.get("/Contents")
		streams = list(content) if isinstance(content, Array) else [content]
		page.obj.Contents = Array([before, *streams, foot])


def _moving(shift_mm: float) -> bytes:
	return f"q 1 0 0 1 {-shift_mm * _POINTS_A_MM:.2f} 0 cm\n".encode()


def _foot(page: pikepdf.Page, text: str, is_left: bool) -> bytes:
	width = float(page.mediabox[2])
	edge = _NUMBER_EDGE_MM * _POINTS_A_MM
	left = edge if is_left else width - edge - len(text) * _NUMBER_SIZE * _DIGIT_WIDTH
	baseline = _NUMBER_BASELINE_MM * _POINTS_A_MM
	return f"\nQ BT {_FONT} {_NUMBER_SIZE} Tf {left:.2f} {baseline:.2f} Td ({text}) Tj ET".encode()


def _resources(page: pikepdf.Page, font: pikepdf.Object) -> None:
	resources = page.resources
	if "/Font" not in resources:
		resources.Font = Dictionary()
	resources.Font[_FONT] = font


def _roman(number: int) -> str:
	text = "x" * (number // 10)
	rest = number % 10
	for value, letters in _ROMAN[1:]:
		while rest >= value:
			text, rest = text + letters, rest - value
	return text


# --- finding one's way -----------------------------------------------------------------------------------------------


def link(book: Pdf, front: int, links: Iterable[Link]) -> None:
	"""Make places on the contents of a book lead to its pages; `front` is how many sheets stand before page 1."""
	for link in links:
		page = book.pages[_COVER_SHEETS + link.sheet]
		height = float(page.mediabox[3])
		left, top, right, bottom = (value * _POINTS_A_MM for value in link.box)
		note = Dictionary(
			Type=Name.Annot,
			Subtype=Name.Link,
			Rect=Array([left, height - bottom, right, height - top]),
			Border=Array([0, 0, 0]),
			Dest=_view(book, front + link.target - 1),
		)
		notes = page.obj.get("/Annots")
		if notes is None:
			page.obj.Annots = notes = Array()
		notes.append(book.make_indirect(note))


def _view(book: Pdf, sheet: int) -> Array:
	return Array([book.pages[sheet].obj, Name.Fit])


def _bookmark(book: Pdf, parts: Sequence[Part], starts: Sequence[int]) -> None:
	with book.open_outline() as outline:
		for part, start in zip(parts, starts, strict=True):
			item = pikepdf.OutlineItem(part.title, start)
			above = outline.root[-1].children if part.level > 1 and outline.root else outline.root
			above.append(item)


def bookmark_below(book: Pdf, pages: Iterable[tuple[str, int]]) -> None:
	"""Add bookmarks with title and sheet (counted from 0) below the last one."""
	with book.open_outline() as outline:
		outline.root[-1].children.extend(pikepdf.OutlineItem(title, sheet) for title, sheet in pages)


def _label(book: Pdf, front: int) -> None:
	"""Viewers count as the foot of the pages does: the cover has no number, contents go before in Roman figures."""
	book.Root.PageLabels = Dictionary(
		Nums=Array(
			[
				*(0, Dictionary(P="")),
				*(_COVER_SHEETS, Dictionary(S=Name.r)),
				*(front, Dictionary(S=Name.D)),
			]
		)
	)
