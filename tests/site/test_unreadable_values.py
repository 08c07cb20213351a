"""Text in number fields and options that do not exist are refused by name, before any rule reckons with them."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.arguments import parse_list
from tests.site import factory

pytestmark = pytest.mark.site


def build_person():
	return factory.member(factory.branch(parent=factory.committee()))


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_person)


@pytest.fixture
def person(built):
	return deepcopy(built)


def election(person, **values):
	return frappe.get_doc(
		{
			"doctype": "Party Election",
			"branch": person.branch,
			"seats": [{"office": "Secretary", "seats": 1}],
			**values,
		}
	)


@pytest.mark.parametrize("number", ["三", "3.5", 3.5, "1e400", "nan", 2**31 * 1.0])
def test_what_is_no_whole_number_is_refused_by_row_and_field(person, number):
	with pytest.raises(frappe.ValidationError, match=r"第1行.*应选名额.*整数"):
		election(person, seats=[{"office": "Secretary", "seats": number}]).insert()


def test_text_in_the_count_of_a_round_is_refused(person):
	ballots = [{"office": "Secretary", "round": 1, "entitled": 1, "present": "一", "issued": 1}]
	with pytest.raises(frappe.ValidationError, match=r"实到有选举权人数.*一.*整数"):
		election(person, ballots=ballots).insert()


def test_digits_that_came_as_text_are_numbers(person):
	document = election(person, seats=[{"office": "Secretary", "seats": "1"}]).insert()
	assert document.seats[0].seats == 1


def test_text_in_a_field_of_decimals_is_refused(person):
	training = {
		"doctype": "Party Training",
		"branch": person.branch,
		"topic": "集中轮训",
		"kind": "Centralised Training",
		"starts_on": "2025-03-01",
		"ends_on": "2025-03-02",
	}
	with pytest.raises(frappe.ValidationError, match=r"学时.*两天.*数字"):
		frappe.get_doc({**training, "hours": "两天"}).insert()
	assert frappe.get_doc({**training, "hours": "12.5"}).insert().hours == 12.5


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Party Post", {"post": "司令", "start_date": "2025-01-01", "end_date": "2026-01-01"}),
		("Party Membership Change", {"kind": "请假", "effective_on": "2025-01-01"}),
		("Party Member Event", {"kind": "升职", "happened_on": "2025-01-01"}),
		("Party Membership Transfer", {"direction": "斜向", "letter_date": "2025-01-01"}),
	],
)
def test_an_option_that_is_not_on_offer_is_refused(person, doctype, values):
	document = frappe.get_doc({"doctype": doctype, "member": person.name, "branch": person.branch, **values})
	with pytest.raises(frappe.ValidationError, match=r"没有.*这一选项"):
		document.insert()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"starts_on": "abc"}, r"开始时间.*abc.*不是日期和时间"),
		({"starts_on": "2025-02-30 14:00:00"}, r"开始时间.*2025-02-30.*不是日期和时间"),
		({"resolutions": [{"resolution": "同意", "deadline": "下周"}]}, r"第1行.*完成时限.*下周.*不是日期"),
	],
)
def test_what_is_no_date_is_refused_by_name(person, values, sentence):
	meeting = {"doctype": "Party Meeting", "branch": person.branch, "kind": "Theme Day", "topic": "学习"}
	with pytest.raises(frappe.ValidationError, match=sentence):
		frappe.get_doc({**meeting, "starts_on": "2025-03-14 14:00:00", **values}).insert()


def entry(person, **values):
	return frappe.get_doc(
		{
			"doctype": "Party Dues Entry",
			"member": person.name,
			"branch": person.branch,
			"dues_month": "2026-03-01",
			"due_amount": 50,
			**values,
		}
	)


@pytest.mark.parametrize("member", ["没有此人", "1e99", "<b>甲</b>"])
def test_a_link_to_nobody_is_refused_though_his_name_is_fetched_along_it(person, member):
	with pytest.raises(frappe.LinkValidationError):
		entry(person, member=member).insert()
	assert not frappe.db.exists("Party Dues Entry", {"branch": person.branch})


def test_a_link_to_nobody_in_a_row_is_refused_with_its_row(person):
	meeting = frappe.get_doc(
		{
			"doctype": "Party Meeting",
			"branch": person.branch,
			"kind": "Theme Day",
			"topic": "学习",
			"starts_on": "2025-03-14 14:00:00",
			"attendees": [{"member": person.name}, {"member": "没有此人"}],
		}
	)
	with pytest.raises(frappe.LinkValidationError, match="没有此人"):
		meeting.insert()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"due_amount": 1e99}, r"应交金额.*过大"),
		({"dues_base": "1e99"}, r"交纳基数.*过大"),
		({"due_amount": [1, 2]}, r"应交金额.*不是单个值"),
		({"remarks": {"a": 1}}, r"备注.*不是单个值"),
		({"payable_by": -5}, r"-5.*不是日期"),
		({"dues_month": -5}, r"所属月份.*-5.*不是日期"),
		({"dues_month": "1800-01-01"}, r"年度.*1800"),
		({"dues_month": "9999-12-31"}, r"年度.*9999"),
	],
)
def test_what_no_field_can_hold_is_refused_by_name(person, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		entry(person, **values).insert()


def test_a_number_in_a_field_of_text_becomes_its_digits(person):
	assert entry(person, remarks=12).insert().remarks == "12"


@pytest.mark.parametrize("text", ["很多", "5", '{"a": 1}', "[1, 2]", "[{}]"])
def test_a_selection_that_cannot_be_read_is_refused_in_a_sentence(text):
	with pytest.raises(frappe.ValidationError, match="无法识别所选内容"):
		parse_list(text)


def test_a_selection_comes_as_it_is_or_as_json():
	assert parse_list('["a"]') == parse_list(["a"]) == ["a"]
	assert parse_list("") == parse_list(None) == []


def test_a_number_in_place_of_a_file_is_refused_by_name(person):
	statement = {"doctype": "Party Dues Statement", "branch": person.branch, "source": "Bank", "file": 5}
	with pytest.raises(frappe.ValidationError, match="对账单文件"):
		frappe.get_doc(statement).insert()
