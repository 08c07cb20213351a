"""The urn of a questionnaire: sealed answers, written by `ballots.urns` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class QuestionnaireAnswer(NotesReading, Document):
	pass
