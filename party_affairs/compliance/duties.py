"""Duties: the clauses as this site holds them, and the one evaluation of all of them over a chunk's facts."""

import json
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date

import frappe
from frappe import _

from party_affairs.facts import Known
from party_affairs.facts.duties import rules
from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.calendar import Workdays
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
_MISTAKES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a clause fails with that the program or the registry has wrong; a RuleError is a ValueError."""
_PERIOD_OF_CYCLE = {"Half Year": "half_year", "Whole Year": "year"}


@dataclass(frozen=True)
class Duty:
	"""A clause with the site's parameters, and the severity label its findings carry."""

	clause: Clause
	severity: str


@dataclass(frozen=True)
class Duties:
	"""The duties of a year, and by number the clauses that cannot be checked with the reason in one sentence."""

	duties: tuple[Duty, ...]
	broken: Mapping[str, str]


def duties_in(year: Period) -> tuple[Duty, ...]:
	"""Return the duties that are evaluated for a calendar year, without those that cannot be (see :func:`read`)."""
	return read(year).duties


def read(year: Period) -> Duties:
	"""Return the duties that are evaluated for a calendar year: clauses that bind on any of its days.

	Parameters come from the guide, are replaced by the site's settings, and those by the clause's local parameters. A
	clause that was switched off, or that this version does not evaluate, is left out; one whose local parameters cannot be,
	as after a change of the guide, is broken alone.
	"""
	settings = frappe.get_single(SETTINGS)
	local = rules.evaluated()
	duties, broken = [], {}
	for clause in registry.all_clauses():
		own = local.get(clause.id)
		binds = clause.effective_from <= year.end and (
			clause.effective_to is None or clause.effective_to >= year.start
		)
		if not (clause.evaluated and binds and own and own.is_enabled):
			continue
		try:
			clause = _with_local_parameters(_with_settings(clause, settings), own.local_parameters)
		except RuleError as error:
			broken[clause.id] = error.message.text(_)
			continue
		duties.append(Duty(clause, own.local_severity or SEVERITY_LABELS[clause.severity]))
	return Duties(tuple(duties), broken)


def _with_local_parameters(clause: Clause, stored: str | None) -> Clause:
	try:
		local = json.loads(stored or "{}")
	except ValueError:
		local = None
	if not isinstance(local, dict):
		raise RuleError(
			"Local Parameters: what is stored for clause {rule} is no JSON object.", rule=clause.id
		)
	check_local(clause, local)
	return clause.with_parameters(**local)


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
	duties: Iterable[Duty],
	known: Known,
	year: Period,
	as_of: date,
	calendar: Workdays,
	broken: MutableMapping[str, str] | None = None,
) -> list[tuple[Duty, Finding]]:
	"""Return the findings of all duties for the calendar year `year` as they stand on `as_of`, each with its duty.

	With `broken`, a clause that fails is noted there by its number with the reason, and the others go on; what the database
	says of itself, such as a deadlock, ends all of them.
	"""
	found: list[tuple[Duty, Finding]] = []
	for duty in duties:
		try:
			found += [(duty, finding) for finding in judge(duty.clause, known, year, as_of, calendar)]
		except _MISTAKES as error:
			if broken is None:
				raise
			broken[duty.clause.id] = _("The check of this clause failed: {0}").format(f"{error!r}")
	return found


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
		findings += evaluate_state(
			clause,
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
