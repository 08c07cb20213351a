"""What schemes said before they had versions becomes the first version of each, and sheets keep their points."""

import pytest

import frappe

from party_affairs.patches.v0_9 import give_schemes_versions
from tests.site import factory
from tests.site.evaluation.test_sheets import CRITERIA, judge, make_final, sheet_of


@pytest.fixture
def site_before():
	"""A scheme with criteria and bands of its own, and a submitted sheet that knows no version."""
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch)
	version = factory.scheme("旧方案", "Party Member", CRITERIA)
	sheet = sheet_of(person, "旧方案")
	judge(sheet, "faith", 30)
	make_final(sheet)
	for doctype in ("Evaluation Criterion", "Evaluation Band"):
		frappe.db.set_value(
			doctype,
			{"parent": version.name},
			{"parent": "旧方案", "parenttype": "Evaluation Scheme"},
			update_modified=False,
		)
	frappe.db.set_value("Evaluation Criterion", {"parent": "旧方案"}, "measure", None, update_modified=False)
	frappe.db.delete("Evaluation Scheme Version", {"name": version.name})
	frappe.db.set_value(
		"Evaluation",
		sheet.name,
		{"scheme_version": None, "whole": 0, "base_points": 0, "stage": "Being Prepared", "is_example": 0},
		update_modified=False,
	)
	frappe.db.set_value(
		"Evaluation Score",
		{"parent": sheet.name},
		{"line": None, "share": 0, "weight": 0, "measure": None},
		update_modified=False,
	)
	frappe.clear_document_cache("Evaluation Scheme Version", version.name)
	return sheet


def test_the_scheme_that_was_there_is_the_first_version_and_sheets_say_so(site_before):
	points = frappe.get_all("Evaluation Score", {"parent": site_before.name}, ["criterion_key", "points"])
	give_schemes_versions.execute()
	version = frappe.get_doc("Evaluation Scheme Version", "旧方案 v1")
	assert (version.standing, version.version, version.whole, version.adopted_by) == ("Example", 1, 100, None)
	assert [row.measure for row in version.criteria] == ["clause_rate", None]
	assert frappe.db.get_value("Evaluation Scheme", "旧方案", "kind") == "Member Stars"
	sheet = frappe.get_doc("Evaluation", site_before.name)
	assert (sheet.scheme_version, sheet.whole, sheet.total, sheet.is_example, sheet.stage) == (
		*("旧方案 v1", 100, site_before.total, 1, "Final"),
	)
	rows = {row.criterion_key: row for row in sheet.scores}
	assert rows["faith"].share == 0.75 and rows["faith"].weight == 40 and rows["faith"].line == "Criterion"
	assert {row.criterion_key: row.points for row in points} == {key: row.points for key, row in rows.items()}
	give_schemes_versions.execute()
	assert frappe.db.count("Evaluation Scheme Version", {"scheme": "旧方案"}) == 1
