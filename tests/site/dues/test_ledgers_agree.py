"""All ledgers of dues agree to the cent, whatever happened: joins, transfers, changes of base, payments, cancellations.

Random histories of several branches are driven through the services themselves. What was received, taken back, spent and
remitted is added up beside them, so that ledgers which agree with each other and are wrong would be found as well.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

import frappe

from party_affairs.api.dues.account import cancel
from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.dues.monthly_run import run_month
from party_affairs.facts.dues.account import accounts
from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.dues import (
	dues_annual_account,
	dues_arrears,
	dues_collection,
	dues_payments,
	dues_publication,
	dues_use,
)
from party_affairs.rules.dues.monthly_dues import status_of
from party_affairs.rules.periods import period_of
from tests.site import factory

pytestmark = pytest.mark.site

ENTRY, RECEIPT, ITEM = "Party Dues Entry", "Party Dues Receipt", "Party Dues Receipt Item"
YEAR, TODAY = 2025, "2025-09-20"
LAST_MONTH = 9
ZERO = Decimal("0.00")
STATUS = {"paid": "Paid", "partly_paid": "Partly Paid", "unpaid": "Unpaid", "exempt": "Exempt"}
BASES = ("2800", "3000.01", "4999.99", "7777.77", "60000")


# --- histories -------------------------------------------------------------------------------------------------------

_WHO, _WHERE = st.integers(0, 30), st.integers(0, 2)
_CENTS = st.integers(1, 40_000).map(lambda cents: Decimal(cents) / 100)
_OPS = st.one_of(
	st.tuples(st.just("join"), _WHERE, st.sampled_from(BASES), st.booleans()),
	st.tuples(st.just("move"), _WHO, _WHERE, st.sampled_from((None, 0, 1, 2))),
	st.tuples(st.just("assess"), _WHO, st.sampled_from(BASES), st.booleans()),
	*(
		st.tuples(
			st.just("pay"),
			_WHO,
			st.one_of(st.none(), _CENTS),
			st.sampled_from((ZERO, ZERO, Decimal("5.55"), Decimal(1000))),
			st.booleans(),
		)
		for _twice_as_often in range(3)
	),
	st.tuples(st.just("cancel"), _WHO),
	st.tuples(st.just("leave"), _WHO, st.sampled_from(("Deceased", "Expelled"))),
	st.tuples(st.just("spend"), _WHERE, _CENTS),
	st.tuples(st.just("remit"), _WHERE),
	st.tuples(st.just("run")),
)
_STEPS = st.lists(st.tuples(st.integers(1, LAST_MONTH), st.integers(1, 19), _OPS), min_size=8, max_size=22)


@dataclass
class Account:
	"""What the test itself has added up for a branch."""

	received: Decimal = ZERO
	spent: Decimal = ZERO
	remitted: Decimal = ZERO
	by_month: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))


class World:
	"""Three branches under a committee; every step goes through the service that people use."""

	def __init__(self) -> None:
		self.committee = factory.committee()
		self.branches = [factory.branch(parent=self.committee) for _ in range(3)]
		self.approvals = [factory.approval(branch) for branch in self.branches]
		self.people: list[str] = []
		self.receipts: list[tuple[str, str, Decimal, int]] = []
		self.accounts = {branch.name: Account() for branch in self.branches}
		for branch in self.branches:
			self.admit(branch, "2015-07-01", "2025-01-01", BASES[len(self.people)], False)
		self.treasurers = list(self.people)

	@property
	def names(self) -> list[str]:
		return [branch.name for branch in self.branches]

	def live(self, steps: list) -> None:
		for month in range(1, LAST_MONTH + 1):
			self.run(date(YEAR, month, 1))
			for _month, day, (kind, *arguments) in sorted(
				(step for step in steps if step[0] == month), key=lambda step: step[1]
			):
				self.attempt(kind, date(YEAR, month, day), arguments)
		# Members who moved or joined since the first of their month.
		for month in range(1, LAST_MONTH + 1):
			self.run(date(YEAR, month, 1))

	def attempt(self, kind: str, day: date, arguments: list) -> None:
		"""Do a step; what the services refuse leaves nothing behind."""
		frappe.db.savepoint("step")
		try:
			getattr(self, kind)(day, *arguments)
			event(f"{kind} done")
		except frappe.ValidationError:
			event(f"{kind} refused")
			frappe.db.rollback(save_point="step")
			frappe.local.message_log = []

	def run(self, day: date) -> None:
		run_month(day, self.names)

	def join(self, day: date, where: int, base: str, is_quarterly: bool) -> None:
		self.admit(self.branches[where], str(day), str(day.replace(day=1)), base, is_quarterly)

	def admit(self, branch, joined: str, first: str, base: str, is_quarterly: bool) -> None:
		person = factory.member(branch, joined_branch_on=joined)
		frequency = "Quarterly" if is_quarterly else "Monthly"
		factory.assessment(person, first, base, payment_frequency=frequency, basis_method="Monthly Pay")
		self.people.append(person.name)

	def one(self, which: int) -> str:
		return self.people[which % len(self.people)]

	def move(self, day: date, who: int, where: int, months_paid: int | None) -> None:
		target = self.branches[where]
		paid_until = None
		if months_paid is not None:
			# The month before, this one, or the next.
			paid_until = period_of("month", date(YEAR, max(day.month - 1 + months_paid, 1), 1)).end
		letter = factory.transfer(self.one(who), target, str(day), dues_paid_until=paid_until)
		letter.accept(day)

	def assess(self, day: date, who: int, base: str, is_quarterly: bool) -> None:
		frequency = "Quarterly" if is_quarterly else "Monthly"
		factory.assessment(
			self.one(who),
			str(day.replace(day=1)),
			base,
			payment_frequency=frequency,
			basis_method="Monthly Pay",
		)

	def pay(
		self, day: date, who: int, amount: Decimal | None, voluntary: Decimal, where_he_owes: bool
	) -> None:
		member = self.one(who)
		branch = frappe.db.get_value("Party Member", member, "branch")
		if where_he_owes:
			filters = {"member": member, "status": ["in", ["Unpaid", "Partly Paid"]]}
			branch = frappe.db.get_value(ENTRY, filters, "branch", order_by="dues_month") or branch
		dues = self.owed(member, branch, day) if amount is None else amount
		(name,) = collect(branch, day, "WeChat", [CollectionLine(member, amount=amount, voluntary=voluntary)])
		self.receipts.append((name, branch, dues + voluntary, day.month))
		self.add(branch, day.month, dues + voluntary)

	def owed(self, member: str, branch: str, day: date) -> Decimal:
		end = period_of("month", day).end
		rows = frappe.get_all(
			ENTRY,
			filters={"member": member, "branch": branch, "dues_month": ["<=", end]},
			fields=["due_amount", "paid_amount"],
		)
		return sum((max(yuan(row.due_amount) - yuan(row.paid_amount), ZERO) for row in rows), ZERO)

	def add(self, branch: str, month: int, amount: Decimal) -> None:
		account = self.accounts[branch]
		account.received += amount
		account.by_month[month] += amount

	def cancel(self, day: date, which: int) -> None:
		if not self.receipts:
			return
		position = which % len(self.receipts)
		name, branch, amount, month = self.receipts[position]
		cancel("Party Dues Receipt", name, "记错了人")
		del self.receipts[position]
		self.add(branch, month, -amount)

	def leave(self, day: date, who: int, kind: str) -> None:
		if self.one(who) not in self.treasurers:
			factory.change(self.one(who), kind, str(day))

	def spend(self, day: date, where: int, amount: Decimal) -> None:
		branch = self.branches[where]
		handled_by = frappe.db.get_value("Party Member", {"branch": branch.name}, "name")
		approval = self.approvals[where]
		if day < date(YEAR, 1, 10):
			return
		factory.expense(branch, str(day), str(amount), approval, handled_by=handled_by)
		self.accounts[branch.name].spent += amount

	def remit(self, day: date, where: int) -> None:
		branch, month = self.branches[where], date(YEAR, day.month, 1)
		if day.month == 1:
			return
		last = period_of("month", date(YEAR, month.month - 1, 1))
		document = factory.remittance(
			branch, str(last.start), str(last.end), paid_on=str(day), to_branch=self.committee
		)
		self.accounts[branch.name].remitted += yuan(document.amount)


# --- what is compared ------------------------------------------------------------------------------------------------


def submitted(doctype: str, **filters: Any) -> list:
	return frappe.get_all(doctype, filters={"docstatus": 1, **filters}, fields=["*"], order_by="name")


def total(rows, fieldname: str) -> Decimal:
	return sum((yuan(row.get(fieldname)) for row in rows), ZERO)


def ledger(module, branch: str, **filters: Any):
	return module.build({"branch": branch, "year": YEAR, **filters})


def check_entries_against_receipts(world: World) -> None:
	"""Each month's account is the sum of its receipts, and its state follows from the sums."""
	receipts = {row.name: row for row in submitted(RECEIPT, branch=["in", world.names])}
	items = submitted(ITEM, parent=["in", list(receipts)], parenttype=RECEIPT)
	of_entry, of_receipt = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
	for item in items:
		of_receipt[item.parent] += yuan(item.amount)
		if item.entry:
			of_entry[item.entry] += yuan(item.amount)
	entries = frappe.get_all(ENTRY, filters={"branch": ["in", world.names]}, fields=["*"], order_by="name")
	assert {row.name: yuan(row.paid_amount) for row in entries} == {
		row.name: of_entry[row.name] for row in entries
	}
	assert set(of_entry) <= {row.name for row in entries}
	for row in entries:
		assert row.status == STATUS[status_of(yuan(row.due_amount), yuan(row.paid_amount))], row.name
	for row in receipts.values():
		assert yuan(row.amount) == of_receipt[row.name]
		assert yuan(row.amount) == total([row], "dues_amount") + total([row], "voluntary_amount") + total(
			[row], "large_voluntary_amount"
		)
	assert {name: amount for name, _branch, amount, _month in world.receipts} == {
		name: yuan(row.amount) for name, row in receipts.items()
	}


def check_receipt_numbers(world: World) -> None:
	"""Numbers run without gaps in each branch, cancelled receipts included."""
	for branch in world.names:
		serials = frappe.get_all(
			RECEIPT, filters={"branch": branch}, pluck="receipt_serial", order_by="receipt_serial"
		)
		assert serials == list(range(1, len(serials) + 1))


def check_each_month_once(world: World) -> None:
	rows = frappe.get_all(
		ENTRY, filters={"member": ["in", world.people]}, fields=["member", "dues_month"], order_by="name"
	)
	assert len({(row.member, row.dues_month) for row in rows}) == len(rows)


def check_ledgers(world: World, branch: str) -> None:
	"""Grid, rows, publication, arrears and accounts of a branch, with what the test has added up itself."""
	expected = world.accounts[branch]
	entries = frappe.get_all(ENTRY, filters={"branch": branch}, fields=["*"], order_by="name")
	receipts = submitted(RECEIPT, branch=branch)
	grid, payments, published, arrears = (
		ledger(module, branch) for module in (dues_collection, dues_payments, dues_publication, dues_arrears)
	)
	# What receipts say is for dues stands in the entries, those of the next year included.
	assert total(entries, "paid_amount") == total(receipts, "dues_amount")
	# Dues of the year's months, whenever they were received, are the same in grid, publication and entries.
	entries = [row for row in entries if row.dues_month.year == YEAR]
	dues = total(entries, "paid_amount")
	assert grid.totals["paid"] == published.totals["paid"] == dues
	assert grid.totals["due"] == published.totals["due"] == total(entries, "due_amount")
	assert grid.totals["paid"] == sum(
		(grid.totals[dues_collection.month_field(month)] for month in dues_collection.MONTHS), ZERO
	)
	for month in dues_collection.MONTHS:
		of_month = [row for row in entries if row.dues_month.month == month]
		sheet = ledger(dues_publication, branch, month=month)
		assert sheet.totals["paid"] == total(of_month, "paid_amount")
		assert sheet.totals["due"] == total(of_month, "due_amount")
		assert grid.totals[dues_collection.month_field(month)] == sheet.totals["paid"]
	assert (
		sum((ledger(dues_publication, branch, quarter=n).totals["paid"] for n in range(1, 5)), ZERO) == dues
	)
	# What is owed.
	assert arrears.totals["amount"] == grid.totals["arrears"]
	assert {row["name"]: row["amount"] for row in arrears.rows} == {
		row["name"]: row["arrears"] for row in grid.rows if row["arrears"]
	}
	# Money by the day of receiving.
	assert payments.totals["amount"] == total(receipts, "amount") == expected.received
	by_branch = ledger(dues_payments, branch, view="branch").totals
	assert by_branch["amount"] == expected.received
	assert {month: by_branch[dues_collection.month_field(month)] for month in range(1, 13)} == {
		month: expected.by_month[month] for month in range(1, 13)
	}
	# The account of the branch.
	account = accounts([branch], YEAR)[branch]
	(annual,) = ledger(dues_annual_account, branch).rows
	use = ledger(dues_use, branch)
	closing = expected.received - expected.spent - expected.remitted
	assert account.collected == annual["collected"] == expected.received
	assert (account.spent, account.remitted) == (expected.spent, expected.remitted)
	assert account.closing == annual["closing"] == use.totals["balance"] == closing >= ZERO
	assert use.totals["income"] == expected.received
	assert use.totals["outlay"] == expected.spent + expected.remitted


def check_sums_above(world: World) -> None:
	"""The committee's ledgers are the sums of the branches'."""
	for module, fieldname in (
		(dues_collection, "paid"),
		(dues_collection, "arrears"),
		(dues_payments, "amount"),
		(dues_publication, "due"),
		(dues_arrears, "amount"),
		(dues_annual_account, "collected"),
		(dues_annual_account, "closing"),
	):
		above = ledger(module, world.committee.name).totals[fieldname]
		assert above == sum((ledger(module, name).totals[fieldname] for name in world.names), ZERO), module


@settings(
	max_examples=15,
	# A history is shown as it failed: making it shorter takes minutes, each try being a year of records.
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
	deadline=None,
	suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(_STEPS)
def test_all_ledgers_agree_to_the_cent(rolled_back, freeze, steps):
	with rolled_back(), freeze(TODAY):
		world = World()
		world.live(steps)
		check_entries_against_receipts(world)
		check_receipt_numbers(world)
		check_each_month_once(world)
		for branch in world.names:
			check_ledgers(world, branch)
		check_sums_above(world)
