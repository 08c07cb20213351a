"""Requests from which nothing can be read are refused with a sentence, before Frappe acts on them.

Frappe takes what it is sent as it comes: text where a table belongs, unreadable JSON, a list in place of a name, a missing
argument end as errors of the server, and some of them in SQL. What is looked at here: that the arguments of a method are
there, that JSON can be read, and, where one of the app's documents is named, every value by what its field can hold.
"""

import base64
import inspect
import json
import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import frappe
import frappe.handler
from frappe import _
from frappe.model.base_document import get_controller
from frappe.utils.typing_validations import FrappeTypeError, transform_parameter_types

from party_affairs.exceptions import unsaid
from party_affairs.field_values import is_moment, shown
from party_affairs.file_contents import (
	is_elsewhere,
	is_picture_or_pdf,
	refusal_of_address,
	refusal_of_file,
	refusal_of_name,
)
from party_affairs.permissions.register import REGISTER
from party_affairs.permissions.requests import address
from party_affairs.permissions.requests.documents import (
	known_doctype,
	refuse_unreadable_document,
	refuse_unreadable_values,
)
from party_affairs.permissions.requests.queries import Query

_OF_PLATFORM, _OF_APP = "frappe.", "party_affairs."
_REST = ("resource", "document")
_PRINTED_PAGE = "printview"
_LONGEST_LINE = 140


def refuse_unwritable_characters() -> None:
	"""Auth hook: raise ValidationError for halves of characters anywhere in a request, and for zeros, which end a text for the
	database and the disk."""
	_refuse_unwritable({"path": frappe.request.path, **frappe.form_dict})


def refuse_unreadable_request() -> None:
	"""Raise ValidationError, or DoesNotExistError for an unknown kind of document, for a request that cannot be read.

	Runs once for each request, when the user is known and the gate has let it through.
	"""
	if not isinstance(frappe.form_dict.get("cmd") or "", str):
		_refuse_argument("cmd")
	method, rest = address.method(), address.rest()
	if method is not None:
		_check_method(method, frappe.form_dict)
	elif rest and rest.collection in _REST and rest.doctype:
		_check_rest(rest.doctype, rest.name or "", frappe.form_dict)
	elif address.parts() == [_PRINTED_PAGE]:
		_print_what_is_named(frappe.form_dict)


# REST


def _check_rest(doctype: str, name: str, given: dict[str, Any]) -> None:
	known_doctype(doctype)
	if frappe.request.method in ("POST", "PUT", "PATCH") and "run_method" not in given:
		values = given
		if given.get("data") is not None:
			values = _parsed(given["data"])
			if values is _UNREADABLE:
				values = given
		refuse_unreadable_document(
			{**values, "doctype": doctype} if isinstance(values, dict) else values, doctype
		)
	elif not name:
		_check_arguments(given, _QUERY_ARGUMENTS)
		if doctype in REGISTER:
			_check_parent(doctype, given)
			_check_query(doctype, given)
	if "run_method" in given:
		_check_method_of_document(doctype, given["run_method"])


# Methods


def _check_method(asked: str, given: dict[str, Any]) -> None:
	name, method = _function(asked)
	if not method or not name.startswith((_OF_PLATFORM, _OF_APP)):
		return
	own = name.startswith(_OF_APP)
	# No method is told which object it belongs to by a request.
	given.pop("self", None)
	# What stands in for a method of Frappe's takes what that takes, by whichever name it is called.
	asked = address.stands_in_for(name) if own else address.defined_as(name)
	as_frappe = not asked.startswith(_OF_APP)
	if asked in _PRINTS:
		_PRINTS[asked](given)
	expected = {**(_ARGUMENTS if as_frappe else _OWN_ARGUMENTS), **_ARGUMENTS_OF.get(asked, {})}
	_check_arguments(given, expected, as_text=not own)
	_check_signature(method, given, own)
	for key in _REQUIRED.get(asked, ()):
		if given.get(key) in (None, ""):
			_refuse_missing(key)
	if asked in _MORE:
		_MORE[asked](given)
	doctype = given.get("doctype")
	if as_frappe and doctype in REGISTER and _asks_for_list(given) and asked not in _OF_ONE:
		_check_query(doctype, given)


def _function(name: str) -> tuple[str, Callable | None]:
	"""Return the whitelisted function that Frappe would call, and its full name; None if there is none."""
	name = address.full_name(name)
	stand_in = address.stand_in(name)
	name = name if stand_in is None else stand_in
	try:
		with unsaid():
			found = frappe.get_attr(name)
	except Exception:
		# Whatever it is, Frappe refuses it in the same place with a sentence of its own.
		return name, None
	return name, found if found in frappe.whitelisted or found is frappe.handler.run_doc_method else None


def _check_signature(method: Callable, given: dict[str, Any], own: bool) -> None:
	parameters = inspect.signature(method).parameters.values()
	for parameter in parameters:
		if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
			continue
		given_value = given.get(parameter.name)
		if parameter.default is parameter.empty and (
			given_value is None or (given_value == "" and parameter.name in _KINDS)
		):
			_refuse_missing(parameter.name)
	if own:
		known = {parameter.name for parameter in parameters}
		function = inspect.unwrap(method)
		for key in known & set(given):
			try:
				with unsaid():
					transform_parameter_types(function, (), {key: given[key]})
			except FrappeTypeError:
				_refuse_argument(key)


# Arguments by their names


def _check_arguments(
	given: dict[str, Any], expected: Mapping[str, Callable[[Any], bool]], *, as_text: bool = False
) -> None:
	"""Refuse arguments that are not what their name says; `as_text` writes lists and objects as a form would send them."""
	for key in set(expected) & set(given):
		value = given[key]
		if expected[key] in _STRUCTURED and value in _NOTHING:
			# Nothing was chosen; Frappe would try to read it.
			del given[key]
		elif value is not None and not expected[key](value):
			_refuse_argument(key)
		elif as_text and isinstance(value, list | dict) and expected[key] in _STRUCTURED:
			given[key] = json.dumps(value)
		elif as_text and isinstance(value, int | float) and expected[key] in (_is_name, _is_one_value):
			given[key] = str(value)


def _refuse_missing(name: str) -> None:
	frappe.throw(
		_("{0} is missing from the request. Please load the page anew and try again.").format(
			frappe.bold(name)
		)
	)


def _refuse_argument(name: str) -> None:
	frappe.throw(
		_("{0} in the request cannot be read. Please load the page anew and try again.").format(shown(name))
	)


_UNREADABLE = object()


def _parsed(value: Any) -> Any:
	"""Return what came as JSON, or as it is where it came with a JSON body."""
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except (ValueError, RecursionError):
		return _UNREADABLE


def _is_one_value(value: Any) -> bool:
	return isinstance(value, str | int | float)


def _is_name(value: Any) -> bool:
	return isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= _LONGEST_LINE


def _is_line(value: Any) -> bool:
	return isinstance(value, str)


def _is_doctype(value: Any) -> bool:
	if value != "":
		known_doctype(value)
	return True


def _is_format(value: Any) -> bool:
	return value in ("CSV", "Excel")


def _is_report(value: Any) -> bool:
	if not _is_name(value) or not frappe.db.exists("Report", value):
		frappe.throw(_("There is no report called {0}.").format(shown(value)), frappe.DoesNotExistError)
	return True


def _is_object(value: Any) -> bool:
	return isinstance(_parsed(value), dict)


def _is_list(value: Any) -> bool:
	return isinstance(_parsed(value), list)


def _is_list_of_names(value: Any) -> bool:
	found = _parsed(value)
	return isinstance(found, list) and all(_is_name(item) for item in found)


def _is_amount(value: Any) -> bool:
	try:
		return math.isfinite(float(value))
	except (TypeError, ValueError, OverflowError):
		return False


def _is_list_of_objects(value: Any) -> bool:
	found = _parsed(value)
	return isinstance(found, list) and all(isinstance(item, dict) for item in found)


def _is_object_or_list(value: Any) -> bool:
	return isinstance(_parsed(value), dict | list)


def _is_filters_or_name(value: Any) -> bool:
	return isinstance(_parsed(value), dict | list) or _is_name(value)


def _are_columns(value: Any) -> bool:
	found = _parsed(value)
	if found is _UNREADABLE:
		return isinstance(value, str)
	return isinstance(found, str) or (
		isinstance(found, list) and all(isinstance(item, str | dict) for item in found)
	)


def _is_number(value: Any) -> bool:
	"""A number as places and lengths of lists are given: whole, and not below 0."""
	try:
		return 0 <= int(value) < 2**31
	except (TypeError, ValueError, OverflowError):
		return value in ("", True, False)


_NOTHING = ("", "null", "None", "undefined")
_STRUCTURED = (
	_is_object,
	_is_list,
	_is_list_of_names,
	_is_list_of_objects,
	_is_object_or_list,
	_is_filters_or_name,
	_are_columns,
	_is_number,
)
_QUERY_ARGUMENTS = {
	**dict.fromkeys(("filters", "or_filters"), _is_object_or_list),
	"fields": _are_columns,
	**dict.fromkeys(("limit_start", "limit_page_length", "limit", "page_length"), _is_number),
	# Of a list the first row, of a calendar the first day.
	"start": lambda value: _is_number(value) or is_moment(value),
	**dict.fromkeys(("order_by", "group_by", "run_method"), _is_one_value),
	**dict.fromkeys(("parent", "name"), _is_name),
	"parent_doctype": _is_doctype,
}
_KINDS = ("doctype", "dt", "ref_doctype", "reference_doctype", "parenttype", "document_type")
_ARGUMENTS: dict[str, Callable[[Any], bool]] = {
	**_QUERY_ARGUMENTS,
	**dict.fromkeys(("current_filters", "export_filters"), _is_object_or_list),
	**dict.fromkeys(_KINDS, _is_doctype),
	**dict.fromkeys(
		(
			*("docname", "dn", "doc_name", "old_name", "new_name", "reference_name", "fieldname"),
			*("field", "searchfield", "sort_field", "sort_order", "tag", "user", "action", "method"),
			*("workflow_state_field", "source_name", "print_format", "format", "letterhead"),
		),
		_is_name,
	),
	**dict.fromkeys(
		("txt", "text", "title", "label", "content", "description", "value", "file_url"), _is_one_value
	),
	**dict.fromkeys(("doc", "document"), _is_object),
	"docs": _is_object_or_list,
	**dict.fromkeys(
		(
			*("names", "items", "docnames", "stats", "states", "selected_items", "assign_to"),
			"ignore_doctypes_on_cancel_all",
		),
		_is_list_of_names,
	),
	"visible_idx": _is_list,
	"report_name": _is_report,
	**dict.fromkeys(("field_map", "settings"), _is_object),
	"export_fields": lambda value: value == "All" or _is_object(value),
}
_OWN_ARGUMENTS: dict[str, Callable[[Any], bool]] = {"filters": _is_object_or_list}


# What comes with more than its shape


def _asks_for_list(given: dict[str, Any]) -> bool:
	return bool({"filters", "or_filters", "fields", "order_by", "group_by", "sort_field"} & set(given))


def _check_query(doctype: str, given: dict[str, Any]) -> None:
	query = Query(doctype)
	query.check_fields(_columns_of(given.get("fields")))
	for key in ("filters", "or_filters"):
		found = _parsed(given.get(key))
		if isinstance(found, dict | list):
			query.check_filters(found)
	query.check_order(given.get("group_by"))
	query.check_order(given.get("order_by"))
	query.check_field(given.get("sort_field"))


def _check_parent(doctype: str, given: dict[str, Any]) -> None:
	"""`parent` is the DocType whose right opens a child table; nothing else has one."""
	parent = REGISTER[doctype].parent
	if not parent:
		given.pop("parent", None)
	elif given.get("parent") not in (None, "", parent):
		_refuse_argument("parent")


def _rows_listed(given: dict[str, Any]) -> None:
	if given["doctype"] in REGISTER:
		_check_parent(given["doctype"], given)


def _one_value_read(given: dict[str, Any]) -> None:
	doctype = given["doctype"]
	if doctype not in REGISTER:
		return
	_check_parent(doctype, given)
	if not frappe.get_meta(doctype).issingle:
		query = Query(doctype)
		query.check_fields(_columns_of(given.get("fieldname")))
		filters = _parsed(given.get("filters"))
		if isinstance(filters, dict | list):
			query.check_filters(filters)


def _columns_of(value: Any) -> Any:
	found = _parsed(value)
	return value if found is _UNREADABLE else found


def _check_method_of_document(doctype: Any, method: Any) -> None:
	known_doctype(doctype)
	if not isinstance(method, str) or not callable(getattr(get_controller(doctype), method, None)):
		frappe.throw(_("{0} has no method {1}.").format(frappe.bold(_(doctype)), shown(method)))


def _print_what_is_stored(given: dict[str, Any]) -> None:
	"""A document that comes with the request may say anything: the stored one of its name is printed in its place."""
	sent = given.get("doc")
	document = _parsed(sent) if sent else None
	if isinstance(document, dict):
		if document.get("__islocal"):
			frappe.throw(_("Save the document before you print it."))
		doctype, name = document.get("doctype"), document.get("name")
		known_doctype(doctype)
		if not _is_name(name):
			_refuse_argument("name")
		given["doc"], given["name"] = doctype, name
	elif sent and not (isinstance(sent, str) and _is_name(given.get("name"))):
		_refuse_argument("doc")
	elif sent:
		known_doctype(sent)


def _print_what_is_named(given: dict[str, Any]) -> None:
	"""As above, for what is named by DocType and name, beside which a document may come."""
	document = _parsed(given.pop("doc", None))
	if isinstance(document, dict) and not given.get("name"):
		given["doctype"], given["name"] = document.get("doctype"), document.get("name")
	if given.get("doctype"):
		known_doctype(given["doctype"])
	if given.get("name") is not None and not _is_name(given["name"]):
		_refuse_argument("name")
	if given.get("settings") and not _is_object(given["settings"]):
		_refuse_argument("settings")


def _refuse_unwritable(given: dict[str, Any]) -> None:
	pending = list(given.items())
	while pending:
		place, value = pending.pop()
		if isinstance(value, str) and value[:1] in ("{", "[", '"') and "\\u" in value:
			value = _parsed(value)
		if isinstance(value, dict):
			pending += [(place, part) for item in value.items() for part in item]
		elif isinstance(value, list):
			pending += [(place, item) for item in value]
		elif isinstance(value, str) and not _is_whole(value):
			frappe.throw(
				_("{0} holds characters that cannot be written. Type the text anew.").format(shown(place))
			)


def _is_whole(text: str) -> bool:
	return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _document(given: dict[str, Any]) -> None:
	refuse_unreadable_document(_parsed(given["doc"]))


def _documents(given: dict[str, Any]) -> None:
	found = _parsed(given["docs"])
	for values in found if isinstance(found, list) else [found]:
		refuse_unreadable_document(values)


def _documents_by_name(given: dict[str, Any]) -> None:
	found = _parsed(given["docs"])
	if not isinstance(found, list):
		_refuse_argument("docs")
	for values in found:
		if not isinstance(values, dict) or not _is_name(values.get("docname")):
			_refuse_argument("docs")
		refuse_unreadable_document(values)


def _values_set(given: dict[str, Any]) -> None:
	fieldname = _parsed(given["fieldname"])
	values = fieldname if isinstance(fieldname, dict) else {given["fieldname"]: given.get("value")}
	refuse_unreadable_values(given["doctype"], values)
	if not frappe.db.exists(given["doctype"], given["name"]):
		frappe.throw(
			_("There is no {0} {1}.").format(_(given["doctype"]), shown(given["name"])),
			frappe.DoesNotExistError,
		)


def _title(given: dict[str, Any]) -> None:
	"""A title that was typed is changed at the head of a form; where a link is the title, it is changed as the field that it is."""
	meta = frappe.get_meta(given["doctype"])
	field = meta.get_field(meta.title_field) if meta.title_field else None
	if meta.name not in REGISTER or not given.get("title") or not field:
		return
	refuse_unreadable_values(meta.name, {field.fieldname: given["title"]})
	if field.fieldtype != "Data" and given["title"] != frappe.db.get_value(
		meta.name, given["docname"], field.fieldname
	):
		frappe.throw(
			_("The title of {0} is its {1}: change it in the form.").format(
				_(meta.name), frappe.bold(_(field.label))
			)
		)


def _called_on_document(given: dict[str, Any]) -> None:
	if given.get("dt"):
		doctype = given["dt"]
		if given.get("dn") is None:
			_refuse_argument("dn")
	else:
		values = _parsed(given.get("docs"))
		refuse_unreadable_document(values)
		doctype = values["doctype"]
	_check_method_of_document(doctype, given.get("method"))
	if isinstance(_parsed(given.get("args")), list | int | float | bool):
		_refuse_argument("args")


def _card(given: dict[str, Any]) -> None:
	card = _parsed(given["doc"])
	if card.get("type") in ("Report", "Custom"):
		return
	doctype = card.get("document_type")
	known_doctype(doctype)
	if card.get("function") not in ("Count", "Sum", "Average", "Minimum", "Maximum"):
		_refuse_argument("function")
	if doctype in REGISTER:
		query = Query(doctype)
		query.check_field(card.get("aggregate_function_based_on"))
		query.check_filters(_parsed(given.get("filters")))


def _chart(given: dict[str, Any]) -> None:
	"""A chart is stored and named, or comes with the request, where it is tried before it is saved."""
	meta = frappe.get_meta("Dashboard Chart")
	chart = {}
	if not given.get("chart_name"):
		if not given.get("no_cache"):
			_refuse_missing("chart_name")
		chart = _parsed(given.get("chart"))
		if not isinstance(chart, dict):
			_refuse_argument("chart")
		for key in ("timespan", "time_interval"):
			if not chart.get(key):
				_refuse_argument(key)
	for values in (given, chart):
		for key in ("timespan", "time_interval", "type", "group_by_type", "chart_type"):
			if values.get(key) and values[key] not in (meta.get_field(key).options or "").split("\n"):
				_refuse_argument(key)
		for key in ("from_date", "to_date"):
			if values.get(key) and not is_moment(values[key]):
				_refuse_argument(key)
		if values.get("heatmap_year") and not str(values["heatmap_year"]).isdigit():
			_refuse_argument("heatmap_year")
	if chart.get("chart_type") in ("Report", "Custom") or not chart:
		return
	doctype = chart.get("document_type")
	known_doctype(doctype)
	if doctype not in REGISTER:
		return
	query = Query(doctype)
	for key in ("based_on", "value_based_on", "group_by_based_on", "aggregate_function_based_on"):
		query.check_field(chart.get(key))
	for filters in (given.get("filters"), chart.get("filters_json")):
		if filters and not _is_list(filters):
			_refuse_argument("filters")
		query.check_filters(_parsed(filters))


def _grouped(given: dict[str, Any]) -> None:
	if given["doctype"] in REGISTER:
		query = Query(given["doctype"])
		query.check_field(given["field"])
		query.check_filters(_parsed(given["current_filters"]))


def _export_of_import(given: dict[str, Any]) -> None:
	asked = {} if given["export_fields"] == "All" else _parsed(given["export_fields"])
	if not all(isinstance(names, list) for names in asked.values()):
		_refuse_argument("export_fields")
	if given["doctype"] in REGISTER:
		query = Query(given["doctype"])
		query.check_filters(_parsed(given.get("export_filters")))
		for names in asked.values():
			for name in names:
				if not _is_name(name) or not str(name).isidentifier():
					_refuse_argument("export_fields")


def _of_report(given: dict[str, Any]) -> None:
	"""Our ledgers are narrowed by one value a filter."""
	values = _parsed(given.get("filters"))
	if (
		isinstance(values, dict)
		and frappe.db.get_value("Report", given["report_name"], "ref_doctype") in REGISTER
	):
		for key, value in values.items():
			if isinstance(value, list | dict):
				_refuse_argument(key)


def _column(key: str, given: dict[str, Any]) -> None:
	if given["doctype"] in REGISTER:
		Query(given["doctype"]).check_field(given[key])


def _search(given: dict[str, Any]) -> None:
	if given["doctype"] in REGISTER:
		query = Query(given["doctype"])
		query.check_filters(_parsed(given.get("filters")))
		found = _columns_of(given.get("filter_fields"))
		for column in found if isinstance(found, list) else ():
			query.check_field(column)
		query.check_field(given.get("searchfield"))


def _exported(given: dict[str, Any]) -> None:
	"""An export has columns of the table alone; Frappe finds no label for a sum."""
	found = _columns_of(given.get("fields"))
	if given["doctype"] in REGISTER and isinstance(found, list) and found != ["*"]:
		query = Query(given["doctype"])
		for column in found:
			query.check_field(column)


def _count(given: dict[str, Any]) -> None:
	"""A count has neither groups nor an order; by groups Frappe would count none where there are none."""
	for key in ("group_by", "order_by"):
		given.pop(key, None)


def _record(key: str, given: dict[str, Any]) -> None:
	"""Marks are put on a document, not on a row of one; Frappe would add columns to the table for them."""
	meta = frappe.get_meta(given[key])
	if meta.name in REGISTER and (meta.istable or meta.issingle):
		frappe.throw(
			_("{0} is part of a document or one document: it takes no marks.").format(
				frappe.bold(_(meta.name))
			)
		)


def _assignment(given: dict[str, Any]) -> None:
	given.pop("args", None)
	_record("doctype", given)


def _calendar_event(given: dict[str, Any]) -> None:
	values, fields = _parsed(given["args"]), _parsed(given["field_map"])
	if not _is_name(values.get("name")):
		_refuse_argument("args")
	if not all(_is_name(fields.get(key)) and fields[key] in values for key in ("start", "end")):
		_refuse_argument("field_map")
	refuse_unreadable_values(
		values.get("doctype"), {key: value for key, value in values.items() if key in fields.values()}
	)


def _tree(given: dict[str, Any]) -> None:
	if not frappe.get_meta(given["doctype"]).is_tree:
		frappe.throw(_("{0} is no tree.").format(frappe.bold(_(given["doctype"]))))


def _called_by_name(key: str, argument: str, given: dict[str, Any]) -> None:
	"""Some methods call another one, of which the request names the name."""
	_name, method = _function(given[key]) if isinstance(given[key], str) else ("", None)
	if not method or argument not in inspect.signature(method).parameters:
		_refuse_argument(key)


def _upload(given: dict[str, Any]) -> None:
	sent = frappe.request.files
	if not sent and not given.get("file_url") and not given.get("library_file_name"):
		_refuse_missing("file")
	for file in sent.values():
		content = file.stream.read()
		file.stream.seek(0)
		_throw(refusal_of_name(file.filename or ""))
		if not content or is_picture_or_pdf(file.filename or "") or given.get("doctype") in REGISTER:
			_throw(refusal_of_file(file.filename or "", content))
	if given.get("file_name"):
		_throw(refusal_of_name(given["file_name"]))
	if given.get("file_url") and (given.get("doctype") in REGISTER or not is_elsewhere(given["file_url"])):
		_throw(refusal_of_address(given["file_url"]))


def _attached(given: dict[str, Any]) -> None:
	_throw(refusal_of_name(given["filename"]))
	try:
		base64.b64decode(given["filedata"], validate=False)
	except (TypeError, ValueError):
		_refuse_argument("filedata")


def _throw(sentence: str | None) -> None:
	if sentence:
		frappe.throw(sentence)


_OF_SEVERAL: dict[str, Callable[[Any], bool]] = {"name": _is_list_of_names, "names": _is_list_of_names}
_SEVERAL_PRINTS: dict[str, Callable[[Any], bool]] = {
	"name": _is_list_of_names,
	"options": _is_object,
	"doctype": lambda value: isinstance(value, dict) or _is_doctype(value),
}
_REQUIRED: dict[str, tuple[str, ...]] = {
	**{f"frappe.desk.reportview.{name}": ("doctype",) for name in ("get", "get_list", "get_count")},
	"frappe.desk.reportview.export_query": ("doctype", "file_format_type"),
	"frappe.desk.reportview.delete_items": ("doctype", "items"),
	"frappe.desk.reportview.get_stats": ("doctype", "stats"),
	"frappe.desk.reportview.get_sidebar_stats": ("doctype", "stats"),
	"frappe.desk.query_report.run": ("report_name",),
	"frappe.desk.calendar.update_event": ("args", "field_map"),
	"frappe.desk.form.assign_to.add": ("doctype", "name", "assign_to"),
	"frappe.desk.form.assign_to.add_multiple": ("doctype", "name", "assign_to"),
	"frappe.desk.form.save.cancel": ("doctype", "name"),
	"frappe.core.doctype.data_import.data_import.download_template": ("export_fields",),
	"frappe.client.insert": ("doc",),
	"frappe.client.insert_many": ("docs",),
	"frappe.desk.query_report.export_query": ("report_name", "file_format_type", "visible_idx"),
	"frappe.desk.treeview.add_node": ("doctype", "parent", "is_root"),
	"frappe.desk.form.load.get_docinfo": ("doctype", "name"),
	"frappe.client.attach_file": ("doctype", "docname", "filename", "filedata"),
}
"""What methods need that read the request itself and name nothing in their signature."""
_OF_ONE = ("frappe.client.get", "frappe.client.get_value")
"""Methods that take filters, but of which some ask for the one document that is no list."""
_PRINTS: dict[str, Callable[[dict[str, Any]], None]] = {
	"frappe.www.printview.get_html_and_style": _print_what_is_stored,
	"frappe.www.printview.get_rendered_raw_commands": _print_what_is_stored,
	"frappe.utils.print_format.download_pdf": _print_what_is_named,
}
_CLIENT, _DESK = "frappe.client", "frappe.desk"
_ARGUMENTS_OF: dict[str, dict[str, Callable[[Any], bool]]] = {
	f"{_CLIENT}.get": {"filters": _is_filters_or_name},
	f"{_CLIENT}.get_value": {"filters": _is_filters_or_name, "fieldname": _are_columns},
	f"{_CLIENT}.set_value": {
		"fieldname": lambda value: _is_name(value) or _is_object(value),
		"value": lambda _value: True,
	},
	f"{_CLIENT}.insert_many": {"docs": _is_list_of_objects},
	f"{_CLIENT}.bulk_update": {"docs": _is_list_of_objects},
	f"{_CLIENT}.attach_file": {"filename": _is_name, "folder": _is_name, "docfield": _is_name},
	"frappe.core.api.file.move_file": {
		"file_list": _is_list_of_objects,
		"new_parent": _is_name,
		"old_parent": _is_name,
	},
	f"{_DESK}.calendar.get_events": {"filters": _is_list},
	f"{_DESK}.calendar.update_event": {"args": _is_object},
	f"{_DESK}.form.save.savedocs": {"action": lambda value: value in ("Save", "Submit", "Update", "Cancel")},
	f"{_DESK}.form.linked_with.cancel_all_linked_docs": {"docs": _is_list_of_objects},
	f"{_DESK}.form.utils.get_next": {
		"filters": _is_list,
		"value": _is_name,
		"prev": _is_number,
		"sort_order": lambda value: value in ("asc", "desc", "ASC", "DESC"),
	},
	f"{_DESK}.reportview.get_stats": {"filters": _is_list},
	f"{_DESK}.reportview.get_sidebar_stats": {"filters": _is_list},
	# What a link is looked for in need be no document: a dialog has links too.
	f"{_DESK}.search.search_link": {"reference_doctype": _is_name},
	f"{_DESK}.search.search_widget": {"reference_doctype": _is_name, "filter_fields": _are_columns},
	f"{_DESK}.doctype.number_card.number_card.get_result": {"filters": _is_list},
	f"{_DESK}.doctype.dashboard_chart.dashboard_chart.get": {
		"filters": _is_list,
		"chart": _is_object,
		"chart_name": _is_name,
		"refresh": _is_number,
	},
	f"{_DESK}.doctype.number_card.number_card.get_percentage_difference": {
		"filters": _is_list,
		"result": _is_amount,
	},
	f"{_DESK}.doctype.number_card.number_card.get_cards_for_user": {
		"doctype": lambda value: value == "Number Card"
	},
	f"{_DESK}.doctype.dashboard_chart.dashboard_chart.get_charts_for_user": {
		"doctype": lambda value: value == "Dashboard Chart"
	},
	f"{_DESK}.doctype.kanban_board.kanban_board.update_order": {"order": _is_object},
	**{f"{_DESK}.form.assign_to.{name}": _OF_SEVERAL for name in ("add_multiple", "remove_multiple")},
	f"{_DESK}.doctype.route_history.route_history.deferred_insert": {"routes": _is_list_of_objects},
	f"{_DESK}.doctype.tag.tag.add_tags": {"tags": _is_list_of_names, "docs": _is_list_of_names},
	"frappe.utils.print_format.report_to_pdf": {
		"orientation": lambda value: value in ("Landscape", "Portrait")
	},
	"frappe.core.doctype.access_log.access_log.make_access_log": {
		"document": _is_name,
		"report_name": _is_one_value,
	},
	"frappe.share.set_permission": {
		"permission_to": lambda value: value in ("read", "write", "submit", "share")
	},
	f"{_DESK}.query_report.run": {"filters": _is_object},
	f"{_DESK}.query_report.export_query": {"filters": _is_object, "file_format_type": _is_format},
	f"{_DESK}.reportview.export_query": {"file_format_type": _is_format},
	"frappe.www.printview.get_html_and_style": {"doc": _is_name},
	"frappe.www.printview.get_rendered_raw_commands": {"doc": _is_name},
	"frappe.utils.print_format.download_multi_pdf": _SEVERAL_PRINTS,
	"frappe.utils.print_format.download_multi_pdf_async": _SEVERAL_PRINTS,
	f"{_DESK}.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": {
		"data": _is_object,
		"action": lambda value: value in ("submit", "cancel", "update"),
	},
	"frappe.handler.upload_file": dict.fromkeys(
		("file_url", "file_name", "folder", "library_file_name"), _is_line
	),
	"frappe.handler.run_doc_method": {"docs": _is_object, "method": _is_name},
}
"""Arguments that mean something else to one method than to the others."""
_MORE: dict[str, Callable[[dict[str, Any]], None]] = {
	f"{_CLIENT}.insert": _document,
	f"{_CLIENT}.save": _document,
	f"{_CLIENT}.submit": _document,
	f"{_CLIENT}.insert_many": _documents,
	f"{_CLIENT}.bulk_update": _documents_by_name,
	f"{_CLIENT}.get_list": _rows_listed,
	f"{_CLIENT}.get_value": _one_value_read,
	f"{_CLIENT}.get": _one_value_read,
	f"{_CLIENT}.set_value": _values_set,
	f"{_DESK}.form.save.savedocs": _document,
	f"{_DESK}.form.assign_to.add": _assignment,
	f"{_DESK}.form.assign_to.add_multiple": _assignment,
	f"{_DESK}.doctype.tag.tag.remove_tag": partial(_record, "dt"),
	f"{_DESK}.doctype.tag.tag.add_tags": partial(_record, "dt"),
	f"{_DESK}.doctype.tag.tag.add_tag": partial(_record, "dt"),
	f"{_DESK}.like.toggle_like": partial(_record, "doctype"),
	f"{_DESK}.calendar.update_event": _calendar_event,
	f"{_DESK}.query_report.get_data_for_custom_field": partial(_column, "field"),
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": partial(
		_column, "workflow_state_field"
	),
	f"{_DESK}.query_report.run": _of_report,
	f"{_DESK}.query_report.export_query": _of_report,
	f"{_DESK}.search.search_widget": _search,
	f"{_DESK}.search.search_link": _search,
	f"{_DESK}.reportview.get_count": _count,
	f"{_DESK}.reportview.export_query": _exported,
	f"{_DESK}.doctype.number_card.number_card.get_result": _card,
	f"{_DESK}.doctype.dashboard_chart.dashboard_chart.get": _chart,
	f"{_DESK}.listview.get_group_by_count": _grouped,
	f"{_DESK}.treeview.get_children": _tree,
	f"{_DESK}.treeview.get_all_nodes": partial(_called_by_name, "tree_method", "parent"),
	f"{_DESK}.treeview.add_node": _tree,
	"frappe.core.doctype.data_import.data_import.download_template": _export_of_import,
	"frappe.model.rename_doc.update_document_title": _title,
	"frappe.model.mapper.make_mapped_doc": partial(_called_by_name, "method", "source_name"),
	**{f"frappe.model.workflow.{name}": _document for name in ("get_transitions", "apply_workflow")},
	"frappe.handler.run_doc_method": _called_on_document,
	"frappe.handler.upload_file": _upload,
	f"{_CLIENT}.attach_file": _attached,
}
"""What is looked at besides, by method: documents, and queries that name their DocType elsewhere."""
