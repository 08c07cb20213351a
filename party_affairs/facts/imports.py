"""Imports of year workbooks: what the last ones of a branch have changed."""

import frappe

_CHANGE = "Party Import Change"
_WORD = "Party Workbook Word"


def changes_of(year_import: str) -> list:
	"""Return what an import has changed, with document_type, document_name, action, before, after: one query."""
	return frappe.get_all(
		_CHANGE,
		filters={"year_import": year_import},
		fields=["document_type", "document_name", "action", "before", "after", "imported_on"],
		order_by="document_type, document_name",
	)


def can_be_undone(year_import: str) -> bool:
	"""Whether it is written down what an import has changed, and it is the last one of its branch that stands: two queries."""
	branch = frappe.db.get_value(_CHANGE, {"year_import": year_import}, "branch")
	if not branch:
		return False
	last = frappe.db.get_value(_CHANGE, {"branch": branch}, "year_import", order_by="imported_on desc")
	return last == year_import


def year_of(year_import: str) -> int | None:
	"""Return the year of which an import is, None if it is not there any more: one query."""
	return frappe.db.get_value("Party Year Import", year_import, "year")


def moments_of(branch: str) -> list:
	"""Return when the imports were whose changes are written down for a branch, the latest first: one query."""
	change = frappe.qb.DocType(_CHANGE)
	moments = frappe.qb.from_(change).select(change.imported_on).distinct().where(change.branch == branch)
	return sorted(moments.run(pluck=True), reverse=True)


def added_words(organisation: str) -> list:
	"""Return the words that an organisation and those above it added for reading workbooks, the highest first: one query."""
	word, branch, below = (
		frappe.qb.DocType(_WORD),
		frappe.qb.DocType("Party Branch"),
		frappe.qb.DocType("Party Branch").as_("below"),
	)
	return (
		frappe.qb.from_(word)
		.join(branch)
		.on(branch.name == word.branch)
		.join(below)
		.on((branch.lft <= below.lft) & (branch.rgt >= below.rgt))
		.select(word.kind, word.sheet, word.workbook_column, word.word, word.meaning)
		.where(below.name == organisation)
		.orderby(branch.lft)
		.orderby(word.creation)
	).run(as_dict=True)
