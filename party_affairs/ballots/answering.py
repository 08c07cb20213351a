"""Answering a questionnaire: it is open, whoever answers may, and has not yet; his sheet is torn and sealed.

The means are those of the secret appraisal: a roll that knows no answers, an urn that knows nobody, a key outside of the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.ballots.rolls import ELECTRONIC, NOT_VOTED, Roll, code_key, member_key
from party_affairs.ballots.urns import Urn
from party_affairs.exceptions import QuestionnaireError, rules_speak_to_user
from party_affairs.rules.contact import questionnaires as rules

QUESTIONNAIRE = "Questionnaire"
OPEN = "Answers Open"
MEMBERS, CODES, LINK = "Members of the Branch", "People with a Code", "Whoever Has the Link"

ROLL = Roll("Questionnaire Voter", "questionnaire")
URN = Urn("Questionnaire Answer", "questionnaire")


@dataclass(frozen=True)
class Sheet:
	"""What somebody is shown who answers: what is asked, by whom, until when, and what he is promised."""

	questionnaire: str
	branch: str
	title: str
	introduction: str
	closes_on: date
	audience: str
	named: bool
	least_answers: int
	questions: tuple[rules.Question, ...]


@dataclass(frozen=True)
class Way:
	"""How somebody comes to a questionnaire: as a member (`questionnaire` and `member`), with a code, or by the link."""

	questionnaire: str | None = None
	member: str | None = None
	code: str | None = None
	link: str | None = None


def questions_of(document: Any) -> tuple[rules.Question, ...]:
	"""Return the questions of a questionnaire as the rules take them."""
	return tuple(
		rules.Question(
			text=row.question or "",
			kind=frappe.scrub(row.kind or ""),
			options=rules.options_of(row.options),
			required=bool(row.required),
			most_choices=row.most_choices or 0,
		)
		for row in document.questions
	)


def sheet_for(way: Way, at: date | None = None) -> Sheet:
	"""Return what whoever comes this `way` is asked. Raise QuestionnaireError if he is asked nothing (any more)."""
	document, _row = _find(way, at, locked=False)
	return _sheet(document)


def _sheet(document: Any) -> Sheet:
	return Sheet(
		questionnaire=document.name,
		branch=document.branch,
		title=document.title,
		introduction=document.introduction or "",
		closes_on=getdate(document.closes_on),
		audience=document.audience,
		named=bool(document.named),
		least_answers=document.least_answers or 0,
		questions=questions_of(document),
	)


def answer(way: Way, given: Mapping[int, Sequence[str]], at: date | None = None) -> None:
	"""Put the answers of whoever comes this `way` into the urn; `given` is what the page sent, by place of the question.

	Nothing but the flag on the roll and the sealed marks is written. Raise QuestionnaireError if he may not answer now or has,
	or for an answer that was not asked for; the message never repeats an answer.
	"""
	document, row = _find(way, at, locked=True)
	questions = questions_of(document)
	with rules_speak_to_user(QuestionnaireError):
		answers = rules.read_answers(questions, given)
	if not answers:
		frappe.throw(_("Nothing is answered yet. Answer at least one question."), QuestionnaireError)
	respondent = 0
	if document.named:
		respondent = ROLL.members(document.name).index(row["member"]) + 1
	marks = rules.tear(questions, answers, respondent)
	if row:
		ROLL.mark(row["name"], ELECTRONIC)
	URN.put(
		document.name,
		document.opened_on,
		document.public_key,
		[rules.pack(questions, mark) for mark in marks],
	)


def _find(way: Way, at: date | None, *, locked: bool) -> tuple[Any, dict[str, Any] | None]:
	"""Return the questionnaire, which is open, and the row of the roll, None for the open link.

	`locked` keeps both until the end of the request: of two answers at once one is refused, and none comes in during the count.
	"""
	if way.link is not None:
		return _of_link(way.link, at, locked=locked), None
	key = (
		code_key(way.code) if way.code is not None else member_key(way.questionnaire or "", way.member or "")
	)
	name = ROLL.document_of(key)
	if not name:
		_refuse_stranger(way)
	document = frappe.get_doc(QUESTIONNAIRE, name, for_update=locked)
	check_open(document, at)
	row = ROLL.find(key, locked=locked)
	if row is None:
		_refuse_stranger(way)
	if row["way"] != NOT_VOTED:
		frappe.throw(
			_("This code has been used. It takes one answer.")
			if way.code is not None
			else _("You have answered this questionnaire. Thank you."),
			QuestionnaireError,
		)
	return document, row


def _of_link(token: str, at: date | None, *, locked: bool) -> Any:
	name = frappe.db.get_value(QUESTIONNAIRE, {"link_token": token}, "name") if token else None
	if not name:
		frappe.throw(
			_(
				"There is no questionnaire at this address. Please scan the code again, or ask who gave it to you."
			),
			QuestionnaireError,
		)
	document = frappe.get_doc(QUESTIONNAIRE, name, for_update=locked)
	check_open(document, at)
	return document


def _refuse_stranger(way: Way) -> None:
	frappe.throw(
		_(
			"No questionnaire belongs to this code. Check how it is written; a code that was counted is no longer known."
		)
		if way.code is not None
		else _("There is no questionnaire that you are asked to answer now."),
		QuestionnaireError,
	)


def check_open(document: Any, at: date | None = None) -> None:
	"""Raise QuestionnaireError unless answers are taken today (or `at` another day)."""
	day = at or getdate(nowdate())
	if document.status != OPEN or day > getdate(document.closes_on):
		frappe.throw(
			_("This questionnaire is closed. Thank you for your readiness to answer."), QuestionnaireError
		)
	if day < getdate(document.opens_on):
		frappe.throw(
			_("This questionnaire opens on {0}. Please come back then.").format(
				getdate(document.opens_on).isoformat()
			),
			QuestionnaireError,
		)
