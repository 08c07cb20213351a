"""党费: a Dues Assessment for each row with a base, and a Party Dues Entry for each month of its member."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import get_last_day, getdate, nowdate, strip_html

from party_affairs.exceptions import DuesError
from party_affairs.facts.documents import stored
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.facts.dues import numbered
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.organisation import branches
from party_affairs.importing.layout import DUES
from party_affairs.importing.lookups import Person
from party_affairs.importing.normalise import Payment, parse_name, share_out
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, dues_judged, settle_person
from party_affairs.importing.sheets.dues_judged import Said
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import period_of, periods_between
from party_affairs.rules.spells import Spells, always

_ENTRY_FIELDS = (
	"member",
	"member_name",
	"branch",
	"dues_month",
	"status",
	"due_amount",
	"paid_amount",
	"paid_on",
	"method",
	"dues_base",
	"remarks",
	"import_row",
)
_ASSESSMENT_FIELDS = (
	"member",
	"branch",
	"category",
	"effective_from",
	"monthly_base",
	"basis_method",
	"remarks",
	"import_row",
)


@dataclass(frozen=True)
class Month:
	"""A month of a member's row: its first day, the sum due, and what the cells say of the payment."""

	first: date
	due: Decimal
	payment: Payment | None
	paid_on: date | None


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update assessments and entries of the year."""
	if records and not any(f"paid_{number}" in records[0].row.cells for number in range(1, 13)):
		records[0].refuse("paid_1", "There is no column for any month, such as 1月.")
	year = [date(context.year, 1, 1), date(context.year, 12, 31)]
	filters = {"branch": context.branch}
	entries = stored("Party Dues Entry", {**filters, "dues_month": ["between", year]}, _ENTRY_FIELDS)
	assessments = stored(
		"Dues Assessment", {**filters, "effective_from": ["between", year]}, _ASSESSMENT_FIELDS
	)
	entries_of: dict[str, dict[date, Any]] = defaultdict(dict)
	for entry in entries:
		entries_of[entry.member][getdate(entry.dues_month)] = entry
	assessment_of: dict[str, Any] = {}
	for assessment in assessments:
		assessment_of.setdefault(assessment.member, assessment)
	owing = owing_in(context)
	receipts = dues_judged.by_member(numbered.of_year(context.branch, context.year))
	kept = branches.kept_by([context.branch]).get(context.branch) or always(context.branch)
	seen: set[str] = set()
	for record in records:
		person = settle_person(record, "member", context)
		if person and person.name in seen:
			record.refuse("member", "{name} has two rows. Put the year into one.", name=person.member_name)
			continue
		if person:
			seen.add(person.name)
		member = _Member(
			person,
			entries_of.get(person.name, {}) if person else {},
			assessment_of.get(person.name) if person else None,
			owing.get(person.name, frozenset()) if person else frozenset(),
			kept,
			receipts.get(person.name, []) if person else [],
		)
		_bring_in_member(record, member, context)
	known = _settled(entries, seen, records, context)
	context.note_left_over(
		DUES, entries, known, lambda entry: f"{entry.member_name} {getdate(entry.dues_month):%Y-%m}"
	)


@dataclass(frozen=True)
class _Member:
	"""Whose row it is (None where the name is not known), what is stored of the year, and which months are asked for."""

	person: Person | None
	entries: Mapping[date, Any]
	assessment: Any
	owing: Container[date]
	kept: Spells
	receipts: Sequence[numbered.Numbered]

	def keeps(self, first: date) -> bool:
		"""Whether the branch keeps records in a month."""
		return self.kept.covers(getdate(get_last_day(first))) or self.kept.covers(first)


def _settled(entries: list, seen: set[str], records: list[Record], context: Context) -> set[int]:
	"""Return which of the year's entries the sheet deals with, those of members whose row is left empty among them."""
	empty = records[0].sheet.unfilled if records else ()
	untouched = {parse_name(row.cells.get("member")) for row in empty}
	first, last = context.days_of(DUES)
	return {
		position
		for position, entry in enumerate(entries)
		if entry.member in seen
		or entry.member_name in untouched
		or not first <= getdate(entry.dues_month) <= last
	}


def _bring_in_member(record: Record, member: _Member, context: Context) -> None:
	# Today is asked for once a row, so that a run over midnight judges a whole row alike.
	months = list(_months(record, member, getdate(nowdate()), context))
	if not record.ready or member.person is None:
		return
	told = [
		(month, _entry_values(record, member.person, month, context))
		for month in months
		if _tells(month, member, context)
	]
	dues_judged.judge(
		record, [_said(month, values, member, context) for month, values in told], member.receipts
	)
	if not record.ready:
		return
	assessed = _save_assessment(record, member, context)
	for month, values in told:
		existing = member.entries.get(month.first)
		if not assessed:
			values["remarks"] = record.get("remarks")
		context.save(record, "Party Dues Entry", values, existing)


def _tells(month: Month, member: _Member, context: Context) -> bool:
	"""Whether a row says something of a month: an empty cell says nothing of an entry made in the Desk."""
	existing = member.entries.get(month.first)
	return bool(month.payment or not existing or context.came_from(existing, DUES))


def owing_in(context: Context) -> dict[str, frozenset[date]]:
	"""Return by member the first days of the year's months that he owes to this branch: three queries."""
	year = period_of("year", date(context.year, 1, 1))
	months = periods_between("month", year.start, year.end)
	people = dues_liability.people([context.branch], year.start, year.end)
	return {
		name: frozenset(month.start for month in months if person.branch_of(month) == context.branch)
		for name, person in people.items()
	}


# --- what the row says -----------------------------------------------------------------------------------------------


def _months(record: Record, member: _Member, today: date, context: Context) -> Iterator[Month]:
	"""Yield the months that the row makes entries for.

	These are the months in which the member was liable, the branch kept records, and that have begun; and any other month
	with a payment.
	"""
	_divide_shared(record, member, context)
	_divide_quarters(record, member, context)
	undated, early = [], []
	for number in range(1, 13):
		if not {f"paid_{number}", f"due_{number}"} & set(record.row.cells):
			continue
		first = date(context.year, number, 1)
		if f"paid_{number}" in record.masked:
			if first not in member.entries:
				record.refuse(f"paid_{number}", "This is masked. Write it in full here.")
			continue
		if record.refused(f"paid_{number}"):
			continue
		payment = record.get(f"paid_{number}")
		if payment is None and record.get(f"paid_on_{number}"):
			record.refuse(f"paid_on_{number}", "There is a day of payment but no sum.")
		nothing = payment is None or (payment.amount is not None and not payment.amount)
		if nothing and not member.keeps(first):
			early.append(number)
			continue
		if payment is None and not (first in member.owing and first <= today):
			continue
		due = _due(record, member, payment, number, first, context)
		if due is None:
			continue
		month = Month(first, due, payment, _paid_on(record, member, payment, number, first))
		if _paid_amount(month) and not month.paid_on and not record.refused(f"paid_on_{number}"):
			undated.append(number)
		_refuse_day_to_come(record, month, number, today)
		_note_of_month(record, member, month, number)
		yield month
	if early and record.ready and (since := next(iter(member.kept)).first):
		record.note(
			"member",
			"{branch} keeps records from {day}: the months before it are not asked for.",
			branch=context.branch,
			day=since.isoformat(),
		)
	if undated:
		record.refuse(
			f"paid_{undated[0]}",
			"The day of payment is missing in months: {months}. Fill in 交纳日期, or 每月交纳日 for all of them.",
			months=tuple(undated),
		)


def _refuse_day_to_come(record: Record, month: Month, number: int, today: date) -> None:
	if not _paid_amount(month) or not month.paid_on or month.paid_on <= today:
		return
	if record.get(f"paid_on_{number}"):
		key = f"paid_on_{number}"
	else:
		key = f"paid_{number}" if month.payment.paid_on else "pay_day"
	record.refuse(
		key,
		"The dues for {month} cannot be paid on {day} yet: it lies in the future.",
		month=f"{month.first:%Y-%m}",
		day=month.paid_on.isoformat(),
	)


def _note_of_month(record: Record, member: _Member, month: Month, number: int) -> None:
	if month.payment and month.payment.deferred:
		record.note(f"paid_{number}", "Put off with leave: the month is entered as not paid.")
	if _paid_amount(month) and member.person and month.first not in member.owing:
		record.note(
			f"paid_{number}",
			"{name} was not liable in this branch in {month}.",
			name=member.person.member_name,
			month=f"{month.first:%Y-%m}",
		)


def _divide_shared(record: Record, member: _Member, context: Context) -> None:
	"""Give each of the months that share a cell its payment, where it is certain how the sum divides."""
	for payment, numbers in record.shared:
		dues = [
			_due(record, member, payment, number, date(context.year, number, 1), context)
			for number in numbers
		]
		if None in dues:
			continue
		shares = share_out(payment, dues)
		if shares is None:
			record.refuse(
				f"paid_{numbers[0]}",
				"{amount} yuan stand in one cell for the months {months}, for which {due} yuan are due. Write into each month what was paid.",
				amount=payment.amount,
				months=numbers,
				due=sum(dues),
			)
			continue
		for number, share in zip(numbers, shares, strict=True):
			record.values[f"paid_{number}"] = share


def _divide_quarters(record: Record, member: _Member, context: Context) -> None:
	"""Give the months of a quarter paid at once (季交) their payments: one sum, and nothing else said of the others."""
	for last in (3, 6, 9, 12):
		numbers = tuple(range(last - 2, last + 1))
		payments = {number: record.get(f"paid_{number}") for number in numbers}
		said = {number: payment for number, payment in payments.items() if payment is not None}
		if not any(payment.quarterly for payment in said.values()):
			continue
		where = next(number for number, payment in said.items() if payment.quarterly)
		sums = {
			number: payment
			for number, payment in said.items()
			if payment.amount is not None or payment.in_full
		}
		dues = [
			_due(record, member, None, number, date(context.year, number, 1), context) for number in numbers
		]
		if None in dues:
			continue
		shares = None
		if len(sums) == 1 and len(said) - 1 == sum(
			payment.quarterly for payment in said.values() if payment not in sums.values()
		):
			where, paid = next(iter(sums.items()))
			paid_on = record.get(f"paid_on_{where}") or paid.paid_on
			shares = share_out(replace(paid, paid_on=paid_on, quarterly=False), dues)
		if shares is None:
			record.refuse(
				f"paid_{where}",
				"Paid by the quarter, and it is not certain what for which of the months {months}, for which {due} yuan are due. Write into each month what was paid.",
				months=numbers,
				due=sum(dues),
			)
			for number in numbers:
				record.values[f"paid_{number}"] = None
			continue
		for number, share in zip(numbers, shares, strict=True):
			record.values[f"paid_{number}"] = share


def _due(
	record: Record, member: _Member, payment: Payment | None, number: int, first: date, context: Context
) -> Decimal | None:
	"""Return the sum due in a month: as typed for it, as typed for the year, or reckoned from the base."""
	hidden = bool(record.masked & {"base", "due", "category", f"due_{number}"})
	if hidden and first in member.entries:
		return yuan(member.entries[first].due_amount)
	if "category" in record.masked and not record.refused("category"):
		record.refuse("category", "This is masked. Write it in full here.")
		return None
	if record.get("category") == "Exempt" or (payment and payment.exempt):
		return NOTHING
	typed = record.get(f"due_{number}")
	if typed is None:
		typed = record.get("due")
	reckoned = _reckoned(record, first, context)
	is_refused = any(record.refused(key) for key in ("due", "base", "category", f"due_{number}"))
	if typed is None and reckoned is None and not is_refused:
		reckoned = _known_due(member, first, context)
		if reckoned is None:
			record.refuse("due", "Fill in the monthly dues, or the base from which they are reckoned.")
	if typed is None:
		return reckoned
	if number == 1 and reckoned is not None and typed != reckoned:
		record.note("due", "By the dues standard this base gives {due} yuan.", due=reckoned)
	return typed


def _known_due(member: _Member, first: date, context: Context) -> Decimal | None:
	"""Return the sum due that the branch has on record for a month: many sheets tell only what was paid."""
	if first in member.entries:
		return yuan(member.entries[first].due_amount)
	assessment = member.assessment
	if not assessment or getdate(assessment.effective_from) > first:
		return None
	category = frappe.scrub(assessment.category)
	if category == "exempt":
		return NOTHING
	return dues_rules.monthly_due(
		yuan(assessment.monthly_base), category, standard=context.dues_standard(first)
	)


def _reckoned(record: Record, first: date, context: Context) -> Decimal | None:
	category = frappe.scrub(record.get("category") or "Employed")
	if record.get("base") is None and category != "fixed_sum":
		return None
	if record.refused("base"):
		return None
	try:
		return dues_rules.monthly_due(record.get("base"), category, standard=context.dues_standard(first))
	except RuleError as error:
		record.problems.append(record.about("base", error.message))
	except DuesError as error:
		if not record.refused("base"):
			record.problems.append(record.about("base", strip_html(str(error))))
	return None


def _paid_on(
	record: Record, member: _Member, payment: Payment | None, number: int, first: date
) -> date | None:
	if payment is None:
		return None
	day = record.get(f"paid_on_{number}") or payment.paid_on
	if day is None and record.masked & {f"paid_on_{number}", "pay_day"} and first in member.entries:
		return member.entries[first].paid_on
	if day is None and record.get("pay_day"):
		last = getdate(get_last_day(first))
		day = first.replace(day=min(record.get("pay_day"), last.day))
		if payment.made_up or payment.quarterly:
			record.note(
				f"paid_{number}",
				"Paid on another day than usual, which is not given; {day} was taken.",
				day=day.isoformat(),
			)
	return day


def _paid_amount(month: Month) -> Decimal:
	if month.payment is None or month.payment.exempt:
		return NOTHING
	return month.due if month.payment.in_full else month.payment.amount or NOTHING


# --- documents -------------------------------------------------------------------------------------------------------


def _entry_values(record: Record, person: Person, month: Month, context: Context) -> dict[str, Any]:
	paid = _paid_amount(month)
	exempt = record.get("category") == "Exempt" or bool(month.payment and month.payment.exempt)
	hidden = record.masked & {"base", "due", "category", f"due_{month.first.month}"}
	exempt = exempt or (bool(hidden) and not month.due)
	values = {
		"member": person.name,
		"branch": context.branch,
		"dues_month": month.first,
		"due_amount": month.due,
		"paid_amount": paid,
		"paid_on": month.paid_on if paid else None,
	}
	if exempt and not paid:
		values["status"] = "Exempt"
	method = month.payment.method if month.payment else None
	if record.has("method") or method:
		values["method"] = (method or record.get("method")) if paid else None
	if record.has("base"):
		values["dues_base"] = record.get("base")
	return values


def _said(month: Month, values: Mapping[str, Any], member: _Member, context: Context) -> Said:
	"""Return what a month will say, with what stays of its entry where the row says nothing."""
	entry = member.entries.get(month.first)
	method = values.get("method")
	if method is None and entry and not ("method" in values and context.came_from(entry, DUES)):
		method = entry.method
	return Said(
		first=month.first,
		due=month.due,
		amount=values["paid_amount"],
		paid_on=values["paid_on"],
		method=method or "",
		made_up=bool(month.payment and month.payment.made_up),
		entry=entry,
	)


def _save_assessment(record: Record, member: _Member, context: Context) -> bool:
	"""Bring in the year's assessment; whether the row has one: without a base only a fixed sum or an exemption can be."""
	category = record.get("category") or "Employed"
	if record.masked & {"base", "category"}:
		return True
	if record.get("base") is None and category not in ("Fixed Sum", "Exempt"):
		return False
	existing = member.assessment
	months = [date(context.year, month, 1) for month in range(1, 13)]
	first = next((month for month in months if month in member.owing), months[0])
	values = {
		"member": member.person.name,
		"branch": context.branch,
		"category": category,
		"effective_from": getdate(existing.effective_from) if existing else first,
		"monthly_base": NOTHING if category == "Exempt" else record.get("base"),
		"basis_method": record.get("basis_method"),
		"remarks": record.get("remarks"),
	}
	context.save(record, "Dues Assessment", values, existing)
	return True
