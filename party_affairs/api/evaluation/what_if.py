"""What if a scheme said something else: the distribution before and after, and who would move. Nothing is written."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from party_affairs.arguments import parse_list, parse_object
from party_affairs.checks.dates import check_year
from party_affairs.compliance.evaluation import EVALUATION, MEMBER
from party_affairs.exceptions import EvaluationError, rules_speak_to_user
from party_affairs.facts.evaluation import schemes, sheets
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.ledgers.selection import readable
from party_affairs.permissions import scope_for
from party_affairs.rules.evaluation import what_if as rules

_MOST_SHEETS = 5000
"""So many sheets are scored twice within a request; a larger place is looked at part by part."""


@frappe.whitelist()
def choices(version: str) -> dict[str, Any]:
	"""Return what can be changed in a version, and the years for which there are sheets to try it on.

	They are those of the version `basis`: its own, or of one that was made before it as long as it has none. `awaiting` are
	the criteria of which those sheets say nothing. Raise PermissionError if the caller may not read it.
	"""
	document = frappe.get_doc(schemes.VERSION, version)
	document.check_permission("read")
	found = schemes.version_of(document)
	basis = _basis(document)
	return {
		"whole": document.whole,
		"basis": basis.name,
		"years": sheets.years_of(basis.name, scope_for(EVALUATION, sums=True).criterion),
		"awaiting": rules.awaiting(schemes.version_of(basis), found),
		"criteria": [
			{
				"key": part.key,
				"title": part.title,
				"dimension": part.dimension,
				"weight": float(part.worth),
				"max_points": float(part.max_points),
			}
			for part in found.criteria
		],
		"bands": [
			{"band": part.name, "minimum_points": float(part.minimum_points), "stars": part.stars}
			for part in sorted(found.bands, key=lambda part: part.minimum_points, reverse=True)
		],
		"vetoes": [
			{"key": part.key, "title": part.title, "highest_band": part.highest_band} for part in found.vetoes
		],
	}


@frappe.whitelist(methods=["POST"])
def try_out(
	version: str, year: int | str, changes: str | dict | None = None, organisation: str | None = None
) -> dict[str, Any]:
	"""Return how the distribution of a year would move if the version said something else.

	`changes` has `whole`, `weights` and `maxima` by criterion, `vetoes` by key (the best band left; null drops it), and
	`bands` (rows of band, minimum_points, stars). Returns `number`, `left_out`, `bands` (rows of band, before and after), and `moves` of those subjects whose sheets the caller may read.
	Who may not read all sheets of members sees no number from which fewer people than the version's least group could be
	picked out: such a cell is None, or `bands` as a whole; small branches are left out.
	Raise ValidationError with the rule's sentence for changes that contradict themselves.
	"""
	document = frappe.get_doc(schemes.VERSION, version)
	document.check_permission("read")
	scope = scope_for(EVALUATION, sums=True)
	if organisation:
		scope.check_branch(organisation)
	year, branches = check_year(cint(year)), branch_and_below(organisation) if organisation else None
	basis = _basis(document)
	number = sheets.number_by_version(basis.name, year, scope.criterion, branches)
	if number > _MOST_SHEETS:
		frappe.throw(
			_("There are {0} sheets. Choose an organisation with at most {1}.").format(number, _MOST_SHEETS),
			EvaluationError,
		)
	before, said = schemes.version_of(basis), schemes.version_of(document)
	with rules_speak_to_user(EvaluationError):
		given, whole = _changes(changes, document)
		after = rules.changed(said, given, whole)
		rows = sheets.inputs_by_version(basis.name, year, scope.criterion, branches)
		# To whom reads every sheet no number tells anything new.
		shield = document.applies_to == MEMBER and not _reads_all(rows)
		least = max(cint(document.least_group), cint(basis.least_group)) if shield else 0
		if shield:
			rules.check_coarse(before, after)
			rows = _of_large_branches(rows, least)
		inputs = (
			(name, schemes.inputs_of(group)) for name, group in groupby(rows, key=lambda row: row.sheet)
		)
		outcome = rules.compare(before, after, inputs)
	counted = sum(outcome.before.values())
	hidden = counted < least
	return {
		"number": number,
		"left_out": number - counted,
		"hidden": hidden,
		"bands": None if hidden else _bands(outcome, least),
		"moves": _moves(outcome),
	}


def _basis(document):
	"""The version on whose sheets `document` is tried: itself, or while it has none the newest of its scheme that has some."""
	name = sheets.version_with_sheets(
		document.scheme, document.name, document.version, scope_for(EVALUATION, sums=True).criterion
	)
	return frappe.get_cached_doc(schemes.VERSION, name) if name else document


def _reads_all(rows: list) -> bool:
	"""Whether the caller may read every sheet that is counted."""
	names = sorted({row.sheet for row in rows})
	return len(sheets.subjects_of(names, readable)) == len(names)


def _of_large_branches(rows: list, least: int) -> list:
	"""The rows of branches with so many sheets: of fewer the sum with the others and without them would tell."""
	of_branch: dict[str, set[str]] = {}
	for row in rows:
		of_branch.setdefault(row.branch, set()).add(row.sheet)
	return [row for row in rows if len(of_branch[row.branch]) >= least]


def _bands(outcome: rules.Outcome, least: int) -> list[dict[str, Any]]:
	names = list(dict.fromkeys((*outcome.after, *outcome.before)))
	before, after = (
		rules.shielded([counted.get(name, 0) for name in names], least)
		for counted in (outcome.before, outcome.after)
	)
	return [
		{"band": name or _("No Band"), "before": old, "after": new}
		for name, old, new in zip(names, before, after, strict=True)
	]


def _moves(outcome: rules.Outcome) -> list[dict[str, Any]]:
	subjects = sheets.subjects_of([move.key for move in outcome.moves], readable)
	return [
		{
			"sheet": move.key,
			"subject_name": subjects[move.key].subject_name,
			"branch": subjects[move.key].branch,
			"band_before": move.band_before or _("No Band"),
			"band_after": move.band_after or _("No Band"),
			"before": float(move.before),
			"after": float(move.after),
		}
		for move in outcome.moves
		if move.key in subjects
	]


def _changes(changes: str | dict | None, document) -> tuple[rules.Changes, str]:
	refusal = _("Changes are an object with weights, maxima, vetoes and bands.")
	given = parse_object(changes, refusal)
	bands = given.get("bands")
	if not all(isinstance(given.get(name) or {}, Mapping) for name in ("weights", "maxima", "vetoes")):
		frappe.throw(refusal, EvaluationError)
	if bands is not None:
		bands = parse_list(bands, Mapping, refusal)
	return (
		rules.Changes(
			weights={key: str(value) for key, value in (given.get("weights") or {}).items()},
			maxima={key: str(value) for key, value in (given.get("maxima") or {}).items()},
			vetoes={
				key: None if value is None else str(value)
				for key, value in (given.get("vetoes") or {}).items()
			},
			bands=None
			if bands is None
			else [
				rules.band(
					str(row.get("minimum_points") or 0),
					str(row.get("band") or "").strip(),
					cint(row.get("stars")),
				)
				for row in bands
			],
		),
		str(given.get("whole") or document.whole),
	)
