"""Versions of evaluation schemes from the form: adopted by a resolution, followed by a new one, withdrawn."""

from typing import Any

import frappe

from party_affairs.arguments import parse_day
from party_affairs.party_affairs.doctype.evaluation_scheme_version import steps


@frappe.whitelist(methods=["POST"])
def adopt(
	version: str,
	organisation: str,
	resolution: str,
	adopted_on: str,
	meeting: str | None = None,
	document_no: str | None = None,
	scheme_name: str | None = None,
) -> str:
	"""Adopt a version by a resolution, and return the name of the adopted one: of an example a copy of the organisation's own."""
	step = steps.Adopt.of(
		version,
		organisation=organisation,
		resolution=resolution,
		adopted_on=parse_day(adopted_on),
		meeting=meeting or None,
		document_no=document_no,
		scheme_name=scheme_name,
	)
	return step.take().name


@frappe.whitelist(methods=["POST"])
def new_version(version: str) -> str:
	"""Make a draft that says what a version says, and return its name."""
	return steps.NewVersion.of(version).take().name


@frappe.whitelist(methods=["POST"])
def retire(version: str) -> str:
	"""Let no new sheets be made by a version, and return its standing."""
	step = steps.Retire.of(version)
	step.take()
	return step.document.standing


@frappe.whitelist()
def measures(version: str | None = None) -> list[dict[str, Any]]:
	"""Return the measures that a criterion can name, as choices of a form. Needs the right to read schemes."""
	frappe.has_permission("Evaluation Scheme Version", "read", throw=True)
	return [
		{"value": "clause_rate", "label": frappe._("Clauses of the guide that were kept")},
		{"value": "appraisal_grade", "label": frappe._("Grade of the democratic appraisal")},
	]
