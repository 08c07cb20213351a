"""Mailing a report to those in charge of its organisation, once, and saying why one was not mailed.

The mail carries a summary and a link, not the report as an attachment: the report names members, and behind the link
the site decides who may read it. Rendering a PDF takes about a second each, which a thousand branches would spend
every month for a page that is one click away.
"""

from collections.abc import Iterable, Sequence

import frappe
from frappe import _
from frappe.utils import formatdate, get_url_to_form, now_datetime

from party_affairs import settings
from party_affairs.compliance.handing_up import in_charge
from party_affairs.compliance.notify import has_account
from party_affairs.compliance.report import REPORT
from party_affairs.facts.duties import preferences
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.language import in_site_language
from party_affairs.rules.duties.reports import Trend
from party_affairs.rules.periods import parse

TEMPLATE = "party_compliance_report"
_KIND = "reports"
_SUBJECTS_SHOWN = 8
_PERIODS_SHOWN = 4
_SEPARATOR = "、"
_SAVEPOINT = "compliance_mail"


def queue_mails(names: Sequence[str], *, commit: bool = False) -> list[str]:
	"""Queue the mail of each of the reports `names` that was not mailed yet, and return those queued now.

	The mail goes to those in charge today (`handing_up.in_charge`): the secretary or who leads in his place, in a committee the
	officers for Party affairs as well. A report without such a login, and all reports of a site without an outgoing e-mail account, stay unmailed and are tried again by the
	next run. Nothing is queued while the settings switch mails off. A report is marked in the transaction that queues its
	mail, so a second run, even at the same time, sends nothing twice.
	"""
	if not settings.mails_reports():
		return []
	reports = stored.unmailed(names)
	leaders = _who_take_mail({report.branch for report in reports})
	lines = stored.lines([report.name for report in reports])
	queued = []
	with in_site_language():
		for report in reports:
			recipients = leaders.get(report.branch)
			if not recipients or not _claim(report.name, recipients):
				continue
			try:
				_send(report, recipients, lines.get(report.name, ()))
			except frappe.OutgoingEmailError:
				frappe.db.rollback(save_point=_SAVEPOINT)
				_note_missing_account()
				break
			queued.append(report.name)
			if commit:
				frappe.db.commit()  # nosemgrep: a mail and its mark belong together
	return queued


def has_unmailed(period_key: str) -> bool:
	"""Whether a report of the month still waits for its mail."""
	return settings.mails_reports() and stored.any_unmailed(period_key)


def why_unmailed(reports: Sequence) -> dict[str, str]:
	"""Return by name of those of `reports` that were not mailed the sentence that says why and what helps: four queries at most.

	`reports` have name, branch, docstatus, status, mailed_on, not_mailed and replaced_by.
	"""
	waiting = [report for report in reports if not report.mailed_on]
	if not waiting:
		return {}
	mails, leaders = settings.mails_reports(), _who_take_mail({report.branch for report in waiting})
	account = has_account()
	return {
		report.name: _reason(report, mails, account, bool(leaders.get(report.branch))) for report in waiting
	}


def _who_take_mail(branches: Iterable[str]) -> dict[str, list[str]]:
	"""Return by organisation the addresses of those in charge who want reports by mail: four queries."""
	leaders = in_charge(branches)
	chosen = preferences.of_users({one.user for persons in leaders.values() for one in persons})
	found = {}
	for branch, persons in leaders.items():
		recipients = [chosen[one.user] for one in persons if one.user in chosen]
		addresses = {
			one.address
			for one in recipients
			if one.address and one.preference.wants(_KIND) and one.preference.by_mail
		}
		if addresses:
			found[branch] = sorted(addresses)
	return found


def _reason(report, mails: bool, account: bool, has_leader: bool) -> str:
	if report.not_mailed:
		return _("Not mailed: it was written when its period was long over.")
	if report.replaced_by:
		return _("Not mailed: a corrected version has taken its place.")
	if not mails:
		return _("Not mailed: mails of reports are switched off in Party Affairs Settings.")
	if not account:
		return _("Not mailed: the site has no outgoing e-mail account. Set one up under Email Account.")
	if not has_leader:
		return _(
			"Not mailed: nobody in charge of {0} has a login in use that takes mails of reports. Link a login to its secretary."
		).format(report.branch)
	return _("Not mailed yet: the next daily run mails it.")


def _claim(name: str, recipients: Sequence[str]) -> bool:
	"""Mark the report as mailed unless somebody else has; True if this call did. The row stays locked till commit."""
	frappe.db.savepoint(_SAVEPOINT)
	row = frappe.db.get_value(REPORT, name, ["name", "mailed_on"], as_dict=True, for_update=True)
	if not row or row.mailed_on:
		return False
	frappe.db.set_value(
		REPORT,
		name,
		{"mailed_on": now_datetime(), "recipients": "\n".join(recipients)},
		update_modified=False,
	)
	return True


def _send(report, recipients: Sequence[str], lines: Sequence) -> None:
	frappe.sendmail(
		recipients=list(recipients),
		subject=_("Compliance report of {0} for {1}").format(
			report.branch, parse(report.period_key).title.text(_)
		),
		template=TEMPLATE,
		args={
			"report": report,
			"as_of": formatdate(report.as_of),
			"missed": _by_clause(lines, ("Missed",)),
			"coming": _by_clause(lines, ("Due", "Planned")),
			"unchecked": _clauses_unchecked(report.unchecked),
			"month": parse(report.period_key).title.text(_),
			"next_month": parse(report.period_key).next().title.text(_),
			"trend": Trend(report.previous_missed_count, report.missed_count) if report.previous else None,
			"trend_below": Trend(report.previous_below_missed_count, report.below_missed_count),
			"link": get_url_to_form(REPORT, report.name),
		},
		reference_doctype=REPORT,
		reference_name=report.name,
	)


def _by_clause(lines: Sequence, statuses: Sequence[str]) -> list[dict]:
	"""Return one entry a clause: what it asks, how often it is open, and for which subjects and periods.

	What is counted with another clause's is left out here, and its clause cited there.
	"""
	clauses: dict[tuple[str, str], list] = {}
	counted_here: dict[str, set[str]] = {}
	for line in lines:
		if line.status not in statuses:
			continue
		if line.linked_to:
			counted_here.setdefault(line.linked_to, set()).add(line.citation)
		else:
			clauses.setdefault((line.citation, line.title), []).append(line)
	return [
		{
			"citation": _SEPARATOR.join((citation, *sorted(counted_here.get(rows[0].rule, ())))),
			"title": title,
			"remedy": rows[0].remedy,
			"number": len(rows),
			"subjects": _subjects(rows),
		}
		for (citation, title), rows in clauses.items()
	]


def _clauses_unchecked(text: str | None) -> str:
	"""Return the clauses alone that a report says could not be checked: the reason may name somebody."""
	rules = [line.split(" ", 1)[0] for line in (text or "").splitlines()]
	return _SEPARATOR.join(f"{rule} {rule_facts.title_of(rule)}" for rule in rules)


def _subjects(rows: Sequence) -> str:
	periods: dict[str, list[str]] = {}
	for row in rows:
		periods.setdefault(row.subject_name, []).append(row.period_key)
	shown = [
		_("{0} ({1})").format(name, _periods(keys)) for name, keys in list(periods.items())[:_SUBJECTS_SHOWN]
	]
	return (
		_("{0} and others").format(_SEPARATOR.join(shown))
		if len(periods) > _SUBJECTS_SHOWN
		else _SEPARATOR.join(shown)
	)


def _periods(keys: Sequence[str]) -> str:
	if len(keys) <= _PERIODS_SHOWN:
		return _SEPARATOR.join(keys)
	return _("{0} and so on, {1} in all").format(_SEPARATOR.join(keys[:_PERIODS_SHOWN]), len(keys))


def _note_missing_account() -> None:
	frappe.log_error(
		title=_("Compliance reports could not be mailed"),
		message=_(
			"The site has no outgoing e-mail account. Set one up under Email Account as the default for outgoing mail; the "
			"reports that wait are then mailed by the next daily run."
		),
	)
