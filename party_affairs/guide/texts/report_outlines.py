"""Outlines of the work report (guide 一（四）5) and of the secretary's duty report (一（四）11), as data.

The guide asks for the eight basic tasks of the Party Constitution and names their article as 31. Since the revision of
2017 they stand in article 32, so the article follows the day of the report. The titles of the tasks are our own short
forms, in the guide's words where it has any (一（二）1–6).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from party_affairs.guide.data import read

WORK_REPORT, DUTY_REPORT = "work_report", "duty_report"


@dataclass(frozen=True)
class BasicTasks:
	"""Where the basic tasks stand in the edition of the Party Constitution that is in force from a day on."""

	key: str
	source: str
	article: str
	effective_from: date
	effective_to: date | None


@dataclass(frozen=True)
class Section:
	"""One section of a report: the part to which it belongs, and its title."""

	part: str
	title: str


def basic_tasks(on: date) -> BasicTasks:
	"""Return the edition in force on a day; before the oldest known one, that."""
	found = [edition for edition in _EDITIONS if edition.effective_from <= on]
	return found[-1] if found else _EDITIONS[0]


def outline(kind: str, on: date) -> tuple[Section, ...]:
	"""Return the sections of a report of `kind` (`work_report`, `duty_report`) whose period ends on a day.

	Raise `KeyError` for an unknown kind.
	"""
	edition = basic_tasks(on)
	return tuple(
		Section(part["part"].format(source=edition.source, article=edition.article), title)
		for part in _OUTLINES[kind]
		for title in (_TASKS if part["titles"] == "tasks" else part["titles"])
	)


def _read() -> dict[str, Any]:
	return read("texts/report_outlines.json")


_RAW = _read()
_TASKS = tuple(_RAW["tasks"])
_OUTLINES = {kind: tuple(_RAW[kind]) for kind in (WORK_REPORT, DUTY_REPORT)}
_EDITIONS = tuple(
	BasicTasks(
		key=row["key"],
		source=row["source"],
		article=row["article"],
		effective_from=date.fromisoformat(row["effective_from"]),
		effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
	)
	for row in _RAW["basic_tasks"]
)
