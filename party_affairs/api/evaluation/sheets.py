"""Sheets of evaluations: made for an organisation, shown with the records behind each point, and their own steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.api.duties.evidence import readable_records
from party_affairs.arguments import parse_object
from party_affairs.checks.dates import check_year
from party_affairs.compliance import evaluation
from party_affairs.facts.evaluation import schemes
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.party_affairs.doctype.evaluation import steps
from party_affairs.permissions import scope_for
from party_affairs.printing.evaluation.sheet_charts import dimensions_of, picture
from party_affairs.rules.evaluation.measures import MEASURES, unpacked


@frappe.whitelist(methods=["POST"])
def evaluate(scheme: str, year: int, branch: str) -> dict:
	"""Create or bring up to date the sheets of a scheme for `branch` with all below it, as of today.

	Needs the right to create evaluations there. One branch is done at once, more of them on the long queue. Returns
	`queued` and a `message` for the user.
	"""
	scope = scope_for("Evaluation", "create")
	scope.check_branch(branch)
	year = check_year(year)
	if not frappe.get_cached_value(evaluation.SCHEME, scheme, "is_active"):
		frappe.throw(_("{0} is no longer in use. Choose another scheme.").format(frappe.bold(scheme)))
	branches = sorted(name for name in branch_and_below(branch) if scope.covers(name))
	if len(branches) == 1:
		done = evaluation.evaluate_all(scheme, year, getdate(nowdate()), branches)
		return {
			"queued": False,
			"message": evaluation.done_in_words(done),
		}
	jobs.enqueue(
		"party_affairs.compliance.evaluation_parts.evaluate_shared",
		scheme,
		year,
		branches,
		scheme=scheme,
		year=year,
		as_of=getdate(nowdate()),
		branches=branches,
		told=frappe.session.user,
	)
	return {
		"queued": True,
		"message": _("The evaluation of {0} branches for {1} runs in the background.").format(
			len(branches), year
		),
	}


@frappe.whitelist()
def sheet_view(sheet: str) -> dict[str, Any]:
	"""Return a sheet as its form shows it: the picture of its dimensions, and its lines with how many records stand behind each.

	Raise PermissionError if the caller may not read it.
	"""
	document = frappe.get_doc(evaluation.EVALUATION, sheet)
	document.check_permission("read")
	return {
		"picture": picture(dimensions_of(document.scores)),
		"most_stars": max((band.stars for band in schemes.load(document.scheme_version).bands), default=0),
		"lines": [_line(row) for row in document.scores],
		"may_self_evaluate": _may_self_evaluate(document),
	}


def _line(row) -> dict[str, Any]:
	kept = unpacked(Decimal(str(row.found or 0)), Decimal(str(row.demanded or 0)), row.records)
	said = (
		"criterion_key",
		"line",
		"dimension",
		"title",
		"max_points",
		"points",
		"state",
		"source",
		"basis",
		"holds",
	)
	return {
		**{name: row.get(name) for name in (*said, "judged_by", "self_points", "self_basis")},
		"measure": _(MEASURES[row.measure].label.template) if row.measure in MEASURES else None,
		"records": len(kept.records),
		"missing": len(kept.missing),
	}


@frappe.whitelist()
def records_behind(sheet: str, criterion_key: str) -> dict[str, Any]:
	"""Return the records from which the points of a line follow, as they were on the day: those that the caller may read.

	`records` count, `missing` are what was not there or not done, each with title and day; `others` says how many more there
	are that he may not read. Raise PermissionError if he may not read the sheet.
	"""
	document = frappe.get_doc(evaluation.EVALUATION, sheet)
	document.check_permission("read")
	row = next((row for row in document.scores if row.criterion_key == criterion_key), None)
	if row is None:
		frappe.throw(_("The sheet has no such criterion."))
	kept = unpacked(Decimal(str(row.found or 0)), Decimal(str(row.demanded or 0)), row.records)
	found = {}
	for name, refs in (("records", kept.records), ("missing", kept.missing)):
		found[name] = readable_records(dict.fromkeys((ref.doctype, ref.name) for ref in refs))
		about = {}
		for ref in refs:
			about.setdefault((ref.doctype, ref.name), []).append(ref.about)
		for record in found[name]:
			record["about"] = "、".join(filter(None, about[record["doctype"], record["name"]]))
	told = {(ref.doctype, ref.name) for ref in (*kept.records, *kept.missing)}
	shown = {(record["doctype"], record["name"]) for part in found.values() for record in part}
	return {**found, "others": len(told - shown), "basis": row.basis, "title": row.title}


@frappe.whitelist(methods=["POST"])
def self_evaluate(sheet: str, summary: str, rows: str | dict | None = None) -> None:
	"""Enter the self-evaluation of an evaluated branch, or of a member who wrote it on paper: `rows` are by criterion key."""
	steps.SelfEvaluate.of(sheet, summary=summary, rows=by_criterion(rows)).take()


@frappe.whitelist(methods=["POST"])
def withdraw(sheet: str, reason: str) -> str | None:
	"""Withdraw a final result with the reason for it; return the sheet that follows it in the review of its round."""
	return steps.Withdraw.of(sheet, reason=reason).take()


def _may_self_evaluate(document) -> bool:
	return bool(
		document.round
		and document.stage == steps.SelfEvaluate.in_stage
		and document.docstatus.is_draft()
		and document.has_permission("write")
	)


def by_criterion(rows: str | dict | None) -> Mapping[str, Mapping[str, Any]]:
	"""Return the rows of a self-evaluation as they came, by criterion key. Raise ValidationError for anything else."""
	refusal = _("A self-evaluation is given by criterion.")
	found = parse_object(rows, refusal)
	if not all(isinstance(row, Mapping) for row in found.values()):
		frappe.throw(refusal)
	return found
