"""The ledger of payments: one row an item of a receipt, by the day of receiving; sums are those of receipts and entries."""

from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.dues import receipts
from party_affairs.dues.receipts import Payment, Share
from party_affairs.printing.ledger_sheets import to_html
from party_affairs.rules.dues.allocation import LARGE_VOLUNTARY, MONTHLY, VOLUNTARY
from tests.site import factory

pytestmark = pytest.mark.site

YEAR = {"year": 2025}


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def build(user="Administrator", **filters):
	return ledgers.get("dues_payments").build({**YEAR, **filters}, user=user)


def receive(person, day: str, *shares, **values):
	"""A receipt for shares that are (month, amount) of dues, or (kind, amount) of what was given beside them."""
	found = []
	for what, amount in shares:
		if what in (VOLUNTARY, LARGE_VOLUNTARY):
			found.append(Share(what, Decimal(amount)))
			continue
		name = f"{person.name}-2025-{what:02d}"
		if not frappe.db.exists("Party Dues Entry", name):
			factory.dues_entry(person, f"2025-{what:02d}-01")
		found.append(Share(MONTHLY, Decimal(amount), name, date(2025, what, 1)))
	payment = Payment(person.branch, person.name, date.fromisoformat(day), "WeChat", tuple(found), **values)
	(receipt,) = receipts.write([payment])
	return receipt


def test_each_item_of_a_receipt_is_a_row(branch, freeze):
	freeze("2025-03-20")
	person = factory.member(branch, "甲交")
	receive(person, "2025-03-10", (2, "15"), (3, "10"), (4, "15"), (VOLUNTARY, "50"), paid_by="甲妻")
	rows = build(branch=branch.name).rows
	assert [(row["of_month"], row["due"], row["amount"], row["state"]) for row in rows] == [
		("2", Decimal("15.00"), Decimal("15.00"), "补交"),
		("3", Decimal("15.00"), Decimal("10.00"), "当月"),
		("4", Decimal("15.00"), Decimal("15.00"), "预交"),
		("", None, Decimal("50.00"), "自愿多交"),
	]
	assert {row["receipt"] for row in rows} == {"2025-00001"}
	assert {(row["member_name"], row["method_text"], row["remarks"]) for row in rows} == {
		("甲交", "微信", "甲妻代交")
	}
	assert {str(row["received_on"]) for row in rows} == {"2025-03-10"}
	assert build(branch=branch.name).totals == {"amount": Decimal("90.00")}


def test_cancelled_receipts_are_marked_and_count_nowhere(branch, freeze):
	freeze("2025-03-20")
	person = factory.member(branch)
	receive(person, "2025-03-10", (3, "15"))
	wrong = receive(person, "2025-03-11", (4, "15"), (LARGE_VOLUNTARY, "1200"))
	frappe.get_doc("Party Dues Receipt", wrong).update({"cancel_reason": "重复登记"}).cancel()
	ledger = build(branch=branch.name)
	assert [(row["receipt"], row["state"], row["amount"]) for row in ledger.rows] == [
		("2025-00001", "当月", Decimal("15.00")),
		("2025-00002", "已作废", None),
		("2025-00002", "已作废", None),
	]
	assert "15.00元：重复登记" in ledger.rows[1]["remarks"] and "1200.00" in ledger.rows[2]["remarks"]
	assert ledger.totals["amount"] == Decimal("15.00")
	assert sum(ledger.chart.series[0][1]) == Decimal("15.00")
	assert [figure.value for figure in ledger.figures] == [Decimal("15.00"), 1, 1]
	assert "已作废" in to_html(ledger)


def test_money_counts_in_the_year_and_month_in_which_it_came(branch, freeze):
	freeze("2025-12-31")
	person = factory.member(branch)
	receive(person, "2025-02-03", (1, "15"))
	receive(person, "2025-12-31", (12, "15"))
	freeze("2026-01-05")
	receive(person, "2026-01-05", (11, "15"))
	assert [row["of_month"] for row in build(branch=branch.name).rows] == ["1", "12"]
	assert [row["of_month"] for row in build(branch=branch.name, month=2).rows] == ["1"]
	assert [(row["of_month"], row["receipt"]) for row in build(branch=branch.name, year=2026).rows] == [
		("11", "2026-00001")
	]


def test_sums_are_those_of_the_collection_ledger_and_of_each_branch(branch, freeze):
	freeze("2025-12-31")
	other = factory.branch(parent=branch.parent_party_branch)
	for where, sums in ((branch, ("15", "7.35")), (other, ("15", "15"))):
		person = factory.member(where)
		receive(person, "2025-01-10", (1, sums[0]))
		receive(person, "2025-03-10", (2, sums[1]), (VOLUNTARY, "20"))
	above = branch.parent_party_branch
	by_branch = build(branch=above, view="branch")
	assert [(row["branch"], row["month_01"], row["month_03"], row["amount"]) for row in by_branch.rows] == [
		(branch.name, Decimal("15.00"), Decimal("27.35"), Decimal("42.35")),
		(other.name, Decimal("15.00"), Decimal("35.00"), Decimal("50.00")),
	]
	assert by_branch.totals["amount"] == build(branch=above).totals["amount"] == Decimal("92.35")
	dues = sum(row["amount"] for row in build(branch=above).rows if row["of_month"])
	paid = (
		ledgers.get("dues_collection").build({**YEAR, "branch": above}, user="Administrator").totals["paid"]
	)
	assert dues == paid == Decimal("52.35")


def test_who_reads_the_payments(branch, freeze):
	freeze("2025-03-20")
	person = factory.member(branch)
	receive(person, "2025-03-10", (3, "15"))
	for user in (factory.holder(branch, "Secretary"), factory.holder(branch, "Organisation Commissioner")):
		assert len(build(user, branch=branch.name).rows) == 1
	for user in (factory.login(person), factory.holder(branch, "Publicity Commissioner"), "Guest"):
		with pytest.raises(frappe.PermissionError):
			build(user, branch=branch.name)
