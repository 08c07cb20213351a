from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from party_affairs.ballots import answering
from party_affairs.ballots.discretion import nothing_logged
from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import changed_fields, label_of
from party_affairs.exceptions import QuestionnaireError, rules_speak_to_user
from party_affairs.facts.contact import questionnaires as facts
from party_affairs.party_affairs.doctype.questionnaire import steps
from party_affairs.permissions.seen import NotesReading
from party_affairs.rules.contact import questionnaires as rules
from party_affairs.rules.message import Message

_FIXED_ONCE_OPEN = ("branch", "title", "purpose", "opens_on", "audience", "named", "introduction")
_OF_QUESTION = ("question", "kind", "options", "required", "most_choices")
_COUNTED_OF_QUESTION = ("answered", "mean")
OF_LIFE_REVIEW = "Opinions before a Life Review"


class Questionnaire(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from party_affairs.party_affairs.doctype.questionnaire_paper_count.questionnaire_paper_count import (
			QuestionnairePaperCount,
		)
		from party_affairs.party_affairs.doctype.questionnaire_question.questionnaire_question import (
			QuestionnaireQuestion,
		)
		from party_affairs.party_affairs.doctype.questionnaire_result.questionnaire_result import (
			QuestionnaireResult,
		)
		from party_affairs.party_affairs.doctype.questionnaire_words.questionnaire_words import (
			QuestionnaireWords,
		)

		answers: DF.Int
		audience: DF.Literal["Members of the Branch", "People with a Code", "Whoever Has the Link"]
		branch: DF.Link
		closes_on: DF.Date
		counted_on: DF.Datetime | None
		introduction: DF.SmallText | None
		invited: DF.Int
		least_answers: DF.Int
		life_review: DF.Link | None
		link_token: DF.Data | None
		named: DF.Check
		naming_series: DF.Literal["PQ-.YYYY.-.#####"]
		opened_on: DF.Datetime | None
		opens_on: DF.Date
		paper_counts: DF.Table[QuestionnairePaperCount]
		paper_sheets: DF.Int
		public_key: DF.Data | None
		purpose: DF.Literal["Public Satisfaction", "Opinions before a Life Review", "Other"]
		questions: DF.Table[QuestionnaireQuestion]
		results: DF.Table[QuestionnaireResult]
		shown_as: DF.Literal["", "All Answers", "Too Few Answers"]
		status: DF.Literal["Being Prepared", "Answers Open", "Answers Counted"]
		title: DF.Data
		words: DF.Table[QuestionnaireWords]

	# end: auto-generated types
	def validate(self):
		self.keep_what_steps_wrote()
		self.validate_times()
		self.validate_audience()
		self.validate_questions()
		self.validate_life_review()
		self.refuse_changes_once_open()
		self.validate_paper()

	def on_trash(self):
		steps.Delete(self).take()

	# The steps, for programs

	def open_answers(self, at=None):
		steps.OpenAnswers(self, at).take()

	def make_slips(self, number: int) -> list[str]:
		return steps.MakeSlips(self, number).take()

	def count_answers(self, at=None):
		steps.CountAnswers(self, at).take()

	# What is in the record

	def keep_what_steps_wrote(self):
		if self.flags.step:
			return
		before = self.get_doc_before_save()
		kept = before or frappe.new_doc(self.doctype)
		self.update({name: kept.get(name) for name in steps.WRITTEN_BY_STEPS})
		for table in ("results", "words"):
			self.set(table, [row.as_dict(no_default_fields=not before) for row in kept.get(table)])
		counted: Mapping = {row.name: row for row in kept.questions} if before else {}
		for row in self.questions:
			stored = counted.get(row.name)
			row.update({name: stored.get(name) if stored else 0 for name in _COUNTED_OF_QUESTION})

	def validate_times(self):
		require_order(self, "opens_on", "closes_on", QuestionnaireError)

	def validate_audience(self):
		if self.audience != answering.MEMBERS:
			self.named = 0

	def validate_questions(self):
		for row in self.questions:
			if row.kind not in ("Single Choice", "Multiple Choice"):
				row.options = None
			if row.kind != "Multiple Choice":
				row.most_choices = 0
		with rules_speak_to_user(QuestionnaireError):
			rules.check_questions(answering.questions_of(self))

	def validate_life_review(self):
		if self.purpose != OF_LIFE_REVIEW:
			self.life_review = None
		if not self.life_review:
			return
		branch = frappe.db.get_value("Party Life Review", self.life_review, "branch")
		if branch != self.branch:
			frappe.throw(
				_("{0} must be a life review of {1}.").format(
					label_of(self, "life_review"), frappe.bold(self.branch)
				),
				QuestionnaireError,
			)

	def refuse_changes_once_open(self):
		"""What people were asked and promised stays; only the last day may be moved while it is open."""
		before = self.get_doc_before_save()
		if not before or before.status == steps.PREPARED or self.flags.step:
			return
		fixed = _FIXED_ONCE_OPEN if self.status == steps.OPEN else (*_FIXED_ONCE_OPEN, "closes_on")
		changed = changed_fields(self, fixed)
		if _asked(self) != _asked(before):
			changed.append("questions")
		if changed:
			frappe.throw(
				_(
					"{0} cannot be changed once answers are taken. Abandon the questionnaire to begin anew."
				).format(label_of(self, changed[0])),
				QuestionnaireError,
			)
		if any(row.taken_over for row in before.words) and self.life_review != before.life_review:
			frappe.throw(
				_("Answers were taken over into {0} already, so it stays the life review.").format(
					frappe.bold(before.life_review)
				),
				QuestionnaireError,
			)

	def validate_paper(self):
		"""What was handed in on paper is entered by numbers while answers are taken, option by option."""
		if self.flags.step:
			return
		if self.status != steps.OPEN:
			self.update({"paper_sheets": 0, "paper_counts": []})
			return
		if _paper_rows(self) != _paper_rows(self.get_doc_before_save()):
			frappe.throw(
				_("{0}: one row for each option, and no others.").format(label_of(self, "paper_counts")),
				QuestionnaireError,
			)
		if self.named and self.paper_sheets:
			frappe.throw(
				_("Who answers with his name does so on his own page: no sheets of paper are counted."),
				QuestionnaireError,
			)
		questions = answering.questions_of(self)
		with rules_speak_to_user(QuestionnaireError):
			for place, numbers in steps.paper_numbers(self).items():
				rules.check_paper(place + 1, questions[place], cint(self.paper_sheets), numbers)


def _paper_rows(questionnaire: Document) -> list[tuple]:
	return [(row.question_no, row.question, row.option) for row in questionnaire.paper_counts]


def _asked(questionnaire: Document) -> list[tuple]:
	return [tuple(str(row.get(name) or "") for name in _OF_QUESTION) for row in questionnaire.questions]


_nothing_logged = nothing_logged(
	"A questionnaire was not counted",
	Message("The answers were not counted because of an error. The next night tries again."),
	QuestionnaireError,
)


@_nothing_logged
def _count(name: str) -> None:
	steps.CountAnswers(frappe.get_doc(steps.CountAnswers.doctype, name, for_update=True)).take()


def count_closed() -> None:
	"""Daily: the answers of questionnaires whose last day is over are counted, each by itself.

	One that cannot be counted keeps its answers, and its form says why.
	"""
	for name in facts.over(getdate()):
		try:
			_count(name)
		except frappe.ValidationError as refusal:
			frappe.db.rollback()
			# Sentences of ours hold no answer; those of others may.
			reason = str(refusal) if isinstance(refusal, QuestionnaireError) else type(refusal).__name__
			frappe.log_error(title=f"Questionnaire {name} was not counted", message=reason)
			frappe.clear_messages()
		frappe.db.commit()  # nosemgrep: each questionnaire stands by itself, and its key goes with the commit


def on_doctype_update():
	frappe.db.add_index("Questionnaire", ["status", "closes_on"])
	frappe.db.add_index("Questionnaire", ["branch", "closes_on"])
