"""党费: a Dues Assessment for each row with a base, and a Party Dues Entry for each month of its member."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import get_last_day, getdate, nowdate, strip_html

from party_affairs.exceptions import DuesError
from party_affairs.facts.documents import stored
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.importing.layout import DUES
from party_affairs.importing.lookups import Person
from party_affairs.importing.normalise import Payment, parse_name
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, settle_person
from party_affairs.rules.dues import monthly_dues as dues_rules
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import period_of, periods_between

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
	if records and not any(records[0].has(f"paid_{number}") for number in range(1, 13)):
		records[0].refuse("paid_1", "There is no column for any month, such as 1月.")
	year = [date(context.year, 1, 1), date(context.year, 12, 31)]
	filters = {"branch": context.branch}
	entries = stored("Party Dues Entry", {**filters, "dues_month": ["between", year]}, _ENTRY_FIELDS)
	assessments = stored(
		"Dues Assessment", {**filters, "effective_from": ["between", year]}, _ASSESSMENT_FIELDS
	)
	entry_of = {(entry.member, getdate(entry.dues_month)): entry for entry in entries}
	assessment_of: dict[str, Any] = {}
	for assessment in assessments:
		assessment_of.setdefault(assessment.member, assessment)
	owing = owing_in(context)
	seen: set[str] = set()
	for record in records:
		person = settle_person(record, "member", context)
		if person and person.name in seen:
			record.refuse("member", "{name} has two rows. Put the year into one.", name=person.member_name)
		if not person or not record.ready:
			continue
		seen.add(person.name)
		_bring_in_member(
			record,
			person,
			entry_of,
			assessment_of.get(person.name),
			owing.get(person.name, frozenset()),
			context,
		)
	kept = _settled(entries, seen, records, context)
	context.note_left_over(
		DUES, entries, kept, lambda entry: f"{entry.member_name} {getdate(entry.dues_month):%Y-%m}"
	)


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


def _bring_in_member(
	record: Record,
	person: Person,
	entry_of: Mapping[tuple[str, date], Any],
	assessment: Any,
	owing: Container[date],
	context: Context,
) -> None:
	# Today is asked for once a row, so that a run over midnight judges a whole row alike.
	months = list(_months(record, person, getdate(nowdate()), owing, context))
	if not record.ready:
		return
	assessed = _save_assessment(record, person, assessment, owing, context)
	for month in months:
		existing = entry_of.get((person.name, month.first))
		if month.payment is None and existing and not context.came_from(existing, DUES):
			continue  # entered in the Desk, and the workbook says nothing about it
		values = _entry_values(record, person, month, context)
		if not assessed:
			values["remarks"] = record.get("remarks")
		context.save(record, "Party Dues Entry", values, existing)


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


def _months(
	record: Record, person: Person, today: date, owing: Container[date], context: Context
) -> Iterator[Month]:
	"""Yield the months that the row makes entries for.

	These are the months in which the member was liable and that have begun, and any other month with a payment.
	"""
	undated = []
	for number in range(1, 13):
		if not (record.has(f"paid_{number}") or record.has(f"due_{number}")):
			continue
		first = date(context.year, number, 1)
		payment = record.get(f"paid_{number}")
		liable = first in owing
		if payment is None and record.get(f"paid_on_{number}"):
			record.refuse(f"paid_on_{number}", "There is a day of payment but no sum.")
		if payment is None and not (liable and first <= today):
			continue
		due = _due(record, payment, number, first, context)
		if due is None:
			return
		month = Month(first, due, payment, _paid_on(record, payment, number, first))
		if _paid_amount(month) and not month.paid_on:
			undated.append(number)
		if _paid_amount(month) and not liable:
			record.note(
				f"paid_{number}",
				"{name} was not liable in this branch in {month}.",
				name=person.member_name,
				month=f"{first:%Y-%m}",
			)
		yield month
	if undated:
		record.refuse(
			f"paid_{undated[0]}",
			"The day of payment is missing in months: {months}. Fill in 交纳日期, or 每月交纳日 for all of them.",
			months=tuple(undated),
		)


def _due(
	record: Record, payment: Payment | None, number: int, first: date, context: Context
) -> Decimal | None:
	"""Return the sum due in a month: as typed for it, as typed for the year, or reckoned from the base."""
	if record.get("category") == "Exempt" or (payment and payment.exempt):
		return NOTHING
	typed = record.get(f"due_{number}")
	if typed is None:
		typed = record.get("due")
	reckoned = _reckoned(record, first, context)
	if typed is None and reckoned is None:
		if record.ready:
			record.refuse("due", "Fill in the monthly dues, or the base from which they are reckoned.")
		return None
	if typed is None:
		return reckoned
	if number == 1 and reckoned is not None and typed != reckoned:
		record.note("due", "By the dues standard this base gives {due} yuan.", due=reckoned)
	return typed


def _reckoned(record: Record, first: date, context: Context) -> Decimal | None:
	category = frappe.scrub(record.get("category") or "Employed")
	if record.get("base") is None and category != "fixed_sum":
		return None
	try:
		return dues_rules.monthly_due(record.get("base"), category, standard=context.dues_standard(first))
	except RuleError as error:
		record.problems.append(record.about("base", error.message))
	except DuesError as error:
		record.refused_by_document(strip_html(str(error)))
	return None


def _paid_on(record: Record, payment: Payment | None, number: int, first: date) -> date | None:
	if payment is None:
		return None
	day = record.get(f"paid_on_{number}") or payment.paid_on
	if day is None and record.get("pay_day"):
		last = getdate(get_last_day(first))
		return first.replace(day=min(max(record.get("pay_day"), 1), last.day))
	return day


def _paid_amount(month: Month) -> Decimal:
	if month.payment is None or month.payment.exempt:
		return NOTHING
	return month.due if month.payment.in_full else month.payment.amount or NOTHING


# --- documents -------------------------------------------------------------------------------------------------------


def _entry_values(record: Record, person: Person, month: Month, context: Context) -> dict[str, Any]:
	paid = _paid_amount(month)
	exempt = record.get("category") == "Exempt" or bool(month.payment and month.payment.exempt)
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
	if record.has("method"):
		values["method"] = record.get("method") if paid else None
	if record.has("base"):
		values["dues_base"] = record.get("base")
	return values


def _save_assessment(
	record: Record, person: Person, existing: Any, owing: Container[date], context: Context
) -> bool:
	"""Bring in the year's assessment; whether the row has one: without a base only a fixed sum or an exemption can be."""
	category = record.get("category") or "Employed"
	if record.get("base") is None and category not in ("Fixed Sum", "Exempt"):
		return False
	months = [date(context.year, month, 1) for month in range(1, 13)]
	first = next((month for month in months if month in owing), months[0])
	values = {
		"member": person.name,
		"branch": context.branch,
		"category": category,
		"effective_from": getdate(existing.effective_from) if existing else first,
		"monthly_base": NOTHING if category == "Exempt" else record.get("base"),
		"basis_method": record.get("basis_method"),
		"remarks": record.get("remarks"),
	}
	context.save(record, "Dues Assessment", values, existing)
	return True
