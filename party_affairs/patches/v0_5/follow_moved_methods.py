"""Methods moved into the rooms of their subjects; what a site has stored goes on to call them."""

import re
from functools import reduce

import frappe

_STORED_IN = {
	"Number Card": ("method",),
	"Client Script": ("script",),
	"Server Script": ("script",),
	"Report": ("javascript", "report_script"),
	"Print Format": ("html", "format_data"),
	"Web Page": ("main_section", "main_section_md", "main_section_html", "javascript", "context_script"),
	"Web Form": ("client_script",),
	"Web Template": ("template",),
	"Custom HTML Block": ("html", "script"),
	"Workspace": ("content",),
	"Workspace Shortcut": ("url",),
}
"""Where an administrator writes addresses of methods; files of the app bring their own, and jobs are made from hooks."""

_MODULES = {
	"api.appraisals": "api.appraisal.appraisals",
	"api.voting": "api.appraisal.voting",
	"api.dues": "api.dues.collection",
	"api.dues_account": "api.dues.account",
	"api.dues_assessments": "api.dues.assessments",
	"api.dues_run": "api.dues.monthly_run",
	"api.dues_statements": "api.dues.statements",
	"api.compliance": "api.duties.check",
	"api.evaluation": "api.evaluation.sheets",
	"api.life_reviews": "api.meetings.life_reviews",
	"api.meetings": "api.meetings.records",
	"api.development": "api.members.development",
	"api.members": "api.members.record",
	"api.elections": "api.organisation.elections",
	"api.organisation": "api.organisation.requirements",
	"api.personal_texts": "api.texts.personal_texts",
	"api.work_reports": "api.texts.work_reports",
	"ledgers.printing": "printing.ledger_sheets",
}
_IN_ROOMS = {
	"api.dues": ("account", "assessments", "cards", "collection", "monthly_run", "statements"),
	"api.evaluation": ("sheets",),
	"api.meetings": ("calendar", "life_reviews", "records"),
	"api.members": ("cards", "development", "record"),
	"api.organisation": ("cards", "elections", "glance", "requirements", "tree"),
}
"""Rooms that are called as a module was: followed by one of these, the name is that of the room."""

_OF_THE_DESK = {
	"api.duties.cards": ("duties_due", "duties_missed", "last_check", "duties_by_status"),
	"api.duties.evidence": ("evidence_of",),
	"api.dues.cards": ("dues_of_month", "dues_in_arrears", "dues_by_month"),
	"api.members.cards": ("party_members", "open_development_cases", "letters_not_received"),
	"api.organisation.cards": ("terms_ending",),
	"api.organisation.tree": ("get_branch_nodes",),
	"api.organisation.glance": ("branch_at_a_glance",),
	"api.meetings.calendar": ("get_meetings",),
	"api.installation": ("installation_health",),
	"api.caller": ("may_use_desk",),
}
"""The methods of `api.desk`, each now in a module that serves one thing."""


def execute() -> None:
	"""Put the new addresses of methods in place of the old ones; what is stored keeps its day of change."""
	for doctype, names in _STORED_IN.items():
		fields = [name for name in names if frappe.db.has_column(doctype, name)]
		for field in fields:
			_rewrite(doctype, field)


def _rewrite(doctype: str, field: str) -> None:
	filters = {field: ["like", "%party_affairs.%"]}
	for row in frappe.get_all(doctype, filters=filters, fields=["name", field], order_by="name"):
		text = readdressed(row[field])
		if text != row[field]:
			frappe.db.set_value(doctype, row.name, field, text, update_modified=False)


def readdressed(text: str) -> str:
	"""Return a text with the addresses that methods have now."""
	return reduce(lambda changed, rule: rule[0].sub(rule[1], changed), _rules(), text)


def _rules() -> list[tuple[re.Pattern, str]]:
	rules = []
	for module, methods in _OF_THE_DESK.items():
		rules += [
			(_address(rf"api\.desk\.{method}"), f"party_affairs.{module}.{method}") for method in methods
		]
	for old, new in _MODULES.items():
		kept = rf"(?!\.(?:{'|'.join(_IN_ROOMS[old])})\b)" if old in _IN_ROOMS else ""
		rules.append((_address(re.escape(old), kept), f"party_affairs.{new}"))
	return rules


def _address(name: str, kept: str = "") -> re.Pattern:
	return re.compile(rf"(?<![\w.])party_affairs\.{name}\b{kept}")
