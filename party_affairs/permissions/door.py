"""The gate for every request: what names one of our DocTypes, or what Frappe keeps beside records, passes through a known door.

Lists, forms, reports and prints are kept to the caller's rows by the hooks on permissions. Beside them stand methods of the
platform that look at the right to the DocType and then read everything, or write what nobody asked. So a request passes
only if its method stands in the register of doors, and a door's own conditions are met; what is not known is refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from party_affairs.exceptions import unsaid
from party_affairs.permissions.companions import COMPANIONS, STORES
from party_affairs.permissions.document_right import check_document
from party_affairs.permissions.doors import DOORS, Door, Safety
from party_affairs.permissions.logins import is_without_desk
from party_affairs.permissions.register import CONFIDENTIAL, REGISTER
from party_affairs.permissions.requests import address, files, written_values
from party_affairs.permissions.requests.texts import parsed, texts

_APP = "party_affairs."

_ON_DOCUMENTS = (
	"frappe.handler.run_doc_method",
	"frappe.handler.runserverobj",
	"frappe.api.v2.run_doc_method",
)
"""Names of the one method that runs a method of a document."""

_FORM = "frappe.desk.form.save.savedocs"

_ALWAYS_ASKED = frozenset({"Data Import", "File", "Prepared Report"})
"""DocTypes of which a door names documents without naming the DocType."""

_NOT_GIVEN = ("", "0", "[]", "{}", "null", "none", "false", "undefined")


@dataclass(frozen=True)
class _Asked:
	"""What a request asks for: the door, and the DocType and name of its path."""

	door: Door | None
	ours: bool
	overridden: bool
	doctype: str | None = None
	name: str | None = None


def guard() -> None:
	"""Auth hook: runs for each request once the user is known. Raise PermissionError for what no door lets through."""
	if frappe.local.request.method == "OPTIONS":
		return
	if is_without_desk(frappe.session.user):
		# Where the code lies, and what it was at, is for those who keep the site.
		frappe.local.flags.disable_traceback = True
	asked = _asked()
	found = list(_texts_of_request(asked))
	named = _named(found)
	if frappe.session.user != "Administrator":
		_check_administrator(asked)
		files.check_addresses(found)
		_check_document(asked, named)
		if named:
			_check_door(asked)
	if named and asked.door and asked.door.writes:
		_check_written(asked)


# What is asked


def _asked() -> _Asked:
	method, rest = address.method(), address.rest()
	if method is not None:
		return _of_method(method)
	if rest:
		door = DOORS.get(f"rest:{rest.operation}")
		return _Asked(door, ours=False, overridden=False, doctype=rest.doctype, name=rest.name)
	page = "".join(address.parts()[:1])
	return _Asked(DOORS.get(f"page:{page}", DOORS["page:*"]), ours=False, overridden=False)


def _of_method(method: str) -> _Asked:
	"""The door of a method by the place where it is defined."""
	if method in _ON_DOCUMENTS:
		return _Asked(DOORS.get(_document_method() or _ON_DOCUMENTS[0]), ours=False, overridden=False)
	stand_in = address.stand_in(method)
	if stand_in and stand_in.startswith(_APP):
		return _Asked(DOORS.get(method), ours=False, overridden=True)
	defined = address.defined_as(method if stand_in is None else stand_in)
	door = DOORS.get(defined)
	if door is None and defined in _vouched_for():
		door = Door(defined, Safety.SCOPED)
	return _Asked(door, ours=defined.startswith(_APP), overridden=False)


def _vouched_for() -> list[str]:
	"""Methods of other apps that ask for the rights themselves: by the app's own hook, or by the site's configuration."""
	return [*frappe.get_hooks("party_affairs_doors"), *(frappe.conf.get("party_affairs_doors") or ())]


def _document_method() -> str | None:
	"""The name of a document's method that is to run, by the class of the document that comes with the request."""
	given = parsed(frappe.form_dict.get("docs") or frappe.form_dict.get("document"))
	doctype = given.get("doctype") if isinstance(given, dict) else frappe.form_dict.get("dt")
	method = frappe.form_dict.get("method")
	if not isinstance(doctype, str) or doctype in REGISTER or not isinstance(method, str):
		return None
	try:
		with unsaid():
			controller = get_controller(doctype)
	except (ImportError, frappe.DoesNotExistError):
		return None
	return f"{controller.__module__}.{controller.__qualname__}.{method}"


# What it names


def _normal(text: str) -> str:
	"""As the database compares names: without case, accents, width, what is not seen, and blanks at the end."""
	letters = unicodedata.normalize("NFKD", text)
	return (
		"".join(letter for letter in letters if unicodedata.category(letter)[0] not in "CM")
		.casefold()
		.strip()
	)


_OURS = {_normal(name): name for name in REGISTER}
_BESIDE = frozenset({*COMPANIONS, *STORES})
_TABLES = re.compile(
	r"tab(" + "|".join(map(re.escape, sorted({*REGISTER, *_BESIDE}, key=len, reverse=True))) + ")"
)


def _named(texts: Iterable[str]) -> set[str]:
	"""Our DocTypes and those beside records that stand anywhere in the request."""
	named = set()
	for text in texts:
		if text in _BESIDE:
			named.add(text)
		elif len(text) <= 140 and (name := _OURS.get(_normal(text))):
			named.add(name)
		elif "tab" in text:
			named.update(_TABLES.findall(text))
	return named


def _texts_of_request(asked: _Asked) -> Iterator[str]:
	yield from address.parts()
	yield from texts(dict(frappe.form_dict))
	if asked.doctype and asked.door and asked.door.writes:
		yield from texts(_body())


def _body() -> Any:
	"""The body of a REST request, which Frappe reads where it comes neither as a form nor as JSON."""
	return parsed(frappe.form_dict.get("data") or frappe.local.request.get_data())


# Whether it passes


def _refuse() -> None:
	frappe.throw(
		_("This way to the records is closed. Use the lists, forms and reports of Party affairs."),
		frappe.PermissionError,
	)


def _check_administrator(asked: _Asked) -> None:
	if (
		asked.door
		and asked.door.safety is Safety.ADMINISTRATOR
		and "System Manager" not in frappe.get_roles()
	):
		_refuse()


def _check_door(asked: _Asked) -> None:
	"""Refuse what no door is open for, and what would lead past the checks of one that is."""
	if asked.ours:
		return
	door = asked.door
	if door is None or door.safety is Safety.CLOSED:
		_refuse()
	if door.safety is Safety.OVERRIDDEN and not asked.overridden:
		_refuse()
	if not door.for_members and not _uses_desk():
		_refuse()
	for argument in door.drops:
		frappe.form_dict.pop(argument, None)
	for argument in door.without:
		if _is_given(_argument(argument)):
			frappe.throw(
				_("{0} may not be given for these records.").format(frappe.bold(argument)),
				frappe.PermissionError,
			)


def _uses_desk() -> bool:
	return frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"


def _is_given(value: Any) -> bool:
	return str(value or "").strip().lower() not in _NOT_GIVEN


def _argument(name: str) -> Any:
	"""An argument of the request, which some methods look for inside their filters."""
	filters = parsed(frappe.form_dict.get("filters"))
	inside = filters.get(name) if isinstance(filters, dict) else None
	return frappe.form_dict.get(name) or inside


def _check_document(asked: _Asked, named: set[str]) -> None:
	"""Ask for the right to the document of a CHECKED door, and to a confidential one at any that names a document.

	Whether there is one without the right is not told.
	"""
	door = asked.door
	if door and door.files:
		for name in _files_named(frappe.form_dict.get(door.files)):
			check_document("File", name)
	if door is None or door.document is None:
		return
	pairs = _documents_named(asked, *door.document)
	if door.merged and _is_given(frappe.form_dict.get("merge")):
		other = frappe.form_dict.get(door.merged) or frappe.form_dict.get(f"new_{door.merged}")
		pairs.extend((doctype, str(other)) for doctype, _old in pairs[:1])
	for doctype, name in pairs:
		if doctype in (CONFIDENTIAL if door.safety is Safety.SCOPED else named | _ALWAYS_ASKED):
			check_document(doctype, name, door.right)


def _files_named(given: Any) -> list[str]:
	"""Names of the files that an argument holds: one, a list of them, or of objects that name one."""
	given = parsed(given)
	items = given if isinstance(given, list) else [given]
	named = [item.get("fid") or item.get("name") if isinstance(item, dict) else item for item in items]
	return [str(name) for name in named if name]


def _documents_named(asked: _Asked, doctype_argument: str, name_argument: str) -> list[tuple[str, str]]:
	"""DocType and name of each document that the arguments of a door, or the path of a REST request, name."""
	if asked.doctype:
		return [(asked.doctype, asked.name)] if asked.name else []
	given = parsed(frappe.form_dict.get(name_argument))
	if doctype_argument.startswith("="):
		return [(doctype_argument[1:], name) for name in _names(given)]
	doctype = parsed(frappe.form_dict.get(doctype_argument))
	if isinstance(doctype, dict):
		return [(each, name) for each, names in doctype.items() for name in _names(names)]
	return [(doctype, name) for name in _names(given)] if isinstance(doctype, str) else []


def _names(given: Any) -> list[str]:
	"""Names in an argument that holds one, a list of them, or documents."""
	items = given if isinstance(given, list) else [given]
	return [str(item.get("name") if isinstance(item, dict) else item) for item in items if item is not None]


# What it writes


def _check_written(asked: _Asked) -> None:
	form = asked.door.name == _FORM
	documents = _documents(asked)
	written_values.check(documents, submits=asked.door.submits, rows=asked.door.rows, form=form)
	if form and documents:
		frappe.form_dict[asked.door.writes] = frappe.as_json(documents[0], indent=None)


def _documents(asked: _Asked) -> list[dict]:
	"""The documents that a request writes, as they are to become: DocType, name of a stored one, and the values given."""
	if asked.door.name.startswith("rest:"):
		body = _body()
		values = dict(frappe.form_dict) if not isinstance(body, dict) else {**frappe.form_dict, **body}
		values.pop("data", None)
		return [{**values, "doctype": asked.doctype, written_values.STORED: asked.name}]
	if asked.door.writes != "*":
		given = parsed(frappe.form_dict.get(asked.door.writes))
		documents = [
			item for item in (given if isinstance(given, list) else [given]) if isinstance(item, dict)
		]
		return [{"doctype": frappe.form_dict.get("doctype"), **item} for item in documents]
	values = {**frappe.form_dict}
	fieldname, value = parsed(values.pop("fieldname", None)), values.pop("value", None)
	stored = values.pop("name", None) if fieldname is not None else None
	if isinstance(fieldname, dict):
		values = {"doctype": values.get("doctype"), **fieldname}
	elif isinstance(fieldname, str):
		values = {"doctype": values.get("doctype"), fieldname: value}
	return [{**values, written_values.STORED: stored}]
