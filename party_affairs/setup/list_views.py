"""Which columns the lists show, and in which order: on a small screen Frappe would cut off the most telling ones."""

import json

import frappe

STATUS = "status_field"
"""How Frappe's list settings call the column of the indicator."""

COLUMNS = {
	"Party Branch": (STATUS, "branch_type", "parent_party_branch", "founded_on"),
	"Party Member": (STATUS, "stage", "branch", "firm", "gender"),
	"Party Post": (STATUS, "post", "member_name", "branch", "start_date", "end_date"),
	"Party Meeting": (STATUS, "kind", "meeting_date", "branch"),
	"Meeting Notice": (STATUS, "kind", "starts_on", "location"),
	# Their titles name the branch, and need the room.
	"Party Work Report": (STATUS, "assembly_date", "delivered_on"),
	"Party Life Review": (STATUS, "held_on", "next_deadline"),
	# These are read within the branch alone.
	"Heart Talk": (STATUS, "talk_on", "pair_kind", "talker_name"),
	"Thought Report": (STATUS, "half_year", "form", "handed_in_on"),
	"Member Self Review": (STATUS, "year", "purpose", "handed_in_on"),
	"Party Dues Entry": (STATUS, "dues_month", "due_amount", "paid_amount", "paid_on", "branch"),
	"Party Development Case": (STATUS, "stage", "next_step", "next_step_due", "branch"),
	"Dues Assessment": (STATUS, "category", "monthly_due", "effective_from", "branch"),
	"Contact Pairing": (STATUS, "contact_kind", "member_name", "branch"),
	"Contacted Person": (STATUS, "contact_kind", "firm", "branch"),
	"Contact Suggestion": (STATUS, "suggested_on", "branch"),
	"Raised Opinion": (STATUS, "raised_on", "occasion", "opinion", "answer_until"),
	"Public Welfare Activity": ("form_of_service", "activity_date", "sessions", "people_served", "branch"),
	"Evaluation Round": (STATUS, "scheme", "year", "branch"),
	"Evaluation Scheme Version": (STATUS, "scheme", "version", "effective_from"),
	"Honour": (STATUS, "level", "awarded_on", "branch"),
	"Evaluation": (STATUS, "year", "total", "band", "scheme"),
	"Guide Rule": (STATUS, "rule_id", "citation", "is_enabled"),
	"Compliance Finding": (STATUS, "rule", "period_key", "due_date", "branch"),
	"Compliance Report": (STATUS, "period_key", "as_of", "missed_count", "all_missed_count"),
}
_FIXED_COLUMNS = 2  # title and tags stand before those of COLUMNS


def create_missing() -> None:
	"""Store the columns of each list that nobody has set up yet."""
	present = set(frappe.get_all("List View Settings", pluck="name"))
	for doctype, columns in COLUMNS.items():
		if doctype in present:
			continue
		fields = [{"fieldname": name, "label": _label(doctype, name)} for name in columns]
		settings = frappe.new_doc("List View Settings")
		settings.name = doctype
		settings.total_fields = str(len(columns) + _FIXED_COLUMNS)
		settings.fields = json.dumps(fields)
		settings.insert(ignore_permissions=True)


def _label(doctype: str, fieldname: str) -> str:
	return "Status" if fieldname == STATUS else frappe.get_meta(doctype).get_label(fieldname)
