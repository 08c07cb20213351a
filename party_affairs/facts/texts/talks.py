"""Heart-to-heart talks: between whom they were held (R41), with whom not (R14), and what calls for one (R42).

Checks read only who talked, when and why, nothing of what was said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers
from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.members.people import Person
from party_affairs.facts.members.standing import is_asked
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.periods import Period
from party_affairs.rules.spells import Spells
from party_affairs.rules.texts.facts import HearingFacts, TalkFacts
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS, occasion_of

TALK, EVENT = "Heart Talk", "Party Member Event"
_FIELDS = ("name", "branch", "talk_on", "talker", "partner", "pair_kind", "occasion", "event")
_REGISTERED = (
	*("name", "branch", "talk_on", "location", "talker_name", "talker_post", "partner_name", "partner_post"),
	*("pair_kind", "occasion", "content", "opinions", "follow_up", "follow_up_by", "follow_up_done_on"),
)
_BY_APPRAISAL = OCCASIONS[APPRAISAL].label.template


class Appraised(NamedTuple):
	"""A member whose Party spirit is appraised: the branch that does it, and the day on which the appraisal began."""

	member: str
	member_name: str
	branch: str
	day: date


def load(branches: Sequence[str], first: date) -> list:
	"""Return the talks of `branches` from `first` on, later ones included: one query."""
	return _load(of_branches(branches), _FIELDS, first)


def registered(which: Which, first: date, last: date) -> list:
	"""Return the talks from `first` to `last` with what was said, as their register shows them, by day: one query.

	They are those that :func:`load` finds; a check reads nothing of what was said.
	"""
	return sorted(_load(which, _REGISTERED, first, last), key=lambda row: row.talk_on)


def _load(which: Which, fields: Sequence[str], first: date, last: date | None = None) -> list:
	talk = DocType(TALK)
	query = (
		frappe.qb.from_(talk)
		.select(*(talk[field] for field in fields))
		.where(which(talk) & (talk.talk_on >= first))
		.orderby(talk.name)
	)
	return (query.where(talk.talk_on <= last) if last else query).run(as_dict=True)


def occasions_of(events: Iterable[str]) -> dict[str, str]:
	"""Return the key of the occasion (`rules.texts.talks.OCCASIONS`) that each of the members' `events` is: one query."""
	event = DocType(EVENT)
	query = frappe.qb.from_(event).select(event.name, event.kind)
	rows = query.where(event.name.isin(sorted(events) or [""])).run()
	return {name: occasion_of(frappe.scrub(kind)) for name, kind in rows}


def load_events(branches: Sequence[str], first: date, last: date) -> list:
	"""Return the events from `first` to `last` about which the committee must talk: one query."""
	rows = frappe.get_all(
		EVENT,
		filters={"branch": ["in", list(branches)], "happened_on": ["between", [first, last]]},
		fields=["name", "member", "member_name", "branch", "kind", "happened_on"],
		order_by="name",
	)
	return [row for row in rows if occasion_of(frappe.scrub(row.kind))]


def triggers_of_events(branches: Mapping[str, Subject], events: Iterable) -> list[Trigger]:
	"""Return what calls for a talk among the members' events: the first four occasions."""
	found = (
		Trigger(
			_member(row),
			row.happened_on,
			EVENT,
			row.name,
			limit=OCCASIONS[occasion_of(frappe.scrub(row.kind))].limit,
		)
		for row in events
	)
	return [trigger for trigger in found if is_asked(branches, trigger)]


def triggers_of_appraisal(branches: Mapping[str, Subject], rows: Iterable[Appraised]) -> list[Trigger]:
	"""Return what calls for a talk in an appraisal, the fifth occasion: one trigger for each member and month.

	The caller hands in the appraised members with the day on which it began; talks from that day on answer. The finding is
	about the member, since several belong to one appraisal.
	"""
	found = (
		Trigger(_member(row), row.day, "Party Member", row.member, limit=OCCASIONS[APPRAISAL].limit)
		for row in rows
		if row.branch in branches
	)
	return [trigger for trigger in found if is_asked(branches, trigger)]


def evidence(rows: Iterable) -> list[Evidence]:
	"""Return the talks that answer: each the event it names, one of an appraisal that of its partner."""
	return [
		Evidence(
			row.partner,
			row.talk_on,
			TALK,
			row.name,
			answers=row.partner if row.occasion == _BY_APPRAISAL else row.event,
		)
		for row in rows
		if row.partner and row.occasion
	]


def facts(
	people: Mapping[str, Person],
	talks: Iterable,
	reports: Iterable,
	post_rows: Iterable,
	branches: Mapping[str, Subject],
	year: Period,
	day: date,
) -> tuple[dict[str, TalkFacts], dict[str, HearingFacts]]:
	"""Return by branch what R41 and R14 ask about, for a year as of `day`.

	They are asked about whoever was a member of the branch for more than half of the year and is one on the day.
	"""
	here: dict[str, list[Person]] = {name: [] for name in branches}
	asked: dict[str, list[Person]] = {name: [] for name in branches}
	for person in people.values():
		branch = person.belongs.on(day)
		if branch not in here or not person.in_party.covers(day):
			continue
		here[branch].append(person)
		if _is_there_for_most_of(person, branch, branches[branch], year, day):
			asked[branch].append(person)
	pairs, talked = _held(talks, day)
	heard = talked | {row.member for row in reports if year.start <= row.handed_in_on <= day}
	seats = _seats(post_rows, day)
	talk_facts, hearing_facts = {}, {}
	for name in branches:
		talk_facts[name] = TalkFacts(
			leaders=sum(person.name in seats[name] for person in here[name]),
			party_members=len(here[name]),
			talks_by_pair=dict(pairs[name]),
			members_without_talk=_names(person for person in asked[name] if person.name not in talked),
		)
		hearing_facts[name] = HearingFacts(
			members_to_hear=len(asked[name]),
			members_unheard=_names(person for person in asked[name] if person.name not in heard),
		)
	return talk_facts, hearing_facts


def _is_there_for_most_of(person: Person, branch: str, subject: Subject, year: Period, day: date) -> bool:
	mine = person.belongs.seen_on(day).within_spells(person.in_party)
	here = Spells(tuple(spell for spell in mine if spell.value == branch)).within_spells(subject.belongs)
	return 2 * here.days_in(year.start, year.end) > (year.end - year.start).days + 1


def _held(talks: Iterable, day: date) -> tuple[dict[str, Counter], set[str]]:
	"""The talks up to a day by branch and pair, and who took part in one."""
	pairs: dict[str, Counter] = defaultdict(Counter)
	people: set[str] = set()
	for row in talks:
		if row.talk_on <= day:
			pairs[row.branch][frappe.scrub(row.pair_kind)] += 1
			people |= {row.talker, row.partner} - {None}
	return pairs, people


def _seats(post_rows: Iterable, day: date) -> dict[str, set[str]]:
	seats: dict[str, set[str]] = defaultdict(set)
	for row in post_rows:
		if party_posts.post(row.key).committee_seat and covers(row.first, row.last, day):
			seats[row.branch].add(row.member)
	return seats


def _names(people: Iterable[Person]) -> tuple[str, ...]:
	return tuple(sorted(person.label for person in people))


def _member(row) -> Subject:
	return subject_of(row.branch, "Party Member", row.member, row.member_name)
