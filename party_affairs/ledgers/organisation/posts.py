"""The Party posts that ledgers print beside a member's name."""

from frappe import _

from party_affairs.facts.organisation import posts
from party_affairs.ledgers.selection import Selection
from party_affairs.ledgers.text import joined


def load_posts(selection: Selection) -> dict[tuple[str, str], str]:
	"""Return by (branch, member) the posts held on the selection's day, the highest first: one query.

	A reader without right to posts gets none.
	"""
	held = posts.labels_held(selection.rows_of, selection.as_of)
	return {who: joined(_(label) for label in labels) for who, labels in held.items()}
