"""The handbooks of the sample year, made by those who keep them."""

import json
from typing import Any

import frappe

from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES
from party_affairs.party_affairs.doctype.party_handbook import steps
from party_affairs.printing.archive import making


def read() -> dict[str, Any]:
	"""Return the records of samples/handbooks.json."""
	return json.loads((SAMPLES / "handbooks.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the handbooks that are missing, and make their books at once: a sample has no worker beside it."""
	for row in records["handbooks"]:
		if frappe.db.exists(steps.DOCTYPE, {"branch": row["branch"], "year": row["year"]}):
			continue
		with acting_as(row["user"]):
			handbook = frappe.get_doc(
				{"doctype": steps.DOCTYPE, "branch": row["branch"], "year": row["year"]}
			).insert()
			handbook.db_set("status", steps.QUEUED)
			making.run(handbook.name)
