"""Local parameters fit the clauses of today: what was renamed goes on under its new name, what a clause no longer has goes.

What goes is written into the local note of the clause, since a site had decided it.
"""

import json

import frappe
from frappe import _

from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.language import in_site_language
from party_affairs.rules.errors import RuleError
from party_affairs.rules.parameters import check_local

_PRESENCE = {"period_start": "more_than_half", "any_day": "any_day"}


def execute():
	rules = frappe.get_all(
		"Guide Rule",
		filters={"local_parameters": ["is", "set"]},
		fields=["name", "local_parameters", "local_note"],
	)
	clauses = {clause.id: clause for clause in registry.all_clauses()}
	with in_site_language():
		for rule in rules:
			if rule.name in clauses:
				_fit(rule, clauses[rule.name])


def _fit(rule, clause: Clause) -> None:
	try:
		stored = json.loads(rule.local_parameters)
	except ValueError:
		stored = None
	if not isinstance(stored, dict):
		# Nobody knows what was meant: the check says that the clause is broken.
		return
	wanted = {key: value for key, value in stored.items() if key != "liable"}
	if "liable" in stored:
		wanted["presence"] = _PRESENCE.get(stored["liable"])
	kept = {key: value for key, value in wanted.items() if _fits(clause, key, value)}
	if kept == stored:
		return
	values = {"local_parameters": json.dumps(kept, ensure_ascii=False) if kept else None}
	gone = {key: value for key, value in wanted.items() if key not in kept}
	if gone:
		sentence = _("No longer a parameter of this clause: {0}").format(json.dumps(gone, ensure_ascii=False))
		values["local_note"] = "\n".join(filter(None, (rule.local_note, sentence)))
	frappe.db.set_value("Guide Rule", rule.name, values, update_modified=False)


def _fits(clause: Clause, key: str, value) -> bool:
	try:
		check_local(clause, {key: value})
	except RuleError:
		return False
	return True
