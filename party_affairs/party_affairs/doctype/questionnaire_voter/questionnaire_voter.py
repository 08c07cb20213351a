"""The roll of a questionnaire: written by `ballots.rolls` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class QuestionnaireVoter(NotesReading, Document):
	pass
