"""A volume of the archive put together: its parts as one book, and which records and files stand in each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.manifest import sum_of
from party_affairs.checks.scans import pages_of
from party_affairs.facts.archive import volumes
from party_affairs.facts.archive.volumes import Record
from party_affairs.file_contents import path_of
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import FILE, LEDGER, PAPER, SEALED, Item
from party_affairs.ledgers import get
from party_affairs.ledgers.ledger import Ledger
from party_affairs.ledgers.text import full_date
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.printing import ledger_sheets
from party_affairs.printing.archive import volume_papers
from party_affairs.printing.archive.evidence_papers import open_ledger, papers_of
from party_affairs.printing.archive.volume_papers import Standing
from party_affairs.printing.book import Book, BookPart
from party_affairs.printing.paper import ContentsLine
from party_affairs.rules.archive.volumes import how_complete, missed_of

_APPENDIX_PAGE = 1
APPENDIX = "附"
"""Before the page numbers of the scans."""


@dataclass
class Scan:
	"""A paper added by hand: what it is of, its title, its content and pages, and its page in the appendix."""

	item: Item
	title: str
	content: bytes
	ending: str
	pages: int
	start: int = _APPENDIX_PAGE
	is_added: bool = True
	"""Whether somebody added it, and it is no file of a record."""


@dataclass
class Section:
	"""One kind of material in the volume: its parts of the book, its records, its ledger, and the scans of it."""

	item: Item
	records: list[Record] = field(default_factory=list)
	ledger: Ledger | None = None
	parts: list[BookPart] = field(default_factory=list)
	of_record: list[Record | None] = field(default_factory=list)
	"""The record of each part, None for the sheets of the volume itself."""
	scans: list[Scan] = field(default_factory=list)

	@property
	def there(self) -> int:
		"""How many records, or rows of the ledger, there are."""
		return len(self.ledger.rows) if self.ledger else len(self.records)

	def add(self, part: BookPart, record: Record | None = None) -> None:
		self.parts.append(part)
		self.of_record.append(record)


@dataclass(frozen=True)
class Gathered:
	"""All that is bound: sections in their order, how complete each kind is, and the book of them with its leading sheet."""

	volume: Document
	sections: tuple[Section, ...]
	standings: tuple[Standing, ...]
	book: Book

	@property
	def scans(self) -> tuple[Scan, ...]:
		return tuple(scan for section in self.sections for scan in section.scans)


def row_counts(branch: str, year: int) -> dict[str, int]:
	"""Return by item how many rows its ledger has."""
	return {
		item.key: len(open_ledger(item.ledger, branch, year).rows)
		for item in volume_contents.items()
		if item.made == LEDGER
	}


def gather(volume: Document, tell: Callable[[int, int], None] | None = None) -> Gathered:
	"""Return the sections of a volume, in Chinese by the caller; `tell` hears how many kinds of material are written."""
	records: dict[str, list[Record]] = {}
	for record in volumes.records(volume.branch, volume.year):
		records.setdefault(record.item_key, []).append(record)
	gaps, items = volumes.gaps(volume.branch, volume.year), volume_contents.items()
	sections = []
	scans = _scans(
		volume, [record for item in items if item.made == FILE for record in records.get(item.key, [])]
	)
	for number, item in enumerate(items, start=1):
		section = Section(
			item, records.get(item.key, []), scans=[scan for scan in scans if scan.item == item]
		)
		_write(volume, section)
		sections.append(section)
		if tell:
			tell(number, len(items))
	standings = tuple(_standing(section, gaps) for section in sections)
	parts = [
		BookPart(_("How Complete the Volume Is"), volume_papers.completeness(volume, standings)),
		*(part for section in sections for part in section.parts),
	]
	if scans:
		lines = [(scan.item.title, scan.title, scan.pages, scan.start) for scan in scans]
		parts.append(
			BookPart(_("Appendix: Scans and Other Papers"), volume_papers.list_of_scans(volume, lines))
		)
	book = Book(
		_("Archive of the Year {0}").format(volume.year),
		(
			volume.branch,
			_("Volume {0}").format(volume.volume_no),
			_("Bound on {0}").format(full_date(frappe.utils.nowdate())),
		),
		tuple(parts),
		tuple(
			ContentsLine(f"{scan.item.title}：{scan.title}", f"{APPENDIX}{scan.start}", 2) for scan in scans
		),
	)
	return Gathered(volume, tuple(sections), standings, book)


def _standing(section: Section, gaps: dict[str, int]) -> Standing:
	item, scans = section.item, sum(scan.is_added for scan in section.scans)
	missed = missed_of(item, gaps)
	return Standing(item, section.there, missed, scans, how_complete(item, section.there, scans, missed))


def _write(volume: Document, section: Section) -> None:
	"""Put the papers of a section into it."""
	item = section.item
	if item.made == LEDGER:
		ledger = open_ledger(item.ledger, volume.branch, volume.year)
		section.ledger = ledger
		if ledger.rows:
			section.add(BookPart(item.title, ledger_sheets.paper_of(ledger)))
	elif item.made == SEALED and section.records:
		section.add(BookPart(item.title, volume_papers.sealed_list(volume, item, section.records)))
	elif item.made == FILE and section.records:
		section.add(BookPart(item.title, volume_papers.sheet_of_records(volume, item, section.records)))
	elif item.made == PAPER and section.records:
		section.add(BookPart(item.title, volume_papers.sheet_of_records(volume, item, section.records)))
		for one in papers_of(item, section.records):
			section.add(BookPart(one.line, one.paper, 2), one.record)


def _scans(volume: Document, filed: Sequence[Record]) -> list[Scan]:
	"""The files of the volume's rows and of records that are files, in the order of the contents.

	Of the rows only those that are attached to the volume itself: an address is a text that anybody can type.
	"""
	attached = volumes.files_of(volumes.VOLUME, volume.name, {row.file for row in volume.scans})
	order = {item.title: number for number, item in enumerate(volume_contents.items())}
	found = [scan for record in filed if (scan := _filed(record))]
	for row in sorted(volume.scans, key=lambda row: (order[row.belongs_to], row.idx)):
		path = path_of(row.file)
		content = path.read_bytes() if row.file in attached and path.is_file() else b""
		if not content or sum_of(content) != row.digest:
			frappe.throw(
				_(
					"{0}, row {1}: the file is no longer what was added. Take the row away and add the scan again."
				).format(frappe.bold(_("Scans")), row.idx)
			)
		item = volume_contents.by_title(row.belongs_to)
		found.append(Scan(item, row.title, content, path.suffix.lower(), row.pages))
	start, scans = _APPENDIX_PAGE, []
	for scan in sorted(found, key=lambda scan: order[scan.item.title]):
		scans.append(replace(scan, start=start))
		start += scan.pages
	return scans


def _filed(record: Record) -> Scan | None:
	"""A record that is a file itself, such as the handbook; None where its file is gone."""
	item = volume_contents.item(record.item_key)
	address = volumes.address_of(record, item.file)
	path = path_of(address) if address else None
	if not path or not path.is_file():
		return None
	content = path.read_bytes()
	return Scan(
		item, record.title or item.title, content, path.suffix.lower(), pages_of(content), is_added=False
	)


def workbook_of(section: Section) -> bytes | None:
	"""Return the ledger of a section as a workbook, None where it has none."""
	return to_xlsx(section.ledger) if section.ledger and section.ledger.rows else None


def kept_records(gathered: Gathered) -> Iterator[tuple[Section, str, str, str, Any, str]]:
	"""Yield of all that is bound the section, DocType, name, title, day and the sum of what it says."""
	for section in gathered.sections:
		if section.ledger and section.ledger.rows:
			name, digest = ledger_key(section.item), digest_of_ledger(section.ledger)
			yield section, ledger_doctype(section.item), name, section.item.title, None, digest
		if section.records:
			digests = volumes.digests(section.item.doctype, [record.name for record in section.records])
			for record in section.records:
				title = record.title or section.item.title
				yield section, record.doctype, record.name, title, record.day, digests.get(record.name, "")


def ledger_key(item: Item) -> str:
	"""Return the name under which the ledger of an item is noted among the records of a volume."""
	return f"ledger:{item.ledger}"


def ledger_doctype(item: Item) -> str:
	"""Return the DocType whose records a ledger tells of."""
	return get(item.ledger).DOCTYPE


def digest_of_ledger(ledger: Ledger) -> str:
	"""Return the SHA-256 of what the rows of a ledger say."""
	columns: Sequence[str] = [column.fieldname for column in ledger.columns]
	lines = ["\t".join(str(row.get(column) or "") for column in columns) for row in ledger.rows]
	return sum_of("\n".join(lines).encode())
