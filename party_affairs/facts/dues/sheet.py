"""The collection sheet of a branch: who may pay, and what each owes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max

from party_affairs.facts.dues.months import open_months
from party_affairs.facts.members import register as member_facts
from party_affairs.rules.dues.allocation import OpenMonth
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.periods import period_of


@dataclass(frozen=True)
class SheetRow:
	"""One member: the `months` of which something is owed by the day, their sum in yuan, the last month paid in full."""

	member: str
	member_name: str
	months: tuple[OpenMonth, ...]
	due: Decimal
	paid_until: date | None


def rows(branch: str, day: date) -> list[SheetRow]:
	"""Return the Party members of `branch` and all others who owe it dues by the end of the month of `day`: four queries.

	Members who owe most months come first.
	"""
	end = period_of("month", day).end
	owed = {
		member: due
		for member, months in open_months(branch).items()
		if (due := tuple(month for month in months if month.month <= end))
	}
	paid_until = _paid_until(branch)
	names = {**_party_members(branch, day), **member_facts.names_of(owed)}
	sheet = [
		SheetRow(
			member=member,
			member_name=name,
			months=owed.get(member, ()),
			due=sum((month.open for month in owed.get(member, ())), NOTHING),
			paid_until=paid_until.get(member),
		)
		for member, name in names.items()
	]
	return sorted(sheet, key=lambda row: (-len(row.months), row.member_name, row.member))


def _party_members(branch: str, day: date) -> dict[str, str]:
	return {
		row.name: row.member_name
		for row in member_facts.load_of_branches([branch])
		if member_facts.is_in_party_here_on(row, day)
	}


def _paid_until(branch: str) -> dict[str, date]:
	entry = DocType("Party Dues Entry")
	return dict(
		frappe.qb.from_(entry)
		.select(entry.member, Max(entry.dues_month))
		.where((entry.branch == branch) & (entry.status == "Paid"))
		.groupby(entry.member)
		.run()
	)
