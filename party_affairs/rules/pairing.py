"""Pairing with contacts under the short name by which callers outside the app ask; it is judged in `contact/pairing.py`."""

from party_affairs.rules.contact.pairing import required

__all__ = ["required"]
