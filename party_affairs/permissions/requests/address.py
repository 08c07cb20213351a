"""What a request is addressed to: a method, a document or list of REST, or a page. Read in this place alone.

Versions differ in how they read the path, and a method may be called by the name of any module that imports it, or another
one may stand in for it.
"""

from typing import NamedTuple

import frappe
from frappe.modules.utils import load_doctype_module

from party_affairs.exceptions import unsaid

_WITHOUT_MODULE = ("login", "logout")
_COLLECTIONS = ("resource", "document")
_WITHOUT_NAME = {"GET": "list", "HEAD": "list", "POST": "create"}
_WITH_NAME = {
	"GET": "read",
	"HEAD": "read",
	"PUT": "update",
	"PATCH": "update",
	"DELETE": "delete",
	"POST": "method",
}


class Rest(NamedTuple):
	"""A REST request on documents; `operation` is empty where no version knows such a one."""

	operation: str
	collection: str
	doctype: str | None
	name: str | None


def parts() -> list[str]:
	"""Return the parts of the path."""
	return [part for part in frappe.local.request.path.split("/") if part]


def method() -> str | None:
	"""Return the full name by which a method is called; None for a page and for REST on documents."""
	command = frappe.form_dict.get("cmd")
	if command:
		return full_name(str(command))
	version, kind, rest = _of_api()
	if kind != "method":
		return None
	if version == "v2" and len(rest) == 2:
		return f"{_module_of(rest[0])}.{rest[1]}"
	# Version 15.0-dev takes the first part and leaves the rest, later ones find no method of such a name.
	return full_name(rest[0] if rest else "")


def rest() -> Rest | None:
	"""Return what a REST request asks for; None for a page and for the call of a method."""
	_version, kind, rest = _of_api()
	if frappe.form_dict.get("cmd") or kind in ("", "method"):
		return None
	return Rest(operation_of(kind, rest), kind, rest[0] if rest else None, "/".join(rest[1:]) or None)


def operation_of(kind: str, rest: list[str]) -> str:
	"""Return which kind of REST request it is, of the versions 1 and 2."""
	verb = frappe.local.request.method
	if kind == "doctype":
		return rest[-1] if rest[1:] else ""
	if kind not in _COLLECTIONS:
		return ""
	if "run_method" in frappe.form_dict or "method" in rest[2:-1]:
		return "method"
	if not rest[1:]:
		return _WITHOUT_NAME.get(verb, "")
	if verb in ("GET", "HEAD") and kind == "document" and rest[-1] == "copy":
		return "copy"
	return _WITH_NAME.get(verb, "")


def _of_api() -> tuple[str | None, str, list[str]]:
	"""Return version, kind (`method`, `resource` …) and rest of a path of the API; no kind for a page."""
	path = parts()
	if path[:1] != ["api"]:
		return None, "", path
	version = path[1] if path[1:2] in (["v1"], ["v2"]) else None
	kind, *rest = path[2 if version else 1 :] or ["?"]
	return version, kind, rest


def _module_of(doctype: str) -> str:
	try:
		with unsaid():
			return load_doctype_module(doctype).__name__
	except (ImportError, frappe.DoesNotExistError):
		return doctype


# Methods


def full_name(name: str) -> str:
	"""Return the name of a method with its module, which Frappe lets one leave out of its own handlers."""
	return name if "." in name or name in _WITHOUT_MODULE else f"frappe.handler.{name}"


def stand_in(name: str) -> str | None:
	"""Return the method that is called in place of another one; None if there is none.

	Version 15 takes the first of several, 16 the last: where apps differ it is empty, as none is known.
	"""
	overrides = frappe.get_hooks("override_whitelisted_methods").get(name, [])
	if not overrides:
		return None
	return full_name(overrides[0]) if len(set(overrides)) == 1 else ""


def stands_in_for(name: str) -> str:
	"""Return the method in whose place a method of ours is called, any other one as it is."""
	overrides = frappe.get_hooks("override_whitelisted_methods")
	return next((original for original, ours in overrides.items() if name in ours), name)


def defined_as(name: str) -> str:
	"""Return the name of a method where it is defined: it may be called by that of any module that imports it."""
	try:
		with unsaid():
			function = frappe.get_attr(name)
		defined = f"{function.__module__}.{function.__qualname__}"
	except Exception:
		# Whatever keeps it from being found keeps it from being called as well.
		return name
	return name if "<locals>" in defined else defined
