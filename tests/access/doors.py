"""The doors of the matrix: each asks the site one thing as a user, by the request that a browser or a program would send.

A `list` door is asked once a DocType and must show exactly the rows that the user may see. A `row` door is asked once a row.
An `act` door would leave something beside a row, or change it.
"""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import openpyxl

import frappe
import frappe.api

from party_affairs import portal_pages
from party_affairs.ledgers import LEDGERS
from tests.access import oracle
from tests.support.requests import ask, call, rest

ALL = 1000
SENSITIVE_TABLE_FIELDS = frozenset({"income_items", "changes"})
"""Sensitive tables, which are no columns of a list."""
HAS_VERSION_TWO = hasattr(frappe.api, "__path__")
"""Whether this version of Frappe answers `/api/v2`: its API is a package then."""


@dataclass(frozen=True)
class Door:
	"""`letter` is the right that opens it; `must` says that whoever has the right to the row is shown it."""

	name: str
	ask: Callable
	letter: str = "r"
	must: bool = True
	thorough: bool = False


def text_field(doctype):
	"""A text of the document that is not sensitive; it holds the row's mark."""
	kinds = ("Data", "Small Text", "Text", "Text Editor", "Long Text")
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in kinds and not df.permlevel and not df.is_virtual and df.options != "Password":
			return df.fieldname
	return "owner"


def columns(doctype):
	return ["name", text_field(doctype)]


# Lists


def rest_list(user, doctype):
	return rest(user, doctype, fields=columns(doctype), limit_page_length=ALL)


def rest_list_of_secrets(user, doctype):
	fields = [
		"name",
		*(field for field in sorted(oracle.SENSITIVE[doctype]) if field not in SENSITIVE_TABLE_FIELDS),
	]
	return rest(user, doctype, fields=fields, limit_page_length=ALL)


def rest_list_of_everything(user, doctype):
	return rest(user, doctype, fields=["*"], limit_page_length=ALL)


def client_list(user, doctype):
	return call(
		user, "frappe.client.get_list", doctype=doctype, fields=columns(doctype), limit_page_length=ALL
	)


def list_view(user, doctype):
	fields = [f"`tab{doctype}`.`{field}`" for field in columns(doctype)]
	return call(user, "frappe.desk.reportview.get", doctype=doctype, fields=fields, start=0, page_length=ALL)


def link_search(user, doctype):
	return call(user, "frappe.desk.search.search_link", doctype=doctype, txt="", page_length=ALL)


def link_search_past_permissions(user, doctype):
	return call(
		user,
		"frappe.desk.search.search_link",
		doctype=doctype,
		txt="",
		page_length=ALL,
		ignore_user_permissions=1,
		filter_fields=json.dumps(columns(doctype)),
	)


def export(user, doctype):
	fields = [f"`tab{doctype}`.`{field}`" for field in columns(doctype)]
	return call(
		user,
		"frappe.desk.reportview.export_query",
		doctype=doctype,
		fields=fields,
		file_format_type="CSV",
		title=doctype,
	)


def import_template(user, doctype):
	fields = [df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldtype not in ("Table", "Link")]
	return call(
		user,
		"frappe.core.doctype.data_import.data_import.download_template",
		doctype=doctype,
		export_fields=json.dumps({doctype: ["name", *fields]}),
		export_records="all",
		file_type="CSV",
	)


def version_two_list(user, doctype):
	return ask(
		user, f"/api/v2/document/{quote(doctype)}", fields=json.dumps(columns(doctype)), limit=ALL, start=0
	)


def tagged(user, doctype):
	return call(user, "frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=doctype, tag="矩阵")


def states_counted(user, doctype):
	states = [{"state": "x"}]
	return call(
		user,
		"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
		doctype=doctype,
		workflow_state_field=text_field(doctype),
		states=states,
	)


def columns_of_reports(user, doctype):
	return call(
		user,
		"frappe.desk.query_report.get_data_for_custom_field",
		doctype=doctype,
		field=text_field(doctype),
	)


def whole_site_search(user, doctype):
	return call(user, "frappe.utils.global_search.search", text="mk", doctype=doctype)


def sidebar_stats(user, doctype):
	return call(
		user, "frappe.desk.reportview.get_sidebar_stats", stats=["_user_tags"], doctype=doctype, filters=[]
	)


LISTS = (
	Door("list", rest_list),
	Door("list of client", client_list, thorough=True),
	Door("list view", list_view, thorough=True),
	Door("list of everything", rest_list_of_everything, must=False),
	Door("link search", link_search),
	Door("link search past permissions", link_search_past_permissions, must=False),
	Door("export", export, letter="e"),
	Door("import template", import_template, letter="e", must=False),
	Door("v2 list", version_two_list, must=False),
	Door("tagged", tagged, must=False, thorough=True),
	Door("workflow states counted", states_counted, must=False),
	Door("column for a report", columns_of_reports, must=False),
	Door("whole site search", whole_site_search, must=False, thorough=True),
	Door("sidebar", sidebar_stats, must=False, thorough=True),
)


# Counts


def count_of_client(user, doctype):
	return call(user, "frappe.client.get_count", doctype=doctype)


def count_of_list(user, doctype):
	return call(
		user, "frappe.desk.reportview.get_count", doctype=doctype, filters=[], fields=[], distinct="false"
	)


def count_of_version_two(user, doctype):
	return ask(user, f"/api/v2/doctype/{quote(doctype)}/count")


def count_by_group(user, doctype):
	return call(
		user,
		"frappe.desk.listview.get_group_by_count",
		doctype=doctype,
		current_filters="[]",
		field="docstatus",
	)


COUNTS = (
	Door("count", count_of_client),
	Door("count of list", count_of_list),
	Door("count by group", count_by_group, thorough=True),
	Door("v2 count", count_of_version_two, thorough=True),
)


def count_of_child(user, child):
	return call(user, "frappe.client.get_count", doctype=child)


def number_in(answer):
	"""The number that a count answers; None if it answers none."""
	if answer.status != 200:
		return None
	data = answer.data
	if isinstance(data, list):
		return sum(entry["count"] for entry in data)
	return int(data) if isinstance(data, int | float) else None


# Rows


def get(user, row):
	return rest(user, row.doctype, row.name)


def form(user, row):
	return ask(user, "/api/method/frappe.desk.form.load.getdoc", doctype=row.doctype, name=row.name)


def docinfo(user, row):
	return call(user, "frappe.desk.form.load.get_docinfo", doctype=row.doctype, name=row.name)


def value(user, row):
	return call(
		user,
		"frappe.client.get_value",
		doctype=row.doctype,
		fieldname=columns(row.doctype),
		filters={"name": row.name},
	)


def get_by_client(user, row):
	return call(user, "frappe.client.get", doctype=row.doctype, name=row.name)


def title(user, row):
	return call(user, "frappe.desk.search.get_link_title", doctype=row.doctype, docname=row.name)


def link_checked(user, row):
	return call(
		user,
		"frappe.client.validate_link",
		doctype=row.doctype,
		docname=row.name,
		fields=[text_field(row.doctype)],
	)


def print_view(user, row):
	return ask(
		user,
		"/printview",
		doctype=row.doctype,
		name=row.name,
		format="Standard",
		no_letterhead=1,
		trigger_print=0,
	)


def pdf(user, row):
	return ask(
		user,
		"/api/method/frappe.utils.print_format.download_pdf",
		doctype=row.doctype,
		name=row.name,
		format="Standard",
		no_letterhead=1,
	)


def linked_with(user, row):
	return call(user, "frappe.desk.form.linked_with.get", doctype=row.doctype, docname=row.name)


def linked_submitted(user, row):
	return call(
		user, "frappe.desk.form.linked_with.get_submitted_linked_docs", doctype=row.doctype, name=row.name
	)


def rights(user, row):
	return call(user, "frappe.client.get_doc_permissions", doctype=row.doctype, docname=row.name)


def version_two_get(user, row):
	return ask(user, f"/api/v2/document/{quote(row.doctype)}/{quote(row.name, safe='')}")


ROWS = (
	Door("get", get),
	Door("form", form, thorough=True),
	Door("docinfo", docinfo, must=False, thorough=True),
	Door("value", value),
	Door("get by client", get_by_client, thorough=True),
	Door("title", title, must=False),
	Door("link checked", link_checked, must=False, thorough=True),
	Door("print", print_view, letter="p"),
	Door("linked with", linked_with, must=False, thorough=True),
	Door("linked and submitted", linked_submitted, must=False, thorough=True),
	Door("rights", rights, must=False, thorough=True),
	Door("v2 get", version_two_get, must=False, thorough=True),
)


# Acts


def tag(user, row):
	return call(user, "frappe.desk.doctype.tag.tag.add_tag", tag="新标签", dt=row.doctype, dn=row.name)


def like(user, row):
	return call(user, "frappe.desk.like.toggle_like", doctype=row.doctype, name=row.name, add="Yes")


def comment(user, row):
	return call(
		user,
		"frappe.desk.form.utils.add_comment",
		reference_doctype=row.doctype,
		reference_name=row.name,
		content="评论",
		comment_email=user,
		comment_by=user,
	)


def comment_by_rest(user, row):
	values = {
		"reference_doctype": row.doctype,
		"reference_name": row.name,
		"content": "评论",
		"comment_type": "Comment",
	}
	return ask(user, "/api/resource/Comment", "POST", json_body=values)


def follow(user, row):
	values = {"doctype": row.doctype, "doc_name": row.name, "user": user}
	return ask(user, "/api/method/frappe.desk.form.document_follow.follow_document", "POST", json_body=values)


def follow_by_rest(user, row):
	values = {"ref_doctype": row.doctype, "ref_docname": row.name, "user": user}
	return ask(user, "/api/resource/Document%20Follow", "POST", json_body=values)


def share(user, row):
	values = {"doctype": row.doctype, "name": row.name, "user": "Administrator", "read": 1}
	return ask(user, "/api/method/frappe.share.add", "POST", json_body=values)


def assign(user, row):
	return call(
		user,
		"frappe.desk.form.assign_to.add",
		doctype=row.doctype,
		name=row.name,
		assign_to=[user],
		description="指派",
	)


def assign_by_rest(user, row):
	values = {
		"reference_type": row.doctype,
		"reference_name": row.name,
		"allocated_to": user,
		"description": "指派",
	}
	return ask(user, "/api/resource/ToDo", "POST", json_body=values)


def attach(user, row):
	values = {
		"file_name": "x.txt",
		"file_url": "https://example.com/x.txt",
		"is_private": 1,
		"attached_to_doctype": row.doctype,
		"attached_to_name": row.name,
	}
	return ask(user, "/api/resource/File", "POST", json_body=values)


def upload(user, row):
	return call(
		user,
		"upload_file",
		files=[("file", ("neu.txt", b"text"))],
		is_private=1,
		doctype=row.doctype,
		docname=row.name,
	)


def put(user, row):
	values = {text_field(row.doctype): row.mark}
	return ask(
		user, f"/api/resource/{quote(row.doctype)}/{quote(row.name, safe='')}", "PUT", json_body=values
	)


def set_value(user, row):
	return call(
		user,
		"frappe.client.set_value",
		doctype=row.doctype,
		name=row.name,
		fieldname=text_field(row.doctype),
		value=row.mark,
	)


def delete(user, row):
	return rest(user, row.doctype, row.name, "DELETE")


def rename(user, row):
	return call(
		user, "frappe.client.rename_doc", doctype=row.doctype, old_name=row.name, new_name=f"{row.name}neu"
	)


def cancel(user, row):
	return call(user, "frappe.client.cancel", doctype=row.doctype, name=row.name)


ACTS = (
	Door("tag", tag, must=False),
	Door("like", like, must=False),
	Door("comment", comment),
	Door("comment by REST", comment_by_rest, must=False, thorough=True),
	Door("follow", follow, must=False),
	Door("follow by REST", follow_by_rest, must=False, thorough=True),
	Door("assign", assign, must=False),
	Door("assign by REST", assign_by_rest, must=False, thorough=True),
	Door("attach", attach, must=False),
	Door("upload", upload, letter="w", must=False, thorough=True),
	Door("put", put, letter="w", must=False),
	Door("set value", set_value, letter="w", must=False, thorough=True),
	Door("delete", delete, letter="d", must=False),
	Door("rename", rename, letter="w", must=False, thorough=True),
	Door("cancel", cancel, letter="x", must=False, thorough=True),
)
SHARE = Door("share", share, must=False)


# Reports, workbooks, cards, calendar, tree


def report(user, name, **filters):
	return call(
		user, "frappe.desk.query_report.run", report_name=name, filters={"year": 2025, **filters}, verb="POST"
	)


def rows_of_report(answer):
	"""The rows that belong to an organisation; sums belong to none."""
	if answer.status != 200:
		return []
	return [row for row in answer.data["result"] if isinstance(row, dict) and row.get("branch")]


def ledgers():
	return tuple(LEDGERS)


def workbook(user, ledger):
	"""The answer and, where a workbook came, the texts of its cells."""
	answer = ask(
		user, "/api/method/party_affairs.api.ledgers.download", ledger=ledger, file_format="xlsx", year=2025
	)
	if answer.status != 200 or not answer.content.startswith(b"PK"):
		return answer, answer.text
	sheets = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
	cells = [cell for sheet in sheets for line in sheet.iter_rows(values_only=True) for cell in line]
	return answer, " ".join(str(cell) for cell in cells if cell is not None)


def number_of_card(answer):
	"""The number that a card shows."""
	if isinstance(answer.data, dict):
		return sum(sum(one["values"]) for one in answer.data.get("datasets", ()))
	found = re.search(r"[\d,]+(\.\d+)?", re.sub(r"<[^>]*>", "", str(answer.data)))
	return float(found.group().replace(",", "")) if found else None


CARDS = (
	("Compliance Finding", "duties.cards.duties_due", None),
	("Compliance Finding", "duties.cards.duties_missed", lambda row: 1),
	("Compliance Finding", "duties.cards.duties_by_status", None),
	("Party Dues Entry", "dues.cards.dues_of_month", None),
	("Party Dues Entry", "dues.cards.dues_in_arrears", None),
	("Party Dues Entry", "dues.cards.dues_by_month", None),
	("Party Member", "members.cards.party_members", lambda row: 1),
	("Party Development Case", "members.cards.open_development_cases", lambda row: 1),
	("Party Membership Transfer", "members.cards.letters_not_received", None),
	("Party Branch", "organisation.cards.terms_ending", None),
)
"""Document, method of the card or chart, and what each row within reach adds to its number where that is known."""


def calendar(user):
	return call(
		user, "party_affairs.api.meetings.calendar.get_meetings", start="2025-03-01", end="2025-03-31"
	)


def calendar_of_frappe(user):
	return call(
		user,
		"frappe.desk.calendar.get_events",
		doctype="Party Meeting",
		start="2025-03-01",
		end="2025-03-31",
		field_map={"start": "starts_on", "end": "ends_on", "id": "name", "title": "topic"},
		fields=["name", "topic", "starts_on", "ends_on"],
	)


MEETINGS = (calendar, calendar_of_frappe)


def tree(user, parent):
	arguments = {"parent": parent} if parent else {"is_root": True}
	return call(
		user, "party_affairs.api.organisation.tree.get_branch_nodes", doctype="Party Branch", **arguments
	)


def tree_of_frappe(user, parent):
	return call(user, "frappe.desk.treeview.get_children", doctype="Party Branch", parent=parent or "")


TREES = (tree, tree_of_frappe)


# The portal and the app's own methods

PAGES = (
	*(page.path for page in portal_pages.PAGES),
	*("/party/offline", "/party/logged-out", "/appraisal", "/survey", "/committee-wall"),
)

METHODS = (
	("Democratic Appraisal", "appraisal.appraisals.standing", "appraisal", "r"),
	("Questionnaire", "contact.questionnaires.standing", "questionnaire", "r"),
	("Questionnaire", "contact.questionnaires.paper", "questionnaire", "r"),
	("Party Meeting", "meetings.records.missing_minutes", "meeting", "r"),
	("Party Life Review", "meetings.life_reviews.progress", "review", "r"),
	("Party Branch", "organisation.requirements.branch_requirements", "branch", "r"),
	("Law Firm", "organisation.requirements.firm_requirements", "firm", "r"),
	("Party Branch", "organisation.glance.branch_at_a_glance", "branch", "r"),
	("Party Branch", "duties.overview.page", "branch", "r"),
	("Party Branch", "duties.overview.map_page", "branch", "r"),
	("Party Branch", "duties.overview.beside", "branch", "r"),
	("Party Branch", "duties.overview.wall", "branch", "r"),
	("Party Branch", "duties.overview.silent", "branch", "r"),
	("Party Branch", "organisation.elections.beginnings", "branch", "r"),
	("Party Election", "organisation.elections.standing", "election", "r"),
	("Party Member", "members.record.overview", "member", "r"),
	("Party Development Case", "members.development.progress", "case", "r"),
	("Party Meeting", "members.development.voters_of", "meeting", "r"),
	("Compliance Finding", "duties.evidence.evidence_of", "finding", "r"),
	("Party Member Event", "texts.personal_texts.talk_about_event", "event", "r"),
	("Party Branch", "dues.collection.collection_sheet", "branch", "r"),
	("Party Branch", "dues.account.balance", "branch", "r"),
	("Party Year Import", "importing.get_progress", "name", "r"),
	("Party Year Import", "importing.get_preview", "name", "r"),
	("Party Year Import", "importing.cancel", "name", "w"),
	("Group Robot", "duties.reminders.try_robot", "name", "w"),
	("Party Import Batch", "importing.get_batch_progress", "name", "r"),
	("Party Import Batch", "importing.cancel_batch", "name", "w"),
	("Party Dues Statement", "dues.statements.read_file", "name", "w"),
	("Party Meeting", "meetings.records.correct_minutes", "meeting", "x"),
	("Democratic Appraisal", "appraisal.appraisals.open_voting", "appraisal", "s"),
	("Questionnaire", "contact.questionnaires.open_answers", "questionnaire", "w"),
	("Party Dues Remittance", "dues.account.receive", "name", "r"),
	("Party Branch", "dues.monthly_run.make_entries", "branch", "r"),
	("Party Branch", "dues.assessments.renew", "branch", "r"),
	("Party Branch", "texts.personal_texts.remind_of_thought_reports", "branch", "r"),
	("Party Branch", "duties.check.run_check", "branch", "r"),
	("Party Branch", "duties.this_month.page", "branch", "r"),
	("Party Branch", "duties.this_month.behind", "branch", "r"),
	("Party Branch", "duties.this_month.print_sheet", "branch", "r"),
	("Party Branch", "duties.actions.start", "branch", "r"),
	("Party Notice", "notice.notices.standing", "notice", "r"),
	("Party Notice", "notice.notices.submit", "notice", "w"),
	("Party Notice Objection", "notice.notices.note_seen", "objection", "w"),
	("Board Photo", "notice.photos.hang", "photo", "w"),
	("Wall Board", "notice.wall_boards.picture", "board", "r"),
	("Wall Board", "notice.wall_boards.take_down", "board", "w"),
)
"""Document, method, the argument that names a row, and the right without which it answers nobody."""

BESIDES = {
	"dues.collection.collection_sheet": {"received_on": "2025-03-10"},
	"contact.questionnaires.paper": {"kind": "sheet"},
	"meetings.records.correct_minutes": {"reason": "更正"},
	"dues.monthly_run.make_entries": {"month": "2025-03-01"},
	"dues.assessments.renew": {"year": 2025},
	"duties.check.run_check": {"year": 2025},
	"duties.this_month.behind": {"rule": "R26", "period_key": "2025-03"},
	"duties.actions.start": {"rule": "R26", "period_key": "2025-03"},
	"dues.account.receive": {"received_on": "2025-03-12"},
}
"""What a method asks for besides the row."""
