"""The kinds of meetings (会议类别) and what the guide has to say about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, one_of, read, require
from party_affairs.guide.members.rulebooks import STEP_VOTES
from party_affairs.guide.organisation import party_posts

MINUTES_FIELDS = (
	*("time", "place", "participants", "absentees", "chair", "agenda", "speeches", "outcome"),
	"lecturer",
)
"""The eight fields of 一（四）1, and who gave a lecture (一（四）3: 落实到人)."""
GUEST_KINDS = (
	*("higher_organisation", "non_party_partner", "non_party_lawyer"),
	*("activist", "applicant", "masses", "other"),
)


@dataclass(frozen=True)
class MeetingKind:
	"""A kind of meeting or activity, and what the guide has to say about it.

	`convened_by` calls it; `chaired_by` chairs it by `chair_citation` (None: the clause leaves it open), else a
	holder of one of the posts `stands_in` by `stand_in_citation`. `attendees` says who is expected, `guests`
	(`GUEST_KINDS`) who is usually invited, `may_be_enlarged` whether others may be drawn in without a vote. `evidence` is
	what its record proves, `minutes` are the fields (`MINUTES_FIELDS`) that the record needs, `votes` the arithmetics
	(`rules.voting`) by which it decides. `also` are the kinds for which one record may count besides, and `tick` is the
	field that says so on the record of another kind. `clauses` speak of this kind, the one on how often it is held first.
	`three_meetings_one_lesson` and `three_councils` say that it belongs to 三会一课 and 三会, `education` that its hours
	count as education of those who attended (学时).
	"""

	key: str
	label: str
	title: str
	chaired_by: str | None
	chair_citation: str | None
	stands_in: tuple[str, ...]
	stand_in_citation: str | None
	convened_by: str
	attendees: str
	guests: tuple[str, ...]
	may_be_enlarged: bool
	evidence: str
	minutes: tuple[str, ...]
	votes: tuple[str, ...]
	also: tuple[str, ...]
	tick: str | None
	clauses: tuple[str, ...]
	three_meetings_one_lesson: bool
	three_councils: bool
	education: bool
	order: int


def meeting_kinds() -> tuple[MeetingKind, ...]:
	"""Return all kinds of meetings in the order of lists."""
	return _MEETING_KINDS


def meeting_kind(key: str) -> MeetingKind:
	"""Return one kind of meeting by its key. Raise `KeyError` for an unknown key."""
	return _MEETING_KIND_BY_KEY[key]


def also_ticks() -> Mapping[str, MeetingKind]:
	"""Return by field of a meeting's record the kind for which it counts besides its own."""
	return _KIND_BY_TICK


def parse_meeting_kinds(raw: Mapping[str, Any]) -> tuple[MeetingKind, ...]:
	"""Return the kinds of a decoded `meetings/meeting_kinds.json`. Raise `GuideDataError` for a contradiction."""
	source = "meetings/meeting_kinds.json"
	lists = dict.fromkeys(("stands_in", "guests", "minutes", "votes", "also", "clauses"), tuple)
	entries = build(MeetingKind, raw["meeting_kinds"], source, **lists)
	ticked = [entry.key for entry in entries if entry.tick]
	allowed = {
		"minutes": MINUTES_FIELDS,
		"guests": GUEST_KINDS,
		"votes": STEP_VOTES,
		"also": tuple(ticked),
		"stands_in": (party_posts.COMMITTEE_SEAT, *(entry.key for entry in party_posts.posts())),
		"clauses": tuple(clause.id for clause in registry.all_clauses()),
	}
	for entry in entries:
		for attribute, values in allowed.items():
			for value in getattr(entry, attribute):
				one_of(value, values, source, entry.key, attribute)
		require(
			bool(entry.stands_in) == (entry.stand_in_citation is not None)
			and (entry.chaired_by is not None or entry.chair_citation is None),
			source,
			entry.key,
			"who chairs or stands in needs an article, and an article somebody who does",
		)
	return tuple(sorted(entries, key=lambda entry: entry.order))


_MEETING_KINDS = parse_meeting_kinds(read("meetings/meeting_kinds.json"))
_MEETING_KIND_BY_KEY = {entry.key: entry for entry in _MEETING_KINDS}
_KIND_BY_TICK = MappingProxyType({entry.tick: entry for entry in _MEETING_KINDS if entry.tick})
