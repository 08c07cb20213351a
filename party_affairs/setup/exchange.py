"""Formats and code tables of the exchange of member data, media of publicity, and links; an administrator adapts them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import frappe

from party_affairs.guide.members import exchange_formats
from party_affairs.guide.notice import publicity


def create_missing() -> None:
	"""Create what the site does not have; never change a record."""
	of_formats = [{**asdict(row), "is_example": 1} for row in exchange_formats.formats()]
	_create("Exchange Code Table", "title", [asdict(row) for row in exchange_formats.tables()])
	_create("Exchange Format", "title", of_formats)
	_create(
		"Publicity Medium",
		"medium_name",
		[{"medium_name": row.name, "kind": row.kind} for row in publicity.media()],
	)
	_create(
		"Party Link",
		"title",
		[
			{
				**asdict(row),
				"is_active": int(bool(row.address)),
				"roles": [{"role": role} for role in row.roles],
			}
			for row in publicity.links()
		],
	)


def _create(doctype: str, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
	existing = set(frappe.get_all(doctype, pluck="name", order_by="name"))
	for row in rows:
		if row[key] not in existing:
			frappe.get_doc({"doctype": doctype, **row}).insert(ignore_permissions=True)
