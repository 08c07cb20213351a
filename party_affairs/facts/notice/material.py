"""Study material (学习资料, R55): what an organisation has, where, who keeps it, who has borrowed it."""

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Sum

from party_affairs.facts.criteria import Which

MATERIAL, LOAN, COUNT = "Study Material", "Study Material Loan", "Study Material Count"
_FIELDS = (
	*("name", "branch", "title", "kind", "author", "publisher", "copies", "place", "keeper", "keeper_name"),
	*("bought_on", "expense", "written_off_on"),
)


def listed(which: Which, day: date) -> list:
	"""Return what there is on a day, by kind and title: three queries.

	Rows have `lent` (copies that are out on the day), `counted` and `counted_on` of the last stock-take until then.
	"""
	material = DocType(MATERIAL)
	rows = (
		frappe.qb.from_(material)
		.select(*(material[field] for field in _FIELDS))
		.where(which(material) & (material.bought_on.isnull() | (material.bought_on <= day)))
		.where(material.written_off_on.isnull() | (material.written_off_on > day))
		.orderby(material.kind, material.title, material.name)
	).run(as_dict=True)
	lent, counts = _lent(which, day), _counted(which, day)
	for row in rows:
		row.lent = lent.get(row.name, 0)
		row.counted_on, row.counted = counts.get(row.name, (None, None))
	return rows


def _lent(which: Which, day: date) -> dict[str, int]:
	material, loan = DocType(MATERIAL), DocType(LOAN)
	return {
		name: int(number or 0)
		for name, number in (
			frappe.qb.from_(loan)
			.join(material)
			.on(material.name == loan.parent)
			.select(loan.parent, Sum(loan.copies))
			.where(which(material) & (loan.parenttype == MATERIAL) & (loan.lent_on <= day))
			.where(loan.returned_on.isnull() | (loan.returned_on > day))
			.groupby(loan.parent)
		).run()
	}


def _counted(which: Which, day: date) -> dict[str, tuple[date, int]]:
	material, count = DocType(MATERIAL), DocType(COUNT)
	rows = (
		frappe.qb.from_(count)
		.join(material)
		.on(material.name == count.parent)
		.select(count.parent, count.counted_on, count.counted)
		.where(which(material) & (count.parenttype == MATERIAL) & (count.counted_on <= day))
		.orderby(count.counted_on, count.idx)
	).run()
	return {name: (counted_on, counted) for name, counted_on, counted in rows}
