"""The organisation: its forms by number of members, elections, posts and their terms, and what is required of each."""

from party_affairs.rules.organisation.forms import committee_size, election_candidates, form_for

__all__ = ["committee_size", "election_candidates", "form_for"]
