"""What the night brings up to the day in records: the status of posts with the roles of their holders, and keys that are left over."""

from party_affairs.ballots import keys
from party_affairs.facts.appraisal import appraisals
from party_affairs.facts.contact import questionnaires
from party_affairs.party_affairs.doctype.party_post.party_post import update_statuses
from party_affairs.permissions.grants import sync_roles


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
