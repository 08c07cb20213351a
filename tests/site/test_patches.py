"""Patches, each run on the state that it found when it was written."""

import json

import pytest

import frappe

from party_affairs.compliance import report
from party_affairs.patches.v0_2 import sync_roles_of_deputies
from party_affairs.patches.v0_3 import count_voters_of_meetings, move_photos_of_meetings
from party_affairs.patches.v0_4 import (
	complete_dues_standards,
	conceal_incomes_in_versions,
	write_receipts_of_old_payments,
)
from party_affairs.patches.v0_5 import follow_moved_methods
from party_affairs.patches.v0_6 import close_side_doors
from party_affairs.patches.v0_7 import fit_local_parameters
from party_affairs.patches.v0_8 import spell_names_alike, tell_places_of_problems
from party_affairs.patches.v0_9 import move_photos_of_welfare, name_forms_of_welfare
from party_affairs.patches.v0_10 import give_reports_versions, name_branches_in_brief
from party_affairs.permissions.roles import AUDITOR, SECRETARY
from tests.site import factory

pytestmark = pytest.mark.site


def test_deputies_give_back_the_role_of_a_secretary_who_is_there():
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	factory.holder(branch, "Secretary")
	deputy = factory.holder(branch, "Deputy Secretary")
	frappe.db.delete("Has Role", {"parent": deputy, "role": AUDITOR})
	frappe.get_doc(
		{
			"doctype": "Has Role",
			"parenttype": "User",
			"parentfield": "roles",
			"parent": deputy,
			"role": SECRETARY,
		}
	).db_insert()
	sync_roles_of_deputies.execute()
	held = frappe.get_all("Has Role", filters={"parent": deputy, "parenttype": "User"}, pluck="role")
	assert SECRETARY not in held and AUDITOR in held
	sync_roles_of_deputies.execute()
	again = frappe.get_all("Has Role", filters={"parent": deputy, "parenttype": "User"}, pluck="role")
	assert sorted(again) == sorted(held)


@pytest.fixture
def with_a_photo_field(monkeypatch):
	"""A function that makes the table of a DocType as it was: with a column `photo`. It hides the real one until the end of the test."""
	hidden = {}
	columns_of = frappe.db.get_db_table_columns

	def make(doctype):
		# A site that is older than the patch keeps the column: Frappe drops none.
		columns = [column for column in frappe.db.get_table_columns(doctype) if column != "photo"]
		# Not through `frappe.db.sql`, which refuses whatever may end the transaction; temporary tables do not.
		frappe.db._cursor.execute(
			f"create temporary table `tab{doctype}` as select "
			+ ", ".join(f"`{column}`" for column in columns)
			+ f", cast(null as char(140)) as photo from `tab{doctype}`"
		)
		hidden[f"tab{doctype}"] = [*columns, "photo"]

	monkeypatch.setattr(
		frappe.local.db, "get_db_table_columns", lambda table: hidden.get(table) or columns_of(table)
	)
	yield make
	for table in hidden:
		frappe.db._cursor.execute(f"drop temporary table `{table}`")


@pytest.fixture
def two_meetings():
	branch = factory.branch(parent=factory.committee())
	return [factory.meeting(branch), factory.meeting(branch, submit=False)]


def test_the_photo_of_a_meeting_moves_into_its_table_once(two_meetings, with_a_photo_field):
	with_photo, without = two_meetings
	with_a_photo_field("Party Meeting")
	frappe.db.sql("update `tabParty Meeting` set photo = '/files/a.jpg' where name = %s", with_photo.name)
	for _time in range(2):
		move_photos_of_meetings.execute()
		photos = frappe.get_all("Party Meeting Photo", fields=["parent", "photo", "idx", "docstatus"])
		assert [tuple(row.values()) for row in photos] == [(with_photo.name, "/files/a.jpg", 1, 1)]
	assert [row.photo for row in frappe.get_doc("Party Meeting", with_photo.name).photos] == ["/files/a.jpg"]
	assert frappe.get_doc("Party Meeting", without.name).photos == []


def test_a_site_that_never_had_the_photo_field_is_left_alone(two_meetings):
	move_photos_of_meetings.execute()
	assert not frappe.db.exists("Party Meeting Photo", {"parenttype": "Party Meeting"})


def test_older_meetings_count_their_voters_and_say_what_passed():
	branch = factory.branch(parent=factory.committee())
	people = [factory.member(branch) for _number in range(3)]
	meeting = factory.meeting(
		branch,
		"Member Assembly",
		attendees=people,
		resolutions=[{"resolution": "通过", "in_favour": 2}, {"resolution": "票数不符", "in_favour": 3}],
	)
	frappe.db.set_value(
		"Party Meeting", meeting.name, {"expected_full": 0, "voters_expected": 0}, update_modified=False
	)
	for row in meeting.resolutions:
		row.db_set({"matter": None, "result": None}, update_modified=False)
	meeting.resolutions[1].db_set("in_favour", 9, update_modified=False)
	before = frappe.db.get_value("Party Meeting", meeting.name, "modified")
	count_voters_of_meetings.execute()
	meeting.reload()
	assert (meeting.expected_full, meeting.voters_expected, meeting.modified) == (3, 3, before)
	assert [(row.in_favour, row.result) for row in meeting.resolutions] == [(2, "Passed"), (9, None)]


def test_old_payments_get_unnumbered_receipts_and_entries_stay_as_they_are():
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch)
	paid = factory.dues_entry(person, "2025-01-01")
	undated = factory.dues_entry(person, "2025-02-01")
	factory.dues_entry(person, "2025-03-01")
	before = {"paid_amount": 20, "status": "Paid", "method": "Cash", "paid_on": "2025-02-03"}
	frappe.db.set_value("Party Dues Entry", paid.name, before)
	frappe.db.set_value("Party Dues Entry", undated.name, {"paid_amount": 5, "status": "Partly Paid"})
	entries = frappe.get_all("Party Dues Entry", {"member": person.name}, ["*"], order_by="name")
	for _time in range(2):
		write_receipts_of_old_payments.execute()
		fields = ["receipt_no", "source", "amount", "received_on", "method", "docstatus"]
		rows = frappe.get_all("Party Dues Receipt", {"member": person.name}, fields, order_by="received_on")
		assert [tuple(map(str, row.values())) for row in rows] == [
			("None", "Carried Over", "20.0", "2025-02-03", "Cash", "1"),
			("None", "Carried Over", "5.0", "2025-02-28", "None", "1"),
		]
		assert frappe.get_all("Party Dues Entry", {"member": person.name}, ["*"], order_by="name") == entries


def test_dues_standards_get_the_tiers_and_figures_that_they_lack_and_keep_what_was_entered():
	guides, own = "2017年党费标准", "本市党费标准"
	frappe.db.delete("Dues Tier", {"category": ["in", ["Student", "Unemployed", "Relief", "Farmer"]]})
	document = frappe.get_doc(
		doctype="Dues Standard",
		standard_name=own,
		effective_from="2020-01-01",
		monthly_cap=800,
		plausible_base=90000,
		tiers=[
			{"category": "Fixed Sum", "fixed_amount": 0.5},
			{"category": "Student", "fixed_amount": 0.3},
		],
	).insert()
	frappe.db.set_value("Dues Standard", {"name": ["in", [guides, own]]}, "large_voluntary_from", 0)
	frappe.db.set_value("Dues Standard", guides, "plausible_base", 0, update_modified=False)
	before = frappe.db.get_value("Dues Standard", guides, "modified")

	def tiers(name):
		frappe.clear_document_cache("Dues Standard", name)
		return [
			(row.category, row.over, row.up_to, row.rate, row.fixed_amount, row.fixed_maximum)
			for row in frappe.get_doc("Dues Standard", name).tiers
		]

	kept = tiers(guides), tiers(own)
	for _time in range(2):
		complete_dues_standards.execute()
		assert tiers(guides)[: len(kept[0])] == kept[0] and tiers(own)[:2] == kept[1]
		assert [row[0] for row in tiers(guides)[len(kept[0]) :]] == [
			"Student",
			"Unemployed",
			"Relief",
			"Farmer",
		]
		assert tiers(guides)[-1] == ("Farmer", 0, 0, 0, 0.2, 1)
		assert [row[0] for row in tiers(own)].count("Student") == 1 and len(tiers(own)) == 5
	figures = ["large_voluntary_from", "plausible_base", "monthly_cap"]
	assert frappe.db.get_value("Dues Standard", guides, figures) == (1000, 10000000, 1000)
	assert frappe.db.get_value("Dues Standard", own, figures) == (1000, 90000, 800)
	assert frappe.db.get_value("Dues Standard", guides, "modified") == before
	document.reload()
	document.save()


def test_incomes_in_older_logs_of_changes_are_concealed():
	branch = factory.branch(parent=factory.committee())
	assessment = factory.assessment(factory.member(branch))
	data = {
		"changed": [["monthly_base", "￥ 4,500.00", "￥ 5,500.00"], ["remarks", "一", "二"]],
		"added": [],
		"removed": [],
		"row_changed": [],
	}
	version = frappe.get_doc(
		doctype="Version", ref_doctype="Dues Assessment", docname=assessment.name, data=frappe.as_json(data)
	)
	version.db_insert()
	other = frappe.get_doc(
		doctype="Version", ref_doctype="Party Branch", docname=branch.name, data=frappe.as_json(data)
	)
	other.db_insert()
	for _time in range(2):
		conceal_incomes_in_versions.execute()
		found = frappe.parse_json(frappe.db.get_value("Version", version.name, "data"))
		assert found["changed"] == [["monthly_base", "***", "***"], ["remarks", "一", "二"]]
	assert "5,500.00" in frappe.db.get_value("Version", other.name, "data")


def test_a_site_calls_methods_where_they_stand_now():
	card = frappe.get_doc("Number Card", "Duties Due")
	card.db_set("method", "party_affairs.api.desk.duties_due", update_modified=False)
	own = frappe.get_doc(
		doctype="Number Card",
		label="本市的逾期党费",
		type="Custom",
		method="party_affairs.api.desk.dues_in_arrears",
		filters_json="[]",
	).insert()
	script = frappe.get_doc(
		doctype="Client Script",
		name="本市的党费列表",
		dt="Party Dues Entry",
		script="""
			const API = "party_affairs.api.meetings.records";
			frappe.xcall("party_affairs.api.dues.collection.mark_paid", { entries: [] });
			frappe.xcall("party_affairs.api.dues.account.balance", { branch: "甲支部" });
			frappe.xcall(`party_affairs.api.members.record.${method}`);
			frappe.xcall("party_affairs.api.portal.my_overview");
			frappe.xcall("party_affairs.api.desk.get_meetings_of_mine");
			frappe.xcall("other.party_affairs.api.dues.collection.mark_paid");
		""",
	).insert()
	page = frappe.get_doc(
		doctype="Web Page",
		title="党费公示",
		main_section_html='<a href="/api/method/party_affairs.api.duties.check.run_check">履职核查</a>',
	).insert()
	documents = (card, own, script, page)
	before = [frappe.db.get_value(document.doctype, document.name, "modified") for document in documents]
	for _time in range(2):
		follow_moved_methods.execute()
		for document in documents:
			document.reload()
		assert card.method == "party_affairs.api.duties.cards.duties_due"
		assert own.method == "party_affairs.api.dues.cards.dues_in_arrears"
		assert [line.strip() for line in script.script.strip().splitlines()] == [
			'const API = "party_affairs.api.meetings.records";',
			'frappe.xcall("party_affairs.api.dues.collection.mark_paid", { entries: [] });',
			'frappe.xcall("party_affairs.api.dues.account.balance", { branch: "甲支部" });',
			"frappe.xcall(`party_affairs.api.members.record.${method}`);",
			'frappe.xcall("party_affairs.api.portal.my_overview");',
			'frappe.xcall("party_affairs.api.desk.get_meetings_of_mine");',
			'frappe.xcall("other.party_affairs.api.dues.collection.mark_paid");',
		]
		assert "/api/method/party_affairs.api.duties.check.run_check" in page.main_section_html
		assert [document.modified for document in documents] == before


def test_every_moved_method_is_found_where_the_patch_leads():
	for module in follow_moved_methods._MODULES.values():
		frappe.get_module(f"party_affairs.{module}")
	for module, methods in follow_moved_methods._OF_THE_DESK.items():
		for method in methods:
			assert frappe.get_attr(f"party_affairs.{module}.{method}")
			old = f"party_affairs.api.desk.{method}"
			assert follow_moved_methods.readdressed(old) == f"party_affairs.{module}.{method}"


def test_followers_and_kept_columns_of_foreign_documents_are_removed():
	person = factory.member(factory.branch())
	user = factory.login(person)
	for doctype, name in (("Party Member", person.name), ("User", user)):
		row = frappe.new_doc("Document Follow")
		row.update({"ref_doctype": doctype, "ref_docname": name, "user": user})
		row.db_insert()
	own = {"fieldname": "post", "label": "Post"}
	foreign = {"fieldname": "mobile", "doctype": "Party Member", "link_field": "member", "label": "Mobile"}
	other = {"fieldname": "email", "doctype": "User", "link_field": "owner", "label": "Email"}
	report = frappe.get_doc(
		doctype="Report",
		report_name="带外来列的报表",
		report_type="Custom Report",
		reference_report="Party Member Roster",
		ref_doctype="Party Member",
		is_standard="No",
	)
	report.insert()
	frappe.db.set_value(
		"Report", report.name, "json", json.dumps({"columns": [own, foreign, other], "filters": {}})
	)
	for _time in range(2):
		close_side_doors.execute()
		assert frappe.get_all("Document Follow", {"user": user}, pluck="ref_doctype") == ["User"]
		kept = json.loads(frappe.db.get_value("Report", report.name, "json"))
		assert kept == {"columns": [own, other], "filters": {}}


@pytest.mark.parametrize(
	("rule", "stored", "kept", "noted"),
	[
		("R49", {"liable": "any_day", "times": 1}, {"times": 1, "presence": "any_day"}, None),
		("R22", {"liable": "period_start", "times": 2}, {"times": 2, "presence": "more_than_half"}, None),
		("N01", {"limit_months": 3}, None, '{"limit_months": 3}'),
		("R43", {"liable": "any_day"}, None, '{"presence": "any_day"}'),
		("R22", {"times": 0, "grace_days": 5}, {"grace_days": 5}, '{"times": 0}'),
		("R22", {"times": 2}, {"times": 2}, None),
	],
)
def test_local_parameters_that_a_clause_no_longer_has_go_into_its_note(rule, stored, kept, noted):
	frappe.db.set_value(
		"Guide Rule", rule, {"local_parameters": json.dumps(stored), "local_note": "市里要求"}
	)
	for _ in range(2):
		fit_local_parameters.execute()
		values = frappe.db.get_value("Guide Rule", rule, ["local_parameters", "local_note"], as_dict=True)
		assert json.loads(values.local_parameters or "null") == kept
		assert values.local_note == "\n".join(
			["市里要求", *([f"本条款已不再有的参数：{noted}"] if noted else [])]
		)
	frappe.get_doc("Guide Rule", rule).save()


def test_local_parameters_that_nobody_can_read_stay_for_somebody_to_mend():
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", "{")
	fit_local_parameters.execute()
	assert frappe.db.get_value("Guide Rule", "R22", "local_parameters") == "{"


def test_names_of_members_and_their_copies_are_spelled_alike():
	branch = factory.branch(parent=factory.committee())
	odd, plain = factory.member(branch, "买买提·试不都"), factory.member(branch, "陈试一")
	entry = factory.dues_entry(odd, "2025-01-01", "30", "30", "2025-01-15")
	untouched = factory.dues_entry(plain, "2025-01-01", "30", "30", "2025-01-15")
	before = frappe.db.get_value("Party Dues Entry", untouched.name, ["member_name", "modified"])
	for doctype, name in (("Party Member", odd.name), ("Party Dues Entry", entry.name)):
		frappe.db.set_value(doctype, name, "member_name", "买买提•试\u200b不都")
	spell_names_alike.execute()
	assert frappe.db.get_value("Party Member", odd.name, "member_name") == "买买提·试不都"
	assert frappe.db.get_value("Party Dues Entry", entry.name, "member_name") == "买买提·试不都"
	assert frappe.db.get_value("Party Dues Entry", untouched.name, ["member_name", "modified"]) == before


def test_problems_of_earlier_imports_say_where_they_are():
	branch = factory.branch()
	file = frappe.get_doc({"doctype": "File", "file_name": "a.csv", "content": "a", "is_private": 1}).insert()
	document = frappe.get_doc(
		{"doctype": "Party Year Import", "branch": branch.name, "year": 2025, "workbook": file.file_url}
	).insert()
	document.db_set({"status": "Failed", "progress": 100})
	for row in (7, 0):
		document.append("errors", {"sheet": "党费", "row": row, "reason": "x"}).db_insert()
	for _ in range(2):
		tell_places_of_problems.execute()
		document.reload()
		assert [(row.places, row.number) for row in document.errors] == [("第7行", 1), (None, 1)]
		assert document.progress == 0


@pytest.fixture
def two_activities():
	branch = factory.branch(parent=factory.committee())
	return [factory.welfare(branch, project=project) for project in ("有照片", "无照片")]


def test_the_photo_of_an_activity_moves_into_its_table_and_hangs_on_no_board(
	two_activities, with_a_photo_field
):
	with_photo, without = two_activities
	with_a_photo_field("Public Welfare Activity")
	frappe.db.sql(
		"update `tabPublic Welfare Activity` set photo = '/files/a.jpg' where name = %s", with_photo.name
	)
	for _time in range(2):
		move_photos_of_welfare.execute()
		photos = frappe.get_all("Public Welfare Photo", fields=["parent", "photo", "on_board", "consent"])
		assert [tuple(row.values()) for row in photos] == [(with_photo.name, "/files/a.jpg", 0, "")]
	stored = frappe.get_doc("Public Welfare Activity", with_photo.name)
	assert [row.photo for row in stored.photos] == ["/files/a.jpg"]
	stored.effect = "照旧可以修改"
	stored.save()
	assert frappe.get_doc("Public Welfare Activity", without.name).photos == []


def test_forms_of_activities_are_named_as_people_call_them(two_activities):
	"""The state before: one of six English choices in the column, no document of a form, and a word that means one."""
	first, second = two_activities
	for activity, was in ((first, "Legal Aid"), (second, "Other")):
		frappe.db.set_value("Public Welfare Activity", activity.name, "form_of_service", was)
	word = frappe.get_doc(
		doctype="Party Workbook Word",
		branch=first.branch,
		kind="Choice",
		sheet="公益活动",
		workbook_column="方式",
		word="义务普法",
		meaning="普法宣传",
	).insert()
	word.db_set("meaning", "Legal Education")
	frappe.db.delete("Public Welfare Form", {"name": ["in", ["法律援助", "乡村法律服务"]]})
	for _time in range(2):
		name_forms_of_welfare.execute()
		forms = [
			frappe.db.get_value("Public Welfare Activity", activity.name, "form_of_service")
			for activity in (first, second)
		]
		assert forms == ["法律援助", "其他"]
		assert frappe.db.get_value("Party Workbook Word", word.name, "meaning") == "普法宣传"
		assert frappe.db.count("Public Welfare Form") == 9
	first.reload()
	first.save()


def test_reports_of_0_9_are_first_versions_of_months_and_count_all_that_is_missed_below():
	branch = factory.branch(parent=factory.committee())
	(old, new) = (report.freeze(key, branches=[branch.name])[0] for key in ("2025-11", "2025-12"))
	before = {"period_kind": None, "missed_count": 2, "below_missed_count": 5, "all_missed_count": 0}
	frappe.db.set_value("Compliance Report", old, before)
	for _time in range(2):
		give_reports_versions.execute()
		fields = ["period_kind", "version", "status", "all_missed_count"]
		assert frappe.db.get_value("Compliance Report", old, fields) == ("Month", 1, "Filed", 7)
		assert frappe.db.get_value("Compliance Report", new, "status") == "Handed Up"


def test_organisations_without_a_short_name_get_one():
	first = factory.branch("浙江补名律师事务所党支部", short_name="x")
	second = factory.branch("浙江补名（宁波）律师事务所党支部", short_name="y")
	plain = factory.branch("补名测试支部", short_name="z")
	given = factory.branch("浙江留名律师事务所党支部", short_name="留名")
	for one in (first, second, plain):
		frappe.db.set_value("Party Branch", one.name, "short_name", None)
	for _time in range(2):
		name_branches_in_brief.execute()
		assert [
			frappe.db.get_value("Party Branch", one.name, "short_name")
			for one in (first, second, plain, given)
		] == [
			"补名支部",
			"补名（宁波）支部",
			"补名测试支部",
			"留名",
		]
