"""The questionnaires of the sample year, answered as people do it, and two that are open before this year's life review."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.ballots import answering
from party_affairs.ballots.answering import MEMBERS, OPEN, ROLL, Way
from party_affairs.demo.organisation import SAMPLES

QUESTIONNAIRE = "Questionnaire"


def read() -> dict[str, Any]:
	"""Return the records of samples/questionnaires.json."""
	return json.loads((SAMPLES / "questionnaires.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Hold the questionnaires that are not there yet."""
	for row in records["held"]:
		if not frappe.db.exists(QUESTIONNAIRE, {"branch": row["branch"], "title": row["title"]}):
			_hold(row)


def _hold(row: dict[str, Any]) -> None:
	fields = ("branch", "title", "purpose", "audience", "introduction", "opens_on", "closes_on", "questions")
	document = _opened({name: row[name] for name in fields}, row["opens_on"])
	codes = document.make_slips(row["slips"])
	during = getdate(row["opens_on"]) + timedelta(days=3)
	# Not every slip comes back.
	for code, given in zip(codes, row["answers"], strict=False):
		scale = {place: value and value - 1 for place, value in enumerate(given["scale"])}
		chosen = {3: given["wishes"], 4: given["heard"], 5: given["words"]}
		answering.answer(Way(code=code), _sent({**scale, **chosen}), at=during)
	document.reload()
	document.count_answers(at=f"{getdate(row['closes_on']) + timedelta(days=1)} 01:00:00")


def open_ones(branch: str, today: date) -> None:
	"""Open what is asked before the life review that is being prepared; some have answered, the sample logins have not."""
	filters = {"branch": branch, "year": today.year, "meeting": ["is", "not set"]}
	review = frappe.db.get_value("Party Life Review", filters, "name")
	for row in read()["open"]:
		if frappe.db.exists(QUESTIONNAIRE, {"branch": branch, "title": row["title"], "status": OPEN}):
			continue
		opens_on = today - timedelta(days=2)
		values = {name: row[name] for name in ("title", "audience", "introduction", "questions")}
		document = _opened(
			{
				**values,
				"branch": branch,
				"purpose": "Opinions before a Life Review",
				"life_review": review,
				"opens_on": opens_on,
				"closes_on": today + timedelta(days=10),
			},
			opens_on,
		)
		ways = _members_without_login(document) if row["audience"] == MEMBERS else None
		for number, given in enumerate(row["answers"]):
			way = ways[number] if ways else Way(link=document.link_token)
			sent = {0: given[0] - 1, **dict(enumerate(given[1:], start=1))}
			answering.answer(way, _sent(sent), at=opens_on)


def _opened(values: Mapping[str, Any], day: date | str) -> Any:
	document = frappe.get_doc({"doctype": QUESTIONNAIRE, **values}).insert()
	document.open_answers(at=f"{day} 09:00:00")
	return document


def _members_without_login(document: Any) -> list[Way]:
	filters = {"name": ["in", ROLL.members(document.name)], "user": ["is", "not set"]}
	names = frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name")
	return [Way(questionnaire=document.name, member=name) for name in names]


def _sent(given: Mapping[int, Any]) -> dict[int, Sequence[str]]:
	"""Return answers as a page sends them; a number stands for one option, a list for several, None for nothing."""
	return {
		place: [str(value) for value in (values if isinstance(values, list) else [values])]
		for place, values in given.items()
		if values is not None
	}
