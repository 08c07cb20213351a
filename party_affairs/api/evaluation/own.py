"""Evaluations on a member's own page: his sheet, his view of himself, the results that hang out, and his objection to one.

What people judge, and the stars that follow, are shown once the results are published: until then they are a draft.
"""

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.api.evaluation.sheets import by_criterion
from party_affairs.api.tasks import Task
from party_affairs.arguments import parse_yes
from party_affairs.facts.evaluation import of_member, rounds, schemes
from party_affairs.party_affairs.doctype.evaluation import steps
from party_affairs.permissions.scope import access_of
from party_affairs.printing.evaluation.sheet_charts import dimensions_of, picture
from party_affairs.rules.evaluation.measures import unpacked
from party_affairs.rules.message import Message

_SHOWN_IN_FULL = (rounds.PUBLICITY, rounds.FINAL)
_RECORDS_TOLD = 12


def my_evaluations() -> list[dict[str, Any]]:
	"""Return the caller's own sheets, the latest first. Raise PermissionError if his login belongs to no member."""
	return [
		_shown(frappe.get_doc(rounds.EVALUATION, row.name)) for row in of_member.own_sheets(required_member())
	]


def tasks() -> list[Task]:
	"""Return the caller's own sheets on which he has not written his view of the year and still may."""
	return [
		Task(
			title=_("{title} of {year}").format(title=sheet["scheme"], year=sheet["year"]),
			words=_("My View of the Year"),
			until=getdate(sheet["self_until"]) if sheet["self_until"] else None,
			path="/party/evaluation",
			label=Message("Evaluate Myself"),
		)
		for row in of_member.own_sheets(required_member())
		if row.stage == rounds.SELF_EVALUATION
		and (sheet := _shown(frappe.get_doc(rounds.EVALUATION, row.name)))["may_self_evaluate"]
		and not sheet["self_summary"]
	]


def _shown(sheet) -> dict[str, Any]:
	in_full = sheet.docstatus.is_submitted() or sheet.stage in _SHOWN_IN_FULL
	lines = [_line(row, in_full) for row in sheet.scores]
	# What is not told yet must not follow from the picture either.
	told = [row for row in sheet.scores if in_full or row.source != schemes.JUDGED]
	round_ = frappe.get_cached_doc(rounds.ROUND, sheet.round) if sheet.round else None
	until = round_ and round_.self_evaluation_until
	return {
		**{
			name: sheet.get(name)
			for name in ("name", "scheme", "year", "stage", "is_example", "self_summary")
		},
		"in_full": in_full,
		"final": sheet.docstatus.is_submitted(),
		"picture": picture(dimensions_of(told), 340),
		"lines": lines,
		"total": sheet.total if in_full else None,
		"whole": sheet.whole,
		"band": sheet.band if in_full else None,
		"stars": sheet.stars if in_full else 0,
		"most_stars": max((band.stars for band in schemes.load(sheet.scheme_version).bands), default=0),
		"veto": sheet.veto if in_full else None,
		"opinion": sheet.opinion if in_full else None,
		"self_until": until,
		"may_self_evaluate": bool(
			sheet.stage == rounds.SELF_EVALUATION and (not until or getdate(nowdate()) <= getdate(until))
		),
		"objections": [
			{name: row.get(name) for name in ("raised_on", "objection", "answer", "answered_on")}
			for row in sheet.objections
		],
	}


def _line(row, in_full: bool) -> dict[str, Any]:
	judged = row.source == schemes.JUDGED
	told = in_full or not judged
	return {
		**{
			name: row.get(name)
			for name in ("criterion_key", "line", "title", "max_points", "self_points", "self_basis")
		},
		"dimension": row.dimension or "",
		"state": row.state if told else schemes.AWAITING,
		"points": row.points if told else None,
		"holds": row.holds if told else 0,
		"basis": row.basis if told else None,
		"records": _records(row) if told else [],
	}


def _records(row) -> list[str]:
	"""The records behind a line in words: how many of each kind, and what is missing."""
	kept = unpacked(Decimal(str(row.found or 0)), Decimal(str(row.demanded or 0)), row.records)
	found: dict[str, int] = {}
	for ref in kept.records:
		found[ref.doctype] = found.get(ref.doctype, 0) + 1
	said = [_("{0}: {1}").format(_(doctype), number) for doctype, number in found.items()]
	about = list(dict.fromkeys(ref.about for ref in kept.missing if ref.about))[:_RECORDS_TOLD]
	if about:
		said.append(_("Missing: {0}").format("、".join(about)))
	return said


def published_to_me() -> list[dict[str, Any]]:
	"""Return the results that hang out in the caller's branch now: names with stars in the order of the roster, no points.

	With each result how many objections were raised and answered; the answers to unnamed ones, and to the caller's own.
	"""
	member = required_member()
	branch = access_of(frappe.session.user).branch
	if not branch:
		return []
	own_name = of_member.called(member)
	return [
		{**row, "results": _results(row.name, member, own_name)}
		for row in rounds.published_to(branch, getdate(nowdate()))
	]


def _results(name: str, member: str, own_name: str) -> list[dict[str, Any]]:
	raised: dict[str, list] = {}
	for row in rounds.objections_of(name):
		raised.setdefault(row.sheet, []).append(row)
	return [
		{
			"sheet": sheet.name,
			"subject_name": sheet.subject_name,
			"band": sheet.band,
			"stars": sheet.stars,
			"is_mine": sheet.subject == member,
			"raised": len(raised.get(sheet.name, ())),
			"answered": sum(bool(row.answer) for row in raised.get(sheet.name, ())),
			"answers": [
				{
					"objection": row.objection if row.raised_by == own_name and not row.is_unnamed else None,
					"answer": row.answer,
				}
				for row in raised.get(sheet.name, ())
				if row.answer and (row.is_unnamed or row.raised_by == own_name)
			],
		}
		for sheet in rounds.sheets_of(name)
	]


@frappe.whitelist(methods=["POST"])
def evaluate_myself(sheet: str, summary: str, rows: str | dict | None = None) -> None:
	"""Write the caller's view of himself on his own sheet while that is open; `rows` are points and reason by criterion."""
	member = required_member()
	document = _own(member, sheet)
	steps.SelfEvaluate(document, summary=summary, rows=by_criterion(rows)).take()


@frappe.whitelist(methods=["POST"])
def raise_objection(sheet: str, objection: str, unnamed: bool | int | str = 0) -> None:
	"""Object to a result that hangs out in the caller's branch, by his name or unnamed."""
	member = required_member()
	shown = {row["sheet"] for round_ in published_to_me() for row in round_["results"]}
	if sheet not in shown:
		frappe.throw(_("This result is not published in your branch now."), frappe.PermissionError)
	document = frappe.get_doc(rounds.EVALUATION, sheet, for_update=True)
	raised_by = of_member.called(member)
	steps.RaiseObjection(
		document, objection=objection, raised_by=raised_by, unnamed=parse_yes(unnamed, _("Unnamed"))
	).take()


def _own(member: str, sheet: str):
	if sheet not in {row.name for row in of_member.own_sheets(member)}:
		frappe.throw(_("This is not your own evaluation."), frappe.PermissionError)
	return frappe.get_doc(rounds.EVALUATION, sheet, for_update=True)
