"""The self-check sheets that the app brings along show beside their lines what is known of rooms, board, books, publicity and study.

Lines whose facts somebody has changed stay as they are, and so do sheets in use.
"""

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce

from party_affairs.guide.duties import self_checks

_ADDED = frozenset({"rooms", "made_known", "board_photos", "books", "platform", "online_study", "publicity"})
_LINE = "Self Check Scheme Line"


def execute() -> None:
	"""Patch: add to the lines of shipped sheets the facts that this version knows."""
	line = DocType(_LINE)
	for sheet in self_checks.schemes():
		for one in sheet.lines:
			if not _ADDED & set(one.shown):
				continue
			before = ", ".join(name for name in one.shown if name not in _ADDED)
			(
				frappe.qb.update(line)
				.set(line.shown_facts, ", ".join(one.shown))
				.where((line.line_key == one.key) & (Coalesce(line.shown_facts, "") == before))
			).run()
