"""Dues statements: lines come in once, are matched, decided and collected once; nobody outside of the branch sees them."""

import json
from decimal import Decimal

import pytest

import frappe
from frappe import client

from party_affairs.api.dues import statements as api
from party_affairs.dues import statements
from party_affairs.exceptions import DuesError
from tests.importing import statements as files
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

LINE = "Party Dues Statement Line"


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def people(branch, freeze):
	"""张三 owes three months, 李四 none; two are called 王五. It is the first of April."""
	freeze("2026-04-01")
	zhang, li = (factory.member(branch, name) for name in ("张三", "李四"))
	for _number in range(2):
		factory.member(branch, "王五")
	for month in ("2026-01-01", "2026-02-01", "2026-03-01"):
		factory.dues_entry(zhang, month)
		factory.dues_entry(li, month, due="0")
	return {"张三": zhang, "李四": li}


def assessed(member, due="15.00"):
	return frappe.get_doc(
		{
			"doctype": "Dues Assessment",
			"member": member.name,
			"branch": member.branch,
			"category": "Employed",
			"monthly_base": 3000,
			"monthly_due": due,
			"effective_from": "2026-01-01",
		}
	).insert(ignore_permissions=True)


def make(branch, content, file_name="账单.csv", source="WeChat"):
	file = frappe.get_doc(
		{"doctype": "File", "file_name": file_name, "content": content, "is_private": 1}
	).insert()
	return frappe.get_doc(
		{"doctype": "Party Dues Statement", "branch": branch.name, "source": source, "file": file.file_url}
	).insert()


def read(branch, content, file_name="账单.csv", source="WeChat"):
	document = make(branch, content, file_name, source)
	assert api.read_file(document.name) == {"count": 0, "problems": []}
	return fresh(document)


def fresh(document):
	document.reload()
	return document


def lines(document):
	return [(line.payer, str(line.state), line.months) for line in fresh(document).lines]


def line_of(document, payer):
	return next(line for line in fresh(document).lines if line.payer == payer)


ZHANG = ("2026-03-05", "张三", "15.00", "党费", "W1")
ZHANG_AGAIN = ("2026-03-20", "张三", "30.00", "党费", "W2")
STRANGER = ("2026-03-06", "赵六", "15.00", "党费", "W3")
NAMESAKE = ("2026-03-07", "王五", "15.00", "党费", "W4")
FIRM = ("2026-03-08", "浙江某某律师事务所", "15.00", "张三党费", "W5")


def test_lines_are_brought_in_and_matched(branch, people):
	document = read(branch, files.wechat(ZHANG, ZHANG_AGAIN, STRANGER, spent=[("2026-03-09", "店", "8")]))
	assert lines(document) == [
		("张三", "Matched", "2026-01"),
		("张三", "Matched", "2026-02、2026-03"),
		("赵六", "Doubtful", None),
	]
	assert (document.status, document.matched_count, document.doubtful_count) == ("To Decide", 2, 1)
	assert (document.total_amount, document.left_out_count) == (60, 2)
	assert (str(document.period_from), str(document.period_to)) == ("2026-03-05", "2026-03-20")
	assert "赵六" in document.lines[2].reason and "支部" in document.lines[2].reason


def test_a_line_of_a_second_file_is_known_already(branch, people):
	read(branch, files.wechat(ZHANG, STRANGER))
	second = read(branch, files.wechat(STRANGER, ZHANG_AGAIN, ZHANG), "again.csv")
	assert [line.transaction_no for line in second.lines] == ["W2"]
	assert second.known_count == 2


def test_reading_twice_brings_in_nothing_and_keeps_decisions(branch, people):
	document = read(branch, files.wechat(ZHANG, STRANGER))
	api.ignore(document.name, line_of(document, "赵六").name, "不是党费")
	api.read_file(document.name)
	assert lines(document) == [("张三", "Matched", "2026-01"), ("赵六", "Ignored", None)]
	assert document.known_count == 2


def test_the_same_line_of_another_branch_is_its_own(branch, people):
	read(branch, files.wechat(ZHANG))
	other = factory.branch(parent=factory.committee())
	assert len(read(other, files.wechat(ZHANG), "other.csv").lines) == 1


def test_the_database_takes_a_line_once(branch, people):
	document = read(branch, files.wechat(ZHANG))
	row = frappe.db.get_value(LINE, {"parent": document.name}, "*", as_dict=True)
	row.name = "past-the-service"
	with pytest.raises(Exception) as caught:
		frappe.db.bulk_insert(LINE, list(row), [tuple(row.values())])
	assert frappe.db.is_unique_key_violation(caught.value)


def test_with_an_unreadable_row_nothing_is_brought_in(branch, people):
	content = files.wechat(ZHANG, ("2026年13月5日", "李四", "15", "", "W9"))
	document = make(branch, content)
	answer = api.read_file(document.name)
	assert answer["count"] == 1
	assert (answer["problems"][0]["row"], answer["problems"][0]["column"]) == (19, "交易时间")
	assert "日期" in answer["problems"][0]["reason"] or "历" in answer["problems"][0]["reason"]
	assert fresh(document).lines == [] and document.status == "Draft"


def test_what_is_no_statement_is_said(branch, people):
	answer = api.read_file(make(branch, b"a,b\n1,2\n").name)
	assert "表头" in answer["problems"][0]["reason"]


@pytest.mark.parametrize(
	"values, sentence", [({"file": "/private/files/x.pdf"}, "对账单文件"), ({"file": "/files/x.csv"}, "私密")]
)
def test_only_private_statements_are_taken(branch, values, sentence):
	with pytest.raises(DuesError, match=sentence):
		frappe.get_doc(
			{"doctype": "Party Dues Statement", "branch": branch.name, "source": "Bank", **values}
		).insert()


def test_a_committee_has_no_statement():
	committee = factory.committee()
	with pytest.raises(DuesError, match="党委"):
		make(committee, files.wechat(ZHANG))


def test_saving_the_form_changes_no_line(branch, people):
	document = read(branch, files.wechat(STRANGER))
	document.lines[0].state = "Matched"
	document.matched_count = 7
	document.lines[0].member = people["张三"].name
	document.save()
	assert lines(document) == [("赵六", "Doubtful", None)]
	assert document.matched_count == 0
	document.lines = []
	document.save()
	assert len(fresh(document).lines) == 1


# --- deciding


def test_a_doubtful_line_is_decided_by_choosing_member_and_months(branch, people):
	document = read(branch, files.wechat(STRANGER, ZHANG))
	line = line_of(document, "赵六")
	choices = api.choices(document.name, line.name, people["张三"].name)
	assert [str(month["month"]) for month in choices["months"]] == ["2026-01-01", "2026-02-01", "2026-03-01"]
	assert [str(month) for month in choices["proposed"]] == ["2026-01-01"]
	api.decide(document.name, line.name, people["张三"].name, json.dumps(["2026-01-01"]))
	# What was matched by itself makes room for what somebody decided.
	assert lines(document) == [("赵六", "Matched", "2026-01"), ("张三", "Matched", "2026-02")]
	assert line_of(document, "赵六").decided_by == "Administrator"
	api.reopen(document.name, line.name)
	assert lines(document) == [("赵六", "Doubtful", None), ("张三", "Matched", "2026-01")]


def test_more_than_the_months_take_is_refused_with_both_sums(branch, people):
	document = read(branch, files.wechat(("2026-03-06", "赵六", "50.00", "党费", "W3")))
	line = document.lines[0].name
	with pytest.raises(DuesError, match=r"50\.00.*30\.00"):
		api.decide(document.name, line, people["张三"].name, ["2026-01-01", "2026-02-01"])
	with pytest.raises(DuesError, match=r"50\.00"):
		api.decide(document.name, line, people["张三"].name, [], 50.01)
	for absurd in ("nan", "1e40", "-5", "0.001", "五"):
		with pytest.raises(DuesError, match="自愿多交"):
			api.decide(document.name, line, people["张三"].name, [], absurd)
	api.decide(document.name, line, people["张三"].name, ["2026-01-01", "2026-02-01"], "20")
	assert line_of(document, "赵六").voluntary == 20


def test_who_pays_nothing_to_the_branch_cannot_be_chosen(branch, people):
	stranger = factory.member(factory.branch(parent=factory.committee()), "外人")
	document = read(branch, files.wechat(STRANGER))
	with pytest.raises(DuesError, match="外人"):
		api.decide(document.name, document.lines[0].name, stranger.name, ["2026-01-01"])


def test_an_organisation_cannot_pay_for_a_member(branch, people):
	document = read(branch, files.wechat(FIRM))
	assert "十四条" in document.lines[0].reason or "14" in document.lines[0].reason
	with pytest.raises(DuesError, match="律师事务所"):
		api.decide(document.name, document.lines[0].name, people["张三"].name, ["2026-01-01"])


def test_a_line_is_ignored_with_a_reason(branch, people):
	document = read(branch, files.wechat(STRANGER))
	with pytest.raises(DuesError):
		api.ignore(document.name, document.lines[0].name, " ")
	api.ignore(document.name, document.lines[0].name, "活动费")
	assert (line_of(document, "赵六").reason, document.status) == ("活动费", "Completed")


# --- collecting


def paid(member):
	rows = frappe.get_all(
		"Party Dues Entry",
		filters={"member": member.name},
		fields=["dues_month", "status", "paid_amount"],
		order_by="dues_month",
	)
	return [(f"{row.dues_month:%Y-%m}", row.status) for row in rows if row.paid_amount]


def test_matched_lines_are_collected_with_receipts(branch, people):
	document = read(branch, files.wechat(ZHANG, ZHANG_AGAIN, STRANGER))
	assert api.collect_matched(document.name) == 2
	assert [state for _payer, state, _months in lines(document)] == ["Collected", "Collected", "Doubtful"]
	assert paid(people["张三"]) == [("2026-01", "Paid"), ("2026-02", "Paid"), ("2026-03", "Paid")]
	receipt = frappe.get_doc("Party Dues Receipt", document.lines[0].receipt)
	assert (receipt.source, receipt.statement, receipt.method) == ("Statement", document.name, "WeChat")
	assert (str(receipt.received_on), receipt.amount, receipt.paid_by) == ("2026-03-05", 15, None)
	assert document.collected_amount == 45


def test_collecting_twice_collects_once(branch, people):
	document = read(branch, files.wechat(ZHANG))
	assert api.collect_matched(document.name) == 1
	assert api.collect_matched(document.name) == 0
	assert frappe.db.count("Party Dues Receipt", {"statement": document.name}) == 1


def test_the_key_of_a_line_is_taken_once_even_past_the_statement(branch, people):
	document = read(branch, files.wechat(ZHANG))
	api.collect_matched(document.name)
	frappe.db.set_value(LINE, document.lines[0].name, {"state": "Matched", "months": "2026-02"})
	with pytest.raises(Exception) as caught:
		api.collect_matched(document.name)
	assert frappe.db.is_unique_key_violation(caught.value)


def test_paid_by_another_and_a_voluntary_extra_stand_on_the_receipt(branch, people):
	document = read(branch, files.wechat(("2026-03-06", "张家属", "20.00", "", "W3")))
	api.decide(document.name, document.lines[0].name, people["张三"].name, ["2026-01-01"], 5)
	api.collect_matched(document.name)
	receipt = frappe.get_doc("Party Dues Receipt", line_of(document, "张家属").receipt)
	assert (receipt.paid_by, receipt.dues_amount, receipt.voluntary_amount) == ("张家属", 15, 5)


def test_two_parts_of_one_month_paid_on_one_day_are_both_collected(branch, people):
	document = read(
		branch,
		files.wechat(("2026-03-06", "家属", "5.00", "", "A"), ("2026-03-06", "家属", "10.00", "", "B")),
	)
	for line in document.lines:
		api.decide(document.name, line.name, people["张三"].name, ["2026-01-01"])
	assert api.collect_matched(document.name) == 2
	assert paid(people["张三"]) == [("2026-01", "Paid")]


def test_a_quarter_in_advance_makes_its_months(branch, people):
	assessed(people["张三"])
	document = read(branch, files.wechat(("2026-03-20", "张三", "90.00", "上半年党费", "W1")))
	api.collect_matched(document.name)
	assert paid(people["张三"]) == [(f"2026-0{month}", "Paid") for month in range(1, 7)]


def test_a_cancelled_receipt_opens_its_line_again(branch, people):
	document = read(branch, files.wechat(ZHANG))
	api.collect_matched(document.name)
	receipt = frappe.get_doc("Party Dues Receipt", line_of(document, "张三").receipt)
	receipt.cancel_reason = "记错"
	receipt.cancel()
	api.match_again(document.name)
	assert lines(document) == [("张三", "Matched", "2026-01")]
	assert api.collect_matched(document.name) == 1
	assert paid(people["张三"]) == [("2026-01", "Paid")]


def test_what_was_collected_is_kept(branch, people):
	document = read(branch, files.wechat(ZHANG))
	api.collect_matched(document.name)
	line = line_of(document, "张三").name
	for change in (
		lambda: api.ignore(document.name, line, "错"),
		lambda: api.decide(document.name, line, people["李四"].name, ["2026-01-01"]),
		lambda: api.reopen(document.name, line),
		lambda: frappe.delete_doc("Party Dues Statement", document.name),
	):
		with pytest.raises(DuesError):
			change()


def test_another_file_takes_the_place_of_the_first_until_something_was_collected(branch, people):
	document = read(branch, files.wechat(ZHANG))
	for number, content in enumerate((files.wechat(STRANGER), files.wechat(NAMESAKE))):
		file = frappe.get_doc(
			{"doctype": "File", "file_name": f"n{number}.csv", "content": content, "is_private": 1}
		).insert()
		fresh(document).file = file.file_url
		document.save()
		if number == 0:
			api.read_file(document.name)
			assert lines(document) == [("赵六", "Doubtful", None)]
			api.decide(document.name, document.lines[0].name, people["张三"].name, ["2026-01-01"])
			api.collect_matched(document.name)
	with pytest.raises(DuesError, match="对账单"):
		api.read_file(document.name)


def test_the_queries_do_not_grow_with_the_lines(branch, people):
	def work(count, file_name):
		rows = [
			(f"2026-03-{1 + number % 2:02}", f"{file_name}{number}", "15.00", "党费", f"{file_name}{number}")
			for number in range(count)
		]
		for row in rows:
			factory.dues_entry(factory.member(branch, row[1]), "2026-03-01")
		document = make(branch, files.wechat(*rows), f"{file_name}.csv")
		with counted_queries() as reading:
			statements.read_file(document)
		with counted_queries() as collecting:
			assert statements.collect_matched(document) == count
		return len(reading), len(collecting)

	work(1, "先")  # definitions are read once
	few, many = work(2, "少"), work(20, "多")
	assert few == many


# --- who may see and do it


@pytest.fixture
def strangers(branch):
	committee = frappe.get_doc("Party Branch", branch.parent_party_branch)
	elsewhere = factory.branch(parent=committee)
	auditor = factory.holder(elsewhere)
	frappe.get_doc("User", auditor).add_roles("Party Affairs Auditor")
	frappe.get_doc(
		{"doctype": "User Permission", "user": auditor, "allow": "Party Branch", "for_value": committee.name}
	).insert()
	return {
		"member": factory.holder(branch),
		"publicity": factory.holder(branch, "Publicity Commissioner"),
		"secretary elsewhere": factory.holder(elsewhere, "Secretary"),
		"officer above": factory.holder(elsewhere, "Secretary", committee),
		"auditor": auditor,
	}


def test_nobody_outside_of_the_branch_sees_a_line(branch, people, strangers, set_user):
	document = read(branch, files.wechat(STRANGER))
	line = document.lines[0].name
	for who, user in strangers.items():
		with set_user(user):
			for door in (
				lambda: client.get("Party Dues Statement", document.name),
				lambda: frappe.get_doc("Party Dues Statement", document.name).check_permission("read"),
				lambda: frappe.get_doc("Party Dues Statement", document.name).check_permission("print"),
				lambda: api.read_file(document.name),
				lambda: api.match_again(document.name),
				lambda: api.choices(document.name, line, people["张三"].name),
				lambda: api.decide(document.name, line, people["张三"].name, ["2026-01-01"]),
				lambda: api.ignore(document.name, line, "x"),
				lambda: api.reopen(document.name, line),
				lambda: api.collect_matched(document.name),
			):
				with pytest.raises(frappe.PermissionError):
					door()
			assert _listed("Party Dues Statement") == [], who
			assert _listed(LINE, parent_doctype="Party Dues Statement") == [], who
			file = frappe.get_doc("File", {"file_url": document.file})
			assert not frappe.has_permission("File", "read", file), who


def _listed(doctype, **more):
	try:
		return client.get_list(doctype, fields=["name"], parent=more.get("parent_doctype"))
	except frappe.PermissionError:
		return []


@pytest.mark.parametrize("post", ["Secretary", "Organisation Commissioner"])
def test_secretary_and_organisation_commissioner_do_all_of_it(branch, people, set_user, post):
	user = factory.holder(branch, post)
	with set_user(user):
		document = read(branch, files.wechat(ZHANG, STRANGER))
		api.ignore(document.name, line_of(document, "赵六").name, "不是党费")
		assert api.collect_matched(document.name) == 1
		assert fresh(document).status == "Completed"
	receipt = frappe.get_doc("Party Dues Receipt", line_of(document, "张三").receipt)
	assert receipt.collected_by == user


def test_a_foreign_file_cannot_be_named(branch, people, set_user):
	foreign = make(branch, files.wechat(ZHANG)).file
	user = factory.holder(factory.branch(parent=factory.committee()), "Secretary")
	own = frappe.db.get_value("Party Member", {"user": user}, "branch")
	with set_user(user), pytest.raises(DuesError):
		frappe.get_doc(
			{"doctype": "Party Dues Statement", "branch": own, "source": "Bank", "file": foreign}
		).insert()


def test_sums_are_exact(branch, people):
	document = read(
		branch, files.wechat(("2026-03-05", "赵六", "0.10", "", "1"), ("2026-03-05", "赵六", "0.20", "", "2"))
	)
	assert Decimal(str(document.total_amount)) == Decimal("0.3")
