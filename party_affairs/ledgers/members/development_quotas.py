"""发展党员计划执行情况: how many each organisation may admit in the year, how many it has, and who has too many."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.members import quotas
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.members.quotas import EXCEEDED, USED_UP, WITHIN

DOCTYPE = "Development Quota"
TITLE = "Development Quotas"
STATES = (WITHIN, USED_UP, EXCEEDED)
"""Choices of the filter `quota_state`."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the quotas of the year, one row an organisation that has one; own filter: `quota_state`."""
	selection = select(DOCTYPE, filters, user, ptype)
	asked = selection.filter("quota_state", STATES)
	rows = quotas.of_year(selection.rows_of, selection.year.start.year)
	for row in rows:
		quota = row.pop("quota")
		row.update(
			doctype=DOCTYPE,
			organisation=row.branch,
			admitted=quota.admitted,
			prepared=quota.prepared,
			left=quota.left,
			state_key=quota.state,
			state=_(quota.state),
		)
	if asked:
		rows = [row for row in rows if row.state_key == asked]
	counts = Counter(row.state_key for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(
			tuple(selection.name_of(row.branch) for row in rows),
			(
				(_("Quota"), tuple(row.number for row in rows)),
				(_("Admitted"), tuple(row.admitted for row in rows)),
			),
		)
		if rows
		else None,
		figures=tuple(
			Figure(
				_(state), counts[state], indicator={WITHIN: "Green", USED_UP: "Blue", EXCEEDED: "Red"}[state]
			)
			for state in STATES
		),
		notes=(
			_(
				"Admitted: taken as a probationary member by the assembly in the year. Prepared: the pre-review was passed in the year, the assembly is still to come. Figures of an organisation include all below it."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("organisation", _("Party Branch"), width_mm=60),
		Column("number", _("Quota"), "Int", 18),
		Column("admitted", _("Admitted"), "Int", 18),
		Column("prepared", _("Prepared"), "Int", 18),
		Column("left", _("Still Left"), "Int", 18),
		Column("document_no", _("Document No."), width_mm=34),
		Column("decided_on", _("Decided On"), "Date", 22, short=True),
		Column("state", _("Status"), width_mm=18, align="center"),
	)
