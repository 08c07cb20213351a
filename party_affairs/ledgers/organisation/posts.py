"""The Party posts that ledgers print beside a member's name."""

from collections import defaultdict

import frappe
from frappe import _

from party_affairs.guide.organisation import party_posts
from party_affairs.ledgers.selection import Selection
from party_affairs.ledgers.text import joined

_ORDER = {post.label: post.order for post in party_posts.posts()}


def load_posts(selection: Selection) -> dict[tuple[str, str], str]:
	"""Return by (branch, member) the posts held on the selection's day, the highest first: one query.

	A reader without right to posts gets none.
	"""
	post = frappe.qb.DocType("Party Post")
	day = selection.as_of
	rows = (
		frappe.qb.from_(post)
		.select(post.branch, post.member, post.post)
		.where(selection.rows_of(post, "Party Post"))
		.where((post.start_date <= day) & (post.end_date >= day))
		.where(post.removed_on.isnull() | (post.removed_on > day))
	).run(as_dict=True)
	held = defaultdict(set)
	for row in rows:
		held[(row.branch, row.member)].add(row.post)
	return {key: joined(_(label) for label in sorted(labels, key=_ORDER.get)) for key, labels in held.items()}
