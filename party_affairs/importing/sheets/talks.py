"""谈心谈话: Heart Talk. Who talked with whom is settled by names, so that a register that was exported finds its talks again."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.utils import getdate

from party_affairs.facts.documents import stored
from party_affairs.importing.layout import EVENTS, TALKS, choices
from party_affairs.importing.lookups import Unsettled
from party_affairs.importing.matching import match
from party_affairs.importing.normalise import Mention, parse_choice
from party_affairs.importing.problems import CellError
from party_affairs.importing.rows import Record
from party_affairs.importing.sheets import Context, columns, references
from party_affairs.rules.texts.talks import APPRAISAL, OCCASIONS, occasion_of

_MEMBER = "Party Member"
_AS_TYPED = ("talk_on", "location", "content", "opinions", "follow_up", "follow_up_by", "follow_up_done_on")
_FIELDS = (
	*_AS_TYPED,
	*("talk_time", "branch", "talker", "talker_name", "partner", "partner_name", "partner_is"),
	*("occasion", "event", "import_row"),
)
_BY_APPRAISAL = OCCASIONS[APPRAISAL].label.template


def bring_in(records: list[Record], context: Context) -> None:
	"""Insert and update the talks of the year."""
	prepared = [_values(record, context) for record in records]
	talks = stored(
		"Heart Talk", {"branch": context.branch, "talk_on": ["between", context.days_of(TALKS)]}, _FIELDS
	)
	found = match(prepared, talks, (_by_content, _by_names), _is_same_talk)
	has_occasion = any(row.get("occasion") for row in prepared)
	events = references.events(context, context.days_of(TALKS)[1]) if has_occasion else []
	for position, record in enumerate(records):
		existing = talks[found[position]] if position in found else None
		values = prepared[position]
		_settle_people(record, values, existing, context)
		if record.ready:
			_settle_event(record, values, existing, events, context)
		if record.ready:
			del values["talker_name"]
			context.save(record, "Heart Talk", values, existing)
	context.note_left_over(
		TALKS, talks, found.values(), lambda talk: f"{talk.talk_on} {talk.talker_name}、{talk.partner_name}"
	)


def _values(record: Record, context: Context) -> dict[str, Any]:
	context.check_day(record, "talk_on")
	values = columns(record, *_AS_TYPED)
	if record.has("talk_time"):
		start = (record.get("talk_time") or (None,))[0]
		values["talk_time"] = f"{start:%H:%M}" if start else None
	if record.has("occasion"):
		values["occasion"] = record.get("occasion")
	for key in ("talker", "partner"):
		values[f"{key}_name"] = record.get(key).name if record.get(key) else None
	return {**values, "branch": context.branch, "import_row": context.import_row(record)}


# --- who -------------------------------------------------------------------------------------------------------------


def _settle_people(
	record: Record, values: dict[str, Any], existing: Mapping[str, Any] | None, context: Context
) -> None:
	"""Name the two by their records; whom the talk on record has by the same name stays whom it has."""
	outside = record.get("partner_is") not in (None, _MEMBER)
	for key in ("talker", "partner"):
		mention = record.get(key)
		if not mention:
			continue
		if existing and existing[f"{key}_name"] == mention.name and not _is_marked(mention):
			values[key] = existing[key]
			if key == "partner":
				values["partner_is"] = existing["partner_is"]
		elif key == "partner" and outside:
			values.update(partner=None, partner_is=record.get("partner_is"))
		else:
			values[key] = _person(record, key, mention, context)
			if key == "partner":
				values["partner_is"] = _MEMBER


def _is_marked(mention: Mention) -> bool:
	return len(mention.note) == 4 and mention.note[:3].isdigit()


def _person(record: Record, key: str, mention: Mention, context: Context) -> str | None:
	try:
		person, note = context.lookups.person_and_note(mention.name, mention.note)
	except Unsettled:
		record.waits = True
		return None
	except CellError as error:
		is_unknown = key == "partner" and record.get("partner_is") is None
		if is_unknown and not context.lookups.knows(mention.name):
			record.refuse(
				"partner",
				"{name} is not a member of this branch. Correct the name, or say in 谈话对象身份 who it is: 非党律师 or 群众.",
				name=mention.name,
			)
		else:
			record.problems.append(record.about(key, error.message))
		return None
	if note and not _is_post(note):
		record.refuse(
			key, "What stands behind the name is not understood: {note}. Write the name alone.", note=note
		)
	return person.name


def _is_post(note: str) -> bool:
	"""Whether a note behind a name only says which post he holds, which is known."""
	try:
		return all(parse_choice(word, choices.POSTS) for word in note.replace("，", "、").split("、"))
	except CellError:
		return note in ("党员", "支委", "正式党员", "预备党员")


# --- on what occasion ------------------------------------------------------------------------------------------------


def _settle_event(
	record: Record,
	values: dict[str, Any],
	existing: Mapping[str, Any] | None,
	events: list[references.Event],
	context: Context,
) -> None:
	"""Name the event that called for the talk: the last one of this kind about the partner by that day."""
	occasion = values.get("occasion")
	if not occasion or occasion == _BY_APPRAISAL:
		return
	if existing and existing["event"] and existing["occasion"] == occasion:
		return
	of_partner = [
		event
		for event in events
		if event.member == values.get("partner")
		and event.day <= record.get("talk_on")
		and _occasion_of(event.kind) == occasion
	]
	if not of_partner:
		if context.waits_for(record, EVENTS, values.get("partner")):
			return
		record.refuse(
			"occasion",
			"No matter of this kind about {name} is on record by that day. Enter it in 奖惩与重要事项 first.",
			name=values["partner_name"],
		)
		return
	values["event"] = max(of_partner, key=lambda event: (event.day, str(event.name))).name


def _occasion_of(kind: str) -> str | None:
	key = occasion_of(frappe.scrub(kind))
	return OCCASIONS[key].label.template if key else None


# --- which talk ------------------------------------------------------------------------------------------------------


def _by_names(row: Mapping[str, Any]) -> Any:
	if row.get("talk_on") and row.get("talker_name") and row.get("partner_name"):
		return getdate(row["talk_on"]), row["talker_name"], row["partner_name"]
	return None


def _by_content(row: Mapping[str, Any]) -> Any:
	names = _by_names(row)
	return names and (*names, row.get("content"))


def _is_same_talk(row: Mapping[str, Any], talk: Mapping[str, Any]) -> bool:
	"""A corrected day, name or text leaves the rest of the talk as it was."""
	same_day = bool(row.get("talk_on")) and getdate(row["talk_on"]) == getdate(talk["talk_on"])
	names = sum(row.get(key) == talk[key] for key in ("talker_name", "partner_name"))
	return same_day + names >= 2
