"""Heart-to-heart talks: who has had which (R41), who none (R14), and what calls for one (R42).

Checks read only who talked, when and why, nothing of what was said.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.facts.members.people import Person
from party_affairs.facts.members.standing import is_asked
from party_affairs.guide.organisation import party_posts
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period
from party_affairs.rules.spells import NEVER, Spells, between, merged
from party_affairs.rules.texts.facts import HearingFacts, TalkFacts
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS, Talker, occasion_of, pair_of

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


def load(branches: Sequence[str], first: date, moved: Sequence[str] = ()) -> list:
	"""Return the talks of `branches` from `first` on, later ones included, and those of the `moved` elsewhere: two queries at most."""
	own = _load(of_branches(branches), _FIELDS, first)
	if not moved:
		return own

	def elsewhere(talk):
		took_part = talk.talker.isin(list(moved)) | talk.partner.isin(list(moved))
		return took_part & talk.branch.notin(list(branches))

	return own + _load(elsewhere, _FIELDS, first)


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
			what=Message("{kind} ({day})", kind=Message(row.kind), day=row.happened_on),
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
		Trigger(
			_member(row),
			row.day,
			"Party Member",
			row.member,
			limit=OCCASIONS[APPRAISAL].limit,
			what=Message("{kind} ({day})", kind=OCCASIONS[APPRAISAL].label, day=row.day),
		)
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

	They are asked about whoever was a member of the branch for more than half of the year: R14 of those who are one on the
	day, R41 of those as well who have moved to another branch since.
	"""
	asked: dict[str, list[tuple[Person, Spells]]] = {name: [] for name in branches}
	for person in people.values():
		if person.belongs.on(day) is None or not person.in_party.covers(day):
			continue
		for branch in person.belongs.values() & set(asked):
			here = _time_in(person, branch, branches[branch], day)
			if 2 * here.days_in(year.start, year.end) > (year.end - year.start).days + 1:
				asked[branch].append((person, here))
	seats = _seats(post_rows, day)
	leads = {
		person.name: _for_most_of(here, seats.get((name, person.name), NEVER), year)
		for name, found in asked.items()
		for person, here in found
	}
	homes = {person.name: name for name, found in asked.items() for person, _here in found}
	movers = {name for name, person in people.items() if len(person.belongs.values()) > 1}
	had = _held((row for row in talks if year.start <= row.talk_on <= day), leads, homes, movers)
	heard = set(had) | {row.member for row in reports if year.start <= row.handed_in_on <= day}
	talk_facts, hearing_facts = {}, {}
	for name, found in asked.items():
		talk_facts[name] = TalkFacts(
			tuple(
				Talker(
					name=person.name,
					label=person.label,
					leads=leads[person.name],
					is_frail=_for_most_of(here, person.frail, year),
					had=had.get(person.name, {}),
				)
				for person, here in found
			)
		)
		own = [person for person, _here in found if person.belongs.on(day) == name]
		hearing_facts[name] = HearingFacts(
			members_to_hear=len(own),
			members_unheard=_names(person for person in own if person.name not in heard),
		)
	return talk_facts, hearing_facts


def _time_in(person: Person, branch: str, subject: Subject, day: date) -> Spells[str]:
	"""When somebody was a member of a branch that kept records, as it was known on a day."""
	mine = person.belongs.seen_on(day).within_spells(person.in_party)
	return mine.only(branch).within_spells(subject.belongs)


def _for_most_of(here: Spells[str], spells: Spells, year: Period) -> bool:
	days = here.days_in(year.start, year.end)
	return 2 * here.within_spells(spells).days_in(year.start, year.end) > days


def _held(
	talks: Iterable, leads: Mapping[str, bool], homes: Mapping[str, str], movers: Collection[str]
) -> dict[str, Counter]:
	"""The talks by who took part, and by pair: of each those on record in his branch, of `movers` those elsewhere as well.

	`leads` says whose year is one on the committee, `homes` of which branch: of people of two branches the record tells.
	Which other branches are looked at in the same run therefore changes nothing.
	"""
	found: dict[str, Counter] = defaultdict(Counter)
	for row in talks:
		pairs = {frappe.scrub(row.pair_kind)}
		home = homes.get(row.talker)
		if home is not None and home == homes.get(row.partner):
			pairs.add(pair_of(leads[row.talker], leads[row.partner]))
		for name in {row.talker, row.partner} - {None, ""}:
			if name in movers or row.branch == homes.get(name, row.branch):
				found[name].update(pairs)
	return found


def _seats(post_rows: Iterable, day: date) -> dict[tuple[str, str], Spells[bool]]:
	"""By branch and member when he had a seat on the committee, as it was known on a day."""
	seats: dict[tuple[str, str], list] = defaultdict(list)
	for row in post_rows:
		if party_posts.post(row.key).committee_seat and row.first <= day:
			last = row.last if row.last is not None and row.last < day else None
			seats[row.branch, row.member].extend(between(row.first, last, True))
	return {key: merged(spells) for key, spells in seats.items()}


def _names(people: Iterable[Person]) -> tuple[str, ...]:
	return tuple(sorted(person.label for person in people))


def _member(row) -> Subject:
	return subject_of(row.branch, "Party Member", row.member, row.member_name)
