"""Sample evaluation schemes, which each site changes as it needs.

The guide names star ratings and 六有 but defines neither points nor stars (R50–R52), so no scheme shipped here claims to
be the official one: name and basis say that it is a sample.
"""

import json
from pathlib import Path

import frappe

DOCTYPE = "Evaluation Scheme"
_FILE = Path(__file__).with_name("evaluation_schemes.json")
_CRITERION = ("criterion_key", "title", "max_points", "source", "rules", "guidance")
_GRADE_POINTS = ("points_excellent", "points_qualified", "points_basically_qualified", "points_unqualified")
"""What stands behind the others in a criterion that takes the grade of the democratic appraisal."""
_BAND = ("minimum_points", "band", "stars")


def create_missing() -> None:
	"""Create the samples that the site does not have; never change one."""
	data = json.loads(_FILE.read_text(encoding="utf-8"))
	existing = set(frappe.get_all(DOCTYPE, pluck="name", order_by="name"))
	for scheme in data["schemes"]:
		if scheme["scheme_name"] not in existing:
			_create(scheme, data["bands"])


def _create(scheme: dict, bands: list) -> None:
	criteria = [_criterion(row) for row in scheme["criteria"]]
	rows = [dict(zip(_BAND, row, strict=True)) for row in bands]
	document = {**scheme, "doctype": DOCTYPE, "is_active": 1, "criteria": criteria, "bands": rows}
	frappe.get_doc(document).insert(ignore_permissions=True)


def _criterion(row: list) -> dict:
	*values, last = row
	grade_points = dict(zip(_GRADE_POINTS, last, strict=True)) if isinstance(last, list) else {}
	return {**dict(zip(_CRITERION, values if grade_points else row, strict=True)), **grade_points}
