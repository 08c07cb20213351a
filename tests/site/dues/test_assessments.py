"""Dues assessments beyond one document: the new year's for a whole branch, the sheet to sign, and who sees incomes."""

import io
import json

import openpyxl
import pytest

import frappe
from frappe.desk import reportview
from frappe.desk.form import load
from frappe.desk.query_report import run as run_report
from frappe.desk.search import search_link

from party_affairs import ledgers
from party_affairs.api import ledgers as ledger_api
from party_affairs.api import portal
from party_affairs.api.dues import assessments as api
from party_affairs.dues import assessing
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues import assessment as facts
from party_affairs.ledgers.compose import MASK
from party_affairs.permissions.restricted_fields import refuse_restricted_fields
from party_affairs.permissions.row_access import get_condition
from party_affairs.printing.ledger_sheets import party_ledger
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

BASE, ITEM, DUE = 61234.56, 61222.22, "1,000.00"
SECRETS = ("61234", "61,234", "61222", "61,222")
"""Base and income item of the person in question: neither may appear anywhere for those who must not see them."""


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""A branch below a general branch below a committee; one member with an income, and people of each kind around him."""
	house = frappe._dict()
	house.committee = factory.committee("核定测试党委")
	house.general = factory.branch("核定测试总支", "General Branch", house.committee)
	house.branch = factory.branch("核定测试党支部", parent=house.general)
	house.next_door = factory.branch("核定邻近党支部", parent=house.general)
	house.person = factory.member(house.branch, "甲有收入")
	house.own = factory.login(house.person)
	house.assessment = factory.assessment(
		house.person,
		base=None,
		basis_method="Fixed Yearly Base",
		income_items=[
			{"kind": "Partner's Share of Profit", "amount": ITEM},
			{"kind": "Regular Bonus", "amount": 12.34},
		],
	)
	house.assessment.income_items[1].amount = 12.33
	house.assessment.save(ignore_version=False)
	house.assessment.income_items[1].amount = 12.34
	house.assessment.save(ignore_version=False)
	house.secretary = factory.holder(house.branch, "Secretary")
	house.organisation = factory.holder(house.branch, "Organisation Commissioner")
	house.publicity = factory.holder(house.branch, "Publicity Commissioner")
	house.instructor = factory.holder(house.branch, "Party Work Instructor")
	house.colleague = factory.holder(house.branch)
	house.neighbour = factory.holder(house.next_door, "Secretary")
	house.general_secretary = factory.holder(house.branch, "Secretary", house.general)
	house.general_organisation = factory.holder(house.branch, "Organisation Commissioner", house.general)
	house.committee_organisation = factory.holder(
		house.next_door, "Organisation Commissioner", house.committee
	)
	house.manager = factory.holder(house.branch, "Party Affairs Officer", house.committee)
	return house


ENTITLED = ("secretary", "organisation")
READ_WITHOUT_INCOME = (
	"instructor",
	"general_secretary",
	"general_organisation",
	"committee_organisation",
	"manager",
)
READ_NOTHING = ("publicity", "colleague", "neighbour", "own")
"""On the Desk; the member himself has his own page."""


def shows_income(seen) -> bool:
	text = seen if isinstance(seen, str) else frappe.as_json(seen)
	return any(secret in text for secret in SECRETS)


# --- doors


def as_document(house):
	document = frappe.get_doc("Dues Assessment", house.assessment.name)
	document.check_permission("read")
	document.apply_fieldlevel_read_permissions()
	return document.as_dict()


def as_form(house):
	frappe.response.docs = []
	load.getdoc("Dues Assessment", house.assessment.name)
	return [row.as_dict() for row in frappe.response.docs], frappe.response.docinfo


def as_print(house):
	frappe.get_doc("Dues Assessment", house.assessment.name).check_permission("print")
	return frappe.get_print("Dues Assessment", house.assessment.name)


def as_sheet(house):
	return str(ledgers.get("dues_assessments").build({"year": 2025, "branch": house.branch.name}).rows)


def as_report(house):
	filters = {"year": 2025, "branch": house.branch.name}
	return run_report("Dues Assessment Sheet", filters=filters)["result"]


def as_printed_sheet(house):
	return party_ledger("dues_assessments", house.branch.name, 2025)


def as_workbook(house):
	ledger_api.download("dues_assessments", "xlsx", branch=house.branch.name, year=2025)
	book = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
	return str([[cell.value for cell in row] for row in book.active.iter_rows()])


def as_link(house):
	frappe.response.pop("results", None)
	return search_link("Dues Assessment", "甲有收入") or frappe.response.get("results")


DOORS = (as_document, as_form, as_print, as_sheet, as_report, as_printed_sheet, as_workbook)


def look(door, house):
	"""What a door shows; None if it stays shut."""
	try:
		return door(house)
	except frappe.PermissionError:
		return None
	finally:
		frappe.clear_messages()


@pytest.mark.parametrize("who", ENTITLED)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_branchs_own_commissioners_see_the_income(house, set_user, door, who):
	set_user(house[who])
	assert shows_income(look(door, house))


@pytest.mark.parametrize("who", READ_WITHOUT_INCOME)
@pytest.mark.parametrize("door", (*DOORS, as_link), ids=lambda door: door.__name__)
def test_those_above_see_the_assessment_without_the_income(house, set_user, door, who):
	set_user(house[who])
	seen = look(door, house)
	assert seen and not shows_income(seen)


@pytest.mark.parametrize("who", READ_NOTHING)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_others_see_nothing(house, set_user, door, who):
	set_user(house[who])
	seen = look(door, house)
	assert not seen


def test_masks_stand_where_base_and_rate_would_be(house, set_user):
	set_user(house.manager)
	rows = ledgers.get("dues_assessments").build({"year": 2025, "branch": house.branch.name}).rows
	row = next(row for row in rows if row["member"] == house.person.name)
	assert (row["monthly_base"], row["rate"], str(row["monthly_due"])) == (MASK, MASK, "1000.00")


ASKING = [
	{"fields": '["name","monthly_base"]'},
	{"fields": '["name","income_amount"]'},
	{"fields": '["*"]'},
	{"fields": '["`tabDues Assessment`.*"]'},
	{"fields": '["max(monthly_base) as m"]'},
	{"fields": '["name","income_items.amount"]'},
	{"fields": '["name","`tabDues Income Item`.`amount`"]'},
	{"filters": '{"monthly_base": [">", 60000]}'},
	{"filters": '[["Dues Income Item","amount",">",60000]]'},
	{"order_by": "monthly_base desc"},
	{"doctype": "Dues Income Item", "parent_doctype": "Dues Assessment", "fields": '["amount"]'},
	{"doctype": "Party Dues Entry", "fields": '["dues_base"]'},
	{"field": "category", "current_filters": '[["Dues Assessment","monthly_base",">",1]]'},
	{
		"doctype": None,
		"doc": '{"document_type":"Dues Assessment","function":"Sum","aggregate_function_based_on":"monthly_base"}',
	},
]


@pytest.fixture
def ask(set_user):
	def request(user, **arguments):
		set_user(user)
		frappe.local.request = frappe._dict(path="/api/method/frappe.client.get_list", method="GET")
		frappe.local.form_dict = frappe._dict({"doctype": "Dues Assessment", **arguments})
		try:
			refuse_restricted_fields()
		finally:
			del frappe.local.request

	return request


@pytest.mark.parametrize("arguments", ASKING, ids=str)
@pytest.mark.parametrize("who", ["general_organisation", "committee_organisation"])
def test_commissioners_above_cannot_ask_lists_for_incomes(house, ask, who, arguments):
	with pytest.raises(frappe.PermissionError):
		ask(house[who], **arguments)


def test_whoever_sees_no_incomes_may_count_and_list_the_rest(house, ask):
	for arguments in (
		{"fields": '["name","category","count(*) as number"]'},
		{"filters": '{"member_name": ["like", "*"]}'},
		{"doctype": None, "doc": '{"document_type":"Dues Assessment","function":"Count"}'},
		{"doctype": None, "doc": '{"doctype":"Dues Assessment","monthly_base":1}'},
	):
		ask(house.committee_organisation, **arguments)


@pytest.mark.parametrize("arguments", ASKING, ids=str)
def test_the_branchs_commissioner_may_ask(house, ask, arguments):
	ask(house.organisation, **arguments)


@pytest.mark.parametrize("who", ["instructor", "manager"])
def test_a_list_of_everything_leaves_incomes_out(house, set_user, who):
	set_user(house[who])
	seen = frappe.get_list("Dues Assessment", fields=["*"], filters={"member": house.person.name})
	assert seen and not shows_income(seen)
	fields = json.dumps(
		[f"`tabDues Assessment`.`{field}`" for field in ("name", "income_amount", "monthly_base")]
	)
	frappe.local.form_dict = frappe._dict(doctype="Dues Assessment", fields=fields)
	assert not shows_income(reportview.get())


@pytest.mark.parametrize("who", (*READ_WITHOUT_INCOME, *READ_NOTHING))
def test_rows_of_income_items_are_the_branchs_commissioners_alone(house, who):
	assert _items_for(house[who]) == 0
	assert _items_for(house.organisation) == _items_for(house.secretary) == 2


def _items_for(user):
	condition = get_condition("Dues Income Item", user)
	return frappe.db.sql(f"select count(*) from `tabDues Income Item` where {condition}")[0][0]


def test_the_log_of_changes_says_that_an_income_changed_and_not_to_what(house, set_user):
	assessment = frappe.get_doc("Dues Assessment", house.assessment.name)
	assessment.income_items[0].amount = 52345.67
	assessment.append("income_items", {"kind": "Income Tax", "amount": 1111.11})
	assessment.remarks = "改了一次"
	assessment.save(ignore_version=False)
	data = frappe.get_all(
		"Version", filters={"docname": assessment.name}, pluck="data", order_by="creation desc, name", limit=1
	)
	changes = json.loads(data[0])
	assert ["monthly_base", "***", "***"] in changes["changed"]
	assert ["remarks", None, "改了一次"] in changes["changed"]
	assert [row[0] for row in changes["added"]] == ["income_items"] and len(changes["row_changed"]) == 1
	for secret in ("52345", "52,345", "51246", "51,246", "1111", "1,111", *SECRETS):
		assert secret not in data[0]


def test_a_commissioner_above_cannot_write_a_base(house, set_user):
	set_user(house.committee_organisation)
	document = frappe.get_doc("Dues Assessment", house.assessment.name)
	document.monthly_base, document.remarks = 1, "上级修改"
	document.income_items = []
	look(lambda house: document.save(), house)
	assert frappe.db.get_value("Dues Assessment", document.name, "monthly_base") == BASE
	assert frappe.db.count("Dues Income Item", {"parent": document.name}) == 2


# --- the member's own


def test_a_member_sees_his_own_assessment_with_its_base_on_his_page(house, set_user):
	set_user(house.own)
	(own,) = portal.my_overview(2025)["assessments"]
	assert (float(own["base"]), str(own["due"]), str(own["last"])) == (BASE, "1000.00", "2025-12-01")
	assert portal.my_overview(2024)["assessments"] == []
	set_user(house.colleague)
	assert portal.my_overview(2025)["assessments"] == []


# --- in force


def test_of_several_assessments_the_newest_that_covers_the_month_is_in_force():
	branch = factory.branch(parent=factory.committee())
	one, two = factory.member(branch), factory.member(branch)
	year = factory.assessment(one, "2025-01-01")
	june = factory.assessment(one, "2025-06-01", "9000", basis_method="Annual Salary Drawn in Month")
	factory.assessment(two, "2025-06-01")
	with counted_queries() as queries:
		found = facts.in_force([one.name, two.name], frappe.utils.getdate("2025-06-01"))
	assert len(queries) == 1
	assert found[one.name].name == june.name and str(found[one.name].monthly_due) == "135.00"
	assert set(facts.in_force([one.name, two.name], frappe.utils.getdate("2025-05-01"))) == {one.name}
	assert facts.in_force([one.name], frappe.utils.getdate("2025-07-01"))[one.name].name == year.name
	assert facts.in_force([one.name], frappe.utils.getdate("2026-01-01")) == {}


# --- the new year


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def renewed(branch, year=2026):
	return {
		row.member: row
		for row in frappe.get_all(
			"Dues Assessment",
			filters={
				"branch": branch.name,
				"effective_from": ["between", [f"{year}-01-01", f"{year}-12-31"]],
			},
			fields=["*"],
		)
	}


def test_the_new_years_assessments_begin_from_the_last_ones(branch, freeze):
	freeze("2025-12-20")
	people = {name: factory.member(branch, name) for name in ("甲", "乙", "丙", "丁", "戊", "己", "庚")}
	items = [{"kind": "Post Pay", "amount": 6000}, {"kind": "Income Tax", "amount": 500}]
	factory.assessment(people["甲"], base=None, income_items=items, signed_on="2025-01-10")
	factory.assessment(people["甲"], "2024-01-01", "3000")
	factory.assessment(
		people["乙"],
		base="5000",
		category="Retired",
		payment_frequency="Quarterly",
		consented_on="2025-01-05",
	)
	factory.assessment(people["丙"], category="Student", base=None)
	factory.assessment(people["丁"], category="Exempt", base=None)
	factory.assessment(
		people["戊"], base="20000", basis_method="Average of Last Quarter", category="Irregular Income"
	)
	own = factory.assessment(people["己"], "2026-03-01", "8000")
	renewal = assessing.renew(branch.name, 2026)
	assert (renewal.created, renewal.present) == (3, 1)
	assert dict(renewal.left) == {
		"丁": "减免需重新研究并报批",
		"戊": "按月或按季核定，待收入确定后填写",
		"庚": "无以往核定",
	}
	made = renewed(branch)
	first = made[people["甲"].name]
	assert (first.monthly_base, first.income_amount, first.monthly_due) == (5500, 5500, 82.5)
	assert (str(first.effective_from), str(first.effective_to), first.signed_on) == (
		"2026-01-01",
		"2026-12-01",
		None,
	)
	assert len(frappe.get_doc("Dues Assessment", first.name).income_items) == 2
	second = made[people["乙"].name]
	assert (second.payment_frequency, str(second.consented_on), second.monthly_due) == (
		"Quarterly",
		"2025-01-05",
		25,
	)
	assert made[people["丙"].name].monthly_due == 0.2
	assert made[people["己"].name].name == own.name
	again = assessing.renew(branch.name, 2026)
	assert (again.created, again.present) == (0, 4)
	assert len(renewed(branch)) == 4
	frappe.get_doc("Dues Assessment", first.name).save()


def test_a_run_beside_another_one_doubles_nothing(branch, freeze, monkeypatch):
	freeze("2025-12-20")
	person = factory.member(branch)
	factory.assessment(person, base=None, income_items=[{"kind": "Post Pay", "amount": 5500}])
	seen = facts.of_members(
		[person.name], frappe.utils.getdate("2025-01-01"), frappe.utils.getdate("2025-12-01")
	)
	assert assessing.renew(branch.name, 2026).created == 1
	# The other run had read the assessments before the first one wrote.
	monkeypatch.setattr(facts, "of_members", lambda *arguments: seen)
	second = assessing.renew(branch.name, 2026)
	assert (second.created, second.present) == (0, 1)
	assert len(renewed(branch)) == 1
	assert frappe.db.count("Dues Income Item", {"parent": renewed(branch)[person.name].name}) == 1


def test_who_came_within_the_year_is_assessed_from_that_month(branch, freeze):
	freeze("2026-05-20")
	person = factory.member(
		branch, joined_branch_on="2026-04-15", joined_on="2020-01-01", full_member_on="2021-01-01"
	)
	factory.assessment(person, "2025-01-01", "4500")
	left = factory.member(branch)
	factory.assessment(left, "2025-01-01", "4500")
	factory.leaves(left, "2026-02-01")
	assert assessing.renew(branch.name, 2026).created == 1
	assert str(renewed(branch)[person.name].effective_from) == "2026-04-01"


def test_unpaid_entries_of_the_year_follow_the_new_assessments(branch, freeze):
	freeze("2026-02-20")
	person = factory.member(branch)
	last = factory.assessment(person, "2025-01-01", "5500", basis_method="Monthly Pay")
	paid = factory.dues_entry(person, "2026-01-01", "40.00", "40.00", "2026-01-10", assessment=last.name)
	unpaid = factory.dues_entry(person, "2026-02-01", "40.00", assessment=last.name)
	assessing.renew(branch.name, 2026)
	assert frappe.db.get_value("Party Dues Entry", paid.name, "due_amount") == 40
	assert frappe.db.get_value("Party Dues Entry", unpaid.name, "due_amount") == 82.5


def test_the_number_of_queries_does_not_grow_with_the_branch(freeze):
	freeze("2025-12-20")

	def queries_for(size):
		branch = factory.branch(parent=factory.committee())
		for _number in range(size):
			factory.assessment(
				factory.member(branch), base=None, income_items=[{"kind": "Post Pay", "amount": 5500}]
			)
		with counted_queries() as queries:
			assert assessing.renew(branch.name, 2026).created == size
		return len(queries)

	queries_for(1)  # reads definitions that are kept from then on
	assert queries_for(2) == queries_for(6)


def test_only_the_branchs_commissioners_assess_it(house, set_user, freeze):
	freeze("2025-12-20")
	for who in (*READ_WITHOUT_INCOME, *READ_NOTHING):
		set_user(house[who])
		with pytest.raises(frappe.PermissionError):
			api.renew(house.branch.name, 2026)
	set_user(house.secretary)
	answer = api.renew(house.branch.name, 2026)
	assert answer["created"] == 1 and "1" in answer["message"]
	with pytest.raises(DuesError, match="2028"):
		api.renew(house.branch.name, 2028)


# --- the sheet


def test_the_sheet_shows_what_counts_in_the_year_and_who_is_not_assessed(branch, freeze):
	freeze("2025-12-20")
	one, two, three = factory.member(branch, "子"), factory.member(branch, "丑"), factory.member(branch, "寅")
	factory.assessment(one, "2024-01-01", "3000", basis_method="Monthly Pay")
	factory.assessment(one, "2025-01-01", "4500", signed_on="2025-01-10")
	factory.assessment(one, "2025-07-01", "5500", change_reason="晋升")
	factory.assessment(two, "2025-01-01", "4500", "Reduced", agreed_amount=10)
	frappe.db.set_value("Dues Assessment", {"member": two.name}, "approved_on", None)
	ledger = ledgers.get("dues_assessments").build({"year": 2025, "branch": branch.name})
	shown = [
		(row["member_name"], str(row.get("monthly_base")), row.get("rate"), row.get("from"), row.get("until"))
		for row in ledger.rows
	]
	assert shown == [
		("丑", "4500.00", None, "2025-01", "2025-12"),
		("子", "4500.00", "1", "2025-01", "2025-06"),
		("子", "5500.00", "1.5", "2025-07", "2025-12"),
		("寅", "None", None, None, None),
	]
	assert "未填写支部决定和上级批准" in ledger.rows[0]["remarks"] and "晋升" in ledger.rows[2]["remarks"]
	assert ledger.rows[3]["remarks"] == "未核定" and three.name == ledger.rows[3]["name"]
	assert [figure.value for figure in ledger.figures] == [2, 1, 1]
	ahead = ledgers.get("dues_assessments").build({"year": 2026, "branch": branch.name})
	assert [row["remarks"] for row in ahead.rows if row["member_name"] == "寅"] == ["未核定"]
