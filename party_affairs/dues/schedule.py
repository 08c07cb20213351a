"""When the monthly run happens by itself: every night, for the month that has begun.

On the first of a month it makes everybody's entries; on other nights those of who joined, moved or was assessed since.
Nothing hangs on a certain day. Sites that were there before the run keep making their entries by hand until they switch
it on.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import escape_html, getdate, nowdate

from party_affairs import jobs, settings
from party_affairs.dues.monthly_run import RunSummary, run_month
from party_affairs.language import in_language, site_language
from party_affairs.rules.periods import parse, period_of

_MAKE_MONTH = "party_affairs.dues.schedule.make_month"
_NAMES_SHOWN = 50


def daily() -> None:
	"""Daily hook: put the run of the present month on the long queue, if the site wants it."""
	if settings.makes_dues_entries():
		enqueue(getdate(nowdate()))


def enqueue(month: date, branches: list[str] | None = None, told: str | None = None) -> None:
	"""Put the run of the month in which the day `month` lies on the long queue, unless the same one waits or runs there.

	The user `told` sees the progress in his Desk, and the outcome in his notifications.
	"""
	key = period_of("month", month).key
	jobs.enqueue(_MAKE_MONTH, key, branches, period_key=key, branches=branches, told=told)


def make_month(period_key: str, branches: list[str] | None = None, told: str | None = None) -> RunSummary:
	"""Job: make the entries of a month such as `2026-03`; tell the user `told`."""

	def progress(done: int, total: int) -> None:
		frappe.publish_realtime("party_affairs_dues_run", {"done": done, "total": total}, user=told)

	with jobs.failure_told_to(told):
		summary = run_month(
			parse(period_key).start, branches, commit=True, progress=progress if told else None
		)
		if told:
			_tell(told, summary)
	return summary


def outcome(summary: RunSummary) -> str:
	"""Return in the present language what a run did."""
	return _(
		"{0}: {1} entries made ({2} exempt), {3} existed already, {4} of these were brought up to date."
	).format(f"{summary.month:%Y-%m}", summary.made, summary.exempt, summary.existing, summary.changed)


def lacking(summary: RunSummary) -> str:
	"""Return in the present language who owes dues without an assessment, by name and branch; empty if nobody does."""
	if not summary.unassessed:
		return ""
	shown = [f"{row.member_name}（{row.branch}）" for row in summary.unassessed[:_NAMES_SHOWN]]
	names, more = "、".join(shown), len(summary.unassessed) - len(shown)
	if more:
		names = _("{0} and {1} others").format(names, more)
	return _(
		"{0} members have no assessment for the month, so they have no entry: {1}. Assess them, then make the entries again."
	).format(len(summary.unassessed), names)


def _tell(user: str, summary: RunSummary) -> None:
	language = frappe.db.get_value("User", user, "language") or site_language()
	with in_language(language):
		frappe.get_doc(
			{
				"doctype": "Notification Log",
				"type": "Alert",
				"for_user": user,
				"document_type": "Party Dues Entry",
				"subject": outcome(summary),
				"email_content": escape_html(lacking(summary)),
			}
		).insert(ignore_permissions=True)
	frappe.db.commit()  # nosemgrep: end of a background job's unit of work
