"""Taking values of a compared sheet over into members' records, and taking them back: through each record's own document and checks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_fullname, getdate, now_datetime

from party_affairs.exceptions import sentence_of
from party_affairs.field_values import shown
from party_affairs.importing.member_comparison import Compared, Comparison
from party_affairs.permissions import scope_for
from party_affairs.rules.members.exchange import FIELDS, Difference, Field, Taken
from party_affairs.transactions import back_to

MEMBER = "Party Member"
MOST_AT_ONCE = 300
"""Members whose records are written while the caller waits."""
_SAVEPOINT = "party_exchange_member"
_OVER = {found.fieldname: found for found in FIELDS.values() if found.taken is Taken.OVER}


def take_over(
	document: Document, comparison: Comparison, chosen: Iterable[tuple[int, str]]
) -> dict[str, Any]:
	"""Write the `chosen` (row, label) of a comparison into the records, and note on the document what was there before.

	Return how many values were `taken`, and `problems` (name, sentence) of members whose record refuses them: of these nothing is taken.
	Raise PermissionError without the right to a record, ValidationError for what cannot be taken over at all.
	"""
	of_rows: dict[int, list[str]] = defaultdict(list)
	for row, label in chosen:
		of_rows[row].append(label)
	found = {compared.row.number: compared for compared in comparison.found}
	wanted = [(_known(found, row), labels) for row, labels in of_rows.items()]
	if not wanted:
		frappe.throw(_("Tick what is to be taken over."))
	if len(wanted) > MOST_AT_ONCE:
		frappe.throw(
			_("At most {0} members are changed at once. Take the others over afterwards.").format(
				MOST_AT_ONCE
			)
		)
	taken, problems = 0, []
	for compared, labels in wanted:
		values = {_takeable(compared, label).fieldname: compared.of(label).theirs.value for label in labels}
		changes, problem = _write(compared.record.name, values)
		if problem:
			problems.append({"name": compared.record.member_name, "sentence": problem})
		for field, before, after in changes:
			document.append("changes", _noted(compared.record, field, before, after))
		taken += len(changes)
	_save(document)
	return {"taken": taken, "problems": problems}


def take_back(document: Document) -> dict[str, Any]:
	"""Bring back what the records said before, the last change first, where nobody has changed them since.

	Return how many values were `undone`, and `problems` as :func:`take_over` does.
	"""
	undone, problems = 0, []
	for row in reversed(document.changes):
		if row.undone_on:
			continue
		field = FIELDS[row.label]
		stands = cstr(frappe.db.get_value(MEMBER, row.member, field.fieldname))
		problem = None
		if stands not in (cstr(row.after), cstr(row.before)):
			problem = _("{0} was changed since.").format(_(row.label))
		elif stands != cstr(row.before):
			_changes, problem = _write(row.member, {field.fieldname: row.before or None})
		if problem:
			problems.append({"name": row.member_name, "sentence": problem})
		else:
			row.undone_on = now_datetime()
			undone += 1
	_save(document)
	return {"undone": undone, "problems": problems}


def _known(found: Mapping[int, Compared], row: int) -> Compared:
	if row not in found:
		frappe.throw(
			_("Of row {0} it is not known who it is. Load the comparison anew and say it first.").format(row)
		)
	return found[row]


def _takeable(compared: Compared, label: str) -> Field:
	difference = compared.of(label)
	if difference is None or not difference.takeable:
		frappe.throw(
			_("{0}, {1}: this cannot be taken over. {2}").format(
				shown(compared.record.member_name), shown(_(label)), _why_not(difference)
			)
		)
	return difference.column.field


def _why_not(difference: Difference | None) -> str:
	if difference is None:
		return _("The sheet has no column for it that is compared.")
	return (
		difference.remark.text(_) if difference.remark else _("The sheet says nothing else than the record.")
	)


def _write(member: str, values: Mapping[str, Any]) -> tuple[list[tuple[Field, str, str]], str | None]:
	"""Write values into a record; return what is different afterwards, and the sentence with which it was refused."""
	frappe.db.savepoint(_SAVEPOINT)
	record = frappe.get_doc(MEMBER, member, for_update=True)
	record.check_permission("write")
	if any(_OVER[fieldname].restricted for fieldname in values):
		scope_for(MEMBER, "write", permlevel=1).check_branch(record.branch)
	# Of restricted fields a saved record shows the caller what he may read: those alone are looked at that he writes.
	told = {name: found for name, found in _OVER.items() if name in values or not found.restricted}
	before = {fieldname: cstr(record.get(fieldname)) for fieldname in told}
	record.update(
		{name: getdate(value) if _OVER[name].is_day and value else value for name, value in values.items()}
	)
	try:
		record.save()
	except frappe.PermissionError:
		raise
	except frappe.ValidationError as error:
		back_to(_SAVEPOINT)
		frappe.clear_messages()
		return [], sentence_of(error)
	after = {fieldname: cstr(record.get(fieldname)) for fieldname in told}
	return [
		(found, before[name], after[name]) for name, found in told.items() if before[name] != after[name]
	], None


def _noted(record: Any, field: Field, before: str, after: str) -> dict[str, Any]:
	return {
		"member": record.name,
		"member_name": record.member_name,
		"label": field.label,
		"before": before,
		"after": after,
		"taken_on": now_datetime(),
		"taken_by_name": get_fullname(frappe.session.user),
	}


def _save(document: Document) -> None:
	document.flags.takes_over = True
	try:
		document.save()
	finally:
		document.flags.takes_over = False
