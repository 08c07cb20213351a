"""What Frappe's own notifications can tell by themselves: a date in a record that comes near.

They go to whoever made the record, since Frappe would send to all holders of a role, whatever their branch.
"""

from dataclasses import dataclass

from party_affairs.guide.data import build, read


@dataclass(frozen=True)
class Notification:
	"""A date `field` of a DocType of which is told `days_before`, for records that meet the condition; texts are templates."""

	name: str
	doctype: str
	field: str
	days_before: int
	condition: str
	subject: str
	message: str


def notifications() -> tuple[Notification, ...]:
	"""Return the notifications that a new site gets."""
	return _NOTIFICATIONS


_SOURCE = "duties/notifications.json"
_NOTIFICATIONS = build(Notification, read(_SOURCE)["notifications"], _SOURCE, "name")
