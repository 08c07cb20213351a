"""Reminding members of dues in arrears, and asking the branch to look into it at the last stage.

What is told when, and to whom, is data (`guide/dues/reminders.json`, dues rule of 2008, articles 13 and 14). A reminder
is a row that the database takes once for each member, first unpaid month and stage; it is written in the transaction
that queues its mail, so a second run, even at the same time or after being killed, sends nothing twice. Nothing here
changes where a member stands in the Party.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import get_url, get_url_to_report, getdate, nowdate

from party_affairs import jobs, settings
from party_affairs.compliance.notify import BY_MAIL, Mail, Teller
from party_affairs.dues import bulk
from party_affairs.facts.dues import arrears as dues_arrears
from party_affairs.facts.duties import preferences
from party_affairs.facts.duties.preferences import Recipient
from party_affairs.facts.organisation import addressees
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.dues import reminders as dues_reminders
from party_affairs.guide.dues.reminders import Stage
from party_affairs.guide.organisation import party_posts
from party_affairs.language import in_language, site_language
from party_affairs.rules.dues.monthly_dues import stage_to_tell
from party_affairs.rules.periods import Period

REMINDER = "Party Dues Reminder"
MAIL_AND_NOTICE, NOTICE, NOT_REACHED = "Mail and Notice", "Notice", "Not Reached"
_RUN = "party_affairs.dues.reminders.remind"
_BRANCHES_A_CHUNK = 200
_TO_MEMBER, _TO_POSTS = "dues_reminder", "dues_reminder_summary"
_REPORT = "Dues Arrears Ledger"
_KIND, _MEMBERS_PAGE = "dues", "/party/dues"


@dataclass(frozen=True)
class Reminder:
	"""A member who has reached a stage that is not yet told; `months` are all months owed."""

	name: str
	member: str
	member_name: str
	user: str | None
	branch: str
	stage: Stage
	first: Period
	running: int
	months: tuple[Period, ...]
	amount: Decimal


def daily() -> None:
	"""Daily hook: put the reminders on the long queue."""
	jobs.enqueue(_RUN, nowdate(), commit=True)


def remind(branches: Sequence[str] | None = None, *, commit: bool = False) -> list[str]:
	"""Tell members of `branches` (default: all), and the posts that look after them, what is in arrears as of today.

	Returns the names of the new reminders. Only runs of arrears that are still open are told of, each in the newest stage
	it has reached. While the settings switch reminders off nobody is written to, but the branch still gets its flag. With
	`commit`, as in a background job, each chunk of branches stands for itself.
	"""
	today = getdate(nowdate())
	names = branch_facts.all_names() if branches is None else branches
	made = []
	for new in jobs.in_chunks(
		names, _BRANCHES_A_CHUNK, lambda chunk: _remind_chunk(chunk, today), commit=commit
	):
		made += new
	return made


def _remind_chunk(branches: Sequence[str], today: date) -> list[str]:
	is_told = settings.reminds_of_arrears()
	due = [row for row in _due(branches, today) if is_told or row.stage.is_flag]
	if not due:
		return []
	logins = preferences.of_users(row.user for row in due if row.user)
	claimed = _claim(due, logins, today)
	if is_told and claimed:
		_tell(claimed, logins)
	return [row.name for row in claimed]


def _due(branches: Sequence[str], today: date) -> Iterator[Reminder]:
	"""Yield the members who reached a stage that their run of arrears has not had yet: three queries."""
	rows = dues_arrears.load_of_members_in(branches, today)
	owing = defaultdict(list)
	for row in rows:
		owing[row.member].append(row)
	told = _told(owing)
	for member, found in dues_arrears.runs_of(rows, today).items():
		if not found.run:
			continue
		first = found.run[0]
		stage = stage_to_tell(found.running, told.get((member, first.start), ()))
		if stage is None:
			continue
		own = owing[member]
		yield Reminder(
			name=bulk.new_name(),
			member=member,
			member_name=own[0].member_name,
			user=own[0].user,
			branch=own[0].own_branch,
			stage=stage,
			first=first,
			running=found.running,
			months=found.months,
			amount=sum((row.open for row in own), Decimal(0)),
		)


def _told(members: Iterable[str]) -> dict[tuple[str, date], list[int]]:
	rows = frappe.get_all(
		REMINDER,
		filters={"member": ["in", sorted(members)]},
		fields=["member", "first_month", "stage"],
	)
	told = defaultdict(list)
	for row in rows:
		told[row.member, getdate(row.first_month)].append(row.stage)
	return told


def _claim(due: Sequence[Reminder], logins: dict[str, Recipient], today: date) -> list[Reminder]:
	"""Write the reminders and return those that nobody else has written meanwhile: two queries."""
	rows = [
		{
			"name": row.name,
			"member": row.member,
			"member_name": row.member_name,
			"branch": row.branch,
			"first_month": row.first.start,
			"stage": row.stage.months,
			"is_flag": int(row.stage.is_flag),
			"months": row.running,
			"amount": row.amount,
			"sent_on": today,
			"told_by": _way(row, logins),
		}
		for row in due
	]
	bulk.insert(REMINDER, rows, ignore_duplicates=True)
	stored = set(frappe.get_all(REMINDER, filters={"name": ["in", [row.name for row in due]]}, pluck="name"))
	return [row for row in due if row.name in stored]


def _way(row: Reminder, logins: dict[str, Recipient]) -> str:
	if not row.stage.tells_member:
		return ""
	return NOTICE if _reaches(row, logins) else NOT_REACHED


def _reaches(row: Reminder, logins: dict[str, Recipient]) -> bool:
	"""Whether the member has a login in use and wants to be told of his dues."""
	return row.user in logins and logins[row.user].preference.wants(_KIND)


# --- telling ---------------------------------------------------------------------------------------------------------


def _tell(reminders: Sequence[Reminder], logins: dict[str, Recipient]) -> None:
	teller, mailed = Teller(), []
	for row in reminders:
		if row.stage.tells_member and row.user in logins:
			with in_language(logins[row.user].language or site_language()):
				if _tell_member(teller, row, logins[row.user]) == BY_MAIL:
					mailed.append(row.name)
	for (branch, recipient), rows in _by_recipient(reminders).items():
		with in_language(recipient.language or site_language()):
			_tell_post(teller, branch, recipient, rows, logins)
	teller.hold()
	if mailed:
		frappe.db.set_value(
			REMINDER, {"name": ["in", mailed]}, "told_by", MAIL_AND_NOTICE, update_modified=False
		)


def _tell_member(teller: Teller, row: Reminder, login: Recipient) -> str | None:
	subject = _("A friendly word about your Party dues")
	args = {
		"member_name": row.member_name,
		"number": len(row.months),
		"first": row.months[0].title.text(_),
		"amount": f"{row.amount:.2f}",
		"branch": row.branch,
		"wording": row.stage.text,
		"link": get_url("/party/dues"),
		"citation": dues_reminders.citation(),
	}
	said = _("{0}: dues of {1} months, {2} yuan, are still to be paid. Thank you for seeing to it.").format(
		subject, args["number"], args["amount"]
	)
	return teller.tell(
		login,
		_letter(subject, _TO_MEMBER, args, _MEMBERS_PAGE, row.name),
		Mail(_KIND, said, "", _MEMBERS_PAGE),
	)


def _letter(subject: str, template: str, args: dict, link: str, reference: str) -> Mail:
	text = frappe.get_template(f"templates/emails/{template}.html").render(args)
	return Mail(_KIND, subject, "", link, (REMINDER, reference), text)


def _by_recipient(reminders: Sequence[Reminder]) -> dict[tuple[str, Recipient], list[Reminder]]:
	"""Return the logins that are told of reminders of a branch, and of which, by the posts that their stages name: four queries."""
	labels = {row.stage: [party_posts.post(key).label for key in row.stage.tells_posts] for row in reminders}
	asked = sorted({label for names in labels.values() for label in names})
	holders = addressees.of_posts({row.branch for row in reminders}, asked)
	told: dict[tuple[str, str], dict[str, Reminder]] = defaultdict(dict)
	for row in reminders:
		for label in labels[row.stage]:
			for addressee in holders.get(row.branch, {}).get(label, ()):
				told[row.branch, addressee.user][row.name] = row
	recipients = preferences.of_users(user for _branch, user in told)
	return {
		(branch, recipients[user]): list(rows.values())
		for (branch, user), rows in told.items()
		if user in recipients
	}


def _tell_post(
	teller: Teller,
	branch: str,
	recipient: Recipient,
	reminders: Sequence[Reminder],
	logins: dict[str, Recipient],
) -> None:
	flags = [_line(row, logins) for row in reminders if row.stage.is_flag]
	others = [_line(row, logins) for row in reminders if not row.stage.is_flag]
	subject = (
		_("Dues in arrears: {0} members to be looked into by the branch").format(len(flags))
		if flags
		else _("Dues in arrears: {0} members were reminded").format(len(others))
	)
	args = {
		"branch": branch,
		"flags": flags,
		"others": others,
		"months": dues_reminders.flag().months,
		"citation": dues_reminders.citation(),
		"gist": dues_reminders.gist(),
		"link": get_url_to_report(_REPORT),
	}
	page = get_url_to_report(_REPORT).removeprefix(get_url())
	teller.tell(
		recipient,
		_letter(subject, _TO_POSTS, args, page, reminders[0].name),
		Mail(_KIND, subject, "", page, ("Party Branch", branch)),
	)


def _line(row: Reminder, logins: dict[str, Recipient]) -> dict[str, str | int | bool]:
	return {
		"member_name": row.member_name,
		"running": row.running,
		"first": row.first.title.text(_),
		"amount": f"{row.amount:.2f}",
		"is_reached": _reaches(row, logins) or not row.stage.tells_member,
	}
