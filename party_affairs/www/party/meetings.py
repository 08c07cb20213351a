"""The page on which a member reads to which meetings he is invited, and answers: made for the telephone, without any script."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import own_member
from party_affairs.api.meetings import notices, own
from party_affairs.portal import HOME, answer_form, open_page
from party_affairs.rules.meetings.notices import LEAVE_KINDS

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/meetings"
_TYPED = ("answer", "leave_kind", "reason")


def get_context(context: frappe._dict) -> None:
	"""Show the caller's meetings, or the one that `name` names with the form for his answer."""
	name = frappe.form_dict.get("name") or ""
	open_page(context, "My Meetings", f"{_PATH}?name={name}" if name else _PATH)
	context.section = "meetings"
	context.answered = frappe.form_dict.get("answered")
	context.leave_kinds = LEAVE_KINDS
	context.notice, context.notices, context.planned, context.make_ups = None, [], [], []
	answer_form(context, _answer, f"{_PATH}?name={name}&answered=1")
	context.typed = (
		{word: frappe.form_dict.get(word) or "" for word in _TYPED} if frappe.request.method == "POST" else {}
	)
	member = own_member()
	if not member:
		context.problem = context.problem or _("Your login is not linked to a Party member.")
	elif name:
		context.notice = notices.my_notice(name)
	else:
		context.notices = notices.my_notices()
		context.planned = [row for row in own.next_meetings_of(member) if not row["notice"]]
		context.make_ups = own.make_ups(member, getdate(nowdate()))


def _answer() -> None:
	form = frappe.form_dict
	notices.answer(
		form.get("name") or "",
		form.get("answer") or "",
		form.get("leave_kind") or None,
		form.get("reason") or None,
	)
