"""党组织生活台账 (guide 一（九）1): every meeting and activity of the year, as the 党组织活动手册 asks for it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from party_affairs.facts.meetings import held
from party_affairs.facts.meetings.make_ups import MADE_UP
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined, lines
from party_affairs.rules.meetings.attendance import is_named
from party_affairs.rules.meetings.records import NOT_PASSED, is_voted
from party_affairs.rules.periods import Period, period_of

DOCTYPE = "Party Meeting"
TITLE = "Organisation Life Ledger"
_FIELDS = (
	*("name", "branch", "kind", "group_name", "topic", *meeting_kinds.also_ticks(), "agenda", "starts_on"),
	*("method", "location", "expected_count", "present_count", "chair_name", "recorder_name", "outcome"),
)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the ledger of submitted meetings; own filters: `kind` (of Party Meeting) and `month` (1 to 12)."""
	selection = select(DOCTYPE, filters, user, ptype)
	kinds = labels_of(DOCTYPE, "kind")
	span = _span(selection)
	meetings = _load(selection, span, selection.filter("kind", kinds))
	last = min(span.end, selection.as_of)
	absent = held.absences(selection.rows_of, span.start, last)
	resolutions = held.resolutions(selection.rows_of, span.start, last)
	rows = [
		_row(meeting, kinds, absent[meeting.name], resolutions[meeting.name], selection.as_of)
		for meeting in meetings
	]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={
			"topic": _("{0} records").format(len(rows)),
			"expected_count": sum(row["expected_count"] for row in rows),
			"present_count": sum(row["present_count"] for row in rows),
		},
		chart=_chart(rows, kinds),
		figures=_figures(rows),
		notes=(_("Submitted records only. A record that counts for two kinds stands in one row."),),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("starts_on", _("Date and Time"), "Datetime", 20),
		Column("kind_text", _("Kind"), width_mm=22),
		Column("topic", _("Content (Topic)"), "Small Text", 58),
		Column("method", _("Method"), width_mm=17),
		Column("location", _("Location"), width_mm=22),
		Column("expected_count", _("Due to Attend"), "Int", 10),
		Column("present_count", _("Attended"), "Int", 10),
		Column("absent", _("Absent and Reason"), "Small Text", 30),
		Column("chair_name", _("Chair"), width_mm=15),
		Column("recorder_name", _("Minutes Taken By"), width_mm=15),
		Column("decisions", _("Decisions Taken"), "Small Text", 49),
	)


def _span(selection: Selection) -> Period:
	"""Return the month asked for, without one the year."""
	month = selection.filter("month")
	if month is None:
		return selection.year
	if not 1 <= cint(month) <= 12:
		frappe.throw(_("{0} is not a month. Please enter 1 to 12.").format(frappe.bold(month)))
	return period_of("month", date(selection.year.start.year, cint(month), 1))


def _load(selection: Selection, span: Period, kind: str | None) -> list:
	"""Return the meetings in the order in which they began; of a kind those that count for it as well."""
	key = kind and frappe.scrub(kind)
	rows = held.meetings(selection.rows_of, span.start, min(span.end, selection.as_of))
	return sorted((row for row in rows if not key or key in row.kinds), key=lambda row: row.starts_on)


def _row(meeting, kinds: Mapping[str, str], absent: list, resolutions: list, day: date) -> dict[str, Any]:
	row = {
		"doctype": DOCTYPE,
		**{field: meeting[field] for field in _FIELDS},
		"kind_text": kind_text(meeting, kinds),
		"absent": joined(absence_text(row, day) for row in absent),
		"decisions": lines([meeting.outcome, *map(resolution_text, resolutions)]),
	}
	if meeting.agenda and meeting.agenda.strip() != meeting.topic.strip():
		row["topic"] = lines([meeting.topic, meeting.agenda])
	return row


def kind_text(meeting, kinds: Mapping[str, str]) -> str:
	"""Return a meeting's kind with its group and the kinds it also counts for."""
	text = kinds[meeting["kind"]]
	if meeting.get("group_name"):
		text = _("{kind} ({detail})").format(kind=text, detail=meeting["group_name"])
	also = joined(kinds[kind.label] for tick, kind in meeting_kinds.also_ticks().items() if meeting.get(tick))
	return _("{kind} (also {others})").format(kind=text, others=also) if also else text


def absence_text(row, day: date | None = None) -> str:
	"""Return who was absent, why, and when he made the meeting up; of whom the record says nothing, that it does not.

	What was made up after `day` is not told.
	"""
	later = bool(day and row.made_up_on and row.made_up_on > day)
	reason = row.reason or ("" if row.attendance == MADE_UP else _(row.attendance))
	if not is_named(row):
		reason = _("not named in the record")
	if later:
		reason = row.reason or _("Absent")
	elif row.attendance == MADE_UP:
		made_up = _("made up on {0}").format(full_date(row.made_up_on)) if row.made_up_on else _(MADE_UP)
		reason = joined((reason, made_up))
	return _("{name} ({reason})").format(name=row.member_name or "", reason=reason)


def resolution_text(row) -> str:
	"""Return a resolution with its votes and its result, if any votes were counted."""
	if not is_voted(row):
		return row.resolution
	text = _("{resolution} (in favour {in_favour}, against {against}, abstained {abstained})").format(
		resolution=row.resolution,
		in_favour=(row.in_favour or 0) + (row.written_in_favour or 0),
		against=row.against or 0,
		abstained=row.abstained or 0,
	)
	return joined((text, _(row.result))) if row.result == NOT_PASSED else text


def _chart(rows: list, kinds: Mapping[str, str]) -> Chart | None:
	counts = Counter(row["kind"] for row in rows)
	found = [kind for kind in kinds if counts[kind]]
	if not found:
		return None
	return Chart(
		tuple(kinds[kind] for kind in found), ((_("Records"), tuple(counts[kind] for kind in found)),)
	)


def _figures(rows: list) -> tuple[Figure, ...]:
	expected = sum(row["expected_count"] for row in rows)
	present = sum(row["present_count"] for row in rows)
	figures = [Figure(_("Records"), len(rows))]
	if expected:
		figures.append(Figure(_("Attendance Rate"), round(100 * present / expected, 1), "Percent", "Green"))
	return tuple(figures)
