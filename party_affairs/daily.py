"""What the night brings up to the day in records: the status of posts with the roles of their holders, and keys that are left over."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.ballots import keys
from party_affairs.facts.appraisal import appraisals
from party_affairs.facts.contact import questionnaires
from party_affairs.facts.notice import notices, photos
from party_affairs.language import in_site_language
from party_affairs.party_affairs.doctype.board_photo.steps import TakeDown
from party_affairs.party_affairs.doctype.party_notice.steps import End
from party_affairs.party_affairs.doctype.party_post.party_post import update_statuses
from party_affairs.permissions.grants import sync_roles

_OVER = "take_down_what_is_over"


def sync_roles_daily() -> None:
	"""Scheduler hook: status of posts and roles of users as of today."""
	update_statuses()
	sync_roles()


def destroy_unused_keys() -> None:
	"""Scheduler hook: a key whose voting is over goes, should the process have ended before it was destroyed."""
	running = {
		*appraisals.with_status("Voting Open", "Voting Closed"),
		*questionnaires.with_status(questionnaires.OPEN),
	}
	keys.destroy_unused(running)


def take_down_what_is_over() -> None:
	"""Scheduler hook: notices and photos whose time is over hang no more; each is done by itself, so that a broken one stops none."""
	today = getdate(nowdate())
	with in_site_language():
		reason = _("The time of the photo was over.")
	for step, name, given in (
		*((End, name, {}) for name in notices.over(today)),
		*((TakeDown, name, {"reason": reason}) for name in photos.over(today)),
	):
		frappe.db.savepoint(_OVER)
		try:
			step(frappe.get_doc(step.doctype, name, for_update=True), **given).take()
		except frappe.ValidationError:
			frappe.db.rollback(save_point=_OVER)
			frappe.log_error(
				title="Could not take down what is over", reference_doctype=step.doctype, reference_name=name
			)
