"""What belongs in a volume of the archive as the tables have it, and which volumes hold a record."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max

from party_affairs.facts.criteria import Which
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import BY_DAY, BY_PERIOD, BY_ROW, Item
from party_affairs.rules.periods import calendar_year

VOLUME, RECORD, CHANGE, LOAN = "Archive Volume", "Archive Record", "Archive Volume Change", "Archive Loan"
COLLECTED, BINDING, BOUND = "Being Collected", "Being Bound", "Bound"
_MISSED = "Missed"
_OF_THE_PLATFORM = frozenset(
	{
		*("modified", "modified_by", "creation", "owner", "idx", "parent", "parenttype", "parentfield"),
		*("name", "_user_tags", "_comments", "_assign", "_liked_by", "_seen", "_seen_by"),
	}
)


class Record(NamedTuple):
	"""A record that belongs in a volume: what it is of, its name, its title (None where it is not told), and its day."""

	item_key: str
	doctype: str
	name: str
	title: str | None
	day: date | None


def records(branch: str, year: int, items: Iterable[Item] | None = None) -> list[Record]:
	"""Return the records of a branch and year that belong in its volume, in the order of the items and days: a query an item.

	Of what is sealed no title is read.
	"""
	wanted = volume_contents.items() if items is None else items
	return [record for item in wanted if item.of_records for record in _records(item, branch, year)]


def _records(item: Item, branch: str, year: int) -> list[Record]:
	table = DocType(item.doctype)
	title = None if item.made == volume_contents.SEALED else frappe.get_meta(item.doctype).title_field
	days, period = table, calendar_year(year)
	query = frappe.qb.from_(table).where(table.branch == branch)
	if item.year_by == BY_ROW:
		days = DocType(item.row)
		query = query.join(days).on((days.parent == table.name) & (days.parenttype == item.doctype))
		query = query.where(days[item.dated][period.start : period.end]).groupby(table.name)
		day = Max(days[item.dated])
	else:
		day = table[item.dated]
		if item.year_by == BY_DAY:
			query = query.where(day[period.start : period.end])
		elif item.year_by == BY_PERIOD:
			query = query.where(table.period_key.like(f"{year}%"))
		else:
			query = query.where(table.year == year)
	for fieldname, values in item.where.items():
		query = query.where(table[fieldname].isin(list(values)))
	if item.file:
		query = query.where(table[item.file].isnotnull() & (table[item.file] != ""))
	columns = [table.name, day.as_("day"), *([table[title].as_("title")] if title else [])]
	rows = query.select(*columns).orderby(day).orderby(table.name).run(as_dict=True)
	return [Record(item.key, item.doctype, row.name, row.get("title"), row.day) for row in rows]


def gaps(branch: str, year: int) -> dict[str, int]:
	"""Return by clause how many findings of a branch and year say that something was missed: one query."""
	finding, period = DocType("Compliance Finding"), calendar_year(year)
	rows = (
		frappe.qb.from_(finding)
		.select(finding.rule, Count(finding.name))
		.where((finding.branch == branch) & (finding.status == _MISSED))
		.where(finding.period_end[period.start : period.end])
		.groupby(finding.rule)
	).run()
	return dict(rows)


def digests(doctype: str, names: Iterable[str]) -> dict[str, str]:
	"""Return by name the SHA-256 of what records say, tables included: one query, and one more for each table.

	Empty fields count as absent, so that a field which the app adds later changes nothing.
	"""
	wanted = sorted(set(names))
	if not wanted:
		return {}
	said = {row.name: {"": _said(row)} for row in _whole(doctype, "name", wanted)}
	for field in frappe.get_meta(doctype).get_table_fields():
		for row in _whole(field.options, "parent", wanted, field.fieldname):
			if row.parent in said:
				said[row.parent].setdefault(field.fieldname, []).append(_said(row))
	return {
		name: hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
		for name, values in said.items()
	}


def _whole(doctype: str, key: str, names: list[str], parentfield: str | None = None) -> list:
	table = DocType(doctype)
	query = frappe.qb.from_(table).select("*").where(table[key].isin(names))
	if parentfield:
		query = query.where(table.parentfield == parentfield).orderby(table.idx).orderby(table.name)
	return query.run(as_dict=True)


def _said(row: Mapping[str, Any]) -> dict[str, str]:
	return {
		fieldname: str(value)
		for fieldname, value in row.items()
		if value not in (None, "", 0) and fieldname not in _OF_THE_PLATFORM
	}


# Which volumes there are


def with_key(key: str, leaving_out: str) -> str | None:
	"""Return the volume of a branch, year and number besides `leaving_out`, None without any: one query."""
	return frappe.db.get_value(VOLUME, {"volume_key": key, "name": ["!=", leaving_out]}, "name")


def bound_of(branch: str, years: Collection[int]) -> list[str]:
	"""Return the titles of the bound volumes of a branch and years: one query."""
	filters = {"branch": branch, "year": ["in", sorted(years)], "status": BOUND}
	return frappe.get_all(VOLUME, filters=filters, pluck="title", order_by="name") if years else []


def showing(branches: Collection[str], first_year: int, last_year: int, above: bool) -> list:
	"""Return the bound volumes of branches and years, of the organisations above too with `above`: one query.

	Rows have volume, year, and as branch the one of `branches` of which the volume tells.
	"""
	volume, own = DocType(VOLUME), DocType("Party Branch")
	query = frappe.qb.from_(volume).join(own)
	if above:
		house = DocType("Party Branch").as_("house")
		query = query.on(own.name.isin(sorted(branches))).join(house).on(house.name == volume.branch)
		query = query.where((house.lft <= own.lft) & (house.rgt >= own.rgt))
	else:
		query = query.on(own.name == volume.branch).where(own.name.isin(sorted(branches)))
	query = query.where((volume.status == BOUND) & volume.year[first_year:last_year])
	return query.select(volume.name.as_("volume"), volume.year, own.name.as_("branch")).run(as_dict=True)


def is_bound(volume: str) -> bool:
	"""Whether a volume is bound, or is being bound: one query."""
	return frappe.db.get_value(VOLUME, volume, "status") in (BINDING, BOUND)


def bound_with_file(file: str) -> str | None:
	"""Return the volume, bound or being bound, to which a stored file is attached, None without one: one query."""
	return _bound_with(lambda table: table.name == file)


def bound_with_address(url: str | None) -> str | None:
	"""Return a volume, bound or being bound, that has a file at an address, None without one: one query."""
	return _bound_with(lambda table: table.file_url == url) if url else None


def _bound_with(which: Which) -> str | None:
	file, volume = DocType("File"), DocType(VOLUME)
	found = (
		frappe.qb.from_(file)
		.join(volume)
		.on((file.attached_to_doctype == VOLUME) & (file.attached_to_name == volume.name))
		.select(volume.name)
		.where(which(file) & volume.status.isin([BINDING, BOUND]))
		.limit(1)
	).run(pluck=True)
	return found[0] if found else None


def holding(doctype: str, name: str) -> list[str]:
	"""Return the bound volumes in which a record lies: one query by its name."""
	record, volume = DocType(RECORD), DocType(VOLUME)
	return (
		frappe.qb.from_(record)
		.join(volume)
		.on(volume.name == record.volume)
		.select(volume.name)
		.distinct()
		.where((record.record_name == name) & (record.record_type == doctype) & (volume.status == BOUND))
	).run(pluck=True)


def kept(volume: str) -> list:
	"""Return the records noted for a volume, with item_key, record_type, record_name, record_title, record_day, digest: one query."""
	return frappe.get_all(
		RECORD,
		filters={"volume": volume},
		fields=[
			*("item_key", "record_type", "record_name", "record_title", "record_day", "digest"),
		],
		order_by="item_key, record_day, record_name",
	)


def is_noted(
	volume: str, what: str, doctype: str, name: str, remark: str, user: str | None, day: date
) -> bool:
	"""Whether a change of a record by a user (None: of whom it is not told) is noted in a volume for a day already: one query."""
	return bool(
		frappe.db.exists(
			CHANGE,
			{
				**{"parent": volume, "what": what, "record_type": doctype, "record_name": name},
				**{
					"remark": remark or ["is", "not set"],
					"changed_by": user or ["is", "not set"],
					"noted_on": ["between", [f"{day} 00:00:00", f"{day} 23:59:59.999999"]],
				},
			},
		)
	)


def changes_noted(volume: str) -> int:
	"""Return how many changes are noted in a volume: one query."""
	return frappe.db.count(CHANGE, {"parent": volume})


def being_bound() -> list[str]:
	"""Return the volumes that are being bound, the oldest first: one query."""
	return frappe.get_all(VOLUME, filters={"status": BINDING}, pluck="name", order_by="modified")


def overdue(day: date) -> list:
	"""Return the volumes that should have been brought back before a day, with title, branch, lent_to, due_back: one query."""
	return frappe.get_all(
		VOLUME,
		filters={"due_back": ["<", day]},
		fields=["name", "title", "branch", "lent_to", "due_back", "reminded_on"],
		order_by="due_back, name",
	)


def cabinet(which: Which, last_year: int, until: date) -> list:
	"""Return the volumes of the years up to `last_year` that were there on the day `until`, by cabinet, shelf and year: one query."""
	volume = DocType(VOLUME)
	return (
		frappe.qb.from_(volume)
		.select(
			*(volume.name, volume.branch, volume.title, volume.year, volume.volume_no, volume.status),
			*(volume.cabinet, volume.shelf, volume.box_no, volume.page_count, volume.bound_on, volume.keeper),
		)
		.where(which(volume) & (volume.creation <= f"{until} 23:59:59") & (volume.year <= last_year))
		.orderby(volume.branch)
		.orderby(volume.cabinet)
		.orderby(volume.shelf)
		.orderby(volume.year)
		.orderby(volume.volume_no)
	).run(as_dict=True)


def loans(which: Which, first: date, last: date) -> list:
	"""Return the loans of volumes that lasted into the days from `first` to `last`, the earliest first: one query."""
	volume, loan = DocType(VOLUME), DocType(LOAN)
	return (
		frappe.qb.from_(loan)
		.join(volume)
		.on((volume.name == loan.parent) & (loan.parenttype == VOLUME))
		.select(
			*(volume.name, volume.branch, volume.title, loan.lent_to, loan.purpose, loan.lent_on),
			*(loan.due_on, loan.returned_on),
		)
		.where(which(volume) & (loan.lent_on <= last))
		.where(loan.returned_on.isnull() | (loan.returned_on >= first))
		.orderby(loan.lent_on)
		.orderby(volume.name)
	).run(as_dict=True)


def address_of(record: Record, fieldname: str) -> str | None:
	"""Return the address of the private file in a field of a record that is attached to it, None without one: two queries."""
	address = frappe.db.get_value(record.doctype, record.name, fieldname)
	return address if address and address in files_of(record.doctype, record.name, {address}) else None


def files_of(doctype: str, name: str, urls: Collection[str]) -> dict[str, str]:
	"""Return by address the name of the private file that is attached to a record, for those of `urls` that are: one query."""
	rows = frappe.get_all(
		"File",
		filters={
			**{"attached_to_doctype": doctype, "attached_to_name": name, "is_private": 1},
			"file_url": ["in", sorted(urls) or [""]],
		},
		fields=["file_url", "file_name"],
		order_by="creation",
	)
	return {row.file_url: row.file_name for row in rows}
