"""Clauses of the site's own: read, judged by their scripts in the sandbox, their answers made findings like all others."""

import hashlib
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs import sandbox, settings
from party_affairs.facts import Known
from party_affairs.facts.duties import rules
from party_affairs.guide.vocabulary import EVIDENCE
from party_affairs.rules.duties import local
from party_affairs.rules.duties.local import Answer, LocalClause
from party_affairs.rules.errors import RuleError
from party_affairs.rules.findings import Finding
from party_affairs.rules.organisation.facts import BranchFacts
from party_affairs.rules.periods import Period

_SITE_SWITCH = "server_script_enabled"
_PERIODS = {
	"Month": "month",
	"Quarter": "quarter",
	"Half Year": "half_year",
	"Whole Year": "year",
	"Point": "point",
}
SECONDS = sandbox.SECONDS
_REST_SECONDS = 10 * 60
_timed_out: dict[str, float] = {}
"""When a script was ended last, by its digest: a run asks it for each chunk, and would wait for it every time."""


def allowed() -> bool:
	"""Whether scripts may run here: the site's configuration and the settings both have to say so."""
	return switched_on_by_site() and settings.allows_local_rules()


def switched_on_by_site() -> bool:
	"""Whether the site's configuration (`server_script_enabled`) allows scripts."""
	return bool(frappe.conf.get(_SITE_SWITCH))


def clauses(year: Period) -> list[tuple[LocalClause, str | None]]:
	"""Return the site's own clauses that are enabled and bind in a year, each with its local severity; none unless allowed."""
	if not allowed():
		return []
	found = []
	for row in rules.local():
		first, last = (
			getdate(row.effective_from or "2020-01-01"),
			row.effective_to and getdate(row.effective_to),
		)
		if first <= year.end and (last is None or last >= year.start):
			found.append((clause_of(row), row.local_severity))
	return found


def clause_of(row: Any) -> LocalClause:
	"""Return the clause of a Guide Rule, or of a row of `rules.local`. Raise RuleError for one that cannot be."""
	return local.local_clause(
		**{"number": row.name or row.rule_id, "title": row.title, "citation": row.citation or row.title},
		text=row.clause_text or row.title,
		subject=(row.subject_kind or "").lower(),
		period=_PERIODS.get(row.period or "", ""),
		severity=(row.default_severity or "Warn").lower(),
		script=row.script or "",
		keys=keys_of(row.local_evidence),
		effective_from=getdate(row.effective_from or "2020-01-01"),
		effective_to=row.effective_to and getdate(row.effective_to),
		remedy=row.remedy or "",
	)


def keys_of(text: str | None) -> tuple[str, ...]:
	"""Return the kinds of records that a rule names, one a line or divided by commas."""
	return tuple(dict.fromkeys((text or "").replace("，", ",").replace(",", " ").split()))


def unknown_keys(text: str | None) -> tuple[str, ...]:
	"""Return those of the kinds of records named that there are not."""
	return tuple(key for key in keys_of(text) if key not in EVIDENCE)


def judged(clause: LocalClause, known: Known, year: Period, as_of: date) -> list[Finding]:
	"""Return the findings of a clause about what is known of a chunk of branches.

	One process of the sandbox for all periods that have begun. Raise RuleError where the script does not end well.
	"""
	subjects = known.subjects(clause.subject)
	evidence = {key: known.evidence(key) for key in clause.keys}
	records = [record for one in evidence.values() for record in one]
	periods = local.periods_of(clause, year)
	begun = [period for period in periods if period.start <= as_of]
	asked = {period.key: local.asked_in(subjects, period, as_of) for period in periods}
	for period in periods:
		for branch in {one.branch for one in asked[period.key]}:
			known.watch(branch, period.start, period.end + timedelta(days=1))
	given = []
	for period in begun:
		day = min(period.end, as_of)
		facts = _facts(clause, known, day)
		given.append(
			{
				**{"key": period.key, "start": period.start, "end": period.end, "as_of": as_of},
				"subjects": local.told(asked[period.key], evidence, facts, period, as_of),
			}
		)
	answers = _answers(clause, [one for one in given if one["subjects"]])
	return [
		finding
		for period in periods
		for finding in local.findings(
			clause,
			period,
			asked[period.key],
			answers.get(period.key, {}),
			as_of,
			records,
			known.settling,
		)
	]


def _facts(clause: LocalClause, known: Known, day: date) -> Mapping[str, Mapping[str, Any]]:
	"""Return by subject the numbers that the script is told beside its records."""
	if clause.subject != "branch":
		return {}
	found = known.facts(BranchFacts, day)
	return {
		name: {
			**{"type": facts.branch_type, "full_members": facts.full_members},
			**{"party_members": facts.party_members, "covered_firms": facts.covered_firms},
		}
		for name, facts in found.items()
	}


def _answers(clause: LocalClause, given: list[dict[str, Any]]) -> dict[str, dict[str, Answer]]:
	digest = hashlib.sha256(clause.script.encode()).hexdigest()
	ended = _timed_out.get(digest)
	try:
		if ended is not None and time.monotonic() - ended < _REST_SECONDS:
			raise sandbox.ScriptTimeout
		reports = sandbox.run(clause.script, {"periods": given}) if given else {}
	except sandbox.ScriptTimeout:
		if ended is None or time.monotonic() - ended >= _REST_SECONDS:
			_timed_out[digest] = time.monotonic()
		raise RuleError(
			"The script of clause {rule} needed more than {seconds} seconds, or too much memory, and was ended.",
			rule=clause.id,
			seconds=SECONDS,
		) from None
	except sandbox.ScriptError as error:
		raise RuleError(
			"The script of clause {rule} did not end well: {words}", rule=clause.id, words=str(error)
		) from None
	return {
		key: {
			one["subject"]: Answer(one["ok"], one["required"], one["found"], one["message"]) for one in found
		}
		for key, found in reports.items()
	}
