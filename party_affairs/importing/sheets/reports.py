"""思想汇报: Thought Report, as far as it was handed in; a member's draft is his own."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import REPORTS
from party_affairs.importing.matching import agreeing, match
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, settle_person

_ASPECTS = ("thought", "work", "discipline", "style")
_AS_TYPED = (
	*("half_year", "handed_in_on", "summary", *_ASPECTS),
	*("suggestions", "handling", "handled_on", "comment", "commented_on"),
)
_FIELDS = (*_AS_TYPED, "form", "member", "member_name", "branch", "commented_by", "import_row")
_SHORTENED = ("……", "...", "…")
_BESIDE = "见所附纸质材料"


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the reports about the half-years of the year."""
	half_years = [f"{context.year}-H1", f"{context.year}-H2"]
	filters = {
		"branch": context.branch,
		"half_year": ["in", half_years],
		"handed_in_on": ["is", "set"],
	}
	reports = stored("Thought Report", filters, _FIELDS)
	prepared = [_values(record, context) for record in records]
	found = match(
		prepared, reports, (_by_day, _by_half_year), lambda row, report: agreeing(row, report, "member") == 1
	)
	for position, record in enumerate(records):
		existing = reports[found[position]] if position in found else None
		_settle_brief(record, prepared[position], existing)
		if record.ready:
			context.save(record, "Thought Report", prepared[position], existing)
	context.note_left_over(
		REPORTS, reports, found.values(), lambda report: f"{report.member_name} {report.half_year}"
	)


def _values(record: Record, context: Context) -> dict[str, Any]:
	half_year = record.get("half_year")
	if half_year and not half_year.startswith(f"{context.year}-"):
		record.refuse("half_year", "The workbook is that of {year}.", year=context.year)
	values = columns(record, *_AS_TYPED)
	if record.has("form"):
		values["form"] = record.get("form")
	if record.has("commented_by"):
		person = settle_person(record, "commented_by", context)
		values["commented_by"] = person.name if person else None
	person = settle_person(record, "member", context)
	return {
		**values,
		"member": person.name if person else None,
		"branch": context.branch,
		"import_row": context.import_row(record),
	}


def _settle_brief(record: Record, values: dict[str, Any], existing: Mapping[str, Any] | None) -> None:
	"""Take what a report says from one column; what a register shows in brief never overwrites what it was taken from."""
	text = record.get("brief")
	if not text or text.strip("。. ") == _BESIDE:
		return
	form = values.get("form") or (existing["form"] if existing else "Written")
	parts = {"summary": text} if form == "Oral" else _by_aspect(text)
	for key, said in parts.items():
		known = values.get(key) or (existing[key] if existing else None) or ""
		beginning = next((said.removesuffix(mark) for mark in _SHORTENED if said.endswith(mark)), None)
		if beginning is None:
			is_same = " ".join(said.split()) == " ".join(known.split())
			if not is_same and values.get(key):
				title = record.sheet.headings[key]
				record.refuse(
					"brief", "{column} says something else of the same. Keep one of them.", column=title
				)
			elif not is_same:
				values[key] = said
		elif not " ".join(known.split()).startswith(beginning):
			record.refuse("brief", "The text is cut short here. Write it in full.")


def _by_aspect(text: str) -> dict[str, str]:
	"""Divide a text whose lines begin with what they are about, such as 思想方面：…; any other is about political thinking."""
	labels = {_(frappe.get_meta("Thought Report").get_label(key)): key for key in _ASPECTS}
	found: dict[str, str] = {}
	for line in text.split("\n"):
		label, colon, said = line.replace(":", "：", 1).partition("：")
		if colon and label.strip() in labels:
			found[labels[label.strip()]] = said.strip()
		elif found:
			last = next(reversed(found))
			found[last] = f"{found[last]}\n{line}"
		else:
			found["thought"] = line
	return found


def _by_half_year(row: Mapping[str, Any]) -> Any:
	return (row["member"], row["half_year"]) if row.get("member") and row.get("half_year") else None


def _by_day(row: Mapping[str, Any]) -> Any:
	key = _by_half_year(row)
	return (*key, getdate(row["handed_in_on"])) if key and row.get("handed_in_on") else None
