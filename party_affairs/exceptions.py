"""Errors of this app, so that callers and tests can tell the reason, and the way a rule's sentence reaches the user."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from lxml.etree import LxmlError

import frappe
from frappe import _
from frappe.utils import strip_html

from party_affairs.rules.errors import RuleError


class MembershipError(frappe.ValidationError):
	"""A person would be on register in two branches at once."""


class StandingError(frappe.ValidationError):
	"""A member's standing would change without its document, or by a document that does not fit it."""


class TransferError(frappe.ValidationError):
	"""A transfer of membership without its letter, out of order, or a second one for the same member."""


class MeetingError(frappe.ValidationError):
	"""A meeting record contradicts itself, such as an end before its start or attendees of another branch."""


class PostError(frappe.ValidationError):
	"""A post without a term, out of its branch, or held twice."""


class ElectionError(frappe.ValidationError):
	"""An election out of order, with people or numbers that contradict the rules of election."""


class DuesError(frappe.ValidationError):
	"""A dues sum, month or date that cannot be."""


class DevelopmentError(frappe.ValidationError):
	"""A development case that breaks the rules of admission, or a change of one that is closed."""


class ReportError(frappe.ValidationError):
	"""A work report or duty report delivered or reviewed in a way that cannot be."""


class LifeReviewError(frappe.ValidationError):
	"""A life review whose steps contradict each other, or an item of its rectification list closed out of order."""


class DisciplineError(frappe.ValidationError):
	"""A discipline case whose dates, forwarding, closing or sanction contradict each other."""


class AppraisalError(frappe.ValidationError):
	"""An appraisal out of order, a vote that cannot be cast, or grades that contradict its rules."""


class EvaluationError(frappe.ValidationError):
	"""An evaluation, its round or its scheme out of order, or points that contradict the scheme."""


class QuestionnaireError(frappe.ValidationError):
	"""A questionnaire out of order, or an answer that cannot be taken."""


class WallBoardError(frappe.ValidationError):
	"""A board of a size that cannot be made, without what stands on it, or approved or hung up out of order."""


class SelfCheckError(frappe.ValidationError):
	"""A self-check sheet ticked, handed up, reviewed or decided out of order, or evidence that cannot be taken."""


class ExemptionError(frappe.ValidationError):
	"""An exemption from a duty asked for, decided or withdrawn out of order, or about what is no matter of its branch."""


class DutyReportError(frappe.ValidationError):
	"""A compliance report explained, acknowledged, returned or corrected out of order."""


class ArchiveError(frappe.ValidationError):
	"""A volume of the archive bound, opened, lent or supplemented out of order, or a record that a bound volume fixes."""


class NoticeError(frappe.ValidationError):
	"""A notice, a photo of the board or a sheet of the rooms out of order, or one that tells what must not be made known."""


class FileError(frappe.ValidationError):
	"""A file could not be written on the server, or what makes it is missing there."""


class BookError(frappe.ValidationError):
	"""A book that cannot be bound, or is asked for out of order."""


class PersonalTextError(frappe.ValidationError):
	"""A talk, thought report or self review that contradicts itself, or is changed by somebody who may not."""


def sentence_of(error: Exception) -> str:
	"""Return what an error says as plain text, which whoever shows it escapes.

	Its sentence was made for a page: what it quotes of the user is escaped in it, and would be escaped twice.
	"""
	return unescape(strip_html(str(error)))


@contextmanager
def rules_speak_to_user(exception: type[Exception] = frappe.ValidationError) -> Iterator[None]:
	"""Turn a RuleError raised inside into `exception` with the sentence in the user's language."""
	try:
		yield
	except RuleError as error:
		frappe.throw(error.message.text(_), exception)


@contextmanager
def files_are_written() -> Iterator[None]:
	"""Turn an error of the disk, or of the program that makes PDFs, into FileError; its reason goes into the Error Log."""
	try:
		yield
		return
	except (OSError, LxmlError) as error:
		# Without the values of variables, among which is what should have been written.
		reason = f"{type(error).__name__}: {error}"
	frappe.log_error(title="A file could not be written", message=reason, defer_insert=True)
	frappe.throw(
		_(
			"The file could not be written on the server, and nothing was changed. Ask the administrator whether the disk is full "
			"or the PDF engine is missing; the Error Log says more."
		),
		FileError,
	)
