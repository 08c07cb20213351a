"""Whatever column of whatever sheet is masked, what is stored stays."""

import pytest

import frappe

from party_affairs.importing import layout
from tests.site.year_book import DOCTYPES, NAME, branch, file_of, imported, run, year  # noqa: F401  (fixtures)

pytestmark = pytest.mark.site

KINDS_OF_PEOPLE = {"name", "person", "contact", "one_person", "mentions", "attendance"}
LISTS_OF_PEOPLE = {"members", "lawyers"}


def stored():
	"""Everything that is stored of the branch, child tables and times of change included."""
	return {
		(doctype, name): frappe.get_doc(doctype, name).as_dict()
		for doctype in DOCTYPES
		for name in frappe.get_all(doctype, filters={"branch": NAME, "docstatus": ["!=", 2]}, pluck="name")
	}


def masked(year, mask, wanted):  # noqa: F811  (the fixture)
	"""Put a mask into every filled cell of the columns that are `wanted`; returns the headings that were masked."""
	found = []
	for sheet in layout.SHEETS:
		table = year.get(sheet.title)
		if table is None:
			continue
		for number, title in enumerate(table["head"]):
			column = next((c for c in sheet.columns if title in (c.title, *c.synonyms)), None)
			if column is None or column.key == "serial" or not wanted(column):
				continue
			for row in table["rows"]:
				if row[number] is not None:
					row[number] = mask
					found.append((sheet.title, title))
	return found


def says_who(column):
	return column.kind in KINDS_OF_PEOPLE or column.key in LISTS_OF_PEOPLE


@pytest.mark.parametrize("mask", ["***", "●●●"])
def test_a_mask_in_any_column_changes_nothing(branch, year, mask):  # noqa: F811
	imported(year)
	before = stored()
	columns = masked(
		year, mask, lambda column: not (column.required or column.key == "party_group" or says_who(column))
	)
	result = imported(year)
	assert len(columns) > 30
	assert {(note.sheet, note.column) for note in result.notes} >= set(columns)
	assert (result.created, result.updated) == (0, 0)
	assert stored() == before


def test_a_mask_where_somebody_is_named_is_refused(branch, year):  # noqa: F811
	columns = masked(year, "陈**", says_who)
	refused = {(problem.sheet, problem.column) for problem in run(year).problems}
	assert set(columns) <= refused
	assert not stored()
