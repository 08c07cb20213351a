"""What a branch makes known (党务公开): the kinds of notices, to which part of R66 each belongs, for how long it hangs, from where it comes."""

from dataclasses import dataclass

from party_affairs.guide.data import build, one_of, read, require

_SOURCE = "notice/notice_kinds.json"
TERMS = ("Long-Term", "Periodic", "Stage by Stage", "Promptly")
TABLES = ("plan", "dues", "contact", "development", "honours", "appraisal")


@dataclass(frozen=True)
class Part:
	"""One of the four parts that the guide asks of the board (附件二（七）)."""

	key: str
	title: str


@dataclass(frozen=True)
class NoticeKind:
	"""A kind of notice by the `key` of its label.

	`part` is the key of the part of R66 to which it belongs, None for what the guide does not name. `days` is how long it hangs if nobody
	says otherwise, `term` how its time is called. `table` says which records can be shown with it, None where there are none.
	"""

	key: str
	part: str | None
	term: str
	days: int
	table: str | None
	citation: str


_DATA = read(_SOURCE)
_PARTS = build(Part, _DATA["parts"], _SOURCE)
_KINDS = build(NoticeKind, _DATA["kinds"], _SOURCE)
_BY_KEY = {kind.key: kind for kind in _KINDS}
_PART_KEYS = tuple(part.key for part in _PARTS)
for _kind in _KINDS:
	one_of(_kind.term, TERMS, _SOURCE, _kind.key, "term")
	one_of(_kind.table, (*TABLES, None), _SOURCE, _kind.key, "table")
	one_of(_kind.part, (*_PART_KEYS, None), _SOURCE, _kind.key, "part")
	require(_kind.days > 0, _SOURCE, _kind.key, "days is not positive")
require(
	{kind.part for kind in _KINDS} - {None} == set(_PART_KEYS),
	_SOURCE,
	"parts",
	"a part has no kind of notice",
)


def parts() -> tuple[Part, ...]:
	"""Return the four parts of the board in the guide's order."""
	return _PARTS


def kinds() -> tuple[NoticeKind, ...]:
	"""Return the kinds in the order of lists."""
	return _KINDS


def kind(key: str) -> NoticeKind:
	"""Return the kind with a key, such as `activity_plan`. Raise `KeyError` for one that is none."""
	return _BY_KEY[key]
