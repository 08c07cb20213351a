"""The papers that a volume of the archive has of its own: how complete it is, sheets before records, sealed lists, scans, spine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frappe import _
from frappe.model.document import Document

from party_affairs.facts.archive.volumes import Record
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import Item
from party_affairs.ledgers.text import full_date
from party_affairs.printing.paper import Block, Cell, Grid, Paper, Signatures, Table, Text, Title, Together
from party_affairs.printing.parts import left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.archive.volumes import INCOMPLETE, NOT_THERE

_SPINE_HEIGHT_MM = 225
_SPINE_WIDTH_PERCENT = 25
_SPINE_TYPE_POINTS = 16
_LINE_MM_A_POINT = 0.48


@dataclass(frozen=True)
class Standing:
	"""One line of how complete a volume is: kind of material, number there, missing, scans, and the word for it."""

	item: Item
	there: int
	missing: int
	scans: int
	word: str


def completeness(volume: Document, standings: Sequence[Standing]) -> Paper:
	"""Return what belongs in the volume, what is in it and what is missing, and what does not lie in it at all."""
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Kind of Material"), 52),
		TableColumn(_("Clauses"), 46),
		TableColumn(_("Number There"), 13, "center"),
		TableColumn(_("Number Missing"), 13, "center"),
		TableColumn(_("Scans Added"), 16, "center"),
		TableColumn(_("How Complete It Is"), 20, "center"),
	)
	parts, rows, part = {part.key: part.title for part in volume_contents.parts()}, [], ""
	for number, line in enumerate(standings, start=1):
		if line.item.part != part:
			part = line.item.part
			rows.append(TableRow((parts[part],), "group"))
		counts = (str(count or "") for count in (line.there, line.missing, line.scans))
		rows.append(
			TableRow((str(number), line.item.title, "、".join(line.item.clauses), *counts, _(line.word)))
		)
	gaps = sum(line.word in (NOT_THERE, INCOMPLETE) for line in standings)
	return Paper(
		_("How Complete the Volume Is"),
		(
			Title(_("How Complete the Volume Is")),
			_whose(volume),
			Table(columns, tuple(rows), name=_("How Complete the Volume Is")),
			Text(
				_("{0} kinds of material are missing or incomplete.").format(gaps)
				if gaps
				else _("Nothing that belongs in the volume is missing."),
				flush=True,
			),
			Text(_("Not in this volume:"), style="notes", flush=True),
			*(
				Text(f"{number}. {line}", style="notes")
				for number, line in enumerate(volume_contents.left_out(), 1)
			),
			Signatures((_("{0}:").format(_("Keeper")), _("{0}:").format(_("Reviewed By")))),
		),
	)


def _whose(volume: Document) -> Block:
	return left_and_right(
		_("Party organisation: {0}").format(volume.branch),
		_("Archive of {0}, volume {1}").format(volume.year, volume.volume_no),
		38,
	)


def sheet_of_records(volume: Document, item: Item, records: Sequence[Record]) -> Paper:
	"""Return the list of the records of one kind, which stands before their papers."""
	rows = [
		TableRow((str(number), record.name, full_date(record.day), record.title or ""))
		for number, record in enumerate(records, start=1)
	]
	columns = (*_number_name_day(), TableColumn(_("Title"), 84))
	return _listed(volume, item.title, columns, rows)


def sealed_list(volume: Document, item: Item, records: Sequence[Record]) -> Paper:
	"""Return the list of what is sealed: numbers and days, and nothing of whom or what."""
	rows = [
		TableRow((str(number), record.name, full_date(record.day)))
		for number, record in enumerate(records, start=1)
	]
	note = Text(
		_(
			"Named by number and day alone. What is in it does not lie in the volume; the originals are kept separately."
		),
		style="notes",
	)
	return _listed(volume, _("{0} (sealed list)").format(item.title), _number_name_day(60), rows, note)


def list_of_scans(volume: Document, rows: Iterable[tuple[str, str, int, int]]) -> Paper:
	"""Return the list of the scans at the end: kind of material, title, number of pages, and the page of the appendix."""
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Kind of Material"), 44),
		TableColumn(_("Title"), 72),
		TableColumn(_("Page Count"), 16, "center"),
		TableColumn(_("Page of the Appendix"), 20, "center"),
	)
	lines = [
		TableRow((str(number), kind, title, str(pages), str(start)))
		for number, (kind, title, pages, start) in enumerate(rows, start=1)
	]
	return _listed(volume, _("Appendix: Scans and Other Papers"), columns, lines)


def _number_name_day(name_mm: float = 40) -> tuple[TableColumn, ...]:
	return (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Number of the Record"), name_mm),
		TableColumn(_("Date"), 28, "center"),
	)


def _listed(
	volume: Document, title: str, columns: tuple[TableColumn, ...], rows: Sequence[TableRow], *after: Block
) -> Paper:
	table = Table(columns, tuple(rows), _("(nothing recorded)"), name=title)
	total = Text(_("{0} in all.").format(len(rows)), style="notes", flush=True)
	return Paper(title, (Title(title), _whose(volume), table, total, *after))


def spine(volume: Document) -> Paper:
	"""Return the label for the spine of the box: cut out and put in, to be read from afar."""
	room = _SPINE_HEIGHT_MM - 74
	lines = (
		(Cell(_("Archive"), is_fact=True, align="center"), 16),
		(Cell(str(volume.year), align="center"), 16),
		(Cell(volume.branch, align="center", upright=True), room),
		(Cell(_("Volume {0}").format(volume.volume_no), align="center"), 16),
		(Cell(place_of(volume), align="center"), 26),
	)
	label = Grid(
		tuple((cell,) for cell, _height in lines),
		heights=tuple(height for _cell, height in lines),
		width=_SPINE_WIDTH_PERCENT,
		type_size=min(_SPINE_TYPE_POINTS, room / len(volume.branch) / _LINE_MM_A_POINT),
	)
	return Paper(_("Spine Label of the Volume"), (Together((label,)),))


def place_of(volume: Document) -> str:
	"""Return where a volume stands: cabinet, shelf and box, as far as they are entered."""
	return " ".join(part for part in (volume.cabinet, volume.shelf, volume.box_no) if part)


def contents_sheet(volume: Document) -> Paper:
	"""Return how complete a volume is as its document says: the print of the form."""
	standings = [
		Standing(volume_contents.item(row.item_key), row.there, row.missing, row.scans, row.standing)
		for row in volume.contents
	]
	return completeness(volume, standings)


ARCHIVE_PAPERS = {"archive_contents": contents_sheet, "archive_spine": spine}
"""By the name of the paper, as the print formats call it."""
