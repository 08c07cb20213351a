"""The democratic appraisals of the sample year, voted in as members do it, and one that is open in the present year.

How people vote follows from a rule, so that the sample is the same each time it is loaded.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime

from party_affairs.ballots import roll, voting
from party_affairs.demo.organisation import SAMPLES
from party_affairs.rules.appraisal.grades import ELECTORATES, GRADES, INSIDE, OUTSIDE, aspects

APPRAISAL = "Democratic Appraisal"
_OPINIONS = {
	"Excellent": "政治立场坚定，履行党员义务认真，执业表现突出，同意评为优秀。",
	"Qualified": "能够履行党员义务，遵守纪律，同意评为合格。",
}


def read() -> dict[str, Any]:
	"""Return the records of samples/appraisals.json."""
	return json.loads((SAMPLES / "appraisals.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Hold the appraisals that are not there yet."""
	for row in records["appraisals"]:
		if not frappe.db.exists(APPRAISAL, {"branch": row["branch"], "year": records["year"]}):
			_hold(row, records)


def _hold(row: dict[str, Any], records: dict[str, Any]) -> None:
	opens_on, closes_on = (row.get(key, records[key]) for key in ("opens_on", "closes_on"))
	document = _opened(
		row["branch"],
		records["year"],
		opens_on,
		closes_on,
		outside_voters=row["outside_voters"],
		with_points=row.get("with_points", 0),
		show_counts=row.get("show_counts", 0),
	)
	during = get_datetime(opens_on) + timedelta(days=2)
	voters = _voters(document)
	first_on_paper = row["inside"]["electronic"]
	for number, member in enumerate(voters[:first_on_paper]):
		_vote(document, roll.member_key(document.name, member), row, number, during, member)
	for member in voters[first_on_paper : first_on_paper + row["inside"]["paper"]]:
		voting.set_paper(roll.member_key(document.name, member), True, at=during)
	if row["outside"]["electronic"]:
		for number, code in enumerate(document.make_slips(row["outside"]["electronic"])):
			_vote(document, roll.code_key(code), row, number, during)
	document.reload()
	document.close_voting(at=get_datetime(closes_on) + timedelta(hours=1))
	_enter_paper(document, row)
	document.count_votes(at=get_datetime(closes_on) + timedelta(hours=2))
	if row["grades"] is not None:
		_decide(document, row)


def _opened(branch: str, year: int, opens_on, closes_on, **values: Any) -> Any:
	document = frappe.get_doc(
		{
			"doctype": APPRAISAL,
			"branch": branch,
			"year": year,
			"opens_on": opens_on,
			"closes_on": closes_on,
			**values,
		}
	).insert()
	document.open_voting(at=opens_on)
	return document


def _voters(document: Any) -> list[str]:
	return [row.member for row in document.members]


def _vote(document: Any, key: str, row: dict[str, Any], number: int, at, own: str | None = None) -> None:
	answers = {
		(place, aspect): _grade(row, member.member_name, number, place)
		for aspect in aspects(bool(document.with_points))
		for place, member in enumerate(document.members)
		if member.member != own
	}
	voting.cast(key, answers, at=at)


def _grade(row: dict[str, Any], name: str, number: int, place: int) -> str:
	"""What the voter of this number gives the member at this place: mostly what people think of him, not always."""
	turn = (number + 2 * place) % 7
	if name in row["good"]:
		return "qualified" if turn == 0 else "excellent"
	if name in row["weak"]:
		return "qualified" if turn < 2 else "basically_qualified"
	return "excellent" if turn == 0 else "qualified"


def _enter_paper(document: Any, row: dict[str, Any]) -> None:
	document.paper_inside, document.paper_outside = row["inside"]["paper"], row["outside"]["paper"]
	voters, first = _voters(document), row["inside"]["electronic"]
	ballots = {
		ELECTORATES[INSIDE].template: voters[first : first + row["inside"]["paper"]],
		ELECTORATES[OUTSIDE].template: [None] * row["outside"]["paper"],
	}
	for count in document.paper_counts:
		place = voters.index(count.member)
		grades = [
			_grade(row, count.member_name, number, place)
			for number, voter in enumerate(ballots[count.electorate])
			if voter != count.member
		]
		count.update({grade: grades.count(grade) for grade in GRADES})
	document.save()


def _decide(document: Any, row: dict[str, Any]) -> None:
	by_name = {name: grade for grade, names in row["grades"].items() for name in names}
	for member in document.members:
		if not member.is_graded:
			continue
		member.grade = by_name.get(member.member_name, "Qualified")
		member.self_grade = "Qualified"
		member.opinion = row["opinions"].get(member.member_name) or _OPINIONS[member.grade]
	document.assembly = _meeting_after(document, ("Member Assembly",))
	if row["committee"]:
		document.committee_meeting = _meeting_after(document, ("Committee Meeting",))
	document.used_for = row.get("used_for")
	document.submit()
	document.announce(row["announced_on"])


def _meeting_after(document: Any, kinds: Iterable[str]) -> str | None:
	"""Return the first meeting that the branch held after the voting."""
	filters = {
		"branch": document.branch,
		"kind": ["in", list(kinds)],
		"docstatus": 1,
		"meeting_date": [">=", get_datetime(document.closed_on).date()],
	}
	return frappe.db.get_value("Party Meeting", filters, "name", order_by="meeting_date")


def open_one(branch: str, today: date) -> None:
	"""Open an appraisal of the present year for voting; some have voted, the sample logins have not."""
	if frappe.db.exists(APPRAISAL, {"branch": branch, "year": today.year}):
		return
	document = _opened(
		branch,
		today.year,
		f"{today - timedelta(days=2)} 09:00:00",
		f"{today + timedelta(days=12)} 18:00:00",
		outside_voters=15,
	)
	filters = {"name": ["in", _voters(document)], "user": ["is", "not set"]}
	without_login = frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name")
	rule = {"good": (), "weak": ()}
	at = get_datetime(document.opens_on) + timedelta(hours=1)
	for number, member in enumerate(without_login[::2]):
		_vote(document, roll.member_key(document.name, member), rule, number, at, member)
