"""Duties: the clauses as this site holds them, and the one evaluation of all of them over a chunk's facts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe import _

from party_affairs.compliance import local_rules
from party_affairs.facts import Known, load
from party_affairs.facts.duties import rules
from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.jobs import is_passing
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.duties.local import LocalClause
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluators import (
	FactsOn,
	due_days_for,
	evaluate_event,
	evaluate_frequency,
	evaluate_state,
	no_facts,
)
from party_affairs.rules.findings import Finding
from party_affairs.rules.parameters import check_local
from party_affairs.rules.periods import Period
from party_affairs.rules.predicates import PREDICATES
from party_affairs.settings import SETTINGS

SEVERITY_LABELS = {"block": "Block", "warn": "Warn", "info": "Info"}
PARAMETERS, JUDGED = "parameters", "judged"
_PERIOD_OF_CYCLE = {"Half Year": "half_year", "Whole Year": "year"}


@dataclass(frozen=True)
class Duty:
	"""A clause with the site's parameters, and the severity label its findings carry."""

	clause: Clause
	severity: str


@dataclass(frozen=True)
class Breakage:
	"""A clause that could not be checked: because of its local `parameters`, or while it was `judged`.

	What was found of it before is kept: it counts as neither met nor missed.
	"""

	rule: str
	stage: str
	sentence: str


def duties_in(year: Period) -> tuple[Duty, ...]:
	"""Return the duties that are evaluated for a calendar year: clauses that bind on any of its days.

	Parameters come from the guide, are replaced by the site's settings, and those by the clause's local parameters. A
	clause that was switched off, or that this version does not evaluate, is left out, and so is one whose local parameters
	are broken (:func:`duties_and_breakages` tells of it).
	"""
	return duties_and_breakages(year)[0]


def duties_and_breakages(year: Period) -> tuple[tuple[Duty, ...], tuple[Breakage, ...]]:
	"""Return the duties of a calendar year, and the clauses whose local parameters are broken."""
	settings = frappe.get_single(SETTINGS)
	local = rules.evaluated()
	duties, broken = [], []
	for clause in registry.all_clauses():
		own = local.get(clause.id)
		binds = clause.effective_from <= year.end and (
			clause.effective_to is None or clause.effective_to >= year.start
		)
		if not (clause.evaluated and binds and own and own.is_enabled):
			continue
		clause = _with_settings(clause, settings)
		try:
			parameters = _local_parameters(clause, own.local_parameters)
		except RuleError as error:
			broken.append(Breakage(clause.id, PARAMETERS, error.message.text(_)))
			continue
		duties.append(
			Duty(
				clause=clause.with_parameters(**parameters),
				severity=own.local_severity or SEVERITY_LABELS[clause.severity],
			)
		)
	for clause, severity in local_rules.clauses(year):
		duties.append(Duty(clause=clause, severity=severity or SEVERITY_LABELS[clause.severity]))
	return tuple(duties), tuple(broken)


def _local_parameters(clause: Clause, text: str | None) -> Mapping[str, Any]:
	"""What the site puts in place of the guide's parameters. Raise RuleError for what cannot be read, or makes no sense."""
	try:
		local = json.loads(text or "{}")
	except ValueError:
		local = None
	if not isinstance(local, dict):
		raise RuleError(
			"Local Parameters: clause {rule} has no readable ones; write them as {example}.",
			rule=clause.id,
			example='{"times": 2}',
		)
	check_local(clause, local)
	return local


def _with_settings(clause: Clause, settings) -> Clause:
	changes = {}
	if "thresholds" in clause.parameters and settings.thresholds_set:
		changes["thresholds"] = frappe.scrub(settings.thresholds_set)
	if clause.parameters.get("due_days") == "theme_day" and settings.theme_day:
		changes["day"] = settings.theme_day
	if "dues_mode" in clause.parameters and settings.dues_mode:
		changes["dues_mode"] = frappe.scrub(settings.dues_mode)
	cycle = clause.parameters.get("period_setting")
	if cycle and settings.get(cycle):
		clause = replace(clause, period=_PERIOD_OF_CYCLE[settings.get(cycle)])
	return clause.with_parameters(**changes) if changes else clause


def evaluate(
	duties: Iterable[Duty], known: Known, year: Period, as_of: date, calendar: Workdays
) -> tuple[list[tuple[Duty, Finding]], list[Breakage]]:
	"""Return the findings of all duties for the calendar year `year` as they stand on `as_of`, each with its duty.

	A duty that cannot be judged is told of and never stops the others.
	"""
	found, broken = [], []
	for duty in duties:
		try:
			found += [(duty, finding) for finding in judge_clause(duty.clause, known, year, as_of, calendar)]
		except Exception as error:
			if is_passing(error):
				raise
			frappe.log_error(title=f"Compliance check: clause {duty.clause.id} is broken")
			broken.append(Breakage(duty.clause.id, JUDGED, _sentence_of(error)))
	return found, broken


def judge(
	clauses: Iterable[Clause], branches: Sequence[str], day: date, as_of: date | None = None
) -> list[Finding]:
	"""Return what `clauses` find of `branches` in the calendar year of `day`, as it stands on `as_of` (default: `day`).

	Only the records that these clauses ask about are read. Permissions are the caller's business.
	"""
	known = load(branches, day, as_of=as_of)
	return [
		finding
		for clause in clauses
		for finding in judge_clause(clause, known, known.year, known.as_of, known.calendar)
	]


def clause_here(clause_id: str, year: Period) -> Clause:
	"""Return a clause with the site's parameters for a year, also where the site has switched it off."""
	own = [duty.clause for duty in duties_in(year) if duty.clause.id == clause_id]
	return own[0] if own else registry.clause(clause_id)


def clauses_here(year: Period) -> dict[str, Clause]:
	"""Return by id the evaluated clauses with the site's parameters for a year, also those that the site has switched off."""
	own = {duty.clause.id: duty.clause for duty in duties_in(year)}
	return {clause.id: own.get(clause.id, clause) for clause in registry.all_clauses() if clause.evaluated}


def _sentence_of(error: Exception) -> str:
	return error.message.text(_) if isinstance(error, RuleError) else f"{type(error).__name__}: {error}"


def judge_clause(
	clause: Clause, known: Known, year: Period, as_of: date, calendar: Workdays
) -> list[Finding]:
	"""Return the findings of one clause about what is known of a chunk of branches; only what it asks for is read.

	Findings for which a branch outside the chunk answers are left out: somebody who moved is judged with each of his
	branches.
	"""
	here = set(known.names)
	found = findings_of(clause, known, year, as_of, calendar)
	return [finding for finding in found if finding.branch in here]


def findings_of(clause: Clause, known: Known, year: Period, as_of: date, calendar: Workdays) -> list[Finding]:
	"""Return the findings of one clause about everybody who is known with a chunk of branches, whoever answers for them.

	Of a person of the chunk that is the whole year, the time in former branches included.
	"""
	if isinstance(clause, LocalClause):
		return local_rules.judged(clause, known, year, as_of)
	conditions, exempt = _conditions(clause, known), known.exempt(clause.id)
	findings: list[Finding] = []
	if clause.kind == "frequency":
		findings += evaluate_frequency(
			clause,
			known.subjects(clause.subject),
			known.evidence(clause.evidence),
			year.start,
			year.end,
			as_of,
			due_days_for(clause, calendar.is_workday),
			known.deadlines(clause.evidence),
			conditions,
			exempt,
		)
	if clause.kind == "event":
		findings += evaluate_event(
			clause, known.triggers(clause.trigger), known.evidence(clause.evidence), as_of, conditions, exempt
		)
	if clause.predicate:
		reads = PREDICATES[clause.predicate].reads
		# A clause that is judged twice may ask for the state of the year of others than of whom it asks for a period's number.
		presence = clause.parameters.get("state_presence")
		stated = clause.with_parameters(presence=presence) if presence else clause
		findings += evaluate_state(
			stated,
			known.subjects(clause.subject),
			lambda day: known.facts(reads, day),
			as_of,
			period=year,
			conditions=conditions,
			exempt=exempt,
			settling=known.settling,
		)
	return findings


def _conditions(clause: Clause, known: Known) -> FactsOn:
	if clause.applies_when is None:
		return no_facts
	reads = APPLICABILITY[clause.applies_when].reads
	return lambda day: known.facts(reads, day)
