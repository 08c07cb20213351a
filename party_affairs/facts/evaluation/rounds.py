"""Rounds of evaluation: one version of a scheme, one organisation, one year."""

import hashlib
from collections.abc import Callable
from typing import Any

from pypika.terms import Case

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum

from party_affairs.facts.evaluation.sheets import BRANCH_TYPES

ROUND, EVALUATION = "Evaluation Round", "Evaluation"
PREPARED, SELF_EVALUATION, REVIEW = "Being Prepared", "Self-Evaluation", "Review"
PUBLICITY, FINAL = "Publicity", "Final"
STAGES = (PREPARED, SELF_EVALUATION, REVIEW, PUBLICITY, FINAL)
_CANCELLED = 2


def key_of(scheme: str, branch: str, year: int) -> str:
	"""Return what stands for scheme, organisation and year, of fixed length."""
	return hashlib.sha256("\n".join((scheme, branch, str(year))).encode()).hexdigest()


def with_key(key: str) -> str | None:
	"""Return the round with a `round_key`, None without one: one query."""
	return frappe.db.get_value(ROUND, {"round_key": key}, "name")


def stage_of(name: str) -> str:
	"""Return the stage of a round: one query."""
	return frappe.db.get_value(ROUND, name, "stage")


def overlapping(scheme: str, year: int, branch: str) -> str | None:
	"""Return a round of a scheme for a year by an organisation above or below `branch`, which would evaluate the same: two queries."""
	round_, place = DocType(ROUND), DocType("Party Branch")
	own = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"], as_dict=True)
	above = (place.lft <= own.lft) & (place.rgt >= own.rgt)
	below = (place.lft >= own.lft) & (place.rgt <= own.rgt)
	found = (
		frappe.qb.from_(round_)
		.join(place)
		.on(place.name == round_.branch)
		.select(round_.name)
		.where((round_.scheme == scheme) & (round_.year == year) & (round_.branch != branch))
		.where(above | below)
		.limit(1)
	).run()
	return found[0][0] if found else None


def conducting(scheme: str, year: int, branch: str) -> str | None:
	"""Return the round of a scheme for a year in which those of `branch` are evaluated: its own, or that of an organisation above.

	One of members is always their branch's own. None without one: two queries.
	"""
	own = with_key(key_of(scheme, branch, year))
	if own or frappe.get_cached_value("Evaluation Scheme", scheme, "applies_to") == "Party Member":
		return own
	return overlapping(scheme, year, branch)


def result_of(name: str) -> str:
	"""Return what the last run of a round has done, in words: one query."""
	return frappe.db.get_value(ROUND, name, "last_run_result") or ""


def keys_that_are_there(scheme: str, year: int) -> set[str]:
	"""Return the keys of the rounds of a scheme for a year: one query."""
	return set(frappe.get_all(ROUND, filters={"scheme": scheme, "year": year}, pluck="round_key"))


def is_branch(branch: str) -> bool:
	"""Whether an organisation is a branch or joint branch, which has members of its own: one query."""
	return frappe.db.get_value("Party Branch", branch, "branch_type") in BRANCH_TYPES


def sheets_of(name: str, which: Callable | None = None) -> list[frappe._dict]:
	"""Return the sheets of a round in the order of the roster, those of branches in that of the tree: one query.

	`which` keeps them to what a reader may see. Rows have name, docstatus, subject_doctype, subject, subject_name, branch,
	stage, total, band, stars, unjudged and self_evaluated_on. Points give no order.
	"""
	sheet, branch, member = DocType(EVALUATION), DocType("Party Branch"), DocType("Party Member")
	query = (
		frappe.qb.from_(sheet)
		.join(branch)
		.on(branch.name == sheet.branch)
		.left_join(member)
		.on(member.name == sheet.subject)
		.select(
			*(sheet.name, sheet.docstatus, sheet.subject_doctype, sheet.subject, sheet.subject_name),
			*(sheet.branch, sheet.stage, sheet.total, sheet.band, sheet.stars, sheet.unjudged),
			sheet.self_evaluated_on,
		)
		.where((sheet.round == name) & (sheet.docstatus < _CANCELLED))
		.orderby(branch.lft, member.joined_on, sheet.subject_name, sheet.subject)
	)
	if which:
		query = query.where(which(sheet))
	return query.run(as_dict=True)


def counts(name: str) -> dict[str, int]:
	"""Return how many `sheets` a round has, and how many of them are `unjudged`, with criteria to be judged: one query."""
	sheet = DocType(EVALUATION)
	is_open = Case().when(sheet.unjudged > 0, 1).else_(0)
	((number, unjudged),) = (
		frappe.qb.from_(sheet)
		.select(Count(sheet.name), Sum(is_open))
		.where((sheet.round == name) & (sheet.docstatus < _CANCELLED))
	).run()
	return {"sheets": number, "unjudged": int(unjudged or 0)}


def open_objections(name: str) -> list[frappe._dict]:
	"""Return the objections of a round without an answer, with sheet and subject_name: one query."""
	return [row for row in objections_of(name) if not (row.answer or "").strip()]


def objections_of(name: str, which: Callable | None = None) -> list[frappe._dict]:
	"""Return the objections to the sheets of a round, the earliest first: one query.

	Rows have sheet, subject_name, raised_on, raised_by, is_unnamed, objection, answer and answered_on.
	"""
	objection, sheet = DocType("Evaluation Objection"), DocType(EVALUATION)
	query = (
		frappe.qb.from_(objection)
		.join(sheet)
		.on((sheet.name == objection.parent) & (objection.parenttype == EVALUATION))
		.select(
			*(sheet.name.as_("sheet"), sheet.subject_name, objection.raised_on, objection.raised_by),
			*(objection.is_unnamed, objection.objection, objection.answer, objection.answered_on),
		)
		.where((sheet.round == name) & (sheet.docstatus < _CANCELLED))
		.orderby(objection.raised_on, sheet.subject_name, objection.idx)
	)
	if which:
		query = query.where(which(sheet))
	return query.run(as_dict=True)


def judged_rows(name: str, which: Callable) -> list[frappe._dict]:
	"""Return what persons judge on the sheets of a round that are not final, in the order of the scheme: one query.

	Rows have sheet, criterion_key, line, dimension, title, max_points, judge, points, holds, basis, state, judged_by,
	self_points and self_basis.
	"""
	row, sheet = DocType("Evaluation Score"), DocType(EVALUATION)
	return (
		frappe.qb.from_(row)
		.join(sheet)
		.on((sheet.name == row.parent) & (row.parenttype == EVALUATION))
		.select(
			*(sheet.name.as_("sheet"), row.criterion_key, row.line, row.dimension, row.title, row.max_points),
			*(row.judge, row.points, row.holds, row.basis, row.state, row.judged_by),
			*(row.self_points, row.self_basis),
		)
		.where((sheet.round == name) & (sheet.docstatus == 0) & (row.source == "Judged"))
		.where(which(sheet))
		.orderby(row.idx)
		.run(as_dict=True)
	)


def bands_of_year(year: int, which: Callable) -> list[frappe._dict]:
	"""Return of a year how many sheets reached which band: one query.

	Rows have scheme, scheme_version, branch, subject_doctype, round, `conductor` (the organisation of the round), band,
	docstatus, `is_open` (criteria are still to be judged) and `sheets`, their number.
	"""
	sheet, round_ = DocType(EVALUATION), DocType(ROUND)
	is_open = Case().when(sheet.unjudged > 0, 1).else_(0)
	said = (
		*(sheet.scheme, sheet.scheme_version, sheet.branch, sheet.subject_doctype, sheet.round),
		*(sheet.band, sheet.docstatus),
	)
	return (
		frappe.qb.from_(sheet)
		.left_join(round_)
		.on(round_.name == sheet.round)
		.select(
			*said, round_.branch.as_("conductor"), is_open.as_("is_open"), Count(sheet.name).as_("sheets")
		)
		.where((sheet.year == year) & (sheet.docstatus < _CANCELLED))
		.where(which(sheet))
		.groupby(*said, round_.branch, is_open)
		.run(as_dict=True)
	)


def published_to(branch: str, day: Any) -> list[frappe._dict]:
	"""Return the rounds about members of a branch that are in publicity on a day: one query.

	Rows have name, scheme, year, publicity_from, publicity_until, contact_for_objections and is_example.
	"""
	return frappe.get_all(
		ROUND,
		filters={
			"branch": branch,
			"applies_to": "Party Member",
			"stage": PUBLICITY,
			"publicity_from": ["<=", day],
			"publicity_until": [">=", day],
		},
		fields=[
			*("name", "scheme", "year", "publicity_from", "publicity_until", "contact_for_objections"),
			"is_example",
		],
		order_by="publicity_from, name",
	)
