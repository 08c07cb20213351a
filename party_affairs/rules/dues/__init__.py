"""Dues: what a member owes a month, who owes, what a payment settles, and the account that it all makes."""

from party_affairs.rules.dues.monthly_dues import monthly_due

__all__ = ["monthly_due"]
