"""年度计划: one Party Annual Plan of the branch and year, with a line for each row."""

from collections.abc import Sequence
from typing import Any

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import PLAN
from party_affairs.importing.problems import Problem
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, settle_person
from party_affairs.rules.message import Message

_LINE = ("month", "kind", "topic", "responsible", "lecturer")


def bring_in(records: list[Record], context: Context, facts: Record) -> None:
	"""Insert or update the plan. `facts` holds what stands above the table: when it was made, and after what."""
	lines = [_line(record, context) for record in records]
	if not records or not facts.ready or not all(record.ready for record in records):
		return
	plans = stored(
		"Party Annual Plan",
		{"branch": context.branch, "year": context.year},
		("branch", "year", "prepared_on", "based_on", "import_row"),
		{"lines": _LINE},
	)
	existing = plans[0] if plans else None
	values = {
		"branch": context.branch,
		"year": context.year,
		**{key: facts.get(key) for key in ("prepared_on", "based_on") if facts.has(key)},
		"lines": lines,
	}
	if existing and existing.lines and not existing.import_row:
		# Nothing tells a line made in the Desk from one of the workbook, so the workbook does not replace them.
		reason = Message(
			"The plan of {year} was entered in the system and is kept as it is there.", year=context.year
		)
		context.notes.append(Problem(facts.sheet.name, None, "", "", reason))
		return
	_fill_in_masked(records, lines, existing.lines if existing else ())
	_fill_in_untold(records[0], lines, existing.lines if existing else ())
	if not all(record.ready for record in records):
		return
	if existing:
		values["lines"] = _with_other_months(lines, existing.lines, context)
		_note_lines_taken_out(facts, values["lines"], existing.lines)
	context.save(facts, "Party Annual Plan", values, existing)


def _fill_in_masked(records: list[Record], lines: list[dict[str, Any]], stored_lines: Sequence) -> None:
	"""A line is known by its month and topic; what is masked in it stays, and without such a line nobody knows it."""
	known = {(line.month, line.topic): line for line in stored_lines}
	for record, line in zip(records, lines, strict=True):
		for key in record.masked & set(_LINE):
			before = known.get((line["month"], line["topic"]))
			if before is None:
				record.refuse(key, "This is masked. Write it in full here.")
			else:
				line[key] = before[key]


def _fill_in_untold(record: Record, lines: list[dict[str, Any]], stored_lines: Sequence) -> None:
	"""Of lines that stay, who answers for them and who lectures stays where the sheet has no column for it."""
	known = {(line.month, line.topic): line for line in stored_lines}
	for line in lines:
		before = known.get((line["month"], line["topic"]))
		if before:
			line.update({key: before[key] for key in ("responsible", "lecturer") if not record.has(key)})


def _note_lines_taken_out(facts: Record, lines: list[dict[str, Any]], stored_lines: Sequence) -> None:
	kept = {(line["month"], line["topic"]) for line in lines}
	gone = tuple(
		Message("month {month} {topic}", month=line.month, topic=line.topic)
		for line in stored_lines
		if (line.month, line.topic) not in kept
	)
	if gone:
		facts.note("topic", "No longer in the plan of the workbook, so taken out: {lines}.", lines=gone)


def _with_other_months(
	lines: list[dict[str, Any]], stored_lines: list, context: Context
) -> list[dict[str, Any]]:
	"""Return the lines of a quarter's sheet with those of the other months, in the order of the months."""
	first, last = context.days_of(PLAN)
	others = [
		{key: line[key] for key in _LINE}
		for line in stored_lines
		if not first.month <= line.month <= last.month
	]
	return sorted([*others, *lines], key=lambda line: line["month"]) if others else lines


def _line(record: Record, context: Context) -> dict[str, Any]:
	person = settle_person(record, "responsible", context)
	return {
		"month": record.get("month"),
		"kind": record.get("kind") or "Theme Day",
		"topic": record.get("topic"),
		"responsible": person.name if person else None,
		"lecturer": record.get("lecturer"),
	}
