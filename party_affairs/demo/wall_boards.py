"""The boards on the walls of the sample branch, made and approved by its secretary."""

import json
from typing import Any

import frappe

from party_affairs.api.notice import wall_boards
from party_affairs.demo.acting import acting_as
from party_affairs.demo.organisation import SAMPLES

_BOARD = "Wall Board"
_FIELDS = ("branch", "firm", "title", "size", "orientation", "width_mm", "height_mm", "look", "place")


def read() -> dict[str, Any]:
	"""Return the records of samples/wall_boards.json."""
	return json.loads((SAMPLES / "wall_boards.json").read_text(encoding="utf-8"))


def create(records: dict[str, Any]) -> None:
	"""Create the boards of branches that have none yet; those that hang are approved and hung up."""
	for branch in {row["branch"] for row in records["boards"]}:
		if not frappe.db.exists(_BOARD, {"branch": branch}):
			for row in records["boards"]:
				if row["branch"] == branch:
					_make(row)


def _make(row: dict[str, Any]) -> None:
	with acting_as(row["user"]):
		parts = [{"kind": kind} for kind in row["parts"]]
		values = {name: row[name] for name in _FIELDS if name in row}
		board = frappe.get_doc({"doctype": _BOARD, "parts": parts, **values}).insert()
		if row["hangs"]:
			wall_boards.approve(board.name)
			wall_boards.hang_up(board.name)
