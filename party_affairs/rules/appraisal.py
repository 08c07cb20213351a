"""Democratic appraisal of members (guide 一（四）7)."""

from party_affairs.rules.errors import whole_number
from party_affairs.rules.message import Message


def excellent_quota(graded_members: int) -> int:
	"""Return how many members may be graded 优秀: at most a third of those graded, rounded down.

	Probationary members take part without a grade, so they are not among `graded_members`. Raise `RuleError` for a
	number that is negative or not whole.
	"""
	return whole_number(graded_members, Message("Graded members")) // 3
