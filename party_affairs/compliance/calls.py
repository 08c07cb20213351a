"""A committee calls on the secretary of a branch that is behind: bell and mail, once a day."""

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _

from party_affairs.compliance.notify import Links, notify
from party_affairs.facts.duties.reminded import REMINDER
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language

KIND = "duties"
_STAGE = "called"
_PATHS = Links("/app/this-month", "/party")
_SAVEPOINT = "party_call"


def call_secretary(
	branch: str, label: str, rule: str, numbers: Mapping[str, int], year: int, day: date
) -> tuple[int, int]:
	"""Tell the secretary of `branch` what it misses; return how many logins were told, and how many had been told today already.

	`numbers` are its duties of `year` by status, `rule` is the clause of which it misses most. A branch without a
	secretary who has a login is told nothing.
	"""
	held = addressees.of_posts([branch], ("Secretary",)).get(branch, {}).get("Secretary", [])
	users = [addressee.user for addressee in held]
	fresh = [user for user in users if _note(branch, rule, user, day)]
	if fresh:
		with in_site_language():
			subject = _("{0}: {1} duties of {2} are missed").format(label, numbers.get("Missed", 0), year)
			text = _(
				"The organisation above asks you to see to it: {0} missed, {1} due. What can still be done stands first on the page of this month."
			).format(numbers.get("Missed", 0), numbers.get("Due", 0))
		notify(fresh, subject, text, _PATHS, KIND, ("Party Branch", branch))
	return len(fresh), len(users) - len(fresh)


def _note(branch: str, rule: str, user: str, day: date) -> bool:
	"""Write down that somebody is called on today; return False if he has been already."""
	reminder = frappe.new_doc(REMINDER)
	reminder.update(
		{
			**{"rule": rule, "subject_doctype": "Party Branch", "subject": branch, "branch": branch},
			**{"period_key": str(day), "stage": _STAGE, "recipient": user, "sent_on": day},
		}
	)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		reminder.insert(ignore_permissions=True)
	except (frappe.UniqueValidationError, frappe.DuplicateEntryError):
		frappe.db.rollback(save_point=_SAVEPOINT)
		frappe.clear_messages()
		return False
	return True
