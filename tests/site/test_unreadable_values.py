"""Text in number fields and options that do not exist are refused by name, before any rule reckons with them."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def person():
	return factory.member(factory.branch(parent=factory.committee()))


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
