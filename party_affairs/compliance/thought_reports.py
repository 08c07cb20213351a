"""Clause R32 outside of a check: which members have handed in their thought report of a half-year, and the reminder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_url, getdate, nowdate

from party_affairs.compliance.duties import clause_here, judge_clause
from party_affairs.compliance.notify import Links, notify
from party_affairs.facts import load
from party_affairs.facts.organisation import addressees
from party_affairs.facts.texts import reminders
from party_affairs.guide import registry
from party_affairs.language import in_site_language
from party_affairs.rules.findings import Finding
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, parse, period_of

CLAUSE = "R32"
OPEN = ("due", "missed")
_COMMENTING = ("Secretary", "Deputy Secretary")
"""The secretary comments; the deputy is found as such while he acts for him."""
_KIND = "duties"
_TEMPLATE = "thought_report_reminder"


def period_asked(half_year: str | None, today: date) -> Period:
	"""Return the half-year of a key such as `2026-H1`, by default the running one.

	Raise RuleError for another word, ValidationError for another kind of period.
	"""
	period = parse(half_year) if half_year else period_of("half_year", today)
	if period.kind != "half_year":
		frappe.throw(_("{0} is no half-year: write 2026-H1 or 2026-H2.").format(frappe.bold(half_year)))
	return period


def judge(branches: Sequence[str], half_year: Period, day: date) -> dict[str, Finding]:
	"""Return by member of `branches` the finding of R32 for a half-year as of a day: a fixed number of queries.

	The clause is asked with the site's parameters, also where the site has switched it off. Permissions are the caller's
	business.
	"""
	year = period_of("year", half_year.start)
	known = load(branches, min(day, half_year.end), as_of=day)
	clause = clause_here(CLAUSE, year)
	found = judge_clause(clause, known, half_year, day, known.calendar)
	return {finding.subject: finding for finding in found if finding.status != "not_applicable"}


@dataclass(frozen=True)
class Reminded:
	"""What a reminder did: mails queued, members without a login, members who were written to earlier this day."""

	mailed: int = 0
	without_login: int = 0
	already: int = 0

	def message(self, translate: Callable[[str], str]) -> str:
		return Message(
			"{mailed} reminders are on their way. {without} have no login, {already} were reminded today already.",
			mailed=self.mailed,
			without=self.without_login,
			already=self.already,
		).text(translate)


def remind(branch: str, half_year: str | None = None) -> Reminded:
	"""Queue a mail to every member of `branch` whose report of a half-year is still to come; permissions are the caller's business.

	Nobody is written to twice a day. Raise ValidationError if the site has no outgoing e-mail account.
	"""
	today = getdate(nowdate())
	period = period_asked(half_year, today)
	waiting = [member for member, finding in judge([branch], period, today).items() if finding.status in OPEN]
	# Two clicks at once: the second waits here and then finds the mails of the first.
	frappe.db.get_value("Party Branch", branch, "name", for_update=True)
	addresses = addressees.of_members(waiting)
	told = reminders.reminded_since(list(addresses.values()), CLAUSE, today)
	new = {member: address for member, address in addresses.items() if address not in told}
	with in_site_language():
		for address in new.values():
			_send(address, branch, period)
	return Reminded(
		mailed=len(new), without_login=len(waiting) - len(addresses), already=len(addresses) - len(new)
	)


def tell_of_report(report: Document) -> None:
	"""Tell the secretary of a branch, or who acts for him, that a member has handed in a report, which waits for his comment."""
	held = addressees.of_posts([report.branch], _COMMENTING).get(report.branch, {})
	users = [holder.user for holder in held.get(_COMMENTING[0], ()) if holder.user != frappe.session.user]
	with in_site_language():
		half_year = parse(report.half_year).title.text(_)
		subject = _("{0} has handed in a thought report: {1}").format(report.member_name, half_year)
		notify(users, subject, "", Links(f"/app/thought-report/{report.name}", "/party"), _KIND)


def _send(address: str, branch: str, period: Period) -> None:
	try:
		frappe.sendmail(
			recipients=[address],
			subject=_("Thought report for {0}: a friendly reminder").format(period.title.text(_)),
			template=_TEMPLATE,
			args={
				"branch": branch,
				"half_year": period.title.text(_),
				"due": formatdate(period.end),
				"is_overdue": getdate(nowdate()) > period.end,
				"clause": registry.clause(CLAUSE),
				"link": get_url("/party/texts"),
			},
			reference_doctype="Guide Rule",
			reference_name=CLAUSE,
		)
	except frappe.OutgoingEmailError:
		frappe.throw(
			_(
				"The site has no outgoing e-mail account. Set one up under Email Account as the default for outgoing mail, or remind the members yourself."
			)
		)
