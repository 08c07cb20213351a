"""The same payment in two files, or in a file and on a receipt, is asked about: nobody pays twice without a word."""

import pytest

import frappe

from party_affairs.api.dues import collection as collection_api
from party_affairs.api.dues import statements as api
from party_affairs.exceptions import DuesError
from tests.importing import statements as files
from tests.site import factory

pytestmark = pytest.mark.site

LONG = "10000500012026030500"
ZHANG = ("2026-03-05", "张三", "15.00", "党费", f"{LONG}01")
LI = ("2026-03-05", "李四", "15.00", "党费", f"{LONG}02")
STATEMENT = "Party Dues Statement"
_numbers = iter(range(10_000))


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def people(branch, freeze):
	"""张三 and 李四 owe the first half of the year. It is the first of July."""
	freeze("2026-07-01")
	found = {name: factory.member(branch, name) for name in ("张三", "李四")}
	for person in found.values():
		for month in range(1, 7):
			factory.dues_entry(person, f"2026-{month:02}-01")
	return found


def read(branch, content, name=None, source="WeChat"):
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name or f"账单{next(_numbers)}.csv",
			"content": content,
			"is_private": 1,
		}
	).insert()
	document = frappe.get_doc(
		{"doctype": STATEMENT, "branch": branch.name, "source": source, "file": file.file_url}
	).insert()
	assert api.read_file(document.name) == {"count": 0, "problems": []}
	document.reload()
	return document


def states(document):
	document.reload()
	return [(line.payer, line.state) for line in document.lines]


def line_of(document, payer="张三"):
	document.reload()
	return next(line for line in document.lines if line.payer == payer)


def receipts(branch):
	return frappe.db.count("Party Dues Receipt", {"branch": branch.name, "docstatus": 1})


def test_a_file_saved_by_excel_is_asked_about_line_by_line(branch, people):
	first = read(branch, files.wechat(ZHANG, LI))
	api.collect_matched(first.name)
	second = read(branch, files.resaved(ZHANG, LI))
	assert states(second) == [("张三", "Doubtful"), ("李四", "Doubtful")]
	for payer in ("张三", "李四"):
		reason = line_of(second, payer).reason
		row = line_of(first, payer).row
		assert f"对账单 {first.name} 第 {row} 行（2026-03-05　{payer}　15.00 元，已收缴）" in reason
		assert reason.endswith("是同一笔，还是另一笔？")
	assert api.collect_matched(second.name) == 0
	assert receipts(branch) == 2


@pytest.mark.parametrize(
	"damaged",
	[
		files.resaved(ZHANG),
		files.resaved(ZHANG, number=""),
		files.resaved(ZHANG, number="1.00E+27"),
		files.resaved(ZHANG, number="100005000120260000000000"),
		files.resaved(("2026-03-05", "*三", "15.00", "", "")),
		files.resaved(("2026-03-05", "张 三", "15", "别的备注", "")),
	],
)
def test_whichever_file_comes_first_the_other_one_is_asked_about(branch, people, damaged):
	payer = "张三"
	before = read(branch, damaged)
	after = read(branch, files.wechat(ZHANG))
	assert states(after) == [(payer, "Doubtful")]
	assert before.name in line_of(after).reason
	# Who was there first is not asked about for the sake of what came later.
	earlier = [state for _payer, state in states(before)]
	api.match_again(before.name)
	assert [state for _payer, state in states(before)] == earlier


def test_the_same_damaged_number_is_no_identity(branch, people):
	read(branch, files.resaved(ZHANG))
	second = read(branch, files.resaved(ZHANG, LI))
	assert second.known_count == 0
	assert states(second) == [("张三", "Doubtful"), ("李四", "Matched")]


def test_a_line_stored_with_the_key_of_a_damaged_number_is_found_all_the_same(branch, people):
	"""As sites have them from before: the number was part of the key, the time was not kept."""
	first = read(branch, files.resaved(ZHANG))
	frappe.db.set_value(
		"Party Dues Statement Line", line_of(first).name, {"line_key": "of-before", "paid_at": None}
	)
	second = read(branch, files.resaved(ZHANG))
	assert states(second) == [("张三", "Doubtful")]
	api.read_file(first.name)
	assert states(first) == [("张三", "Matched")]


def test_a_whole_number_makes_a_line_known_however_the_payer_is_written(branch, people):
	read(branch, files.wechat(ZHANG, LI))
	other = [(ZHANG[0], "*三", *ZHANG[2:]), (LI[0], "阳光灿烂", *LI[2:])]
	second = read(branch, files.wechat(*other))
	assert (second.lines, second.known_count, second.status) == ([], 2, "Completed")


def test_two_payments_of_one_day_with_two_whole_numbers_stay_two(branch, people):
	again = (*ZHANG[:4], f"{LONG}09")
	document = read(branch, files.wechat(ZHANG, again))
	assert states(document) == [("张三", "Matched")] * 2
	assert api.collect_matched(document.name) == 2
	third = read(branch, files.wechat((*ZHANG[:4], f"{LONG}10")))
	assert states(third) == [("张三", "Matched")]


def test_two_equal_rows_of_one_file_without_a_number_are_asked_about(branch, people):
	document = read(branch, files.resaved(ZHANG, ZHANG))
	assert states(document) == [("张三", "Matched"), ("张三", "Doubtful")]
	assert "本文件第 2 行" in document.lines[1].reason


def test_the_time_of_day_tells_two_rows_of_one_file_apart(branch, people):
	first = files.resaved(ZHANG, at="10:11").decode("gb18030").splitlines()
	second = files.resaved(ZHANG, at="16:40").decode("gb18030").splitlines()
	document = read(branch, "\n".join([*first, second[-1]]).encode("gb18030"))
	assert states(document) == [("张三", "Matched")] * 2
	assert [line.paid_at for line in document.lines] == ["10:11", "16:40"]


def test_money_that_was_sent_back_is_no_new_payment_in_an_older_file(branch, people):
	back = files.wechat(ZHANG).decode("utf-8-sig").replace("已存入零钱", "已全额退款").encode()
	first = read(branch, back)
	api.ignore(first.name, line_of(first).name, "已退回")
	second = read(branch, files.wechat(ZHANG))
	assert states(second) == [("张三", "Doubtful")]


# --- receipts


def test_a_receipt_typed_before_is_asked_about(branch, people):
	receipt = factory.dues_received(people["张三"], "2026-03-05", member_name="张三", receipt_no="2026-00007")
	document = read(branch, files.wechat(ZHANG, LI))
	assert states(document) == [("张三", "Doubtful"), ("李四", "Matched")]
	assert "收据 2026-00007（2026-03-05　张三　15.00 元）" in line_of(document).reason
	twins = api.choices(document.name, line_of(document).name, people["张三"].name)["twins"]
	assert [twin["document"] for twin in twins] == [("Party Dues Receipt", receipt)]


def test_several_receipts_of_a_day_are_looked_at_together(branch, people):
	for number in (1, 2):
		values = {"member_name": "张三", "receipt_no": f"2026-0000{number}", "receipt_serial": number}
		factory.dues_received(people["张三"], "2026-03-05", **values)
	document = read(branch, files.wechat((*ZHANG[:2], "30.00", *ZHANG[3:])))
	assert "收据 2026-00001、2026-00002（2026-03-05　张三　30.00 元）" in line_of(document).reason


@pytest.mark.parametrize(
	"values", [{"docstatus": 2}, {"received_on": "2026-03-06"}, {"amount": "16"}, {"source": "Statement"}]
)
def test_a_cancelled_receipt_or_one_of_another_day_or_sum_asks_nothing(branch, people, values):
	receipt = factory.dues_received(people["张三"], "2026-03-05")
	frappe.db.set_value("Party Dues Receipt", receipt, values)
	assert states(read(branch, files.wechat(ZHANG))) == [("张三", "Matched")]


def test_a_receipt_typed_after_the_statement_was_read_stops_its_line(branch, people):
	document = read(branch, files.wechat(ZHANG, LI))
	typed = hand_in(branch, people["张三"])
	assert api.collect_matched(document.name) == 1
	assert states(document) == [("张三", "Doubtful"), ("李四", "Collected")]
	assert typed.receipt_no in line_of(document).reason
	typed.cancel_reason = "重复"
	typed.cancel()
	api.match_again(document.name)
	assert api.collect_matched(document.name) == 1


def hand_in(branch, member, day="2026-03-05", amount=15):
	receipt = frappe.get_doc(
		{
			"doctype": "Party Dues Receipt",
			"branch": branch.name,
			"member": member.name,
			"received_on": day,
			"method": "WeChat",
			"amount": amount,
		}
	)
	receipt.submit()
	return receipt


def test_who_types_a_receipt_of_a_collected_line_is_told(branch, people):
	document = read(branch, files.wechat(ZHANG))
	api.collect_matched(document.name)
	frappe.clear_messages()
	hand_in(branch, people["张三"])
	assert document.name in str(frappe.get_message_log())
	frappe.clear_messages()
	collection_api.collect_dues(
		branch.name, "2026-03-05", "Cash", [{"member": people["张三"].name, "amount": 15}], "r1"
	)
	assert document.name in str(frappe.get_message_log())
	frappe.clear_messages()
	hand_in(branch, people["李四"])
	assert not frappe.get_message_log()


# --- deciding


def test_another_payment_is_decided_once_and_remembered(branch, people):
	first = read(branch, files.wechat(ZHANG))
	api.collect_matched(first.name)
	second = read(branch, files.resaved(ZHANG))
	line = line_of(second)
	twins = api.choices(second.name, line.name, people["张三"].name)["twins"]
	assert [twin["document"] for twin in twins] == [(STATEMENT, first.name)]
	api.decide(second.name, line.name, people["张三"].name, ["2026-02-01"])
	api.match_again(second.name)
	api.read_file(second.name)
	assert states(second) == [("张三", "Matched")]
	assert api.collect_matched(second.name) == 1
	receipt = frappe.get_doc("Party Dues Receipt", line_of(second).receipt)
	receipt.cancel_reason = "改月份"
	receipt.cancel()
	api.match_again(second.name)
	assert states(second) == [("张三", "Matched")]
	# The first file's line was told apart by the same decision.
	receipt = frappe.get_doc("Party Dues Receipt", line_of(first).receipt)
	receipt.cancel_reason = "记错"
	receipt.cancel()
	api.match_again(first.name)
	assert states(first) == [("张三", "Matched")]


def test_a_decision_that_is_taken_back_is_asked_for_again(branch, people):
	read(branch, files.wechat(ZHANG))
	second = read(branch, files.resaved(ZHANG))
	api.decide(second.name, line_of(second).name, people["张三"].name, ["2026-02-01"])
	api.reopen(second.name, line_of(second).name)
	assert states(second) == [("张三", "Doubtful")]


def test_a_nickname_is_asked_about_once_its_member_is_chosen(branch, people):
	first = read(branch, files.wechat(ZHANG))
	api.collect_matched(first.name)
	second = read(branch, files.resaved((ZHANG[0], "阳光灿烂", *ZHANG[2:])))
	line = line_of(second, "阳光灿烂").name
	with pytest.raises(DuesError, match=first.name):
		api.decide(second.name, line, people["张三"].name, ["2026-02-01"])
	api.decide(second.name, line, people["李四"].name, ["2026-01-01"])
	api.reopen(second.name, line)
	api.decide(second.name, line, people["张三"].name, ["2026-02-01"], 0, 1)
	assert states(second) == [("阳光灿烂", "Matched")]


def test_a_nickname_that_was_decided_is_known_to_be_its_member(branch, people):
	first = read(branch, files.wechat((ZHANG[0], "阳光灿烂", *ZHANG[2:])))
	api.decide(first.name, line_of(first, "阳光灿烂").name, people["张三"].name, ["2026-01-01"])
	second = read(branch, files.resaved(ZHANG))
	assert states(second) == [("张三", "Doubtful")]
	assert "阳光灿烂" in line_of(second).reason


def test_a_file_of_another_user_is_compared_too(branch, people, set_user):
	first = read(branch, files.wechat(ZHANG))
	api.collect_matched(first.name)
	with set_user(factory.holder(branch, "Organisation Commissioner")):
		second = read(branch, files.resaved(ZHANG))
		assert states(second) == [("张三", "Doubtful")]
		assert first.name in line_of(second).reason


def test_a_file_of_another_branch_is_not_compared(branch, people):
	read(branch, files.wechat(ZHANG))
	other = factory.branch(parent=factory.committee())
	factory.dues_entry(factory.member(other, "张三"), "2026-01-01")
	assert states(read(other, files.resaved(ZHANG))) == [("张三", "Matched")]
