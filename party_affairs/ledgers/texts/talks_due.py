"""谈心谈话应谈未谈: occasions about which the committee has not talked yet, and whose regular talk is lacking.

It says that a talk is missing, as a finding does, and nothing of any talk.
"""

from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.compliance.lines import STATUS_LABELS
from party_affairs.compliance.talks import OpenTalks, judge
from party_affairs.facts.texts.talks import EVENT, occasions_of
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS, PAIRS, lacking

DOCTYPE = EVENT
TITLE = "Talks Due"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return what is open in the year, by the check of clauses R41 and R42 as of its last day, or of today."""
	selection = select(DOCTYPE, filters, user, ptype)
	found = judge(sorted(selection.scope().branches), selection.as_of)
	occasions = _occasions(found)
	regular, silent = _regular(found), _silent(found)
	rows = [*occasions, *regular]
	missed = sum(row["status_key"] == "missed" for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(
			(_("Must-Talk Occasion"), _("Regular Talks")),
			((_("Open"), (len(occasions), len(regular))),),
		),
		figures=(
			Figure(_("Must-Talk Occasions Open"), len(occasions), indicator="Orange"),
			Figure(_("Regular Talks Lacking"), len(regular), indicator="Orange"),
			Figure(_("Members without a Talk"), silent),
			Figure(_("Missed"), missed, indicator="Red"),
		),
		notes=(
			_(
				"Occasions are the five of guide 一（四）8. Each member is named with the pairs of the same clause in which he has had no talk this year: committee members with one another and with members, members with the committee, with members and with the masses."
			),
		),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("duty", _("What Is Open"), width_mm=62),
		Column("about", _("With Whom"), width_mm=34),
		Column("day", _("Happened On"), "Date", 24),
		Column("due", _("Due Date"), "Date", 24),
		Column("status", _("Status"), width_mm=16, align="center"),
	)


def _occasions(found: OpenTalks) -> list[dict[str, Any]]:
	occasions = occasions_of(
		trigger.name for _finding, trigger in found.occasions if trigger.doctype == EVENT
	)
	return [
		_row(
			trigger.doctype,
			trigger.name,
			finding.branch,
			duty=OCCASIONS[occasions[trigger.name] if trigger.doctype == EVENT else APPRAISAL].label.text(_),
			about=finding.subject_label,
			day=trigger.day,
			due=finding.due_date,
			status_key=finding.status,
		)
		for finding, trigger in found.occasions
	]


def _regular(found: OpenTalks) -> list[dict[str, Any]]:
	return [
		_row(
			"Party Branch",
			finding.subject,
			finding.branch,
			duty=_("Regular talk of the year: {0}").format(PAIRS[pair].text(_)),
			about=person.label,
			due=finding.due_date,
			status_key=finding.status,
		)
		for finding, facts in found.branches
		for person, pairs in lacking(facts.people, found.times)
		for pair in pairs
	]


def _silent(found: OpenTalks) -> int:
	"""How many have had no talk at all."""
	return sum(not sum(person.had.values()) for _finding, facts in found.branches for person in facts.people)


def _row(doctype: str, name: str, branch: str, **values: Any) -> dict[str, Any]:
	status = values.get("status_key")
	return {
		"doctype": doctype,
		"name": name,
		"branch": branch,
		"status_key": None,
		"status": _(STATUS_LABELS[status]) if status else "",
		**values,
	}
