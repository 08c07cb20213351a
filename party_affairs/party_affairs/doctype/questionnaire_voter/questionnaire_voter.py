"""The roll of a questionnaire: written by `ballots.rolls` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class QuestionnaireVoter(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		member: DF.Link | None
		questionnaire: DF.Link
		voter_key: DF.Data
		way: DF.Literal["Not Voted", "Electronically"]
	# end: auto-generated types
