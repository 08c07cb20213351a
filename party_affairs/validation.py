"""Checks that several documents share: each names the field and says what to do."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil import parser

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import cstr, flt, getdate, nowdate

EARLIEST_YEAR = 2000
"""Nobody keeps earlier records here: a smaller number is a slip of the pen."""

_WHOLE_NUMBERS = ("Int", "Check")
_NUMBERS = (*_WHOLE_NUMBERS, "Float", "Currency", "Percent")
_LARGEST = 2**31 - 1
"""The largest whole number that the database keeps in an Int field."""
_LARGEST_DECIMAL = 10**12 - 1
"""More than the columns of sums and other decimals hold before the point."""
_OF_SEVERAL_VALUES = (*table_fields, "JSON")
_TEXTS = ("Data", "Small Text", "Text", "Long Text", "Attach", "Attach Image")


def refuse_unreadable_values(doc: Document, method: str | None = None) -> None:
	"""Document event: raise ValidationError for a value that its field cannot hold, or that names no document.

	Such are text in a number field, a number out of all measure, what is no date, an option not on offer, a list in place of
	one value, and a link into the void. It runs before a document's own checks, which reckon with these values; Frappe looks
	at options after them, and would store the text as 0. Digits that came as text become the number they stand for, and
	a number in a field of text becomes its digits.
	"""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.fields:
			value = row.get(field.fieldname)
			if value is None or value == "" or field.fieldname == "naming_series":
				continue
			if isinstance(value, list | dict):
				if field.fieldtype not in _OF_SEVERAL_VALUES:
					_refuse_value(doc, row, field, _("{0}: {1} is not one value. Write it as text."), value)
			elif field.fieldtype in _NUMBERS and isinstance(value, str | int | float):
				row.set(field.fieldname, _number(doc, row, field, value))
			elif field.fieldtype in ("Date", "Datetime") and not _is_moment(value):
				_refuse_value(doc, row, field, _no_moment(field.fieldtype), value)
			elif (
				field.fieldtype == "Select"
				and field.options
				and str(value).strip() not in field.options.split("\n")
			):
				_refuse_value(
					doc, row, field, _("{0}: {1} is not on offer. Choose one from the list."), value
				)
			elif field.fieldtype in _TEXTS and not isinstance(value, str):
				row.set(field.fieldname, cstr(value))
	_refuse_links_into_the_void(doc)


def _refuse_links_into_the_void(doc: Document) -> None:
	"""Refuse links to what is not there, where further values are fetched along the link: one query per DocType linked.

	Some releases of Frappe check all links but these.
	"""
	if doc.flags.ignore_links:
		return
	links = defaultdict(list)
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get_link_fields():
			if row.get(field.fieldname) and row.meta.get_fields_to_fetch(field.fieldname):
				links[field.options].append((row, field, row.get(field.fieldname)))
	for doctype, named in links.items():
		names = {cstr(value) for _row, _field, value in named}
		known = set(frappe.get_all(doctype, filters={"name": ["in", names]}, pluck="name", order_by="name"))
		for row, field, value in named:
			if value not in known:
				sentence = _("{0}: there is no {1}. Choose one from the list.")
				_refuse_value(doc, row, field, sentence, value, frappe.LinkValidationError)


def _number(doc: Document, row: Document, field, value: str | int | float) -> int | float:
	whole = field.fieldtype in _WHOLE_NUMBERS
	try:
		number = float(value)
	except (ValueError, OverflowError):
		number = math.nan
	if not math.isfinite(number) or (whole and (number % 1 or abs(number) > _LARGEST)):
		sentence = (
			_("{0}: {1} is no whole number. Write it in digits.")
			if whole
			else _("{0}: {1} is no number. Write it in digits.")
		)
		_refuse_value(doc, row, field, sentence, value)
	if abs(number) > _LARGEST_DECIMAL:
		_refuse_value(doc, row, field, _("{0}: {1} is too large. Please check the figure."), value)
	return int(number) if whole else number


def _no_moment(fieldtype: str) -> str:
	if fieldtype == "Date":
		return _("{0}: {1} is no date. Write it like 2026-03-15.")
	return _("{0}: {1} is no date and time. Write it like 2026-03-15 14:00.")


def _is_moment(value: Any) -> bool:
	if isinstance(value, date):
		return True
	try:
		parser.parse(value)
	except (TypeError, ValueError, OverflowError):
		return False
	return True


def _refuse_value(
	doc: Document, row: Document, field, sentence: str, value: Any, exception=frappe.ValidationError
) -> None:
	text = sentence.format(label_of(row, field.fieldname), frappe.bold(frappe.utils.escape_html(cstr(value))))
	if row is not doc:
		text = _("{0}, row {1}: {2}").format(label_of(doc, row.parentfield), row.idx, text)
	frappe.throw(text, exception)


def label_of(doc: Document, fieldname: str) -> str:
	"""Return the label of a field in the user's language, in bold."""
	return frappe.bold(_(doc.meta.get_label(fieldname)))


def require(doc: Document, *fieldnames: str, exception=frappe.MandatoryError) -> None:
	"""Raise `exception` naming the first of `fieldnames` that is empty."""
	for fieldname in fieldnames:
		if not doc.get(fieldname):
			frappe.throw(
				_("{0}: please fill in {1}.").format(_(doc.doctype), label_of(doc, fieldname)), exception
			)


def require_order(doc: Document, earlier: str, later: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if both dates are given and `later` lies before `earlier`."""
	first, last = doc.get(earlier), doc.get(later)
	if first and last and getdate(last) < getdate(first):
		frappe.throw(
			_("{0} cannot be earlier than {1}. Please check both dates.").format(
				label_of(doc, later), label_of(doc, earlier)
			),
			exception,
		)


def changed_fields(doc: Document, fieldnames: Iterable[str]) -> list[str]:
	"""Return those of `fieldnames` whose value differs from what is stored; none for a new document.

	A day counts as the same whether it came as text from a form or from the database, and a number however it is written.
	"""
	before = doc.get_doc_before_save()
	if not before:
		return []
	return [name for name in fieldnames if _comparable(before, name) != _comparable(doc, name)]


def _comparable(doc: Document, fieldname: str) -> float | str:
	field = doc.meta.get_field(fieldname)
	value = doc.get(fieldname)
	return flt(value) if field and field.fieldtype in _NUMBERS else cstr(value)


def refuse_future_date(doc: Document, *fieldnames: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` if one of the dates lies after today (the site's day)."""
	today = getdate(nowdate())
	for fieldname in fieldnames:
		value = doc.get(fieldname)
		if value and getdate(value) > today:
			frappe.throw(
				_("{0} ({1}) lies in the future. Please enter the day on which it happened.").format(
					label_of(doc, fieldname), frappe.format(value, {"fieldtype": "Date"})
				),
				exception,
			)


def require_private_file(doc: Document, fieldname: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` unless the file that a field names is private and the caller's to attach.

	A file is named by its address, which anybody may write; Frappe then attaches it to the document.
	"""
	address = doc.get(fieldname)
	if not address or not (doc.is_new() or doc.has_value_changed(fieldname)):
		return
	if not address.startswith("/private/files/"):
		frappe.throw(
			_("{0} must be a private file: mark it as private and upload it again.").format(
				label_of(doc, fieldname)
			),
			exception,
		)
	files = frappe.get_all("File", filters={"file_url": address}, pluck="name", order_by="name")
	if not any(frappe.has_permission("File", "read", name) for name in files):
		frappe.throw(
			_("{0}: there is no such file of yours. Upload it again.").format(label_of(doc, fieldname)),
			exception,
		)


def require_members_of(
	doc: Document,
	members: list[str],
	branch: str,
	exception=frappe.ValidationError,
	*,
	subtree: bool = False,
	former: bool = False,
) -> None:
	"""Raise `exception` naming those of `members` who do not belong to `branch`: two queries at most, whatever their number.

	With `subtree` the members of the organisations below `branch` belong as well, with `former` those who were
	transferred from there: they keep their place in its records of the time before.
	"""
	members = sorted({member for member in members if member})
	if not members:
		return
	table = frappe.qb.DocType("Party Member")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.member_name, table.branch)
		.where(table.name.isin(members))
	).run(as_dict=True)
	allowed = set(branch_and_below(branch)) if subtree else {branch}
	unknown = sorted(set(members) - {row.name for row in rows})
	if unknown:
		frappe.throw(
			_("There is no Party member {0}. Choose one from the list.").format(
				frappe.bold(frappe.utils.escape_html("、".join(unknown)))
			),
			exception,
		)
	elsewhere = [row for row in rows if row.branch not in allowed]
	# Loading facts reads the settings, whose own document uses this module.
	from party_affairs.facts.members.register import moved_away_from

	asked = former and elsewhere
	moved = moved_away_from(sorted(allowed), [row.name for row in elsewhere]) if asked else {}
	strangers = [row.member_name for row in elsewhere if row.name not in moved]
	if strangers:
		frappe.throw(
			_("{0} do not belong to {1}. Remove them here, or enter them as guests.").format(
				frappe.bold("、".join(strangers)), frappe.bold(branch)
			),
			exception,
		)


def branch_and_below(branch: str) -> list[str]:
	"""Return the names of a Party organisation and of all organisations below it."""
	table = frappe.qb.DocType("Party Branch")
	top = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"], as_dict=True)
	if not top:
		return []
	rows = frappe.qb.from_(table).select(table.name).where((table.lft >= top.lft) & (table.rgt <= top.rgt))
	return [row[0] for row in rows.run()]


def exact(value: float | str | None) -> Decimal:
	"""Return a sum as the figure that was typed; an empty field is nothing. Currency fields hold floats, whose shortest text it is."""
	return Decimal(str(value or 0))


def parse_day(value: str | date | None) -> date:
	"""Return a day that came as text from a request. Raise ValidationError with an example if it is none."""
	try:
		day = getdate(value) if value else None
	except ValueError:
		day = None
	if not day:
		frappe.throw(_("{0} is no date. Write it like 2026-03-15.").format(frappe.bold(value or "")))
	return day


def parse_list(value: str | list | None, of: type = str) -> list:
	"""Return a list that came from a request, as JSON or as it is; nothing is an empty one.

	Raise ValidationError if it is none, or if one of its values is not of the type `of`.
	"""
	if isinstance(value, str):
		try:
			value = json.loads(value) if value.strip() else []
		except ValueError:
			value = [None]
	values = [] if value is None else value
	if not isinstance(values, list) or not all(isinstance(item, of) for item in values):
		frappe.throw(_("What was selected cannot be read. Please load the page anew and select it again."))
	return values


def check_year(year: int, ahead: int = 0) -> int:
	"""Return a calendar year whose records can be judged. Raise ValidationError for one to come, or before EARLIEST_YEAR.

	What is prepared beforehand may lie `ahead` years in the future.
	"""
	latest = getdate(nowdate()).year + ahead
	if not EARLIEST_YEAR <= (year or 0) <= latest:
		frappe.throw(_("Year must lie between {0} and {1}, not {2}.").format(EARLIEST_YEAR, latest, year))
	return year
