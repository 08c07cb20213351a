"""What the night brings up to the day in records: the status of posts, and with it the roles of their holders."""

from party_affairs.party_affairs.doctype.party_post.party_post import update_statuses
from party_affairs.permissions.grants import sync_roles


def sync_roles_daily() -> None:
	"""Scheduler hook: status of posts and roles of users as of today."""
	update_statuses()
	sync_roles()
