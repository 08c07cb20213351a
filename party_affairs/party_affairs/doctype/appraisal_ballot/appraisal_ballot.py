"""Sealed marks in the urn of a secret vote: written by `ballots.urn` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class AppraisalBallot(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		appraisal: DF.Link
		sealed: DF.Data
	# end: auto-generated types
