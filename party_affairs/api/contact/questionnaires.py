"""Questionnaires from the form: how answering stands, and its steps, which the branch's own officers take."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_url

from party_affairs.api.slips import answer_with as answer_with_slips
from party_affairs.arguments import parse_list
from party_affairs.ballots import answering
from party_affairs.ballots.answering import CODES, ROLL, URN
from party_affairs.ballots.discretion import nothing_logged
from party_affairs.ballots.rolls import NOT_VOTED
from party_affairs.exceptions import QuestionnaireError
from party_affairs.language import CHINESE, in_language
from party_affairs.party_affairs.doctype.questionnaire import steps
from party_affairs.printing import files, qr_codes
from party_affairs.printing.contact import questionnaire_papers as papers
from party_affairs.rules.message import Message

_QR_MM = 45

_nothing_logged = nothing_logged(
	"A step of a questionnaire was not taken",
	Message("The step was not taken because of an error, and nothing was changed. Please try again."),
	QuestionnaireError,
)


@frappe.whitelist()
@_nothing_logged
def standing(questionnaire: str) -> dict[str, Any]:
	"""Return how a questionnaire stands: how many are asked and have answered, never who or what; its address and QR code.

	`results` is the part of the form with the charts once the answers are counted. Raise PermissionError if the caller may
	not read it.
	"""
	document = frappe.get_doc(steps.QuestionnaireStep.doctype, questionnaire)
	document.check_permission("read")
	found: dict[str, Any] = {"asked": None, "answered": None, "address": None, "qr": None, "results": None}
	if document.status == steps.COUNTED:
		found["results"] = papers.results_part(document)
	if document.status != steps.OPEN:
		return found
	if document.audience == answering.LINK:
		found["answered"] = URN.number(document.name) // len(document.questions)
		found["address"] = papers.link_of(document)
	else:
		ways = [way for (way,) in ROLL.ways(document.name)]
		found["asked"], found["answered"] = len(ways), len(ways) - ways.count(NOT_VOTED)
		found["address"] = get_url(papers.ADDRESS if document.audience == CODES else "/party")
	found["qr"] = qr_codes.svg(found["address"], _QR_MM, _("QR Code"))
	return found


@frappe.whitelist()
def paper(questionnaire: str, kind: str, file_format: str = "pdf") -> None:
	"""Answer with a paper that is handed out or put up and holds no answers, `sheet` or `poster`, as `pdf` or `docx`.

	It bears no mark of who printed it, as prints of confidential documents do. Raise PermissionError if the caller may not
	read the questionnaire, and ValidationError where there is no such paper or kind of file.
	"""
	document = frappe.get_doc(steps.QuestionnaireStep.doctype, questionnaire)
	document.check_permission("read")
	write = papers.HANDED_OUT.get(kind)
	if write is None:
		frappe.throw(_("There is no such paper of a questionnaire."), QuestionnaireError)
	with in_language(CHINESE):
		described = write(document)
	files.answer_with(kind, file_format, files.write((described,), file_format))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def open_answers(questionnaire: str) -> str:
	"""Begin to take answers and return the status. Raise PermissionError or QuestionnaireError."""
	return _status_after(steps.OpenAnswers.of(questionnaire))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def count_answers(questionnaire: str) -> str:
	"""Count the answers and return the status. Raise PermissionError or QuestionnaireError."""
	return _status_after(steps.CountAnswers.of(questionnaire))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def abandon_answers(questionnaire: str) -> str:
	"""Destroy the answers uncounted and return the status. Raise PermissionError or QuestionnaireError."""
	return _status_after(steps.AbandonAnswers.of(questionnaire))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def make_slips(questionnaire: str, number: int | str) -> None:
	"""Answer with the PDF of slips: their codes are in it and nowhere else."""
	step = steps.MakeSlips.of(questionnaire, number=cint(number))
	answer_with_slips(step.take(), lambda codes: papers.slips(step.document, codes), QuestionnaireError)


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def revoke_slips(questionnaire: str) -> int:
	"""Make the slips that have not been used worthless, and return their number."""
	return steps.RevokeSlips.of(questionnaire).take()


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def take_over(questionnaire: str, rows: str | list) -> int:
	"""Take answers in own words, named by their `rows`, over into the life review; return how many were new there."""
	return steps.TakeOver.of(questionnaire, rows=parse_list(rows)).take()


def _status_after(step: steps.QuestionnaireStep) -> str:
	step.take()
	return step.document.status
