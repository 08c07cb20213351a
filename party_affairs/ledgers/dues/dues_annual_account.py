"""党费收缴使用情况公布表: one row an organisation, to be made known to the members at least once a year.

It holds sums of organisations alone: no income and no single payment of anybody.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from frappe import _

from party_affairs.facts.dues import account as facts
from party_affairs.facts.organisation.branches import phones
from party_affairs.guide.dues import uses as dues_uses
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import joined
from party_affairs.rules.dues.account import NOTHING, YearAccount

DOCTYPE = facts.YEAR
TITLE = "Dues Annual Account"
_SUMS = ("opening", "collected", "received", "allocated", "remitted", "passed_down")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the accounts of the organisations in a year, closed or not, with what they spent by the five uses."""
	selection = select(DOCTYPE, filters, user, ptype)
	branches = list(selection.branches)
	accounts = facts.accounts(branches, selection.year.start.year, until=selection.until)
	spent = facts.spent_by_use(branches, selection.year.start, selection.until)
	payers = facts.payers(branches, selection.year.start, selection.until)
	states = facts.states(branches, selection.year.start.year)
	rows = [
		_row(branch, accounts[branch], spent, payers.get(branch, 0), states.get(branch))
		for branch in branches
	]
	totals = _totals(rows)
	uses = dues_uses.uses()
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=totals,
		chart=_chart(uses, totals),
		figures=(
			Figure(_("Collected from Members"), totals["collected"], "Currency", "Green"),
			Figure(_("Spent"), totals["spent"], "Currency", "Orange"),
			Figure(_("Balance"), totals["closing"], "Currency"),
			Figure(_("Members Who Paid"), totals["payers"]),
		),
		notes=_notes(selection),
		key=__name__,
	)


def _chart(uses: Sequence, totals: Mapping[str, Any]) -> Chart | None:
	"""What was spent, by use; nothing to draw while nothing was."""
	if not totals["spent"]:
		return None
	return Chart(
		tuple(_(use.label) for use in uses),
		((_("Amount Spent (Yuan)"), tuple(totals[use.key] for use in uses)),),
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("opening", _("Carried over from the Year Before"), "Currency", 19),
		Column("payers", _("Members Who Paid"), "Int", 13),
		Column("collected", _("Collected from Members"), "Currency", 19),
		Column("received", _("Received from Organisations Below"), "Currency", 19),
		Column("allocated", _("Allocated by the Organisation Above"), "Currency", 18),
		Column("remitted", _("Remitted Up"), "Currency", 19),
		Column("passed_down", _("Allocated to Organisations Below"), "Currency", 18),
		*(Column(use.key, _(use.label), "Currency", 18) for use in dues_uses.uses()),
		Column("spent", _("Spent in All"), "Currency", 19),
		Column("closing", _("Balance at the Year's End"), "Currency", 20),
		Column("state", _("Status"), width_mm=15, align="center"),
	)


def _row(branch: str, account: YearAccount, spent, payers: int, state: str | None) -> dict[str, Any]:
	return {
		"doctype": "Party Branch",
		"name": branch,
		"branch": branch,
		**{field: getattr(account, field) for field in (*_SUMS, "spent", "closing")},
		**{use.key: spent.get((branch, use.label), NOTHING) for use in dues_uses.uses()},
		"payers": payers,
		"state": _(state or "Year Open"),
	}


def _totals(rows: list) -> dict[str, Any]:
	fields = (*_SUMS, *(use.key for use in dues_uses.uses()), "spent", "closing")
	return {
		**{field: sum((row[field] for row in rows), NOTHING) for field in fields},
		"payers": sum(row["payers"] for row in rows),
	}


def _notes(selection: Selection) -> tuple[str, ...]:
	notes = [
		_(
			"In yuan, sums of the organisation: neither anybody's income nor anybody's single payments are published. Spent on the five uses of {0}."
		).format(dues_uses.citation())
	]
	if selection.shows_branch:
		coming = facts.in_transit(list(selection.branches), selection.as_of)
		notes.append(
			_(
				"What one of them remits and another receives stands with both; {0} yuan were in transit."
			).format(sum(coming.values(), NOTHING))
		)
	remarks = joined(
		(_("Published from: ____ to ____"), _("Where to ask: {0}").format(_phone(selection) or "____"))
	)
	return (*notes, remarks)


def _phone(selection: Selection) -> str | None:
	branch = selection.branch or next(iter(selection.branches))
	return phones([branch])[branch]
