"""Which personal data has been kept long enough: the rows, and what stands beside them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce

from party_affairs.facts.criteria import Which, every
from party_affairs.guide.privacy.retention import Kept, placeholder
from party_affairs.permissions.register import REGISTER

ERASURES = "Personal Data Erasure"
_MEMBER = "Party Member"
_NUMBERS = ("Currency", "Int", "Float", "Check", "Percent")
_NAMED_ALSO = (
	("Heart Talk", "partner", "partner_name"),
	("Party Dues Reminder", "member", "member_name"),
	("Party Dues Statement Line", "member", "member_name"),
	("Party Membership Transfer", "member", "member_name"),
	("Party Post Absence", "member", "member_name"),
	("Raised Opinion", "member", "raised_by_name"),
	("Party Notice Objection", "member", "raised_by"),
	("Study Material", "keeper", "keeper_name"),
	("Compliance Finding", "subject", "subject_name"),
	("Evaluation", "subject", "subject_name"),
)
"""Copies of a member's name that are not fetched along a link: DocType, the field that names him, and the copy."""


def overdue(kept: Kept, until: date | None, which: Which = every, names: Sequence[str] | None = None) -> list:
	"""Return the rows that ended by `until` and still hold what is to be forgotten, the oldest first: one query.

	Without `until` whenever they ended. Rows have name, branch and `ended_on`. `names` keeps to these.
	"""
	table = DocType(kept.document_type)
	ended = Coalesce(*(table[column] for column in kept.ended_by))
	branch = table[REGISTER[kept.document_type].branch_field]
	query = (
		frappe.qb.from_(table)
		.select(table.name, branch.as_("branch"), ended.as_("ended_on"))
		.where(which(table) & _holds_something(kept, table))
		.orderby(ended, table.name)
	)
	if until:
		query = query.where(ended <= until)
		for column, values in kept.only.items():
			query = query.where(table[column].isin(values))
	if names is not None:
		query = query.where(table.name.isin(list(names) or [""]))
	return query.run(as_dict=True)


def of_person(kept: Kept, member: str) -> list[str]:
	"""Return the names of the rows that are about a member: one query."""
	if not kept.person:
		return []
	return frappe.get_all(kept.document_type, {kept.person: member}, pluck="name", order_by="name")


def _holds_something(kept: Kept, table) -> Criterion:
	if kept.deleted:
		return table.name.isnotnull()
	terms = [_is_filled(kept.document_type, table, column) for column in (*kept.emptied, *kept.renamed)]
	for child, columns in (*kept.tables.items(), *((child, ("name",)) for child in kept.removed)):
		rows = DocType(child)
		filled = Criterion.any([_is_filled(child, rows, column) for column in columns])
		terms.append(
			table.name.isin(
				frappe.qb.from_(rows)
				.select(rows.parent)
				.where((rows.parenttype == kept.document_type) & filled)
			)
		)
	return Criterion.any(terms)


def _is_filled(doctype: str, table, column: str) -> Criterion:
	if is_number(doctype, column):
		return table[column] != 0
	field = frappe.get_meta(doctype).get_field(column)
	if field and field.fieldtype in ("Date", "Datetime"):
		return table[column].isnotnull()
	return table[column].isnotnull() & table[column].notin(["", placeholder()])


def is_number(doctype: str, column: str) -> bool:
	"""Whether a column holds a number, which is emptied to 0."""
	field = frappe.get_meta(doctype).get_field(column)
	return bool(field) and field.fieldtype in _NUMBERS


def labels(doctype: str, columns: Iterable[str]) -> list[str]:
	"""Return the labels of columns, not translated; no query."""
	meta = frappe.get_meta(doctype)
	return [meta.get_label(column) for column in columns]


def copies_of_names() -> list[tuple[str, str, str]]:
	"""Return where the names of members are copied to: DocType, the field that names the member, the copy; no query."""
	copies = []
	for doctype in REGISTER:
		meta = frappe.get_meta(doctype)
		for link in meta.get("fields", {"options": _MEMBER}):
			copied_from = f"{link.fieldname}.member_name"
			copies += [
				(doctype, link.fieldname, field.fieldname)
				for field in meta.fields
				if field.fetch_from == copied_from
			]
	return [*copies, *_NAMED_ALSO]


def titles_with_names() -> list[tuple[str, str]]:
	"""Return the DocTypes whose title holds the name of the member in their field `member`, with that title; no query."""
	return [
		(doctype, meta.title_field)
		for doctype in REGISTER
		if (meta := frappe.get_meta(doctype)).title_field == "title" and meta.has_field("member")
	]


def files_of(doctype: str, names: Sequence[str]) -> list[str]:
	"""Return the names of the files attached to documents: one query."""
	filters = {"attached_to_doctype": doctype, "attached_to_name": ["in", list(names)]}
	return frappe.get_all("File", filters=filters, pluck="name")


def imports_that_changed(doctype: str, names: Sequence[str]) -> list[str]:
	"""Return the imports of which it is written down what they changed of one of these documents: one query."""
	filters = {"document_type": doctype, "document_name": ["in", list(names)]}
	return frappe.get_all("Party Import Change", filters=filters, pluck="year_import", distinct=True)


def mails_about(doctype: str, names: Sequence[str]) -> list[str]:
	"""Return the names of the mails in the queue that are about documents: one query."""
	filters = {"reference_doctype": doctype, "reference_name": ["in", list(names)]}
	return frappe.get_all("Email Queue", filters=filters, pluck="name")


def erased(which: Which, first: date, last: date, untold: Iterable[str] = ()) -> list:
	"""Return what was anonymised from `first` to `last`, the latest first: one query."""
	table = DocType(ERASURES)
	mine = which(table)
	if untold := sorted(untold):
		mine |= table.untold_branch.isin(untold)
	return (
		frappe.qb.from_(table)
		.select(table.name, Coalesce(table.branch, table.untold_branch).as_("branch"))
		.select(table.erased_on, table.occasion, table.retention_group, table.document_type, table.records)
		.select(table.columns_emptied)
		.where(mine & (table.erased_on >= first) & (table.erased_on <= last))
		.orderby(table.erased_on, order=frappe.qb.desc)
		.orderby(table.name)
	).run(as_dict=True)


def by_branch(rows: Iterable) -> dict[str, list[str]]:
	"""Return the names of rows by the organisation that they belong to; "" stands for none."""
	found: dict[str, list[str]] = defaultdict(list)
	for row in rows:
		found[row.branch or ""].append(row.name)
	return dict(found)
