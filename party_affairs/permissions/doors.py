"""The register of doors: every method and page of the platform through which a request may reach records, and what makes it safe.

Knows no Frappe and no site. `door.py` lets a request that names one of our DocTypes, or what Frappe keeps beside records,
pass only through a door that stands here; a test on each version of Frappe fails for one that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Safety(Enum):
	"""What makes a door safe."""

	SCOPED = "scoped"
	"""Frappe asks for the right to the DocType and shows or changes only rows within reach."""
	CHECKED = "checked"
	"""Frappe asks for less: the gate asks for the right to the document itself first."""
	OVERRIDDEN = "overridden"
	"""A method of ours stands in for Frappe's."""
	OWN_ROWS = "own rows"
	"""Shows and changes only what is the caller's own."""
	ADMINISTRATOR = "administrator"
	"""For System Managers alone, whether or not it names one of our documents."""
	NO_RECORDS = "no records"
	"""Reads and writes no record that belongs to a document: definitions, settings of the caller, services."""
	CLOSED = "closed"
	"""Refused as soon as it names one of our documents or what lies beside one."""


@dataclass(frozen=True)
class Door:
	"""One method by its dotted name, one kind of REST request (`rest:list`), or one page (`page:printview`).

	`document` names the arguments with DocType and name of the document that a CHECKED door asks `right` to, and any door of a
	confidential one; a name that begins with `=` is the DocType itself. `merged` names the argument with a second document, if the two
	are to become one. `without` are arguments that may not be given: they would lead past the checks. `drops` are such that
	the Desk sends of its own accord: the door is asked as if they were not there. `files` names the argument with files
	that the caller must be able to read, whatever else is named. `writes`
	names the argument that holds documents as they are to become; `submits` says that it may change their docstatus, `rows` that it changes rows of
	a child table with their document.
	`for_members` opens the door to users without the Desk.
	"""

	name: str
	safety: Safety
	document: tuple[str, str] | None = None
	merged: str | None = None
	right: str = "read"
	without: tuple[str, ...] = ()
	drops: tuple[str, ...] = ()
	files: str | None = None
	writes: str | None = None
	submits: bool = False
	rows: bool = False
	for_members: bool = False


def _doors(safety: Safety, module: str, names: str, **limits) -> list[Door]:
	"""Doors of one module that are alike."""
	return [Door(f"{module}.{name}", safety, **limits) for name in names.split()]


_S, _C, _O, _OWN, _ADMIN, _NONE, _X = (
	Safety.SCOPED,
	Safety.CHECKED,
	Safety.OVERRIDDEN,
	Safety.OWN_ROWS,
	Safety.ADMINISTRATOR,
	Safety.NO_RECORDS,
	Safety.CLOSED,
)

_REST = (
	Door("rest:list", _S),
	Door("rest:count", _S),
	Door("rest:read", _S, document=("", "")),
	Door("rest:copy", _S, document=("", "")),
	Door("rest:create", _S, writes="*"),
	Door("rest:update", _S, writes="*"),
	Door("rest:delete", _S, writes="*"),
	Door("rest:meta", _NONE),
	# None of our documents has methods of its own that a request may run.
	Door("rest:method", _X),
)

_FORMS = (
	*_doors(_S, "frappe.client", "get", document=("doctype", "name")),
	*_doors(_S, "frappe.client", "get_value get_list get_single_value"),
	*_doors(_S, "frappe.client", "insert", writes="doc", rows=True),
	*_doors(_S, "frappe.client", "save", writes="doc"),
	*_doors(_S, "frappe.client", "insert_many", writes="docs", rows=True),
	*_doors(_S, "frappe.client", "bulk_update", writes="docs"),
	*_doors(_S, "frappe.client", "submit", writes="doc", submits=True),
	*_doors(_S, "frappe.client", "cancel delete"),
	*_doors(_S, "frappe.client", "set_value", writes="*", rows=True),
	*_doors(_O, "frappe.client", "get_count validate_link"),
	*_doors(
		_S,
		"frappe.client",
		"validate_link_and_fetch",
		without=("filter_fields",),
		drops=("ignore_user_permissions",),
	),
	*_doors(_C, "frappe.client", "get_doc_permissions has_permission", document=("doctype", "docname")),
	*_doors(_C, "frappe.client", "is_document_amended", document=("doctype", "docname")),
	*_doors(_C, "frappe.client", "attach_file", document=("doctype", "docname"), right="write"),
	# Names are identities: who may change the document may correct its name, and who may change both may make one of two.
	*_doors(
		_C, "frappe.client", "rename_doc", document=("doctype", "old_name"), merged="new_name", right="write"
	),
	Door(
		"frappe.rename_doc", _C, document=("doctype", "old"), merged="new", right="write", without=("force",)
	),
	Door(
		"frappe.model.rename_doc.update_document_title",
		_C,
		document=("doctype", "docname"),
		merged="name",
		right="write",
	),
	*_doors(_ADMIN, "frappe.client", "get_password"),
	*_doors(_NONE, "frappe.client", "get_time_zone get_js"),
	*_doors(_S, "frappe.desk.form.load", "getdoc", document=("doctype", "name")),
	*_doors(_C, "frappe.desk.form.load", "get_docinfo", document=("doctype", "name"), without=("doc",)),
	*_doors(_C, "frappe.desk.form.load", "get_communications", document=("doctype", "name")),
	*_doors(_NONE, "frappe.desk.form.load", "getdoctype get_user_info_for_viewers"),
	*_doors(_S, "frappe.desk.form.save", "savedocs", writes="doc", submits=True),
	*_doors(_C, "frappe.desk.form.save", "cancel", document=("doctype", "name"), right="cancel"),
	*_doors(_C, "frappe.desk.form.save", "discard", document=("doctype", "name"), right="write"),
	*_doors(_O, "frappe.desk.form.linked_with", "get get_submitted_linked_docs"),
	*_doors(_S, "frappe.desk.form.linked_with", "cancel_all_linked_docs"),
	*_doors(_NONE, "frappe.desk.form.linked_with", "get_linked_doctypes"),
	*_doors(_S, "frappe.desk.form.utils", "get_next"),
	*_doors(_C, "frappe.desk.form.utils", "add_comment", document=("reference_doctype", "reference_name")),
	# Frappe asks for the comment's owner or the right to the file, and for the document behind it.
	*_doors(_S, "frappe.desk.form.utils", "update_comment update_comment_publicity remove_attach"),
	*_doors(_S, "frappe.desk.link_preview", "get_preview_data"),
	*_doors(_O, "frappe.desk.notifications", "get_open_count"),
	*_doors(_O, "frappe.desk.search", "get_link_title"),
	*_doors(
		_S,
		"frappe.desk.search",
		"search_link search_widget",
		without=("filter_fields", "query"),
		drops=("ignore_user_permissions",),
	),
	*_doors(_S, "frappe.desk.treeview", "add_node", writes="*"),
	*_doors(_X, "frappe.desk.treeview", "get_children"),
	*_doors(_O, "frappe.desk.treeview", "get_all_nodes"),
	*_doors(_NONE, "frappe.model.utils.user_settings", "get save"),
	*_doors(_S, "frappe.model.workflow", "get_transitions apply_workflow bulk_workflow_approval"),
	*_doors(_NONE, "frappe.model.workflow", "can_cancel_document get_common_transition_actions"),
	*_doors(_X, "frappe.model.mapper", "make_mapped_doc map_docs"),
	*_doors(
		_X,
		"frappe.model.document",
		"unlock_document Document._cancel Document._rename Document._submit Document.add_comment Document.cancel Document.discard"
		" Document.rename Document.submit",
	),
	*_doors(_X, "frappe.handler", "run_doc_method runserverobj"),
	*_doors(_S, "frappe.desk.doctype.bulk_update.bulk_update", "submit_cancel_or_update_docs", writes="data"),
	*_doors(_X, "frappe.desk.doctype.bulk_update.bulk_update", "BulkUpdate.bulk_update"),
)

_BESIDE_DOCUMENTS = (
	*_doors(_C, "frappe.desk.doctype.tag.tag", "add_tag remove_tag", document=("dt", "dn"), right="write"),
	*_doors(_C, "frappe.desk.doctype.tag.tag", "add_tags", document=("dt", "docs"), right="write"),
	*_doors(_S, "frappe.desk.doctype.tag.tag", "get_documents_for_tag"),
	*_doors(_X, "frappe.desk.doctype.tag.tag", "get_tagged_docs"),
	*_doors(_NONE, "frappe.desk.doctype.tag.tag", "get_tags get_tags_list_for_awesomebar"),
	*_doors(_C, "frappe.desk.like", "toggle_like", document=("doctype", "name")),
	*_doors(_X, "frappe.templates.includes.likes.likes", "like"),
	*_doors(_X, "frappe.templates.includes.comments.comments", "add_comment"),
	# Frappe mails the changes of what somebody follows without asking for the right again.
	*_doors(
		_X,
		"frappe.desk.form.document_follow",
		"follow_document update_follow unfollow_document get_follow_users",
	),
	*_doors(_C, "frappe.desk.form.assign_to", "add remove close", document=("doctype", "name")),
	*_doors(_C, "frappe.desk.form.assign_to", "add_multiple remove_multiple", document=("doctype", "name")),
	*_doors(_OWN, "frappe.desk.doctype.todo.todo", "new_todo"),
	*_doors(_C, "frappe.share", "get_users", document=("doctype", "name")),
	*_doors(_C, "frappe.share", "add set_permission", document=("doctype", "name"), right="share"),
	*_doors(
		_C,
		"frappe.automation.doctype.reminder.reminder",
		"create_new_reminder",
		document=("reminder_doctype", "reminder_docname"),
	),
	*_doors(
		_C,
		"frappe.core.doctype.submission_queue.submission_queue",
		"get_latest_submissions",
		document=("doctype", "docname"),
	),
	*_doors(_X, "frappe.core.doctype.submission_queue.submission_queue", "SubmissionQueue.unlock_doc"),
	# Frappe asks for the right to mail the document; what it attaches are files that the gate asks for.
	*_doors(
		_C,
		"frappe.core.doctype.communication.email",
		"make",
		document=("doctype", "name"),
		right="email",
		without=("print_html",),
		files="attachments",
	),
	*_doors(_NONE, "frappe.core.doctype.communication.email", "mark_email_as_seen"),
	*_doors(_X, "frappe.email", "relink"),
	*_doors(_NONE, "frappe.email", "get_communication_doctype get_contact_list"),
	*_doors(
		_X,
		"frappe.email.inbox",
		"create_email_flag_queue mark_as_closed_open mark_as_spam mark_as_trash move_email",
	),
	*_doors(_ADMIN, "frappe.utils.diff", "get_version_diff version_query"),
	*_doors(_X, "frappe.core.doctype.audit_trail.audit_trail", "AuditTrail.compare_document"),
	*_doors(_ADMIN, "frappe.core.doctype.deleted_document.deleted_document", "restore bulk_restore"),
	*_doors(_X, "frappe.website.doctype.discussion_topic.discussion_topic", "submit_discussion"),
	*_doors(_X, "frappe.website.doctype.discussion_reply.discussion_reply", "delete_message"),
	*_doors(
		_C,
		"frappe.social.doctype.energy_point_log.energy_point_log",
		"get_reviews review add_review_points",
		document=("doctype", "docname"),
	),
	*_doors(
		_OWN,
		"frappe.social.doctype.energy_point_log.energy_point_log",
		"get_energy_points get_user_energy_and_review_points EnergyPointLog.revert",
	),
	*_doors(_C, "frappe.realtime", "has_permission", document=("doctype", "name")),
	*_doors(_C, "frappe.realtime", "can_subscribe_doc", document=("doctype", "docname")),
	# Whoever listens to a DocType is told the name of each document that anybody changes.
	*_doors(_X, "frappe.realtime", "can_subscribe_doctype"),
	*_doors(_NONE, "frappe.realtime", "get_user_info"),
	*_doors(
		_OWN,
		"frappe.desk.doctype.notification_log.notification_log",
		"get_notification_logs mark_all_as_read mark_as_read trigger_indicator_hide",
	),
	*_doors(
		_NONE,
		"frappe.desk.doctype.notification_settings.notification_settings",
		"get_subscribed_documents set_seen_value",
	),
	*_doors(_NONE, "frappe.desk.notifications", "get_notification_info get_notifications"),
	*_doors(
		_OWN, "frappe.desk.doctype.route_history.route_history", "deferred_insert frequently_visited_links"
	),
	*_doors(
		_C, "frappe.core.doctype.access_log.access_log", "make_access_log", document=("doctype", "document")
	),
	*_doors(_X, "frappe.core.doctype.sms_settings.sms_settings", "get_contact_number"),
	*_doors(_NONE, "frappe.core.doctype.sms_settings.sms_settings", "send_sms"),
)

_LISTS_AND_REPORTS = (
	*_doors(
		_S,
		"frappe.desk.reportview",
		"get get_list get_count get_stats get_sidebar_stats get_filter_dashboard_data export_query",
		without=("ignore_permissions", "user"),
	),
	*_doors(_S, "frappe.desk.reportview", "delete_items", writes="*"),
	*_doors(_S, "frappe.desk.reportview", "save_report delete_report"),
	*_doors(_S, "frappe.desk.listview", "get_group_by_count"),
	*_doors(_NONE, "frappe.desk.listview", "get_list_settings set_list_settings"),
	*_doors(
		_NONE,
		"frappe.desk.doctype.list_view_settings.list_view_settings",
		"get_default_listview_fields",
	),
	*_doors(_ADMIN, "frappe.desk.doctype.list_view_settings.list_view_settings", "save_listview_settings"),
	# A column of a foreign document, and a report that somebody else had made, would come from all branches.
	*_doors(
		_S,
		"frappe.desk.query_report",
		"run export_query",
		without=("custom_columns", "prepared_report_name", "user"),
	),
	*_doors(_O, "frappe.desk.query_report", "get_data_for_custom_field"),
	*_doors(_NONE, "frappe.desk.query_report", "get_script"),
	*_doors(_S, "frappe.desk.query_report", "save_report"),
	*_doors(
		_X,
		"frappe.core.doctype.prepared_report.prepared_report",
		"delete_prepared_reports enqueue_json_to_csv_conversion make_prepared_report stop_prepared_report",
	),
	*_doors(_OWN, "frappe.core.doctype.prepared_report.prepared_report", "get_reports_in_queued_state"),
	*_doors(
		_C,
		"frappe.core.doctype.prepared_report.prepared_report",
		"download_attachment",
		document=("=Prepared Report", "dn"),
	),
	*_doors(_S, "frappe.desk.calendar", "get_events"),
	*_doors(_S, "frappe.desk.calendar", "update_event", writes="args"),
	*_doors(_S, "frappe.desk.gantt", "update_task", writes="args"),
	*_doors(
		_S,
		"frappe.desk.doctype.dashboard_chart.dashboard_chart",
		"get_charts_for_user",
	),
	*_doors(_O, "frappe.desk.doctype.dashboard_chart.dashboard_chart", "get"),
	*_doors(
		_NONE,
		"frappe.desk.doctype.dashboard_chart.dashboard_chart",
		"get_parent_doctypes add_chart_to_dashboard create_dashboard_chart create_report_chart",
	),
	*_doors(
		_S,
		"frappe.desk.doctype.number_card.number_card",
		"get_result get_percentage_difference get_cards_for_user",
	),
	*_doors(
		_NONE,
		"frappe.desk.doctype.number_card.number_card",
		"add_card_to_dashboard create_number_card create_report_number_card",
	),
	*_doors(_NONE, "frappe.desk.doctype.dashboard.dashboard", "get_permitted_cards get_permitted_charts"),
	*_doors(_NONE, "frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source", "get_config"),
	*_doors(
		_NONE,
		"frappe.desk.doctype.dashboard_settings.dashboard_settings",
		"create_dashboard_settings save_chart_config",
	),
	*_doors(
		_NONE,
		"frappe.desk.doctype.kanban_board.kanban_board",
		"add_column archive_restore_column get_kanban_boards quick_kanban_board save_settings set_indicator"
		" update_column_order",
	),
	*_doors(
		_O,
		"frappe.desk.doctype.kanban_board.kanban_board",
		"add_card update_order update_order_for_single_card",
	),
	*_doors(_X, "frappe.utils.goal", "get_monthly_goal_graph_data"),
	*_doors(_X, "frappe.workflow.doctype.workflow.workflow", "get_workflow_state_count"),
	*_doors(_NONE, "frappe.workflow.doctype.workflow.workflow", "get_workflow_methods"),
	# By a link in a mail, which Frappe has signed.
	*_doors(
		_S,
		"frappe.workflow.doctype.workflow_action.workflow_action",
		"apply_action confirm_action",
	),
	# Which DocTypes take part is an administrator's choice, and each hit is read as by the caller.
	*_doors(_S, "frappe.utils.global_search", "search"),
	*_doors(_NONE, "frappe.utils.global_search", "web_search"),
	*_doors(_NONE, "frappe.search", "web_search"),
	*_doors(_X, "frappe.geo.utils", "get_coords"),
	*_doors(_X, "frappe.desk.leaderboard", "get_energy_point_leaderboard"),
	*_doors(_NONE, "frappe.desk.page.leaderboard.leaderboard", "get_leaderboard_config"),
	*_doors(
		_S,
		"frappe.desk.page.user_profile.user_profile",
		"get_energy_points_heatmap_data get_energy_points_list get_energy_points_percentage_chart_data get_user_rank",
	),
	*_doors(_OWN, "frappe.desk.page.user_profile.user_profile", "update_profile_info"),
	*_doors(_S, "frappe.email.doctype.auto_email_report.auto_email_report", "download send_now"),
)

_FILES_AND_PRINTS = (
	# Files are seen with the document to which they belong; the gate asks for each private one that is named.
	*_doors(
		_S,
		"frappe.core.api.file",
		"get_attached_images get_files_by_search_text get_files_in_folder create_new_folder",
	),
	*_doors(_C, "frappe.core.api.file", "unzip_file", document=("=File", "name"), right="write"),
	*_doors(_C, "frappe.core.api.file", "zip_files", document=("=File", "files")),
	*_doors(_C, "frappe.core.api.file", "move_file", document=("=File", "file_list"), right="write"),
	*_doors(_NONE, "frappe.core.api.file", "get_max_file_size"),
	*_doors(_X, "frappe.core.doctype.file.file", "File.optimize_file"),
	*_doors(
		_C,
		"frappe.handler",
		"upload_file uploadfile",
		document=("doctype", "docname"),
		right="write",
		without=("method",),
		files="library_file_name",
	),
	*_doors(_S, "frappe.handler", "download_file", for_members=True),
	*_doors(_S, "frappe.utils.file_manager", "download_file"),
	*_doors(_X, "frappe.utils.file_manager", "add_attachments", files="attachments"),
	*_doors(
		_C,
		"frappe.utils.print_format",
		"download_pdf",
		document=("doctype", "name"),
		right="print",
		without=("doc",),
	),
	*_doors(
		_C,
		"frappe.utils.print_format",
		"download_multi_pdf download_multi_pdf_async",
		document=("doctype", "name"),
		right="print",
	),
	*_doors(
		_C,
		"frappe.utils.print_format",
		"print_by_server",
		document=("doctype", "name"),
		right="print",
		without=("doc", "file_path"),
	),
	*_doors(_O, "frappe.utils.print_format", "report_to_pdf"),
	*_doors(_X, "frappe.utils.print_format", "render_letterhead_for_print"),
	# It fetches any address that stands in a document.
	*_doors(_X, "frappe.utils.weasyprint", "download_pdf"),
	*_doors(_S, "frappe.www.printview", "get_html_and_style get_rendered_raw_commands"),
	*_doors(
		_C, "frappe.printing.page.print.print", "get_print_settings_to_show", document=("doctype", "docname")
	),
	*_doors(_NONE, "frappe.printing.page.print_format_builder.print_format_builder", "create_custom_format"),
	*_doors(
		_NONE, "frappe.printing.page.print_format_builder_beta.print_format_builder_beta", "get_google_fonts"
	),
	*_doors(_NONE, "frappe.printing.doctype.print_format.print_format", "make_default"),
	*_doors(_NONE, "frappe.printing.doctype.print_settings.print_settings", "is_print_server_enabled"),
	*_doors(
		_NONE,
		"frappe.printing.doctype.network_printer_settings.network_printer_settings",
		"NetworkPrinterSettings.get_printers_list get_network_printer_settings",
	),
)

_IMPORT_AND_EXPORT = (
	# The columns asked for are checked as those of a list are.
	*_doors(_S, "frappe.core.doctype.data_import.data_import", "download_template"),
	*_doors(
		_C,
		"frappe.core.doctype.data_import.data_import",
		"download_errored_template download_import_log get_import_status",
		document=("=Data Import", "data_import_name"),
	),
	*_doors(
		_C,
		"frappe.core.doctype.data_import.data_import",
		"form_start_import",
		document=("=Data Import", "data_import"),
		right="write",
	),
	*_doors(
		_C,
		"frappe.core.doctype.data_import.data_import",
		"get_import_logs get_preview_from_template",
		document=("=Data Import", "data_import"),
	),
	*_doors(
		_C,
		"frappe.core.doctype.data_import.data_import",
		"stop_data_import",
		document=("=Data Import", "doc_name"),
		right="write",
	),
	*_doors(_X, "frappe.core.doctype.data_import.data_import", "DataImport.get_preview_from_template"),
	*_doors(_X, "frappe.core.doctype.data_export.exporter", "export_data"),
	*_doors(_NONE, "frappe.utils.csvutils", "send_csv_to_client"),
)

_AUTOMATION = (
	*_doors(_X, "frappe.automation.doctype.assignment_rule.assignment_rule", "bulk_apply"),
	*_doors(
		_X,
		"frappe.automation.doctype.auto_repeat.auto_repeat",
		"AutoRepeat.fetch_linked_contacts AutoRepeat.get_auto_repeat_schedule generate_message_preview"
		" make_auto_repeat update_reference",
	),
	*_doors(_NONE, "frappe.automation.doctype.auto_repeat.auto_repeat", "get_auto_repeat_doctypes"),
	*_doors(
		_X,
		"frappe.email.doctype.notification.notification",
		"Notification.preview_meets_condition Notification.preview_message Notification.preview_subject",
	),
	*_doors(_ADMIN, "frappe.email.doctype.notification.notification", "get_documents_for_today"),
	*_doors(
		_X,
		"frappe.integrations.doctype.webhook.webhook",
		"Webhook.generate_preview Webhook.preview_meets_condition Webhook.preview_request_body",
	),
	*_doors(_NONE, "frappe.integrations.doctype.webhook.webhook", "get_all_queues"),
	*_doors(_X, "frappe.email.doctype.email_group.email_group", "import_from"),
	*_doors(
		_NONE,
		"frappe.email.doctype.email_group.email_group",
		"EmailGroup.preview_welcome_url add_subscribers",
	),
	*_doors(_X, "frappe.email.doctype.email_template.email_template", "get_email_template"),
	*_doors(
		_X,
		"frappe.website.doctype.web_form.web_form",
		"accept delete delete_multiple get_form_data get_in_list_view_fields get_link_options",
	),
	*_doors(_NONE, "frappe.website.doctype.web_form.web_form", "get_web_form_filters"),
	*_doors(_X, "frappe.www.list", "get get_list_data"),
	*_doors(_X, "frappe.www.search", "get_search_results"),
)

_SET_UP_BY_ADMINISTRATORS = (
	*_doors(
		_ADMIN,
		"frappe.core.page.permission_manager.permission_manager",
		"add get_permissions get_roles_and_doctypes get_standard_permissions get_users_with_role remove reset update",
	),
	*_doors(
		_ADMIN,
		"frappe.custom.doctype.customize_form.customize_form",
		"CustomizeForm.fetch_to_customize CustomizeForm.reset_layout CustomizeForm.reset_to_defaults"
		" CustomizeForm.save_customization CustomizeForm.trim_table get_link_filters_from_doc_without_customisations"
		" get_orphaned_columns",
	),
	*_doors(_ADMIN, "frappe.custom.doctype.custom_field.custom_field", "rename_fieldname"),
	*_doors(_NONE, "frappe.custom.doctype.custom_field.custom_field", "get_fields_label"),
	*_doors(_ADMIN, "frappe.custom.doctype.doctype_layout.doctype_layout", "DocTypeLayout.sync_fields"),
	*_doors(
		_ADMIN,
		"frappe.core.doctype.doctype.doctype",
		"DocType.check_pending_migration get_row_size_utilization",
	),
	*_doors(
		_ADMIN,
		"frappe.core.doctype.document_naming_settings.document_naming_settings",
		"DocumentNamingSettings.get_current DocumentNamingSettings.get_options"
		" DocumentNamingSettings.get_transactions_and_prefixes DocumentNamingSettings.preview_series"
		" DocumentNamingSettings.update_amendment_rule DocumentNamingSettings.update_series"
		" DocumentNamingSettings.update_series_start",
	),
	*_doors(
		_ADMIN, "frappe.core.doctype.permission_inspector.permission_inspector", "PermissionInspector.debug"
	),
	*_doors(_ADMIN, "frappe.core.doctype.report.report", "Report.set_doctype_roles Report.toggle_disable"),
	*_doors(
		_ADMIN,
		"frappe.core.doctype.role_permission_for_page_and_report.role_permission_for_page_and_report",
		"RolePermissionforPageandReport.reset_roles RolePermissionforPageandReport.set_report_page_data"
		" RolePermissionforPageandReport.update_report_page_data",
	),
	*_doors(
		_ADMIN, "frappe.core.doctype.role_replication.role_replication", "RoleReplication.replicate_role"
	),
	*_doors(
		_ADMIN,
		"frappe.core.report.database_storage_usage_by_tables.database_storage_usage_by_tables",
		"optimize_doctype",
	),
	*_doors(
		_ADMIN,
		"frappe.core.report.permitted_documents_for_user.permitted_documents_for_user",
		"query_doctypes",
	),
	*_doors(
		_ADMIN,
		"frappe.core.doctype.user_permission.user_permission",
		"add_user_permissions check_applicable_doc_perm clear_user_permissions get_applicable_for_doctype_list",
	),
	*_doors(_NONE, "frappe.core.doctype.user_permission.user_permission", "get_user_permissions"),
	*_doors(
		_ADMIN,
		"frappe.desk.doctype.global_search_settings.global_search_settings",
		"reset_global_search_settings_doctypes",
	),
	*_doors(_ADMIN, "frappe.desk.doctype.system_console.system_console", "execute_code show_processlist"),
	*_doors(_ADMIN, "frappe.modules.utils", "export_customizations"),
	*_doors(_ADMIN, "frappe.utils.nestedset", "rebuild_tree"),
	*_doors(_ADMIN, "frappe.core.doctype.log_settings.log_settings", "get_log_doctypes"),
	*_doors(_ADMIN, "frappe.core.doctype.rq_job.rq_job", "get_custom_queues remove_failed_jobs stop_job"),
	*_doors(
		_ADMIN,
		"frappe.core.doctype.scheduled_job_type.scheduled_job_type",
		"execute_event skip_next_execution",
	),
	*_doors(_ADMIN, "frappe.core.doctype.recorder.recorder", "add_indexes optimize"),
	*_doors(_ADMIN, "frappe.recorder", "delete export_data get import_data start status stop"),
	*_doors(
		_ADMIN,
		"frappe.email.doctype.email_queue.email_queue",
		"EmailQueue.retry_sending bulk_retry retry_sending",
	),
	*_doors(_ADMIN, "frappe.email.doctype.email_queue.email_queue", "send_now toggle_sending"),
	*_doors(_ADMIN, "frappe.utils.backups", "fetch_latest_backups get_backup_encryption_key"),
	*_doors(_ADMIN, "frappe.desk.page.backups.backups", "schedule_files_backup"),
	*_doors(_ADMIN, "frappe.core.doctype.patch_log.patch_log", "PatchLog.rerun_patch"),
	*_doors(_ADMIN, "frappe.translate", "update_translations_for_source"),
)

_WITHOUT_RECORDS = (
	Door("frappe.ping", _NONE),
	*_doors(_NONE, "frappe.apps", "get_apps get_incomplete_setup_route set_app_as_default"),
	*_doors(_NONE, "frappe.auth", "get_logged_user"),
	*_doors(_NONE, "frappe.contacts.address_and_contact", "filter_dynamic_link_doctypes"),
	*_doors(
		_NONE,
		"frappe.contacts.doctype.address.address",
		"address_query get_address_display",
	),
	*_doors(_X, "frappe.contacts.doctype.address.address", "get_default_address"),
	*_doors(
		_NONE, "frappe.contacts.doctype.address_template.address_template", "get_default_address_template"
	),
	*_doors(
		_NONE,
		"frappe.contacts.doctype.contact.contact",
		"address_query contact_query download_vcard download_vcards get_contact_details invite_user",
	),
	*_doors(
		_NONE,
		"frappe.core.api.user_invitation",
		"accept_invitation cancel_invitation get_pending_invitations invite_by_email",
	),
	*_doors(
		_NONE,
		"frappe.core.doctype.user_invitation.user_invitation",
		"UserInvitation.cancel_invite UserInvitation.expire",
	),
	*_doors(_NONE, "frappe.core.doctype.error_log.error_log", "clear_error_logs"),
	*_doors(
		_NONE,
		"frappe.core.doctype.installed_applications.installed_applications",
		"get_installed_app_order update_installed_apps_order",
	),
	*_doors(_NONE, "frappe.core.doctype.log_settings.log_settings", "has_unseen_error_log"),
	*_doors(_NONE, "frappe.core.doctype.module_def.module_def", "get_installed_apps"),
	*_doors(_NONE, "frappe.core.doctype.package.package", "get_license_text"),
	*_doors(_NONE, "frappe.core.doctype.role.role", "role_query"),
	*_doors(
		_NONE,
		"frappe.core.doctype.server_script.server_script",
		"ServerScript.get_autocompletion_items enabled get_autocompletion_items",
	),
	*_doors(
		_NONE,
		"frappe.core.doctype.session_default_settings.session_default_settings",
		"get_session_default_values set_session_default_values",
	),
	*_doors(_NONE, "frappe.core.doctype.system_settings.system_settings", "load"),
	*_doors(
		_NONE,
		"frappe.core.doctype.user.user",
		"User.populate_role_profile_roles clear_session generate_keys get_all_roles get_email_awaiting get_module_profile"
		" get_perm_info get_role_profile get_roles get_timezones has_email_account impersonate reset_password sign_up"
		" switch_theme test_password_strength update_password user_query verify_password",
	),
	*_doors(_NONE, "frappe.core.doctype.user_type.user_type", "get_user_id get_user_linked_doctypes"),
	*_doors(_NONE, "frappe.desk.desk_page", "get getpage"),
	*_doors(
		_NONE,
		"frappe.desk.desktop",
		"get_desktop_page get_installed_apps get_workspace_sidebar_items update_onboarding_step",
	),
	*_doors(_NONE, "frappe.desk.doctype.custom_html_block.custom_html_block", "get_custom_blocks_for_user"),
	*_doors(
		_NONE,
		"frappe.desk.doctype.desktop_icon.desktop_icon",
		"add_user_icon add_workspace_to_desktop get_module_icons hide set_order update_icons",
	),
	*_doors(_NONE, "frappe.desk.doctype.desktop_layout.desktop_layout", "delete_layout save_layout"),
	# Events belong to those who take part in them; the app writes none.
	*_doors(
		_NONE,
		"frappe.desk.doctype.event.event",
		"get_events update_attending_status",
	),
	*_doors(_X, "frappe.desk.doctype.event.event", "delete_communication"),
	*_doors(_NONE, "frappe.desk.doctype.form_tour.form_tour", "reset_tour update_user_status"),
	*_doors(
		_NONE, "frappe.desk.doctype.module_onboarding.module_onboarding", "ModuleOnboarding.reset_progress"
	),
	*_doors(_NONE, "frappe.desk.doctype.note.note", "mark_as_seen reset_notes"),
	*_doors(_NONE, "frappe.desk.doctype.onboarding_step.onboarding_step", "get_onboarding_steps"),
	*_doors(_NONE, "frappe.desk.doctype.sidebar_item_group.sidebar_item_group", "get_reports"),
	*_doors(_NONE, "frappe.desk.doctype.system_health_report.system_health_report", "get_job_status"),
	*_doors(
		_NONE,
		"frappe.desk.doctype.workspace.workspace",
		"delete_page duplicate_page hide_page new_page save_page sort_pages unhide_page update_page",
	),
	*_doors(_NONE, "frappe.desk.doctype.workspace_sidebar.workspace_sidebar", "add_sidebar_items"),
	*_doors(_NONE, "frappe.desk.page.setup_wizard.install_fixtures", "update_genders update_salutations"),
	*_doors(
		_NONE,
		"frappe.desk.page.setup_wizard.setup_wizard",
		"initialize_system_settings_and_user load_country load_languages load_messages load_user_details setup_complete",
	),
	*_doors(_NONE, "frappe.desk.search", "get_names_for_mentions"),
	*_doors(
		_NONE,
		"frappe.email.doctype.email_account.email_account",
		"EmailAccount.get_domain_values EmailAccount.validate_frappe_mail_settings get_append_to pull_emails"
		" set_email_password",
	),
	*_doors(
		_NONE,
		"frappe.email.doctype.newsletter.newsletter",
		"Newsletter.find_broken_links Newsletter.get_sending_status Newsletter.send_emails Newsletter.send_test_email"
		" confirm_subscription newsletter_email_read subscribe",
	),
	# It fetches what its text names.
	*_doors(_ADMIN, "frappe.email.email_body", "get_email_html"),
	*_doors(_NONE, "frappe.email.queue", "unsubscribe"),
	*_doors(_NONE, "frappe.geo.country_info", "get_country_timezone_info"),
	*_doors(_NONE, "frappe.handler", "logout ping web_logout"),
	*_doors(
		_NONE,
		"frappe.integrations.doctype.connected_app.connected_app",
		"ConnectedApp.get_openid_configuration ConnectedApp.initiate_web_application_flow callback has_token",
	),
	*_doors(
		_NONE,
		"frappe.integrations.doctype.dropbox_settings.dropbox_settings",
		"dropbox_auth_finish get_dropbox_authorize_url take_backup",
	),
	*_doors(_NONE, "frappe.integrations.doctype.geolocation_settings.geolocation_settings", "autocomplete"),
	*_doors(
		_NONE,
		"frappe.integrations.doctype.google_calendar.google_calendar",
		"authorize_access google_callback sync",
	),
	*_doors(_NONE, "frappe.integrations.doctype.google_contacts.google_contacts", "authorize_access sync"),
	*_doors(_NONE, "frappe.integrations.doctype.google_drive.google_drive", "authorize_access take_backup"),
	*_doors(_NONE, "frappe.integrations.doctype.google_settings.google_settings", "get_file_picker_settings"),
	*_doors(_NONE, "frappe.integrations.doctype.ldap_settings.ldap_settings", "login reset_password"),
	*_doors(
		_NONE,
		"frappe.integrations.doctype.s3_backup_settings.s3_backup_settings",
		"take_backup take_backups_s3",
	),
	*_doors(
		_NONE,
		"frappe.integrations.doctype.social_login_key.social_login_key",
		"SocialLoginKey.get_social_login_provider",
	),
	*_doors(
		_NONE,
		"frappe.integrations.frappe_providers.frappecloud_billing",
		"api current_site_info is_fc_site send_verification_code verify_verification_code",
	),
	*_doors(_NONE, "frappe.integrations.google_oauth", "callback"),
	*_doors(
		_NONE,
		"frappe.integrations.oauth2",
		"approve authorize get_token introspect_token openid_configuration openid_profile register_client revoke_token",
	),
	*_doors(
		_NONE,
		"frappe.integrations.oauth2_logins",
		"custom login_via_facebook login_via_fairlogin login_via_frappe login_via_github login_via_google"
		" login_via_keycloak login_via_office365 login_via_salesforce",
	),
	*_doors(_NONE, "frappe.onboarding", "get_onboarding_status update_user_onboarding_status"),
	*_doors(_NONE, "frappe.push_notification", "auth_webhook subscribe unsubscribe"),
	*_doors(_NONE, "frappe.sessions", "clear get_boot_assets_json"),
	*_doors(
		_NONE,
		"frappe.translate",
		"get_all_languages get_contribution_status get_contributions get_messages get_source_additional_info"
		" get_translations",
	),
	*_doors(_NONE, "frappe.twofactor", "reset_otp_secret"),
	*_doors(_NONE, "frappe.utils.change_log", "get_versions show_update_popup update_last_known_versions"),
	*_doors(_NONE, "frappe.utils.pdf", "is_wkhtmltopdf_valid"),
	*_doors(_NONE, "frappe.utils.scheduler", "activate_scheduler get_scheduler_status"),
	*_doors(_NONE, "frappe.utils.telemetry.pulse.client", "bulk_capture capture get_debug_info is_enabled"),
	*_doors(_NONE, "frappe.website.doctype.blog_post.blog_post", "BlogPost.make_route"),
	*_doors(_NONE, "frappe.website.doctype.help_article.help_article", "add_feedback"),
	*_doors(
		_NONE,
		"frappe.website.doctype.personal_data_deletion_request.personal_data_deletion_request",
		"PersonalDataDeletionRequest.put_on_hold PersonalDataDeletionRequest.trigger_data_deletion confirm_deletion",
	),
	*_doors(_NONE, "frappe.website.doctype.portal_settings.portal_settings", "PortalSettings.reset"),
	*_doors(_NONE, "frappe.website.doctype.web_page_view.web_page_view", "get_page_view_count make_view_log"),
	*_doors(_NONE, "frappe.website.doctype.website_settings.google_indexing", "authorize_access"),
	*_doors(_NONE, "frappe.website.doctype.website_settings.website_settings", "get_auto_account_deletion"),
	*_doors(
		_NONE,
		"frappe.website.doctype.website_theme.website_theme",
		"WebsiteTheme.get_apps WebsiteTheme.set_as_default",
	),
	*_doors(_NONE, "frappe.www.contact", "send_message"),
	*_doors(_NONE, "frappe.www.login", "login_via_key login_via_token send_login_link"),
	*_doors(_NONE, "frappe.www.third_party_apps", "delete_client"),
	Door("login", _NONE, for_members=True),
	Door("logout", _NONE, for_members=True),
)

_PAGES = (
	Door("page:app", _NONE),
	Door("page:desk", _NONE),
	Door("page:party", _OWN, for_members=True),
	Door("page:appraisal", _OWN, for_members=True),
	Door("page:survey", _OWN, for_members=True),
	Door("page:switchoff", _OWN, for_members=True),
	Door("page:committee-wall", _S),
	# By the name of its file as well, which Frappe reads as the same address.
	Door("page:committee_wall", _S),
	Door("page:private", _S, for_members=True),
	Door("page:files", _NONE, for_members=True),
	Door("page:backups", _ADMIN),
	Door("page:printview", _S),
	Door("page:printpreview", _NONE),
	Door("page:login", _NONE, for_members=True),
	*(
		Door(f"page:{name}", _X)
		for name in (
			"404 _test about apps attribution billing complete_signup confirm_workflow_action contact error list logout me message"
			" modified_doc_alert portal profile qrcode robots rss search sitemap third_party_apps unsubscribe update-password update_password"
			" website_script"
		).split()
	),
	# A page by the name of a DocType lists its documents, and one by DocType and name prints a document.
	Door("page:*", _X),
)

DOORS: Mapping[str, Door] = MappingProxyType(
	{
		door.name: door
		for door in (
			*_REST,
			*_FORMS,
			*_BESIDE_DOCUMENTS,
			*_LISTS_AND_REPORTS,
			*_FILES_AND_PRINTS,
			*_IMPORT_AND_EXPORT,
			*_AUTOMATION,
			*_SET_UP_BY_ADMINISTRATORS,
			*_WITHOUT_RECORDS,
			*_PAGES,
		)
	}
)
"""Every door of the platform by its name, of all versions that the app runs on. What stands here and is not there does no harm."""
