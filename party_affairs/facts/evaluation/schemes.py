"""Schemes of evaluation and their versions, as the values that `rules.evaluation.scheme` takes."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import frappe

from party_affairs.rules.appraisal.grades import GRADES
from party_affairs.rules.evaluation.scheme import Adjustment, Band, Criterion, Inputs, Version, Veto

SCHEME = "Evaluation Scheme"
VERSION = "Evaluation Scheme Version"
DRAFT, EXAMPLE, ADOPTED, RETIRED = "Draft", "Example", "Adopted", "Retired"
USABLE = (EXAMPLE, ADOPTED)
"""Standings of versions by which sheets are made."""

CRITERION, BONUS, DEDUCTION, VETO = "Criterion", "Bonus", "Deduction", "Veto"
"""Kinds of lines on a sheet."""
SCORED, NOT_DEMANDED, AWAITING = "Scored", "Not Demanded", "Awaiting"
JUDGED = "Judged"

_APPRAISAL = "appraisal_grade"


def load(version: str) -> Version:
	"""Return a stored version as the rules take it. Raise DoesNotExistError for an unknown one."""
	return version_of(frappe.get_cached_doc(VERSION, version))


def in_force(scheme: str, day: date) -> str | None:
	"""Return the version of a scheme by which sheets are made on a day, None if there is none: one query."""
	found = frappe.get_all(
		VERSION,
		filters={"scheme": scheme, "standing": ["in", USABLE], "effective_from": ["<=", day]},
		or_filters=[["effective_to", "is", "not set"], ["effective_to", ">=", day]],
		pluck="name",
		order_by="effective_from desc, version desc",
		limit=1,
	)
	return found[0] if found else None


def newest_number(scheme: str) -> int:
	"""Return the number of the newest version of a scheme, 0 if it has none: one query."""
	numbers = frappe.get_all(
		VERSION, filters={"scheme": scheme}, pluck="version", order_by="version desc", limit=1
	)
	return numbers[0] if numbers else 0


def adopted_before(scheme: str, leaving_out: str) -> list:
	"""Return the adopted versions of a scheme but one, the newest first, with name, effective_from and effective_to: one query."""
	return frappe.get_all(
		VERSION,
		filters={"scheme": scheme, "standing": ADOPTED, "name": ["!=", leaving_out]},
		fields=["name", "effective_from", "effective_to"],
		order_by="effective_from desc, version desc",
	)


def owners_of(scheme: str) -> list[str]:
	"""Return the organisations that adopted a version of a scheme, in use or withdrawn: one query."""
	return frappe.get_all(
		VERSION,
		filters={"scheme": scheme, "adopted_by": ["is", "set"]},
		pluck="adopted_by",
		distinct=True,
		order_by="adopted_by",
	)


def applies_to(scheme: str) -> str | None:
	"""Return the kind of subject that a scheme evaluates: one query."""
	return frappe.db.get_value(SCHEME, scheme, "applies_to")


def by_name(names: Iterable[str]) -> dict[str, Version]:
	"""Return those of some versions that are there, as the rules take them: one query, and one a version that is not remembered."""
	there = frappe.get_all(
		VERSION, filters={"name": ["in", sorted(names) or [""]]}, pluck="name", order_by="name"
	)
	return {name: load(name) for name in there}


def least_groups(names: Iterable[str]) -> dict[str, int]:
	"""Return by version the fewest people of whom a distribution is shown: one query."""
	rows = frappe.get_all(
		VERSION,
		filters={"name": ["in", sorted(names) or [""]]},
		fields=["name", "least_group"],
		order_by="name",
	)
	return {row.name: row.least_group or 0 for row in rows}


def is_used(version: str) -> bool:
	"""Whether a sheet was made by a version: one query."""
	return bool(frappe.db.exists("Evaluation", {"scheme_version": version}))


# Rows as values


def version_of(document) -> Version:
	"""Return a version, stored or not, as the rules take it."""
	return Version(
		criteria=tuple(criterion_of(row) for row in document.criteria),
		bands=tuple(
			Band(_decimal(row.minimum_points), row.band or "", row.stars or 0) for row in document.bands
		),
		adjustments=tuple(adjustment_of(row) for row in document.adjustments),
		vetoes=tuple(
			Veto(
				key=row.veto_key or "",
				title=row.title or "",
				ground=frappe.scrub(row.ground or ""),
				highest_band=(row.highest_band or "").strip(),
				rule=(row.rule or "").strip().upper(),
			)
			for row in document.vetoes
		),
		bonus_cap=_cap(document.bonus_cap),
		deduction_cap=_cap(document.deduction_cap),
	)


def criterion_of(row) -> Criterion:
	"""Return a criterion's row as the rules take it."""
	graded = row.measure == _APPRAISAL
	return Criterion(
		key=row.criterion_key or "",
		title=row.title or "",
		max_points=_decimal(row.max_points),
		source=frappe.scrub((row.source or "").replace("-", " ")),
		rules=clauses_of(row.rules),
		grade_points={grade: _decimal(row.get(f"points_{grade}")) for grade in GRADES} if graded else {},
		weight=_cap(row.weight),
		dimension=row.dimension or "",
		measure=row.measure or "",
		parameters=parameters_of(row),
		check_line=(row.check_line or "").strip(),
		judge=row.judge or "",
	)


def adjustment_of(row) -> Adjustment:
	"""Return the row of a bonus or deduction as the rules take it."""
	return Adjustment(
		key=row.adjustment_key or "",
		title=row.title or "",
		kind=frappe.scrub(row.kind or ""),
		points_each=_decimal(row.points_each),
		cap=_cap(row.cap),
		source=frappe.scrub(row.source or ""),
		measure=row.measure or "",
		parameters=parameters_of(row),
	)


def parameters_of(row) -> Mapping[str, Any]:
	"""Return the parameters of a row's measure: those written as JSON, with the target and the clauses of their own fields.

	What is no JSON object gives `{}`: the version itself refuses it by name.
	"""
	try:
		further = json.loads(row.get("parameters") or "{}")
	except ValueError:
		further = {}
	parameters = dict(further) if isinstance(further, dict) else {}
	if row.get("target"):
		parameters["target"] = _decimal(row.target)
	clauses = clauses_of(row.get("rules"))
	if clauses:
		parameters["clauses"] = list(clauses)
	return parameters


def clauses_of(text: str | None) -> tuple[str, ...]:
	"""Return the clause numbers that a text names, separated by commas or spaces of either width."""
	text = text or ""
	for separator in ("，", "、", "；", ";", " ", "\u3000"):
		text = text.replace(separator, ",")
	return tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))


def inputs_of(rows: Iterable) -> Inputs:
	"""Return what the rows of a sheet say as the inputs of a score."""
	shares, times, vetoes = {}, {}, {}
	for row in rows:
		if row.line == CRITERION:
			if row.state != AWAITING:
				shares[row.criterion_key] = None if row.state == NOT_DEMANDED else _decimal(row.share)
		elif row.line == VETO:
			vetoes[row.criterion_key] = bool(row.holds)
		else:
			times[row.criterion_key] = _decimal(row.found)
	return Inputs(shares, times, vetoes)


def _cap(value: Any) -> Decimal | None:
	return _decimal(value) or None


def _decimal(value: Any) -> Decimal:
	return Decimal(str(value or 0))
