"""The ledgers: what they show, that sums and charts are those of the rows, and that nobody sees another branch in them."""

import io
import json
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

import frappe
from frappe.desk.query_report import run as run_report

from party_affairs import ledgers
from party_affairs.api import ledgers as api
from party_affairs.guide import registry
from party_affairs.ledgers.compose import MASK
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.xlsx import to_xlsx
from tests.site import factory

OF_PERSONAL_TEXTS = {"heart_talks", "talks_due", "thought_reports", "thought_reports_due"}
"""Ledgers that only a branch's own committee reads; they have tests of their own."""

OF_ACCOUNTS = {"dues_use", "dues_remittances", "dues_annual_account"}
"""Ledgers with rows of committees as well, which have accounts of their own: so are their tests."""

OF_PERSONAL_DATA = {"personal_data_access", "personal_data_due"}
"""Ledgers about the data itself and those who look at it; tests/site/privacy/ is about them."""

OF_QUESTIONNAIRES = {"questionnaires"}
"""Sums of what was answered without names; tests/site/contact/ is about them."""
OF_EVALUATIONS = {"evaluation_distribution"}
"""Numbers by scheme, with nothing in them that a branch has written; tests/site/evaluation/ is about them."""
OF_REPORTS = {"compliance_matrix", "period_reports"}
"""Figures of organisations; tests/site/duties/test_reports_going_up.py is about them."""

OF_TASKS = {"notices", "key_work", "on_site_checks", "development_quotas"}
"""What goes down from a committee, which nobody below makes; tests/site/duties/ and members/ are about them."""

OF_ROOMS = {"party_notices", "venue_checks", "study_material"}
"""What was made known, and what the rooms have; tests/site/notice/ is about them."""
OF_THE_ARCHIVE = {"archive_cabinet", "archive_loans"}
"""Volumes and who has them; tests/site/archive/ is about them."""

NAMES = tuple(
	name
	for name in ledgers.LEDGERS
	if name
	not in OF_PERSONAL_TEXTS
	| OF_ACCOUNTS
	| OF_PERSONAL_DATA
	| OF_QUESTIONNAIRES
	| OF_EVALUATIONS
	| OF_REPORTS
	| OF_TASKS
	| OF_ROOMS
	| OF_THE_ARCHIVE
)
REPORTS = {
	"organisation_life": "Organisation Life Ledger",
	"contact_pairing": "Contact Pairing Ledger",
	"public_welfare": "Public Welfare Ledger",
	"public_welfare_summary": "Public Welfare Summary",
	"contacts_to_visit": "Contacts to Visit",
	"opinion_register": "Opinion Register",
	"dues_collection": "Dues Collection Ledger",
	"dues_assessments": "Dues Assessment Sheet",
	"dues_payments": "Dues Payments Ledger",
	"dues_arrears": "Dues Arrears Ledger",
	"dues_publication": "Publication of Dues",
	"member_roster": "Party Member Roster",
	"member_statistics": "Member Statistics",
	"education_hours": "Education Hours",
	"honours_register": "Honours Register",
	"platform_updates": "Platform Updates Due",
	"publicity_ledger": "Publicity Ledger",
	"two_way_cultivation": "Two Way Cultivation List",
	"plan_fulfilment": "Plan and What Was Held",
	"resolutions": "Resolutions and Their Follow-up",
	"make_ups": "Meetings to Make Up",
	"appraisals": "Appraisal Overview",
	"rectification": "Rectification Ledger",
	"compliance_findings": "Compliance Overview",
	"self_checks": "Self-Check Overview",
	"notices": "Notices and Who Has Acknowledged",
	"key_work": "Key Work and How It Stands",
	"on_site_checks": "On-site Checks and Mending",
	"development_quotas": "Development Quotas",
	"party_notices": "Register of Published Party Affairs",
	"venue_checks": "Check of the Rooms",
	"study_material": "Inventory of Study Material",
}
OF_AUDITORS = tuple(name for name in NAMES if name != "appraisals")
"""Ledgers that auditors and instructors read as well."""
CLOSED_TO_MEMBERS = tuple(name for name in NAMES if name != "dues_publication")
"""All but the sheet that hangs on the branch's board, where its members read it."""
YEAR = {"year": 2025}
BASE = "98765.43"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""A committee over a general branch with two branches, and a branch under another committee. Each branch has one
	record of every kind, with the branch's own mark in every text."""
	first, second = factory.committee("台账测试甲党委"), factory.committee("台账测试乙党委")
	general = factory.branch("台账测试总支", "General Branch", first)
	house = frappe._dict(first=first, general=general, branches={})
	for mark, parent in (("近", general), ("邻", general), ("远", second)):
		house.branches[mark] = fill(factory.branch(f"{mark}字党支部", parent=parent), mark)
	near = house.branches["近"]
	house.secretary = factory.login(near.people[0])
	factory.post(near.people[0], "Secretary")
	house.plain = factory.login(near.people[1])
	house.officer = factory.holder(near.branch, "Party Affairs Officer", first, name="近字专职")
	house.general_secretary = factory.holder(near.branch, "Secretary", general, name="近字总支书记")
	house.auditor = factory.holder(near.branch, "Party Work Instructor", name="近字指导员")
	return house


def fill(branch, mark):
	people = [
		factory.member(
			branch,
			f"{mark}字党员{number}",
			id_number=id_number,
			birth_date="1980-01-01" if id_number else None,
		)
		for number, id_number in ((1, ID_NUMBERS[mark]), (2, None), (3, None))
	]
	meeting = factory.meeting(
		branch,
		topic=f"{mark}字议题",
		attendees=people,
		resolutions=[
			{
				"resolution": f"{mark}字决议",
				"in_favour": 3,
				"against": 0,
				"abstained": 0,
				"responsible": people[0].name,
				"deadline": "2025-12-31",
			}
		],
	)
	factory.meeting(
		branch,
		"Member Assembly",
		topic=f"{mark}字补会",
		starts_on="2025-04-02 14:00:00",
		attendees=people[:1],
		absent={people[1].name: f"{mark}字事由"},
	)
	factory.plan(branch, responsible=people[0], topic=f"{mark}字计划")
	factory.dues_entry(
		people[0], "2025-01-01", due="20.00", paid="20.00", paid_on="2025-01-15", dues_base=BASE
	)
	factory.dues_entry(people[0], "2025-02-01", due="30.00", dues_base=BASE, remarks=f"{mark}字备注")
	factory.assessment(people[1])
	pairing = frappe.get_doc(
		doctype="Contact Pairing",
		member=people[0].name,
		branch=branch.name,
		start_date="2024-12-31",
		contact_name=f"{mark}字群众",
		contact_kind="Masses",
		address=f"{mark}字住址",
		phone="13900000000",
		family=f"{mark}字家庭",
		measures="法律咨询",
		contact_log=[
			{"contact_date": "2025-06-20", "method": "Visit"},
			{"contact_date": "2025-03-14", "method": "Visit"},
			{"contact_date": "2024-12-31", "method": "Visit"},
		],
	).insert(ignore_permissions=True)
	activity = frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=branch.name,
		project=f"{mark}字项目",
		form_of_service="普法宣传",
		activity_date="2025-05-04",
		sessions=2,
		hours=1.5,
		people_served=40,
		served_group="社区居民",
		participants=[{"member": people[0].name}, {"lawyer_name": f"{mark}字律师"}],
		other_lawyers=3,
	).insert(ignore_permissions=True)
	factory.honour(people[1], honour_name=f"{mark}字荣誉")
	frappe.get_doc(
		doctype="Publicity Item",
		branch=branch.name,
		title=f"{mark}字报道",
		medium="金华律师网",
		published_on="2025-05-06",
	).insert(ignore_permissions=True)
	frappe.get_doc(
		doctype="Two Way Cultivation",
		branch=branch.name,
		direction="Partner to Member",
		person_name=f"{mark}字合伙人",
		mentor=people[0].name,
		started_on="2025-01-10",
	).insert(ignore_permissions=True)
	factory.life_review(
		branch,
		meeting,
		theme=f"{mark}字生活会",
		noticed_on="2025-03-01",
		planned_on=None,
		studies=[],
		talks_confirmed_by=people[0].name,
		measures=[factory.measure(people[0], problem=f"{mark}字问题")],
	)
	factory.opinion(branch, "2025-05-06", raised_by_name=f"{mark}字来宾", opinion=f"{mark}字意见")
	finding = factory.finding(people[0], "R49", branch, month="2025-02")
	factory.self_check(branch)
	return frappe._dict(
		branch=branch, people=people, meeting=meeting, pairing=pairing, activity=activity, finding=finding
	)


ID_NUMBERS = {"近": "330702198001017116", "邻": "330702198001017220", "远": "330702198001017335"}


def build(name, user="Administrator", **filters):
	return ledgers.get(name).build({**YEAR, **filters}, user=user)


def all_text(ledger):
	"""Everything a reader could find out: rows, totals, chart, figures, notes, and the workbook's cells."""
	sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(ledger))).active
	cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
	return repr(
		(ledger.rows, ledger.totals, ledger.chart, ledger.figures, ledger.notes, ledger.subtitle, cells)
	)


# Who sees what


@pytest.mark.parametrize("name", NAMES)
def test_secretary_sees_his_branch_and_nothing_of_another(house, set_user, name):
	set_user(house.secretary)
	mine = ledgers.get(name).build(YEAR)
	text = all_text(mine)
	assert "近字" in text
	assert "邻字" not in text and "远字" not in text
	assert ID_NUMBERS["远"][-4:] not in text
	alone = build(name, branch=house.branches["近"].branch.name)
	assert (mine.totals, mine.chart, mine.figures) == (alone.totals, alone.chart, alone.figures)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mark", ["邻", "远"])
def test_secretary_cannot_ask_for_another_branch(house, name, mark):
	with pytest.raises(frappe.PermissionError):
		build(name, house.secretary, branch=house.branches[mark].branch.name)


@pytest.mark.parametrize("name", CLOSED_TO_MEMBERS)
def test_member_without_post_gets_no_ledger(house, name):
	with pytest.raises(frappe.PermissionError):
		build(name, house.plain)
	with pytest.raises(frappe.PermissionError):
		build(name, house.plain, branch=house.branches["近"].branch.name)


@pytest.mark.parametrize("name", NAMES)
def test_committee_sees_its_subtree_branch_by_branch(house, name):
	for user, branch in (
		(house.officer, None),
		(house.officer, house.general.name),
		(house.general_secretary, None),
	):
		ledger = build(name, user, branch=branch)
		assert {row["branch"] for row in ledger.rows} == {"近字党支部", "邻字党支部"}
		assert "branch_name" in {column.fieldname for column in ledger.columns}
		assert "远字" not in all_text(ledger)
	assert [row["no"] for row in ledger.rows] == list(range(1, len(ledger.rows) + 1))


@pytest.mark.parametrize("name", OF_AUDITORS)
def test_own_rows_of_another_branch_are_no_part_of_a_branch_ledger(house, name):
	"""An instructor in one branch who pays his dues in another: his own entry must not swell the first one's ledger."""
	person = house.branches["邻"].people[0]
	user = factory.login(person)
	factory.post(person, "Party Work Instructor", house.branches["远"].branch)
	assert {row["branch"] for row in build(name, user).rows} == {"远字党支部"}


def test_publicity_commissioner_has_no_dues_ledger_but_the_activities(house):
	user = factory.holder(house.branches["近"].branch, "Publicity Commissioner")
	with pytest.raises(frappe.PermissionError):
		build("dues_collection", user)
	assert build("public_welfare", user).rows


def test_personal_data_of_contacts_is_for_the_branch_alone(house):
	own = build("contact_pairing", house.secretary).rows[0]
	assert (own["address"], own["phone"], own["family"]) == ("近字住址", "13900000000", "近字家庭")
	for user in (house.officer, house.auditor):
		for row in build("contact_pairing", user).rows:
			assert (row["address"], row["phone"], row["family"]) == (MASK, MASK, MASK)
			assert row["contact_name"].endswith("字群众")


def test_id_numbers_are_shortened_for_everyone_and_hidden_from_auditors(house):
	number = ID_NUMBERS["近"]
	for user in ("Administrator", house.secretary):
		shown = {row["member_name"]: row["id_number"] for row in build("member_roster", user).rows}
		assert shown["近字党员1"] == "3307**********7116"
		assert not shown["近字党员2"]
	audited = build("member_roster", house.auditor)
	assert {row["member_name"]: row["id_number"] for row in audited.rows}["近字党员1"] == MASK
	assert number not in all_text(audited) and number[-4:] not in all_text(audited)


# What stands in them


def test_organisation_life_lists_submitted_meetings_of_the_year(house, freeze):
	branch = factory.branch("台账独立党支部", parent=house.first)
	# Of the three on register one has a vote: the other two are on probation.
	probation = {"stage": "Probationary Member", "joined_on": "2024-11-01", "full_member_on": None}
	people = [
		factory.member(branch, f"组织生活{number}", **(probation if number else {})) for number in range(3)
	]
	group = factory.group(branch, "青年党小组")
	factory.meeting(
		branch,
		"Member Assembly",
		"2025-06-25 14:00:00",
		topic="表决",
		agenda="一、听取报告\n二、表决",
		outcome="",
		also_theme_day=1,
		attendees=people[:1],
		resolutions=[{"resolution": "同意接收", "in_favour": 1}, {"resolution": "另行通知"}],
		submit=False,
	)
	assert not build("organisation_life", branch=branch.name).rows, "drafts are no records yet"
	document = frappe.get_last_doc("Party Meeting", {"branch": branch.name})
	assert [row.member for row in document.attendees if row.from_register] == [row.name for row in people[1:]]
	document.append("attendees", {"member": people[1].name, "attendance": "Leave", "reason": "出差"})
	document.append("attendees", {"member": people[2].name, "attendance": "Absent"})
	document.submit()
	factory.meeting(branch, "Group Meeting", "2025-07-02 09:00:00", party_group=group.name, attendees=people)
	factory.meeting(branch, "Theme Day", "2024-12-15 09:00:00", attendees=people)

	ledger = build("organisation_life", branch=branch.name)
	assembly, group_meeting = ledger.rows
	assert assembly["starts_on"] == datetime(2025, 6, 25, 14)
	assert assembly["kind_text"] == "支部党员大会（兼主题党日）"
	assert group_meeting["kind_text"] == "党小组会（青年党小组）"
	assert assembly["topic"] == "表决\n一、听取报告\n二、表决"
	assert assembly["absent"] == "组织生活1（出差）、组织生活2（缺席）"
	assert assembly["decisions"].splitlines()[0] == "同意接收（赞成1票，反对0票，弃权0票）"
	assert assembly["decisions"].splitlines()[1] == "另行通知"
	assert (ledger.totals["expected_count"], ledger.totals["present_count"]) == (6, 4)
	assert ledger.chart.labels == ("支部党员大会", "党小组会") and ledger.chart.series[0][1] == (1, 1)

	def topics(**filters):
		return [row["kind"] for row in build("organisation_life", branch=branch.name, **filters).rows]

	assert topics(kind="Theme Day") == ["Member Assembly"], "a record counts for its second kind"
	assert topics(kind="Group Meeting") == ["Group Meeting"]
	assert topics(month="7") == ["Group Meeting"]
	assert topics(year=2024) == ["Theme Day"]


def test_contacts_to_visit_are_those_without_one_for_the_months_set(house, freeze):
	freeze("2025-09-01")
	branch = factory.branch(parent=house.first)
	person = factory.member(branch, "久未联系人")
	met = lambda day: [{"contact_date": day, "method": "Visit"}]  # noqa: E731
	factory.pairing(person, contact_name="近来见过", contact_log=met("2025-07-02"))
	factory.pairing(person, contact_name="刚满两月", contact_log=met("2025-07-01"))
	factory.pairing(person, contact_name="从未见过", start="2025-03-01")
	factory.pairing(person, contact_name="新近结对", start="2025-07-02")
	factory.pairing(person, contact_name="已经结束", end_date="2025-08-01")
	ledger = build("contacts_to_visit", branch=branch.name)
	assert [(row["contact_name"], row["days"]) for row in ledger.rows] == [
		("从未见过", 184),
		("刚满两月", 62),
	]
	assert [figure.value for figure in ledger.figures] == [2, 1, 1]
	before = build("contacts_to_visit", branch=branch.name, as_of="2025-04-30").rows
	assert {row["contact_name"] for row in before} == {"近来见过", "刚满两月", "已经结束"}
	frappe.db.set_single_value("Party Affairs Settings", "contact_visit_months", 1)
	assert len(build("contacts_to_visit", branch=branch.name).rows) == 4


def test_contact_pairing_shows_the_contacts_of_the_year(house):
	row = build("contact_pairing", branch=house.branches["近"].branch.name).rows[0]
	assert row["contacted_on"] == "3.14、6.20"
	assert row["times"] == 2
	assert row["posts"] == "书记"
	assert row["kind"] == "群众"
	(before,) = build("contact_pairing", branch=house.branches["近"].branch.name, year=2024).rows
	assert before["contacted_on"] == "12.31"
	assert not build("contact_pairing", branch=house.branches["近"].branch.name, year=2023).rows


def test_public_welfare_adds_up_and_names_members_and_lawyers(house):
	ledger = build("public_welfare", house.officer)
	assert {row["lawyers"] for row in ledger.rows} == {"近字律师、另有3人", "邻字律师、另有3人"}
	assert {row["members"] for row in ledger.rows} == {"近字党员1", "邻字党员1"}
	assert {key: ledger.totals[key] for key in ("sessions", "hours", "people_served")} == {
		"sessions": 4,
		"hours": 3.0,
		"people_served": 80,
	}
	assert sum(ledger.chart.series[0][1]) == ledger.totals["sessions"]


@pytest.fixture
def dues_branch(house):
	"""A branch with three payers: one whose standard rose, one exempt, one without any entry."""
	branch = factory.branch("党费台账党支部", parent=house.first)
	rising, exempt, silent = (factory.member(branch, name) for name in ("甲升", "乙免", "丙无"))
	for month in range(1, 13):
		due = "15.00" if month < 7 else "20.50"
		paid = due if month < 5 else "0"
		day = f"2025-{month:02d}-15" if month < 4 else "2025-05-06"
		factory.dues_entry(
			rising, f"2025-{month:02d}-01", due, paid, day if month < 5 else None, dues_base=BASE
		)
	for month in (1, 2, 3):
		factory.dues_entry(exempt, f"2025-{month:02d}-01", "0", status="Exempt")
	return frappe._dict(branch=branch, rising=rising, exempt=exempt, silent=silent)


def test_dues_ledger_in_the_middle_of_the_year(dues_branch, freeze):
	freeze("2025-08-20")
	ledger = build("dues_collection", branch=dues_branch.branch.name)
	rows = {row["member_name"]: row for row in ledger.rows}
	rising = rows["甲升"]
	assert rising["month_04"] == Decimal("15.00") and rising["month_04_paid_on"] == date(2025, 5, 6)
	assert rising["month_05"] == Decimal("0.00"), "begun and unpaid"
	assert rising["month_09"] is None, "not begun"
	assert rising["standard"] == Decimal("20.50")
	assert rising["due"] == Decimal("213.00")
	assert rising["paid"] == Decimal("60.00")
	assert rising["arrears"] == Decimal("15.00") * 2 + Decimal("20.50"), "May to July: August is not over"
	assert "1至6月" in rising["remarks"] and "15.00" in rising["remarks"] and "7至12月" in rising["remarks"]
	assert rows["乙免"]["month_01"] is None and rows["乙免"]["remarks"] == "1至3月免交"
	assert rows["丙无"]["paid"] == 0 and rows["丙无"]["remarks"]


def test_dues_totals_and_chart_are_those_of_the_rows(dues_branch, freeze):
	freeze("2026-01-05")
	ledger = build("dues_collection", branch=dues_branch.branch.name)
	for fieldname in ("month_01", "month_12", "due", "paid", "arrears"):
		assert ledger.totals[fieldname] == sum(row.get(fieldname) or 0 for row in ledger.rows), fieldname
	(_due_label, due), (_paid_label, paid) = ledger.chart.series
	assert sum(due) == ledger.totals["due"] == Decimal("213.00")
	assert sum(paid) == ledger.totals["paid"] == Decimal("60.00")
	assert paid[0] == ledger.totals["month_01"] == Decimal("15.00")
	assert ledger.totals["arrears"] == Decimal("153.00")


def test_dues_ledger_never_shows_incomes(house):
	for user in ("Administrator", house.secretary):
		text = all_text(build("dues_collection", user))
		assert "98765" not in text and "98,765" not in text


def test_member_who_left_in_the_year_stays_in_the_dues_ledger_and_leaves_the_roster(dues_branch, freeze):
	freeze("2025-12-31")
	factory.leaves(dues_branch.silent, "2025-06-30")
	filters = {"branch": dues_branch.branch.name}
	assert "丙无" in {row["member_name"] for row in build("dues_collection", **filters).rows}
	assert "丙无" not in {row["member_name"] for row in build("member_roster", **filters).rows}
	assert "丙无" in {row["member_name"] for row in build("member_roster", year=2024, **filters).rows}


def test_roster_stands_on_the_last_day_of_the_year(house, freeze):
	freeze("2026-03-01")
	branch = factory.branch("花名册党支部", parent=house.first)
	factory.member(
		branch,
		"转正者",
		birth_date="1990-12-31",
		joined_on="2024-06-20",
		full_member_on="2025-06-20",
		is_partner=1,
	)
	factory.member(branch, "积极分子", stage="Activist", joined_on=None, full_member_on=None)
	person = frappe.get_doc("Party Member", {"member_name": "转正者", "branch": branch.name})
	factory.post(person, "Secretary", start="2024-01-01", end="2025-06-30")

	def row(year):
		rows = build("member_roster", branch=branch.name, year=year).rows
		assert [row["member_name"] for row in rows] == ["转正者"], "activists are no members of the Party"
		return rows[0]

	assert (row(2024)["stage_text"], row(2024)["age"], row(2024)["party_age"]) == ("预备党员", 34, None)
	assert (row(2025)["stage_text"], row(2025)["age"], row(2025)["party_age"]) == ("正式党员", 35, 0)
	assert (row(2024)["posts"], row(2025)["posts"]) == ("书记", "")
	assert row(2025)["partner"] == "是"


def test_compliance_overview_shows_what_is_open_unless_asked_otherwise(house):
	branch = factory.branch("核查台账党支部", parent=house.first)
	person = factory.member(branch, "核查党员")
	for month, status in (("2025-01", "Met"), ("2025-02", "Missed"), ("2025-03", "Due"), ("2025-04", "Late")):
		factory.finding(person, "R49", branch, status, month=month)
	factory.finding(person, "R49", branch, "Missed", month="2024-12")

	def statuses(**filters):
		return [row["status"] for row in build("compliance_findings", branch=branch.name, **filters).rows]

	assert statuses() == ["Missed", "Late", "Due"]
	assert statuses(status="Met") == ["Met"]
	assert sorted(statuses(status="All")) == ["Due", "Late", "Met", "Missed"]
	assert statuses(year=2024) == ["Missed"]
	ledger = build("compliance_findings", branch=branch.name)
	assert [figure.value for figure in ledger.figures] == [1, 1, 1]
	assert ledger.chart.labels == (registry.clause("R49").title,)
	assert len(set(ledger.chart.colours)) == 3
	assert [values for _label, values in ledger.chart.series] == [(1,), (1,), (1,)]
	assert ledger.rows[0]["period"] == "2025年2月"
	assert ledger.rows[0]["clause"].startswith("R49 ")


# Filters


@pytest.mark.parametrize("name", NAMES)
def test_without_filters_it_is_the_current_year_and_all_branches_in_scope(house, freeze, name):
	freeze("2025-11-03")
	for filters in (None, {}, {"branch": "", "year": ""}):
		ledger = ledgers.get(name).build(filters, user=house.secretary)
		assert ledger.title.startswith("2025年")
		assert {row["branch"] for row in ledger.rows} == {"近字党支部"}


@pytest.mark.parametrize(
	"name, filters",
	[
		("organisation_life", {"month": 13}),
		("organisation_life", {"kind": "Party"}),
		("compliance_findings", {"status": "Open"}),
		("dues_collection", {"year": "abc"}),
		("dues_collection", {"year": 3000}),
	],
)
def test_filters_that_cannot_be_are_refused(name, filters):
	with pytest.raises(frappe.ValidationError):
		build(name, **filters)


def test_unknown_ledger_and_unknown_organisation_are_refused():
	with pytest.raises(frappe.ValidationError):
		ledgers.get("telephone_book")
	with pytest.raises(frappe.DoesNotExistError):
		build("dues_collection", branch="没有的支部")


@pytest.mark.parametrize("name", NAMES)
def test_number_of_queries_does_not_grow_with_branches_and_rows(house, monkeypatch, name):
	def count(**filters):
		statements = []
		database = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(
				frappe.local.db,
				"sql",
				lambda query, *args, **kwargs: statements.append(query) or database(query, *args, **kwargs),
			)
			build(name, **filters)
		return len(statements)

	build(name)
	# Whether the one branch that is asked for exists is one query more.
	narrowed = {"branch": house.branches["邻"].branch.name}
	of_all, of_one = count(), count(**narrowed)
	for number in range(3):
		fill_more(house.branches["邻"], number)
	assert count() == of_all > 0
	assert count(**narrowed) == of_one <= of_all + 1


def fill_more(rows, number):
	person = factory.member(rows.branch)
	factory.meeting(rows.branch, starts_on=f"2025-0{number + 4}-10 14:00:00", attendees=[person])
	factory.dues_entry(person, "2025-01-01")
	factory.finding(person, "R49", rows.branch, month="2025-04")
	for source in (rows.pairing, rows.activity):
		copy = frappe.copy_doc(source)
		copy.member = person.name
		copy.insert(ignore_permissions=True)


# Reports


@pytest.mark.parametrize("name", NAMES)
def test_report_shows_the_ledger_of_the_caller(house, set_user, name):
	set_user(house.secretary)
	ledger = ledgers.get(name).build(YEAR)
	answer = run_report(REPORTS[name], filters=json.dumps(YEAR))
	rows = [row for row in answer["result"] if not row.get("is_total")]
	assert [row["name"] for row in rows] == [row["name"] for row in ledger.rows]
	assert "远字" not in repr(answer) and "邻字" not in repr(answer)
	assert "98765" not in repr(answer)
	assert len(answer["report_summary"]) == len(ledger.figures)
	if ledger.totals:
		assert answer["result"][-1]["is_total"]
	assert answer["chart"]["data"]["labels"] == list(ledger.chart.labels)
	assert all(
		len(set_["values"]) == len(ledger.chart.labels) for set_ in answer["chart"]["data"]["datasets"]
	)


@pytest.mark.parametrize("name", NAMES)
def test_report_is_closed_to_members_without_post(house, set_user, name):
	set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		run_report(REPORTS[name], filters=json.dumps(YEAR))


@pytest.mark.parametrize("name", OF_AUDITORS)
def test_report_of_an_auditor_keeps_its_rows(house, set_user, name):
	"""Frappe filters report rows once more by the auditor's User Permission on the branch."""
	frappe.get_doc(
		doctype="User", email="pruefer@example.com", first_name="审计", send_welcome_email=0
	).insert()
	frappe.get_doc("User", "pruefer@example.com").add_roles("Party Affairs Auditor")
	frappe.get_doc(
		doctype="User Permission",
		user="pruefer@example.com",
		allow="Party Branch",
		for_value=house.general.name,
	).insert()
	set_user("pruefer@example.com")
	answer = run_report(REPORTS[name], filters=json.dumps(YEAR))
	assert {row["branch"] for row in answer["result"] if not row.get("is_total")} == {
		"近字党支部",
		"邻字党支部",
	}


def test_every_ledger_has_a_report_for_all_who_may_read_its_records():
	for name, title in REPORTS.items():
		report = frappe.get_doc("Report", title)
		assert report.ref_doctype == ledgers.get(name).DOCTYPE
		may_report = {
			perm.role
			for perm in frappe.get_meta(report.ref_doctype).permissions
			if perm.report and not perm.permlevel
		}
		assert {row.role for row in report.roles} == may_report


# Files


def test_download_sends_the_page_and_the_workbook(house, set_user, freeze):
	freeze("2026-01-05")
	set_user(house.secretary)
	for file_format, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
		api.download("dues_collection", year=2025, file_format=file_format)
		assert frappe.local.response.filecontent.startswith(start)
		assert frappe.local.response.filename == f"2025年度党费收缴台账-近字党支部-2026年1月5日.{file_format}"
		log = frappe.get_last_doc("Access Log", {"user": house.secretary})
		assert (log.export_from, log.file_type) == ("Party Dues Entry", file_format.upper())


def test_download_checks_rights_and_format(house, set_user):
	set_user(house.plain)
	for name in CLOSED_TO_MEMBERS:
		with pytest.raises(frappe.PermissionError):
			api.download(name, year=2025)
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		api.download("dues_collection", branch="远字党支部", year=2025)
	with pytest.raises(frappe.ValidationError):
		api.download("dues_collection", year=2025, file_format="exe")


def sheet_of(ledger):
	return openpyxl.load_workbook(io.BytesIO(to_xlsx(ledger))).active


def test_workbook_is_ready_to_print(house):
	sheet = sheet_of(build("dues_collection", house.secretary))
	assert sheet["A1"].value == "2025年度党费收缴台账"
	assert sheet.freeze_panes == "A4"
	assert sheet.print_title_rows == "$3:$3"
	assert sheet.page_setup.orientation == "landscape"
	assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
	header = {cell.value: cell.column for cell in sheet[3]}
	row = next(cell.row for cell in sheet["B"] if cell.value == "近字党员1")
	paid = sheet.cell(row, header["1月"])
	assert paid.value == 20 and paid.number_format == "#,##0.00"
	assert sheet.cell(row, header["1月交纳时间"]).is_date
	assert all(sheet.column_dimensions[cell.column_letter].width >= 5 for cell in sheet[3])


def test_workbook_totals_are_the_ledger_totals(house):
	ledger = build("public_welfare", house.officer)
	sheet = sheet_of(ledger)
	header = {cell.value: cell.column for cell in sheet[3]}
	total = sheet[4 + len(ledger.rows)]
	assert total[0].value == "合计"
	assert total[header["服务人数"] - 1].value == 80


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])
def test_no_text_becomes_a_formula(text):
	ledger = Ledger("台账", "支部", 2025, "今日", (Column("a", "甲"),), ({"a": text},), notes=(text,))
	sheet = sheet_of(ledger)
	for cell in (sheet["A4"], sheet["A5"]):
		assert cell.data_type == "s" and cell.value.strip() == text.strip()
		assert cell.quotePrefix


def test_characters_that_excel_cannot_hold_are_left_out():
	ledger = Ledger("台账[1]/2:3", "支部", 2025, "今日", (Column("a", "甲"),), ({"a": "张\x00三\x0b"},))
	assert sheet_of(ledger)["A4"].value == "张三"
