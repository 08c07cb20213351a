"""学习资料清册 (R55): books, periodicals and papers of an organisation, who keeps them, what is lent out, what the last count found."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.notice import material
from party_affairs.facts.organisation import posts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import joined

DOCTYPE = "Study Material"
TITLE = "Inventory of Study Material"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return what there is on the ledger's day; what was written off by then is left out."""
	selection = select(DOCTYPE, filters, user, ptype)
	day = selection.as_of
	kinds = labels_of(DOCTYPE, "kind")
	rows = material.listed(selection.rows_of, day)
	without = {row.branch for row in rows if not row.keeper_name}
	keepers = posts.publicity_commissioners(without, selection.rows_of, day)
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			kind_text=kinds.get(row.kind, ""),
			by=joined(part for part in (row.author, row.publisher) if part),
			kept_by=row.keeper_name or keepers.get(row.branch, ""),
			count_text=_("{0} found").format(row.counted) if row.counted_on else "",
		)
	counts: Counter = Counter()
	for row in rows:
		counts[row.kind] += row.copies
	found = [kind for kind in kinds if counts[kind]]
	lent, copies = sum(row.lent for row in rows), sum(row.copies for row in rows)
	short = sum(row.counted_on is not None and row.counted + row.lent < row.copies for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} titles").format(len(rows)), "copies": copies, "lent": lent},
		chart=Chart(
			tuple(kinds[kind] for kind in found),
			((_("Copies"), tuple(counts[kind] for kind in found)),),
		)
		if found
		else None,
		figures=(
			Figure(_("Titles"), len(rows)),
			Figure(_("Copies"), copies),
			Figure(_("Lent Out"), lent),
			Figure(_("Missing at the Last Count"), short, indicator="Red" if short else "Green"),
		),
		notes=(
			_("Whoever is named keeps it; where nobody is, the publicity commissioner does (clause R55)."),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("kind_text", _("Kind of Study Material"), width_mm=18, align="center"),
		Column("title", _("Title"), "Small Text", 60),
		Column("by", _("Author and Publisher"), "Small Text", 46),
		Column("copies", _("Copies"), "Int", 14),
		Column("lent", _("Lent Out"), "Int", 14),
		Column("place", _("Where It Is Kept"), width_mm=30),
		Column("kept_by", _("Keeper"), width_mm=20),
		Column("bought_on", _("Bought On"), "Date", 24),
		Column("count_text", _("Last Stock-Take"), width_mm=20, align="center"),
		Column("counted_on", _("Stock-Take On"), "Date", 22, under="count_text"),
	)
