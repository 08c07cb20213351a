"""Which branches a check has to look at again: what was written since, when time changes an answer, how each was checked last."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Min

TOUCH, STATE = "Compliance Touch", "Compliance State"


def to_check(year: int, as_of: date, fingerprint: str, among: Collection[str] | None = None) -> list[str]:
	"""Return the branches of whose findings of `year` something may say otherwise on `as_of` than it is stored: one query.

	They are those with touches, those of which time alone changes an answer by then, those that were last checked by other
	rules (`fingerprint`), as of a later day, or never. `among` narrows the answer.
	"""
	# A touch is looked for in each branch: joined, thousands of them would be thousands of rows.
	return frappe.db.sql(
		f"""select branch.name from `tabParty Branch` branch
		left join `tab{STATE}` state on state.branch = branch.name and state.year = %(year)s
		where {"branch.name in %(among)s and" if among is not None else ""} (
			state.name is null or state.fingerprint is null or state.fingerprint <> %(fingerprint)s
			or state.checked_for > %(as_of)s or state.changes_on <= %(as_of)s
			or exists (
				select 1 from `tab{TOUCH}` touch where touch.branch = branch.name and touch.year = %(year)s
				and (touch.on_day is null or touch.on_day <= %(as_of)s)
			)
		) order by branch.name""",
		{"year": year, "as_of": as_of, "fingerprint": fingerprint, "among": list(among or ()) or [""]},
		pluck=True,
	)


def unfinished(first: int, last: int, today: date) -> dict[int, list[str]]:
	"""Return by year, from `first` to `last`, the organisations whose check of it is missing or came to no end: one query.

	They existed in that year and kept records, or were entered here by its end if they do not say since when. A check came to
	no end where something could not be checked or was touched since, and where time has changed an answer by `today`.
	"""
	years = list(range(first, last + 1))
	if not years:
		return {}
	rows = frappe.db.sql(
		f"""select period.year, branch.name
		from json_table(%(years)s, '$[*]' columns (year int path '$')) period
		join `tabParty Branch` branch
			on year(coalesce(branch.records_from, date(branch.creation))) <= period.year
			and year(branch.founded_on) <= period.year
			and (branch.status = 'Active' or year(branch.dissolved_on) >= period.year)
		left join `tab{STATE}` state on state.branch = branch.name and state.year = period.year
		where state.name is null or state.fingerprint is null or state.changes_on <= %(today)s
		order by period.year, branch.name""",
		{"years": json.dumps(years), "today": today},
	)
	return {year: [name for _year, name in group] for year, group in groupby(rows, key=lambda row: row[0])}


def not_checked_since(moment: datetime, year: int, names: Sequence[str]) -> list[str]:
	"""Return those of the branches `names` that were not checked for `year` since a moment: one query."""
	state = DocType(STATE)
	query = frappe.qb.from_(state).select(state.branch).where(state.branch.isin(list(names) or [""]))
	done = set(query.where((state.year == year) & (state.checked_on >= moment)).run(pluck=True))
	return [name for name in names if name not in done]


def number_checked_since(moment: datetime, year: int) -> int:
	"""Return how many branches were checked for `year` since a moment: one query."""
	state = DocType(STATE)
	query = frappe.qb.from_(state).select(Count(state.name))
	return query.where((state.year == year) & (state.checked_on >= moment)).run()[0][0]


def touches(branches: Sequence[str], year: int, as_of: date) -> list[str]:
	"""Return the names of the touches of `branches` for `year` that a run as of a day sees: one query."""
	touch = DocType(TOUCH)
	query = frappe.qb.from_(touch).select(touch.name)
	query = query.where(touch.branch.isin(list(branches)) & (touch.year == year))
	return query.where(touch.on_day.isnull() | (touch.on_day <= as_of)).run(pluck=True)


def waiting(year: int, as_of: date) -> list[str]:
	"""Return the organisations with touches for `year` that a run as of a day sees, the longest untouched first: one query."""
	touch, branch = DocType(TOUCH), DocType("Party Branch")
	query = frappe.qb.from_(touch).join(branch).on(branch.name == touch.branch).select(touch.branch)
	query = query.where((touch.year == year) & (touch.on_day.isnull() | (touch.on_day <= as_of)))
	return query.groupby(touch.branch).orderby(Min(touch.creation)).orderby(touch.branch).run(pluck=True)


def broken(year: int, branches: Collection[str] | None = None) -> dict[str, str]:
	"""Return by branch (of `branches`, default: all) why it could not be checked for `year` the last time: one query."""
	state = DocType(STATE)
	query = frappe.qb.from_(state).select(state.branch, state.error)
	if branches is not None:
		query = query.where(state.branch.isin(list(branches) or [""]))
	return dict(query.where((state.year == year) & state.error.isnotnull()).orderby(state.branch).run())


# --- whose findings a record can change -------------------------------------------------------------------------------


def branches_of_members(members: Iterable[str]) -> set[str]:
	"""Return all branches that ever answered for one of `members`: two queries, none without members."""
	names = sorted(members)
	if not names:
		return set()
	member, transfer = DocType("Party Member"), DocType("Party Membership Transfer")
	found = set(frappe.qb.from_(member).select(member.branch).where(member.name.isin(names)).run(pluck=True))
	rows = (
		frappe.qb.from_(transfer)
		.select(transfer.branch, transfer.to_branch, transfer.stayed_in)
		.where(transfer.member.isin(names) & (transfer.docstatus == 1))
	).run()
	return {name for name in (*found, *(branch for row in rows for branch in row)) if name}


def named_by(doctype: str, names: Sequence[str]) -> list[tuple[str | None, str | None]]:
	"""Return the pairs of branch and member that records name: one query, none without names."""
	if not names:
		return []
	record = DocType(doctype)
	query = frappe.qb.from_(record).select(record.branch, record.member).distinct()
	return query.where(record.name.isin(list(names))).run()


def with_branches_of_their_people(branches: Iterable[str]) -> set[str]:
	"""Return `branches` and those from and to which people were transferred: one query, none without branches.

	Since when one keeps records is asked of people who have long been in the other.
	"""
	names = sorted(branches)
	if not names:
		return set()
	transfer = DocType("Party Membership Transfer")
	rows = (
		frappe.qb.from_(transfer)
		.select(transfer.branch, transfer.to_branch)
		.where((transfer.branch.isin(names) | transfer.to_branch.isin(names)) & (transfer.docstatus == 1))
	).run()
	return {*names, *(branch for row in rows for branch in row if branch)}


def branches_of_firms(firms: Iterable[str], *, with_members: bool = False) -> set[str]:
	"""Return the committees in charge of `firms` and the branches that cover them: two queries, none without firms.

	`with_members` adds the branches of those who practise there: one query more.
	"""
	names = sorted(firms)
	if not names:
		return set()
	firm, coverage = DocType("Law Firm"), DocType("Party Branch Firm")
	found = frappe.qb.from_(firm).select(firm.committee).where(firm.name.isin(names)).run(pluck=True)
	found += (
		frappe.qb.from_(coverage)
		.select(coverage.parent)
		.where(coverage.firm.isin(names) & (coverage.parenttype == "Party Branch"))
	).run(pluck=True)
	if with_members:
		member = DocType("Party Member")
		query = frappe.qb.from_(member).select(member.branch).distinct()
		found += query.where(member.firm.isin(names)).run(pluck=True)
	return {name for name in found if name}
