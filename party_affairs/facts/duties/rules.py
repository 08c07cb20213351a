"""The clauses as a site keeps them: switched off or on, with parameters and severity of its own."""

from collections.abc import Iterable

import frappe


def evaluated() -> dict[str, frappe._dict]:
	"""Return by number the Guide Rules that this version evaluates: one query.

	Rows have is_enabled, local_severity and local_parameters (JSON).
	"""
	rows = frappe.get_all(
		"Guide Rule",
		filters={"is_evaluated": 1},
		fields=["name", "is_enabled", "local_severity", "local_parameters"],
		order_by="name",
	)
	return {row.name: row for row in rows}


def problems() -> dict[str, str]:
	"""Return by number the clauses that the last check could not check, with the reason: one query."""
	filters = {"check_problem": ["is", "set"]}
	rows = frappe.get_all("Guide Rule", filters=filters, fields=["name", "check_problem"], order_by="name")
	return {row.name: row.check_problem for row in rows}


def described(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Return by number what clauses are, a site's own included: title, citation, clause_text, subject_kind, evaluation_kind; one query."""
	rows = frappe.get_all(
		"Guide Rule",
		filters={"name": ["in", sorted(set(names)) or [""]]},
		fields=["name", "title", "citation", "clause_text", "subject_kind", "evaluation_kind"],
		order_by="name",
	)
	return {row.name: row for row in rows}
