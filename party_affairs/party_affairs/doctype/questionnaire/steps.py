"""The life of a questionnaire, step by step in its order.

Being prepared → answers open → answers counted. It can be abandoned while it is open, and then begins anew; what was written in
own words can be taken over into the life review for which it was asked.
"""

import contextlib
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime, nowdate

from party_affairs.ballots import keys
from party_affairs.ballots.answering import CODES, LINK, MEMBERS, OPEN, ROLL, URN, questions_of
from party_affairs.ballots.rolls import ELECTRONIC
from party_affairs.ballots.seal import SealError, new_keys
from party_affairs.checks.fields import label_of, require
from party_affairs.exceptions import QuestionnaireError, rules_speak_to_user
from party_affairs.facts.organisation import elections as register
from party_affairs.language import site_language
from party_affairs.rules.contact import questionnaires as rules
from party_affairs.settings import appraisal_settings
from party_affairs.steps import StatusStep

PREPARED, COUNTED = "Being Prepared", "Answers Counted"
SHOWN, TOO_FEW = "All Answers", "Too Few Answers"
MOST_SLIPS = 500
_TOKEN_BYTES = 16


class QuestionnaireStep(StatusStep):
	doctype = "Questionnaire"
	exception = QuestionnaireError

	@staticmethod
	def out_of_order() -> str:
		return _("This step is for a questionnaire with status {0}, and this one has {1}.")


@dataclass
class OpenAnswers(QuestionnaireStep):
	"""Answers are taken from now on: the roll of the day, the link and the keys of the urn are made. `at` is the moment."""

	at: Any = None

	since, to = (PREPARED,), OPEN
	writes = ("opened_on", "least_answers", "invited", "public_key", "link_token")

	def check(self) -> None:
		"""It needs questions that can be asked, an end that lies ahead, and members if members are asked."""
		super().check()
		require(self.document, "opens_on", "closes_on", "questions", exception=QuestionnaireError)
		with rules_speak_to_user(QuestionnaireError):
			rules.check_questions(questions_of(self.document))
		if getdate(self.document.closes_on) < getdate(self.moment):
			frappe.throw(
				_("{0} is over already. Enter a later day.").format(label_of(self.document, "closes_on")),
				QuestionnaireError,
			)
		if self.document.audience == MEMBERS and not self.members:
			frappe.throw(_("The branch has no Party members who could answer."), QuestionnaireError)

	def change(self) -> None:
		private_key, public_key = new_keys()
		document = self.document
		document.update(
			{
				"opened_on": self.moment,
				"least_answers": appraisal_settings().least_ballots,
				"invited": len(self.members),
				"public_key": public_key,
				"link_token": secrets.token_urlsafe(_TOKEN_BYTES) if document.audience == LINK else None,
			}
		)
		for place, question in enumerate(questions_of(document)):
			for option in _options(question):
				about = {"question_no": place + 1, "question": question.text}
				document.append("paper_counts", {**about, "option": option})
		self.save(_("The questionnaire was opened."))
		ROLL.enter_members(document.name, self.moment, self.members)
		keys.store(document.name, private_key)

	@cached_property
	def moment(self):
		return get_datetime(self.at) if self.at else now_datetime().replace(microsecond=0)

	@cached_property
	def members(self) -> list[str]:
		"""The Party members of the branch on the day, if they are asked."""
		if self.document.audience != MEMBERS:
			return []
		people = register.electors([self.document.branch], getdate(self.moment))
		return [name for name, person in people.items() if person.is_party_member]


@dataclass
class MakeSlips(QuestionnaireStep):
	"""Codes are made for `number` people and returned; they are kept nowhere."""

	number: int

	since = (OPEN,)

	def check(self) -> None:
		"""It needs that people with a code are asked, and a number that can be printed."""
		super().check()
		if self.document.audience != CODES:
			frappe.throw(
				_("Slips with codes are for questionnaires that ask people with a code."), QuestionnaireError
			)
		if not 1 <= self.number <= MOST_SLIPS:
			frappe.throw(_("Enter a number of slips from 1 to {0}.").format(MOST_SLIPS), QuestionnaireError)

	def change(self) -> list[str]:
		return ROLL.issue_codes(self.document.name, self.document.opened_on, self.number)


class RevokeSlips(QuestionnaireStep):
	"""The codes that have not been used become worthless; their number is returned."""

	since = (OPEN,)

	def check(self) -> None:
		"""It needs that people with a code are asked: members are not taken off the roll."""
		super().check()
		if self.document.audience != CODES:
			frappe.throw(
				_("Slips with codes are for questionnaires that ask people with a code."), QuestionnaireError
			)

	def change(self) -> int:
		return ROLL.revoke_codes(self.document.name)


@dataclass
class CountAnswers(QuestionnaireStep):
	"""The urn is opened, what may be shown is kept, and all else destroyed. `at` is the moment, now by default."""

	at: Any = None

	since, to = (OPEN,), COUNTED
	writes = ("counted_on", "answers", "shown_as")

	def check(self) -> None:
		"""It needs the last day or that all have answered, the key of the urn, and whole answers in it."""
		super().check()
		document = self.document
		if self.day < getdate(document.closes_on) and not self.all_have_answered():
			frappe.throw(
				_("Answers are taken until {0}. Wait, or set an earlier day first.").format(
					getdate(document.closes_on).isoformat()
				),
				QuestionnaireError,
			)
		with rules_speak_to_user(QuestionnaireError):
			rules.check_whole(self.marks, self.sheets, len(document.questions))
			if document.audience == MEMBERS:
				rules.check_paper_sheets(self.paper, len(self.ways), self.sheets)

	def change(self) -> None:
		document = self.document
		way = rules.way_to_show(self.sheets, self.paper, document.least_answers or 0, bool(document.named))
		document.update(
			{
				"counted_on": self.moment,
				"answers": self.sheets + self.paper,
				"shown_as": SHOWN if way == rules.ALL_ANSWERS else TOO_FEW,
				"public_key": None,
				"link_token": None,
			}
		)
		self.set_results(way == rules.ALL_ANSWERS)
		document.update({"paper_sheets": 0, "paper_counts": []})
		self.save(_("The answers were counted."))
		_destroy_answers(document)

	@cached_property
	def moment(self):
		return get_datetime(self.at) if self.at else now_datetime().replace(microsecond=0)

	@property
	def day(self) -> date:
		return getdate(self.at) if self.at else getdate(nowdate())

	@cached_property
	def ways(self) -> list[str]:
		return [way for (way,) in ROLL.ways(self.document.name, locked=True)]

	def all_have_answered(self) -> bool:
		return bool(self.ways) and set(self.ways) == {ELECTRONIC}

	@property
	def sheets(self) -> int:
		"""How many have answered electronically: by the roll, or where there is none by what lies in the urn."""
		if self.document.audience == LINK:
			return len(self.marks) // len(self.document.questions)
		return self.ways.count(ELECTRONIC)

	@cached_property
	def paper(self) -> int:
		"""How many sheets of paper were handed in."""
		return cint(self.document.paper_sheets)

	@cached_property
	def marks(self) -> list[rules.Mark]:
		"""The marks in the urn, which opens once."""
		name = self.document.name
		if URN.is_empty(name):
			return []
		private_key = keys.load(name)
		if not private_key:
			frappe.throw(
				_(
					"The key of the urn is not on this server, so the answers cannot be opened. Abandon the questionnaire and ask again."
				),
				QuestionnaireError,
			)
		with contextlib.suppress(SealError):
			return [rules.unpack(content) for content in URN.open(name, private_key)]
		# Raised once the error is over, whose values do not go along then.
		frappe.throw(
			_(
				"An answer in the urn is damaged and cannot be opened, so nothing can be counted. Abandon the questionnaire and ask again."
			),
			QuestionnaireError,
		)

	def set_results(self, shown: bool) -> None:
		"""Keep what the answers add up to, if it may be shown: what is not shown is not kept either."""
		document = self.document
		document.set("results", [])
		document.set("words", [])
		if not shown:
			return
		questions = questions_of(document)
		members = ROLL.members(document.name) if document.named else []
		on_paper = paper_numbers(document)
		for place, electronic in enumerate(rules.count(questions, self.marks)):
			row = document.questions[place]
			counted = rules.with_paper(
				questions[place], electronic, self.paper, on_paper.get(place, [0] * questions[place].choices)
			)
			row.answered = counted.answered
			row.mean = (
				float(counted.mean) if questions[place].kind == rules.SATISFACTION and counted.mean else 0
			)
			about = {"question_no": place + 1, "question": row.question}
			for option, number in zip(_options(questions[place]), counted.numbers, strict=True):
				share = number / counted.answered * 100 if counted.answered else 0
				document.append("results", {**about, "option": option, "number": number, "share": share})
			words = list(counted.words)
			# The order of the urn follows from random names already; this does not rest on it.
			secrets.SystemRandom().shuffle(words)
			for respondent, text in words:
				member = members[respondent - 1] if respondent else None
				document.append("words", {**about, "text": text, "member": member})


class AbandonAnswers(QuestionnaireStep):
	"""Roll and urn are thrown away uncounted, so that the questionnaire can be changed and asked anew."""

	since, to = (OPEN,), PREPARED

	def change(self) -> None:
		self.document.update(dict.fromkeys(name for name in WRITTEN_BY_STEPS if name != "status"))
		self.document.update({"paper_sheets": 0, "paper_counts": []})
		self.save(_("The questionnaire was abandoned; the answers were destroyed uncounted."))
		_destroy_answers(self.document)


@dataclass
class TakeOver(QuestionnaireStep):
	"""Answers in own words become opinions of the life review; `rows` are their names. The number taken is returned."""

	rows: list[str]

	since = (COUNTED,)

	def check(self) -> None:
		"""It needs a life review of the branch that the caller may write, and answers that were not taken over yet."""
		super().check()
		if not self.document.life_review:
			frappe.throw(_("Choose the life review for which it was asked, and save."), QuestionnaireError)
		known = {row.name for row in self.document.words}
		if not self.rows or not set(self.rows) <= known:
			frappe.throw(_("Choose the answers that are to be taken over."), QuestionnaireError)

	def change(self) -> int:
		document = self.document
		review = frappe.get_doc("Party Life Review", document.life_review, for_update=True)
		review.check_permission("write")
		source = "Within the Party" if document.audience == MEMBERS else "Outside the Party"
		taken = [row for row in document.words if row.name in self.rows and not row.taken_over]
		for row in taken:
			review.append("opinions", {"source": source, "way": "Questionnaire", "opinion": row.text})
			row.taken_over = 1
		if taken:
			review.save()
			self.save()
		return len(taken)


class Delete(QuestionnaireStep):
	"""A questionnaire that is not to be asked goes."""

	right = "delete"
	since = (PREPARED, COUNTED)

	def check(self) -> None:
		"""It needs that no answers are being taken."""
		if self.document.status == OPEN:
			frappe.throw(
				_("Answers are being taken, so the questionnaire cannot be deleted. Abandon it first."),
				QuestionnaireError,
			)

	def change(self) -> None:
		_destroy_answers(self.document)


STEPS = (OpenAnswers, MakeSlips, RevokeSlips, CountAnswers, AbandonAnswers, TakeOver, Delete)
WRITTEN_BY_STEPS = ("status", *(name for step in STEPS for name in step.writes))


def paper_numbers(questionnaire: Any) -> dict[int, list[int]]:
	"""Return by place of the question the numbers of its options on sheets of paper, in their order."""
	found: dict[int, list[int]] = {}
	for row in questionnaire.paper_counts:
		found.setdefault(row.question_no - 1, []).append(cint(row.number))
	return found


def _options(question: rules.Question) -> list[str]:
	"""Return the options as they are kept: those of the scale with their number, in the site's language."""
	if question.kind != rules.SATISFACTION:
		return list(question.options)
	return [f"{step} {_(word.template, site_language())}" for step, word in enumerate(rules.SCALE, start=1)]


def _destroy_answers(questionnaire: Any) -> None:
	URN.destroy(questionnaire.name)
	ROLL.destroy(questionnaire.name)
	keys.destroy_after_commit(questionnaire.name)
