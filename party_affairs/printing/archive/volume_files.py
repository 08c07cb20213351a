"""The two files of a bound volume: one PDF with the scans as an appendix, and one ZIP of all its files with their sums."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Pdf
from PIL import Image, ImageOps

import frappe

import party_affairs
from party_affairs.checks.manifest import (
	MANIFEST,
	README,
	SCRIPT,
	file_name,
	file_name_ending,
	packed,
	sum_of,
)
from party_affairs.guide.archive import volume_contents
from party_affairs.ledgers.text import full_date
from party_affairs.printing import binding
from party_affairs.printing.archive.volume_book import APPENDIX, Gathered, Scan, Section, workbook_of
from party_affairs.printing.book import Book, Bound, appendix_links

_FORMAT = 1
_A4_POINTS = (595.276, 841.89)
_DPI = 150


@dataclass(frozen=True)
class VolumeFiles:
	"""The volume as PDF and as ZIP, and how many pages the PDF has."""

	pdf: bytes
	zip: bytes
	pages: int


def files_of(gathered: Gathered, bound: Bound, records: Sequence[Mapping[str, Any]]) -> VolumeFiles:
	"""Return the files of a volume whose book is `bound`; `records` are what the manifest tells of each record."""
	pdf, pages = whole_pdf(gathered.book, bound, gathered.scans)
	files = dict(_files(gathered, bound))
	volume = gathered.volume
	facts = {
		**{"format": _FORMAT, "app": f"party_affairs {party_affairs.__version__}", "title": volume.title},
		**{"branch": volume.branch, "year": volume.year, "volume_no": volume.volume_no},
		**{"edition": (volume.edition or 0) + 1, "pdf_sha256": sum_of(pdf), "pdf_pages": pages},
		"contents": [
			{
				**{"key": line.item.key, "title": line.item.title, "clauses": list(line.item.clauses)},
				**{"there": line.there, "missing": line.missing, "scans": line.scans, "standing": line.word},
			}
			for line in gathered.standings
		],
		"records": list(records),
		"files": {
			path: {"bytes": len(content), "sha256": sum_of(content)} for path, content in files.items()
		},
		"left_out": list(volume_contents.left_out()),
	}
	files[MANIFEST] = json.dumps(facts, ensure_ascii=False, indent=1, default=str, sort_keys=True).encode()
	files[SCRIPT] = _template("verify.txt").encode()
	files[README] = frappe.render_template(
		_template("readme.txt"),
		{
			**{"title": volume.title, "day": full_date(frappe.utils.nowdate()), "edition": facts["edition"]},
			**{"records": len(records), "pages": pages, "pdf_sum": facts["pdf_sha256"]},
			"left_out": volume_contents.left_out(),
		},
	).encode()
	return VolumeFiles(pdf, packed(files), pages)


def _template(name: str) -> str:
	return Path(frappe.get_app_path("party_affairs", "templates", "archive", name)).read_text(
		encoding="utf-8"
	)


def whole_pdf(book_of: Book, bound: Bound, scans: Sequence[Scan]) -> tuple[bytes, int]:
	"""Return a bound book with its scans behind it, their pages numbered as an appendix, and how many pages it has.

	Contents and bookmarks lead to each scan.

	The same book and scans give the same bytes.
	"""
	with Pdf.open(BytesIO(bound.pdf)) as book:
		first = len(book.pages)
		for scan in scans:
			with Pdf.open(BytesIO(as_pdf(scan))) as pages:
				book.pages.extend(pages.pages)
		if scans:
			_label_appendix(book, first)
			_lead_to(book, book_of, bound, scans)
		pages = len(book.pages)
		return _saved(book), pages


def _label_appendix(book: Pdf, first: int) -> None:
	labels = book.Root.get("/PageLabels")
	numbers = list(labels.Nums) if labels is not None else []
	numbers += [first, pikepdf.Dictionary(S=pikepdf.Name.D, P=pikepdf.String(APPENDIX))]
	book.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(numbers))


def _lead_to(pdf: Pdf, book_of: Book, bound: Bound, scans: Sequence[Scan]) -> None:
	pages = [bound.pages + scan.start for scan in scans]
	lines = [line.title for line in book_of.appendix]
	binding.link(pdf, bound.front, appendix_links(book_of, pages))
	binding.bookmark_below(pdf, zip(lines, (bound.front + page - 1 for page in pages), strict=True))


def as_pdf(scan: Scan) -> bytes:
	"""Return a scan as PDF: a photo is put on a page of A4, upright or across as it is itself."""
	if scan.content.startswith(b"%PDF"):
		return scan.content
	with Image.open(BytesIO(scan.content)) as opened:
		picture = ImageOps.exif_transpose(opened).convert("RGB")
	page = _A4_POINTS if picture.height >= picture.width else _A4_POINTS[::-1]
	size = tuple(round(side / 72 * _DPI) for side in page)
	picture.thumbnail(size)
	sheet = Image.new("RGB", size, "white")
	sheet.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
	stream = BytesIO()
	sheet.save(stream, "PDF", resolution=_DPI)
	return stream.getvalue()


def _files(gathered: Gathered, bound: Bound) -> Iterator[tuple[str, bytes]]:
	"""Yield the files of the sections: a PDF of each, the workbook of its ledger, its scans as they are."""
	ends, place = bound.ends(), 1
	with Pdf.open(BytesIO(bound.pdf)) as book:
		yield _leading_path(gathered), _cut(book, 0, bound.front + ends[0])
		for number, section in enumerate(gathered.sections, start=1):
			folder = folder_of(number, section)
			if section.parts:
				last = place + len(section.parts) - 1
				yield (
					f"{folder}/{file_name(section.item.title)}.pdf",
					_cut(book, bound.front + bound.starts[place] - 1, bound.front + ends[last]),
				)
				place = last + 1
			workbook = workbook_of(section)
			if workbook:
				yield f"{folder}/{file_name(section.item.title)}.xlsx", workbook
			for order, scan in enumerate(section.scans, start=1):
				yield f"{folder}/{order:02d}-{file_name_ending(scan.title, scan.ending)}", scan.content


def folder_of(number: int, section: Section) -> str:
	"""Return the folder of a section in the ZIP."""
	return f"{number:02d}-{file_name(section.item.title)}"


def _leading_path(gathered: Gathered) -> str:
	return f"00-{file_name(gathered.book.parts[0].title)}.pdf"


def _cut(book: Pdf, first: int, after: int) -> bytes:
	with Pdf.new() as chosen:
		chosen.pages.extend(book.pages[first:after])
		return _saved(chosen)


def _saved(pdf: Pdf) -> bytes:
	stream = BytesIO()
	pdf.save(
		stream,
		object_stream_mode=pikepdf.ObjectStreamMode.generate,
		deterministic_id=True,
		compress_streams=True,
	)
	return stream.getvalue()
