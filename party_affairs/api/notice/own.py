"""The board of a member's branch on his page: notices that hang and that are over, photos, and his objections."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_yes
from party_affairs.checks.typed import typed_text
from party_affairs.compliance import publications
from party_affairs.exceptions import NoticeError
from party_affairs.facts.files import attached_to_field
from party_affairs.facts.members import profile
from party_affairs.facts.notice import notices as facts
from party_affairs.facts.notice import photos
from party_affairs.ledgers.compose import labels_of
from party_affairs.party_affairs.doctype.party_notice.steps import table_of
from party_affairs.rules.notice import notices as rules

_YEARS_BACK = 3
_PHOTOS_SHOWN = 24


def board(member: str, branch: str, today: date) -> dict[str, Any]:
	"""Return what hangs on the board of a branch: `kinds` (label and notices that hang), `ended` (year and notices), `photos`.

	Notices have their table, and what the member himself objected to them by name.
	"""
	first = date(today.year - _YEARS_BACK, 1, 1)
	rows = facts.on_board_of(branch, facts.organisations_above(branch), first, today)
	own = _by_notice(facts.objections_of(member, [row.name for row in rows]))
	for row in rows:
		row.table = table_of(row)
		row.objections = own.get(row.name, [])
	hanging = [row for row in rows if rules.hangs(row.status, row.published_from, row.published_until, today)]
	ended = [row for row in rows if row not in hanging]
	labels = labels_of(facts.NOTICE, "kind")
	return {
		"kinds": [
			{"label": labels[kind], "notices": of_kind}
			for kind in labels
			if (of_kind := [row for row in hanging if row.kind == kind])
		],
		"ended": [
			{"year": year, "notices": [row for row in ended if row.published_from.year == year]}
			for year in sorted({row.published_from.year for row in ended}, reverse=True)
		],
		"photos": photos.hanging(lambda table: table.branch == branch, today)[:_PHOTOS_SHOWN],
	}


def _by_notice(rows: Iterable) -> dict[str, list]:
	found: dict[str, list] = {}
	for row in rows:
		found.setdefault(row.notice, []).append(row)
	return found


@frappe.whitelist(methods=["POST"])
def object_to(notice: str, objection: str, unnamed: bool | int | str = False) -> None:
	"""Raise an objection of the caller to a notice that hangs for him. An unnamed one keeps nothing of him.

	Raise DoesNotExistError for a notice that does not hang on his board, NoticeError without words.
	"""
	member, today = required_member(), getdate(nowdate())
	text = typed_text(objection, _("Objection"), NoticeError)
	if not text:
		frappe.throw(_("Please write down your objection first."), NoticeError)
	hidden = parse_yes(unnamed, _("Unnamed"))
	branch = profile.of_member(member).branch
	rows = facts.on_board_of(branch, facts.organisations_above(branch), today, today)
	found = next((row for row in rows if row.name == notice and row.status == rules.PUBLISHED), None)
	if found is None:
		raise frappe.DoesNotExistError
	document = frappe.get_doc(
		doctype=facts.OBJECTION,
		notice=notice,
		received_on=today,
		way="On the Member's Page",
		anonymous=int(hidden),
		member=None if hidden else member,
		objection=text,
	)
	# A member has no right to the register: what he puts there is his own, and was checked here.
	document.insert(ignore_permissions=True)
	if not hidden:
		publications.tell_of_objection(notice, document.name, found.branch)


@frappe.whitelist(methods=["GET"])
def photo(name: str) -> None:
	"""Send the copy of a photo that hangs on the board of the caller's branch. Raise DoesNotExistError for any other."""
	branch = profile.of_member(required_member()).branch
	hanging = photos.hanging(
		lambda table: (table.branch == branch) & (table.name == name), getdate(nowdate())
	)
	files = attached_to_field(photos.PHOTO, name, "display_copy") if hanging else []
	if not files:
		raise frappe.DoesNotExistError
	with open(frappe.get_doc("File", files[0]).get_full_path(), "rb") as opened:
		content = opened.read()
	frappe.local.response.update(
		{
			"type": "download",
			"filename": f"{name}.jpg",
			"filecontent": content,
			"display_content_as": "inline",
		}
	)
