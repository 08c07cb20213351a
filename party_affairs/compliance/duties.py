"""Duties: the clauses as this site holds them, and the one evaluation of all of them over a chunk's facts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import frappe

from party_affairs.facts import Known
from party_affairs.facts.duties import rules
from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.evaluators import (
	FactsOn,
	due_days_for,
	evaluate_event,
	evaluate_frequency,
	evaluate_state,
	no_facts,
)
from party_affairs.rules.findings import Finding
from party_affairs.rules.periods import Period
from party_affairs.rules.predicates import PREDICATES
from party_affairs.settings import SETTINGS

SEVERITY_LABELS = {"block": "Block", "warn": "Warn", "info": "Info"}
_PERIOD_OF_CYCLE = {"Half Year": "half_year", "Whole Year": "year"}


@dataclass(frozen=True)
class Duty:
	"""A clause with the site's parameters, and the severity label its findings carry."""

	clause: Clause
	severity: str


def duties_in(year: Period) -> tuple[Duty, ...]:
	"""Return the duties that are evaluated for a calendar year: clauses that bind on any of its days.

	Parameters come from the guide, are replaced by the site's settings, and those by the clause's local parameters. A
	clause that was switched off, or that this version does not evaluate, is left out.
	"""
	settings = frappe.get_single(SETTINGS)
	local = rules.evaluated()
	duties = []
	for clause in registry.all_clauses():
		own = local.get(clause.id)
		binds = clause.effective_from <= year.end and (
			clause.effective_to is None or clause.effective_to >= year.start
		)
		if not (clause.evaluated and binds and own and own.is_enabled):
			continue
		clause = _with_settings(clause, settings)
		duties.append(
			Duty(
				clause=clause.with_parameters(**json.loads(own.local_parameters or "{}")),
				severity=own.local_severity or SEVERITY_LABELS[clause.severity],
			)
		)
	return tuple(duties)


def _with_settings(clause: Clause, settings) -> Clause:
	changes = {}
	if "thresholds" in clause.parameters and settings.thresholds_set:
		changes["thresholds"] = frappe.scrub(settings.thresholds_set)
	if clause.parameters.get("due_days") == "theme_day" and settings.theme_day:
		changes["day"] = settings.theme_day
	cycle = clause.parameters.get("period_setting")
	if cycle and settings.get(cycle):
		clause = replace(clause, period=_PERIOD_OF_CYCLE[settings.get(cycle)])
	return clause.with_parameters(**changes) if changes else clause


def evaluate(
	duties: Iterable[Duty], known: Known, year: Period, as_of: date, calendar: Workdays
) -> list[tuple[Duty, Finding]]:
	"""Return the findings of all duties for the calendar year `year` as they stand on `as_of`, each with its duty."""
	return [
		(duty, finding) for duty in duties for finding in judge(duty.clause, known, year, as_of, calendar)
	]


def judge(clause: Clause, known: Known, year: Period, as_of: date, calendar: Workdays) -> list[Finding]:
	"""Return the findings of one clause about what is known of a chunk of branches; only what it asks for is read.

	Findings for which a branch outside the chunk answers are left out: somebody who moved is judged with each of his
	branches.
	"""
	conditions = _conditions(clause, known)
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
		)
	if clause.kind == "event":
		findings += evaluate_event(
			clause, known.triggers(clause.trigger), known.evidence(clause.evidence), as_of, conditions
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
		)
	here = set(known.names)
	return [finding for finding in findings if finding.branch in here]


def _conditions(clause: Clause, known: Known) -> FactsOn:
	if clause.applies_when is None:
		return no_facts
	reads = APPLICABILITY[clause.applies_when].reads
	return lambda day: known.facts(reads, day)
