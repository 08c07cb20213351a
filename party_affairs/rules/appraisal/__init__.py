"""The democratic appraisal of members: grades, votes and the quota."""

from party_affairs.rules.appraisal.grades import excellent_quota

__all__ = ["excellent_quota"]
