"""The roll of a secret vote: written by `ballots.roll` alone, read by nobody."""

from frappe.model.document import Document

from party_affairs.permissions.seen import NotesReading

exclude_from_linked_with = True


class AppraisalVoter(NotesReading, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		appraisal: DF.Link
		electorate: DF.Literal["Within the Party", "Outside the Party"]
		member: DF.Link | None
		voter_key: DF.Data
		way: DF.Literal["Not Voted", "Electronically", "On Paper"]
	# end: auto-generated types
