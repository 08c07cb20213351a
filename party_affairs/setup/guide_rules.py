"""The guide's clauses as Guide Rule documents.

Not fixtures: importing a fixture replaces the whole row, and with it what the site set. Here the guide's columns follow
the guide at every migration, and the columns of the section Local Settings stay as the site left them.
"""

import json
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.compliance.duties import SEVERITY_LABELS
from party_affairs.guide import registry
from party_affairs.guide.registry import Clause

DOCTYPE = "Guide Rule"
_PERIODS = {
	"month": "Month",
	"quarter": "Quarter",
	"half_year": "Half Year",
	"year": "Whole Year",
	"point": "Point",
}


def sync() -> None:
	"""Write the guide's clauses into the site: create those that are missing, correct what differs from the guide."""
	fields = ["name", *_official(registry.all_clauses()[0])]
	stored = {row.name: row for row in frappe.get_all(DOCTYPE, fields=fields, order_by="name")}
	for clause in registry.all_clauses():
		official = _official(clause)
		if clause.id not in stored:
			rule = frappe.get_doc({"doctype": DOCTYPE, "rule_id": clause.id, **official})
			rule.flags.from_guide = True
			rule.insert(ignore_permissions=True)
			continue
		changes = {
			key: value
			for key, value in official.items()
			if (stored[clause.id][key] or None) != (value or None)
		}
		if changes:
			frappe.db.set_value(DOCTYPE, clause.id, changes)
			frappe.clear_document_cache(DOCTYPE, clause.id)


def _official(clause: Clause) -> dict[str, Any]:
	"""Return the guide's columns of a clause."""
	return {
		"title": clause.title,
		"citation": clause.citation,
		"clause_text": clause.text,
		"force": clause.force.title(),
		"held": clause.held.title(),
		"is_evaluated": int(clause.evaluated),
		"subject_kind": clause.subject,
		"evaluation_kind": clause.kind.title() if clause.kind else None,
		"period": _PERIODS[clause.period] if clause.period else None,
		"default_severity": SEVERITY_LABELS[clause.severity],
		"parameters": json.dumps(dict(clause.parameters), ensure_ascii=False, indent=1),
		"effective_from": getdate(clause.effective_from),
		"effective_to": clause.effective_to,
		"remedy": clause.remedy,
	}
