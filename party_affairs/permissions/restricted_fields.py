"""Requests that name a sensitive field are refused to users who may not read it.

Frappe drops forbidden fields from what a list query returns, but version 15 lets the second of two neighbouring ones
through, and every version lets a caller filter or sort by them, which tells their values by and by.
"""

import json
import re

import frappe
from frappe import _

from party_affairs.permissions import seen
from party_affairs.permissions.register import PARENT_OF_CHILD_TABLE, REGISTER, SCOPED_DOCTYPES
from party_affairs.permissions.requests import address
from party_affairs.permissions.requests.texts import parsed, texts
from party_affairs.permissions.rows_of_branches import refuse_rows
from party_affairs.permissions.scope import scope_for

CONCEALED = "***"
QUERY_ARGUMENTS = (
	"fields",
	"fieldname",
	"field",
	"filters",
	"or_filters",
	"order_by",
	"sort_by",
	"group_by",
	"aggregate_on_field",
	"searchfield",
	"stats",
	"current_filters",
	"field_map",
	"sort_field",
	"filter_fields",
	"fields_to_fetch",
	"export_filters",
)
_EXPORTS = (
	"frappe.desk.reportview.export_query",
	"frappe.core.doctype.data_import.data_import.download_template",
)
_OF_VISITS = re.compile(r"\blast_(?:active|login|ip)\b")
"""What Frappe notes of each login: beside a record its time says who made it, and everybody may look up logins."""
_ALL_FIELDS = re.compile(r"(?:^|[\s.`])\*(?:$|\s)")
COLUMNS = ("fields", "fieldname", "field")


_OF_CHART = [
	"document_type",
	"parent_document_type",
	"based_on",
	"value_based_on",
	"group_by_based_on",
	"aggregate_function_based_on",
	"filters_json",
	"dynamic_filters_json",
]


def refuse_restricted_fields() -> None:
	"""Auth hook: runs for each request once the user is known. Raise PermissionError if it asks for too much."""
	_refuse_visits()
	card, chart = _number_card(), _chart()
	doctypes = (requested_doctype(), card.get("document_type"), chart.get("document_type"))
	# What cannot be read is refused by name after this.
	ours = {
		doctype
		for doctype in doctypes
		if isinstance(doctype, str) and (doctype in SCOPED_DOCTYPES or doctype in PARENT_OF_CHILD_TABLE)
	}
	if ours:
		asked = f"{text_of(QUERY_ARGUMENTS)} {' '.join(texts([card, chart]))}"
		for doctype in sorted(ours):
			_check_query(doctype, asked)


def _refuse_visits() -> None:
	asks = _OF_VISITS.search(text_of(QUERY_ARGUMENTS)) or (
		requested_doctype() == "User" and _ALL_FIELDS.search(text_of(COLUMNS))
	)
	if asks and "System Manager" not in frappe.get_roles():
		frappe.throw(_("Who was logged in when is read by the administrator alone."), frappe.PermissionError)


def _check_query(doctype: str, asked: str) -> None:
	# A parent's fields may also be asked for through its child table, and the other way round.
	owner = PARENT_OF_CHILD_TABLE.get(doctype, doctype)
	children = (name for name, parent in PARENT_OF_CHILD_TABLE.items() if parent == owner)
	if REGISTER[doctype].sensitive and asked.strip():
		check_table(doctype)
	refuse_rows(owner, doctype, asked)
	_check(owner, {owner, doctype, *(child for child in children if child in asked)}, asked)
	_check_export(owner)
	_check_linked(owner, asked)
	_check_template(owner)


def _check_export(owner: str) -> None:
	"""Frappe lets a System Manager export whatever he may read; what nobody may export stays where it is."""
	if (
		(method := address.method())
		and address.defined_as(method) in _EXPORTS
		and scope_for(owner, "export").is_empty
	):
		frappe.throw(_("You have no right to {0}.").format(_(owner)), frappe.PermissionError)


def text_of(arguments: tuple[str, ...]) -> str:
	"""Return the values of these arguments of the request as one text, in which names of fields may be looked for.

	JSON in them is read: it may write a letter by its number.
	"""
	return " ".join(texts([frappe.form_dict.get(argument) for argument in arguments]))


def requested_doctype() -> str | None:
	"""The DocType of a REST path (`/api/resource/X`, `/api/v2/document/X`, `/api/v2/doctype/X/count`), else of the arguments."""
	rest = address.rest()
	return rest.doctype if rest and rest.doctype else frappe.form_dict.get("doctype")


def _number_card() -> dict:
	"""The number card that comes with a request: it need not be stored, and names DocType, field and filters in itself."""
	card = parsed(frappe.form_dict.get("doc"))
	return card if isinstance(card, dict) and card.get("document_type") else {}


def _chart() -> dict:
	"""The chart that a request asks for, by its name or with what it shows."""
	given = parsed(frappe.form_dict.get("chart"))
	given = given if isinstance(given, dict) else {}
	name = frappe.form_dict.get("chart_name") or given.get("name")
	stored = (
		frappe.db.get_value("Dashboard Chart", name, _OF_CHART, as_dict=True)
		if isinstance(name, str)
		else None
	)
	return {**given, **(stored or {})}


def _check_linked(owner: str, asked: str) -> None:
	"""Refuse fields of a linked document: Frappe joins it without asking who may see that row of it.

	Its name and title go with the link, and what the document has fetched from it stands in the document anyway.
	"""
	tables = {owner, *(child for child, parent in PARENT_OF_CHILD_TABLE.items() if parent == owner)}
	links, fetched = {}, set()
	for table in tables:
		for field in frappe.get_meta(table).fields:
			if field.fieldtype == "Link" and field.options in SCOPED_DOCTYPES:
				links[field.fieldname] = field.options
			if field.fetch_from and not field.permlevel:
				fetched.add(tuple(field.fetch_from.split(".")))
	plain = re.sub(r"\s*\.\s*", ".", re.sub(r"[`\"']", "", asked))
	for link, fieldname in re.findall(r"(\w+)\.(\w+)", plain.casefold()):
		doctype = links.get(link)
		if doctype and fieldname not in ("name", frappe.get_meta(doctype).title_field):
			if (link, fieldname) not in fetched:
				frappe.throw(
					_("You may not read, filter or sort by {0}.").format(
						_(frappe.get_meta(doctype).get_label(fieldname))
					),
					frappe.PermissionError,
				)
	for table in re.findall(r"`tab([^`]+)`", asked):
		if table not in tables and (table in SCOPED_DOCTYPES or table in PARENT_OF_CHILD_TABLE):
			frappe.throw(_("You have no right to {0}.").format(_(table)), frappe.PermissionError)


def _check_template(doctype: str) -> None:
	"""Refuse sensitive columns of an import's template, which comes with the records if one asks for them.

	It names columns by DocType for the document itself, and by the field of the table for its rows.
	"""
	asked = frappe.form_dict.get("export_fields")
	if asked is None:
		return
	try:
		columns = json.loads(asked) if isinstance(asked, str) else asked
	except (ValueError, RecursionError):
		columns = asked
	tables = {
		doctype: doctype,
		**{field.fieldname: field.options for field in frappe.get_meta(doctype).get_table_fields()},
	}
	if not isinstance(columns, dict):
		# All of them.
		columns = {
			table: [field.fieldname for field in frappe.get_meta(tables[table]).fields] for table in tables
		}
	refuse_rows(doctype, doctype, " ".join(map(str, columns)))
	for table, names in columns.items():
		if table in tables:
			sensitive = _sensitive_table(doctype, table)
			_check(
				doctype,
				{tables[table], *([doctype] if sensitive else [])},
				f"{frappe.as_json(names)} {sensitive}",
			)


def _sensitive_table(doctype: str, table: str) -> str:
	"""The field of a table that is sensitive as a whole; empty for others."""
	field = frappe.get_meta(doctype).get_field(table)
	return table if field and field.permlevel else ""


def _check(owner: str, tables: set[str], asked: str) -> None:
	restricted = {
		field.fieldname: field.label
		for table in tables
		for field in frappe.get_meta(table).fields
		if field.permlevel
	}
	# The database takes the name of a column in any case.
	words = {word.casefold() for word in re.findall(r"\w+", asked)}
	named = {name for name in restricted if name.casefold() in words}
	# Of "everything" Frappe leaves out what no role of the caller may read; it does not look at the branch of the post.
	columns = re.sub(r"count\(\s*\*\s*\)", "", text_of(COLUMNS), flags=re.IGNORECASE)
	if "*" in columns and _has_role_for(owner):
		named = set(restricted)
	if named and not _may_query(owner):
		frappe.throw(
			_("You may not read, filter or sort by {0}.").format(
				"、".join(_(restricted[name]) for name in sorted(named))
			),
			frappe.PermissionError,
		)


def _has_role_for(doctype: str) -> bool:
	return any(frappe.get_meta(doctype).get_permlevel_access("read"))


def check_table(doctype: str) -> None:
	"""Raise PermissionError unless the caller may list a child table that is sensitive as a whole.

	How many rows it has tells something too, and Frappe 16 asks no condition of a child table, only of its parent.
	"""
	if not _may_query(PARENT_OF_CHILD_TABLE[doctype]):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)


def _may_query(doctype: str) -> bool:
	"""Whether the caller may read the sensitive fields of every row that his lists would show."""
	sensitive = scope_for(doctype, permlevel=1)
	return sensitive.unrestricted or (
		not sensitive.is_empty and scope_for(doctype).branches <= sensitive.branches
	)


class HidesRestrictedFields:
	"""Mixin for documents with sensitive fields: a right to them in one branch does not open those of another."""

	def apply_fieldlevel_read_permissions(self):
		super().apply_fieldlevel_read_permissions()
		if scope_for(self.doctype, permlevel=1).includes(self):
			seen.note_document(self)
			return
		for field in self.meta.fields:
			if field.permlevel:
				self.set(field.fieldname, None)

	def save(self, *args, **kwargs):
		"""Most of Frappe's methods answer a change with the whole document as it was stored."""
		return self._as_the_caller_reads_it(super().save(*args, **kwargs))

	def insert(self, *args, **kwargs):
		return self._as_the_caller_reads_it(super().insert(*args, **kwargs))

	def _as_the_caller_reads_it(self, stored):
		if frappe.request and not self.flags.ignore_permissions:
			self.apply_fieldlevel_read_permissions()
		return stored

	def get_permlevel_access(self, permission_type="write"):
		"""Frappe asks here before it prints or changes such a field, and would look at the roles alone."""
		levels = super().get_permlevel_access(permission_type)
		if scope_for(self.doctype, permission_type, permlevel=1).includes(self):
			return levels
		return [level for level in levels if not level]


def refuse_mailed_list(mailing, method: str | None = None) -> None:
	"""Document event of Auto Email Report: a list that may hold sensitive fields is not mailed.

	It is made in the background, where no request tells which fields are asked for, and the addressee need not have the right to them.
	"""
	report = frappe.db.get_value("Report", mailing.report, ["report_type", "ref_doctype"], as_dict=True)
	if not report or report.report_type != "Report Builder" or report.ref_doctype not in SCOPED_DOCTYPES:
		return
	if any(field.permlevel for field in frappe.get_meta(report.ref_doctype).fields):
		frappe.throw(
			_(
				"{0} holds sensitive fields, so a list of it is not mailed. Mail one of the ledgers instead."
			).format(frappe.bold(_(report.ref_doctype))),
			frappe.PermissionError,
		)


def conceal_in_version(version, method: str | None = None) -> None:
	"""Document event: the log of changes says that a sensitive field changed, not from what to what: everybody who may
	open the document is sent its log."""
	if version.ref_doctype not in SCOPED_DOCTYPES:
		return
	changes = json.loads(version.data or "{}")
	meta = frappe.get_meta(version.ref_doctype)
	secret = {field.fieldname for field in meta.fields if field.permlevel}
	if "changed" in changes:
		changes["changed"] = _concealed(changes["changed"], secret)
	for kind in {"added", "removed"} & set(changes):
		changes[kind] = [
			[table, {"name": row.get("name"), "idx": row.get("idx")} if table in secret else row]
			for table, row in changes[kind]
		]
	if "row_changed" in changes:
		changes["row_changed"] = [
			[table, place, name, _concealed(changed, _secret_inside(meta, table, secret))]
			for table, place, name, changed in changes["row_changed"]
		]
	version.data = frappe.as_json(changes, indent=None, separators=(",", ":"))


def _secret_inside(meta, table: str, secret: set[str]) -> set[str]:
	child = frappe.get_meta(meta.get_field(table).options)
	return {field.fieldname for field in child.fields if field.permlevel or table in secret}


def _concealed(changed, secret: set[str]) -> list:
	return [
		[fieldname, CONCEALED, CONCEALED] if fieldname in secret else [fieldname, old, new]
		for fieldname, old, new in changed
	]
