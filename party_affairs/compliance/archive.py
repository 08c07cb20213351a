"""What the queue and the night do for the archive: volumes that are to be bound, and those that should have been brought back."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from party_affairs import jobs
from party_affairs.compliance.notify import notify
from party_affairs.facts.archive import volumes
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language

KIND = "tasks"
_BIND = "party_affairs.printing.archive.binding_job.run"
_TIMEOUT_SECONDS = 60 * 60
_POSTS = ("Secretary", "Deputy Secretary", "Organisation Commissioner")
_AGAIN_AFTER_DAYS = 7


def job_id(volume: str) -> str:
	"""Return the id under which a volume is bound."""
	return f"party-affairs-bind-{volume}"


def put_on_queue(volume: str) -> None:
	"""Put binding a volume on the long queue once the request is committed, unless it waits or runs there."""
	jobs.put(_BIND, job_id(volume), _TIMEOUT_SECONDS, enqueue_after_commit=True, volume=volume)


def daily() -> None:
	"""Daily hook: begin again what was killed, and remind those in charge of volumes that are not back, once a week."""
	for volume in volumes.being_bound():
		put_on_queue(volume)
	remind_of_loans(getdate(nowdate()))


def remind_of_loans(day: date) -> int:
	"""Tell those in charge of a branch of its volumes that should be back by now; return how many are told."""
	since = day - timedelta(days=_AGAIN_AFTER_DAYS)
	rows = [row for row in volumes.overdue(day) if not row.reminded_on or row.reminded_on <= since]
	names = [row.name for row in rows] or [""]
	frappe.db.set_value(volumes.VOLUME, {"name": ["in", names]}, "reminded_on", day, update_modified=False)
	holders, told = addressees.of_posts({row.branch for row in rows}, _POSTS), 0
	with in_site_language():
		for row in rows:
			users = {one.user for post in holders.get(row.branch, {}).values() for one in post}
			told += notify(
				sorted(users),
				_("Not brought back: {0}").format(row.title),
				_(
					"Lent to {0}, due back on {1}. Ask for it, and note when it is in the cabinet again."
				).format(row.lent_to, formatdate(row.due_back)),
				f"/app/archive-volume/{row.name}",
				KIND,
				(volumes.VOLUME, row.name),
			)
	return told
