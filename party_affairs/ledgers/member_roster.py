"""党员花名册 (domain form D12): the full and probationary members of a branch on the last day of the year, or today."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.members import FULL_MEMBER, PROBATIONARY_MEMBER, stage_on
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members import is_party_member, load_members
from party_affairs.ledgers.posts import load_posts
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined
from party_affairs.rules.membership import full_years, party_age

DOCTYPE = "Party Member"
TITLE = "Party Member Roster"
_STAGE_LABELS = {FULL_MEMBER: "Full Member", PROBATIONARY_MEMBER: "Probationary Member"}
_SELECTS = ("gender", "education", "licence_type")
_FIELDS = (
	*("gender", "id_number", "birth_date", "ethnicity", "native_place", "education", "firm", "firm_position"),
	*("licence_no", "licence_type", "is_partner", "mobile", "is_hardship", "is_frail"),
)
_AGE_GROUPS = ((0, 30), (31, 40), (41, 50), (51, 60), (61, 150))


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the roster; ages (周岁) and years in the Party (党龄) are counted to the day on which it stands."""
	selection = select(DOCTYPE, filters, user, ptype)
	posts = load_posts(selection)
	labels = {fieldname: labels_of(DOCTYPE, fieldname) for fieldname in _SELECTS}
	rows = [row for row in load_members(selection, _FIELDS) if is_party_member(row, selection)]
	for row in rows:
		_complete(row, selection, posts.get((row.branch, row.name), ""), labels)
	rows.sort(
		key=lambda row: (not row.posts, row.stage_text != _("Full Member"), row.joined_on or selection.as_of)
	)
	full = sum(row.stage_key == FULL_MEMBER for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=_chart(rows),
		figures=(
			Figure(_("Members"), len(rows)),
			Figure(_("Full Member"), full),
			Figure(_("Probationary Member"), len(rows) - full),
			Figure(_("Lawyers"), sum(bool(row.licence_no) for row in rows)),
		),
		notes=(
			_("As of {day}: {total} members, {full} full and {probationary} probationary.").format(
				day=full_date(selection.as_of), total=len(rows), full=full, probationary=len(rows) - full
			),
		),
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=16),
		Column("gender", _("Gender"), width_mm=16, align="center"),
		Column("education", _("Education"), width_mm=16, align="center", under="gender"),
		Column("id_number", _("ID Number"), width_mm=36, align="center", sensitive=True),
		Column("mobile", _("Mobile"), width_mm=24, align="center", under="id_number"),
		Column("birth_date", _("Date of Birth"), "Date", 21),
		Column("age", _("Age"), "Int", 10, align="center", under="birth_date"),
		Column("ethnicity", _("Ethnicity"), width_mm=19, align="center"),
		Column("native_place", _("Native Place"), width_mm=19, align="center", under="ethnicity"),
		Column("firm", _("Law Firm"), width_mm=38),
		Column("firm_position", _("Position in Firm"), width_mm=24, under="firm"),
		Column("stage_text", _("Stage"), width_mm=18, align="center"),
		Column("party_age", _("Years in the Party"), "Int", 10, align="center", under="stage_text"),
		Column("joined_on", _("Joined the Party On"), "Date", 21),
		Column("full_member_on", _("Full Member On"), "Date", 21, under="joined_on"),
		Column("posts", _("Party Posts"), width_mm=22),
		Column("licence_no", _("Practice Licence No."), width_mm=35, align="center"),
		Column("licence_type", _("Practice Type"), width_mm=18, align="center", under="licence_no"),
		Column("partner", _("Partner"), width_mm=11, align="center"),
		Column("circumstances", _("Circumstances"), width_mm=20),
	)


def _complete(row, selection: Selection, posts: str, labels: Mapping[str, Mapping[str, str]]) -> None:
	stage = stage_on(row, selection.as_of)
	circumstances = {
		"Floating": row.status == "Floating",
		"In Hardship": row.is_hardship,
		"Aged or Ill": row.is_frail,
	}
	row.update(
		doctype=DOCTYPE,
		stage_key=stage,
		stage_text=_(_STAGE_LABELS[stage]),
		id_number=shorten_id_number(row.id_number),
		age=full_years(row.birth_date, selection.as_of),
		party_age=party_age(row.full_member_on, selection.as_of),
		posts=posts,
		partner=_("Yes") if row.is_partner else "",
		circumstances=joined(_(label) for label, applies in circumstances.items() if applies),
	)
	for fieldname, options in labels.items():
		row[fieldname] = options.get(row[fieldname], "")


def shorten_id_number(number: str | None) -> str:
	"""Return an identity number with its middle hidden: a roster goes through many hands, in print and as a file."""
	if not number:
		return ""
	return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def _chart(rows: list) -> Chart | None:
	ages = [row.age for row in rows if row.age is not None]
	if not ages:
		return None
	counts = Counter(next(group for group in _AGE_GROUPS if age <= group[1]) for age in ages)
	return Chart(
		tuple(_age_label(*group) for group in _AGE_GROUPS),
		((_("Members"), tuple(counts[group] for group in _AGE_GROUPS)),),
	)


def _age_label(first: int, last: int) -> str:
	if (first, last) == _AGE_GROUPS[0]:
		return _("up to {0} years").format(last)
	if (first, last) == _AGE_GROUPS[-1]:
		return _("over {0} years").format(first - 1)
	return _("{0} to {1} years").format(first, last)
