"""The collection sheet: who sees and uses it, what is collected at once, in advance, and only once (clause R49)."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.api.dues import collection as api
from party_affairs.api.dues.account import cancel
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues.account import RECEIPT
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-04-10"


def build_house():
	branch = factory.branch(parent=factory.committee())
	people = [factory.member(branch, name) for name in ("赵一", "钱二", "孙三")]
	for month in (2, 3, 4):
		factory.dues_entry(people[0], f"2025-{month:02d}-01", due="20.00")
	factory.dues_entry(people[1], "2025-04-01", due="30.00")
	return frappe._dict(
		branch=branch.name,
		people=people,
		secretary=factory.holder(branch, "Secretary"),
		organisation=factory.holder(branch, "Organisation Commissioner"),
		publicity=factory.holder(branch, "Publicity Commissioner"),
		plain=factory.login(people[2]),
		stranger=factory.holder(factory.branch(parent=factory.committee()), "Secretary"),
		officer=factory.holder(branch, "Party Affairs Officer", in_organisation=branch.parent_party_branch),
	)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built, freeze):
	freeze(TODAY)
	return deepcopy(built)


def send(house, lines, request_id="r1", day="2025-04-09", method="Cash"):
	return api.collect_dues(house.branch, day, method, lines, request_id)


def owed(person):
	rows = frappe.get_all(
		"Party Dues Entry", {"member": person.name}, ["due_amount", "paid_amount"], order_by="dues_month"
	)
	return [row.due_amount - row.paid_amount for row in rows]


def test_the_sheet_names_who_owes_what_and_whoever_may_pay(house, set_user):
	set_user(house.secretary)
	sheet = api.collection_sheet(house.branch, TODAY)
	first, second = sheet[:2]
	assert (first["member_name"], first["due"], first["months"]) == (
		"赵一",
		"60.00",
		["2025-02-01", "2025-03-01", "2025-04-01"],
	)
	assert (second["member_name"], second["due"]) == ("钱二", "30.00")
	assert {row["member_name"]: row["due"] for row in sheet}["孙三"] == "0.00"
	assert api.collection_sheet(house.branch, "2025-03-31")[0]["due"] == "40.00"


def test_those_without_the_right_see_no_sheet_and_collect_nothing(house, set_user):
	for user in (house.publicity, house.plain, house.stranger, house.officer):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.collection_sheet(house.branch, TODAY)
		with pytest.raises(frappe.PermissionError):
			send(house, [{"member": house.people[0].name}])
	assert owed(house.people[0]) == [20, 20, 20]
	assert frappe.allowed_http_methods_for_whitelisted_func[api.collect_dues] == ["POST"]


def test_many_are_collected_at_once_each_with_his_own_sum(house, set_user):
	set_user(house.organisation)
	answer = send(
		house,
		[
			{"member": house.people[0].name, "amount": "50"},
			{"member": house.people[1].name, "voluntary": "1,000", "remarks": "“七一”自愿多交"},
		],
	)
	assert (len(answer["receipts"]), answer["received"]) == (2, "1080.00")
	assert (owed(house.people[0]), owed(house.people[1])) == ([0, 0, 10], [0])
	large = frappe.get_doc(RECEIPT, answer["receipts"][1])
	assert (large.dues_amount, large.large_voluntary_amount, large.collected_by) == (
		30,
		1000,
		house.organisation,
	)


def test_the_same_request_collects_once(house, set_user):
	set_user(house.secretary)
	lines = [{"member": house.people[1].name, "voluntary": "5"}]
	send(house, lines)
	with pytest.raises(DuesError, match="已经登记"):
		send(house, lines)
	assert frappe.db.count(RECEIPT, {"member": house.people[1].name}) == 1


def test_who_got_no_answer_and_sends_again_is_told_that_it_was_collected(house, set_user):
	set_user(house.secretary)
	lines = [{"member": house.people[0].name}]
	send(house, lines)
	with pytest.raises(DuesError, match="已经登记"):
		send(house, lines)
	assert frappe.db.count(RECEIPT, {"member": house.people[0].name}) == 1


@pytest.mark.parametrize(
	("line", "sentence"),
	[
		({"amount": "abc"}, "实收金额"),
		({"amount": "-5"}, "实收金额"),
		({"amount": "5.001"}, "实收金额"),
		({"voluntary": "1e99"}, "自愿多交"),
		({"amount": "0"}, "钱二"),
		({"paid_by": "某某律师事务所"}, "垫交"),
	],
)
def test_one_bad_line_keeps_all_from_being_collected(house, set_user, line, sentence):
	set_user(house.secretary)
	lines = [{"member": house.people[0].name}, {"member": house.people[1].name, **line}]
	frappe.db.savepoint("before_lines")
	with pytest.raises(frappe.ValidationError, match=sentence):
		send(house, lines)
	frappe.db.rollback(save_point="before_lines")
	assert not frappe.db.count(RECEIPT, {"branch": house.branch})


@pytest.mark.parametrize("request_id", ["", " ", "r" * 65])
def test_a_request_says_which_one_it_is(house, set_user, request_id):
	set_user(house.secretary)
	with pytest.raises(DuesError, match="重新载入"):
		send(house, [{"member": house.people[0].name}], request_id)


@pytest.mark.parametrize("entries", ["5", '"PDE"', "[5]", "{}"])
def test_a_list_of_entries_that_is_none_is_refused(house, set_user, entries):
	set_user(house.secretary)
	with pytest.raises(frappe.ValidationError, match="所选内容"):
		api.mark_paid(entries, TODAY, "Cash")


@pytest.mark.parametrize("lines", ["[]", "null", '[{"amount": 5}]', '[{"member": ["PM-1"]}]'])
def test_a_request_without_members_is_refused(house, set_user, lines):
	set_user(house.secretary)
	with pytest.raises(frappe.ValidationError, match=r"党员|所选内容"):
		send(house, lines)


@pytest.mark.parametrize("lines", ["{}", '["PM-1"]', "钱"])
def test_a_request_that_cannot_be_read_is_refused(house, set_user, lines):
	set_user(house.secretary)
	with pytest.raises(frappe.ValidationError, match="无法识别"):
		send(house, lines)


@pytest.mark.parametrize("member", ["没有此人", "<b>甲</b>"])
def test_nobody_is_collected_from_who_is_not_there(house, set_user, member):
	set_user(house.secretary)
	with pytest.raises(frappe.LinkValidationError, match="没有党员"):
		send(house, [{"member": member, "voluntary": "5"}])
	assert not frappe.db.exists("Party Dues Receipt", {"branch": house.branch})


def test_members_of_others_cannot_be_collected_from_here(house, set_user):
	other = factory.member(factory.branch(parent=factory.committee()), "周四")
	factory.dues_entry(other, "2025-04-01")
	set_user(house.secretary)
	with pytest.raises(frappe.LinkValidationError, match=f"没有党员.*{other.name}") as refusal:
		send(house, [{"member": other.name}])
	assert "周四" not in str(refusal.value)
	set_user("Administrator")
	with pytest.raises(DuesError, match="周四"):
		send(house, [{"member": other.name}])


def test_what_is_left_pays_coming_months_in_advance(house, set_user):
	person = house.people[1]
	factory.assessment(person, base="3000")
	set_user(house.secretary)
	(name,) = send(house, [{"member": person.name, "amount": "60"}])["receipts"]
	items = frappe.get_doc(RECEIPT, name).items
	assert [(str(row.dues_month), row.amount, row.timing) for row in items] == [
		("2025-04-01", 15, "In Month"),
		("2025-05-01", 15, "In Advance"),
		("2025-06-01", 15, "In Advance"),
		("2025-07-01", 15, "In Advance"),
	]
	assert owed(person) == [0, 0, 0, 0]


def test_more_than_a_year_ahead_is_refused_with_the_sum(house, set_user):
	factory.assessment(house.people[1], base="3000")
	set_user(house.secretary)
	with pytest.raises(DuesError, match="钱二"):
		send(house, [{"member": house.people[1].name, "amount": "500"}])


def test_a_cancelled_receipt_opens_its_months_and_keeps_its_number(house, set_user):
	set_user(house.secretary)
	(name,) = send(house, [{"member": house.people[0].name}])["receipts"]
	for user in (house.plain, house.officer, house.stranger):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			cancel(RECEIPT, name, "试试")
	set_user(house.secretary)
	with pytest.raises(DuesError, match="说明原因"):
		cancel(RECEIPT, name, "  ")
	cancel(RECEIPT, name, "收错人")
	row = frappe.db.get_value(RECEIPT, name, ["docstatus", "receipt_no", "cancel_reason"])
	assert row == (2, "2025-00001", "收错人")
	assert owed(house.people[0]) == [20, 20, 20]
	(again,) = send(house, [{"member": house.people[0].name}], "r2")["receipts"]
	assert frappe.db.get_value(RECEIPT, again, "receipt_no") == "2025-00002"
