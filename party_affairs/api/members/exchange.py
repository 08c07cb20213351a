"""Exchange of member data with other systems: sheets that go out, sheets that come back, and the day of the last entry (guide 一（十）1)."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day, parse_list, parse_object
from party_affairs.checks.dates import check_day_of_records
from party_affairs.checks.typed import typed_text
from party_affairs.exceptions import files_are_written
from party_affairs.facts.files import attached_or_uploaded
from party_affairs.facts.members import exchange as facts
from party_affairs.importing import member_comparison
from party_affairs.importing.member_comparison import Compared, Comparison
from party_affairs.importing.problems import WorkbookError
from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.compose import MASK
from party_affairs.ledgers.members import exchange_sheet
from party_affairs.ledgers.selection import Selection, select
from party_affairs.party_affairs.doctype.exchange_comparison import taking
from party_affairs.party_affairs.doctype.party_member import platform
from party_affairs.permissions import scope_for, seen
from party_affairs.printing.members import exchange_workbook
from party_affairs.rules.members.exchange import Difference, State, words_for

MEMBER, COMPARISON = "Party Member", "Exchange Comparison"
_SHOWN_NAMES = 8
_LONGEST_PURPOSE = 140


@frappe.whitelist()
def formats() -> list[dict[str, Any]]:
	"""Return the formats in use today: name, receiver, is_example. It needs the right to export members."""
	check_right(MEMBER, "export")
	return facts.formats_in_use(getdate(nowdate()))


@frappe.whitelist()
def preview(exchange_format: str, branch: str | None = None) -> dict[str, Any]:
	"""Return what a sheet would hold: `members` (their names), `count`, `is_example`, and `remarks` by heading and sentence, with whom they are about.

	It needs the right to export the members of the organisation.
	"""
	scope_for(MEMBER, "export").check_not_empty()
	sheet = exchange_sheet.build(exchange_format, branch or None)
	about: dict[tuple[str, str], list[str]] = {}
	for remark in sheet.remarks:
		about.setdefault((remark.heading, remark.sentence), []).append(
			f"{remark.member_name}（{remark.value}）" if remark.value else remark.member_name
		)
	return {
		"count": len(sheet.rows),
		"members": list(sheet.members),
		"is_example": sheet.form.is_example,
		"restricted": [column.heading for column in sheet.form.columns if column.field.restricted],
		"remarks": [
			{
				"heading": heading,
				"sentence": sentence,
				"count": len(names),
				"names": "、".join(names[:_SHOWN_NAMES]),
			}
			for (heading, sentence), names in about.items()
		],
	}


@frappe.whitelist(methods=["GET"])
def download(exchange_format: str, purpose: str, branch: str | None = None) -> None:
	"""Send the members of an organisation as a sheet by a format. `purpose` says what for; it stands in the copy and in the log.

	It needs the right to export members; restricted fields are masked where the caller may not read them.
	"""
	scope_for(MEMBER, "export").check_not_empty()
	purpose = typed_text(purpose, _("Purpose"))
	if not purpose or len(purpose) > _LONGEST_PURPOSE:
		frappe.throw(
			_(
				"Say in a few words what the sheet is for (at most {0} characters): it stands in the copy and in the log."
			).format(_LONGEST_PURPOSE)
		)
	with in_language(CHINESE):
		sheet = exchange_sheet.build(exchange_format, branch or None)
		with files_are_written():
			content = exchange_workbook.to_xlsx(sheet, purpose)
	make_access_log(
		doctype=MEMBER,
		file_type="XLSX",
		report_name=sheet.form.name,
		filters={"branch": branch, "purpose": purpose, "members": len(sheet.rows)},
	)
	frappe.local.response.filename = f"{sheet.file_name}.xlsx"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "binary"


@frappe.whitelist(methods=["POST"])
def mark_entered(members: list[str] | str, entered_on: str, sheet_of: str | None = None) -> int:
	"""Note that members were entered on the platform on a day, from a sheet of the day `sheet_of` if there was one; return how many.

	It needs the right to write each of them. Raise ValidationError for a day that is still to come or older than any record, or a sheet later than the entry.
	"""
	scope = scope_for(MEMBER, "write")
	scope.check_not_empty()
	names = sorted(set(parse_list(members)))
	day, sheet_day = parse_day(entered_on), parse_day(sheet_of) if sheet_of else None
	if not names:
		frappe.throw(_("Choose the members who were entered."))
	if day > getdate(nowdate()) or (sheet_day and sheet_day > day):
		frappe.throw(_("The day of the entry cannot lie in the future, nor before the day of the sheet."))
	check_day_of_records(day, _("Last Entered on the Platform"))
	if sheet_day:
		check_day_of_records(sheet_day, _("Sheet Is of the Day"))
	branches = facts.branches_of(names)
	for name in names:
		if not scope.covers(branches.get(name)):
			frappe.throw(
				_("You have no right to change the member {0}.").format(
					frappe.bold(frappe.utils.escape_html(name))
				),
				frappe.PermissionError,
			)
	platform.mark_entered(names, day, sheet_day)
	return len(names)


@frappe.whitelist()
def compare(name: str, said: dict[str, str] | str | None = None) -> dict[str, Any]:
	"""Return how the sheet of an Exchange Comparison stands to our records; nothing is changed. `said` answers who unsure rows are.

	`rows` are members found, with `differences`; `asked` rows of which somebody has to say who it is; `missing` members who are not in
	the sheet; `unknown` rows about nobody of ours. `problem` says why the sheet cannot be read at all.
	"""
	document = frappe.get_doc(COMPARISON, name)
	document.check_permission("read")
	selection = _selection(document)
	try:
		comparison = _compared(document, selection, said)
	except WorkbookError as error:
		return {"problem": "\n".join(problem.line(_) for problem in error.problems)}
	return _told(comparison, selection)


@frappe.whitelist(methods=["POST"])
def take_over(name: str, chosen: list | str, said: dict[str, str] | str | None = None) -> dict[str, Any]:
	"""Write `chosen` values, pairs of (row, field), into the records; return how many were `taken`, and `problems` of single members.

	It needs the right to write the comparison and each of the records.
	"""
	document = frappe.get_doc(COMPARISON, name, for_update=True)
	document.check_permission("write")
	pairs = []
	for pair in parse_list(chosen, of=list):
		if len(pair) != 2 or not isinstance(pair[0], int) or not isinstance(pair[1], str):
			frappe.throw(
				_("What was selected cannot be read. Please load the page anew and select it again.")
			)
		pairs.append((pair[0], pair[1]))
	try:
		comparison = _compared(document, _selection(document), said)
	except WorkbookError as error:
		frappe.throw("\n".join(problem.line(_) for problem in error.problems))
	return taking.take_over(document, comparison, pairs)


@frappe.whitelist(methods=["POST"])
def take_back(name: str) -> dict[str, Any]:
	"""Bring back what the records said before values of an Exchange Comparison were taken over; return how many were `undone`, and `problems`.

	It needs the right to write the comparison and each of the records.
	"""
	document = frappe.get_doc(COMPARISON, name, for_update=True)
	document.check_permission("write")
	return taking.take_back(document)


def _selection(document) -> Selection:
	return select(MEMBER, {"branch": document.branch})


def _compared(document, selection: Selection, said: Any) -> Comparison:
	form = facts.format_of(document.format, selection.as_of)
	if form is None:
		exchange_sheet.refuse_format(document.format)
	answers = parse_object(
		said, _("What was said of the rows cannot be read. Please load the page anew and say it again.")
	)
	return member_comparison.of_sheet(
		_content(document),
		document.file,
		form,
		facts.everybody(selection.rows_of),
		{int(row): str(member or "") for row, member in answers.items() if str(row).isdecimal()},
	)


def _content(document) -> bytes:
	name = attached_or_uploaded(document.file, document.doctype, document.name, document.owner)
	if not name:
		frappe.throw(
			_("{0}: there is no such file of yours. Upload it again.").format(
				frappe.bold(_(document.meta.get_label("file")))
			)
		)
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def _told(comparison: Comparison, selection: Selection) -> dict[str, Any]:
	readable = selection.scope(permlevel=1)
	shown = {
		(difference.column.field.fieldname, compared.record.name)
		for compared in comparison.found
		for difference in compared.open
		if difference.column.field.restricted and readable.covers(compared.record.branch)
	}
	noted = {name for _field, name in shown}
	seen.note_rows(
		MEMBER,
		[comparison.records[name] for name in sorted(noted)],
		{fieldname for fieldname, _name in shown},
	)
	return {
		"rows": [_row(compared, readable) for compared in comparison.found],
		"asked": [
			_asked(comparison, number, members) for number, members in comparison.matched.asked.items()
		],
		"missing": [
			_person(comparison.records[name])
			for name in comparison.matched.missing
			if comparison.records[name].status in facts.ON_REGISTER
			and comparison.records[name].stage in facts.IN_THE_PARTY
		],
		"unknown": [
			{"row": number, "name": comparison.row(number).person.name}
			for number in comparison.matched.unknown
		],
		"lacking": comparison.sheet.lacking,
		"unknown_headings": comparison.sheet.unknown,
		"hidden": comparison.sheet.hidden,
		"same": sum(not compared.open for compared in comparison.found),
		"counts": Counter(one.state.value for compared in comparison.found for one in compared.differences),
	}


def _row(compared: Compared, readable) -> dict[str, Any]:
	hides = not readable.covers(compared.record.branch)
	return {
		"row": compared.row.number,
		"by": compared.by.value.text(_),
		**_person(compared.record),
		"differences": [_difference(one, hides and one.column.field.restricted) for one in compared.open],
	}


def _difference(one: Difference, hidden: bool) -> dict[str, Any]:
	found = one.column.field
	return {
		"field": found.label,
		"label": _(found.label),
		"heading": one.column.heading,
		"ours": MASK if hidden else _text(one, one.ours),
		"theirs": MASK if hidden else one.theirs.shown,
		"becomes": MASK if hidden else _text(one, one.theirs.value),
		"takeable": one.takeable and not hidden,
		"unreadable": one.state is State.UNREADABLE,
		"remark": one.remark.text(_) if one.remark else "",
	}


def _text(one: Difference, value: Any) -> str:
	if one.column.field.is_day:
		return value.isoformat() if value else ""
	return next(iter(words_for(one.column.field, value)), "")


def _asked(comparison: Comparison, number: int, members: tuple[str, ...]) -> dict[str, Any]:
	person = comparison.row(number).person
	return {
		"row": number,
		"name": person.name,
		"birth_date": person.birth_date and person.birth_date.isoformat(),
		"candidates": [_person(comparison.records[member]) for member in members],
	}


def _person(record: Mapping[str, Any]) -> dict[str, Any]:
	return {
		"member": record["name"],
		"name": record["member_name"],
		"birth_date": record["birth_date"] and record["birth_date"].isoformat(),
		"branch": record["branch"],
		"status": _(record["status"]),
	}
