"""The page on which a member reads to which meetings he is invited, and answers: made for the telephone, without any script."""

from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.api.meetings import notices, own
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page
from party_affairs.rules.meetings.notices import LEAVE_KINDS

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/meetings"
_TYPED = ("answer", "leave_kind", "reason")


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the caller's meetings, or the one that `name` names with the form for his answer."""
	name = frappe.form_dict.get("name") or ""
	of_one = f"{_PATH}?name={quote(name)}"
	open_page(context, "My Meetings", of_one if name else _PATH)
	member = required_member()
	context.answered = frappe.form_dict.get("answered")
	context.leave_kinds = [("", _("Only if you ask for leave")), *((kind, _(kind)) for kind in LEAVE_KINDS)]
	context.notice, context.coming, context.planned, context.past, context.make_ups = None, [], [], [], []
	answer_form(context, _answer, f"{of_one}&answered=1")
	context.typed = _typed()
	if name:
		context.notice = notices.my_notice(name)
	else:
		rows = notices.my_notices()
		context.coming = [row for row in rows if row["is_coming"]]
		context.past = [row for row in rows if not row["is_coming"]]
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


def _typed() -> dict[str, str]:
	"""What was just typed: if it is refused, nothing of it is lost."""
	if frappe.request.method != "POST":
		return {}
	return {word: frappe.form_dict.get(word) or "" for word in _TYPED}
