"""Hooks of installation and migration: thin wrappers around `setup/`."""

from party_affairs import setup
from party_affairs.permissions.grants import sync_roles


def after_install() -> None:
	"""Create what an administrator may later change, and load the guide's clauses."""
	setup.create_missing()


def after_migrate() -> None:
	"""Bring the guide's clauses up to date and create what is missing; never touch what an administrator changed."""
	setup.create_missing()
	sync_roles()
