"""Rounds of evaluation from the form: how one stands, its steps, judging all sheets at once, and rounds for all branches below."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, flt, getdate, nowdate

from party_affairs import jobs
from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day, parse_list, parse_yes
from party_affairs.checks.dates import check_year
from party_affairs.compliance.evaluation import EVALUATION, MEMBER
from party_affairs.exceptions import sentence_of
from party_affairs.facts.evaluation import rounds, schemes, sheets
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.ledgers.selection import readable
from party_affairs.party_affairs.doctype.evaluation.evaluation import may_judge
from party_affairs.party_affairs.doctype.evaluation.steps import refuse_unreadable
from party_affairs.party_affairs.doctype.evaluation_round import steps
from party_affairs.permissions import scope_for
from party_affairs.permissions.scope import access_of
from party_affairs.transactions import back_to

_SAVEPOINT = "evaluation_judged"


@frappe.whitelist()
def standing(round: str) -> dict[str, Any]:
	"""Return how a round stands: its stages, the next steps that the caller may take, and the sheets that he may read.

	Sheets are in the order of the roster, never by points. Raise PermissionError if he may not read the round.
	"""
	document = frappe.get_doc(rounds.ROUND, round)
	document.check_permission("read")
	version = frappe.get_cached_doc(schemes.VERSION, document.scheme_version)
	stages = [stage for stage in rounds.STAGES if stage != rounds.SELF_EVALUATION or version.self_evaluation]
	shown = rounds.sheets_of(round, readable)
	objections = rounds.objections_of(round, readable)
	return {
		"stages": stages,
		"may_conduct": bool(document.has_permission("write") and steps.conducts(document)),
		"may_finish": steps.conducts(document, "submit"),
		"to_freeze": len(steps.drafts_of(round)) if document.stage == rounds.FINAL else 0,
		"self_evaluation": bool(version.self_evaluation),
		"publicity_days": version.publicity_days,
		"publicity_over": bool(
			document.publicity_until and getdate(nowdate()) > getdate(document.publicity_until)
		),
		"sheets": shown,
		"hidden": max(rounds.counts(round)["sheets"] - len(shown), 0),
		"judging": _progress(round),
		"objections": objections,
	}


def _progress(round: str) -> dict[str, int]:
	rows = [row for row in rounds.judged_rows(round, readable) if row.line == schemes.CRITERION]
	return {"judged": sum(row.state == schemes.SCORED for row in rows), "of": len(rows)}


@frappe.whitelist(methods=["POST"])
def measure(round: str, as_of: str | None = None) -> dict[str, Any]:
	"""Read the records as of a day (default: today); return `queued` and a `message`."""
	step = steps.Measure.of(round, as_of=parse_day(as_of) if as_of else None)
	return step.take()


@frappe.whitelist(methods=["POST"])
def open_self_evaluation(round: str, until: str) -> str:
	"""Open the self-evaluation until a day, and return the stage."""
	return _stage_after(steps.OpenSelfEvaluation.of(round, until=parse_day(until)))


@frappe.whitelist(methods=["POST"])
def begin_review(round: str) -> str:
	"""Begin the review, and return the stage."""
	return _stage_after(steps.BeginReview.of(round))


@frappe.whitelist(methods=["POST"])
def publish(round: str, first_day: str, where: str, contact: str) -> str:
	"""Publish the results from a day on, and return the stage."""
	return _stage_after(steps.Publish.of(round, first_day=parse_day(first_day), where=where, contact=contact))


@frappe.whitelist(methods=["POST"])
def return_to_review(round: str, reason: str) -> str:
	"""Let the results be judged again, and return the stage."""
	return _stage_after(steps.ReturnToReview.of(round, reason=reason))


@frappe.whitelist(methods=["POST"])
def finish(round: str, meeting: str) -> dict[str, Any]:
	"""Make the results final by the decision of a meeting; return `queued` and a `message`."""
	return steps.Finish.of(round, meeting=meeting).take()


@frappe.whitelist(methods=["POST"])
def finish_sheets(round: str) -> dict[str, Any]:
	"""Make the sheets final that a job has left as drafts; return `queued` and a `message`."""
	return steps.FinishSheets.of(round).take()


@frappe.whitelist()
def to_judge(round: str) -> dict[str, Any]:
	"""Return what persons judge in a round: the sheets, the criteria with their maximum and guidance, and the cells.

	A criterion is `may` where the caller judges it, a sheet `is_own` where it is about himself, whom he does not judge. Raise PermissionError if he may not read the round.
	"""
	document = frappe.get_doc(rounds.ROUND, round)
	document.check_permission("read")
	cells = rounds.judged_rows(round, readable)
	shown = [row for row in rounds.sheets_of(round, readable) if not row.docstatus]
	own = access_of(frappe.session.user).member
	for row in shown:
		row.is_own = bool(own) and row.subject == own
	guidance = _guidance(document.scheme_version)
	criteria = {}
	for cell in cells:
		criteria.setdefault(
			cell.criterion_key,
			{
				**{
					key: cell[key]
					for key in ("criterion_key", "line", "dimension", "title", "max_points", "judge")
				},
				"guidance": guidance.get(cell.criterion_key),
				"may": may_judge(cell.judge),
			},
		)
	return {
		"open": document.stage in (rounds.PREPARED, rounds.REVIEW),
		"sheets": shown,
		"criteria": list(criteria.values()),
		"cells": cells,
	}


def _guidance(version: str) -> dict[str, str]:
	document = frappe.get_cached_doc(schemes.VERSION, version)
	return {
		row.get("criterion_key") or row.get("adjustment_key") or row.get("veto_key"): row.guidance
		for row in (*document.criteria, *document.adjustments, *document.vetoes)
	}


@frappe.whitelist(methods=["POST"])
def judge(round: str, judgements: str | list) -> dict[str, Any]:
	"""Enter judgements, sheet by sheet: rows of sheet, criterion_key, points, holds and basis.

	A sheet is saved with all its judgements or with none. Returns `saved` (names) and `refused` (by name the sentence that
	says why). Raise PermissionError if the caller may not read the round.
	"""
	frappe.get_doc(rounds.ROUND, round).check_permission("read")
	of_sheet: dict[str, list[Mapping[str, Any]]] = {}
	for row in parse_list(judgements, Mapping, _("Judgements are a list of rows.")):
		of_sheet.setdefault(str(row.get("sheet") or ""), []).append(row)
	saved, refused = [], {}
	for name in of_sheet:
		frappe.db.savepoint(_SAVEPOINT)
		try:
			_judge_sheet(round, name, of_sheet[name])
		except (frappe.ValidationError, frappe.PermissionError) as error:
			back_to(_SAVEPOINT)
			frappe.clear_messages()
			refused[name] = sentence_of(error)
		else:
			saved.append(name)
	return {"saved": saved, "refused": refused}


def _judge_sheet(round: str, name: str, given: Iterable[Mapping[str, Any]]) -> None:
	document = frappe.get_doc(EVALUATION, name, for_update=True)
	document.check_permission("write")
	if document.round != round:
		frappe.throw(_("{0} is no sheet of this evaluation.").format(frappe.bold(name)))
	rows = {row.criterion_key: row for row in document.scores}
	for judgement in given:
		row = rows.get(cstr(judgement.get("criterion_key")))
		if row is None or row.source != schemes.JUDGED:
			frappe.throw(_("The sheet has no such criterion."))
		refuse_unreadable(document, row, judgement, {"points": "points", "holds": "holds", "basis": "basis"})
		basis = cstr(judgement.get("basis")).strip()
		if basis and row.line != schemes.VETO and cstr(judgement.get("points")).strip() == "":
			frappe.throw(
				_("{0}, row {1}: give the points of {2} in digits, for none 0.").format(
					document.subject_name, row.idx, frappe.bold(row.title)
				)
			)
		row.update(
			{
				"points": flt(judgement.get("points"), 2),
				"holds": int(parse_yes(judgement.get("holds"), _("Holds"))),
				"basis": basis,
			}
		)
	document.save()


@frappe.whitelist(methods=["POST"])
def prepare_below(scheme: str, year: int, organisation: str) -> dict[str, Any]:
	"""Make the rounds of a scheme for `organisation`, or of a scheme for members for every branch below it.

	What is there stays. Needs the right to make rounds there. Returns `queued` and a `message`.
	"""
	check_right(rounds.ROUND, "create")
	scope = scope_for(rounds.ROUND, "create")
	scope.check_branch(organisation)
	year = check_year(year)
	version = schemes.in_force(scheme, getdate(f"{year}-12-31"))
	if not version:
		frappe.throw(
			_("{0} has no version in use for {1}. Let one be adopted first.").format(
				frappe.bold(frappe.utils.escape_html(scheme)), year
			)
		)
	if schemes.applies_to(scheme) == MEMBER:
		below = sheets.branches(branch_and_below(organisation))
		branches = sorted(name for name in below if scope.covers(name))
	else:
		branches = [organisation]
	arguments = {"version": version, "scheme": scheme, "year": year, "branches": branches}
	if len(branches) == 1:
		return {"queued": False, "message": _made(make_rounds(**arguments))}
	jobs.enqueue(f"{__name__}.make_rounds", scheme, year, branches, **arguments, commit=True)
	return {
		"queued": True,
		"message": _("The evaluations of {0} branches are prepared in the background.").format(len(branches)),
	}


def make_rounds(version: str, scheme: str, year: int, branches: list[str], *, commit: bool = False) -> int:
	"""Make the rounds of some organisations that are not there yet, and return how many. No permission is checked."""
	there = rounds.keys_that_are_there(scheme, year)
	missing = [branch for branch in branches if rounds.key_of(scheme, branch, year) not in there]

	def make(chunk) -> None:
		for branch in chunk:
			document = frappe.get_doc(
				{"doctype": rounds.ROUND, "scheme_version": version, "year": year, "branch": branch}
			)
			if not rounds.with_key(rounds.key_of(scheme, branch, year)):
				document.insert(ignore_permissions=True)

	for _done in jobs.in_chunks(missing, 100, make, commit=commit):
		pass
	return len(missing)


def _made(number: int) -> str:
	if not number:
		return _("The evaluation is there already.")
	return _("{0} evaluations were prepared.").format(number)


def _stage_after(step: steps.RoundStep) -> str:
	step.take()
	return step.document.stage
