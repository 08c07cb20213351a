"""Duties: the clauses as this site holds them, and the one evaluation of all of them over a chunk's facts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import frappe

from party_affairs.facts import Facts
from party_affairs.facts.duties import rules
from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.evaluators import due_days_for, evaluate_event, evaluate_frequency, evaluate_state
from party_affairs.rules.findings import Finding
from party_affairs.rules.periods import Period
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
	duties: Iterable[Duty], facts: Facts, year: Period, as_of: date, calendar: Workdays
) -> list[tuple[Duty, Finding]]:
	"""Return the findings of all duties for the calendar year `year` as they stand on `as_of`, each with its duty."""
	found = []
	for duty in duties:
		clause = duty.clause
		subjects = facts.subjects.get(clause.subject, ())
		findings = []
		if clause.kind == "frequency":
			findings += evaluate_frequency(
				clause,
				subjects,
				facts.evidence[clause.evidence],
				year.start,
				year.end,
				as_of,
				due_days_for(clause, calendar.is_workday),
				facts.deadlines.get(clause.evidence, {}),
			)
		if clause.kind == "event":
			findings += evaluate_event(
				clause, facts.triggers[clause.trigger], facts.evidence[clause.evidence], as_of
			)
		if clause.predicate:
			findings += evaluate_state(clause, subjects, as_of, period=year)
		found.extend((duty, finding) for finding in findings)
	return found
