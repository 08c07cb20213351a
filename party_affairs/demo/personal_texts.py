"""Talks, thought reports and self reviews of the sample year, by a rule for each branch and its exceptions.

Each function creates only what is missing, so that loading a second time changes nothing.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs import facts
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES, member_named
from party_affairs.facts.appraisal.appraisals import appraised
from party_affairs.facts.members.people import Person, of_branches_since
from party_affairs.rules.periods import Period, parse, period_of
from party_affairs.rules.texts.facts import TalkFacts
from party_affairs.rules.texts.talks import (
	COMMITTEE_AND_MEMBER,
	MEMBER_AND_MASSES,
	PAIRS,
	Talker,
	lacking,
)

REPORT, REVIEW, TALK = "Thought Report", "Member Self Review", "Heart Talk"
_OF_APPRAISAL = "Appraisal of Party Spirit"


def read() -> dict[str, Any]:
	"""Return the records of samples/personal_texts.json."""
	return json.loads((SAMPLES / "personal_texts.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the year's reports, reviews and talks; members with a login hand in their own."""
	for rule in records["reports"]:
		for key, day in rule["handed_in"].items():
			hand_in(records, rule, parse(key), day)
	for rule in records["reviews"]:
		_reviews_of(records, rule)
	for row in records["talks"]:
		_talk(row)
	for rule in records["talks_after_appraisal"]:
		_talks_after_appraisal(rule, records["talk_after_appraisal_texts"])
	for rule in records["talks_of_the_year"]:
		hold_talks(rule, records["talk_of_the_year_texts"])


def hand_in(records: dict[str, Any], rule: dict[str, Any], half_year: Period, usual: str) -> None:
	"""Create the reports of a half-year that a branch's rule tells of, on the day `usual` where it names none."""
	texts, comments = records["report_texts"], records["comments"]
	for number, member in enumerate(_asked(rule["branch"], half_year, with_frail=True)):
		about = f"{member.member_name} {half_year.key}"
		is_oral = about in rule["oral"]
		if about in rule["missing"] or (member.is_frail and not is_oral):
			continue
		if frappe.db.exists(REPORT, {"member": member.name, "half_year": half_year.key}):
			continue
		day = rule["days"].get(about, usual)
		words = {"summary": records["oral_text"]} if is_oral else texts[number % len(texts)]
		settled = dict(records["suggestions"].get(about, {}))
		said = settled.pop("suggestions", None)
		with acting_as(member.user):
			report = frappe.get_doc(
				{
					"doctype": REPORT,
					"member": member.name,
					"half_year": half_year.key,
					"form": "Oral" if is_oral else "Written",
					"handed_in_on": day,
					"suggestions": said,
					**words,
				}
			).insert()
		report.update(settled)
		if about not in rule["uncommented"]:
			report.update(_comment(rule, about, member.member_name, day, comments[number % len(comments)]))
		if settled or report.comment:
			report.save()


def _comment(rule: dict[str, Any], about: str, name: str, handed_in_on: str, comment: str) -> dict[str, Any]:
	by = rule["deputy"] if name == rule["commented_by"] else rule["commented_by"]
	usual = date.fromisoformat(handed_in_on) + timedelta(days=rule["comment_after_days"])
	return {
		"commented_by": _member(by, rule["branch"]),
		"commented_on": rule.get("commented", {}).get(about, str(usual)),
		"comment": comment,
	}


def _reviews_of(records: dict[str, Any], rule: dict[str, Any]) -> None:
	texts, year = records["review_texts"], records["year"]
	for number, member in enumerate(_asked(rule["branch"], parse(str(year)))):
		if member.member_name in rule["missing"]:
			continue
		identity = {"member": member.name, "year": year, "purpose": "Democratic Appraisal"}
		if not frappe.db.exists(REVIEW, identity):
			with acting_as(member.user):
				frappe.get_doc(
					{
						"doctype": REVIEW,
						**identity,
						"handed_in_on": rule["handed_in"],
						**texts[number % len(texts)],
					}
				).insert()


def _asked(branch: str, period: Period, with_frail: bool = False) -> list:
	"""The Party members of the branch who were there for more than half of a period."""
	asked = [
		person.name
		for person in of_branches_since([branch], period.start).values()
		if 2 * _days_here(person, branch, period) > (period.end - period.start).days + 1
	]
	filters = {"name": ["in", asked], "branch": branch, **({} if with_frail else {"is_frail": 0})}
	fields = ["name", "member_name", "user", "is_frail"]
	return frappe.get_all("Party Member", filters=filters, fields=fields, order_by="name")


def _days_here(person: Person, branch: str, period: Period) -> int:
	here = person.belongs.only(branch)
	return here.within_spells(person.in_party).days_in(period.start, period.end)


def _member(name: str, branch: str) -> str:
	"""Return the member of that name: of the branch, else one who has moved since or comes from above."""
	return member_named(name, branch) or frappe.db.get_value("Party Member", {"member_name": name}, "name")


def _talk(row: dict[str, Any]) -> None:
	values = {key: value for key, value in row.items() if key != "event"}
	values["talker"] = _member(row["talker"], row["branch"])
	if "partner" in row:
		values["partner"] = _member(row["partner"], row["branch"])
	identity = {key: values[key] for key in ("branch", "talk_on", "talker")}
	if frappe.db.exists(TALK, identity):
		return
	if "event" in row:
		kind, _space, day = row["event"].rpartition(" ")
		filters = {"member": values["partner"], "kind": kind, "happened_on": day}
		values["event"] = frappe.db.get_value("Party Member Event", filters, "name")
	frappe.get_doc({"doctype": TALK, **values}).insert()


def _talks_after_appraisal(rule: dict[str, Any], texts: list[str]) -> None:
	"""Somebody of the committee talks with each who was appraised, several a day; nobody with himself."""
	first_day = getdate(rule["first_day"])
	year = period_of("year", first_day)
	talkers = [_member(name, rule["branch"]) for name in rule["talkers"]]
	for number, row in enumerate(appraised([rule["branch"]], year.start, year.end)):
		if row.member_name in rule.get("missing", ()):
			continue
		talker = talkers[1] if row.member == talkers[0] else talkers[0]
		_once(
			TALK,
			{"partner": row.member, "occasion": _OF_APPRAISAL},
			branch=rule["branch"],
			talker=talker,
			talk_on=first_day + timedelta(days=number // rule["a_day"]),
			location=rule["location"],
			content=texts[number % len(texts)],
		)


def hold_talks(rule: dict[str, Any], texts: dict[str, list[str]], until: date = date.max) -> None:
	"""Those who lack a talk of the year hold it, several a day and none after `until`; what the rule leaves open stays open.

	They talk with one another first. Somebody who had another post on that day talks once more, with one who lacks nothing.
	"""
	first_day = getdate(rule["first_day"])
	last_day = date(first_day.year, 12, 31)
	number = 0
	for pairs_off in (True, False):
		people = facts.load([rule["branch"]], last_day).facts(TalkFacts, last_day)[rule["branch"]].people
		talking = [person for person in people if person.label not in rule.get("silent", ())]
		for pair, talker, partner in _talks_that_lack(talking, pairs_off):
			label = PAIRS[pair].template
			day = first_day + timedelta(days=number // rule["a_day"])
			if label in rule["left_open"] or day > until:
				continue
			frappe.get_doc(
				{
					"doctype": TALK,
					"branch": rule["branch"],
					"talker": talker,
					**_partner(talker, partner),
					"talk_on": day,
					"location": rule["location"],
					"content": texts[label][number % len(texts[label])],
				}
			).insert()
			number += 1


def _talks_that_lack(people: Sequence[Talker], pairs_off: bool) -> Iterator[tuple[str, str, str | None]]:
	"""Yield pair, talker and partner of talks that are still lacking; without a partner it is one of the masses."""
	found = lacking(people)
	lacks = {person.name: pairs for person, pairs in found}
	waiting: dict[str, str] = {}
	for person, pairs in found:
		for pair in pairs:
			if pair == MEMBER_AND_MASSES:
				yield pair, person.name, None
			elif pair == COMMITTEE_AND_MEMBER or not pairs_off:
				yield pair, person.name, _somebody(pair, person, people, lacks)
			elif pair in waiting:
				yield pair, waiting.pop(pair), person.name
			else:
				waiting[pair] = person.name


def _somebody(pair: str, person: Talker, people: Sequence[Talker], lacks: dict[str, tuple[str, ...]]) -> str:
	"""The other side of a pair, one who lacks no such talk if there is one."""
	leads = not person.leads if pair == COMMITTEE_AND_MEMBER else person.leads
	possible = [other for other in people if other.leads == leads and other.name != person.name]
	return min(possible, key=lambda other: (pair in lacks.get(other.name, ()), other.name)).name


def _partner(talker: str, partner: str | None) -> dict[str, str]:
	if partner:
		return {"partner_is": "Party Member", "partner": partner}
	contacts = frappe.get_all(
		"Contact Pairing",
		filters={"member": talker, "contact_kind": ["in", ["Masses", "Non-Party Lawyer"]]},
		fields=["contact_name", "contact_kind"],
		order_by="contact_kind, name",
		limit=1,
	)
	name, kind = (contacts[0].contact_name, contacts[0].contact_kind) if contacts else ("社区居民", "Masses")
	outside = "One of the Masses" if kind == "Masses" else "Lawyer outside the Party"
	return {"partner_is": outside, "partner_name": name}


# The year in which the sample is loaded

_PEOPLE = {"secretary": "沈砚秋", "writer": "毛知非", "reporter": "支长风", "awarded": "单若溪"}


def create_open_ones(branch: str, today: date) -> None:
	"""Create what is still open in the branch of the sample logins: a draft, a report to comment on, talks to hold and to follow up."""
	people = {key: member_named(name, branch) for key, name in _PEOPLE.items()}
	half_year = period_of("half_year", today)
	_draft(people["writer"], half_year, today)
	_once(
		REPORT,
		{"member": people["reporter"], "half_year": half_year.key},
		handed_in_on=max(half_year.start, today - timedelta(days=3)),
		thought="参加集中学习后，对党员律师的责任有了新的认识，也感到联系群众还不够主动。",
		work="办理各类案件七件，参加公益法律咨询两次。",
		suggestions="建议支部在律所前台设立党员值班岗，方便群众咨询。",
	)
	_once(
		"Party Member Event",
		{"member": people["awarded"], "kind": "Award", "decided_by": "婺州市律师协会"},
		happened_on=today - timedelta(days=5),
		details="公益法律服务先进个人。",
	)
	_once(
		TALK,
		{"branch": branch, "talker": people["secretary"], "partner": people["writer"]},
		talk_on=today - timedelta(days=8),
		location="书记办公室",
		content="谈近期思想和业务发展，了解照顾家庭与办案的时间安排。",
		opinions="希望参加省律协的实务培训。",
		follow_up="联系培训名额。",
		follow_up_by=today + timedelta(days=14),
	)


def _draft(writer: str, half_year: Period, today: date) -> None:
	with acting_as(frappe.db.get_value("Party Member", writer, "user")):
		_once(
			REPORT,
			{"member": writer, "half_year": half_year.key},
			thought="近期参加主题党日，收获很大，正在整理学习体会。",
		)
		_once(
			REVIEW,
			{"member": writer, "year": today.year, "purpose": "Democratic Appraisal"},
			political_thought="能够按时参加学习，理论联系实际还有差距。",
		)


def _once(doctype: str, identity: dict[str, Any], **values: Any) -> None:
	if not frappe.db.exists(doctype, identity):
		frappe.get_doc({"doctype": doctype, **identity, **values}).insert()
