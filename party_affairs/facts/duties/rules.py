"""The clauses as a site keeps them: switched off or on, with parameters and severity of its own."""

from collections.abc import Iterable

import frappe


def evaluated() -> dict[str, frappe._dict]:
	"""Return by number the Guide Rules that this version evaluates: one query.

	Rows have is_enabled, local_severity and local_parameters (JSON).
	"""
	rows = frappe.get_all(
		"Guide Rule",
		filters={"is_evaluated": 1, "is_local": 0},
		fields=["name", "is_enabled", "local_severity", "local_parameters"],
		order_by="name",
	)
	return {row.name: row for row in rows}


def local() -> list[frappe._dict]:
	"""Return the clauses of the site's own that are enabled, with all that judges them: one query."""
	return frappe.get_all(
		"Guide Rule",
		filters={"is_local": 1, "is_enabled": 1},
		fields=[
			*("name", "title", "citation", "clause_text", "subject_kind", "period", "default_severity"),
			*("local_severity", "script", "local_evidence", "effective_from", "effective_to", "remedy"),
		],
		order_by="name",
	)


def title_of(number: str) -> str:
	"""Return the title of a clause, one of the site's own included; empty for one that is gone: one query at most."""
	return frappe.get_cached_value("Guide Rule", number, "title") or ""


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
