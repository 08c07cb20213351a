"""Telling the members of what their branch has published, and those who answer of objections to it."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs import jobs
from party_affairs.compliance.notify import Links, notify
from party_affairs.facts.notice import notices as facts
from party_affairs.facts.notice.notices import NOTICE, OBJECTION
from party_affairs.language import in_site_language
from party_affairs.permissions.roles import DISCIPLINE, MANAGER, SECRETARY, role_of_post
from party_affairs.permissions.scope import active_posts
from party_affairs.rules.notice.notices import PUBLISHED, WITHIN

KIND = "tasks"
_TELL = "party_affairs.compliance.publications.tell"
_USERS_A_CHUNK = 200
_ANSWER = (SECRETARY, DISCIPLINE, MANAGER)


def enqueue_telling(notice: str) -> None:
	"""Put telling the members of a notice on the long queue, unless that waits or runs there."""
	jobs.enqueue(_TELL, notice, notice=notice)


def tell(notice: str) -> int:
	"""Job: tell the members of a notice once; return how many. One that begins to hang later is told by night."""
	row = facts.to_be_told(notice)
	if not row or row.told_on or row.status != PUBLISHED:
		return 0
	frappe.db.set_value(NOTICE, notice, "told_on", now_datetime(), update_modified=False)
	users = facts.logins_of_members(row.branch, row.audience != WITHIN)
	with in_site_language():
		subject = _("On the board of your branch: {0}").format(row.title)
		text = _("Kind: {0}").format(_(row.kind))

	def tell_some(some):
		link = Links(f"/app/party-notice/{notice}", f"/party/board?notice={notice}")
		return notify(some, subject, text, link, KIND, (NOTICE, notice))

	return sum(jobs.in_chunks(users, _USERS_A_CHUNK, tell_some, commit=True))


def tell_of_objection(notice: str, objection: str, branch: str) -> int:
	"""Tell those who answer it of an objection, by the title of the notice alone; return how many are told."""
	users = [
		row.user
		for row in active_posts(branches=[branch])
		if row.user and role_of_post(row.post, row.branch_type, leads=row.leads) in _ANSWER
	]
	with in_site_language():
		subject = _("An objection was received")
		text = _("Notice: {0}").format(facts.to_be_told(notice).title)
	link = Links(f"/app/party-notice-objection/{objection}", "/party/board")
	return notify(users, subject, text, link, KIND, (OBJECTION, objection))


def daily() -> None:
	"""Put telling on the queue for what has begun to hang, and for what a job that was killed left; tell of unnamed objections.

	These are told of by night: the time of a bell would say who was at his page.
	"""
	today = getdate(nowdate())
	for notice in facts.untold(today):
		enqueue_telling(notice)
	for row in facts.unnamed_unread(today - timedelta(days=1)):
		tell_of_objection(row.notice, row.name, row.branch)
