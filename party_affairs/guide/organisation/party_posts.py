"""The Party posts (党内职务): their order, which are committee seats, and as what their holders pair with contacts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from party_affairs.guide.data import build, one_of, read

PAIRINGS = ("secretary", "committee_member", "member")
COMMITTEE_SEAT = "committee_member"
"""Any seat on the committee, where a kind of meeting says who may stand in for its chair."""


@dataclass(frozen=True)
class Post:
	"""A Party post: whether it is a committee seat, whether one organisation (or group) has it only once, its place
	in lists, and as what its holder pairs with contacts (`secretary`, `committee_member`, `member`)."""

	key: str
	label: str
	title: str
	committee_seat: bool
	unique: bool
	order: int
	pairing: str


def posts() -> tuple[Post, ...]:
	"""Return all posts in the order of lists."""
	return _POSTS


def post(key: str) -> Post:
	"""Return one post by its key. Raise `KeyError` for an unknown key."""
	return _POST_BY_KEY[key]


def parse_posts(raw: Mapping[str, Any]) -> tuple[Post, ...]:
	"""Return the posts of a decoded `organisation/posts.json`. Raise `GuideDataError` for a contradiction."""
	entries = build(Post, raw["posts"], "organisation/posts.json")
	for entry in entries:
		one_of(entry.pairing, PAIRINGS, "organisation/posts.json", entry.key, "pairing")
	return tuple(sorted(entries, key=lambda entry: entry.order))


_POSTS = parse_posts(read("organisation/posts.json"))
_POST_BY_KEY = {entry.key: entry for entry in _POSTS}
