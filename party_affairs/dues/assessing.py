"""Assessments at work: what entries take over from them, when they are settled for good, and the new year's from the last.

Rights are the caller's business.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pypika import Case

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate, now, nowdate

from party_affairs.dues import bulk
from party_affairs.facts.activity import later
from party_affairs.facts.dues import assessment as facts
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.dues.standard import standard_on
from party_affairs.facts.members.register import is_in_party_here_on, load_of_branches
from party_affairs.rules.dues import assessment as rules
from party_affairs.rules.errors import RuleError
from party_affairs.touches import touch

ASSESSMENT, ENTRY, ITEM = "Dues Assessment", "Party Dues Entry", "Dues Income Item"
_A_CHUNK = 500
_COPIED = (
	*("member", "member_name", "branch", "category", "basis_method", "payment_frequency"),
	*("agreed_amount", "income_amount", "monthly_base", "consent_meeting", "consented_on"),
)


@dataclass(frozen=True)
class Renewal:
	"""What the new year's assessments came to: how many were made, how many were there, and the members to be
	assessed by hand (name, and why)."""

	created: int
	present: int
	left: tuple[tuple[str, str], ...]


# --- entries ---------------------------------------------------------------------------------------------------------


def months_paid(assessment: str) -> list[date]:
	"""Return the months for which something was paid by an assessment, in order: one query."""
	return frappe.get_all(
		ENTRY,
		filters={"assessment": assessment, "paid_amount": [">", 0]},
		pluck="dues_month",
		order_by="dues_month",
	)


def follow(
	members: Sequence[str],
	first: date,
	last: date | None,
	of: Collection[str] = (),
	released: Collection[str] = (),
) -> int:
	"""Bring entries without any payment to the assessment in force for their month; return how many: three queries.

	Of the months from `first` to `last` (None: no end) those are looked at that one of the assessments `of` was or is in
	force for, and the `released` entries. An exemption that was entered by hand stays.
	"""
	entries = _unpaid(members, first, last, released)
	if not entries:
		return 0
	assessments = facts.of_members(members, first, last)
	changed = {}
	for entry in entries:
		row = rules.in_force(assessments.get(entry.member, ()), entry.dues_month)
		if entry.name in released or entry.assessment in of or (row and row.name in of):
			changed[entry.name] = _values(entry.dues_month, row)
	_write(changed)
	return len(changed)


def release(assessment: str) -> list[str]:
	"""Let entries without any payment forget an assessment that is about to be deleted; return their names."""
	filters = {"assessment": assessment, "paid_amount": 0}
	names = frappe.get_all(ENTRY, filters=filters, pluck="name", order_by="name")
	if names:
		frappe.db.set_value(ENTRY, {"name": ["in", names]}, "assessment", None)
	return names


def _unpaid(members: Sequence[str], first: date, last: date | None, released: Collection[str]) -> list:
	entry = DocType(ENTRY)
	by_assessment = (entry.status != "Exempt") | entry.assessment.isnotnull()
	if released:
		by_assessment |= entry.name.isin(sorted(released))
	query = (
		frappe.qb.from_(entry)
		.select(entry.name, entry.member, entry.dues_month, entry.assessment)
		.where(entry.member.isin(members) & (entry.paid_amount == 0) & (entry.dues_month >= first))
		.where(by_assessment)
		.orderby(entry.name)
		.for_update()
	)
	if last:
		query = query.where(entry.dues_month <= last)
	return query.run(as_dict=True)


def _values(month: date, row) -> dict[str, Any]:
	"""Return what an entry takes over; where no assessment is in force any more, its sum stays until there is one."""
	if row is None:
		return {"assessment": None}
	return {
		"assessment": row.name,
		"due_amount": row.monthly_due,
		"dues_base": row.monthly_base,
		"payable_by": rules.payable_by(month, frappe.scrub(row.payment_frequency or "")),
		"status": "Unpaid" if row.monthly_due else "Exempt",
	}


def _write(changed: Mapping[str, Mapping[str, Any]]) -> None:
	entry = DocType(ENTRY)
	names = sorted(changed)
	for start in range(0, len(names), _A_CHUNK):
		chunk = names[start : start + _A_CHUNK]
		query = frappe.qb.update(entry).where(entry.name.isin(chunk))
		for fieldname in ("assessment", "due_amount", "dues_base", "payable_by", "status"):
			holding = [name for name in chunk if fieldname in changed[name]]
			if holding:
				column = Case()
				for name in holding:
					column = column.when(entry.name == name, changed[name][fieldname])
				query = query.set(entry[fieldname], column.else_(entry[fieldname]))
		query.set(entry.modified, now()).set(entry.modified_by, frappe.session.user).run()
		touch(ENTRY, records=chunk)


# --- the new year ----------------------------------------------------------------------------------------------------


def renew(branch: str, year: int) -> Renewal:
	"""Make the assessments of a year for the members of a branch from their last ones, as a starting point.

	Each begins in January, or in the month in which its member came; the sum is reckoned anew by the standard in force
	then. Members with an assessment that begins in the year are left alone, and a unique index of the database keeps two runs
	at once from doubling one. Decisions to exempt or reduce hold for what they were taken for, and what is assessed month
	by month waits for the income: these members are named.
	"""
	people = _members(branch, year)
	history = facts.of_members(list(people), date.min, date(year, 12, 1))
	sources, left, present = [], [], 0
	for name, member in people.items():
		earlier = history.get(name, ())
		if any(row.effective_from.year == year for row in earlier):
			present += 1
			continue
		reason = _reason_to_wait(earlier[-1]) if earlier else _("no earlier assessment")
		if reason:
			left.append((member.member_name, reason))
		else:
			sources.append((earlier[-1], _first_month(member, year)))
	rows, refused = _renewed(sources)
	left.extend((people[name].member_name, reason) for name, reason in refused)
	created = _insert(rows)
	if created:
		names = {row["name"] for row in created}
		follow([row["member"] for row in created], date(year, 1, 1), date(year, 12, 1), names)
	return Renewal(len(created), present + len(rows) - len(created), tuple(left))


def _members(branch: str, year: int) -> dict[str, Any]:
	"""Return by name those who are Party members in the branch on the year's first day, for the present year today."""
	day = max(date(year, 1, 1), min(getdate(nowdate()), date(year, 12, 31)))
	return {row.name: row for row in load_of_branches([branch]) if is_in_party_here_on(row, day)}


def _first_month(member, year: int) -> date:
	return later(date(year, 1, 1), member.joined_branch_on, member.joined_on).replace(day=1)


def _reason_to_wait(last) -> str | None:
	category = frappe.scrub(last.category)
	if category in rules.DECIDED:
		return _("needs a new decision")
	if category in rules.BASED and frappe.scrub(last.basis_method or "") in rules.METHODS_OF_A_SPELL:
		return _("is assessed as the income comes in")
	return None


def _renewed(sources: Iterable[tuple[Any, date]]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
	"""Return the new rows, and (member, reason) of those for whom the standard now in force gives no sum: four queries."""
	first_months = {row.name: first for row, first in sources}
	if not first_months:
		return [], []
	standards = {first: standard_on(first) for first in sorted(set(first_months.values()))}
	rows, refused = [], []
	for last in frappe.get_all(
		ASSESSMENT, filters={"name": ["in", list(first_months)]}, fields=["name", *_COPIED], order_by="member"
	):
		first = first_months[last.name]
		name, standard = standards[first]
		category = frappe.scrub(last.category)
		try:
			due = rules.due_of(category, yuan(last.monthly_base), standard, yuan(last.agreed_amount))
		except RuleError as error:
			refused.append((last.member, error.message.text(_)))
			continue
		method = frappe.scrub(last.basis_method or "") or None
		rows.append(
			{
				**{field: last[field] for field in _COPIED},
				"name": f"DA-{frappe.generate_hash(length=10)}",
				"effective_from": first,
				"effective_to": rules.last_month(category, method, first),
				"monthly_due": due,
				"standard": name,
				"renewed_from": last.name,
			}
		)
	return rows, refused


def _insert(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
	"""Insert assessments with the income items of those they were renewed from; return those that were not there: four queries."""
	if not rows:
		return []
	bulk.insert(
		ASSESSMENT,
		[{column: row[column] for column in row if column != "renewed_from"} for row in rows],
		ignore_duplicates=True,
	)
	stored = set(
		frappe.get_all(ASSESSMENT, filters={"name": ["in", [row["name"] for row in rows]]}, pluck="name")
	)
	created = [row for row in rows if row["name"] in stored]
	successors = {row["renewed_from"]: row["name"] for row in created}
	items = frappe.get_all(
		ITEM,
		filters={"parenttype": ASSESSMENT, "parent": ["in", list(successors)]},
		fields=["parent", "idx", "kind", "amount"],
		order_by="parent, idx",
	)
	of_items = {"parenttype": ASSESSMENT, "parentfield": "income_items"}
	bulk.insert(
		ITEM,
		[{**item, **of_items, "name": bulk.new_name(), "parent": successors[item.parent]} for item in items],
	)
	return created
