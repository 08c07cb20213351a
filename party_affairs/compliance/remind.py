"""Mailing a report to the secretary of its branch, once.

The mail carries a summary and a link, not the report as an attachment: the report names members, and behind the link
the site decides who may read it. Rendering a PDF takes about a second each, which a thousand branches would spend
every month for a page that is one click away.
"""

from collections.abc import Iterable, Sequence

import frappe
from frappe import _
from frappe.utils import formatdate, get_url_to_form, now_datetime

from party_affairs import settings
from party_affairs.compliance.report import REPORT
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language
from party_affairs.rules.periods import parse

TEMPLATE = "party_compliance_report"
_ADDRESSED = ("Secretary", "Deputy Secretary")
_SUBJECTS_SHOWN = 8
_PERIODS_SHOWN = 4
_SEPARATOR = "、"
_SAVEPOINT = "compliance_mail"


def queue_mails(names: Sequence[str], *, commit: bool = False) -> list[str]:
	"""Queue the mail of each of the reports `names` that was not mailed yet, and return those queued now.

	The mail goes to the logins of the branch's secretaries of today and of the deputy who leads it while the secretary is
	away, or of its deputies if there is none of them. A report without
	such a login, and all reports of a site without an outgoing e-mail account, stay unmailed and are tried again by the
	next run. Nothing is queued while the settings switch mails off. A report is marked in the transaction that queues its
	mail, so a second run, even at the same time, sends nothing twice.
	"""
	if not settings.mails_reports():
		return []
	reports = stored.unmailed(names)
	leaders = _addressees({report.branch for report in reports})
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


def _addressees(branches: Iterable[str]) -> dict[str, list[str]]:
	"""Return by branch the e-mail addresses of its secretary or acting secretary, or of its deputies: three queries."""
	found = {}
	for branch, holders in addressees.of_posts(branches, _ADDRESSED).items():
		for post in _ADDRESSED:
			if holders.get(post):
				found[branch] = sorted({holder.address for holder in holders[post]})
				break
	return found


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
