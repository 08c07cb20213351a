"""The evaluations of the sample year: a scheme that was adopted, and rounds of branches in different stages.

Points and reasons follow from a rule, so that the sample is the same each time it is loaded.
"""

import json
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES
from party_affairs.facts.evaluation import rounds, schemes
from party_affairs.party_affairs.doctype.evaluation import steps as sheet_steps
from party_affairs.party_affairs.doctype.evaluation_round import steps
from party_affairs.party_affairs.doctype.evaluation_scheme_version.steps import Adopt

YEAR = 2025
_SHARES = (1.0, 0.9, 0.95, 0.8, 0.9)
"""The shares of a judged criterion's points that the sample gives in turn."""


def read() -> dict[str, Any]:
	"""Return the records of samples/evaluations.json."""
	return json.loads((SAMPLES / "evaluations.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Adopt the scheme and hold the evaluations that are not there yet."""
	version = _adopt(records["scheme"])
	for row in records["rounds"]:
		document = _round(version, row["branch"], YEAR)
		if document:
			_hold(document, row, records)
	now = records["this_year"]
	document = _round(version, now["branch"], getdate(nowdate()).year)
	if document:
		_hold(document, {**now, "stage": rounds.SELF_EVALUATION}, {**records, "as_of": nowdate()})


def _adopt(row: dict[str, str]) -> str:
	found = frappe.db.get_value(schemes.VERSION, {"scheme": row["name"], "standing": schemes.ADOPTED})
	if found:
		return found
	example = frappe.get_doc(schemes.VERSION, {"scheme": row["example"]})
	step = Adopt(
		example,
		organisation=row["organisation"],
		resolution=row["resolution"],
		adopted_on=getdate(row["adopted_on"]),
		document_no=row["document_no"],
		scheme_name=row["name"],
		effective_from=getdate(row["effective_from"]),
	)
	return step.take().name


def _round(version: str, branch: str, year: int):
	scheme = frappe.db.get_value(schemes.VERSION, version, "scheme")
	if rounds.with_key(rounds.key_of(scheme, branch, year)):
		return None
	return frappe.get_doc(doctype=rounds.ROUND, scheme_version=version, branch=branch, year=year).insert()


def _hold(document, row: dict[str, Any], records: dict[str, Any]) -> None:
	"""Take the steps of a round up to the stage that the sample shows."""
	steps.Measure(document, as_of=getdate(records["as_of"])).take()
	document.reload()
	until = getdate(nowdate()) + timedelta(days=7)
	steps.OpenSelfEvaluation(document, until=until).take()
	_evaluate_themselves(document, row.get("self_evaluated"), records["summaries"])
	if row["stage"] == rounds.SELF_EVALUATION:
		return
	steps.BeginReview(document).take()
	_judge(document, records)
	steps.Publish(
		document,
		first_day=getdate(row.get("publicity_from") or nowdate()),
		where=row["where"],
		contact=row["contact"],
	).take()
	_object(document, row.get("objections") or ())
	meeting = _last_meeting(document.branch)
	if row["stage"] == rounds.FINAL and meeting and getdate(nowdate()) > getdate(document.publicity_until):
		steps.Finish(document, meeting=meeting).take()


def _evaluate_themselves(document, number: int | None, summaries: list[str]) -> None:
	shown = rounds.sheets_of(document.name)
	for place, row in enumerate(shown[: len(shown) if number is None else number]):
		sheet = frappe.get_doc(rounds.EVALUATION, row.name)
		sheet_steps.SelfEvaluate(sheet, summary=summaries[place % len(summaries)]).take()


def _judge(document, records: dict[str, Any]) -> None:
	"""Judge as the secretary does, and his own sheet as the organisation commissioner, where they have a login."""
	secretary, commissioner = (
		_holder(document.branch, post) for post in ("Secretary", "Organisation Commissioner")
	)
	for place, row in enumerate(rounds.sheets_of(document.name)):
		sheet = frappe.get_doc(rounds.EVALUATION, row.name)
		judged = [
			line for line in sheet.scores if line.source == schemes.JUDGED and line.line == schemes.CRITERION
		]
		for turn, line in enumerate(judged, start=place):
			reasons = records["reasons"].get(line.criterion_key) or ["符合要求"]
			line.points = round(line.max_points * _SHARES[turn % len(_SHARES)], 1)
			line.basis = reasons[turn % len(reasons)]
		sheet.opinion = records["opinions"][place % len(records["opinions"])]
		own = secretary and secretary.member == row.subject
		judge = commissioner if own else secretary
		with acting_as(judge and judge.user):
			sheet.save()


def _object(document, objections) -> None:
	shown = rounds.sheets_of(document.name)
	for row in objections:
		if row["place"] >= len(shown):
			continue
		name = shown[row["place"]].name
		sheet = frappe.get_doc(rounds.EVALUATION, name)
		sheet_steps.RaiseObjection(
			sheet, objection=row["objection"], raised_by=row.get("by", ""), unnamed=int("by" not in row)
		).take()
		if row.get("answer"):
			sheet = frappe.get_doc(rounds.EVALUATION, name)
			sheet.objections[-1].answer = row["answer"]
			sheet.save()


def _holder(branch: str, post: str):
	found = frappe.get_all(
		"Party Post",
		filters={
			"branch": branch,
			"post": post,
			"start_date": ["<=", nowdate()],
			"end_date": [">=", nowdate()],
		},
		fields=["member"],
		order_by="start_date desc",
		limit=1,
	)
	user = found and frappe.db.get_value("Party Member", found[0].member, "user")
	return frappe._dict(member=found[0].member, user=user) if user else None


def _last_meeting(branch: str) -> str | None:
	meetings = frappe.get_all(
		"Party Meeting",
		filters={"branch": branch, "docstatus": 1},
		pluck="name",
		order_by="meeting_date desc",
		limit=1,
	)
	return meetings[0] if meetings else None
