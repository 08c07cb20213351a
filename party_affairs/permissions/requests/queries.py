"""Queries that come with a request: whether fields, filters and order name what the asked DocType has."""

import re
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, optional_fields, table_fields

from party_affairs.compat import fields_may_be_objects
from party_affairs.field_values import is_moment, shown

_STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
_OF_ROWS = ("parent", "parentfield", "parenttype")
_REFERENCE = re.compile(
	r"(?:(?:`tab(?P<quoted>[^`]+)`|tab(?P<plain>[\w ]+)|(?P<through>\w+))\.)?(?:`(?P<inside>\w+)`|(?P<bare>\w+))"
)
_FUNCTION = re.compile(r"(?:count|sum|avg|min|max)\(\s*(?:distinct\s+)?(?P<inside>.+?)\s*\)", re.IGNORECASE)
_ALIAS = re.compile(r"\s+as\s+[`'\"]?(?P<alias>\w+)[`'\"]?$", re.IGNORECASE)
_DIRECTION = re.compile(r"\s+(?:asc|desc)$", re.IGNORECASE)
_AGGREGATE = "_aggregate_column"
_LISTS = ("in", "not in")
_IN_TREES = tuple(
	f"{kind} of{range}"
	for kind in ("descendants", "ancestors", "not descendants", "not ancestors")
	for range in ("", " (inclusive)")
)
_LONGEST_LIST = 10_000


class Query:
	"""What is asked of one DocType of the app. Each method raises ValidationError for what cannot be asked."""

	def __init__(self, doctype: str):
		self.doctype = doctype
		meta = frappe.get_meta(doctype)
		if meta.issingle:
			frappe.throw(_("{0} is one document and has no list.").format(frappe.bold(_(doctype))))
		self.tables = {doctype, *(field.options for field in meta.get_table_fields())}
		self.aliases = {_AGGREGATE}

	def check_fields(self, given: Any) -> None:
		"""Columns to be shown: a list of them, or one text with commas."""
		if given in (None, "", "*"):
			return
		expressions = given if isinstance(given, list) else _split(given) if isinstance(given, str) else None
		if expressions is None:
			self._refuse(given)
		for expression in expressions:
			if isinstance(expression, dict) and fields_may_be_objects():
				continue
			self._check_expression(expression)

	def _check_expression(self, expression: Any) -> None:
		if not isinstance(expression, str):
			self._refuse(expression)
		text = expression.strip()
		if alias := _ALIAS.search(text):
			self.aliases.add(alias["alias"])
			text = text[: alias.start()].strip()
		if text.lower().startswith("distinct "):
			text = text[len("distinct ") :].strip()
		if function := _FUNCTION.fullmatch(text):
			text = function["inside"]
		if text not in ("*", f"`tab{self.doctype}`.*", f"tab{self.doctype}.*"):
			self._check_reference(text)

	def check_order(self, given: Any) -> None:
		"""Columns to sort or group by, as one text with commas."""
		if given in (None, ""):
			return
		if not isinstance(given, str):
			self._refuse(given)
		for part in _split(given):
			text = _DIRECTION.sub("", part.strip()).strip()
			if function := _FUNCTION.fullmatch(text):
				text = function["inside"]
			if text.strip("`") not in self.aliases and text != "*":
				self._check_reference(text)

	def check_field(self, given: Any) -> None:
		"""One column."""
		if given in (None, ""):
			return
		if not isinstance(given, str):
			self._refuse(given)
		self._check_reference(given.strip())

	def _check_reference(self, text: str) -> None:
		found = _REFERENCE.fullmatch(text)
		if not found:
			self._refuse(text)
		table = found["quoted"] or found["plain"]
		if found["through"]:
			field = frappe.get_meta(self.doctype).get_field(found["through"])
			if not field or field.fieldtype not in (*table_fields, "Link"):
				self._refuse(text)
			table = field.options
		elif table and table not in self.tables:
			self._refuse(text)
		if (found["inside"] or found["bare"]) not in columns(table or self.doctype):
			self._refuse(text)

	def check_filters(self, given: Any) -> None:
		"""Conditions: an object of fields and values, or a list of conditions."""
		if given in (None, ""):
			return
		if isinstance(given, dict):
			given = [[field, *_condition(value)] for field, value in given.items()]
		if not isinstance(given, list) or len(given) > _LONGEST_LIST:
			self._refuse(given)
		if given and isinstance(given[0], str):
			given = [given]
		for condition in given:
			if isinstance(condition, list):
				self._check_condition(condition)
			elif not (fields_may_be_objects() and condition in ("and", "or")):
				self._refuse(condition)

	def _check_condition(self, condition: list) -> None:
		if fields_may_be_objects() and condition and all(isinstance(part, list | str) for part in condition):
			if isinstance(condition[0], list):
				self.check_filters(condition)
				return
		if len(condition) == 3:
			table, (fieldname, operator, value) = self.doctype, condition
		elif len(condition) in (4, 5):
			table, fieldname, operator, value = condition[:4]
		else:
			self._refuse(condition)
		if table not in (None, *self.tables) or not all(
			isinstance(part, str) for part in (fieldname, operator)
		):
			self._refuse(condition)
		if table in (None, self.doctype):
			self._check_reference(fieldname)
		elif fieldname not in columns(table):
			self._refuse(fieldname)
		self._check_value(table or self.doctype, fieldname, operator.lower().strip(), value)

	def _check_value(self, table: str, fieldname: str, operator: str, value: Any) -> None:
		field = frappe.get_meta(table).get_field(fieldname)
		several = value if isinstance(value, list) else [value]
		is_day = fieldname in ("creation", "modified") or (field and field.fieldtype in ("Date", "Datetime"))
		if operator == "between":
			several = value.split(",") if isinstance(value, str) else several
			if not is_day or len(several) != 2 or not all(not part or is_moment(part) for part in several):
				self._refuse(value)
			return
		if operator in _LISTS:
			if not isinstance(value, list | str) or any(isinstance(part, list | dict) for part in several):
				self._refuse(value)
			return
		if isinstance(value, list | dict):
			self._refuse(value)
		if operator in _IN_TREES:
			link = table if fieldname == "name" else field and field.fieldtype == "Link" and field.options
			if not link or not frappe.get_meta(link).is_tree or not frappe.db.exists(link, value):
				self._refuse(fieldname)
		if operator in ("timespan", "previous", "next") and not is_day:
			self._refuse(fieldname)
		if operator in _OF_WORDS and not isinstance(value, str):
			self._refuse(value)
		if operator in _BY_WORDS and str(value).lower() not in _BY_WORDS[operator]:
			self._refuse(value)
		if (
			is_day
			and operator in ("=", "!=", ">", "<", ">=", "<=")
			and value not in (None, "")
			and not is_moment(value)
		):
			self._refuse(value)

	def _refuse(self, named: Any) -> None:
		frappe.throw(
			_("{0} cannot be listed, filtered or sorted by {1}. Please choose a field of the list.").format(
				frappe.bold(_(self.doctype)), shown(named)
			)
		)


_OF_WORDS = ("is", "timespan", "previous", "next", "like", "not like")
_SPANS = (
	*("last week", "last month", "last quarter", "last 6 months", "last year"),
	*("yesterday", "today", "tomorrow"),
	*("this week", "this month", "this quarter", "this year"),
	*("next week", "next month", "next quarter", "next 6 months", "next year"),
	*("last 7 days", "last 14 days", "last 30 days", "last 90 days"),
	*("next 7 days", "next 14 days", "next 30 days"),
)
_BY_WORDS = {"is": ("set", "not set"), "timespan": _SPANS}


def columns(doctype: str) -> set[str]:
	"""Return the columns that the table of a DocType has."""
	meta = frappe.get_meta(doctype)
	own = {
		field.fieldname
		for field in meta.fields
		if field.fieldtype not in (*no_value_fields, *table_fields) and not field.get("is_virtual")
	}
	return own | set(_STANDARD) | set(_OF_ROWS if meta.istable else optional_fields)


def _condition(value: Any) -> list:
	return value if isinstance(value, list) and len(value) == 2 else ["=", value]


def _split(text: str) -> Iterator[str]:
	"""The parts between commas; none of the functions that are known takes two arguments."""
	return iter(part for part in text.split(","))
