"""A workbook of an earlier year makes the records of a new organisation begin with that year."""

import frappe

from party_affairs.facts.organisation.branches import beginning_of
from party_affairs.importing.problems import Problem, file_problem
from party_affairs.rules.organisation import records
from party_affairs.touches import touch

_BRANCH = "Party Branch"


def begin_with(branch: str, year: int) -> Problem | None:
	"""Let the records of `branch` begin with `year`, unless their beginning was given by hand; return the note that says so."""
	# Past the document: whoever brings in the records of his branch need not have the right to set it up.
	begun, given_by_hand = beginning_of(branch)
	first = records.begin_with(begun, given_by_hand, year)
	if first is None:
		return None
	frappe.db.set_value(_BRANCH, branch, "records_from", first)
	touch(_BRANCH, branches=[branch])
	return file_problem(
		"The records of this organisation begin on {first} now, where they began on {before}: a year's workbook says what was done in it.",
		first=str(first),
		before=str(begun),
	)
