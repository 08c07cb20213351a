"""党费: what a row says was paid, held against the receipts that are there and against what is due.

A numbered receipt is not overwritten, money is not taken twice, and a sum with a slipped digit is no payment.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from frappe.utils import getdate

from party_affairs.facts.dues.months import yuan
from party_affairs.facts.dues.numbered import Numbered
from party_affairs.guide import cell_words
from party_affairs.importing.rows import Record
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.message import Message

SLIPPED = 10
"""So many times what is due is no voluntary extra but a slipped digit, unless the row says that other months are in it."""


@dataclass(frozen=True)
class Said:
	"""What becomes of a month by its row: sums in yuan, the day, how was paid; and its entry as it is stored, if there is one."""

	first: date
	due: Decimal
	amount: Decimal
	paid_on: date | None
	method: str
	made_up: bool
	entry: Any = None

	@property
	def is_on_record(self) -> bool:
		"""Whether the entry says the same by now."""
		if not self.entry or self.amount != yuan(self.entry.paid_amount):
			return False
		if not self.amount:
			return True
		return (self.paid_on, self.method) == (getdate(self.entry.paid_on), self.entry.method or "")


def by_member(receipts: Iterable[Numbered]) -> Mapping[str, list[Numbered]]:
	"""Return receipts by the member who paid."""
	found = defaultdict(list)
	for receipt in receipts:
		found[receipt.member].append(receipt)
	return found


def judge(record: Record, months: Sequence[Said], receipts: Sequence[Numbered]) -> None:
	"""Refuse in a row what its member's receipts gainsay, what may be money recorded already, and sums that cannot be."""
	for month in months:
		if not month.is_on_record and not _gainsaid(record, month, receipts):
			_look_at_sum(record, month)
			_note_changed_sum(record, month)
	_note_changed_dues(record, months)
	if record.ready:
		_refuse_twins(record, months, receipts)


def _gainsaid(record: Record, month: Said, receipts: Sequence[Numbered]) -> bool:
	"""Whether a month has receipts that say something else and stay as they are."""
	own = [receipt for receipt in receipts if month.entry and month.entry.name in receipt.entries]
	if not own:
		return False
	paid = sum((receipt.entries[month.entry.name] for receipt in own), NOTHING)
	day, method = max((receipt.received_on, receipt.method) for receipt in own)
	number = month.first.month
	told = {
		"receipts": tuple(receipt.number for receipt in own),
		"amount": paid,
		"month": f"{month.first:%Y-%m}",
		"day": day.isoformat(),
	}
	if month.amount > paid and paid < min(month.due, yuan(month.entry.due_amount)):
		return False  # what was lacking was paid since
	key = f"paid_{number}"
	if month.amount == paid and month.paid_on == day:
		if month.method == method:
			return False
		record.refuse(
			key,
			"By receipt {receipts} {amount} yuan were paid for {month} on {day} ({method}); the workbook says {said}. Correct it here, or cancel the receipt first.",
			method=Message(method or "way of paying not said"),
			said=Message(month.method or "way of paying not said"),
			**told,
		)
		return True
	if month.amount == paid and record.row.cells.get(f"paid_on_{number}"):
		key = f"paid_on_{number}"
	record.refuse(
		key,
		"By receipt {receipts} {amount} yuan were paid for {month} on {day}; the workbook says {said_amount} yuan, day {said_day}. Correct it here, or cancel the receipt first.",
		said_amount=month.amount,
		said_day=month.paid_on.isoformat() if month.paid_on else "-",
		**told,
	)
	return True


def _look_at_sum(record: Record, month: Said) -> None:
	if month.amount <= month.due and not _is_slipped(month):
		return
	key = f"paid_{month.first.month}"
	told = {"amount": month.amount, "due": month.due, "month": f"{month.first:%Y-%m}"}
	if _is_slipped(month) and not (month.made_up or _is_made_up(record)):
		told["due"] = _usual_due(month)
		record.refuse(
			key,
			"{amount} yuan were paid for {month}, for which {due} yuan are due: ten times as much or more. Correct the sum, or write 补 or 预交 beside it if other months are in it.",
			**told,
		)
	else:
		record.note(key, "{amount} yuan were paid for {month}, for which {due} yuan are due.", **told)


def _note_changed_sum(record: Record, month: Said) -> None:
	before = yuan(month.entry.paid_amount) if month.entry else NOTHING
	if before and before != month.amount:
		record.note(
			f"paid_{month.first.month}",
			"What was paid for {month} changes from {before} to {amount} yuan.",
			month=f"{month.first:%Y-%m}",
			before=before,
			amount=month.amount,
		)


def _usual_due(month: Said) -> Decimal:
	"""Return what is due, or what was by the entry where that is less: a digit may slip in 月应交 too."""
	before = yuan(month.entry.due_amount) if month.entry else NOTHING
	return min(before, month.due) if before else month.due


def _is_slipped(month: Said) -> bool:
	due = _usual_due(month)
	return bool(due) and month.amount >= SLIPPED * due


def _note_changed_dues(record: Record, months: Sequence[Said]) -> None:
	"""Tell which months that have an entry get another sum due."""
	changed = defaultdict(list)
	for month in months:
		if month.entry and (before := yuan(month.entry.due_amount)) != month.due:
			own = f"due_{month.first.month}"
			key = next((key for key in (own, "due") if record.get(key) is not None), "base")
			changed[key, before, month.due].append(f"{month.first:%Y-%m}")
	for (key, before, due), which in changed.items():
		record.note(
			key,
			"The sum due for {months} changes from {before} to {due} yuan.",
			months=tuple(which),
			before=before,
			due=due,
		)


def _is_made_up(record: Record) -> bool:
	remarks = record.get("remarks") or ""
	return any(len(word) > 1 and word in remarks for word in cell_words.payments("made_up"))


def _refuse_twins(record: Record, months: Sequence[Said], receipts: Sequence[Numbered]) -> None:
	"""Refuse money of the day and the sum of receipts of the same member, unless the row tells these receipts' months too."""
	recorded = {month.entry.name for month in months if month.is_on_record and month.amount}
	new = defaultdict(list)
	for month in months:
		if month.amount and not month.is_on_record:
			new[month.paid_on].append(month)
	for day, paid in new.items():
		untold = [
			receipt
			for receipt in receipts
			if receipt.received_on == day and not (receipt.entries and recorded >= {*receipt.entries})
		]
		if twins := _of_one_sum(untold, [[month] for month in paid] + [paid]):
			found, said = twins
			record.refuse(
				f"paid_{said[0].first.month}",
				"The same day and sum as receipt {receipts} ({day}, {amount} yuan): the same payment once more? Correct the months here; if it is another payment, record it on the sheet for collecting dues.",
				receipts=tuple(receipt.number for receipt in found),
				day=day.isoformat(),
				amount=_total(receipt.amount for receipt in found),
			)


def _of_one_sum(
	receipts: Sequence[Numbered], said: Iterable[list[Said]]
) -> tuple[Sequence[Numbered], list[Said]] | None:
	"""Return receipts, one or all of them, and months whose sums are the same."""
	together = [[receipt] for receipt in receipts] + ([receipts] if len(receipts) > 1 else [])
	for months in said:
		for several in together:
			if _new_money(months) & {_total(receipt.amount for receipt in several)}:
				return several, months
	return None


def _new_money(months: Sequence[Said]) -> set[Decimal]:
	"""Return what months say was paid, and what of it is not recorded yet."""
	before = _total(yuan(month.entry.paid_amount) for month in months if month.entry)
	said = _total(month.amount for month in months)
	return {said, said - before}


def _total(amounts: Iterable[Decimal]) -> Decimal:
	return sum(amounts, NOTHING)
