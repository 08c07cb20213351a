"""档案柜目录: the volumes of the archive, where each stands, who keeps it, and who has it now."""

from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.utils import getdate

from party_affairs.facts.archive import volumes
from party_affairs.facts.members.register import names_of
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Column, Figure, Ledger
from party_affairs.ledgers.selection import select

DOCTYPE = volumes.VOLUME
TITLE = "List of the Archive Cabinet"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the volumes of the year and all years before it, as they stood on the ledger's day."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	day = selection.as_of
	rows = volumes.cabinet(selection.rows_of, selection.year.start.year, day)
	lent = {row.name: row for row in volumes.loans(selection.rows_of, day, day) if row.returned_on != day}
	keepers = names_of({row.keeper for row in rows if row.keeper})
	for row in rows:
		is_bound = bool(row.bound_on) and getdate(row.bound_on) <= day
		loan = lent.get(row.name)
		row.update(
			doctype=DOCTYPE,
			volume_year=str(row.year),
			keeper_name=keepers.get(row.keeper, ""),
			standing=_("Bound") if is_bound else _("Being Collected"),
			bound_day=getdate(row.bound_on) if is_bound else None,
			page_count=row.page_count if is_bound else None,
			lent=_("{0}, due back on {1}").format(loan.lent_to, loan.due_on) if loan else "",
		)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} in all.").format(len(rows))},
		figures=(
			Figure(_("Archive Volume"), len(rows)),
			Figure(_("Bound"), sum(bool(row.bound_day) for row in rows), indicator="Green"),
			Figure(_("Lent"), len(lent), indicator="Orange" if lent else "Green"),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("cabinet", _("Cabinet"), width_mm=18),
		Column("shelf", _("Shelf"), width_mm=14, align="center"),
		Column("box_no", _("Box No."), width_mm=16, align="center"),
		Column("volume_year", _("Year"), width_mm=14, align="center"),
		Column("volume_no", _("Volume No."), "Int", 12, align="center"),
		Column("title", _("Title"), width_mm=66),
		Column("page_count", _("Page Count"), "Int", 14),
		Column("standing", _("Status"), width_mm=18, align="center"),
		Column("bound_day", _("Bound On"), "Date", 24),
		Column("keeper_name", _("Keeper"), width_mm=20, align="center"),
		Column("lent", _("Lent To"), width_mm=36),
	)
