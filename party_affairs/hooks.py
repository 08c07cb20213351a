from party_affairs.guide.archive import volume_contents
from party_affairs.permissions import companions, register, roles

app_name = "party_affairs"
app_title = "Party Affairs"
app_publisher = "Party Affairs contributors"
app_description = "Duties, ledgers, compliance and evaluation for Party branches in law firms"
app_email = "party-affairs@example.org"
app_license = "mit"

required_apps = []

add_to_apps_screen = [
	{
		"name": "party_affairs",
		"logo": "/assets/party_affairs/images/party-affairs.svg",
		"title": "Party Affairs",
		"route": "/app/party-affairs",
		"has_permission": "party_affairs.api.caller.may_use_desk",
	}
]
app_include_css = ["party_affairs.bundle.css"]
app_include_js = ["party_affairs.bundle.js"]
calendars = ["Party Meeting"]

export_python_type_annotations = True
require_type_annotated_api_methods = True

# Installation

after_install = "party_affairs.install.after_install"
after_migrate = "party_affairs.install.after_migrate"
before_uninstall = "party_affairs.uninstall.before_uninstall"
after_uninstall = "party_affairs.uninstall.after_uninstall"
after_app_install = "party_affairs.integrations.erpnext.setup.after_app_install"
before_app_uninstall = "party_affairs.integrations.erpnext.setup.before_app_uninstall"

fixtures = [{"dt": "Role", "filters": [["name", "in", list(roles.ROLES)]]}]

# Permissions: one module answers for every DocType whose rows are not everybody's, and for their child tables. Which these are
# stands in permissions/register.py, which like companions.py and roles.py needs neither site nor Frappe: hooks are read
# before a site is there. Modules are imported and not names: Frappe takes every public name here for a hook.

_ROW_ACCESS = "party_affairs.permissions.row_access"
permission_query_conditions = {
	doctype: f"{_ROW_ACCESS}.of_{doctype.lower().replace(' ', '_')}"
	for doctype in (*register.SCOPED_DOCTYPES, *register.PARENT_OF_CHILD_TABLE)
}
has_permission = dict.fromkeys(register.SCOPED_DOCTYPES, f"{_ROW_ACCESS}.has_permission")

# Frappe's own records about a document are hidden with it, and confidential documents are not carried out of their circle.

_MAILED = "party_affairs.permissions.mailed_reports"
_REPORTS = "party_affairs.permissions.reports"
_BESIDE = "party_affairs.permissions.beside"
permission_query_conditions.update(
	{doctype: f"{_BESIDE}.of_{doctype.lower().replace(' ', '_')}" for doctype in companions.COMPANIONS}
)
has_permission.update(dict.fromkeys(companions.COMPANIONS, f"{_BESIDE}.has_permission"))
doc_events = {
	**{
		row.doctype: {
			"before_validate": [
				"party_affairs.checks.unreadable_values.refuse_unreadable_values",
				"party_affairs.checks.markup.disarm_texts",
			],
			"before_update_after_submit": "party_affairs.checks.markup.disarm_texts",
		}
		for row in register.REGISTER.values()
		if not row.parent
	},
	**{
		doctype: {
			"before_validate": [
				"party_affairs.checks.unreadable_values.refuse_unreadable_values",
				"party_affairs.checks.markup.disarm_texts",
				"party_affairs.checks.markup.refuse_markup",
			],
			"before_update_after_submit": [
				"party_affairs.checks.markup.disarm_texts",
				"party_affairs.checks.markup.refuse_markup",
			],
			"before_print": [
				"party_affairs.privacy.trail.note_print",
				"party_affairs.checks.markup.disarm_before_print",
			],
			"on_cancel": f"{_BESIDE}.name_no_links",
		}
		for doctype in register.SCOPED_DOCTYPES
	},
	**{doctype: {"before_validate": f"{_BESIDE}.refuse_automation"} for doctype in companions.AUTOMATION},
	"Communication": {"validate": "party_affairs.printing.addresses.clean_mail"},
	"Auto Email Report": {
		"validate": [
			"party_affairs.permissions.restricted_fields.refuse_mailed_list",
			f"{_MAILED}.refuse_mail_for_others",
		]
	},
	"Document Follow": {"after_insert": "party_affairs.permissions.followers.forget"},
	"Email Queue": {"after_insert": "party_affairs.privacy.trail.note_mailed"},
	"DocShare": {"validate": f"{_BESIDE}.refuse_sharing"},
	"File": {
		"before_validate": "party_affairs.checks.files.refuse_what_is_no_file",
		"validate": f"{_BESIDE}.refuse_public_attachment",
	},
	"Notification Log": {"before_insert": f"{_BESIDE}.conceal_notification"},
	"User": {
		"validate": "party_affairs.permissions.grants.keep_from_administration",
		"on_trash": "party_affairs.compliance.switching_off.forget",
	},
	"ToDo": {"validate": f"{_BESIDE}.refuse_assignment"},
	"Version": {"before_insert": "party_affairs.permissions.restricted_fields.conceal_in_version"},
}
doc_events["Report"]["validate"] = f"{_REPORTS}.refuse_foreign_columns"
has_permission["Auto Email Report"] = f"{_MAILED}.has_permission"
permission_query_conditions["User"] = "party_affairs.permissions.logins.of_user"
permission_query_conditions["Auto Email Report"] = f"{_MAILED}.get_condition"
# A person asks for a copy of his data, or that it is forgotten: Frappe would look for a column that names his login.
# A private file stays private wherever its address is written.
override_doctype_class = {
	"Auto Email Report": f"{_MAILED}.MailedReport",
	"File": "party_affairs.privacy.private_file.PrivateFile",
	"Personal Data Deletion Request": "party_affairs.privacy.requests.DeletionRequest",
	"Personal Data Download Request": "party_affairs.privacy.requests.DownloadRequest",
}
has_permission["Prepared Report"] = f"{_REPORTS}.may_use_prepared"
permission_query_conditions["Prepared Report"] = f"{_REPORTS}.of_prepared"
doc_events["Party Member"]["after_delete"] = (
	"party_affairs.party_affairs.doctype.discipline_case.discipline_case.forget_member"
)

# What the check reads says whose findings it can change, in the transaction in which it changes.

_TOUCHES = "party_affairs.touches.touch_document"
for _doctype in (
	*("Contacted Person", "Raised Opinion"),
	*("Contact Pairing", "Democratic Appraisal", "Dues Assessment", "Duty Exemption", "Evaluation"),
	*("Heart Talk", "Law Firm"),
	*(
		"Member Self Review",
		"Party Annual Plan",
		"Party Branch",
		"Party Development Case",
		"Party Dues Entry",
	),
	*(
		"Life Review Criticism",
		"Party Election",
		"Party Group",
		"Party Life Review",
		"Party Meeting",
		"Party Member",
	),
	*("Party Member Event", "Party Membership Change", "Party Membership Transfer", "Party Post"),
	*("Party Post Absence", "Party Training", "Party Work Report", "Public Welfare Activity"),
	*("Online Study", "Self Check", "Thought Report", "Two Way Cultivation"),
):
	doc_events[_doctype] |= dict.fromkeys(("on_change", "on_trash", "after_rename"), _TOUCHES)

# What lies in a bound volume of the archive is not changed behind its back.

_ARCHIVED = "party_affairs.checks.archived"
for _doctype, _kind in volume_contents.kinds().items():
	_kept = (
		{"validate": ("refuse_in_bound_year",), "on_trash": ("refuse_in_bound_year",)}
		if _kind.later == volume_contents.REFUSED
		else {
			"on_change": ("note_change",),
			"on_trash": (*(("refuse_deletion",) if _kind.in_papers else ()), "note_deletion"),
		}
	)
	for _event, _methods in _kept.items():
		_before = doc_events[_doctype].get(_event, [])
		_before = [_before] if isinstance(_before, str) else _before
		doc_events[_doctype][_event] = [*(f"{_ARCHIVED}.{_method}" for _method in _methods), *_before]

# ERPNext, if it is installed: where it is not, its DocTypes have no events, and the others find the door closed.

_ERPNEXT = "party_affairs.integrations.erpnext"
doc_events["Party Branch"]["validate"] = f"{_ERPNEXT}.books.validate"
doc_events["Journal Entry"] = {"before_cancel": f"{_ERPNEXT}.door.refuse_cancel_by_hand"}

# Frappe counts records, and lists and counts linked ones, without asking who may see them. A card of a development case is not moved by
# hand: its column follows from the steps done.
override_whitelisted_methods = {
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": "party_affairs.api.members.development.move_card",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "party_affairs.permissions.charts.get",
	"frappe.desk.doctype.kanban_board.kanban_board.add_card": "party_affairs.permissions.kanban_boards.add_card",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": "party_affairs.permissions.kanban_boards.update_order",
	"frappe.client.get_count": "party_affairs.permissions.linked_records.get_count",
	"frappe.client.validate_link": "party_affairs.permissions.linked_records.validate_link",
	"frappe.desk.treeview.get_all_nodes": "party_affairs.permissions.linked_records.get_all_nodes",
	"frappe.desk.search.get_link_title": "party_affairs.permissions.linked_records.get_link_title",
	"frappe.desk.query_report.get_data_for_custom_field": "party_affairs.permissions.linked_records.get_data_for_custom_field",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": "party_affairs.permissions.linked_records.get_submitted_linked_docs",
	"frappe.desk.form.linked_with.get": "party_affairs.permissions.linked_records.get",
	"frappe.desk.notifications.get_open_count": "party_affairs.permissions.linked_records.get_open_count",
	"frappe.utils.print_format.report_to_pdf": "party_affairs.printing.addresses.report_to_pdf",
}

# The gate knows every method of Frappe. An app beside ours that reads our records in a method of its own, and asks for the rights
# itself, names it in a hook `party_affairs_doors`. What the gate lets through has to be readable.

auth_hooks = [
	"party_affairs.permissions.requests.values.refuse_unwritable_characters",
	"party_affairs.permissions.door.guard",
	"party_affairs.permissions.restricted_fields.refuse_restricted_fields",
	"party_affairs.permissions.requests.values.refuse_unreadable_request",
	"party_affairs.privacy.trail.export_at_once",
]
on_session_creation = ["party_affairs.permissions.grants.sync_roles_on_login"]

write_file = "party_affairs.checks.written_files.write_file"

# Schedule: the hooks only enqueue; the work runs on the long queue.

scheduler_events = {
	"daily": [
		"party_affairs.party_affairs.doctype.party_membership_change.party_membership_change.float_members_away",
		"party_affairs.daily.sync_roles_daily",
		"party_affairs.party_affairs.doctype.questionnaire.questionnaire.count_closed",
		"party_affairs.daily.destroy_unused_keys",
		"party_affairs.importing.job.note_broken_off",
		"party_affairs.importing.batch.note_broken_off",
		"party_affairs.printing.archive.making.note_broken_off",
		"party_affairs.checks.written_files.sweep",
		"party_affairs.dues.schedule.daily",
		"party_affairs.compliance.daily",
		"party_affairs.compliance.tasks.daily",
		"party_affairs.compliance.archive.daily",
		"party_affairs.daily.take_down_what_is_over",
		"party_affairs.compliance.publications.daily",
		"party_affairs.dues.reminders.daily",
		"party_affairs.reminders.schedule.daily",
		"party_affairs.privacy.retention.daily",
	],
	"weekly": ["party_affairs.compliance.weekly"],
	# Two in the morning of the first: the month's last day is over in every respect.
	"cron": {
		"0 2 1 * *": ["party_affairs.compliance.monthly"],
		# Not at the full hour, when group robots refuse what all the world sends then.
		"17 * * * *": ["party_affairs.reminders.schedule.hourly"],
	},
}

# A finding is derived and goes with its subject at the next check: it must not keep a record from being deleted.
# A discipline case must not show itself by keeping its member from being deleted.
ignore_links_on_delete = [
	*("Compliance Finding", "Compliance State", "Compliance Touch", "Duty Summary"),
	*("Calendar Feed", "Duty Reminder", "Held Notice", "Reminder Preference"),
	"Discipline Case",
]

# Prints and portal: a print of our documents fetches no address that somebody wrote.

# Frappe asks the last one, which passes on to the one before it.
pdf_body_html = [
	"party_affairs.printing.addresses.pdf_body_html",
	"party_affairs.privacy.mark.print_body",
]
jinja = {
	"methods": [
		"party_affairs.printing.ledger_sheets.party_ledger",
		"party_affairs.printing.documents.party_document",
	]
}
standard_portal_menu_items = [{"title": "My Party Affairs", "route": "/party", "role": "Party Member"}]
extend_bootinfo = ["party_affairs.permissions.home_page.open_this_month_first"]
get_website_user_home_page = "party_affairs.permissions.home_page.home_page_of"

# Personal data: who has seen it is written down at the end of a request or job, and what leaves the house is marked.

after_request = [
	"party_affairs.printing.engine.after_request",
	"party_affairs.privacy.trail.after_request",
	"party_affairs.portal.after_request",
]
after_job = ["party_affairs.privacy.trail.after_job"]
