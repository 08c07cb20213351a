"""What each night does about tasks that went down: notices, key work, and what is to be mended after on-site checks."""

from party_affairs.compliance import key_work, notices, on_site_checks


def daily() -> None:
	"""Daily hook: tell those whom a job that was killed has not told, and remind those who have something left to do."""
	notices.daily()
	key_work.remind()
	on_site_checks.remind()
