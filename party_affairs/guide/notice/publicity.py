"""The usual media in which branches are reported on, and the usual links (guide 一（十）2—3). A site adds to both."""

from dataclasses import dataclass

from party_affairs.guide.data import build, read, require

_FILE = "notice/publicity.json"


@dataclass(frozen=True)
class Medium:
	"""A medium by the `name` that people use, and its kind."""

	name: str
	kind: str


@dataclass(frozen=True)
class Link:
	"""A link to another site. Without an `address` the administrator enters it; without `roles` it is for everybody."""

	title: str
	address: str
	about: str
	place: int
	roles: tuple[str, ...]


def media() -> tuple[Medium, ...]:
	"""Return the usual media in the order of lists."""
	return _MEDIA


def links() -> tuple[Link, ...]:
	"""Return the usual links in the order in which they are shown."""
	return _LINKS


_DATA = read(_FILE)
_MEDIA = build(Medium, _DATA["media"], _FILE, name="name")
_LINKS = build(Link, _DATA["links"], _FILE, name="title", roles=tuple)

for _link in _LINKS:
	require(
		not _link.address or _link.address.startswith("https://"), _FILE, _link.title, "is no https address"
	)
