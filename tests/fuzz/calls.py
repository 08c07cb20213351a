"""Calls at every door, each drawn from its number and the seed alone, so that a call that fails can be sent again."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote

import frappe
from frappe.model import no_value_fields, table_fields

import party_affairs.api
from party_affairs import portal_pages
from party_affairs.permissions import linked_records
from party_affairs.permissions.doors import DOORS, Safety
from tests.fuzz.values import as_text, odd
from tests.support.requests import Answer, ask

_TODAY = "2026-03-10"
_LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Call:
	"""One request: who sends it, where to, and with what."""

	role: str
	verb: str
	path: str
	arguments: dict[str, Any] = field(default_factory=dict)
	json_body: Any = None
	files: tuple = ()

	def send(self, logins) -> Answer:
		"""Send it as the login that holds the role."""
		if self.json_body is not None:
			return ask(logins[self.role], self.path, self.verb, json_body=self.json_body)
		texts = {key: as_text(value) for key, value in self.arguments.items()}
		return ask(logins[self.role], self.path, self.verb, files=self.files, **texts)

	def __str__(self) -> str:
		"""Short enough to be read in a list."""
		sent = self.arguments if self.json_body is None else self.json_body
		shown = {key: _shortened(value) for key, value in sent.items()} if isinstance(sent, dict) else sent
		kind = "" if self.json_body is None else " (JSON)"
		return f"{self.role}: {self.verb} {self.path[:200]}{kind} {shown}"


def _shortened(value) -> str:
	text = ascii(value)
	return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}… ({len(text)})"


def is_about_the_platform(call: Call) -> bool:
	"""Whether a call is about documents of the platform's own, which the odd words `User` and `DocType` in place of a kind make it.

	Frappe takes its own documents as they come: a User without an address is an error of the server (`POST
	/api/method/frappe.client.insert` with `{"doc": {"doctype": "User"}}`), and so is an unknown column of DocType (`GET
	/api/method/frappe.desk.search.search_link?doctype=DocType&txt=a&searchfield=b`). Neither is ours to close.
	"""
	sent = as_text(call.json_body if call.json_body is not None else call.arguments)
	return any(f'"{kind}' in sent or f"/{kind}" in call.path for kind in _OTHERS)


class Draw:
	"""Draws of one call: a document that it is about, and around it arguments, some of them odd."""

	def __init__(self, rng: Random, house):
		self.rng, self.house = rng, house
		self.doctype = rng.choice(house.doctypes)
		self.name = self.name_of(self.doctype)

	def chance(self, share: float) -> bool:
		return self.rng.random() < share

	def name_of(self, doctype: str) -> str:
		names = self.house.names.get(doctype)
		return self.rng.choice(names) if names else doctype

	def role(self) -> str:
		"""Those who may do much are drawn more often: their calls get further."""
		roles = tuple(self.house.logins)
		return self.rng.choice((*roles, *_BUSY, *_BUSY))

	# Arguments

	def arguments(self, names: dict[str, Any]) -> dict[str, Any]:
		"""A fitting value for each name, then up to three of them left out or made odd."""
		given = {name: value() if callable(value) else value for name, value in names.items()}
		for _time in range(self.rng.choice((0, 1, 1, 1, 2, 3))):
			if not given:
				break
			name = self.rng.choice(tuple(given))
			if self.chance(0.15):
				del given[name]
			else:
				given[name] = self.spoilt(given[name])
		if self.chance(0.03):
			given[self.rng.choice(("flags", "self", "cmd_", "doc", "ignore_permissions", "x y"))] = odd(
				self.rng
			)
		return given

	def spoilt(self, value):
		"""A value made odd, or a part of it, where it has parts."""
		if isinstance(value, dict) and value and self.chance(0.8):
			key = self.rng.choice(tuple(value))
			return {**value, key: self.spoilt(value[key])}
		if isinstance(value, list) and value and self.chance(0.8):
			place = self.rng.randrange(len(value))
			return [*value[:place], self.spoilt(value[place]), *value[place + 1 :]]
		return odd(self.rng)

	def of_own_method(self, method: Callable) -> dict[str, Any]:
		"""Fitting values for the arguments of one of the app's methods, by their names."""
		return self.arguments({name: self.by_name(name, method.__module__) for name in _parameters(method)})

	def by_name(self, name: str, module: str) -> Any:
		"""A fitting value for an argument of this name."""
		subject = _SUBJECT_OF_MODULE.get(module.rpartition(".")[2], self.doctype)
		if name in _NAMES:
			return self.name_of(_NAMES[name])
		if name in _DAYS:
			return _TODAY
		return {
			"name": lambda: self.name_of(subject),
			"doctype": lambda: subject,
			"docname": lambda: self.name_of(subject),
			"parent": lambda: self.name_of("Party Branch"),
			"entries": lambda: json.dumps([self.name_of("Party Dues Entry") for _time in range(2)]),
			"members": lambda: json.dumps([self.name_of("Party Member")]),
			"lines": lambda: json.dumps([{"member": self.name_of("Party Member"), "amount": "15"}]),
			"row": lambda: self.name_of("Life Review Measure"),
			"line": lambda: self.name_of("Party Dues Statement Line"),
			"resolution": lambda: self.name_of("Party Meeting Resolution"),
			"months": lambda: json.dumps(["2026-03-01"]),
			"filters": self.filters,
			"fields": lambda: json.dumps(["name"]),
			"field": self.fieldname,
			"ignore_doctypes_on_cancel_all": lambda: json.dumps([subject]),
			"year": lambda: 2026,
			"kind": lambda: self.rng.choice(
				("Theme Day", "Member Assembly", "Work Report", "Committee Meeting")
			),
			"ledger": lambda: self.rng.choice(_ledgers()),
			"file_format": lambda: "xlsx",
			"half_year": lambda: "2026-H1",
			"half": lambda: "First Half",
			"method": lambda: "Cash",
			"step": lambda: "First Talk",
			"request_id": lambda: "abc",
			"number": lambda: 3,
			"items": lambda: json.dumps([subject]),
			"docs": lambda: json.dumps([self.document()]),
			"doc": lambda: json.dumps(self.document(), default=str),
			"document": lambda: json.dumps(self.document(), default=str),
			"dt": lambda: subject,
			"dn": lambda: self.name_of(subject),
			"doc_name": lambda: self.name_of(subject),
			"reference_doctype": lambda: subject,
			"reference_name": lambda: self.name_of(subject),
			"docnames": lambda: json.dumps([self.name_of(subject)]),
			"names": lambda: json.dumps([self.name_of(subject)]),
			"report_name": lambda: self.rng.choice(_reports()),
			"user": lambda: "Administrator",
			"args": lambda: json.dumps({"doctype": subject, "name": self.name_of(subject)}),
		}.get(name, lambda: "1")()

	# Queries

	def filters(self) -> Any:
		"""Filters of a list in one of the shapes that Frappe knows."""
		name = self.fieldname()
		operator = self.rng.choice(
			("=", "!=", "like", "in", "not in", ">", "between", "is", "descendants of", "Timespan")
		)
		value = {
			"in": ["甲", "乙"],
			"not in": ["甲"],
			"between": ["2026-01-01", "2026-12-31"],
			"is": "set",
			"Timespan": "last month",
		}.get(operator, self.rng.choice(("甲", "1", _TODAY)))
		return self.rng.choice(
			(
				[[self.doctype, name, operator, value]],
				[[name, operator, value]],
				{name: [operator, value]},
				{name: "甲"},
				[],
			)
		)

	def fieldname(self) -> str:
		columns = [
			row.fieldname for row in frappe.get_meta(self.doctype).fields if row.fieldtype not in _NO_COLUMNS
		]
		fields = columns or ["name"]
		if self.chance(0.05):
			fields = [row.fieldname for row in frappe.get_meta(self.doctype).fields]
		return self.rng.choice([*fields, "name", "modified", "docstatus", "owner"])

	def fields(self) -> list[str]:
		name = self.fieldname()
		return self.rng.choice(
			(
				["name"],
				["*"],
				["name", name],
				[f"`tab{self.doctype}`.`{name}`"],
				["count(*) as n"],
				[f"sum({name}) as s"],
			)
		)

	def order(self) -> str:
		return self.rng.choice(
			(f"`tab{self.doctype}`.`modified` desc", "name asc", f"{self.fieldname()} desc")
		)

	# Documents

	def document(self, *, new: bool | None = None) -> dict[str, Any]:
		"""A document as a form sends it, stored or new, with up to four of its values made odd."""
		new = self.chance(0.4) if new is None else new
		names = self.house.names.get(self.doctype)
		single = frappe.get_meta(self.doctype).issingle
		if (names or single) and not new:
			values = json.loads(frappe.as_json(frappe.get_doc(self.doctype, self.name).as_dict()))
		else:
			values = {"doctype": self.doctype, "name": f"new-{frappe.scrub(self.doctype)}-1", "__islocal": 1}
			values |= self.invented(self.doctype)
		for _time in range(self.rng.choice((0, 1, 1, 2, 4))):
			values = self.spoilt_document(values)
		return values

	def invented(self, doctype: str, *, inside: bool = False) -> dict[str, Any]:
		values = {}
		for row in frappe.get_meta(doctype).fields:
			if row.fieldtype in ("Table", "Table MultiSelect") and not inside and self.chance(0.7):
				values[row.fieldname] = [
					{"doctype": row.options, **self.invented(row.options, inside=True)}
					for _time in range(self.rng.choice((0, 1, 2)))
				]
			elif self.chance(0.75) and not row.read_only:
				values[row.fieldname] = self.value_of(row)
		return {key: value for key, value in values.items() if value is not None}

	def value_of(self, row) -> Any:
		match row.fieldtype:
			case "Link":
				return self.name_of(row.options) if row.options in self.house.names else None
			case "Select":
				options = [option for option in (row.options or "").split("\n") if option]
				return self.rng.choice(options) if options else None
			case "Date":
				return _TODAY
			case "Datetime":
				return f"{_TODAY} 14:00:00"
			case "Int" | "Check" | "Float" | "Currency" | "Percent":
				return self.rng.choice((0, 1, 3))
			case "Data" | "Small Text" | "Text" | "Long Text" | "Text Editor":
				return "试填"
			case _:
				return None

	def spoilt_document(self, values: dict[str, Any]) -> dict[str, Any]:
		"""One value made odd: a field, a whole table, a row of one, a field in a row, or what Frappe itself sets."""
		meta = frappe.get_meta(self.doctype)
		if self.chance(0.25):
			key = self.rng.choice(_PLATFORM_FIELDS)
			return {**values, key: odd(self.rng)}
		row = self.rng.choice(meta.fields)
		if row.fieldtype not in ("Table", "Table MultiSelect"):
			return {**values, row.fieldname: odd(self.rng)}
		rows = values.get(row.fieldname) or [
			{"doctype": row.options, **self.invented(row.options, inside=True)}
		]
		if self.chance(0.4) or not isinstance(rows, list):
			return {**values, row.fieldname: odd(self.rng)}
		place = self.rng.randrange(len(rows))
		inside = rows[place]
		if self.chance(0.2) or not isinstance(inside, dict):
			spoilt = odd(self.rng)
		else:
			names = [child.fieldname for child in frappe.get_meta(row.options).fields]
			spoilt = {**inside, self.rng.choice([*names, *names, *_PLATFORM_FIELDS]): odd(self.rng)}
		return {**values, row.fieldname: [*rows[:place], spoilt, *rows[place + 1 :]]}


# Doors


def own_method(draw: Draw) -> Call:
	method, verb = draw.rng.choice(own_methods())
	path = f"/api/method/{method.__module__}.{method.__name__}"
	if verb == "POST" and method.__name__ in ("vote", "vote_with_code", "ballot_of_code"):
		given = draw.arguments(
			{"appraisal": draw.name_of("Democratic Appraisal"), "code": "1", "marks": "{}"}
		)
	else:
		given = draw.of_own_method(method)
	return _sent(draw, verb, path, given)


def resource(draw: Draw) -> Call:
	"""`/api/resource` of a document, a child table or a list."""
	base = draw.rng.choice(
		("/api/resource", "/api/resource", "/api/resource", "/api/v2/document", "/api/v1/resource")
	)
	doctype = draw.doctype if draw.chance(0.93) else as_text(odd(draw.rng))
	path = f"{base}/{quote(doctype, safe='')}"
	verb = draw.rng.choice(("GET", "GET", "POST", "PUT", "PUT", "DELETE"))
	if verb == "GET" and draw.chance(0.7):
		given = draw.arguments(
			{
				"fields": draw.fields,
				"filters": draw.filters,
				"or_filters": draw.filters,
				"order_by": draw.order,
				"group_by": draw.fieldname,
				"limit_start": 0,
				"limit_page_length": 5,
				"parent": "Party Branch",
				"as_dict": 1,
			}
		)
		return Call(draw.role(), verb, path, _some(draw, given))
	if verb == "POST":
		return _document_sent(draw, verb, path, draw.document(new=True))
	name = draw.name if draw.chance(0.9) else as_text(odd(draw.rng))
	path = f"{path}/{quote(name, safe='')}"
	if verb == "PUT":
		return _document_sent(draw, verb, path, _part(draw, draw.document(new=False)))
	given = {}
	if verb == "GET" and draw.chance(0.3):
		given = draw.arguments({"run_method": "submit", "args": "{}"})
	return Call(draw.role(), verb, path, given)


def platform_method(draw: Draw) -> Call:
	"""A method of Frappe's that forms, lists, reports and prints use."""
	name, (verb, names) = draw.rng.choice(tuple(_PLATFORM.items()))
	given = draw.arguments({key: _filled(draw, value) for key, value in names.items()})
	return _sent(draw, verb, f"/api/method/{name}", given)


def open_method(draw: Draw) -> Call:
	"""Any other method that the gate lets a request about our records through to."""
	name, names = draw.rng.choice(_open_methods())
	verb = "POST" if draw.chance(0.6) else "GET"
	given = draw.arguments({key: draw.by_name(key, "") for key in names})
	return _sent(draw, verb, f"/api/method/{name}", given)


def page(draw: Draw) -> Call:
	"""A page of the portal or a print, with an odd query string."""
	path = draw.rng.choice(_PAGES)
	given = draw.arguments(
		{
			"name": draw.name,
			"doctype": draw.doctype,
			"year": 2026,
			"format": "Standard",
			"appraisal": draw.name_of("Democratic Appraisal"),
			"talk": draw.name_of("Heart Talk"),
			"doc": draw.document,
			"code": "x",
		}
	)
	return Call(draw.role(), "GET", path, _some(draw, given))


def upload(draw: Draw) -> Call:
	"""An attachment that may be no file, of no name, for no document."""
	name = draw.rng.choice(_FILE_NAMES)
	content = draw.rng.choice(_CONTENTS)
	given = draw.arguments(
		{
			"doctype": draw.doctype,
			"docname": draw.name,
			"fieldname": draw.fieldname,
			"is_private": 1,
			"folder": "Home/Attachments",
			"file_name": name,
			"file_url": lambda: draw.rng.choice(
				("", "", "/private/files/none.pdf", "http://127.0.0.1/x", "../x")
			),
			"optimize": 0,
		}
	)
	given = _some(draw, given)
	files = () if draw.chance(0.15) else (("file", (name, content)),)
	return Call(draw.role(), "POST", "/api/method/upload_file", given, files=files)


DOORS_AND_SHARES = (
	(own_method, 30),
	(resource, 25),
	(platform_method, 27),
	(open_method, 9),
	(page, 5),
	(upload, 4),
)


def call_of(seed: int, number: int, house) -> Call:
	"""Call `number` of a seed: always the same on the same house."""
	rng = Random(f"{seed}:{number}")
	doors, weights = zip(*DOORS_AND_SHARES, strict=True)
	door = rng.choices(doors, weights)[0]
	return door(Draw(rng, house))


def _sent(draw: Draw, verb: str, path: str, given: dict[str, Any]) -> Call:
	if verb == "POST" and draw.chance(0.3):
		return Call(draw.role(), verb, path, json_body=given)
	return Call(draw.role(), verb, path, given)


def _document_sent(draw: Draw, verb: str, path: str, values: dict[str, Any]) -> Call:
	if draw.chance(0.6):
		return Call(draw.role(), verb, path, json_body=values)
	return Call(draw.role(), verb, path, {"data": values} if draw.chance(0.7) else values)


def _some(draw: Draw, given: dict[str, Any]) -> dict[str, Any]:
	return {key: value for key, value in given.items() if draw.chance(0.5)}


def _part(draw: Draw, values: dict[str, Any]) -> dict[str, Any]:
	return {key: value for key, value in values.items() if draw.chance(0.5)}


def _filled(draw: Draw, value: Any) -> Any:
	"""What stands for a value in `_PLATFORM`: a word for something drawn, else the value itself."""
	match value:
		case "<doctype>":
			return draw.doctype
		case "<name>":
			return draw.name
		case "<names>":
			return [draw.name]
		case "<doc>":
			return draw.document
		case "<docs>":
			return lambda: [draw.document()]
		case "<filters>":
			return draw.filters
		case "<fields>":
			return draw.fields
		case "<field>":
			return draw.fieldname
		case "<order>":
			return draw.order
		case "<branch>":
			return draw.name_of("Party Branch")
		case "<report>":
			return draw.rng.choice(_reports())
		case dict():
			return {_filled(draw, key): _now(_filled(draw, part)) for key, part in value.items()}
		case list():
			return [_now(_filled(draw, part)) for part in value]
		case _:
			return value


def _now(value: Any) -> Any:
	return value() if callable(value) else value


@cache
def own_methods() -> tuple[tuple[Callable, str], ...]:
	"""The app's whitelisted methods, and the verb by which each is called."""
	return tuple(_own_methods())


def _own_methods() -> Iterator[tuple[Callable, str]]:
	modules = [
		importlib.import_module(found.name)
		for found in pkgutil.walk_packages(party_affairs.api.__path__, "party_affairs.api.")
	]
	for module in (*modules, linked_records):
		for _name, method in sorted(inspect.getmembers(module, inspect.isfunction)):
			if method in frappe.whitelisted and method.__module__ == module.__name__:
				verbs = frappe.allowed_http_methods_for_whitelisted_func[method]
				yield method, "GET" if "GET" in verbs else "POST"


@cache
def _open_methods() -> tuple[tuple[str, tuple[str, ...]], ...]:
	"""Names of methods and of their arguments."""
	found = []
	for name, door in sorted(DOORS.items()):
		if door.safety not in _OPEN or name in _PLATFORM or name.startswith(_NOT_SENT) or ":" in name:
			continue
		try:
			method = frappe.get_attr(name)
		except (AttributeError, ImportError, frappe.ValidationError):
			# Not every version has every method.
			continue
		if method in frappe.whitelisted:
			found.append((name, tuple(inspect.signature(method).parameters)))
	return tuple(found)


@cache
def _parameters(method: Callable) -> tuple[str, ...]:
	named = inspect.signature(method).parameters.values()
	known = tuple(one.name for one in named if one.kind is not one.VAR_KEYWORD)
	takes_more = any(one.kind is one.VAR_KEYWORD for one in named)
	return (*known, "branch", "year", "month", "day", "kind", "status") if takes_more else known


@cache
def _ledgers() -> tuple[str, ...]:
	from party_affairs import ledgers

	return tuple(ledgers.LEDGERS)


@cache
def _reports() -> tuple[str, ...]:
	return tuple(frappe.get_all("Report", {"module": "Party Affairs"}, pluck="name", order_by="name"))


_OTHERS = ("User", "DocType")
_BUSY = ("administrator", "secretary", "officer above", "member")
_OPEN = (Safety.SCOPED, Safety.CHECKED, Safety.OVERRIDDEN, Safety.OWN_ROWS)
_NOT_SENT = (
	# Answers any refusal with 500 in so many words; it has been out of use since uploads go to `upload_file`.
	"frappe.handler.uploadfile",
	# Speaks to a printer.
	"frappe.utils.print_format.print_by_server",
	# Takes an argument of the name under which requests of tests send files.
	"frappe.core.api.file.zip_files",
	# Energy points and the caller's own picture: records of the platform's own, of which it takes any column as it comes
	# (`GET …user_profile.get_energy_points_percentage_chart_data?user=Administrator&field=x`).
	"frappe.social.",
	"frappe.desk.page.user_profile.",
)
_NO_COLUMNS = (*no_value_fields, *table_fields)
_NAMES = {
	"branch": "Party Branch",
	"member": "Party Member",
	"meeting": "Party Meeting",
	"assembly": "Party Meeting",
	"case": "Party Development Case",
	"review": "Party Life Review",
	"election": "Party Election",
	"appraisal": "Democratic Appraisal",
	"finding": "Compliance Finding",
	"event": "Party Member Event",
	"firm": "Law Firm",
	"scheme": "Evaluation Scheme",
	"party_group": "Party Group",
}
_SUBJECT_OF_MODULE = {
	"account": "Party Dues Remittance",
	"statements": "Party Dues Statement",
	"importing": "Party Year Import",
	"record": "Party Membership Transfer",
	"personal_texts": "Thought Report",
	"tree": "Party Branch",
}
_DAYS = frozenset(
	"on day start end before period_from period_to received_on paid_on accepted_on closed_on done_on made_up_on month".split()
)
_PLATFORM_FIELDS = tuple(
	"doctype name docstatus modified creation owner idx parent parentfield parenttype __islocal __unsaved amended_from "
	"naming_series _user_tags _meta unknown save meta flags run_method".split()
)
_PAGES = (
	*(page.path for page in portal_pages.PAGES),
	*("/party/offline", "/party/logged-out", "/appraisal", "/printview", "/party/nothing"),
)
_FILE_NAMES = (
	"记录.pdf",
	"a.xlsx",
	"照片.jpg",
	"x.docx",
	"../../x.pdf",
	"a/b.png",
	".pdf",
	"长" * 200 + ".pdf",
	"a\x00b.pdf",
	"x",
)
_CONTENTS = (
	b"",
	b"%PDF-1.4 ...",
	b"not a file",
	b"PK\x03\x04",
	b"\xff\xd8\xff\xe0",
	b"\x89PNG\r\n\x1a\n",
	b"\x00" * 100,
)

_QUERY = {
	"doctype": "<doctype>",
	"fields": "<fields>",
	"filters": "<filters>",
	"or_filters": "<filters>",
	"order_by": "<order>",
	"group_by": "<field>",
	"start": 0,
	"page_length": 20,
}
_PRINT = {"doctype": "<doctype>", "name": "<name>", "format": "Standard", "no_letterhead": 0, "doc": "<doc>"}
_PLATFORM = {
	"frappe.client.get_list": ("GET", {**_QUERY, "parent": "Party Branch", "limit_start": 0, "debug": 0}),
	"frappe.client.get": ("GET", {"doctype": "<doctype>", "name": "<name>", "filters": "<filters>"}),
	"frappe.client.get_value": (
		"GET",
		{"doctype": "<doctype>", "fieldname": "<fields>", "filters": "<filters>"},
	),
	"frappe.client.get_single_value": ("GET", {"doctype": "<doctype>", "field": "<field>"}),
	"frappe.client.get_count": ("GET", {"doctype": "<doctype>", "filters": "<filters>"}),
	"frappe.client.set_value": (
		"POST",
		{"doctype": "<doctype>", "name": "<name>", "fieldname": "<field>", "value": "甲"},
	),
	"frappe.client.insert": ("POST", {"doc": "<doc>"}),
	"frappe.client.insert_many": ("POST", {"docs": "<docs>"}),
	"frappe.client.save": ("POST", {"doc": "<doc>"}),
	"frappe.client.submit": ("POST", {"doc": "<doc>"}),
	"frappe.client.cancel": ("POST", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.client.delete": ("POST", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.client.bulk_update": ("POST", {"docs": "<docs>"}),
	"frappe.client.has_permission": (
		"GET",
		{"doctype": "<doctype>", "docname": "<name>", "perm_type": "read"},
	),
	"frappe.client.validate_link": (
		"GET",
		{"doctype": "<doctype>", "docname": "<name>", "fields": "<fields>"},
	),
	"frappe.client.rename_doc": ("POST", {"doctype": "<doctype>", "old_name": "<name>", "new_name": "改名"}),
	"frappe.client.is_document_amended": ("GET", {"doctype": "<doctype>", "docname": "<name>"}),
	"frappe.client.get_doc_permissions": ("GET", {"doctype": "<doctype>", "docname": "<name>"}),
	"frappe.client.attach_file": (
		"POST",
		{
			"filename": "x.txt",
			"filedata": "eA==",
			"doctype": "<doctype>",
			"docname": "<name>",
			"decode_base64": 1,
		},
	),
	"frappe.desk.form.save.savedocs": ("POST", {"doc": "<doc>", "action": "Save"}),
	"frappe.desk.form.save.cancel": ("POST", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.desk.form.load.getdoc": ("GET", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.desk.form.load.getdoctype": ("GET", {"doctype": "<doctype>", "with_parent": 1}),
	"frappe.desk.form.load.get_docinfo": ("GET", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.desk.form.load.get_communications": (
		"GET",
		{"doctype": "<doctype>", "name": "<name>", "start": 0},
	),
	"frappe.desk.form.linked_with.get": ("GET", {"doctype": "<doctype>", "docname": "<name>"}),
	"frappe.desk.form.linked_with.get_linked_doctypes": ("GET", {"doctype": "<doctype>"}),
	"frappe.desk.form.linked_with.get_submitted_linked_docs": (
		"GET",
		{"doctype": "<doctype>", "name": "<name>"},
	),
	"frappe.desk.form.utils.get_next": (
		"GET",
		{
			"doctype": "<doctype>",
			"value": "<name>",
			"prev": 0,
			"filters": "<filters>",
			"sort_order": "desc",
			"sort_field": "modified",
		},
	),
	"frappe.desk.form.utils.add_comment": (
		"POST",
		{
			"reference_doctype": "<doctype>",
			"reference_name": "<name>",
			"content": "评论",
			"comment_email": "a@example.com",
			"comment_by": "甲",
		},
	),
	"frappe.desk.form.assign_to.add": (
		"POST",
		{"doctype": "<doctype>", "name": "<name>", "assign_to": ["Administrator"], "description": "甲"},
	),
	"frappe.desk.form.document_follow.follow_document": (
		"POST",
		{"doctype": "<doctype>", "doc_name": "<name>", "user": "x"},
	),
	"frappe.desk.reportview.get": ("POST", {**_QUERY, "with_comment_count": 1, "view": "List"}),
	"frappe.desk.reportview.get_list": ("POST", _QUERY),
	"frappe.desk.reportview.get_count": ("GET", {**_QUERY, "distinct": "false", "limit": 10}),
	"frappe.desk.reportview.get_stats": (
		"GET",
		{"doctype": "<doctype>", "stats": ["_user_tags"], "filters": "<filters>"},
	),
	"frappe.desk.reportview.get_sidebar_stats": (
		"GET",
		{"doctype": "<doctype>", "stats": ["_user_tags"], "filters": "<filters>"},
	),
	"frappe.desk.reportview.export_query": (
		"POST",
		{**_QUERY, "file_format_type": "CSV", "title": "清单", "selected_items": "<names>"},
	),
	"frappe.desk.reportview.delete_items": ("POST", {"doctype": "<doctype>", "items": "<names>"}),
	"frappe.desk.listview.get_group_by_count": (
		"GET",
		{"doctype": "<doctype>", "current_filters": "<filters>", "field": "<field>"},
	),
	"frappe.desk.listview.get_list_settings": ("GET", {"doctype": "<doctype>"}),
	"frappe.desk.search.search_link": (
		"GET",
		{
			"doctype": "<doctype>",
			"txt": "甲",
			"filters": "<filters>",
			"page_length": 10,
			"searchfield": "<field>",
		},
	),
	"frappe.desk.search.search_widget": (
		"GET",
		{
			"doctype": "<doctype>",
			"txt": "甲",
			"filters": "<filters>",
			"filter_fields": "<fields>",
			"start": 0,
		},
	),
	"frappe.desk.search.get_link_title": ("GET", {"doctype": "<doctype>", "docname": "<name>"}),
	"frappe.desk.query_report.run": (
		"POST",
		{
			"report_name": "<report>",
			"filters": {"branch": "<branch>", "year": 2026},
			"ignore_prepared_report": 1,
		},
	),
	"frappe.desk.query_report.export_query": (
		"POST",
		{
			"report_name": "<report>",
			"filters": {"year": 2026},
			"file_format_type": "Excel",
			"visible_idx": [0],
			"include_indentation": 0,
		},
	),
	"frappe.desk.query_report.get_script": ("GET", {"report_name": "<report>"}),
	"frappe.desk.query_report.get_data_for_custom_field": (
		"GET",
		{"doctype": "<doctype>", "field": "<field>", "names": "<names>"},
	),
	"frappe.desk.calendar.get_events": (
		"GET",
		{
			"doctype": "Party Meeting",
			"start": "2026-03-01",
			"end": "2026-04-01",
			"field_map": {"start": "starts_on", "end": "ends_on", "title": "topic"},
			"filters": "<filters>",
			"fields": "<fields>",
		},
	),
	"frappe.desk.calendar.update_event": (
		"POST",
		{
			"args": {"doctype": "<doctype>", "name": "<name>", "starts_on": "2026-03-01"},
			"field_map": {"start": "starts_on", "end": "starts_on"},
		},
	),
	"frappe.desk.treeview.get_children": ("GET", {"doctype": "Party Branch", "parent": "<branch>"}),
	"frappe.desk.treeview.get_all_nodes": (
		"GET",
		{
			"doctype": "Party Branch",
			"label": "甲",
			"parent": "<branch>",
			"tree_method": "party_affairs.api.organisation.tree.get_branch_nodes",
		},
	),
	"frappe.desk.treeview.add_node": (
		"POST",
		{"doctype": "Party Branch", "parent": "<branch>", "party_branch_name": "新", "is_root": "false"},
	),
	"frappe.desk.doctype.number_card.number_card.get_result": (
		"POST",
		{
			"doc": {"document_type": "<doctype>", "function": "Count", "aggregate_function_based_on": "name"},
			"filters": "<filters>",
			"to_date": _TODAY,
		},
	),
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": (
		"POST",
		{
			"chart": {
				"chart_type": "Count",
				"document_type": "<doctype>",
				"based_on": "creation",
				"timeseries": 1,
				"filters_json": "[]",
			},
			"filters": "<filters>",
			"from_date": "2026-01-01",
			"to_date": _TODAY,
			"time_interval": "Monthly",
			"timespan": "Last Year",
			"no_cache": 1,
		},
	),
	"frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source.get_config": (
		"GET",
		{"name": "<name>"},
	),
	"frappe.desk.doctype.tag.tag.add_tag": ("POST", {"tag": "重点", "dt": "<doctype>", "dn": "<name>"}),
	"frappe.desk.like.toggle_like": ("POST", {"doctype": "<doctype>", "name": "<name>", "add": "Yes"}),
	"frappe.desk.link_preview.get_preview_data": ("GET", {"doctype": "<doctype>", "docname": "<name>"}),
	"frappe.desk.notifications.get_open_count": (
		"GET",
		{"doctype": "<doctype>", "name": "<name>", "items": "<names>"},
	),
	"frappe.core.doctype.data_import.data_import.download_template": (
		"POST",
		{
			"doctype": "<doctype>",
			"export_fields": {"<doctype>": ["name"]},
			"export_records": "5_records",
			"export_filters": "<filters>",
			"file_type": "CSV",
		},
	),
	"frappe.www.printview.get_html_and_style": ("GET", {**_PRINT, "settings": {}, "trigger_print": 0}),
	"frappe.www.printview.get_rendered_raw_commands": ("GET", _PRINT),
	"frappe.utils.print_format.download_pdf": ("GET", _PRINT),
	"frappe.utils.print_format.download_multi_pdf": (
		"GET",
		{"doctype": "<doctype>", "name": "<names>", "format": "Standard", "options": {}},
	),
	"run_doc_method": (
		"POST",
		{"docs": "<doc>", "dt": "<doctype>", "dn": "<name>", "method": "submit", "args": {}},
	),
	"frappe.model.mapper.make_mapped_doc": ("POST", {"method": "frappe.client.get", "source_name": "<name>"}),
	"frappe.model.rename_doc.update_document_title": (
		"POST",
		{"doctype": "<doctype>", "docname": "<name>", "title": "甲", "name": "<name>"},
	),
	"frappe.share.add": (
		"POST",
		{"doctype": "<doctype>", "name": "<name>", "user": "Administrator", "read": 1},
	),
	"frappe.share.get_users": ("GET", {"doctype": "<doctype>", "name": "<name>"}),
	"frappe.utils.global_search.search": (
		"GET",
		{"text": "甲", "start": 0, "limit": 20, "doctype": "<doctype>"},
	),
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": (
		"GET",
		{"doctype": "<doctype>", "workflow_state_field": "<field>", "states": ["甲"]},
	),
	"frappe.model.workflow.get_transitions": ("GET", {"doc": "<doc>"}),
	"frappe.model.workflow.bulk_workflow_approval": (
		"POST",
		{"docnames": "<names>", "doctype": "<doctype>", "action": "Approve"},
	),
	"frappe.core.doctype.version.version.get_documents_with_edit_access": ("GET", {"doctype": "<doctype>"}),
}
"""Methods of Frappe's with what they are called with; words in angle brackets stand for what is drawn."""
