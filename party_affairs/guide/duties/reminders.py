"""When somebody is reminded of a duty, before and after its due date, who, and of what kinds reminders there are.

The stages follow from until when what was missed can be made good (`guide.duties.actions`): what cannot is told once after its
day, for the case that it was done and not entered; what stays to be done is told each month for a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import build_one, read, require
from party_affairs.guide.duties.actions import AFTERWARDS, Action
from party_affairs.guide.organisation import party_posts

_SOURCE = "duties/reminders.json"
_LEADER = "secretary"
_NUMBERS = ("before", "before_monthly", "after", "months_after")


@dataclass(frozen=True)
class Stages:
	"""On which days besides the due date itself is reminded: days `before` it, days `after` it, months after it.

	A duty of every month has fewer days before (`before_monthly`).
	"""

	before: tuple[int, ...]
	before_monthly: tuple[int, ...]
	after: tuple[int, ...]
	months_after: tuple[int, ...]


def kinds() -> tuple[str, ...]:
	"""Return the kinds that a person may switch off: own duties and the branch's, branches below, dues, meetings, tasks, reports."""
	return _KINDS


def stages_of(afterwards: str) -> Stages:
	"""Return the stages of clauses by until when they can be made good. Raise `KeyError` for another word."""
	return _STAGES[afterwards]


def posts_for(action: Action | None) -> tuple[str, ...]:
	"""Return the labels of the posts that are reminded of a branch's duty: the secretary's, and of whoever sees to such records."""
	named = _POSTS.get(action.doctype or action.page or "") if action else None
	return tuple(party_posts.post(key).label for key in (_LEADER, named) if key)


def quiet_hours() -> tuple[time, time]:
	"""Return from when until when nobody is written to who has not said otherwise."""
	return _QUIET


def horizon_days() -> int:
	"""Return how many days back a due date may lie for a reminder of it."""
	return _RAW["horizon_days"]


def again_after_days() -> int:
	"""Return how many days lie at least between two stages that come each month: a first one may be told at a month's end."""
	return _RAW["again_after_days"]


def refusals_until_off() -> int:
	"""Return after how many refusals in a row a group robot is switched off."""
	return _RAW["refusals_until_off"]


def parse_stages(raw: Mapping[str, Any]) -> Mapping[str, Stages]:
	"""Return the stages by until when a clause can be made good. Raise `GuideDataError` for the first thing that cannot be."""
	require(set(raw) == set(AFTERWARDS), _SOURCE, "stages", f"they are not those of {AFTERWARDS}")
	found = {}
	for word, row in raw.items():
		found[word] = build_one(Stages, row, _SOURCE, word, dict.fromkeys(_NUMBERS, tuple))
		numbers = [number for name in _NUMBERS for number in getattr(found[word], name)]
		require(min(numbers) > 0, _SOURCE, word, "a stage is no number of days or months from 1 on")
	return MappingProxyType(found)


def parse_posts(raw: Mapping[str, str]) -> Mapping[str, str]:
	"""Return by kind of record the key of the post that sees to it. Raise `GuideDataError` for a post that there is not."""
	known = {post.key for post in party_posts.posts()}
	for place, key in raw.items():
		require(key in known, _SOURCE, place, f"there is no post {key!r}")
	return MappingProxyType(dict(raw))


_RAW = read(_SOURCE)
_KINDS = tuple(_RAW["kinds"])
_QUIET = time.fromisoformat(_RAW["quiet"]["begins"]), time.fromisoformat(_RAW["quiet"]["ends"])
_STAGES = parse_stages(_RAW["stages"])
_POSTS = parse_posts(_RAW["posts"])
