"""Deputies of branches held the secretary's role at all times; from now on they hold it while he is away."""

from party_affairs.permissions.grants import sync_roles


def execute() -> None:
	"""Bring the roles of all logins up to what their posts warrant today."""
	sync_roles()
