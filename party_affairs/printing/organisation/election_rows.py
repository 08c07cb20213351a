"""The rows of an election in the order in which its papers name them: offices, then surnames by strokes."""

from collections.abc import Iterable

from frappe.model.document import Document

from party_affairs.rules.names import stroke_key

COMMITTEE_MEMBER, SECRETARY, DEPUTY = "Committee Member", "Secretary", "Deputy Secretary"
OFFICES = (COMMITTEE_MEMBER, SECRETARY, DEPUTY)


def is_term(doc: Document) -> bool:
	"""Whether all seats are elected anew, and not those alone that have become vacant."""
	return doc.kind == "Term Election"


def in_order(rows: Iterable) -> list:
	"""Return rows with an `office` in the order of offices."""
	return sorted(rows, key=lambda row: OFFICES.index(row.office))


def offices_of(doc: Document) -> list[str]:
	"""Return the offices that are elected."""
	return [row.office for row in in_order(doc.seats)]


def by_strokes(names: Iterable[str]) -> list[str]:
	"""Return names in the stroke order of surnames."""
	return sorted(names, key=stroke_key)


def candidates_by_office(doc: Document) -> dict[str, list[str]]:
	"""Return the names of the candidates for each office that has any."""
	found = {
		office: by_strokes(row.member_name for row in doc.candidates if row.office == office)
		for office in offices_of(doc)
	}
	return {office: names for office, names in found.items() if names}
