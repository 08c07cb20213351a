"""学时台账: how many hours each member has studied in the year, in meetings, trainings and online, and how many are asked (N05)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from frappe import _

from party_affairs.compliance.education import ASKED, judge
from party_affairs.facts.members.education import Hours
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import belonged_as_party_member, load_members
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import select

DOCTYPE = "Party Member"
TITLE = "Education Hours"
_NONE = Decimal(0)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the hours of everybody who was a full or probationary member in the year, as far as it has gone.

	What is required, and of whom, is what the check of clause N05 says of the same day.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	posts = load_posts(selection)
	findings, hours = judge(sorted(selection.scope().branches), selection.as_of)
	rows = [row for row in load_members(selection) if belonged_as_party_member(row, selection)]
	for row in rows:
		_complete(row, findings.get(row.name), hours.get(row.name, Hours()), posts)
	asked = [row for row in rows if row.required is not None]
	reached = [row for row in asked if not row.missing]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={
			key: round(sum(row[key] for row in rows if row[key]), 1)
			for key in ("meeting_hours", "training_hours", "online_hours", "hours", "missing")
		},
		chart=Chart(
			(_("Hours Reached"), _("Hours Not Yet Reached"), _("No Hours Asked")),
			((_("Members"), (len(reached), len(asked) - len(reached), len(rows) - len(asked))),),
		),
		figures=(
			Figure(_("Hours Reached"), len(reached), indicator="Green"),
			Figure(_("Hours Not Yet Reached"), len(asked) - len(reached), indicator="Orange"),
			Figure(_("No Hours Asked"), len(rows) - len(asked)),
		),
		notes=(
			_(
				"Meetings count with their whole length for those who were present or made them up. Nothing is asked for the year in which somebody joined the branch or the Party."
			),
			_("Online study counts once those in charge of the branch have confirmed it."),
		),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("posts", _("Party Posts"), width_mm=26),
		Column("meeting_hours", _("Meeting Hours"), "Float", 20),
		Column("training_hours", _("Training Hours of the Year"), "Float", 18),
		Column("online_hours", _("Confirmed Online Hours"), "Float", 16),
		Column("hours", _("Study Hours"), "Float", 16),
		Column("required", _("Hours Asked"), "Float", 16),
		Column("missing", _("Hours Missing"), "Float", 16),
		Column("remark", _("Remarks"), width_mm=36),
	)


def _complete(row, finding, hours: Hours, posts: Mapping) -> None:
	asked = finding if finding and finding.status in ASKED else None
	row.update(
		doctype=DOCTYPE,
		posts=posts.get((row.branch, row.name), ""),
		meeting_hours=float(hours.meetings),
		training_hours=float(hours.trainings),
		online_hours=float(hours.online),
		hours=float(hours.total),
		required=float(asked.required) if asked else None,
		missing=float(max(_NONE, asked.required - hours.total)) if asked else None,
		remark=_remark(finding) if not asked else "",
	)


def _remark(finding) -> str:
	if finding is None:
		return ""
	return _("Aged or Ill") if finding.status == "exempt" else finding.message.text(_)
