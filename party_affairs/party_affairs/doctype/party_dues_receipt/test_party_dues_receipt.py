"""Party Dues Receipt: numbers without gaps, oldest month first, cancelled with trace, entries follow (clause R49)."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

import frappe

from party_affairs.api.dues import own_receipts
from party_affairs.dues import collection, receipts
from party_affairs.exceptions import DuesError
from party_affairs.printing import documents
from party_affairs.rules.dues.monthly_dues import status_of
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

DAY = date(2025, 4, 10)


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def person(branch):
	return factory.member(branch, "赵六")


@pytest.fixture
def three_months(person):
	return [factory.dues_entry(person, f"2025-{month:02d}-01", due="15.00") for month in (1, 2, 3)]


def receipt(person, amount, day="2025-04-10", submit=True, **values):
	document = frappe.get_doc(
		doctype="Party Dues Receipt",
		member=person.name,
		branch=person.branch,
		received_on=day,
		method=values.pop("method", "Cash"),
		amount=amount,
		**values,
	).insert()
	return document.submit() if submit else document


def state(entries):
	fields = ["paid_amount", "status"]
	rows = [frappe.db.get_value("Party Dues Entry", entry.name, fields) for entry in entries]
	return [(str(Decimal(str(paid)).quantize(Decimal("0.01"))), status) for paid, status in rows]


def test_oldest_month_is_paid_first_and_the_rest_stays_open(person, three_months):
	document = receipt(person, 20)
	assert state(three_months) == [("15.00", "Paid"), ("5.00", "Partly Paid"), ("0.00", "Unpaid")]
	assert [(row.kind, row.amount, row.timing) for row in document.items] == [
		("Monthly Dues", 15, "Back Payment"),
		("Monthly Dues", 5, "Back Payment"),
	]
	assert (document.dues_amount, document.voluntary_amount) == (20, 0)
	receipt(person, 25, day="2025-04-12")
	assert state(three_months) == [("15.00", "Paid")] * 3
	paid_on = frappe.db.get_value("Party Dues Entry", three_months[1].name, "paid_on")
	assert str(paid_on) == "2025-04-12"


def test_more_than_is_due_is_refused_and_a_voluntary_extra_is_not(person, three_months):
	draft = receipt(person, 60, submit=False)
	with pytest.raises(DuesError, match=r"赵六.*15\.00"):
		draft.submit()
	extra = receipt(person, 60, voluntary=15)
	assert (extra.dues_amount, extra.voluntary_amount, extra.large_voluntary_amount) == (45, 15, 0)


@pytest.mark.parametrize("voluntary, large", [(999.99, 0), (1000, 1000), (5000, 5000)])
def test_voluntary_extra_from_a_thousand_on_goes_up_whole(person, voluntary, large):
	document = receipt(person, voluntary, voluntary=voluntary)
	assert document.large_voluntary_amount == large
	assert Decimal(str(document.voluntary_amount)) == Decimal(str(voluntary)) - large


def test_numbers_run_without_gaps_by_branch_and_year(person, three_months):
	other = factory.member(factory.branch(parent=factory.committee()))
	factory.dues_entry(other, "2025-01-01")
	drafts = [receipt(person, 5, submit=False) for _number in range(3)]
	drafts[0].delete()
	first, second = drafts[1].submit(), drafts[2].submit()
	assert [first.receipt_no, second.receipt_no] == ["2025-00001", "2025-00002"]
	assert receipt(other, 15).receipt_no == "2025-00001"
	frappe.get_doc("Party Dues Receipt", second.name).update({"cancel_reason": "记错人"}).cancel()
	assert receipt(person, 5).receipt_no == "2025-00003"
	assert receipt(person, 5, day="2026-01-05").receipt_no == "2026-00001"


def test_what_the_app_gives_cannot_be_typed_into_a_draft(person, three_months):
	draft = receipt(person, 15, submit=False)
	typed = {"receipt_no": "2025-00001", "receipt_year": 2025, "receipt_serial": 7, "collection_key": "K"}
	draft.update({**typed, "source": "Workbook"}).save()
	assert not any(draft.get(field) for field in typed)
	assert receipt(person, 5).receipt_no == "2025-00001"
	draft.reload()
	draft.update({**typed, "source": "Workbook"}).submit()
	assert (draft.receipt_no, draft.receipt_serial, draft.source) == ("2025-00002", 2, "Collected")


def test_a_draft_does_not_pass_to_a_member_or_a_branch_of_others(person):
	stranger = factory.member(factory.branch(parent=factory.committee()), "周四")
	for values in ({"member": stranger.name}, {"branch": stranger.branch}):
		draft = receipt(person, 15, voluntary=15, submit=False)
		with pytest.raises(DuesError, match="不属于"):
			draft.update(values).save()


def test_nothing_but_the_reason_comes_with_a_cancellation(person, three_months):
	document = frappe.get_doc("Party Dues Receipt", receipt(person, 45).name)
	given = {"amount": 1, "received_on": "2024-01-01", "receipt_no": None, "items": []}
	document.update({**given, "cancel_reason": "记错人"}).cancel()
	document.reload()
	assert (document.amount, str(document.received_on), document.receipt_no) == (
		45,
		"2025-04-10",
		"2025-00001",
	)
	assert [(row.entry, row.docstatus) for row in document.items] == [(row.name, 2) for row in three_months]
	assert state(three_months) == [("0.00", "Unpaid")] * 3


def test_a_numbered_receipt_is_never_deleted(person, three_months):
	document = receipt(person, 15)
	document.update({"cancel_reason": "记错金额"}).cancel()
	with pytest.raises(DuesError, match="2025-00001"):
		document.delete()


def test_cancelling_needs_a_reason_and_opens_the_months_again(person, three_months):
	document = receipt(person, 45)
	with pytest.raises(DuesError, match="说明原因"):
		frappe.get_doc("Party Dues Receipt", document.name).cancel()
	assert state(three_months) == [("15.00", "Paid")] * 3
	frappe.get_doc("Party Dues Receipt", document.name).update({"cancel_reason": "记错人"}).cancel()
	assert state(three_months) == [("0.00", "Unpaid")] * 3
	amended = frappe.copy_doc(frappe.get_doc("Party Dues Receipt", document.name))
	amended.update({"amended_from": document.name, "amount": 30, "docstatus": 0}).insert().submit()
	assert (amended.receipt_no, state(three_months)[1:]) == (
		"2025-00002",
		[("15.00", "Paid"), ("0.00", "Unpaid")],
	)


@pytest.mark.parametrize("payer", ["浙江某某律师事务所", "党支部", "律所财务"])
def test_an_organisation_may_not_pay_for_a_member(person, three_months, payer):
	with pytest.raises(DuesError, match="垫交"):
		receipt(person, 15, method="Paid by Another", paid_by=payer)
	assert receipt(person, 15, method="Paid by Another", paid_by="其妻王某").paid_by == "其妻王某"


@pytest.mark.parametrize(
	"values, field",
	[
		({"amount": 0}, "实收金额"),
		({"amount": -5}, "实收金额"),
		({"amount": 10, "voluntary": 11}, "自愿多交"),
		({"amount": 15, "method": "Paid by Another"}, "代交人"),
	],
)
def test_bad_sums_and_payers_are_refused_by_field(person, three_months, values, field):
	with pytest.raises(frappe.ValidationError, match=field):
		receipt(person, **values)


def test_what_the_app_gives_cannot_be_given_by_a_request(person, three_months):
	document = receipt(
		person, 15, submit=False, receipt_no="2025-00099", source="Workbook", receipt_serial=99
	)
	assert (document.receipt_no, document.source, document.receipt_serial or 0) == (None, "Collected", 0)
	assert document.submit().receipt_no == "2025-00001"


def test_a_sum_typed_in_an_entry_gets_its_receipt(person, three_months):
	entry = three_months[0]
	entry.update({"paid_amount": 5, "paid_on": "2025-01-10", "method": "Cash"}).save()
	entry.update({"paid_amount": 15, "paid_on": "2025-01-20", "method": "WeChat"}).save()
	rows = frappe.get_all(
		"Party Dues Receipt",
		{"member": person.name},
		["receipt_no", "amount", "method"],
		order_by="receipt_no",
	)
	assert [tuple(row.values()) for row in rows] == [("2025-00001", 5, "Cash"), ("2025-00002", 10, "WeChat")]
	entry.reload()
	entry.paid_amount = 5
	with pytest.raises(DuesError, match="收据"):
		entry.save()


def test_bulk_receipts_equal_those_of_the_form(branch):
	people = [factory.member(branch) for _number in range(2)]
	for one in people:
		factory.dues_entry(one, "2025-01-01", due="20.00")
	form = frappe.get_doc("Party Dues Receipt", receipt(people[0], 25, day="2025-01-10", voluntary=5).name)
	line = collection.CollectionLine(people[1].name, Decimal("20"), Decimal("5"))
	(name,) = collection.collect(branch.name, date(2025, 1, 10), "Cash", [line])
	bulk = frappe.get_doc("Party Dues Receipt", name)
	differing = {"name", "member", "member_name", "receipt_no", "receipt_serial", "creation", "modified"}
	assert [plain(form, differing)] == [plain(bulk, differing)]
	assert [
		plain(row, {"name", "parent", "entry", "owner", "creation", "modified"}) for row in form.items
	] == [plain(row, {"name", "parent", "entry", "owner", "creation", "modified"}) for row in bulk.items]


def plain(document, leave_out):
	values = document.get_valid_dict()
	return {
		key: value or None for key, value in values.items() if key not in leave_out and key != "docstatus"
	} | {"docstatus": int(document.docstatus)}


def test_queries_do_not_grow_with_people(branch):
	warm, few, many = ([factory.member(branch) for _one in range(number)] for number in (1, 2, 12))
	for one in (*warm, *few, *many):
		factory.dues_entry(one, "2025-01-01")
	counts = []
	for people in (warm, few, many):
		lines = [collection.CollectionLine(one.name) for one in people]
		with counted_queries() as queries:
			collection.collect(branch.name, DAY, "Cash", lines)
		counts.append(len(queries))
	assert counts[1] == counts[2] < 15


def test_the_same_key_collects_once(branch, person, three_months):
	line = collection.CollectionLine(person.name, Decimal("15"), key="20250410-1")
	collection.collect(branch.name, DAY, "WeChat", [line])
	with pytest.raises(Exception) as caught:
		collection.collect(branch.name, DAY, "WeChat", [line])
	assert frappe.db.is_duplicate_entry(caught.value)


def test_status_in_the_database_is_that_of_the_rules(person):
	entry = factory.dues_entry(person, "2025-01-01")
	for due, paid in product(("0", "0.01", "15"), ("0", "0.01", "14.99", "15", "20")):
		frappe.db.delete("Party Dues Receipt", {"member": person.name})
		frappe.db.delete("Party Dues Receipt Item", {"entry": entry.name})
		frappe.db.set_value("Party Dues Entry", entry.name, {"due_amount": due, "status": "Unpaid"})
		share = receipts.Share("monthly_dues", Decimal(paid), entry.name, date(2025, 1, 1))
		if Decimal(paid):
			receipts.store([receipts.Payment(person.branch, person.name, DAY, "Cash", (share,))])
		receipts.settle([entry.name])
		status = frappe.db.get_value("Party Dues Entry", entry.name, "status")
		assert frappe.scrub(status) == status_of(Decimal(due), Decimal(paid)), (due, paid)


def test_members_see_their_own_receipts_and_neighbours_none(person, three_months, set_user):
	document = receipt(person, 15)
	own = factory.login(person)
	neighbour = factory.holder(person.branch)
	outsider = factory.holder(factory.branch(parent=factory.committee()), "Secretary")
	for user, seen in ((own, [document.name]), (neighbour, []), (outsider, [])):
		set_user(user)
		assert frappe.get_list("Party Dues Receipt", pluck="name") == seen
		items = frappe.get_list("Party Dues Receipt Item", parent_doctype="Party Dues Receipt", pluck="name")
		assert len(items) == len(seen)
		assert bool(frappe.has_permission("Party Dues Receipt", "read", document.name)) == bool(seen)
		assert not frappe.has_permission("Party Dues Receipt", "cancel", document.name)


def test_a_member_prints_his_own_receipt_and_is_told_of_others_what_he_is_told_of_none(
	person, three_months, set_user
):
	document = receipt(person, 15)
	own, neighbour = factory.login(person), factory.holder(person.branch)
	set_user(own)
	own_receipts.receipt(document.name)
	assert frappe.local.response.type == "pdf" and frappe.local.response.filecontent.startswith(b"%PDF")
	set_user(neighbour)
	for name in (document.name, "PDR-none"):
		with pytest.raises(frappe.PermissionError, match=r"没有|no receipt"):
			own_receipts.receipt(name)


def test_the_paper_names_months_and_the_sum_in_words(person, three_months):
	document = receipt(person, 1045.5, voluntary=1000.5, method="Paid by Another", paid_by="其妻<王某>")
	html = documents.party_document(document)
	for text in (
		"2025-01至2025-03，每月15.00元",
		"补交",
		"大额自愿多交",
		"壹仟零肆拾伍元伍角整",
		"¥1045.50",
		"2025-00001",
	):
		assert html.count(text) == 2, text
	assert "其妻&lt;王某&gt;代交" in html and "作废" not in html
	document = frappe.get_doc("Party Dues Receipt", document.name)
	document.update({"cancel_reason": "记错人"}).cancel()
	assert "作废：记错人" in documents.party_document(document)


def close_2024(branch):
	year = frappe.get_doc(doctype="Party Dues Year", branch=branch.name, year=2024, opening_balance=0)
	year.insert().submit()


def test_nothing_is_received_or_cancelled_in_a_closed_year(branch, person):
	entry = factory.dues_entry(person, "2024-12-01", due="15.00", paid="15", paid_on="2024-12-15")
	close_2024(branch)
	(name,) = frappe.get_all("Party Dues Receipt", {"member": person.name}, pluck="name")
	with pytest.raises(DuesError, match="2024"):
		frappe.get_doc("Party Dues Receipt", name).update({"cancel_reason": "记错人"}).cancel()
	with pytest.raises(DuesError, match="2024"):
		receipt(person, 5, day="2024-12-20", voluntary=5)
	frappe.clear_document_cache(entry.doctype, entry.name)
	with pytest.raises(DuesError, match="2024"):
		frappe.get_doc(entry.doctype, entry.name).update({"paid_amount": 20}).save()
	assert receipt(person, 5, day="2025-01-05", voluntary=5).receipt_no == "2025-00001"
