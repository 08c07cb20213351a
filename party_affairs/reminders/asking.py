"""A reminder on request: the persons behind a line of duties, or the secretary of the branch, each once a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.compliance.notify import Links, notify
from party_affairs.facts.duties import preferences, reminded
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language
from party_affairs.ledgers.duties import this_month
from party_affairs.ledgers.duties.this_month import Entry, sentence
from party_affairs.reminders import claims
from party_affairs.reminders.digest import DESK_PAGE, own_mail
from party_affairs.rules.duties.month import OpenItem

_HOME = "/party"
_LEADERS = ("Secretary", "Deputy Secretary")
_KIND = "duties"


@dataclass(frozen=True)
class Asked:
	"""What a request did: how many were told now, how many had been today; who has no login, and who has switched reminders off."""

	told: int = 0
	already: int = 0
	without_login: tuple[str, ...] = ()
	switched_off: tuple[str, ...] = ()


def persons(branch: str, rule: str, period_key: str) -> Asked:
	"""Remind the members of whom something is open in a line; permissions are the caller's business.

	Raise ValidationError if nothing is open there any more, or no members stand behind it.
	"""
	day = getdate(nowdate())
	entry = _entry(branch, rule, period_key, day)
	items = {item.subject: item for item in entry.items if item.subject_doctype == "Party Member"}
	if not items:
		frappe.throw(
			_("{0} is for the branch as a whole to do: there is nobody in particular to be reminded.").format(
				frappe.bold(entry.title)
			)
		)
	logins = {row.user: row.member for row in reminded.members_with_login(items)}
	people = preferences.of_users(logins)
	wanting = [user for user, person in people.items() if person.preference.wants(_KIND)]
	reached = {logins[user] for user in people}
	new = _new({user: items[logins[user]] for user in wanting}, entry, day)
	with in_site_language():
		mail = own_mail(entry)
		link = mail.link or _HOME
		notify(new, mail.subject, mail.text, Links(link, link), _KIND)
	return Asked(
		told=len(new),
		already=len(wanting) - len(new),
		without_login=_named(items, set(items) - reached),
		switched_off=_named(items, reached - {logins[user] for user in wanting}),
	)


def secretary(branch: str, rule: str, period_key: str) -> Asked:
	"""Remind the secretary of a branch, or who stands in for him, of a line; permissions are the caller's business.

	Raise ValidationError if nothing is open there any more.
	"""
	day = getdate(nowdate())
	entry = _entry(branch, rule, period_key, day)
	holders = addressees.of_posts([branch], _LEADERS).get(branch, {})
	users = [holder.user for post in _LEADERS if holders.get(post) for holder in holders[post]][:1]
	people = preferences.of_users(users)
	wanting = [user for user, person in people.items() if person.preference.wants(_KIND)]
	item = OpenItem("Party Branch", branch, entry.branch_name, entry.line.due_date, entry.line.status, "", "")
	new = _new(dict.fromkeys(wanting, item), entry, day)
	with in_site_language():
		subject = _("The committee above reminds you: {0}").format(entry.title)
		notify(new, subject, sentence(entry), Links(DESK_PAGE, _HOME), _KIND)
	return Asked(
		told=len(new),
		already=len(wanting) - len(new),
		without_login=() if people else (entry.branch_name,),
		switched_off=(entry.branch_name,) if people and not wanting else (),
	)


def _entry(branch: str, rule: str, period_key: str, day: date) -> Entry:
	with in_site_language():
		month = this_month.build([branch], day)
	for entry in month.open_entries:
		if entry.line.key == (branch, rule, period_key):
			return entry
	frappe.throw(_("Nothing of this is open any more, so nobody was reminded. Load the page anew."))


def _new(asked: dict[str, OpenItem], entry: Entry, day: date) -> list[str]:
	"""Return the logins of `asked` that were not reminded of the line today, and note that they are."""
	taken = claims.take((claims.of(user, entry, item, f"asked {day}") for user, item in asked.items()), day)
	return [claim.told.recipient for claim in taken]


def _named(items: dict[str, OpenItem], members: Sequence[str]) -> tuple[str, ...]:
	return tuple(sorted(items[member].subject_name for member in members))
