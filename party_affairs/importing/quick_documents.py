"""Documents of an import: Frappe's own with all their checks, but with fewer questions and statements for the database.

What they link to is asked once, the rows of their tables are looked over by what their DocType can refuse at all, and stored in
one statement. Whatever is not plainly in order goes Frappe's ordinary way and is refused there, in its words.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import frappe
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.model.utils.link_count import notify_link_count
from frappe.utils import cstr

from party_affairs import rows
from party_affairs.facts.documents import linked
from party_affairs.series import Series

_CANCELLED = 2
_PLAIN = (
	*("Data", "Link", "Select", "Check", "Int", "Float", "Currency", "Percent", "Date", "Datetime", "Time"),
	*("Small Text", "Text", "Long Text"),
)
"""Types of fields of which is known below what Frappe asks of them; a row with a value of another type is left to Frappe."""
_OF_ONE_LINE = ("Data", "Link", "Select")
_WHOLE_NUMBERS = ("Check", "Int")
_NUMBERS = (*_WHOLE_NUMBERS, "Float", "Currency", "Percent")
_LONGEST_LINE = 140
_LARGEST = 2**31 - 1
_SET_BY_CANCELLING = ("docstatus", "modified", "modified_by")

_KEPT = frozenset(("Party Member", "Party Branch", "Party Group", "Law Firm"))
"""What is linked to by everything, and changes with none of the documents for which links are kept."""

_Linked = dict[str, Any]
"""What is known of a document that others link to: its name, what is fetched from it, and its state."""


@dataclass
class Memory:
	"""What the documents of one import have asked so far."""

	series: Series = field(default_factory=Series)
	_linked: dict[str, dict[str, _Linked]] = field(default_factory=dict)
	_shapes: dict[str, "Shape"] = field(default_factory=dict)

	def forget(self) -> None:
		"""Forget what documents linked to hold; names and definitions stay."""
		self._linked.clear()

	def shape(self, doctype: str) -> "Shape":
		"""Return what Frappe asks of the rows of a DocType."""
		if doctype not in self._shapes:
			self._shapes[doctype] = Shape.of(frappe.get_meta(doctype))
		return self._shapes[doctype]

	def linked(self, doctype: str, names: set[str], fields: frozenset[str]) -> dict[str, _Linked]:
		"""Return by name what is stored under `names`: one query for those of whom not all `fields` are known."""
		known = self._linked.setdefault(doctype, {}) if doctype in _KEPT else {}
		missing = {name for name in names if name not in known or not fields <= known[name].keys()}
		if missing:
			wanted = set(fields).union(*(known[name] for name in missing if name in known))
			known.update((row.name, row) for row in linked(doctype, missing, wanted))
		return known


def quick(document: Document, memory: Memory) -> Document:
	"""Return the document as one of the import."""
	document.__class__ = _quick(type(document))
	document.flags.import_memory = memory
	return document


@cache
def _quick(controller: type) -> type:
	return type(controller.__name__, (QuickDocument, controller), {})


@cache
def _stored(controller: type) -> type:
	return type(controller.__name__, (StoredRow, controller), {})


class StoredRow:
	"""Mixin of a row that is in the database already, where Frappe is about to insert one after the other."""

	def db_insert(self, *args, **kwargs):
		pass


class QuickDocument:
	"""Mixin of a document that an import writes."""

	_hides_rows = False

	@property
	def _memory(self) -> Memory:
		return self.flags.import_memory

	def get_all_children(self, *args, **kwargs):
		return [] if self._hides_rows else super().get_all_children(*args, **kwargs)

	def _validate_links(self):
		self.flags.links_are_known = (
			not self.flags.ignore_links and self._action != "cancel" and self._links_hold()
		)
		if not self.flags.links_are_known:
			super()._validate_links()

	def set_new_name(self, *args, **kwargs):
		children = self.get_all_children()
		if self.flags.name_set or any(row.meta.autoname for row in children):
			return super().set_new_name(*args, **kwargs)
		for row in children:
			row.name = rows.new_name()
		if name := self._memory.series.next_name(self):
			self.name, self.flags.name_set = name, True
			return None
		with self._without_rows():
			return super().set_new_name(*args, **kwargs)

	def _validate(self):
		if all(self._memory.shape(row.doctype).holds(row) for row in self.get_all_children()):
			with self._without_rows():
				super()._validate()
		else:
			super()._validate()

	def db_insert(self, *args, **kwargs):
		super().db_insert(*args, **kwargs)
		for children in self._tables():
			if any(row.meta.autoname for row in children):
				continue
			for row in children:
				row.name = row.name or rows.new_name()
			values = [row.get_valid_dict(convert_dates_to_str=True, ignore_virtual=True) for row in children]
			rows.insert(children[0].doctype, list(values[0]), [list(row.values()) for row in values])
			for row in children:
				row.set("__islocal", False)
				row.__class__ = _stored(type(row))

	def check_no_back_links_exist(self):
		"""As Frappe's, unless the event before it has just looked (`permissions.beside.name_no_links`)."""
		if not self.flags.no_links_found:
			super().check_no_back_links_exist()

	def update_child_table(self, fieldname, df=None):
		"""As Frappe's, without a statement for a table that was empty and is: it would keep others from adding rows elsewhere."""
		before = self.get_doc_before_save()
		children, stored = self.get(fieldname), before.get(fieldname) if before else None
		if not children and before and not stored:
			return
		if self._action == "cancel" and children and self._are_as_stored(children, stored):
			changed = {key: children[0].get(key) for key in _SET_BY_CANCELLING}
			frappe.db.set_value(
				children[0].doctype,
				{"name": ["in", [row.name for row in children]]},
				changed,
				update_modified=False,
			)
			return
		super().update_child_table(fieldname, df)

	# What is asked and done at once

	def _tables(self) -> Iterator[list[Document]]:
		for table in self.meta.get_table_fields():
			if children := self.get(table.fieldname):
				yield children

	@contextmanager
	def _without_rows(self) -> Iterator[None]:
		"""Inside, Frappe finds no rows of tables: they are seen to already."""
		self._hides_rows = True
		try:
			yield
		finally:
			del self._hides_rows

	def _links_hold(self) -> bool:
		"""Set what is fetched along the links, and return whether all lead to documents that may be linked to."""
		found = []
		wanted: dict[str, tuple[set[str], set[str]]] = {}
		for row in (self, *self.get_all_children()):
			shape = self._memory.shape(row.doctype)
			if shape.links_are_odd:
				return False
			for link in shape.links:
				if not (name := row.get(link.fieldname)):
					continue
				if not isinstance(name, str):
					return False
				names, fields = wanted.setdefault(link.doctype, (set(), set()))
				names.add(name)
				fields.update(link.sources)
				if link.is_submittable:
					fields.add("docstatus")
				found.append((row, link, name))
		known = {
			doctype: self._memory.linked(doctype, names, frozenset(fields))
			for doctype, (names, fields) in wanted.items()
		}
		for _row, link, name in found:
			values = known[link.doctype].get(name)
			if values is None:
				return False
			if link.is_submittable and self.meta.is_submittable and link.fieldname != "amended_from":
				if values["docstatus"] == _CANCELLED:
					return False
		for row, link, name in found:
			for target in link.fetched:
				if target.get("fetch_if_empty") and row.get(target.fieldname):
					continue
				if row.is_new() or not row.docstatus.is_submitted() or target.allow_on_submit:
					row.set_fetch_from_value(link.doctype, target, known[link.doctype][name])
			notify_link_count(link.doctype, name)
		return True

	@staticmethod
	def _are_as_stored(children: list[Document], stored: list[Document] | None) -> bool:
		return [_values(row) for row in children] == [_values(row) for row in stored or ()]


def _values(row: Document) -> dict[str, Any]:
	values = row.get_valid_dict(convert_dates_to_str=True, ignore_virtual=True)
	return {key: value for key, value in values.items() if key not in _SET_BY_CANCELLING}


@dataclass(frozen=True)
class Link:
	"""A field that links to documents of `doctype`, with the fields that are `fetched` along it, from its `sources`."""

	fieldname: str
	doctype: str
	is_submittable: bool
	fetched: tuple[Any, ...]
	sources: frozenset[str]


@dataclass(frozen=True)
class Shape:
	"""What Frappe asks of rows of a DocType: `checks` by field, each of them whether a value is plainly in order."""

	links: tuple[Link, ...]
	links_are_odd: bool
	required: tuple[str, ...]
	checks: tuple[tuple[str, Callable[[Any], bool]], ...]
	is_odd: bool

	@classmethod
	def of(cls, meta: Meta) -> "Shape":
		"""Return the shape of a DocType."""
		fields = [row for row in meta.fields if row.fieldtype not in no_value_fields]
		links = tuple(_link(meta, row) for row in meta.get_link_fields() if row.options)
		return cls(
			links=links,
			links_are_odd=any(row.fieldtype == "Dynamic Link" for row in fields)
			or any(_is_odd(frappe.get_meta(link.doctype)) for link in links),
			required=tuple(row.fieldname for row in fields if row.reqd),
			checks=tuple((row.fieldname, _check(row)) for row in fields),
			is_odd=_is_odd(meta) or (meta.autoname or "").startswith("field:"),
		)

	def holds(self, row: Document) -> bool:
		"""Whether Frappe's checks of a row would find nothing, and change nothing."""
		values = row.__dict__
		if self.is_odd or not values.get("parent") or not values.get("parenttype"):
			return False
		if any(not cstr(values.get(fieldname)).strip() for fieldname in self.required):
			return False
		return all(
			(value := values.get(fieldname)) is None or value == "" or holds(value)
			for fieldname, holds in self.checks
		)


def _is_odd(meta: Meta) -> bool:
	return bool(meta.get("is_virtual") or meta.get("issingle"))


def _link(meta: Meta, row: Any) -> Link:
	fetched = tuple(meta.get_fields_to_fetch(row.fieldname))
	return Link(
		fieldname=row.fieldname,
		doctype=row.options,
		is_submittable=bool(frappe.get_meta(row.options).is_submittable),
		fetched=fetched,
		sources=frozenset(target.fetch_from.split(".")[-1] for target in fetched),
	)


def _check(row: Any) -> Callable[[Any], bool]:
	"""Return whether a value of the field, which is not empty, is one that Frappe lets pass as it is."""
	if row.fieldtype not in _PLAIN or row.get("is_virtual") or (row.fieldtype == "Data" and row.options):
		return lambda value: False
	if row.fieldtype == "Select" and row.options:
		options = frozenset(row.options.split("\n"))
		return lambda value: isinstance(value, str) and value in options
	if row.fieldtype in _OF_ONE_LINE:
		longest = row.get("length") or _LONGEST_LINE
		return lambda value: isinstance(value, str) and len(value) <= int(longest) and not _has_tags(value)
	if row.fieldtype in _NUMBERS:
		least = 0 if row.get("non_negative") else -_LARGEST
		return lambda value: isinstance(value, int | float) and least <= value <= _LARGEST
	return lambda value: not isinstance(value, str) or not _has_tags(value)


def _has_tags(text: str) -> bool:
	return "<" in text or ">" in text
