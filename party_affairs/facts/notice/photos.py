"""Photos of the boards: which hang, and which of the record may be chosen."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.rules.notice import photos as rules

PHOTO = "Board Photo"
MEETING, ACTIVITY = "Party Meeting", "Public Welfare Activity"
_FIELDS = (
	"name",
	"branch",
	"caption",
	"taken_on",
	"display_copy",
	"hung_on",
	"hangs_until",
	"source_doctype",
)
_SUBMITTED = 1


def hanging(which: Which, day: date, first: date | None = None) -> list:
	"""Return the photos that hang on a day, the latest first; with `first` those alone that were taken since: one query."""
	photo = DocType(PHOTO)
	query = (
		frappe.qb.from_(photo)
		.select(*(photo[field] for field in _FIELDS))
		.where(which(photo) & (photo.status == rules.HANGING) & photo.display_copy.isnotnull())
		.where(photo.hangs_until.isnull() | (photo.hangs_until >= day))
		.orderby(photo.taken_on, order=frappe.qb.desc)
		.orderby(photo.name)
	)
	if first:
		query = query.where(photo.taken_on >= first)
	return query.run(as_dict=True)


def over(day: date) -> list[str]:
	"""Return the photos that still hang and whose time is over on a day: one query."""
	filters = {"status": rules.HANGING, "hangs_until": ["<", day]}
	return frappe.get_all(PHOTO, filters=filters, pluck="name", order_by="name")


def chosen_already(branch: str) -> set[str]:
	"""Return the addresses of the photos that a branch has chosen and not taken down: one query."""
	filters = {"branch": branch, "status": ["!=", rules.TAKEN_DOWN]}
	return set(frappe.get_all(PHOTO, filters=filters, pluck="photo"))


def of_meetings(which: Which, first: date, last: date) -> list:
	"""Return the photos of submitted meetings from `first` to `last`, the latest first: one query.

	Rows have photo, caption, day, title and name of the meeting; so do those of activities.
	"""
	meeting, photo = DocType(MEETING), DocType("Party Meeting Photo")
	return (
		frappe.qb.from_(photo)
		.join(meeting)
		.on(meeting.name == photo.parent)
		.select(photo.photo, photo.caption, meeting.name, meeting.topic.as_("title"))
		.select(meeting.meeting_date.as_("day"))
		.where(which(meeting) & (photo.parenttype == MEETING) & (meeting.docstatus == _SUBMITTED))
		.where(meeting.meeting_date[first:last])
		.orderby(meeting.meeting_date, order=frappe.qb.desc)
		.orderby(meeting.name, photo.idx)
	).run(as_dict=True)


def of_activities(which: Which, first: date, last: date) -> list:
	"""Return the photos of public welfare activities from `first` to `last`, the latest first: one query."""
	activity, photo = DocType(ACTIVITY), DocType("Public Welfare Photo")
	return (
		frappe.qb.from_(photo)
		.join(activity)
		.on(activity.name == photo.parent)
		.select(photo.photo, photo.caption, photo.consent, activity.name, activity.project.as_("title"))
		.select(activity.activity_date.as_("day"))
		.where(which(activity) & (photo.parenttype == ACTIVITY))
		.where(activity.activity_date[first:last])
		.orderby(activity.activity_date, order=frappe.qb.desc)
		.orderby(activity.name, photo.idx)
	).run(as_dict=True)


def rows_of_activity(activity: str, address: str) -> list[str]:
	"""Return the rows in which an activity has the photo with an address: one query."""
	filters = {"parent": activity, "parenttype": ACTIVITY, "photo": address}
	return frappe.get_all("Public Welfare Photo", filters=filters, pluck="name")


def files_of(photos: Iterable[str]) -> list[str]:
	"""Return the records of the files that are attached to photos as the copies that hang: one query."""
	filters = {"attached_to_doctype": PHOTO, "attached_to_name": ["in", sorted(photos) or [""]]}
	return frappe.get_all("File", filters={**filters, "attached_to_field": "display_copy"}, pluck="name")
