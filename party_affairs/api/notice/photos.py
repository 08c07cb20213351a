"""Endpoints of the photo board: which photos of the record can be chosen, choosing them, hanging them up and taking them down."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.facts.notice import photos as facts
from party_affairs.party_affairs.doctype.board_photo import steps
from party_affairs.permissions import scope_for

_DAYS_BACK = 3 * 366
_MOST = 60


@frappe.whitelist()
def candidates(branch: str) -> list[dict[str, Any]]:
	"""Return the photos of the branch's meetings and welfare activities of three years that are not chosen yet, the latest first.

	Rows have source_doctype, source_name, photo, caption, day and title. Only of records that the caller may read.
	"""
	check_right(facts.PHOTO, "create")
	scope_for(facts.PHOTO, ptype="create").check_branch(branch)
	today = getdate(nowdate())
	chosen = facts.chosen_already(branch)
	found = []
	for doctype, read in ((facts.ACTIVITY, facts.of_activities), (facts.MEETING, facts.of_meetings)):
		scope = scope_for(doctype)
		if not scope.covers(branch):
			continue
		rows = read(_of(scope, branch), today - timedelta(days=_DAYS_BACK), today)
		found += [
			{
				"source_doctype": doctype,
				"source_name": row.name,
				"photo": row.photo,
				"caption": row.caption or row.title,
				"day": row.day,
				"title": row.title,
			}
			for row in rows
			if row.photo and row.photo not in chosen
		]
	return sorted(found, key=lambda row: row["day"], reverse=True)[:_MOST]


def _of(scope, branch: str):
	return lambda table: scope.criterion(table) & (table.branch == branch)


@frappe.whitelist(methods=["POST"])
def hang(photo: str) -> str:
	"""Hang a photo up; return its status. Raise NoticeError without the consent of all shown."""
	check_right(facts.PHOTO, "write")
	step = steps.Hang.of(photo)
	step.take()
	return step.document.status


@frappe.whitelist(methods=["POST"])
def take_down(photo: str, reason: str | None = None) -> str:
	"""Take a photo down; return its status."""
	check_right(facts.PHOTO, "write")
	step = steps.TakeDown.of(photo, reason=reason)
	step.take()
	return step.document.status
