"""党员花名册 (domain form D12): the full and probationary members of a branch on the last day of the year, or today.

Filters pick out of them, or list those who are not members yet (stage).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from party_affairs.facts.members import honours
from party_affairs.facts.members.register import (
	FULL_MEMBER,
	PARTY_MEMBER_STAGES,
	PROBATIONARY_MEMBER,
	belongs_on,
	is_frail_on,
	stage_on,
)
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import load_members
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.members.membership import full_years, party_age

DOCTYPE = "Party Member"
TITLE = "Party Member Roster"
STAGES = ("Full Member", "Probationary Member", "Development Target", "Activist", "Applicant")
_STAGE_LABELS = {frappe.scrub(stage): stage for stage in STAGES}
_SELECTS = ("gender", "education", "licence_type")
_FIELDS = (
	*("gender", "id_number", "birth_date", "ethnicity", "native_place", "education", "firm", "firm_position"),
	*("licence_no", "licence_type", "is_partner", "mobile", "is_hardship"),
	*("is_frail", "frail_from", "frail_until"),
)
AGE_GROUPS = ((0, 30), (31, 40), (41, 50), (51, 60), (61, 150))
"""First and last full year of each group, as the Party's statistics divide ages."""

_LONGEST_LIFE = 150


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the roster; ages (周岁) and years in the Party (党龄) are counted to the day on which it stands."""
	selection = select(DOCTYPE, filters, user, ptype)
	posts = load_posts(selection)
	labels = {fieldname: labels_of(DOCTYPE, fieldname) for fieldname in _SELECTS}
	rows = load_people(selection)
	honoured = honours.names_by_member(honours.in_force(selection.rows_of, selection.as_of))
	for row in rows:
		_complete(row, posts.get((row.branch, row.name), ""), labels, selection.as_of)
		row["honours"] = joined(honoured.get(row.name, ()))
	rows.sort(
		key=lambda row: (not row.posts, row.stage_text != _("Full Member"), row.joined_on or selection.as_of)
	)
	full = sum(row.stage_key == FULL_MEMBER for row in rows)
	probationary = sum(row.stage_key == PROBATIONARY_MEMBER for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=_chart(rows),
		figures=(
			Figure(_("Members"), len(rows)),
			Figure(_("Full Member"), full),
			Figure(_("Probationary Member"), probationary),
			Figure(_("Lawyers"), sum(bool(row.licence_no) for row in rows)),
		),
		notes=(
			_("As of {day}: {total} members, {full} full and {probationary} probationary.").format(
				day=full_date(selection.as_of), total=len(rows), full=full, probationary=probationary
			),
		),
		key=__name__,
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
		Column("circumstances", _("Circumstances"), width_mm=24),
		Column("honours", _("Honours"), "Small Text", 24, under="circumstances"),
	)


def load_people(selection: Selection) -> list:
	"""Return those who belonged to the selected branches on the selection's day and pass its filters: one query.

	Filters: `stage` (without it full and probationary members), `status`, `firm`, `gender`, `education`, `partner` (Yes or
	No), and `age_from`, `age_to`, `party_age_from`, `party_age_to` in full years, both ends included. Rows carry
	`stage_key`, `age` and `party_age` (None if not known) of that day.
	"""
	stage = selection.filter("stage", STAGES)
	stages = (frappe.scrub(stage),) if stage else PARTY_MEMBER_STAGES
	day = selection.as_of
	rows = []
	for row in load_members(selection, _FIELDS):
		row.update(
			stage_key=stage_on(row, day),
			age=full_years(row.birth_date, day),
			party_age=party_age(row.full_member_on, day),
		)
		if belongs_on(row, day) and row.stage_key in stages:
			rows.append(row)
	wanted = _wanted(selection)
	return [row for row in rows if all(test(row) for test in wanted)]


def _wanted(selection: Selection) -> list[Callable[[Any], bool]]:
	"""Return the tests that the filters ask for."""
	tests: list[Callable[[Any], bool]] = []
	choices = {
		"status": ON_REGISTER,
		**{field: tuple(labels_of(DOCTYPE, field)) for field in ("gender", "education")},
	}
	for field in ("status", "firm", "gender", "education"):
		value = selection.filter(field, choices.get(field, ()))
		if value:
			tests.append(lambda row, field=field, value=value: row[field] == value)
	partner = selection.filter("partner", ("Yes", "No"))
	if partner:
		tests.append(lambda row: bool(row.is_partner) == (partner == "Yes"))
	for field in ("age", "party_age"):
		first, last = (_years(selection, f"{field}_{end}") for end in ("from", "to"))
		if first is not None or last is not None:
			low, high = first or 0, last if last is not None else _LONGEST_LIFE
			tests.append(
				lambda row, field=field, low=low, high=high: (
					row[field] is not None and low <= row[field] <= high
				)
			)
	return tests


def _years(selection: Selection, fieldname: str) -> int | None:
	value = selection.filter(fieldname)
	if value is None:
		return None
	if not str(value).isdigit() or cint(value) > _LONGEST_LIFE:
		frappe.throw(
			_("{0} is no number of years. Write a whole number up to {1}.").format(
				frappe.bold(value), _LONGEST_LIFE
			)
		)
	return cint(value)


def _complete(row, posts: str, labels: Mapping[str, Mapping[str, str]], day: date) -> None:
	circumstances = {
		"Floating": row.status == "Floating",
		"In Hardship": row.is_hardship,
		"Aged or Ill": is_frail_on(row, day),
	}
	row.update(
		doctype=DOCTYPE,
		stage_text=_(_STAGE_LABELS[row.stage_key]),
		id_number=shorten_id_number(row.id_number),
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
	counts = Counter(next(group for group in AGE_GROUPS if age <= group[1]) for age in ages)
	return Chart(
		tuple(age_label(*group) for group in AGE_GROUPS),
		((_("Members"), tuple(counts[group] for group in AGE_GROUPS)),),
	)


def age_label(first: int, last: int) -> str:
	"""Return the name of one of AGE_GROUPS."""
	if (first, last) == AGE_GROUPS[0]:
		return _("up to {0} years").format(last)
	if (first, last) == AGE_GROUPS[-1]:
		return _("over {0} years").format(first - 1)
	return _("{0} to {1} years").format(first, last)
