"""To whom something may be told, and what he has chosen of it: logins in use with their reminder preferences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

import frappe
from frappe.query_builder import DocType

from party_affairs.guide.duties import reminders
from party_affairs.rules.duties.preferences import HOW_OFTEN, Preference

PREFERENCE = "Reminder Preference"
_DESK = "System User"
_COLUMNS = (
	*("how_often", "by_bell", "by_mail", "quiet_from", "quiet_until", "on_days_off"),
	*("last_digest_on", "last_overview_on"),
)
_ABOUT = {kind: f"about_{kind}" for kind in reminders.kinds()}


@dataclass(frozen=True)
class Recipient:
	"""A login in use: its address (None: it has none), the language in which it reads (None: the site's), its choices."""

	user: str
	address: str | None
	language: str | None
	uses_desk: bool
	preference: Preference


def of_users(users: Iterable[str]) -> dict[str, Recipient]:
	"""Return by login those of `users` that are in use, with what they have chosen: one query."""
	user, chosen = DocType("User"), DocType(PREFERENCE)
	rows = (
		frappe.qb.from_(user)
		.left_join(chosen)
		.on(chosen.user == user.name)
		.select(
			*(user.name, user.email, user.language, user.user_type, chosen.user.as_("has_chosen")),
			*(chosen[column] for column in (*_COLUMNS, *_ABOUT.values())),
		)
		.where(user.name.isin(sorted(set(users)) or [""]) & (user.enabled == 1) & (user.name != "Guest"))
	).run(as_dict=True)
	return {
		row.name: Recipient(
			row.name, row.email or None, row.language, row.user_type == _DESK, _preference(row)
		)
		for row in rows
	}


def is_login(user: str) -> bool:
	"""Whether there is a login of this name: one query."""
	return bool(frappe.db.exists("User", user))


def name_of(user: str) -> str | None:
	"""Return the name of the preferences of a login, None if it has none of its own: one query."""
	return frappe.db.get_value(PREFERENCE, {"user": user})


def _preference(row) -> Preference:
	if not row.has_chosen:
		return Preference()
	return Preference(
		how_often=row.how_often if row.how_often in HOW_OFTEN else Preference.how_often,
		by_bell=bool(row.by_bell),
		by_mail=bool(row.by_mail),
		off=frozenset(kind for kind, column in _ABOUT.items() if not row[column]),
		quiet_from=time.fromisoformat(row.quiet_from),
		quiet_until=time.fromisoformat(row.quiet_until),
		on_days_off=bool(row.on_days_off),
		last_digest_on=row.last_digest_on,
		last_overview_on=row.last_overview_on,
	)
