"""What a change of a record means for volumes of the archive that show it. Pure.

An image is what a record says: fields, tables as lists of rows, and `docstatus`, with values that can be compared.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from party_affairs.guide.archive.volume_contents import BY_PERIOD, BY_ROW, BY_SPELL, BY_YEAR, Kind

ADDED, CHANGED, CANCELLED, MOVED_OUT, DELETED = (
	"Record Added",
	"Record Changed",
	"Record Cancelled",
	"Record Moved Out",
	"Record Deleted",
)
_CANCELLED = 2
Image = Mapping[str, Any]


def years_of(kind: Kind, image: Image | None) -> tuple[int, int] | None:
	"""Return the first and last year to which a record belongs, None for one that belongs to none."""
	if image is None or (kind.filled and not image.get(kind.filled)):
		return None
	if any(image.get(name) not in values for name, values in kind.where.items()):
		return None
	if kind.year_by == BY_SPELL:
		first, last = _day(image.get(kind.dated)), _day(image.get(kind.until))
		return (first.year if first else date.min.year, last.year if last else date.max.year)
	if kind.year_by == BY_YEAR:
		years = [int(image.get("year") or 0)]
	elif kind.year_by == BY_PERIOD:
		start = str(image.get("period_key") or "")[:4]
		years = [int(start) if start.isdecimal() else 0]
	elif kind.year_by == BY_ROW:
		years = [day.year for row in image.get(kind.row) or () if (day := _day(row.get(kind.dated)))]
	else:
		day = _day(image.get(kind.dated))
		years = [day.year] if day else []
	years = [year for year in years if year]
	return (min(years), max(years)) if years else None


def said_of(kind: Kind, image: Image | None, year: int) -> dict[str, Any] | None:
	"""Return what a volume of a year shows of a record, None where it does not belong to the year.

	What happened after the year is not in it.
	"""
	years = years_of(kind, image)
	if image is None or years is None or not years[0] <= year <= years[1]:
		return None
	end = date(year, 12, 31)
	said = {}
	for name, value in image.items():
		if name in kind.besides or (kind.fields and name not in (*kind.fields, kind.dated, kind.until)):
			continue
		if name in kind.tables:
			value = [
				_until(row, kind.tables[name], end)
				for row in value
				if not _is_later(row, kind.tables[name], end)
			]
		elif name == kind.until and kind.year_by == BY_SPELL:
			day = _day(value)
			value = day if day and day <= end else None
		said[name] = value
	return said


def _is_later(row: Image, days: tuple[str, ...], end: date) -> bool:
	day = _day(row.get(days[0]))
	return day is not None and day > end


def _until(row: Image, days: tuple[str, ...], end: date) -> dict[str, Any]:
	"""A row without what was entered in it for a later day."""
	return {
		name: None if name in days[1:] and (day := _day(value)) and day > end else value
		for name, value in row.items()
	}


def what_happened(
	before: Mapping[str, Any] | None, now: Mapping[str, Any] | None, docstatus: int | None
) -> str | None:
	"""Return what was done to a record that said `before` in a volume and says `now`, None where nothing was.

	`docstatus` is that of the record as it is left, None for a deleted one.
	"""
	if before == now:
		return None
	if before is None:
		return ADDED
	if now is not None:
		return CHANGED
	if docstatus is None:
		return DELETED
	return CANCELLED if docstatus == _CANCELLED else MOVED_OUT


def changed_names(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> list[str]:
	"""Return the fields that say something else than before; none for a record that came or went."""
	if before is None or now is None:
		return []
	return [name for name in now if before.get(name) != now[name]]


def _day(value: Any) -> date | None:
	return date.fromisoformat(str(value)[:10]) if value else None
