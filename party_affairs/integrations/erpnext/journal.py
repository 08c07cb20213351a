"""What is booked for a receipt, a remittance and an expense: balanced entries as plain data.

Dues are not the company's own money: they are kept for the Party, so the fund is a liability. Money that comes in debits
the account it came into and credits the fund; money that goes out does the opposite.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

COMPANY, FUND, CASH, BANK = "dues_company", "dues_fund_account", "dues_cash_account", "dues_bank_account"
WECHAT, ALIPAY, COST_CENTER = "dues_wechat_account", "dues_alipay_account", "dues_cost_center"
NO_BOOKS = "dues_not_in_erpnext"

LABELS = {
	NO_BOOKS: Message("Dues Are Not Booked in ERPNext"),
	COMPANY: Message("Company That Keeps the Dues"),
	FUND: Message("Dues Fund Account"),
	CASH: Message("Dues Cash Account"),
	BANK: Message("Dues Bank Account"),
	WECHAT: Message("Dues WeChat Account"),
	ALIPAY: Message("Dues Alipay Account"),
	COST_CENTER: Message("Dues Cost Center"),
}
"""The fields of a branch that say where its dues are booked, and what they are called."""

_ACCOUNT_OF_METHOD = {
	"Cash": CASH,
	"Paid by Another": CASH,
	"Bank Transfer": BANK,
	"WeChat": WECHAT,
	"Alipay": ALIPAY,
}
_ON_PAPER = ("Workbook", "Carried Over")
"""Sources of receipts that copy what happened before: their money is in the accounts' opening balance."""


@dataclass(frozen=True)
class Books:
	"""Where the dues of a branch are booked: the values of its fields, by the names of `LABELS`."""

	branch: str
	fields: Mapping[str, str | None]

	def get(self, fieldname: str) -> str:
		"""Return the company or account of a field. Raise `RuleError` naming branch and field if it is empty."""
		value = self.fields.get(fieldname)
		if not value:
			raise RuleError(
				"{branch}: {field} is missing, so nothing can be booked in ERPNext. Enter it in the organisation's section "
				"“Dues in ERPNext”, or tick “{no_books}” there.",
				branch=self.branch,
				field=LABELS[fieldname],
				no_books=LABELS[NO_BOOKS],
			)
		return value


@dataclass(frozen=True)
class Line:
	"""One side of an entry, in yuan."""

	account: str
	debit: Decimal = Decimal(0)
	credit: Decimal = Decimal(0)


@dataclass(frozen=True)
class Entry:
	"""A Journal Entry to be made: `reference` is the number of the paper behind it."""

	branch: str
	company: str
	posting_date: date
	lines: tuple[Line, ...]
	reference: str
	cost_center: str | None = None


Row = Mapping[str, Any]
AllBooks = Mapping[str, Books]
"""By branch; an organisation without books is left out."""


def receipt(row: Row, books: AllBooks) -> Entry | None:
	"""Return the entry of a Party Dues Receipt: money in, whatever it is for. None if nothing is booked."""
	if row["source"] in _ON_PAPER:
		return None
	return _money_in(row["branch"], row, row["received_on"], row["receipt_no"], books)


def remittance_sent(row: Row, books: AllBooks) -> Entry | None:
	"""Return the entry of the organisation that sent a Party Dues Remittance, None if it is none of ours."""
	return _money_out(row["branch"], row, row["paid_on"], row["voucher_no"], books)


def remittance_received(row: Row, books: AllBooks) -> Entry | None:
	"""Return the entry of the organisation that received a Party Dues Remittance, None before it has."""
	if not row["received_on"]:
		return None
	return _money_in(row["to_branch"], row, row["received_on"], row["receipt_no"], books)


def expense(row: Row, books: AllBooks) -> Entry | None:
	"""Return the entry of a Party Dues Expense."""
	return _money_out(row["branch"], row, row["spent_on"], row["voucher_no"], books)


def _money_in(
	branch: str | None, row: Row, day: date, reference: str | None, books: AllBooks
) -> Entry | None:
	own = books.get(branch) if branch else None
	return own and _entry(own, row, day, reference, comes_in=True)


def _money_out(
	branch: str | None, row: Row, day: date, reference: str | None, books: AllBooks
) -> Entry | None:
	own = books.get(branch) if branch else None
	return own and _entry(own, row, day, reference, comes_in=False)


def _entry(books: Books, row: Row, day: date, reference: str | None, *, comes_in: bool) -> Entry:
	company, fund = books.get(COMPANY), books.get(FUND)
	# Where no method of payment is said, it went through the bank.
	account = books.get(_ACCOUNT_OF_METHOD.get(row["method"] or "", BANK))
	amount = Decimal(str(row["amount"]))
	debit, credit = (account, fund) if comes_in else (fund, account)
	return Entry(
		branch=books.branch,
		company=company,
		posting_date=day,
		lines=(Line(debit, debit=amount), Line(credit, credit=amount)),
		reference=reference or row["name"],
		cost_center=books.fields.get(COST_CENTER) or None,
	)
