"""Facts: what the records say, read for all subjects of a run at once and handed to `rules/` as plain values.

Every loader takes the branches of one chunk and issues the same number of queries whether there is one branch or two
hundred. What is read for a reader takes its rows as a criterion (`criteria.py`) or the member as an argument
(`<subject>/of_member.py`). Nothing here judges, and nothing here checks permissions: the caller has done so.
"""

from party_affairs.facts.loading import Known, load

__all__ = ["Known", "load"]
