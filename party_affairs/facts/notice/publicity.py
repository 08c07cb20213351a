"""What organisations have published of their work (宣传报道), the media, and the links that are shown (guide 一（十）2—3)."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.criteria import Which, of_branches

ITEM, LINK = "Publicity Item", "Party Link"
_FIELDS = (
	*("name", "branch", "title", "authors", "medium", "place", "published_on", "link"),
	*("readers", "likes", "counted_on"),
)


def in_years(which: Which, first: date, last: date) -> list:
	"""Return what was published from `first` to `last`, by day, each with the `medium_kind`: one query."""
	item, medium = DocType(ITEM), DocType("Publicity Medium")
	return (
		frappe.qb.from_(item)
		.left_join(medium)
		.on(medium.name == item.medium)
		.select(*(item[field] for field in _FIELDS))
		.select(medium.kind.as_("medium_kind"))
		.where(which(item) & item.published_on[first:last])
		.orderby(item.published_on, item.name)
	).run(as_dict=True)


def numbers(branches: Sequence[str], first: date, last: date) -> dict[str, int]:
	"""Return by branch how many reports were published from `first` to `last`, those without any left out: one query."""
	item = DocType(ITEM)
	return dict(
		(
			frappe.qb.from_(item)
			.select(item.branch, Count(item.name))
			.where(of_branches(branches)(item) & item.published_on[first:last])
			.groupby(item.branch)
		).run()
	)


def same_item(
	branch: str, link: str | None, title: str, medium: str, published_on: date | str, leaving_out: str | None
) -> str | None:
	"""Return another report of a branch with the same address, or else the same title, medium and day; None without one: one query."""
	same = {"link": link} if link else {"title": title, "medium": medium, "published_on": published_on}
	return frappe.db.exists(ITEM, {"branch": branch, "name": ["!=", leaving_out or ""], **same})


def links_for(roles: Iterable[str]) -> list:
	"""Return the links that are shown to somebody with `roles`, in their order: two queries. Rows have title, address and about."""
	rows = frappe.get_all(
		LINK,
		filters={"is_active": 1, "address": ["is", "set"]},
		fields=["name", "title", "address", "about"],
		order_by="place, title",
	)
	limited = frappe.get_all(
		"Party Link Role", filters={"parenttype": LINK}, fields=["parent", "role"], order_by="parent, idx"
	)
	held = set(roles)
	meant: dict[str, set[str]] = {}
	for row in limited:
		meant.setdefault(row.parent, set()).add(row.role)
	return [row for row in rows if row.name not in meant or meant[row.name] & held]
