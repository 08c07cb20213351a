"""The development of members under the short name by which callers outside the app ask; it is judged in `members/development.py`."""

from party_affairs.rules.members.development import violations

__all__ = ["violations"]
