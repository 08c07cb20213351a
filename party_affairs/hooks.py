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
		"has_permission": "party_affairs.api.desk.may_use_desk",
	}
]
app_include_js = ["party_affairs.bundle.js"]
calendars = ["Party Meeting"]

export_python_type_annotations = True
require_type_annotated_api_methods = True

# Installation

after_install = "party_affairs.install.after_install"
after_migrate = "party_affairs.install.after_migrate"
before_uninstall = "party_affairs.uninstall.before_uninstall"
after_uninstall = "party_affairs.uninstall.after_uninstall"

_ROLES = [
	"Party Affairs Manager",
	"Party Branch Secretary",
	"Party Organisation Commissioner",
	"Party Publicity Commissioner",
	"Party Discipline Commissioner",
	"Party Member",
	"Party Affairs Auditor",
]
fixtures = [{"dt": "Role", "filters": [["name", "in", _ROLES]]}]

# Permissions: one module answers for every DocType whose rows belong to a branch, and for their child tables. The lists
# of permissions/scope.py are written out because hooks are read before a site is there; a test holds them together.

_SCOPED_DOCTYPES = [
	"Law Firm",
	"Party Branch",
	"Party Group",
	"Party Member",
	"Party Post",
	"Party Meeting",
	"Party Annual Plan",
	"Dues Assessment",
	"Party Dues Entry",
	"Contact Pairing",
	"Public Welfare Activity",
	"Evaluation",
	"Compliance Finding",
	"Compliance Report",
	"Party Year Import",
]
_SCOPED_CHILD_TABLES = [
	"Party Branch Firm",
	"Party Meeting Attendee",
	"Party Meeting Guest",
	"Party Meeting Resolution",
	"Party Annual Plan Line",
	"Contact Pairing Log",
	"Public Welfare Participant",
	"Evaluation Score",
	"Compliance Report Line",
	"Party Year Import Error",
]
permission_query_conditions = {
	doctype: f"party_affairs.permissions.row_access.of_{doctype.lower().replace(' ', '_')}"
	for doctype in _SCOPED_DOCTYPES + _SCOPED_CHILD_TABLES
}
has_permission = dict.fromkeys(_SCOPED_DOCTYPES, "party_affairs.permissions.row_access.has_permission")

auth_hooks = ["party_affairs.permissions.restricted_fields.refuse_restricted_fields"]
on_session_creation = ["party_affairs.permissions.grants.sync_roles_on_login"]

# Schedule: the hooks only enqueue; the work runs on the long queue.

scheduler_events = {
	"daily": ["party_affairs.permissions.grants.sync_roles_daily", "party_affairs.compliance.daily"],
	# Two in the morning of the first: the month's last day is over in every respect.
	"cron": {"0 2 1 * *": ["party_affairs.compliance.monthly"]},
}

# A finding is derived and goes with its subject at the next check: it must not keep a record from being deleted.
ignore_links_on_delete = ["Compliance Finding"]

# Prints and portal

jinja = {
	"methods": [
		"party_affairs.ledgers.printing.party_ledger",
		"party_affairs.printing.documents.party_document",
	]
}
standard_portal_menu_items = [{"title": "My Party Affairs", "route": "/party", "role": "Party Member"}]
role_home_page = {"Party Member": "party"}

# Personal data: what an erasure request of a person covers.

user_data_fields = [
	{
		"doctype": "Party Member",
		"filter_by": "email",
		"redact_fields": ["mobile", "email", "address", "id_number", "photo"],
		"partial": True,
	},
]
