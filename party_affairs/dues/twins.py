"""Money that is there already: lines of the branch's statements and receipts which may be the same payment as another one.

Read while the branch is locked, so that what others have just written counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues import twins as rules
from party_affairs.rules.dues.twins import Money
from party_affairs.rules.message import Message

STATEMENT, LINE, RECEIPT = "Party Dues Statement", "Party Dues Statement Line", "Party Dues Receipt"
COLLECTED = "Collected"
_FROM_STATEMENT = "Statement"
_BETWEEN_KEYS = " "
_TOGETHER = "+"
_LINE_FIELDS = (
	*("name", "parent", "row", "paid_on", "paid_at", "payer", "amount", "note", "transaction_no", "state"),
	*("member", "member_name", "decided_by", "refund", "creation", "told_apart", "branch"),
)
_RECEIPT_FIELDS = (
	"name",
	"receipt_no",
	"received_on",
	"amount",
	"member",
	"member_name",
	"paid_by",
	"source",
	"branch",
)


class Recorded:
	"""What stands in the statements and receipts of a branch on the days of `rows`, or under their transaction numbers.

	`statement` is the one that `rows` are of; its stored lines are left out, since `rows` are what they become. Two queries.
	"""

	def __init__(self, branch: str, statement: str, rows: Sequence[Any]) -> None:
		self._lines = _stored_lines(branch, statement, rows)
		self._by_sum = _by_day_and_sum(self._lines)
		self._by_number = _by_sound_number(self._lines)
		self._receipts = defaultdict(list)
		for money in _receipts(branch, {getdate(row.paid_on) for row in rows}):
			self._receipts[money.paid_on, money.amount].append(money)
		self._keep(rows)

	def _keep(self, rows: Sequence[Any]) -> None:
		self._rows = list(rows)
		self._own_by_sum = _by_day_and_sum(self._rows)
		self._own_by_number = _by_sound_number(self._rows)

	def known(self, rows: Sequence[Any]) -> set[str]:
		"""Return the names of those of `rows` that are stored beyond doubt, and look at them no more."""
		names = {row.name for row in rows}
		own = [row for row in self._rows if row.name not in names]
		stored = [money_of(row) for row in (*self._lines, *own)]
		known = set(rules.known([money_of(row) for row in rows], stored))
		self._keep([row for row in self._rows if row.name not in known])
		return known

	def twins(self, row: Any, member: str | None, member_name: str | None) -> list[Money]:
		"""What may be the same payment as `row`, taken for one of `member`, without that from which it was told apart."""
		money = money_of(row, member, member_name)
		number, day_and_sum = rules.sound_number(row.transaction_no), (money.paid_on, money.amount)
		lines = _once(self._by_sum[day_and_sum], self._by_number[number])
		own = _once(self._own_by_sum[day_and_sum], self._own_by_number[number])
		found = _twins(money, [line for line in lines if _comes_first(line, row)])
		found += _twins(money, [line for line in own if _is_above(line, row)], same_file=True)
		found += rules.twins(money, self._receipts[day_and_sum])
		apart = set(keys_in(row.told_apart))
		return [twin for twin in found if twin.key not in apart]


def _twins(money: Money, lines: Sequence[Any], same_file: bool = False) -> list[Money]:
	"""Return those of `lines` that may be the same payment; the places of the likeliest, which are named, are written out."""
	by_name = {line.name: line for line in lines}
	found = rules.twins(money, map(money_of, lines), same_file)
	named = [replace(twin, place=_line_place(by_name[twin.key])) for twin in found[: rules.MOST_NAMED]]
	return [*named, *found[rules.MOST_NAMED :]]


def _by_day_and_sum(lines: Iterable[Any]) -> dict[tuple[date, Decimal], list[Any]]:
	found = defaultdict(list)
	for line in lines:
		found[getdate(line.paid_on), yuan(line.amount)].append(line)
	return found


def _by_sound_number(lines: Iterable[Any]) -> dict[str, list[Any]]:
	found = defaultdict(list)
	for line in lines:
		if number := rules.sound_number(line.transaction_no):
			found[number].append(line)
	return found


def _once(*several: Iterable[Any]) -> Iterable[Any]:
	return {line.name: line for lines in several for line in lines}.values()


def warn_of(names: Sequence[str]) -> None:
	"""Tell the user which receipts that he has just written by hand may be of payments recorded already: three queries."""
	written = _receipt_rows(lambda receipt: receipt.name.isin(list(names) or [""]))
	if not written:
		return
	branches, days = {row.branch for row in written}, {row.received_on for row in written}
	lines = [row for row in _lines_on(branches, days) if row.state == COLLECTED]
	others = [
		row
		for row in _receipt_rows(_by_hand(branches, days))
		if row.name not in {receipt.name for receipt in written}
	]
	recorded = defaultdict(list)
	for row in lines:
		recorded[row.branch].append(replace(money_of(row), place=_line_place(row)))
	for row in others:
		recorded[row.branch].append(_money_of_receipts([row]))
	found = [
		(row, twins)
		for row in written
		if (twins := rules.twins(_money_of_receipts([row]), recorded[row.branch]))
	]
	if found:
		sentences = [
			_("{0}: {1} If it is the same, cancel one of the receipts.").format(
				row.member_name or row.member, rules.doubt(twins).text(_)
			)
			for row, twins in found
		]
		frappe.msgprint(sentences, as_list=True, title=_("Perhaps Collected Twice"), indicator="orange")


def money_of(row: Any, member: str | None = None, member_name: str | None = None) -> Money:
	"""Return a line of a statement for comparing, as a payment of `member` or of the one it was taken for; without its place."""
	member_name = member_name if member else row.member and row.member_name
	return Money(
		key=row.name,
		paid_on=getdate(row.paid_on),
		amount=yuan(row.amount),
		names=tuple(filter(None, (row.payer, member_name))),
		member=member or row.member,
		number=row.transaction_no or "",
		at=row.paid_at or "",
		note=row.note or "",
		refund=bool(row.refund),
		document=(STATEMENT, row.parent) if row.parent else None,
	)


def keys_in(text: str | None) -> list[str]:
	"""The records from which a line was told apart, as they are stored."""
	return (text or "").split(_BETWEEN_KEYS) if text else []


def keys_text(keys: Iterable[str]) -> str | None:
	"""How records from which a line was told apart are stored."""
	return _BETWEEN_KEYS.join(dict.fromkeys(keys)) or None


def _comes_first(line: Any, row: Any) -> bool:
	"""Whether a line of another statement asks for an answer about `row`: the later one is asked about, or what is not collected."""
	if row.name in keys_in(line.told_apart):
		return False
	if line.state == COLLECTED or (line.state == "Matched" and line.decided_by):
		return True
	return str(line.creation) <= str(row.creation)


def _is_above(line: Any, row: Any) -> bool:
	"""Whether a line of the same file asks for an answer about `row`."""
	if line.name == row.name or row.name in keys_in(line.told_apart):
		return False
	return line.row < row.row


def _stored_lines(branch: str, statement: str, rows: Sequence[Any]) -> list[Any]:
	numbers = {row.transaction_no for row in rows if rules.sound_number(row.transaction_no)}
	days = {getdate(row.paid_on) for row in rows}
	return [row for row in _lines_on([branch], days, numbers) if row.parent != statement]


def _lines_on(branches: Iterable[str], days: Iterable[date], numbers: Iterable[str] = ()) -> list[Any]:
	"""The lines of the statements of branches that were paid on some days, or have one of some numbers."""
	line = frappe.qb.DocType(LINE)
	return (
		frappe.qb.from_(line)
		.select(*(line[field] for field in _LINE_FIELDS))
		.where(line.branch.isin(sorted(branches)))
		.where(line.paid_on.isin(sorted(days) or [None]) | line.transaction_no.isin(sorted(numbers) or [""]))
		.orderby(line.creation, line.parent, line.row)
		.for_update()
	).run(as_dict=True)


def _receipts(branch: str, days: set[date]) -> list[Money]:
	"""Receipts that no line of a statement stands for; of a member's several of one day also their sum."""
	rows = _receipt_rows(_by_hand([branch], days))
	of_day = defaultdict(list)
	for row in rows:
		of_day[row.member, row.received_on].append(row)
	together = [several for several in of_day.values() if len(several) > 1]
	return [_money_of_receipts([row]) for row in rows] + [_money_of_receipts(several) for several in together]


def _by_hand(branches: Iterable[str], days: Iterable[date]) -> Callable[[Any], Any]:
	return lambda receipt: (
		receipt.branch.isin(sorted(branches))
		& receipt.received_on.isin(sorted(days) or [None])
		& (receipt.source != _FROM_STATEMENT)
	)


def _receipt_rows(which: Callable[[Any], Any]) -> list[Any]:
	receipt = frappe.qb.DocType(RECEIPT)
	return (
		frappe.qb.from_(receipt)
		.select(*(receipt[field] for field in _RECEIPT_FIELDS))
		.where(which(receipt) & (receipt.docstatus == 1))
		.orderby(receipt.received_on, receipt.receipt_serial, receipt.name)
		.for_update()
	).run(as_dict=True)


def _money_of_receipts(rows: Sequence[Any]) -> Money:
	amount = sum((yuan(row.amount) for row in rows), Decimal(0))
	return Money(
		key=_TOGETHER.join(row.name for row in rows),
		paid_on=getdate(rows[0].received_on),
		amount=amount,
		names=tuple(filter(None, (rows[0].member_name, *(row.paid_by for row in rows)))),
		member=rows[0].member,
		place=_receipt_place(rows, amount),
		document=(RECEIPT, rows[0].name),
	)


def _line_place(row: Mapping[str, Any]) -> Message:
	values = {
		"row": row.row,
		"day": str(getdate(row.paid_on)),
		"payer": row.payer or row.member_name or Message("payer not named"),
		"amount": yuan(row.amount),
		"state": Message("Line Collected" if row.state == COLLECTED else row.state),
	}
	if not row.parent:
		return Message("row {row} of this file ({day}, {payer}, {amount} yuan, {state})", **values)
	return Message(
		"row {row} of statement {statement} ({day}, {payer}, {amount} yuan, {state})",
		statement=row.parent,
		**values,
	)


def _receipt_place(rows: Sequence[Any], amount: Decimal) -> Message:
	numbers = tuple(row.receipt_no for row in rows if row.receipt_no)
	return Message(
		"receipt {numbers} ({day}, {payer}, {amount} yuan)",
		numbers=numbers or Message("without a number, {source}", source=Message(rows[0].source)),
		day=str(getdate(rows[0].received_on)),
		payer=rows[0].member_name or rows[0].member,
		amount=amount,
	)
