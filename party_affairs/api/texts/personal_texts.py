"""Endpoints of talks, thought reports and self reviews: what a member writes and hands in, and what the committee is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_yes
from party_affairs.compliance import talks, thought_reports
from party_affairs.exceptions import rules_speak_to_user
from party_affairs.facts.members.register import record_of
from party_affairs.facts.texts import of_member
from party_affairs.permissions import scope_for
from party_affairs.rules.periods import Period, period_of
from party_affairs.rules.texts.talks import OCCASIONS, occasion_of

REPORT, REVIEW, TALK, EVENT = "Thought Report", "Member Self Review", "Heart Talk", "Party Member Event"
PURPOSES = ("Democratic Appraisal", "Organisation Life Meeting")
_SHOWN = 12
_REPORT_CLAUSE, _REVIEW_CLAUSE = "R32", "R38"
_LAST_YEARS_REVIEW_UNTIL = 3
"""Month up to which the review of the year before is still offered: appraisals are held around the turn of the year."""


# What a member writes


@frappe.whitelist(methods=["POST"])
def save_thought_report(
	half_year: str = "",
	form: str = "Written",
	name: str | None = None,
	hand_in: int | bool = 0,
	summary: str | None = None,
	thought: str | None = None,
	work: str | None = None,
	discipline: str | None = None,
	style: str | None = None,
	suggestions: str | None = None,
) -> str:
	"""Save the caller's own report as a draft, or hand it in today; return its name.

	Without `name` a new one is begun. Raise PermissionError for somebody else's, PersonalTextError for what is lacking.
	"""
	words = {
		"half_year": half_year,
		"form": form,
		"summary": summary,
		"thought": thought,
		"work": work,
		"discipline": discipline,
		"style": style,
		"suggestions": suggestions,
	}
	return _save(REPORT, name, words, parse_yes(hand_in, "hand_in"))


@frappe.whitelist(methods=["POST"])
def save_self_review(
	year: int = 0,
	purpose: str = "Democratic Appraisal",
	name: str | None = None,
	hand_in: int | bool = 0,
	political_thought: str | None = None,
	work_style: str | None = None,
	party_discipline: str | None = None,
	vanguard_role: str | None = None,
	problems: str | None = None,
	direction: str | None = None,
) -> str:
	"""Save the caller's own self review as a draft, or hand it in today; return its name. Raises like the above."""
	words = {
		"year": cint(year),
		"purpose": purpose,
		"political_thought": political_thought,
		"work_style": work_style,
		"party_discipline": party_discipline,
		"vanguard_role": vanguard_role,
		"problems": problems,
		"direction": direction,
	}
	return _save(REVIEW, name, words, parse_yes(hand_in, "hand_in"))


@frappe.whitelist(methods=["POST"])
def take_back(doctype: str, name: str) -> str:
	"""Make a text that the caller handed in a draft again; return its name."""
	document = _own_text(doctype, name)
	document.handed_in_on = None
	document.save()
	return document.name


def _save(doctype: str, name: str | None, words: Mapping[str, Any], hand_in: bool) -> str:
	member = required_member()
	document = _own_text(doctype, name) if name else frappe.get_doc({"doctype": doctype, "member": member})
	document.update({key: value.strip() if isinstance(value, str) else value for key, value in words.items()})
	if hand_in:
		document.handed_in_on = getdate(nowdate())
	document.save()
	if hand_in and doctype == REPORT:
		thought_reports.tell_of_report(document)
	return document.name


def _own_text(doctype: str, name: str) -> Document:
	member = required_member()
	if doctype not in (REPORT, REVIEW):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	document = _found(doctype, name)
	if not document or document.member != member:
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	return document


def _found(doctype: str, name: str) -> Document | None:
	"""None for what is not there: it gets the same answer as what is another's, so that nobody finds out by asking."""
	try:
		return frappe.get_doc(doctype, name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None


# What a member sees of his own


def my_texts() -> dict[str, Any]:
	"""Return for the portal what the caller handed in and what there is to write, and the talks he took part in."""
	member, today = required_member(), getdate(nowdate())
	reports = of_member.thought_reports(member, _SHOWN)
	reviews = of_member.self_reviews(member, _SHOWN)
	return {
		"reports": reports,
		"half_years": [
			period
			for period in half_years_to_report(today)
			if not any(row.half_year == period.key for row in reports)
		],
		"reviews": reviews,
		"reviews_to_write": [
			(year, purpose)
			for year in _years_to_review(today)
			for purpose in PURPOSES
			if not any((row.year, row.purpose) == (year, purpose) for row in reviews)
		],
		"talks": _my_talks(member),
		"talks_lacking": _talks_i_lack(member, today),
	}


def answered(member: str) -> dict[str, set[str]]:
	"""Return by clause the keys of the periods of which a member has handed in what it asks: known before the next check."""
	reports = of_member.thought_reports(member, _SHOWN)
	reviews = of_member.self_reviews(member, _SHOWN)
	return {
		_REPORT_CLAUSE: {row.half_year for row in reports if row.handed_in_on},
		_REVIEW_CLAUSE: {str(row.year) for row in reviews if row.handed_in_on},
	}


def draft_for(doctype: str, **period: Any) -> str | None:
	"""Return the name of the caller's own draft for a half-year, or a year and purpose; None where he has begun none."""
	read = {REPORT: of_member.thought_reports, REVIEW: of_member.self_reviews}[doctype]
	rows = read(required_member(), _SHOWN)
	found = (
		row.name for row in rows if not row.handed_in_on and all(row[key] == period[key] for key in period)
	)
	return next(found, None)


def half_years_to_report(today: date) -> tuple[Period, Period]:
	"""Return the running half-year and the one before it."""
	running = period_of("half_year", today)
	return running, period_of("half_year", date.fromordinal(running.start.toordinal() - 1))


def _years_to_review(today: date) -> tuple[int, ...]:
	return (today.year, today.year - 1) if today.month <= _LAST_YEARS_REVIEW_UNTIL else (today.year,)


def _my_talks(member: str) -> list[dict[str, Any]]:
	"""The caller's own talks: when, with whom and of which kind; what was said is opened one by one."""
	return [
		{
			**row,
			"is_talker": row.talker == member,
			"other": row.partner_name if row.talker == member else row.talker_name,
		}
		for row in of_member.talks(member, _SHOWN)
	]


def _talks_i_lack(member: str, today: date) -> list[str]:
	"""The pairs in which the caller has had no talk this year, in his language."""
	branch = record_of(member, ["branch"]).branch
	return [pair.text(_) for pair in talks.lacking_of(member, branch, today)]


def my_text(doctype: str, name: str | None) -> Document | None:
	"""Return the caller's own text for the portal, None without a name. Raise PermissionError for anybody else's."""
	return _own_text(doctype, name) if name else None


def my_talk(name: str) -> Document:
	"""Return a talk for the portal. Raise PermissionError unless the caller took part in it."""
	member = required_member()
	talk = _found(TALK, name)
	if not talk or member not in (talk.talker, talk.partner):
		frappe.throw(_("You have no right to {0}.").format(_(TALK)), frappe.PermissionError)
	return talk


# What the committee is told


@frappe.whitelist()
def talk_about_event(event: str) -> dict[str, Any]:
	"""Return the values of a talk about an event of a member: with whom, and on which of the five occasions.

	Raise PermissionError for an event that the caller may not read, ValidationError for one that calls for no talk.
	"""
	document = frappe.get_doc(EVENT, event)
	document.check_permission("read")
	occasion = occasion_of(frappe.scrub(document.kind))
	if not occasion:
		frappe.throw(
			_("{0} is none of the five occasions on which the committee must talk.").format(
				frappe.bold(_(document.kind))
			)
		)
	return {
		"branch": document.branch,
		"event": document.name,
		"occasion": OCCASIONS[occasion].label.template,
		"partner_is": "Party Member",
		"partner": document.member,
		"partner_name": document.member_name,
	}


@frappe.whitelist(methods=["POST"])
def remind_of_thought_reports(branch: str, half_year: str | None = None) -> dict[str, Any]:
	"""Mail the members of a branch who have not handed in the thought report of a half-year (default: the running one).

	It needs the right to write the branch's reports. Nobody is written to twice a day. Returns the number of mails that
	were queued, and a `message` for the user.
	"""
	scope_for(REPORT, "write").check_branch(branch)
	with rules_speak_to_user():
		outcome = thought_reports.remind(branch, half_year)
	return {"mailed": outcome.mailed, "message": outcome.message(_)}
