"""Versions of evaluation schemes from the form: adopted by a resolution, followed by a new one, withdrawn."""

from typing import Any

import frappe
from frappe import _

from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day
from party_affairs.facts.evaluation import schemes
from party_affairs.party_affairs.doctype.evaluation_scheme_version import steps
from party_affairs.rules.evaluation import measures as rules


@frappe.whitelist(methods=["POST"])
def adopt(
	version: str,
	organisation: str,
	resolution: str,
	adopted_on: str,
	meeting: str | None = None,
	document_no: str | None = None,
	scheme_name: str | None = None,
	effective_from: str | None = None,
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
		effective_from=parse_day(effective_from) if effective_from else None,
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
def measures(applies_to: str) -> list[dict[str, Any]]:
	"""Return the measures that can be asked of a kind of subject, as choices of a form, each with its parameters and their defaults."""
	check_right(schemes.VERSION, "read")
	kind = rules.MEMBER if applies_to == "Party Member" else rules.BRANCH
	return [
		{
			"value": one.key,
			"label": _(one.label.template),
			"unit": one.unit,
			"only_counts": one.asked[kind].way == rules.NUMBER,
			"parameters": {
				name: parameter.default if parameter.default is None else str(parameter.default)
				for name, parameter in one.asked[kind].parameters.items()
			},
		}
		for one in rules.MEASURES.values()
		if kind in one.asked
	]
