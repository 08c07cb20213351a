"""The urn of a questionnaire: sealed answers, written by `ballots.urns` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class QuestionnaireAnswer(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		questionnaire: DF.Link
		sealed: DF.Text
	# end: auto-generated types
