"""PDF files whose text can be searched and copied.

Fonts draw 民 and the radical ⺠ with one glyph, and of the two the engines note the radical as what stands there: who searches
for 民族 finds nothing. What is drawn stays as it is.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf

from party_affairs.printing.fold import USUAL

_HEX = rb"<([0-9A-Fa-f\s]*)>"
_SECTION = re.compile(rb"(begin(bfchar|bfrange)\b)(.*?)(endbf)", re.DOTALL)
_CHARACTER = re.compile(rb"(" + _HEX + rb"\s*)" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")
_LISTED = re.compile(_HEX)
_UNIT = 2
"""Bytes of UTF-16, in which a map writes texts."""


def searchable(pdf: bytes) -> bytes:
	"""Return a PDF in whose fonts each glyph stands for the usual character; the same bytes if it already does in all."""
	with pikepdf.open(BytesIO(pdf)) as document:
		if not any([_mend(stream) for stream in _maps(document)]):
			return pdf
		stream = BytesIO()
		document.save(stream)
	return stream.getvalue()


def with_usual_characters(cmap: bytes) -> bytes:
	"""Return a ToUnicode map (ISO 32000-1, 9.10.3) that leads to the usual characters instead of radicals."""
	return _SECTION.sub(_section, cmap)


def _maps(document: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
	seen = set()
	for thing in document.objects:
		stream = thing.get("/ToUnicode") if isinstance(thing, pikepdf.Dictionary) else None
		if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
			seen.add(stream.objgen)
			yield stream


def _mend(stream: pikepdf.Stream) -> bool:
	before = stream.read_bytes()
	after = with_usual_characters(before)
	if after != before:
		stream.write(after)
	return after != before


def _section(found: re.Match[bytes]) -> bytes:
	opening, kind, body, closing = found.groups()
	mended = _CHARACTER.sub(_character, body) if kind == b"bfchar" else _RANGE.sub(_range, body)
	return opening + mended + closing


def _character(found: re.Match[bytes]) -> bytes:
	code, _number, text = found.groups()
	return code + _written(_usual(_units(text)))


def _range(found: re.Match[bytes]) -> bytes:
	"""A range leads to a list of texts, or to a first one that is counted on: where that comes by a radical, it becomes a list."""
	first, last, start, listed = found.groups()
	if listed is not None:
		texts = [_units(text) for text in _LISTED.findall(listed)]
	else:
		texts = list(_counted(_units(start), int(last, 16) - int(first, 16) + 1))
	usual = [_usual(text) for text in texts]
	if usual == texts:
		return found.group()
	return b"<%s> <%s> [%s]" % (first, last, b" ".join(map(_written, usual)))


def _counted(start: list[int], count: int) -> Iterable[list[int]]:
	return ([*start[:-1], start[-1] + number] for number in range(count)) if start else ()


def _units(text: bytes) -> list[int]:
	"""The units of UTF-16 of a text; characters beyond the first plane take two, and are never radicals."""
	plain = bytes.fromhex(text.decode())
	return [int.from_bytes(plain[at : at + _UNIT]) for at in range(0, len(plain), _UNIT)]


def _usual(units: list[int]) -> list[int]:
	return [ord(USUAL[unit]) if unit in USUAL else unit for unit in units]


def _written(units: list[int]) -> bytes:
	return b"<%s>" % "".join(f"{unit:04X}" for unit in units).encode()
