"""The archive of the sample: volumes of the past year, one of them lent, and an inspection pack; to be bound and made by whoever tries it.

A bound volume would fix the year that the sample brings in again when it is loaded once more.
"""

import json
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.archive import volumes as api
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES
from party_affairs.facts.archive.volumes import VOLUME
from party_affairs.party_affairs.doctype.inspection_pack.steps import PACK


def read() -> dict[str, Any]:
	"""Return the records of samples/archive.json."""
	return json.loads((SAMPLES / "archive.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create volumes and packs that are not there yet."""
	for row in records["volumes"]:
		key = {name: row[name] for name in ("branch", "year", "volume_no")}
		if frappe.db.exists(VOLUME, key):
			continue
		with acting_as(row["user"]):
			place = {name: row[name] for name in ("cabinet", "shelf", "box_no")}
			volume = frappe.get_doc({"doctype": VOLUME, **key, **place}).insert()
			api.look_again(volume.name)
		if "lent" in row:
			_lend(volume.name, row)
	for row in records["packs"]:
		if not frappe.db.exists(PACK, {"title": row["title"], "branch": row["branch"]}):
			clauses = [{"rule": rule} for rule in row["clauses"]]
			values = {name: row[name] for name in ("title", "branch", "from_year", "to_year")}
			with acting_as(row["user"]):
				frappe.get_doc({"doctype": PACK, **values, "clauses": clauses}).insert()


def _lend(volume: str, row: dict[str, Any]) -> None:
	due = getdate(nowdate()) + timedelta(days=row["lent"]["due_in"])
	with acting_as(row["user"]):
		api.lend(volume, row["lent"]["to"], str(due), row["lent"]["purpose"])
