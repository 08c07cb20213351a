"""思想汇报提交情况: the members who owe a report in a half-year, with report and without (R32).

For the officers in charge of a branch's reports; from here members without one are reminded.
"""

from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.compliance.thought_reports import judge
from party_affairs.facts.organisation.groups import names as group_names
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import load_members
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import period_text
from party_affairs.rules.periods import parse, period_of

DOCTYPE = "Thought Report"
TITLE = "Thought Reports Outstanding"
_WORDS = {
	"met": "Handed In",
	"late": "Handed In Late",
	"due": "Not Yet Handed In",
	"missed": "Not Handed In",
	"exempt": "Excused",
	"planned": "Planned",
}
_OPEN = ("missed", "due")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the members of whom a report is asked; own filter: `half` of the year (1 or 2), by default the last so far."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	running = period_of("half_year", selection.until).number
	half = selection.filter("half", ("1", "2", 1, 2)) or running
	half_year = parse(f"{selection.year.key}-H{half}")
	findings = judge(sorted(selection.scope().branches), half_year, selection.as_of)
	posts, groups = load_posts(selection), group_names(selection.rows_of)
	rows = [row for row in load_members(selection, ("user", "party_group")) if row.name in findings]
	for row in rows:
		finding = findings[row.name]
		row.update(
			doctype="Party Member",
			posts=posts.get((row.branch, row.name), ""),
			group=groups.get(row.party_group, ""),
			state=_(_WORDS[finding.status]),
			status_key=finding.status,
			handed_in=min((ref.day for ref in finding.evidence), default=None),
			period=period_text(half_year.key),
			due=finding.due_date,
			has_login=_("Yes") if row.user else _("No"),
		)
	rows.sort(key=lambda row: (row.status_key not in _OPEN, row.member_name))
	number = {key: sum(row.status_key == key for row in rows) for key in _WORDS}
	in_hand, open_ones = number["met"] + number["late"], number["due"] + number["missed"]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(
			(_("Handed In"), _("Not Handed In"), _("Excused")),
			((_("Members"), (in_hand, open_ones, number["exempt"])),),
		),
		figures=(
			Figure(_("Handed In"), in_hand, indicator="Green"),
			Figure(_("Not Handed In"), open_ones, indicator="Orange"),
			Figure(_("Excused"), number["exempt"]),
		),
		notes=(
			_("Nothing is asked of somebody for the half-year in which he joined the branch or the Party."),
		),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=22),
		Column("group", _("Party Group"), width_mm=26),
		Column("posts", _("Party Posts"), width_mm=26),
		Column("period", _("Half-Year"), width_mm=36),
		Column("state", _("Status"), width_mm=24, align="center"),
		Column("handed_in", _("Day of Handing In"), "Date", 26),
		Column("due", _("Due Date"), "Date", 26),
		Column("has_login", _("Has a Login"), width_mm=18, align="center"),
	)
