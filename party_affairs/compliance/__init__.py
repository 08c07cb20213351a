"""Compliance: run the guide's clauses over the records, store the findings, freeze a report a month, remind.

Everything here is idempotent: run twice, late, or again after being killed, the result is the same.
"""

from party_affairs.compliance.schedule import daily, monthly, run_month, weekly

__all__ = ["daily", "monthly", "run_month", "weekly"]
