"""What a scheme of evaluation says stands in versions of it: the one that was there becomes the first of each.

Nobody has recorded a resolution that adopts it, so it stands as an example. Sheets say by which version they were made,
and what share of each criterion was reached.
"""

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Sum

_SCHEME, _VERSION = "Evaluation Scheme", "Evaluation Scheme Version"
_FIRST_DAY = "2020-01-01"
_SUBMITTED = 1
_KIND = {"Party Member": "Member Stars", "Party Branch": "Branch Stars"}


def execute():
	criterion = DocType("Evaluation Criterion")
	schemes = (
		frappe.qb.from_(criterion).select(criterion.parent).distinct().where(criterion.parenttype == _SCHEME)
	).run(pluck=True)
	for scheme in sorted(schemes):
		_give_version(scheme)
	_tell_measures("Evaluation Criterion")
	_complete_scores()
	_complete_sheets()


def _give_version(scheme: str) -> None:
	applies_to = frappe.db.get_value(_SCHEME, scheme, "applies_to")
	version = frappe.new_doc(_VERSION)
	version.update(
		{
			"name": f"{scheme} v1",
			"scheme": scheme,
			"version": 1,
			"standing": "Example",
			"applies_to": applies_to,
			"effective_from": _effective_from(scheme),
		}
	)
	for doctype, table in (("Evaluation Criterion", "criteria"), ("Evaluation Band", "bands")):
		row = DocType(doctype)
		frappe.qb.update(row).set(row.parent, version.name).set(row.parenttype, _VERSION).set(
			row.parentfield, table
		).where((row.parent == scheme) & (row.parenttype == _SCHEME)).run()
	criterion = DocType("Evaluation Criterion")
	version.whole = (
		frappe.qb.from_(criterion)
		.select(Sum(criterion.max_points))
		.where((criterion.parent == version.name) & (criterion.parenttype == _VERSION))
	).run()[0][0]
	version.db_insert()
	frappe.db.set_value(_SCHEME, scheme, "kind", _KIND[applies_to], update_modified=False)


def _effective_from(scheme: str):
	"""The day from which the scheme held: its column stays in the table of a site that had it."""
	if "effective_from" not in frappe.db.get_table_columns(_SCHEME):
		return _FIRST_DAY
	table = DocType(_SCHEME)
	found = frappe.qb.from_(table).select(table.effective_from).where(table.name == scheme).run()
	return found[0][0] or _FIRST_DAY


def _tell_measures(doctype: str) -> None:
	"""A criterion measured from records says by which measure."""
	row = DocType(doctype)
	frappe.qb.update(row).set(row.source, "Measured").set(row.measure, "appraisal_grade").where(
		row.source == "Appraisal Grade"
	).run()
	frappe.qb.update(row).set(row.measure, "clause_rate").where(
		(row.source == "Measured") & (row.measure.isnull() | (row.measure == ""))
	).run()


def _complete_scores() -> None:
	row = DocType("Evaluation Score")
	old = (
		row.line.isnull()
		| (row.line == "")
		| (row.share.isnull())
		| (row.weight.isnull() | (row.weight == 0))
	)
	_tell_measures("Evaluation Score")
	awaiting = (row.source == "Judged") & (row.judged_by.isnull() | (row.judged_by == ""))
	state = Case().when(awaiting, "Awaiting")
	if "not_demanded" in frappe.db.get_table_columns("Evaluation Score"):
		state = state.when(row.not_demanded == 1, "Not Demanded")
	frappe.qb.update(row).set(row.line, "Criterion").set(row.weight, row.max_points).set(
		row.share, row.points / row.max_points
	).set(row.state, state.else_("Scored")).where(old & (row.max_points > 0)).run()


def _complete_sheets() -> None:
	sheet, score, version = DocType("Evaluation"), DocType("Evaluation Score"), DocType(_VERSION)
	wholes = (
		frappe.qb.from_(score)
		.join(sheet)
		.on(sheet.name == score.parent)
		.select(sheet.name, Sum(score.max_points))
		.where(sheet.scheme_version.isnull() | (sheet.scheme_version == ""))
		.groupby(sheet.name)
	).run()
	if not wholes:
		return
	first = dict(
		frappe.qb.from_(version).select(version.scheme, version.name).where(version.version == 1).run()
	)
	for scheme, name in first.items():
		frappe.qb.update(sheet).set(sheet.scheme_version, name).set(sheet.is_example, 1).set(
			sheet.base_points, sheet.total
		).set(sheet.stage, Case().when(sheet.docstatus == _SUBMITTED, "Final").else_("Being Prepared")).where(
			(sheet.scheme == scheme) & (sheet.scheme_version.isnull() | (sheet.scheme_version == ""))
		).run()
	by_whole: dict[float, list[str]] = {}
	for name, whole in wholes:
		by_whole.setdefault(whole, []).append(name)
	for whole, names in by_whole.items():
		frappe.qb.update(sheet).set(sheet.whole, whole).where(sheet.name.isin(names)).run()
